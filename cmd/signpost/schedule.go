package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"signpost/store"
	"signpost/store/backup"
	"signpost/store/desk"
)

// backupFlags are where, how often and for whom a server makes backups by itself.
type backupFlags struct {
	to        string
	every     time.Duration
	recipient string
}

func (b *backupFlags) flags(f *pflag.FlagSet) {
	f.StringVar(&b.to, "backup-to", "", "`directory`, best on another machine, in which to keep backups (or SIGNPOST_BACKUP_TO)")
	f.DurationVar(&b.every, "backup-every", 24*time.Hour, "how often (or SIGNPOST_BACKUP_EVERY)")
	f.StringVar(&b.recipient, "backup-recipient", "", "public half of the `age key` that is to open them (or SIGNPOST_BACKUP_RECIPIENT)")
}

// leastBackup keeps a slip of the finger from filling a disk.
const leastBackup = time.Minute

// schedule makes backups in a directory, by the clock and when it is told to.
type schedule struct {
	dir   string
	every time.Duration
	to    backup.Recipient
	vault *vault
	log   *slog.Logger
	last  time.Time // when the last was made; zero: none is there
	tried time.Time // when the last try began that came to nothing
}

// check says what is wrong with the flags, for a server of that data directory.
func (b *backupFlags) check(data string) error {
	switch {
	case b.to == "" && b.recipient == "":
		return nil
	case b.to == "":
		return usage("enter --backup-to with --backup-recipient: the directory to keep backups in")
	case b.recipient == "":
		return usage("enter --backup-recipient with --backup-to: the public half of the age key that is to open them")
	case b.every < leastBackup:
		return usage("--backup-every is %v: enter %v or longer", b.every, leastBackup)
	case liesIn(data, b.to):
		return fmt.Errorf("the backups %q would lie in the data directory, and be lost with it: give another directory with --backup-to, best on another machine", b.to)
	}
	_, err := backupOrder{Recipient: b.recipient}.recipient("backup-recipient")
	return err
}

// newSchedule is the schedule of flags that were checked; nil where no backups are
// asked for.
func newSchedule(f backupFlags, v *vault, log *slog.Logger) (*schedule, error) {
	if f.to == "" {
		return nil, nil
	}
	to, err := backupOrder{Recipient: f.recipient}.recipient("backup-recipient")
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(f.to, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory for backups: %w", err)
	}
	if err := sweepBackups(f.to); err != nil {
		return nil, err
	}
	s := &schedule{dir: f.to, every: f.every, to: to, vault: v, log: log}
	s.last, err = newestBackup(f.to, v.now())
	return s, err
}

// sweepBackups removes what a backup has left that was cut short, in a directory
// that is this server's alone.
func sweepBackups(dir string) error {
	for _, left := range []string{scratchPrefix + "*", "." + backupPrefix + "*" + backupSuffix + ".part-*"} {
		names, err := filepath.Glob(filepath.Join(dir, left))
		for _, name := range names {
			err = errors.Join(err, os.RemoveAll(name))
		}
		if err != nil {
			return fmt.Errorf("remove what is left of a backup that was cut short: %w", err)
		}
	}
	return nil
}

const (
	backupPrefix = "signpost-"
	backupSuffix = ".age"
	backupTime   = "20060102T150405Z"
)

// newestBackup is when the newest was made that is not of the time to come, as
// after a clock that was wrong; zero where there is none.
func newestBackup(dir string, now time.Time) (newest time.Time, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return newest, fmt.Errorf("look for backups: %w", err)
	}
	for _, e := range entries {
		stem, mine := strings.CutPrefix(strings.TrimSuffix(e.Name(), backupSuffix), backupPrefix)
		at, err := time.Parse(backupTime, stem)
		if mine && err == nil && at.After(newest) && !at.After(now) {
			newest = at
		}
	}
	return newest, nil
}

// make makes a backup now.
func (s *schedule) make(ctx context.Context) (store.Backup, error) {
	name := backupPrefix + s.vault.now().UTC().Format(backupTime) + backupSuffix
	return s.vault.backUp(ctx, filepath.Join(s.dir, name), s.to)
}

// due says whether it is time: a clock that was set back is a reason to, since
// nobody knows how long the last one has been there.
func (s *schedule) due() bool {
	now := s.vault.now()
	again := min(s.every, time.Hour)
	if !s.tried.IsZero() && now.Sub(s.tried) < again && !now.Before(s.tried) {
		return false
	}
	return s.last.IsZero() || now.Sub(s.last) >= s.every || now.Before(s.last)
}

// tick makes a backup when it is due.
func (s *schedule) tick(ctx context.Context, d *desk.Desk) {
	if !s.due() {
		return
	}
	began := s.vault.now()
	b, err := d.BackupWith(ctx, s.make)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		s.tried = began
		s.log.Error("back up", "err", err)
	default:
		s.tried, s.last = time.Time{}, began
		s.log.Info("backed up", "file", b.File, "bytes", b.Bytes, "sha256", b.SHA256, "records", b.Records)
	}
}

// start goes by the clock until the function that it gives is called, which returns
// when all is at rest.
func (s *schedule) start(ctx context.Context, d *desk.Desk) (stop func()) {
	return repeat(ctx, time.Minute, func(ctx context.Context) { s.tick(ctx, d) })
}

// repeat does fn now and once in every while, until the function that it gives is
// called, which returns when all is at rest.
func repeat(ctx context.Context, every time.Duration, fn func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var one sync.WaitGroup
	one.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for ctx.Err() == nil {
			fn(ctx)
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	})
	return func() {
		cancel()
		one.Wait()
	}
}
