package desk

import (
	"context"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

const maxStep = 200

// AddPerson adds somebody to a household at revision rev, who takes part from
// today. What is known of a client stays in the client's own record. A client
// takes part in one open household at a time.
func (d *Desk) AddPerson(ctx context.Context, id store.HouseholdID, rev uint64, who store.NewPerson) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(tx store.Tx, h *store.Household) (store.Event, error) {
		if len(h.People) >= store.MaxPeople {
			return store.Event{}, wrong("person", "A household keeps %d people at the most, those who left counted. Open another household.", store.MaxPeople)
		}
		p := store.Person{ID: h.NextPerson(), Joined: d.Today()}
		e := store.Event{Verb: "changed", Fields: []string{"person " + string(p.ID)}}
		var err error
		if who.Client != "" {
			err = d.joinClient(tx, h, &p, who)
			e.With = []string{subject(p.Client)}
		} else {
			err = d.joinOther(&p, who)
			e.Fields = append(e.Fields, append([]string{"given_name"}, names(who.Facts)...)...)
		}
		h.People = append(h.People, p)
		return e, err
	})
}

func (d *Desk) joinClient(tx store.Tx, h *store.Household, p *store.Person, who store.NewPerson) error {
	if who.GivenName != "" || len(who.Facts.Set)+len(who.Facts.Forget) > 0 {
		return wrong("client", "A client's name and facts stand in their own record: enter the reference alone.")
	}
	c, err := d.openClient(tx, who.Client)
	if err == nil {
		err = d.excused(tx, &c)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(h.People, func(p store.Person) bool { return p.Client == c.Ref && p.Left == 0 }) {
		return said(store.ErrConflict, "Client %s is in this household already.", c.Ref)
	}
	other, err := d.openWith(tx, c.Ref, h.ID)
	if err != nil {
		return err
	}
	if other != "" {
		return said(store.ErrConflict, "Client %s is in household %s. They have to leave that one first.", c.Ref, other)
	}
	p.Client = c.Ref
	return nil
}

func (d *Desk) joinOther(p *store.Person, who store.NewPerson) error {
	var err error
	if p.GivenName, err = entered("given name", who.GivenName, maxName, false, true); err != nil {
		return err
	}
	p.Facts, p.Known, err = d.learned(nil, nil, who.Facts, who.Source)
	return err
}

// learned is learn for facts that stand in no client's record.
func (d *Desk) learned(facts store.Facts, known map[store.Fact]store.Known, ch store.Changes, source store.FactSource) (store.Facts, map[store.Fact]store.Known, error) {
	c := store.Client{Facts: facts, Known: known}
	err := d.learn(&c, ch, source)
	return c.Facts, c.Known, err
}

// here is where a person who has not left stands in the household.
func here(h *store.Household, id store.PersonID) (int, error) {
	i := h.Person(store.PersonID(strings.TrimSpace(string(id))))
	switch {
	case i < 0:
		return 0, said(store.ErrNotFound, "There is no person %q in household %s. Its people are numbered from 1 in the order they joined.", id, h.ID)
	case h.People[i].Left != 0:
		return 0, said(store.ErrConflict, "Person %s left household %s on %s.", id, h.ID, h.People[i].Left.Words())
	}
	return i, nil
}

// LeaveHousehold records that a person of a household at revision rev left on a
// day, which is today or before and not before they joined.
func (d *Desk) LeaveHousehold(ctx context.Context, id store.HouseholdID, rev uint64, person store.PersonID, day store.Day) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		i, err := here(h, person)
		if err != nil {
			return store.Event{}, err
		}
		p := &h.People[i]
		if day > d.Today() || day < p.Joined {
			return store.Event{}, wrong("day", "Enter a day from %s, when they joined, to today.", p.Joined)
		}
		p.Left = day
		return store.Event{Verb: "changed", With: ofClient(p.Client), Fields: []string{"person " + string(p.ID), "left"}}, nil
	})
}

func ofClient(ref store.ClientRef) []string {
	if ref == "" {
		return nil
	}
	return []string{subject(ref)}
}

// SetPersonFacts changes what is known of a person of a household at revision
// rev who is not a client.
func (d *Desk) SetPersonFacts(ctx context.Context, id store.HouseholdID, rev uint64, person store.PersonID, ch store.Changes, source store.FactSource) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		i, err := here(h, person)
		if err != nil {
			return store.Event{}, err
		}
		p := &h.People[i]
		if p.Client != "" {
			return store.Event{}, wrong("person", "Person %s is client %s: what is known of them is changed there.", p.ID, p.Client)
		}
		p.Facts, p.Known, err = d.learned(p.Facts, p.Known, ch, source)
		return store.Event{Verb: "changed", Fields: append([]string{"person " + string(p.ID)}, names(ch)...)}, err
	})
}

// SetSharedFacts changes what is said once for everybody in a household at
// revision rev: facts of store.SharedFacts. Of a list of barriers, it speaks of
// those of store.SharedBarriers alone.
func (d *Desk) SetSharedFacts(ctx context.Context, id store.HouseholdID, rev uint64, ch store.Changes, source store.FactSource) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		ch, err := shareable(ch)
		if err != nil {
			return store.Event{}, err
		}
		h.Shared, h.Known, err = d.learned(h.Shared, h.Known, ch, source)
		return store.Event{Verb: "changed", Fields: append([]string{"shared"}, names(ch)...)}, err
	})
}

