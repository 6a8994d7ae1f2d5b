package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/tui/look"
	"signpost/tui/page"
)

// The lines of a frame that are not the page's: header and an empty line above,
// status and footer below.
const (
	above = 2
	below = 2
)

// room is the inside of the frame.
func (s *Session) room() page.Room {
	w, h := s.w, s.h
	if w == 0 || h == 0 {
		w, h = 80, 24
	}
	return page.Room{W: w, H: max(h-above-below, 1)}
}

// View draws the frame around the page on top.
func (s *Session) View() tea.View {
	var v tea.View
	switch {
	case s.w == 0 || len(s.stack) == 0:
	case s.blind():
		v.Content = s.tooSmall()
	default:
		v.Content = s.frame()
		v.Cursor = s.cursor()
	}
	return v
}

func (s *Session) tooSmall() string {
	lines := s.look.Wrap(fmt.Sprintf("This window is %d by %d. Signpost needs %d by %d: make the window larger. What you typed is kept. Until then only ctrl+c does anything.",
		s.w, s.h, minWidth, minHeight), s.w)
	if s.pending != nothing {
		lines = s.look.Wrap(s.asks(), s.w)
	}
	return strings.Join(lines[:min(len(lines), s.h)], "\n")
}

func (s *Session) frame() string {
	room := s.room()
	lines := make([]string, s.h)
	lines[0] = s.header()
	lk := s.look
	if s.asking {
		lk = lk.Trying()
	}
	body := s.top().View()
	if s.help != nil {
		body = s.help.View(room.H)
	}
	for i, line := range strings.SplitN(body, "\n", room.H+1) {
		if i < room.H {
			lines[above+i] = guard(lk, line, s.w)
		}
	}
	status := s.status()
	for i, line := range status {
		lines[s.h-1-len(status)+i] = line
	}
	lines[s.h-1] = s.footer()
	return strings.Join(lines, "\n")
}

// header is the place on the left and the member on the right.
func (s *Session) header() string {
	place := "Signpost  " + s.top().Title()
	if s.help != nil {
		place = "Signpost  Help: " + s.top().Title()
	}
	who := s.look.Text(s.who.Member.Name + ", " + s.who.Partner.Name)
	if look.Width(place)+2+look.Width(who) > s.w {
		who = s.look.Text(s.who.Member.Name)
	}
	if look.Width(place)+2+look.Width(who) > s.w {
		who = ""
	}
	left := s.look.Fit(place, s.w-look.Width(who)-1)
	return s.look.Title(strings.TrimRight(left, " ")) + left[len(strings.TrimRight(left, " ")):] + " " + who
}

// status is the question or the news under the page: one line, or as many of
// the page's last lines as it needs.
func (s *Session) status() []string {
	msg, paint := s.say.Text, func(t string) string { return t }
	switch {
	case s.pending != nothing:
		msg, paint = s.asks(), s.look.Alert
	case s.help != nil:
		msg = s.help.Where()
	case msg == "" && s.end.soon:
		msg, paint = reminder, s.look.Alert
	case msg == "":
		msg = s.stack[len(s.stack)-1].mark
	case s.say.Tone == page.Good:
		paint = s.look.Good
	case s.say.Tone == page.Bad:
		paint = s.look.Bad
	}
	lines := s.look.Wrap(msg, s.w)
	if len(lines) == 0 {
		lines = []string{""}
	}
	lines = lines[:min(len(lines), s.room().H/2)]
	for i := range lines {
		lines[i] = paint(lines[i])
	}
	return lines
}

// asks is the question that is open.
func (s *Session) asks() string {
	switch s.pending {
	case idleSoon:
		return s.warns()
	case leaveSignpost:
		if titles := s.unsaved(); len(titles) > 0 {
			return "What you typed on " + strings.Join(titles, "; ") + " is not saved. Press ctrl+c again to leave Signpost without it, any other key to stay."
		}
		return "Leave Signpost? Press ctrl+c again to leave, any other key to stay."
	case leavePage:
		return "What you typed here is not saved. Press esc again to leave it, any other key to stay."
	}
	return ""
}

// footer is the line of keys. It is drawn again only where they are others than
// they were, which few key presses make them.
func (s *Session) footer() string {
	keys, always := s.hints(), s.always()
	if s.foot.w != s.w || !sameKeys(s.foot.keys, keys) || !sameKeys(s.foot.always, always) {
		s.foot = foot{s.w, keys, always, s.look.Hints(s.w, keys, always...)}
	}
	return s.foot.line
}

