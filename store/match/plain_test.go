package match_test

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"signpost/store"
)

// What follows is eligibility written a second time, as plainly as can be and
// with nothing shared, to hold the real one against.

// outcome is the truth of a leaf as it stands in the rule.
type outcome func(leaf *store.Rule, neg bool) store.Tri

// plainTruth is the truth of a rule by the outcomes of its leaves.
func plainTruth(r *store.Rule, neg bool, day store.Day, of outcome) store.Tri {
	kids := func(rules []store.Rule, best func(...store.Tri) store.Tri) store.Tri {
		out := make([]store.Tri, len(rules))
		for i := range rules {
			out[i] = plainTruth(&rules[i], neg, day, of)
		}
		return best(out...)
	}
	least := func(t ...store.Tri) store.Tri { return slices.Min(t) }
	most := func(t ...store.Tri) store.Tri { return slices.Max(t) }
	switch {
	case len(r.All) > 0 && neg, len(r.Any) > 0 && !neg:
		return kids(append(slices.Clone(r.All), r.Any...), most)
	case len(r.All) > 0, len(r.Any) > 0:
		return kids(append(slices.Clone(r.All), r.Any...), least)
	case r.Not != nil:
		return plainTruth(r.Not, !neg, day, of)
	case len(r.Dated) > 0:
		for _, d := range r.Dated {
			if d.Holds(day) {
				return plainTruth(&d.Rule, neg, day, of)
			}
		}
	case r.Empty():
		return sign(!neg)
	}
	return of(r, neg)
}

func sign(b bool) store.Tri {
	if b {
		return store.Yes
	}
	return store.No
}

func wordsOf(r *store.Rule, neg bool) string {
	if neg {
		return r.SaysNot
	}
	return r.Says
}

func confirmID(r *store.Rule, neg bool) string {
	h := fnv.New32a()
	h.Write([]byte(r.Fact.String() + "\x00" + wordsOf(r, neg)))
	return fmt.Sprintf("restart/confirm-%08x", h.Sum32())
}

// asksOf lists every judgement that the rule may ask for.
func asksOf(p *store.Programme) []string {
	var out []string
	add := func(ask string) {
		if !slices.Contains(out, ask) {
			out = append(out, ask)
		}
	}
	p.Rule.Walk(func(r *store.Rule, neg bool) {
		switch {
		case r.Ask != "":
			add("restart/" + r.Ask)
		case len(r.Dated) > 0:
			add(confirmID(r, false))
		case r.Unverified:
			add(confirmID(r, neg))
		}
	})
	return out
}

// plainLeaf is the truth of a leaf by the facts.
func plainLeaf(f store.Facts, day store.Day) outcome {
	return func(r *store.Rule, neg bool) store.Tri {
		judged := func(id string) store.Tri {
			s := f[store.Judgements].Set
			switch {
			case slices.Contains(s.Has, id):
				return store.Yes
			case slices.Contains(s.Not, id):
				return store.No
			}
			return store.Unknown
		}
		turn := func(t store.Tri) store.Tri {
			if neg {
				return -t
			}
			return t
		}
		switch {
		case r.Ask != "":
			return turn(judged("restart/" + r.Ask))
		case len(r.Dated) > 0:
			return turn(judged(confirmID(r, false)))
		}
		t := turn(plainTest(f, r, day))
		if r.Unverified {
			t = min(t, judged(confirmID(r, neg)))
		}
		return t
	}
}

func plainTest(f store.Facts, r *store.Rule, day store.Day) store.Tri {
	v, ok := plainValue(f, r.Fact, day)
	if !ok {
		return store.Unknown
	}
	switch r.Fact.Info().Kind {
	case store.KindNumber, store.KindPounds:
		hundredths := store.Amount(v.Num)
		if r.Fact.Info().Kind == store.KindNumber {
			hundredths *= 100
		}
		return sign((r.Min == nil || hundredths >= *r.Min) && (r.Max == nil || hundredths <= *r.Max) &&
			(r.Over == nil || hundredths > *r.Over) && (r.Under == nil || hundredths < *r.Under))
	case store.KindYesNo:
		return sign((r.Is[0] == "yes") == (v.Num == 1))
	case store.KindOne:
		return sign(slices.Contains(r.Is, v.Word))
	case store.KindDate:
		return sign(day-v.Day <= store.Day(*r.MaxDaysAgo))
	}
	out := store.No
	for _, w := range r.Has {
		out = max(out, plainHolds(v.Set, r.Fact, w))
	}
	for _, w := range r.Lacks {
		out = max(out, -plainHolds(v.Set, r.Fact, w))
	}
	return out
}

