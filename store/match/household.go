package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"signpost/store"
)

// Person is one person of a household, as far as a match sees them.
type Person struct {
	ID    store.PersonID
	Facts store.Facts // their own, and what the household shares
}

// Household says how a household of these people stands with a programme on the
// day: as a whole, and each of them as one of it. The whole is one All of: it is
// for a person, it takes referrals on the day, and its HouseholdTests. A person
// stands as they would by themselves, without the parts of the rule that are
// asked of a client alone, and as the whole does.
//
// Whether the programme takes referrals is one judgement for all: what a coach
// has answered of any of them.
//
// The promises of One hold: what is not known of somebody is never read as no,
// an eligible household stays so whatever that turns out to be, and one that is a
// near miss or ineligible does not become eligible by it. A near miss has one
// test in its way, by one person: one more to join, or somebody of whom one fact
// can come to change.
func Household(people []Person, p *store.Programme, day store.Day) store.HouseholdResult {
	h := household{people: people, prog: p, day: day}
	h.judge()
	out := store.HouseholdResult{
		ID: p.ID, Name: p.Name, Rev: p.Rev, Standing: standing(h.truth),
		Tests: h.tests, People: make([]store.PersonResult, 0, len(people)),
	}
	if h.truth == store.No {
		out.Standing, out.When = h.near()
	}
	for i := range people {
		out.People = append(out.People, store.PersonResult{Person: people[i].ID, Result: h.person(i, out.Standing, out.When)})
	}
	return out
}

// household is one match of a household under way.
type household struct {
	people []Person
	prog   *store.Programme
	day    store.Day
	base   store.Result // of the programme itself, whoever the people are
	tests  []store.PeopleResult
	truths []store.Tri // of each test
	truth  store.Tri
}

func (h *household) judge() {
	base := *h.prog
	base.Rule, base.Area = store.Rule{}, nil
	h.base = One(store.Facts{store.Judgements: {Set: runningSaid(h.people)}}, &base, h.day)
	h.truth = truthOf(h.base.Standing)
	h.tests = make([]store.PeopleResult, len(h.prog.Household))
	h.truths = make([]store.Tri, len(h.prog.Household))
	for i := range h.prog.Household {
		h.test(i)
		h.truth = min(h.truth, h.truths[i])
	}
}

// runningSaid is what was answered, of anybody, on whether programmes take
// referrals.
func runningSaid(people []Person) store.Set {
	var out store.Set
	for _, p := range people {
		said := p.Facts[store.Judgements].Set
		for _, w := range said.Has {
			if strings.HasSuffix(w, "/"+runningAsk) && !slices.Contains(out.Has, w) {
				out.Has = append(out.Has, w)
			}
		}
		for _, w := range said.Not {
			if strings.HasSuffix(w, "/"+runningAsk) {
				out.Not = append(out.Not, w)
			}
		}
	}
	out.Not = slices.DeleteFunc(out.Not, func(w string) bool { return slices.Contains(out.Has, w) })
	return out
}

func truthOf(s store.Standing) store.Tri {
	switch s {
	case store.Eligible:
		return store.Yes
	case store.Unclear:
		return store.Unknown
	}
	return store.No
}

// test tries one test on everybody.
func (h *household) test(i int) {
	t, out := &h.prog.Household[i], &h.tests[i]
	out.Says, out.People = t.Says, make([]store.PersonResult, 0, len(h.people))
	if s, ok := h.prog.SourceOf(t.Source); ok {
		out.Source = cite(&s)
	}
	who := Who(h.prog, t.Who)
	for _, p := range h.people {
		r := One(p.Facts, &who, h.day)
		switch truthOf(r.Standing) {
		case store.Yes:
			out.Met++
		case store.Unknown:
			out.Unknown++
		}
		out.People = append(out.People, store.PersonResult{Person: p.ID, Result: r})
	}
	least, most := t.Bounds(len(h.people))
	truth := store.Unknown
	switch most := max(most, least); {
	case len(h.people) == 0, out.Met+out.Unknown < least, out.Met > most:
		truth = store.No
	case out.Met >= least && out.Met+out.Unknown <= most:
		truth = store.Yes
	}
	if truth == store.No {
		out.Short, out.Note = shortOf(out, least), t.Changes
		if t.Of == store.OfCount && least-out.Met-out.Unknown > 1 { // what one more would change is said of one who is missing
			out.Note = ""
		}
	}
	h.truths[i], out.Standing = truth, standing(truth)
}

