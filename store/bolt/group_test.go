package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	berrors "go.etcd.io/bbolt/errors"

	"signpost/store"
)

// inGroup runs fn on a new engine whose writer is kept waiting: start begins an
// Update and comes back when it waits for its turn; release lets all go on and
// answers how many commits there were.
func inGroup(t *testing.T, fn func(t *testing.T, e *Engine, start func(func() error), release func() uint64)) {
	path := filepath.Join(t.TempDir(), "store.db")
	if err := Create(path, "test"); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		before, err := readHeader(e.file)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		start := func(update func() error) {
			wg.Go(func() { _ = update() })
			synctest.Wait()
		}
		inside := make(chan struct{})
		start(func() error {
			return e.Update(context.Background(), func(store.Tx) error {
				<-inside
				return nil
			})
		})
		fn(t, e, start, func() uint64 {
			close(inside)
			wg.Wait()
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			after, err := readHeader(f)
			if err != nil {
				t.Fatal(err)
			}
			return after.tx - before.tx
		})
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
}

func putOne(key string) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.Put([]byte(key), []byte("v")) }
}

func has(t *testing.T, e *Engine, key string) bool {
	t.Helper()
	err := e.View(context.Background(), func(tx store.Tx) error {
		_, err := tx.Get([]byte(key))
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	return err == nil
}

func TestDurable(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, _ func(func() error), release func() uint64) {
		if e.db.NoSync || e.db.NoGrowSync || e.db.NoFreelistSync {
			t.Error("bbolt was told not to sync")
		}
		if n := release(); n != 0 {
			t.Errorf("an Update that wrote nothing made %d commits", n)
		}
	})
}

// Updates that wait together are committed together, one that fails among them is
// as if it had never been, and one that reads sees those before it.
func TestWaitingUpdatesShareACommit(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		errs := make([]error, 20)
		for i := range errs {
			start(func() error {
				errs[i] = e.Update(context.Background(), func(tx store.Tx) error {
					if i > 0 && i != 8 {
						if _, err := tx.Get(fmt.Appendf(nil, "%d", i-1)); err != nil {
							return fmt.Errorf("the one before: %w", err)
						}
					}
					if err := putOne(fmt.Sprint(i))(tx); err != nil {
						return err
					}
					if i == 7 {
						return errors.New("no")
					}
					return nil
				})
				return nil
			})
		}
		if n := release(); n != 1 {
			t.Errorf("there were %d commits", n)
		}
		for i, err := range errs {
			if (err != nil) != (i == 7) || has(t, e, fmt.Sprint(i)) != (i != 7) {
				t.Errorf("update %d: %v", i, err)
			}
		}
	})
}

// A group that is full is committed, and those who still wait form the next.
func TestGroupsAreBounded(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		for i := range maxGroupUpdates + 50 {
			start(func() error { return e.Update(context.Background(), putOne(fmt.Sprint(i))) })
		}
		if n := release(); n != 2 {
			t.Errorf("there were %d commits", n)
		}
		if !has(t, e, "0") || !has(t, e, fmt.Sprint(maxGroupUpdates+49)) {
			t.Error("an update is missing")
		}
	})
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		for i := range 6 { // each near 1 MiB
			start(func() error {
				return e.Update(context.Background(), func(tx store.Tx) error {
					for j := range 15 {
						if err := tx.Put(fmt.Appendf(nil, "%d/%d", i, j), make([]byte, store.MaxValue)); err != nil {
							return err
						}
					}
					return nil
				})
			})
		}
		if n := release(); n != 2 {
			t.Errorf("there were %d commits", n)
		}
	})
}

// An Update that waits for others ends with its ctx, at once.
func TestWaitingEndsWithCtx(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		ctx, cancel := context.WithCancel(context.Background())
		var err, checkErr error
		start(func() error { err = e.Update(ctx, putOne("a")); return nil })
		start(func() error { checkErr = e.Check(ctx); return nil })
		cancel()
		synctest.Wait()
		if !errors.Is(err, context.Canceled) || !errors.Is(checkErr, context.Canceled) {
			t.Errorf("while the first still runs: %v, %v", err, checkErr)
		}
		if n := release(); n != 0 || has(t, e, "a") {
			t.Errorf("there were %d commits", n)
		}
	})
}

// Once fn has returned nil, the answer is the truth about what is kept: ctx ending
// while others of the group still run does not make it an error.
func TestCtxThatEndsAfterFnHidesNothing(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		ctx, cancel := context.WithCancel(context.Background())
		var err error
		start(func() error { err = e.Update(ctx, putOne("a")); return nil })
		start(func() error {
			return e.Update(context.Background(), func(store.Tx) error { cancel(); return nil })
		})
		if n := release(); n != 1 || err != nil || !has(t, e, "a") {
			t.Errorf("%d commits, %v", n, err)
		}
	})
}

// A commit that the disk refuses is the answer to all of its group, those too that
// were refused for what they read in it; nothing is kept, and the engine goes on.
func TestRefusedCommit(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		e.db.MaxSize = 64 << 10
		large := func(tx store.Tx) error {
			return errors.Join(tx.Put([]byte("a"), make([]byte, store.MaxValue)), tx.Put([]byte("b"), make([]byte, store.MaxValue)))
		}
		errs := make([]error, 3)
		for i, fn := range []func(store.Tx) error{large, putOne("c"), func(tx store.Tx) error {
			if _, err := tx.Get([]byte("a")); err == nil {
				return errors.New("a is taken")
			}
			return nil
		}} {
			start(func() error { errs[i] = e.Update(context.Background(), fn); return nil })
		}
		if n := release(); n != 0 {
			t.Errorf("there were %d commits", n)
		}
		for i, err := range errs {
			if !errors.Is(err, berrors.ErrMaxSizeReached) || !strings.Contains(err.Error(), e.path) {
				t.Errorf("update %d: %v", i, err)
			}
		}
		if has(t, e, "a") || has(t, e, "c") {
			t.Error("something of it was kept")
		}
		e.db.MaxSize = 0
		if err := errors.Join(e.Update(context.Background(), large), e.Check(context.Background())); err != nil || !has(t, e, "b") {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// Check may come between Updates of a group, and disturbs none of them.
func TestCheckBetweenUpdates(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		err := errors.New("it did not end")
		start(func() error { return e.Update(context.Background(), putOne("a")) })
		start(func() error { err = e.Check(context.Background()); return nil })
		start(func() error { return e.Update(context.Background(), putOne("b")) })
		if n := release(); n != 1 || err != nil || !has(t, e, "a") || !has(t, e, "b") {
			t.Errorf("%d commits, Check: %v", n, err)
		}
	})
}

// Close lets those end as they would have who wait for their turn when it comes.
func TestCloseWaitsForThoseWhoWait(t *testing.T) {
	inGroup(t, func(t *testing.T, e *Engine, start func(func() error), release func() uint64) {
		waiting, closing := make([]error, 6*maxGroupUpdates), errors.New("it did not end")
		for i := range waiting {
			waiting[i] = errors.New("it did not end")
			start(func() error { waiting[i] = e.Update(context.Background(), putOne(fmt.Sprint(i))); return nil })
		}
		ctx, cancel := context.WithCancel(context.Background())
		start(func() error {
			return e.View(context.Background(), func(store.Tx) error { <-ctx.Done(); return nil })
		})
		start(func() error { closing = e.Close(); return nil })
		cancel()
		release()
		if err := errors.Join(append(waiting, closing)...); err != nil {
			t.Error(err)
		}
	})
}
