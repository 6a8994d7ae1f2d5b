package look

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Tabs is the parts of a page on one line of at most w columns, each after the
// digit that goes there, the one in view in brackets. Where not all fit, the
// others go without their counts, "(3)"; where they still do not, the one in
// view is among those shown.
func (l Look) Tabs(names []string, at, w int) string {
	parts := l.tabs(names, at, false)
	if Width(strings.TrimRight(strings.Join(parts, ""), " ")) > w {
		parts = l.tabs(names, at, true)
	}
	from, to := 0, min(at+1, len(parts))
	width := func(to int) int { return Width(strings.TrimRight(strings.Join(parts[from:to], ""), " ")) }
	for from < at && width(to) > w {
		from++
	}
	for to < len(parts) && width(to+1) <= w {
		to++
	}
	return l.Cut(strings.TrimRight(strings.Join(parts[from:to], ""), " "), w)
}

func (l Look) tabs(names []string, at int, short bool) []string {
	parts := make([]string, len(names))
	for i, name := range names {
		if cut := strings.LastIndex(name, " ("); short && i != at && cut > 0 {
			name = name[:cut]
		}
		parts[i] = fmt.Sprintf(" %d %s ", i+1, l.Text(name))
		if i == at {
			parts[i] = "[" + parts[i][1:len(parts[i])-1] + "]"
		}
	}
	return parts
}

// TabKey is the part that the key goes to, of n parts with at in view: left and
// right, Tab and Shift+Tab, and the digits. It is false for any other key.
func TabKey(k tea.KeyPressMsg, at, n int) (int, bool) {
	switch name := k.String(); {
	case name == "right", name == "tab":
		return (at + 1) % n, true
	case name == "left", name == "shift+tab":
		return (at + n - 1) % n, true
	case len(name) == 1 && name >= "1" && int(name[0]-'1') < n:
		return int(name[0] - '1'), true
	}
	return at, false
}
