package provision

import (
	"fmt"
	"strings"

	"signpost/store"
)

// household says what is wrong with what is asked of a household. Its judgements
// are those of the rule: a coach answers one of a person once.
func (l *linter) household() {
	for i := range l.p.Household {
		t, at := &l.p.Household[i], fmt.Sprintf("household[%d]", i)
		l.quantity(t, at)
		if strings.TrimSpace(t.Says) == "" {
			l.say(at+".says", "missing: enter what the household is or has when this is so, such as: has two people who are out of work")
		}
		l.source(at, t.Source, false)
		before := len(l.found)
		l.node(&t.Who, at+".who", false, map[string]bool{})
		if len(l.found) == before {
			l.satisfiable(&t.Who, at+".who", nil)
		}
	}
	if len(l.p.Household) > 0 && !l.p.Serves(store.ForPerson) {
		l.say("household", "is asked of people only: add person to audience, or take it out")
	}
}

func (l *linter) quantity(t *store.HouseholdTest, at string) {
	switch counted := t.AtLeast != 0 || t.AtMost != 0; {
	case t.Of != store.OfAny && t.Of != store.OfAll && t.Of != store.OfCount:
		l.say(at+".of", "%q is not known: enter one of any, all, count", t.Of)
	case t.Of == store.OfCount && !counted:
		l.say(at+".at_least", "missing: enter how many people, with at_least or at_most")
	case t.Of != store.OfCount && counted:
		l.say(at+".of", "%s counts nobody: enter count, or take at_least and at_most out", t.Of)
	case t.AtLeast < 0 || t.AtMost < 0 || t.AtLeast > store.MaxPeople || t.AtMost > store.MaxPeople:
		l.say(at, "is out of range: a household has 1 to %d people", store.MaxPeople)
	case t.AtMost != 0 && t.AtLeast > t.AtMost:
		l.say(at+".at_least", "%d is more than at_most, %d: put them in order", t.AtLeast, t.AtMost)
	}
}

// standsIn says whether the part at that path can stand in for a household.
func (l *linter) standsIn(at string) bool {
	in, ok := strings.CutPrefix(at, "rule.all[")
	return ok && len(l.p.Household) > 0 && strings.IndexByte(in, ']') == len(in)-1
}
