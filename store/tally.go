package store

import (
	"errors"
	"fmt"
	"iter"
	"slices"
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
	Month  string         `json:"month"` // "2026-02"
	Of     TallyOf        `json:"of"`
	Key    string         `json:"key"`
	Rev    uint64         `json:"rev"`
	Counts map[string]int `json:"counts"`
}

// MonthOf is the month of a day, "2026-02".
func MonthOf(d Day) string { return d.String()[:len("2026-02")] }

// Tallies holds the tallies in the order of the months. Write through AddTally.
var Tallies = Table[Tally]{
	Name: "tally",
	ID:   func(t *Tally) string { return fmt.Sprintf("%s %s %s", t.Month, t.Of, t.Key) },
	Rev:  func(t *Tally) *uint64 { return &t.Rev },
}

// AddTally adds the counts of t to those that are kept.
func AddTally(tx Tx, t Tally) error {
	kept, err := Tallies.Get(tx, Tallies.ID(&t))
	switch {
	case errors.Is(err, ErrNotFound):
		_, err = Tallies.Put(tx, t)
		return err
	case err != nil:
		return err
	case kept.Counts == nil:
		kept.Counts = map[string]int{}
	}
	for what, n := range t.Counts {
		kept.Counts[what] += n
	}
	_, err = Tallies.Put(tx, kept)
	return err
}

// TalliesOf yields the tallies of every month from that of since to that of until.
func TalliesOf(tx Tx, since, until Day) iter.Seq2[Tally, error] {
	return Tallies.Between(tx, MonthOf(since), MonthOf(until)+"\x7f")
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

// CountReferral counts what of the referral is not counted yet. What was counted
// stays so: a start that is taken back by reopening was a start.
func CountReferral(tx Tx, c ReferralCount, whats []string) error {
	var fresh []string
	for _, what := range whats {
		if !slices.Contains(c.Counted, what) && !slices.Contains(fresh, what) {
			fresh = append(fresh, what)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	add := func(of TallyOf, key string) error {
		counts := make(map[string]int, len(fresh))
		for _, what := range fresh {
			counts[what] = 1
		}
		return AddTally(tx, Tally{Month: c.Month, Of: of, Key: key, Counts: counts})
	}
	if err := add(TallyProgramme, string(c.Programme)); err != nil {
		return err
	}
	if err := add(TallyDistrict, c.Place); err != nil {
		return err
	}
	for _, b := range c.Barriers {
		if err := add(TallyBarrier, b); err != nil {
			return err
		}
	}
	c.Counted = append(slices.Clone(c.Counted), fresh...)
	_, err := ReferralCounts.Put(tx, c)
	return err
}
