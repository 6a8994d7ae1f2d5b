package look

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// List is rows with one in focus, a page of them in view. It holds no rows: the
// page that owns it draws them.
type List struct {
	at, top, n, h, w int
}

// SetLen says how many rows there are. The focus stays on its row where there
// still is one.
func (l *List) SetLen(n int) {
	l.n = max(n, 0)
	l.at = min(max(l.at, 0), max(l.n-1, 0))
}

// Len is how many rows there are.
func (l *List) Len() int { return l.n }

// At is the row in focus, 0 where there are no rows.
func (l *List) At() int { return l.at }

// SetAt puts the focus on row i, or the nearest there is.
func (l *List) SetAt(i int) { l.at = min(max(i, 0), max(l.n-1, 0)) }

// Follow puts the focus on row i, to which the row in focus has moved, and keeps it
// where it is on the screen as far as the rows allow.
func (l *List) Follow(i int) {
	was := l.at
	l.SetAt(i)
	l.top += l.at - was
}

// Refocus says how many rows there are now, and keeps the focus on the row that was
// in it, wherever that is now; same says which one it is.
func (l *List) Refocus(n int, same func(i int) bool) {
	l.SetLen(n)
	for i := range n {
		if same(i) {
			l.Follow(i)
			return
		}
	}
}

// Key moves the focus by the arrows, j and k, g and G, Page Up and Page Down,
// Home and End. It says whether the key was one of these.
func (l *List) Key(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "j":
		l.SetAt(l.at + 1)
	case "k":
		l.SetAt(l.at - 1)
	case "g", "home":
		l.SetAt(0)
	case "G", "end":
		l.SetAt(l.n - 1)
	default:
		return l.Arrows(msg)
	}
	return true
}

// Arrows is Key for a list beside a text field in focus: the arrows, Page Up
// and Page Down alone.
func (l *List) Arrows(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "down":
		l.SetAt(l.at + 1)
	case "up":
		l.SetAt(l.at - 1)
	case "pgdown":
		l.SetAt(l.at + max(l.h-1, 1))
	case "pgup":
		l.SetAt(l.at - max(l.h-1, 1))
	default:
		return false
	}
	return true
}

// View is at most h lines of at most w columns: the rows around the focus, the
// one in focus after its marker. row draws row i in at most w columns.
func (l *List) View(lk Look, w, h int, row func(i, w int) string) string {
	l.h, l.w = h, w
	if h < 1 || l.n == 0 {
		return ""
	}
	l.top = min(max(l.top, l.at-h+1, 0), l.at)
	l.top = max(min(l.top, l.n-h), 0)
	var b strings.Builder
	b.Grow(min(h, l.n) * (w + 1))
	for i := l.top; i < min(l.top+h, l.n); i++ {
		if i > l.top {
			b.WriteByte('\n')
		}
		switch {
		case w >= 3 && i == l.at:
			b.WriteString(lk.Row(true, row(i, w-2)))
		case w >= 3:
			b.WriteString("  ")
			b.WriteString(row(i, w-2))
		case w > 0 && i == l.at:
			b.WriteString(lk.Glyphs.Marker)
		}
	}
	return b.String()
}

// Cursor is where the text of the row in focus begins in the last View: beside
// the marker, which a block cursor would turn back into a plain one.
func (l *List) Cursor() (x, y int) { return max(min(2, l.w-1), 0), l.at - l.top }

// Where says which rows the last View showed, "1 to 15 of 42", or "" when it
// showed all.
func (l *List) Where() string {
	if l.n <= l.h {
		return ""
	}
	return fmt.Sprintf("%d to %d of %d", l.top+1, min(l.top+l.h, l.n), l.n)
}
