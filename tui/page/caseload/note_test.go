package caseload_test

import (
	"errors"
	"testing"

	"signpost/store"
	"signpost/tui/page"
)

// A note is corrected in two answers, and says then who did it and why.
func TestANoteIsCorrected(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "4", "c")
	p.Has("What is the note to say?")
	p.Has("[Rang on Tuesday")
	press(p, "enter") // as it was
	p.Has("[4 notes (2)]")
	press(p, "c", "=, and on Friday", "enter")
	p.Has("Why is it corrected?")
	p.Has("> 1 it was wrong; what it says stays in the history")
	p.Has("3 it was about somebody else; what it says is removed for good")
	press(p, "esc")
	p.Has("[Rang on Tuesday, and on Friday")
	press(p, "enter", "2")
	p.Has("Rang on Tuesday, and on Friday")
	p.Has("(Corrected on 2 February 2026 by Amina Khan: it was misheard.)")
	if said(p) != "Saved." {
		t.Errorf("said %q", said(p))
	}
	p.Has("b shows what it said before.")
	press(p, "b")
	if to, ok := p.Last().(page.Go).To.(page.History); !ok || to.Note == "" {
		t.Errorf("b asked for %#v", p.Last())
	}
}

// A struck note says who struck it and why, and cannot be changed any more.
func TestANoteIsStruck(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "4", "s", "esc")
	p.Has("Rang on Tuesday")
	press(p, "s", "4")
	p.Has("removed for good: nobody can look it up again. Remove it?")
	press(p, "n", "4", "y")
	if said(p) != "Struck, and removed for good." {
		t.Errorf("said %q", said(p))
	}
	p.Lacks("c correct")
	p.Has("Struck on 2 February 2026 by Amina Khan: it should not have been kept.")
	p.Lacks("Rang on Tuesday")
	press(p, "c")
	if said(p) != "This note was struck already." {
		t.Errorf("said %q", said(p))
	}
}

// Only who wrote a note and who keeps the client are asked for a change.
func TestAColleaguesNote(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "A2C-DEF")
	press(p, "4", "j", "s")
	if want := "Only Sam Jones may change this note, who wrote it."; said(p) != want {
		t.Errorf("said %q, want %q", said(p), want)
	}
	s.notes[1].By = "M-3"
	p = openClient(t, s, "A2C-DEF")
	press(p, "4", "j", "c")
	if want := "Only M-3, who wrote this note, and Sam Jones, who keeps the client, may change it."; said(p) != want {
		t.Errorf("said %q, want %q", said(p), want)
	}
	press(p, "k", "c")
	p.Has("What is the note to say?")
}

// What was typed stays where somebody else corrected the note meanwhile, and where
// it was refused.
func TestACorrectedNoteMeetsAnother(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	s.clashes = 1
	press(p, "4", "c", "=!", "enter", "1")
	p.Has("[Rang on Tuesday!")
	p.Has("It says now: Rang on Wednesday")
	s.refuse = &store.FieldError{Field: "note", Says: "Enter less."}
	press(p, "enter", "1")
	p.Has("Enter less.")
	press(p, "enter", "1")
	p.Has("Rang on Tuesday!")
	p.Has("Corrected on")
	s.clashes = 1
	press(p, "s", "1")
	p.Has("Rang on Wednesday")
	s.refuse = errors.New("the disk is full")
	press(p, "s", "1")
	if said(p) != "the disk is full" {
		t.Errorf("said %q", said(p))
	}
	p.Has("Why is this note struck?")
}
