package main

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
