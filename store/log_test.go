package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"signpost/store"
)

// Of any length, the head of the log is that of RFC 6962 over the bytes of its
// events as they are kept, now and for every length that it had.
func TestTheHeadStandsForTheEvents(t *testing.T) {
	const events = 70
	tx := newMemory()
	var hashes []tlog.Hash // a tree of its own beside
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			out[i] = hashes[at]
		}
		return out, nil
	})
	heads := []store.LogHash{}
	for n := range int64(events) {
		head, err := store.Head(tx)
		want, werr := tlog.TreeHash(n, reader)
		if err != nil || werr != nil || head.Size != store.EventID(n) || head.Hash != want {
			t.Fatalf("with %d events: %v, %v, %v; want %v", n, head, err, werr, want)
		}
		heads = append(heads, want)
		e, err := store.AppendEvent(tx, store.Event{At: time.Date(2026, 2, 1, 0, int(n), 0, 0, time.UTC), Verb: "opened", Subject: fmt.Sprint("client ", n)})
		if err != nil {
			t.Fatal(err)
		}
		tx.envelope = store.Envelope{}
		leaf := tx.has["t\x00event\x00"+fmt.Sprintf("%016x", n+1)]
		if again, err := json.Marshal(e); err != nil || string(again) != string(leaf) {
			t.Fatalf("event %d is kept as %s, and is %s (%v)", n+1, leaf, again, err)
		}
		more, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
	}
	for n, want := range heads {
		if head, err := store.HeadAt(tx, store.EventID(n)); err != nil || head.Hash != want {
			t.Errorf("as it was with %d events: %v, %v", n, head, err)
		}
	}
	var at []store.EventID
	for n := range heads {
		at = append(at, store.EventID(n))
	}
	report, err := store.VerifyLog(t.Context(), oneTx{tx}, at)
	if err != nil || len(report.Faults) != 0 || report.Head.Size != events {
		t.Fatalf("%+v, %v", report, err)
	}
	for n := 1; n < events; n++ {
		if report.At[store.EventID(n)] != heads[n] {
			t.Errorf("read again, the head with %d events is %v, want %v", n, report.At[store.EventID(n)], heads[n])
		}
	}
}

// oneTx is an engine over one transaction.
type oneTx struct{ tx store.Tx }

func (o oneTx) View(_ context.Context, fn func(store.Tx) error) error   { return fn(o.tx) }
func (o oneTx) Update(_ context.Context, fn func(store.Tx) error) error { return fn(o.tx) }
func (o oneTx) Close() error                                            { return nil }
