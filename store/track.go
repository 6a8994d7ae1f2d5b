package store

import (
	"cmp"
	"slices"
	"time"
)

// What a programme has shown of itself in referrals from here: counts, month by
// month, with nothing in them of a client or a member. It is kept beside the
// referrals and not worked out from them, so that reading it costs the same
// however many there are.

// FewestShown is how many of a thing there must be before a figure is made of it.
const FewestShown = 5

const (
	trackMonths = 12 // this month and those before it
	mostDays    = 99 // a reply that took longer counts as this
	lastAnswers = 10 // of which patterns are told
)

// TrackKind is what an answer was.
type TrackKind string

// The kinds there are.
const (
	TrackAccepted   TrackKind = "accepted"
	TrackDeclined   TrackKind = "declined"
	TrackRedirected TrackKind = "redirected"
	TrackSilent     TrackKind = "silent" // nobody answered
)

// TrackAnswer is one answer to a referral, by which it is counted. One that was
// declined names why, and where that is a part of the record, which.
type TrackAnswer struct {
	At     time.Time  `json:"at"`
	Kind   TrackKind  `json:"kind"`
	Reason ReasonCode `json:"reason,omitempty"`
	Field  Field      `json:"field,omitempty"`
	Line   string     `json:"line,omitempty"`
}

// TrackMonth is what was counted in one month.
type TrackMonth struct {
	First    Day                `json:"first"`             // the first day of the month
	Replies  map[int]int        `json:"replies,omitempty"` // first replies, by the days they took
	Answers  map[TrackKind]int  `json:"answers,omitempty"`
	Declined map[ReasonCode]int `json:"declined,omitempty"`
}

// Track is what was counted of one programme.
type Track struct {
	Programme ProgrammeID   `json:"programme"`
	Rev       uint64        `json:"rev"`
	Months    []TrackMonth  `json:"months"` // the oldest first
	Last      []TrackAnswer `json:"last"`   // the oldest first
}

// Tracks holds the tracks of programmes that anybody was referred to.
var Tracks = Table[Track]{
	Name: "track",
	ID:   func(t *Track) string { return string(t.Programme) },
	Rev:  func(t *Track) *uint64 { return &t.Rev },
}

// Reply counts a first reply that took so many days, on the day it came.
func (t *Track) Reply(on Day, days int) {
	m := t.month(on)
	if m.Replies == nil {
		m.Replies = map[int]int{}
	}
	m.Replies[min(max(days, 0), mostDays)]++
}

// Answer counts an answer; on is its day.
func (t *Track) Answer(on Day, a TrackAnswer) {
	t.count(on, a, 1)
	i, _ := slices.BinarySearchFunc(t.Last, a, func(x, y TrackAnswer) int { return x.At.Compare(y.At) })
	t.Last = slices.Insert(t.Last, i, a)
	t.Last = slices.Delete(t.Last, 0, max(len(t.Last)-lastAnswers, 0))
}

// TakeBack takes away an answer that was counted and holds no longer.
func (t *Track) TakeBack(on Day, a TrackAnswer) {
	if slices.ContainsFunc(t.Months, func(m TrackMonth) bool { return m.First == monthOf(on) }) {
		t.count(on, a, -1)
	}
	i := slices.IndexFunc(t.Last, func(x TrackAnswer) bool { return x.At.Equal(a.At) && x.Kind == a.Kind })
	if i >= 0 {
		t.Last = slices.Delete(t.Last, i, i+1)
	}
}

// Forget has the answers that were declined for one of the fields count against it
// no longer, and says whether there were any: the field is another one now.
func (t *Track) Forget(changed []Field) bool {
	some := false
	for i := range t.Last {
		if a := &t.Last[i]; a.Field != WholeRecord && slices.Contains(changed, a.Field) {
			a.Field, a.Line, some = WholeRecord, "", true
		}
	}
	return some
}

func (t *Track) count(on Day, a TrackAnswer, n int) {
	m := t.month(on)
	if m.Answers == nil {
		m.Answers = map[TrackKind]int{}
	}
	m.Answers[a.Kind] = max(m.Answers[a.Kind]+n, 0)
	if a.Kind == TrackDeclined {
		if m.Declined == nil {
			m.Declined = map[ReasonCode]int{}
		}
		m.Declined[a.Reason] = max(m.Declined[a.Reason]+n, 0)
	}
}

// month is the month of the day, made where there is none; months that are out of
// the window go.
func (t *Track) month(on Day) *TrackMonth {
	first := monthOf(on)
	i, found := slices.BinarySearchFunc(t.Months, first, func(m TrackMonth, d Day) int { return cmp.Compare(m.First, d) })
	if !found {
		t.Months = slices.Insert(t.Months, i, TrackMonth{First: first})
		gone := min(max(len(t.Months)-trackMonths, 0), i) // a clock that was set back has its month all the same
		t.Months = slices.Delete(t.Months, 0, gone)
		i -= gone
	}
	return &t.Months[i]
}