// plainHolds knows that restart and old-restart are one programme.
func plainHolds(s store.Set, f store.Fact, w string) store.Tri {
	ids := []string{"restart", "old-restart"}
	if f != store.Programmes && f != store.PastProgrammes || !slices.Contains(ids, w) {
		return s.Holds(w)
	}
	switch one, two := s.Holds(ids[0]), s.Holds(ids[1]); {
	case one == store.Yes || two == store.Yes:
		return store.Yes
	case one == store.No || two == store.No:
		return store.No
	}
	return store.Unknown
}

func plainValue(f store.Facts, fact store.Fact, day store.Day) (store.Value, bool) {
	v, ok := f[fact]
	switch fact {
	case store.Age:
		if b, known := f[store.BirthDate]; known {
			return store.Value{Num: int64(day.Age(b.Day))}, true
		}
	case store.Benefits:
		_, regime := f[store.UCRegime]
		health := f[store.UCHealth].Word
		if (regime || health != "" && health != "none" || f[store.UCMonths].Num > 0) && v.Set.Holds("universal-credit") == store.Unknown {
			return store.Value{Set: store.Set{Has: append(slices.Clone(v.Set.Has), "universal-credit"), Not: v.Set.Not}}, true
		}
	case store.Graduate:
		if _, degree := f[store.DegreeSubject]; degree && !ok {
			return store.Value{Num: 1}, true
		}
	}
	return v, ok
}

// plainPasses says whether the programme would not fail.
func plainPasses(f store.Facts, p *store.Programme, day store.Day) bool {
	return plainTruth(&p.Rule, false, day, plainLeaf(f, day)) != store.No
}

// plainNear says whether one fact alone, changed in a way in which it can
// change, and by then with what the calendar brings, makes the rule not fail. It
// knows nothing of leaves that are fixed.
func plainNear(f store.Facts, p *store.Programme, day store.Day) bool {
	for _, fact := range tested {
		now, ok := plainValue(f, fact, day)
		if !ok {
			continue
		}
		for _, v := range reachable(fact, now) {
			if birth, known := f[store.BirthDate]; fact == store.Age && known {
				on := birth.Day.Birthday(int(v.Num))
				aged := with(f, store.Age, v)
				delete(aged, store.BirthDate)
				if plainTruth(&p.Rule, false, day, agedLeaf(f, aged, day)) != store.No && plainPasses(f, p, on) {
					return true
				}
				continue
			}
			then := with(f, fact, v)
			if !plainPasses(then, p, day) {
				continue
			}
			if fact.Info().Change != store.Grows || fact == store.Age || plainPasses(then, p, day.AddMonths(int(v.Num-now.Num))) {
				return true
			}
		}
	}
	return false
}

// agedLeaf is plainLeaf with only the age of an older client.
func agedLeaf(f, aged store.Facts, day store.Day) outcome {
	young, old := plainLeaf(f, day), plainLeaf(aged, day)
	return func(r *store.Rule, neg bool) store.Tri {
		if r.Fact == store.Age {
			return old(r, neg)
		}
		return young(r, neg)
	}
}

func with(f store.Facts, fact store.Fact, v store.Value) store.Facts {
	out := store.Facts{}
	for k, x := range f {
		out[k] = x
	}
	out[fact] = v
	return out
}

// reachable lists what the fact can come to be, as far as drawn rules tell.
func reachable(fact store.Fact, now store.Value) []store.Value {
	info := fact.Info()
	var out []store.Value
	switch info.Kind {
	case store.KindNumber, store.KindPounds:
		step := int64(1)
		if info.Kind == store.KindPounds {
			step = 100
		}
		for n := int64(lows[fact]-2) * step; n <= int64(lows[fact]+spans+2)*step; n++ {
			if n >= 0 && n != now.Num && (info.Change == store.Status || info.Change != store.Fixed && n > now.Num) {
				out = append(out, store.Value{Num: n})
			}
		}
	case store.KindYesNo:
		if info.Change == store.Status || info.Change == store.Gained && now.Num == 0 {
			out = append(out, store.Value{Num: 1 - now.Num})
		}
	case store.KindOne:
		for _, w := range info.Values {
			if info.Change == store.Status && w != now.Word {
				out = append(out, store.Value{Word: w})
			}
		}
	case store.KindSet:
		out = reachableSets(fact, now.Set)
	}
	return out
}

func reachableSets(fact store.Fact, now store.Set) []store.Value {
	words := domains[fact]
	var out []store.Value
	for pick := 1; pick < 1<<len(words); pick++ {
		s, ok := store.Set{Whole: now.Whole}, true
		for i, w := range words {
			is := now.Holds(w)
			if pick&(1<<i) != 0 {
				ok = ok && is != store.Unknown && (fact.Info().Change == store.Status || fact.Info().Change == store.Gained && is == store.No ||
					fact == store.Groups && strings.Contains("neet apprentice", w))
				is = -is
			}
			switch is {
			case store.Yes:
				s.Has = append(s.Has, w)
			case store.No:
				s.Not = append(s.Not, w)
			}
		}
		if ok {
			out = append(out, store.Value{Set: s})
		}
	}
	return out
}
