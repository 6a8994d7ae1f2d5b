package caseload_test

import (
	"strings"
	"testing"

	"signpost/store"
)

// w is of what rests on the client's consent, and of nothing else.
func TestConsentIsWithdrawn(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "3")
	p.Lacks("w consent withdrawn")
	press(p, "w")
	if !strings.HasPrefix(said(p), "No referral of this client rests on consent.") {
		t.Errorf("said %q", said(p))
	}
	s.referrals[0].Basis, s.referrals[0].Agreement = store.Consent, store.Agreement{Day: s.Today() - 3, How: store.AgreedOnline}
	p = openClient(t, s, "K7M-2QX")
	press(p, "3", "w")
	p.Has("Jo has withdrawn consent: what this will do")
	p.Has("R-222-22A to Connect to Work: ends at once; nobody here receives it, so tell the provider yourself to stop using what you sent them.")
	press(p, "esc")
	p.Lacks("what this will do")
	s.refuse = &store.FieldError{Field: "day", Says: "From 30 January on."}
	press(p, "w", "enter", "y")
	p.Has("From 30 January on.")
	press(p, "enter", "y")
	p.Has("[3 referrals (2)]")
	if said(p) != "Written down: consent for 1 referral is withdrawn. R-222-22A to Connect to Work has ended. Nobody here receives it: tell the provider yourself to stop using what you sent them." || s.referrals[0].Agreement.Withdrawn != s.Today() {
		t.Errorf("said %q: %+v", said(p), s.referrals[0])
	}
	press(p, "w")
	if !strings.HasPrefix(said(p), "Consent for R-222-22A was withdrawn already, on "+s.Today().Words()+".") {
		t.Errorf("w again: said %q", said(p))
	}
}
