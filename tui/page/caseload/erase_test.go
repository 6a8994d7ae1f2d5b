package caseload_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/caseload"
	"signpost/tui/page/pagetest"
)

func openErase(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, caseload.NewErase(t.Context(), s, look.Plain(), page.Erase{Client: "K7M-2QX"}), 80, 20)
}

// What goes and what stays is said first; nothing is erased before the reference is
// entered.
func TestErase(t *testing.T) {
	s := newStub(t)
	p := openErase(t, s)
	p.Has("Goes, for good: the name, 4 facts, what was corrected, 2 notes, 1 assessment, 1 draft.")
	p.Has("Of 1 referral that you sent, the programme, the state and the outcome stay, for counting, and of nobody.")
	p.Has("> 1 the client asked for it")
	press(p, "2")
	p.Has("To erase Jo for good, enter their reference: K7M-2QX")
	for _, typed := range []string{"", "y", "A2C-DEF"} {
		press(p, "="+typed, "enter")
		p.Has("Enter K7M-2QX to erase this client, or Esc to erase nothing.")
		for range typed {
			press(p, "backspace")
		}
	}
	if len(s.erased) > 0 {
		t.Fatalf("erased %q", s.erased)
	}
	s.refuse = errors.New("the disk is full")
	press(p, "=k7m2qx", "enter")
	p.Has("the disk is full")
	press(p, "enter")
	if _, back := p.Last().(page.Back); !back || len(s.erased) != 1 || s.erased[0] != "K7M-2QX objected" || said(p) != "Client K7M-2QX is erased. Nothing of theirs is left here." {
		t.Errorf("erased %q, said %q, asked for %#v", s.erased, said(p), p.Last())
	}
}

// On a small screen the warning is read on with Space, and is never cut unsaid.
func TestErasingOnASmallScreen(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewErase(t.Context(), s, look.Plain(), page.Erase{Client: "K7M-2QX"}), 60, 12)
	p.Has("Space reads on.")
	p.Has("> 1 the client asked for it")
	all := ""
	for range 9 {
		all += p.Model.View()
		press(p, "space")
	}
	if !strings.Contains(all, "A backup from before is restored without them.") {
		t.Errorf("the end of it is never in view:\n%s", all)
	}
	p = pagetest.Open(t, caseload.NewErase(t.Context(), s, look.Plain(), page.Erase{Client: "K7M-2QX"}), 80, 20)
	p.Lacks("Space reads on.")
}

// Esc goes back to the client, and nothing is erased.
func TestErasingNothing(t *testing.T) {
	s := newStub(t)
	p := openErase(t, s)
	press(p, "1", "esc", "esc")
	if p.Last() != (page.Go{To: page.Client{Ref: "K7M-2QX"}, Instead: true}) || len(s.erased) > 0 {
		t.Errorf("erased %q, asked for %#v", s.erased, p.Last())
	}
	s.gone = &store.WhyError{Client: "K7M-2QX", Coach: "Sam Jones"}
	p = openErase(t, s)
	if go1, ok := p.Last().(page.Go); !ok || go1.To.(page.Why).Then != (page.Erase{Client: "K7M-2QX"}) {
		t.Errorf("a colleague's client: asked for %#v", p.Last())
	}
}

// The page of a client who is erased meanwhile is left.
func TestAnErasedClientIsLeft(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	s.gone = store.ErrNotFound
	p.Send(page.Shown{})
	if _, back := p.Last().(page.Back); !back {
		t.Errorf("asked for %#v", p.Last())
	}
}

func TestMore(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	for pressed, want := range map[string]page.Go{
		"1": {To: page.History{Client: "K7M-2QX"}},
		"2": {To: page.Seen{Client: "K7M-2QX"}},
		"4": {To: page.Erase{Client: "K7M-2QX"}, Instead: true},
		"5": {To: page.Keep{Client: "K7M-2QX"}},
	} {
		press(p, "m", pressed)
		if p.Last() != want {
			t.Errorf("m %s asked for %#v", pressed, p.Last())
		}
	}
	press(p, "m", "3")
	if want := "In another window: ssh SERVER client export K7M-2QX > K7M-2QX.txt"; said(p) != want {
		t.Errorf("said %q", said(p))
	}
	press(p, "m")
	p.Has("> 1 See what was corrected")
	press(p, "esc", "b")
	if p.Last() != (page.Go{To: page.History{Client: "K7M-2QX", Fact: store.BirthDate}}) {
		t.Errorf("b asked for %#v", p.Last())
	}
	press(p, "4", "b")
	if said(p) != "This note says what it always said." {
		t.Errorf("b at a note that nobody changed: %#v", p.Last())
	}
}

// What was known of health is shown on a key, and everything else at once.
func TestHistory(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewHistory(t.Context(), s, look.Plain(), page.History{Client: "K7M-2QX"}), 80, 20)
	p.Has("2 February 2026 10:00 Sam Jones: District was Burnley (document seen; entered by Amina Khan on 15 January 2026) and became Pendle (document seen).")
	p.Has("UC health is not known any more. What it was is not shown.")
	p.Lacks("LCWRA")
	press(p, "v")
	p.Has("was LCWRA")
	s.gone = store.ErrNotFound
	p.Send(page.Changed{All: []store.Changed{{Client: "K7M-2QX", At: at}}})
	if _, back := p.Last().(page.Back); !back {
		t.Errorf("asked for %#v", p.Last())
	}
	s = newStub(t)
	p = pagetest.Open(t, caseload.NewHistory(t.Context(), s, look.Plain(), page.History{Client: "K7M-2QX", Fact: store.Work}), 80, 20)
	p.Has("Work was never changed since it was first known.")
}

func TestSeen(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewSeen(t.Context(), s, look.Plain(), page.Seen{Client: "K7M-2QX"}), 80, 20)
	p.Has("2 February 2026, 10:00 to 11:00, Sam Jones, Reed")
	p.Has("opened given name, facts; exported.")
	p.Has("ssh SERVER client seen K7M-2QX > seen.txt")
	s.gone = &store.WhyError{Client: "K7M-2QX", Coach: "Sam Jones"}
	p = pagetest.Open(t, caseload.NewSeen(t.Context(), s, look.Plain(), page.Seen{Client: "K7M-2QX"}), 80, 20)
	if to, ok := p.Last().(page.Go); !ok || to.To.(page.Why).Then != (page.Seen{Client: "K7M-2QX"}) {
		t.Errorf("a colleague's client: asked for %#v", p.Last())
	}
}

func TestReadOnlyPagesFit(t *testing.T) {
	s := newStub(t)
	for _, open := range []func() page.Model{
		func() page.Model {
			return caseload.NewHistory(t.Context(), s, look.Plain(), page.History{Client: "K7M-2QX"})
		},
		func() page.Model { return caseload.NewSeen(t.Context(), s, look.Plain(), page.Seen{Client: "K7M-2QX"}) },
		func() page.Model {
			return caseload.NewErase(t.Context(), s, look.Plain(), page.Erase{Client: "K7M-2QX"})
		},
	} {
		pagetest.Sweep(t, open)
		pagetest.Sweep(t, open, "down", "v", "enter")
	}
	for _, keys := range [][]string{{"m"}, {"4", "c"}, {"4", "s"}, {"4", "c", "x", "enter"}} {
		pagetest.Sweep(t, func() page.Model { return caseload.NewClient(t.Context(), newStub(t), look.Plain(), "K7M-2QX") }, keys...)
	}
}
