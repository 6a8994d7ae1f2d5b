package vt100

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// input is what was read of a character or a sequence that is not complete.
type input struct {
	state state
	seq   []byte // of an escape sequence, after ESC
	char  []byte // of a character of more than one byte
}

type state uint8

const (
	ground  state = iota
	escape        // after ESC
	control       // after ESC [
)

// Write shows the bytes. It always takes all of them.
func (t *Terminal) Write(b []byte) (int, error) {
	for _, c := range b {
		t.byte(c)
	}
	return len(b), nil
}

func (t *Terminal) byte(c byte) {
	if len(t.in.char) > 0 && c&0xc0 != 0x80 {
		t.count("broken UTF-8 %q", t.in.char)
		t.in.char = nil
	}
	switch {
	case c == 0x18 || c == 0x1a: // CAN and SUB break a sequence off
		t.drop()
	case c == 0x1b:
		if t.in.state != ground {
			t.count("broken off: ESC %s", t.in.seq)
		}
		t.in.state, t.in.seq = escape, nil
		if t.kind == Dumb {
			t.count("ESC")
			t.in.state = ground
		}
	case c < 0x20:
		t.act(c) // in the middle of a sequence, too
	case t.in.state == escape:
		t.escape(c)
	case t.in.state == control:
		t.control(c)
	case c == 0x7f: // fill, no character
	case c < 0x7f:
		t.put(t.glyph(c), 1)
	default:
		t.char(c)
	}
}

// count notes something that the terminal does not know.
func (t *Terminal) count(format string, args ...any) { t.unknown[fmt.Sprintf(format, args...)]++ }

// drop is the end of a sequence that a VT100 gives up.
func (t *Terminal) drop() {
	if t.in.state != ground {
		t.count("broken off: ESC %s", t.in.seq)
	}
	t.in.state = ground
}

// char takes a byte of a character beyond ASCII.
func (t *Terminal) char(c byte) {
	if t.cols == nil {
		t.count("byte %#02x", c)
		return
	}
	t.in.char = append(t.in.char, c)
	if !utf8.FullRune(t.in.char) {
		return
	}
	r, n := utf8.DecodeRune(t.in.char)
	if r == utf8.RuneError && n == 1 || r < 0xa0 {
		t.count("broken UTF-8 %q", t.in.char)
	} else {
		t.put(string(r), t.cols(r))
	}
	t.in.char = nil
}

