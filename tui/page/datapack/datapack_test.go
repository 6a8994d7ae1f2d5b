package datapack_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"signpost/store"
	counts "signpost/store/datapack"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/datapack"
	"signpost/tui/page/pagetest"
)

type desk struct {
	pack         counts.Pack
	err          error
	since, until store.Day
	asked        int
}

func (d *desk) Today() store.Day { return store.Date(2026, time.March, 27) }

func (d *desk) DataPack(_ context.Context, since, until store.Day) (counts.Pack, error) {
	d.asked++
	d.since, d.until = since, until
	return d.pack, d.err
}

func filled() *desk {
	sums := counts.Sums{}
	for _, t := range []store.Tally{
		{Of: store.TallyGap, Key: "barriers.debt", Counts: map[string]int{
			store.TallyTotal: 23, store.TallyPlace + "E07000117": 17, store.TallyPlace + "E07000120": 4, store.TallyPlace + "E06000008": 2,
			store.TallyRule + "is on Universal Credit": 19, store.TallyAge + string(store.From25): 12,
		}},
		{Of: store.TallyGap, Key: "barriers.housing", Counts: map[string]int{store.TallyTotal: 4, store.TallyPlace + "E07000117": 4}},
		{Of: store.TallyNear, Key: "restart", Counts: map[string]int{store.TallyRule + "is 19 or over": 23, store.TallyRule + "lives in Leeds": 3}},
		{Of: store.TallyProgramme, Key: "restart", Counts: map[string]int{store.TallyTotal: 41, store.TallyStarted: 22, store.TallyOutcome + string(store.JobStart): 3}},
	} {
		sums.Add(&t)
	}
	return &desk{pack: counts.Make(store.Date(2025, time.April, 1), store.Date(2026, time.March, 27), sums, map[string]string{"restart": "Restart"})}
}

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, datapack.New(t.Context(), d, look.Plain()), 80, 20)
}

func TestParts(t *testing.T) {
	d := filled()
	p := open(t, d)
	for _, c := range []struct{ press, has, lacks string }{
		{"1", "debt 20 Burnley 15, others <5 each Stopped most: is on Universal Credit Most often aged 25 to 34 Every other barrier: fewer than 5.", "housing"},
		{"2", "20 Restart: is 19 or over Every other rule: fewer than 5.", "Leeds"},
		{"3", "Restart 40 20 <5 <5", "22"},
		{"4", "Of every district, fewer than 5 referrals were sent.", "Restart"},
		{"5", "Of every barrier, fewer than 5 referrals were sent.", "Restart"},
	} {
		p.Press(c.press)
		p.Has(c.has)
		p.Lacks(c.lacks)
	}
	if d.asked != 1 {
		t.Errorf("the desk was asked %d times for one pack", d.asked)
	}
	p.Send(page.Shown{})
	if d.asked != 1 {
		t.Error("coming back to the page opened the pack again")
	}
}

func TestPeriod(t *testing.T) {
	d := filled()
	p := open(t, d)
	if d.since != 0 || d.until != 0 {
		t.Errorf("opened with %v to %v", d.since, d.until)
	}
	for _, c := range []struct {
		press        string
		since, until store.Day
	}{
		{"2", store.Date(2026, 1, 1), 0},
		{"3", store.Date(2026, 3, 1), 0},
		{"4", store.Date(2025, 4, 1), 0},
		{"5", store.Date(2024, 4, 1), store.Date(2025, 3, 31)},
	} {
		p.Press("p", c.press)
		if d.since != c.since || d.until != c.until {
			t.Errorf("%s asks for %v to %v", c.press, d.since, d.until)
		}
	}
	before := d.asked
	p.Press("p", "esc")
	if p.Has("Unmet need"); d.asked != before {
		t.Error("leaving the choice asked again")
	}
}

func TestNothingAndRefused(t *testing.T) {
	d := &desk{pack: counts.Make(1, 2, counts.Sums{}, nil)}
	p := open(t, d)
	for part, says := range []string{
		"Of every barrier, fewer than 5 times was there nothing that helps.",
		"No rule alone was in the way of a programme 5 times or more.",
		"Of every programme, fewer than 5 referrals were sent.",
	} {
		p.Press(string(rune('1' + part)))
		p.Has(says)
	}
	d.err = errors.New("Your roles do not allow this.") //nolint
	p = open(t, d)
	p.Has("Your roles do not allow this.")
}

func TestAloud(t *testing.T) {
	d := filled()
	for part, want := range []string{
		"debt: nothing helped 20 times. In Burnley 15, and the others fewer than 5 each. Stopped most: is on Universal Credit. Most often aged 25 to 34.",
		"Restart: is 19 or over, alone in the way 20 times.",
		"Restart: 40 referrals sent, 20 starts. Fewer than 5 each: job starts,",
	} {
		rows, _ := datapack.Aloud(&d.pack, part)
		if len(rows) != 1 || !strings.HasPrefix(rows[0], want) {
			t.Errorf("part %d: %q", part, rows)
		}
	}
	if rows, none := datapack.Aloud(&d.pack, 3); len(rows) > 0 || none == "" {
		t.Errorf("%q, %q", rows, none)
	}
}

func TestSweep(t *testing.T) {
	pagetest.Sweep(t, func() page.Model { return datapack.New(t.Context(), filled(), look.Plain()) }, "down", "2", "3", "end", "4", "p", "down", "esc")
}
