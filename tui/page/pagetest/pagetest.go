// Package pagetest drives one page without a session: it presses keys, runs the
// questions the page asks, and looks at what it draws. It is for tests only, and
// knows no page.
package pagetest

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/look"
	"signpost/tui/page"
)

// Page is a page under test.
type Page struct {
	t     testing.TB
	Model page.Model
	Asked []tea.Msg // what the page asked of the session, oldest first: page.Go, page.Back, page.Say
	Busy  bool      // keys keep coming: a page that asks for a Still waits for it
	rests bool      // it does
}

// Open gives the page its room, starts it, and runs its questions until it has
// no more.
func Open(t testing.TB, m page.Model, w, h int) *Page {
	t.Helper()
	p := &Page{t: t, Model: m}
	p.Send(page.Room{W: w, H: h})
	p.run(m.Init())
	return p
}

// Send gives the page one message and runs what it asks.
func (p *Page) Send(msg tea.Msg) {
	p.t.Helper()
	p.run(p.Model.Update(msg))
}

// run does a command and all that follow from it, in order.
func (p *Page) run(cmd tea.Cmd) {
	p.t.Helper()
	p.drain()
	p.follow(cmd)
	for p.rests && !p.Busy {
		p.rests = false
		cmd := p.Model.Update(page.Still{})
		p.drain()
		p.follow(cmd)
	}
}

func (p *Page) follow(cmd tea.Cmd) {
	p.t.Helper()
	for queue := []tea.Cmd{cmd}; len(queue) > 0; {
		next := queue[0]
		queue = queue[1:]
		if next == nil {
			continue
		}
		msg := next()
		if more, ok := batch(msg); ok {
			queue = append(queue, more...)
			continue
		}
		if msg != nil {
			queue = append(queue, p.Model.Update(msg))
		}
		p.drain()
	}
}

// batch takes apart what tea.Batch and tea.Sequence give.
func batch(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || !v.CanConvert(reflect.TypeFor[[]tea.Cmd]()) {
		return nil, false
	}
	return v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd), true
}

func (p *Page) drain() {
	s, ok := p.Model.(page.Speaker)
	if !ok {
		return
	}
	for _, msg := range s.Drain() {
		if msg == (page.Rest{}) {
			p.rests = true
			continue
		}
		p.Asked = append(p.Asked, msg)
	}
}

// Press presses keys by name: "down", "enter", "ctrl+s", "a". Each answer comes
// before the next key.
func (p *Page) Press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		p.Send(Key(name))
	}
}

// Type presses one key for each character.
func (p *Page) Type(s string) {
	p.t.Helper()
	for _, r := range s {
		p.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Last is the last thing the page asked of the session, nil for nothing.
func (p *Page) Last() tea.Msg {
	if len(p.Asked) == 0 {
		return nil
	}
	return p.Asked[len(p.Asked)-1]
}

// Has fails the test unless the screen shows the text, across line ends.
func (p *Page) Has(want string) {
	p.t.Helper()
	if got := p.Screen(); !strings.Contains(flat(got), flat(want)) {
		p.t.Errorf("the page does not show %q:\n%s", want, got)
	}
}

// Lacks fails the test if the screen shows the text.
func (p *Page) Lacks(unwanted string) {
	p.t.Helper()
	if got := p.Screen(); strings.Contains(flat(got), flat(unwanted)) {
		p.t.Errorf("the page shows %q:\n%s", unwanted, got)
	}
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// Screen is what the page draws.
func (p *Page) Screen() string { return p.Model.View() }

// Key is the key of that name, as bubbletea spells it.
func Key(name string) tea.KeyPressMsg {
	if code, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if c, ok := strings.CutPrefix(name, "ctrl+"); ok && len(c) == 1 {
		return tea.KeyPressMsg{Code: rune(c[0]), Mod: tea.ModCtrl}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

var named = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete, "f1": tea.KeyF1,
}

// Sweep opens a page at every size from 1 by 1 to 140 by 50, in steps, presses
// the keys, and fails where it panics, draws a line wider or a screen taller
// than its room, or puts the cursor outside. The page is then led through all
// the sizes once more without being opened anew, as a window that is dragged.
func Sweep(t *testing.T, open func() page.Model, keys ...string) {
	t.Helper()
	dragged := Open(t, open(), 80, 20)
	for _, w := range []int{1, 2, 3, 5, 8, 13, 20, 32, 40, 59, 60, 61, 79, 80, 81, 100, 119, 120, 132, 140} {
		for _, h := range []int{1, 2, 3, 4, 5, 8, 12, 13, 20, 30, 39, 50} {
			p := Open(t, open(), w, h)
			fits(t, p.Model, w, h)
			for _, k := range keys {
				p.Press(k)
				fits(t, p.Model, w, h)
			}
			dragged.Send(page.Room{W: w, H: h})
			fits(t, dragged.Model, w, h)
			if t.Failed() {
				return
			}
		}
	}
}

func fits(t *testing.T, m page.Model, w, h int) {
	t.Helper()
	lines := strings.Split(m.View(), "\n")
	if len(lines) > h {
		t.Errorf("%T draws %d lines in a room of %d by %d", m, len(lines), w, h)
	}
	for _, line := range lines {
		if n := look.Width(line); n > w {
			t.Errorf("%T draws a line of %d columns in a room of %d by %d: %q", m, n, w, h, line)
		}
	}
	if p, ok := m.(page.Pointer); ok {
		if x, y, ok := p.Cursor(); ok && (x < 0 || y < 0 || x >= w || y >= h) {
			t.Errorf("%T puts the cursor at %d, %d in a room of %d by %d", m, x, y, w, h)
		}
	}
}
