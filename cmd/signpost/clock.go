package main

import (
	"log/slog"
	"sync"
	"time"
)

// How far the machine's clock may leap, against the time that has passed, and still
// be believed. A machine that slept has leapt on; nothing good leaps back.
const (
	leapBack = time.Hour
	leapOn   = 60 * 24 * time.Hour
)

// steady is the machine's clock without its mistakes. What time alone does cannot be
// taken back: referrals end by silence, and what is out of its time is removed. So a
// clock that is set by years while the server runs is not believed, until it is right
// again or the server is started anew.
type steady struct {
	wall   func() time.Time     // as the machine says
	passed func() time.Duration // that has passed, however the clock is set
	log    *slog.Logger

	mu      sync.Mutex
	start   time.Time
	offset  time.Duration // by which the wall has been believed to differ from what passed
	doubted bool
}

func newSteady(log *slog.Logger) *steady {
	began := time.Now()
	return steadyOf(time.Now, func() time.Duration { return time.Since(began) }, log)
}

func steadyOf(wall func() time.Time, passed func() time.Duration, log *slog.Logger) *steady {
	s := &steady{wall: wall, passed: passed, log: log}
	s.start = wall().Round(0).Add(-passed()) // Round takes off what time.Time knows of what passed
	return s
}

// now is the time to go by.
func (s *steady) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	says, passed := s.wall().Round(0), s.passed()
	leap := says.Sub(s.start.Add(passed)) - s.offset
	if leap < -leapBack || leap > leapOn {
		ours := s.start.Add(passed + s.offset)
		if !s.doubted {
			s.log.Error("the machine's clock was set by more than is believed: put it right, or start the server anew if it is right", "says", says, "used", ours)
		}
		s.doubted = true
		return ours
	}
	s.offset += leap
	s.doubted = false
	return says
}
