package store

import (
	"maps"
	"slices"
	"strings"
)

// HealthReason is said in the place of a reason that tells of what is known of
// somebody's health, where that is not shown.
const HealthReason = "health: known, not shown"

// Mask leaves out what is known of the health of anybody in the household: that
// it is known stays.
func (v *HouseholdView) Mask() {
	for i := range v.People {
		p := &v.People[i]
		own, all := Facts{}, Facts{}
		for f, known := range p.Own {
			if !f.Health() {
				own[f] = known
			} else if !p.Masks(f) {
				p.Masked = append(p.Masked, f)
			}
		}
		for f, known := range p.All {
			if !f.Health() {
				all[f] = known
			}
		}
		p.Own, p.All = own, all
		slices.Sort(p.Masked)
	}
}

// Unmask puts back what was left out: what is known of health of each person.
func (v *HouseholdView) Unmask(health map[PersonID]Facts) {
	for i := range v.People {
		p := &v.People[i]
		p.Own, p.All, p.Masked = maps.Clone(p.Own), maps.Clone(p.All), nil
		maps.Copy(p.Own, health[p.ID])
		maps.Copy(p.All, health[p.ID]) // of health, nothing is shared
	}
}

// AnyMasked says whether anything is known of anybody's health and left out.
func (v *HouseholdView) AnyMasked() bool {
	return slices.ContainsFunc(v.People, func(p PersonView) bool { return len(p.Masked) > 0 })
}

// Masks says whether something is known of the fact and left out.
func (p *PersonView) Masks(f Fact) bool { return slices.Contains(p.Masked, f) }

// Mask leaves out of a match what is known of anybody's health. How they stand
// stays: that is what was asked.
func (a *HouseholdAnswer) Mask() {
	for i := range a.Results {
		r := &a.Results[i]
		for j := range r.Tests {
			a.maskPeople(r.Tests[j].People)
		}
		a.maskPeople(r.People)
	}
	for i := range a.People {
		for j := range a.People[i].Answer.Results {
			a.maskResult(&a.People[i].Answer.Results[j])
		}
	}
}

func (a *HouseholdAnswer) maskPeople(people []PersonResult) {
	for i := range people {
		a.maskResult(&people[i].Result)
	}
}

// maskResult makes new lists: two results may have one list between them.
func (a *HouseholdAnswer) maskResult(r *Result) {
	r.Met, r.Failed = a.maskReasons(r.Met), a.maskReasons(r.Failed)
	r.Missing = slices.Clone(r.Missing)
	for i := range r.Missing {
		if m := &r.Missing[i]; m.Value != nil && m.health() {
			m.Value, a.Masked = nil, true
		}
	}
	helps := []Barrier{}
	for _, b := range r.Helps {
		if name, _, _ := strings.Cut(string(b), "."); !health(name) {
			helps = append(helps, b)
		}
	}
	a.Masked = a.Masked || len(helps) < len(r.Helps)
	r.Helps = helps
}

func (a *HouseholdAnswer) maskReasons(reasons []Reason) []Reason {
	out := slices.Clone(reasons)
	for i := range out {
		if out[i].health() {
			out[i], a.Masked = Reason{Says: HealthReason, Source: out[i].Source}, true
		}
	}
	// Several say no more than one.
	return slices.CompactFunc(out, func(a, b Reason) bool { return a.Says == HealthReason && b.Says == HealthReason })
}

func (r *Reason) health() bool { return health(r.Fact) }

func health(name string) bool {
	f, ok := FactNamed(name)
	return ok && f.Health()
}
