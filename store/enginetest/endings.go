package enginetest

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"testing"

	"signpost/store"
)

var endings = []promise{
	// fn's error is Update's, and View's.
	{"fn's error is the answer", func(t *testing.T, m Maker) {
		e := m.Open(t)
		fails := func(store.Tx) error { return errWanted }
		wants(t, "View", e.View(t.Context(), fails), errWanted)
		wants(t, "Update", e.Update(t.Context(), fails), errWanted)
	}},
	// Update keeps all of its writes, or none when fn returns an error.
	{"an error keeps nothing", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "1")
		err := e.Update(t.Context(), func(tx store.Tx) error {
			return errors.Join(tx.Put([]byte("a"), []byte("2")), tx.Delete([]byte("b")), putAll(tx, "c", "2"), errWanted)
		})
		wants(t, "Update", err, errWanted)
		holds(t, e, "a=1", "b=1")
		holds(t, m.Reopen(t, e), "a=1", "b=1")
	}},
	// A panic in fn reaches the caller, keeps nothing, and the engine goes on.
	{"a panic reaches the caller and keeps nothing", func(t *testing.T, m Maker) {
		e := m.Open(t)
		panics := func(run func(context.Context, func(store.Tx) error) error) (p any) {
			defer func() { p = recover() }()
			_ = run(t.Context(), func(tx store.Tx) error {
				_ = tx.Put([]byte("a"), []byte("1"))
				panic(errWanted)
			})
			return nil
		}
		if p := panics(e.Update); p != any(errWanted) {
			t.Errorf("Update: recovered %v", p)
		}
		if p := panics(e.View); p != any(errWanted) {
			t.Errorf("View: recovered %v", p)
		}
		holds(t, e)
		put(t, e, "b", "1")
		holds(t, e, "b=1")
	}},
	// A goroutine that ends inside fn (runtime.Goexit, t.FailNow) keeps nothing, and
	// the engine goes on.
	{"a goroutine that ends in fn keeps nothing", func(t *testing.T, m Maker) {
		e := m.Open(t)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = e.Update(context.Background(), func(tx store.Tx) error {
				_ = tx.Put([]byte("a"), []byte("1"))
				runtime.Goexit()
				return nil
			})
		}()
		<-ended
		put(t, e, "b", "1")
		holds(t, e, "b=1")
	}},
	// View cannot write: ErrReadOnly, and the View goes on.
	{"view cannot write", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1")
		view(t, e, func(tx store.Tx) error {
			wants(t, "Put", tx.Put([]byte("a"), []byte("2")), store.ErrReadOnly)
			wants(t, "Put of too much", tx.Put([]byte("a"), make([]byte, store.MaxValue+1)), store.ErrReadOnly)
			wants(t, "Delete", tx.Delete([]byte("a")), store.ErrReadOnly)
			_, err := tx.Get([]byte("a"))
			return err
		})
		holds(t, e, "a=1")
	}},
	// A Tx is dead once fn returns: every method answers ErrClosed, also of a Range
	// that was begun before.
	{"a transaction is dead when fn has returned", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "2", "c", "3")
		for name, run := range map[string]func(context.Context, func(store.Tx) error) error{"View": e.View, "Update": e.Update} {
			for _, end := range []error{nil, errWanted} {
				var kept store.Tx
				var next func() (store.Pair, error, bool)
				var stop func()
				err := run(t.Context(), func(tx store.Tx) error {
					kept = tx
					if next != nil {
						stop()
					}
					next, stop = iter.Pull2(tx.Range(nil, nil))
					_, err, _ := next()
					return errors.Join(err, end)
				})
				wants(t, name, err, end)
				refuses(t, kept, store.ErrClosed)
				_, err, _ = next()
				wants(t, name+": a Range begun before", err, store.ErrClosed)
				if _, _, more := next(); more {
					t.Errorf("%s: a Range went on after its error", name)
				}
				stop()
			}
		}
		holds(t, e, "a=1", "b=2", "c=3")
	}},
	// A transaction whose ctx has ended does not begin.
	{"an ended ctx begins nothing", func(t *testing.T, m Maker) {
		e := m.Open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		never := func(store.Tx) error { t.Error("fn ran"); return nil }
		wants(t, "View", e.View(ctx, never), context.Canceled)
		wants(t, "Update", e.Update(ctx, never), context.Canceled)
	}},
	// The transaction ends when ctx does: every method answers ctx's error, and so
	// does Update, which keeps nothing, even if fn takes no notice.
	{"the transaction ends when ctx does", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "1")
		for name, run := range map[string]func(context.Context, func(store.Tx) error) error{"View": e.View, "Update": e.Update} {
			ctx, cancel := context.WithCancel(t.Context())
			err := run(ctx, func(tx store.Tx) error {
				if name == "Update" {
					if err := tx.Put([]byte("a"), []byte("2")); err != nil {
						return err
					}
				}
				n := 0
				for _, err := range tx.Range(nil, nil) {
					if n++; n == 1 {
						cancel()
						continue
					}
					wants(t, name+": a Range begun before", err, context.Canceled)
				}
				if n != 2 {
					t.Errorf("%s: Range went on %d times", name, n)
				}
				refuses(t, tx, context.Canceled)
				return nil
			})
			wants(t, name, err, context.Canceled)
		}
		holds(t, e, "a=1", "b=1")
	}},
	// A closed engine begins nothing: ErrClosed. Closing twice is no error.
	{"a closed engine begins nothing", func(t *testing.T, m Maker) {
		e := m.Open(t)
		wants(t, "Close", e.Close(), nil)
		wants(t, "Close again", e.Close(), nil)
		never := func(store.Tx) error { t.Error("fn ran"); return nil }
		wants(t, "View", e.View(t.Context(), never), store.ErrClosed)
		wants(t, "Update", e.Update(t.Context(), never), store.ErrClosed)
	}},
	// Close waits for running transactions, and they end as they would have.
	{"close waits for running transactions", func(t *testing.T, m Maker) {
		e := m.Open(t)
		inside, closing := make(chan struct{}), make(chan error, 1)
		go func() {
			<-inside
			closing <- e.Close()
		}()
		once := true
		update(t, e, func(tx store.Tx) error {
			if once {
				once = false
				close(inside)
			}
			// Close has begun when nothing new may begin; a View that does begin
			// before then does no harm.
			for e.View(t.Context(), func(store.Tx) error { return nil }) == nil {
				runtime.Gosched()
			}
			select {
			case err := <-closing:
				t.Errorf("Close did not wait: %v", err)
			default:
			}
			return putAll(tx, "a", "1")
		})
		wants(t, "Close", <-closing, nil)
		holds(t, m.Reopen(t, e), "a=1")
	}},
}
