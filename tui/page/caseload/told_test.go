package caseload_test

import (
	"testing"

	"signpost/store"
)

// A client who was not told says so until it is recorded how and when they were.
func TestHowAClientWasToldIsRecorded(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	p.Has("Not told yet what is kept about them and why. Press o when they are.")
	press(p, "o", "esc")
	p.Has("Not told yet")
	press(p, "o", "2")
	p.Has("On which day were they told?")
	press(p, "backspace", "backspace", "backspace", "backspace", "=2099", "enter")
	p.Has("Enter today or a day before it")
	press(p, "esc", "esc", "o", "2", "enter")
	if want := (store.Told{How: store.ToldByPhone, Day: store.Date(2026, 2, 2)}); s.find("K7M-2QX").Told != want {
		t.Errorf("kept %+v", s.find("K7M-2QX").Told)
	}
	p.Has("Told what is kept about them and why: by phone on 2 February 2026.")
	press(p, "o")
	p.Has("> 2 by phone")
	press(p, "enter", "enter")
	p.Has("by phone on 2 February 2026.")
}

// Where a fact is changed it says why it may be kept.
func TestChangingAFactSaysWhyItMayBeKept(t *testing.T) {
	p := openClient(t, newStub(t), "K7M-2QX")
	press(p, "enter")
	press(p, "enter")
	p.Has("How do you know?")
	p.Has("Why we keep it: public task; health facts: employment and social security law.")
}
