package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

// A backup is a store as it was at one moment, made while others write.
func TestBackup(t *testing.T) {
	path := create(t)
	e := open(t, path)
	const writers = 4
	var wg sync.WaitGroup
	backups := make([]bytes.Buffer, 3)
	for g := range writers {
		wg.Go(func() {
			for seq := 1; seq <= 60; seq++ {
				if err := e.Update(t.Context(), func(tx store.Tx) error { return writeSeq(tx, g, seq) }); err != nil {
					t.Error(err)
				}
				if g == 0 && seq%20 == 0 {
					if err := e.Backup(t.Context(), &backups[seq/20-1]); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	for i := range backups {
		var lasts [writers]int
		lasts[0] = (i + 1) * 20
		copied := write(t, backups[i].Bytes())
		if err := verifyKilled(t, copied, lasts); err != nil {
			t.Errorf("backup %d: %v", i+1, err)
		}
		exercise(t, open(t, copied))
	}
}

func TestBackupEndsWithItsWriterOrCtx(t *testing.T) {
	e := open(t, write(t, sound(t)))
	errFull := errors.New("full")
	if err := e.Backup(t.Context(), writerFunc(func([]byte) (int, error) { return 0, errFull })); err == nil {
		t.Error("the writer's error was lost")
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := e.Backup(ctx, writerFunc(func(b []byte) (int, error) {
		if n++; n == 3 {
			cancel()
		}
		return len(b), nil
	}))
	if !errors.Is(err, context.Canceled) || n != 3 {
		t.Errorf("after %d writes: %v", n, err)
	}
	exercise(t, e) // no reader is left behind
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }

// Check finds the damage of every page in use, and takes no notice of free ones.
func TestCheckFindsDamageUnderARunningEngine(t *testing.T) {
	good := sound(t)
	path := write(t, good)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := 0
	for at := 2 * pageSize; at < needs(good); at += pageSize {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatalf("page at %d: %v", at, err)
		}
		// where an element's key should be: bbolt would follow it out of the mapping
		if _, err := f.WriteAt(bytes.Repeat([]byte{0xF0}, 8), int64(at+16)); err != nil {
			t.Fatal(err)
		}
		if err := e.Check(t.Context()); errors.Is(err, bolt.ErrDamaged) {
			found++
		} else if err != nil {
			t.Errorf("page at %d: %v", at, err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		if _, err := f.WriteAt(good[at:at+pageSize], int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	if pages := needs(good)/pageSize - 2; found < 10 || found == pages {
		t.Errorf("the damage of %d pages of %d was found", found, pages)
	}
}

// Check may run beside everything else.
func TestCheckBesideOthers(t *testing.T) {
	e := open(t, create(t))
	var wg sync.WaitGroup
	for g := range 3 {
		wg.Go(func() {
			for seq := range 60 {
				err := e.Update(t.Context(), func(tx store.Tx) error { return writeSeq(tx, g, seq+1) })
				if g == 0 {
					err = errors.Join(err, e.Check(t.Context()))
				}
				err = errors.Join(err, e.View(t.Context(), func(tx store.Tx) error {
					_, err := tx.Get(fmt.Appendf(nil, "last/%d", g))
					return err
				}))
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}
