package store

import (
	"time"

	"signpost/keys"
)

// Part says whether a person takes part in a household now, and why not.
type Part string

// The parts there are. Whose client record is closed or gone takes no part while
// that is so; nothing is written to the household for it.
const (
	TakesPart  Part = "takes-part"
	HasLeft    Part = "left"
	PartClosed Part = "closed" // the client is closed
	PartGone   Part = "gone"   // the client's record is no longer there
)

// PersonView is a person of a household as they are shown.
type PersonView struct {
	ID     PersonID       `json:"id"`
	Client ClientRef      `json:"client,omitempty"`
	Rev    uint64         `json:"client_rev,omitempty"` // of the client's record
	Name   string         `json:"given_name"`           // empty where the client's record is gone
	Part   Part           `json:"part"`
	Joined Day            `json:"joined"`
	Left   Day            `json:"left,omitzero"`
	Own    Facts          `json:"facts"`            // what is known of them alone
	Known  map[Fact]Known `json:"known"`            // one for each of Own
	All    Facts          `json:"as_one"`           // with what the household shares
	Masked []Fact         `json:"masked,omitempty"` // known of their health, and not in Own or All
}

// HouseholdView is a household as it is shown: what is kept, and who its people
// are.
type HouseholdView struct {
	ID        HouseholdID    `json:"id"`
	Rev       uint64         `json:"rev"`
	Advocate  keys.MemberID  `json:"advocate"`
	People    []PersonView   `json:"people"`
	Shared    Facts          `json:"shared"`
	Known     map[Fact]Known `json:"known"`
	Plan      []PlanStep     `json:"plan"` // by the day they are due
	PlanEnds  Day            `json:"plan_ends"`
	Opened    time.Time      `json:"opened"`
	Changed   time.Time      `json:"changed"`
	ChangedBy keys.MemberID  `json:"changed_by"`
	Closed    time.Time      `json:"closed,omitzero"`
	ClosedWhy string         `json:"closed_why,omitempty"`
}

// Taking lists the people who take part now.
func (v *HouseholdView) Taking() []PersonView {
	var out []PersonView
	for _, p := range v.People {
		if p.Part == TakesPart {
			out = append(out, p)
		}
	}
	return out
}

// Person is the person of that id, and whether there is one.
func (v *HouseholdView) Person(id PersonID) (PersonView, bool) {
	for _, p := range v.People {
		if p.ID == id {
			return p, true
		}
	}
	return PersonView{}, false
}

// HouseholdLine is a household on one line of a list.
type HouseholdLine struct {
	ID       HouseholdID   `json:"id"`
	Rev      uint64        `json:"rev"`
	Advocate keys.MemberID `json:"advocate"`
	Names    []string      `json:"given_names"` // of those who take part
	Next     *PlanStep     `json:"next_step,omitempty"`
	Undone   int           `json:"undone"` // steps of the plan
	Opened   time.Time     `json:"opened"`
	Changed  time.Time     `json:"changed"`
	Closed   time.Time     `json:"closed,omitzero"`
}

// NewPerson is somebody who joins a household: a client of the partner, or
// somebody who is not a client yet and of whom a name is entered.
type NewPerson struct {
	Client    ClientRef
	GivenName string
	Facts     Changes
	Source    FactSource
}

// PersonAnswer is how one person of a household stands with every programme, as
// one of the household.
type PersonAnswer struct {
	Person PersonID  `json:"person"`
	Client ClientRef `json:"client,omitempty"`
	Name   string    `json:"given_name"`
	Answer Answer    `json:"answer"`
}

// HouseholdAnswer is a match of a household: how it stands with each programme
// that asks for one, and how each person stands with every programme.
type HouseholdAnswer struct {
	ID      HouseholdID       `json:"id"`
	AsOf    Day               `json:"as_of"`
	Results []HouseholdResult `json:"results"`
	People  []PersonAnswer    `json:"people"`
	Masked  bool              `json:"masked,omitempty"` // what is known of health is left out of the reasons
}

// HouseholdForm is one referral of a household before it is sent: what the
// receiver would see of one person, and what could go wrong.
type HouseholdForm struct {
	Person PersonID `json:"person"`
	Packet Packet   `json:"packet"`
	Checks []Check  `json:"checks"`
}
