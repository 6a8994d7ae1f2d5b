package caseload

import (
	"cmp"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/entry"
)

// View draws the client, or the change being entered.
func (c *Client) View() string {
	lines, _, _ := c.draw()
	return strings.Join(lines[:min(len(lines), c.room.H)], "\n")
}

// Cursor is on the focus.
func (c *Client) Cursor() (x, y int, ok bool) {
	_, x, y = c.draw()
	return x, y, y >= 0 && y < c.room.H && x < c.room.W
}

func (c *Client) draw() (lines []string, x, y int) {
	w, h := c.room.W, c.room.H
	switch {
	case !c.loaded:
		return []string{c.look.Cut("Opening the client...", w)}, 0, -1
	case c.keep.Busy():
		return []string{c.look.Cut("Saving...", w)}, 0, -1
	case c.change.open():
		return c.drawChange()
	}
	lines = []string{c.look.Cut(c.state(), w), c.look.Cut(c.tabs(), w)}
	rows := &c.rows[c.part]
	if rows.Len() == 0 {
		return append(lines, c.look.Wrap(empty[c.part], w)...), 0, -1
	}
	if c.part == partNotes {
		return c.drawNotes(lines)
	}
	body := rows.View(c.look, w, h-len(lines), c.row)
	x, y = rows.Cursor()
	y += len(lines)
	if body != "" {
		lines = append(lines, strings.Split(body, "\n")...)
	}
	return lines, x, y
}

var empty = [partCount]string{
	partAssessments: "Not matched yet. Press t to triage.",
	partReferrals:   "Not referred yet. Press t to triage; refer from a result.",
	partNotes:       "No notes. Press a to add one.",
}

func (c *Client) state() string {
	cl := &c.got.client
	if !cl.Closed.IsZero() {
		return fmt.Sprintf("Closed on %s: %s", store.DayOf(cl.Closed).Words(), cl.ClosedWhy)
	}
	return fmt.Sprintf("Kept by %s since %s. Last changed by %s on %s.", c.name(cl.Coach), store.DayOf(cl.Added).Words(),
		c.name(cl.ChangedBy), store.DayOf(cl.Changed).Words())
}

func (c *Client) name(id keys.MemberID) string { return cmp.Or(c.got.names[id], string(id)) }

func (c *Client) tabs() string {
	tabs := []string{
		fmt.Sprintf("facts (%d)", len(c.got.client.Facts)), fmt.Sprintf("assessments (%d)", len(c.got.assessments)),
		fmt.Sprintf("referrals (%d)", len(c.got.referrals)), fmt.Sprintf("notes (%d)", len(c.got.notes)),
	}
	tabs[c.part] = "[" + tabs[c.part] + "]"
	return strings.Join(tabs, "  ")
}

func (c *Client) row(i, w int) string {
	switch c.part {
	case partFacts:
		return c.factRow(facts()[i], w)
	case partAssessments:
		a := &c.got.assessments[i]
		return c.look.Cut(fmt.Sprintf("%s  matched as of %s by %s, %d facts", a.ID, a.Answer.AsOf.Words(), c.name(a.By), len(a.Facts)), w)
	}
	r := &c.got.referrals[i]
	return c.look.Cut(fmt.Sprintf("%s  %s  %s", c.look.Fit(string(r.State), 9), store.DayOf(r.Made).Words(), r.Packet.Name), w)
}

// factRow is a fact, and how it is known.
func (c *Client) factRow(f store.Fact, w int) string {
	says := entry.Says(f, c.got.client.Facts)
	k, ok := c.got.client.Known[f]
	if !ok || w < 60 {
		return entry.Line(c.look, f, c.got.client.Facts, w)
	}
	return c.look.Cut(fmt.Sprintf("%s  %s  %s, %s", c.look.Fit(f.Info().Label, 20), c.look.Fit(says, max(w-60, 18)), sourceSays(k.Source), k.On.Words()), w)
}

// drawNotes draws the notes whole, from the one in focus on.
func (c *Client) drawNotes(lines []string) ([]string, int, int) {
	for _, n := range c.got.notes[c.rows[partNotes].At():] {
		head := fmt.Sprintf("%s, %s", n.At.Format("2 January 2006 15:04"), c.name(n.By))
		lines = append(lines, c.look.Title(c.look.Cut(head, c.room.W)))
		lines = append(lines, c.look.Hang("  ", n.Text, c.room.W)...)
	}
	return lines, 0, 2
}

func (c *Client) drawChange() (lines []string, x, y int) {
	w, h := c.room.W, c.room.H
	switch c.change.what {
	case askClash:
		return strings.Split(c.change.text.View(h), "\n"), 0, -1
	case askFact:
		x, y = c.change.fact.Cursor(c.look, w, h)
		return strings.Split(c.change.fact.View(c.look, w, h), "\n"), x, y
	case askSource:
		x, y = c.change.source.Cursor(c.look, w, h)
		return strings.Split(c.change.source.View(c.look, w, h), "\n"), x, y
	}
	question, _ := c.change.question()
	lines = c.look.Wrap(question, w)
	for i := range lines {
		lines[i] = c.look.Title(lines[i])
	}
	x, y = c.change.field.CursorX(c.look, w), len(lines)
	return append(lines, c.change.field.View(c.look, w)), x, y
}
