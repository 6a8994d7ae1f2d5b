package retention_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/retention"
)

var today = store.Date(2026, time.March, 27)

type desk struct {
	times  store.Retention
	purge  store.Purge
	rows   []store.Removal
	err    error
	clash  error // of the next change
	of     keys.PartnerID
	steers string
}

func (d *desk) Who() keys.Caller {
	return keys.Caller{Partner: keys.Partner{ID: "authority", Name: "Authority"}}
}
func (d *desk) Today() store.Day { return today }
func (d *desk) Partners(context.Context) ([]keys.Partner, error) {
	return []keys.Partner{{ID: "authority", Name: "Authority"}, {ID: "burnley", Name: "Burnley Jobcentre"}}, nil
}

func (d *desk) Retention(_ context.Context, p keys.PartnerID) (store.Retention, error) {
	d.of = p
	return d.times, d.err
}

func (d *desk) SetRetention(_ context.Context, p keys.PartnerID, rev uint64, name string, n int) (store.Retention, error) {
	if d.err != nil || d.clash != nil || rev != d.times.Rev {
		return store.Retention{}, errors.Join(d.err, d.clash, errors.New("another revision"))
	}
	d.times = store.Retention{Partner: p, Rev: rev + 1, Times: map[string]int{name: n}}
	return d.times, nil
}

func (d *desk) Forecast(context.Context, keys.PartnerID, int) (store.Forecast, error) {
	return store.Forecast{Until: today + 90, Purge: d.purge, Rows: d.rows}, d.err
}

func (d *desk) HoldPurge(context.Context) (store.Purge, error) {
	d.steers, d.purge.Hold = "hold", &store.Hold{Why: store.HoldSteward, At: time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)}
	return d.purge, d.err
}

func (d *desk) ResumePurge(context.Context) (store.Purge, error) {
	d.steers, d.purge.Hold = "resume", nil
	return d.purge, d.err
}

func filled() *desk {
	return &desk{
		purge: store.Purge{Last: today, Announced: 2, Removed: 1},
		rows: []store.Removal{
			{Class: store.ClosedClient, Record: "K7M-2QX", From: today - 730, Announced: today - 20, Goes: today + 8},
			{Class: store.OldDraft, Record: "R-K7M-2QX", From: today - 80, Goes: today + 40},
		},
	}
}

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, retention.New(t.Context(), d, look.Plain()), 80, 20)
}

// said is what the page has said last.
func said(p *pagetest.Page) string {
	for i := len(p.Asked) - 1; i >= 0; i-- {
		if say, ok := p.Asked[i].(page.Say); ok {
			return say.Text
		}
	}
	return ""
}

func TestTimesAndWhatGoes(t *testing.T) {
	p := open(t, filled())
	p.Has("Last night, 27 March 2026: 2 announced, 1 removed.")
	p.Has("Kept by Authority. Press p for another partner.")
	p.Has("closed-client 24 months")
	p.Has("Usual: 24 months, DWP, Managing customer records guide, 3.2.1.")
	p.Press("2")
	p.Has("4 April 2026 K7M-2QX announced closed, nothing since 27 March")
	p.Has("K7M-2QX, closed-client, goes on 4 April 2026, announced: closed, nothing since 27 March 2024.")
	p.Has("6 May 2026 R-K7M-2QX not announced")
}

func TestAnotherTime(t *testing.T) {
	d := filled()
	p := open(t, d)
	p.Press("down", "enter")
	p.Has("How long does Authority keep quiet-client")
	p.Press("backspace", "backspace")
	p.Type("5")
	p.Press("enter")
	p.Has("Enter a number of months from 6 to 120, or usual, which is 36.")
	p.Press("backspace")
	p.Type("12 months")
	p.Press("enter")
	if d.times.Times["quiet-client"] != 12 || said(p) != "Saved. quiet-client: 12 months." {
		t.Errorf("kept %+v, said %q", d.times, said(p))
	}
	p.Has("quiet-client 12 months")
	p.Press("enter")
	p.Press("esc")
	p.Has("quiet-client 12 months")
}

