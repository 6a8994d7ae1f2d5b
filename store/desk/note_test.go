package desk_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// A corrected note says what it is to say, and the history what it said before, who
// corrected it and why.
func TestACorrectedNoteKeepsWhatItSaid(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.AddNote(w.ctx, c.Ref, "wants mornings")
	if err != nil {
		t.Fatal(err)
	}
	next, err := d.CorrectNote(w.ctx, n.ID, n.Rev, "wants evenings", "misheard")
	if err != nil || next.Text != "wants evenings" {
		t.Fatalf("%+v, %v", next, err)
	}
	if e := w.lastEvent(); e.Verb != "corrected" || strings.Join(e.Fields, "; ") != "note; why misheard" {
		t.Errorf("left %+v", e)
	}
	notes, err := d.Notes(w.ctx, c.Ref)
	if err != nil || len(notes) != 1 || notes[0].Text != "wants evenings" || len(notes[0].Was) != 1 || notes[0].Was[0].Text != "" {
		t.Errorf("the notes are %+v, %v", notes, err)
	}
	want := "Amina: note " + string(n.ID) + " of 2 February 2026 by Amina was corrected: it was misheard. Until then it said: wants mornings"
	if got := w.history(d, c.Ref, store.NoFact, false); len(got) != 1 || got[0] != want {
		t.Errorf("the history is %q", got)
	}
	before := w.logged()
	_, err = d.CorrectNote(w.ctx, n.ID, n.Rev, "wants noon", "wrong")
	wantErr(t, err, store.ErrConflict)
	if says, _ := desk.Sentence(err); !strings.Contains(says, "corrected by Amina at ") {
		t.Errorf("a colleague's correction is told as %q", says)
	}
	for _, bad := range [][2]string{{"", "wrong"}, {"wants evenings", "wrong"}, {"AB 12 34 56 C", "wrong"}} {
		_, err := d.CorrectNote(w.ctx, n.ID, desk.Latest, bad[0], bad[1])
		wantField(t, err, "note")
	}
	for _, why := range []string{"", store.WhyUnlawful, "he said so"} {
		_, err := d.CorrectNote(w.ctx, n.ID, desk.Latest, "wants noon", why)
		wantField(t, err, "why")
	}
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
}

// What was about somebody else, or should not have been kept, is nowhere after it is
// struck or corrected; what was merely wrong is in the history alone.
func TestAStruckNote(t *testing.T) {
	for _, c := range []struct {
		why  string
		gone bool
	}{{"wrong", false}, {"misheard", false}, {store.WhySomebodyElse, true}, {store.WhyUnlawful, true}} {
		w := newWorld(t)
		d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
		kept, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
		if err != nil {
			t.Fatal(err)
		}
		n, err := d.AddNote(w.ctx, kept.Ref, "spring on a hinge")
		if err != nil {
			t.Fatal(err)
		}
		if n, err = d.CorrectNote(w.ctx, n.ID, n.Rev, "boing said the jack", "wrong"); err != nil {
			t.Fatal(err)
		}
		if n, err = d.StrikeNote(w.ctx, n.ID, n.Rev, c.why); err != nil || n.Text != "" || n.Struck == nil || n.Struck.Text != "" {
			t.Fatalf("%s: %+v, %v", c.why, n, err)
		}
		notes, err := d.Notes(w.ctx, kept.Ref)
		if err != nil || len(notes) != 1 || notes[0].Text != "" || notes[0].Struck.Text != "" {
			t.Errorf("%s: the notes are %+v, %v", c.why, notes, err)
		}
		says := strings.Join(w.history(d, kept.Ref, store.NoFact, false), "\n")
		for _, word := range []string{"spring on a hinge", "boing said the jack"} {
			if holds(w, word) == c.gone || strings.Contains(says, word) == c.gone {
				t.Errorf("%s: %q is in the store: %v; the history is\n%s", c.why, word, holds(w, word), says)
			}
		}
		_, err = d.StrikeNote(w.ctx, n.ID, n.Rev, "wrong")
		wantErr(t, err, store.ErrConflict)
		_, err = d.CorrectNote(w.ctx, n.ID, n.Rev, "again", "wrong")
		wantErr(t, err, store.ErrConflict)
		if c.gone {
			continue
		}
		if _, err = d.StrikeNote(w.ctx, n.ID, n.Rev, store.WhyUnlawful); err != nil {
			t.Fatalf("%s, and then %s: %v", c.why, store.WhyUnlawful, err)
		}
		if holds(w, "spring on a hinge") || holds(w, "boing said the jack") {
			t.Errorf("struck as %s and then as %s, it is in the store still", c.why, store.WhyUnlawful)
		}
	}
}

// A note is changed by who wrote it and by the coach of the client, and by no
// colleague besides.
func TestWhoMayChangeANote(t *testing.T) {
	w := newWorld(t)
	amina, sam, zoe := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach), w.member("Zoe", "Burnley Jobcentre", keys.Coach)
	c, err := amina.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if err := sam.Because(w.ctx, c.Ref, "here", ""); err != nil {
		t.Fatal(err)
	}
	n, err := sam.AddNote(w.ctx, c.Ref, "wants mornings")
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	_, err = zoe.StrikeNote(w.ctx, n.ID, n.Rev, "wrong")
	if says, _ := desk.Sentence(err); !strings.Contains(says, "Sam and Amina") || errors.Is(err, store.ErrNotFound) {
		t.Errorf("a colleague is told %q", says)
	}
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
	if n, err = sam.CorrectNote(w.ctx, n.ID, n.Rev, "wants evenings", "wrong"); err != nil {
		t.Errorf("who wrote it: %v", err)
	}
	if _, err = amina.StrikeNote(w.ctx, store.NoteID(strings.ToLower(string(n.ID))), n.Rev, "wrong"); err != nil {
		t.Errorf("the coach: %v", err)
	}
	far := w.member("Far", "Elsewhere", keys.Coach)
	for _, id := range []store.NoteID{n.ID, "N-222-222", "x"} {
		_, err := far.StrikeNote(w.ctx, id, desk.Latest, "wrong")
		wantErr(t, err, store.ErrNotFound)
	}
}

// However often it is corrected, a note stays small enough to keep, and its first
// words with it.
func TestANoteIsCorrectedOftenEnough(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.AddNote(w.ctx, c.Ref, "the first words")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		long := strings.Repeat("<", 990) + strings.Repeat("x", i%9+1)
		if n, err = d.CorrectNote(w.ctx, n.ID, n.Rev, long, "wrong"); err != nil {
			t.Fatalf("correction %d: %v", i+1, err)
		}
	}
	if _, err := d.StrikeNote(w.ctx, n.ID, n.Rev, "wrong"); err != nil {
		t.Fatal(err)
	}
	says := w.history(d, c.Ref, store.NoFact, false)
	if len(says) > 10 || !strings.Contains(strings.Join(says, "\n"), "the first words") {
		t.Errorf("%d lines of history, and the first words are in it: %v", len(says), strings.Contains(strings.Join(says, "\n"), "the first words"))
	}
}
