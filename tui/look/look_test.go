package look_test

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
)

func TestStyles(t *testing.T) {
	all := look.New(look.Options{Colour: true, Unicode: true})
	mono := look.New(look.Options{})
	plain := look.Plain()
	if got := all.Good("yes"); got != "\x1b[32myes\x1b[m" {
		t.Errorf("good: %q", got)
	}
	if got := mono.Good("yes"); got != "yes" {
		t.Errorf("colour on a terminal without: %q", got)
	}
	if got := mono.Title("Find"); got != "\x1b[1mFind\x1b[m" {
		t.Errorf("bold is no colour: %q", got)
	}
	if got := plain.Title("Find") + plain.Bad("no"); got != "Findno" {
		t.Errorf("plain: %q", got)
	}
	if !all.Colour() || !all.Unicode() || mono.Colour() || mono.Unicode() || plain.Colour() {
		t.Error("what a Look shows is not what it was made for")
	}
}

// On a white background, and on one that is not known, nothing is in a colour
// that white swallows.
func TestColoursCanBeRead(t *testing.T) {
	for scheme, swallowed := range map[look.Scheme][]string{
		look.AnyBackground:   {"33", "34", "36", "1;"},
		look.LightBackground: {"32", "33", "36", "37", "1;", "[9"},
		look.DarkBackground:  {"[30", "[34", "[31", "[35"},
	} {
		lk := look.New(look.Options{Colour: true, Scheme: scheme})
		seen := map[string]bool{}
		for _, s := range []string{lk.Good("x"), lk.Warn("x"), lk.Bad("x")} {
			seen[s] = true
			for _, no := range swallowed {
				if strings.Contains(s, no) {
					t.Errorf("scheme %d: %q cannot be read", scheme, s)
				}
			}
		}
		if len(seen) != 3 {
			t.Errorf("scheme %d: not three colours: %v", scheme, seen)
		}
	}
}

// A row in focus is told by its marker; where the line is fast its name is
// reversed, and never the whole row.
func TestRow(t *testing.T) {
	for _, c := range []struct {
		lk        look.Look
		row, want string
	}{
		{look.Plain(), "Name  open", "> Name  open"},
		{look.New(look.Options{}), "Name  open", "\x1b[7m>\x1b[m Name  open"},
		{look.New(look.Options{Names: true}), "A name  open", "\x1b[7m> A name\x1b[m  open"},
		{look.New(look.Options{Names: true}), "A name", "\x1b[7m> A name\x1b[m"},
		{look.New(look.Options{Names: true}), "A \x1b[1mname\x1b[m", "\x1b[7m>\x1b[m A \x1b[1mname\x1b[m"},
	} {
		if got := c.lk.Row(true, c.row); got != c.want {
			t.Errorf("%q: %q, want %q", c.row, got, c.want)
		}
		if got := c.lk.Row(false, c.row); got != "  "+c.row {
			t.Errorf("out of focus: %q", got)
		}
	}
}

func TestTrying(t *testing.T) {
	lk := look.New(look.Options{}).Trying()
	if lk.Text("╓─╖ Zoë") != "╓─╖ Zoë" || lk.Glyphs != look.Plain().Glyphs {
		t.Error("it lets UTF-8 through, and draws none of its own")
	}
}

func TestTextForATerminal(t *testing.T) {
	ascii, unicode := look.New(look.Options{}), look.New(look.Options{Unicode: true})
	for _, c := range []struct{ in, ascii string }{
		{"Zoë’s café – “open”…", `Zoe's cafe - "open"...`},
		{"£196.50", "GBP 196.50"},
		{"Łukasz Öztürk", "Lukasz Ozturk"},
		{"e\u0301", "e"},
		{"世界", "??"},
	} {
		if got := ascii.Text(c.in); got != c.ascii {
			t.Errorf("%q: %q, want %q", c.in, got, c.ascii)
		}
		if got := unicode.Text(c.in); got != c.in {
			t.Errorf("%q: %q", c.in, got)
		}
	}
	if got := unicode.Text("a\x1b[2Jb"); strings.ContainsRune(got, 0x1b) {
		t.Errorf("an escape is let through: %q", got)
	}
}

func TestNothingIsWiderThanAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		w := rapid.IntRange(0, 40).Draw(t, "width")
		lk := look.New(look.Options{Unicode: rapid.Bool().Draw(t, "unicode")})
		if n := look.Width(lk.Cut(s, w)); n > w {
			t.Fatalf("cut to %d: %d", w, n)
		}
		if n := look.Width(lk.Fit(s, w)); n != w {
			t.Fatalf("fit to %d: %d", w, n)
		}
		for _, line := range append(lk.Wrap(s, w), lk.Hang("  - ", s, w)...) {
			if n := look.Width(line); n > max(w, 1) {
				t.Fatalf("wrapped to %d: %d: %q", w, n, line)
			}
		}
		f := look.NewField(100)
		f.SetValue(s)
		if n := look.Width(f.View(lk, w)); n != w {
			t.Fatalf("field of %d: %d", w, n)
		}
		if x := f.CursorX(lk, w); x < 0 || w > 0 && x >= w {
			t.Fatalf("field of %d: cursor at %d", w, x)
		}
	})
}

func TestHang(t *testing.T) {
	got := strings.Join(look.Plain().Hang("- ", "one two three four", 10), "\n")
	if want := "- one two\n  three\n  four"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got = strings.Join(look.Plain().Pair("Name", "Amina Khan", 8, 16), "\n")
	if want := "Name    Amina\n        Khan"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func press(l *look.List, names ...string) {
	for _, n := range names {
		l.Key(pagetest.Key(n))
	}
}

func TestList(t *testing.T) {
	var l look.List
	row := func(i, _ int) string { return string(rune('a' + i)) }
	if got := l.View(look.Plain(), 10, 5, row); got != "" {
		t.Errorf("an empty list: %q", got)
	}
	press(&l, "down", "G", "pgdown") // nothing to move over
	l.SetLen(10)
	view := func() string { return strings.ReplaceAll(l.View(look.Plain(), 10, 3, row), "\n", "|") }
	for _, c := range []struct{ keys, want string }{
		{"", "> a|  b|  c"},
		{"down j down", "  b|  c|> d"},
		{"up", "  b|> c|  d"},
		{"pgdown", "  c|  d|> e"},
		{"G", "  h|  i|> j"},
		{"down", "  h|  i|> j"},
		{"pgup", "> h|  i|  j"},
		{"home", "> a|  b|  c"},
		{"k", "> a|  b|  c"},
	} {
		press(&l, strings.Fields(c.keys)...)
		if got := view(); got != c.want {
			t.Errorf("after %q: %q, want %q", c.keys, got, c.want)
		}
	}
	if l.Where() != "1 to 3 of 10" {
		t.Errorf("where: %q", l.Where())
	}
	press(&l, "G")
	l.SetLen(2)
	if got := view(); got != "  a|> b" || l.Where() != "" {
		t.Errorf("shrunk: %q, %q", got, l.Where())
	}
	if x, y := l.Cursor(); x != 2 || y != 1 {
		t.Errorf("cursor at %d, %d", x, y)
	}
	if l.Arrows(pagetest.Key("j")) || !l.Arrows(pagetest.Key("up")) {
		t.Error("beside a field only the arrows move")
	}
}

func TestField(t *testing.T) {
	f := look.NewField(5)
	for _, k := range []string{"a", "b", "left", "c", "ctrl+v", "tab", "up"} {
		f.Update(pagetest.Key(k))
	}
	if f.Value() != "acb" {
		t.Errorf("typed %q", f.Value())
	}
	if got := f.View(look.Plain(), 8); got != "[acb   ]" || f.CursorX(look.Plain(), 8) != 3 {
		t.Errorf("%q, cursor at %d", got, f.CursorX(look.Plain(), 8))
	}
	if over := f.Over(tea.PasteMsg{Content: "x\r\ny"}); over != 1 {
		t.Errorf("%d characters too many", over)
	}
	if !f.Update(tea.PasteMsg{Content: "\rx\r\ny\x1bz"}) || f.Value() != "acx b" {
		t.Errorf("pasted: %q", f.Value())
	}
	if f.Update(pagetest.Key("z")) {
		t.Error("more than its limit is taken")
	}
	if !f.Takes(pagetest.Key("q")) || f.Takes(pagetest.Key("esc")) || f.Takes(tea.KeyPressMsg{Code: 'q', Mod: tea.ModAlt}) {
		t.Error("takes what writes, and nothing else")
	}
	f.Blur()
	if f.Takes(pagetest.Key("q")) || f.Update(pagetest.Key("backspace")) {
		t.Error("out of focus it takes nothing")
	}
}

func TestAnOfferIsReplacedByTyping(t *testing.T) {
	for _, c := range []struct {
		name string
		msgs []tea.Msg
		want string
	}{
		{"a character", []tea.Msg{pagetest.Key("1"), pagetest.Key("2")}, "12"},
		{"a paste", []tea.Msg{tea.PasteMsg{Content: "1 May 2026"}}, "1 May 2026"},
		{"the cursor first", []tea.Msg{pagetest.Key("left"), pagetest.Key("1")}, "22 Nov12"},
		{"Backspace first", []tea.Msg{pagetest.Key("backspace"), pagetest.Key("1")}, "22 Nov1"},
		{"nothing", nil, "22 Nov2"},
	} {
		f := look.NewField(10)
		f.Offer("22 Nov2")
		for _, msg := range c.msgs {
			f.Update(msg)
		}
		if f.Value() != c.want {
			t.Errorf("%s: %q, want %q", c.name, f.Value(), c.want)
		}
	}
	f := look.NewField(10)
	f.Offer("22 Nov2")
	if over := f.Over(tea.PasteMsg{Content: "1 May 2026"}); over != 0 {
		t.Errorf("a paste in place of what is offered is %d too long", over)
	}
}

func TestAFullFieldSaysSo(t *testing.T) {
	f := look.NewField(1000)
	f.SetValue(strings.Repeat("x", 999))
	if f.Full() != "" {
		t.Errorf("one short of full: %q", f.Full())
	}
	f.Update(pagetest.Key("x"))
	if want := "1,000 characters at most: this is full."; f.Full() != want {
		t.Errorf("%q, want %q", f.Full(), want)
	}
}

func TestChoice(t *testing.T) {
	c := look.NewChoice("Which?", []string{"one", "two", "three"}, 1)
	if got := c.View(look.Plain(), 20, 5); got != "Which?\n  1 one\n> 2 two\n  3 three" {
		t.Errorf("%q", got)
	}
	if c.Key(pagetest.Key("down")) != look.Open || c.Key(pagetest.Key("enter")) != look.Chosen || c.At() != 2 || !c.Marked[2] {
		t.Errorf("chose %d, %v", c.At(), c.Marked)
	}
	if c.Key(pagetest.Key("1")) != look.Chosen || c.At() != 0 {
		t.Errorf("1 chose %d", c.At())
	}
	if c.Key(pagetest.Key("esc")) != look.Left {
		t.Error("Esc leaves")
	}
	m := look.NewChoices("Which?", []string{"one", "two"}, []bool{true, false})
	m.Key(pagetest.Key("space"))
	if m.Key(pagetest.Key("2")) != look.Open || m.Marked[0] || !m.Marked[1] {
		t.Errorf("marked %v", m.Marked)
	}
	if got := m.View(look.Plain(), 20, 5); got != "Which?\n  1 [ ] one\n> 2 [x] two" {
		t.Errorf("%q", got)
	}
	if x, y := m.Cursor(look.Plain(), 20, 5); x != 2 || y != 2 {
		t.Errorf("cursor at %d, %d", x, y)
	}
}

func TestDigits(t *testing.T) {
	for n, want := range map[int]string{1: "1", 4: "1 to 4", 12: "1 to 9"} {
		if got := look.NewChoice("Which?", make([]string, n), 0).Digits(); got != want {
			t.Errorf("%d options: %q, want %q", n, got, want)
		}
	}
}

func TestConfirm(t *testing.T) {
	c := look.Confirm{Question: "Close the client?"}
	for k, want := range map[string]look.Outcome{"y": look.Chosen, "n": look.Left, "esc": look.Left, "enter": look.Open, "x": look.Open} {
		if got := c.Key(pagetest.Key(k)); got != want {
			t.Errorf("%s: %d", k, got)
		}
	}
}

func TestTextScrolls(t *testing.T) {
	var x look.Text
	x.SetLines(strings.Split("a b c d e f", " "))
	view := func() string { return strings.ReplaceAll(x.View(3), "\n", "") }
	for _, c := range []struct{ key, want string }{
		{"up", "abc"}, {"down", "bcd"}, {"space", "def"}, {"down", "def"}, {"pgup", "bcd"}, {"g", "abc"}, {"G", "def"},
	} {
		view()
		x.Key(pagetest.Key(c.key))
		if got := view(); got != c.want {
			t.Errorf("after %s: %s, want %s", c.key, got, c.want)
		}
	}
	if x.Where() != "lines 4 to 6 of 6" {
		t.Errorf("where: %q", x.Where())
	}
	x.SetLines([]string{"z"})
	if view() != "z" || x.Where() != "" || x.Key(pagetest.Key("q")) {
		t.Errorf("%q, %q", view(), x.Where())
	}
}

func TestHints(t *testing.T) {
	keys := []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Tab", "to the list", "tab")}
	help := page.Bind("?", "help", "?")
	for w, want := range map[int]string{
		80: "Enter open  Tab to the list  ? help",
		30: "Enter open  ? help",
		10: "? help",
		3:  "",
	} {
		if got := look.Plain().Hints(w, keys, help); got != want {
			t.Errorf("in %d: %q, want %q", w, got, want)
		}
	}
}
