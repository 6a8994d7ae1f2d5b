package match_test

import (
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/provision"
)

// client is a client who stands in a known way with one programme, and what is
// different about others. A change is one JSON object of facts over the base;
// null means that the fact is not known.
type client struct {
	programme store.ProgrammeID
	base      string
	others    []other
}

type other struct {
	day     string
	change  string // over the base; empty for the base itself
	want    store.Standing
	because string // the words of the source that decide it, or what it leaves unsaid
}

// TestCatalogueStandings holds the catalogue and the engine together to the
// sources: what each says of a client on a day. The standings were written from
// the sources, before the rules were tried.
func TestCatalogueStandings(t *testing.T) {
	byID := catalogue(t)
	for _, c := range allClients() {
		p, ok := byID[c.programme]
		if !ok {
			t.Errorf("the catalogue has no %q", c.programme)
			continue
		}
		base, err := store.ParseFacts([]byte(c.base))
		if err != nil {
			t.Fatalf("%s: %v", c.programme, err)
		}
		best := false
		for _, o := range c.others {
			day, err := store.ParseDay(o.day)
			if err != nil {
				t.Fatalf("%s: %v", c.programme, err)
			}
			facts := base
			if o.change != "" {
				change, err := store.ParseChanges([]byte(o.change))
				if err != nil {
					t.Fatalf("%s on %s: %v", c.programme, o.day, err)
				}
				facts = change.Apply(base)
			}
			got := match.One(facts, p, day)
			if got.Standing != o.want {
				t.Errorf("%s on %s with %s: %s, want %s (%s)\n  met %s\n  missing %s\n  failed %s",
					c.programme, o.day, o.change, got.Standing, o.want, o.because, says(got.Met), says(got.Missing), says(got.Failed))
			}
			best = best || got.Standing == store.Eligible
		}
		if !best && !closedSince2018[c.programme] {
			t.Errorf("%s: no client here is eligible on any day", c.programme)
		}
	}
}

// closedSince2018 are the programmes that nobody could join on any day since.
var closedSince2018 = map[store.ProgrammeID]bool{"future-jobs-fund": true, "flexible-new-deal": true}

// TestCatalogueNearMissesSayWhen holds near misses to the day or the distance
// that a coach is told.
func TestCatalogueNearMissesSayWhen(t *testing.T) {
	byID := catalogue(t)
	for _, c := range []struct {
		programme        store.ProgrammeID
		day, facts       string
		when, short, why string
	}{
		{
			"restart", "2025-12-14",
			`{"benefits": ["universal-credit"], "uc_regime": "intensive-work-search", "uc_months": 5}`,
			"2026-01-14", "1 month short", "6 months, and 5 are done",
		},
		{
			"restart", "2022-06-20",
			`{"benefits": ["universal-credit"], "uc_regime": "intensive-work-search", "uc_months": 7, "months_out_of_work": 7}`,
			"2022-08-20", "2 months short", "9 months before July 2024",
		},
		{
			"skills-bootcamps", "2023-01-10",
			`{"birth_date": "2004-03-03", "district": "burnley", "work": "out-of-work"}`,
			"2023-03-03", "", "adults aged 19 and over",
		},
		{
			"connect-to-work", "2026-02-02",
			`{"age": 30, "district": "preston", "right_to_work": true, "work": "out-of-work", "health": ["mental"], "programmes": ["restart"]}`,
			"", "", "not already enrolled in another intensive employment programme (e.g. Restart or IPS)",
		},
		{
			"childcare-30", "2025-10-01",
			`{"age": 30, "district": "preston", "youngest_child_months": 20, "work": "employed", "hours_per_week": 16, "yearly_pay": 10157, "groups": ["lone-parent"]}`,
			"", "£1 short", "£10,158 a year from April 2025",
		},
		{
			"carers-allowance", "2026-05-01",
			`{"age": 50, "district": "burnley", "caring_hours": 40, "cared_for_benefit": true, "work": "employed", "weekly_net_pay": 205}`,
			"", "£1 over", "£204 or less from April 2026",
		},
		{
			"asf", "2026-09-01",
			`{"age": 40, "district": "plymouth", "work": "employed", "yearly_pay": 26801, "english_gcse": true, "maths_gcse": true, "digital": ["skills", "device", "connection"], "qualification_level": 3}`,
			"", "£1 over", "the pay is in the way, and not that the client has work",
		},
		{
			"digital-freedom-50", "2021-03-03",
			`{"birth_date": "1973-06-01", "district": "wyre", "digital": []}`,
			"2023-06-01", "turns 50", "over 50s, and exactly 50 is a judgement",
		},
		{
			"childcare-15-universal", "2025-05-01",
			`{"district": "preston", "youngest_child_months": 34}`,
			"2025-07-01", "2 months short", "all 3 and 4 year olds",
		},
	} {
		day, err := store.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := store.ParseFacts([]byte(c.facts))
		if err != nil {
			t.Fatal(err)
		}
		got := match.One(facts, byID[c.programme], day)
		if got.Standing != store.NearMiss || got.When.String() != c.when || len(got.Failed) != 1 {
			t.Errorf("%s on %s (%s): %s on %q with %d failed, want a near miss on %q with one",
				c.programme, c.day, c.why, got.Standing, got.When, len(got.Failed), c.when)
			continue
		}
		if !strings.HasPrefix(got.Failed[0].Short, c.short) {
			t.Errorf("%s on %s (%s): short %q, want %q", c.programme, c.day, c.why, got.Failed[0].Short, c.short)
		}
	}
}

func catalogue(t *testing.T) map[store.ProgrammeID]*store.Programme {
	t.Helper()
	all, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	byID := make(map[store.ProgrammeID]*store.Programme, len(all))
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	return byID
}

func says(reasons []store.Reason) []string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.Says
	}
	return out
}

func allClients() []client {
	var all []client
	all = append(all, employmentClients()...)
	all = append(all, healthClients()...)
	all = append(all, trainingClients()...)
	all = append(all, youthClients()...)
	all = append(all, moneyClients()...)
	all = append(all, localClients()...)
	return append(all, seedClients()...)
}
