package household_test

import (
	"strings"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/household"
	"signpost/tui/page/pagetest"
)

func open(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, household.NewOne(t.Context(), s, look.Plain(), "H-K7M-2QX"), 80, 20)
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

func wantSaid(t *testing.T, p *pagetest.Page, want string) {
	t.Helper()
	if got := said(p); !strings.Contains(got, want) {
		t.Errorf("said %q, want %q in it", got, want)
	}
}

func clear20(p *pagetest.Page) {
	for range 40 {
		p.Press("backspace")
	}
}

func TestList(t *testing.T) {
	s := newStub(t)
	p := pagetest.Open(t, household.NewList(t.Context(), s, look.Plain()), 80, 20)
	p.Has("2 open households")
	p.Has("> H-K7M-2QX Jo, Bilal overdue 9 February 2026: Write a CV")
	p.Has("H-A2C-DEF nobody yet nothing planned")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Household{ID: "H-K7M-2QX"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	press(p, "n", "n")
	if s.opened != 0 {
		t.Error("a household was opened that was not wanted")
	}
	press(p, "n", "y")
	if p.Last() != (page.Go{To: page.Household{ID: "H-B2B-222"}}) || s.opened != 1 {
		t.Errorf("n asked for %#v", p.Last())
	}
	press(p, "c")
	p.Has("closed ones too")
}

func TestWhatIsGone(t *testing.T) {
	s := newStub(t)
	s.gone = store.ErrNotFound
	for _, m := range []page.Model{household.NewOne(t.Context(), s, look.Plain(), "H-K7M-2QX"), household.NewList(t.Context(), s, look.Plain())} {
		p := pagetest.Open(t, m, 80, 20)
		if _, ok := p.Last().(page.Back); !ok {
			t.Errorf("asked for %#v", p.Last())
		}
	}
}

func TestParts(t *testing.T) {
	p := open(t, newStub(t))
	p.Has("Advocate: Amina Khan. Changed by Sam Jones on 2 February 2026.")
	p.Has("[1 people (2)]")
	p.Has("> 1 Jo client K7M-2Q9")
	p.Has("2 Bilal not a client yet")
	p.Has("3 Ana client A2C-DEF, left on 9 February 2026")
	p.Has("4 somebody client A3C-DEF, no longer kept")
	p.Has("Joined on 2 February 2026. Age: 30 years; District: Liverpool; Work: out of work; Other barriers: debt.")
	press(p, "enter")
	if p.Last() != (page.Go{To: page.Client{Ref: "K7M-2Q9"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	press(p, "2", "down")
	p.Has("> District Liverpool")
	p.Has("District: Liverpool (document seen; entered by Sam Jones on 20 January 2026)")
	press(p, "3")
	p.Has("plan (1 of 2 done)")
	p.Has("> 9 February 2026 overdue Write a CV")
	p.Has("Bilal: Write a CV")
	p.Has("2 March 2026 done Meet the debt adviser")
	press(p, "enter")
	p.Has("> 9 February 2026 done Write a CV")
	press(p, "enter")
	p.Has("> 9 February 2026 overdue")
	press(p, "4")
	p.Has("Not referred yet.")
}

func TestSomebodyJoinsAndLeaves(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "a", "=k7m 2qx", "enter")
	p.Has("Check the reference")
	press(p, "backspace", "=9", "enter")
	if s.asked.Client != "K7M-2Q9" {
		t.Errorf("asked for %+v", s.asked)
	}
	press(p, "a", "=Zoë", "enter")
	if s.asked.GivenName != "Zoë" || s.asked.Client != "" {
		t.Errorf("asked for %+v", s.asked)
	}
	p.Has("5 Zoe not a client yet")
	press(p, "l")
	p.Has("On which day did Jo leave?")
	clear20(p)
	press(p, "=soon", "enter")
	p.Has("Enter a day, such as 20 February 2026.")
	clear20(p)
	press(p, "=18/2/2026", "enter")
	p.Has("1 Jo client K7M-2Q9, left on 18 February 2026")
	press(p, "l")
	wantSaid(t, p, "They left on 18 February 2026.")
}

func TestFactsOfOneAndOfAll(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "down", "enter")
	p.Has("Bilal, not a client yet")
	p.Has("> Age 19 years")
	press(p, "enter")
	clear20(p)
	press(p, "=20", "enter", "2")
	p.Has("> Age 20 years")
	if s.source != store.DocumentSeen {
		t.Errorf("known by %q", s.source)
	}
	press(p, "esc", "2", "down", "enter", "tab")
	p.Has("> District not known")
	press(p, "1", "m")
	p.Has("2 Bilal client B2B-222")
	press(p, "m")
	wantSaid(t, p, "client B2B-222 already")
}

func TestAStepOfThePlan(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "3", "a", "enter")
	p.Has("Enter what is to be done.")
	press(p, "=Open a bank account", "enter")
	p.Has("By which day?")
	clear20(p)
	press(p, "=1/4/2026", "enter")
	p.Has("Whose step is it?")
	p.Has("3 Bilal's")
	s.refuse = &store.FieldError{Field: "day", Says: "Enter a day from x to y."}
	press(p, "3")
	p.Has("Enter a day from x to y.")
	press(p, "enter", "3")
	if n := len(s.view.Plan); n != 3 || s.view.Plan[2].Person != "2" || s.view.Plan[2].Due != store.Date(2026, 4, 1) {
		t.Errorf("the plan is %+v", s.view.Plan)
	}
}

func TestSomebodyElsesChangeLosesNothing(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "a", "=Zoë")
	s.refuse = store.ErrConflict
	press(p, "enter")
	p.Has("[Zoe ")
	press(p, "enter")
	p.Has("5 Zoe")
}

