package seal

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"

	"signpost/store"
)

// boxKey is where the wrapped keys lie in the engine below, the one value that is
// not sealed by them.
var boxKey = []byte("\x00seal")

// box holds the keys of a store, wrapped.
type box struct {
	Key    string `json:"key"`    // the ID of the Key that wraps them
	Values []byte `json:"values"` // Tink keyset: seals values; the primary is the newest
	Index  []byte `json:"index"`  // Tink keyset: hashes the values of indexes
}

// What may be wrong with a key or a store.
var (
	ErrNotSealed = errors.New("the store is not sealed")
	ErrSealed    = errors.New("the store is sealed already")
	ErrUnfit     = errors.New("the keys in the store do not open")
)

// WrongKey is the error of a Key that does not belong to the store.
type WrongKey struct {
	Has   string // the ID of the Key that was given
	Wants string // the ID of the one that the store was sealed with
}

func (w *WrongKey) Error() string {
	return fmt.Sprintf("the key is number %s, and the store was sealed with number %s", w.Has, w.Wants)
}

// Make seals an empty engine with a new set of keys, wrapped by k. An engine that
// holds anything is left as it is: the error is ErrSealed, or says so.
func Make(ctx context.Context, e store.Engine, k Key) error {
	values, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("make the keys of the store: %w", err)
	}
	index, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return fmt.Errorf("make the keys of the store: %w", err)
	}
	return e.Update(ctx, func(tx store.Tx) error {
		for pair, err := range tx.Range(nil, nil) {
			switch {
			case err != nil:
				return err
			case bytes.Equal(pair.Key, boxKey):
				return ErrSealed
			}
			return errors.New("seal the store: there is something in it already")
		}
		return putBox(tx, k, values, index)
	})
}

// Over opens an engine that Make has sealed. The error is ErrNotSealed, ErrUnfit
// or a *WrongKey, and nothing was changed.
func Over(ctx context.Context, below store.Engine, k Key) (*Engine, error) {
	e := &Engine{below: below, key: k}
	err := below.View(ctx, func(tx store.Tx) error {
		values, index, err := getBox(tx, k)
		if err != nil {
			return err
		}
		if e.aead, err = aead.New(values); err != nil {
			return fmt.Errorf("the keys that seal values: %w", err)
		}
		if e.index, err = prf.NewPRFSet(index); err != nil {
			return fmt.Errorf("the keys that hash the values of indexes: %w", err)
		}
		newest, err := values.Primary()
		if err != nil {
			return fmt.Errorf("the keys that seal values: %w", err)
		}
		e.primary, e.stale = prefix(newest.KeyID()), values.Len() > 1
		return nil
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// prefixSize is how many bytes Tink puts before what a key has sealed.
const prefixSize = 5

func prefix(id uint32) []byte { return binary.BigEndian.AppendUint32([]byte{1}, id) }

func putBox(tx store.Tx, k Key, values, index *keyset.Handle) error {
	b := box{Key: k.ID()}
	var err error
	if b.Values, err = wrap(k, values, "values"); err != nil {
		return err
	}
	if b.Index, err = wrap(k, index, "index"); err != nil {
		return err
	}
	data, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("keep the keys of the store: %w", err)
	}
	return tx.Put(boxKey, data)
}

func getBox(tx store.Tx, k Key) (values, index *keyset.Handle, err error) {
	data, err := tx.Get(boxKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, ErrNotSealed
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the keys of the store: %w", err)
	}
	var b box
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, nil, ErrUnfit
	}
	if b.Key != k.ID() {
		return nil, nil, &WrongKey{Has: k.ID(), Wants: b.Key}
	}
	if values, err = unwrap(k, b.Values, "values"); err != nil {
		return nil, nil, err
	}
	index, err = unwrap(k, b.Index, "index")
	return values, index, err
}

func wrap(k Key, h *keyset.Handle, what string) ([]byte, error) {
	w, err := k.wrapper()
	if err != nil {
		return nil, fmt.Errorf("wrap the keys of the store: %w", err)
	}
	var b bytes.Buffer
	if err := h.WriteWithAssociatedData(keyset.NewBinaryWriter(&b), w, []byte(schema+what)); err != nil {
		return nil, fmt.Errorf("wrap the keys of the store: %w", err)
	}
	return b.Bytes(), nil
}

func unwrap(k Key, data []byte, what string) (*keyset.Handle, error) {
	w, err := k.wrapper()
	if err != nil {
		return nil, fmt.Errorf("unwrap the keys of the store: %w", err)
	}
	h, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(data)), w, []byte(schema+what))
	if err != nil {
		return nil, ErrUnfit
	}
	return h, nil
}

// Twin opens a copy of the store that e has open, with the same key.
func (e *Engine) Twin(ctx context.Context, below store.Engine) (*Engine, error) {
	return Over(ctx, below, e.key)
}
