package store_test

import (
	"testing"
	"time"

	"signpost/store"
)

func at(day store.Day, n int) time.Time {
	y, m, d := day.Split()
	return time.Date(y, m, d, 9, n, 0, 0, time.UTC)
}

func declinedFor(day store.Day, n int, line string) store.TrackAnswer {
	return store.TrackAnswer{At: at(day, n), Kind: store.TrackDeclined, Reason: store.ReasonNotEligible, Field: store.FieldRule, Line: line}
}

// A figure needs five, and each has its own n.
func TestFiguresFromFive(t *testing.T) {
	day := store.Date(2026, time.November, 21)
	var track store.Track
	for i, took := range []int{1, 2, 9, 30} {
		track.Reply(day, took)
		track.Answer(day, declinedFor(day, i, "is 18 or over"))
	}
	if r := track.Record(day); !r.Empty() || r.Says() != nil {
		t.Errorf("of four it says %+v", r)
	}
	track.Reply(day, 400)
	track.Answer(day, store.TrackAnswer{At: at(day, 5), Kind: store.TrackAccepted})
	r := track.Record(day)
	if r.Reply == nil || r.Reply.N != 5 || r.Reply.Days != 9 || r.Accepted == nil || *r.Accepted != (store.AcceptFigure{N: 5, Percent: 20}) || r.Declined != nil {
		t.Errorf("of five it says %+v, %+v, %+v", r.Reply, r.Accepted, r.Declined)
	}
	track.Reply(day, 1)
	track.Answer(day, store.TrackAnswer{At: at(day, 6), Kind: store.TrackDeclined, Reason: "no-capacity", Field: store.FieldDates})
	if r = track.Record(day); r.Reply.Days != 5.5 || r.Declined == nil || r.Declined.N != 5 || r.Declined.Reason != store.ReasonNotEligible || r.Declined.Says != "not eligible" {
		t.Errorf("of six it says %+v, %+v", r.Reply, r.Declined)
	}
	if len(r.Says()) != 4 {
		t.Errorf("it reads %q", r.Says())
	}
}

// The window is this month and the eleven before it, however late it is asked.
func TestTheWindowOfATrack(t *testing.T) {
	var track store.Track
	first := store.Date(2025, time.November, 30)
	for m := range 30 {
		for i := range 5 {
			track.Answer(first.AddMonths(m), store.TrackAnswer{At: at(first.AddMonths(m), i), Kind: store.TrackAccepted})
		}
	}
	last := first.AddMonths(29)
	r := track.Record(last)
	if len(track.Months) != 12 || r.Since != store.Date(2027, time.May, 1) || r.Accepted.N != 60 {
		t.Errorf("%d months are kept, %+v of them shown", len(track.Months), r.Accepted)
	}
	if r = track.Record(last.AddMonths(11)); r.Accepted.N != 5 {
		t.Errorf("eleven months on: %+v", r.Accepted)
	}
	if r = track.Record(last.AddMonths(12)); !r.Empty() {
		t.Errorf("a year on: %+v", r.Accepted)
	}
	track.Answer(first, store.TrackAnswer{At: at(first, 1), Kind: store.TrackAccepted}) // by a clock that was set back
	if r = track.Record(last); r.Accepted.N != 60 {
		t.Errorf("after the clock was set back: %+v", r.Accepted)
	}
}

func TestAnAnswerTakenBack(t *testing.T) {
	day := store.Date(2026, time.November, 21)
	var track store.Track
	for i := range 6 {
		track.Answer(day, declinedFor(day, i, "is 18 or over"))
	}
	track.TakeBack(day, declinedFor(day, 2, "is 18 or over"))
	if r := track.Record(day); r.Accepted.N != 5 || r.Declined.N != 5 || len(track.Last) != 5 {
		t.Errorf("five are left: %+v, %+v, %d", r.Accepted, r.Declined, len(track.Last))
	}
	before := len(track.Months)
	track.TakeBack(day.AddMonths(-20), store.TrackAnswer{Kind: store.TrackDeclined})
	if len(track.Months) != before {
		t.Error("taking back what is out of the window makes a month")
	}
}

// Of the last ten answers, three that name one line make a pattern, until the line
// is found right or changed.
func TestPatterns(t *testing.T) {
	day := store.Date(2026, time.November, 21)
	never := func(store.Field, string) time.Time { return time.Time{} }
	var track store.Track
	for i := range 3 {
		track.Answer(day, declinedFor(day, i, "is 18 or over"))
	}
	track.Answer(day, declinedFor(day, 3, "lives in Burnley"))
	if got := track.Patterns(day, never); got != nil {
		t.Errorf("of four answers: %+v", got)
	}
	track.Answer(day, store.TrackAnswer{At: at(day, 4), Kind: store.TrackAccepted})
	want := store.Pattern{Field: store.FieldRule, Line: "is 18 or over", Reason: store.ReasonNotEligible, Says: "not eligible", Declined: 3, Of: 5, Since: day}
	if got := track.Patterns(day, never); len(got) != 1 || got[0] != want {
		t.Errorf("of five answers: %+v", got)
	}
	checked := func(f store.Field, line string) time.Time {
		if f == store.FieldRule && line == "is 18 or over" {
			return at(day, 0)
		}
		return time.Time{}
	}
	if got := track.Patterns(day, checked); len(got) != 0 {
		t.Errorf("after the first of three was settled: %+v", got)
	}
	if got := track.Patterns(day.AddMonths(12), never); len(got) != 0 {
		t.Errorf("a year on: %+v", got)
	}
	if !track.Forget([]store.Field{store.FieldRule}) || track.Forget([]store.Field{store.FieldRule}) || len(track.Patterns(day, never)) != 0 || len(track.Last) != 5 {
		t.Errorf("after the rule was changed: %+v", track.Last)
	}
	for i := range 12 {
		track.Answer(day, declinedFor(day, 10+i, "x"))
	}
	if got := track.Patterns(day, never); len(track.Last) != 10 || len(got) != 1 || got[0].Declined != 10 || got[0].Of != 10 {
		t.Errorf("of many answers: %+v", got)
	}
}
