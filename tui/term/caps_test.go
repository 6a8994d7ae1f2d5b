package term_test

import (
	"errors"
	"testing"

	"signpost/tui/term"
)

func TestCaps(t *testing.T) {
	utf8 := []string{"LANG=en_GB.UTF-8"}
	for _, c := range []struct {
		name string
		env  []string
		want term.Caps
	}{
		{"xterm-256color", utf8, term.Caps{Colour: true, Colours: true, Unicode: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm-256color", nil, term.Caps{Colour: true, Colours: true, MayUnicode: true, Unsaid: true, Modern: true, Hides: true}},
		{"xterm", []string{"LANG=C"}, term.Caps{Colour: true, Colours: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm", []string{"LANG=en_GB.UTF-8", "LC_ALL=C"}, term.Caps{Colour: true, Colours: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm", []string{"LC_CTYPE=en_GB.utf8"}, term.Caps{Colour: true, Colours: true, Unicode: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm", append(utf8, "NO_COLOR=yes"), term.Caps{Colours: true, Unicode: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm", append(utf8, "NO_COLOR="), term.Caps{Colour: true, Colours: true, Unicode: true, MayUnicode: true, Modern: true, Hides: true}},
		{"xterm-mono", utf8, term.Caps{Unicode: true, MayUnicode: true, Modern: true, Hides: true}},
		{"putty", nil, term.Caps{Colour: true, Colours: true, MayUnicode: true, Unsaid: true, Modern: true, Hides: true}},
		{"vt100", utf8, term.Caps{}},
		{"vt100", nil, term.Caps{}},
		{"vt220", nil, term.Caps{Hides: true}},
		{"linux", utf8, term.Caps{Colour: true, Colours: true, MayUnicode: true, Hides: true}},
		{"linux", []string{"NO_COLOR=1"}, term.Caps{Colours: true, MayUnicode: true, Hides: true}},
		{"ansi", nil, term.Caps{Colour: true, Colours: true, NoRegion: true}},
		{"something-new", utf8, term.Caps{}},
	} {
		c.want.Term = c.name
		if got, err := term.CapsOf(c.name, c.env); got != c.want || err != nil {
			t.Errorf("%s %v: %+v, %v; want %+v", c.name, c.env, got, err, c.want)
		}
	}
	for _, name := range []string{"", "dumb", "vt52", "unknown"} {
		if _, err := term.CapsOf(name, nil); !errors.Is(err, term.ErrNoScreen) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, c := range []struct {
		in, want term.Size
		ok       bool
	}{
		{term.Size{W: 80, H: 24}, term.Size{W: 80, H: 24}, true},
		{term.Size{W: 0, H: 0}, term.Size{}, false},
		{term.Size{W: 80, H: 0}, term.Size{}, false},
		{term.Size{W: -1, H: 24}, term.Size{}, false},
		{term.Size{W: 1 << 31, H: 1 << 31}, term.Size{W: term.MaxWidth, H: term.MaxHeight}, true},
	} {
		if got, ok := c.in.Fit(); got != c.want || ok != c.ok {
			t.Errorf("%v: %v, %v", c.in, got, ok)
		}
	}
}
