package triage_test

import (
	"strings"
	"testing"

	"signpost/store"
)

func TestMarkingWhatThereIsNoProvisionFor(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: "Jo", Facts: store.Facts{
		store.Age: {Num: 30}, store.Barriers: {Set: store.Set{Has: []string{"debt", "housing"}}},
	}}
	p := open(t, s, "K7M-2QX")
	p.Press("m")
	p.Has("For which barrier is there no provision?")
	p.Press("esc")
	p.Lacks("For which barrier")
	p.Press("m", "down", "enter")
	if len(s.gaps) != 1 || s.gaps[0] != "barriers.debt" && s.gaps[0] != "barriers.housing" {
		t.Fatalf("marked %v", s.gaps)
	}
	if want := "Counted: no provision for " + s.gaps[0].Label() + "."; said(p) != want {
		t.Errorf("said %q", said(p))
	}
	s.refuse = store.ErrConflict
	p.Press("m", "enter")
	if !strings.Contains(said(p), store.ErrConflict.Error()) {
		t.Errorf("said %q", said(p))
	}
}

func TestMarkingWantsASavedClientWithABarrier(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	answerFact(p, store.Age, "=30", "enter")
	results(p)
	p.Press("m")
	if !strings.HasPrefix(said(p), "Save the client first") {
		t.Errorf("said %q", said(p))
	}
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: "Jo", Facts: store.Facts{store.Age: {Num: 30}}}
	p = open(t, s, "K7M-2QX")
	p.Press("m")
	if !strings.HasPrefix(said(p), "No barrier of this client is known") || len(s.gaps) > 0 {
		t.Errorf("said %q", said(p))
	}
}
