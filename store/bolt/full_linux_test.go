package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

// small is a folder on a disk of its own of so many bytes.
func small(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("no small disk can be mounted here, so none is filled (%v): run this as root", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}

// fill writes files until the disk is full.
func fill(t *testing.T, dir string) {
	t.Helper()
	for i := 0; ; i++ {
		err := os.WriteFile(filepath.Join(dir, fmt.Sprint("filler-", i)), make([]byte, 64<<10), 0o600)
		if errors.Is(err, syscall.ENOSPC) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func empty(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "filler-*"))
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// On a full disk a write is refused as a whole and nothing of before is lost; who
// insists goes on from the reserve, also to delete; nobody else uses that up; and
// when there is room again all is as it was, with the reserve back.
func TestAFullDisk(t *testing.T) {
	dir := small(t, 12<<20)
	path := filepath.Join(dir, "store.db")
	if err := bolt.Create(path, identity); err != nil {
		t.Fatal(err)
	}
	e, err := bolt.Open(path, bolt.Options{Reserve: 2 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	kept := map[string]bool{}
	put := func(update func(fn func(store.Tx) error) error, key string) error {
		err := update(func(tx store.Tx) error { return tx.Put([]byte(key), make([]byte, 2000)) })
		if err == nil {
			kept[key] = true
		}
		return err
	}
	ordinary := func(fn func(store.Tx) error) error { return e.Update(t.Context(), fn) }
	insisted := func(fn func(store.Tx) error) error { return e.Insist(t.Context(), fn) }
	whole := func(when string) {
		t.Helper()
		if err := e.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", when, err)
		}
		n := 0
		err := e.View(t.Context(), func(tx store.Tx) error {
			for pair, err := range tx.Range(nil, nil) {
				if err != nil || !kept[string(pair.Key)] {
					t.Errorf("%s: %q is there: %v", when, pair.Key, err)
				}
				n++
			}
			return nil
		})
		if err != nil || n != len(kept) {
			t.Errorf("%s: %d of %d are there: %v", when, n, len(kept), err)
		}
	}
	for i := range 20 {
		if err := put(ordinary, fmt.Sprint("before/", i)); err != nil {
			t.Fatal(err)
		}
	}
	fill(t, dir)
	refused := 0
	for i := range 2000 {
		if err := put(ordinary, fmt.Sprint("full/", i)); err != nil {
			if !errors.Is(err, store.ErrFull) || !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("on a full disk: %v", err)
			}
			if refused++; refused == 20 {
				break
			}
		}
	}
	if refused == 0 {
		t.Fatal("the disk was never full")
	}
	whole("full")
	for i := range 100 {
		if err := put(insisted, fmt.Sprint("insisted/", i)); err != nil {
			t.Fatalf("who insists, after %d: %v", i, err)
		}
	}
	for i := range 10 {
		key := fmt.Sprint("before/", i)
		if err := insisted(func(tx store.Tx) error { return tx.Delete([]byte(key)) }); err != nil {
			t.Fatalf("who deletes: %v", err)
		}
		delete(kept, key)
	}
	if err := put(ordinary, "other"); !errors.Is(err, store.ErrFull) {
		t.Errorf("another uses the reserve: %v", err)
	}
	whole("from the reserve")
	var last error
	for i := 0; i < 5000 && last == nil; i++ {
		fill(t, dir)
		last = put(insisted, fmt.Sprint("more/", i))
	}
	if !errors.Is(last, store.ErrFull) {
		t.Errorf("when the reserve is used up: %v", last)
	}
	whole("used up")
	empty(t, dir)
	until(t, func() bool { return put(ordinary, "room") == nil })
	whole("with room")
	if info, err := os.Stat(path + ".reserve"); err != nil || info.Size() != 2<<20 {
		t.Errorf("the reserve is %v, %v", info, err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err = bolt.Open(path, bolt.Options{}); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	whole("opened again")
}

// until waits for something that comes by the clock.
func until(t *testing.T, fn func() bool) {
	t.Helper()
	for !fn() {
		if t.Context().Err() != nil || t.Failed() {
			t.Fatal("it never came")
		}
	}
}
