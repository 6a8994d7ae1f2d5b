package match

import (
	"cmp"
	"slices"

	"signpost/store"
)

// What an answer does for one unclear programme. Being sure to settle it counts
// double against perhaps settling it, and that against bringing it on.
const (
	bringsOn = 1 // it is among what is missing
	maySolve = 2 // some answer leaves it no longer unclear
	solves   = 4 // nothing else is missing, so every whole answer does
)

// asking is one question and what it would do.
type asking struct {
	fact    store.Fact
	ask     string
	words   string
	settles int // unclear programmes it is missing from
	helping int // what it does for those that help the client's own barriers
	all     int // what it does for all
}

// Next lists what to ask next of the client: the facts and judgements that are
// missing from the results that are unclear and for a person. Settles counts
// those that the answer would settle or bring nearer to it.
//
// A programme that nobody has said is running is not counted: its facts are
// asked last.
//
// Facts come before judgements. Within each, first what does most for programmes
// that help the client's own barriers, then what does most for all, then in the
// order of the vocabulary. An answer does most where it is all that is missing,
// less where only some answer would settle the programme (tried with the values
// that the rule tells apart), least where it only brings it on.
func (s *Set) Next(facts store.Facts, results []store.Result, day store.Day) []store.Question {
	m := s.begin(facts, day)
	var found []*asking
	index := map[string]*asking{}
	for i := range results {
		r := &results[i]
		if r.Standing != store.Unclear || r.NotPerson {
			continue
		}
		m.prog = s.byID[r.ID]
		wanted := wantedBy(r, index, &found)
		for _, a := range wanted {
			does := bringsOn
			switch {
			case len(wanted) == 1:
				does = solves
			case m.prog != nil && m.maySettle(a):
				does = maySolve
			}
			if unsure(r) {
				continue // no fact settles a programme that may be gone
			}
			a.settles++
			a.all += does
			if len(r.Helps) > 0 {
				a.helping += does
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *asking) int {
		return cmp.Or(cmp.Compare(len(a.ask), 0)-cmp.Compare(len(b.ask), 0), b.helping-a.helping, b.all-a.all,
			b.settles-a.settles, cmp.Compare(a.fact, b.fact), cmp.Compare(a.ask, b.ask))
	})
	out := make([]store.Question, len(found))
	for i, a := range found {
		out[i] = store.Question{Fact: a.fact.String(), Ask: a.ask, Question: a.words, Settles: a.settles}
	}
	return out
}

// wantedBy lists what is missing from the result, each thing once.
func wantedBy(r *store.Result, index map[string]*asking, found *[]*asking) []*asking {
	var wanted []*asking
	for _, why := range r.Missing {
		key := why.Fact + "\x00" + why.Ask
		a := index[key]
		if a == nil {
			a = &asking{ask: why.Ask, words: why.Question}
			if fact, ok := store.FactNamed(why.Fact); ok && why.Ask == "" {
				a.fact, a.words = fact, fact.Info().Question
			}
			index[key] = a
			*found = append(*found, a)
		}
		if !slices.Contains(wanted, a) {
			wanted = append(wanted, a)
		}
	}
	return wanted
}

// maySettle says whether some answer leaves the programme no longer unclear.
func (m *run) maySettle(a *asking) bool {
	fact := a.fact
	if a.ask != "" {
		fact = store.Judgements
	}
	if fact == store.BirthDate {
		fact = store.Age
	}
	for _, v := range m.answers(fact, a.ask) {
		m.suppose(fact, v, m.now.day)
		m.refs, m.cur = m.refs[:0], &m.what
		t, _ := m.whole()
		m.cur = &m.now
		if t != store.Unknown {
			return true
		}
	}
	return false
}

// answers lists the answers to a question that the programme tells apart.
func (m *run) answers(f store.Fact, ask string) []store.Value {
	var out []store.Value
	info, now := &m.terms.facts[f], m.now.setOf(f)
	switch {
	case f == store.Judgements:
		yes := store.Set{Has: append(slices.Clone(now.Has), ask), Not: now.Not}
		no := store.Set{Has: now.Has, Not: append(slices.Clone(now.Not), ask)}
		return []store.Value{{Set: yes}, {Set: no}}
	case f == store.District:
		return []store.Value{{Word: "elsewhere"}}
	case info.Kind == store.KindYesNo:
		return []store.Value{{Num: 1}, {}}
	case info.Kind == store.KindDate:
		return []store.Value{{Day: m.now.day}, {Day: 1}}
	case info.Kind == store.KindOne:
		for _, w := range info.Values {
			out = append(out, store.Value{Word: w})
		}
	case info.Kind == store.KindSet:
		out = append(out, store.Value{Set: store.Set{Has: now.Has, Whole: true}})
		for _, w := range m.prog.tells(f).words {
			if now.Holds(w) == store.Unknown {
				out = append(out, store.Value{Set: store.Set{Has: append(slices.Clone(now.Has), w), Whole: true}})
			}
		}
	default:
		for _, n := range m.prog.tells(f).numbers {
			out = append(out, store.Value{Num: n})
		}
	}
	return out
}
