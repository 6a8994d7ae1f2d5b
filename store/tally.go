package store

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// A tally is a running count for one month, kept as things happen, so that the
// data pack of a year reads some thousands of small records and not every gap and
// every referral of it. A tally knows nobody.

// TallyOf is what a tally counts.
type TallyOf string

// What is counted, and what the key of each tally is.
const (
	TallyGap       TallyOf = "gap"       // gaps: a barrier
	TallyNear      TallyOf = "near"      // near misses, one rule in the way: a programme
	TallyProgramme TallyOf = "programme" // referrals sent in the month, to a programme
	TallyDistrict  TallyOf = "district"  // the same, of clients of one of CountedPlaces
	TallyBarrier   TallyOf = "barrier"   // the same, of clients with a barrier; or NoBarrier
)

// NoBarrier is the key for referrals of clients of whom no barrier is known.
const NoBarrier = "none-known"

// What of a tally's things is counted: its total, and parts of it by the word
// that follows.
const (
	TallyTotal   = "total"
	TallyPlace   = "place "
	TallyAge     = "age "
	TallyRule    = "rule "
	TallyStarted = "started"
	TallyOutcome = "outcome "
)

// Tally is the counts of one key in one month.
type Tally struct {
	ID     string         `json:"id"`    // "T-" and a reference: ids stand in the clear, and tell nothing
	Month  string         `json:"month"` // "2026-02"
	Of     TallyOf        `json:"of"`
	Key    string         `json:"key"`
	Rev    uint64         `json:"rev"`
	Counts map[string]int `json:"counts"`
}

// MonthOf is the month of a day, "2026-02".
func MonthOf(d Day) string { return d.String()[:len("2026-02")] }

func (t *Tally) at() string { return fmt.Sprintf("%s %s %s", t.Month, t.Of, t.Key) }

// Tallies holds the tallies; indexes "month" and "at" (month, what and key).
// Write through AddTally.
var Tallies = Table[Tally]{
	Name: "tally",
	ID:   func(t *Tally) string { return t.ID },
	Rev:  func(t *Tally) *uint64 { return &t.Rev },
	Indexes: []Index[Tally]{
		{Name: "month", Of: func(t *Tally) []string { return []string{t.Month} }},
		{Name: "at", Of: func(t *Tally) []string { return []string{t.at()} }},
	},
}

// A tally holds so many rules at most, each so long, so that words which a curator
// writes never make it larger than a value may be. Further rules are not counted
// by themselves; what they stopped is, in the total.
const (
	maxTallyRules = 200
	maxRuleWords  = 150 // characters
)

// RuleCount is what a rule of these words is counted under.
func RuleCount(says string) string {
	if r := []rune(says); len(r) > maxRuleWords {
		says = string(r[:maxRuleWords])
	}
	return TallyRule + says
}

// AddTally adds the counts of t to those that are kept.
func AddTally(tx Tx, t Tally) error {
	var kept Tally
	for found, err := range Tallies.By(tx, "at", t.at()) {
		if err != nil {
			return err
		}
		kept = found
	}
	if kept.ID == "" {
		id, err := Tallies.NewID(tx, "T-")
		if err != nil {
			return err
		}
		t.ID = id
		_, err = Tallies.Put(tx, t)
		return err
	}
	if kept.Counts == nil {
		kept.Counts = map[string]int{}
	}
	for what, n := range t.Counts {
		if _, ok := kept.Counts[what]; !ok && strings.HasPrefix(what, TallyRule) && len(kept.Counts) >= maxTallyRules {
			continue
		}
		kept.Counts[what] += n
	}
	_, err := Tallies.Put(tx, kept)
	return err
}

// TalliesOf yields the tallies of every month from that of since to that of until.
func TalliesOf(tx Tx, since, until Day) iter.Seq2[Tally, error] {
	return func(yield func(Tally, error) bool) {
		y, m, _ := since.Split()
		for ; Date(y, m, 1) <= until; m++ {
			for t, err := range Tallies.By(tx, "month", MonthOf(Date(y, m, 1))) {
				if !yield(t, err) || err != nil {
					return
				}
			}
		}
	}
}

// ReferralCount is what the tallies need of one referral that was sent: taken
// when it was, kept apart from it, and added to as it moves.
type ReferralCount struct {
	ID        ReferralID  `json:"id"`
	Rev       uint64      `json:"rev"`
	Month     string      `json:"month"` // in which it was sent
	Programme ProgrammeID `json:"programme"`
	Place     string      `json:"district"` // one of CountedPlaces
	Barriers  []string    `json:"barriers"` // of the client then; or NoBarrier alone
	Counted   []string    `json:"counted"`  // which counts it stands in
}

// ReferralCounts holds what is counted of referrals.
var ReferralCounts = Table[ReferralCount]{
	Name: "referral-count",
	ID:   func(c *ReferralCount) string { return string(c.ID) },
	Rev:  func(c *ReferralCount) *uint64 { return &c.Rev },
}

// CountReferral has the tallies count the referral under whats and nothing else:
// what of them is not counted yet is added, and what is counted and no longer so
// is taken away.
func CountReferral(tx Tx, c ReferralCount, whats []string) error {
	counts := map[string]int{}
	for _, what := range whats {
		if !slices.Contains(c.Counted, what) {
			counts[what] = 1
		}
	}
	for _, what := range c.Counted {
		if !slices.Contains(whats, what) {
			counts[what] = -1
		}
	}
	if len(counts) == 0 {
		return nil
	}
	under := []Tally{{Of: TallyProgramme, Key: string(c.Programme)}, {Of: TallyDistrict, Key: c.Place}}
	for _, b := range c.Barriers {
		under = append(under, Tally{Of: TallyBarrier, Key: b})
	}
	for _, t := range under {
		t.Month, t.Counts = c.Month, maps.Clone(counts)
		if err := AddTally(tx, t); err != nil {
			return err
		}
	}
	c.Counted = slices.Compact(slices.Sorted(slices.Values(whats)))
	_, err := ReferralCounts.Put(tx, c)
	return err
}
