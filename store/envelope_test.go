package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"signpost/store"
)

func TestEnvelopeRefusesWithTheSizes(t *testing.T) {
	key, long := []byte("k"), bytes.Repeat([]byte("k"), store.MaxKey+1)
	for _, c := range []struct {
		name string
		err  error
		is   error
		says []string
	}{
		{"a key at the limit", new(store.Envelope).Put(long[1:], nil), nil, nil},
		{"a key over it", new(store.Envelope).Put(long, nil), store.ErrTooLarge, []string{"513", "512"}},
		{"removing a key over it", new(store.Envelope).Delete(long), store.ErrTooLarge, []string{"513", "512"}},
		{"looking up a key over it", new(store.Envelope).Get(long), store.ErrNotFound, nil},
		{"a value at the limit", new(store.Envelope).Put(key, make([]byte, store.MaxValue)), nil, nil},
		{"a value over it", new(store.Envelope).Put(key, make([]byte, store.MaxValue+1)), store.ErrTooLarge, []string{"65537", "65536"}},
		{"writing an empty key", new(store.Envelope).Put(nil, key), store.ErrEmptyKey, nil},
		{"removing an empty key", new(store.Envelope).Delete([]byte{}), store.ErrEmptyKey, nil},
		{"looking up an empty key", new(store.Envelope).Get(nil), store.ErrEmptyKey, nil},
	} {
		if !errors.Is(c.err, c.is) {
			t.Errorf("%s: got %v, want %v", c.name, c.err, c.is)
		}
		for _, s := range c.says {
			if c.err != nil && !strings.Contains(c.err.Error(), s) {
				t.Errorf("%s: %q does not name %s", c.name, c.err, s)
			}
		}
	}
}

func TestEnvelopeCountsWritesAndBytes(t *testing.T) {
	var e store.Envelope
	for i := range store.MaxWrites {
		if err := e.Put([]byte("k"), nil); err != nil {
			t.Fatalf("write %d: %v", i+1, err)
		}
	}
	if err := e.Delete([]byte("k")); !errors.Is(err, store.ErrTooLarge) {
		t.Errorf("one write too many: got %v", err)
	}

	e = store.Envelope{}
	value := make([]byte, store.MaxValue-1)
	for i := range store.MaxTxBytes / store.MaxValue {
		if err := e.Put([]byte("k"), value); err != nil {
			t.Fatalf("value %d: %v", i+1, err)
		}
	}
	if err := e.Delete([]byte("k")); !errors.Is(err, store.ErrTooLarge) {
		t.Errorf("one byte too many: got %v", err)
	}
}
