// Package look is how one session's screens look: styles by meaning, the signs
// a terminal can show, and the few widgets that pages share (List, Field,
// Choice, Confirm, Text). One Look belongs to one session; there is nothing
// here that two sessions share.
//
// It knows text, keys and columns. It must not know pages, records or how a
// frame reaches a terminal. Colour is only ever a second sign: whatever a style
// says, words or a glyph say too. A row of plain text wants no style at all.
package look

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"signpost/store/text"
)

// Options is what a session's terminal can do, and what its member wants of it.
type Options struct {
	Colour  bool   // sixteen colours, and the member did not ask for none
	Scheme  Scheme // for what background the colours are
	Unicode bool   // certain to show UTF-8
	Names   bool   // the line is fast enough to reverse the name in focus, not its marker alone
}

// Scheme is the background that colours have to be read on.
type Scheme uint8

// The schemes there are.
const (
	AnyBackground Scheme = iota // not known: colours that can be read on black and on white
	DarkBackground
	LightBackground
)

// Look draws for one session. The zero Look draws plain ASCII without any
// style, which is what tests want.
type Look struct {
	Glyphs  Glyphs
	unicode bool
	styled  bool
	names   bool
	colours colours
}

// New is the Look for a terminal.
func New(o Options) Look {
	l := Look{Glyphs: asciiGlyphs, styled: true, names: o.Names, unicode: o.Unicode}
	if o.Unicode {
		l.Glyphs = unicodeGlyphs
	}
	if o.Colour {
		l.colours = coloursOn(o.Scheme)
	}
	return l
}

// Trying is the Look for finding out whether a terminal shows UTF-8: it draws
// nothing of its own in it, and lets it through in text.
func (l Look) Trying() Look {
	l.unicode = true
	return l
}

// Unicode says whether UTF-8 is shown.
func (l Look) Unicode() bool { return l.unicode }

// Colour says whether colours are shown.
func (l Look) Colour() bool { return l.colours != colours{} }

// Plain is the Look without styles or Unicode.
func Plain() Look { return Look{Glyphs: asciiGlyphs} }

// Glyphs are the signs that mean something, each one column wide.
type Glyphs struct {
	Marker string // before the row in focus
	Yes    string // met, eligible, open
	No     string // failed, not eligible, closed
	Ask    string // not known, unclear
	Near   string // a near miss
	Bullet string // before a list item
	Rule   string // repeated, a line across
	Bar    string // between two panes
}

var (
	asciiGlyphs   = Glyphs{Marker: ">", Yes: "+", No: "x", Ask: "?", Near: "~", Bullet: "-", Rule: "-", Bar: "|"}
	unicodeGlyphs = Glyphs{Marker: ">", Yes: "✓", No: "✗", Ask: "?", Near: "~", Bullet: "•", Rule: "─", Bar: "│"}
)

// The styles are Lip Gloss's, rendered once around nothing: rendering them in
// View would cost more than the rest of a frame (92 us and 688 allocations on a
// page of ordinary rows). Bold, reverse and underline are no colours: NO_COLOR
// keeps them.
var (
	plainStyle = lipgloss.NewStyle()
	bold       = begin(plainStyle.Bold(true))
	reverse    = begin(plainStyle.Reverse(true))
	underline  = begin(plainStyle.Underline(true))
)

// reset ends every style.
const reset = "\x1b[m"

// begin is what a style sends before the text it is for.
func begin(s lipgloss.Style) string {
	before, _, _ := strings.Cut(s.Render("x"), "x")
	return before
}

// colours are those of the three meanings there are; none of them is "".
type colours struct{ good, warn, bad string }

// coloursOn are colours with enough contrast. Yellow cannot be read on white,
// nor green or any bright colour; the dark ones hardly on black, where bold makes
// them bright.
func coloursOn(s Scheme) colours {
	in := func(style lipgloss.Style, good, warn, bad color.Color) colours {
		return colours{good: begin(style.Foreground(good)), warn: begin(style.Foreground(warn)), bad: begin(style.Foreground(bad))}
	}
	switch s {
	case DarkBackground:
		return in(plainStyle.Bold(true), lipgloss.Green, lipgloss.Yellow, lipgloss.Red)
	case LightBackground:
		return in(plainStyle, lipgloss.Blue, lipgloss.Magenta, lipgloss.Red)
	}
	return in(plainStyle, lipgloss.Green, lipgloss.Magenta, lipgloss.Red)
}

