package match_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"signpost/store"
	"signpost/store/match"
)

// A catalogue of made-up programmes in the shape of the real one: an area, dates,
// an age, a benefit or a group, some exclusions, a judgement here and there.
func synthetic(n int) []store.Programme {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	out := make([]store.Programme, n)
	for i := range out {
		out[i] = syntheticProgramme(r, i)
	}
	return out
}

func syntheticProgramme(r *rand.Rand, i int) store.Programme {
	id := store.ProgrammeID(fmt.Sprintf("programme-%06d", i))
	p := store.Programme{
		ID: id, Name: fmt.Sprintf("%s support %d", []string{"Forward", "Skills", "Into work", "Steps"}[r.IntN(4)], i),
		Provider: "A provider", Audience: []store.Audience{store.ForPerson}, Help: []store.Help{store.HelpEmployment},
		Sources: []store.Source{
			{ID: "page", Title: "Guidance for providers", URL: "https://example.org/guidance/" + string(id), Date: "2025-06-01"},
			{ID: "seed", Title: "Hub update", Seed: "002.txt", Date: "2020-09-09"},
		},
	}
	all := store.AllBarriers()
	for range 1 + r.IntN(6) {
		p.Helps = append(p.Helps, all[r.IntN(len(all))])
	}
	if r.IntN(10) == 0 {
		p.Audience = []store.Audience{store.ForEmployer}
		return p
	}
	if r.IntN(4) > 0 {
		p.Area = []string{[]string{store.Lancashire14, store.England, store.GreaterManchester, "E07000117"}[r.IntN(4)]}
		p.AreaSays, p.AreaSource = "lives in the area", "page"
	}
	p.Dates.Opens = store.Date(2020+r.IntN(6), 4, 1)
	if r.IntN(3) == 0 {
		p.Dates.Closes = p.Dates.Opens + store.Day(400+r.IntN(1500))
	}
	p.Rule.All = syntheticRules(r)
	return p
}

func syntheticRules(r *rand.Rand) []store.Rule {
	rules := []store.Rule{{Fact: store.Age, Min: num(16 + r.IntN(10)), Says: "is old enough", Source: "page"}}
	if r.IntN(3) == 0 {
		rules = append(rules, store.Rule{Fact: store.Age, Max: num(24 + r.IntN(40)), Says: "is young enough", Source: "page"})
	}
	switch r.IntN(3) {
	case 0:
		rules = append(rules,
			store.Rule{Fact: store.Benefits, Has: []string{"universal-credit", "new-style-jsa"}, Says: "gets a benefit", Source: "page"},
			store.Rule{Fact: store.UCMonths, Min: num(r.IntN(12)), Says: "has been on it for long enough", Source: "page"})
	case 1:
		rules = append(rules, store.Rule{Any: []store.Rule{
			{Fact: store.Groups, Has: []string{"care-leaver", "veteran", "homeless"}, Says: "is in a group", Source: "seed"},
			{Fact: store.Disability, Is: []string{"yes"}, Says: "is disabled", Source: "page"},
			{Fact: store.Health, Has: []string{"physical", "mental"}, Says: "has a health condition", Source: "page"},
			{Fact: store.Caring, Has: []string{"adult"}, Says: "is a carer", Source: "seed", Unverified: true},
		}})
	default:
		rules = append(rules, store.Rule{Fact: store.Work, Is: []string{"out-of-work", "never-worked"}, Says: "is out of work", Source: "page"})
	}
	if r.IntN(2) == 0 {
		rules = append(rules, store.Rule{Not: &store.Rule{
			Fact: store.Programmes, Has: []string{"restart", "connect-to-work"},
			Says: "is on another programme", SaysNot: "is on no other programme", Source: "page",
		}})
	}
	if r.IntN(4) == 0 {
		rules = append(rules, store.Rule{Ask: "discretion", Says: "is awarded it", Question: "Would the adviser award it?", Source: "page"})
	}
	return rules
}

func num(n int) *store.Amount { a := store.Amount(n) * 100; return &a }

func benchFacts(b *testing.B) store.Facts {
	f, err := store.ParseFacts([]byte(`{
		"birth_date": "2004-05-17", "district": "burnley", "right_to_work": true, "work": "out-of-work", "benefits": ["universal-credit"],
		"uc_months": 5, "health": ["mental"], "groups": {"neet": true, "care-leaver": false}, "digital": ["skills"], "maths_gcse": false,
		"programmes": ["restart"], "barriers": ["debt", "confidence"]}`))
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// BenchmarkAll is a match with programmes that were made ready before.
func BenchmarkAll(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			set, facts, day := match.Compile(synthetic(n)), benchFacts(b), store.Date(2026, 2, 2)
			b.ReportAllocs()
			for b.Loop() {
				set.All(facts, day)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/programme")
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	programmes := synthetic(10_000)
	b.ReportAllocs()
	for b.Loop() {
		match.Compile(programmes)
	}
}

func BenchmarkNext(b *testing.B) {
	set, facts, day := match.Compile(synthetic(10_000)), benchFacts(b), store.Date(2026, 2, 2)
	results := set.All(facts, day)
	b.ReportAllocs()
	for b.Loop() {
		set.Next(facts, results, day)
	}
}

func BenchmarkOne(b *testing.B) {
	programmes, facts, day := synthetic(100), benchFacts(b), store.Date(2026, 2, 2)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		match.One(facts, &programmes[i%len(programmes)], day)
	}
}
