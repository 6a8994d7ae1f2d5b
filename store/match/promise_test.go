package match_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
	"signpost/store/match"
)

func drawCase(t *rapid.T) (store.Programme, store.Facts, store.Facts, store.Facts) {
	w := &ways{fixed: true, unverified: true, asks: true, dated: true}
	p := withEdges(t, w.programme(t))
	all := world(t, &p)
	some := drawVeil(t, all)
	return p, some.show(all), some.or(drawVeil(t, all)).show(all), all
}

func TestTheStandingIsThatOfThePlainRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &ways{fixed: true, unverified: true, asks: true, dated: true}
		p := w.programme(t)
		all := world(t, &p)
		f := drawVeil(t, all).show(all)
		got := match.One(f, &p, today).Standing
		want := map[store.Tri][]store.Standing{
			store.Yes: {store.Eligible}, store.Unknown: {store.Unclear}, store.No: {store.NearMiss, store.Ineligible},
		}[plainTruth(&p.Rule, false, today, plainLeaf(f, today))]
		if !slices.Contains(want, got) {
			t.Fatalf("standing %s, want %v", got, want)
		}
	})
}

func TestEligibleStaysSoWhateverIsLearned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, some, more, all := drawCase(t)
		if match.One(some, &p, today).Standing != store.Eligible {
			return
		}
		for _, f := range []store.Facts{more, all} {
			if got := match.One(f, &p, today); got.Standing != store.Eligible {
				t.Fatalf("eligible by %v, but %s by %v", plainly(some), got.Standing, plainly(f))
			}
		}
	})
}

func TestWhatFailsNeverComesToPassByLearning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, some, more, all := drawCase(t)
		was := match.One(some, &p, today).Standing
		for _, f := range []store.Facts{more, all} {
			is := match.One(f, &p, today).Standing
			switch {
			case was == store.NearMiss && is != store.NearMiss && is != store.Ineligible,
				was == store.Ineligible && (is == store.Eligible || is == store.Unclear):
				t.Fatalf("%s by %v, but %s by %v", was, plainly(some), is, plainly(f))
			}
		}
	})
}

func plainly(f store.Facts) string {
	b, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestOneChangesNothingAndAlwaysSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f, _, _ := drawCase(t)
		before, _ := json.Marshal(p)
		facts := plainly(f)
		a, b := match.One(f, &p, today), match.One(f, &p, today)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("two answers: %+v and %+v", a, b)
		}
		if after, _ := json.Marshal(p); !bytes.Equal(before, after) || facts != plainly(f) {
			t.Fatal("the programme or the facts were changed")
		}
	})
}

func TestANearMissHasOneFactInItsWayThatCanChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &ways{fixed: rapid.Bool().Draw(t, "some fixed"), unverified: true, asks: true, dated: true}
		p := w.programme(t)
		all := world(t, &p)
		f := drawVeil(t, all).show(all)
		got := match.One(f, &p, today)
		if got.Standing != store.NearMiss && got.Standing != store.Ineligible {
			return
		}
		if want := plainNear(f, &p, today); !w.fixed && want != (got.Standing == store.NearMiss) {
			t.Fatalf("%s, but near is %v: %v", got.Standing, want, plainly(f))
		}
		if got.Standing == store.NearMiss {
			oneFact(t, f, &p, got)
		}
	})
}

// oneFact holds a near miss to its promise, by matching again with the fact in
// the way changed.
func oneFact(t *rapid.T, f store.Facts, p *store.Programme, r store.Result) {
	if len(r.Failed) == 0 {
		t.Fatal("a near miss with nothing in its way")
	}
	name := r.Failed[0].Fact
	for _, why := range r.Failed {
		if why.Fact != name {
			t.Fatalf("both %s and %s are in the way", name, why.Fact)
		}
	}
	passes := func(f store.Facts, day store.Day) bool {
		s := match.One(f, p, day).Standing
		return s == store.Eligible || s == store.Unclear
	}
	fact, _ := store.FactNamed(name)
	if fact == store.BirthDate {
		if r.When == 0 || !passes(f, r.When) {
			t.Fatalf("does not come true on %v", r.When)
		}
		return
	}
	now, _ := plainValue(f, fact, today)
	for _, v := range reachable(fact, now) {
		changed := with(f, fact, v)
		if r.When != 0 && today.AddMonths(int(v.Num-now.Num)) == r.When && passes(changed, today) && passes(changed, r.When) ||
			r.When == 0 && passes(changed, today) {
			return
		}
	}
	t.Fatalf("no value of %s that it can come to have makes it pass", name)
}

func TestNotsCarryThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &ways{fixed: true, unverified: true, asks: true, dated: true}
		p := w.programme(t)
		all := world(t, &p)
		f := drawVeil(t, all).show(all)
		twice, outer := p, p
		twice.Rule = store.Rule{Not: &store.Rule{Not: &p.Rule}}
		if a, b := match.One(f, &p, today), match.One(f, &twice, today); !reflect.DeepEqual(a, b) {
			t.Fatalf("not not: %+v, want %+v", b, a)
		}
		parts := w.rules(t, 2)
		inner := outer
		outer.Rule = store.Rule{Not: &store.Rule{All: parts}}
		inner.Rule = store.Rule{}
		for i := range parts {
			inner.Rule.Any = append(inner.Rule.Any, store.Rule{Not: &parts[i]})
		}
		if a, b := match.One(f, &outer, today), match.One(f, &inner, today); !reflect.DeepEqual(a, b) {
			t.Fatalf("not all: %+v, any not: %+v", a, b)
		}
		outer.Rule = store.Rule{Not: &store.Rule{Any: parts}}
		inner.Rule = store.Rule{All: inner.Rule.Any}
		if a, b := match.One(f, &outer, today), match.One(f, &inner, today); !reflect.DeepEqual(a, b) {
			t.Fatalf("not any: %+v, all not: %+v", a, b)
		}
	})
}

func TestReasonsAreThoseThatMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &ways{unverified: true, asks: true, dated: true}
		p := w.programme(t)
		all := world(t, &p)
		f := drawVeil(t, all).show(all)
		r := match.One(f, &p, today)
		has := func(list []store.Reason, words string) bool {
			return slices.ContainsFunc(list, func(why store.Reason) bool { return why.Says == words })
		}
		truth := func(of func(words string) store.Tri) store.Tri {
			return plainTruth(&p.Rule, false, today, func(leaf *store.Rule, neg bool) store.Tri { return of(wordsOf(leaf, neg)) })
		}
		switch r.Standing {
		case store.Eligible: // what is met is enough by itself
			if truth(func(words string) store.Tri { return sign(has(r.Met, words)) }) != store.Yes {
				t.Fatal("what is met does not carry the answer")
			}
		case store.Ineligible: // what failed is enough by itself
			if truth(func(words string) store.Tri { return sign(!has(r.Failed, words)) }) != store.No {
				t.Fatal("what failed does not carry the answer")
			}
		default: // what is said is enough once all of it is met
			all := slices.Concat(r.Met, r.Missing, r.Failed)
			if truth(func(words string) store.Tri { return sign(has(all, words)) }) != store.Yes {
				t.Fatal("what is said would not make the client eligible")
			}
		}
		everyReasonDecides(t, f, &p, r)
	})
}

// everyReasonDecides takes each reason in turn: for some outcome of the other
// reasons that are open or failed, it has to make a difference. What is met has
// to where nothing else is, and what is open or failed where all else is as it is.
func everyReasonDecides(t *rapid.T, f store.Facts, p *store.Programme, r store.Result) {
	open := slices.Concat(r.Missing, r.Failed)
	if len(open) > 8 {
		return
	}
	find := func(list []store.Reason, words string) int {
		return slices.IndexFunc(list, func(why store.Reason) bool { return why.Says == words })
	}
	actual := plainLeaf(f, today)
	onlyMet := func(leaf *store.Rule, neg bool) store.Tri { return sign(find(r.Met, wordsOf(leaf, neg)) >= 0) }
	decides := func(why store.Reason, others outcome) bool {
		for pick := range 1 << len(open) {
			with := func(this store.Tri) store.Tri {
				return plainTruth(&p.Rule, false, today, func(leaf *store.Rule, neg bool) store.Tri {
					words := wordsOf(leaf, neg)
					if words == why.Says {
						return this
					}
					if i := find(open, words); i >= 0 {
						return sign(pick&(1<<i) != 0)
					}
					return others(leaf, neg)
				})
			}
			if with(store.Yes) != with(store.No) {
				return true
			}
		}
		return false
	}
	for _, why := range open {
		if !decides(why, actual) && (r.Standing != store.NearMiss || !decides(why, onlyMet)) { // the change may undo what is met
			t.Fatalf("%q makes no difference in %+v", why.Says, r)
		}
	}
	for _, why := range r.Met {
		if r.Standing != store.Ineligible && !decides(why, onlyMet) {
			t.Fatalf("%q makes no difference in %+v", why.Says, r)
		}
	}
}

func TestWhatIsOutsideIsNeverNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f, _, _ := drawCase(t)
		r := match.One(f, &p, today)
		d, known := f[store.District]
		outside := len(p.Area) > 0 && known && !store.AreaHolds(p.Area[0], d.Word)
		closed := p.Dates.Open(today) == store.No && !p.Dates.Unverified
		if (outside || closed || !p.Serves(store.ForPerson)) && r.Standing != store.Ineligible {
			t.Fatalf("%s, outside %v, closed %v", r.Standing, outside, closed)
		}
		if r.When != 0 && (r.Standing != store.NearMiss || p.Dates.Open(r.When) == store.No && !p.Dates.Unverified) {
			t.Fatalf("%s on %v, with dates %+v", r.Standing, r.When, p.Dates)
		}
	})
}

func TestMovesAreExact(t *testing.T) {
	standings := append(store.Standings(), "")
	rapid.Check(t, func(t *rapid.T) {
		var before, after []store.Result
		want := map[store.ProgrammeID][2]store.Standing{}
		for _, id := range []store.ProgrammeID{"a", "b", "c", "d", "e"} {
			from, to := rapid.SampledFrom(standings).Draw(t, "from"), rapid.SampledFrom(standings).Draw(t, "to")
			if from != "" {
				before = append(before, store.Result{ID: id, Standing: from})
			}
			if to != "" {
				after = append(after, store.Result{ID: id, Standing: to})
			}
			if from != to {
				want[id] = [2]store.Standing{from, to}
			}
		}
		got := map[store.ProgrammeID][2]store.Standing{}
		for _, m := range match.Moves(before, after) {
			got[m.ID] = [2]store.Standing{m.From, m.To}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("moves %v, want %v", got, want)
		}
	})
}
