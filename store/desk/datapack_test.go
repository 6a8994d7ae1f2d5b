package desk_test

import (
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/datapack"
)

func TestDataPackCountsGapsByMonthAndDistrict(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	auditor := w.member("Ada", "County", keys.Auditor)
	mark := func(n int, facts string) {
		t.Helper()
		for range n {
			c := indebted(w, d, facts)
			if err := d.MarkGap(w.ctx, "barriers.debt", c.Ref); err != nil {
				t.Fatal(err)
			}
		}
	}
	mark(7, `{"age": 30, "district": "burnley"}`)
	mark(4, `{"age": 30, "district": "preston"}`)
	w.clock.set(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	mark(5, `{"age": 40, "district": "burnley"}`)

	for _, c := range []struct {
		since, until   store.Day
		total, burnley datapack.Count
	}{
		{0, 0, 15, 10},
		{store.Date(2026, 2, 14), store.Date(2026, 2, 14), 10, 5}, // months are whole
		{store.Date(2026, 3, 1), store.Date(2026, 4, 1), 5, 5},
		{store.Date(2025, 3, 1), store.Date(2026, 1, 31), 0, 0},
	} {
		p, err := auditor.DataPack(w.ctx, c.since, c.until)
		if err != nil {
			t.Fatal(err)
		}
		if c.total == 0 {
			if len(p.Unmet) > 0 {
				t.Errorf("%v to %v: %+v", c.since, c.until, p.Unmet)
			}
			continue
		}
		if len(p.Unmet) != 1 || p.Unmet[0].Total != c.total {
			t.Fatalf("%v to %v: %+v", c.since, c.until, p.Unmet)
		}
		for _, at := range p.Unmet[0].Districts {
			want := datapack.Count(0)
			if at.Name == "Burnley" {
				want = c.burnley
			}
			if at.Count != want {
				t.Errorf("%v to %v: %s is let out as %v", c.since, c.until, at.Name, at.Count)
			}
		}
	}
	if e := w.lastEvent(); e.Subject != "data pack" || len(e.Fields) != 2 {
		t.Errorf("the opening is kept as %+v", e)
	}
	_, err := auditor.DataPack(w.ctx, store.Date(2027, 1, 1), 0)
	wantField(t, err, "since")
}

// The month's tallies say what the ledger says.
func TestTalliesAgreeWithTheLedger(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	for _, facts := range []string{
		`{"age": 20, "district": "burnley", "barriers": {"debt": true, "transport": true}, "health": {"mental": true}}`,
		`{"age": 70, "district": "leeds", "barriers": {"housing": true}, "caring": {"adult": true}}`,
		`{"district": "pendle", "maths_gcse": false, "groups": {"refugee": true}}`,
	} {
		c := indebted(w, d, facts)
		if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
			t.Fatal(err)
		}
		if err := d.MarkGap(w.ctx, "barriers.isolation", c.Ref); err != nil {
			t.Fatal(err)
		}
	}
	want := map[store.Barrier]int{}
	for _, g := range w.gaps() {
		want[g.Barrier]++
	}
	got := map[store.Barrier]int{}
	near := 0
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		for tally, err := range store.TalliesOf(tx, d.Today(), d.Today()) {
			if err != nil {
				return err
			}
			places, ages := 0, 0
			for _, p := range store.CountedPlaces() {
				places += tally.Counts[store.TallyPlace+p]
			}
			for _, a := range store.AgeBands() {
				ages += tally.Counts[store.TallyAge+string(a)]
			}
			switch tally.Of {
			case store.TallyGap:
				got[store.Barrier(tally.Key)] = tally.Counts[store.TallyTotal]
				if n := tally.Counts[store.TallyTotal]; places != n || ages != n {
					t.Errorf("%s: %d in all, %d by place, %d by age", tally.Key, n, places, ages)
				}
			case store.TallyNear:
				near += tally.Counts[store.TallyTotal]
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 || near == 0 {
		t.Fatalf("%d barriers with gaps, %d near misses", len(want), near)
	}
	for b, n := range want {
		if got[b] != n {
			t.Errorf("%s: the tally says %d, the ledger %d", b, got[b], n)
		}
	}
}
