package settings_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/settings"
)

// desk keeps settings as the real one does.
type desk struct {
	kept store.Settings
	err  error // of reading
	no   error // of keeping
	sets int
}

func (d *desk) Settings(context.Context) (store.Settings, error) { return d.kept, d.err }

func (d *desk) SetSettings(_ context.Context, s store.Settings) (store.Settings, error) {
	if d.no != nil {
		return s, d.no
	}
	d.sets++
	s.Rev++
	d.kept = s
	return s, nil
}

func open(t *testing.T, d *desk, lk look.Look) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, settings.New(t.Context(), d, lk), 80, 20)
}

func TestShows(t *testing.T) {
	d := &desk{}
	p := open(t, d, look.Plain())
	for _, want := range []string{
		"> 1 Glyphs as the terminal says: ASCII", "2 Colour as the terminal says: none", "3 Pages or lines full-screen pages",
		"4 Idle time 15 minutes", "5 Repeat rate normal", "Glyphs. Which signs are drawn.",
	} {
		p.Has(want)
	}
	p.Press("down", "down", "down")
	p.Has("> 4 Idle time")
	p.Has("Idle time. You are logged out after so many minutes without a key, 5 to 60")
	d.kept = store.Settings{Glyphs: store.GlyphsUnicode, Colour: store.ColourLight, View: store.ViewLines, Idle: 30, Repeat: store.RepeatSlow}
	p.Send(page.Shown{})
	for _, want := range []string{
		"Glyphs Unicode (not on this terminal)", "Colour 16 colours on a light background (not on this terminal)",
		"Pages or lines a line at a time", "Idle time 30 minutes", "Repeat rate for a slow line",
	} {
		p.Has(want)
	}
	p.Send(look.New(look.Options{Colour: true, Unicode: true}))
	p.Lacks("not on this terminal")
	d.kept = store.Settings{}
	p.Send(page.Shown{})
	p.Has("as the terminal says: Unicode")
	p.Has("as the terminal says: 16 colours")
}

// Every setting can be given each of its words, and the session is told at once.
func TestChanges(t *testing.T) {
	for i, set := range store.TheSettings() {
		for n, w := range set.Words {
			d := &desk{}
			p := open(t, d, look.Plain())
			p.Press(fmt.Sprint(i + 1))
			p.Has(set.Label + ". " + set.Says)
			p.Press(fmt.Sprint(n + 1))
			if got := d.kept.Get(set.Name); got != w.Word || d.sets != 1 {
				t.Errorf("%s: kept %q after %d changes, want %q", set.Name, got, d.sets, w.Word)
			}
			if len(p.Asked) != 2 || p.Asked[0] != (page.Kept{Settings: d.kept}) {
				t.Fatalf("%s: the session is told %+v", set.Name, p.Asked)
			}
			if say := p.Last().(page.Say); say.Tone != page.Good || !strings.HasPrefix(say.Text, "Saved. "+set.Label+": "+w.Label+".") {
				t.Errorf("%s: says %+v", set.Name, say)
			}
		}
	}
}

// The word there is has the focus, and Enter keeps what has it.
func TestChoosesByMoving(t *testing.T) {
	d := &desk{kept: store.Settings{Rev: 3, Colour: store.ColourNone}}
	p := open(t, d, look.Plain())
	p.Press("down", "enter")
	p.Has("> 2 None")
	p.Press("down", "down", "enter")
	if d.kept.Colour != store.ColourLight || d.kept.Rev != 4 {
		t.Errorf("kept %+v", d.kept)
	}
	p.Press("enter", "down", "esc")
	if d.sets != 1 {
		t.Error("Esc leaves it as it was")
	}
}

func TestIdleTime(t *testing.T) {
	d := &desk{}
	p := open(t, d, look.Plain())
	keeper, taker := p.Model.(page.Keeper), p.Model.(page.Taker)
	p.Press("4")
	p.Has("[15 ")
	if keeper.Unsaved() || !taker.Takes(pagetest.Key("7")) || !taker.Takes(pagetest.Key("esc")) || !taker.Takes(pagetest.Key("?")) {
		t.Error("what is typed is the field's, and nothing is typed yet")
	}
	p.Press("backspace", "backspace", "3", "enter")
	p.Has("Enter a number of minutes from 5 to 60, such as 15.")
	if d.sets != 0 || !keeper.Unsaved() {
		t.Errorf("3 minutes are kept: %+v", d.kept)
	}
	p.Press("0")
	p.Lacks("Enter a number")
	p.Press("enter")
	if d.kept.Idle != 30 || keeper.Unsaved() || taker.Takes(pagetest.Key("esc")) {
		t.Errorf("kept %+v", d.kept)
	}
	p.Press("4", "x", "esc")
	p.Send(tea.PasteMsg{Content: "20"})
	if d.kept.Idle != 30 || d.sets != 1 {
		t.Errorf("Esc leaves it as it was: %+v", d.kept)
	}
	p.Press("4", "backspace", "backspace")
	p.Send(tea.PasteMsg{Content: "20"})
	p.Press("enter")
	if d.kept.Idle != 20 {
		t.Errorf("pasted: %+v", d.kept)
	}
}

