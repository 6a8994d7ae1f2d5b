package find_test

import (
	"testing"
	"time"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/find"
	"signpost/tui/page/pagetest"
)

// One key, a part, a line of the rule where it is of the rule, and a few words.
func TestThisIsWrong(t *testing.T) {
	d := &desk{record: record()}
	p := pagetest.Open(t, find.NewProgramme(t.Context(), d, look.Plain(), "restart"), 80, 20)
	p.Press("w")
	p.Has("What looks wrong, or out of date? > 1 Whether it takes referrals 2 How to refer")
	p.Press("2")
	p.Has("What is wrong with this: how to refer?")
	p.Press("enter")
	p.Has("Enter a note.")
	p.Type("the number is out of use")
	if !p.Model.(page.Keeper).Unsaved() || !p.Model.(page.Taker).Takes(pagetest.Key("/")) {
		t.Error("what is typed would be lost")
	}
	p.Press("enter")
	if len(d.wrong) != 1 || d.wrong[0].Field != store.FieldRoutes || d.wrong[0].Line != "0" || d.wrong[0].Note != "the number is out of use" {
		t.Errorf("kept %+v", d.wrong)
	}
	p.Has("Restart Scheme")
	p.Press("w", "4")
	p.Has("Which line of the rule? > 1 The rule as a whole, or something that is not in it")
	p.Press("3")
	p.Type("no longer so")
	p.Press("enter")
	if len(d.wrong) != 2 || d.wrong[1].Field != store.FieldRule || d.wrong[1].Line != "2" {
		t.Errorf("kept %+v", d.wrong)
	}
	p.Press("w", "esc", "w", "1", "x", "esc", "esc")
	p.Has("Restart Scheme")
	if len(d.wrong) != 2 {
		t.Errorf("what was left is kept: %+v", d.wrong[2:])
	}
}

// What is questioned is said above what it is about; what use has shown, below.
func TestHowFarARecordCanBeReliedOn(t *testing.T) {
	day := store.Date(2026, time.March, 20)
	at := time.Date(2026, time.March, 21, 9, 0, 0, 0, time.UTC)
	d := &desk{record: record(), upkeep: store.Upkeep{
		Assured: day, Marks: []store.Mark{{Field: store.FieldDates, Assured: day + 1, How: "a referral was accepted"}},
		Open:     []store.FieldQuestion{{Field: store.FieldRoutes, Note: "out of use", At: at, From: "Burnley Jobcentre"}},
		Answered: []store.FieldQuestion{{Field: store.FieldCost, Note: "a pound", At: at, From: "Hub", Answer: store.FieldAnswer{Says: "No, it is free", At: at}}},
		Here: store.TrackRecord{
			Since: store.Date(2025, time.April, 1), Reply: &store.ReplyFigure{N: 23, Days: 4.5}, Accepted: &store.AcceptFigure{N: 25, Percent: 60},
			Declined: &store.DeclineFigure{N: 9, Says: "no capacity"},
		},
	}}
	p := pagetest.Open(t, find.NewProgramme(t.Context(), d, look.Plain(), "restart"), 78, 100)
	for _, want := range []string{
		"? Questioned: how to refer. See Questions below. What it gives",
		"What came of referrals from here First reply after 4.5 days: the median of 23. Accepted: 60% of 25 answered, or left without an answer. Declined: 9, most often for: no capacity.",
		"Counted since 1 April 2025",
		"Last checked 20 March 2026: a curator found it still right. - Whether it takes referrals: 21 March 2026, a referral was accepted.",
		`Questions - How to refer. "out of use" (Burnley Jobcentre, 21 March 2026).`,
		`- What it costs. "a pound" (Hub, 21 March 2026). Answered on 21 March 2026: No, it is free.`,
	} {
		p.Has(want)
	}
	p.Lacks("months ago")
	for _, keys := range [][]string{{"w", "4"}, {"w", "1", "x"}} {
		pagetest.Sweep(t, func() page.Model {
			return find.NewProgramme(t.Context(), d, look.New(look.Options{Colour: true}), "restart")
		}, keys...)
	}
}
