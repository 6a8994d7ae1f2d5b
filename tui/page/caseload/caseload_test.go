package caseload_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/caseload"
	"signpost/tui/page/pagetest"
)

func openClient(t *testing.T, s *stub, ref store.ClientRef) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, caseload.NewClient(t.Context(), s, look.Plain(), ref), 80, 20)
}

func openList(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, caseload.NewList(t.Context(), s, look.Plain()), 80, 20)
}

// press presses keys by name; "=text" types text.
func press(p *pagetest.Page, keys ...string) {
	for _, k := range keys {
		if typed, ok := strings.CutPrefix(k, "="); ok {
			p.Type(typed)
		} else {
			p.Press(k)
		}
	}
}

func said(p *pagetest.Page) string {
	for i := len(p.Asked) - 1; i >= 0; i-- {
		if say, ok := p.Asked[i].(page.Say); ok {
			return say.Text
		}
	}
	return ""
}

func TestList(t *testing.T) {
	p := openList(t, newStub(t))
	p.Has("Burnley Jobcentre: 2 open clients")
	p.Has("> A2C-DEF Ana changed 2 February 2026 Sam Jones")
	p.Has("K7M-2QX Jo 1 open changed 2 February 2026")
	p.Lacks("Old")
	press(p, "c")
	p.Has("Burnley Jobcentre: 3 clients, closed ones too")
	p.Has("R3S-TUV Old closed 2 February 2026")
	press(p, "m")
	p.Has("Your own: 2 clients, closed ones too")
	p.Lacks("Ana")
	press(p, "m", "c", "j", "enter")
	if p.Last() != (page.Go{To: page.Client{Ref: "K7M-2QX"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	press(p, "t")
	if p.Last() != (page.Go{To: page.Triage{Client: "K7M-2QX"}}) {
		t.Errorf("t asked for %#v", p.Last())
	}
	press(p, "n")
	if p.Last() != (page.Go{To: page.Triage{}}) {
		t.Errorf("n asked for %#v", p.Last())
	}
}

func TestListFilter(t *testing.T) {
	s := newStub(t)
	p := openList(t, s)
	for _, typed := range []string{"jo", "k7m2", "K7M-2"} {
		press(p, "f", "="+typed)
		p.Has("> K7M-2QX")
		p.Lacks("Ana")
		press(p, "esc")
		p.Has("Ana")
	}
	press(p, "f", "=zzz", "enter")
	p.Has("No client fits.")
	if len(p.Asked) != 0 {
		t.Errorf("asked for %#v", p.Asked)
	}
}

// TestListKeepsItsPlace when it is read again.
func TestListKeepsItsPlace(t *testing.T) {
	s := newStub(t)
	p := openList(t, s)
	press(p, "down")
	s.clients = append([]store.Client{{Ref: "B2B-222", GivenName: "Abe", Coach: "M-1", Changed: at}}, s.clients...)
	p.Send(page.Shown{})
	p.Has("> K7M-2QX")
}

func TestNotThere(t *testing.T) {
	for _, open := range []func(*testing.T, *stub) *pagetest.Page{
		openList, func(t *testing.T, s *stub) *pagetest.Page { t.Helper(); return openClient(t, s, "K7M-2QX") },
	} {
		s := newStub(t)
		s.gone = store.ErrNotFound
		p := open(t, s)
		if _, ok := p.Last().(page.Back); !ok || said(p) != store.ErrNotFound.Error() {
			t.Errorf("said %q, asked for %#v", said(p), p.Last())
		}
	}
}

func TestParts(t *testing.T) {
	p := openClient(t, newStub(t), "K7M-2QX")
	p.Has("Coach: Amina Khan. Changed by Sam Jones on 2 February 2026.")
	p.Has("[1 facts (3)]")
	p.Has("> Date of birth 27 March 1990 document seen 15 January 2026")
	p.Has("Date of birth: 27 March 1990 (document seen; entered by Sam Jones on 15 January 2026)")
	p.Has("Sex not known")
	p.Lacks("Age")
	press(p, "2")
	p.Has("> 20 January 2026 A-222-22A Sam Jones")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Assessment{Client: "K7M-2QX", ID: "A-222-22A"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	press(p, "right")
	p.Has("sent 2 Feb 2026 Connect to Work")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-222-22A"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	press(p, "4")
	p.Has("> 2 February 2026 10:00, Amina Khan Rang on Tuesday")
	press(p, "down")
	p.Has("> 2 February 2026 10:00, Sam Jones First visit")
	p.Has("Rang")
	press(p, "t")
	if p.Last() != (page.Go{To: page.Triage{Client: "K7M-2QX"}}) {
		t.Errorf("t asked for %#v", p.Last())
	}
}

// TestTheWholeFactWaits for the keys to come to rest.
func TestTheWholeFactWaits(t *testing.T) {
	p := openClient(t, newStub(t), "K7M-2QX")
	p.Busy = true
	press(p, "down")
	p.Has("> Work")
	p.Has("Date of birth: 27 March 1990 (")
	p.Send(page.Still{})
	p.Has("Work: out of work (")
}

func TestChangingAFact(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "down")
	p.Has("> Work")
	press(p, "enter", "5")
	p.Has("How do you know?")
	press(p, "2")
	if got := s.find("K7M-2QX").Facts[store.Work].Word; got != "employed" || s.source != store.DocumentSeen || said(p) != "Saved." {
		t.Errorf("work is %q, by %q, said %q", got, s.source, said(p))
	}
	p.Has("> Work employed")
	press(p, "enter", "tab") // not known any more
	if _, ok := s.find("K7M-2QX").Facts[store.Work]; ok {
		t.Error("work is still known")
	}
	p.Has("> Work not known")
	rev := s.find("K7M-2QX").Rev
	press(p, "enter", "tab") // nothing changes
	if s.find("K7M-2QX").Rev != rev {
		t.Error("what was not known was saved as not known")
	}
	press(p, "home", "down", "enter")
	p.Has("[Restart Scheme")
	press(p, "=, conn", "enter", "esc")
	p.Has("[Restart Scheme, conn")
	press(p, "enter", "1")
	p.Has("On now: restart, connect to work")
	if s.source != store.ClientSaid {
		t.Errorf("by %q", s.source)
	}
}

func TestARefusedFactStays(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	s.refuse = &store.FactError{Fact: "birth_date", Got: "2090-03-27", Want: "a date of birth on or before today"}
	press(p, "home", "enter", "backspace", "backspace", "backspace", "backspace", "=2090", "enter", "1")
	p.Has("[27/3/2090")
	p.Has("a date of birth on or before today")
	press(p, "esc")
	p.Has("27 March 1990")
}

func TestSomebodyElseChangedTheClient(t *testing.T) {
	for _, c := range []struct {
		keys    string
		clashes int
		work    string
	}{{"m", 1, "inactive"}, {"t", 1, "employed"}, {"esc", 1, "employed"}, {"m m", 2, "inactive"}} {
		s := newStub(t)
		p := openClient(t, s, "K7M-2QX")
		s.clashes = c.clashes
		press(p, "down", "enter", "3", "2")
		p.Has("Somebody else changed this client")
		p.Has("theirs employed")
		p.Has("mine inactive")
		press(p, strings.Fields(c.keys)...)
		if got := s.find("K7M-2QX").Facts[store.Work].Word; got != c.work {
			t.Errorf("%s: work is kept as %q\n%s", c.keys, got, p.Screen())
		}
		p.Has("> Work " + c.work)
		if c.work == "inactive" && s.source != store.DocumentSeen {
			t.Errorf("%s: kept by %q", c.keys, s.source)
		}
	}
}

func TestName(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "e", "enter")
	if s.find("K7M-2QX").Rev != 3 {
		t.Error("the same name was saved")
	}
	s.clashes = 1
	press(p, "e", "=hn", "enter")
	p.Has("[John")
	p.Has("The name that is saved now: Joanna.")
	press(p, "enter")
	if got := s.find("K7M-2QX"); got.GivenName != "John" || got.Facts[store.Work].Word != "employed" {
		t.Errorf("kept %+v", got)
	}
	if !strings.Contains(p.Model.Title(), "John") {
		t.Errorf("the title is %q", p.Model.Title())
	}
}

func TestNote(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	s.refuse = &store.FieldError{Field: "note", Says: "Take out the National Insurance number."}
	press(p, "a", "=She is QQ123456C", "enter")
	p.Has("[She is QQ123456C")
	p.Has("Take out the National Insurance number.")
	press(p, "esc")
	p.Has("Press Esc again")
	press(p, "backspace")
	p.Lacks("Press Esc again")
	press(p, "enter")
	if len(s.notes) != 3 || s.notes[0].Text != "She is QQ123456" {
		t.Errorf("kept %+v", s.notes)
	}
	p.Has("[4 notes (3)]")
	press(p, "a", "=x", "esc", "esc")
	if len(s.notes) != 3 {
		t.Error("Esc saves")
	}
}

func TestCloseAndOpenAgain(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	s.clashes = 1
	press(p, "x", "=Found work", "enter")
	p.Has("[Found work")
	p.Has("Press Enter to close them all the same.")
	press(p, "enter")
	p.Has("Closed on 2 February 2026: Found work")
	press(p, "enter")
	if !strings.Contains(said(p), "Press x to open the client again first.") {
		t.Errorf("said %q", said(p))
	}
	press(p, "x")
	p.Has("Coach: Amina Khan.")
	if !s.find("K7M-2QX").Closed.IsZero() {
		t.Error("still closed")
	}
	s.refuse = context.DeadlineExceeded
	press(p, "x", "=Found work", "enter")
	p.Has("[Found work")
}

// TestClosingSaysWhatStaysOpen names the referrals and the promises that are
// open, while it asks why the client is closed.
func TestClosingSaysWhatStaysOpen(t *testing.T) {
	s := newStub(t)
	s.referrals = []store.Referral{
		{ID: "R-222-22A", Client: "K7M-2QX", State: store.OnWaitingList, Packet: store.Packet{Name: "Restart Scheme"}},
		{ID: "R-222-22B", Client: "K7M-2QX", State: store.Declined, Packet: store.Packet{Name: "Connect to Work"}},
	}
	s.promised = []store.FollowUp{{ID: "F-222-22A", Due: store.Date(2026, 2, 9), Text: "ring the college"}}
	p := openClient(t, s, "K7M-2QX")
	press(p, "x")
	p.Has("Referrals that stay open: Restart Scheme (waiting). Replies")
	p.Has("Promises that stay open: ring the college (by 9 February 2026).")
	p.Lacks("Connect to Work (declined)")
	press(p, "=Found work", "enter")
	if !s.leftOpen {
		t.Error("the desk is not told that they stay open")
	}
}

// TestComingBack reads the client again, but never while something is typed.
func TestComingBack(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	press(p, "down", "down")
	s.find("K7M-2QX").GivenName = "Joanna"
	p.Send(page.Shown{})
	if !strings.Contains(p.Model.Title(), "Joanna") || !strings.Contains(p.Screen(), "> On now") {
		t.Errorf("%s\n%s", p.Model.Title(), p.Screen())
	}
	press(p, "a", "=half a")
	p.Send(page.Shown{})
	p.Has("[half a")
	if !p.Model.(page.Keeper).Unsaved() {
		t.Error("a note can be left without a word")
	}
}

func TestPaste(t *testing.T) {
	p := openClient(t, newStub(t), "K7M-2QX")
	press(p, "a")
	p.Send(tea.PasteMsg{Content: "one\ntwo"})
	p.Has("[one two")
	list := openList(t, newStub(t))
	press(list, "f")
	list.Send(tea.PasteMsg{Content: "jo"})
	list.Lacks("Ana")
}

func TestSweeps(t *testing.T) {
	pagetest.Sweep(t, func() page.Model { return caseload.NewList(t.Context(), newStub(t), look.Plain()) },
		"down", "c", "m", "m", "f", "z", "backspace", "j", "down", "esc")
	pagetest.Sweep(t, func() page.Model {
		s := newStub(t)
		s.clashes = 1
		s.notes[0].Text = strings.Repeat("a long note ", 40)
		return caseload.NewClient(t.Context(), s, look.Plain(), "K7M-2QX")
	}, "down", "enter", "3", "down", "1", "down", "m", "e", "x", "enter", "esc", "esc", "a", "n", "esc", "esc", "x", "w", "enter", "2", "3", "4", "down", "up", "enter", "x")
}

// TestTypedAhead takes the keys that come before the list has been read.
func TestTypedAhead(t *testing.T) {
	m := caseload.NewList(t.Context(), newStub(t), look.Plain())
	m.Update(page.Room{W: 80, H: 20})
	reading := m.Init()
	for _, k := range []string{"j", "enter", "c"} {
		m.Update(pagetest.Key(k))
	}
	m.Update(reading())
	if got := m.Drain(); len(got) != 1 || got[0] != (page.Go{To: page.Client{Ref: "K7M-2QX"}}) {
		t.Errorf("asked for %#v", got)
	}
}

func TestOfWhichHousehold(t *testing.T) {
	s := newStub(t)
	p := openClient(t, s, "K7M-2QX")
	p.Lacks("Household")
	press(p, "h")
	if !strings.Contains(said(p), "in no household") {
		t.Errorf("said %q", said(p))
	}
	s.households = []store.HouseholdLine{{ID: "H-K7M-2QX", Names: []string{"Jo", "Bilal"}}}
	p = openClient(t, s, "K7M-2QX")
	p.Has("Household H-K7M-2QX.")
	press(p, "h")
	if p.Last() != (page.Go{To: page.Household{ID: "H-K7M-2QX"}}) {
		t.Errorf("h asked for %#v", p.Last())
	}
}

// While a note is being written, somebody else's change is only said: what was
// typed stays, and nothing is read.
func TestOthersChangeTheClient(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewClient(t.Context(), s, look.Plain(), "K7M-2QX"), 80, 20)
	change := page.Changed{All: []store.Changed{{Client: "K7M-2QX", Who: "Sam Jones", At: at}}}
	s.find("K7M-2QX").ChangedBy = "M-1"
	p.Send(change)
	p.Has("Changed by Amina Khan")
	p.Press("a", "R", "a", "n")
	s.find("K7M-2QX").ChangedBy = "M-2"
	p.Send(change)
	if p.Last() != (page.Marked{Text: "Changed by Sam Jones at 10:00."}) {
		t.Errorf("it says %+v", p.Last())
	}
	p.Has("Ran")
}

// What is promised is written down with its day, and done; Esc on the day goes
// back to the words, which stay.
func TestPromised(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewClient(t.Context(), s, look.Plain(), "K7M-2QX"), 80, 20)
	p.Press("p", "enter")
	p.Has("Enter what you promise to do.")
	p.Type("ring the college")
	p.Press("enter")
	p.Has("By which day? [9 February 2026")
	p.Press("esc")
	p.Has("[ring the college")
	p.Press("enter")
	for range "9 February 2026" {
		p.Press("backspace")
	}
	p.Type("1/2/2026")
	p.Press("enter")
	p.Has("Enter a day from today on, such as 9 February 2026.")
	for range "1/2/2026" {
		p.Press("backspace")
	}
	p.Type("4/2/2026")
	p.Press("enter")
	if len(s.promised) != 1 || s.promised[0].Text != "ring the college" || s.promised[0].Due != store.Date(2026, 2, 4) {
		t.Fatalf("kept %+v", s.promised)
	}
	p.Has("[5 promised (1)]")
	p.Has("> in 2 days Amina Khan ring the college")
	p.Press("d")
	p.Has("[5 promised (0)]")
	p.Has("> done 2 February 2026 Amina Khan ring the college")
	p.Press("d")
	if say, ok := p.Last().(page.Say); !ok || say.Text != "This was done on 2 February 2026 already." {
		t.Errorf("it says %+v", p.Last())
	}
}

