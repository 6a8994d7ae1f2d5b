// Package bolt is the engine of package store in one bbolt file.
//
// It knows bytes, files and locks. It must not know what the bytes mean: no
// record types, no roles, no words for screens beyond what is wrong with a file
// and what to do about it.
//
// Three things bbolt leaves to its user are done here. Open never makes a store
// and reads every page before bbolt maps the file, because bbolt trusts what it
// maps: a truncated file ends the process with a signal, and a branch page that
// points at itself with a stack overflow, neither of which can be recovered
// from. Updates that are waiting are committed together (see group). A fault in
// bbolt becomes an error and stops the engine, never the process.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"

	bbolt "go.etcd.io/bbolt"

	"signpost/store"
)

var _ store.Engine = (*Engine)(nil)

// Engine keeps its promises as store.Engine states them. One Engine serves any
// number of goroutines.
//
// Update must not be called inside the fn of another View or Update of the same
// Engine: inside Update it waits until its ctx ends, and inside View the two may
// wait for each other for ever once the file has outgrown its mapping.
type Engine struct {
	path     string
	file     *os.File
	db       *bbolt.DB
	identity string
	notice   string
	overhead int
	reserve  *reserve

	turn    chan *group // the writer lends the group to one Update at a time
	quit    chan struct{}
	stopped chan struct{}

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
	broken  atomic.Pointer[Problem]
	layout  atomic.Int64 // of what is kept
	least   atomic.Int64 // bytes that the file had when it was last looked at
}

// Identity is the text that Create was given.
func (e *Engine) Identity() string { return e.identity }

// Notice is a sentence about the file for whoever runs the program, or "" when
// there is nothing to say. It is decided by Open and does not change.
func (e *Engine) Notice() string { return e.notice }

// View shows fn one state of the world, as store.Engine promises.
func (e *Engine) View(ctx context.Context, fn func(store.Tx) error) error {
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	btx, bucket, err := e.begin(false)
	if err != nil {
		return err
	}
	defer e.rollback(btx)
	return (&tx{engine: e, ctx: ctx, bucket: bucket, envelope: store.Envelope{Overhead: e.overhead}}).run(fn)
}

// Update runs fn and keeps its writes, as store.Engine promises. Its wait for
// other Updates ends when ctx does. Once fn has returned nil the writes are
// committed whatever happens to ctx: an error never hides a kept change, unless
// it is one that says so (ErrDamaged after the last write to the disk).
func (e *Engine) Update(ctx context.Context, fn func(store.Tx) error) error {
	if e.reserve.gone() {
		return fmt.Errorf("write to %q: %w", e.path, store.ErrFull)
	}
	return e.update(ctx, fn)
}

func (e *Engine) update(ctx context.Context, fn func(store.Tx) error) error {
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	select {
	case g := <-e.turn:
		shared := g.writes > 0
		err := g.take(ctx, fn)
		if err != nil && !shared {
			return err
		}
		// An answer, even a refusal, that rests on what others of the group wrote
		// stands only when the group does.
		<-g.done
		if g.err != nil {
			return g.err
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Backup writes a whole store, as it is at one moment, to w. Others may read and
// write meanwhile, but no space is reused until it ends, so w should be as fast
// as a local file. The file it makes can be opened by Open as it is.
func (e *Engine) Backup(ctx context.Context, w io.Writer) error {
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	btx, _, err := e.begin(false)
	if err != nil {
		return err
	}
	defer e.rollback(btx)
	to := &untilDone{ctx: ctx, w: w}
	if _, err := btx.WriteTo(to); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if to.err != nil {
			err = to.err // bbolt tells of it in words alone
		}
		return fmt.Errorf("back up %q: %w", e.path, err)
	}
	return nil
}

type untilDone struct {
	ctx context.Context
	w   io.Writer
	err error // why w did not take it
}

func (u *untilDone) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.w.Write(b)
	u.err = err
	return n, err
}

// Close waits for running transactions, then lets the file and its lock go.
// Transactions started later answer store.ErrClosed. Closing twice is no error.
func (e *Engine) Close() error {
	e.mu.Lock()
	first := !e.closed
	e.closed = true
	e.mu.Unlock()
	e.running.Wait()
	if !first {
		<-e.stopped
		return nil
	}
	close(e.quit)
	<-e.stopped
	if e.broken.Load() != nil {
		return e.abandon()
	}
	if err := e.db.Close(); err != nil {
		return fmt.Errorf("close %q: %w", e.path, err)
	}
	return nil
}

// abandon lets the file go without bbolt, which may hold locks of its own for ever.
// The mapping stays until the process ends.
func (e *Engine) abandon() error { return errors.Join(unlock(e.file), e.file.Close()) }

// enter counts a transaction in, unless there may be none.
func (e *Engine) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("the store %q is closed: %w", e.path, store.ErrClosed)
	}
	if p := e.broken.Load(); p != nil {
		return p
	}
	e.running.Add(1)
	return nil
}

func (e *Engine) begin(writable bool) (btx *bbolt.Tx, bucket *bbolt.Bucket, err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	btx, err = e.db.Begin(writable)
	if err != nil {
		return nil, nil, fmt.Errorf("begin a transaction on %q: %w", e.path, err)
	}
	bucket = btx.Bucket(dataBucket)
	if bucket == nil {
		return nil, nil, e.fail(errors.New("the data bucket is gone"))
	}
	return btx, bucket, nil
}

func (e *Engine) rollback(btx *bbolt.Tx) {
	if e.broken.Load() != nil {
		return
	}
	var err error
	defer e.guard(debug.SetPanicOnFault(true), &err)
	err = btx.Rollback()
}

// guard is deferred around every call into bbolt: a panic or a memory fault there
// means that the file is not what bbolt was promised.
func (e *Engine) guard(onFault bool, err *error) {
	debug.SetPanicOnFault(onFault)
	if p := recover(); p != nil {
		*err = e.fail(p)
	}
}

// fail stops the engine: what bbolt keeps in memory can no longer be trusted.
func (e *Engine) fail(cause any) error {
	err, ok := cause.(error)
	if !ok {
		err = fmt.Errorf("%v", cause)
	}
	if e.file != nil {
		if gone := e.Here(); errors.Is(gone, ErrGone) {
			return gone // which is why
		}
	}
	p := damaged(e.path, err)
	e.broken.CompareAndSwap(nil, p)
	return p
}
