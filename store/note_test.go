package store_test

import (
	"testing"

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
