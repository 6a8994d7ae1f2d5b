package provision

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
)

// rule says what is wrong with the rule; whether it can be met is only asked of
// one with nothing else wrong.
func (l *linter) rule() {
	p := l.p
	l.household()
	if p.Rule.Empty() {
		if !isZeroRule(&p.Rule) {
			l.say("rule", "tests nothing: enter all, any, not, dated, fact or ask, or take it out")
		}
		return
	}
	if !p.Serves(store.ForPerson) {
		l.say("rule", "is asked of a person only: add person to audience, or take the rule out")
	}
	before := len(l.found)
	asked := map[string]bool{}
	l.node(&p.Rule, "rule", false, asked)
	if len(l.found) == before {
		l.satisfiable(&p.Rule, "rule", p.Area)
	}
}

func isZeroRule(r *store.Rule) bool {
	return r.Empty() && !hasTest(r) && r.Says == "" && r.SaysNot == "" && r.Question == "" && r.Changes == "" &&
		!r.Fixed && r.Source == "" && !r.Unverified && !r.Alone
}

// hasTest says whether any test of a fact is filled in.
func hasTest(r *store.Rule) bool {
	return r.Is != nil || r.Has != nil || r.Lacks != nil || hasNumber(r) || r.MaxDaysAgo != nil
}

func hasNumber(r *store.Rule) bool {
	return r.Min != nil || r.Max != nil || r.Over != nil || r.Under != nil
}

// node checks one rule and those below it. not is whether it stands under an
// odd number of Nots.
func (l *linter) node(r *store.Rule, at string, not bool, asked map[string]bool) {
	uses := 0
	for _, in := range []bool{len(r.All) > 0, len(r.Any) > 0, r.Not != nil, len(r.Dated) > 0, r.Fact != store.NoFact, r.Ask != ""} {
		if in {
			uses++
		}
	}
	switch {
	case uses == 0:
		l.say(at, "tests nothing: enter all, any, not, dated, fact or ask")
		return
	case uses > 1:
		l.say(at, "is more than one thing: keep one of all, any, not, dated, fact and ask, and put the others beside it under all or any")
		return
	}
	if r.Alone && !l.standsIn(at) {
		l.say(at+".alone", "is said of a part directly under all of the rule of a programme that has household: move it there, or take it out")
	}
	if r.Fact == store.NoFact && hasTest(r) {
		l.say(at, "has a test but no fact: enter the fact it tests")
	}
	switch {
	case r.Fact != store.NoFact:
		l.words(r, at, not)
		l.test(r, at)
	case r.Ask != "":
		l.words(r, at, not)
		l.ask(r, at, asked)
	case len(r.Dated) > 0:
		l.dated(r, at, not, asked)
	default:
		if r.Says != "" || r.SaysNot != "" || r.Question != "" || r.Changes != "" || r.Fixed || r.Source != "" || r.Unverified {
			l.say(at, "words on a group are shown to nobody: put them on the tests below it")
		}
		for i := range r.All {
			l.node(&r.All[i], fmt.Sprintf("%s.all[%d]", at, i), not, asked)
		}
		for i := range r.Any {
			l.node(&r.Any[i], fmt.Sprintf("%s.any[%d]", at, i), not, asked)
		}
		if r.Not != nil {
			l.node(r.Not, at+".not", !not, asked)
		}
	}
}

// words says what a test, a judgement or a Dated lacks to be shown to a coach.
func (l *linter) words(r *store.Rule, at string, not bool) {
	if not && r.SaysNot == "" {
		l.say(at+".says_not", "missing: enter what the client is when this is not so, such as: is not on Restart")
	}
	if !not && r.Says == "" {
		l.say(at+".says", "missing: enter what the client is when this is so, such as: is 19 or over")
	}
	l.source(at, r.Source, r.Unverified)
}

func (l *linter) ask(r *store.Rule, at string, asked map[string]bool) {
	if !idForm.MatchString(r.Ask) {
		l.say(at+".ask", "%q is not an id: enter lower-case words and numbers with hyphens", r.Ask)
	}
	if r.Ask == "running" || strings.HasPrefix(r.Ask, "confirm-") {
		l.say(at+".ask", "%q is a judgement that every programme has: choose another id", r.Ask)
	}
	if asked[r.Ask] {
		l.say(at+".ask", "%q is asked twice: give each judgement an id of its own", r.Ask)
	}
	asked[r.Ask] = true
	if !strings.Contains(r.Question, "?") {
		l.say(at+".question", "missing: enter the question that a coach answers with yes or no")
	}
}