// foot is a footer as it was drawn, and of what.
type foot struct {
	w            int
	keys, always []key.Binding
	line         string
}

func sameKeys(a, b []key.Binding) bool {
	return slices.EqualFunc(a, b, func(a, b key.Binding) bool { return a.Help() == b.Help() && a.Enabled() == b.Enabled() })
}

// hints are the page's keys, or those of what is open over it.
func (s *Session) hints() []key.Binding {
	switch {
	case s.pending != nothing:
		return nil
	case s.help != nil:
		return []key.Binding{page.Bind("Up Down", "read on", "up", "down"), page.Bind("Any other key", "close help", "esc")}
	}
	return s.top().Keys()
}

// always are the session's own keys that work now.
func (s *Session) always() []key.Binding {
	if s.pending != nothing || s.help != nil {
		return nil
	}
	out := make([]key.Binding, 0, 3)
	for _, k := range s.keys {
		if k.press.Code == tea.KeyEscape && len(s.stack) < 2 || s.takes(k.press) {
			continue
		}
		out = append(out, k.bind)
	}
	return out
}

// ownKey is one of the session's own keys, and what the footer says of it.
type ownKey struct {
	press tea.KeyPressMsg
	bind  key.Binding
}

func ownKeys() []ownKey {
	return []ownKey{
		{tea.KeyPressMsg{Code: '/', Text: "/"}, page.Bind("/", "find", "/")},
		{tea.KeyPressMsg{Code: '?', Text: "?"}, page.Bind("?", "help", "?")},
		{tea.KeyPressMsg{Code: tea.KeyEscape}, page.Bind("Esc", "back", "esc")},
	}
}

func (s *Session) takes(k tea.KeyPressMsg) bool {
	t, ok := s.top().(page.Taker)
	return ok && t.Takes(k)
}

// cursor is where the real cursor goes, so that whoever cannot see the screen is
// led there: the question that is open, the help, or what has the focus on the
// page. nil hides it.
func (s *Session) cursor() *tea.Cursor {
	switch {
	case s.pending != nothing:
		return tea.NewCursor(0, s.h-1-len(s.status()))
	case s.help != nil:
		return tea.NewCursor(0, above)
	}
	p, ok := s.top().(page.Pointer)
	if !ok {
		return nil
	}
	x, y, ok := p.Cursor()
	room := s.room()
	if !ok || x < 0 || y < 0 || x >= room.W || y >= room.H {
		return nil
	}
	return tea.NewCursor(x, y+above)
}

// guard is the last look at a line of a page: it is never wider than w, and
// nothing in it acts on the terminal but a style.
func guard(lk look.Look, line string, w int) string {
	if len(line) <= w && printable(line) {
		return line
	}
	bare := line
	if strings.Contains(line, "\x1b") {
		bare = strip(line)
	}
	if onlyStyles(line) && lk.Text(bare) == bare && look.Width(bare) <= w {
		return line
	}
	return lk.Cut(bare, w)
}

// printable says whether the line is printable ASCII and nothing else: a column a
// byte, on every terminal.
func printable(line string) bool {
	for i := range len(line) {
		if line[i] < 0x20 || line[i] > 0x7e {
			return false
		}
	}
	return true
}

// onlyStyles says whether every escape sequence in the line sets a style, and
// whether everything between them is printable.
func onlyStyles(line string) bool {
	for i := 0; i < len(line); i++ {
		if line[i] >= 0x20 && line[i] != 0x7f {
			continue
		}
		if line[i] != 0x1b || i+1 >= len(line) || line[i+1] != '[' {
			return false
		}
		i += 2
		for i < len(line) && (line[i] >= '0' && line[i] <= '9' || line[i] == ';') {
			i++
		}
		if i >= len(line) || line[i] != 'm' {
			return false
		}
	}
	return true
}

// strip takes the styles out of a line.
func strip(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] == 0x1b && i+1 < len(line) && line[i+1] == '[' {
			if end := strings.IndexByte(line[i:], 'm'); end > 0 {
				i += end
				continue
			}
		}
		b.WriteByte(line[i])
	}
	return b.String()
}
