package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
)

func parse(t *testing.T, s string) store.Facts {
	t.Helper()
	f, err := store.ParseFacts([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSetForms(t *testing.T) {
	whole := parse(t, `{"groups": ["veteran"]}`)[store.Groups].Set
	part := parse(t, `{"groups": {"veteran": true, "care-leaver": false}}`)[store.Groups].Set
	for _, c := range []struct {
		set  store.Set
		word string
		want store.Tri
	}{
		{whole, "veteran", store.Yes},
		{whole, "refugee", store.No},
		{part, "veteran", store.Yes},
		{part, "care-leaver", store.No},
		{part, "refugee", store.Unknown},
		{store.Set{}, "veteran", store.Unknown},
	} {
		if got := c.set.Holds(c.word); got != c.want {
			t.Errorf("%+v holds %q: %d, want %d", c.set, c.word, got, c.want)
		}
	}
}

func TestRefusedFacts(t *testing.T) {
	for in, fact := range map[string]string{
		`{"shoe_size": 9}`:                          `"shoe_size"`,
		`{"age": "24"}`:                             "age",
		`{"age": 24.5}`:                             "age",
		`{"age": -1}`:                               "age",
		`{"age": 121}`:                              "age",
		`{"age": null}`:                             "age",
		`{"age": 1, "age": 2}`:                      "age",
		`{"birth_date": "1990-13-01"}`:              "birth_date",
		`{"birth_date": "1890-01-01"}`:              "birth_date",
		`{"sex": "f"}`:                              "sex",
		`{"district": "atlantis"}`:                  "district",
		`{"district": "W06000015"}`:                 "district",
		`{"postcode": "BB1"}`:                       "postcode",
		`{"right_to_work": "yes"}`:                  "right_to_work",
		`{"right_to_work": 1}`:                      "right_to_work",
		`{"benefits": "universal-credit"}`:          "benefits",
		`{"benefits": ["uc"]}`:                      "benefits",
		`{"benefits": [null]}`:                      "benefits",
		`{"groups": {"veteran": "yes"}}`:            "groups",
		`{"weekly_net_pay": 196.505}`:               "weekly_net_pay",
		`{"weekly_net_pay": "196"}`:                 "weekly_net_pay",
		`{"qualification_level": 9}`:                "qualification_level",
		`{"programmes": [""]}`:                      "programmes",
		`{"health": {"physical": null, "x": true}}`: "health",
	} {
		_, err := store.ParseFacts([]byte(in))
		var fe *store.FactError
		if !errors.As(err, &fe) || fe.Fact != fact || fe.Want == "" {
			t.Errorf("%s: %v", in, err)
		}
	}
	for _, in := range []string{"", "[]", "{", `{"age": }`, `{"age": 1} x`, `{"age": 1}{}`, "null", `"x"`} {
		if _, err := store.ParseFacts([]byte(in)); err == nil {
			t.Errorf("%q is taken for facts", in)
		}
	}
	_, err := store.ParseFacts([]byte(`{"age": "x", "sex": 1, "hat": 2}`))
	for _, name := range []string{"age", "sex", "hat"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is wrong too, and not named: %v", name, err)
		}
	}
}

func TestTakenFacts(t *testing.T) {
	if f := parse(t, "\xef\xbb\xbf{\"age\": 24}"); f[store.Age].Num != 24 {
		t.Errorf("after a byte-order mark: %+v", f)
	}
	f := parse(t, `{"district": "Blackburn with Darwen", "weekly_net_pay": 196.5, "postcode": "pr12he", "digital": [], "maths_gcse": false}`)
	if f[store.District].Word != "E06000008" || f[store.WeeklyNetPay].Num != 19650 || f[store.Postcode].Word != "PR1 2HE" {
		t.Errorf("%+v", f)
	}
	if f[store.Digital].Set.Holds("device") != store.No {
		t.Error("an empty list is not the whole truth")
	}
	if v, ok := f[store.MathsGCSE]; !ok || v.Num != 0 {
		t.Error("false is not kept apart from unknown")
	}
}

// Whatever facts there are, writing them as JSON and reading them gives the
// same facts.
func TestFactsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := store.Facts{}
		for _, fact := range store.AllFacts() {
			if !rapid.Bool().Draw(rt, fact.String()) {
				continue
			}
			f[fact] = randomValue(rt, fact)
		}
		data, err := json.Marshal(f)
		if err != nil {
			rt.Fatal(err)
		}
		var back store.Facts
		if err := json.Unmarshal(data, &back); err != nil {
			rt.Fatalf("%s: %v", data, err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(data) || len(back) != len(f) {
			rt.Fatalf("%s came back as %s, %v", data, again, err)
		}
	})
}

func randomValue(rt *rapid.T, fact store.Fact) store.Value {
	info := fact.Info()
	switch info.Kind {
	case store.KindDate:
		return store.Value{Day: store.Day(rapid.Int32Range(693_600, 760_000).Draw(rt, "day"))}
	case store.KindNumber:
		return store.Value{Num: rapid.Int64Range(int64(info.Min), int64(info.Max)).Draw(rt, "n")}
	case store.KindPounds:
		return store.Value{Num: rapid.Int64Range(0, int64(info.Max)*100).Draw(rt, "pence")}
	case store.KindYesNo:
		return store.Value{Num: rapid.Int64Range(0, 1).Draw(rt, "yes")}
	case store.KindText:
		return store.Value{Word: "PR1 2HE"}
	case store.KindSet:
		return store.Value{Set: randomSet(rt, info.Values)}
	}
	if fact == store.District {
		return store.Value{Word: "E07000117"}
	}
	return store.Value{Word: rapid.SampledFrom(info.Values).Draw(rt, "word")}
}

func randomSet(rt *rapid.T, words []string) store.Set {
	if words == nil {
		words = []string{"restart", "whp", "some-other"}
	}
	set := store.Set{Whole: rapid.Bool().Draw(rt, "whole")}
	for _, w := range words {
		switch rapid.IntRange(0, 2).Draw(rt, w) {
		case 1:
			set.Has = append(set.Has, w)
		case 2:
			if !set.Whole {
				set.Not = append(set.Not, w)
			}
		}
	}
	return set
}

func TestChanges(t *testing.T) {
	old := parse(t, `{"age": 24, "groups": {"veteran": true, "refugee": false}, "health": ["mental"]}`)
	ch, err := store.ParseChanges([]byte(`{"age": null, "groups": {"veteran": false, "neet": true}, "health": {"mental": false}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := ch.Apply(old)
	if _, ok := got[store.Age]; ok {
		t.Error("age is not forgotten")
	}
	g := got[store.Groups].Set
	if g.Holds("veteran") != store.No || g.Holds("neet") != store.Yes || g.Holds("refugee") != store.No || g.Holds("send") != store.Unknown {
		t.Errorf("groups: %+v", g)
	}
	if h := got[store.Health].Set; h.Holds("mental") != store.No || h.Holds("physical") != store.No {
		t.Errorf("a whole truth changed in part stays whole: %+v", h)
	}
	if old[store.Groups].Set.Holds("veteran") != store.Yes || len(old) != 3 {
		t.Error("the old facts were changed")
	}
}

func TestBarriers(t *testing.T) {
	f := parse(t, `{"health": ["physical"], "caring": {"adult": true}, "digital": {"skills": false, "device": true}, "maths_gcse": false, "english_gcse": true, "qualification_level": 1, "barriers": {"debt": true}}`)
	var got []string
	for _, b := range store.BarriersOf(f) {
		got = append(got, string(b))
	}
	want := "health.physical caring.adult digital.skills maths_gcse qualification_level barriers.debt"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	for _, b := range store.AllBarriers() {
		if b.Label() == "" || !b.Known() {
			t.Errorf("%q has no label", b)
		}
	}
	if b, ok := store.FindBarrier("Debt"); !ok || b != "barriers.debt" {
		t.Errorf("debt is %q", b)
	}
	if _, ok := store.FindBarrier("skills issue"); ok {
		t.Error("a barrier there is not was found")
	}
}

func TestWords(t *testing.T) {
	for pence, want := range map[int64]string{0: "£0", 19600: "£196", 19650: "£196.50", 101580_0: "£10,158", 1_000_000_05: "£1,000,000.05"} {
		if got := store.Pounds(pence); got != want {
			t.Errorf("%d pence is %q, want %q", pence, got, want)
		}
	}
	for f, want := range map[store.Fact]string{
		store.BirthDate: "27 March 1990", store.WeeklyNetPay: "£196.50", store.District: "Burnley", store.UCMonths: "1 month",
		store.Groups: "lone parent; not veteran", store.Health: "none", store.RightToWork: "yes", store.UCRegime: "light touch",
		store.QualificationLevel: "level 3", store.Benefits: "Universal Credit, PIP", store.HouseholdOutOfWork: "2 people",
	} {
		facts := parse(t, `{"birth_date": "1990-03-27", "weekly_net_pay": 196.5, "district": "burnley", "uc_months": 1, "health": [], "right_to_work": true,
			"groups": {"lone-parent": true, "veteran": false}, "uc_regime": "light-touch", "qualification_level": 3,
			"benefits": ["universal-credit", "pip"], "household_out_of_work": 2}`)
		if got := f.Words(facts[f]); got != want {
			t.Errorf("%s reads %q, want %q", f, got, want)
		}
	}
}

// What is read is bounded by how much of it can mean anything: a whole mebibyte
// of mistakes is no more work than a screenful.
func TestParsingIsBounded(t *testing.T) {
	var names, ids strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&names, `"n%d": 1, `, i)
		fmt.Fprintf(&ids, `"i%d", `, i)
	}
	for name, json := range map[string]string{
		"names":       `{` + strings.TrimSuffix(names.String(), ", ") + `}`,
		"a long name": `{"` + strings.Repeat("x", 1<<20) + `": 1}`,
		"ids":         `{"programmes": [` + strings.TrimSuffix(ids.String(), ", ") + `]}`,
		"some ids":    `{"past_programmes": {"a": true, ` + strings.ReplaceAll(strings.TrimSuffix(ids.String(), ", "), ",", ": true,") + `: true}}`,
	} {
		_, err := store.ParseFacts([]byte(json))
		if err == nil {
			t.Fatalf("%s: taken", name)
		}
		if n := len(err.Error()); n > 32<<10 {
			t.Errorf("%s: the error has %d bytes", name, n)
		}
	}
	most := `{"programmes": ["` + strings.Join(strings.Fields(idList(store.MaxIDs)), `", "`) + `"]}`
	if f, err := store.ParseFacts([]byte(most)); err != nil || len(f[store.Programmes].Set.Has) != store.MaxIDs {
		t.Errorf("%d ids: %v", store.MaxIDs, err)
	}
}

func idList(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "i%d ", i)
	}
	return b.String()
}