func (l *linter) dated(r *store.Rule, at string, not bool, asked map[string]bool) {
	gap := r.Dated[0].From != 0
	for i := range r.Dated {
		d, here := &r.Dated[i], fmt.Sprintf("%s.dated[%d]", at, i)
		if d.From != 0 && d.Until != 0 && d.From > d.Until {
			l.say(here+".from", "%s comes after until, %s: put them in order", d.From, d.Until)
		}
		if i > 0 {
			switch last := r.Dated[i-1].Until; {
			case last == 0 || d.From == 0 || d.From <= last:
				l.say(here+".from", "begins before the one above it has ended: put the windows in order, without overlap")
			case d.From > last+1:
				gap = true
			}
		}
		l.node(&d.Rule, here+".rule", not, asked)
	}
	if gap || r.Dated[len(r.Dated)-1].Until != 0 {
		l.words(r, at, not)
	}
}

// test says where the test of a fact does not fit the fact.
func (l *linter) test(r *store.Rule, at string) {
	info := r.Fact.Info()
	switch r.Fact {
	case store.BirthDate:
		l.say(at+".fact", "test age: it is worked out from the date of birth")
		return
	case store.Postcode:
		l.say(at+".fact", "test district, or enter the record's area")
		return
	case store.Judgements:
		l.say(at+".fact", "enter a judgement as ask, with a question")
		return
	}
	kinds := 0
	fits := func(name string, in bool, kind ...store.Kind) bool {
		if !in {
			return false
		}
		kinds++
		if !slices.Contains(kind, info.Kind) {
			l.say(at+"."+name, "does not fit %s: test %s", r.Fact, testsOf(info.Kind))
			return false
		}
		return true
	}
	if fits("is", r.Is != nil, store.KindOne, store.KindYesNo) {
		l.is(r, at)
	}
	if fits("has", r.Has != nil, store.KindSet) {
		l.values(at+".has", r.Has, info)
	}
	if fits("lacks", r.Lacks != nil, store.KindSet) {
		l.values(at+".lacks", r.Lacks, info)
	}
	if fits("max_days_ago", r.MaxDaysAgo != nil, store.KindDate) && *r.MaxDaysAgo < 0 {
		l.say(at+".max_days_ago", "%d is below 0: enter a number of days", *r.MaxDaysAgo)
	}
	if fits("min, max, over, under", hasNumber(r), store.KindNumber, store.KindPounds) {
		l.numbers(r, at)
	}
	if kinds != 1 {
		l.say(at, "enter one test of %s: %s", r.Fact, testsOf(info.Kind))
	}
}

func testsOf(k store.Kind) string {
	switch k {
	case store.KindOne, store.KindYesNo:
		return "is"
	case store.KindSet:
		return "has or lacks"
	case store.KindDate:
		return "max_days_ago"
	}
	return "min or over, max or under"
}

func (l *linter) is(r *store.Rule, at string) {
	info := r.Fact.Info()
	switch {
	case r.Fact == store.District:
		for i, a := range r.Is {
			l.place(fmt.Sprintf("%s.is[%d]", at, i), a)
		}
	case info.Kind == store.KindYesNo:
		if len(r.Is) != 1 || r.Is[0] != "yes" && r.Is[0] != "no" {
			l.say(at+".is", "enter [yes] or [no]")
		}
	default:
		l.values(at+".is", r.Is, info)
	}
	if len(r.Is) == 0 {
		l.say(at+".is", "is an empty list: enter what the fact may be")
	}
}

// values says which words are no values of the fact. A fact without values of
// its own takes the ids of programmes.
func (l *linter) values(at string, got []string, info store.FactInfo) {
	if len(got) == 0 {
		l.say(at, "is an empty list: enter one word or more")
	}
	for i, w := range got {
		here := fmt.Sprintf("%s[%d]", at, i)
		switch {
		case info.Values == nil:
			l.points(here, store.ProgrammeID(w))
		case !slices.Contains(info.Values, w):
			l.say(here, "%q is no value of %s: enter one of %s", w, info.Name, strings.Join(info.Values, ", "))
		}
		if slices.Contains(got[:i], w) {
			l.say(here, "%q is there twice: take one out", w)
		}
	}
}

func (l *linter) numbers(r *store.Rule, at string) {
	info := r.Fact.Info()
	for _, n := range []struct {
		name string
		a    *store.Amount
	}{{"min", r.Min}, {"max", r.Max}, {"over", r.Over}, {"under", r.Under}} {
		switch {
		case n.a == nil:
		case info.Kind == store.KindNumber && *n.a%100 != 0:
			l.say(at+"."+n.name, "is no whole number: %s takes %s", r.Fact, r.Fact.Takes())
		case *n.a < store.Amount(info.Min)*100 || *n.a > store.Amount(info.Max)*100:
			l.say(at+"."+n.name, "is out of range: %s takes %s", r.Fact, r.Fact.Takes())
		}
	}
	if r.Min != nil && r.Over != nil || r.Max != nil && r.Under != nil {
		l.say(at, "has two lower or two upper bounds: keep one of each")
	}
}
