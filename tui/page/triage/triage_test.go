package triage_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/provision"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/triage"
)

// stub is a desk that keeps one client in memory and matches for real.
type stub struct {
	catalogue []store.Programme
	client    store.Client
	source    store.FactSource
	added     int
	triaged   int
	clash     bool // the next change meets somebody else's
}

func newStub(t *testing.T) *stub {
	t.Helper()
	all, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return &stub{catalogue: all}
}

func (s *stub) Today() store.Day { return store.Date(2026, 2, 2) }

func (s *stub) Match(_ context.Context, f store.Facts, d store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	return match.Answer(f, s.catalogue, d, only...)
}

func (s *stub) Client(context.Context, store.ClientRef) (store.Client, error) { return s.client, nil }

func (s *stub) AddClient(_ context.Context, name string, ch store.Changes, src store.FactSource) (store.Client, error) {
	s.added++
	s.source = src
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: name, Facts: ch.Apply(nil)}
	return s.client, nil
}

func (s *stub) SetFacts(_ context.Context, _ store.ClientRef, rev uint64, ch store.Changes, src store.FactSource) (store.Client, error) {
	if s.clash {
		s.clash = false
		s.client.Rev++
		s.client.Facts = store.Changes{Set: store.Facts{store.Work: {Word: "employed"}}}.Apply(s.client.Facts)
	}
	if rev != s.client.Rev {
		return store.Client{}, store.ErrConflict
	}
	s.source = src
	s.client.Rev++
	s.client.Facts = ch.Apply(s.client.Facts)
	return s.client, nil
}

func (s *stub) Triage(_ context.Context, ref store.ClientRef, d store.Day) (store.Assessment, error) {
	s.triaged++
	a, err := match.Answer(s.client.Facts, s.catalogue, d)
	return store.Assessment{Client: ref, Answer: a}, err
}

func open(t *testing.T, s *stub, ref store.ClientRef) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, triage.New(t.Context(), s, look.Plain(), ref), 80, 20)
}

// answerFact goes to one fact by the list and types or picks an answer.
func answerFact(p *pagetest.Page, f store.Fact, keys ...string) {
	for range 3 { // out of whatever is open, to the results
		if taker, ok := p.Model.(page.Taker); ok && taker.Takes(pagetest.Key("esc")) {
			p.Press("esc")
		}
	}
	p.Press("l", "home")
	for range len(store.AllFacts()) {
		if strings.Contains(p.Screen(), "> "+f.Info().Label+"  ") {
			break
		}
		p.Press("down")
	}
	p.Press("enter")
	for _, k := range keys {
		if len(k) > 1 && k[0] == '=' {
			p.Type(k[1:])
		} else {
			p.Press(k)
		}
	}
}

func toResults(p *pagetest.Page) { p.Press("esc") }

func TestANewClientFromFirstQuestionToKept(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	p.Has("eligible")
	answerFact(p, store.BirthDate, "=27/3/1990", "enter")
	p.Has("27 March 1990")
	answerFact(p, store.District, "=burn", "enter")
	p.Has("Burnley")
	answerFact(p, store.RightToWork, "1")
	answerFact(p, store.Health, "space", "enter")
	answerFact(p, store.Work, "1")
	answerFact(p, store.Programmes, "=none-such", "enter")
	p.Press("r")
	p.Press("1")
	p.Has("Connect to Work")
	p.Press("enter")
	p.Has("Eligible: every rule is met")
	p.Has("lives in")
	p.Press("esc", "s")
	p.Press("enter")
	p.Has("given name")
	p.Type("Jo")
	p.Press("enter", "2")
	if s.added != 1 || s.triaged != 1 || s.client.GivenName != "Jo" || s.source != store.DocumentSeen {
		t.Fatalf("kept %+v, triaged %d, by %q", s.client, s.triaged, s.source)
	}
	if s.client.Facts[store.BirthDate].Day != store.Date(1990, 3, 27) || s.client.Facts[store.District].Word != "E07000117" {
		t.Fatalf("kept %+v", s.client.Facts)
	}
	if k, ok := p.Model.(page.Keeper); !ok || k.Unsaved() {
		t.Error("kept, and still held to be unsaved")
	}
	p.Press("f")
	if to, ok := p.Last().(page.Go); !ok || to.To.(page.ReferNew).Client != "K7M-2QX" {
		t.Errorf("f asked for %#v", p.Last())
	}
}

