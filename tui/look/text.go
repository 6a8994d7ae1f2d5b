package look

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Text is lines that scroll.
type Text struct {
	lines  []string
	top, h int
}

// SetLines says what there is to read, each line already as wide as it may be.
// The place in it is kept as far as it can be.
func (t *Text) SetLines(lines []string) {
	t.lines = lines
	t.scroll(0)
}

// Len is how many lines there are.
func (t *Text) Len() int { return len(t.lines) }

// Top goes back to the first line.
func (t *Text) Top() { t.top = 0 }

// Key scrolls by the arrows, j and k, g and G, Page Up, Page Down, the space
// bar, Home and End. It says whether the key was one of these.
func (t *Text) Key(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "down", "j":
		t.scroll(1)
	case "up", "k":
		t.scroll(-1)
	case "pgdown", "space":
		t.scroll(max(t.h-1, 1))
	case "pgup":
		t.scroll(-max(t.h-1, 1))
	case "home", "g":
		t.top = 0
	case "end", "G":
		t.scroll(len(t.lines))
	default:
		return false
	}
	return true
}

func (t *Text) scroll(n int) { t.top = max(min(t.top+n, len(t.lines)-t.h), 0) }

// View is at most h lines from the present place.
func (t *Text) View(h int) string {
	t.h = max(h, 0)
	t.scroll(0)
	return strings.Join(t.lines[t.top:min(t.top+t.h, len(t.lines))], "\n")
}

// More says whether there are lines below those of the last View.
func (t *Text) More() bool { return t.top+t.h < len(t.lines) }

// Where says which lines the last View showed, "lines 1 to 18 of 40", or ""
// when it showed all.
func (t *Text) Where() string {
	if len(t.lines) <= t.h {
		return ""
	}
	return fmt.Sprintf("lines %d to %d of %d", t.top+1, min(t.top+t.h, len(t.lines)), len(t.lines))
}

// Part is at most h lines of w columns: all where they fit, and else a part of them
// and a line that says which it is and how to read on.
func (t *Text) Part(lk Look, w, h int) []string {
	switch {
	case h <= 0 || len(t.lines) == 0:
		return nil
	case len(t.lines) <= h || h == 1:
		return strings.Split(t.View(h), "\n")
	}
	lines := strings.Split(t.View(h-1), "\n")
	return append(lines, lk.Cut("L"+strings.TrimPrefix(t.Where(), "l")+". Space reads on.", w))
}

// ReadOn shows the next part, and after the last the first again. It says whether
// there was anything out of view.
func (t *Text) ReadOn() bool {
	switch {
	case t.Where() == "":
		return false
	case t.More():
		t.scroll(max(t.h, 1))
	default:
		t.Top()
	}
	return true
}

// Hints is the keys and what they do, on one line of at most w columns. Those
// of last are always there while they fit; of the others, as many as fit in
// front of them.
func (l Look) Hints(w int, keys []key.Binding, last ...key.Binding) string {
	room := w
	var tail []string
	for _, k := range last {
		if s, n := l.hint(k); n > 0 && n <= room {
			tail = append(tail, s)
			room -= n + 2
		}
	}
	var out []string
	for _, k := range keys {
		s, n := l.hint(k)
		if n == 0 {
			continue
		}
		if n > room {
			break
		}
		out = append(out, s)
		room -= n + 2
	}
	return strings.Join(append(out, tail...), "  ")
}

func (l Look) hint(k key.Binding) (string, int) {
	h := k.Help()
	if !k.Enabled() || h.Key == "" {
		return "", 0
	}
	name, desc := l.Text(h.Key), l.Text(h.Desc)
	return l.Key(name) + " " + desc, Width(name) + 1 + Width(desc)
}
