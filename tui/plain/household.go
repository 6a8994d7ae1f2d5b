package plain

import (
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/entry"
	"signpost/tui/page/household"
)

// households lists the partner's households, and opens one.
func (s *session) households() error {
	for closed := false; ; {
		lines, err := s.desk.Households(s.ctx, closed)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Households")
		l := &list{label: "Number", none: "No households here yet. To open one, enter new.", words: []command{
			{"new", "open a household, which you lead."}, {"closed", "closed ones too, or open ones alone again."},
		}}
		for i := range lines {
			l.rows = append(l.rows, household.ListLine(&lines[i], s.desk.Today()))
		}
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			err = s.household(lines[got.row].ID)
		case got.word == "closed":
			closed = !closed
		default:
			err = s.newHousehold()
		}
		if !back(err) {
			return err
		}
	}
}

func (s *session) newHousehold() error {
	v, err := s.desk.OpenHousehold(s.ctx)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.parf("Household %s is open.", v.ID)
	return s.household(v.ID)
}

// atHome is a household that is open here, and the names of the members.
type atHome struct {
	store.HouseholdView
	names map[keys.MemberID]string
}

// household is one household: what is kept of it, and what can be done.
func (s *session) household(id store.HouseholdID) error {
	for {
		v, err := s.desk.Household(s.ctx, id)
		if again, err := s.excused(err); err != nil {
			return err
		} else if again {
			continue
		}
		if err != nil {
			s.wrong(err)
			return nil
		}
		names, err := s.desk.Names(s.ctx)
		if err != nil {
			s.wrong(err)
			return nil
		}
		h := &atHome{v, names}
		s.title("Household " + string(id))
		s.para(household.State(v, names))
		closing := "Close this household"
		if !v.Closed.IsZero() {
			closing = "Open this household again"
		}
		l := &list{label: "Number", rows: []string{
			fmt.Sprintf("People, %d", len(v.Taking())), fmt.Sprintf("What they share, %d known", len(v.Shared)),
			fmt.Sprintf("Plan, %s", store.Count(len(v.Plan), "step")), "Referrals", "Triage", "Add a person", "Add a step to the plan", closing,
		}}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		do := []func(*atHome) error{
			s.homePeople, s.homeShared, s.homePlan, s.homeReferrals, s.homeTriage, s.homeAdd, s.homeStep, s.homeClose,
		}[got.row]
		if err := do(h); !back(err) {
			return err
		}
	}
}

// keepHome says what a change came to.
func (s *session) keepHome(h *atHome, v store.HouseholdView, err error) {
	if err != nil {
		s.wrong(err)
		if now, gone := s.desk.Household(s.ctx, h.ID); gone == nil && isConflict(err) {
			h.HouseholdView = now
		}
		return
	}
	h.HouseholdView = v
	s.para("Saved.")
}

func (s *session) homePeople(h *atHome) error {
	for {
		l := &list{label: "Number", none: "Nobody here yet. To add somebody, enter back, and then 6."}
		for _, p := range h.People {
			l.rows = append(l.rows, household.PersonLine(p))
		}
		l.words = healthWord(h)
		s.title("People")
		s.show(l)
		if len(l.rows) == 0 {
			return nil
		}
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.row < 0 {
			s.homeHealth(h)
			continue
		}
		if err := s.homePerson(h, h.People[got.row]); !back(err) {
			return err
		}
	}
}

// healthWord offers what is known of the people's health, where it is not heard.
func healthWord(h *atHome) []command {
	if !h.AnyMasked() {
		return nil
	}
	return []command{{"health", "to hear what is known of health, which is written down."}}
}

// homeHealth has what is known of the people's health heard.
func (s *session) homeHealth(h *atHome) {
	known, err := s.desk.HouseholdHealth(s.ctx, h.ID)
	if err != nil {
		s.wrong(err)
		return
	}
	h.Unmask(known)
}

// homePerson is one person: a client's own record, or what is known here.
func (s *session) homePerson(h *atHome, p store.PersonView) error {
	if p.Part == store.HasLeft || p.Part == store.PartGone {
		s.para(household.PersonLine(p))
		return nil
	}
	l := &list{label: "Number", rows: []string{"They leave the household", "Their own record"}}
	if p.Client == "" {
		l.rows = []string{"They leave the household", "Facts", "Make them a client"}
	}
	s.show(l)
	got, err := s.pick(l)
	switch {
	case err != nil:
		return err
	case got.row == 0:
		v, err := s.desk.LeaveHousehold(s.ctx, h.ID, h.Rev, p.ID, s.desk.Today())
		s.keepHome(h, v, err)
	case got.row == 2:
		v, err := s.desk.MakeClient(s.ctx, h.ID, h.Rev, p.ID)
		s.keepHome(h, v, err)
	case p.Client != "":
		return s.client(p.Client)
	default:
		return s.homeFacts(h, p.Name, household.Ordered(&p), p, func(ch store.Changes, source store.FactSource) (store.HouseholdView, error) {
			return s.desk.SetPersonFacts(s.ctx, h.ID, h.Rev, p.ID, ch, source)
		})
	}
	return nil
}

func (s *session) homeShared(h *atHome) error {
	return s.homeFacts(h, "What they share", store.SharedFacts(), store.PersonView{Own: h.Shared}, func(ch store.Changes, source store.FactSource) (store.HouseholdView, error) {
		return s.desk.SetSharedFacts(s.ctx, h.ID, h.Rev, ch, source)
	})
}

