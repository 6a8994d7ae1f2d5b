package match_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
	"signpost/store/match"
)

// homes is a household drawn at random three times over: as little, more, and all
// of what is true is known of its people.
type homes struct {
	prog            store.Programme
	some, more, all []match.Person
}

func drawHomes(t *rapid.T, w *ways) homes {
	h := homes{prog: withEdges(t, w.programme(t))}
	every := store.Programme{ID: "restart", Rule: store.Rule{All: []store.Rule{h.prog.Rule}}}
	for range rapid.IntRange(0, 2).Draw(t, "tests") {
		test := store.HouseholdTest{
			Of: rapid.SampledFrom([]store.Of{store.OfAny, store.OfAll, store.OfCount}).Draw(t, "of"), Who: w.rule(t, 1), Source: "page",
			Says: fmt.Sprintf("test %d", len(h.prog.Household)),
		}
		if test.Of == store.OfCount {
			test.AtLeast = rapid.IntRange(0, 3).Draw(t, "at least")
			test.AtMost = max(test.AtLeast, rapid.IntRange(0, 4).Draw(t, "at most"))
		}
		h.prog.Household = append(h.prog.Household, test)
		every.Rule.All = append(every.Rule.All, test.Who)
	}
	var running store.Set // is the same of everybody
	for i := range rapid.IntRange(0, 4).Draw(t, "people") {
		facts := world(t, &every)
		if i == 0 {
			running = facts[store.Judgements].Set
		}
		facts[store.Judgements] = store.Value{Set: asRunning(facts[store.Judgements].Set, running)}
		some, id := drawVeil(t, facts), store.PersonID(strconv.Itoa(i+1))
		h.some = append(h.some, match.Person{ID: id, Facts: some.show(facts)})
		h.more = append(h.more, match.Person{ID: id, Facts: some.or(drawVeil(t, facts)).show(facts)})
		h.all = append(h.all, match.Person{ID: id, Facts: facts})
	}
	return h
}

func asRunning(s, as store.Set) store.Set {
	const running = "restart/running"
	is := func(w string) bool { return w == running }
	out := store.Set{Has: slices.DeleteFunc(slices.Clone(s.Has), is), Not: slices.DeleteFunc(slices.Clone(s.Not), is)}
	if as.Holds(running) == store.Yes {
		out.Has = append(out.Has, running)
	} else {
		out.Not = append(out.Not, running)
	}
	return out
}

func anyWays() *ways { return &ways{fixed: true, unverified: true, asks: true, dated: true} }

// plainCount is the truth of one test of a household, by trying every way in
// which what is not known can turn out.
func plainCount(test *store.HouseholdTest, people []match.Person) store.Tri {
	truths := make([]store.Tri, len(people))
	for i, p := range people {
		truths[i] = plainTruth(&test.Who, false, today, plainLeaf(p.Facts, today))
	}
	if len(people) == 0 {
		return store.No
	}
	holds := func(met int) bool {
		switch test.Of {
		case store.OfAny:
			return met > 0
		case store.OfAll:
			return met == len(people)
		}
		return met >= test.AtLeast && (test.AtMost == 0 || met <= test.AtMost)
	}
	some, every := false, true
	var try func(i, met int)
	try = func(i, met int) {
		if i == len(truths) {
			some, every = some || holds(met), every && holds(met)
			return
		}
		if truths[i] != store.No {
			try(i+1, met+1)
		}
		if truths[i] != store.Yes {
			try(i+1, met)
		}
	}
	try(0, 0)
	switch {
	case every:
		return store.Yes
	case some:
		return store.Unknown
	}
	return store.No
}

func TestEachTestOfAHouseholdIsThatOfThePlainCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		got := match.Household(h.some, &h.prog, today)
		failed := 0
		for i := range h.prog.Household {
			want := map[store.Tri][]store.Standing{
				store.Yes: {store.Eligible}, store.Unknown: {store.Unclear}, store.No: {store.NearMiss, store.Ineligible},
			}[plainCount(&h.prog.Household[i], h.some)]
			if !slices.Contains(want, got.Tests[i].Standing) {
				t.Fatalf("test %d is %s, want %v", i, got.Tests[i].Standing, want)
			}
			if slices.Contains(want, store.NearMiss) {
				failed++
			}
			if len(want) == 1 && standingOrder(got.Standing) < standingOrder(want[0]) {
				t.Fatalf("the household is %s, and its test %d %s", got.Standing, i, want[0])
			}
		}
		if failed > 0 && got.Standing != store.NearMiss && got.Standing != store.Ineligible || failed > 1 && got.Standing == store.NearMiss {
			t.Fatalf("the household is %s with %d tests failed", got.Standing, failed)
		}
	})
}

func standingOrder(s store.Standing) int { return slices.Index(store.Standings(), s) }