// Keys pressed before the desk has answered are not lost, and wait their turn.
func TestTypedAhead(t *testing.T) {
	d := &desk{}
	m := settings.New(t.Context(), d, look.Plain())
	m.Update(page.Room{W: 80, H: 20})
	read := m.Init()
	for _, k := range []string{"1", "2", "2", "4", "down"} {
		m.Update(pagetest.Key(k))
	}
	save := m.Update(read())
	m.Update(pagetest.Key("enter"))
	again := m.Update(save())
	m.Update(again())
	if d.kept.Glyphs != store.GlyphsASCII || d.kept.Colour != store.ColourLight || d.sets != 2 {
		t.Errorf("kept %+v after %d changes", d.kept, d.sets)
	}
	if v := m.View(); !strings.HasPrefix(v, "Pages or lines.") {
		t.Errorf("the last keys are lost:\n%s", v)
	}
}

// What cannot be kept is said, and what there is is read again.
func TestNotKept(t *testing.T) {
	d := &desk{}
	p := open(t, d, look.Plain())
	d.no, d.kept = errors.New("Your settings were changed in another window."), store.Settings{Rev: 2, Idle: 40}
	p.Press("1", "2")
	if p.Last() != (page.Say{Text: "Your settings were changed in another window.", Tone: page.Bad}) {
		t.Errorf("says %+v", p.Last())
	}
	p.Has("40 minutes")
	d.err = errors.New("Your roles do not allow this.")
	p = open(t, d, look.Plain())
	p.Has("Your roles do not allow this.")
	p.Press("1", "enter", "down")
}

func TestAllSizes(t *testing.T) {
	d := &desk{}
	pagetest.Sweep(t, func() page.Model { return settings.New(t.Context(), d, look.New(look.Options{Names: true})) },
		"down", "G", "2", "down", "esc", "4", "backspace", "enter")
	pagetest.Sweep(t, func() page.Model { return settings.NewQuestion(t.Context(), d, look.New(look.Options{}).Trying()) })
}

func TestQuestion(t *testing.T) {
	for _, c := range []struct {
		key  string
		want store.GlyphSet
	}{{"1", store.GlyphsUnicode}, {"2", store.GlyphsASCII}} {
		d := &desk{kept: store.Settings{Rev: 1, Idle: 30}}
		p := pagetest.Open(t, settings.NewQuestion(t.Context(), d, look.New(look.Options{}).Trying()), 80, 20)
		p.Has("Do you see a box or letters?")
		p.Has("╓────╖")
		p.Press("x", "enter", c.key)
		if d.kept.Glyphs != c.want || d.kept.Idle != 30 || d.sets != 1 {
			t.Errorf("%s: kept %+v", c.key, d.kept)
		}
		last := p.Asked[len(p.Asked)-2:]
		if last[0] != (page.Kept{Settings: d.kept}) || last[1] != (page.Go{To: page.Home{}, Instead: true}) {
			t.Errorf("%s: %+v", c.key, last)
		}
	}
}

// Esc keeps nothing, so that it is asked again.
func TestQuestionLater(t *testing.T) {
	d := &desk{}
	m := settings.NewQuestion(t.Context(), d, look.New(look.Options{}).Trying())
	p := pagetest.Open(t, m, 80, 20)
	if !m.Takes(pagetest.Key("esc")) || !m.Takes(pagetest.Key("/")) || m.Takes(pagetest.Key("?")) {
		t.Error("Esc is an answer; help works")
	}
	p.Press("esc")
	if d.sets != 0 || p.Last() != (page.Go{To: page.Home{}, Instead: true}) {
		t.Errorf("%d kept, %+v", d.sets, p.Last())
	}
	d.no = errors.New("The store is closed.")
	p.Press("1")
	if p.Last() != (page.Say{Text: "The store is closed.", Tone: page.Bad}) {
		t.Errorf("not kept: %+v", p.Asked)
	}
}

// A terminal that takes UTF-8 for something of eight bits may act on a byte from
// 0x80 to 0x9f. None of those in the box makes it wait for more, answer, or move.
func TestTheBoxIsHarmless(t *testing.T) {
	m := settings.NewQuestion(t.Context(), &desk{}, look.New(look.Options{}).Trying())
	p := pagetest.Open(t, m, 80, 20)
	acts := map[byte]string{
		0x84: "IND", 0x85: "NEL", 0x88: "HTS", 0x8d: "RI", 0x8e: "SS2", 0x8f: "SS3", 0x90: "DCS", 0x98: "SOS", 0x9a: "DECID",
		0x9b: "CSI", 0x9d: "OSC", 0x9e: "PM", 0x9f: "APC",
	}
	for _, b := range []byte(p.Screen()) {
		if name := acts[b]; name != "" {
			t.Errorf("holds %#x, which is %s", b, name)
		}
	}
}
