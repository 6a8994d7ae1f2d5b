package desk

import (
	"slices"

	"signpost/store"
)

// packetLines are the facts on which the programme's rule and area turn for this
// client on the day of the result, as far as they are known, and of a set only
// the words that the rule asks about. A choice that another branch has settled, a
// window that does not hold, and what a coach has judged tell the receiver
// nothing they need, and stay.
func packetLines(facts store.Facts, p *store.Programme, result *store.Result, day store.Day) []store.PacketLine {
	used := map[store.Fact]bool{store.District: len(p.Area) > 0}
	words := map[store.Fact][]string{}
	inForce(&p.Rule, day, func(r *store.Rule) {
		if !decides(r, result) {
			return
		}
		used[r.Fact] = true
		words[r.Fact] = slices.Concat(words[r.Fact], r.Has, r.Lacks)
	})
	if _, known := facts[store.BirthDate]; used[store.Age] && known {
		used[store.BirthDate], used[store.Age] = true, false // it is the one that counts
	}
	lines := []store.PacketLine{}
	for _, f := range store.AllFacts() {
		v, ok := facts[f]
		if !used[f] || !ok || f == store.Judgements {
			continue
		}
		if f.Info().Kind == store.KindSet {
			if v.Set = part(v.Set, words[f]); len(v.Set.Has)+len(v.Set.Not) == 0 {
				continue
			}
		}
		lines = append(lines, store.PacketLine{Fact: f.String(), Label: f.Info().Label, Says: f.Words(v)})
	}
	return lines
}

// inForce calls fn for each test of the rule that counts on the day.
func inForce(r *store.Rule, day store.Day, fn func(*store.Rule)) {
	if r.Fact != store.NoFact {
		fn(r)
	}
	for i := range r.All {
		inForce(&r.All[i], day, fn)
	}
	for i := range r.Any {
		inForce(&r.Any[i], day, fn)
	}
	if r.Not != nil {
		inForce(r.Not, day, fn)
	}
	for i := range r.Dated {
		if r.Dated[i].Holds(day) {
			inForce(&r.Dated[i].Rule, day, fn)
			return
		}
	}
}

// decides says whether the test is among the reasons of the result: met, failed,
// or met and only waiting to be confirmed.
func decides(r *store.Rule, result *store.Result) bool {
	is := func(reason store.Reason) bool {
		fact, _ := store.FactNamed(reason.Fact)
		if fact == store.BirthDate && r.Fact == store.Age {
			fact = store.Age
		}
		of := fact == r.Fact || fact == store.NoFact && reason.Ask != ""
		return of && slices.Contains([]string{r.Says, r.SaysNot, "not so: " + r.Says, r.Fact.Info().Label}, reason.Says)
	}
	toConfirm := func(reason store.Reason) bool { return reason.Fact == "" && is(reason) }
	return slices.ContainsFunc(result.Met, is) || slices.ContainsFunc(result.Failed, is) || slices.ContainsFunc(result.Missing, toConfirm)
}

// part is what the set says of the words: those in it or, where none is, those
// known not to be.
func part(s store.Set, words []string) store.Set {
	var out store.Set
	for _, w := range words {
		switch {
		case s.Holds(w) == store.Yes && !slices.Contains(out.Has, w):
			out.Has = append(out.Has, w)
		case s.Holds(w) == store.No && !slices.Contains(out.Not, w):
			out.Not = append(out.Not, w)
		}
	}
	if len(out.Has) > 0 {
		out.Not = nil
	}
	return out
}
