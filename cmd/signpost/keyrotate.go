package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
)

func newKeyRotate() *cobra.Command {
	var (
		at     place
		keyNow string
		later  bool
	)
	cmd := &cobra.Command{
		Use:   "key-rotate",
		Short: "Seal the store with new keys, while the server is stopped",
		Long: `Key-rotate seals what the store keeps with a new key, and takes the one before it
out of the store. The store's own key, which opens all of it, stays as it is, or
with --new-key-file is replaced as well: by the key in that file, which is made
where there is none.

It may be cut short at any moment: the store opens, and the next start of the
server goes on with it while it serves. With --later all of it is left to that.
Copies and backups from before still open with the key that they were made with.`,
		Example: `  signpost key-rotate --data /srv/signpost
  signpost key-rotate --new-key-file /etc/signpost/store-2027.key`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return rotate(cmd, at, keyNow, later)
		},
	}
	placeFlags(cmd, &at)
	cmd.Flags().StringVar(&keyNow, "new-key-file", "", "`file` of a new key for the store, made if there is none")
	cmd.Flags().BoolVar(&later, "later", false, "leave the work to the server's next start, which serves meanwhile")
	return cmd
}

func rotate(cmd *cobra.Command, at place, keyNow string, later bool) error {
	holds, err := list(at.data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(holds) == 0 {
		return fmt.Errorf("there is no data directory %q: give its path with --data", at.data)
	}
	if err != nil {
		return err
	}
	file, err := openFile(at, holds, store.Layout)
	if errors.Is(err, bolt.ErrHeld) {
		return fmt.Errorf("%w. With --later little is to be done while it is stopped", err)
	}
	if err != nil {
		return err
	}
	return errors.Join(file.rotate(cmd, at, keyNow, later), file.engine.Close())
}

func (s *sealed) rotate(cmd *cobra.Command, at place, keyNow string, later bool) error {
	out := cmd.OutOrStdout()
	if _, err := s.unseal(s.key); err != nil { // before a key is made that fits nothing
		return err
	}
	now, err := s.keyNow(at, keyNow)
	if err != nil {
		return err
	}
	if err := seal.Rotate(cmd.Context(), s.engine, s.key, now); err != nil {
		return unsealed(err, s.path, s.keyPath)
	}
	if keyNow != "" {
		fmt.Fprintf(out, "The store %s opens with the key %s from now on.\n"+
			"Keep a copy of the key in another place, and start the server with --key-file %s\n", s.path, keyNow, keyNow)
	}
	if later {
		fmt.Fprintln(out, "The server seals the store anew while it serves, from its next start on.")
		return nil
	}
	return s.renew(cmd.Context(), now, func(n int) {
		fmt.Fprintf(out, "Sealed %d values anew.\n", n)
	})
}

func (s *sealed) renew(ctx context.Context, key seal.Key, say func(int)) error {
	engine, err := s.unseal(key)
	if err != nil {
		return err
	}
	n, err := engine.Renew(ctx)
	if err != nil {
		return fmt.Errorf("%w: the store is whole, and the server goes on with this when it starts", err)
	}
	say(n)
	return nil
}

// keyNow is the key that opens the store from now on.
func (s *sealed) keyNow(at place, path string) (seal.Key, error) {
	if path == "" {
		return s.key, nil
	}
	if err := at.outside(path); err != nil {
		return seal.Key{}, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return newKeyFile(path)
	}
	return at.read(path)
}
