package store_test

import (
	"slices"
	"testing"
	"time"

	"signpost/store"
)

func TestMarks(t *testing.T) {
	day := store.Date(2026, time.November, 21)
	var m store.Marks
	m.Set(store.Mark{Field: store.FieldDates, Assured: day, At: at(day, 1), How: "a referral was accepted"})
	m.Set(store.Mark{Field: store.FieldDates, Assured: day - 3, At: at(day-3, 1)})
	m.Set(store.Mark{Field: store.FieldRule, Line: "is 18 or over", Assured: day, At: at(day, 2)})
	if len(m.Marks) != 2 || m.Latest(store.FieldDates, "").How != "a referral was accepted" {
		t.Errorf("an older day took the place of a later: %+v", m.Marks)
	}
	for _, c := range []struct {
		field store.Field
		line  string
		want  time.Time
	}{
		{store.FieldRule, "is 18 or over", at(day, 2)},
		{store.FieldRule, "", time.Time{}}, // one line says nothing of the others
		{store.FieldRule, "another", time.Time{}},
		{store.FieldRoutes, "", time.Time{}},
	} {
		if got := m.Latest(c.field, c.line).At; !got.Equal(c.want) {
			t.Errorf("%s %q was marked at %v, want %v", c.field, c.line, got, c.want)
		}
	}
	m.Set(store.Mark{Assured: day, At: at(day, 3)})
	if got := m.Latest(store.FieldRoutes, "").At; !got.Equal(at(day, 3)) {
		t.Errorf("the whole record does not count for its parts: %v", got)
	}
	if m.Forget(nil) || !m.Forget([]store.Field{store.FieldRule}) || len(m.Marks) != 1 || m.Marks[0].Field != store.FieldDates {
		t.Errorf("after the rule was changed: %+v", m.Marks)
	}
}

// Every field is some part of the record, and no part is of two.
func TestFieldsThatDiffer(t *testing.T) {
	changes := map[store.Field]func(*store.Programme){
		store.FieldDates:    func(p *store.Programme) { p.Dates.Planned = true },
		store.FieldRoutes:   func(p *store.Programme) { p.Routes = []store.Route{{Who: "anyone", How: "by telephone"}} },
		store.FieldFor:      func(p *store.Programme) { p.For = "people" },
		store.FieldRule:     func(p *store.Programme) { p.Rule = store.Rule{Fact: store.Age} },
		store.FieldGives:    func(p *store.Programme) { p.Gives = "help" },
		store.FieldArea:     func(p *store.Programme) { p.Area = []string{store.England} },
		store.FieldCost:     func(p *store.Programme) { p.Cost = "free" },
		store.FieldProvider: func(p *store.Programme) { p.Name = "Other" },
		store.FieldHelps:    func(p *store.Programme) { p.Words = []string{"word"} },
		store.FieldOther:    func(p *store.Programme) { p.Notes = "a note" },
	}
	for _, f := range store.Fields() {
		was, now := store.Programme{ID: "x", Rev: 1}, store.Programme{ID: "x", Rev: 2, Edited: true, Assured: 5}
		if got := store.FieldsThatDiffer(&was, &now); got != nil {
			t.Errorf("a revision and a day of assurance are no change, and %v differ", got)
		}
		changes[f](&now)
		if got := store.FieldsThatDiffer(&was, &now); !slices.Equal(got, []store.Field{f}) {
			t.Errorf("%s was changed, and %v differ", f, got)
		}
	}
}
