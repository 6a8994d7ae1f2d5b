package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"strconv"

	bbolt "go.etcd.io/bbolt"

	"signpost/store"
)

var _ store.Migrator = (*Engine)(nil)

// Layout is the number of the layout that the store is kept in.
func (e *Engine) Layout() int { return int(e.layout.Load()) }

// Migrate runs fn alone in one transaction of any size, as store.Migrator promises.
func (e *Engine) Migrate(ctx context.Context, layout int, fn func(store.Tx) error) error {
	if layout < e.Layout() {
		return fmt.Errorf("take %q from layout %d back to %d: %w", e.path, e.Layout(), layout, errors.ErrUnsupported)
	}
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	for {
		select {
		case g := <-e.turn:
			if g.tx != nil { // others write in it
				g.back <- struct{}{}
				<-g.done
				continue
			}
			g.migrate(ctx, layout, fn)
			<-g.done
			if g.err == nil {
				e.layout.Store(int64(layout))
			}
			return g.err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

var errUnfinished = errors.New("it did not return")

// migrate runs fn as all that the group does. However fn leaves, what it wrote is
// dropped with the group unless it has returned nil.
func (g *group) migrate(ctx context.Context, layout int, fn func(store.Tx) error) {
	defer func() { g.back <- struct{}{} }()
	if g.err = g.begin(); g.err != nil {
		return
	}
	g.err = errUnfinished
	t := &bulk{tx: tx{engine: g.engine, ctx: ctx, bucket: g.bucket, envelope: store.Envelope{Overhead: g.engine.overhead, Unbounded: true}}}
	if err := t.run(fn); err != nil {
		g.err = err
		return
	}
	g.updates, g.writes, g.bytes = 1, 1, maxGroupBytes // which nobody joins
	g.err = g.number(layout)
}

func (g *group) number(layout int) (err error) {
	defer g.engine.guard(debug.SetPanicOnFault(true), &err)
	if err := g.tx.Bucket(metaBucket).Put(schemaKey, []byte(strconv.Itoa(layout))); err != nil {
		return fmt.Errorf("write to %q: %w", g.engine.path, err)
	}
	return nil
}

// bulk is the Tx of a Migrate. It writes to bbolt as it goes, because what it writes
// may be much; nobody shares its transaction.
type bulk struct {
	tx

	writes int
}

func (t *bulk) run(fn func(store.Tx) error) error {
	defer t.over.Store(true)
	if err := fn(t); err != nil {
		return err
	}
	return t.usable()
}

// Put sets the value of key.
func (t *bulk) Put(key, value []byte) error {
	if err := errors.Join(t.usable(), t.envelope.Put(key, value)); err != nil {
		return err
	}
	t.writes++
	return t.do(func() error { return t.bucket.Put(key, append([]byte{}, value...)) }) // bbolt keeps the value as it is given
}

// Delete removes key.
func (t *bulk) Delete(key []byte) error {
	if err := errors.Join(t.usable(), t.envelope.Delete(key)); err != nil {
		return err
	}
	t.writes++
	return t.do(func() error { return t.bucket.Delete(key) })
}

func (t *bulk) do(fn func() error) (err error) {
	defer t.engine.guard(debug.SetPanicOnFault(true), &err)
	if err := fn(); err != nil {
		return fmt.Errorf("write to %q: %w", t.engine.path, err)
	}
	return nil
}

// Range yields the pairs with from <= key < to. What is written inside the loop is
// met when its key lies ahead, and what is removed ahead is not met.
func (t *bulk) Range(from, to []byte) iter.Seq2[store.Pair, error] {
	from, to = bytes.Clone(from), bytes.Clone(to)
	return func(yield func(store.Pair, error) bool) {
		place, after := from, false
		var cursor *bbolt.Cursor
		writes := 0 // as they were when the cursor was set
		for {
			if err := t.usable(); err != nil {
				yield(store.Pair{}, err)
				return
			}
			var pair store.Pair
			err := t.do(func() error {
				var key, value []byte
				if cursor != nil && writes == t.writes {
					key, value = cursor.Next()
				} else { // a cursor loses its place when a page changes
					cursor, writes = t.bucket.Cursor(), t.writes
					if key, value = cursor.Seek(place); after && bytes.Equal(key, place) {
						key, value = cursor.Next()
					}
				}
				if key != nil && (to == nil || bytes.Compare(key, to) < 0) {
					pair = copied(key, value)
				}
				return nil
			})
			if err != nil {
				yield(store.Pair{}, err)
				return
			}
			if pair.Key == nil || !yield(pair, nil) {
				return
			}
			place, after = bytes.Clone(pair.Key), true
		}
	}
}