func shortOf(r *store.PeopleResult, least int) string {
	if missing := least - r.Met - r.Unknown; missing > 0 {
		return store.Count(missing, "person") + " short of " + fmt.Sprint(least)
	}
	return ""
}

// Who is the programme as a test of one person by that rule: it has no dates, no
// area and no household of its own, and the same judgements and sources.
func Who(p *store.Programme, rule store.Rule) store.Programme {
	out := *p
	out.Rule, out.Area, out.Dates, out.Household = rule, nil, store.Dates{}, nil
	out.Audience = []store.Audience{store.ForPerson}
	return out
}

// near tells a near miss from what is ineligible, and the day on which time alone
// brings it.
func (h *household) near() (store.Standing, store.Day) {
	in := -1
	for i, t := range h.truths {
		if t == store.No {
			if in >= 0 {
				return store.Ineligible, 0
			}
			in = i
		}
	}
	if in < 0 || truthOf(h.base.Standing) == store.No {
		return store.Ineligible, 0
	}
	t, r := &h.prog.Household[in], &h.tests[in]
	least, _ := t.Bounds(len(h.people))
	if r.Met+r.Unknown != least-1 {
		return store.Ineligible, 0
	}
	var days []store.Day
	some := t.Of == store.OfCount || len(h.people) == 0 // one more may join
	for _, p := range r.People {
		if p.Result.Standing != store.NearMiss {
			continue
		}
		some = true
		if p.Result.When != 0 {
			days = append(days, p.Result.When)
		}
	}
	slices.Sort(days)
	for _, day := range days {
		then := household{people: h.people, prog: h.prog, day: day}
		if then.judge(); then.truth != store.No {
			r.Standing = store.NearMiss
			return store.NearMiss, day
		}
	}
	if !some {
		return store.Ineligible, 0
	}
	r.Standing = store.NearMiss
	return store.NearMiss, 0
}

// person is how one of them stands as one of the household.
func (h *household) person(i int, whole store.Standing, when store.Day) store.Result {
	prog := Who(h.prog, h.prog.Rule.InHousehold())
	prog.Area = h.prog.Area
	own := One(h.people[i].Facts, &prog, h.day)
	out := own
	out.Met, out.Missing, out.Failed = slices.Clone(own.Met), slices.Clone(own.Missing), slices.Clone(own.Failed)
	out.Met = append(slices.Clone(h.base.Met), out.Met...)
	out.Missing = append(slices.Clone(h.base.Missing), out.Missing...)
	out.Failed = append(slices.Clone(h.base.Failed), out.Failed...)
	for j := range h.tests {
		h.testReason(j, &out)
	}
	out.NotPerson = h.base.NotPerson
	switch truth := min(truthOf(own.Standing), h.truth); {
	case truth != store.No:
		out.Standing, out.When = standing(truth), 0
	case truthOf(own.Standing) != store.No:
		out.Standing, out.When = whole, when
	case own.Standing == store.NearMiss && (h.truth != store.No || whole == store.NearMiss && own.When != 0 && own.When == when):
	default:
		out.Standing, out.When = store.Ineligible, 0
	}
	return out
}

// testReason adds what a test of the household says to one person's reasons.
func (h *household) testReason(j int, out *store.Result) {
	t := &h.tests[j]
	why := store.Reason{Says: t.Says, Source: t.Source}
	switch h.truths[j] {
	case store.Yes:
		out.Met = append(out.Met, why)
	case store.Unknown:
		why.Note = "not known yet of " + cmp.Or(names(t.People, store.Unclear), "the others")
		out.Missing = append(out.Missing, why)
	default:
		why.Short, why.Note = t.Short, t.Note
		out.Failed = append(out.Failed, why)
	}
}

// names lists who stands so, by their ids.
func names(people []store.PersonResult, standing store.Standing) string {
	var ids []string
	for _, p := range people {
		if p.Result.Standing == standing {
			ids = append(ids, string(p.Person))
		}
	}
	switch len(ids) {
	case 0:
		return ""
	case 1:
		return "person " + ids[0]
	}
	return "people " + strings.Join(ids[:len(ids)-1], ", ") + " and " + ids[len(ids)-1]
}