func TestAHouseholdThatIsEligibleStaysSoWhateverIsLearned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		was := match.Household(h.some, &h.prog, today)
		for _, people := range [][]match.Person{h.more, h.all} {
			is := match.Household(people, &h.prog, today)
			if was.Standing == store.Eligible && is.Standing != store.Eligible {
				t.Fatalf("the household was eligible, and is %s", is.Standing)
			}
			for i, p := range was.People {
				if p.Result.Standing == store.Eligible && is.People[i].Result.Standing != store.Eligible {
					t.Fatalf("person %s was eligible, and is %s", p.Person, is.People[i].Result.Standing)
				}
			}
		}
	})
}

func TestAHouseholdThatFailsNeverComesToPassByLearning(t *testing.T) {
	out := []store.Standing{store.NearMiss, store.Ineligible}
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		was := match.Household(h.some, &h.prog, today)
		for _, people := range [][]match.Person{h.more, h.all} {
			is := match.Household(people, &h.prog, today)
			if slices.Contains(out, was.Standing) && !slices.Contains(out, is.Standing) {
				t.Fatalf("the household was %s, and is %s", was.Standing, is.Standing)
			}
			for i, p := range was.People {
				if now := is.People[i].Result.Standing; slices.Contains(out, p.Result.Standing) && !slices.Contains(out, now) {
					t.Fatalf("person %s was %s, and is %s", p.Person, p.Result.Standing, now)
				}
			}
		}
	})
}

func TestANearMissOfAHouseholdComesTrueOnItsDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		got := match.Household(h.some, &h.prog, today)
		if got.When == 0 {
			return
		}
		if got.Standing != store.NearMiss || got.When <= today {
			t.Fatalf("%s on %s", got.Standing, got.When)
		}
		if then := match.Household(h.some, &h.prog, got.When); then.Standing != store.Eligible && then.Standing != store.Unclear {
			t.Fatalf("%s on the day on which it was to come true", then.Standing)
		}
	})
}

func TestNobodyStandsBetterThanTheirHousehold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		got := match.Household(h.some, &h.prog, today)
		for _, p := range got.People {
			r := p.Result
			if standingOrder(r.Standing) < standingOrder(got.Standing) {
				t.Fatalf("person %s is %s in a household that is %s", p.Person, r.Standing, got.Standing)
			}
			if len(r.Failed) > 0 != (r.Standing == store.NearMiss || r.Standing == store.Ineligible) {
				t.Fatalf("person %s is %s with %d reasons failed", p.Person, r.Standing, len(r.Failed))
			}
			if r.Standing == store.Eligible && len(r.Missing) > 0 || r.Standing == store.Unclear && len(r.Missing) == 0 {
				t.Fatalf("person %s is %s with %d reasons missing", p.Person, r.Standing, len(r.Missing))
			}
		}
	})
}

func TestAHouseholdIsTheSameInAnyOrderAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHomes(t, anyWays())
		before, _ := json.Marshal(h.some)
		rule, _ := json.Marshal(h.prog)
		a := match.Household(h.some, &h.prog, today)
		turned := slices.Clone(h.some)
		slices.Reverse(turned)
		b := match.Household(turned, &h.prog, today)
		slices.Reverse(b.People)
		if a.Standing != b.Standing || a.When != b.When || len(a.People) != len(b.People) {
			t.Fatalf("%s %s in one order, %s %s in the other", a.Standing, a.When, b.Standing, b.When)
		}
		for i := range a.People {
			if a.People[i].Result.Standing != b.People[i].Result.Standing {
				t.Fatalf("person %s is %s in one order and %s in the other", a.People[i].Person, a.People[i].Result.Standing, b.People[i].Result.Standing)
			}
		}
		if !reflect.DeepEqual(a, match.Household(h.some, &h.prog, today)) {
			t.Fatal("two answers")
		}
		after, _ := json.Marshal(h.some)
		same, _ := json.Marshal(h.prog)
		if string(after) != string(before) || string(same) != string(rule) {
			t.Fatal("the people or the programme were changed")
		}
	})
}

