package triage_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/triage"
)

func TestANewClientFromFirstQuestionToReferral(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	p.Has("eligible")
	answerFact(p, store.BirthDate, "=27/3/1990", "enter")
	p.Has("27 March 1990")
	answerFact(p, store.District, "=burn", "enter")
	p.Has("Burnley")
	answerFact(p, store.RightToWork, "y")
	answerFact(p, store.Health, "space", "enter")
	answerFact(p, store.Work, "1")
	answerFact(p, store.Programmes, "=none", "enter")
	results(p)
	p.Has("This client is not saved.")
	p.Press("1")
	p.Has("Connect to Work")
	p.Press("enter")
	p.Has("Eligible: every rule is met")
	p.Has("lives in England [1]")
	p.Has("Sources [1]")
	p.Press("esc", "s", "enter")
	p.Has("Enter the client's given name.")
	p.Type("Jo")
	p.Press("enter", "2")
	p.Has("How was the client told")
	p.Has("Why we keep it: public task; health facts: employment")
	p.Press("1")
	if s.added != 1 || s.triaged != 1 || s.client.GivenName != "Jo" || s.source != store.DocumentSeen || s.told.How != store.ToldInPerson {
		t.Fatalf("kept %+v, triaged %d, by %q", s.client, s.triaged, s.source)
	}
	if s.client.Facts[store.BirthDate].Day != store.Date(1990, 3, 27) || s.client.Facts[store.District].Word != "E07000117" {
		t.Fatalf("kept %+v", s.client.Facts)
	}
	if !strings.HasPrefix(said(p), "Saved: client K7M-2QX Jo") || unsaved(p) {
		t.Errorf("said %q, unsaved %v", said(p), unsaved(p))
	}
	p.Press("r")
	if to, ok := p.Last().(page.Go); !ok || to.To.(page.ReferNew).Client != "K7M-2QX" {
		t.Errorf("r asked for %#v", p.Last())
	}
	p.Press("s") // nothing new: the assessment alone
	if s.added != 1 || s.client.Rev != 1 || s.triaged != 2 {
		t.Errorf("added %d, revision %d, triaged %d", s.added, s.client.Rev, s.triaged)
	}
}

// TestTwelveFacts counts the keys of a client with twelve facts, from Home to
// saved: at one and a half keys a second, well under two minutes.
func TestTwelveFacts(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	answers := map[string]string{
		"date of birth?": "27/3/1990", "district does": "burn", "work situation?": "", "right to live": "y", "health conditions": "",
		"programmes is the client on now?": "restart", "benefits does": "", "groups is": "", "months has the client been on": "9",
		"months has the client been out": "14", "health journey?": "", "qualification level": "2", "youngest child": "3y", "GCSE": "y", "paid job that": "n",
	}
	digits := map[string]string{"work situation?": "1", "health conditions": "2", "benefits does": "1", "groups is": "2", "health journey?": "1"}
	keysPressed, known := 1, 0 // the digit on Home
	for range 60 {
		if known == 12 {
			break
		}
		screen := strings.Join(strings.Fields(p.Screen()), " ")
		answered := false
		for ask, typed := range answers {
			if !strings.Contains(screen, ask) {
				continue
			}
			answered = true
			for _, k := range strings.Split(digits[ask]+typed, "") {
				p.Press(k)
				keysPressed++
			}
			if strings.Join(strings.Fields(p.Screen()), " ") != screen && strings.Contains(strings.Join(strings.Fields(p.Screen()), " "), ask) {
				p.Press("enter")
				keysPressed++
			}
			known++
			break
		}
		if !answered {
			p.Press("tab")
			keysPressed++
		}
	}
	press(p, "esc", "s", "=Jo", "enter", "1", "1")
	keysPressed += 7
	if len(s.client.Facts) != 12 {
		t.Fatalf("%d facts were saved: %v\n%s", len(s.client.Facts), s.client.Facts, p.Screen())
	}
	t.Logf("%d keys", keysPressed)
	if keysPressed > 60 {
		t.Errorf("a client with twelve facts takes %d keys", keysPressed)
	}
}

func TestReferringSomebodyWhoIsNotSaved(t *testing.T) {
	p := open(t, newStub(t), "")
	results(p)
	p.Press("2", "r")
	if !strings.Contains(said(p), "Save the client first") {
		t.Errorf("r said %q", said(p))
	}
	p.Press("enter", "r")
	if _, ok := p.Last().(page.Go); ok {
		t.Errorf("r asked for %#v", p.Last())
	}
}

