// Package store knows things: the record types, the vocabulary of facts, and
// typed tables over the engine seam.
//
// An engine is bytes in order, changed in transactions (Engine, Tx). Everything
// else, encoding, revisions, indexes, the audit log, is written once above it,
// here. The package knows nothing of screens, SSH, or who may do what: the desk
// asks that.
package store

import (
	"context"
	"errors"
	"iter"
)

// Sentinels that callers decide on.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("changed by someone else")
	ErrReadOnly = errors.New("written to in a read-only transaction")
	ErrTooLarge = errors.New("too large for the store")
	ErrClosed   = errors.New("transaction is over")
)

// The envelope that every engine keeps to, so that no caller grows into what a
// second engine cannot do.
const (
	MaxKey     = 512      // bytes in a key
	MaxValue   = 64 << 10 // bytes in a value
	MaxWrites  = 512      // puts and deletes in one transaction
	MaxTxBytes = 1 << 20  // bytes of keys and values written in one transaction
)

// Pair is one key and its value. Both are the caller's to keep.
type Pair struct{ Key, Value []byte }

// Engine keeps bytes in key order and changes them in transactions.
//
// fn may run more than once, so it must have no effect but through its Tx. A Tx
// is dead once fn returns: every method then answers ErrClosed. The transaction
// ends when ctx does, with ctx's error. A conflict between writers is retried
// until ctx ends.
type Engine interface {
	// View shows fn one state of the world. Writing in it is ErrReadOnly.
	View(ctx context.Context, fn func(Tx) error) error
	// Update runs fn and keeps all of its writes, durably, when it returns nil;
	// and none of them otherwise.
	Update(ctx context.Context, fn func(Tx) error) error
	// Close waits for running transactions and lets go of what the engine holds.
	Close() error
}

// Tx is one transaction. Slices passed in may be reused after the call; slices
// returned are the caller's own.
type Tx interface {
	// Get returns the value of key, or ErrNotFound.
	Get(key []byte) ([]byte, error)
	// Put sets the value of key.
	Put(key, value []byte) error
	// Delete removes key; removing what is not there is no error.
	Delete(key []byte) error
	// Range yields the pairs with from <= key < to in key order; a nil to means
	// to the end. Reading and writing inside the loop is allowed; a pair written
	// inside the loop may or may not be met by it.
	Range(from, to []byte) iter.Seq2[Pair, error]
}

// Blinder is a Tx of a store that is kept secret on disk. Keys are not: what a
// table would put into one besides ids goes through Blind first.
type Blinder interface {
	// Blind is the keyed hash of a value, the same for the same scope and value:
	// text without NUL and without the byte 0xff.
	Blind(scope, value string) string
}
