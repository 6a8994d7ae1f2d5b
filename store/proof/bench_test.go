package proof_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
)

// BenchmarkAppend is 80 events in one durable Update, as AppendEvent keeps them
// and as the table alone would without the tree of hashes.
func BenchmarkAppend(b *testing.B) {
	const each = 80
	for _, side := range []string{"hashed", "without"} {
		b.Run(side, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "store.db")
			if err := bolt.Create(path, "test"); err != nil {
				b.Fatal(err)
			}
			e, err := bolt.Open(path, bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer e.Close()
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				err := e.Update(b.Context(), func(tx store.Tx) error {
					for i := range each {
						event := store.Event{
							At: start, Member: "M-K7M-2QX", Partner: "P-K7M-2QX", Act: keys.ActClientRead, Verb: "opened",
							Subject: fmt.Sprint("client ", i), Fields: []string{"age", "district"},
						}
						if side == "without" {
							event.ID = store.EventID(n*each + i + 1)
							if err := tx.Put([]byte("n\x00event"), make([]byte, 8)); err != nil {
								return err
							}
							if _, err := store.Events.Put(tx, event); err != nil {
								return err
							}
							continue
						}
						if _, err := store.AppendEvent(tx, event); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify reads and checks a log of 8,000 events.
func BenchmarkVerify(b *testing.B) {
	path := filepath.Join(b.TempDir(), "store.db")
	if err := bolt.Create(path, "test"); err != nil {
		b.Fatal(err)
	}
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	for range 100 {
		err := e.Update(b.Context(), func(tx store.Tx) error {
			for i := range 80 {
				if _, err := store.AppendEvent(tx, store.Event{At: start, Member: "M-K7M-2QX", Verb: "opened", Subject: fmt.Sprint("client ", i)}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		report, err := store.VerifyLog(b.Context(), e, nil)
		if err != nil || len(report.Faults) > 0 {
			b.Fatal(report, err)
		}
	}
}
