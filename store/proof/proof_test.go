package proof_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/proof"
	"signpost/store/seal"
)

const events = 30

// book is a log in a real file, sealed, of events 1 to 30, with checkpoints of it
// at 10, 20 and 30.
type book struct {
	path   string
	key    seal.Key
	signer *proof.Signer
	kept   []byte
	batch  time.Duration
}

var start = time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{path: filepath.Join(t.TempDir(), "store.db"), key: seal.NewKey()}
	if err := bolt.Create(b.path, "test"); err != nil {
		t.Fatal(err)
	}
	b.bare(t, func(e store.Engine) error { return seal.Make(t.Context(), e, b.key) })
	var err error
	if b.signer, err = proof.NewSigner("signpost-test"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		b.append(t, 10)
		b.kept = append(append(b.kept, b.checkpoint(t)...), '\n')
	}
	return b
}

// bare lends the file as it is on the disk, to be spoilt by who has no key.
func (b *book) bare(t *testing.T, fn func(store.Engine) error) {
	t.Helper()
	e, err := bolt.Open(b.path, bolt.Options{Overhead: seal.Overhead})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(fn(e), e.Close()); err != nil {
		t.Fatal(err)
	}
}

// open lends the store, to be used, or spoilt by who has the key.
func (b *book) open(t *testing.T, fn func(store.Engine) error) {
	t.Helper()
	b.bare(t, func(below store.Engine) error {
		e, err := seal.Over(t.Context(), below, b.key)
		if err != nil {
			return err
		}
		return fn(e)
	})
}

