package household_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

var at = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)

// stub is a desk that keeps one household in memory.
type stub struct {
	grounds store.Grounds
	view    store.HouseholdView
	sent    []store.Referral
	forms   []store.ReferralForm // of the last sending
	checks  []store.Check        // of everybody
	source  store.FactSource
	client  store.Changes // what was changed in a client's own record
	refuse  error         // the next write is refused
	gone    error         // reading is refused
	opened  int
	asked   store.NewPerson
	answers store.HouseholdAnswer
	health  map[store.PersonID]store.Facts
	looked  int  // how often health was asked for
	told    bool // the last match was to tell of health
}

func facts(t testing.TB, text string) store.Facts {
	t.Helper()
	f, err := store.ParseFacts([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newStub(t testing.TB) *stub {
	t.Helper()
	jo, bilal := facts(t, `{"age": 30, "work": "out-of-work"}`), facts(t, `{"age": 19}`)
	shared := facts(t, `{"district": "liverpool", "barriers": {"debt": true}}`)
	s := &stub{view: store.HouseholdView{
		ID: "H-K7M-2QX", Rev: 4, Advocate: "M-1", ChangedBy: "M-2", Changed: at, Opened: at, PlanEnds: store.Date(2027, 2, 2), Shared: shared,
		Known: map[store.Fact]store.Known{store.District: {Source: store.DocumentSeen, By: "M-2", On: store.Date(2026, 1, 20)}},
		People: []store.PersonView{
			{ID: "1", Client: "K7M-2Q9", Rev: 3, Name: "Jo", Part: store.TakesPart, Joined: store.Date(2026, 2, 2), Own: jo, All: store.WithShared(jo, shared)},
			{ID: "2", Name: "Bilal", Part: store.TakesPart, Joined: store.Date(2026, 2, 2), Own: bilal, All: store.WithShared(bilal, shared)},
			{ID: "3", Client: "A2C-DEF", Name: "Ana", Part: store.HasLeft, Joined: store.Date(2026, 2, 2), Left: store.Date(2026, 2, 9)},
			{ID: "4", Client: "A3C-DEF", Part: store.PartGone, Joined: store.Date(2026, 2, 2)},
		},
		Plan: []store.PlanStep{
			{ID: "2", What: "Write a CV", Person: "2", Due: store.Date(2026, 2, 9)},
			{ID: "1", What: "Meet the debt adviser", Due: store.Date(2026, 3, 2), Done: store.Date(2026, 2, 20), DoneBy: "M-2"},
		},
	}}
	s.answers = answer()
	return s
}

// answer is a household that stands unclear with one programme: of Bilal it is
// not known whether he works.
func answer() store.HouseholdAnswer {
	work := store.Reason{Says: "is unemployed", Fact: "work", Question: "What is the client's work situation?"}
	running := store.Reason{Says: "is taking referrals", Ask: "together/running", Question: "Can people still be referred?"}
	jo := store.Result{ID: "together", Name: "Together", Standing: store.Unclear, Missing: []store.Reason{running}}
	bilal := store.Result{ID: "together", Name: "Together", Standing: store.Unclear, Missing: []store.Reason{running, work}}
	other := store.Result{ID: "boost", Name: "Boost", Standing: store.Eligible, Met: []store.Reason{{Says: "is 16 or over"}}}
	return store.HouseholdAnswer{
		ID: "H-K7M-2QX", AsOf: store.Date(2026, 2, 20),
		Results: []store.HouseholdResult{{
			ID: "together", Name: "Together", Standing: store.Unclear,
			Tests: []store.PeopleResult{{Says: "has at least two people out of work", Standing: store.Unclear, Met: 1, Unknown: 1, Source: "A page", People: []store.PersonResult{
				{Person: "1", Result: store.Result{Standing: store.Eligible}}, {Person: "2", Result: store.Result{Standing: store.Unclear, Missing: []store.Reason{work}}},
			}}},
			People: []store.PersonResult{{Person: "1", Result: jo}, {Person: "2", Result: bilal}},
		}},
		People: []store.PersonAnswer{
			{Person: "1", Client: "K7M-2Q9", Name: "Jo", Answer: store.Answer{Results: []store.Result{other, jo}}},
			{Person: "2", Name: "Bilal", Answer: store.Answer{Results: []store.Result{bilal}}},
		},
	}
}

func (s *stub) Today() store.Day { return store.Date(2026, 2, 20) }

func (s *stub) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"M-1": "Amina Khan", "M-2": "Sam Jones"}, nil
}

func (s *stub) Households(context.Context, bool) ([]store.HouseholdLine, error) {
	return []store.HouseholdLine{
		{ID: "H-K7M-2QX", Names: []string{"Jo", "Bilal"}, Next: &s.view.Plan[0]}, {ID: "H-A2C-DEF", Names: []string{}},
	}, s.gone
}

func (s *stub) OpenHousehold(context.Context) (store.HouseholdView, error) {
	s.opened++
	return store.HouseholdView{ID: "H-B2B-222"}, nil
}

func (s *stub) Household(context.Context, store.HouseholdID) (store.HouseholdView, error) {
	v := s.view
	v.People = slices.Clone(v.People)
	return v, s.gone
}

func (s *stub) HouseholdReferrals(context.Context, store.HouseholdID) ([]store.Referral, error) {
	return s.sent, nil
}

func (s *stub) HouseholdHealth(context.Context, store.HouseholdID) (map[store.PersonID]store.Facts, error) {
	s.looked++
	return s.health, nil
}

func (s *stub) TriageHousehold(_ context.Context, _ store.HouseholdID, _ store.Day, health bool) (store.HouseholdAnswer, error) {
	s.told = health
	return s.answers, nil
}

func (s *stub) amend(rev uint64, fn func(*store.HouseholdView)) (store.HouseholdView, error) {
	if err := s.refuse; err != nil {
		s.refuse = nil
		if err == store.ErrConflict {
			s.view.Rev++
		}
		return store.HouseholdView{}, err
	}
	if rev != s.view.Rev {
		return store.HouseholdView{}, store.ErrConflict
	}
	s.view.Rev++
	fn(&s.view)
	return s.view, nil
}

func (s *stub) AddPerson(_ context.Context, _ store.HouseholdID, rev uint64, who store.NewPerson) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) {
		s.asked = who
		v.People = append(v.People, store.PersonView{ID: "5", Client: who.Client, Name: who.GivenName, Part: store.TakesPart})
	})
}

