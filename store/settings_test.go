package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/store"
)

func TestSettings(t *testing.T) {
	var s store.Settings
	var words []string
	for _, set := range store.TheSettings() {
		words = append(words, s.Get(set.Name))
	}
	if got := strings.Join(words, " "); got != "terminal terminal pages 15 normal" {
		t.Errorf("at first they are %q", got)
	}
	if s.IdleTime() != 15*time.Minute || s.Check() != nil {
		t.Errorf("at first: idle %v, %v", s.IdleTime(), s.Check())
	}
	for _, c := range []struct{ name, word, want, says string }{
		{"glyphs", " ASCII ", "ascii", "ASCII on every terminal"},
		{"colour", "light", "light", "16 colours on a light background"},
		{"view", "lines", "lines", "a line at a time"},
		{"idle", "60", "60", "60 minutes"},
		{"idle", "5 minutes", "5", "5 minutes"},
		{"repeat", "slow", "slow", "for a slow line"},
	} {
		if err := s.Set(c.name, c.word); err != nil || s.Get(c.name) != c.want || s.Says(c.name) != c.says {
			t.Errorf("%s %q: %v, %q, %q", c.name, c.word, err, s.Get(c.name), s.Says(c.name))
		}
	}
	if got := s.Differs(&store.Settings{}); !slices.Equal(got, []string{"glyphs", "colour", "view", "idle", "repeat"}) {
		t.Errorf("differ: %v", got)
	}
	before := s
	for _, c := range []struct{ name, word, says string }{
		{"glyphs", "utf8", "glyphs: Enter terminal, ascii or unicode."},
		{"colour", "", "colour: Enter terminal, none, dark or light."},
		{"idle", "4", "idle: Enter a number of minutes from 5 to 60, such as 15."},
		{"idle", "61", "idle: Enter a number of minutes from 5 to 60, such as 15."},
		{"idle", "never", "idle: Enter a number of minutes from 5 to 60, such as 15."},
		{"font", "big", `setting: There is no setting "font": enter one of glyphs, colour, view, idle, repeat.`},
	} {
		err := s.Set(c.name, c.word)
		var field *store.FieldError
		if !errors.As(err, &field) || err.Error() != c.says {
			t.Errorf("%s %q: %v", c.name, c.word, err)
		}
	}
	if s != before || s.Get("font") != "" {
		t.Error("a wrong word changes something")
	}
}

// Every setting can be given each of its words, and what is kept by hand is
// checked word by word.
func TestSettingsWords(t *testing.T) {
	for _, set := range store.TheSettings() {
		for _, w := range set.Words {
			var s store.Settings
			if err := s.Set(set.Name, w.Word); err != nil || s.Get(set.Name) != w.Word || s.Check() != nil {
				t.Errorf("%s %s: %v", set.Name, w.Word, err)
			}
		}
	}
	for _, s := range []store.Settings{{Glyphs: "x"}, {Colour: "x"}, {View: "x"}, {Idle: 1}, {Idle: -1}, {Repeat: "x"}} {
		if s.Check() == nil {
			t.Errorf("%+v may be kept", s)
		}
	}
}
