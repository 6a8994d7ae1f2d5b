package store

import (
	"fmt"
	"strconv"
	"strings"
)

// Rule is a tree that says who a programme is for. Exactly one of All, Any,
// Not, Dated, Fact and Ask is in use; the zero Rule asks nothing and is met by
// everyone.
//
// A rule is true, false or unknown. A fact that is not known makes its test
// unknown, never false. An Ask is unknown until a coach has answered it for the
// client (the fact Judgements).
type Rule struct {
	All   []Rule  `json:"all,omitempty" yaml:"all,omitempty"`
	Any   []Rule  `json:"any,omitempty" yaml:"any,omitempty"`
	Not   *Rule   `json:"not,omitempty" yaml:"not,omitempty"`
	Dated []Dated `json:"dated,omitempty" yaml:"dated,omitempty"`

	// A test of one fact: the fact, and one of the tests below it.
	Fact       Fact     `json:"fact,omitzero" yaml:"fact,omitempty"`
	Is         []string `json:"is,omitempty" yaml:"is,omitempty,flow"`                // one-of: any of these; yes/no: "yes" or "no"; district: areas or codes
	Has        []string `json:"has,omitempty" yaml:"has,omitempty,flow"`              // set: has any of these
	Lacks      []string `json:"lacks,omitempty" yaml:"lacks,omitempty,flow"`          // set: is known not to have one of these
	Min        *Amount  `json:"min,omitempty" yaml:"min,omitempty"`                   // at least
	Max        *Amount  `json:"max,omitempty" yaml:"max,omitempty"`                   // at most
	Over       *Amount  `json:"over,omitempty" yaml:"over,omitempty"`                 // more than
	Under      *Amount  `json:"under,omitempty" yaml:"under,omitempty"`               // less than
	MaxDaysAgo *int     `json:"max_days_ago,omitempty" yaml:"max_days_ago,omitempty"` // date: at most so many days before the day of the match; a date to come passes

	// A judgement: an id that is unique in the programme.
	Ask string `json:"ask,omitempty" yaml:"ask,omitempty"`

	// The words and the source of a test or a judgement, and of a Dated none of
	// whose windows holds the day.
	Says       string `json:"says,omitempty" yaml:"says,omitempty"`             // the requirement met: "is 19 or over"
	SaysNot    string `json:"says_not,omitempty" yaml:"says_not,omitempty"`     // the same under a Not: "is not on Restart"
	Question   string `json:"question,omitempty" yaml:"question,omitempty"`     // what to ask; the fact's own question when empty
	Changes    string `json:"changes,omitempty" yaml:"changes,omitempty"`       // what would change it: "possible when Restart ends"
	Fixed      bool   `json:"fixed,omitempty" yaml:"fixed,omitempty"`           // cannot change for this rule, whatever the fact's own Change
	Source     string `json:"source,omitempty" yaml:"source,omitempty"`         // the id of one of the programme's sources
	Unverified bool   `json:"unverified,omitempty" yaml:"unverified,omitempty"` // no source was read for it: a client who meets it is unclear, not eligible

	// Alone marks a part, directly under the rule's own All, that stands in for the
	// programme's HouseholdTests where a client is matched without a household.
	Alone bool `json:"alone,omitempty" yaml:"alone,omitempty"`
}

// Of says of how many people of a household something is asked.
type Of string

// The quantities there are. The zero Of is none of them.
const (
	OfAny   Of = "any"   // at least one person
	OfAll   Of = "all"   // every person
	OfCount Of = "count" // at least, or at most, so many people
)

// HouseholdTest is one thing that a programme asks of the people of a household
// together: that any, all or so many of them meet Who. A person of whom that is
// not known counts neither as one who does nor as one who does not.
type HouseholdTest struct {
	Of      Of     `json:"of" yaml:"of"`
	AtLeast int    `json:"at_least,omitempty" yaml:"at_least,omitempty"` // people; with count
	AtMost  int    `json:"at_most,omitempty" yaml:"at_most,omitempty"`   // people; with count; 0: no limit
	Who     Rule   `json:"who" yaml:"who"`
	Says    string `json:"says" yaml:"says"`                           // of the household: "has at least two people who ..."
	Changes string `json:"changes,omitempty" yaml:"changes,omitempty"` // what would change it
	Source  string `json:"source,omitempty" yaml:"source,omitempty"`   // the id of one of the programme's sources
}

// Bounds is how many of the people have to meet Who at least and at most, of a
// household of that many.
func (t *HouseholdTest) Bounds(people int) (least, most int) {
	switch t.Of {
	case OfAny:
		return 1, people
	case OfAll:
		return people, people
	}
	if t.AtMost > 0 {
		return t.AtLeast, t.AtMost
	}
	return t.AtLeast, people
}

// InHousehold is the rule as it is asked of one person of a household: without
// what stands in for the household. The rule is not changed.
func (r *Rule) InHousehold() Rule {
	out := *r
	out.All = nil
	for _, part := range r.All {
		if !part.Alone {
			out.All = append(out.All, part)
		}
	}
	return out
}

// Dated is a rule that holds on the days from From to Until, both included;
// no day means without end.
type Dated struct {
	From  Day  `json:"from,omitzero" yaml:"from,omitempty"`
	Until Day  `json:"until,omitzero" yaml:"until,omitempty"`
	Rule  Rule `json:"rule" yaml:"rule"`
}

// Holds says whether the window holds the day.
func (d Dated) Holds(day Day) bool {
	return (d.From == 0 || day >= d.From) && (d.Until == 0 || day <= d.Until)
}

// Amount is a number in the fact's own unit, to two places, kept in hundredths
// so that pounds and pence are exact.
type Amount int64

// AmountOf is the amount in the form that a fact's Value.Num has: pence for
// pounds, whole numbers for the rest.
func (a Amount) AmountOf(k Kind) int64 {
	if k == KindPounds {
		return int64(a)
	}
	return int64(a) / 100
}

// MarshalText writes the amount as a plain number.
func (a Amount) MarshalText() ([]byte, error) {
	if a%100 == 0 {
		return fmt.Appendf(nil, "%d", a/100), nil
	}
	return fmt.Appendf(nil, "%d.%02d", a/100, a%100), nil
}

// UnmarshalText reads a number from 0 to 999999999 with at most two places.
func (a *Amount) UnmarshalText(b []byte) error {
	whole, frac, dot := strings.Cut(string(b), ".")
	n, err := strconv.ParseUint(whole+(frac + "00")[:2], 10, 64)
	if err != nil || whole == "" || len(whole) > 9 || len(frac) > 2 || dot && frac == "" {
		return fmt.Errorf("%q is not an amount: enter a number such as 19 or 196.50", clip(string(b)))
	}
	*a = Amount(n)
	return nil
}

// Empty says whether the rule asks nothing.
func (r *Rule) Empty() bool {
	return len(r.All) == 0 && len(r.Any) == 0 && r.Not == nil && len(r.Dated) == 0 && r.Fact == NoFact && r.Ask == ""
}

// Walk calls fn for the rule and everything below it; not is whether the rule
// stands under an odd number of Nots.
func (r *Rule) Walk(fn func(rule *Rule, not bool)) { r.walk(fn, false) }

func (r *Rule) walk(fn func(*Rule, bool), not bool) {
	fn(r, not)
	for i := range r.All {
		r.All[i].walk(fn, not)
	}
	for i := range r.Any {
		r.Any[i].walk(fn, not)
	}
	if r.Not != nil {
		r.Not.walk(fn, !not)
	}
	for i := range r.Dated {
		r.Dated[i].Rule.walk(fn, not)
	}
}