func (s *stub) LeaveHousehold(_ context.Context, _ store.HouseholdID, rev uint64, id store.PersonID, day store.Day) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) {
		for i := range v.People {
			if v.People[i].ID == id {
				v.People[i].Part, v.People[i].Left = store.HasLeft, day
			}
		}
	})
}

func (s *stub) SetPersonFacts(_ context.Context, _ store.HouseholdID, rev uint64, id store.PersonID, ch store.Changes, src store.FactSource) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) {
		s.source = src
		for i := range v.People {
			if v.People[i].ID == id {
				v.People[i].Own = ch.Apply(v.People[i].Own)
			}
		}
	})
}

func (s *stub) SetSharedFacts(_ context.Context, _ store.HouseholdID, rev uint64, ch store.Changes, src store.FactSource) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) { v.Shared, s.source = ch.Apply(v.Shared), src })
}

func (s *stub) SetFacts(_ context.Context, ref store.ClientRef, _ uint64, ch store.Changes, _ store.FactSource) (store.Client, error) {
	s.client = ch
	return store.Client{Ref: ref}, nil
}

func (s *stub) MakeClient(_ context.Context, _ store.HouseholdID, rev uint64, id store.PersonID) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) {
		for i := range v.People {
			if v.People[i].ID == id {
				v.People[i].Client = "B2B-222"
			}
		}
	})
}

func (s *stub) AddStep(_ context.Context, _ store.HouseholdID, rev uint64, step store.PlanStep) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) { v.Plan = append(v.Plan, step) })
}

func (s *stub) DoStep(_ context.Context, _ store.HouseholdID, rev uint64, id store.PlanID, day store.Day) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) {
		for i := range v.Plan {
			if v.Plan[i].ID == id {
				v.Plan[i].Done = day
			}
		}
	})
}

func (s *stub) SetAdvocate(_ context.Context, _ store.HouseholdID, rev uint64, to keys.MemberID) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) { v.Advocate = to })
}

func (s *stub) CloseHousehold(_ context.Context, _ store.HouseholdID, rev uint64, why string) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) { v.Closed, v.ClosedWhy = at, why })
}

func (s *stub) ReopenHousehold(_ context.Context, _ store.HouseholdID, rev uint64) (store.HouseholdView, error) {
	return s.amend(rev, func(v *store.HouseholdView) { v.Closed = time.Time{} })
}

func (s *stub) HouseholdForms(_ context.Context, _ store.HouseholdID, _ store.ProgrammeID, forms []store.ReferralForm) ([]store.HouseholdForm, error) {
	var out []store.HouseholdForm
	for _, f := range forms {
		for _, p := range s.view.People {
			if p.Client == f.Client {
				out = append(out, store.HouseholdForm{Person: p.ID, Checks: s.checks, Packet: store.Packet{Client: f.Client, GivenName: p.Name, Name: "Together", Provider: "The city", Reason: f.Reason}})
			}
		}
	}
	return out, nil
}

func (s *stub) ReferHousehold(_ context.Context, _ store.HouseholdID, _ store.ProgrammeID, forms []store.ReferralForm) ([]store.Referral, error) {
	if err := s.refuse; err != nil {
		s.refuse = nil
		return nil, err
	}
	s.forms = forms
	for i, f := range forms {
		s.sent = append(s.sent, store.Referral{ID: store.ReferralID("R-" + string(rune('1'+i))), Client: f.Client, State: store.Sent, Made: at, Packet: store.Packet{GivenName: "Somebody", Name: "Together"}})
	}
	return s.sent, nil
}

func (s *stub) Grounds(context.Context, keys.PartnerID) (store.Grounds, error) {
	return s.grounds, nil
}
