package seal_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/enginetest"
	"signpost/store/seal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// file is a store of its own, sealed with key.
type file struct {
	path string
	key  seal.Key
}

func newFile(t testing.TB) file {
	t.Helper()
	f := file{path: filepath.Join(t.TempDir(), "store.db"), key: seal.NewKey()}
	if err := bolt.Create(f.path, "test"); err != nil {
		t.Fatal(err)
	}
	f.bare(t, func(e store.Engine) {
		if err := seal.Make(t.Context(), e, f.key); err != nil {
			t.Fatal(err)
		}
	})
	return f
}

// bolt opens the file without the seal, until the test ends.
func (f file) bolt(t testing.TB) *bolt.Engine {
	t.Helper()
	e, err := bolt.Open(f.path, bolt.Options{Overhead: seal.Overhead, Layout: 99})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// bare lends the file without the seal, to be looked at and spoilt.
func (f file) bare(t testing.TB, fn func(store.Engine)) {
	t.Helper()
	e := f.bolt(t)
	fn(e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func (f file) open(t testing.TB) *seal.Engine {
	t.Helper()
	below := f.bolt(t)
	e, err := seal.Over(t.Context(), below, f.key)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A sealed engine is an engine: it keeps every promise.
func TestEngine(t *testing.T) {
	files := map[store.Engine]file{}
	keep := func(t *testing.T, f file) store.Engine {
		e := f.open(t)
		files[e] = f
		return e
	}
	enginetest.Run(t, enginetest.Maker{
		Open: func(t *testing.T) store.Engine { return keep(t, newFile(t)) },
		Reopen: func(t *testing.T, e store.Engine) store.Engine {
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			return keep(t, files[e])
		},
	})
}

func put(t testing.TB, e store.Engine, pairs ...string) {
	t.Helper()
	err := e.Update(t.Context(), func(tx store.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := tx.Put([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, e store.Engine, key string) (value string, err error) {
	t.Helper()
	err = e.View(t.Context(), func(tx store.Tx) error {
		v, err := tx.Get([]byte(key))
		value = string(v)
		return err
	})
	return value, err
}

// A value that was changed, or moved to another key, does not open, alone or in a
// range, and those beside it do.
func TestWhatIsMovedDoesNotOpen(t *testing.T) {
	for name, spoil := range map[string]func(tx store.Tx) error{
		"two values in each other's place": func(tx store.Tx) error {
			b, err := tx.Get([]byte("b"))
			c, cerr := tx.Get([]byte("c"))
			return errors.Join(err, cerr, tx.Put([]byte("b"), c), tx.Put([]byte("c"), b))
		},
		"a value copied to another key": func(tx store.Tx) error {
			a, err := tx.Get([]byte("a"))
			return errors.Join(err, tx.Put([]byte("b"), a))
		},
		"a bit turned":           func(tx store.Tx) error { return turn(tx, "b", 20) },
		"a bit of the tag":       func(tx store.Tx) error { return turn(tx, "b", -1) },
		"the id of another key":  func(tx store.Tx) error { return turn(tx, "b", 2) },
		"a value in the clear":   func(tx store.Tx) error { return tx.Put([]byte("b"), []byte("two")) },
		"a value of a few bytes": func(tx store.Tx) error { return tx.Put([]byte("b"), []byte{1}) },
		"no bytes":               func(tx store.Tx) error { return tx.Put([]byte("b"), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFile(t)
			e := f.open(t)
			put(t, e, "a", "one", "b", "two", "c", "three", "d", "four")
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			f.bare(t, func(e store.Engine) {
				if err := e.Update(t.Context(), spoil); err != nil {
					t.Fatal(err)
				}
			})
			e = f.open(t)
			if v, err := get(t, e, "b"); !errors.Is(err, seal.ErrDoesNotOpen) || v != "" {
				t.Errorf("b opens: %q, %v", v, err)
			}
			if v, err := get(t, e, "d"); err != nil || v != "four" {
				t.Errorf("d: %q, %v", v, err)
			}
			err := e.View(t.Context(), func(tx store.Tx) error {
				for pair, err := range tx.Range(nil, nil) {
					if err != nil {
						return err
					}
					if string(pair.Key) >= "b" {
						t.Errorf("a range goes on to %q", pair.Key)
					}
				}
				return nil
			})
			if !errors.Is(err, seal.ErrDoesNotOpen) {
				t.Errorf("a range ends with %v", err)
			}
		})
	}
}

// turn turns a bit of what is stored; at counts from the end where it is negative.
func turn(tx store.Tx, key string, at int) error {
	v, err := tx.Get([]byte(key))
	if err != nil {
		return err
	}
	v[(at+len(v))%len(v)] ^= 1
	return tx.Put([]byte(key), v)
}

// Another key, and a store that was never sealed, are told apart, and nothing is
// made in either.
func TestTheKeyIsTheOneOrNone(t *testing.T) {
	f := newFile(t)
	put(t, f.open(t), "a", "one")
	other := seal.NewKey()
	below := newFileOf(t, f)
	_, err := seal.Over(t.Context(), below, other)
	var wrong *seal.WrongKey
	if !errors.As(err, &wrong) || wrong.Has != other.ID() || wrong.Wants != f.key.ID() {
		t.Errorf("with another key: %v", err)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %#v", f.key, f.key, f.key), strings.Fields(f.key.Text())[len(strings.Fields(f.key.Text()))-1]) {
		t.Error("a key prints itself")
	}
	if err := seal.Make(t.Context(), below, other); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("sealing it once more: %v", err)
	}
	plain := filepath.Join(t.TempDir(), "plain.db")
	if err := bolt.Create(plain, "test"); err != nil {
		t.Fatal(err)
	}
	e, err := bolt.Open(plain, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := seal.Over(t.Context(), e, other); !errors.Is(err, seal.ErrNotSealed) {
		t.Errorf("a store without a seal: %v", err)
	}
	put(t, e, "a", "in the clear")
	if err := seal.Make(t.Context(), e, other); err == nil {
		t.Error("a store that holds something is sealed")
	}
	if _, err := get(t, e, "\x00seal"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("keys were put into it: %v", err)
	}
}

// newFileOf is the file of f under another name, as a backup has it.
func newFileOf(t *testing.T, f file) *bolt.Engine {
	t.Helper()
	copied := file{path: filepath.Join(t.TempDir(), "copy.db"), key: f.key}
	copyFile(t, f.path, copied.path)
	return copied.bolt(t)
}

// Nobody writes over the keys of the store, nor sees them, through the seal.
func TestTheKeysOfTheStoreAreOutOfReach(t *testing.T) {
	e := newFile(t).open(t)
	const where = "\x00seal"
	if v, err := get(t, e, where); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it reads %q, %v", v, err)
	}
	err := e.Update(t.Context(), func(tx store.Tx) error { return tx.Put([]byte(where), []byte("x")) })
	if err == nil {
		t.Error("it is written over")
	}
	if err := e.Update(t.Context(), func(tx store.Tx) error { return tx.Delete([]byte(where)) }); err == nil {
		t.Error("it is removed")
	}
	err = e.View(t.Context(), func(tx store.Tx) error {
		for pair, err := range tx.Range(nil, nil) {
			t.Errorf("a range meets %q (%v)", pair.Key, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKeyReadsAsItIsWritten(t *testing.T) {
	k := seal.NewKey()
	line := strings.Split(k.Text(), "\n")[2]
	for _, text := range []string{k.Text(), line, line + "\r\n", "\n# mine\n  " + line + "  \n"} {
		if got, err := seal.ParseKey(text); err != nil || got != k {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "#", line[1:], line[:len(line)-1], line + "\n" + line, "x\n" + line, strings.ReplaceAll(line, "SIGNPOST", "OTHER")} {
		if _, err := seal.ParseKey(text); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("%q is taken for a key: %v", text, err)
		}
	}
	if seal.NewKey() == k {
		t.Error("a second key is the same")
	}
}

// A hash of an index value is the same after a restart and after new keys for
// values, is another in another index or store, and shows nothing of the value.
func TestBlind(t *testing.T) {
	f := newFile(t)
	blind := func(f file, scope, value string) (hash string) {
		e := f.open(t)
		defer e.Close()
		err := e.View(t.Context(), func(tx store.Tx) error {
			hash = tx.(store.Blinder).Blind(scope, value)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	first := blind(f, "i", "burnley")
	if blind(f, "i", "burnley") != first || len(first) != 22 || strings.Trim(first, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		t.Errorf("the hash is %q, and then %q", first, blind(f, "i", "burnley"))
	}
	f.bare(t, func(e store.Engine) {
		if err := seal.Rotate(t.Context(), e, f.key, f.key); err != nil {
			t.Fatal(err)
		}
	})
	if got := blind(f, "i", "burnley"); got != first {
		t.Errorf("after a rotation it is %q", got)
	}
	if blind(f, "j", "burnley") == first || blind(f, "i", "preston") == first || blind(newFile(t), "i", "burnley") == first {
		t.Error("two hashes are one")
	}
}

var errCut = errors.New("cut short by the test")

// cutter lets so many Updates through, and refuses those after.
type cutter struct {
	store.Engine
	left int
}

func (c *cutter) Update(ctx context.Context, fn func(store.Tx) error) error {
	if c.left == 0 {
		return errCut
	}
	c.left--
	return c.Engine.Update(ctx, fn)
}