func TestReferringSomebodyWhoIsNotKept(t *testing.T) {
	p := open(t, newStub(t), "")
	toResults(p)
	p.Press("2", "f")
	if say, ok := p.Last().(page.Say); !ok || !strings.Contains(say.Text, "Save the client first") {
		t.Errorf("f asked for %#v", p.Last())
	}
}

func TestNotKnownIsNeverNo(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	first := p.Screen()
	for range 60 {
		p.Press("tab")
	}
	toResults(p)
	p.Press("s")
	p.Type("Jo")
	p.Press("enter")
	if len(s.client.Facts) != 0 {
		t.Fatalf("skipping kept %+v", s.client.Facts)
	}
	if !strings.Contains(first, "?") {
		t.Error("the first screen asks nothing")
	}
}

func TestAnswersThatDoNotFitStay(t *testing.T) {
	p := open(t, newStub(t), "")
	answerFact(p, store.BirthDate, "=32/13/1990", "enter")
	p.Has("32/13/1990")
	p.Has("such as 27/3/1990")
	p.Press("backspace")
	answered := open(t, newStub(t), "")
	answerFact(answered, store.CaringHours, "=200", "enter")
	answered.Has("a whole number from 0 to 168")
}

func TestWhatIfKeepsNothing(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	answerFact(p, store.BirthDate, "=27/3/1990", "enter")
	answerFact(p, store.District, "=burn", "enter")
	p.Press("home", "down", "w")
	p.Has("Nothing is kept")
	p.Press("backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
	p.Press("esc", "home", "w")
	for range 9 {
		p.Press("backspace")
	}
	p.Type("27/3/2014")
	p.Press("enter")
	p.Has("27 March 1990 -> 27 March 2014")
	p.Has("->")
	p.Press("esc")
	p.Has("27 March 1990")
	p.Lacks("27 March 2014")
}

func TestSomebodyElseChangedTheClient(t *testing.T) {
	for _, c := range []struct {
		key  string
		want string
	}{{"m", "out-of-work"}, {"t", "employed"}} {
		s := newStub(t)
		s.client = store.Client{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Facts: store.Facts{store.Age: {Num: 30}}, Added: time.Now()}
		p := open(t, s, s.client.Ref)
		answerFact(p, store.Work, "1")
		s.clash = true
		p.Press("r", "s", "1")
		p.Has("Somebody else changed this client")
		p.Has("employed")
		p.Has("out of work")
		p.Press(c.key)
		if got := s.client.Facts[store.Work].Word; got != c.want {
			t.Errorf("%s: work is kept as %q", c.key, got)
		}
		if s.client.Facts[store.Age].Num != 30 {
			t.Error("the age was lost")
		}
	}
}

func TestPreviousQuestion(t *testing.T) {
	p := open(t, newStub(t), "")
	first := strings.SplitN(p.Screen(), "\n", 3)[1]
	p.Press("tab")
	if strings.SplitN(p.Screen(), "\n", 3)[1] == first {
		t.Fatal("tab asks the same again")
	}
	p.Press("shift+tab")
	if got := strings.SplitN(p.Screen(), "\n", 3)[1]; got != first {
		t.Errorf("went back to %q, not %q", got, first)
	}
}

func TestSweep(t *testing.T) {
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Facts: store.Facts{
		store.Age: {Num: 30}, store.District: {Word: "E07000117"}, store.Health: {Set: store.Set{Has: []string{"mental"}}},
	}}
	model := func() page.Model { return triage.New(t.Context(), s, look.Plain(), s.client.Ref) }
	pagetest.Sweep(t, model, "tab", "ctrl+r", "enter", "down", "esc", "right", "right", "l", "enter", "esc", "w", "enter", "esc", "r", "s")
}
