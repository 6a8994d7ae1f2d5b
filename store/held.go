package store

import (
	"slices"
	"strings"
	"time"

	"signpost/keys"
)

// Held is everything that is kept of a client, for the client to have: the law
// calls it a right of access. What is of other people of a household is left out.
type Held struct {
	Client      Client                   `json:"client"`
	Made        time.Time                `json:"made"`
	Partner     string                   `json:"partner"`     // who keeps it, by name
	Names       map[keys.MemberID]string `json:"members"`     // who is meant by each member's id: name and partner
	Corrections []Correction             `json:"corrections"` // what was known before it was changed
	Notes       []Note                   `json:"notes"`       // with what they said before
	Assessments []Assessment             `json:"assessments"` // with their answers
	Triage      *Triage                  `json:"triage,omitempty"`
	Kept        *Keeping                 `json:"kept,omitempty"` // whether and why it is kept for longer than its time
	Visits      []Visit                  `json:"visits"`         // why others than the coach opened it
	FollowUps   []FollowUp               `json:"follow_ups"`
	Referrals   []Referral               `json:"referrals"` // each with the packet that its receiver sees
	Households  []HeldHousehold          `json:"households"`
	Seen        []Sight                  `json:"seen"`
}

// HeldHousehold is what a household's record holds of one client.
type HeldHousehold struct {
	ID     HouseholdID    `json:"id"`
	Opened time.Time      `json:"opened"`
	Closed time.Time      `json:"closed,omitzero"`
	Person Person         `json:"person"`
	Shared Facts          `json:"shared,omitempty"`
	Known  map[Fact]Known `json:"known,omitempty"` // one for each of Shared
	Plan   []PlanStep     `json:"plan,omitempty"`  // the household's steps, and the client's own
}

// Sight is what one member did with a client's record on one day.
type Sight struct {
	Day    Day           `json:"day"`
	First  time.Time     `json:"first"`
	Last   time.Time     `json:"last"`
	Member keys.MemberID `json:"member,omitempty"` // empty for the clock
	Who    string        `json:"who"`              // name and partner
	Did    []string      `json:"did"`              // in words, each once, in the order it was first done
}

// Sights is who has seen or changed a client's record, from its events: the newest
// day first, and of a day whoever came first. who gives a member's name; in is the
// place whose days are meant.
func Sights(events []Event, who func(Event) string, in *time.Location) []Sight {
	out := []Sight{}
	type visit struct {
		day    Day
		member keys.MemberID
	}
	at := map[visit]int{}
	for i := range events {
		e := &events[i]
		when := e.At.In(in)
		v := visit{DayOf(when), e.Member}
		n, ok := at[v]
		if !ok {
			n, at[v] = len(out), len(out)
			out = append(out, Sight{Day: v.day, First: when, Member: e.Member, Who: who(*e)})
		}
		s := &out[n]
		s.Last = when
		if did := e.Did(); !slices.Contains(s.Did, did) {
			s.Did = append(s.Did, did)
		}
	}
	slices.SortStableFunc(out, func(a, b Sight) int { return int(b.Day - a.Day) })
	return out
}

// Did is what an event says was done to the record that it is of, in words:
// "opened given name, facts".
func (e *Event) Did() string {
	did := e.Verb
	var of []string
	for _, f := range e.Fields {
		if f == "closed" && (did == "closed" || did == "reopened") { // the verb says it
			continue
		}
		if fact, ok := FactNamed(f); ok {
			f = fact.Small()
		}
		of = append(of, strings.ReplaceAll(f, "_", " "))
	}
	if len(of) > 0 {
		did += " " + strings.Join(of, ", ")
	}
	return did
}

// Times is when on the day it was: from the first event to the last.
func (s *Sight) Times() string {
	when := s.First.Format("15:04")
	if last := s.Last.Format("15:04"); last != when {
		when += " to " + last
	}
	return when
}

// SightNote is what a list of sights does not tell.
const SightNote = "Lists of a caseload show given names to the coaches of the partner that keeps the record, and are not counted here."

// SightLines is who has seen a record as text for the client, a line for each
// member and day.
func SightLines(seen []Sight) []string {
	if len(seen) == 0 {
		return []string{"Nobody yet."}
	}
	lines := make([]string, len(seen))
	for i := range seen {
		s := &seen[i]
		lines[i] = s.Day.Words() + ", " + s.Times() + ", " + s.Who + ": " + strings.Join(s.Did, "; ") + "."
	}
	return lines
}
