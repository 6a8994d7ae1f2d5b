package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/store/text"
)

// style is how a character looks: attributes in the low bits, the colour above
// them, 0 for none and otherwise 1 more than its number.
type style uint8

const (
	bold style = 1 << iota
	underline
	blink
	reverse
	colourBit   = 4
	attributes  = bold | underline | blink | reverse
	colourLimit = 8
)

// sgr is the parameters that set the style on a terminal that has none set.
func (s style) sgr(b []byte) []byte {
	for _, a := range []struct {
		bit style
		n   byte
	}{{bold, '1'}, {underline, '4'}, {blink, '5'}, {reverse, '7'}} {
		if s&a.bit != 0 {
			b = append(b, ';', a.n)
		}
	}
	if c := s >> colourBit; c > 0 {
		b = append(b, ';', '3', '0'+byte(c)-1)
	}
	return b
}

// cell is one column of a row: where in the row's text its character is. The
// second column of a wide character has no text.
type cell struct {
	at    uint32
	n     uint16
	style style
	sure  bool // every terminal makes it as wide as it is taken for
}

// row is one line of a frame, read into columns. The spaces at its end are no
// part of it.
type row struct {
	text  string
	cells []cell
	known bool // every style in it is known
	sure  bool // every cell is
}

// read reads a line, of which no more than w columns are taken.
func (r *row) read(line string, w int) {
	r.text, r.cells, r.known, r.sure = line, r.cells[:0], true, true
	var now style
	for i := 0; i < len(line) && len(r.cells) < w; {
		switch c := line[i]; {
		case c >= 0x20 && c < 0x7f && (i+1 == len(line) || line[i+1] < 0x80): // no mark can follow
			r.cells = append(r.cells, cell{uint32(i), 1, now, true})
			i++
		case c == 0x1b:
			n := r.readStyle(line[i:], &now)
			if n == 0 {
				r.known = false
				return
			}
			i += n
		case c < 0x20 || c == 0x7f:
			r.known = false
			return
		default:
			i += r.readCluster(line[i:], i, w, now)
		}
	}
	last := len(r.cells)
	for last > 0 && r.blank(last-1) {
		last--
	}
	r.cells = r.cells[:last]
}

// readStyle reads the style that a sequence sets; 0 where it is none that is
// known.
func (r *row) readStyle(s string, now *style) int {
	end := strings.IndexByte(s, 'm')
	if end < 2 || s[1] != '[' {
		return 0
	}
	st := *now
	for p := range strings.SplitSeq(s[2:end], ";") {
		switch {
		case p == "" || p == "0":
			st = 0
		case p == "1":
			st |= bold
		case p == "4":
			st |= underline
		case p == "5":
			st |= blink
		case p == "7":
			st |= reverse
		case len(p) == 2 && p[0] == '3' && p[1] >= '0' && p[1] < '0'+colourLimit:
			st = st&attributes | style(p[1]-'0'+1)<<colourBit
		default:
			return 0
		}
	}
	*now = st
	return end + 1
}

// readCluster takes one character that is not ASCII, with its marks.
func (r *row) readCluster(s string, at, w int, now style) int {
	cluster, cols := text.First(s)
	switch {
	case cols == 0 || len(r.cells)+cols > w: // a mark that stands alone, or no room
		r.sure = false
		return len(cluster)
	case len(cluster) > 0xffff:
		r.known = false
		return len(cluster)
	}
	sure := cols == 1 && certain(cluster)
	r.sure = r.sure && sure
	r.cells = append(r.cells, cell{uint32(at), uint16(len(cluster)), now, sure})
	for range cols - 1 {
		r.cells = append(r.cells, cell{uint32(at), 0, now, sure})
	}
	return len(cluster)
}

// certain says whether terminals agree that a character takes one column: one
// that stands alone, of the alphabets, signs and lines of Europe.
func certain(cluster string) bool {
	c, n := utf8.DecodeRuneInString(cluster)
	return n == len(cluster) && !unicode.Is(unicode.M, c) &&
		(c < 0x590 || c >= 0x1e00 && c < 0x2600 || c >= 0x2700 && c < 0x27c0)
}

// after says whether the column comes after one of which the width is not certain,
// so that there may be something in it.
func (r *row) after(x int) bool { return x > 0 && !r.cells[x-1].sure }

// blank says whether nothing is seen in a column.
func (r *row) blank(x int) bool {
	c := r.cells[x]
	return c.n == 1 && r.text[c.at] == ' ' && c.style&^(bold|style(0xf)<<colourBit) == 0
}

func (r *row) bytes(x int) string {
	c := r.cells[x]
	return r.text[c.at : c.at+uint32(c.n)]
}

// same says whether the column looks alike in both rows.
func same(a, b *row, x int) bool {
	switch inA, inB := x < len(a.cells), x < len(b.cells); {
	case inA && inB:
		return a.cells[x].style == b.cells[x].style && a.bytes(x) == b.bytes(x) || a.blank(x) && b.blank(x)
	case inA:
		return a.blank(x)
	case inB:
		return b.blank(x)
	}
	return true
}
