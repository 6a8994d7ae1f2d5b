package store

import (
	"errors"
	"fmt"
)

// ErrEmptyKey is the answer to a key of no bytes: no pair can have one.
var ErrEmptyKey = errors.New("key is empty")

// Envelope holds one transaction to MaxKey, MaxValue, MaxWrites and MaxTxBytes.
// Every engine keeps one in its Tx and asks it first, so that the limits are the
// same sentences everywhere. The zero value has written nothing. What it refuses
// is not counted, and the transaction may go on.
type Envelope struct {
	// Overhead is by how many bytes a layer between the tables and the engine makes
	// each value longer. They are not counted.
	Overhead int
	// Unbounded is set for a Migrate: any number of writes and bytes, each key and
	// value no larger than ever.
	Unbounded bool

	writes, bytes int
}

// Get says whether key may be looked up. No pair has a key over MaxKey, so the
// answer for one is ErrNotFound.
func (e *Envelope) Get(key []byte) error {
	if len(key) == 0 {
		return ErrEmptyKey
	}
	if len(key) > MaxKey {
		return ErrNotFound
	}
	return nil
}

// Put counts the writing of key and value, or says by an error that is
// ErrTooLarge or ErrEmptyKey why they may not be written.
func (e *Envelope) Put(key, value []byte) error {
	size := max(0, len(value)-e.Overhead)
	if size > MaxValue {
		return fmt.Errorf("value of %d bytes, at most %d: %w", size, MaxValue, ErrTooLarge)
	}
	return e.write(key, len(key)+size)
}

// Delete counts the removal of key, as Put does.
func (e *Envelope) Delete(key []byte) error { return e.write(key, len(key)) }

func (e *Envelope) write(key []byte, size int) error {
	switch {
	case len(key) == 0:
		return ErrEmptyKey
	case len(key) > MaxKey:
		return fmt.Errorf("key of %d bytes, at most %d: %w", len(key), MaxKey, ErrTooLarge)
	case e.Unbounded:
	case e.writes == MaxWrites:
		return fmt.Errorf("more than %d writes in one transaction: %w", MaxWrites, ErrTooLarge)
	case e.bytes+size > MaxTxBytes:
		return fmt.Errorf("%d bytes written in one transaction, at most %d: %w", e.bytes+size, MaxTxBytes, ErrTooLarge)
	}
	e.writes++
	e.bytes += size
	return nil
}
