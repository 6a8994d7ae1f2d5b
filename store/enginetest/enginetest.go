// Package enginetest holds every engine of package store to the same promises:
// those of store.Engine and store.Tx, one sentence and one subtest each.
//
// It knows the seam and nothing of any engine: not its files, not how it commits.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"signpost/store"
)

// Maker makes engines for the suite.
type Maker struct {
	// Open makes a new, empty engine, and closes it when the test ends.
	Open func(t *testing.T) store.Engine
	// Reopen closes the engine and opens what it kept, as after a restart.
	Reopen func(t *testing.T, e store.Engine) store.Engine
}

// promise is one sentence and the test that holds an engine to it.
type promise struct {
	says string
	test func(t *testing.T, m Maker)
}

// Run holds the engines of m to every promise, a subtest each.
func Run(t *testing.T, m Maker) {
	for _, part := range [][]promise{basics, ranges, endings, envelope, layouts, together} {
		for _, p := range part {
			t.Run(p.says, func(t *testing.T) { p.test(t, m) })
		}
	}
	t.Run("a random history agrees with a plain map", func(t *testing.T) { model(t, m) })
}

var errWanted = errors.New("wanted by the test")

// update and view fail the test when the transaction does.
func update(t testing.TB, e store.Engine, fn func(store.Tx) error) {
	t.Helper()
	if err := e.Update(t.Context(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t testing.TB, e store.Engine, fn func(store.Tx) error) {
	t.Helper()
	if err := e.View(t.Context(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// put keeps pairs: key, value, key, value.
func put(t testing.TB, e store.Engine, pairs ...string) {
	t.Helper()
	update(t, e, func(tx store.Tx) error { return putAll(tx, pairs...) })
}

func putAll(tx store.Tx, pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := tx.Put([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
			return err
		}
	}
	return nil
}

// all is every pair as "key=value", in the order of Range.
func all(t testing.TB, e store.Engine) []string {
	t.Helper()
	var out []string
	view(t, e, func(tx store.Tx) (err error) {
		out, err = between(tx, nil, nil)
		return err
	})
	return out
}

func between(tx store.Tx, from, to []byte) ([]string, error) {
	out := []string{}
	for pair, err := range tx.Range(from, to) {
		if err != nil {
			return nil, err
		}
		out = append(out, string(pair.Key)+"="+string(pair.Value))
	}
	return out, nil
}

// holds fails the test unless the engine has exactly these pairs.
func holds(t testing.TB, e store.Engine, want ...string) {
	t.Helper()
	if got := all(t, e); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Fatalf("the engine has %q, want %q", got, want)
	}
}

// wants fails the test unless err is want.
func wants(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// refuses fails the test unless every method of tx answers want.
func refuses(t testing.TB, tx store.Tx, want error) {
	t.Helper()
	_, err := tx.Get([]byte("k"))
	wants(t, "Get", err, want)
	wants(t, "Put", tx.Put([]byte("k"), []byte("v")), want)
	wants(t, "Put of too much", tx.Put([]byte("k"), make([]byte, store.MaxValue+1)), want)
	wants(t, "Delete", tx.Delete([]byte("k")), want)
	n := 0
	for _, err := range tx.Range(nil, nil) {
		wants(t, "Range", err, want)
		n++
	}
	if n != 1 {
		t.Errorf("Range met %d times, want one error", n)
	}
}

// Twice is an engine that runs every fn of View and Update one time more than e
// does, and first with what it writes thrown away. What is written above the
// seam must not notice: an engine may run fn again.
func Twice(e store.Engine) store.Engine { return twice{e} }

type twice struct{ store.Engine }

var errAgain = errors.New("run again")

func (w twice) View(ctx context.Context, fn func(store.Tx) error) error {
	if err := w.Engine.View(ctx, fn); err != nil {
		return err
	}
	return w.Engine.View(ctx, fn)
}

func (w twice) Update(ctx context.Context, fn func(store.Tx) error) error {
	err := w.Engine.Update(ctx, func(tx store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errAgain
	})
	if !errors.Is(err, errAgain) {
		return err
	}
	return w.Engine.Update(ctx, fn)
}
