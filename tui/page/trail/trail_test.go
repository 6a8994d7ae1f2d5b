package trail_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/trail"
)

// summer is a zone an hour ahead of UTC, as the server's clock is in June.
var summer = time.FixedZone("BST", 3600)

// stub is a desk with a log in memory; it reads as the store does, days in UTC.
type stub struct {
	all   []store.Event // the oldest first
	asked []store.TrailQuery
	fail  error
}

func newStub() *stub {
	at := func(d, h, m int) time.Time { return time.Date(2026, time.June, d, h, m, 0, 0, time.UTC) }
	s := &stub{all: []store.Event{
		{At: at(1, 9, 0), Act: keys.ActAccessWrite, Verb: "tried", Subject: "invitation 7K2MQ9"},
		{At: at(3, 10, 0), Member: "M-K7M-2Q9", Partner: "burnley", Key: "SHA256:aaaa", Act: keys.ActClientWrite, Verb: "added", Subject: "client K7M-2QX", Fields: []string{"given_name", "birth_date"}},
		{At: at(4, 23, 30), Member: "M-K7M-2Q9", Act: keys.ActClientRead, Verb: "opened", Subject: "client K7M-2QX", Fields: []string{"facts"}},
		{At: at(5, 8, 15), Member: "M-333-33B", Act: keys.ActWhoami, Verb: "logged in"},
		{At: at(5, 8, 16), Act: keys.ActAccessWrite, Verb: "added", Subject: "member M-333-33B"},
	}}
	for i := range s.all {
		s.all[i].ID = store.EventID(i + 1)
	}
	return s
}

func (s *stub) Now() time.Time { return time.Date(2026, time.June, 5, 12, 0, 0, 0, summer) }

func (s *stub) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"M-K7M-2Q9": "Amina Khan", "M-444-44C": "Amir Aziz"}, nil
}

func (s *stub) Trail(_ context.Context, q store.TrailQuery) ([]store.Event, error) {
	s.asked = append(s.asked, q)
	if s.fail != nil {
		return nil, s.fail
	}
	if q.Client != "" && q.Client != "K7M-2QX" {
		return nil, &store.FieldError{Field: "client", Says: "Enter a client reference such as K7M-2QX."}
	}
	var out []store.Event
	for _, e := range s.all {
		if q.Since != 0 && store.DayOf(e.At) < q.Since || q.Member != "" && e.Member != q.Member || q.Client != "" && e.Subject != "client "+string(q.Client) {
			continue
		}
		out = append(out, e)
	}
	slices.Reverse(out)
	return out[:min(len(out), q.Limit)], nil
}

func open(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, trail.New(t.Context(), s, look.Plain()), 80, 20)
}

// press presses keys by name; "=text" types text.
func press(p *pagetest.Page, keys ...string) {
	for _, k := range keys {
		if typed, ok := strings.CutPrefix(k, "="); ok {
			p.Type(typed)
		} else {
			p.Press(k)
		}
	}
}