func TestUsual(t *testing.T) {
	s, _ := store.RetentionSettingNamed("draft")
	for typed, want := range map[string]int{"14": 14, " 90 days ": 90, "30 Day": 30, "usual": 0, "Usual": 0} {
		if n, err := retention.ReadTime(typed, s); err != nil || n != want {
			t.Errorf("%q is %d, %v", typed, n, err)
		}
	}
	for _, typed := range []string{"", "13", "731", "a month", "-20", "3 months"} {
		if n, err := retention.ReadTime(typed, s); err == nil {
			t.Errorf("%q is %d", typed, n)
		}
	}
}

func TestHoldAndGoOn(t *testing.T) {
	d := filled()
	p := open(t, d)
	p.Press("o")
	p.Has("Put all removing by time on hold?")
	p.Press("n")
	p.Press("o", "y")
	if d.steers != "hold" {
		t.Errorf("the desk was asked to %q", d.steers)
	}
	p.Has("Nothing is removed by its time since 27 March 2026: a steward put it on hold.")
	d.purge.Hold.Why, d.purge.Hold.Last = store.HoldClock, today-3
	p = open(t, d)
	p.Has("the clock said that day, and 24 March 2026 the night before")
	p.Press("o")
	p.Has("Is the server's clock right now")
	d.err = errors.New("The clock is doubted.") //nolint
	p.Press("y")
	if said(p) != "The clock is doubted." {
		t.Errorf("said %q", said(p))
	}
}

func TestAnotherPartner(t *testing.T) {
	d := filled()
	d.rows = nil
	p := open(t, d)
	p.Press("p")
	p.Has("Which partner's times?")
	p.Press("2")
	if d.of != "burnley" {
		t.Errorf("asked of %q", d.of)
	}
	p.Press("2")
	p.Has("Nothing of Burnley Jobcentre goes by 25 June 2026.")
}

func TestRefusedAndLate(t *testing.T) {
	p := open(t, &desk{err: errors.New("Your roles do not allow this.")}) //nolint
	left := slices.ContainsFunc(p.Asked, func(m tea.Msg) bool { _, back := m.(page.Back); return back })
	if said(p) != "Your roles do not allow this." || !left {
		t.Errorf("said %q, and left: %v", said(p), left)
	}
	for _, c := range []struct {
		purge store.Purge
		says  string
	}{
		{store.Purge{}, "The first night is still to come"},
		{store.Purge{Last: today - 3}, "Nothing was announced nor removed by its time since the night of 24 March 2026"},
		{store.Purge{Last: today - 1, Anew: today}, "Removing by time goes on since 27 March 2026: the next night"},
		{store.Purge{Last: today - 2}, "Last night, 25 March 2026"},
	} {
		if says := retention.State(&c.purge, today); !strings.HasPrefix(says, c.says) {
			t.Errorf("says %q, want %q", says, c.says)
		}
	}
}

func TestSweep(t *testing.T) {
	pagetest.Sweep(t, func() page.Model { return retention.New(t.Context(), filled(), look.Plain()) }, "down", "enter", "esc", "2", "end", "p", "down", "esc", "o", "n")
}

// Who meets somebody else's change sees it, and can set theirs over it.
func TestSomebodyElseSetATime(t *testing.T) {
	d := filled()
	p := open(t, d)
	p.Press("enter", "backspace", "backspace")
	p.Type("12")
	d.times = store.Retention{Rev: 1, Times: map[string]int{"draft": 30}}
	d.clash = &store.Conflict{Table: "retention", Had: 0, Now: 1}
	p.Press("enter")
	p.Has("draft 30 days")
	d.clash = nil
	p.Press("enter", "backspace", "backspace")
	p.Type("12")
	p.Press("enter")
	p.Has("closed-client 12 months")
}

// On a small screen a time is said whole, in parts where it has to be.
func TestASmallScreen(t *testing.T) {
	d := filled()
	p := pagetest.Open(t, retention.New(t.Context(), d, look.Plain()), 60, 10)
	all := ""
	for range 9 {
		all += strings.Join(strings.Fields(p.Model.View()), " ")
		p.Press("space")
	}
	if !strings.Contains(all, "3.2.1.") || !strings.Contains(all, "Space reads on.") {
		t.Errorf("the end of it is never in view:\n%s", all)
	}
}