// graphics are the special graphics from "_" to "~".
var graphics = []rune(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")

// glyph is a character in the set that is in use.
func (t *Terminal) glyph(c byte) string {
	switch set := t.at.sets[t.at.shift]; {
	case set == '0' && c >= '_':
		return string(graphics[c-'_'])
	case set == 'A' && c == '#':
		return "£"
	}
	return string(rune(c))
}

// act does what a control character asks.
func (t *Terminal) act(c byte) {
	switch {
	case c == 0 || c == 7 || c == 0x11 || c == 0x13: // NUL, BEL, XON, XOFF: nothing is seen
	case c == '\b':
		t.move(t.at.x-1, t.at.y)
	case c == '\t':
		t.tab()
	case c == '\r':
		t.move(0, t.at.y)
	case c == '\n':
		t.lineFeed()
	case t.kind == Dumb:
		t.count("control character %#02x", c)
	case c == 0x0b || c == 0x0c: // VT and FF are LF
		t.lineFeed()
	case c == 0x0e || c == 0x0f:
		t.at.shift = int(0x0f - c)
	default:
		t.count("control character %#02x", c)
	}
}

func (t *Terminal) lineFeed() {
	t.index()
	if t.modes.newLine {
		t.at.x = 0
	}
}

// escape takes a byte after ESC.
func (t *Terminal) escape(c byte) {
	t.in.seq = append(t.in.seq, c)
	if c == '[' && len(t.in.seq) == 1 {
		t.in.state = control
		return
	}
	if c >= 0x20 && c < 0x30 {
		return
	}
	t.in.state = ground
	switch seq := string(t.in.seq); seq {
	case "7":
		t.saved = t.at
		t.saved.wrap = false
	case "8":
		t.at = t.saved
	case "=", ">": // keypad
	case "D":
		t.index()
	case "E":
		t.move(0, t.at.y)
		t.index()
	case "H":
		t.tabs[t.at.x] = true
	case "M":
		t.reverseIndex()
	case "c":
		t.reset()
	case "#8":
		t.align()
	case "(A", "(B", "(0":
		t.at.sets[0] = c
	case ")A", ")B", ")0":
		t.at.sets[1] = c
	default:
		t.count("ESC %s", seq)
	}
}

// align is DECALN: a screen of E.
func (t *Terminal) align() {
	for y := range t.grid {
		for x := range t.grid[y] {
			t.grid[y][x] = Cell{Text: "E"}
		}
	}
	t.top, t.end = 0, t.h-1
	t.move(0, 0)
}

// control takes a byte after ESC [.
func (t *Terminal) control(c byte) {
	t.in.seq = append(t.in.seq, c)
	if c < 0x40 {
		return
	}
	t.in.state = ground
	if !t.sequence(string(t.in.seq[1:len(t.in.seq)-1]), c) {
		t.count("CSI %s", named(string(t.in.seq[1:])))
	}
}

// sequence does a control sequence; false for one that is not known.
func (t *Terminal) sequence(params string, final byte) bool {
	private := strings.HasPrefix(params, "?")
	p, ok := numbers(strings.TrimPrefix(params, "?"))
	if !ok || private && final != 'h' && final != 'l' {
		return false
	}
	first := max(p[0], 1)
	switch final {
	case 'A':
		t.up(first)
	case 'B':
		t.down(first)
	case 'C':
		t.move(t.at.x+first, t.at.y)
	case 'D':
		t.move(t.at.x-first, t.at.y)
	case 'H', 'f':
		if len(p) > 2 {
			return false
		}
		t.goTo(first, max(append(p, 1)[1], 1))
	case 'r':
		if len(p) > 2 {
			return false
		}
		last := append(p, 0)[1]
		if last == 0 {
			last = t.h
		}
		return t.margins(first, last)
	case 'J':
		return each(p, t.eraseScreen)
	case 'K':
		return each(p, t.eraseLine)
	case 'm':
		return each(p, t.sgr)
	case 'g':
		return each(p, t.clearTab)
	case 'q': // lamps
		return each(p, func(n int) bool { return n <= 4 })
	case 'h', 'l':
		switchMode := t.mode
		if private {
			switchMode = t.private
		}
		return each(p, func(n int) bool { return switchMode(n, final == 'h') })
	default:
		return false
	}
	return len(p) == 1 || final == 'H' || final == 'f'
}

// clearTab is TBC.
func (t *Terminal) clearTab(how int) bool {
	switch how {
	case 0:
		delete(t.tabs, t.at.x)
	case 3:
		clear(t.tabs)
	default:
		return false
	}
	return true
}

// each does something for every parameter, and says whether all were known.
func each(params []int, do func(int) bool) bool {
	ok := true
	for _, n := range params {
		ok = do(n) && ok
	}
	return ok
}

// most is how many parameters a VT100 keeps.
const most = 16

// numbers reads parameters; there is always one, and 0 stands for one that is
// not given. It is false for anything that is no number.
func numbers(s string) ([]int, bool) {
	out := []int{0}
	for _, c := range []byte(s) {
		switch {
		case c == ';':
			out = append(out, 0)
		case c >= '0' && c <= '9' && out[len(out)-1] < 10000:
			out[len(out)-1] = out[len(out)-1]*10 + int(c-'0')
		default:
			return nil, false
		}
	}
	return out, len(out) <= most
}

// named gives a control sequence the name of what it does on terminals that do
// know it.
func named(seq string) string {
	what := map[string]string{
		"@": "insert character", "P": "delete character", "L": "insert line", "M": "delete line", "X": "erase character",
		"S": "scroll up", "T": "scroll down", "G": "to a column", "d": "to a line", "b": "repeat", "4h": "insert mode",
		"s": "save the cursor", "u": "restore the cursor", "c": "question: what are you", "n": "question: status",
		"x": "question: parameters", "p": "question: mode", "?25l": "hide the cursor", "?25h": "show the cursor",
		"?1049h": "second screen", "?1049l": "first screen", "?2004h": "bracketed paste", "?2004l": "bracketed paste off",
		"?2026h": "frame begins", "?2026l": "frame ends", "?2l": "VT52", "?3h": "132 columns",
	}
	words, ok := what[seq]
	if !ok {
		words, ok = what[seq[len(seq)-1:]]
	}
	if !ok {
		return seq
	}
	return seq + " (" + words + ")"
}
