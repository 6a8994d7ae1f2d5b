package term

import "strings"

// worth is how many bytes a scroll must save: it takes some thirty.
const worth = 60

// scroll moves a block of lines up or down, where that turns much of the old
// screen into the new one, and gives the lines as they are then.
func (p *painter) scroll(old, lines []string) []string {
	if p.caps.NoRegion {
		return old
	}
	first, last := 0, len(lines)-1
	for first <= last && old[first] == lines[first] {
		first++
	}
	for last > first && old[last] == lines[last] {
		last--
	}
	var best shift
	for by := 1; by <= last-first; by++ {
		for _, by := range []int{by, -by} {
			if s := shifted(old, lines, first, last, by); s.saves > best.saves {
				best = s
			}
		}
	}
	if best.saves < worth {
		return old
	}
	best.widen(old, lines, first, last)
	return p.pen.scroll(best, old)
}

// shift is a block of lines of the new screen, from top to end, that stand by
// lines further down on the old one; further up, where by is below 0.
type shift struct {
	top, end, by int
	saves        int // bytes
}

// shifted finds the block that saves most, between two lines.
func shifted(old, lines []string, first, last, by int) shift {
	var best, now shift
	for y := max(first, first-by); y <= min(last, last-by); y++ {
		if lines[y] != old[y+by] {
			now = shift{}
			continue
		}
		if now.by == 0 {
			now = shift{top: y, by: by}
		}
		now.end = y
		if lines[y] != old[y] {
			now.saves += len(lines[y])
		}
		if now.saves > best.saves {
			best = now
		}
	}
	return best
}

// widen takes in the lines beside the block that are nearly alike: the one in
// focus has lost its marker.
func (s *shift) widen(old, lines []string, first, last int) {
	for y := s.end + 1; y <= last && y+s.by <= last && alike(old[y+s.by], lines[y]); y++ {
		s.end = y
	}
	for y := s.top - 1; y >= first && y+s.by >= first && alike(old[y+s.by], lines[y]); y-- {
		s.top = y
	}
}

// alike says whether most of a line is the end of the other.
func alike(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n > 0 && n*4 >= max(len(a), len(b))*3 && strings.TrimSpace(b) != ""
}

// scroll moves the block and gives the lines as they are then.
func (k *pen) scroll(s shift, old []string) []string {
	now := append([]string(nil), old...)
	top, end := s.top, s.end+s.by
	if s.by < 0 {
		top, end = s.top+s.by, s.end
	}
	k.paint(0)
	k.sequence('r', top+1, end+1) // the cursor is at the top left then
	k.x, k.y = 0, 0
	if s.by > 0 {
		k.move(0, end)
		for range s.by {
			k.out = append(k.out, '\n')
		}
	} else {
		k.move(0, top)
		for range -s.by {
			k.out = append(k.out, "\x1bM"...)
		}
	}
	k.out = append(k.out, "\x1b[r"...)
	k.x, k.y = 0, 0
	for y := top; y <= end; y++ {
		now[y] = ""
		if from := y + s.by; from >= top && from <= end {
			now[y] = old[from]
		}
	}
	return now
}
