package seal

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"signpost/store"
)

// Rotate gives a sealed engine, which nobody has open through Over, a new key for
// values, and wraps its keys with now in place of was (the two may be one). From
// then on values are sealed with the new key; those that are there keep the old
// one until Renew has sealed them anew. It is one transaction: before it the
// store opens with was, and after it with now.
//
// The key that hashes index values stays: it opens nothing.
func Rotate(ctx context.Context, e store.Engine, was, now Key) error {
	return e.Update(ctx, func(tx store.Tx) error {
		values, index, err := getBox(tx, was)
		if err != nil {
			return err
		}
		m := keyset.NewManagerFromHandle(values)
		id, err := m.Add(aead.AES256GCMKeyTemplate())
		if err == nil {
			err = m.SetPrimary(id)
		}
		if err != nil {
			return fmt.Errorf("make a new key: %w", err)
		}
		if values, err = m.Handle(); err != nil {
			return fmt.Errorf("make a new key: %w", err)
		}
		return putBox(tx, now, values, index)
	})
}

// Stale says whether there may be values that an older key has sealed: Renew has
// something to do.
func (e *Engine) Stale() bool { return e.stale }

// How much Renew looks at and writes in one go: little enough that nobody waits
// for it longer than for another member.
const (
	renewLooks  = 2000
	renewWrites = 64
	renewBytes  = 256 << 10
)

// Renew seals every value with the newest key, and then takes the older ones out
// of the store. Others may read and write meanwhile. It may end at any moment, by
// ctx or by a power cut: whoever calls it next goes on with what is left. It
// gives how many values it has sealed anew.
//
// Pages that the file no longer uses may hold what an older key has sealed until
// they are written over.
func (e *Engine) Renew(ctx context.Context) (int, error) {
	renewed := 0
	for place := []byte(nil); ; {
		stale, next, err := e.findStale(ctx, place)
		if err != nil {
			return renewed, fmt.Errorf("look for values of older keys: %w", err)
		}
		n, err := e.renew(ctx, stale)
		if err != nil {
			return renewed, fmt.Errorf("seal values anew: %w", err)
		}
		renewed += n
		if next == nil {
			break
		}
		place = next
	}
	if err := e.forget(ctx); err != nil {
		return renewed, fmt.Errorf("take the older keys out: %w", err)
	}
	return renewed, nil
}

// findStale reads on from place. It gives the keys of values to be sealed anew,
// and where to read on after those, nil at the end.
func (e *Engine) findStale(ctx context.Context, place []byte) (stale [][]byte, next []byte, err error) {
	err = e.below.View(ctx, func(tx store.Tx) error {
		stale, next = nil, nil
		looks, size := 0, 0
		for pair, err := range tx.Range(place, nil) {
			if err != nil {
				return err
			}
			if looks++; looks > renewLooks || len(stale) == renewWrites || size >= renewBytes {
				next = pair.Key
				return nil
			}
			if !bytes.Equal(pair.Key, boxKey) && !bytes.HasPrefix(pair.Value, e.primary) {
				stale, size = append(stale, pair.Key), size+len(pair.Value)
			}
		}
		return nil
	})
	return stale, next, err
}

// renew seals the values of those keys anew, as they are now.
func (e *Engine) renew(ctx context.Context, keys [][]byte) (n int, err error) {
	if len(keys) == 0 {
		return 0, nil
	}
	err = e.below.Update(ctx, func(tx store.Tx) error {
		n = 0
		for _, key := range keys {
			sealed, err := tx.Get(key)
			if errors.Is(err, store.ErrNotFound) || err == nil && bytes.HasPrefix(sealed, e.primary) {
				continue // it was removed or written since
			}
			if err != nil {
				return err
			}
			value, err := e.open(key, sealed)
			if err != nil {
				return err
			}
			if sealed, err = e.seal(key, value); err != nil {
				return err
			}
			if err := tx.Put(key, sealed); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// forget takes the keys out that no value is sealed with any more: this engine
// seals with the newest alone.
func (e *Engine) forget(ctx context.Context) error {
	return e.below.Update(ctx, func(tx store.Tx) error {
		values, index, err := getBox(tx, e.key)
		if err != nil || values.Len() == 1 {
			return err
		}
		m := keyset.NewManagerFromHandle(values)
		for _, info := range values.KeysetInfo().GetKeyInfo() {
			if !bytes.Equal(prefix(info.GetKeyId()), e.primary) {
				if err := m.Delete(info.GetKeyId()); err != nil {
					return err
				}
			}
		}
		if values, err = m.Handle(); err != nil {
			return err
		}
		return putBox(tx, e.key, values, index)
	})
}
