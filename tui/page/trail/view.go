package trail

import (
	"fmt"
	"strings"
	"time"

	"signpost/store"
)

// View draws the list, one event, or the filter being entered.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case !p.got.loaded:
		return []string{p.look.Cut("Reading the trail...", w)}, 0, -1
	case p.filter != nil:
		x, y = p.filter.words.Cursor(p.look, w)
		return strings.Split(p.filter.words.View(p.look, w, h), "\n"), x, y
	case p.text != nil:
		return strings.Split(p.text.View(h), "\n"), 0, 0
	}
	lines = []string{p.look.Cut(p.head(), w)}
	if len(p.got.all) == 0 {
		return append(lines, p.look.Wrap("Nothing was done that fits. Press a to show all.", w)...), 0, 0
	}
	rows, at := p.rows(h - 1)
	return append(lines, rows...), min(2, max(w-1, 0)), 1 + at
}

// head says what is shown.
func (p *Page) head() string {
	limits := []string{}
	if p.query.Since != 0 {
		limits = append(limits, "since "+p.query.Since.Words())
	}
	if p.query.Member != "" {
		limits = append(limits, "by "+p.who(store.Event{Member: p.query.Member}))
	}
	if p.query.Client != "" {
		limits = append(limits, "client "+string(p.query.Client))
	}
	what := "All events"
	if len(limits) > 0 {
		what = "Events " + strings.Join(limits, ", ")
	}
	n := fmt.Sprintf("%d", len(p.got.all))
	if p.full() {
		n = "the newest " + n + "; o for older"
	}
	return what + ": " + n
}

// rows draws h lines from the first event in view, each day under its heading;
// at is the line of the event in focus.
func (p *Page) rows(h int) (lines []string, at int) {
	focus := p.list.rows.At()
	p.list.top = min(p.list.top, focus)
	for {
		lines, at, p.list.page = p.from(p.list.top, h)
		if at >= 0 || p.list.top >= focus {
			return lines, max(at, 0)
		}
		p.list.top++
	}
}

// from draws h lines from that event on: at is the line of the event in focus,
// below 0 where it is not among them, and n is how many events there are room for.
func (p *Page) from(top, h int) (lines []string, at, n int) {
	at = -1
	var day store.Day
	for i := top; i < len(p.got.all) && len(lines) < h; i++ {
		e := &p.got.all[i]
		when := p.local(e.At)
		if d := store.DayOf(when); d != day {
			if len(lines) > 0 && len(lines)+1 >= h { // no heading without its event
				break
			}
			day = d
			if h > 1 {
				lines = append(lines, p.look.Title(p.look.Cut(when.Format("Monday 2 January 2006"), p.room.W)))
			}
		}
		focus := i == p.list.rows.At()
		if focus {
			at = len(lines)
		}
		if row := p.row(e, when); p.room.W >= 3 {
			lines = append(lines, p.look.Row(focus, p.look.Cut(row, p.room.W-2)))
		} else {
			lines = append(lines, p.look.Cut(row, p.room.W))
		}
		n++
	}
	return lines, at, n
}

func (p *Page) local(t time.Time) time.Time { return t.In(p.desk.Now().Location()) }

// row is one event: the time, who, what they did, to what, and which fields.
func (p *Page) row(e *store.Event, when time.Time) string {
	name := max(min(p.room.W/4, 24), 10)
	did := e.Verb
	if e.Subject != "" {
		did += " " + e.Subject
	}
	row := when.Format("15:04") + "  " + p.look.Fit(p.who(*e), name) + "  " + did
	if len(e.Fields) > 0 {
		row += ": " + strings.Join(e.Fields, ", ")
	}
	return row
}

// lay lays out the event in focus, whole.
func (p *Page) lay() {
	e, ok := p.chosen()
	if p.text == nil || !ok {
		p.text = nil
		return
	}
	var lines []string
	pair := func(label, value string) {
		if value != "" {
			lines = append(lines, p.look.Pair(label, value, 12, p.room.W)...)
		}
	}
	when := p.local(e.At)
	for _, s := range p.look.Wrap(p.who(e)+" "+strings.TrimSpace(e.Verb+" "+e.Subject), p.room.W) {
		lines = append(lines, p.look.Title(s))
	}
	pair("When", when.Format("Monday 2 January 2006 at 15:04:05 MST"))
	pair("Event", fmt.Sprintf("%d", e.ID))
	pair("Member", string(e.Member))
	pair("Partner", string(e.Partner))
	pair("Key", string(e.Key))
	pair("Act", string(e.Act))
	pair("Verb", e.Verb)
	pair("Record", e.Subject)
	pair("Fields", strings.Join(e.Fields, ", "))
	p.text.SetLines(lines)
}
