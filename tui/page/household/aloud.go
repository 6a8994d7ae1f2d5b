package household

import (
	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
)

// What follows is for whoever asks and answers a line at a time: the words of the
// pages without their screens.

// PersonLine is a person on one line of a list.
func PersonLine(p store.PersonView) string {
	if p.Client != "" {
		return p.Name + ", client " + string(p.Client) + ". " + personWords(p)
	}
	return p.Name + ", not a client yet. " + personWords(p)
}

// Ordered lists the facts of a person who is not a client, those that are known
// first.
func Ordered(p *store.PersonView) []store.Fact { return ordered(p.Own, p.Masked) }

// StepLine is a step of the plan on one line of a list.
func StepLine(s store.PlanStep, v *store.HouseholdView, today store.Day) string {
	out := s.Due.Words() + ", " + stepState(s, today) + ": " + s.What
	if p, ok := v.Person(s.Person); ok {
		out += ", " + p.Name
	}
	return out
}

// ListLine is a household on one line of a list.
func ListLine(h *store.HouseholdLine, today store.Day) string {
	return listWho(h) + ", " + string(h.ID) + ", " + listSays(h, today)
}

// State says who leads a household and when it was changed, or that it is closed.
func State(v store.HouseholdView, names map[keys.MemberID]string) string {
	return (&One{got: record{view: v, names: names}}).state()
}

// Standing is how a household stands with one programme, in lines of w columns.
func Standing(lk look.Look, a store.HouseholdAnswer, r store.HouseholdResult, w int) []string {
	return (&board{answer: a}).wholeLines(lk, r, w)
}

// Summary is how many programmes of each standing one person has.
func Summary(p *store.PersonAnswer) string { return summary(p) }
