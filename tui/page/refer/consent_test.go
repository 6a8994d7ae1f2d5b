package refer_test

import (
	"testing"

	"signpost/store"
)

// v says what the withdrawal of consent will do, asks for its day, and does it
// once it is meant.
func TestConsentIsWithdrawn(t *testing.T) {
	s := sentOne()
	p := openOne(t, s)
	p.Has("Consent given on 2 February 2026, said to the coach")
	p.Has("Moves: v consent withdrawn, w withdraw, n note")
	press(p, "w")
	p.Has("Did the client withdraw consent? Press Esc, then v.")
	press(p, "esc", "v")
	p.Has("Jo has withdrawn consent: what this will do")
	p.Has("R-222-22A to Connect to Work: ends at once; Lancashire County Council is shown nothing of the client any more.")
	p.Has("It cannot be taken back.")
	press(p, "enter")
	p.Has("Write down that consent for 1 referral is withdrawn?")
	press(p, "n")
	if s.all[0].State != store.Sent {
		t.Fatal("n withdrew it")
	}
	press(p, "v", "=3 February 2026", "enter")
	p.Has("Enter today or a day before it, such as 2 February 2026.")
	press(p, "esc", "esc", "v", "=31 January 2026", "enter")
	p.Has("Enter 2 February 2026, when they agreed, or a day after it.")
	press(p, "esc", "esc", "v", "enter")
	s.refuse = &store.FieldError{Field: "day", Says: "From 2 February on."}
	press(p, "y")
	p.Has("From 2 February on.")
	p.Has("It cannot be taken back.")
	press(p, "esc", "esc", "v", "enter", "y")
	if said(p) != "Written down: consent for 1 referral is withdrawn. R-222-22A to Connect to Work has ended. Lancashire County Council is shown nothing of the client any more." {
		t.Errorf("said %q", said(p))
	}
	p.Has("withdrawn on 2 February 2026")
	p.Lacks("v consent withdrawn")
}
