package enginetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"signpost/store"
)

var basics = []promise{
	// A new engine holds nothing.
	{"a new engine is empty", func(t *testing.T, m Maker) { holds(t, m.Open(t)) }},
	// Get returns what Put set, the last value for a key.
	{"get answers the last put", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "2", "a", "3")
		holds(t, e, "a=3", "b=2")
		put(t, e, "b", "4")
		holds(t, e, "a=3", "b=4")
	}},
	// A key that is not there is ErrNotFound, also one that no pair can have.
	{"get of an absent key is not found", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "b", "1")
		view(t, e, func(tx store.Tx) error {
			for _, key := range []string{"a", "b\x00", "bb", "c", string(make([]byte, store.MaxKey+1))} {
				_, err := tx.Get([]byte(key))
				wants(t, "Get", err, store.ErrNotFound)
			}
			return nil
		})
	}},
	// An empty value is a value, and nil is written as one.
	{"an empty value is kept", func(t *testing.T, m Maker) {
		e := m.Open(t)
		update(t, e, func(tx store.Tx) error { return errors.Join(tx.Put([]byte("a"), nil), tx.Put([]byte("b"), []byte{})) })
		holds(t, e, "a=", "b=")
		view(t, e, func(tx store.Tx) error {
			v, err := tx.Get([]byte("a"))
			if len(v) != 0 {
				t.Errorf("got %q", v)
			}
			return err
		})
	}},
	// Keys and values are any bytes.
	{"keys and values are any bytes", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "\x00", "\x00", "\x00\x00", "\xff\x00", "\xff\xff", "\n", "é\u202e", "'\";--")
		e = m.Reopen(t, e)
		holds(t, e, "\x00=\x00", "\x00\x00=\xff\x00", "é\u202e='\";--", "\xff\xff=\n")
	}},
	// An empty key is refused with ErrEmptyKey, and changes nothing.
	{"an empty key is refused", func(t *testing.T, m Maker) {
		e := m.Open(t)
		update(t, e, func(tx store.Tx) error {
			_, err := tx.Get(nil)
			wants(t, "Get", err, store.ErrEmptyKey)
			wants(t, "Put", tx.Put([]byte{}, []byte("v")), store.ErrEmptyKey)
			wants(t, "Delete", tx.Delete(nil), store.ErrEmptyKey)
			return nil
		})
		holds(t, e)
	}},
	// Delete removes the pair; removing what is not there is no error.
	{"delete removes", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "2")
		update(t, e, func(tx store.Tx) error { return errors.Join(tx.Delete([]byte("a")), tx.Delete([]byte("x"))) })
		holds(t, e, "b=2")
		update(t, e, func(tx store.Tx) error { return errors.Join(tx.Delete([]byte("b")), tx.Put([]byte("b"), []byte("3"))) })
		holds(t, e, "b=3")
	}},
	// A transaction reads its own writes, and nobody else does until it is kept.
	{"a transaction reads its own writes", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "1")
		update(t, e, func(tx store.Tx) error {
			if err := errors.Join(tx.Put([]byte("a"), []byte("2")), tx.Delete([]byte("b")), tx.Put([]byte("c"), []byte("2"))); err != nil {
				return err
			}
			v, err := tx.Get([]byte("a"))
			if err != nil || string(v) != "2" {
				t.Errorf("own put: got %q, %v", v, err)
			}
			_, err = tx.Get([]byte("b"))
			wants(t, "own delete", err, store.ErrNotFound)
			holds(t, e, "a=1", "b=1")
			return nil
		})
		holds(t, e, "a=2", "c=2")
	}},
	// Slices passed in may be reused after the call.
	{"slices passed in may be reused", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "gone", "1", "z", "2")
		update(t, e, func(tx store.Tx) error {
			b := []byte("kvgone")
			if err := errors.Join(tx.Put(b[:1], b[1:2]), tx.Delete(b[2:])); err != nil {
				return err
			}
			copy(b, "xxxxxx")
			from, to := []byte("a"), []byte("l")
			pairs := tx.Range(from, to)
			copy(from, "z")
			copy(to, "b")
			met := ""
			for pair, err := range pairs {
				if err != nil {
					return err
				}
				met += string(pair.Key)
			}
			if met != "k" {
				t.Errorf("Range met %q", met)
			}
			return nil
		})
		holds(t, e, "k=v", "z=2")
	}},
	// Slices returned are the caller's own: to change, to grow and to keep.
	{"slices returned are the caller's own", ownSlices},
	// What Update kept is there after the engine is opened again.
	{"what is kept is there after reopening", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "2")
		e = m.Reopen(t, e)
		holds(t, e, "a=1", "b=2")
		update(t, e, func(tx store.Tx) error { return tx.Delete([]byte("a")) })
		e = m.Reopen(t, e)
		holds(t, e, "b=2")
	}},
}

func ownSlices(t *testing.T, m Maker) {
	e := m.Open(t)
	fill(t, e, 300) // enough for an engine to hand out its own pages, if it did
	before := all(t, e)
	var kept [][]byte
	keep := func(b []byte) { kept = append(kept, bytes.Clone(b), b) }
	spoil := func(tx store.Tx) error {
		for _, key := range []string{fillKey(7), fillKey(8)} {
			v, err := tx.Get([]byte(key))
			if err != nil {
				return err
			}
			clear(v)
			keep(v)
		}
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			if len(pair.Value) > 0 {
				pair.Value[0]++
				keep(pair.Value)
			}
			_ = append(pair.Key, 0)
			_ = append(pair.Value, 0)
			clear(pair.Key)
			keep(pair.Key)
		}
		return nil
	}
	view(t, e, spoil)
	update(t, e, func(tx store.Tx) error { // its own writes are among them
		return errors.Join(tx.Put([]byte(fillKey(8)), []byte("vvvvvvvv")), spoil(tx))
	})
	if got := all(t, e); !slices.Equal(got, before) {
		t.Errorf("changing a returned slice changed what is kept")
	}
	for i := range 300 {
		put(t, e, fillKey(i), "another")
	}
	for i := 0; i < len(kept); i += 2 {
		if !bytes.Equal(kept[i], kept[i+1]) {
			t.Fatalf("a kept slice changed from %q to %q", kept[i], kept[i+1])
		}
	}
}
