package store_test

import (
	"strings"
	"testing"
	"time"

	"signpost/store"
)

// A clock that stands too far from the last event is doubted, and neither events by
// it nor another start end that: only being right again does, or somebody who says so.
func TestAClockThatIsDoubtedStaysSo(t *testing.T) {
	const day = 24 * time.Hour
	known := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what    string
		set     time.Duration
		doubted bool
		behind  bool
		says    string
	}{
		{"a minute behind", -time.Minute, false, false, ""},
		{"six minutes behind", -6 * time.Minute, true, true, "which is 6m0s before what was written last"},
		{"two years behind", -730 * day, true, true, "which is 730 days before"},
		{"44 days on", 44 * day, false, false, ""},
		{"46 days on", 46 * day, true, false, "which is 46 days after"},
		{"ten years on", 3653 * day, true, false, "3653 days after what was written last, on 1 February 2026 at 09:00"},
	} {
		t.Run(c.what, func(t *testing.T) {
			tx := newMemory()
			e := oneTx{tx}
			now := known.Add(c.set)
			start := func(at time.Time) store.ClockJump {
				t.Helper()
				j, err := store.StartClock(t.Context(), e, at)
				if err != nil {
					t.Fatal(err)
				}
				if later, err := store.DoubtClock(tx, at); err != nil || later.Doubted() != j.Doubted() {
					t.Errorf("asked again: %v, %v", later, err)
				}
				return j
			}
			event := func(at time.Time) {
				t.Helper()
				if _, err := store.AppendEvent(tx, store.Event{At: at, Verb: "opened"}); err != nil {
					t.Fatal(err)
				}
			}
			if j := start(now); j.Doubted() {
				t.Errorf("a log without an event: %v", j)
			}
			event(known)
			for range 2 {
				j := start(now)
				if j.Doubted() != c.doubted || j.Behind() != c.behind || !strings.Contains(j.String(), c.says) {
					t.Errorf("%+v: %v", j, j)
				}
				event(now)
			}
			if !c.doubted {
				return
			}
			if j := start(known.Add(day)); j.Doubted() {
				t.Errorf("put right: %v", j)
			}
			if j := start(known.Add(day + time.Hour)); j.Doubted() {
				t.Errorf("put right, and started again: %v", j)
			}
		})
	}
}

// Somebody who says that the clock is right is believed, at this start and the next.
func TestAClockThatSomebodyVouchesFor(t *testing.T) {
	tx := newMemory()
	e := oneTx{tx}
	known := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	now := known.AddDate(1, 0, 0)
	if _, err := store.AppendEvent(tx, store.Event{At: known}); err != nil {
		t.Fatal(err)
	}
	if j, err := store.StartClock(t.Context(), e, now); err != nil || !j.Doubted() {
		t.Fatalf("%v, %v", j, err)
	}
	if err := store.BelieveClock(tx, store.Event{At: now, Verb: "believed"}); err != nil {
		t.Fatal(err)
	}
	if j, err := store.DoubtClock(tx, now); err != nil || j.Doubted() {
		t.Errorf("%v, %v", j, err)
	}
	if j, err := store.StartClock(t.Context(), e, now.Add(time.Hour)); err != nil || j.Doubted() {
		t.Errorf("%v, %v", j, err)
	}
}

// A doubt ends for good once the clock is right again, also in a server that runs on.
func TestADoubtEndsWithoutAStart(t *testing.T) {
	tx := newMemory()
	e := oneTx{tx}
	known := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	if _, err := store.AppendEvent(tx, store.Event{At: known}); err != nil {
		t.Fatal(err)
	}
	if j, err := store.StartClock(t.Context(), e, known.AddDate(10, 0, 0)); err != nil || !j.Doubted() {
		t.Fatalf("%v, %v", j, err)
	}
	for _, c := range []struct {
		now     time.Time
		doubted bool
	}{
		{known.AddDate(10, 0, 1), true},
		{known.AddDate(0, 0, 40), false},
		{known.AddDate(0, 0, 80), false},
	} {
		if j, err := store.TrustClock(t.Context(), e, c.now); err != nil || j.Doubted() != c.doubted {
			t.Errorf("%s: %v, %v", c.now, j, err)
		}
	}
}
