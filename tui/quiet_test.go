package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/page"
)

// clocked is a session on a clock that the test moves.
func clocked(t *testing.T) (*Session, *house, func(time.Duration)) {
	t.Helper()
	s, h := begin(t)
	now := time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)
	s.now = func() time.Time { return now }
	s.keyed = now
	return s, h, func(d time.Duration) { now = now.Add(d) }
}

func quits(cmd tea.Cmd) bool {
	if cmd == nil {
		return false
	}
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

// asked is what stands on the screen, on one line.
func asked(s *Session) string { return strings.Join(strings.Fields(s.View().Content), " ") }

// A member who presses no key is warned a minute before, and then logged out; any
// key before that stays, and does nothing else.
func TestIdle(t *testing.T) {
	s, h, pass := clocked(t)
	pass(13 * time.Minute)
	s.Update(idleTick{})
	if s.pending != nothing {
		t.Error("warned too early")
	}
	pass(time.Minute)
	s.Update(idleTick{})
	if got := asked(s); !strings.Contains(got, "In one minute you are logged out. To stay, press any key.") || strings.Contains(got, "Not saved") {
		t.Fatalf("14 minutes on:\n%s", got)
	}
	press(s, "x")
	if h.pages[0].told[len(h.pages[0].told)-1] == "x" || strings.Contains(asked(s), "logged out") {
		t.Error("the key that stays does something else")
	}
	pass(14 * time.Minute)
	s.Update(idleTick{})
	s.Update(tea.PasteMsg{Content: "x"})
	if s.pending != nothing {
		t.Error("a paste does not stay")
	}
	pass(14 * time.Minute)
	s.Update(idleTick{})
	pass(time.Minute)
	_, cmd := s.Update(idleTick{})
	if !quits(cmd) {
		t.Fatal("not logged out after 15 minutes")
	}
	if got := s.Farewell(); !strings.HasPrefix(got, "You were logged out, as no key was pressed for 15 minutes.") || strings.Contains(got, "lost") {
		t.Errorf("says %q", got)
	}
}

// Whoever is logged out is told what was lost by it, and warned of it before.
func TestIdleLosesNothingUntold(t *testing.T) {
	s, h, pass := clocked(t)
	press(s, "/")
	h.last().unsaved = true
	pass(14 * time.Minute)
	s.Update(idleTick{})
	if got := asked(s); !strings.Contains(got, "Not saved yet: what you typed on page.Find.") {
		t.Errorf("warned:\n%s", got)
	}
	pass(time.Minute)
	if _, cmd := s.Update(idleTick{}); !quits(cmd) {
		t.Fatal("not logged out")
	}
	if got := strings.ReplaceAll(s.Farewell(), "\r\n", " "); !strings.HasSuffix(got, "What you typed and did not save is lost.") {
		t.Errorf("says %q", got)
	}
}

// The idle time is the member's own, from the moment it is set.
func TestIdleTimeIsSet(t *testing.T) {
	s, _, pass := clocked(t)
	s.Update(page.Kept{Settings: store.Settings{Idle: 5}})
	pass(5 * time.Minute)
	if _, cmd := s.Update(idleTick{}); !quits(cmd) {
		t.Error("not logged out after 5 minutes")
	}
	s, _, pass = clocked(t)
	s.Update(page.Kept{Settings: store.Settings{Idle: 60}})
	pass(58 * time.Minute)
	if s.Update(idleTick{}); s.pending != nothing {
		t.Error("warned after 58 minutes of 60")
	}
}

// A watch that was ended gives nothing, however long it had to go.
func TestAnEndedWatchEnds(t *testing.T) {
	s, _ := begin(t)
	cmd := s.watch(time.Hour)
	s.unwatch()
	if msg := cmd(); msg != nil {
		t.Errorf("gives %v", msg)
	}
}

// A page that asks for it is told once the keys have come to rest, and not while
// they come; however often it asks, one timer runs.
func TestRest(t *testing.T) {
	s, h, pass := clocked(t)
	stills := 0
	h.pages[0].onKey = func(f *fake, _ string) { f.Rest() }
	h.pages[0].onStill = func() { stills++ }
	if press(s, "j") == nil || !s.resting {
		t.Fatal("no timer runs")
	}
	pass(100 * time.Millisecond)
	press(s, "j", "j")
	pass(100 * time.Millisecond)
	if _, cmd := s.Update(restTick{}); stills != 0 || cmd == nil || !s.resting {
		t.Errorf("100 ms after a key: told %d times", stills)
	}
	pass(50 * time.Millisecond)
	s.Update(restTick{})
	if stills != 1 || s.resting {
		t.Errorf("150 ms after the last key: told %d times", stills)
	}
	s.Update(page.Kept{Settings: store.Settings{Repeat: store.RepeatSlow}})
	press(s, "j")
	pass(400 * time.Millisecond)
	if s.Update(restTick{}); stills != 1 {
		t.Error("on a slow line told before half a second")
	}
	pass(100 * time.Millisecond)
	if s.Update(restTick{}); stills != 2 {
		t.Error("on a slow line not told after half a second")
	}
}

// A member is told ten minutes and a minute before a connection ends that has lasted
// as long as one may, and reminded between; no key is taken for that. At last the page
// on top is told to keep what it can.
func TestTheEndIsTold(t *testing.T) {
	s, h, pass := clocked(t)
	s.EndsAt(s.now().Add(10 * time.Hour))
	if s.watchEnd() == nil {
		t.Fatal("nobody watches for the end")
	}
	pass(9 * time.Hour)
	if s.Update(endTick{}); strings.Contains(asked(s), "logged out") {
		t.Errorf("an hour before:\n%s", asked(s))
	}
	press(s, "/")
	h.last().unsaved = true
	pass(50 * time.Minute)
	s.Update(endTick{})
	if got := asked(s); !strings.Contains(got, "In 10 minutes you are logged out, whatever you press") || !strings.Contains(got, "Not saved yet: what you typed on page.Find.") {
		t.Errorf("ten minutes before:\n%s", got)
	}
	press(s, "x")
	if told := h.last().told; told[len(told)-1] != "x" {
		t.Error("the key after it does nothing")
	}
	if got := asked(s); !strings.Contains(got, "You are logged out soon: save what you type.") {
		t.Errorf("reminded:\n%s", got)
	}
	s.Update(endTick{})
	if got := asked(s); strings.Contains(got, "In 10") {
		t.Errorf("told again:\n%s", got)
	}
	pass(9 * time.Minute)
	_, _ = s.Update(endTick{})
	if got := asked(s); !strings.Contains(got, "In one minute you are logged out") {
		t.Errorf("a minute before:\n%s", got)
	}
	if !h.last().ending {
		t.Error("the page is not told to keep what it can")
	}
	_, _ = s.Update(page.Say{Text: "Saved as a draft.", Tone: page.Good})
	if got := asked(s); !strings.Contains(got, "Saved as a draft. You are logged out within a minute, whatever you press.") {
		t.Errorf("after the page has kept what it can:\n%s", got)
	}
	if s.watchEnd() != nil {
		t.Error("it goes on")
	}
	if begun, _, _ := clocked(t); begun.watchEnd() != nil {
		t.Error("an end is watched for that nobody knows")
	}
}
