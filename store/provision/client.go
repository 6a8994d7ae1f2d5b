package provision

import (
	"maps"
	"math"
	"slices"

	"signpost/store"
)

// client is what is assumed of a client whom a rule is tried on: for each fact
// what it may still be. A fact that is not there may be anything.
type client map[store.Fact]domain

// domain is what one fact may still be, by its kind.
type domain struct {
	lo, hi    int64    // numbers, pounds in pence, and for a date the days since
	words     []string // one-of, yes and no, districts
	has, lack []string // sets: words it has, and words it has not
}

func (c client) of(f store.Fact) domain {
	if d, ok := c[f]; ok {
		return d
	}
	switch info := f.Info(); info.Kind {
	case store.KindNumber:
		return domain{lo: int64(info.Min), hi: int64(info.Max)}
	case store.KindPounds:
		return domain{lo: int64(info.Min) * 100, hi: int64(info.Max) * 100}
	case store.KindDate:
		return domain{lo: math.MinInt32, hi: math.MaxInt32}
	case store.KindYesNo:
		return domain{words: []string{"yes", "no"}}
	case store.KindOne:
		if f == store.District {
			return domain{words: districtCodes()}
		}
		return domain{words: info.Values}
	}
	return domain{}
}

func districtCodes() []string {
	codes := store.DistrictCodes()
	for _, d := range store.FormerDistricts() {
		codes = append(codes, d.Code)
	}
	return codes
}

func (c client) with(f store.Fact, d domain) client {
	c = maps.Clone(c)
	c[f] = d
	return c
}

// meet gives the ways in which a client like c may pass the test of a fact, or
// fail it where not is set. No way is no answer.
func (c client) meet(r *store.Rule, not bool) []client {
	d := c.of(r.Fact)
	switch {
	case r.Is != nil:
		d.words = slices.DeleteFunc(slices.Clone(d.words), func(w string) bool { return isOne(r, w) == not })
		if len(d.words) == 0 {
			return nil
		}
		return []client{c.with(r.Fact, d)}
	case r.Has != nil:
		return c.meetSet(r.Fact, r.Has, false, not)
	case r.Lacks != nil:
		return c.meetSet(r.Fact, r.Lacks, true, not)
	}
	lo, hi := bounds(r)
	if !not {
		return c.between(r.Fact, lo, hi)
	}
	var ways []client
	if lo > math.MinInt64 {
		ways = append(ways, c.between(r.Fact, math.MinInt64, lo-1)...)
	}
	if hi < math.MaxInt64 {
		ways = append(ways, c.between(r.Fact, hi+1, math.MaxInt64)...)
	}
	return ways
}

func isOne(r *store.Rule, word string) bool {
	if r.Fact == store.District {
		return slices.ContainsFunc(r.Is, func(area string) bool { return store.AreaHolds(area, word) })
	}
	return slices.Contains(r.Is, word)
}

// bounds are the least and the greatest value that pass.
func bounds(r *store.Rule) (lo, hi int64) {
	kind := r.Fact.Info().Kind
	lo, hi = math.MinInt64, math.MaxInt64
	if r.Min != nil {
		lo = r.Min.AmountOf(kind)
	}
	if r.Over != nil {
		lo = r.Over.AmountOf(kind) + 1
	}
	if r.Max != nil {
		hi = r.Max.AmountOf(kind)
	}
	if r.Under != nil {
		hi = r.Under.AmountOf(kind) - 1
	}
	if r.MaxDaysAgo != nil {
		hi = int64(*r.MaxDaysAgo)
	}
	return lo, hi
}

func (c client) between(f store.Fact, lo, hi int64) []client {
	d := c.of(f)
	if d.lo, d.hi = max(d.lo, lo), min(d.hi, hi); d.lo > d.hi {
		return nil
	}
	return []client{c.with(f, d)}
}

// meetSet passes or fails "has one of the words", or, where lacks is set, "has
// not got one of the words".
func (c client) meetSet(f store.Fact, words []string, lacks, not bool) []client {
	d := c.of(f)
	want, against := d.has, d.lack
	if lacks != not {
		want, against = against, want
	}
	keep := func(want []string) client {
		if lacks != not {
			return c.with(f, domain{has: against, lack: want})
		}
		return c.with(f, domain{has: want, lack: against})
	}
	if not {
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(against, w) }) {
			return nil
		}
		return []client{keep(append(slices.Clone(want), words...))}
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(want, w) }) {
		return []client{c}
	}
	var ways []client
	for _, w := range words {
		if !slices.Contains(against, w) {
			ways = append(ways, keep(append(slices.Clone(want), w)))
		}
	}
	return ways
}