// One client in focus, or all of them, is handed over once that is said to be
// meant; a colleague's client is not offered.
func TestHandOver(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, caseload.NewList(t.Context(), s, look.Plain()), 80, 20)
	p.Press("h") // on Ana, whom Sam keeps
	p.Has("What do you hand over? > 1 All your clients, closed ones too, and all that you promised")
	p.Press("esc", "down", "h")
	p.Has("> 1 Jo, K7M-2QX 2 All your clients")
	p.Press("enter")
	p.Has("To which colleague? > 1 Sam Jones 2 Zoe Pike")
	p.Press("esc")
	p.Has("What do you hand over?")
	p.Press("enter", "2")
	p.Has("Hand Jo, K7M-2QX, over to Zoe Pike? Drafts, referrals and what you promised go with the client.")
	p.Press("n")
	if s.find("K7M-2QX").Coach != "M-1" {
		t.Fatal("handed over by n")
	}
	p.Press("h", "1", "2", "y")
	if s.find("K7M-2QX").Coach != "M-3" || s.find("R3S-TUV").Coach != "M-1" {
		t.Errorf("the clients are %+v", s.clients)
	}
	if say, ok := p.Last().(page.Say); !ok || say.Text != "Handed over to Zoe Pike: 1 open client, 0 open referrals, 0 follow-ups." {
		t.Errorf("it says %+v", p.Last())
	}
	p.Press("h", "1", "1", "y")
	if s.find("R3S-TUV").Coach != "M-2" {
		t.Errorf("the clients are %+v", s.clients)
	}
	pagetest.Sweep(t, func() page.Model { return caseload.NewList(t.Context(), newStub(t), look.Plain()) }, "down", "h", "enter", "enter", "y")
}