// TestNotKnownIsNeverNo goes through every question by Tab and by Enter alone.
func TestNotKnownIsNeverNo(t *testing.T) {
	for _, k := range []string{"tab", "enter"} {
		s := newStub(t)
		p := open(t, s, "")
		for range 200 {
			if strings.Contains(p.Screen(), "This client is not saved.") {
				break
			}
			p.Press(k)
		}
		p.Has("This client is not saved.")
		press(p, "s", "=Jo", "enter", "1")
		if s.added != 1 || len(s.client.Facts) != 0 {
			t.Errorf("%s alone: added %d, with %+v", k, s.added, s.client.Facts)
		}
	}
}

func TestAnswersThatDoNotFitStay(t *testing.T) {
	p := open(t, newStub(t), "")
	answerFact(p, store.BirthDate, "=32/13/1990", "enter")
	p.Has("32/13/1990")
	p.Has("such as 27/3/1990")
	other := open(t, newStub(t), "")
	answerFact(other, store.CaringHours, "=200", "enter")
	other.Has("a whole number from 0 to 168")
}

// TestAnAnswerThatCannotBeMatched is taken back, and its question stays open.
func TestAnAnswerThatCannotBeMatched(t *testing.T) {
	p := open(t, newStub(t), "")
	answerFact(p, store.District, "=burn", "enter")
	answerFact(p, store.BirthDate, "=1/1/2027", "enter")
	p.Has("[1/1/2027")
	p.Has("Date of birth: 2027-01-01 does not fit: enter a date of birth on or before today")
	results(p)
	p.Press("l")
	p.Has("Date of birth         not known")
	p.Has("Burnley")
}

func TestWhatIf(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	answerFact(p, store.District, "=burn", "enter")
	answerFact(p, store.BirthDate, "=27/3/1990", "enter")
	p.Press("home", "w")
	p.Has("Nothing is saved. Now: 27 March 1990.")
	press(p, "=27/3/2014", "enter")
	p.Has("27 March 1990 -> 27 March 2014")
	p.Has("not eligible ->")
	p.Press("esc")
	p.Has("27 March 1990")
	p.Lacks("27 March 2014")
	press(p, "w", "=27/3/2014", "enter", "t")
	p.Has("27 March 2014")
	if !unsaved(p) {
		t.Error("a taken answer is not held to be unsaved")
	}
	press(p, "w", "=1/1/2040", "enter")
	p.Has("a date of birth on or before today")
	press(p, "tab")
	p.Has("27 March 2014 -> not known")
}

// TestASavedClientOpensOnTheResults, and answers what one programme lacks.
func TestASavedClientOpensOnTheResults(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Facts: store.Facts{
		store.Age: {Num: 30}, store.District: {Word: "E07000117"}, store.Health: {Set: store.Set{Has: []string{"mental"}, Whole: true}},
		store.Work: {Word: "out-of-work"},
	}}
	p := open(t, s, s.client.Ref)
	p.Has("Press s to save this assessment.")
	p.Press("2", "enter")
	name, _, _ := strings.Cut(p.Screen(), "\n")
	p.Press("a")
	p.Press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab")
	if got, _, _ := strings.Cut(p.Screen(), "\n"); got != name {
		t.Errorf("after its questions it shows %q, not %q", got, name)
	}
	p.Press("a")
	p.Press("esc")
	if got, _, _ := strings.Cut(p.Screen(), "\n"); got != name {
		t.Errorf("Esc out of its questions shows %q, not %q", got, name)
	}
	p.Press("esc", "q")
	p.Has("4 facts known")
}

func TestJudgements(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	for range 60 {
		if strings.Contains(p.Screen(), "To judge, for") {
			break
		}
		p.Press("tab")
	}
	p.Has("To judge, for")
	question := strings.Split(p.Screen(), "\n")[1]
	p.Press("y", "ctrl+p")
	if got := strings.Split(p.Screen(), "\n")[1]; got == "" || !strings.Contains(p.Screen(), "> 1 yes") {
		t.Errorf("after %q the judgement is asked again as\n%s", question, p.Screen())
	}
	p.Press("3")
	results(p)
	press(p, "s", "=Jo", "enter", "1", "1")
	if j, ok := s.client.Facts[store.Judgements]; ok {
		t.Errorf("a judgement taken back is kept: %+v", j)
	}
}

