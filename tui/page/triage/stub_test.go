package triage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"signpost/keys"
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
	looked    int // how often health was asked for
	catalogue []store.Programme
	client    store.Client
	source    store.FactSource
	told      store.Told
	added     int
	triaged   int
	clash     int // so many of the next changes meet somebody else's
	refuse    error
	noTriage  error
	gaps      []store.Barrier
	rooms     []store.Delivery
	past      []store.Referral
}

func (s *stub) Referrals(context.Context, store.ClientRef) ([]store.Referral, error) {
	return s.past, nil
}

func (s *stub) Deliveries(context.Context) ([]store.Delivery, error) { return s.rooms, nil }

func (s *stub) Grounds(context.Context, keys.PartnerID) (store.Grounds, error) {
	return store.Grounds{}, nil
}

func newStub(t testing.TB) *stub {
	t.Helper()
	all, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return &stub{catalogue: all}
}

func (s *stub) Today() store.Day { return store.Date(2026, 2, 2) }

func (s *stub) Match(_ context.Context, f store.Facts, d store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	if born, ok := f[store.BirthDate]; ok && born.Day > d { // as the desk does
		return store.Answer{}, &store.FactError{Fact: "birth_date", Got: born.Day.String(), Want: "a date of birth on or before today"}
	}
	return match.Answer(f, s.catalogue, d, only...)
}

func (s *stub) Client(context.Context, store.ClientRef) (store.Client, error) { return s.client, nil }

func (s *stub) AddClient(_ context.Context, name string, ch store.Changes, src store.FactSource, told store.Told) (store.Client, error) {
	if err := s.refuse; err != nil {
		s.refuse = nil
		return store.Client{}, err
	}
	s.added++
	s.source, s.told = src, told
	s.client = store.Client{Ref: "K7M-2QX", Rev: 1, GivenName: name, Facts: ch.Apply(nil)}
	return s.client, nil
}

func (s *stub) SetFacts(_ context.Context, _ store.ClientRef, rev uint64, ch store.Changes, src store.FactSource) (store.Client, error) {
	if s.clash > 0 {
		s.clash--
		s.client.Rev++
		s.client.Facts = store.Changes{Set: store.Facts{store.Work: {Word: "employed"}, store.Age: {Num: int64(40 + s.clash)}}}.Apply(s.client.Facts)
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
	if s.noTriage != nil {
		return store.Assessment{}, s.noTriage
	}
	s.triaged++
	a, err := match.Answer(s.client.Facts, s.catalogue, d)
	return store.Assessment{ID: "A-K7M-2QX", Client: ref, By: "M-1", Facts: s.client.Facts, Answer: a}, err
}

func (s *stub) MarkGap(_ context.Context, b store.Barrier, _ store.ClientRef) error {
	if s.refuse != nil {
		return s.refuse
	}
	s.gaps = append(s.gaps, b)
	return nil
}

func (s *stub) AssessmentHealth(context.Context, store.AssessmentID) (store.Facts, error) {
	s.looked++
	return s.client.Facts, nil
}

func (s *stub) Assessment(_ context.Context, id store.AssessmentID) (store.Assessment, error) {
	if id != "A-K7M-2QX" {
		return store.Assessment{}, fmt.Errorf("There is no assessment %q in your caseload.", id) //nolint
	}
	a, err := s.Triage(context.Background(), s.client.Ref, s.Today())
	return a, err
}

func (s *stub) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"M-1": "Amina Khan"}, nil
}

func open(t testing.TB, s *stub, ref store.ClientRef) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, triage.New(t.Context(), s, look.Plain(), ref, ""), 80, 20)
}

// results goes to the results, out of whatever is open.
func results(p *pagetest.Page) {
	for taker, ok := p.Model.(page.Taker); ok && taker.Takes(pagetest.Key("esc")); {
		p.Press("esc")
	}
}

// answerFact goes to one fact by the list, and types ("=text") or picks an answer.
func answerFact(p *pagetest.Page, f store.Fact, keys ...string) {
	results(p)
	p.Press("l", "home")
	for range store.AllFacts() {
		if strings.Contains(p.Screen(), "> "+f.Info().Label+"  ") {
			break
		}
		p.Press("down")
	}
	p.Press("enter")
	press(p, keys...)
}

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

func unsaved(p *pagetest.Page) bool { return p.Model.(page.Keeper).Unsaved() }