func (b *book) append(t *testing.T, n int) {
	t.Helper()
	b.batch++ // no two are alike
	b.open(t, func(e store.Engine) error {
		return e.Update(t.Context(), func(tx store.Tx) error {
			for i := range n {
				_, err := store.AppendEvent(tx, store.Event{
					At: start.Add(time.Duration(i)*time.Hour + b.batch*time.Second), Member: keys.MemberID(fmt.Sprint("M-", i%3)),
					Act: keys.ActClientRead, Verb: "opened", Subject: fmt.Sprint("client ", i%5),
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (b *book) checkpoint(t *testing.T) (msg []byte) {
	t.Helper()
	b.open(t, func(e store.Engine) error {
		return e.View(t.Context(), func(tx store.Tx) error {
			head, err := store.Head(tx)
			if err != nil {
				return err
			}
			msg, err = b.signer.Sign(head, start.Add(time.Duration(head.Size)*time.Minute))
			return err
		})
	})
	return msg
}

func (b *book) verify(t *testing.T, kept []byte) (r proof.Report) {
	t.Helper()
	b.open(t, func(e store.Engine) (err error) {
		r, err = proof.Verify(t.Context(), e, b.signer.Public(), kept)
		return err
	})
	return r
}

func TestASoundLogIsFoundSound(t *testing.T) {
	b := newBook(t)
	if r := b.verify(t, b.kept); len(r.Faults) > 0 || len(r.Torn) > 0 || r.Checkpoints != 3 || r.Head.Size != events {
		t.Errorf("%+v", r)
	}
	b.append(t, 1)
	if r := b.verify(t, b.kept); len(r.Faults) > 0 || r.Head.Size != events+1 {
		t.Errorf("with an event more: %+v", r)
	}
	b.bare(t, func(e store.Engine) error {
		now := seal.NewKey()
		if err := seal.Rotate(t.Context(), e, b.key, now); err != nil {
			return err
		}
		b.key = now
		s, err := seal.Over(t.Context(), e, b.key)
		if err != nil {
			return err
		}
		_, err = s.Renew(t.Context())
		return err
	})
	if r := b.verify(t, b.kept); len(r.Faults) > 0 || r.Checkpoints != 3 {
		t.Errorf("sealed anew: %+v", r)
	}
}

func eventKey(n int) []byte  { return fmt.Appendf(nil, "t\x00event\x00%016x", n) }
func hashesKey(n int) []byte { return fmt.Appendf(nil, "a\x00event\x00%016x", n) }

func swap(tx store.Tx, a, b []byte) error {
	x, err := tx.Get(a)
	y, yerr := tx.Get(b)
	return errors.Join(err, yerr, tx.Put(a, y), tx.Put(b, x))
}

func alter(tx store.Tx, key []byte, old, with string) error {
	v, err := tx.Get(key)
	if err == nil && !bytes.Contains(v, []byte(old)) {
		err = fmt.Errorf("%q is not in %q", old, v)
	}
	return errors.Join(err, tx.Put(key, bytes.ReplaceAll(v, []byte(old), []byte(with))))
}

// indexed are the keys of the entries of an index of the log.
func indexed(tx store.Tx, index string) (all [][]byte, err error) {
	for pair, err := range tx.Range([]byte("i\x00event\x00"+index+"\x00"), []byte("i\x00event\x00"+index+"\x01")) {
		if err != nil {
			return nil, err
		}
		all = append(all, pair.Key)
	}
	return all, nil
}

// rehash makes the hashes of the whole log anew, as who has the key and wants to
// hide a change would.
func rehash(tx store.Tx, size int) error {
	hashes := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			out[i] = hashes[at]
		}
		return out, nil
	})
	for n := range size {
		leaf, err := tx.Get(eventKey(n + 1))
		if err != nil {
			return err
		}
		made, err := tlog.StoredHashes(int64(n), leaf, reader)
		if err != nil {
			return err
		}
		hashes = append(hashes, made...)
		data := []byte{}
		for _, h := range made {
			data = append(data, h[:]...)
		}
		if err := tx.Put(hashesKey(n+1), data); err != nil {
			return err
		}
	}
	return nil
}

// cut takes the events after size off the log, with all that belongs to them.
func cut(tx store.Tx, size int) error {
	if err := tx.Put([]byte("n\x00event"), []byte{0, 0, 0, 0, 0, 0, 0, byte(size)}); err != nil {
		return err
	}
	for n := size + 1; n <= events; n++ {
		if err := errors.Join(tx.Delete(eventKey(n)), tx.Delete(hashesKey(n))); err != nil {
			return err
		}
	}
	var gone [][]byte
	for pair, err := range tx.Range([]byte("i\x00event\x00"), []byte("i\x00event\x01")) {
		if err != nil {
			return err
		}
		if string(pair.Value) > fmt.Sprintf("%016x", size) {
			gone = append(gone, pair.Key)
		}
	}
	for _, key := range gone {
		if err := tx.Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// tampering is something done to the file, and the words that tell of it.
type tampering struct {
	name  string
	do    func(tx store.Tx) error
	finds string
	alone bool // found without any checkpoint
}

// By who has the file and not its key.
func keyless() []tampering {
	return []tampering{
		{"an event is taken out", func(tx store.Tx) error { return tx.Delete(eventKey(7)) }, "Event 7 is missing.", true},
		{"the last event is taken out", func(tx store.Tx) error { return tx.Delete(eventKey(events)) }, "Event 30 is missing.", true},
		{"two events change places", func(tx store.Tx) error { return swap(tx, eventKey(7), eventKey(8)) }, "Event 7 cannot be read: it was changed or moved", true},
		{"an event is written over", func(tx store.Tx) error { return tx.Put(eventKey(7), []byte("x")) }, "Event 7 cannot be read", true},
		{"hashes are taken out", func(tx store.Tx) error { return tx.Delete(hashesKey(7)) }, "The hashes of event 7 are missing.", true},
		{"hashes are written over", func(tx store.Tx) error { return tx.Put(hashesKey(7), make([]byte, 65)) }, "The hashes of event 7 cannot be read", true},
		{"an event is hidden from who looks for its record", func(tx store.Tx) error {
			all, err := indexed(tx, "subject")
			return errors.Join(err, tx.Delete(all[3]))
		}, "is missing from an index", true},
	}
}

// By who has the key as well, and writes through the seal.
func withKey() []tampering {
	change := func(tx store.Tx) error { return alter(tx, eventKey(7), `"opened"`, `"closed"`) }
	return []tampering{
		{"an event is changed", change, "Event 7 was changed after it was kept.", true},
		{"an event is changed and hashed anew", func(tx store.Tx) error { return errors.Join(change(tx), rehash(tx, events)) }, "The log up to event 10 is not what it was on 1 February 2026", false},
		{"an event is changed and its own hash with it", func(tx store.Tx) error {
			if err := change(tx); err != nil {
				return err
			}
			leaf, err := tx.Get(eventKey(7))
			hash := tlog.RecordHash(leaf)
			return errors.Join(err, tx.Put(hashesKey(7), hash[:]))
		}, "The hashes of event 8 do not follow from the events before it.", true},
		{"two events change places", func(tx store.Tx) error { return swap(tx, eventKey(7), eventKey(8)) }, "In the place of event 7 stands event 8: it was moved.", true},
		{"two events change places and names", func(tx store.Tx) error {
			return errors.Join(swap(tx, eventKey(21), eventKey(22)), alter(tx, eventKey(21), `"id":22`, `"id":21`), alter(tx, eventKey(22), `"id":21`, `"id":22`), rehash(tx, events))
		}, "The log up to event 30 is not what it was", true},
		{"an event is no longer one", func(tx store.Tx) error { return tx.Put(eventKey(7), []byte("x")) }, "Event 7 was changed: it is no event.", true},
		{"an event is added behind the last", func(tx store.Tx) error { return tx.Put(eventKey(events+5), []byte("{}")) }, "The log counts 30 events and there are 31", true},
		{"the count is turned back", func(tx store.Tx) error { return tx.Put([]byte("n\x00event"), []byte{0, 0, 0, 0, 0, 0, 0, 25}) }, "The log counts 25 events and there are 30", true},
		{"the end is cut off", func(tx store.Tx) error { return cut(tx, 25) }, "The log ends at event 25, and on 1 February 2026 at 09:30 it had 30: its end was taken off", false},
		{"all of it is taken out", func(tx store.Tx) error { return cut(tx, 0) }, "The log ends at event 0", false},
		{"an event is listed under another record", func(tx store.Tx) error {
			return tx.Put([]byte("i\x00event\x00subject\x00x\x00y"), []byte("0000000000000003"))
		}, "The indexes of the log have", true},
	}
}

// Whatever is done to the file of a log is found, by whom ever, and against who
// makes all hashes anew by the checkpoints.
func TestTampering(t *testing.T) {
	for who, list := range map[string][]tampering{"without the key": keyless(), "with the key": withKey()} {
		for _, c := range list {
			t.Run(c.name+" "+who, func(t *testing.T) {
				b := newBook(t)
				lend := b.open
				if who == "without the key" {
					lend = b.bare
				}
				lend(t, func(e store.Engine) error { return e.Update(t.Context(), c.do) })
				r := b.verify(t, b.kept)
				if !strings.Contains(strings.Join(r.Faults, "\n"), c.finds) {
					t.Errorf("found %q, want %q", r.Faults, c.finds)
				}
				if r := b.verify(t, nil); (len(r.Faults) > 0) != c.alone {
					t.Errorf("without checkpoints: %q", r.Faults)
				}
			})
		}
	}
}

// An older copy of the whole file is found by the checkpoints alone, though the
// server has gone on with it since and the log is as long as it was.
func TestAnOlderCopyPutBack(t *testing.T) {
	b := newBook(t)
	old, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	b.append(t, 5)
	kept := slices.Concat(b.kept, b.checkpoint(t))
	if err := os.WriteFile(b.path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := b.verify(t, kept); len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "an older copy was put back") {
		t.Errorf("found %q", r.Faults)
	}
	b.append(t, 7)
	if r := b.verify(t, kept); len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "The log up to event 35 is not what it was") {
		t.Errorf("when it went on: %q", r.Faults)
	}
	if r := b.verify(t, nil); len(r.Faults) != 0 {
		t.Errorf("without checkpoints: %q", r.Faults)
	}
}

func TestCheckpointsThatAreNotOfThisLog(t *testing.T) {
	b, other := newBook(t), newBook(t)
	named, err := proof.NewSigner("signpost-elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := named.Sign(store.LogHead{Size: 10}, start)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ kept, finds string }{
		"of another server": {string(other.kept), "line 1 is not one of this log: it is not signed with the key of this log"},
		"of another name":   {string(elsewhere), "it is not signed with the key of this log"},
		"with another size": {strings.Replace(string(b.kept), "\n20\n", "\n21\n", 1), "line 8 is not one of this log: its signature does not fit what it says"},
		"no checkpoint":     {"hello\n", "There is no checkpoint in what was given."},
	} {
		r := b.verify(t, []byte(c.kept))
		if !strings.Contains(strings.Join(r.Faults, "\n"), c.finds) {
			t.Errorf("%s: found %q", name, r.Faults)
		}
	}
}

// Checkpoints are added and never changed; one that a power cut has cut short is
// told and does not spoil the next, whatever is left of it.
func TestACheckpointThatIsCutShort(t *testing.T) {
	b := newBook(t)
	whole := append(b.checkpoint(t), '\n')
	path := filepath.Join(t.TempDir(), "checkpoints")
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(path, slices.Concat(whole, whole[:cut]), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := proof.Append(path, whole[:len(whole)-1]); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		read, err := proof.Read(data, b.signer.Public())
		left, torn := 2, 1
		switch {
		case cut == 0:
			torn = 0
		case cut >= len(whole)-2: // all but the ends of its lines
			left, torn = 3, 0
		}
		if err != nil || len(read.Checkpoints) != left || min(1, len(read.Torn)) != torn || len(read.Faults) != 0 {
			t.Errorf("cut after %d of %d bytes: %+v, %v", cut, len(whole), read, err)
		}
	}
}

func TestASignerIsReadAsItWasWritten(t *testing.T) {
	s, err := proof.NewSigner("signpost-test")
	if err != nil {
		t.Fatal(err)
	}
	again, err := proof.ParseSigner(s.Key() + "\n")
	if err != nil || again.Public() != s.Public() || !strings.HasPrefix(s.Public(), "signpost-test+") {
		t.Errorf("%v, %v", again, err)
	}
	for _, key := range []string{"", "x", s.Public(), s.Key()[:len(s.Key())-4]} {
		if _, err := proof.ParseSigner(key); err == nil || key != "" && key != "x" && strings.Contains(err.Error(), key) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// Holds finds quickly what Verify would by the same checkpoint.
func TestHolds(t *testing.T) {
	b := newBook(t)
	read, err := proof.Read(b.kept, b.signer.Public())
	if err != nil || len(read.Checkpoints) != 3 {
		t.Fatalf("%+v, %v", read, err)
	}
	holds := func() (out error) {
		b.open(t, func(e store.Engine) error {
			return e.View(t.Context(), func(tx store.Tx) error {
				out = read.Checkpoints[2].Holds(tx)
				return nil
			})
		})
		return out
	}
	if err := holds(); err != nil {
		t.Errorf("of this log: %v", err)
	}
	b.open(t, func(e store.Engine) error {
		return e.Update(t.Context(), func(tx store.Tx) error { return cut(tx, 25) })
	})
	if err := holds(); err == nil || !strings.Contains(err.Error(), "an older copy") {
		t.Errorf("cut off: %v", err)
	}
	b.append(t, 9)
	if err := holds(); err == nil || !strings.Contains(err.Error(), "is not what it was") {
		t.Errorf("and gone on: %v", err)
	}
}
