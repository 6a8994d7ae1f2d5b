package household_test

import (
	"testing"

	"signpost/store"
)

// What is known of health stands on no part of the page, until v asks for it.
func TestHealthIsShownOnAKey(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "v")
	if s.looked != 0 {
		t.Error("v asks for health of which nothing is known")
	}

	s.health = map[store.PersonID]store.Facts{
		"1": facts(t, `{"health": ["mental"]}`), "2": facts(t, `{"disability": true}`),
	}
	for i, f := range []store.Fact{store.Health, store.Disability} {
		s.view.People[i].Masked = []store.Fact{f}
	}
	p = open(t, s)
	p.Has("Health: known, not shown")
	press(p, "v")
	p.Has("Health: mental")
	press(p, "v")
	p.Lacks("Health: mental")
	if s.looked != 1 {
		t.Errorf("health was asked for %d times", s.looked)
	}

	press(p, "down", "enter")
	p.Has("Disability known, not shown")
	press(p, "down", "enter")
	wantSaid(t, p, "Press v first")
	press(p, "v")
	p.Has("> Disability yes")
	press(p, "enter")
	p.Has("Is the client disabled")
	press(p, "esc", "esc", "t")
	if !s.told {
		t.Error("a match does not tell of health that is shown")
	}
	press(p, "v")
	if s.told {
		t.Error("a match tells of health that is not shown any more")
	}
	wantSaid(t, p, "Reasons that tell of health are not shown any more.")
	press(p, "v")
	wantSaid(t, p, "Reasons that tell of health are shown now.")
}
