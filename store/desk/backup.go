package desk

import (
	"context"
	"errors"
	"fmt"

	"signpost/keys"
	"signpost/store"
)

// Backup makes a backup now, where the server keeps them and encrypted to the key
// that the server was given: who asks chooses neither.
func (d *Desk) Backup(ctx context.Context) (store.Backup, error) {
	if d.office.backup == nil {
		if err := d.look(ctx, keys.ActBackup, func(store.Tx) error { return nil }); err != nil {
			return store.Backup{}, err
		}
		return store.Backup{}, said(errNoBackups, "This server keeps no backups. Whoever runs it starts it with --backup-to DIR and --backup-recipient KEY.")
	}
	b, err := d.BackupWith(ctx, d.office.backup)
	if none := (*noBackup)(nil); errors.As(err, &none) {
		d.office.log.Error("back up", "err", err)
		return b, said(err, "No backup was made. Whoever runs the server finds out why in its log.")
	}
	return b, err
}

// Safety is when the last backup was made, and the last checkpoint of the audit log.
func (d *Desk) Safety(ctx context.Context) (store.Safety, error) {
	var s store.Safety
	err := d.look(ctx, keys.ActBackup, func(tx store.Tx) error {
		s = store.Safety{Keeps: d.office.backup != nil}
		for e, err := range store.Events.By(tx, "subject", storeSubject) {
			if err != nil {
				return err
			}
			if e.Act == keys.ActBackup {
				s.Backup = e.At
			}
		}
		return nil
	})
	if err == nil && d.office.witness != nil {
		s.Witnessed, s.Witness = true, d.office.witness()
	}
	return s, err
}

// storeSubject is what events of backups are about.
const storeSubject = "store"

// noBackup is the error of making one.
type noBackup struct{ error }

func (n *noBackup) Unwrap() error { return n.error }

// BackupWith has fn make a backup, and writes down that there is one, by its hash.
// The error may name files: it is for whoever runs the server.
func (d *Desk) BackupWith(ctx context.Context, fn func(context.Context) (store.Backup, error)) (store.Backup, error) {
	if err := d.look(ctx, keys.ActBackup, func(store.Tx) error { return nil }); err != nil {
		return store.Backup{}, err
	}
	b, err := fn(ctx)
	if err != nil {
		return store.Backup{}, &noBackup{err}
	}
	err = d.change(ctx, keys.ActBackup, func(store.Tx) (store.Event, error) {
		return store.Event{Verb: "backed up", Subject: storeSubject, Fields: []string{"sha256 " + b.SHA256}}, nil
	})
	if err != nil {
		return b, fmt.Errorf("write down the backup %q, which is made: %w", b.File, err)
	}
	return b, nil
}

var errNoBackups = errors.New("no backups are kept")
