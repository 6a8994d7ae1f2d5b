package provision_test

import (
	"strings"
	"testing"

	"signpost/store"
)

func TestLintOfAHousehold(t *testing.T) {
	const test = "    says: has two adults\n    source: leaflet\n    who: {fact: age, min: 18, says: is 18 or over, source: leaflet}\n"
	asked := func(text string) swap { return swap{"sources:\n", "household:\n" + text + "sources:\n"} }
	for name, c := range map[string]struct {
		swap
		path, says string
	}{
		"a count":              {asked("  - of: count\n    at_least: 2\n" + test), "", ""},
		"any":                  {asked("  - of: any\n" + test), "", ""},
		"a judgement of both":  {asked("  - of: all\n" + strings.Replace(test, "{fact: age, min: 18, says: is 18 or over", `{ask: discretion, question: "Is it?", says: x`, 1)), "", ""},
		"no quantity":          {asked("  - at_least: 2\n" + test), "household[0].of", "one of any, all, count"},
		"a count of nobody":    {asked("  - of: count\n" + test), "household[0].at_least", "how many people"},
		"any, counted":         {asked("  - of: any\n    at_least: 2\n" + test), "household[0].of", "counts nobody"},
		"more than a home has": {asked("  - of: count\n    at_least: 31\n" + test), "household[0]", "out of range"},
		"the wrong way round":  {asked("  - of: count\n    at_least: 3\n    at_most: 2\n" + test), "household[0].at_least", "more than at_most"},
		"no words":             {asked("  - of: any\n" + strings.Replace(test, "has two adults", `""`, 1)), "household[0].says", "missing"},
		"no source":            {asked("  - of: any\n" + strings.Replace(test, "    source: leaflet\n", "", 1)), "household[0].source", "missing"},
		"no test":              {asked("  - of: any\n    says: x\n    source: leaflet\n"), "household[0].who", "tests nothing"},
		"a test that does not fit": {
			asked("  - of: any\n" + strings.Replace(test, "min: 18", "has: [x]", 1)), "household[0].who.has", "does not fit age",
		},
		"a test that nobody meets": {
			asked("  - of: any\n" + strings.Replace(test, "min: 18", "min: 18, max: 17", 1)), "household[0].who", "no client can meet",
		},
		"alone without a household": {swap{"      min: 19\n", "      min: 19\n      alone: true\n"}, "rule.all[0].alone", "has household"},
		"alone further down": {
			swap{"        - fact: work\n", "        - alone: true\n          fact: work\n"}, "rule.all[2].any[0].alone", "directly under all",
		},
	} {
		t.Run(name, func(t *testing.T) {
			found := lintSwapped(t, c.swap)
			if c.says == "" && len(found) == 0 {
				return
			}
			for _, f := range found {
				if c.says != "" && f.Path == c.path && strings.Contains(f.Says, c.says) && f.Line > 0 {
					return
				}
			}
			t.Fatalf("found %v, want %q at %q", found, c.says, c.path)
		})
	}
}

func TestAPersonOfAHouseholdIsAskedNothingThatStandsInForIt(t *testing.T) {
	age, alone := store.Rule{Fact: store.Age}, store.Rule{Fact: store.HouseholdOutOfWork, Alone: true}
	rule := store.Rule{All: []store.Rule{age, alone}}
	if got := rule.InHousehold(); len(got.All) != 1 || got.All[0].Fact != store.Age {
		t.Errorf("got %+v", got)
	}
	if len(rule.All) != 2 {
		t.Error("the rule itself was changed")
	}
}