// What only a provider can answer is asked of no client.
func TestTheQuestionsEnd(t *testing.T) {
	p := open(t, newStub(t), "")
	for n := 0; !strings.Contains(said(p), "Nothing more to ask the client. Left for providers:"); n++ {
		if strings.Contains(p.Screen(), "taking referrals") || strings.Contains(p.Screen(), "confirmed") {
			t.Fatalf("asked of a client:\n%s", p.Screen())
		}
		if n > 120 {
			t.Fatalf("no end of questions:\n%s", p.Screen())
		}
		p.Press("tab")
	}
	p.Has("1 eligible")
}

func TestPreviousQuestion(t *testing.T) {
	p := open(t, newStub(t), "")
	question := func() string { return strings.Split(p.Screen(), "\n")[1] }
	p.Press("ctrl+p")
	if said(p) != "This is the first question." {
		t.Errorf("said %q", said(p))
	}
	first := question()
	for _, back := range []string{"ctrl+p", "shift+tab"} {
		p.Press("tab")
		if question() == first {
			t.Fatal("tab asks the same again")
		}
		p.Press(back)
		if got := question(); got != first {
			t.Errorf("%s went back to %q, not %q", back, got, first)
		}
	}
}

// TestAnAnswerThatComesLate is no answer to the question that was since asked.
func TestAnAnswerThatComesLate(t *testing.T) {
	s := newStub(t)
	m := triage.New(t.Context(), s, look.Plain(), "", "")
	p := pagetest.Open(t, m, 80, 20)
	p.Has("Which district")
	p.Type("pend")
	late := m.Update(pagetest.Key("enter")) // asked, and not yet answered
	if got := m.View(); !strings.Contains(got, "Matching...") {
		t.Fatalf("not matching:\n%s", got)
	}
	p.Press("esc")
	answerFact(p, store.RightToWork, "y")
	before := p.Screen()
	p.Send(late())
	if got := p.Screen(); got != before {
		t.Errorf("a late answer changed the screen from\n%s\nto\n%s", before, got)
	}
}

// TestThePaneWaits for the keys to come to rest, and then shows the reasons of
// the programme in focus.
func TestThePaneWaits(t *testing.T) {
	p := pagetest.Open(t, triage.New(t.Context(), newStub(t), look.Plain(), "", ""), 132, 40)
	results(p)
	p.Press("2")
	pane := func() string {
		_, right, _ := strings.Cut(strings.Split(p.Screen(), "\n")[2], "| ")
		return right
	}
	first := pane()
	p.Busy = true
	p.Press("down")
	if got := pane(); got != first || first == "" {
		t.Errorf("while keys come the pane goes from %q to %q", first, got)
	}
	p.Send(page.Still{})
	if got := pane(); got == first || !strings.Contains(p.Screen(), "> ? "+strings.TrimRight(got[:10], ".")) {
		t.Errorf("at rest the pane shows %q:\n%s", got, p.Screen())
	}
}

// TestTypedAhead gives the keys pressed while an answer is matched to the next
// question, all of them and in order.
func TestTypedAhead(t *testing.T) {
	m := triage.New(t.Context(), newStub(t), look.Plain(), "", "")
	p := pagetest.Open(t, m, 80, 20)
	p.Type("burn")
	matching := m.Update(pagetest.Key("enter"))
	for _, k := range []string{"2", "7", "/", "3", "/", "9", "0"} {
		m.Update(pagetest.Key(k))
	}
	p.Send(matching())
	p.Has("date of birth")
	p.Has("[27/3/90")
	m.Update(pagetest.Key("enter"))
	m.Update(pagetest.Key("1"))
	p.Press("esc") // thinks better of it
	p.Has("This client is not saved.")
	p.Press("q")
	p.Lacks("[1")
}

func TestPaste(t *testing.T) {
	p := open(t, newStub(t), "")
	answerFact(p, store.District)
	p.Send(tea.PasteMsg{Content: "Burnley"})
	p.Press("enter")
	p.Has("Burnley")
	results(p)
	p.Press("s")
	p.Send(tea.PasteMsg{Content: "Jo\x1b[2J"})
	p.Has("[Jo")
}

