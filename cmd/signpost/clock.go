package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"signpost/keys"
	"signpost/store"
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
// again or the server is started anew. One that was doubted at the start may be put
// right by any leap.
type steady struct {
	wall   func() time.Time     // as the machine says
	passed func() time.Duration // that has passed, however the clock is set
	log    *slog.Logger

	mu      sync.Mutex
	start   time.Time
	offset  time.Duration // by which the wall has been believed to differ from what passed
	doubted bool
	jump    store.ClockJump // at the start
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
	if (leap < -leapBack || leap > leapOn) && !s.jump.Mends(says) {
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

// begin notes how the clock was found at the start.
func (s *steady) begin(j store.ClockJump) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jump = j
}

// lookAtClock compares the clock with what was written last, and says so where it is
// not believed. It is, where whoever starts the server says what day it is.
func (p *premises) lookAtClock(ctx context.Context) error {
	now := p.clock.now()
	j, err := store.StartClock(ctx, p.engine, now)
	if err != nil || !j.Doubted() {
		return err
	}
	if p.today == store.DayOf(now).String() {
		err := store.Insist(ctx, p.engine, func(tx store.Tx) error {
			return store.BelieveClock(tx, store.Event{At: now, Act: keys.ActClock, Verb: "believed", Subject: "clock"})
		})
		if err != nil {
			return fmt.Errorf("believe the clock: %w", err)
		}
		p.log.Warn("the clock is believed because --today says so", "says", now, "last", j.Known)
		return nil
	}
	p.log.Error("the clock is not believed: until it is, no referral ends by silence and nothing is removed by its age", "why", j.String())
	p.clock.begin(j)
	return nil
}
