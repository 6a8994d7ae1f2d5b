package term

import (
	"io"
	"strconv"
	"sync"
	"time"
)

// frame is one screen as it is to be: lines with no more in them than text and
// SGR, and where the cursor is.
type frame struct {
	size   Size
	lines  []string
	x, y   int
	cursor bool // shown
}

// painter draws the newest frame on a terminal, one write a frame, in a
// goroutine of its own: a slow line gets fewer frames, never a queue of them.
// Only the columns that differ from what is on the screen are written.
//
// It sends what a VT100 knows and nothing else: moves of the cursor, erasing,
// SGR, scrolling of a part of the screen, wrap on and off; to one that can hide
// its cursor that, and to a modern terminal its second screen and bracketed
// paste. It never inserts or
// deletes, so that no terminal can disagree about the result, and asks nothing.
type painter struct {
	w     io.Writer
	caps  Caps
	mu    sync.Mutex
	next  *frame        // not drawn yet
	wake  chan struct{} // something to draw
	over  chan struct{} // closed at the end
	least time.Duration // between two frames
	shown *frame        // on the terminal; nil when that is not known
	pen   pen
	again bool   // the terminal may be in any state
	rows  [2]row // the row there is, and the row there is to be
}

func newPainter(w io.Writer, caps Caps) *painter {
	return &painter{w: w, caps: caps, wake: make(chan struct{}, 1), over: make(chan struct{})}
}

// show has the frame drawn, instead of any that was not drawn yet.
func (p *painter) show(f *frame) {
	p.mu.Lock()
	p.next = f
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// redraw has the next frame drawn whole, whatever the terminal was set to.
func (p *painter) redraw() {
	p.mu.Lock()
	p.shown, p.again = nil, true
	p.mu.Unlock()
}

// forget has the next frame drawn whole: the terminal was given another size, be
// it that of the last frame again by now, and nobody knows what it made of it.
func (p *painter) forget() {
	p.mu.Lock()
	p.shown = nil
	p.mu.Unlock()
}

// pace has frames drawn no closer together than least.
func (p *painter) pace(least time.Duration) {
	p.mu.Lock()
	p.least = least
	p.mu.Unlock()
}

// end stops the painter after what it is writing. It is called once.
func (p *painter) end() { close(p.over) }

// run draws until end is called or the line breaks.
func (p *painter) run() error {
	var last time.Time
	for {
		select {
		case <-p.wake:
		case <-p.over:
			return nil
		}
		if !p.rest(last) {
			return nil
		}
		p.latest()
		if len(p.pen.out) == 0 {
			continue
		}
		if _, err := p.w.Write(p.pen.out); err != nil {
			return err
		}
		p.pen.out = p.pen.out[:0]
		last = time.Now()
	}
}

// latest draws the newest frame, if it is not drawn yet.
func (p *painter) latest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next != nil {
		p.draw(p.next)
		p.next = nil
	}
}

// rest waits until the next frame may be drawn; false when the end comes first.
func (p *painter) rest(last time.Time) bool {
	p.mu.Lock()
	least := p.least
	p.mu.Unlock()
	wait := time.Until(last.Add(least))
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-p.over:
		return false
	}
}

// enter is what is sent before the first frame.
func (p *painter) enter() string {
	out := "\x1b[?7l"
	if p.caps.Modern {
		out = "\x1b[?1049h\x1b[?2004h" + out
	}
	if p.caps.Hides {
		out += "\x1b[?25l"
	}
	return out
}

// leave puts the terminal back, with one line on it if there is one to leave.
func (p *painter) leave(farewell string) string {
	out := "\x1b[m\x1b[?7h"
	if p.caps.Hides {
		out += "\x1b[?25h"
	}
	if p.caps.Modern {
		out += "\x1b[?2004l\x1b[?1049l"
	} else {
		out += "\x1b[H\x1b[J"
	}
	if farewell != "" {
		out += farewell + "\r\n"
	}
	return out
}

// draw writes what turns the screen shown into f.
func (p *painter) draw(f *frame) {
	k := &p.pen
	k.w = f.size.W
	var old []string
	if p.again {
		k.out = append(k.out, "\x1b[?7l"...)
		if p.caps.Hides {
			k.out = append(k.out, "\x1b[?25l"...)
			k.on = false
		}
		if !p.caps.NoRegion {
			k.out = append(k.out, "\x1b[r"...)
		}
		p.again = false
	}
	if p.shown == nil || p.shown.size != f.size {
		k.clear()
		old = make([]string, len(f.lines))
	} else {
		old = p.scroll(p.shown.lines, f.lines)
	}
	for y, line := range f.lines {
		p.line(y, old[y], line)
	}
	k.paint(0)
	switch {
	case f.cursor:
		k.move(f.x, f.y)
	case !p.caps.Hides: // out of the way, always in the same place
		k.move(0, f.size.H-1)
	}
	if p.caps.Hides {
		k.cursor(f.cursor)
	}
	p.shown = f
}

