package provision

import (
	"fmt"
	"maps"
	"slices"

	"signpost/store"
)

// maxSteps bounds the search for clients who meet the rule of one record. What
// it cannot settle is let pass: such a rule is far beyond what a person writes.
const maxSteps = 200_000

// satisfiable says which parts of the rule no client could meet on any day on
// which the programme may be open.
func (l *linter) satisfiable(r *store.Rule, at string, area []string) {
	days := daysOf(r, l.p.Dates)
	home := client{}
	if len(area) > 0 {
		ways := home.meet(&store.Rule{Fact: store.District, Is: area}, false)
		if len(ways) == 0 {
			return // the area is no area, and that has been said
		}
		home = ways[0]
	}
	steps := 0
	ever := func(forced map[*store.Rule]*store.Rule, r *store.Rule, not bool) bool {
		return slices.ContainsFunc(days, func(day store.Day) bool {
			s := search{day: day, forced: forced, steps: &steps}
			return s.solve([]goal{{rule: r, not: not}}, home)
		})
	}
	if !ever(nil, r, false) {
		l.say(blame(r, at, false, func(r *store.Rule, not bool) bool { return ever(nil, r, not) }), "no client can meet this: mend it")
		return
	}
	l.deadEnds(r, part{r, at}, nil, ever)
}

// blame is the path of the smallest part that no client can meet by itself.
func blame(r *store.Rule, at string, not bool, can func(*store.Rule, bool) bool) string {
	var bad []string
	for _, c := range below(r, at) {
		childNot := not != (r.Not != nil)
		if !can(c.rule, childNot) {
			bad = append(bad, blame(c.rule, c.at, childNot, can))
		}
	}
	if len(bad) == 1 || len(bad) > 1 && len(r.Any) == 0 {
		return bad[0]
	}
	return at
}

type part struct {
	rule *store.Rule
	at   string
}

func below(r *store.Rule, at string) []part {
	var out []part
	for i := range r.All {
		out = append(out, part{&r.All[i], fmt.Sprintf("%s.all[%d]", at, i)})
	}
	for i := range r.Any {
		out = append(out, part{&r.Any[i], fmt.Sprintf("%s.any[%d]", at, i)})
	}
	if r.Not != nil {
		out = append(out, part{r.Not, at + ".not"})
	}
	for i := range r.Dated {
		out = append(out, part{&r.Dated[i].Rule, fmt.Sprintf("%s.dated[%d].rule", at, i)})
	}
	return out
}

// deadEnds says which branches of an Any, and which windows of a Dated, no
// client can ever take together with the rest of the rule.
func (l *linter) deadEnds(whole *store.Rule, of part, forced map[*store.Rule]*store.Rule, ever func(map[*store.Rule]*store.Rule, *store.Rule, bool) bool) {
	r := of.rule
	for _, c := range below(r, of.at) {
		way := forced
		switch {
		case r.Not != nil:
			continue
		case len(r.All) == 0:
			way = maps.Clone(forced)
			if way == nil {
				way = map[*store.Rule]*store.Rule{}
			}
			way[r] = c.rule
			if !ever(way, whole, false) {
				l.say(c.at, "no client can meet this together with the rest of the rule: mend it or take it out")
				continue
			}
		}
		l.deadEnds(whole, c, way, ever)
	}
}

// daysOf gives one day for each stretch of time in which the rule reads the
// same, as far as the programme may be open.
func daysOf(r *store.Rule, dates store.Dates) []store.Day {
	first := max(dates.Opens, 1)
	days := []store.Day{first}
	r.Walk(func(r *store.Rule, _ bool) {
		for _, d := range r.Dated {
			if d.From > first {
				days = append(days, d.From)
			}
			if d.Until != 0 && d.Until+1 > first {
				days = append(days, d.Until+1)
			}
		}
	})
	return slices.DeleteFunc(days, func(d store.Day) bool { return dates.Closes != 0 && d > dates.Closes })
}

// goal is a rule to be made true, or false where not is set; or, where it has
// any, one of those.
type goal struct {
	rule *store.Rule
	not  bool
	any  []goal
}

// search looks for a client who meets goals on a day. forced says which branch
// to take, where only one is asked about.
type search struct {
	day    store.Day
	forced map[*store.Rule]*store.Rule
	steps  *int // taken so far for the record
}

// solve says whether some client like c meets every goal. Choices wait until
// everything certain is known of the client.
func (s *search) solve(goals []goal, c client) bool {
	if *s.steps++; *s.steps > maxSteps || len(goals) == 0 {
		return true
	}
	i := max(slices.IndexFunc(goals, func(g goal) bool { return g.any == nil }), 0)
	g, rest := goals[i], slices.Delete(slices.Clone(goals), i, i+1)
	if g.any != nil {
		return slices.ContainsFunc(g.any, func(one goal) bool { return s.solve(append(slices.Clone(rest), one), c) })
	}
	r := g.rule
	branch, picked := s.forced[r]
	switch {
	case r.Not != nil:
		return s.solve(append(rest, goal{rule: r.Not, not: !g.not}), c)
	case len(r.Dated) > 0:
		w := s.window(r)
		return w != nil && (!picked || w == branch) && s.solve(append(rest, goal{rule: w, not: g.not}), c)
	case picked:
		return s.solve(append(rest, goal{rule: branch, not: g.not}), c)
	case len(r.All) > 0 && !g.not, len(r.Any) > 0 && g.not:
		return s.solve(append(rest, each(r, g.not)...), c)
	case len(r.All) > 0 || len(r.Any) > 0:
		return s.solve(append(rest, goal{any: each(r, g.not)}), c)
	case r.Ask != "":
		return s.solve(rest, c)
	}
	return slices.ContainsFunc(c.meet(r, g.not), func(c client) bool { return s.solve(rest, c) })
}

// window is the rule of the window that holds the day; nil for none.
func (s *search) window(r *store.Rule) *store.Rule {
	for i := range r.Dated {
		if r.Dated[i].Holds(s.day) {
			return &r.Dated[i].Rule
		}
	}
	return nil
}

func each(r *store.Rule, not bool) []goal {
	var out []goal
	for _, c := range below(r, "") {
		out = append(out, goal{rule: c.rule, not: not})
	}
	return out
}
