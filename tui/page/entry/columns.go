package entry

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/look"
)

// columns lays out more options than there are lines for: in columns, read down
// one and then the next, and where even these do not fit, a page of them.
type columns struct {
	head       int // lines of the question
	rows, cols int // on one page
	width      int // of a column
	from, n    int // the first option on the page, and how many there are in all
}

// columns says how the options are laid out in a room; false where one column
// has room for all.
func (e *Entry) columns(lk look.Look, w, h int) (columns, bool) {
	if e.typed || !e.choice.Many {
		return columns{}, false
	}
	n := len(e.choice.Options)
	c := columns{head: len(lk.Wrap(e.choice.Question, w)), n: n}
	if c.rows = h - c.head; c.rows >= n || c.rows < 2 {
		return c, false
	}
	for _, o := range e.choice.Options {
		c.width = max(c.width, look.Width(lk.Text(o))+len("> 1 [ ] ")+1)
	}
	c.cols = w / c.width
	if c.cols < 2 {
		return c, false
	}
	if need := (n + c.cols - 1) / c.cols; need <= c.rows {
		c.rows = need
	} else {
		c.rows-- // for the line that says where this is
	}
	c.from = e.choice.At() / (c.rows * c.cols) * (c.rows * c.cols)
	return c, true
}

// view draws the page of options that has the focus.
func (c columns) view(lk look.Look, e *Entry, w int) []string {
	lines := head(lk, e.choice.Question, w)
	for y := range c.rows {
		var b strings.Builder
		for x := range c.cols {
			if i := c.from + x*c.rows + y; i < c.n {
				cell := e.option(i)
				b.WriteString(lk.Row(i == e.choice.At(), lk.Fit(cell, c.width-2)))
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	if size := c.rows * c.cols; size < c.n {
		lines = append(lines, lk.Cut(fmt.Sprintf("%d to %d of %d", c.from+1, min(c.from+size, c.n), c.n), w))
	}
	return lines
}

// option is one option as look.Choice draws it.
func (e *Entry) option(i int) string {
	s := "  "
	if i < 9 {
		s = fmt.Sprintf("%d ", i+1)
	}
	if e.choice.Many {
		s += map[bool]string{true: "[x] ", false: "[ ] "}[e.choice.Marked[i]]
	}
	return s + e.choice.Options[i]
}

// cursor is where the focus is drawn.
func (c columns) cursor(at int) (x, y int) {
	at -= c.from
	return at/c.rows*c.width + 2, c.head + at%c.rows
}

// across moves to the column beside; false where there is none, or for another key.
func (e *Entry) across(msg tea.KeyPressMsg) bool {
	key := map[string]rune{"left": tea.KeyUp, "right": tea.KeyDown}[msg.String()]
	if key == 0 || e.cols.cols < 2 {
		return false
	}
	for range e.cols.rows {
		e.choice.Key(tea.KeyPressMsg{Code: key})
	}
	return true
}
