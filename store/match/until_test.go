package match_test

import (
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
	"signpost/store/match"
)

// The day that Until gives is the first, of all the days one by one, on which the
// client stands worse.
func TestUntilIsTheFirstWorseDay(t *testing.T) {
	rank := map[store.Standing]int{store.Eligible: 0, store.Unclear: 1, store.NearMiss: 2, store.Ineligible: 2}
	ends := 0
	rapid.Check(t, func(t *rapid.T) {
		p, _, f, _ := drawCase(t)
		if w := (&ways{dated: true, fixed: true}); rapid.Bool().Draw(t, "one rule") { // deep ones seldom hold
			p.Rule = w.rule(t, 1)
		}
		horizon := rapid.IntRange(0, 130).Draw(t, "horizon")
		got, why := match.Until(f, &p, today, horizon)
		was := match.One(f, &p, today).Standing
		want := store.Day(0)
		for d := today + 1; d <= today+store.Day(horizon) && rank[was] < 2; d++ {
			if is := match.One(match.Aged(f, today, d), &p, d).Standing; rank[is] > rank[was] {
				want = d
				break
			}
		}
		if got != want || (why == "") != (want == 0) {
			t.Fatalf("ends on %q (%s), want %q", got, why, want)
		}
		if want != 0 {
			ends++
		}
	})
	if ends == 0 {
		t.Error("no standing that was drawn ends")
	}
}

func TestUntilSaysWhy(t *testing.T) {
	age := func(r store.Rule) store.Rule { r.Fact, r.Says = store.Age, "is 18 to 24"; return r }
	days := 91
	born := store.Facts{store.BirthDate: {Day: store.Date(2001, 4, 10)}}
	for name, c := range map[string]struct {
		facts store.Facts
		rule  store.Rule
		dates store.Dates
		last  store.Day
		why   string
	}{
		"age": {born, age(store.Rule{Min: num(18), Under: num(25)}), store.Dates{}, store.Date(2026, 4, 9), "turns 25 on 10 April 2026"},
		"not by what is not known": {
			store.Facts{store.Age: {Num: 24}}, age(store.Rule{Under: num(25)}), store.Dates{}, 0, "",
		},
		"months": {
			store.Facts{store.UCMonths: {Num: 5}},
			store.Rule{Fact: store.UCMonths, Max: num(6), Says: "on Universal Credit for 6 months or less"},
			store.Dates{},
			store.Date(2026, 4, 27), "not met from 28 April 2026: on Universal Credit for 6 months or less",
		},
		"months that have not begun": {
			store.Facts{store.UCMonths: {}}, store.Rule{Fact: store.UCMonths, Max: num(0), Says: "new"}, store.Dates{}, 0, "",
		},
		"days ago": {
			store.Facts{store.RedundancyDate: {Day: store.Date(2025, 12, 15)}},
			store.Rule{Fact: store.RedundancyDate, MaxDaysAgo: &days, Says: "made redundant within 13 weeks"},
			store.Dates{},
			store.Date(2026, 3, 16), "not met from 17 March 2026: made redundant within 13 weeks",
		},
		"closes":        {store.Facts{}, store.Rule{}, store.Dates{Closes: store.Date(2026, 3, 31)}, store.Date(2026, 3, 31), "takes referrals until 31 March 2026"},
		"known to":      {store.Facts{}, store.Rule{}, store.Dates{KnownTo: store.Date(2026, 3, 31)}, store.Date(2026, 3, 31), "not known from 1 April 2026: is taking referrals"},
		"failed today":  {store.Facts{}, store.Rule{}, store.Dates{Closes: store.Date(2026, 1, 31)}, 0, ""},
		"another holds": {born, store.Rule{Any: []store.Rule{age(store.Rule{Under: num(25)}), age(store.Rule{Min: num(20)})}}, store.Dates{}, 0, ""},
	} {
		p := store.Programme{ID: "p", Name: "P", Audience: []store.Audience{store.ForPerson}, Rule: c.rule, Dates: c.dates}
		first, why := match.Until(c.facts, &p, today, 100)
		if want := c.last; want != 0 && first != want+1 || want == 0 && first != 0 || why != c.why {
			t.Errorf("%s: from %q: %s; want after %q: %s", name, first, why, want, c.why)
		}
	}
}
