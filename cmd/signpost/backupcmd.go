package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/backup"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/store/text"
)

// backupOrder is what a backup is asked for with.
type backupOrder struct {
	To        string `json:"to"`
	Recipient string `json:"recipient"`
}

// recipient reads the public half of an age key.
func (o backupOrder) recipient(flag string) (backup.Recipient, error) {
	to, err := backup.ParseRecipient(o.Recipient)
	if err != nil {
		return to, usage("--%s is %q: %v: enter what age-keygen prints, age1 and 58 more characters, and keep the other half away from this machine",
			flag, text.Safe(o.Recipient), err)
	}
	return to, nil
}

func newBackup() *cobra.Command {
	var (
		at     place
		order  backupOrder
		inJSON bool
	)
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Back the store up into one encrypted file, also while the server runs",
		Long: `Backup writes the store and the keys of the data directory into one file, encrypted
to the public half of an age key, and reads all of it back before it says that it
is done. While a server serves the data directory, that server is asked to do it.

Two keys open a backup: the other half of the age key, and the store's own key,
which is not in the backup. Keep a copy of both, each in another place.`,
		Example: `  signpost backup --to /mnt/elsewhere/monday.age --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "to", "recipient"); err != nil {
				return err
			}
			if _, err := order.recipient("recipient"); err != nil {
				return err
			}
			b, err := order.fill(cmd.Context(), at)
			if err != nil {
				return err
			}
			if inJSON {
				return asJSON(cmd.OutOrStdout(), b)
			}
			_, err = io.WriteString(cmd.OutOrStdout(), text.SafeLines(b.String()))
			return err
		},
	}
	f := cmd.Flags()
	placeFlags(cmd, &at)
	f.StringVar(&order.To, "to", "", "`file` to write, best on another machine")
	f.StringVar(&order.Recipient, "recipient", "", "public half of the `age key` that is to open it (age1...)")
	f.BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

// fill makes the backup here, or has the server make it that holds the store.
func (o backupOrder) fill(ctx context.Context, at place) (b store.Backup, err error) {
	if o.To, err = filepath.Abs(o.To); err != nil {
		return b, fmt.Errorf("back up to %q: %w", o.To, err)
	}
	data, err := openData(at, false)
	if errors.Is(err, bolt.ErrHeld) {
		return o.ask(ctx, at)
	}
	if err != nil {
		return b, err
	}
	err = atDesk(ctx, data, func(d *desk.Desk) (err error) {
		b, err = o.make(ctx, d, &vault{data: data, now: time.Now})
		return err
	})
	return b, errors.Join(err, data.Close())
}

// make makes the backup, and writes down that there is one.
func (o backupOrder) make(ctx context.Context, d *desk.Desk, v *vault) (store.Backup, error) {
	to, err := o.recipient("recipient")
	if err != nil {
		return store.Backup{}, err
	}
	return d.BackupWith(ctx, func(ctx context.Context) (store.Backup, error) { return v.backUp(ctx, o.To, to) })
}

// ask has the running server make it.
func (o backupOrder) ask(ctx context.Context, at place) (b store.Backup, err error) {
	typed, err := json.Marshal(o)
	if err != nil {
		return b, err
	}
	answer, err := askServer(ctx, at.data, "backup "+string(typed))
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal(answer, &b); err != nil {
		return b, fmt.Errorf("read what the server answered: %w", err)
	}
	return b, nil
}