// line turns one line on the screen into another.
func (p *painter) line(y int, old, line string) {
	if old == line {
		return
	}
	a, b := &p.rows[0], &p.rows[1]
	a.read(old, p.pen.w)
	b.read(line, p.pen.w)
	if !b.known {
		p.pen.raw(y, line)
		return
	}
	if !a.known || !a.sure || !b.sure { // where its columns are is not certain
		p.pen.move(0, y)
		p.pen.erase()
		a.read("", p.pen.w)
	}
	p.pen.turn(y, a, b)
}

// pen writes to one terminal and knows where its cursor is.
type pen struct {
	out   []byte
	w     int   // columns of the screen
	x, y  int   // where the cursor is; x below 0: not known in its line, y below 0: not at all
	style style // set now
	on    bool  // the cursor is shown
}

// near is how many columns that are alike are written again rather than moved
// over.
const near = 4

// turn writes what makes row a into b, on line y.
func (k *pen) turn(y int, a, b *row) {
	for x := 0; x < len(b.cells); x++ {
		if same(a, b, x) && !k.between(x, a, b) && !b.after(x) {
			continue
		}
		if k.x != x || k.y != y {
			if b.cells[x].n == 0 {
				continue // the second half of what was just written
			}
			k.move(x, y)
		}
		k.put(b, x)
	}
	if len(a.cells) > len(b.cells) || b.after(len(b.cells)) && len(b.cells) < k.w {
		k.move(len(b.cells), y)
		k.erase()
	}
}

// between says whether column x is one of a few that are alike between those
// that are not, so that it is cheaper to write it again: the cursor is there, and
// the style stays.
func (k *pen) between(x int, a, b *row) bool {
	if k.x != x || x == 0 || b.cells[x-1].style != k.style {
		return false
	}
	for n := range near + 1 {
		switch {
		case x+n >= len(b.cells):
			return false
		case !same(a, b, x+n):
			return n > 0
		case b.cells[x+n].style != k.style || b.cells[x+n].n > 1:
			return false
		}
	}
	return false
}

// put writes one column where the cursor is.
func (k *pen) put(r *row, x int) {
	c := r.cells[x]
	if c.n == 0 {
		return
	}
	k.paint(c.style)
	k.out = append(k.out, r.bytes(x)...)
	if !c.sure || x+1 >= k.w {
		k.x = -1
		return
	}
	k.x = x + 1
}

// raw writes a line whose styles are not known.
func (k *pen) raw(y int, line string) {
	k.move(0, y)
	k.erase()
	k.out = append(k.out, line...)
	k.out = append(k.out, "\x1b[m"...)
	k.x = -1
}

// clear empties the screen.
func (k *pen) clear() {
	k.out = append(k.out, "\x1b[m\x1b[H\x1b[2J"...)
	k.x, k.y, k.style = 0, 0, 0
}

// erase empties the line from the cursor on.
func (k *pen) erase() {
	k.paint(0)
	k.out = append(k.out, "\x1b[K"...)
}

// paint sets a style.
func (k *pen) paint(s style) {
	if s == k.style {
		return
	}
	var b [16]byte
	params := s.sgr(b[:0])
	switch {
	case s == 0:
		params = nil
	case k.style == 0:
		params = params[1:]
	default:
		params = append([]byte{'0'}, params...)
	}
	k.out = append(append(append(k.out, "\x1b["...), params...), 'm')
	k.style = s
}

// cursor shows the cursor, or hides it.
func (k *pen) cursor(on bool) {
	switch {
	case on == k.on:
		return
	case on:
		k.out = append(k.out, "\x1b[?25h"...)
	default:
		k.out = append(k.out, "\x1b[?25l"...)
	}
	k.on = on
}

// move puts the cursor at column x of line y, by the fewest bytes.
func (k *pen) move(x, y int) {
	down := y - k.y
	switch {
	case k.y < 0:
		k.place(x, y)
	case x == k.x && down == 0:
	case x == 0 && down >= 0 && down <= 2:
		k.out = append(k.out, '\r')
		for range down {
			k.out = append(k.out, '\n')
		}
	case down != 0 || k.x < 0:
		k.place(x, y)
	case x == k.x-1:
		k.out = append(k.out, '\b')
	case x > k.x:
		k.sequence('C', x-k.x)
	default:
		k.place(x, y)
	}
	k.x, k.y = x, y
}

// place is the move that always holds.
func (k *pen) place(x, y int) {
	if x == 0 {
		k.sequence('H', y+1)
		return
	}
	k.sequence('H', y+1, x+1)
}

// sequence writes a control sequence. A 1 alone is what every terminal takes it
// for without.
func (k *pen) sequence(final byte, numbers ...int) {
	k.out = append(k.out, "\x1b["...)
	if len(numbers) == 1 && numbers[0] == 1 {
		numbers = nil
	}
	for i, n := range numbers {
		if i > 0 {
			k.out = append(k.out, ';')
		}
		k.out = strconv.AppendInt(k.out, int64(n), 10)
	}
	k.out = append(k.out, final)
}
