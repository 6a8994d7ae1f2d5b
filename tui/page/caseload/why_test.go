package caseload_test

import (
	"context"
	"errors"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/caseload"
	"signpost/tui/page/pagetest"
)

func (s *stub) Because(_ context.Context, _ store.ClientRef, why, words string) error {
	s.because = append(s.because, why, words)
	err := s.refuse
	s.refuse = nil
	return err
}

func openWhy(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	to := page.Why{Client: "A2C-DEF", Coach: "Sam Jones", Then: page.Client{Ref: "A2C-DEF"}}
	return pagetest.Open(t, caseload.NewWhy(t.Context(), s, look.Plain(), to), 80, 20)
}

// A client that a colleague keeps leads to the question why, and that to the client.
func TestWhy(t *testing.T) {
	s := newStub(t)
	s.gone = &store.WhyError{Client: "A2C-DEF", Coach: "Sam Jones"}
	p := openClient(t, s, "A2C-DEF")
	want := page.Go{To: page.Why{Client: "A2C-DEF", Coach: "Sam Jones", Then: page.Client{Ref: "A2C-DEF"}}, Instead: true}
	if p.Last() != want || said(p) != "" {
		t.Errorf("asked for %#v and said %q", p.Last(), said(p))
	}
	p = openWhy(t, s)
	p.Has("Client A2C-DEF is in the caseload of Sam Jones. Why do you open their record?")
	p.Has("> 1 I cover for their coach")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Client{Ref: "A2C-DEF"}, Instead: true}) || s.because[0] != "cover" {
		t.Errorf("asked for %#v, because %q", p.Last(), s.because)
	}
}

// Another reason is said in words, which stay where they are refused.
func TestAnotherReason(t *testing.T) {
	s := newStub(t)
	p := openWhy(t, s)
	press(p, "6", "enter")
	s.refuse = errors.New("Enter the reason.")
	press(p, "=a complaint", "enter")
	p.Has("Enter the reason.")
	p.Has("a complaint")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Client{Ref: "A2C-DEF"}, Instead: true}) || s.because[2] != "other" || s.because[3] != "a complaint" {
		t.Errorf("asked for %#v, because %q", p.Last(), s.because)
	}
}

// What is known of health is shown on a key press alone, which the desk is told of.
func TestHealthIsShownWhenAskedFor(t *testing.T) {
	s := newStub(t)
	s.find("K7M-2QX").Facts[store.Health] = store.Value{Set: store.Set{Has: []string{"mental"}}}
	p := openClient(t, s, "K7M-2QX")
	p.Has("Health known, not shown")
	p.Lacks("mental")
	press(p, "j", "enter")
	p.Lacks("mental")
	s.refuse = errors.New("the disk is full")
	press(p, "v")
	p.Lacks("mental")
	press(p, "v")
	p.Has("mental")
	if s.looked != 2 {
		t.Errorf("the desk was asked %d times", s.looked)
	}
	press(p, "v")
	p.Lacks("mental")
}
