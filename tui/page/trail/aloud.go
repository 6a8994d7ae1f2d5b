package trail

import (
	"context"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Aloud is the trail for whoever reads it out and answers a line at a time.
type Aloud struct{ p *Page }

// The limits that can be set, by the words for them.
const (
	ByDay    = "d"
	ByMember = "m"
	ByClient = "c"
)

// Read reads the newest events.
func Read(ctx context.Context, desk Desk, lk look.Look, w int) (*Aloud, error) {
	p := New(ctx, desk, lk)
	p.room = page.Room{W: w, H: 1}
	a := &Aloud{p}
	return a, a.read(p.query)
}

func (a *Aloud) read(q store.TrailQuery) error {
	got := a.p.read(q)().(page.Answer[events])
	if got.Err == nil {
		a.p.took(got)
	}
	return got.Err
}

// Head says what is shown, and how much of it.
func (a *Aloud) Head() string { return strings.TrimSuffix(a.p.head(), "; o for older") }

// Full says whether there may be older events than those that were read.
func (a *Aloud) Full() bool { return a.p.full() }

// Rows are the events, the newest first, each in words. The day stands with the
// first of each.
func (a *Aloud) Rows() []string {
	var out []string
	var day store.Day
	for i := range a.p.got.all {
		e := &a.p.got.all[i]
		when := a.p.local(e.At)
		words := fmt.Sprintf("%s, %s: %s", when.Format("15:04"), a.p.who(*e), strings.TrimSpace(e.Verb+" "+e.Subject))
		if d := store.DayOf(when); d != day {
			day, words = d, when.Format("Monday 2 January 2006, ")+words
		}
		if len(e.Fields) > 0 {
			words += ", " + strings.Join(e.Fields, ", ")
		}
		out = append(out, words)
	}
	return out
}

// Whole is one event whole, in lines.
func (a *Aloud) Whole(i int) []string {
	a.p.list.rows.SetAt(i)
	a.p.open()
	lines := strings.Split(a.p.text.View(1<<10), "\n")
	a.p.text = nil
	return lines
}

// Ask is the question of one limit, with what it is now.
func (a *Aloud) Ask(by string) (question, note, now string) {
	f := a.p.newFilter(by)
	question, note = f.words.Asks()
	return question, note, f.words.Value()
}

// Limit shows only what fits one limit; an empty one is none. The error says what
// to enter, and then nothing changes.
func (a *Aloud) Limit(by, typed string) error {
	was := a.p.filter
	a.p.filter = a.p.newFilter(by)
	q, err := a.p.filtered(typed)
	a.p.filter = was
	if err != nil {
		field := map[string]string{ByDay: "day", ByMember: "member", ByClient: "client"}[by]
		return &store.FieldError{Field: field, Says: err.Error()}
	}
	q.Limit = firstEvents
	return a.read(q)
}

// All takes every limit away.
func (a *Aloud) All() error { return a.read(store.TrailQuery{Limit: firstEvents}) }

// Older reads more, further back.
func (a *Aloud) Older() error {
	q := a.p.query
	q.Limit = min(q.Limit+moreEvents, mostEvents)
	return a.read(q)
}
