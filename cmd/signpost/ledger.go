package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"signpost/store"
)

// ledgerFile is what the ledger of erasures is called, in the data directory and
// beside backups: what was erased stays erased when an older store is put back.
const ledgerFile = "erasures"

// ledger keeps what was erased beside the store as well.
type ledger struct {
	data  *dataDir
	files []string
	log   *slog.Logger
}

func newLedger(data *dataDir, backups string, log *slog.Logger) *ledger {
	l := &ledger{data: data, files: []string{filepath.Join(data.Path, ledgerFile)}, log: log}
	if backups != "" {
		l.files = append(l.files, filepath.Join(backups, ledgerFile))
	}
	return l
}

// begin erases again what the files say was erased and the store holds: it was put
// back from before.
func (l *ledger) begin(ctx context.Context, now time.Time) error {
	var all []store.Erasure
	for _, path := range l.files {
		some, err := readLedger(path, l.identity())
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		all = append(all, some...)
	}
	n, err := store.Reapply(ctx, l.data.Store, all, now)
	if err != nil {
		return err
	}
	if n > 0 {
		l.log.Warn("the store was put back from before erasures: they were done again", "clients", n)
	}
	return l.keep(ctx)
}

// keep brings the files up to date. What they say and the store does not stays:
// begin has done it, or another store of this place had it done.
func (l *ledger) keep(ctx context.Context) error {
	all, err := store.LedgerOf(ctx, l.data.Store)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := store.WriteLedger(&text, l.identity(), all); err != nil {
		return err
	}
	for _, path := range l.files {
		had, rerr := os.ReadFile(path)
		if rerr == nil && bytes.Equal(had, text.Bytes()) {
			continue
		}
		err = errors.Join(err, replaceFile(path, text.Bytes()))
	}
	return err
}

func (l *ledger) identity() string { return l.data.File.Identity() }

// tick is keep, for a server that goes on when it cannot be done.
func (l *ledger) tick(ctx context.Context) {
	if err := l.keep(ctx); err != nil && ctx.Err() == nil {
		l.log.Error("keep the ledger of erasures", "err", err)
	}
}

func readLedger(path, identity string) ([]store.Erasure, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of erasures: %w", err)
	}
	defer f.Close()
	all, err := store.ReadLedger(f, identity)
	if errors.Is(err, store.ErrOtherLedger) {
		return nil, fmt.Errorf("the file %q is the ledger of erasures of another store: give each server a directory of its own for its backups", path)
	}
	if err != nil {
		return nil, fmt.Errorf("the file %q: %w: put it back from your backups", path, err)
	}
	return all, nil
}

// replaceFile has the file hold the data, all of it or what it held before.
func replaceFile(path string, data []byte) error {
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write %q: %w", path, err)
	}
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	return syncDir(filepath.Dir(path))
}
