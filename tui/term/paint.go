package term

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
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
//
// It sends what a VT100 knows and nothing else: cursor position, erasing, SGR,
// cursor and wrap on and off; and to a modern terminal its second screen and
// bracketed paste. It never inserts or deletes, so that no terminal can disagree
// about the result, and asks nothing.
type painter struct {
	w      io.Writer
	modern bool
	mu     sync.Mutex
	next   *frame        // not drawn yet
	wake   chan struct{} // something to draw, or to end for
	ended  bool
	shown  *frame // on the terminal; nil when that is not known
	on     bool   // the cursor is shown
	buf    bytes.Buffer
}

func newPainter(w io.Writer, modern bool) *painter {
	return &painter{w: w, modern: modern, wake: make(chan struct{}, 1)}
}

// show has the frame drawn, instead of any that was not drawn yet.
func (p *painter) show(f *frame) {
	p.mu.Lock()
	p.next = f
	p.mu.Unlock()
	p.nudge()
}

// redraw has the next frame drawn whole.
func (p *painter) redraw() {
	p.mu.Lock()
	p.shown = nil
	p.mu.Unlock()
}

// end stops the painter after what it is writing.
func (p *painter) end() {
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	p.nudge()
}

func (p *painter) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run draws until end is called or the line breaks.
func (p *painter) run() error {
	for range p.wake {
		p.mu.Lock()
		f, ended := p.next, p.ended
		p.next = nil
		if f != nil && !ended {
			p.draw(f)
		}
		p.mu.Unlock()
		if ended {
			return nil
		}
		if p.buf.Len() == 0 {
			continue
		}
		if _, err := p.w.Write(p.buf.Bytes()); err != nil {
			return err
		}
		p.buf.Reset()
	}
	return nil
}

// enter is what is sent before the first frame.
func (p *painter) enter() string {
	if p.modern {
		return "\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[?25l"
	}
	return "\x1b[?7l\x1b[?25l"
}

// leave puts the terminal back, with one line on it if there is one to leave.
func (p *painter) leave(farewell string) string {
	out := "\x1b[m\x1b[?7h\x1b[?25h"
	if p.modern {
		out += "\x1b[?2004l\x1b[?1049l"
	} else {
		out += "\x1b[H\x1b[J"
	}
	if farewell != "" {
		out += farewell + "\r\n"
	}
	return out
}

// draw writes to buf what turns the screen shown into f.
func (p *painter) draw(f *frame) {
	if p.shown == nil || p.shown.size != f.size {
		p.whole(f)
	} else {
		for y, line := range f.lines {
			p.line(y, p.shown.lines[y], line)
		}
	}
	moved := p.buf.Len() > 0 || p.shown == nil || p.shown.x != f.x || p.shown.y != f.y
	switch {
	case f.cursor && (moved || !p.on):
		fmt.Fprintf(&p.buf, "\x1b[%d;%dH", f.y+1, f.x+1)
		if !p.on {
			p.buf.WriteString("\x1b[?25h")
		}
	case !f.cursor && p.on:
		p.buf.WriteString("\x1b[?25l")
	}
	p.on, p.shown = f.cursor, f
}

// whole draws every line on a cleared screen.
func (p *painter) whole(f *frame) {
	p.buf.WriteString("\x1b[m\x1b[H\x1b[2J")
	last := len(f.lines)
	for last > 0 && f.lines[last-1] == "" {
		last--
	}
	p.buf.WriteString(strings.Join(f.lines[:last], "\r\n"))
}

// line turns one line on the screen into another. Where both are plain ASCII
// only what differs is written.
func (p *painter) line(y int, old, line string) {
	if old == line {
		return
	}
	if !ascii(old) || !ascii(line) {
		fmt.Fprintf(&p.buf, "\x1b[%dH\x1b[K%s", y+1, line)
		return
	}
	from, to := 0, len(line)
	for from < len(old) && from < len(line) && old[from] == line[from] {
		from++
	}
	if len(old) == len(line) {
		for old[to-1] == line[to-1] {
			to--
		}
	}
	fmt.Fprintf(&p.buf, "\x1b[%d;%dH%s", y+1, from+1, line[from:to])
	if len(old) > len(line) {
		p.buf.WriteString("\x1b[K")
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}
