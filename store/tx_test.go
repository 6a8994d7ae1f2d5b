package store_test

import (
	"iter"
	"maps"
	"slices"

	"signpost/store"
)

// memory is a transaction over a map, for tests of what is written above the seam.
type memory struct {
	has      map[string][]byte
	envelope store.Envelope
	gets     func(key string) // called before each Get; may be nil
}

func newMemory() *memory { return &memory{has: map[string][]byte{}} }

func (m *memory) Get(key []byte) ([]byte, error) {
	if m.gets != nil {
		m.gets(string(key))
	}
	if err := m.envelope.Get(key); err != nil {
		return nil, err
	}
	v, ok := m.has[string(key)]
	if !ok {
		return nil, store.ErrNotFound
	}
	return slices.Clone(v), nil
}

func (m *memory) Put(key, value []byte) error {
	if err := m.envelope.Put(key, value); err != nil {
		return err
	}
	m.has[string(key)] = slices.Clone(value)
	return nil
}

func (m *memory) Delete(key []byte) error {
	if err := m.envelope.Delete(key); err != nil {
		return err
	}
	delete(m.has, string(key))
	return nil
}

func (m *memory) Range(from, to []byte) iter.Seq2[store.Pair, error] {
	return func(yield func(store.Pair, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(m.has)) {
			if key < string(from) || to != nil && key >= string(to) {
				continue
			}
			if v, ok := m.has[key]; ok && !yield(store.Pair{Key: []byte(key), Value: slices.Clone(v)}, nil) {
				return
			}
		}
	}
}
