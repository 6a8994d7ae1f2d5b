package household

import (
	"cmp"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// View draws the household, or what stands over it.
func (o *One) View() string {
	lines, _, _ := o.draw()
	return strings.Join(lines[:min(len(lines), o.room.H)], "\n")
}

// Cursor is on the focus.
func (o *One) Cursor() (x, y int, ok bool) {
	_, x, y = o.draw()
	return x, y, y >= 0 && y < o.room.H && x < o.room.W
}

func (o *One) draw() (lines []string, x, y int) {
	w, h := o.room.W, o.room.H
	switch {
	case !o.loaded:
		return []string{o.look.Cut("Opening the household...", w)}, 0, -1
	case o.keep.Busy() || o.change.client.Busy():
		return []string{o.look.Cut("Saving...", w)}, 0, -1
	case o.change.open():
		return o.drawChange()
	case o.forms != nil:
		return o.forms.draw(o.look, w, h)
	case o.match != nil:
		return o.match.draw(o.look, w, h)
	case o.person != nil:
		return o.drawPerson()
	}
	lines = []string{o.look.Cut(o.state(), w), o.look.Tabs(o.tabs(), int(o.part), w)}
	rows := &o.rows[o.part]
	if rows.Len() == 0 {
		return append(lines, o.look.Wrap(emptyPart[o.part], w)...), 0, -1
	}
	below := o.below()
	if h < 10 {
		below = nil
	}
	if body := rows.View(o.look, w, h-len(lines)-len(below), o.row); body != "" {
		x, y = rows.Cursor()
		y += len(lines)
		lines = append(lines, strings.Split(body, "\n")...)
	}
	for len(below) > 0 && len(lines) < h-len(below) {
		lines = append(lines, "")
	}
	return append(lines, below...), x, y
}

var emptyPart = [partCount]string{
	partPeople:    "Nobody here yet. Press a to add a person: a client, or somebody who is not a client yet.",
	partPlan:      "No steps yet. Press a to add one, with the day it is to be done by.",
	partReferrals: "Not referred yet. Press t to match everybody, then r on a programme that asks for a household.",
}

func (o *One) state() string {
	v := &o.got.view
	if !v.Closed.IsZero() {
		return "Closed on " + store.DayOf(v.Closed).Words() + ": " + v.ClosedWhy
	}
	return fmt.Sprintf("Advocate: %s. Changed by %s on %s.", o.name(v.Advocate), o.name(v.ChangedBy), store.DayOf(v.Changed).Words())
}

func (o *One) tabs() []string {
	v := &o.got.view
	done := 0
	for _, s := range v.Plan {
		if s.Done != 0 {
			done++
		}
	}
	return []string{
		fmt.Sprintf("people (%d)", len(v.Taking())), fmt.Sprintf("shared (%d)", len(v.Shared)),
		fmt.Sprintf("plan (%d of %d done)", done, len(v.Plan)), fmt.Sprintf("referrals (%d)", len(o.got.referrals)),
	}
}

// below says more of the row in focus, on three lines, once the keys have come to
// rest.
func (o *One) below() []string {
	v, at := &o.got.view, o.told.at
	says := ""
	if o.told.part != o.part || at >= o.rows[o.part].Len() {
		return []string{"", "", ""}
	}
	switch o.part {
	case partPeople:
		says = personWords(v.People[at])
	case partShared:
		f := store.SharedFacts()[at]
		says = f.Info().Label + ": " + entry.Says(f, v.Shared)
		if k, ok := v.Known[f]; ok {
			says += fmt.Sprintf(" (%s; entered by %s on %s)", entry.SourceWords(k.Source), o.name(k.By), k.On.Words())
		}
	case partPlan:
		s := v.Plan[at]
		says = s.What
		if p, ok := v.Person(s.Person); ok {
			says = p.Name + ": " + says
		}
		if s.Done != 0 {
			says += ". Done on " + s.Done.Words() + ", entered by " + o.name(s.DoneBy) + "."
		}
	case partReferrals:
		return nil
	}
	lines := append([]string{""}, o.look.Wrap(says, o.room.W)...)
	if len(lines) > 3 {
		lines = []string{"", lines[1], o.look.Cut(strings.Join(lines[2:], " "), o.room.W)}
	}
	return append(lines, "")[:3]
}

func personWords(p store.PersonView) string {
	says := "Joined on " + p.Joined.Words() + ". "
	switch p.Part {
	case store.HasLeft:
		return says + "Left on " + p.Left.Words() + "."
	case store.PartClosed:
		return says + "Takes no part while the client is closed."
	case store.PartGone:
		return says + "Takes no part: the client's record is no longer kept."
	case store.TakesPart:
	}
	var known []string
	for _, f := range ordered(p.All, p.Masked) {
		switch v, ok := p.All[f]; {
		case p.Masks(f):
			known = append(known, f.Info().Label+": "+entry.HealthKept)
		case ok:
			known = append(known, f.Info().Label+": "+f.Words(v))
		}
	}
	return says + cmp.Or(strings.Join(known, "; "), "Nothing is known yet") + "."
}

func (o *One) row(i, w int) string {
	v := &o.got.view
	switch o.part {
	case partPeople:
		p := v.People[i]
		what := "not a client yet"
		if p.Client != "" {
			what = "client " + string(p.Client)
		}
		switch p.Part {
		case store.HasLeft:
			what += ", left on " + p.Left.Words()
		case store.PartClosed:
			what += ", closed"
		case store.PartGone:
			what += ", no longer kept"
		case store.TakesPart:
		}
		return o.look.Cut(fmt.Sprintf("%s %s  %s", p.ID, o.look.Fit(o.look.Cut(cmp.Or(p.Name, "somebody"), 20), 20), what), w)
	case partShared:
		return entry.Line(o.look, store.SharedFacts()[i], v.Shared, w)
	case partPlan:
		return o.look.Cut(o.stepRow(v.Plan[i]), w)
	}
	r := &o.got.referrals[i]
	return o.look.Cut(fmt.Sprintf("%s  %s  %s to %s", o.look.Fit(store.DayOf(r.Made).Words(), dayWidth),
		o.look.Fit(turn.StateWord(r.State), 12), r.Packet.GivenName, r.Packet.Name), w)
}

// dayWidth holds the longest day: 27 September 2026.
const dayWidth = 17

func (o *One) stepRow(s store.PlanStep) string {
	return fmt.Sprintf("%s  %s  %s", o.look.Fit(s.Due.Words(), dayWidth), o.look.Fit(stepState(s, o.desk.Today()), 7), s.What)
}

func stepState(s store.PlanStep, today store.Day) string {
	switch {
	case s.Done != 0:
		return "done"
	case s.Due < today:
		return "overdue"
	}
	return "to do"
}

func (o *One) drawPerson() (lines []string, x, y int) {
	p, w := o.person, o.room.W
	lines = []string{o.look.Title(o.look.Cut(p.view.Name+", not a client yet", w))}
	body := p.rows.View(o.look, w, o.room.H-1, func(i, w int) string {
		if f := p.facts[i]; p.view.Masks(f) {
			return o.look.Cut(o.look.Fit(f.Info().Label, 20)+"  "+entry.HealthKept, w)
		}
		return entry.Line(o.look, p.facts[i], p.view.Own, w)
	})
	if body == "" {
		return lines, 0, -1
	}
	x, y = p.rows.Cursor()
	return append(lines, strings.Split(body, "\n")...), x, y + 1
}

func (o *One) drawChange() (lines []string, x, y int) {
	w, h := o.room.W, o.room.H
	switch {
	case o.change.what == askFact:
		if p, ok := o.got.view.Person(o.change.person); ok && o.change.fact.Ask == "" && h > 1 {
			lines = []string{o.look.Cut("Of "+cmp.Or(p.Name, "person "+string(p.ID))+":", w)} // one follows another
		}
		x, y = o.change.fact.Cursor(o.look, w, h-len(lines))
		return append(lines, strings.Split(o.change.fact.View(o.look, w, h-len(lines)), "\n")...), x, y + len(lines)
	case o.change.choice != nil:
		return drawChoice(o.look, o.change.choice, w, h)
	}
	return drawWords(o.look, o.change.words, w, h)
}

func drawChoice(lk look.Look, c *look.Choice, w, h int) (lines []string, x, y int) {
	x, y = c.Cursor(lk, w, h)
	return strings.Split(c.View(lk, w, h), "\n"), x, y
}

func drawWords(lk look.Look, t *entry.Text, w, h int) (lines []string, x, y int) {
	x, y = t.Cursor(lk, w)
	return strings.Split(t.View(lk, w, h), "\n"), x, y
}
