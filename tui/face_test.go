package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/term"
)

func TestLookFor(t *testing.T) {
	caps := func(name string, env ...string) term.Caps {
		c, err := term.CapsOf(name, env)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	utf8, plain := caps("xterm", "LANG=en_GB.UTF-8"), caps("vt100", "LANG=en_GB.UTF-8")
	none, said := caps("xterm", "NO_COLOR=1"), caps("xterm", "LANG=C")
	for _, c := range []struct {
		name string
		caps term.Caps
		set  store.Settings
		want look.Options
	}{
		{"as the terminal says", utf8, store.Settings{}, look.Options{Colour: true, Unicode: true, Names: true}},
		{"a VT100", plain, store.Settings{}, look.Options{}},
		{"ASCII over a locale", utf8, store.Settings{Glyphs: store.GlyphsASCII}, look.Options{Colour: true, Names: true}},
		{"Unicode over a locale", said, store.Settings{Glyphs: store.GlyphsUnicode}, look.Options{Colour: true, Unicode: true, Names: true}},
		{"Unicode where there is none", plain, store.Settings{Glyphs: store.GlyphsUnicode}, look.Options{}},
		{"NO_COLOR", none, store.Settings{Glyphs: store.GlyphsASCII}, look.Options{Names: true}},
		{"NO_COLOR and a terminal's colours", none, store.Settings{Colour: store.ColourTerminal}, look.Options{Names: true}},
		{"a scheme over NO_COLOR", none, store.Settings{Colour: store.ColourLight}, look.Options{Colour: true, Scheme: look.LightBackground, Names: true}},
		{"no colours", utf8, store.Settings{Colour: store.ColourNone}, look.Options{Unicode: true, Names: true}},
		{"a scheme where there are no colours", plain, store.Settings{Colour: store.ColourDark}, look.Options{Scheme: look.DarkBackground}},
		{"a slow line", utf8, store.Settings{Repeat: store.RepeatSlow}, look.Options{Colour: true, Unicode: true}},
	} {
		if got := lookFor(c.caps, c.set); got != look.New(c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, look.New(c.want))
		}
	}
}

// What is kept is obeyed at once: pages are told how they look, and the terminal
// how fast it is drawn on.
func TestObeys(t *testing.T) {
	s, h := begin(t)
	s.caps = term.Caps{Colour: true, Colours: true, MayUnicode: true, Modern: true}
	press(s, "/")
	cmd := s.heed(page.Kept{Settings: store.Settings{Glyphs: store.GlyphsUnicode, Repeat: store.RepeatSlow}})
	s.unwatch() // or the watch for the idle time is waited for
	var redraw, pace bool
	for _, msg := range ran(cmd) {
		redraw = redraw || msg == term.Redraw{}
		pace = pace || msg == term.Pace{Least: slowFrames}
	}
	if !redraw || !pace {
		t.Errorf("redrawn %v, paced %v", redraw, pace)
	}
	for _, p := range h.pages {
		if !p.looks.Unicode() {
			t.Errorf("%v is not told", p.route)
		}
	}
	press(s, "/")
	if !h.built[len(h.built)-1].Unicode() {
		t.Error("a page that is opened then looks as before")
	}
}

// ran is what the commands give, those of a batch one after the other.
func ran(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for _, c := range batch {
		all = append(all, ran(c)...)
	}
	return all
}

// The question is asked before Home, only of whom nothing is known, and nothing
// goes back to it.
func TestAsksFirst(t *testing.T) {
	who := keys.Caller{Member: keys.Member{Roles: []keys.Role{keys.Provider}}}
	for _, c := range []struct {
		name string
		caps term.Caps
		set  store.Settings
		asks bool
	}{
		{"nothing is known", term.Caps{MayUnicode: true, Unsaid: true}, store.Settings{}, true},
		{"settings, but not of glyphs", term.Caps{MayUnicode: true, Unsaid: true}, store.Settings{Idle: 20}, true},
		{"answered", term.Caps{MayUnicode: true, Unsaid: true}, store.Settings{Glyphs: store.GlyphsASCII}, false},
		{"left to the terminal", term.Caps{MayUnicode: true, Unsaid: true}, store.Settings{Glyphs: store.GlyphsTerminal}, false},
		{"the client said", term.Caps{MayUnicode: true}, store.Settings{}, false},
		{"a VT100", term.Caps{}, store.Settings{}, false},
	} {
		if got := asks(c.caps, c.set, who); got != c.asks {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if asks(term.Caps{MayUnicode: true, Unsaid: true}, store.Settings{}, keys.Caller{}) {
		t.Error("whoever may keep no answer is asked")
	}
}

func TestAfterTheQuestion(t *testing.T) {
	h := &house{}
	s := newSession(t.Context(), keys.Caller{}, look.New(look.Options{}), h.build, discard)
	s.asking = true
	s.Init()
	s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if h.last().route != (page.Glyphs{}) {
		t.Fatalf("opens %v", h.last().route)
	}
	h.last().view = "╓────╖"
	if !strings.Contains(s.View().Content, "╓────╖") {
		t.Errorf("the box is not let through:\n%s", s.View().Content)
	}
	h.last().onKey = func(f *fake, _ string) { f.Instead(page.Home{}) }
	s.Update(pagetest.Key("2"))
	if len(s.stack) != 1 || h.last().route != (page.Home{}) || h.pages[0].ctx.Err() == nil {
		t.Fatalf("after it: %d pages, %v", len(s.stack), h.last().route)
	}
	h.last().view = "╓────╖"
	if strings.Contains(s.View().Content, "╓") {
		t.Error("UTF-8 is still let through")
	}
}
