package main

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/store/desk"
)

// A clock that is set by years is not believed, one that drifts or has slept is, and
// one that is put right is believed again.
func TestAClockThatLeaps(t *testing.T) {
	const day = 24 * time.Hour
	log := &safeBuffer{}
	first := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	wall, passed := first, time.Duration(0)
	s := steadyOf(func() time.Time { return wall }, func() time.Duration { return passed }, slog.New(slog.NewTextHandler(log, nil)))
	for _, step := range []struct {
		what  string
		pass  time.Duration // that passes
		set   time.Duration // by which the clock is set besides
		want  time.Duration // since the first
		warns int
	}{
		{"an hour", time.Hour, 0, time.Hour, 0},
		{"ten years on", time.Minute, 3653 * day, time.Hour + time.Minute, 1},
		{"a day after that", day, 0, day + time.Hour + time.Minute, 1},
		{"put right", 0, -3653 * day, day + time.Hour + time.Minute, 1},
		{"asleep for a week", 0, 7 * day, 8*day + time.Hour + time.Minute, 1},
		{"a little back", 0, -time.Minute, 8*day + time.Hour, 1},
		{"a year back", time.Hour, -365 * day, 8*day + 2*time.Hour, 2},
		{"put right but for a second", 0, 365*day - time.Second, 8*day + 2*time.Hour - time.Second, 2},
		{"years without a restart", 3 * 365 * day, 0, (3*365+8)*day + 2*time.Hour - time.Second, 2},
	} {
		passed += step.pass
		wall = wall.Add(step.pass + step.set)
		if got := s.now().Sub(first); got != step.want {
			t.Errorf("%s: %v, want %v", step.what, got, step.want)
		}
		s.now()
		if got := strings.Count(log.String(), "level=ERROR"); got != step.warns {
			t.Errorf("%s: %d warnings, want %d: %s", step.what, got, step.warns, log)
		}
	}
	if real := newSteady(slog.New(slog.DiscardHandler)); time.Since(real.now()).Abs() > time.Minute {
		t.Errorf("it is %v", real.now())
	}
}

// A clock that is far from what was written last is told by the log, by health and by
// doctor, at this start and the next, until somebody says that it is right.
func TestAClockThatIsWrongAtTheStart(t *testing.T) {
	for _, c := range []struct {
		what string
		ago  time.Duration // of the last event
		says string
	}{
		{"on", 50 * 24 * time.Hour, "which is 50 days after what was written last"},
		{"behind", -3 * 365 * 24 * time.Hour, "days before what was written last"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			data, err := openData(place{data: dir}, true)
			check(t, err)
			office, err := desk.Over(t.Context(), data.Store, func() time.Time { return time.Now().Add(-c.ago) }, desk.Options{})
			check(t, err)
			_, err = office.FirstInvitation(t.Context(), "Stella", "Authority")
			check(t, err)
			check(t, data.Close())
			if f := findings(t, patient{place: place{data: dir}})["clock"]; f.Verdict != wrong || !strings.Contains(f.Says, c.says) {
				t.Errorf("doctor says %+v", f)
			}
			for range 2 {
				s := serveFrom(t, dir, "--metrics", "127.0.0.1:0")
				at := regexp.MustCompile(`http://(\S+)/metrics`).FindStringSubmatch(s.says)
				says, err := healthAt(t.Context(), at[1])
				if err != nil || !strings.Contains(says, "The store was written and read.") || !strings.Contains(says, c.says) {
					t.Errorf("health says %q, %v", says, err)
				}
				if log := s.stop(); !strings.Contains(log, c.says) {
					t.Errorf("the log says nothing: %s", log)
				}
			}
			s := serveFrom(t, dir, "--today", store.DayOf(time.Now()).String())
			if log := s.stop(); !strings.Contains(log, "the clock is believed because --today says so") {
				t.Errorf("the log says nothing: %s", log)
			}
			s = serveFrom(t, dir)
			if log := s.stop(); strings.Contains(log, "clock") {
				t.Errorf("afterwards: %s", log)
			}
		})
	}
}

// A clock that was wrong at the start may be put right by a leap that would not be
// believed otherwise, and to nowhere else.
func TestAClockThatWasWrongAtTheStartIsPutRight(t *testing.T) {
	known := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	wall := known.AddDate(-2, 0, 0)
	s := steadyOf(func() time.Time { return wall }, func() time.Duration { return 0 }, slog.New(slog.DiscardHandler))
	s.begin(store.ClockJump{Known: known, Says: wall})
	wall = known.AddDate(10, 0, 0)
	if got := s.now(); !got.Equal(known.AddDate(-2, 0, 0)) {
		t.Errorf("ten years on: %v", got)
	}
	wall = known.AddDate(0, 0, 2)
	if got := s.now(); !got.Equal(wall) {
		t.Errorf("put right: %v", got)
	}
}

// A store that is in use, too new, or damaged in any bit is told as such and left as
// it is: by the server, which does not start, or by verify; and nothing panics.
func TestABrokenStoreIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(dir, storeFile)
	s := serveFrom(t, dir)
	refused(t, "is in use by", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	s.stop()
	whole, err := os.ReadFile(file)
	check(t, err)
	with := func(b []byte) {
		t.Helper()
		check(t, os.WriteFile(file, b, 0o600))
	}
	newer := bytes.ReplaceAll(whole, []byte("schema1"), []byte("schema9"))
	if bytes.Equal(newer, whole) {
		t.Fatal("the store's number was not found")
	}
	with(newer)
	refused(t, "was written by a newer version of this program", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	told := 0
	for range 40 {
		b := bytes.Clone(whole)
		at := rand.IntN(len(b))
		b[at] ^= 1 << rand.IntN(8)
		with(b)
		code, out, errs := signpost(t, "verify", "--data", dir)
		switch {
		case code == exitDone: // in a page that is free
		case strings.HasPrefix(errs, "signpost: ") && !strings.Contains(out+errs, "goroutine "):
			told++
		default:
			t.Errorf("a bit turned at %d: %d, %s, %s", at, code, out, errs)
		}
		if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, b) {
			t.Errorf("a bit turned at %d: the file was changed, %v", at, err)
		}
	}
	if told == 0 {
		t.Error("of 40 bits none was missed")
	}
	with(whole)
	did(t, "verify", "--data", dir)
}
