package vt100

// put writes one character of n columns where the cursor is.
func (t *Terminal) put(text string, n int) {
	switch {
	case n == 0:
		t.join(text)
		return
	case n > t.w:
		return
	}
	if t.at.wrap || n > t.w-t.at.x {
		if t.modes.noWrap {
			t.at.x = t.w - n
		} else {
			t.at.x = 0
			t.index()
		}
		t.at.wrap = false
	}
	t.last = [2]int{t.at.x + n - 1, t.at.y}
	for i := range n {
		t.part(t.at.x+i, t.at.y)
		c := t.at.pen
		c.Text = ""
		if i == 0 {
			c.Text = text
		}
		t.grid[t.at.y][t.at.x+i] = c
	}
	if t.at.x+n < t.w {
		t.at.x += n
		return
	}
	t.at.x = t.w - 1
	t.at.wrap = !t.modes.noWrap
}

// join adds a mark to the character before the cursor: to the last that was
// written, where the cursor has not gone elsewhere since.
func (t *Terminal) join(mark string) {
	x := t.at.x - 1
	if t.last == [2]int{t.at.x, t.at.y} {
		x = t.at.x // in the last column, where the cursor stays
	}
	x = max(x, 0)
	for x > 0 && t.grid[t.at.y][x].Text == "" {
		x--
	}
	t.grid[t.at.y][x].Text += mark
}

// part blanks the other half of a wide character of which one half is about to
// be written over.
func (t *Terminal) part(x, y int) {
	line := t.grid[y]
	for i := x; i > 0 && line[i].Text == ""; i-- {
		line[i-1].Text = " "
		line[i].Text = " "
	}
	for i := x + 1; i < t.w && line[i].Text == ""; i++ {
		line[i].Text = " "
	}
}

// move puts the cursor at a column and line of the screen, or as near as it can.
func (t *Terminal) move(x, y int) {
	t.at.x, t.at.y, t.at.wrap = min(max(x, 0), t.w-1), min(max(y, 0), t.h-1), false
	t.last = [2]int{-1, -1}
}

// goTo is CUP: line and column from 1, the line from the margin in origin mode.
func (t *Terminal) goTo(line, col int) {
	if t.at.origin {
		t.move(col-1, min(t.top+line-1, t.end))
		return
	}
	t.move(col-1, line-1)
}

// up is CUU: a margin stops it, unless the cursor is beyond.
func (t *Terminal) up(n int) {
	y := t.at.y - n
	if t.at.y >= t.top {
		y = max(y, t.top)
	}
	t.move(t.at.x, y)
}

// down is CUD.
func (t *Terminal) down(n int) {
	y := t.at.y + n
	if t.at.y <= t.end {
		y = min(y, t.end)
	}
	t.move(t.at.x, y)
}

// index is IND: one line down, and the region scrolls at its last.
func (t *Terminal) index() {
	if t.at.y == t.end {
		copy(t.grid[t.top:t.end], t.grid[t.top+1:t.end+1])
		t.grid[t.end] = t.empty()
	} else {
		t.at.y = min(t.at.y+1, t.h-1)
	}
	t.at.wrap = false
}

// reverseIndex is RI: one line up, and the region scrolls at its first.
func (t *Terminal) reverseIndex() {
	if t.at.y == t.top {
		copy(t.grid[t.top+1:t.end+1], t.grid[t.top:t.end])
		t.grid[t.top] = t.empty()
	} else {
		t.at.y = max(t.at.y-1, 0)
	}
	t.at.wrap = false
}

func (t *Terminal) empty() []Cell {
	line := make([]Cell, t.w)
	for x := range line {
		line[x] = t.erased()
	}
	return line
}

// erased is what erasing leaves: no attribute, and on terminals that have
// colours the background that is set.
func (t *Terminal) erased() Cell { return Cell{Text: " ", BG: t.at.pen.BG} }

