package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"signpost/store"
	"signpost/store/backup"
	"signpost/store/bolt"
	"signpost/store/proof"
	"signpost/store/seal"
)

// inBackup is what a backup holds of a data directory, besides the store. The
// store's key is not among them: a backup opens with two keys, kept in two places.
var inBackup = []string{identityFile, hostKeyFile, hostKeyPubFile, auditKeyFile, auditKeyPubFile}

// scratchPrefix begins the name of the folder that a backup is made in, beside where
// it goes. What is unpacked there is sealed as it is on the server's own disk.
const scratchPrefix = ".signpost-backup-"

// vault makes backups of an open data directory, one at a time.
type vault struct {
	data *dataDir
	now  func() time.Time
	mu   sync.Mutex
}

// backUp makes a backup at path, encrypted to the recipient. When it answers no
// error the file is on the disk under its name, and all of it was read back from
// there, decrypted, opened, and held to what a store has to be. Every error is a
// sentence that says what to do, and leaves nothing behind.
func (v *vault) backUp(ctx context.Context, path string, to backup.Recipient) (store.Backup, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	path, err := filepath.Abs(path)
	if err != nil {
		return store.Backup{}, fmt.Errorf("back up to %q: %w", path, err)
	}
	if liesIn(v.data.Path, path) {
		return store.Backup{}, fmt.Errorf("the backup %q would lie in the data directory, and be lost with it: give another path, best on another machine", path)
	}
	scratch, err := os.MkdirTemp(filepath.Dir(path), scratchPrefix+"*") // of mode 0700
	if err != nil {
		return store.Backup{}, fmt.Errorf("back up to %q: %w: check that the folder exists and that this user may write in it", path, err)
	}
	defer os.RemoveAll(scratch)
	draft, err := v.write(ctx, scratch, path, to)
	if errors.Is(err, backup.ErrExists) {
		return store.Backup{}, fmt.Errorf("%q is there already, and a backup is never written over: give another path", path)
	}
	if err != nil {
		return store.Backup{}, fmt.Errorf("back up to %q: %w", path, err)
	}
	defer draft.Discard()
	made := store.Backup{File: path, Bytes: draft.Size(), SHA256: draft.SHA256(), Made: v.now().UTC().Truncate(time.Second), Recipient: to.String()}
	if err := v.readBack(ctx, scratch, draft, &made); err != nil {
		return store.Backup{}, fmt.Errorf("the backup %q was written and is not sound, so it was removed: %w", path, err)
	}
	if err := draft.Publish(); err != nil {
		return store.Backup{}, fmt.Errorf("back up to %q: %w", path, err)
	}
	return made, nil
}

// write takes the store as it is at one moment, and writes it with what belongs to
// it.
func (v *vault) write(ctx context.Context, scratch, path string, to backup.Recipient) (*backup.Draft, error) {
	snapshot := filepath.Join(scratch, storeFile)
	f, err := os.OpenFile(snapshot, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	defer os.Remove(snapshot)
	if err := errors.Join(v.data.File.Backup(ctx, f), f.Close()); err != nil {
		return nil, err
	}
	files := []string{snapshot}
	for _, name := range inBackup {
		files = append(files, filepath.Join(v.data.Path, name))
	}
	var parts []backup.Part
	for _, file := range files {
		part, err := backup.PartOf(file)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return backup.Write(path, to, backup.Manifest{Made: v.now().UTC(), Program: version(), Identity: v.data.File.Identity()}, parts)
}

// readBack reads the file from the disk, decrypts it and looks at all that is in
// it.
func (v *vault) readBack(ctx context.Context, scratch string, draft *backup.Draft, made *store.Backup) error {
	into := filepath.Join(scratch, "read")
	if err := os.Mkdir(into, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(into)
	m, err := draft.Unpack(into)
	if err != nil {
		return err
	}
	if m.Identity != v.data.File.Identity() {
		return fmt.Errorf("it is of the store %q", m.Identity)
	}
	found, err := examine(ctx, into, v.data.Store.Twin)
	if err != nil {
		return err
	}
	if err := found.err(); err != nil {
		return err
	}
	// The copy's log has to be one that this store's log has grown from.
	was := proof.Checkpoint{Head: found.log.Head, At: made.Made}
	if err := v.data.Store.View(ctx, func(tx store.Tx) error { return was.Holds(tx) }); err != nil {
		return err
	}
	made.Records, made.Entries, made.Log = found.census.Total(), found.census.Entries, found.log.Head
	return nil
}

// soundness are what was seen in a whole store.
type soundness struct {
	census store.Census
	log    proof.Report
}

// faults are all that is wrong, as sentences.
func (f *soundness) faults() []string {
	return append(append([]string{}, f.census.Faults...), f.log.Faults...)
}

var errUnsound = errors.New("the store is not sound")

func (f *soundness) err() error {
	if all := f.faults(); len(all) > 0 {
		return fmt.Errorf("%w: %s", errUnsound, strings.TrimSuffix(all[0], "."))
	}
	return nil
}

// examine reads all of a data directory that was unpacked from a backup: its keys,
// every page of its store, every record, every event. A store that an older program
// has kept is brought up to date first.
func examine(ctx context.Context, dir string, open func(context.Context, store.Engine) (*seal.Engine, error)) (soundness, error) {
	var none soundness
	identity, err := readIdentity(dir)
	if err != nil {
		return none, err
	}
	if _, err := readHostKey(dir); err != nil {
		return none, err
	}
	audit, err := readAuditKey(dir)
	if err != nil {
		return none, err
	}
	file, err := bolt.Open(filepath.Join(dir, storeFile), bolt.Options{Identity: identity, Overhead: seal.Overhead})
	if err != nil {
		return none, err
	}
	defer file.Close()
	if err := file.Check(ctx); err != nil {
		return none, err
	}
	sealed, err := open(ctx, file)
	if err != nil {
		return none, err
	}
	if err := store.BringUp(ctx, sealed, store.Upgrades()); err != nil { // it is a copy already
		return none, fmt.Errorf("bring the store up to date: %w", err)
	}
	return look(ctx, sealed, audit)
}

// look reads every record and every event.
func look(ctx context.Context, e store.Engine, audit *proof.Signer) (f soundness, err error) {
	if f.census, err = store.TakeCensus(ctx, e); err != nil {
		return f, err
	}
	f.log, err = proof.Verify(ctx, e, audit.Public(), nil)
	return f, err
}
