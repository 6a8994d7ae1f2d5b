package enginetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"signpost/store"
)

var envelope = []promise{
	// A key of MaxKey bytes and a value of MaxValue bytes are kept; one byte more is
	// ErrTooLarge. What is refused changes nothing, and the transaction may go on.
	{"a key and a value have a greatest size", func(t *testing.T, m Maker) {
		e := m.Open(t)
		key, value := strings.Repeat("k", store.MaxKey), strings.Repeat("v", store.MaxValue)
		put(t, e, key, "old")
		update(t, e, func(tx store.Tx) error {
			wants(t, "value", tx.Put([]byte(key), []byte(value+"v")), store.ErrTooLarge)
			wants(t, "key", tx.Put([]byte(key+"k"), []byte(value)), store.ErrTooLarge)
			return putAll(tx, "other", "1")
		})
		holds(t, e, key+"=old", "other=1")
		put(t, e, key, value)
		holds(t, m.Reopen(t, e), key+"="+value, "other=1")
	}},
	// A transaction makes at most MaxWrites puts and deletes.
	{"a transaction has a greatest number of writes", func(t *testing.T, m Maker) {
		e := m.Open(t)
		fill := func(tx store.Tx) error {
			for i := range store.MaxWrites {
				var err error
				if i%2 == 0 {
					err = tx.Put(fmt.Appendf(nil, "%03d", i), []byte("v"))
				} else {
					err = tx.Delete([]byte("absent"))
				}
				if err != nil {
					return fmt.Errorf("write %d: %w", i+1, err)
				}
			}
			return nil
		}
		err := e.Update(t.Context(), func(tx store.Tx) error { return errors.Join(fill(tx), tx.Delete([]byte("k"))) })
		wants(t, "one delete more", err, store.ErrTooLarge)
		err = e.Update(t.Context(), func(tx store.Tx) error { return errors.Join(fill(tx), tx.Put([]byte("k"), nil)) })
		wants(t, "one put more", err, store.ErrTooLarge)
		holds(t, e)
		update(t, e, fill)
		if n := len(all(t, e)); n != store.MaxWrites/2 {
			t.Errorf("%d pairs are kept", n)
		}
	}},
	// A transaction writes at most MaxTxBytes bytes of keys and values, all of which
	// are kept.
	{"a transaction has a greatest size", func(t *testing.T, m Maker) {
		e := m.Open(t)
		value := strings.Repeat("v", store.MaxValue-2)
		fill := func(tx store.Tx) error {
			for i := range store.MaxTxBytes / store.MaxValue {
				if err := putAll(tx, fmt.Sprintf("%02d", i), value); err != nil {
					return err
				}
			}
			return nil
		}
		err := e.Update(t.Context(), func(tx store.Tx) error { return errors.Join(fill(tx), tx.Put([]byte("k"), nil)) })
		wants(t, "one byte more", err, store.ErrTooLarge)
		holds(t, e)
		update(t, e, fill)
		e = m.Reopen(t, e)
		for i, pair := range all(t, e) {
			if pair != fmt.Sprintf("%02d=%s", i, value) {
				t.Errorf("pair %d has %d bytes", i, len(pair))
			}
		}
	}},
}