// TestEscLeadsOut presses Esc in every part of the page: it never leaves the
// page but from the results.
func TestEscLeadsOut(t *testing.T) {
	for _, keys := range []string{"", "esc l", "esc l enter", "esc l w", "esc 4 enter", "esc 2 enter a", "esc s"} {
		p := open(t, newStub(t), "")
		press(p, strings.Fields(keys)...)
		results(p)
		p.Has("This client is not saved.")
		for _, asked := range p.Asked {
			if _, ok := asked.(page.Back); ok {
				t.Errorf("after %q Esc left the page", keys)
			}
		}
	}
}

func TestSweep(t *testing.T) {
	s := newStub(t)
	s.catalogue = s.catalogue[:12] // enough for every part of the page
	s.client = store.Client{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Facts: store.Facts{
		store.Age: {Num: 30}, store.District: {Word: "E07000117"}, store.Health: {Set: store.Set{Has: []string{"mental"}}},
	}}
	pagetest.Sweep(t, func() page.Model {
		s.clash = 1
		return triage.New(t.Context(), s, look.Plain(), s.client.Ref, "")
	}, "enter", "down", "esc", "right", "right", "l", "enter", "esc", "w", "4", "enter", "esc", "esc", "q", "tab", "tab", "y", "esc", "2",
		"enter", "a", "1", "esc", "esc", "s", "1", "down", "m")
	pagetest.Sweep(t, func() page.Model { return triage.New(t.Context(), s, look.Plain(), "", "") }, "b", "down", "enter", "esc", "4", "s", "x", "enter")
}

// TestToReferElsewhere takes the referral further that it was opened for, and
// shows what room there is.
func TestToReferElsewhere(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: "Jo", Facts: store.Facts{store.District: {Word: "E07000117"}}}
	for _, p := range s.catalogue {
		s.rooms = append(s.rooms, store.Delivery{Programme: p.ID, Capacity: store.Capacity{Code: store.WaitingList, Said: s.Today()}})
	}
	p := pagetest.Open(t, triage.New(t.Context(), s, look.Plain(), "K7M-2QX", "R-222-22A"), 80, 20)
	p.Has("To take R-222-22A further, move to a programme and press r.")
	p.Press("2")
	p.Has("waiting list")
	p.Press("enter")
	p.Has("Waiting list: said on 2 February 2026.")
	p.Press("r")
	if to, ok := p.Last().(page.Go); !ok || to.To.(page.ReferNew).After != "R-222-22A" || to.To.(page.ReferNew).Client != "K7M-2QX" {
		t.Errorf("r asked for %#v", p.Last())
	}
}

// TestWhereTheClientWasReferredIsMarked in the rows, before anything else of them.
func TestWhereTheClientWasReferredIsMarked(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: "Jo", Facts: store.Facts{store.District: {Word: "E07000117"}}}
	for _, p := range s.catalogue {
		s.rooms = append(s.rooms, store.Delivery{Programme: p.ID, Capacity: store.Capacity{Code: store.WaitingList, Said: s.Today()}})
		s.past = append(s.past, store.Referral{State: store.Declined, Packet: store.Packet{Programme: p.ID}})
	}
	p := pagetest.Open(t, triage.New(t.Context(), s, look.Plain(), "K7M-2QX", ""), 80, 20)
	p.Press("2")
	p.Has("  declined there; waiting")
}

// What somebody else changes is said, and nothing in view moves.
func TestOthersChangeTheClientOrProvision(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: "Jo", Facts: store.Facts{store.District: {Word: "E07000117"}}}
	p := pagetest.Open(t, triage.New(t.Context(), s, look.Plain(), "K7M-2QX", ""), 80, 20)
	at := time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)
	p.Press("2", "down")
	was := p.Screen()
	s.client.Rev, s.client.GivenName = 2, "Sam"
	for _, c := range []struct {
		changed store.Changed
		says    string
	}{
		{store.Changed{Programme: "restart", Who: "Stella, Authority", At: at}, "What is known of programmes: Changed by Stella, Authority at 10:00."},
		{store.Changed{Client: "K7M-2QX", Who: "Bill Ash", At: at}, "Changed by Bill Ash at 10:00."},
	} {
		p.Send(page.Changed{All: []store.Changed{{Client: "AAA-AAA", Who: "Nobody", At: at}, c.changed}})
		if p.Last() != (page.Marked{Text: c.says}) {
			t.Errorf("it says %+v, want %q", p.Last(), c.says)
		}
		if p.Screen() != was {
			t.Errorf("it moved to\n%s", p.Screen())
		}
	}
}