func monthOf(d Day) Day {
	y, m, _ := d.Split()
	return Date(y, m, 1)
}

// windowOf is the first day of the window that ends on a day.
func windowOf(today Day) Day {
	y, m, _ := today.Split()
	return Date(y, m-trackMonths+1, 1)
}

// TrackRecord is what a programme has shown of itself in referrals from here: of
// this month and the eleven before it. A figure of fewer than FewestShown is not
// there.
type TrackRecord struct {
	Since    Day            `json:"since"`
	Until    Day            `json:"until"`
	Reply    *ReplyFigure   `json:"reply,omitempty"`
	Accepted *AcceptFigure  `json:"accepted,omitempty"`
	Declined *DeclineFigure `json:"declined,omitempty"`
}

// ReplyFigure is the median of the days to the first reply, of N replies.
type ReplyFigure struct {
	N    int     `json:"n"`
	Days float64 `json:"median_days"`
}

// AcceptFigure is the share accepted, in per cent, of N referrals that were
// answered or that nobody answered in time.
type AcceptFigure struct {
	N       int `json:"n"`
	Percent int `json:"percent"`
}

// DeclineFigure is the commonest reason of N that were declined.
type DeclineFigure struct {
	N      int        `json:"n"`
	Reason ReasonCode `json:"reason"`
	Says   string     `json:"says"`
}

// Empty says whether there is no figure in it.
func (r *TrackRecord) Empty() bool { return r.Reply == nil && r.Accepted == nil && r.Declined == nil }

// Record is what the track shows on a day.
func (t *Track) Record(today Day) TrackRecord {
	r := TrackRecord{Since: windowOf(today), Until: today}
	replies, answers, declined := map[int]int{}, map[TrackKind]int{}, map[ReasonCode]int{}
	for i := range t.Months {
		if month := &t.Months[i]; month.First >= r.Since && month.First <= today {
			add(replies, month.Replies)
			add(answers, month.Answers)
			add(declined, month.Declined)
		}
	}
	if n := total(replies); n >= FewestShown {
		r.Reply = &ReplyFigure{n, median(replies, n)}
	}
	if n := total(answers); n >= FewestShown {
		r.Accepted = &AcceptFigure{n, (100*answers[TrackAccepted] + n/2) / n}
	}
	if n := total(declined); n >= FewestShown {
		r.Declined = commonest(declined, n)
	}
	return r
}

func add[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

func total[K comparable](of map[K]int) int {
	n := 0
	for _, k := range of {
		n += k
	}
	return n
}

// median of n numbers, of which there are so many of each.
func median(of map[int]int, n int) float64 {
	at := func(i int) int { // the i-th, from 0
		for days := range mostDays + 1 {
			if i -= of[days]; i < 0 {
				return days
			}
		}
		return mostDays
	}
	return float64(at((n-1)/2)+at(n/2)) / 2
}

// commonest is the reason that was given most; of two alike, the one that people
// are shown first.
func commonest(declined map[ReasonCode]int, n int) *DeclineFigure {
	out := &DeclineFigure{N: n}
	for _, r := range MoveReasons() {
		if declined[r.Code] > declined[out.Reason] {
			out.Reason, out.Says = r.Code, r.Says
		}
	}
	return out
}

// Pattern is how many of the last answers were declined for one part of the
// record.
type Pattern struct {
	Field    Field      `json:"field"`
	Line     string     `json:"line,omitempty"`
	Reason   ReasonCode `json:"reason"`
	Says     string     `json:"says"` // the reason in words
	Declined int        `json:"declined"`
	Of       int        `json:"of"`
	Since    Day        `json:"since"` // the day of the first of them
}

// fewestDeclines make a pattern.
const fewestDeclines = 3

// Patterns tells for which parts of the record at least three of the last answers
// were declined, of five to ten, on a day. settled is when a part was last found
// right: what was declined before says nothing any more.
func (t *Track) Patterns(today Day, settled func(Field, string) time.Time) []Pattern {
	last, since := t.Last, windowOf(today)
	for len(last) > 0 && DayOf(last[0].At) < since {
		last = last[1:]
	}
	if len(last) < FewestShown {
		return nil
	}
	var out []Pattern
	for _, a := range last {
		if a.Field == WholeRecord || !a.At.After(settled(a.Field, a.Line)) {
			continue
		}
		i := slices.IndexFunc(out, func(p Pattern) bool { return p.Field == a.Field && p.Line == a.Line && p.Reason == a.Reason })
		if i < 0 {
			i = len(out)
			out = append(out, Pattern{Field: a.Field, Line: a.Line, Reason: a.Reason, Says: reasonSays(a.Reason), Of: len(last), Since: DayOf(a.At)})
		}
		out[i].Declined++
	}
	return slices.DeleteFunc(out, func(p Pattern) bool { return p.Declined < fewestDeclines })
}

func reasonSays(code ReasonCode) string {
	for _, r := range MoveReasons() {
		if r.Code == code {
			return r.Says
		}
	}
	return string(code)
}
