// Package vt100 is a strict terminal for tests: it does what the VT100 User
// Guide (Digital, EK-VT100-UG-003, chapter 3) says a VT100 does, and counts and
// names everything else it is sent. Emulators for daily use forgive, and so hide
// what a real terminal would show wrong.
//
// It knows bytes and a screen. It must not know what draws on it, so that it
// can judge it. Left out, and counted like what is unknown: VT52 mode, 132
// columns, lines of double size, self tests, and every question that a terminal
// would answer, as nothing here may ask one.
package vt100

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is a family of terminals. Each knows what a VT100 knows and, of what it
// has besides, only what is named here: the promise to be held to.
type Kind uint8

// The kinds there are.
const (
	VT100 Kind = iota
	VT220      // hides its cursor, and ends one attribute alone
	Linux      // a VT220 with sixteen colours
	XTerm      // the same with bright colours, a second screen and bracketed paste
	Dumb       // knows CR, LF, BS, HT and BEL, and no escape sequence at all
)

// Attr is how a character is shown.
type Attr uint8

// The attributes of a VT100 with the advanced video option.
const (
	Bold Attr = 1 << iota
	Underline
	Blink
	Reverse
)

// Cell is one column of one line. The second column of a wide character has no
// text; an empty column has a space.
type Cell struct {
	Text   string
	Attr   Attr
	FG, BG uint8 // 0 is the terminal's own, otherwise 1 more than the colour's number
}

// Seen is the cell with what cannot be seen of it left out: a blank shows
// neither bold nor the colour of a letter.
func (c Cell) Seen() Cell {
	if c.Text == " " {
		if c.Attr &= Underline | Reverse; c.Attr == 0 {
			c.FG = 0
		}
	}
	return c
}

// place is where the next character goes, and what DECSC keeps.
type place struct {
	x, y   int
	wrap   bool // the last column was written: the next character wraps first
	pen    Cell
	sets   [2]byte // character sets G0 and G1
	shift  int     // which of them is in use
	origin bool    // lines count from the top margin
}

// Terminal is one screen. New makes it; it is for one goroutine at a time.
type Terminal struct {
	w, h    int
	kind    Kind
	cols    func(rune) int
	grid    [][]Cell
	other   [][]Cell // the screen that is not shown, of kinds that have two
	at      place
	last    [2]int // column and line of the character that was written last
	saved   place
	top     int // margins: the first line that scrolls and the last
	end     int
	tabs    map[int]bool
	modes   modes
	in      input
	unknown map[string]int
}

// modes are what set and reset mode switch.
type modes struct {
	noWrap  bool
	newLine bool // LF does CR too
	reverse bool // the whole screen
	hidden  bool // the cursor
	paste   bool // is bracketed
	second  bool // screen
}

// New is a terminal of w columns and h lines, each at least 2, as it is after it
// is switched on, with automatic wrapping on. cols gives the columns a character
// takes, 0 for a mark that joins the one before; nil is a terminal of seven
// bits, which knows no byte above 0x7f.
func New(w, h int, kind Kind, cols func(rune) int) *Terminal {
	t := &Terminal{w: w, h: h, kind: kind, cols: cols, unknown: map[string]int{}}
	t.reset()
	return t
}

// reset is RIS: as after switching on.
func (t *Terminal) reset() {
	t.at = place{pen: Cell{Text: " "}, sets: [2]byte{'B', 'B'}}
	t.saved = t.at
	t.modes = modes{}
	t.top, t.end = 0, t.h-1
	t.tabs = map[int]bool{}
	for x := 8; x < t.w; x += 8 {
		t.tabs[x] = true
	}
	t.grid, t.other = blank(t.w, t.h), blank(t.w, t.h)
}

func blank(w, h int) [][]Cell {
	grid := make([][]Cell, h)
	for y := range grid {
		grid[y] = slices.Repeat([]Cell{{Text: " "}}, w)
	}
	return grid
}

// Resize gives the terminal another size. Terminals crop, reflow or clear what
// stands on them then; this one fills its screen with "#" and puts the cursor
// in a corner, so that only a screen that is drawn whole comes out right.
func (t *Terminal) Resize(w, h int) {
	t.w, t.h = w, h
	t.top, t.end = 0, h-1
	t.grid, t.other = blank(w, h), blank(w, h)
	for y := range t.grid {
		for x := range t.grid[y] {
			t.grid[y][x].Text = "#"
		}
	}
	t.at.x, t.at.y, t.at.wrap = w-1, h-1, false
}

// Size is the terminal's columns and lines.
func (t *Terminal) Size() (w, h int) { return t.w, t.h }

// Cell is the column x of the line y, from 0 at the top left.
func (t *Terminal) Cell(x, y int) Cell { return t.grid[y][x] }

// Cursor is where the cursor stands, and whether it is shown.
func (t *Terminal) Cursor() (x, y int, shown bool) { return t.at.x, t.at.y, !t.modes.hidden }

// Brackets says whether what is pasted is sent in brackets.
func (t *Terminal) Brackets() bool { return t.modes.paste }

// Wraps says whether a line that is too long goes on in the next.
func (t *Terminal) Wraps() bool { return !t.modes.noWrap }

// Second says whether the second screen is shown.
func (t *Terminal) Second() bool { return t.modes.second }

// Line is the text of the line y, without the spaces at its end.
func (t *Terminal) Line(y int) string {
	var b strings.Builder
	for _, c := range t.grid[y] {
		b.WriteString(c.Text)
	}
	return strings.TrimRight(b.String(), " ")
}

// String is the screen as text, line by line.
func (t *Terminal) String() string {
	lines := make([]string, t.h)
	for y := range lines {
		lines[y] = t.Line(y)
	}
	return strings.Join(lines, "\n")
}

// Unknown lists what was sent that the terminal does not know, by name, and how
// often: empty is what a test wants.
func (t *Terminal) Unknown() map[string]int { return maps.Clone(t.unknown) }

// Diff says in words how the screen of got differs from that of want in what can
// be seen, the first place only; it is empty where they are alike. A cursor that
// is hidden has no place.
func Diff(got, want *Terminal) string {
	if got.w != want.w || got.h != want.h {
		return fmt.Sprintf("the screen is %dx%d; want %dx%d", got.w, got.h, want.w, want.h)
	}
	for y := range got.grid {
		for x := range got.grid[y] {
			if g, w := got.grid[y][x].Seen(), want.grid[y][x].Seen(); g != w {
				return fmt.Sprintf("line %d, column %d: %v; want %v\n got: %s\nwant: %s", y+1, x+1, g, w, got.Line(y), want.Line(y))
			}
		}
	}
	gx, gy, g := got.Cursor()
	wx, wy, w := want.Cursor()
	switch {
	case g != w:
		return fmt.Sprintf("the cursor is shown: %v; want %v", g, w)
	case g && (gx != wx || gy != wy):
		return fmt.Sprintf("the cursor is in column %d of line %d; want column %d of line %d", gx+1, gy+1, wx+1, wy+1)
	}
	return ""
}

// String shows a cell in a message.
func (c Cell) String() string {
	out := fmt.Sprintf("%q", c.Text)
	for _, a := range []struct {
		bit  Attr
		name string
	}{{Bold, "bold"}, {Underline, "underlined"}, {Blink, "blinking"}, {Reverse, "reversed"}} {
		if c.Attr&a.bit != 0 {
			out += " " + a.name
		}
	}
	if c.FG != 0 {
		out += fmt.Sprintf(" in colour %d", c.FG-1)
	}
	if c.BG != 0 {
		out += fmt.Sprintf(" on colour %d", c.BG-1)
	}
	return out
}
