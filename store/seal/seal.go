// Package seal keeps what an engine holds secret on disk: an engine over another
// that encrypts every value on its way down.
//
// It stands between the tables and the file, and not in the tables, so that
// nothing that is kept can pass it by: records, their histories, counters, the
// audit log and the entries of indexes alike. A value is sealed with AES-256-GCM
// (Tink), its key of the store as associated data: moved to another record, table
// or index, it does not open. The keys that seal are made at random and lie in
// the store themselves, wrapped by a Key that comes from outside it, so that a
// copy of the store is whole with that Key and worth nothing without it. One of
// them may seal 2^32 values before chance could bring a nonce twice (NIST SP
// 800-38D, 8.3): a value a second for 136 years, and Rotate begins again.
//
// The engine's own keys stay in the clear, because ranges need their order. What
// stands in them: names of tables and indexes; ids, which are made here and are
// pseudonyms (a client's reference, a partner's or member's id, the id of a
// programme, the fingerprint of a public key); and the days of ordered indexes.
// Every other value of an index is a keyed hash (Blind, an HMAC by Tink's PRF):
// which client was referred to which programme, by whom, cannot be read from the
// keys. What shows is how many records there are, their sizes, and the days.
//
// A value is bound to its place and not to its time: who can write the file may
// put an older value of the same record back. That is for the audit log.
//
// The package must not know what the bytes mean, nor where a Key is kept.
package seal

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"

	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"

	"signpost/store"
)

// Overhead is by how many bytes a sealed value is longer. The engine below has to
// take that much more than store.MaxValue, and not count it.
const Overhead = prefixSize + 12 + 16 // the id of a key, a nonce, a tag

// ErrDoesNotOpen is the error for a value that is not what was put under its key:
// it was changed, or moved from elsewhere.
var ErrDoesNotOpen = errors.New("what is stored was changed or moved on the disk")

// schema begins the associated data of every value: another layout does not open.
const schema = "signpost 1\x00"

var _ store.Migrator = (*Engine)(nil)

// Engine keeps its promises as store.Engine states them, if the one below does.
type Engine struct {
	below   store.Engine
	key     Key
	aead    tink.AEAD
	index   *prf.Set
	primary []byte // what a value begins with that the newest key has sealed
	stale   bool   // there may be values that an older key has sealed
}

// View shows fn one state of the world.
func (e *Engine) View(ctx context.Context, fn func(store.Tx) error) error {
	return e.below.View(ctx, func(below store.Tx) error { return fn(&tx{below: below, engine: e}) })
}

// Update runs fn and keeps its writes.
func (e *Engine) Update(ctx context.Context, fn func(store.Tx) error) error {
	return e.below.Update(ctx, func(below store.Tx) error { return fn(&tx{below: below, engine: e}) })
}

// Insist is Update that may use the room that the engine below keeps back.
func (e *Engine) Insist(ctx context.Context, fn func(store.Tx) error) error {
	return store.Insist(ctx, e.below, func(below store.Tx) error { return fn(&tx{below: below, engine: e}) })
}

// Layout is that of the engine below, or 0 where it knows none.
func (e *Engine) Layout() int {
	if m, ok := e.below.(store.Migrator); ok {
		return m.Layout()
	}
	return 0
}

// Migrate runs fn alone in one transaction of any size, if the engine below can.
func (e *Engine) Migrate(ctx context.Context, layout int, fn func(store.Tx) error) error {
	m, ok := e.below.(store.Migrator)
	if !ok {
		return fmt.Errorf("migrate a %T: %w", e.below, errors.ErrUnsupported)
	}
	return m.Migrate(ctx, layout, func(below store.Tx) error { return fn(&tx{below: below, engine: e}) })
}

// Close closes the engine below.
func (e *Engine) Close() error { return e.below.Close() }

// seal encrypts a value for its key.
func (e *Engine) seal(key, value []byte) ([]byte, error) {
	sealed, err := e.aead.Encrypt(value, associated(key))
	if err != nil {
		return nil, fmt.Errorf("seal %q: %w", key, err)
	}
	return sealed, nil
}

func (e *Engine) open(key, sealed []byte) ([]byte, error) {
	value, err := e.aead.Decrypt(sealed, associated(key))
	if err != nil {
		// Tink's own words add nothing: it does not tell what is wrong.
		return nil, fmt.Errorf("open %q: %w", key, ErrDoesNotOpen)
	}
	return value, nil
}

func associated(key []byte) []byte {
	data := make([]byte, 0, len(schema)+len(key))
	return append(append(data, schema...), key...)
}

// tx is one transaction, sealed.
type tx struct {
	below  store.Tx
	engine *Engine
	blind  map[string]string // what Blind has answered: a Put asks twice
}

var _ store.Blinder = (*tx)(nil)

// Get returns the value of key, or store.ErrNotFound.
func (t *tx) Get(key []byte) ([]byte, error) {
	sealed, err := t.below.Get(key)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(key, boxKey) {
		return nil, store.ErrNotFound
	}
	return t.engine.open(key, sealed)
}

// Put sets the value of key.
func (t *tx) Put(key, value []byte) error {
	if bytes.Equal(key, boxKey) {
		return errReserved
	}
	sealed, err := t.engine.seal(key, value)
	if err != nil {
		return err
	}
	return t.below.Put(key, sealed)
}

// Delete removes key.
func (t *tx) Delete(key []byte) error {
	if bytes.Equal(key, boxKey) {
		return errReserved
	}
	return t.below.Delete(key)
}

var errReserved = fmt.Errorf("the key %q is where the sealed keys are", boxKey)

// Range yields the pairs with from <= key < to. A value that does not open is
// yielded as an error, and ends it.
func (t *tx) Range(from, to []byte) iter.Seq2[store.Pair, error] {
	pairs := t.below.Range(from, to)
	return func(yield func(store.Pair, error) bool) {
		for pair, err := range pairs {
			if err == nil && bytes.Equal(pair.Key, boxKey) {
				continue
			}
			if err == nil {
				pair.Value, err = t.engine.open(pair.Key, pair.Value)
			}
			if err != nil {
				yield(store.Pair{}, err)
				return
			}
			if !yield(pair, nil) {
				return
			}
		}
	}
}

// maxBlind is how many answers of Blind are remembered.
const maxBlind = 4096

// Blind is the keyed hash of a value, 128 bits as 22 letters, digits, - and _.
func (t *tx) Blind(scope, value string) string {
	asked := scope + "\x00" + value
	if known, ok := t.blind[asked]; ok {
		return known
	}
	hash, err := t.engine.index.ComputePrimaryPRF([]byte(asked), 16)
	if err != nil {
		// HMAC cannot fail for 16 bytes. To go on would list the record in the clear.
		panic(fmt.Sprintf("hash a value of an index: %v", err))
	}
	if t.blind == nil || len(t.blind) >= maxBlind {
		t.blind = map[string]string{}
	}
	t.blind[asked] = base64.RawURLEncoding.EncodeToString(hash)
	return t.blind[asked]
}
