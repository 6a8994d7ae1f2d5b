package bolt_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/enginetest"
)

const identity = "the store of this test"

// create makes a new store and returns its path.
func create(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	if err := bolt.Create(path, identity); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens a store until the test ends.
func open(t testing.TB, path string) *bolt.Engine {
	t.Helper()
	return openAt(t, path, 0)
}

// openAt is open by a program that knows layouts up to that one.
func openAt(t testing.TB, path string, layout int) *bolt.Engine {
	t.Helper()
	e, err := bolt.Open(path, bolt.Options{Identity: identity, Layout: layout})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return e
}

// maker makes engines for the suite.
func maker() enginetest.Maker {
	paths := map[store.Engine]string{}
	keep := func(t *testing.T, path string) store.Engine {
		e := openAt(t, path, 99)
		paths[e] = path
		return e
	}
	return enginetest.Maker{
		Open: func(t *testing.T) store.Engine { return keep(t, create(t)) },
		Reopen: func(t *testing.T, e store.Engine) store.Engine {
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			return keep(t, paths[e])
		},
	}
}

func TestEngine(t *testing.T) {
	enginetest.Run(t, maker())
}

func TestTwiceRunsFnAgainAndKeepsItOnce(t *testing.T) {
	path := create(t)
	e := enginetest.Twice(open(t, path))
	runs := 0
	err := e.Update(t.Context(), func(tx store.Tx) error {
		runs++
		if _, err := tx.Get([]byte("k")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("run %d: the write of the run before is there (%v)", runs, err)
		}
		return tx.Put([]byte("k"), []byte{byte(runs)})
	})
	if err != nil || runs != 2 {
		t.Errorf("fn ran %d times: %v", runs, err)
	}
	err = e.View(t.Context(), func(tx store.Tx) error {
		runs++
		v, err := tx.Get([]byte("k"))
		if !bytes.Equal(v, []byte{2}) {
			t.Errorf("got %v", v)
		}
		return err
	})
	if err != nil || runs != 4 {
		t.Errorf("fn ran %d times in all: %v", runs, err)
	}
}