// TestHouseholdsIntoWork holds the programme to its sources: 16 or over, out of
// work, at least one other such person who joins, at one address or not, and a
// barrier.
func TestHouseholdsIntoWork(t *testing.T) {
	p := catalogue(t)["households-into-work"]
	const amina = `{"age": 30, "district": "liverpool", "work": "out-of-work", "barriers": ["debt"], "benefits": ["universal-credit"]}`
	for _, tt := range []struct {
		name, day string
		people    []string
		want      string
	}{
		{"two who meet it", "2019-05-01", []string{amina, `{"age": 17, "district": "liverpool", "work": "never-worked"}`}, "eligible: eligible eligible"},
		{"at two addresses", "2019-05-01", []string{amina, `{"age": 44, "district": "sefton", "work": "out-of-work"}`}, "eligible: eligible eligible"},
		{"the barrier and the benefit are the other's", "2019-05-01", []string{`{"age": 30, "district": "wirral", "work": "out-of-work", "barriers": [], "health": [], "groups": [], "caring": []}`, amina}, "eligible: eligible eligible"},
		{"a third who works", "2019-05-01", []string{amina, amina, `{"age": 50, "district": "liverpool", "work": "employed"}`}, "eligible: eligible eligible ineligible"},
		{"one by themselves", "2019-05-01", []string{amina}, "near-miss: near-miss"},
		{"the other works", "2019-05-01", []string{amina, `{"age": 50, "district": "liverpool", "work": "employed"}`}, "near-miss: near-miss ineligible"},
		{"the other turns 16", "2019-05-01", []string{amina, `{"birth_date": "2003-06-11", "district": "liverpool", "work": "never-worked"}`}, "near-miss 2019-06-11: near-miss 2019-06-11 near-miss 2019-06-11"},
		{"the other's work is not known", "2019-05-01", []string{amina, `{"age": 50, "district": "liverpool"}`}, "unclear: unclear unclear"},
		{"the other lives in Preston", "2019-05-01", []string{amina, `{"age": 50, "district": "preston", "work": "out-of-work"}`}, "near-miss: near-miss ineligible"},
		{"no barrier is known", "2019-05-01", []string{`{"age": 30, "district": "liverpool", "work": "out-of-work", "benefits": ["universal-credit"]}`, `{"age": 31, "district": "liverpool", "work": "out-of-work"}`}, "unclear: unclear unclear"},
		{"before it opened", "2018-01-31", []string{amina, amina}, "ineligible: ineligible ineligible"},
		{"since it was last heard of", "2026-05-01", []string{amina, amina}, "unclear: unclear unclear"},
		{"said of one to be running", "2026-05-01", []string{amina, strings.Replace(amina, "{", `{"judgements": {"households-into-work/running": true}, `, 1)}, "eligible: eligible eligible"},
		{"nobody at all", "2019-05-01", nil, "ineligible:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var people []match.Person
			for i, text := range tt.people {
				people = append(people, match.Person{ID: store.PersonID(strconv.Itoa(i + 1)), Facts: facts(t, text)})
			}
			r := match.Household(people, p, day(t, tt.day))
			got := standingWords(r.Standing, r.When) + ":"
			for _, p := range r.People {
				got += " " + standingWords(p.Result.Standing, p.Result.When)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func standingWords(s store.Standing, when store.Day) string {
	if when != 0 {
		return string(s) + " " + when.String()
	}
	return string(s)
}

func TestOneWithoutAHouseholdIsToldWhatItNeeds(t *testing.T) {
	p := catalogue(t)["households-into-work"]
	alone := facts(t, `{"age": 30, "district": "liverpool", "work": "out-of-work", "barriers": ["debt"], "benefits": ["universal-credit"]}`)
	if got := match.One(alone, p, day(t, "2019-05-01")); len(got.Missing) != 1 || got.Missing[0].Says != "has a household: at least one other person who is unemployed and joins" {
		t.Errorf("missing %q", says(got.Missing))
	}
	alone[store.HouseholdOutOfWork] = store.Value{}
	got := match.One(alone, p, day(t, "2019-05-01"))
	if got.Standing != store.NearMiss || len(got.Failed) != 1 || got.Failed[0].Note != "needs a household: at least one other person" {
		t.Errorf("%s, failed %+v", got.Standing, got.Failed)
	}
}

// TestWhatOneMoreWouldChange is said only where one more is what is missing.
func TestWhatOneMoreWouldChange(t *testing.T) {
	p := catalogue(t)["households-into-work"]
	works := facts(t, `{"age": 30, "district": "liverpool", "work": "employed"}`)
	out := facts(t, `{"age": 30, "district": "liverpool", "work": "out-of-work", "barriers": ["debt"], "benefits": ["universal-credit"]}`)
	for name, tt := range map[string]struct {
		people []match.Person
		notes  bool
	}{
		"two short": {[]match.Person{{ID: "1", Facts: works}, {ID: "2", Facts: works}}, false},
		"one short": {[]match.Person{{ID: "1", Facts: works}, {ID: "2", Facts: out}}, true},
	} {
		got := match.Household(tt.people, p, day(t, "2019-05-01"))
		short := 0
		for _, r := range got.Tests {
			if r.Short == "" {
				continue
			}
			short++
			if noted := r.Note != ""; noted != tt.notes {
				t.Errorf("%s: %s: %s; %s", name, r.Says, r.Short, r.Note)
			}
		}
		if short == 0 {
			t.Errorf("%s: nothing is short: %+v", name, got.Tests)
		}
	}
}

func TestReadingOutAHousehold(t *testing.T) {
	var got []string
	for _, line := range match.RuleWords(catalogue(t)["households-into-work"], day(t, "2019-05-01")) {
		got = append(got, strings.Repeat("  ", line.Indent)+line.Text)
	}
	text := strings.Join(got, "\n")
	for _, want := range []string{
		"a household that:\n  has at least two people who join, each 16 or over and unemployed, at one address or not:\n    is 16 or over\n",
		"\n  has a barrier to work:\n    any of:\n      has a barrier of health",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "at least one other person who is unemployed and joins") {
		t.Error("what is asked of a client alone is read out beside the household")
	}
}
