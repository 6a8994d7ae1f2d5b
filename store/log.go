package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// The audit log is tamper-evident: a tree of hashes (RFC 6962) stands over the
// events, each leaf the bytes of an event as they are kept, so that one hash, a
// LogHead, stands for the whole log up to some event. Who keeps a head elsewhere
// can tell later whether anything before it was changed, moved, taken out or put
// back (VerifyLog). A leaf holds pseudonyms, acts and names of fields, so that
// erasing what is known of a person leaves the log as it is.

// LogHash is one hash of the tree.
type LogHash = tlog.Hash

// LogHead is the log up to and with the event Size.
type LogHead struct {
	Size EventID `json:"size"`
	Hash LogHash `json:"hash"`
}

// Head is the log as it is now.
func Head(tx Tx) (LogHead, error) {
	size, err := logSize(tx)
	if err != nil {
		return LogHead{}, err
	}
	return HeadAt(tx, size)
}

// HeadAt is the log as it was when the event of that id was its last, by the
// hashes that are kept: it reads a few of them, whatever the log's length.
func HeadAt(tx Tx, size EventID) (LogHead, error) {
	hash, err := tlog.TreeHash(int64(size), keptHashes{tx})
	if err != nil {
		return LogHead{}, fmt.Errorf("the head of the audit log at event %d: %w", size, err)
	}
	return LogHead{Size: size, Hash: hash}, nil
}

// logSize is the id of the last event, as the counter has it; 0 for none.
func logSize(tx Tx) (EventID, error) {
	data, err := tx.Get(lastEvent)
	switch {
	case errors.Is(err, ErrNotFound):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("the size of the audit log: %w", err)
	case len(data) != 8:
		return 0, fmt.Errorf("the size of the audit log has %d bytes: %w", len(data), ErrNotFound)
	}
	return EventID(binary.BigEndian.Uint64(data)), nil
}

// keepHashes keeps the hash of an event's leaf and those of the subtrees that it
// completes, one after another under one key.
func keepHashes(tx Tx, id EventID, leaf []byte) error {
	hashes, err := tlog.StoredHashes(int64(id)-1, leaf, keptHashes{tx})
	if err != nil {
		return fmt.Errorf("hashes of event %d: %w", id, err)
	}
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	if err := tx.Put(hashesKey(id), data); err != nil {
		return fmt.Errorf("hashes of event %d: %w", id, err)
	}
	return nil
}

func hashesKey(id EventID) []byte { return []byte(hashesOfEvents + id.key()) }

const hashesOfEvents = "a\x00event\x00"

// keptHashes finds hashes of the tree where keepHashes has put them: a hash of
// some level stands with the last event below it.
type keptHashes struct{ tx Tx }

// ReadHashes is as tlog.HashReader has it.
func (k keptHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		id := EventID(n+1) << level
		data, err := k.tx.Get(hashesKey(id))
		if err != nil {
			return nil, fmt.Errorf("hashes of event %d: %w", id, err)
		}
		if len(data) < (level+1)*tlog.HashSize {
			return nil, fmt.Errorf("hashes of event %d: there are %d bytes", id, len(data))
		}
		copy(out[i][:], data[level*tlog.HashSize:])
	}
	return out, nil
}
