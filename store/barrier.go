package store

import (
	"slices"
	"strings"
)

// Barrier names one thing that stands between a client and work, by the fact
// that shows it: "health.mental", "barriers.debt", "digital.device" (has none),
// "maths_gcse" (has none), "esol".
type Barrier string

// yesNoBarriers are the yes/no facts that are barriers, with the answer that
// makes them one.
var yesNoBarriers = []struct {
	fact Fact
	bad  bool
}{{Disability, true}, {EnglishGCSE, false}, {MathsGCSE, false}, {ESOL, true}}

// AllBarriers lists every barrier, those of health, caring and skills first.
func AllBarriers() []Barrier {
	var all []Barrier
	add := func(f Fact, words ...string) {
		for _, w := range words {
			all = append(all, Barrier(f.String()+"."+w))
		}
	}
	add(Health, Health.Info().Values...)
	all = append(all, "disability")
	add(Caring, Caring.Info().Values...)
	add(Digital, Digital.Info().Values...)
	all = append(all, "english_gcse", "maths_gcse", "esol", "qualification_level")
	add(WorkRisk, WorkRisk.Info().Values...)
	add(Groups, Groups.Info().Values...)
	add(Barriers, Barriers.Info().Values...)
	return all
}

// Known says whether the barrier is one of AllBarriers.
func (b Barrier) Known() bool { return slices.Contains(AllBarriers(), b) }

// FindBarrier reads a barrier as a person writes it: "health.mental", or the
// last word alone where only one barrier has it ("debt", "mental").
func FindBarrier(s string) (Barrier, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if b := Barrier(s); b.Known() {
		return b, true
	}
	var found []Barrier
	for _, b := range AllBarriers() {
		if _, word, ok := strings.Cut(string(b), "."); ok && word == s {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// Label is the barrier in two or three words for a person: "mental health",
// "no device", "no maths GCSE".
func (b Barrier) Label() string {
	switch b {
	case "health.physical":
		return "physical health"
	case "health.mental":
		return "mental health"
	case "health.sensory":
		return "sight or hearing"
	case "health.dependency":
		return "drugs or alcohol"
	case "health.neurodiverse":
		return "neurodivergence"
	case "caring.adult":
		return "caring for an adult"
	case "caring.child":
		return "caring for a child"
	case "caring.lead-carer":
		return "lead carer of a child"
	case "digital.skills":
		return "no digital skills"
	case "digital.device":
		return "no device"
	case "digital.connection":
		return "no internet connection"
	case "english_gcse":
		return "no English GCSE"
	case "maths_gcse":
		return "no maths GCSE"
	case "esol":
		return "needs help with English"
	case "qualification_level":
		return "low or no qualifications"
	case "barriers.id-or-bank-account":
		return "no ID or bank account"
	case "barriers.cannot-afford-work":
		return "cannot afford to work"
	case "barriers.aspiration-mismatch":
		return "aims and jobs do not match"
	case "groups.send":
		return "special educational needs"
	case "groups.neet":
		return "not in education, work or training"
	}
	_, word, ok := strings.Cut(string(b), ".")
	if !ok {
		word = string(b)
	}
	return strings.ReplaceAll(word, "-", " ")
}

// BarriersOf lists the barriers that the facts show, in the order of AllBarriers.
// What is unknown is no barrier.
func BarriersOf(f Facts) []Barrier {
	var out []Barrier
	sets := func(facts ...Fact) {
		for _, fact := range facts {
			v, ok := f[fact]
			if !ok {
				continue
			}
			for _, w := range fact.Info().Values {
				want := Yes
				if fact == Digital {
					want = No
				}
				if v.Set.Holds(w) == want {
					out = append(out, Barrier(fact.String()+"."+w))
				}
			}
		}
	}
	sets(Health)
	yesNo := func(i int) {
		b := yesNoBarriers[i]
		if v, ok := f[b.fact]; ok && (v.Num != 0) == b.bad {
			out = append(out, Barrier(b.fact.String()))
		}
	}
	yesNo(0)
	sets(Caring, Digital)
	yesNo(1)
	yesNo(2)
	yesNo(3)
	if v, ok := f[QualificationLevel]; ok && v.Num < 2 {
		out = append(out, "qualification_level")
	}
	sets(WorkRisk, Groups, Barriers)
	return out
}