func (l Look) paint(style, s string) string {
	if !l.styled || s == "" || style == "" {
		return s
	}
	return style + s + reset
}

// Row is a row of a list: after its marker where it has the focus. The marker is
// reversed; on a fast line the name is too, which is what stands before the first
// two spaces.
func (l Look) Row(focus bool, s string) string {
	switch {
	case !focus:
		return "  " + s
	case !l.names || strings.Contains(s, "\x1b"):
		return l.paint(reverse, l.Glyphs.Marker) + " " + s
	}
	name, _, _ := strings.Cut(s, "  ")
	return l.paint(reverse, l.Glyphs.Marker+" "+name) + s[len(name):]
}

// Title is for a heading.
func (l Look) Title(s string) string { return l.paint(bold, s) }

// Key is for the name of a key.
func (l Look) Key(s string) string { return l.paint(bold, s) }

// Field is for the text being typed.
func (l Look) Field(s string) string { return l.paint(underline, s) }

// Alert is for the one thing on the screen that must be read.
func (l Look) Alert(s string) string { return l.paint(reverse, s) }

// Good is for what is met, done or open. Say so in words or a glyph too.
func (l Look) Good(s string) string { return l.paint(l.colours.good, s) }

// Warn is for what is not known or needs care. Say so in words or a glyph too.
func (l Look) Warn(s string) string { return l.paint(l.colours.warn, s) }

// Bad is for what failed or is closed. Say so in words or a glyph too.
func (l Look) Bad(s string) string { return l.paint(l.colours.bad, s) }

// Text is s as one line that cannot act and that this terminal can show: on a
// terminal not certain to show UTF-8, in ASCII.
func (l Look) Text(s string) string {
	s = text.Safe(s)
	if l.unicode {
		return s
	}
	return fold(s)
}

// Cut is Text in at most w columns, with ".." where something was left out.
func (l Look) Cut(s string, w int) string { return text.Cut(l.Text(s), max(w, 0)) }

// Fit is Cut, filled with spaces to exactly w columns.
func (l Look) Fit(s string, w int) string { return text.Pad(l.Text(s), max(w, 0)) }

// Wrap is s as lines of at most w columns, broken at spaces and at its own new
// lines.
func (l Look) Wrap(s string, w int) []string {
	s = text.SafeLines(s)
	if !l.unicode {
		s = fold(s)
	}
	return text.Wrap(s, max(w, 1))
}

// Hang is s wrapped to w columns with head before its first line and as many
// spaces before the others: for a bullet, or for a label and its value. head is
// plain text; where it takes more than half of w, it stands on a line of its own.
func (l Look) Hang(head, s string, w int) []string {
	head = l.Text(head)
	n := text.Width(head)
	if n > w/2 {
		return append(text.Wrap(head, max(w, 1)), l.Wrap(s, w)...)
	}
	lines := l.Wrap(s, w-n)
	if len(lines) == 0 {
		lines = []string{""}
	}
	pad := strings.Repeat(" ", n)
	for i := range lines {
		if i == 0 {
			lines[i] = head + lines[i]
		} else if lines[i] != "" {
			lines[i] = pad + lines[i]
		}
	}
	return lines
}

// Pair is a label and its value, wrapped, the value from column labelW on.
func (l Look) Pair(label, value string, labelW, w int) []string {
	return l.Hang(l.Fit(label, labelW-2)+"  ", value, w)
}

// Rule is a line across w columns.
func (l Look) Rule(w int) string { return strings.Repeat(l.Glyphs.Rule, max(w, 0)) }

// Width is how many columns s takes, styles not counted.
func Width(s string) int {
	if !strings.Contains(s, "\x1b") {
		return text.Width(s)
	}
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '\x1b')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		j := strings.IndexByte(s[i:], 'm')
		if j < 0 {
			break
		}
		s = s[i+j+1:]
	}
	return text.Width(b.String())
}
