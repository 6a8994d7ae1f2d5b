package enginetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"signpost/store"
)

var together = []promise{
	// View shows one state of the world, whatever is kept while it runs.
	{"a view does not change under its reader", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "1")
		view(t, e, func(tx store.Tx) error {
			before, err := between(tx, nil, nil)
			if err != nil {
				return err
			}
			for i := range 3 {
				kept := make(chan error)
				go func() {
					kept <- e.Update(t.Context(), func(tx store.Tx) error {
						return errors.Join(putAll(tx, "a", strconv.Itoa(i), "c", "1"), tx.Delete([]byte("b")))
					})
				}()
				if err := <-kept; err != nil {
					return err
				}
				now, err := between(tx, nil, nil)
				if err != nil || !slices.Equal(now, before) {
					t.Errorf("the view showed %q, and now %q (%v)", before, now, err)
				}
			}
			return nil
		})
		holds(t, e, "a=2", "c=1")
	}},
	// What Update has kept is seen by every View that begins after it has returned.
	{"a view sees what was kept before it", func(t *testing.T, m Maker) {
		e := m.Open(t)
		atOnce(4, func(g int) {
			key := strconv.Itoa(g)
			for i := range 20 {
				want := strconv.Itoa(i)
				if err := e.Update(t.Context(), func(tx store.Tx) error { return putAll(tx, key, want) }); err != nil {
					t.Errorf("Update: %v", err)
				}
				_ = e.View(t.Context(), func(tx store.Tx) error {
					if v, err := tx.Get([]byte(key)); string(v) != want {
						t.Errorf("got %q (%v), want %q", v, err, want)
					}
					return nil
				})
			}
		})
	}},
	// Updates at the same time are as if one came after another: no write is lost.
	// An engine that finds a conflict between them runs fn again.
	{"no update is lost", func(t *testing.T, m Maker) {
		e := m.Open(t)
		const goroutines, each = 8, 25
		atOnce(goroutines, func(int) {
			for range each {
				if err := e.Update(t.Context(), func(tx store.Tx) error { return add(tx, "count", 1) }); err != nil {
					t.Errorf("Update: %v", err)
				}
			}
		})
		holds(t, m.Reopen(t, e), "count="+strconv.Itoa(goroutines*each))
	}},
	// No reader, and no other writer, sees part of an Update.
	{"nobody sees half of an update", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1000", "b", "1000")
		balanced := func(tx store.Tx) error {
			a, err := number(tx, "a")
			b, berr := number(tx, "b")
			if a+b != 2000 {
				t.Errorf("a is %d and b is %d", a, b)
			}
			return errors.Join(err, berr)
		}
		atOnce(8, func(g int) {
			for i := range 20 {
				var err error
				if g%2 == 0 {
					err = e.View(t.Context(), balanced)
				} else {
					err = e.Update(t.Context(), func(tx store.Tx) error {
						return errors.Join(balanced(tx), add(tx, "a", -i), add(tx, "b", i), balanced(tx))
					})
				}
				if err != nil {
					t.Errorf("goroutine %d: %v", g, err)
				}
			}
		})
	}},
	// An Update that ends in an error, a panic or with its ctx leaves nothing in those
	// that run beside it, and takes nothing from them.
	{"a failing update does not touch those beside it", failuresBeside},
}

// atOnce runs fn in n goroutines and waits for them.
func atOnce(n int, fn func(g int)) {
	var wg sync.WaitGroup
	for g := range n {
		wg.Go(func() { fn(g) })
	}
	wg.Wait()
}

func number(tx store.Tx, key string) (int, error) {
	v, err := tx.Get([]byte(key))
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(v))
}

func add(tx store.Tx, key string, n int) error {
	now, err := number(tx, key)
	if err != nil {
		return err
	}
	return putAll(tx, key, strconv.Itoa(now+n))
}

func failuresBeside(t *testing.T, m Maker) {
	e := m.Open(t)
	const each = 15
	atOnce(8, func(g int) {
		for i := range each {
			ctx, cancel := context.WithCancel(t.Context())
			err := caught(func() error {
				return e.Update(ctx, func(tx store.Tx) error {
					if err := add(tx, "count", 1); err != nil {
						return err
					}
					if err := putAll(tx, fmt.Sprintf("by/%d/%02d", g, i), ""); err != nil {
						return err
					}
					switch g % 4 {
					case 1:
						return errWanted
					case 2:
						panic(errWanted)
					case 3:
						cancel()
					}
					return nil
				})
			})
			cancel()
			want := []error{nil, errWanted, errWanted, context.Canceled}[g%4]
			wants(t, fmt.Sprintf("goroutine %d", g), err, want)
		}
	})
	want := []string{}
	for _, g := range []int{0, 4} {
		for i := range each {
			want = append(want, fmt.Sprintf("by/%d/%02d=", g, i))
		}
	}
	holds(t, m.Reopen(t, e), append(want, "count="+strconv.Itoa(2*each))...)
}

// caught is fn's error, or what it panicked with.
func caught(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %w", p.(error))
		}
	}()
	return fn()
}
