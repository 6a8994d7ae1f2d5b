package settings

import (
	"fmt"
	"strings"

	"signpost/store"
)

// labelW is the column in which the values begin: a digit, the longest label and
// two spaces.
const labelW = 18

// View draws the settings, and what the one in focus is; or the one being
// changed.
func (p *Page) View() string {
	w, h := p.room.W, p.room.H
	if p.over != nil {
		return p.over.view(p, w, h)
	}
	if p.now == nil {
		says := "Reading your settings..."
		if p.wrong != "" {
			says = p.wrong
		}
		lines := p.look.Wrap(says, w)
		return strings.Join(lines[:min(len(lines), h)], "\n")
	}
	all := store.TheSettings()
	lines := strings.Split(p.list.View(p.look, w, min(h, len(all)), func(i, w int) string { return p.row(i, all[i], w) }), "\n")
	told := p.look.Wrap(all[p.told].Label+". "+all[p.told].Says, w)
	if len(lines)+1+len(told) <= h {
		lines = append(append(lines, ""), told...)
	}
	return strings.Join(lines, "\n")
}

func (p *Page) row(i int, set store.Setting, w int) string {
	return p.look.Cut(p.look.Fit(fmt.Sprintf("%d %s", i+1, set.Label), labelW)+"  "+p.says(set.Name), w)
}

// says is how a setting is, and what comes of it here where that is another
// thing.
func (p *Page) says(name string) string {
	says, word := p.now.Says(name), p.now.Get(name)
	const not = " (not on this terminal)"
	switch {
	case name == "glyphs" && word == string(store.GlyphsTerminal):
		if p.look.Unicode() {
			return says + ": Unicode"
		}
		return says + ": ASCII"
	case name == "glyphs" && word == string(store.GlyphsUnicode) && !p.look.Unicode():
		return says + not
	case name == "colour" && word == string(store.ColourTerminal):
		if p.look.Colour() {
			return says + ": 16 colours"
		}
		return says + ": none"
	case name == "colour" && word != string(store.ColourNone) && !p.look.Colour():
		return says + not
	}
	return says
}

// view draws the setting being changed.
func (c *change) view(p *Page, w, h int) string {
	if c.choice != nil {
		return c.choice.View(p.look, w, h)
	}
	lines, at := c.lines(p, w)
	if at >= h {
		lines, at = lines[at:], 0
	}
	return strings.Join(lines[:min(len(lines), h)], "\n")
}

// lines is the question for a number, the field, which is line at, and what is
// wrong with it.
func (c *change) lines(p *Page, w int) (lines []string, at int) {
	for _, s := range p.look.Wrap(c.set.Label+". "+c.set.Says, w) {
		lines = append(lines, p.look.Title(s))
	}
	at = len(lines)
	lines = append(lines, c.field.View(p.look, c.width(w)))
	for _, s := range p.look.Wrap(c.wrong, w) {
		lines = append(lines, p.look.Bad(s))
	}
	return lines, at
}

func (c *change) width(w int) int { return min(w, maxTyped+3) }

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	switch {
	case p.over != nil && p.over.choice != nil:
		x, y = p.over.choice.Cursor(p.look, p.room.W, p.room.H)
	case p.over != nil:
		_, y = p.over.lines(p, p.room.W)
		x = p.over.field.CursorX(p.look, p.over.width(p.room.W))
		if y >= p.room.H {
			y = 0
		}
	case p.now == nil:
		return 0, 0, false
	default:
		x, y = p.list.Cursor()
	}
	return x, y, y < p.room.H
}
