package match

import (
	"cmp"
	"iter"
	"math"
	"math/bits"
	"slices"

	"signpost/store"
)

// bounds is the least and the greatest number, in the fact's own form (pence for
// pounds), that passes a test; ok is whether it tests a number at all.
func bounds(r *store.Rule, kind store.Kind) (lo, hi int64, ok bool) {
	unit := int64(100)
	if kind == store.KindPounds {
		unit = 1
	}
	lo, hi = math.MinInt64, math.MaxInt64
	if r.Min != nil {
		lo = (int64(*r.Min) + unit - 1) / unit
	}
	if r.Over != nil {
		lo = max(lo, int64(*r.Over)/unit+1)
	}
	if r.Max != nil {
		hi = int64(*r.Max) / unit
	}
	if r.Under != nil {
		hi = min(hi, (int64(*r.Under)+unit-1)/unit-1)
	}
	return lo, hi, lo != math.MinInt64 || hi != math.MaxInt64
}

// canChange holds the fact of a test that fails, if it can come to pass it at
// all; whether that is enough is for hopeFor to find out.
func (m *run) canChange(n *node) factSet {
	r, info := n.rule, &m.terms.facts[n.fact]
	switch {
	case n.fixed:
		return 0
	case info.Kind == store.KindSet:
		now := m.now.value[n.fact].Set
		can := func(w string) bool { return wordChanges(info, w, now.Holds(w)) }
		if !slices.ContainsFunc(r.Has, can) && !slices.ContainsFunc(r.Lacks, can) {
			return 0
		}
	case info.Change == store.Fixed, info.Kind == store.KindDate:
		return 0
	case info.Change != store.Status && (info.Kind == store.KindNumber || info.Kind == store.KindPounds):
		tooLow := m.now.value[n.fact].Num < n.lo
		if n.neg {
			tooLow = n.hi != math.MaxInt64
		}
		if !tooLow {
			return 0
		}
	}
	return only(n.fact)
}

// wordChanges says whether a word of a set can come in, or go out, where it is
// known to be out or in.
func wordChanges(info *store.FactInfo, word string, is store.Tri) bool {
	switch info.Change {
	case store.Status:
		return is != store.Unknown
	case store.Gained:
		return is == store.No
	}
	return info.Fact == store.Groups && is != store.Unknown && (word == "neet" || word == "apprentice" || word == "business-owner")
}

// values yields what the fact, which is known, can come to be, the least change
// first, as far as the programme's rule tells values apart.
func (m *run) values(f store.Fact) iter.Seq[store.Value] {
	info, now := &m.terms.facts[f], m.now.value[f]
	return func(yield func(store.Value) bool) {
		switch info.Kind {
		case store.KindNumber, store.KindPounds:
			for _, n := range m.numbers(info, now.Num) {
				if !yield(store.Value{Num: n}) {
					return
				}
			}
		case store.KindYesNo:
			if info.Change == store.Status || now.Num == 0 {
				yield(store.Value{Num: 1 - now.Num})
			}
		case store.KindOne:
			for _, w := range info.Values {
				if w != now.Word && !yield(store.Value{Word: w}) {
					return
				}
			}
		case store.KindSet:
			m.toggled(info, now.Set, yield)
		}
	}
}

// tells is what the programme's rule tells apart of the fact.
func (p *prog) tells(f store.Fact) *apart {
	for i := range p.apart {
		if p.apart[i].fact == f {
			return &p.apart[i]
		}
	}
	return &apart{}
}

// numbers lists what a number can come to be, the nearest first.
func (m *run) numbers(info *store.FactInfo, now int64) []int64 {
	turns := m.prog.tells(info.Fact).numbers
	out := make([]int64, 0, len(turns))
	for _, n := range turns {
		if n != now && (info.Change == store.Status || n > now) {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b int64) int { return cmp.Compare(max(a-now, now-a), max(b-now, now-b)) })
	return out
}

// A set of more words, or one that takes more tries, is beyond what a rule says
// of one fact.
const (
	maxWords = 16
	maxTries = 2000
)

// toggled yields the set with words that can change changed: one word, then two,
// and so on.
func (m *run) toggled(info *store.FactInfo, now store.Set, yield func(store.Value) bool) {
	var words []string
	for _, w := range m.prog.tells(info.Fact).words {
		if len(words) < maxWords && wordChanges(info, w, now.Holds(w)) {
			words = append(words, w)
		}
	}
	tries := 0
	for size := 1; size <= len(words); size++ {
		for pick := uint32(1)<<size - 1; pick < 1<<len(words); pick = nextPick(pick) {
			if tries++; tries > maxTries {
				return
			}
			if !yield(store.Value{Set: toggle(now, words, pick)}) {
				return
			}
		}
	}
}

// nextPick is the next larger number with as many bits set.
func nextPick(pick uint32) uint32 {
	low := pick & -pick
	up := pick + low
	return up | (pick^up)>>(bits.TrailingZeros32(low)+2)
}

func toggle(now store.Set, words []string, pick uint32) store.Set {
	out := store.Set{Has: slices.Clone(now.Has), Not: slices.Clone(now.Not), Whole: now.Whole}
	for i, w := range words {
		is := func(x string) bool { return x == w }
		switch {
		case pick&(1<<i) == 0:
		case now.Holds(w) == store.Yes:
			out.Has, out.Not = slices.DeleteFunc(out.Has, is), append(out.Not, w)
		default:
			out.Has, out.Not = append(out.Has, w), slices.DeleteFunc(out.Not, is)
		}
	}
	return out
}
