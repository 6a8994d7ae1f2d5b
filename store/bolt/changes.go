package bolt

import (
	"bytes"
	"slices"

	bbolt "go.etcd.io/bbolt"
)

// change is one write that a transaction has made and bbolt has not seen.
type change struct {
	key, value []byte
	gone       bool
}

// changes are the writes of one Update, in key order, the last for a key only.
// They are kept apart from bbolt until fn has returned nil, so that a fn which
// does not costs the others of its group nothing, and so that bbolt's cursors,
// which lose their place when a page changes, may be used while fn writes.
// MaxWrites keeps the list short.
type changes struct{ list []change }

func (c *changes) at(key []byte) (int, bool) {
	return slices.BinarySearchFunc(c.list, key, func(a change, key []byte) int { return bytes.Compare(a.key, key) })
}

// put keeps copies of key and value.
func (c *changes) put(key, value []byte) {
	both := make([]byte, len(key)+len(value))
	n := copy(both, key)
	copy(both[n:], value)
	c.set(change{key: both[:n:n], value: both[n:]})
}

func (c *changes) remove(key []byte) { c.set(change{key: bytes.Clone(key), gone: true}) }

func (c *changes) set(ch change) {
	i, found := c.at(ch.key)
	if found {
		c.list[i] = ch
		return
	}
	c.list = slices.Insert(c.list, i, ch)
}

// find is the change of exactly that key, if there is one.
func (c *changes) find(key []byte) (change, bool) {
	if i, found := c.at(key); found {
		return c.list[i], true
	}
	return change{}, false
}

// next is the first change at key or, when after is set, beyond it.
func (c *changes) next(key []byte, after bool) (change, bool) {
	i, found := c.at(key)
	if found && after {
		i++
	}
	if i == len(c.list) {
		return change{}, false
	}
	return c.list[i], true
}

func (c *changes) apply(bucket *bbolt.Bucket) error {
	for _, ch := range c.list {
		var err error
		if ch.gone {
			err = bucket.Delete(ch.key)
		} else {
			err = bucket.Put(ch.key, ch.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
