package match_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"signpost/store"
)

// today is the day of every drawn match.
var today = store.Date(2026, 2, 28)

// ways to draw a rule: what kinds of leaf it may have.
type ways struct {
	fixed      bool // leaves that cannot change
	unverified bool
	asks       bool
	dated      bool
	n          int // leaves so far, for words of their own
}

func (w *ways) rule(t *rapid.T, depth int) store.Rule {
	if depth == 0 || rapid.IntRange(0, 9).Draw(t, "leaf") < 3 {
		return w.leaf(t)
	}
	switch k := rapid.IntRange(0, 7).Draw(t, "group"); {
	case k < 3:
		return store.Rule{All: w.rules(t, depth-1)}
	case k < 6:
		return store.Rule{Any: w.rules(t, depth-1)}
	case k == 6 && w.dated:
		w.n++
		mid := today + store.Day(rapid.IntRange(-40, 40).Draw(t, "mid"))
		return store.Rule{
			Dated: []store.Dated{{Until: mid, Rule: w.rule(t, depth-1)}, {From: mid + 1 + store.Day(rapid.IntRange(0, 30).Draw(t, "gap")), Rule: w.rule(t, depth-1)}},
			Says:  fmt.Sprintf("leaf %d", w.n), SaysNot: fmt.Sprintf("not %d", w.n), Source: "page",
		}
	default:
		r := w.rule(t, depth-1)
		return store.Rule{Not: &r}
	}
}

func (w *ways) rules(t *rapid.T, depth int) []store.Rule {
	out := make([]store.Rule, rapid.IntRange(1, 3).Draw(t, "n"))
	for i := range out {
		out[i] = w.rule(t, depth)
	}
	return out
}

var (
	tested = []store.Fact{
		store.Age, store.Age, store.UCMonths, store.YoungestChildMonths, store.WeeklyNetPay, store.QualificationLevel, store.HoursPerWeek,
		store.RightToWork, store.EnglishGCSE, store.JobOffer, store.Work, store.UCHealth, store.DegreeSubject, store.Graduate, store.District,
		store.Benefits, store.Groups, store.Digital, store.Health, store.Programmes, store.PastProgrammes, store.RedundancyDate,
	}
	domains = map[store.Fact][]string{
		store.Work: {"out-of-work", "employed"}, store.UCHealth: {"none", "lcw"}, store.DegreeSubject: {"stem", "other"},
		store.District: {"E07000117", "E08000003"}, store.Benefits: {"universal-credit", "pip"}, store.Groups: {"neet", "veteran", "apprentice"},
		store.Digital: {"skills", "device"}, store.Health: {"mental", "physical"}, store.Programmes: {"restart", "old-restart", "swap"},
		store.PastProgrammes: {"restart", "swap"},
	}
	lows  = map[store.Fact]int{store.Age: 16, store.UCMonths: 2, store.YoungestChildMonths: 2, store.WeeklyNetPay: 2, store.QualificationLevel: 1, store.HoursPerWeek: 2}
	spans = 5 // numbers drawn above the low, and used as limits
)

func (w *ways) leaf(t *rapid.T) store.Rule {
	w.n++
	r := store.Rule{Says: fmt.Sprintf("leaf %d", w.n), SaysNot: fmt.Sprintf("not %d", w.n), Source: "page"}
	if w.asks && rapid.IntRange(0, 9).Draw(t, "ask") == 0 {
		r.Ask = fmt.Sprintf("ask-%d", w.n)
		return r
	}
	r.Fact = rapid.SampledFrom(tested).Draw(t, "fact")
	r.Unverified = w.unverified && rapid.IntRange(0, 5).Draw(t, "unverified") == 0
	r.Fixed = w.fixed && rapid.IntRange(0, 7).Draw(t, "fixed") == 0
	words := domains[r.Fact]
	switch r.Fact.Info().Kind {
	case store.KindNumber, store.KindPounds:
		limits(t, &r)
	case store.KindYesNo:
		r.Is = []string{rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "is")}
	case store.KindOne:
		r.Is = []string{rapid.SampledFrom(words).Draw(t, "is")}
	case store.KindDate:
		days := rapid.IntRange(0, 60).Draw(t, "days")
		r.MaxDaysAgo = &days
	default:
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "old-restart" }) // rules use a programme's own id
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(words), 1, len(words), rapid.ID).Draw(t, "words")
		if rapid.Bool().Draw(t, "lacks") {
			r.Lacks = some
		} else {
			r.Has = some
		}
	}
	return r
}

func limits(t *rapid.T, r *store.Rule) {
	limit := func() *store.Amount { return num(lows[r.Fact] + rapid.IntRange(0, spans).Draw(t, "limit")) }
	switch rapid.IntRange(0, 4).Draw(t, "bound") {
	case 0:
		r.Min = limit()
	case 1:
		r.Max = limit()
	case 2:
		r.Over = limit()
	case 3:
		r.Under = limit()
	default:
		r.Min, r.Max = limit(), limit()
	}
}

func (w *ways) programme(t *rapid.T) store.Programme {
	return store.Programme{
		ID: "restart", OtherIDs: []store.ProgrammeID{"old-restart"}, Name: "Restart", Audience: []store.Audience{store.ForPerson},
		Rule: w.rule(t, 3), Sources: []store.Source{{ID: "page", Title: "A page", URL: "https://example.org", Date: "2025"}},
	}
}

