package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/backup"
	"signpost/store/bolt"
	"signpost/store/seal"
	"signpost/store/text"
)

// restoreOrder is what a restore goes by.
type restoreOrder struct {
	at       place
	from     string
	identity string
	erasures string
}

// noLedger is what is entered where the ledger of erasures is lost.
const noLedger = "none"

func newRestore() *cobra.Command {
	var o restoreOrder
	cmd := &cobra.Command{
		Use:   "restore",
		Short: "Make a new data directory from a backup",
		Long: `Restore makes a new data directory of what is in a backup, and never touches one
that is there. It needs the age key that the backup was encrypted to and the store's
own key, looks at all of the store as verify does, and gives the directory its name
only when it is sound.

Who was erased since the backup was made is erased again, by the ledger that the
server keeps in its data directory and beside its backups: a file called erasures.`,
		Example: `  signpost restore --from monday.age --identity age-key.txt --data /srv/signpost --key-file store.key
  signpost restore --from monday.age --identity age-key.txt --data new --erasures /mnt/elsewhere/erasures`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "from", "identity"); err != nil {
				return err
			}
			return o.restore(cmd.Context(), cmd.OutOrStdout())
		},
	}
	placeFlags(cmd, &o.at)
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "`file` of the backup")
	f.StringVar(&o.identity, "identity", "", "`file` of the age key that opens it")
	f.StringVar(&o.erasures, "erasures", "", "`file` of the ledger of erasures, if it is not beside the backup; none if it is lost")
	return cmd
}

func (o restoreOrder) restore(ctx context.Context, out io.Writer) error {
	holds, err := list(o.at.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(holds) > 0:
		return fmt.Errorf("%q is there and holds something (%q), and a restore never touches what is there: give a path that does not exist yet with --data", o.at.data, holds[0])
	}
	parent := filepath.Dir(filepath.Clean(o.at.data))
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return fmt.Errorf("make the directory %q: %w", parent, err)
	}
	tmp, err := os.MkdirTemp(parent, unfinished+"-*") // of mode 0700
	if err != nil {
		return fmt.Errorf("make a directory in %q: %w: check that this user may write there", parent, err)
	}
	defer os.RemoveAll(tmp)
	m, err := unpackBackup(o.from, o.identity, tmp)
	if err != nil {
		return err
	}
	erased, err := o.ledger(m.Identity)
	if err != nil {
		return err
	}
	unseal := func(ctx context.Context, e store.Engine) (*seal.Engine, error) { return o.unseal(ctx, m.Identity, e) }
	found, err := examine(ctx, tmp, unseal)
	if err == nil {
		err = found.err()
	}
	if err != nil {
		return fmt.Errorf("the backup %q is not restored: %w", o.from, err)
	}
	again, err := o.eraseAgain(ctx, tmp, erased, unseal)
	if err != nil {
		return err
	}
	if len(holds) == 0 {
		_ = os.Remove(o.at.data) // an empty folder stands in the way of a rename on some systems
	}
	if err := errors.Join(syncDir(tmp), os.Rename(tmp, o.at.data), syncDir(parent)); err != nil {
		return fmt.Errorf("put the restored data directory at %q: %w", o.at.data, err)
	}
	fmt.Fprintf(out, "Restored to %s as it was on %s\n%s", o.at.data, m.Made.UTC().Format("2 January 2006 at 15:04 UTC"), text.SafeLines(found.String()))
	fmt.Fprintf(out, "Erasures in the ledger: %d; clients that were erased again: %d\n", len(erased), again)
	fmt.Fprintf(out, "To serve it: signpost serve --data %s\n"+
		"The audit log is now older than the checkpoints that were kept of it: keep that file, and start with another one.\n", o.at.data)
	return nil
}

// ledger reads who was erased: from the file that was named, or from the one beside
// the backup. Without one nothing is restored: people would come back unseen.
func (o restoreOrder) ledger(identity string) ([]store.Erasure, error) {
	if o.erasures == noLedger {
		return nil, nil
	}
	path := o.erasures
	if path == "" {
		path = filepath.Join(filepath.Dir(o.from), ledgerFile)
	}
	all, err := readLedger(path, identity)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no ledger of erasures at %q, and without it who was erased since the backup would be back: "+
			"say with --erasures where it is (in the old data directory, or beside the newest backup), or enter --erasures %s if it is lost", path, noLedger)
	}
	return all, err
}

func (o restoreOrder) unseal(ctx context.Context, identity string, e store.Engine) (*seal.Engine, error) {
	key, path, err := o.at.readKey(identity)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.Over(ctx, e, key)
	if err != nil {
		return nil, unsealed(err, "the one in the backup", path)
	}
	return sealed, nil
}

// eraseAgain erases in the unpacked directory who was erased since, and keeps the
// ledger there.
func (o restoreOrder) eraseAgain(ctx context.Context, dir string, erased []store.Erasure, unseal func(context.Context, store.Engine) (*seal.Engine, error)) (int, error) {
	file, err := bolt.Open(filepath.Join(dir, storeFile), bolt.Options{Overhead: seal.Overhead})
	if err != nil {
		return 0, err
	}
	defer file.Close()
	sealed, err := unseal(ctx, file)
	if err != nil {
		return 0, err
	}
	n, err := store.Reapply(ctx, sealed, erased, time.Now())
	if err != nil {
		return n, err
	}
	l := &ledger{data: &dataDir{Store: sealed, File: file}, files: []string{filepath.Join(dir, ledgerFile)}}
	return n, l.keep(ctx)
}

// unpackBackup reads a backup into a folder. Every error is a sentence that says
// what to do.
func unpackBackup(from, identity, into string) (backup.Manifest, error) {
	var none backup.Manifest
	keys, err := os.Open(identity)
	if err != nil {
		return none, fmt.Errorf("read the age key: %w", err)
	}
	defer keys.Close()
	f, err := os.Open(from)
	if err != nil {
		return none, fmt.Errorf("read the backup: %w", err)
	}
	defer f.Close()
	m, err := backup.Unpack(f, keys, into)
	switch {
	case errors.Is(err, backup.ErrIdentity):
		return none, fmt.Errorf("%q is not a file of an age key: give the one that age-keygen made with --identity", identity)
	case errors.Is(err, backup.ErrNotFor):
		return none, fmt.Errorf("the backup %q does not open with the age key in %q: give the key that it was encrypted to with --identity", from, identity)
	case errors.Is(err, backup.ErrNewer):
		return none, fmt.Errorf("the backup %q was made by a newer version of this program: use that one", from)
	case errors.Is(err, backup.ErrDamaged):
		return none, fmt.Errorf("the backup %q cannot be used: %w: use another backup", from, err)
	}
	return m, err
}
