package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

const latest = desk.Latest

// home is a household in Liverpool of a client, Jo, and somebody who is none,
// Bilal.
type home struct {
	*world
	coach  *desk.Desk
	client store.Client
	id     store.HouseholdID
}

func newHome(t *testing.T) home {
	t.Helper()
	w := newWorld(t)
	h := home{world: w, coach: w.member("Amina", "Home", keys.Coach)}
	var err error
	if h.client, err = h.coach.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "1990-03-27", "work": "out-of-work", "health": ["mental"]}`), store.DocumentSeen, store.Told{How: store.ToldInPerson}); err != nil {
		t.Fatal(err)
	}
	v, err := h.coach.OpenHousehold(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	h.id = v.ID
	h.add(store.NewPerson{Client: h.client.Ref})
	h.add(store.NewPerson{GivenName: "Bilal", Facts: changes(t, `{"age": 19, "work": "never-worked"}`)})
	if _, err := h.coach.SetSharedFacts(w.ctx, h.id, latest, changes(t, `{"district": "liverpool", "benefits": {"universal-credit": true}, "barriers": {"debt": true}}`), ""); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h home) add(p store.NewPerson) store.HouseholdView {
	h.t.Helper()
	v, err := h.coach.AddPerson(h.ctx, h.id, latest, p)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h home) view() store.HouseholdView {
	h.t.Helper()
	v, err := h.coach.Household(h.ctx, h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func TestAHouseholdHoldsItsPeopleAndWhatTheyShare(t *testing.T) {
	h := newHome(t)
	v := h.view()
	if len(v.People) != 2 || v.People[0].Name != "Jo" || v.People[1].Name != "Bilal" || v.Advocate != h.coach.Who().Member.ID {
		t.Fatalf("got %+v", v)
	}
	for _, p := range v.People {
		if p.All[store.District].Word != "E08000012" || p.All[store.Barriers].Set.Holds("debt") != store.Yes {
			t.Errorf("%s has %v of what is shared", p.Name, p.All)
		}
		if _, own := p.Own[store.District]; own {
			t.Errorf("what is shared stands in the record of %s", p.Name)
		}
	}
	// A client's facts stand in the client's own record, and change there.
	if _, err := h.coach.SetFacts(h.ctx, h.client.Ref, latest, changes(t, `{"work": "employed", "district": "sefton"}`), ""); err != nil {
		t.Fatal(err)
	}
	if got := h.view().People[0].All; got[store.Work].Word != "employed" || got[store.District].Word != "E08000014" {
		t.Errorf("the household has %v of the client", got)
	}
	var kept []byte
	err := h.engine.View(h.ctx, func(tx store.Tx) error {
		r, err := store.Households.Get(tx, string(h.id))
		kept, _ = json.Marshal(r)
		return err
	})
	if err != nil || strings.Contains(string(kept), "Jo") || strings.Contains(string(kept), "1990") {
		t.Errorf("the household's own record holds what is the client's: %s (%v)", kept, err)
	}
}

func TestWhatAHouseholdRefuses(t *testing.T) {
	h := newHome(t)
	other, err := h.coach.AddClient(h.ctx, "Ada", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.coach.OpenHousehold(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.coach.AddPerson(h.ctx, second.ID, latest, store.NewPerson{Client: other.Ref}); err != nil {
		t.Fatal(err)
	}
	before := len(h.events())
	add := func(p store.NewPerson) error {
		_, err := h.coach.AddPerson(h.ctx, h.id, latest, p)
		return err
	}
	shared := func(facts string) error {
		_, err := h.coach.SetSharedFacts(h.ctx, h.id, latest, changes(t, facts), "")
		return err
	}
	step := func(s store.PlanStep) error {
		_, err := h.coach.AddStep(h.ctx, h.id, latest, s)
		return err
	}
	today := h.coach.Today()
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"the same client again":       {add(store.NewPerson{Client: h.client.Ref}), "in this household already"},
		"a client of another":         {add(store.NewPerson{Client: other.Ref}), "leave that one first"},
		"a client with a name":        {add(store.NewPerson{Client: other.Ref, GivenName: "Ada"}), "reference alone"},
		"nobody":                      {add(store.NewPerson{}), "Enter a given name"},
		"a wrong fact":                {add(store.NewPerson{GivenName: "X", Facts: changes(t, `{"birth_date": "2030-01-01"}`)}), "birth_date"},
		"health, shared":              {shared(`{"health": ["mental"]}`), "one person"},
		"confidence, shared":          {shared(`{"barriers": {"confidence": true}}`), "has together"},
		"a step of no words":          {step(store.PlanStep{Due: today}), "Enter a step"},
		"a step in thirteen months":   {step(store.PlanStep{What: "x", Due: today.AddMonths(13)}), "12 months"},
		"a step before it was opened": {step(store.PlanStep{What: "x", Due: today - 1}), "12 months"},
		"a step of nobody":            {step(store.PlanStep{What: "x", Due: today, Person: "9"}), "no person"},
		"a client's facts":            {second2(h.coach.SetPersonFacts(h.ctx, h.id, latest, "1", changes(t, `{"age": 20}`), "")), "is client"},
		"leaving tomorrow":            {second2(h.coach.LeaveHousehold(h.ctx, h.id, latest, "2", today+1)), "to today"},
		"an advocate from elsewhere":  {second2(h.coach.SetAdvocate(h.ctx, h.id, latest, h.member("Eve", "Away", keys.Coach).Who().Member.ID)), "at your partner"},
		"an advocate who is no coach": {second2(h.coach.SetAdvocate(h.ctx, h.id, latest, h.member("Pat", "Home", keys.Provider).Who().Member.ID)), "choose a coach"},
		"a step that is not there":    {second2(h.coach.DoStep(h.ctx, h.id, latest, "7", today)), "no step"},
		"opening what is open":        {second2(h.coach.ReopenHousehold(h.ctx, h.id, latest)), "open already"},
		"a client made of a client":   {second2(h.coach.MakeClient(h.ctx, h.id, latest, "1")), "already"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q in it", name, tt.err, tt.want)
		}
	}
	for _, e := range h.events()[before:] {
		if e.Act != keys.ActAccessWrite { // the two who were enrolled
			t.Errorf("a refusal left the event %+v", e)
		}
	}
	if v := h.view(); v.Rev != 4 || len(v.People) != 2 {
		t.Errorf("a refusal changed the household: revision %d", v.Rev)
	}
}

func second2(_ store.HouseholdView, err error) error { return err }

func TestAListOfSharedBarriersSaysNothingOfOthers(t *testing.T) {
	h := newHome(t)
	if _, err := h.coach.SetSharedFacts(h.ctx, h.id, latest, changes(t, `{"barriers": ["debt"]}`), ""); err != nil {
		t.Fatal(err)
	}
	set := h.view().People[1].All[store.Barriers].Set
	if set.Holds("debt") != store.Yes || set.Holds("housing") != store.No || set.Holds("confidence") != store.Unknown {
		t.Errorf("got %+v", set)
	}
}

func TestAStaleRevisionOfAHouseholdIsAConflict(t *testing.T) {
	h := newHome(t)
	_, err := h.coach.CloseHousehold(h.ctx, h.id, 1, "moved away")
	wantErr(t, err, store.ErrConflict)
	if !strings.Contains(err.Error(), "changed by Amina at") {
		t.Errorf("got %v", err)
	}
}

func TestWhoJoinedAndWhoLeft(t *testing.T) {
	h := newHome(t)
	today := h.coach.Today()
	if _, err := h.coach.LeaveHousehold(h.ctx, h.id, latest, "1", today); err != nil {
		t.Fatal(err)
	}
	v := h.view()
	if v.People[0].Part != store.HasLeft || v.People[0].Left != today || len(v.Taking()) != 1 {
		t.Errorf("got %+v", v.People[0])
	}
	lines, err := h.coach.HouseholdsOf(h.ctx, h.client.Ref)
	if err != nil || len(lines) != 0 {
		t.Errorf("who left is listed with %v (%v)", lines, err)
	}
	v = h.add(store.NewPerson{Client: h.client.Ref}) // and may join again
	if len(v.People) != 3 || v.People[2].ID != "3" || v.People[2].Part != store.TakesPart {
		t.Errorf("got %+v", v.People)
	}
}

func TestAClosedOrErasedClientTakesNoPart(t *testing.T) {
	h := newHome(t)
	if _, err := h.coach.CloseClient(h.ctx, h.client.Ref, latest, "moved", true); err != nil {
		t.Fatal(err)
	}
	if v := h.view(); v.People[0].Part != store.PartClosed || len(v.Taking()) != 1 {
		t.Errorf("got %+v", v.People[0])
	}
	a, err := h.coach.TriageHousehold(h.ctx, h.id, h.coach.Today(), false)
	if err != nil || len(a.People) != 1 || a.People[0].Name != "Bilal" {
		t.Errorf("matched %+v (%v)", a.People, err)
	}
	if _, err := h.coach.ReopenClient(h.ctx, h.client.Ref, latest); err != nil {
		t.Fatal(err)
	}
	if v := h.view(); len(v.Taking()) != 2 {
		t.Error("a client who is open again takes no part")
	}
	err = h.engine.Update(h.ctx, func(tx store.Tx) error {
		c, err := store.Clients.Get(tx, string(h.client.Ref))
		if err != nil {
			return err
		}
		return store.Clients.Delete(tx, string(c.Ref), c.Rev)
	})
	if err != nil {
		t.Fatal(err)
	}
	v := h.view()
	if p := v.People[0]; p.Part != store.PartGone || p.Name != "" || len(p.Own) != 0 {
		t.Errorf("got %+v", p)
	}
	lines, err := h.coach.Households(h.ctx, false)
	if err != nil || len(lines) != 1 || fmt.Sprint(lines[0].Names) != "[Bilal]" {
		t.Errorf("listed %+v (%v)", lines, err)
	}
	if _, err := h.coach.LeaveHousehold(h.ctx, h.id, latest, "1", h.coach.Today()); err != nil {
		t.Errorf("who is gone cannot leave: %v", err)
	}
}

func TestAPersonBecomesAClient(t *testing.T) {
	h := newHome(t)
	v, err := h.coach.MakeClient(h.ctx, h.id, latest, "2")
	if err != nil {
		t.Fatal(err)
	}
	p := v.People[1]
	if p.Client == "" || p.Name != "Bilal" {
		t.Fatalf("got %+v", p)
	}
	c, err := h.coach.Client(h.ctx, p.Client)
	if err != nil || c.GivenName != "Bilal" || c.Facts[store.Age].Num != 19 || c.Known[store.Age].Source != store.ClientSaid || c.Coach != h.coach.Who().Member.ID {
		t.Errorf("the client is %+v (%v)", c, err)
	}
	if _, shared := c.Facts[store.District]; shared {
		t.Error("what the household shares was copied")
	}
	// Events are found from the household and from the client.
	for _, want := range []string{string(c.Ref), string(h.client.Ref)} {
		var verbs []string
		err := h.engine.View(h.ctx, func(tx store.Tx) error {
			all, err := store.ReadTrail(tx, store.TrailQuery{Client: store.ClientRef(want)})
			for _, e := range all {
				verbs = append(verbs, e.Verb+" "+e.Subject)
			}
			return err
		})
		if err != nil || !slices.ContainsFunc(verbs, func(v string) bool { return strings.HasSuffix(v, "household "+string(h.id)) }) {
			t.Errorf("the trail of client %s is %q (%v)", want, verbs, err)
		}
	}
}

func TestThePlan(t *testing.T) {
	h := newHome(t)
	today := h.coach.Today()
	for _, s := range []store.PlanStep{
		{What: "Meet the debt adviser", Due: today + 40}, {What: "Write a CV", Due: today + 7, Person: "2"}, {What: "Review", Due: today.AddMonths(12)},
	} {
		if _, err := h.coach.AddStep(h.ctx, h.id, latest, s); err != nil {
			t.Fatal(err)
		}
	}
	h.clock.set(time.Date(2026, 2, 20, 9, 0, 0, 0, time.UTC))
	v, err := h.coach.DoStep(h.ctx, h.id, latest, "2", h.coach.Today())
	if err != nil || v.Plan[0].What != "Write a CV" || v.Plan[0].Done != h.coach.Today() || v.Plan[0].DoneBy != h.coach.Who().Member.ID {
		t.Errorf("the plan is %+v (%v)", v.Plan, err)
	}
	lines, err := h.coach.Households(h.ctx, false)
	if err != nil || lines[0].Undone != 2 || lines[0].Next.What != "Meet the debt adviser" {
		t.Errorf("listed %+v (%v)", lines, err)
	}
	if v, err = h.coach.DoStep(h.ctx, h.id, latest, "2", 0); err != nil || v.Plan[0].Done != 0 || v.Plan[0].DoneBy != "" {
		t.Errorf("the plan is %+v (%v)", v.Plan, err)
	}
}

func TestTriageOfAHousehold(t *testing.T) {
	h := newHome(t)
	a, err := h.coach.TriageHousehold(h.ctx, h.id, store.Date(2019, 5, 1), false)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Results) != 1 || a.Results[0].ID != "households-into-work" || a.Results[0].Standing != store.NearMiss && a.Results[0].Standing != store.Eligible {
		t.Fatalf("got %+v", a.Results)
	}
	for _, p := range a.People {
		i := slices.IndexFunc(p.Answer.Results, func(r store.Result) bool { return r.ID == "households-into-work" })
		if r := p.Answer.Results[i]; r.Standing != store.Eligible {
			t.Errorf("%s is %s: missing %v, failed %v", p.Name, r.Standing, r.Missing, r.Failed)
		}
		if !slices.IsSortedFunc(p.Answer.Results, func(a, b store.Result) int {
			if a.NotPerson != b.NotPerson {
				return 0
			}
			return slices.Index(store.Standings(), a.Standing) - slices.Index(store.Standings(), b.Standing)
		}) {
			t.Errorf("the results of %s are out of order", p.Name)
		}
	}
	empty, err := h.coach.OpenHousehold(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.coach.TriageHousehold(h.ctx, empty.ID, h.coach.Today(), false)
	wantField(t, err, "person")
}
