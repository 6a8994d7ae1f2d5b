package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
)

// errOldLayout is the error of opening a store that an older program has kept.
var errOldLayout = errors.New("the store has to be brought up to date")

// oldLayout says of a store in what layout it is, unless that is this program's.
func oldLayout(path string, e *bolt.Engine) error {
	if e.Layout() == store.Layout {
		return nil
	}
	return fmt.Errorf("%w: %q was kept by an older version of this program (its layout is number %d, and this one keeps %d). "+
		"Start the server once, which makes a copy and does it: signpost serve --data %s", errOldLayout, path, e.Layout(), store.Layout, filepath.Dir(path))
}

// upgrade brings the store of a data directory that nobody has open up to date,
// after a copy of it was made beside it.
type upgrade struct {
	at    place
	steps []store.Upgrade
	now   func() time.Time
	log   *slog.Logger
}

// keptCopies is how many copies from before upgrades are kept. An older one goes when
// a newer store was brought up to date, and the log says which.
const keptCopies = 3

// run makes the copy, brings the store up to date and says how to go back. Every error
// is a sentence that says what to do, and leaves the store as it was.
func (u *upgrade) run(ctx context.Context) error {
	holds, err := list(u.at.data)
	if err != nil {
		return err
	}
	file, err := openFile(u.at, holds, 1+len(u.steps))
	if err != nil {
		return err
	}
	defer file.engine.Close()
	sealed, err := file.unseal(file.key)
	if err != nil {
		return err
	}
	from, to := sealed.Layout(), 1+len(u.steps)
	if from == to {
		return nil
	}
	u.log.Info("the store is brought up to date: first a copy is made of it", "from", from, "to", to)
	c := copier{upgrade: u, file: file, sealed: sealed}
	kept, made, err := c.copy(ctx)
	if err != nil {
		return err
	}
	for i, s := range u.steps[from-1:] {
		u.log.Info("the store is brought up to date", "layout", from+1+i, "does", s.Says)
	}
	if err := store.BringUp(ctx, sealed, u.steps); err != nil {
		if made {
			err = errors.Join(err, os.Remove(kept)) // it is what the store still is
		}
		return fmt.Errorf("the store %q was not brought up to date and is as it was: %w: use the program of before, and tell who makes this one", file.path, err)
	}
	u.log.Info("the store is up to date. To go back, stop the server, put the copy in the place of the store and run the older program: "+
		"what was saved since is not in it. The copy holds who was in the store, erased since or not: remove it when you are content",
		"layout", to, "copy", kept)
	return u.prune(file.path)
}

// prune removes copies but the newest.
func (u *upgrade) prune(path string) error {
	copies, err := copiesOf(path, "*")
	if err != nil {
		return err
	}
	for len(copies) > keptCopies {
		if err := os.Remove(copies[0]); err != nil {
			return fmt.Errorf("remove the oldest copy of the store: %w", err)
		}
		u.log.Warn("the oldest copy of the store from before an upgrade was removed", "copy", copies[0], "kept", keptCopies)
		copies = copies[1:]
	}
	return nil
}

// copyName is what a copy of the store at path is called: by its layout and the day.
func copyName(path, layout, day string) string {
	return fmt.Sprintf("%s.layout-%s.%s", path, layout, day)
}

// copiesOf lists the copies of the store at path in that layout, the oldest first.
func copiesOf(path, layout string) ([]string, error) {
	found, err := filepath.Glob(copyName(path, layout, "*"))
	if err != nil {
		return nil, fmt.Errorf("look for copies of %q: %w", path, err)
	}
	age := map[string]time.Time{}
	for _, name := range found {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("look for copies of %q: %w", path, err)
		}
		age[name] = info.ModTime()
	}
	slices.SortFunc(found, func(a, b string) int { return age[a].Compare(age[b]) })
	return found, nil
}

// copier copies an open store that nobody writes to.
type copier struct {
	*upgrade

	file   *sealed
	sealed *seal.Engine
}

// copy makes a copy beside the store and reads it back: every page, every value
// opened, and the same as in the store. A copy that is there and is the same, from a
// start that was cut short, is as good.
func (c *copier) copy(ctx context.Context) (path string, made bool, err error) {
	want, err := sumOf(ctx, c.sealed)
	if err != nil {
		return "", false, fmt.Errorf("read the store %q, of which a copy is to be made: %w", c.file.path, err)
	}
	layout := fmt.Sprint(c.sealed.Layout())
	there, err := copiesOf(c.file.path, layout)
	if err != nil {
		return "", false, err
	}
	for _, path := range there {
		if c.holds(ctx, path, want) == nil {
			return path, false, nil
		}
	}
	path, err = c.write(ctx, layout, want)
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "", false, fmt.Errorf("the store %q was not brought up to date and is as it was, because the disk has no room for the copy that is made first: "+
			"make room for as much as the store has, and for as much again, and start once more: %w", c.file.path, err)
	case err != nil:
		return "", false, fmt.Errorf("the store %q was not brought up to date and is as it was, because the copy that is made first could not be: %w", c.file.path, err)
	}
	return path, true, nil
}

// write makes the copy under another name, and gives it its own when it was read back.
func (c *copier) write(ctx context.Context, layout string, want [sha256.Size]byte) (string, error) {
	tmp, err := os.CreateTemp(filepath.Dir(c.file.path), "."+storeFile+".copy-*") // of mode 0600
	if err != nil {
		return "", err
	}
	defer os.Remove(tmp.Name())
	if err := errors.Join(c.file.engine.Backup(ctx, tmp), tmp.Sync(), tmp.Close()); err != nil {
		return "", err
	}
	if err := c.holds(ctx, tmp.Name(), want); err != nil {
		return "", fmt.Errorf("read the copy back: %w", err)
	}
	day := store.DayOf(c.now().UTC()).String()
	path := copyName(c.file.path, layout, day)
	for n := 2; ; n++ {
		err := os.Link(tmp.Name(), path) // which replaces nothing
		if err == nil {
			return path, syncDir(filepath.Dir(path))
		}
		if _, there := os.Lstat(path); there != nil {
			return path, errors.Join(os.Rename(tmp.Name(), path), syncDir(filepath.Dir(path))) // a file system without links
		}
		path = copyName(c.file.path, layout, fmt.Sprintf("%s-%d", day, n))
	}
}

var errOtherCopy = errors.New("it does not hold what the store holds")

// holds looks whether the copy at path holds what the sum is of.
func (c *copier) holds(ctx context.Context, path string, want [sha256.Size]byte) error {
	file, err := bolt.Open(path, bolt.Options{Identity: c.file.engine.Identity(), Overhead: seal.Overhead, Layout: c.sealed.Layout()})
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Check(ctx); err != nil {
		return err
	}
	twin, err := c.sealed.Twin(ctx, file)
	if err != nil {
		return err
	}
	got, err := sumOf(ctx, twin)
	if err == nil && (got != want || file.Layout() != c.sealed.Layout()) {
		err = errOtherCopy
	}
	return err
}

// sumOf is the hash of all pairs of a store, opened.
func sumOf(ctx context.Context, e store.Engine) ([sha256.Size]byte, error) {
	var sum [sha256.Size]byte
	err := e.View(ctx, func(tx store.Tx) error {
		h := sha256.New()
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			for _, b := range [][]byte{pair.Key, pair.Value} {
				h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
				h.Write(b)
			}
		}
		h.Sum(sum[:0])
		return nil
	})
	return sum, err
}