func TestAdvocateAndClosing(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "g", "2")
	p.Has("Advocate: Sam Jones.")
	press(p, "x", "=both in work", "enter")
	p.Has("Closed on 2 February 2026: both in work")
	press(p, "a")
	wantSaid(t, p, "Press x to open it again first.")
	press(p, "t", "x")
	p.Has("Advocate: Sam Jones.")
}

func TestTriage(t *testing.T) {
	s := newStub(t)
	p := open(t, s)
	press(p, "t")
	p.Has("How this household stands on 20 February 2026")
	p.Has("> ? unclear Together")
	p.Has("Jo: 1 eligible, 1 unclear, 0 near miss")
	press(p, "enter")
	p.Has("? has at least two people out of work")
	p.Has("+ Jo ? Bilal. Not known: is unemployed")
	press(p, "esc", "down", "enter")
	p.Has("Jo on 20 February 2026, as one of this household")
	p.Has("> + eligible Boost")
	press(p, "enter")
	p.Has("+ is 16 or over")
	press(p, "esc", "esc", "up", "a")
	p.Has("> Bilal: Work")
	p.Has("Jo: Can people still be referred?")
	press(p, "down", "enter")
	p.Has("Jo: Can people still be referred?")
	press(p, "y", "enter")
	if s.client.Set[store.Judgements].Set.Holds("together/running") != store.Yes {
		t.Errorf("kept %+v in the record of the client", s.client)
	}
	p.Has("Of Bilal: What is the client's work situation?")
	press(p, "esc")
	p.Has("How this household stands")
	press(p, "esc")
	p.Has("people (2)")
}

// TestQuestionsGoOn until each was asked once, passed over or not.
func TestQuestionsGoOn(t *testing.T) {
	p := open(t, newStub(t))
	press(p, "t", "a", "enter")
	p.Has("Of Bilal:")
	press(p, "tab")
	p.Has("Jo: Can people still be referred?")
	press(p, "tab")
	p.Has("How this household stands")
}

// TestWhoIsNotReferredIsNotRead shows nothing of them below, no stop either.
func TestWhoIsNotReferredIsNotRead(t *testing.T) {
	s := newStub(t)
	s.checks = []store.Check{{ID: "standing", Level: store.CheckStop, Says: "Not eligible today"}}
	p := open(t, s)
	press(p, "t", "r")
	p.Has("Stop: Not eligible today")
	press(p, "enter")
	p.Has("Jo, client K7M-2Q9: is not referred")
	p.Has("Nothing of Jo is sent.")
	p.Lacks("Stop: Not eligible today")
}

