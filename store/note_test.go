package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

// Within a sentence a label begins small, unless it begins with initials.
func TestSmall(t *testing.T) {
	for f, want := range map[store.Fact]string{store.BirthDate: "date of birth", store.UCMonths: "months on UC", store.UCHealth: "UC health", store.NoFact: ""} {
		if got := f.Small(); got != want {
			t.Errorf("%v within a sentence is %q, want %q", f, got, want)
		}
	}
}

// Every reason for which a note may be corrected is one for which it may be struck:
// what either says is found in one list.
func TestWhysOfNotes(t *testing.T) {
	for _, w := range store.StrikeWhys() {
		if c := (store.NoteChange{Why: w.Code}); c.Says() != w.Says {
			t.Errorf("%q says %q", w.Code, c.Says())
		}
	}
	for i, w := range store.CorrectWhys() {
		if w != store.StrikeWhys()[i] {
			t.Errorf("%q is no reason to strike a note", w.Code)
		}
	}
}

// Of a note that was corrected often the first and the latest texts stay, and its
// history says how many between them do not.
func TestANoteThatWasCorrectedOften(t *testing.T) {
	at := time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)
	n := store.Note{ID: "N-K7M-2QX", At: at, Text: "text 0"}
	for i := range 9 {
		n.Correct(fmt.Sprintf("text %d", i+1), store.NoteChange{At: at.Add(time.Duration(i+1) * time.Hour), Why: "wrong"})
	}
	h := store.History{Notes: []store.Note{n}}
	var says []string
	for _, l := range h.Lines(func(keys.MemberID) string { return "Amina" }) {
		says = append(says, l.Says)
	}
	if len(says) != 6 || !strings.HasSuffix(says[0], "it said: text 8") ||
		!strings.HasSuffix(says[5], "it was wrong. Not kept any more: 3 corrections after it. Until then it said: text 0") {
		t.Errorf("says:\n%s", strings.Join(says, "\n"))
	}
}
