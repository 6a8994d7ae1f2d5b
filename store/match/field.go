package match

import (
	"slices"

	"signpost/store"
)

// RuleLines are the lines of RuleWords that can be named by their number, from 1:
// all but the headings.
func RuleLines(p *store.Programme, day store.Day) []Line {
	return slices.DeleteFunc(RuleWords(p, day), func(l Line) bool { return l.Heading })
}

// FieldOf says which field of the record a line comes from that RuleWords read out
// on the day: when it takes referrals, where the client must live, or its rule.
func FieldOf(p *store.Programme, day store.Day, text string) store.Field {
	dates, _ := datesWords(p, day)
	switch {
	case text == "":
		return store.WholeRecord
	case text == dates:
		return store.FieldDates
	case len(p.Area) > 0 && text == areaWords(p):
		return store.FieldArea
	}
	return store.FieldRule
}
