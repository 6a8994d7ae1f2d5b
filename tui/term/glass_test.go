package term

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// glass is a terminal that knows what the painter may send and nothing else;
// whatever more comes is written down in strange. How wide it makes characters
// that are not plain is for a test to say.
type glass struct {
	w, h        int
	cells       [][]string // a character, with the SGR before it if there is one
	x, y        int
	last        int // the column that was written last
	sgr         string
	top, bottom int
	shows       bool // its cursor
	wide        func(rune) int
	strange     []string
}

func newGlass(w, h int) *glass {
	g := &glass{w: w, h: h, bottom: h - 1, wide: func(rune) int { return 1 }}
	g.cells = make([][]string, h)
	for y := range g.cells {
		g.cells[y] = make([]string, w)
	}
	return g
}

func (g *glass) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		switch c := b[0]; {
		case c == 0x1b:
			b = b[g.escape(b):]
		case c == '\r':
			g.last = -1
			g.x, b = 0, b[1:]
		case c == '\b':
			g.x, b = max(g.x-1, 0), b[1:]
		case c == '\n':
			g.down()
			b = b[1:]
		case c < 0x20 || c == 0x7f:
			g.strange, b = append(g.strange, strconv.Quote(string(b[:1]))), b[1:]
		default:
			r, size := utf8.DecodeRune(b)
			g.put(r)
			b = b[size:]
		}
	}
	return n, nil
}

// put shows a character. There is no wrapping: the last column is overwritten.
func (g *glass) put(r rune) {
	if unicode.Is(unicode.M, r) {
		at := max(g.x-1, 0)
		if g.last == g.x { // the last column, where the cursor stays
			at = g.x
		}
		g.cells[g.y][at] += string(r)
		return
	}
	g.last = g.x
	s := string(r)
	if seen := r != ' ' || strings.ContainsAny(g.sgr, "457"); g.sgr != "" && seen {
		s = "<" + g.sgr + ">" + s
	}
	g.cells[g.y][g.x] = s
	n := 1
	if r >= 0x300 {
		n = g.wide(r)
	}
	for i := 1; i < n && g.x+i < g.w; i++ {
		g.cells[g.y][g.x+i] = ""
	}
	g.x = min(g.x+n, g.w-1)
}

func (g *glass) down() {
	if g.y == g.bottom {
		copy(g.cells[g.top:g.bottom+1], g.cells[g.top+1:g.bottom+1])
		g.cells[g.bottom] = make([]string, g.w)
		return
	}
	g.y = min(g.y+1, g.h-1)
}

func (g *glass) up() {
	if g.y == g.top {
		copy(g.cells[g.top+1:g.bottom+1], g.cells[g.top:g.bottom])
		g.cells[g.top] = make([]string, g.w)
		return
	}
	g.y = max(g.y-1, 0)
}

// escape does one sequence and gives its length.
func (g *glass) escape(b []byte) int {
	g.last = -1
	if len(b) > 1 && b[1] == 'M' {
		g.up()
		return 2
	}
	end := 2
	for end < len(b) && (b[end] < 0x40 || b[end] > 0x7e) {
		end++
	}
	if len(b) < 3 || b[1] != '[' || end == len(b) {
		g.strange = append(g.strange, strconv.Quote(string(b)))
		return len(b)
	}
	if !g.control(string(b[2:end]), b[end]) {
		g.strange = append(g.strange, strconv.Quote(string(b[:end+1])))
	}
	return end + 1
}

func (g *glass) control(params string, final byte) bool {
	var n []int
	for p := range strings.SplitSeq(params, ";") {
		i, err := strconv.Atoi(p)
		if err != nil && p != "" {
			i = -1
		}
		n = append(n, i)
	}
	arg := func(i, usual int) int {
		if i < len(n) && n[i] > 0 {
			return n[i]
		}
		return usual
	}
	switch {
	case final == 'H':
		g.y, g.x = min(arg(0, 1), g.h)-1, min(arg(1, 1), g.w)-1
	case final == 'C':
		g.x = min(g.x+arg(0, 1), g.w-1)
	case final == 'K' && params == "":
		clear(g.cells[g.y][g.x:])
	case final == 'J' && params == "2":
		for y := range g.cells {
			clear(g.cells[y])
		}
	case final == 'r':
		g.top, g.bottom, g.x, g.y = arg(0, 1)-1, arg(1, g.h)-1, 0, 0
	case final == 'm':
		g.style(n)
	case params == "?25":
		g.shows = final == 'h'
	case params == "?7", params == "?1049", params == "?2004":
	default:
		return false
	}
	return true
}

func (g *glass) style(n []int) {
	for _, p := range n {
		if p == 0 {
			g.sgr = ""
		} else {
			g.sgr += fmt.Sprintf("%d,", p)
		}
	}
}

// line is line y as it is seen, without the blanks at its end.
func (g *glass) line(y int) string {
	var b strings.Builder
	for _, c := range g.cells[y] {
		if c == "" {
			c = " "
		}
		b.WriteString(c)
	}
	return strings.TrimRight(b.String(), " ")
}