// shareable is the changes as they may be said of a whole household.
func shareable(ch store.Changes) (store.Changes, error) {
	for _, f := range store.AllFacts() {
		if _, set := ch.Set[f]; set && !slices.Contains(store.SharedFacts(), f) {
			return ch, &store.FactError{Fact: f.String(), Want: "it for one person: it cannot be shared. What can be: " + joinFacts(store.SharedFacts())}
		}
	}
	v, ok := ch.Set[store.Barriers]
	if !ok {
		return ch, nil
	}
	shared := store.SharedBarriers()
	for _, w := range slices.Concat(v.Set.Has, v.Set.Not) {
		if !slices.Contains(shared, w) {
			return ch, &store.FactError{Fact: store.Barriers.String(), Got: w, Want: "barriers that a household has together: " + strings.Join(shared, ", ")}
		}
	}
	if v.Set.Whole {
		v.Set.Whole, v.Set.Not = false, nil
		for _, w := range shared {
			if !slices.Contains(v.Set.Has, w) {
				v.Set.Not = append(v.Set.Not, w)
			}
		}
		ch = store.Changes{Forget: ch.Forget, Set: copied(ch.Set)}
		ch.Set[store.Barriers] = v
	}
	return ch, nil
}

func copied(facts store.Facts) store.Facts { return store.Changes{Set: facts}.Apply(nil) }

func joinFacts(facts []store.Fact) string {
	words := make([]string, len(facts))
	for i, f := range facts {
		words[i] = f.String()
	}
	return strings.Join(words, ", ")
}

// MakeClient makes a person of a household at revision rev a client, kept by the
// caller, of what is known of them here, which then stands in the client's own
// record alone.
func (d *Desk) MakeClient(ctx context.Context, id store.HouseholdID, rev uint64, person store.PersonID) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(tx store.Tx, h *store.Household) (store.Event, error) {
		i, err := here(h, person)
		if err != nil {
			return store.Event{}, err
		}
		p := &h.People[i]
		if p.Client != "" {
			return store.Event{}, said(store.ErrConflict, "Person %s is client %s already.", p.ID, p.Client)
		}
		ref, err := store.NewClientRef(tx)
		if err != nil {
			return store.Event{}, err
		}
		now := d.office.now()
		c, err := d.keep(tx, store.Client{
			Ref: ref, Partner: h.Partner, Coach: d.caller.Member.ID, GivenName: p.GivenName, Told: store.Told{How: store.ToldNotYet},
			Facts: orEmpty(p.Facts), Known: orEmpty(p.Known), Added: now, FactsAt: now,
		})
		if err != nil {
			return store.Event{}, err
		}
		p.Client, p.GivenName, p.Facts, p.Known = c.Ref, "", nil, nil
		return store.Event{Verb: "added", With: []string{subject(c.Ref)}, Fields: []string{"person " + string(p.ID), "given_name", "facts"}}, nil
	})
}

// AddStep adds a step to the plan of a household at revision rev. Its day is
// within twelve months of the day the household was opened.
func (d *Desk) AddStep(ctx context.Context, id store.HouseholdID, rev uint64, step store.PlanStep) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		what, err := entered("step", step.What, maxStep, false, true)
		if err != nil {
			return store.Event{}, err
		}
		if len(h.Plan) >= store.MaxSteps {
			return store.Event{}, wrong("step", "A plan has %d steps at the most.", store.MaxSteps)
		}
		if first, last := store.DayOf(h.Opened), h.PlanEnds(); step.Due < first || step.Due > last {
			return store.Event{}, wrong("day", "Enter a day from %s to %s: the plan runs for %d months.", first, last, store.PlanMonths)
		}
		if step.Person != "" {
			i, err := here(h, step.Person)
			if err != nil {
				return store.Event{}, err
			}
			step.Person = h.People[i].ID
		}
		h.Plan = append(h.Plan, store.PlanStep{ID: h.NextStep(), What: what, Person: step.Person, Due: step.Due})
		return store.Event{Verb: "changed", Fields: []string{"plan"}}, nil
	})
}

// DoStep marks a step of the plan of a household at revision rev as done on a
// day, today or before, by the caller; with no day, as not done after all.
func (d *Desk) DoStep(ctx context.Context, id store.HouseholdID, rev uint64, step store.PlanID, day store.Day) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		i := slices.IndexFunc(h.Plan, func(s store.PlanStep) bool { return s.ID == step })
		if i < 0 {
			return store.Event{}, said(store.ErrNotFound, "There is no step %q in the plan of household %s. Its steps are numbered from 1.", step, h.ID)
		}
		if day > d.Today() {
			return store.Event{}, wrong("day", "Enter today or a day before it.")
		}
		s := &h.Plan[i]
		s.Done, s.DoneBy = day, d.caller.Member.ID
		if day == 0 {
			s.DoneBy = keys.MemberID("")
		}
		return store.Event{Verb: "changed", Fields: []string{"plan"}}, nil
	})
}
