package provision_test

import (
	"reflect"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/provision"
)

func TestParseReadsPlainValues(t *testing.T) {
	p, err := provision.Parse("x.yaml", []byte(`
id: x
dates: {opens: 2024-07-01, closes: "2025-03-31"}
rule:
  all:
    - {fact: graduate, is: [yes]}
    - {fact: esol, is: [no]}
    - {fact: weekly_net_pay, max: 196.50}
    - {fact: age, min: 19}
    - {fact: redundancy_date, max_days_ago: 91, fixed: true}
sources:
  - {id: s, date: 2024-01-02, title: 2024}
`))
	if err != nil {
		t.Fatal(err)
	}
	all := p.Rule.All
	switch {
	case p.Dates.Opens != store.Date(2024, 7, 1) || p.Dates.Closes != store.Date(2025, 3, 31):
		t.Errorf("the days are %v and %v", p.Dates.Opens, p.Dates.Closes)
	case !reflect.DeepEqual(all[0].Is, []string{"yes"}) || !reflect.DeepEqual(all[1].Is, []string{"no"}):
		t.Errorf("yes and no are %q and %q", all[0].Is, all[1].Is)
	case *all[2].Max != 19650 || *all[3].Min != 1900 || *all[4].MaxDaysAgo != 91 || !all[4].Fixed:
		t.Errorf("the tests are %+v", all)
	case p.Sources[0].Date != "2024-01-02" || p.Sources[0].Title != "2024":
		t.Errorf("the source is %+v", p.Sources[0])
	}
}

func TestParseNamesFileAndLine(t *testing.T) {
	_, err := provision.Parse("x.yaml", []byte("id: x\nnome: y\ndates:\n  opens: 2024-13-01\nsee: other\n"))
	if err == nil {
		t.Fatal("three mistakes are let pass")
	}
	for _, want := range []string{"x.yaml:2: nome: ", "x.yaml:4: dates.opens: ", "x.yaml:5: see: "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
	for _, text := range []string{"", "# nothing", "id: x\n---\nid: y\n", "- id: x\n", "id: [", "id: &a x\nname: *a\n", "id:\n", "id: {a: b}\n"} {
		if p, err := provision.Parse("x.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), "x.yaml") {
			t.Errorf("%q is read as %+v, %v; want an error that names the file", text, p, err)
		}
	}
}

func TestFormatWritesWhatACuratorReads(t *testing.T) {
	var nineteen, pay store.Amount = 1900, 19650
	days := 91
	p := store.Programme{
		ID: "x", Name: "X: a course", Audience: []store.Audience{store.ForPerson}, Help: []store.Help{store.HelpMoney},
		Helps: []store.Barrier{}, Sources: []store.Source{{ID: "s", Date: "2024-01-02"}}, Assured: store.Date(2026, 11, 21), Words: []string{"null", "- a", "#b", "2024", "true"}, Notes: "one\ntwo: three",
		Dates: store.Dates{Opens: store.Date(2024, 7, 1)},
		Rule: store.Rule{Any: []store.Rule{
			{Fact: store.Graduate, Is: []string{"yes"}},
			{Fact: store.WeeklyNetPay, Over: &nineteen, Max: &pay},
			{Fact: store.RedundancyDate, MaxDaysAgo: &days},
			{Not: &store.Rule{Ask: "a"}},
			{Dated: []store.Dated{{Until: store.Date(2024, 7, 1), Rule: store.Rule{Ask: "b"}}}},
		}},
		Rev: 7, Builtin: "abc", Edited: true,
	}
	text, err := provision.Format(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"opens: 2024-07-01\n", "is: [yes]\n", "over: 19\n", "max: 196.50\n", "max_days_ago: 91\n", "until: 2024-07-01\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	again, err := provision.Parse("x.yaml", text)
	if err != nil {
		t.Fatalf("refused: %v\n%s", err, text)
	}
	p.Rev, p.Builtin, p.Edited = 0, "", false
	if !reflect.DeepEqual(p, again) {
		t.Errorf("read as another record:\n%s", text)
	}
}

func TestDigestIsOfTheContent(t *testing.T) {
	digest := func(p store.Programme) string {
		t.Helper()
		d, err := provision.Digest(p)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	p := store.Programme{ID: "x", Name: "X"}
	kept := p
	kept.Rev, kept.Builtin, kept.Edited = 3, "abc", true
	if digest(p) != digest(kept) {
		t.Error("the digest goes by what the store keeps with the record")
	}
	changed := p
	changed.Rule = store.Rule{Fact: store.Age}
	if digest(p) == digest(changed) {
		t.Error("the digest does not go by the rule")
	}
}

func TestMerge(t *testing.T) {
	newer := []store.Programme{
		{ID: "added", Builtin: "1"},
		{ID: "by-hand", Builtin: "1"},
		{ID: "changed", Name: "new", Builtin: "2"},
		{ID: "edited", Builtin: "2"},
		{ID: "edited-only-here", Builtin: "1"},
		{ID: "same", Builtin: "1"},
	}
	stored := []store.Programme{
		{ID: "same", Builtin: "1", Rev: 4},
		{ID: "changed", Name: "old", Builtin: "1", Rev: 5},
		{ID: "edited", Builtin: "1", Rev: 6, Edited: true},
		{ID: "edited-only-here", Builtin: "1", Rev: 7, Edited: true},
		{ID: "by-hand", Rev: 8},
		{ID: "removed", Builtin: "1", Rev: 9},
	}
	put, kept := provision.Merge(stored, newer)
	if want := []store.Programme{{ID: "added", Builtin: "1"}, {ID: "changed", Name: "new", Builtin: "2", Rev: 5}}; !reflect.DeepEqual(put, want) {
		t.Errorf("put %+v, want %+v", put, want)
	}
	if want := []store.ProgrammeID{"by-hand", "edited"}; !reflect.DeepEqual(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
	if put, kept := provision.Merge(nil, newer); len(put) != len(newer) || len(kept) != 0 {
		t.Errorf("a new store puts %d of %d and keeps %q", len(put), len(newer), kept)
	}
}
