package tui_test

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/access"
	"signpost/tui/page/caseload"
	"signpost/tui/page/curate"
	"signpost/tui/page/find"
	"signpost/tui/page/home"
	"signpost/tui/page/inbox"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/purposes"
	"signpost/tui/page/refer"
	"signpost/tui/page/retention"
	"signpost/tui/page/trail"
	"signpost/tui/page/triage"
)

// everyPage opens every page on a desk with one of everything, and leads it into
// its parts: what was pressed, and the page as it is then.
func everyPage(t *testing.T, look func(name string, p *pagetest.Page)) {
	t.Helper()
	d := newFull(keys.Coach, keys.Steward, keys.Auditor)
	if _, err := d.Refer(t.Context(), store.ReferralForm{Client: "K7M-2Q9", Programme: "connect-to-work", Told: d.Today()}); err != nil {
		t.Fatal(err)
	}
	d.receive()
	for name, walk := range map[string]struct {
		open  func() page.Model
		parts []string // keys that lead from part to part
	}{
		"home":       {func() page.Model { return home.New(t.Context(), d, plain) }, nil},
		"find":       {func() page.Model { return find.New(t.Context(), d, plain, "") }, []string{"tab"}},
		"programme":  {func() page.Model { return find.NewProgramme(t.Context(), d, plain, "restart") }, []string{"w", "4", "1", "esc"}},
		"triage":     {func() page.Model { return triage.New(t.Context(), d, plain, "", "") }, []string{"tab", "esc", "2", "enter", "esc", "l", "w", "esc", "enter", "esc", "esc", "s"}},
		"assessment": {func() page.Model { return triage.NewAssessment(t.Context(), d, plain, "K7M-2Q9", "A-K7M-2Q9") }, []string{"2", "enter", "esc", "l"}},
		"caseload":   {func() page.Model { return caseload.NewList(t.Context(), d, plain) }, []string{"f", "esc", "h", "enter", "esc"}},
		"client":     {func() page.Model { return caseload.NewClient(t.Context(), d, plain, "K7M-2Q9") }, []string{"2", "3", "4", "5", "1", "enter", "esc", "a", "esc", "p", "esc", "x"}},
		"refer":      {func() page.Model { return refer.New(t.Context(), d, plain, "K7M-2Q9", "connect-to-work", "") }, []string{"enter", "esc", "down", "enter", "esc"}},
		"referral":   {func() page.Model { return refer.NewOne(t.Context(), d, plain, "R-K7M-2Q9") }, []string{"w", "1", "esc", "esc", "n"}},
		"inbox":      {func() page.Model { return inbox.NewList(t.Context(), d, plain) }, []string{"2", "6"}},
		"received":   {func() page.Model { return inbox.NewReceived(t.Context(), d, plain, "R-K7M-2Q9") }, []string{"d", "1", "1", "esc", "esc", "esc", "t", "esc", "a", "enter"}},
		"capacity":   {func() page.Model { return inbox.NewCapacity(t.Context(), d, plain) }, []string{"enter", "1", "enter"}},
		"referrals":  {func() page.Model { return refer.NewList(t.Context(), d, plain) }, []string{"3"}},
		"access":     {func() page.Model { return access.New(t.Context(), d, plain, "") }, []string{"2", "enter", "esc", "r", "esc", "x", "n", "3", "4", "f", "esc", "5", "d", "esc", "enter", "esc", "n"}},
		"purposes":   {func() page.Model { return purposes.New(t.Context(), d, plain) }, []string{"down", "enter", "enter", "enter", "esc", "p", "esc"}},
		"retention":  {func() page.Model { return retention.New(t.Context(), d, plain) }, []string{"down", "enter", "esc", "2", "p", "esc", "o"}},
		"keep": {func() page.Model {
			return caseload.NewKeep(t.Context(), d, plain, page.Keep{Client: "K7M-2Q9"})
		}, []string{"down"}},
		"queue": {func() page.Model { return curate.New(t.Context(), d, plain) }, []string{"down", "s", "n", "c", "esc", "a", "esc"}},
		"trail": {func() page.Model { return trail.New(t.Context(), d, plain) }, []string{"enter", "esc", "d"}},
	} {
		p := pagetest.Open(t, walk.open(), 80, 20)
		look(name, p)
		for i, k := range walk.parts {
			p.Press(k)
			look(name+", after "+strings.Join(walk.parts[:i+1], " "), p)
		}
	}
}

var plain = look.Plain()

// TestKeysAreNamedAlike holds every part of every page to the same keys and the
// same words for them.
func TestKeysAreNamedAlike(t *testing.T) {
	everyPage(t, func(name string, p *pagetest.Page) {
		shown := map[string]bool{}
		for _, k := range p.Model.Keys() {
			h := k.Help()
			if !k.Enabled() || h.Key == "" {
				continue
			}
			if shown[h.Key] || h.Desc == "" {
				t.Errorf("%s: %q is listed twice or does nothing: %q", name, h.Key, h.Desc)
			}
			shown[h.Key] = true
			for _, other := range []string{"keep", "store", "submit", "delete", "quit", "exit", "cancel", "abort"} {
				if strings.Contains(h.Desc, other) {
					t.Errorf("%s: %s is called %q: use the word that the other pages use", name, h.Key, h.Desc)
				}
			}
			if h.Key == "Esc" && h.Desc == "back" {
				t.Errorf("%s: the session says itself that Esc goes back", name)
			}
		}
		taker, ok := p.Model.(page.Taker)
		if ok && taker.Takes(pagetest.Key("esc")) && !shown["Esc"] && !shown["n"] && !shown["m"] && !shown["n p"] {
			t.Errorf("%s: Esc does something here that no key line says", name)
		}
		if h, ok := p.Model.(page.Helper); !ok || !strings.HasSuffix(h.Help(), ".") {
			t.Errorf("%s: there is no help in sentences", name)
		}
	})
}

// TestScreensSaySaved looks for other words for the same thing.
func TestScreensSaySaved(t *testing.T) {
	everyPage(t, func(name string, p *pagetest.Page) {
		screen := strings.ToLower(p.Screen())
		for _, other := range []string{"unknown", "not kept", "is kept as", "please", "sorry", "invalid", "failed"} {
			if strings.Contains(screen, other) {
				t.Errorf("%s says %q:\n%s", name, other, p.Screen())
			}
		}
	})
}
