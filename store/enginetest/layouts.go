package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"signpost/store"
)

// migrator is a new engine, where engines of m can migrate.
func migrator(t *testing.T, m Maker) store.Migrator {
	t.Helper()
	e, ok := m.Open(t).(store.Migrator)
	if !ok {
		t.Skip("the engine cannot migrate")
	}
	return e
}

var layouts = []promise{
	// A Migrate writes more pairs and more bytes than an Update may, sees what it has
	// written, and keeps all of it and the number; keys and values are no larger.
	{"a migration is as large as it has to be", func(t *testing.T, m Maker) {
		e := migrator(t, m)
		put(t, e, "a", "old", "z", "old")
		next := e.Layout() + 1
		value := bytes.Repeat([]byte("v"), store.MaxTxBytes/store.MaxWrites)
		const pairs = 3 * store.MaxWrites
		err := e.Migrate(t.Context(), next, func(tx store.Tx) error {
			for i := range pairs {
				if err := tx.Put(fmt.Appendf(nil, "k%05d", i), value); err != nil {
					return err
				}
			}
			wants(t, "value", tx.Put([]byte("k"), make([]byte, store.MaxValue+1)), store.ErrTooLarge)
			wants(t, "key", tx.Put(make([]byte, store.MaxKey+1), nil), store.ErrTooLarge)
			wants(t, "no key", tx.Put(nil, nil), store.ErrEmptyKey)
			if err := errors.Join(tx.Delete([]byte("a")), tx.Delete([]byte("absent"))); err != nil {
				return err
			}
			_, err := tx.Get([]byte("a"))
			wants(t, "what was deleted", err, store.ErrNotFound)
			met := 0
			for pair, err := range tx.Range(nil, nil) {
				if err != nil {
					return err
				}
				if met++; pair.Key[0] == 'k' && !bytes.Equal(pair.Value, value) {
					t.Errorf("%q has %d bytes", pair.Key, len(pair.Value))
				}
			}
			if met != pairs+1 {
				t.Errorf("%d pairs are met", met)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		e = m.Reopen(t, e).(store.Migrator)
		if n := len(all(t, e)); n != pairs+1 || e.Layout() != next {
			t.Errorf("%d pairs in layout %d are kept", n, e.Layout())
		}
	}},
	// Writing in a Range is allowed: what is removed ahead is not met, what is written
	// ahead may be, and nothing is met twice or left out.
	{"a migration writes while it reads", func(t *testing.T, m Maker) {
		e := migrator(t, m)
		const pairs = 400
		for i := range pairs {
			put(t, e, fmt.Sprintf("k%03d", i), "1")
		}
		var met []string
		err := e.Migrate(t.Context(), e.Layout()+1, func(tx store.Tx) error {
			met = nil
			for pair, err := range tx.Range([]byte("k"), []byte("l")) {
				if err != nil {
					return err
				}
				met = append(met, string(pair.Key))
				n := len(met)
				err = errors.Join(tx.Put(append([]byte("b"), pair.Key...), pair.Value), tx.Put(pair.Key, []byte("2")))
				if err == nil && n%3 == 0 {
					err = tx.Delete(pair.Key)
				}
				if err == nil && n == 10 {
					err = tx.Delete([]byte("k399"))
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(met) != pairs-1 {
			t.Errorf("%d pairs were met", len(met))
		}
		for i, key := range met {
			if key != fmt.Sprintf("k%03d", i) {
				t.Fatalf("the pair met at %d is %q", i, key)
			}
		}
		if n := len(all(t, e)); n != (pairs-1)+(pairs-1)-(pairs-1)/3 {
			t.Errorf("%d pairs are kept", n)
		}
	}},
	// A Migrate whose fn answers an error, or whose ctx has ended, keeps nothing, and
	// the store has the layout that it had; so has one that goes back.
	{"a migration that does not end keeps nothing", func(t *testing.T, m Maker) {
		e := migrator(t, m)
		was := e.Layout()
		put(t, e, "k", "old")
		write := func(tx store.Tx) error {
			return errors.Join(putAll(tx, "k", "new", "more", "1"), tx.Delete([]byte("absent")))
		}
		err := e.Migrate(t.Context(), was+1, func(tx store.Tx) error { return errors.Join(write(tx), errWanted) })
		wants(t, "an error", err, errWanted)
		ctx, cancel := context.WithCancel(t.Context())
		err = e.Migrate(ctx, was+1, func(tx store.Tx) error {
			defer cancel()
			return write(tx)
		})
		wants(t, "a context that ends", err, context.Canceled)
		func() {
			defer func() { _ = recover() }()
			_ = e.Migrate(t.Context(), was+1, func(tx store.Tx) error { panic(errors.Join(write(tx), errWanted)) })
		}()
		var kept store.Tx
		if err := e.Migrate(t.Context(), was+1, func(tx store.Tx) error { kept = tx; return nil }); err != nil {
			t.Fatal(err)
		}
		refuses(t, kept, store.ErrClosed)
		wants(t, "back", e.Migrate(t.Context(), was, write), errors.ErrUnsupported)
		holds(t, e, "k=old")
		holds(t, m.Reopen(t, e), "k=old")
	}},
	// While a migration runs, what others write waits for its end and is then kept.
	{"nobody writes in a migration but itself", func(t *testing.T, m Maker) {
		e := migrator(t, m)
		const writers, each = 4, 20
		var others sync.WaitGroup
		for w := range writers {
			others.Go(func() {
				for i := range each {
					if err := e.Update(t.Context(), func(tx store.Tx) error { return putAll(tx, fmt.Sprintf("%d %02d", w, i), "1") }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 10 {
			next := e.Layout() + 1
			err := e.Migrate(t.Context(), next, func(tx store.Tx) error {
				before, err := between(tx, nil, nil)
				if err == nil {
					err = putAll(tx, fmt.Sprintf("layout %02d", next), "1")
				}
				if err != nil {
					return err
				}
				after, err := between(tx, nil, nil)
				if len(after) != len(before)+1 {
					t.Errorf("there were %d pairs and are %d", len(before), len(after))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		others.Wait()
		if n := len(all(t, e)); n != writers*each+10 {
			t.Errorf("%d pairs are kept", n)
		}
	}},
}
