package datapack

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"signpost/store"
)

// Count is a count as it is let out: a multiple of Least, which stands for itself
// and the four above it; or 0, which stands for fewer than Least.
type Count int

// down is n as it is let out.
func down(n int) Count { return Count(n - n%Least) }

// String is the count in words: "15", or "fewer than 5".
func (c Count) String() string {
	if c < Least {
		return Hidden
	}
	return strconv.Itoa(int(c))
}

// MarshalJSON is a number, or the text "fewer than 5".
func (c Count) MarshalJSON() ([]byte, error) {
	if c < Least {
		return json.Marshal(Hidden)
	}
	return json.Marshal(int(c))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Count) UnmarshalJSON(data []byte) error {
	*c = 0
	if len(data) > 0 && data[0] == '"' {
		return nil
	}
	return json.Unmarshal(data, (*int)(c))
}

const (
	spread = Least - 1 // by how much a true count may be over what is let out
	slack  = 2         // a hidden count keeps one value more than this
)

// capped is a total of the cells, which part it, as far as it may be let out.
// A hidden cell is at least the total less the most that the others can be: that
// must leave it three values. Its most is never less than 4, as the total is at
// least the sum of its cells.
func capped(total Count, cells []Count) Count {
	sum, hidden := Count(0), false
	for _, c := range cells {
		sum += c
		hidden = hidden || c < Least
	}
	if limit := sum + spread*Count(len(cells)-1) + slack; hidden && total > limit {
		return down(int(limit))
	}
	return total
}

// view is one way of looking at the same referrals.
type view struct {
	sums  map[string]map[string]int
	names map[string]string // all that a referral could stand under, by key
	parts bool              // each referral stands under exactly one of them, and not under one or more
}

// keys are all that could be listed, in order.
func (v *view) keys() []string {
	var keys []string
	for k := range v.names {
		keys = append(keys, k)
	}
	for k := range v.sums {
		if _, ok := v.names[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// follow lets out every measure of every view, held against each other.
func follow(views []view) [][]Followed {
	keys := make([][]string, len(views))
	for i := range views {
		keys[i] = views[i].keys()
	}
	counts := func(what string) []column {
		cols := make([]column, len(views))
		for i := range views {
			cols[i].parts = views[i].parts
			for _, k := range keys[i] {
				cols[i].cells = append(cols[i].cells, down(views[i].sums[k][what]))
			}
		}
		return cols
	}
	referrals := counts(store.TallyTotal)
	limit := hold(referrals, -1)
	under := func(what string) []column {
		cols := counts(what)
		for i := range cols {
			for j := range cols[i].cells {
				cols[i].cells[j] = min(cols[i].cells[j], referrals[i].cells[j])
			}
		}
		hold(cols, limit)
		return cols
	}
	starts := under(store.TallyStarted)
	outcomes := map[store.OutcomeCode][]column{}
	for _, o := range store.OutcomeCodes() {
		outcomes[o.Code] = under(store.TallyOutcome + string(o.Code))
	}
	out := make([][]Followed, len(views))
	for i := range views {
		for j, k := range keys[i] {
			if referrals[i].cells[j] < Least {
				continue
			}
			f := Followed{
				Key: k, Name: cmp.Or(views[i].names[k], k), Referrals: referrals[i].cells[j], Starts: starts[i].cells[j],
				Outcomes: map[store.OutcomeCode]Count{},
			}
			for code, cols := range outcomes {
				f.Outcomes[code] = cols[i].cells[j]
			}
			out[i] = append(out[i], f)
		}
		slices.SortStableFunc(out[i], func(a, b Followed) int {
			return cmp.Or(cmp.Compare(b.Referrals, a.Referrals), cmp.Compare(a.Name, b.Name))
		})
	}
	return out
}

// column is one measure in one view: what is let out of each of its cells.
type column struct {
	cells []Count
	parts bool
}

// least is the fewest things that there must be for the column to be so.
func (c *column) least() Count {
	if !c.parts {
		return slices.Max(append([]Count{0}, c.cells...))
	}
	sum := Count(0)
	for _, n := range c.cells {
		sum += n
	}
	return sum
}

// most is the most things that there can be for the column to be so: each stands
// in one of its cells at least.
func (c *column) most() Count {
	sum := Count(0)
	for _, n := range c.cells {
		sum += n + spread
	}
	return sum
}

// hold rounds cells down further until no column can be held against another.
// All columns count the same things, whose number is thus at least the greatest
// least and at most the smallest most. While these are two apart, a hidden cell
// keeps three values: it is at least that number less the most that its
// neighbours can be, and at most that number less their least. What had been
// rounded down further looks as what was never more, and so tells nothing. It
// gives the limit that all of their leasts keep to; one that is given, where it
// is not below 0, is kept to as well.
func hold(cols []column, given Count) Count {
	for {
		limit := given
		for i := range cols {
			if most := cols[i].most() - slack; len(cols[i].cells) > 0 && (limit < 0 || most < limit) {
				limit = most
			}
		}
		worst := 0
		for i := range cols {
			if cols[i].least() > cols[worst].least() {
				worst = i
			}
		}
		if len(cols) == 0 || limit < 0 || cols[worst].least() <= limit {
			return limit
		}
		cells := cols[worst].cells
		at := 0
		for i := range cells {
			if cells[i] > cells[at] {
				at = i
			}
		}
		cells[at] -= Least
	}
}
