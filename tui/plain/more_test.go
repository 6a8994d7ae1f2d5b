package plain_test

import (
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/desk"
)

// A note is corrected and struck a line at a time.
func TestANoteIsCorrectedAndStruck(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"district": "burnley"}`)
	if _, err := coach.AddNote(t.Context(), sam.Ref, "Rang on Tuesday"); err != nil {
		t.Fatal(err)
	}
	shown := w.do(coach, "3", "1", "4", "1", "1", "", "1", "1", "Rang on Friday", "it was misheard", "4", "1", "2", "4", "n", "1", "2", "4", "y", "4", "1", "", "quit")
	has(t, shown, "1 2 February 2026 09:00, Ann Lee:", "Rang on Tuesday", "1 Correct this note", "2 Strike this note",
		"Now: Rang on Tuesday. Enter alone leaves it so.", "Nothing was changed.", "Why is it corrected?", "Saved.",
		"Rang on Friday", "(Corrected on 2 February 2026 by Ann Lee: it was misheard.)",
		"Why is this note struck?", "removed for good: nobody can look it up again", "Nothing was changed.", "Struck, and removed for good.", "Struck on 2 February 2026 by Ann Lee: it should not have been kept.", "This note was struck already.")
	notes, err := coach.Notes(t.Context(), sam.Ref)
	if err != nil || len(notes) != 1 || notes[0].Struck == nil || notes[0].Struck.Why != store.WhyUnlawful {
		t.Errorf("kept %+v, %v", notes, err)
	}
}

// What was corrected and who has seen it is read out, and of health when it is asked
// for.
func TestHistoryAndSights(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"district": "burnley", "health": ["mental"]}`)
	changes, err := store.ParseChanges([]byte(`{"district": "pendle", "health": ["physical"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := coach.SetFacts(t.Context(), sam.Ref, desk.Latest, changes, store.DocumentSeen); err != nil {
		t.Fatal(err)
	}
	shown := w.do(coach, "3", "1", "11", "1", "", "1", "health", "", "2", "", "3", "quit")
	has(t, shown, "More about this client", "What was corrected", "District was Burnley", "became Pendle", "Health was changed. What it was is not shown.",
		"Enter, to go back, or health", "Health was mental", "became physical", "Who has seen this record", "Ann Lee, ", "looked at history, health",
		"ssh SERVER client seen "+string(sam.Ref)+" > seen.txt", "ssh SERVER client export "+string(sam.Ref))
	if before, _, _ := strings.Cut(shown, "Health was mental"); strings.Contains(before, "mental") {
		t.Error("health is read out before it is asked for")
	}
}

// Nothing is erased before the reference is entered; after it, the caseload comes.
func TestAClientIsErased(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"district": "burnley"}`)
	shown := w.do(coach, "3", "1", "11", "4", "1", "back", "4", "2", "yes", strings.ToLower(string(sam.Ref)), "quit")
	has(t, shown, "Erase this client", "Goes, for good: the name, 1 fact, what was corrected.", "Stays: that "+string(sam.Ref)+" was erased",
		"Why is this client erased?", "To erase Sam for good, enter their reference: "+string(sam.Ref), "More about this client",
		"Enter "+string(sam.Ref)+" to erase this client", "Client "+string(sam.Ref)+" is erased. Nothing of theirs is left here.", "Caseload", "No clients here yet.")
	if all, err := coach.Clients(t.Context(), true); err != nil || len(all) != 0 {
		t.Errorf("left %+v, %v", all, err)
	}
}
