package bolt

import (
	"bytes"
	"context"
	"iter"
	"runtime/debug"
	"sync/atomic"

	bbolt "go.etcd.io/bbolt"

	"signpost/store"
)

// tx is one View or Update. Like every Tx it belongs to one goroutine at a time.
type tx struct {
	engine   *Engine
	ctx      context.Context
	bucket   *bbolt.Bucket
	changes  *changes // nil in View
	envelope store.Envelope
	over     atomic.Bool // read by whoever kept the Tx too long
}

// run lends the transaction to fn, and ends it however fn leaves.
func (t *tx) run(fn func(store.Tx) error) error {
	defer t.over.Store(true)
	if err := fn(t); err != nil {
		return err
	}
	return t.usable()
}

func (t *tx) usable() error {
	if t.over.Load() {
		return store.ErrClosed
	}
	if p := t.engine.broken.Load(); p != nil {
		return p
	}
	return t.ctx.Err()
}

func (t *tx) writable() error {
	if err := t.usable(); err != nil {
		return err
	}
	if t.changes == nil {
		return store.ErrReadOnly
	}
	return nil
}

// Get returns the value of key, or store.ErrNotFound.
func (t *tx) Get(key []byte) ([]byte, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	if err := t.envelope.Get(key); err != nil {
		return nil, err
	}
	if t.changes != nil {
		if ch, found := t.changes.find(key); found {
			if ch.gone {
				return nil, store.ErrNotFound
			}
			return bytes.Clone(ch.value), nil
		}
	}
	return t.engine.get(t.bucket, key)
}

// Put sets the value of key.
func (t *tx) Put(key, value []byte) error {
	if err := t.writable(); err != nil {
		return err
	}
	if err := t.envelope.Put(key, value); err != nil {
		return err
	}
	t.changes.put(key, value)
	return nil
}

// Delete removes key.
func (t *tx) Delete(key []byte) error {
	if err := t.writable(); err != nil {
		return err
	}
	if err := t.envelope.Delete(key); err != nil {
		return err
	}
	t.changes.remove(key)
	return nil
}

// Range yields the pairs with from <= key < to. What is written inside the loop
// is met when its key lies ahead, and what is removed ahead is not met.
func (t *tx) Range(from, to []byte) iter.Seq2[store.Pair, error] {
	from, to = bytes.Clone(from), bytes.Clone(to)
	return func(yield func(store.Pair, error) bool) {
		s := scan{tx: t, place: from, to: to}
		for {
			pair, more, err := s.next()
			if err != nil {
				yield(store.Pair{}, err)
				return
			}
			if !more || !yield(pair, nil) {
				return
			}
		}
	}
}

// scan is one pass over a range: bbolt's pairs and the transaction's own changes
// merged, the changes looked up afresh at each step because the loop may write.
type scan struct {
	tx         *tx
	cursor     *bbolt.Cursor
	key, value []byte // where the cursor stands, bbolt's own bytes; a nil key is the end
	place      []byte // the last key met, or where to start
	after      bool   // place has been met
	to         []byte
}

func (s *scan) next() (store.Pair, bool, error) {
	for {
		if err := s.tx.usable(); err != nil {
			return store.Pair{}, false, err
		}
		if err := s.advance(); err != nil {
			return store.Pair{}, false, err
		}
		met := change{key: s.key, value: s.value}
		if s.tx.changes != nil {
			ch, found := s.tx.changes.next(s.place, s.after)
			if found && (s.key == nil || bytes.Compare(ch.key, s.key) <= 0) {
				met = ch
			}
		}
		if met.key == nil || s.to != nil && bytes.Compare(met.key, s.to) >= 0 {
			return store.Pair{}, false, nil
		}
		s.place, s.after = met.key, true
		if !met.gone {
			return copied(met.key, met.value), true, nil
		}
	}
}

// advance brings the cursor to its first pair that has not been met.
func (s *scan) advance() (err error) {
	if s.cursor != nil && (s.key == nil || bytes.Compare(s.key, s.place) > 0) {
		return nil
	}
	defer s.tx.engine.guard(debug.SetPanicOnFault(true), &err)
	if s.cursor == nil {
		s.cursor = s.tx.bucket.Cursor()
		s.key, s.value = s.cursor.Seek(s.place)
		return nil
	}
	s.key, s.value = s.cursor.Next()
	return nil
}

func (e *Engine) get(bucket *bbolt.Bucket, key []byte) (value []byte, err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	found := bucket.Get(key)
	if found == nil {
		return nil, store.ErrNotFound
	}
	return bytes.Clone(found), nil
}

// copied is a pair of the caller's own, in one allocation.
func copied(key, value []byte) store.Pair {
	both := make([]byte, len(key)+len(value))
	n := copy(both, key)
	copy(both[n:], value)
	return store.Pair{Key: both[:n:n], Value: both[n:]}
}
