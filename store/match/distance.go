package match

import (
	"math"
	"strconv"

	"signpost/store"
)

// distance is how far a number that fails a test misses it, in words, and the
// day on which time alone will have brought it, if it can.
func (m *run) distance(x *node) (store.Day, string) {
	if x.kind != isNumber {
		return 0, ""
	}
	r, info := x.rule, &m.terms.facts[x.fact]
	lo, hi, n := x.lo, x.hi, m.now.value[x.fact].Num
	if x.neg {
		// To pass is to be below lo or above hi. Only what grows is sure to go up.
		switch {
		case hi == math.MaxInt64:
			lo, hi = math.MinInt64, lo-1
		case lo == math.MinInt64 || info.Change == store.Grows:
			lo, hi = hi+1, math.MaxInt64
		default:
			return 0, ""
		}
	}
	switch {
	case n > hi:
		return 0, over(info, n, hi, r)
	case n >= lo:
		return 0, ""
	}
	when := store.Day(0)
	if !x.fixed {
		when = m.comesOn(x.fact, lo)
	}
	if when != 0 && x.fact == store.Age {
		return when, "turns " + strconv.FormatInt(lo, 10) + " on " + when.Words()
	}
	return when, short(info, n, lo, r)
}

// short is "1 month short of 6"; where more than an amount of pounds is asked
// for, it counts from that amount.
func short(info *store.FactInfo, n, least int64, r *store.Rule) string {
	if info.Kind == store.KindPounds && r.Over != nil && least == int64(*r.Over)+1 {
		if n == least-1 {
			return "must be over " + limit(info, n)
		}
		least--
	}
	return amount(info, least-n) + " short of " + limit(info, least)
}

// over is "£1 over £196"; where less than an amount of pounds is asked for, it
// counts from that amount.
func over(info *store.FactInfo, n, most int64, r *store.Rule) string {
	if info.Kind == store.KindPounds && r.Under != nil && most == int64(*r.Under)-1 {
		most++
		if n == most {
			return "must be under " + limit(info, n)
		}
	}
	if info.Kind == store.KindNumber && r.Under != nil && most == int64(*r.Under)/100-1 {
		return amount(info, n) + ", and must be under " + limit(info, most+1)
	}
	return amount(info, n-most) + " over " + limit(info, most)
}

func amount(info *store.FactInfo, n int64) string {
	switch {
	case info.Kind == store.KindPounds:
		return store.Pounds(n)
	case info.Unit == "level" && n == 1:
		return "1 level"
	case info.Unit == "level":
		return strconv.FormatInt(n, 10) + " levels"
	}
	return store.Count(int(n), info.Unit)
}

func limit(info *store.FactInfo, n int64) string {
	switch {
	case info.Kind == store.KindPounds:
		return store.Pounds(n)
	case info.Unit == "level":
		return store.Count(int(n), info.Unit)
	}
	return strconv.FormatInt(n, 10)
}
