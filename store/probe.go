package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

var probe = []byte("n\x00probe")

// Probe writes a mark of that moment into the store and reads it back, so that it
// is known whether the store, and the disk below it, still take and keep what is
// written. The mark replaces the one before it, and is part of no record.
func Probe(ctx context.Context, e Engine, at time.Time) error {
	mark := binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano()))
	if err := e.Update(ctx, func(tx Tx) error { return tx.Put(probe, mark) }); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	err := e.View(ctx, func(tx Tx) error {
		got, err := tx.Get(probe)
		if err == nil && !bytes.Equal(got, mark) {
			err = errors.New("what was written is not there")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read back: %w", err)
	}
	return nil
}
