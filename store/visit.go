package store

import (
	"fmt"

	"signpost/keys"
)

// VisitID names a visit: "V-" and a reference.
type VisitID string

// Visit is why a member opened the record of a client whom a colleague keeps, on
// a day. It counts for that member, client and day.
type Visit struct {
	ID     VisitID       `json:"id"`
	Rev    uint64        `json:"rev"`
	Client ClientRef     `json:"client"`
	Member keys.MemberID `json:"member"`
	Day    Day           `json:"day"`
	Why    string        `json:"why"`             // one of VisitWhys
	Words  string        `json:"words,omitempty"` // for VisitOther
}

// VisitOther is the why that is said in words.
const VisitOther = "other"

// VisitWhys lists why a member may open a colleague's client, the usual one first.
func VisitWhys() []WhyWords {
	return []WhyWords{
		{"cover", "I cover for their coach"},
		{"here", "the client is here, or on the telephone, and their coach is not"},
		{"together", "their coach and I work on this together"},
		{"taking-over", "I am taking the client over"},
		{"checking", "I check the quality of the work"},
		{VisitOther, "something else"},
	}
}

// Visits holds the visits; indexes "client" and "at" (VisitAt).
var Visits = Table[Visit]{
	Name: "visit",
	ID:   func(v *Visit) string { return string(v.ID) },
	Rev:  func(v *Visit) *uint64 { return &v.Rev },
	Indexes: []Index[Visit]{
		{Name: "client", Of: func(v *Visit) []string { return []string{string(v.Client)} }},
		{Name: "at", Of: func(v *Visit) []string { return []string{VisitAt(v.Member, v.Client, v.Day)} }},
	},
}

// VisitAt is what the index "at" has of a visit.
func VisitAt(m keys.MemberID, ref ClientRef, day Day) string {
	return fmt.Sprintf("%s %s %s", m, ref, day)
}

// WhyError is the error of opening a client whom a colleague keeps, before the
// member has said why.
type WhyError struct {
	Client ClientRef
	Coach  string // who keeps them, by name
}

func (e *WhyError) Error() string {
	return fmt.Sprintf("client %s is kept by %s, and nobody has said why you open their record", e.Client, e.Coach)
}
