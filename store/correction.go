package store

import (
	"cmp"
	"slices"
	"time"

	"signpost/keys"
)

// CorrectionID names a correction: "C-" and a reference.
type CorrectionID string

// Correction is what was known of a client before it was changed, and what it
// became. Of what was never known before there is none.
type Correction struct {
	ID     CorrectionID  `json:"id"`
	Rev    uint64        `json:"rev"`
	Client ClientRef     `json:"client"`
	Of     uint64        `json:"of"` // the client's revision that the change made
	At     time.Time     `json:"at"`
	By     keys.MemberID `json:"by"`   // who changed it
	Fact   Fact          `json:"fact"` // which fact; none where it is the given name or how they were told
	Was    Version       `json:"was"`
	Became Version       `json:"became"`
	Folded int           `json:"folded,omitempty"` // how many changes between the two are not kept any more
}

// Version is one fact of a client, or the given name, or how the client was told, as
// it was at one time.
type Version struct {
	Facts     Facts  `json:"facts,omitempty"` // the fact alone; none: it was not known any more
	GivenName string `json:"given_name,omitempty"`
	Told      Told   `json:"told,omitzero"`  // what is kept and why
	Known     Known  `json:"known,omitzero"` // where the fact came from
}

// MaxCorrections is how many corrections are kept of a client. What comes after is
// folded: of what was corrected most, the two earliest become one.
const MaxCorrections = 100

// Corrections holds the corrections; index "client".
var Corrections = Table[Correction]{
	Name: "correction",
	ID:   func(c *Correction) string { return string(c.ID) },
	Rev:  func(c *Correction) *uint64 { return &c.Rev },
	Indexes: []Index[Correction]{
		{Name: "client", Of: func(c *Correction) []string { return []string{string(c.Client)} }},
	},
}

// FactCorrections is what of a client's facts is not any more what it was: value or
// source changed, or not known any more. A word more in a set is none, as long as
// nothing was said of that word before.
func FactCorrections(was, now *Client) []Correction {
	var all []Correction
	for _, f := range AllFacts() {
		old, ok := was.Facts[f]
		if !ok {
			continue
		}
		next, still := now.Facts[f]
		from, to := was.Known[f], now.Known[f]
		if still && f.stands(old, next) && from.Source == to.Source {
			continue
		}
		c := Correction{Fact: f, Was: Version{Facts: Facts{f: old}, Known: from}}
		if still {
			c.Became = Version{Facts: Facts{f: next}, Known: to}
		}
		all = append(all, c)
	}
	return all
}

// stands says whether all that the old value said is said by the next one.
func (f Fact) stands(old, next Value) bool {
	if f.Info().Kind != KindSet {
		return old.Day == next.Day && old.Num == next.Num && old.Word == next.Word
	}
	for _, w := range old.Set.Has {
		if next.Set.Holds(w) != Yes {
			return false
		}
	}
	for _, w := range old.Set.Not {
		if next.Set.Holds(w) != No {
			return false
		}
	}
	return !old.Set.Whole || next.Set.Whole && len(next.Set.Has) == len(old.Set.Has)
}

// KeepCorrections keeps corrections of one client, and folds the earliest where
// there are more than MaxCorrections.
func KeepCorrections(tx Tx, fresh []Correction) error {
	if len(fresh) == 0 {
		return nil
	}
	for _, c := range fresh {
		id, err := Corrections.NewID(tx, "C-")
		if err != nil {
			return err
		}
		c.ID, c.Rev = CorrectionID(id), 0
		if _, err := Corrections.Put(tx, c); err != nil {
			return err
		}
	}
	all, err := CorrectionsOf(tx, fresh[0].Client)
	for err == nil && len(all) > MaxCorrections {
		all, err = foldOne(tx, all)
	}
	return err
}

// CorrectionsOf lists what is kept of a client's corrections, the earliest first.
func CorrectionsOf(tx Tx, ref ClientRef) ([]Correction, error) {
	all := []Correction{}
	for c, err := range Corrections.By(tx, "client", string(ref)) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Correction) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Fact, b.Fact)) })
	return all, nil
}

// foldOne makes one correction of the two earliest of what was corrected most: there
// are more corrections than facts, so that something was corrected twice.
func foldOne(tx Tx, all []Correction) ([]Correction, error) {
	times := map[string]int{}
	most := all[0].Label()
	for i := range all {
		f := all[i].Label()
		if times[f]++; times[f] > times[most] {
			most = f
		}
	}
	of := func(c Correction) bool { return c.Label() == most }
	first := slices.IndexFunc(all, of)
	second := first + 1 + slices.IndexFunc(all[first+1:], of)
	next := all[second]
	next.Was = all[first].Was
	next.Folded += all[first].Folded + 1
	if err := Corrections.Delete(tx, string(all[first].ID), all[first].Rev); err != nil {
		return nil, err
	}
	next, err := Corrections.Put(tx, next)
	if err != nil {
		return nil, err
	}
	all[second] = next
	return slices.Delete(all, first, first+1), nil
}
