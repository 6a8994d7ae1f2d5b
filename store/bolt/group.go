package bolt

import (
	"context"
	"fmt"
	"runtime/debug"

	bbolt "go.etcd.io/bbolt"

	"signpost/store"
)

// A group is full when it holds this much; the next Update begins another. The
// bounds keep a commit short and its memory small.
const (
	maxGroupUpdates = 128
	maxGroupBytes   = 4 << 20
)

// group is one bbolt transaction that several Updates share: they run one after
// another, each sees what those before it wrote, and all become durable in one
// commit, which costs as much as one Update's own.
//
// The writer owns the group and lends it to one waiting Update at a time, which
// runs its fn in its own goroutine (so a panic or runtime.Goexit in fn ends that
// goroutine and nothing else) and gives the group back. Only one goroutine holds
// the group at any moment; after done is closed all may read err.
type group struct {
	engine  *Engine
	tx      *bbolt.Tx // nil until the first turn
	bucket  *bbolt.Bucket
	back    chan struct{} // the turn is over
	done    chan struct{} // closed when the group is committed or rolled back
	err     error         // why nothing of the group was kept
	updates int
	writes  int
	bytes   int
}

// write is the writer: it forms groups and commits them until the engine closes.
func (e *Engine) write() {
	defer close(e.stopped)
	for {
		g := &group{engine: e, back: make(chan struct{}), done: make(chan struct{})}
		select {
		case e.turn <- g:
			g.fill()
			g.settle()
		case <-e.quit:
			return
		}
	}
}

// fill lends the group to all who wait, until nobody does or it is full.
func (g *group) fill() {
	for {
		<-g.back
		if g.tx == nil || g.err != nil || g.updates >= maxGroupUpdates || g.bytes >= maxGroupBytes {
			return
		}
		select {
		case g.engine.turn <- g:
		default:
			return
		}
	}
}

func (g *group) settle() {
	defer close(g.done)
	switch {
	case g.tx == nil:
	case g.err != nil || g.writes == 0:
		g.engine.rollback(g.tx)
	default:
		g.err = g.engine.commit(g.tx)
	}
}

// take runs fn in the group and adds its writes when it returns nil. The turn is
// given back however fn leaves.
func (g *group) take(ctx context.Context, fn func(store.Tx) error) error {
	defer func() { g.back <- struct{}{} }()
	if err := g.begin(); err != nil {
		return err
	}
	t := &tx{
		engine: g.engine, ctx: ctx, bucket: g.bucket, changes: &changes{},
		envelope: store.Envelope{Overhead: g.engine.overhead},
	}
	if err := t.run(fn); err != nil {
		return err
	}
	g.updates++
	g.err = g.add(t.changes)
	return g.err
}

func (g *group) begin() (err error) {
	if g.tx == nil {
		g.tx, g.bucket, err = g.engine.begin(true)
	}
	return err
}

func (g *group) add(c *changes) (err error) {
	defer g.engine.guard(debug.SetPanicOnFault(true), &err)
	for _, ch := range c.list {
		g.bytes += len(ch.key) + len(ch.value)
	}
	g.writes += len(c.list)
	if err := c.apply(g.bucket); err != nil {
		return fmt.Errorf("write to %q: %w", g.engine.path, err)
	}
	return nil
}

// commit makes the transaction durable: bbolt syncs the pages, then the header
// that makes them count, then the header's own sync.
func (e *Engine) commit(btx *bbolt.Tx) error {
	if err := e.Here(); err != nil {
		e.rollback(btx)
		return err
	}
	id := uint64(btx.ID())
	err := e.commitTx(btx)
	if err == nil {
		return e.Here()
	}
	if e.broken.Load() != nil {
		return err
	}
	if h, herr := readHeader(e.file); herr != nil || h.tx >= id {
		// The header is written and its sync refused: whether the change survives a
		// power cut is unknown, and bbolt would go on from it as if it did.
		return e.fail(fmt.Errorf("the last change may or may not be kept: %w", err))
	}
	return full(e.path, err)
}

func (e *Engine) commitTx(btx *bbolt.Tx) (err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	return btx.Commit()
}

// alone runs fn, which must not write, while every Update waits. The committed
// state is as it was however much the group has written: bbolt spills to pages
// when it commits.
func (e *Engine) alone(ctx context.Context, fn func(*bbolt.Tx) error) error {
	select {
	case g := <-e.turn:
		return g.lend(fn)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *group) lend(fn func(*bbolt.Tx) error) error {
	defer func() { g.back <- struct{}{} }()
	if err := g.begin(); err != nil {
		return err
	}
	return fn(g.tx)
}
