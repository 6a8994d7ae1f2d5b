package look_test

import (
	"strings"
	"testing"

	"signpost/tui/look"
	"signpost/tui/page/pagetest"
)

func TestTabs(t *testing.T) {
	names := []string{"facts", "notes (2)", "referrals"}
	lk := look.Plain()
	if got, want := lk.Tabs(names, 1, 60), " 1 facts [2 notes (2)] 3 referrals"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := lk.Tabs([]string{"facts (3)", "notes (2)", "referrals"}, 0, 34), "[1 facts (3)] 2 notes  3 referrals"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for w := range 40 {
		for at := range names {
			got := lk.Tabs(names, at, w)
			if look.Width(got) > w {
				t.Errorf("in %d columns: %q", w, got)
			}
			if w > 14 && !strings.Contains(got, names[at]) {
				t.Errorf("in %d columns %q is not in view: %q", w, names[at], got)
			}
		}
	}
}

func TestTabKey(t *testing.T) {
	for _, c := range []struct {
		key      string
		at, want int
		ok       bool
	}{
		{"right", 2, 0, true},
		{"left", 0, 2, true},
		{"tab", 0, 1, true},
		{"shift+tab", 1, 0, true},
		{"3", 0, 2, true},
		{"4", 1, 1, false},
		{"0", 1, 1, false},
		{"x", 1, 1, false},
	} {
		if got, ok := look.TabKey(pagetest.Key(c.key), c.at, 3); got != c.want || ok != c.ok {
			t.Errorf("%s at %d: %d, %v", c.key, c.at, got, ok)
		}
	}
}
