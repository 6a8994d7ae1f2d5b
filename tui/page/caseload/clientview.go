package caseload

import (
	"cmp"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
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

// detailFrom is the height from which the fact in focus is said whole below.
const detailFrom = 10

func (c *Client) draw() (lines []string, x, y int) {
	w, h := c.room.W, c.room.H
	switch {
	case !c.loaded:
		return []string{c.look.Cut("Opening the client...", w)}, 0, -1
	case c.saving():
		return []string{c.look.Cut("Saving...", w)}, 0, -1
	case c.change.open():
		return c.drawChange()
	}
	lines = append([]string{c.look.Cut(c.state(), w)}, c.toldLine()...)
	lines = append(lines, c.look.Tabs(c.tabs(), int(c.part), w))
	rows := &c.rows[c.part]
	if rows.Len() == 0 {
		return append(lines, c.look.Wrap(empty[c.part], w)...), 0, -1
	}
	if c.part == partNotes {
		return c.drawNotes(lines)
	}
	var below []string
	if c.part == partFacts && h >= detailFrom {
		below = c.detail()
	}
	if body := rows.View(c.look, w, h-len(lines)-len(below), c.row); body != "" {
		x, y = rows.Cursor()
		y += len(lines)
		lines = append(lines, strings.Split(body, "\n")...)
	}
	for len(below) > 0 && len(lines) < h-len(below) {
		lines = append(lines, "")
	}
	return append(lines, below...), x, y
}

var empty = [partCount]string{
	partAssessments: "Not matched yet. Press t to triage.",
	partReferrals:   "Not referred yet. Press t to triage, then refer from a result.",
	partNotes:       "No notes. Press a to add one.",
	partPromises:    "Nothing was promised. Press p to write down what you promise to do.",
}

func (c *Client) state() string {
	cl := &c.got.client
	if !cl.Closed.IsZero() {
		return fmt.Sprintf("Closed on %s: %s", store.DayOf(cl.Closed).Words(), cl.ClosedWhy)
	}
	says := "Coach: " + c.name(cl.Coach) + ". "
	for _, h := range c.got.households {
		says += "Household " + string(h.ID) + ". "
	}
	return says + fmt.Sprintf("Changed by %s on %s.", c.name(cl.ChangedBy), store.DayOf(cl.Changed).Words())
}

func (c *Client) name(id keys.MemberID) string { return cmp.Or(c.got.names[id], string(id)) }

func (c *Client) tabs() []string {
	known := 0
	for _, f := range c.facts() {
		if _, ok := c.got.client.Facts[f]; ok {
			known++
		}
	}
	return []string{
		fmt.Sprintf("facts (%d)", known), fmt.Sprintf("assessments (%d)", len(c.got.assessments)),
		fmt.Sprintf("referrals (%d)", len(c.got.referrals)), fmt.Sprintf("notes (%d)", len(c.got.notes)),
		fmt.Sprintf("promised (%d)", c.got.promised()),
	}
}

func (c *Client) row(i, w int) string {
	switch c.part {
	case partFacts:
		return c.factRow(c.facts()[i], w)
	case partAssessments:
		a := &c.got.assessments[i]
		return c.look.Cut(fmt.Sprintf("%s  %s  %s  %s", c.look.Fit(a.Answer.AsOf.Words(), dayWidth), a.ID,
			c.look.Fit(c.name(a.By), 20), store.Count(len(a.Facts), "fact")), w)
	case partPromises:
		return c.promiseRow(&c.got.followUps[i], w)
	}
	r := &c.got.referrals[i]
	life := turn.Of(r)
	return c.look.Cut(c.look.Fit(life.Short(c.desk.Today()), turn.ShortWidth)+"  "+r.Packet.Name, w)
}

// dayWidth holds the longest day: 27 September 2026.
const dayWidth = 17

// factRow is a fact and, where there is room, how it is known and since when.
func (c *Client) factRow(f store.Fact, w int) string {
	k, ok := c.got.client.Known[f]
	says := c.says(f)
	if !ok || w < 70 {
		return c.look.Cut(fmt.Sprintf("%s  %s", c.look.Fit(f.Info().Label, 20), says), w)
	}
	const fixed = 20 + 2 + 2 + 13 + 2 + dayWidth
	return c.look.Cut(fmt.Sprintf("%s  %s  %s  %s", c.look.Fit(f.Info().Label, 20), c.look.Fit(says, w-fixed),
		c.look.Fit(entry.SourceWords(k.Source), 13), k.On.Words()), w)
}

// says is what is known of a fact, or that it is not shown.
func (c *Client) says(f store.Fact) string {
	if c.masked(f) {
		return entry.HealthKept
	}
	return entry.Says(f, c.got.client.Facts)
}

// detail is the fact in focus, whole, and how it is known: a line between and
// two more, however much there is to say.
func (c *Client) detail() []string {
	f := c.told
	says := f.Info().Label + ": " + c.says(f)
	if k, ok := c.got.client.Known[f]; ok {
		says += fmt.Sprintf(" (%s; entered by %s on %s)", entry.SourceWords(k.Source), c.name(k.By), k.On.Words())
	}
	lines := append([]string{""}, c.look.Wrap(says, c.room.W)...)
	if len(lines) > 3 {
		lines = []string{"", lines[1], c.look.Cut(strings.Join(lines[2:], " "), c.room.W)}
	}
	return append(lines, "")[:3]
}

func (c *Client) drawChange() (lines []string, x, y int) {
	w, h := c.room.W, c.room.H
	switch c.change.what {
	case askClash:
		return strings.Split(c.change.text.View(h), "\n"), 0, 0
	case askConsent:
		return c.change.consent.Draw(c.look, w, h)
	case askFact:
		x, y = c.change.fact.Cursor(c.look, w, h)
		return strings.Split(c.change.fact.View(c.look, w, h), "\n"), x, y
	case askMore, askNoteWhy, askStrike:
		if c.change.sure != nil {
			return strings.Split(c.change.sure.View(c.look, w, h), "\n"), 0, 0
		}
		x, y = c.change.choice.Cursor(c.look, w, h)
		return strings.Split(c.change.choice.View(c.look, w, h), "\n"), x, y
	case askSource, askTold:
		x, y = c.change.source.Cursor(c.look, w, h)
		return strings.Split(c.change.source.View(c.look, w, h), "\n"), x, y
	}
	x, y = c.change.words.Cursor(c.look, w)
	return strings.Split(c.change.words.View(c.look, w, h), "\n"), x, y
}