// TestDays groups the events under the days of the server's clock, the newest
// first: half past eleven in the evening in UTC is half past midnight there.
func TestDays(t *testing.T) {
	p := open(t, newStub())
	want := strings.Join([]string{
		"All events: 5",
		"Friday 5 June 2026",
		"> 09:16  the installer         added member M-333-33B",
		"  09:15  M-333-33B             logged in",
		"  00:30  Amina Khan            opened client K7M-2QX: facts",
		"Wednesday 3 June 2026",
		"  11:00  Amina Khan            added client K7M-2QX: given_name, birth_date",
		"Monday 1 June 2026",
		"  10:00  somebody unknown      tried invitation 7K2MQ9",
	}, "\n")
	if got := p.Screen(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOneEvent(t *testing.T) {
	p := open(t, newStub())
	press(p, "j", "j", "j", "enter")
	for _, want := range []string{
		"Amina Khan added client K7M-2QX", "When Wednesday 3 June 2026 at 11:00:00 BST", "Event 2", "Member M-K7M-2Q9", "Partner burnley",
		"Key SHA256:aaaa", "Act client write", "Fields given_name, birth_date",
	} {
		p.Has(want)
	}
	press(p, "n")
	p.Has("somebody unknown tried invitation 7K2MQ9")
	press(p, "n", "p", "p", "esc")
	p.Has("> 00:30 Amina Khan")
}

func TestFilters(t *testing.T) {
	for _, c := range []struct {
		keys, head string
		events     int
	}{
		{"d =5/6/2026 enter", "Events since 5 June 2026: 3", 3},
		{"m =amina enter", "Events by Amina Khan: 2", 2},
		{"m =m-k7m2q9 enter", "Events by Amina Khan: 2", 2},
		{"c =K7M-2QX enter", "Events client K7M-2QX: 2", 2},
		{"c =K7M-2QX enter d =4/6/2026 enter", "Events since 4 June 2026, client K7M-2QX: 1", 1},
		{"c =K7M-2QX enter d =4/6/2026 enter a", "All events: 5", 5},
		{"d =5/6/2026 enter d backspace backspace backspace backspace backspace backspace backspace backspace backspace backspace backspace enter", "All events: 5", 5},
	} {
		p := open(t, newStub())
		press(p, strings.Fields(c.keys)...)
		p.Has(c.head)
		events := 0
		for _, line := range strings.Split(p.Screen(), "\n") {
			if len(line) > 7 && line[4] == ':' {
				events++
			}
		}
		if events != c.events {
			t.Errorf("%s: %d events are in view, not %d:\n%s", c.keys, events, c.events, p.Screen())
		}
	}
}

// TestFiltersThatDoNotFit say what to enter, and keep what was typed and shown.
func TestFiltersThatDoNotFit(t *testing.T) {
	for _, c := range []struct{ keys, typed, says string }{
		{"d =yesterday enter", "[yesterday", "Enter a day, such as 5 June 2026."},
		{"m =zed enter", "[zed", "No member here has that id or name."},
		{"m =am enter", "[am", "More than one member has that"},
		{"c =abc enter", "[abc", "Enter a client reference such as K7M-2QX."},
	} {
		p := open(t, newStub())
		press(p, strings.Fields(c.keys)...)
		p.Has(c.typed)
		p.Has(c.says)
		press(p, "esc")
		p.Has("Press Esc again")
		press(p, "esc")
		p.Has("All events: 5")
	}
	s := newStub()
	p := open(t, s)
	s.fail = context.DeadlineExceeded
	press(p, "d", "=1/6/2026", "enter")
	p.Has("[1/6/2026")
	p.Has(context.DeadlineExceeded.Error())
}

func TestNothingFits(t *testing.T) {
	s := newStub()
	s.all = nil
	p := open(t, s)
	press(p, "enter", "down", "o")
	p.Has("Nothing was done that fits. Press a to show all.")
}

func TestNotAllowed(t *testing.T) {
	s := newStub()
	s.fail = keys.ErrNotAllowed
	p := open(t, s)
	if _, ok := p.Last().(page.Back); !ok {
		t.Errorf("asked for %#v", p.Last())
	}
}

// TestOlder reads more, and the focus stays on its event.
func TestOlder(t *testing.T) {
	s := &stub{}
	for i := range 3000 {
		s.all = append(s.all, store.Event{
			ID: store.EventID(i + 1), At: time.Date(2026, time.May, 1, 0, i, 0, 0, time.UTC), Member: "M-K7M-2Q9", Verb: "opened", Subject: fmt.Sprint("client ", i),
		})
	}
	p := open(t, s)
	p.Has("All events: the newest 500; o for older")
	p.Press("G")
	focus := func() string {
		for _, line := range strings.Split(p.Screen(), "\n") {
			if strings.HasPrefix(line, "> ") {
				return line
			}
		}
		return ""
	}
	last := focus()
	if !strings.Contains(last, "client 2500") {
		t.Errorf("the last event in view is %q", last)
	}
	p.Press("o")
	p.Has("All events: the newest 2000")
	if got := focus(); got != last {
		t.Errorf("the focus went from %q to %q", last, got)
	}
	p.Press("o")
	p.Has("All events: 3000")
	p.Press("o")
	if say, ok := p.Last().(page.Say); !ok || say.Text != "There are no older events to show here." {
		t.Errorf("o asked for %#v", p.Last())
	}
}

// TestScrolling keeps the event in focus in view, always under its day.
func TestScrolling(t *testing.T) {
	s := &stub{}
	for i := range 200 {
		s.all = append(s.all, store.Event{
			ID: store.EventID(i + 1), At: time.Date(2026, time.May, 1, 7*i, 0, 0, 0, time.UTC), Member: "M-K7M-2Q9", Verb: "opened", Subject: fmt.Sprint("client ", i),
		})
	}
	for _, h := range []int{2, 3, 4, 5, 20} {
		p := pagetest.Open(t, trail.New(t.Context(), s, look.Plain()), 60, h)
		for i, k := range []string{"down", "down", "down", "down", "pgdown", "pgdown", "up", "up", "G", "pgup", "up", "g", "down"} {
			p.Press(k)
			lines := strings.Split(p.Screen(), "\n")
			if !strings.Contains(p.Screen(), "\n> ") {
				t.Fatalf("in %d lines, key %d, %s: the focus is out of view:\n%s", h, i, k, p.Screen())
			}
			if h > 2 && !strings.Contains(lines[1], "2026") {
				t.Errorf("in %d lines, key %d, %s: no day above:\n%s", h, i, k, p.Screen())
			}
		}
	}
}

func TestSweep(t *testing.T) {
	pagetest.Sweep(t, func() page.Model { return trail.New(t.Context(), newStub(), look.Plain()) },
		"down", "down", "enter", "down", "n", "esc", "d", "x", "enter", "esc", "esc", "m", "z", "enter", "esc", "esc", "c", "x", "enter", "esc", "esc", "G", "o")
}
