package desk_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// pairs is every pair of the store as it is once the seal is open.
func (w *world) pairs() []store.Pair {
	w.t.Helper()
	var all []store.Pair
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		all = nil
		for pair, err := range tx.Range([]byte{1}, nil) {
			if err != nil {
				return err
			}
			all = append(all, store.Pair{Key: bytes.Clone(pair.Key), Value: bytes.Clone(pair.Value)})
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// ofZebedee are the words of the client of told that nobody may read once they are
// erased.
var ofZebedee = []string{
	"Zebedee", "1979-05-02", "spring on a hinge", "polish the moustache", "boing said the jack", "07700900123", "a parrot on his shoulder", "sugar lumps by the dozen",
	`"Zeb"`, "1978-06-03", "a coil on a hinge",
}

// Once a client is erased, the store holds no word of theirs, and their reference
// in events and in the ledger of erasures alone.
func TestErasedIsErased(t *testing.T) {
	w := newWorld(t)
	provider := w.delivered()
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, r := w.told(d)
	if _, err := provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveAccept, Note: "Zebedee may come"}); err != nil {
		t.Fatal(err)
	}
	if err := w.member("Sam", "Burnley Jobcentre", keys.Coach).Because(w.ctx, c.Ref, store.VisitOther, "a parrot on his shoulder"); err != nil {
		t.Fatal(err)
	}
	for _, word := range ofZebedee {
		if !holds(w, word) {
			t.Errorf("%q is not found before: the search would not find it after", word)
		}
	}
	e, err := d.Erase(w.ctx, c.Ref, "objected")
	if err != nil {
		t.Fatal(err)
	}
	if e.Client != c.Ref || e.Why != "objected" || e.By != d.Who().Member.ID {
		t.Errorf("the ledger has %+v", e)
	}
	for _, word := range ofZebedee {
		if holds(w, word) {
			t.Errorf("%q is in the store still", word)
		}
	}
	for _, pair := range w.pairs() {
		key := string(pair.Key)
		if strings.HasPrefix(key, "t\x00event\x00") || strings.HasPrefix(key, "t\x00erasure\x00") {
			continue
		}
		if strings.Contains(key, string(c.Ref)) || bytes.Contains(pair.Value, []byte(c.Ref)) {
			t.Errorf("the reference is in %q: %s", key, pair.Value)
		}
	}
	if last := w.lastEvent(); last.Verb != "erased" || last.Fields[0] != "why objected" {
		t.Errorf("left %+v", last)
	}
	_, err = d.Client(w.ctx, c.Ref)
	wantErr(t, err, store.ErrNotFound)
	if faults := w.faults(); len(faults) > 0 {
		t.Errorf("the log: %q", faults)
	}
}

func holds(w *world, word string) bool {
	w.t.Helper()
	for _, pair := range w.pairs() {
		if bytes.Contains(pair.Value, []byte(word)) || bytes.Contains(pair.Key, []byte(word)) {
			return true
		}
	}
	return false
}

func (w *world) faults() []string {
	w.t.Helper()
	report, err := store.VerifyLog(w.ctx, w.engine, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return report.Faults
}

// The receiver sees that the client was erased, and can do nothing more; what was
// counted stays counted.
func TestTheReceiverSeesErased(t *testing.T) {
	w := newWorld(t)
	provider := w.delivered()
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, r := w.told(d)
	before := w.tallied()
	if _, err := d.Erase(w.ctx, c.Ref, "asked"); err != nil {
		t.Fatal(err)
	}
	got, err := provider.Received(w.ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	step, _ := got.Came()
	if got.Hidden.Why != store.HiddenErased || got.State != store.Withdrawn || got.Packet.GivenName != store.ErasedName || len(got.Packet.Lines) > 0 || got.Packet.Contact.Detail != "" ||
		step.Reason == nil || step.Reason.Code != store.ReasonErased {
		t.Errorf("the receiver sees %+v", got)
	}
	if says := got.Hidden.Words(); !strings.Contains(says, "stop using it") {
		t.Errorf("the receiver is told %q", says)
	}
	if moves := provider.Replies(got); len(moves) > 0 {
		t.Errorf("the receiver may %+v", moves)
	}
	_, err = provider.Reply(w.ctx, r.ID, got.Rev, store.Turn{Move: store.MoveNote, Note: "who was it?"})
	wantErr(t, err, store.ErrConflict)
	list, err := d.Referrals(w.ctx, "")
	if err != nil || len(list) != 1 || list[0].Packet.GivenName != store.ErasedName || len(d.Moves(list[0])) > 0 {
		t.Errorf("the coach sees %+v, %v", list, err)
	}
	if after := w.tallied(); after != before {
		t.Errorf("counted before\n%s\nand after\n%s", before, after)
	}
}

func (w *world) tallied() string {
	var out strings.Builder
	for _, pair := range w.pairs() {
		if strings.HasPrefix(string(pair.Key), "t\x00tally\x00") {
			fmt.Fprintf(&out, "%s\n", pair.Value)
		}
	}
	return out.String()
}

// A client of whom more is kept than fits into one transaction is erased whole, in
// several, each with its event.
func TestMuchIsErasedInParts(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, _ := w.told(d)
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		for i := range 200 {
			n := store.Note{ID: store.NoteID(fmt.Sprintf("N-%06d", i)), Client: c.Ref, By: d.Who().Member.ID, Text: "Zebedee again"}
			if _, err := store.Notes.Put(tx, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	if _, err := d.Erase(w.ctx, c.Ref, "asked"); err != nil {
		t.Fatal(err)
	}
	if holds(w, "Zebedee") {
		t.Error("something is left")
	}
	if after := w.events()[before:]; len(after) < 2 || after[0].Verb != "began to erase" || after[len(after)-1].Verb != "erased" {
		t.Errorf("left %+v", after)
	}
}

// Why is one of the codes: a person's own words would stay for ever.
func TestErasingAsksWhy(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Zebedee", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	for _, why := range []string{"", "he said so"} {
		_, err := d.Erase(w.ctx, c.Ref, why)
		wantField(t, err, "why")
	}
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
}
