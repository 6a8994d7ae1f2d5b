package page_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/page"
)

// A page reads what it shows: early keys wait for it, an answer to a question that
// was asked again is nothing, and an error leaves the page only where there is
// nothing to show.
func TestLoad(t *testing.T) {
	var out page.Out
	var load page.Load[string]
	var shown, pressed []string
	show := func(s string) { shown = append(shown, s) }
	key := func(k tea.KeyPressMsg) tea.Cmd { pressed = append(pressed, k.String()); return nil }
	read := func(s string, err error) page.Answer[string] {
		return load.Start(t.Context(), func(context.Context) (string, error) { return s, err })().(page.Answer[string])
	}
	left := func() bool {
		return slices.ContainsFunc(out.Drain(), func(m tea.Msg) bool { _, back := m.(page.Back); return back })
	}

	load.Take(&out, read("", errors.New("no such page")), show, key)
	if load.Here() || !left() {
		t.Error("what could not be read at all leaves the page")
	}
	stale := read("old", nil)
	for _, k := range []tea.KeyPressMsg{{Code: 'j', Text: "j"}, {Code: tea.KeyEnter}, {Code: 'x', Text: "x"}} {
		if !load.Early(k) {
			t.Errorf("the key %s is not early", k)
		}
	}
	fresh := read("new", nil)
	load.Take(&out, stale, show, key)
	load.Take(&out, fresh, show, key)
	if !slices.Equal(shown, []string{"new"}) || !slices.Equal(pressed, []string{"j", "enter"}) {
		t.Errorf("shown %q, pressed %q", shown, pressed)
	}
	if load.Early(tea.KeyPressMsg{Code: 'j'}) || !load.Here() || load.Busy() {
		t.Error("a key after it was read is early, or it is read still")
	}
	load.Take(&out, read("", errors.New("the store is away")), show, key)
	if left() || len(shown) != 1 {
		t.Error("what cannot be read again leaves the page as it is")
	}
}
