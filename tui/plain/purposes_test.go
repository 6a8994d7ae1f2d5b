package plain_test

import (
	"testing"

	"signpost/keys"
	"signpost/store"
)

func TestPurposes(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	steward := w.member("Stella Ray", "Lancashire County Council", keys.Steward)
	shown := w.do(steward, "p", "partner", "burnley", "3", "2", "1", "", "Policy 7", "6", "2", "back", "quit")
	has(t, shown, "Purposes: what data is used for, and why it may be", "Which partner's purposes?", "Purposes, Burnley Jobcentre", "On what lawful basis does Burnley Jobcentre refer to a provider?",
		"Enter the name of your policy document", "Saved.", "Basis: legal obligation, UK GDPR Article 6(1)(c).", "Policy document, or law: Policy 7.", "2 not done here", "Saved.")
	g, err := coach.Grounds(t.Context(), "")
	if want := (store.Ground{Basis: store.LegalObligation, Condition: store.EmploymentLaw, Note: "Policy 7"}); err != nil || g.For(store.PurposeRefer) != want || g.For(store.PurposeShareMore).Basis != store.NotDone {
		t.Errorf("kept %+v, %v", g, err)
	}
}

// A client who was not told is recorded as told, and then stands in no diary.
func TestToldALineAtATime(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	c, err := coach.AddClient(t.Context(), "Sam", store.Changes{}, "", store.Told{How: store.ToldNotYet})
	if err != nil {
		t.Fatal(err)
	}
	shown := w.do(coach, "3", "1", "12", "3", "1/1/2099", "30/1/2026", "back", "quit")
	has(t, shown, "Sam: what is kept and why, added today", "On which day were they told?", "Enter today or a day before it", "Saved. Told: by letter on 30 January 2026.")
	if c, err = coach.Client(t.Context(), c.Ref); err != nil || c.Told != (store.Told{How: store.ToldByLetter, Day: store.Date(2026, 1, 30)}) {
		t.Errorf("kept %+v, %v", c.Told, err)
	}
}