// homeFacts reads facts of one person or of what is shared out, and changes one.
func (s *session) homeFacts(h *atHome, title string, facts []store.Fact, of store.PersonView, save func(store.Changes, store.FactSource) (store.HouseholdView, error)) error {
	s.title(title)
	l := &list{label: "Number to change"}
	have := of.Own
	for _, f := range facts {
		says := entry.Says(f, have)
		if of.Masks(f) {
			says = entry.HealthKept
		}
		l.rows = append(l.rows, f.Info().Label+": "+says)
	}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	f, now := facts[got.row], ""
	if of.Masks(f) {
		s.para("Enter health first, to hear what is known of their health.")
		return nil
	}
	if v, ok := have[f]; ok {
		now = f.Words(v)
	}
	answer, err := s.put(entry.New(f, have, nil), now, nil)
	if err != nil || answer.same || answer.skip && now == "" {
		return err
	}
	source := store.ClientSaid
	if !answer.skip {
		if source, err = s.source("How do you know?"); err != nil {
			return err
		}
	}
	v, err := save(answer.ch, source)
	s.keepHome(h, v, err)
	return nil
}

// homePlan reads the plan, and marks a step as done or not.
func (s *session) homePlan(h *atHome) error {
	for {
		l := &list{label: "Number, to mark it as done or not", none: "No steps yet. To add one, enter back, and then 7."}
		for _, step := range h.Plan {
			l.rows = append(l.rows, household.StepLine(step, &h.HouseholdView, s.desk.Today()))
		}
		s.title("Plan until " + h.PlanEnds.Words())
		s.show(l)
		if len(l.rows) == 0 {
			return nil
		}
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		day := s.desk.Today()
		if h.Plan[got.row].Done != 0 {
			day = 0
		}
		v, err := s.desk.DoStep(s.ctx, h.ID, h.Rev, h.Plan[got.row].ID, day)
		s.keepHome(h, v, err)
	}
}

func (s *session) homeReferrals(h *atHome) error {
	all, err := s.desk.HouseholdReferrals(s.ctx, h.ID)
	if err != nil {
		s.wrong(err)
		return nil
	}
	l := &list{label: "Number", none: "Not referred yet. To match everybody, enter back, and then 5."}
	for i := range all {
		l.rows = append(l.rows, s.referralWords(&all[i]))
	}
	return s.each("Referrals", l, func(i int) error { return s.referral(all[i].ID) })
}

// homeAdd adds a client by their reference, or somebody who is not a client yet.
func (s *session) homeAdd(h *atHome) error {
	s.title("Add a person")
	w := words{label: "Reference or given name", ask: "Who joins this household?", note: "A client's reference, such as K7M-2QX. For somebody who is not a client yet, the given name alone."}
	return s.enter(w, func(typed string) error {
		who := store.NewPerson{GivenName: typed}
		switch ref, ok := store.TidyRef(typed); {
		case ok:
			who = store.NewPerson{Client: store.ClientRef(ref)}
		case strings.ContainsAny(typed, "0123456789"):
			return &store.FieldError{Field: "reference", Says: "Check it: three characters, a hyphen, three characters. Or enter a given name."}
		}
		v, err := s.desk.AddPerson(s.ctx, h.ID, h.Rev, who)
		if err == nil {
			h.HouseholdView = v
		}
		return err
	}, func() { s.latestHome(h) })
}

// homeStep adds a step to the plan.
func (s *session) homeStep(h *atHome) error {
	s.title("Add a step to the plan")
	what, err := s.words(words{label: "Step", ask: "What is to be done?", note: "No surname, no National Insurance number.", need: "Enter what is to be done."})
	if err != nil {
		return err
	}
	due := s.desk.Today().AddMonths(1).Words()
	return s.enter(words{label: "Day", ask: "By which day?", note: "The plan runs until " + h.PlanEnds.Words() + ".", was: due}, func(typed string) error {
		day := entry.ReadDay(typed)
		if day == 0 {
			return &store.FieldError{Field: "day", Says: "Enter a day, such as " + due + "."}
		}
		v, err := s.desk.AddStep(s.ctx, h.ID, h.Rev, store.PlanStep{What: what, Due: day})
		if err == nil {
			h.HouseholdView = v
		}
		return err
	}, func() { s.latestHome(h) })
}

func (s *session) homeClose(h *atHome) error {
	if !h.Closed.IsZero() {
		v, err := s.desk.ReopenHousehold(s.ctx, h.ID, h.Rev)
		s.keepHome(h, v, err)
		return nil
	}
	s.title("Close this household")
	w := words{label: "Reason", ask: "Why is this household closed?", note: "Its people's own records stay as they are."}
	return s.enter(w, func(typed string) error {
		_, err := s.desk.CloseHousehold(s.ctx, h.ID, h.Rev, typed)
		return err
	}, func() { s.latestHome(h) })
}

// latestHome reads the household as somebody else left it, and says so.
func (s *session) latestHome(h *atHome) {
	now, err := s.desk.Household(s.ctx, h.ID)
	if err != nil {
		s.wrong(err)
		return
	}
	h.HouseholdView = now
	s.para("The version that is saved now: " + household.State(now, h.names))
}