// eraseLine is EL.
func (t *Terminal) eraseLine(how int) bool {
	switch how {
	case 0:
		t.erase(t.at.y, t.at.x, t.w)
	case 1:
		t.erase(t.at.y, 0, t.at.x+1)
	case 2:
		t.erase(t.at.y, 0, t.w)
	default:
		return false
	}
	return true
}

// eraseScreen is ED.
func (t *Terminal) eraseScreen(how int) bool {
	from, to := 0, t.h
	switch how {
	case 0:
		t.eraseLine(0)
		from = t.at.y + 1
	case 1:
		t.eraseLine(1)
		to = t.at.y
	case 2:
	default:
		return false
	}
	for y := from; y < to; y++ {
		t.erase(y, 0, t.w)
	}
	return true
}

func (t *Terminal) erase(y, from, to int) {
	t.part(from, y)
	t.part(to-1, y)
	for x := from; x < to; x++ {
		t.grid[y][x] = t.erased()
	}
}

// margins is DECSTBM: the first and the last line that scroll, from 1. It is
// false for a region of fewer than two lines or beyond the screen.
func (t *Terminal) margins(top, end int) bool {
	if top >= end || end > t.h {
		return false
	}
	t.top, t.end = top-1, end-1
	t.goTo(1, 1)
	return true
}

// tab goes to the next tab stop, or the last column.
func (t *Terminal) tab() {
	x := t.at.x + 1
	for x < t.w-1 && !t.tabs[x] {
		x++
	}
	t.move(x, t.at.y)
}

// sgr sets one attribute; false where this kind has none of that number.
func (t *Terminal) sgr(n int) bool {
	p := &t.at.pen
	switch {
	case n == 0:
		*p = Cell{Text: " "}
	case n == 1:
		p.Attr |= Bold
	case n == 4:
		p.Attr |= Underline
	case n == 5:
		p.Attr |= Blink
	case n == 7:
		p.Attr |= Reverse
	case t.kind == VT100:
		return false
	case n == 22:
		p.Attr &^= Bold
	case n == 24:
		p.Attr &^= Underline
	case n == 25:
		p.Attr &^= Blink
	case n == 27:
		p.Attr &^= Reverse
	default:
		return t.kind != VT220 && t.colour(n)
	}
	return true
}

func (t *Terminal) colour(n int) bool {
	p := &t.at.pen
	switch {
	case n >= 30 && n <= 37:
		p.FG = uint8(n-30) + 1
	case n == 39:
		p.FG = 0
	case n >= 40 && n <= 47:
		p.BG = uint8(n-40) + 1
	case n == 49:
		p.BG = 0
	case t.kind != XTerm:
		return false
	case n >= 90 && n <= 97:
		p.FG = uint8(n-90) + 9
	case n >= 100 && n <= 107:
		p.BG = uint8(n-100) + 9
	default:
		return false
	}
	return true
}

// mode switches an ANSI mode; false where there is none of that number.
func (t *Terminal) mode(n int, on bool) bool {
	if n != 20 {
		return false
	}
	t.modes.newLine = on
	return true
}

// private switches one of DEC's modes.
func (t *Terminal) private(n int, on bool) bool {
	switch {
	case n == 1 || n == 4 || n == 8 || n == 9: // cursor keys, smooth scroll, repeat, interlace: nothing is seen
	case n == 5:
		t.modes.reverse = on
	case n == 6:
		t.at.origin = on
		t.goTo(1, 1)
	case n == 7:
		t.modes.noWrap = !on
		t.at.wrap = false
	case n == 25 && t.kind != VT100:
		t.modes.hidden = !on
	case n == 2004 && t.kind == XTerm:
		t.modes.paste = on
	case n == 1049 && t.kind == XTerm:
		t.screen(on)
	default:
		return false
	}
	return true
}

// screen shows the second screen, empty, or the first as it was left.
func (t *Terminal) screen(second bool) {
	if second == t.modes.second {
		return
	}
	t.modes.second = second
	t.grid, t.other = t.other, t.grid
	if !second {
		t.at = t.saved
		return
	}
	t.saved = t.at
	for y := range t.h {
		t.grid[y] = t.empty()
	}
}
