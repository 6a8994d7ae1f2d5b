package store

import (
	"slices"
	"strconv"
	"time"

	"signpost/keys"
)

// HouseholdID names a household, in the same form as a ClientRef with "H-" before it.
type HouseholdID string

// PersonID names a person within a household: "1", "2" and so on, in the order
// they joined, and never used again.
type PersonID string

// Person is one person of a household. What is known of a client of the same
// partner stands in the client's own record and is not copied here.
type Person struct {
	ID        PersonID       `json:"id"`
	Client    ClientRef      `json:"client,omitempty"`     // a client of the household's own partner
	GivenName string         `json:"given_name,omitempty"` // of one who is no client
	Facts     Facts          `json:"facts,omitempty"`      // of one who is no client
	Known     map[Fact]Known `json:"known,omitempty"`      // one for each of Facts
	Joined    Day            `json:"joined"`
	Left      Day            `json:"left,omitzero"` // the day they left; none while they take part
}

// PlanID names a step of a household's plan: "1", "2" and so on.
type PlanID string

// PlanStep is one dated step of a household's plan.
type PlanStep struct {
	ID     PlanID        `json:"id"`
	What   string        `json:"what"`
	Person PersonID      `json:"person,omitempty"` // whose step it is; empty: the household's
	Due    Day           `json:"due"`
	Done   Day           `json:"done,omitzero"`
	DoneBy keys.MemberID `json:"done_by,omitempty"`
}

// MaxPeople is how many people a household may have had, those who left counted.
const MaxPeople = 30

// MaxSteps is how many steps a plan may have.
const MaxSteps = 100

// PlanMonths is how long a household's plan runs from the day it was opened.
const PlanMonths = 12

// Household is people who are helped towards work together. They need not share
// an address. An advocate, a member of the partner, leads it.
type Household struct {
	ID        HouseholdID    `json:"id"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Advocate  keys.MemberID  `json:"advocate"`
	People    []Person       `json:"people"`           // in the order they joined
	Shared    Facts          `json:"shared,omitempty"` // of SharedFacts, said once for all
	Known     map[Fact]Known `json:"known,omitempty"`  // one for each of Shared
	Plan      []PlanStep     `json:"plan,omitempty"`   // in the order added
	Opened    time.Time      `json:"opened"`
	Changed   time.Time      `json:"changed"`
	ChangedBy keys.MemberID  `json:"changed_by"`
	Closed    time.Time      `json:"closed,omitzero"`
	ClosedWhy string         `json:"closed_why,omitempty"`
}

// Households holds the households; indexes "partner" and "client" (those that a
// client takes part in).
var Households = Table[Household]{
	Name: "household",
	ID:   func(h *Household) string { return string(h.ID) },
	Rev:  func(h *Household) *uint64 { return &h.Rev },
	Indexes: []Index[Household]{
		{Name: "partner", Of: func(h *Household) []string { return []string{string(h.Partner)} }},
		{Name: "client", Of: func(h *Household) []string {
			var refs []string
			for _, p := range h.People {
				if p.Client != "" && p.Left == 0 {
					refs = append(refs, string(p.Client))
				}
			}
			return refs
		}},
	},
}

// Now lists the people who take part: those who have not left.
func (h *Household) Now() []Person {
	var out []Person
	for _, p := range h.People {
		if p.Left == 0 {
			out = append(out, p)
		}
	}
	return out
}

// Person is where the person of that id stands in People; -1 for none.
func (h *Household) Person(id PersonID) int {
	return slices.IndexFunc(h.People, func(p Person) bool { return p.ID == id })
}

// NextPerson is the id of the next person to join.
func (h *Household) NextPerson() PersonID { return PersonID(strconv.Itoa(len(h.People) + 1)) }

// NextStep is the id of the next step of the plan.
func (h *Household) NextStep() PlanID { return PlanID(strconv.Itoa(len(h.Plan) + 1)) }

// PlanEnds is the last day for a step of the plan.
func (h *Household) PlanEnds() Day { return DayOf(h.Opened).AddMonths(PlanMonths) }

// SharedFacts lists the facts that can be said once for a whole household: where
// it is, what it lives on, and the barriers of SharedBarriers. Everything else,
// health above all, is said of one person.
func SharedFacts() []Fact {
	return []Fact{Postcode, District, Benefits, HouseholdOnBenefits, Barriers}
}

// SharedBarriers lists the barriers that a household has together.
func SharedBarriers() []string {
	return []string{"housing", "debt", "transport", "family", "cannot-afford-work"}
}

// WithShared is what is known of a person of a household: their own facts, and
// what is shared where their own say nothing. Of a set, that goes word by word.
// Neither is changed.
func WithShared(own, shared Facts) Facts {
	out := make(Facts, len(own)+len(shared))
	for f, v := range shared {
		out[f] = v
	}
	_, district := own[District]
	_, postcode := own[Postcode]
	if district || postcode { // the two say the same thing
		delete(out, District)
		delete(out, Postcode)
	}
	for f, v := range own {
		if f.Info().Kind == KindSet {
			v.Set = v.Set.with(out[f].Set)
		}
		out[f] = v
	}
	return out
}

// with is the set, and what the other says of words that it does not know.
func (s Set) with(other Set) Set {
	out := Set{Has: slices.Clone(s.Has), Not: slices.Clone(s.Not), Whole: s.Whole || other.Whole}
	for _, w := range other.Has {
		if s.Holds(w) == Unknown {
			out.Has = append(out.Has, w)
		}
	}
	for _, w := range other.Not {
		if s.Holds(w) == Unknown {
			out.Not = append(out.Not, w)
		}
	}
	return out
}

// HouseholdResult is how a household stands with one programme on one day, and
// why. Who it names, it names by the ids they have in the household.
type HouseholdResult struct {
	ID       ProgrammeID    `json:"id"`
	Name     string         `json:"name"`
	Standing Standing       `json:"standing"`
	When     Day            `json:"when,omitzero"` // near-miss: the day it comes true, where time alone brings it
	Rev      uint64         `json:"rev,omitempty"`
	Tests    []PeopleResult `json:"tests"`  // what is asked of the people together
	People   []PersonResult `json:"people"` // how each of them stands, as one of this household
}

// PeopleResult is one thing asked of the people of a household, and who meets it.
type PeopleResult struct {
	Says     string         `json:"says"`
	Standing Standing       `json:"standing"`
	Met      int            `json:"met"`              // how many are known to meet it
	Unknown  int            `json:"unknown"`          // how many may
	Short    string         `json:"short,omitempty"`  // failed: "1 person short of 2"
	Note     string         `json:"note,omitempty"`   // failed: what would change it
	Source   string         `json:"source,omitempty"` // where it was read
	People   []PersonResult `json:"people"`
}

// PersonResult is one person's part in it.
type PersonResult struct {
	Person PersonID `json:"person"`
	Result Result   `json:"result"`
}