func TestReferTogether(t *testing.T) {
	s := newStub(t)
	s.checks = []store.Check{{ID: "assured", Level: store.CheckNote, Says: "Checked 99 days ago"}, {ID: "capacity", Level: store.CheckWarning, Says: "There is a waiting list"}}
	p := open(t, s)
	press(p, "t", "r")
	p.Has("To Together: sent together or not at all")
	p.Has("> Jo, client K7M-2Q9: is referred")
	p.Has("Bilal: not a client yet, so not referred.")
	p.Has("Note: Checked 99 days ago")
	press(p, "s")
	wantSaid(t, p, "Enter the day Jo was told")
	p.Has("> Told on")
	press(p, "enter", "enter")
	p.Has("Told on 20 February 2026")
	press(p, "s")
	wantSaid(t, p, "Enter why Jo is referred all the same")
	press(p, "enter", "=she agreed to wait", "enter")
	p.Has("Warning sent all the same: she agreed to wait (There is")
	// Bilal becomes a client, and is referred with an own basis.
	press(p, "G", "enter")
	p.Has("Bilal, client B2B-222: is referred")
	press(p, "G", "enter", "=so did he", "enter", "k")
	p.Has("> Told on not entered")
	press(p, "enter", "enter", "k", "k", "enter", "2")
	p.Has("consent: the client agreed, said to the coach")
	press(p, "s")
	wantSaid(t, p, "Enter the day Bilal agreed to this sharing")
	p.Has("> Agreed on not entered")
	press(p, "enter", "enter")
	p.Has("Agreed on 20 February 2026")
	press(p, "s")
	p.Has("Send 2 referrals to Together, together or not at all?")
	press(p, "n")
	if len(s.forms) != 0 {
		t.Fatal("sent without being told to")
	}
	s.refuse = &store.FieldError{Field: "reason", Says: "Bilal: Take it out."}
	press(p, "s", "y")
	wantSaid(t, p, "Bilal: Take it out.")
	p.Has("she agreed to wait")
	press(p, "s", "y")
	wantSaid(t, p, "Sent together: R-1, R-2.")
	if len(s.forms) != 2 || s.forms[0].Basis != store.PublicTask || s.forms[1].Basis != store.Consent || s.forms[1].Agreement != (store.Agreement{Day: s.Today(), How: store.AgreedSaid}) || s.forms[1].Overrides["capacity"] != "so did he" {
		t.Errorf("sent %+v", s.forms)
	}
	p.Has("[4 referrals (2)]")
}

func TestLeavingAnswersAsksOnce(t *testing.T) {
	p := open(t, newStub(t))
	press(p, "t", "r", "down", "enter", "=x", "enter", "esc")
	wantSaid(t, p, "Press Esc again")
	press(p, "esc")
	p.Has("How this household stands")
}

func TestAllSizes(t *testing.T) {
	one := func() page.Model { return household.NewOne(t.Context(), newStub(t), look.Plain(), "H-K7M-2QX") }
	pagetest.Sweep(t, func() page.Model { return household.NewList(t.Context(), newStub(t), look.Plain()) }, "down", "n", "esc")
	pagetest.Sweep(t, one, "down", "2", "enter", "esc", "3", "a", "esc", "4", "1", "down", "enter", "esc", "g", "esc", "v")
	pagetest.Sweep(t, one, "t", "enter", "esc", "a", "esc", "down", "enter", "enter", "esc", "esc", "up", "r", "s", "down", "enter", "esc", "G")
}

// A household with a colleague's client in it leads to the question why.
func TestAColleaguesClientLeadsToTheQuestionWhy(t *testing.T) {
	s := newStub(t)
	s.gone = &store.WhyError{Client: "K7M-2Q9", Coach: "Sam Jones"}
	want := page.Go{To: page.Why{Client: "K7M-2Q9", Coach: "Sam Jones", Then: page.Household{ID: "H-K7M-2QX"}}, Instead: true}
	if got := open(t, s).Last(); got != want {
		t.Errorf("asked for %#v", got)
	}
}
