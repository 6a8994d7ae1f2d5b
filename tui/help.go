package tui

import (
	"charm.land/bubbles/v2/key"

	"signpost/tui/look"
	"signpost/tui/page"
)

// openHelp shows what the page is for, its keys, and the keys that work
// everywhere.
func (s *Session) openHelp() {
	w := min(s.room().W, 76)
	var lines []string
	if h, ok := s.top().(page.Helper); ok {
		lines = append(lines, s.look.Wrap(h.Help(), w)...)
		lines = append(lines, "")
	}
	lines = append(lines, s.look.Title("Keys on this page"))
	lines = append(lines, s.keyLines(s.top().Keys(), w)...)
	lines = append(lines, "", s.look.Title("Keys everywhere"))
	lines = append(lines, s.keyLines([]key.Binding{
		page.Bind("/", "find provision", "/"),
		page.Bind("? F1", "this help", "?"),
		page.Bind("Esc", "go back one page", "esc"),
		page.Bind("Ctrl+C", "leave Signpost; it asks once", "ctrl+c"),
		page.Bind("Ctrl+L", "draw the screen again", "ctrl+l"),
	}, w)...)
	lines = append(lines, s.look.Wrap("In a list: the arrows or j and k move, g and G go to the first and the last, Page Up and Page Down turn the page. In a text field letters are typed: / and ? are written there, F1 is help.", w)...)
	s.help = &look.Text{}
	s.help.SetLines(lines)
}

func (s *Session) keyLines(keys []key.Binding, w int) []string {
	var lines []string
	for _, k := range keys {
		if h := k.Help(); k.Enabled() && h.Key != "" {
			lines = append(lines, s.look.Pair("  "+h.Key, h.Desc, 18, w)...)
		}
	}
	return lines
}
