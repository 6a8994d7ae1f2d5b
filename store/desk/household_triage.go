package desk

import (
	"cmp"
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

// TriageHousehold matches a household on the day: the household with each
// programme that asks for one, and each person who takes part with every
// programme, as one of the household. The answer is not kept. Its reasons tell of what
// is known of health where health is set, which stands in the trail.
func (d *Desk) TriageHousehold(ctx context.Context, id store.HouseholdID, day store.Day, health bool) (store.HouseholdAnswer, error) {
	v, err := read(ctx, d, keys.ActTriage, func(tx store.Tx) (store.HouseholdView, store.Event, error) {
		h, err := d.openHousehold(tx, id)
		if err != nil {
			return store.HouseholdView{}, store.Event{}, err
		}
		v, err := d.view(tx, h)
		if err != nil {
			return v, store.Event{}, err
		}
		e := store.Event{Verb: "triaged", Subject: householdSubject(h.ID), With: concerned(h)}
		if health {
			_, e.Fields, _ = healthIn(&v)
		}
		return v, e, canTriage(&v, day)
	})
	if err != nil {
		return store.HouseholdAnswer{}, err
	}
	out, err := d.answerHousehold(&v, day)
	if !health {
		out.Mask()
	}
	return out, err
}

func canTriage(v *store.HouseholdView, day store.Day) error {
	people := v.Taking()
	if len(people) == 0 {
		return wrong("person", "Nobody takes part in household %s: add a person first.", v.ID)
	}
	for _, p := range people {
		if born, ok := p.All[store.BirthDate]; ok && born.Day > day {
			return wrong("day", "Enter a day on or after the date of birth of everybody in the household.")
		}
	}
	return nil
}

func (d *Desk) answerHousehold(v *store.HouseholdView, day store.Day) (store.HouseholdAnswer, error) {
	out := store.HouseholdAnswer{ID: v.ID, AsOf: day, Results: []store.HouseholdResult{}, People: []store.PersonAnswer{}}
	shelf, people := d.office.shelf.Load(), matched(v)
	for _, p := range shelf.Programmes() {
		if len(p.Household) > 0 {
			out.Results = append(out.Results, match.Household(people, &p, day))
		}
	}
	slices.SortStableFunc(out.Results, func(a, b store.HouseholdResult) int {
		return cmp.Or(cmp.Compare(standingPlace(a.Standing), standingPlace(b.Standing)), cmp.Compare(a.Name, b.Name))
	})
	for _, p := range v.Taking() {
		answer, err := shelf.match.Answer(p.All, day)
		if err != nil {
			return out, err
		}
		asOne(&answer, p.ID, out.Results)
		out.People = append(out.People, store.PersonAnswer{Person: p.ID, Client: p.Client, Name: p.Name, Answer: answer})
	}
	return out, nil
}

// matched is the people who take part as a match sees them.
func matched(v *store.HouseholdView) []match.Person {
	var people []match.Person
	for _, p := range v.Taking() {
		people = append(people, match.Person{ID: p.ID, Facts: p.All})
	}
	return people
}

// asOne puts how the person stands as one of the household in the place of how
// they stand alone.
func asOne(answer *store.Answer, person store.PersonID, results []store.HouseholdResult) {
	for _, h := range results {
		own := resultOf(&h, person)
		for i := range answer.Results {
			if answer.Results[i].ID == h.ID {
				answer.Results[i] = own
			}
		}
	}
	slices.SortStableFunc(answer.Results, func(a, b store.Result) int {
		return cmp.Or(cmp.Compare(personFirst(a), personFirst(b)), cmp.Compare(standingPlace(a.Standing), standingPlace(b.Standing)))
	})
}

// resultOf is the person's part in what was found of the household.
func resultOf(h *store.HouseholdResult, person store.PersonID) store.Result {
	for _, p := range h.People {
		if p.Person == person {
			return p.Result
		}
	}
	return store.Result{ID: h.ID, Name: h.Name, Standing: store.Unclear}
}

func personFirst(r store.Result) int {
	if r.NotPerson {
		return 1
	}
	return 0
}

func standingPlace(s store.Standing) int { return slices.Index(store.Standings(), s) }