// withEdges gives the programme an area and dates at random.
func withEdges(t *rapid.T, p store.Programme) store.Programme {
	if rapid.Bool().Draw(t, "area") {
		p.Area = []string{store.Lancashire14}
	}
	near := func(label string) store.Day {
		if rapid.Bool().Draw(t, label) {
			return 0
		}
		return today + store.Day(rapid.IntRange(-400, 900).Draw(t, label))
	}
	p.Dates = store.Dates{Opens: min(near("opens"), today+9), Closes: near("closes"), KnownTo: near("known"), Unverified: rapid.Bool().Draw(t, "dates unverified")}
	if rapid.IntRange(0, 9).Draw(t, "audience") == 0 {
		p.Audience = []store.Audience{store.ForEmployer}
	}
	return p
}

// world draws everything that is true of a client, in which nothing contradicts
// what follows from the facts.
func world(t *rapid.T, p *store.Programme) store.Facts {
	f := store.Facts{}
	for _, fact := range slices.Compact(slices.Clone(tested)) {
		words := domains[fact]
		switch fact.Info().Kind {
		case store.KindNumber, store.KindPounds:
			n := int64(lows[fact]-1) + int64(rapid.IntRange(0, spans+2).Draw(t, fact.String()))
			if fact.Info().Kind == store.KindPounds {
				n = n*100 + int64(rapid.IntRange(-1, 1).Draw(t, "pence"))
			}
			f[fact] = store.Value{Num: n}
		case store.KindYesNo:
			f[fact] = store.Value{Num: int64(rapid.IntRange(0, 1).Draw(t, fact.String()))}
		case store.KindOne:
			f[fact] = store.Value{Word: rapid.SampledFrom(words).Draw(t, fact.String())}
		case store.KindDate:
			f[fact] = store.Value{Day: today - store.Day(rapid.IntRange(-5, 70).Draw(t, fact.String()))}
		default:
			has := rapid.SliceOfDistinct(rapid.SampledFrom(words), rapid.ID).Draw(t, fact.String())
			f[fact] = store.Value{Set: store.Set{Has: has, Whole: true}}
		}
	}
	birth := today.Birthday(-int(f[store.Age].Num)) - store.Day(rapid.IntRange(0, 360).Draw(t, "since birthday"))
	f[store.BirthDate] = store.Value{Day: birth}
	f[store.Age] = store.Value{Num: int64(today.Age(birth))}
	agree(t, f)
	judge(t, f, p)
	return f
}

// agree makes the facts agree with what follows from them.
func agree(t *rapid.T, f store.Facts) {
	if rapid.Bool().Draw(t, "not on UC") {
		f[store.UCMonths], f[store.UCHealth] = store.Value{}, store.Value{Word: "none"}
	} else if b := f[store.Benefits].Set; b.Holds("universal-credit") != store.Yes {
		b.Has = append(b.Has, "universal-credit")
		f[store.Benefits] = store.Value{Set: b}
	}
	if rapid.Bool().Draw(t, "no degree") {
		delete(f, store.DegreeSubject)
	} else {
		f[store.Graduate] = store.Value{Num: 1}
	}
	s := f[store.Programmes].Set
	if s.Holds("restart") == store.Yes || s.Holds("old-restart") == store.Yes { // two ids of one programme
		has := slices.DeleteFunc(slices.Clone(s.Has), func(w string) bool { return w == "restart" || w == "old-restart" })
		f[store.Programmes] = store.Value{Set: store.Set{Has: append(has, "restart", "old-restart"), Whole: true}}
	}
}

// judge answers every judgement the programme may ask for.
func judge(t *rapid.T, f store.Facts, p *store.Programme) {
	var s store.Set
	answer := func(ask string) {
		if rapid.Bool().Draw(t, ask) {
			s.Has = append(s.Has, ask)
		} else {
			s.Not = append(s.Not, ask)
		}
	}
	answer("restart/running")
	for _, ask := range asksOf(p) {
		answer(ask)
	}
	f[store.Judgements] = store.Value{Set: s}
}

// veil says of each thing that is true whether it is known.
type veil map[string]bool

func drawVeil(t *rapid.T, f store.Facts) veil {
	v := veil{}
	known := func(key string) { v[key] = rapid.IntRange(0, 2).Draw(t, "known "+key) > 0 }
	for _, fact := range store.AllFacts() {
		value, ok := f[fact]
		if !ok {
			continue
		}
		known(fact.String())
		for _, w := range append(append(slices.Clone(domains[fact]), value.Set.Has...), value.Set.Not...) {
			if _, ok := v[fact.String()+"."+w]; !ok {
				known(fact.String() + "." + w)
			}
		}
	}
	return v
}

func (v veil) or(w veil) veil {
	out := veil{}
	for k := range v {
		out[k] = v[k] || w[k]
	}
	return out
}

// show is what the veil lets be known. A set is known word by word, and as the
// whole truth where it is known itself.
func (v veil) show(world store.Facts) store.Facts {
	f := store.Facts{}
	for fact, value := range world {
		name := fact.String()
		if fact.Info().Kind != store.KindSet {
			if v[name] {
				f[fact] = value
			}
			continue
		}
		if v[name] && value.Set.Whole {
			f[fact] = value
			continue
		}
		var s store.Set
		for _, w := range append(append(slices.Clone(domains[fact]), value.Set.Has...), value.Set.Not...) {
			if !v[name+"."+w] || slices.Contains(s.Has, w) || slices.Contains(s.Not, w) {
				continue
			}
			switch value.Set.Holds(w) {
			case store.Yes:
				s.Has = append(s.Has, w)
			case store.No:
				s.Not = append(s.Not, w)
			}
		}
		if len(s.Has)+len(s.Not) > 0 {
			f[fact] = store.Value{Set: s}
		}
	}
	return f
}
