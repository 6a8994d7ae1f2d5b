package provision_test

import (
	"strings"
	"testing"
)

// in gives the good record another rule, with words and a source for each test.
func in(rule string) swap {
	from, to := strings.Index(good, "rule:\n"), strings.Index(good, "sources:\n")
	worded := strings.NewReplacer("}", ", says: is so, says_not: is not so, source: leaflet}").Replace(rule)
	return swap{good[from:to], "rule:\n" + worded}
}

func TestRulesThatNobodyCanMeet(t *testing.T) {
	for name, c := range map[string]struct{ rule, path string }{
		"bounds crossed":        {"  {fact: age, min: 40, max: 20}\n", "rule"},
		"under nothing":         {"  {fact: caring_hours, under: 0}\n", "rule"},
		"over the most":         {"  {fact: age, over: 120}\n", "rule"},
		"between two pence":     {"  {fact: weekly_net_pay, over: 1.01, under: 1.02}\n", "rule"},
		"two ages":              {"  all:\n    - {fact: age, under: 18}\n    - {fact: age, min: 18}\n", "rule"},
		"two of one":            {"  all:\n    - {fact: sex, is: [male]}\n    - {fact: sex, is: [female]}\n", "rule"},
		"yes and no":            {"  all:\n    - {fact: graduate, is: [yes]}\n    - not: {fact: graduate, is: [yes]}\n", "rule"},
		"every word refused":    {"  not: {fact: sex, is: [male, female]}\n", "rule.not"},
		"has and has not":       {"  all:\n    - {fact: groups, has: [neet]}\n    - {fact: groups, lacks: [neet]}\n", "rule"},
		"has what not refuses":  {"  all:\n    - {fact: groups, has: [neet]}\n    - not: {fact: groups, has: [veteran, neet]}\n", "rule"},
		"lacks what not grants": {"  all:\n    - {fact: digital, lacks: [device]}\n    - not: {fact: digital, lacks: [device, skills]}\n", "rule"},
		"outside its area":      {"  {fact: district, is: [E08000012]}\n", "rule"},
		"not in its area":       {"  not: {fact: district, is: [lancashire-14]}\n", "rule.not"},
		"two dates":             {"  all:\n    - {fact: redundancy_date, max_days_ago: 9}\n    - not: {fact: redundancy_date, max_days_ago: 9}\n", "rule"},
		"a part deep down": {
			"  all:\n    - {fact: age, min: 3}\n    - any:\n        - all:\n            - {fact: sex, is: [male]}\n            - not: {fact: sex, is: [male]}\n",
			"rule.all[1].any[0]",
		},
		"not any": {
			"  all:\n    - {fact: age, min: 3}\n    - not:\n        any:\n          - {fact: sex, is: [male]}\n          - {fact: sex, is: [female]}\n",
			"rule.all[1].not",
		},
		"not all of two ages": {
			"  all:\n    - not:\n        all:\n          - {fact: age, min: 20}\n          - {fact: sex, is: [male]}\n    - {fact: age, min: 30}\n    - {fact: sex, is: [male]}\n",
			"rule",
		},
		"every branch meets the same bar": {
			"  all:\n    - any:\n        - {fact: age, max: 10}\n        - {fact: age, min: 90}\n    - {fact: age, min: 30, max: 40}\n",
			"rule",
		},
		"a branch that is dead": {
			"  all:\n    - any:\n        - {fact: age, max: 10}\n        - {fact: graduate, is: [yes]}\n    - {fact: age, min: 30}\n",
			"rule.all[0].any[0]",
		},
		"a window that is dead": {
			"  all:\n    - {fact: age, min: 30}\n    - dated:\n        - until: 2020-06-30\n          rule: {fact: age, max: 29}\n        - from: 2020-07-01\n          rule: {fact: age, max: 31}\n",
			"rule.all[1].dated[0].rule",
		},
		"no window while it is open": {
			"  dated:\n    - until: 2019-06-30\n      rule: {fact: age, max: 29}\n  says: is so\n  source: leaflet\n",
			"rule",
		},
		"two windows that never meet": {
			"  all:\n    - dated:\n        - until: 2020-06-30\n          rule: {fact: age, max: 29}\n      says: x\n      source: leaflet\n" +
				"    - dated:\n        - from: 2020-07-01\n          rule: {fact: age, max: 31}\n      says: x\n      source: leaflet\n",
			"rule",
		},
	} {
		t.Run(name, func(t *testing.T) {
			found := lintSwapped(t, in(c.rule))
			if len(found) != 1 || found[0].Path != c.path || !strings.Contains(found[0].Says, "no client can meet") {
				t.Fatalf("found %v, want one problem at %q", found, c.path)
			}
		})
	}
}

func TestRulesThatSomebodyCanMeet(t *testing.T) {
	for name, rule := range map[string]string{
		"the very age":        "  all:\n    - {fact: age, max: 18}\n    - {fact: age, min: 18}\n",
		"one penny":           "  {fact: weekly_net_pay, over: 1, under: 1.02}\n",
		"not both":            "  all:\n    - not:\n        all:\n          - {fact: age, min: 20}\n          - {fact: sex, is: [male]}\n    - {fact: sex, is: [male]}\n",
		"one of two":          "  all:\n    - {fact: groups, has: [neet, veteran]}\n    - not: {fact: groups, has: [neet]}\n",
		"either side":         "  all:\n    - not: {fact: age, min: 20, max: 30}\n    - {fact: age, min: 25}\n",
		"the second branch":   "  all:\n    - {fact: age, min: 20}\n    - any:\n        - {fact: age, max: 30}\n        - {fact: sex, is: [male]}\n    - {fact: age, min: 25}\n",
		"not not":             "  not:\n    not: {fact: age, min: 20}\n",
		"a judgement":         "  all:\n    - not: {ask: a, question: 'a?'}\n    - {ask: b, question: 'b?'}\n",
		"a district of it":    "  {fact: district, is: [E07000117, E08000012]}\n",
		"a date":              "  {fact: redundancy_date, max_days_ago: 91}\n",
		"has one, lacks next": "  all:\n    - {fact: digital, has: [skills]}\n    - {fact: digital, lacks: [device, skills]}\n",
		"windows in turn": "  all:\n    - dated:\n        - until: 2020-06-30\n          rule: {fact: age, max: 29}\n        - from: 2020-07-01\n          rule: {fact: age, max: 40}\n" +
			"    - dated:\n        - until: 2020-05-31\n          rule: {fact: age, min: 25}\n        - from: 2020-06-01\n          rule: {fact: age, min: 20}\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range lintSwapped(t, in(rule)) {
				t.Errorf("refused: %s", f)
			}
		})
	}
}

func TestAHostileRuleIsNotAccused(t *testing.T) {
	var b strings.Builder
	b.WriteString("  all:\n")
	for range 40 {
		b.WriteString("    - {fact: groups, has: [neet, veteran, offender, homeless, refugee]}\n")
		b.WriteString("    - any:\n        - {fact: age, max: 30}\n        - {fact: age, max: 40}\n        - {fact: sex, is: [male]}\n")
	}
	b.WriteString("    - any:\n        - {fact: sex, is: [female]}\n        - {fact: age, min: 41}\n")
	for _, f := range lintSwapped(t, in(b.String())) {
		t.Errorf("refused: %s", f)
	}
}
