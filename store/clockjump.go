package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"signpost/keys"
)

// How far the clock may stand from the last event of the audit log at a start, and
// still be believed.
const (
	ClockBehind = 5 * time.Minute     // the log was written by a clock of this world
	ClockAhead  = 45 * 24 * time.Hour // for so long a server may have been off without a word
)

// ClockJump is a clock that cannot be believed, because it stands too far from the
// time up to which it was. The zero value is no jump. While there is one, nothing is
// done that time alone does and that cannot be taken back: no referral ends by
// silence, nothing is removed by retention; and while the clock is behind no
// invitation opens, because one that has ended would.
type ClockJump struct {
	Known time.Time // of the last event that was written by a clock that was believed
	Says  time.Time // what the clock says
}

// Doubted says whether there is a jump.
func (j ClockJump) Doubted() bool { return !j.Says.IsZero() }

// Behind says whether the clock is before what has been already.
func (j ClockJump) Behind() bool { return j.Doubted() && j.Says.Before(j.Known) }

// Mends says whether a clock that says now, and did say something else, is right
// again.
func (j ClockJump) Mends(now time.Time) bool {
	return j.Doubted() && !jumped(j.Known, now).Doubted()
}

// String is the jump as a sentence, and what to do; empty for none.
func (j ClockJump) String() string {
	const form = "2 January 2006 at 15:04"
	if !j.Doubted() {
		return ""
	}
	how, days := "after", int(j.Says.Sub(j.Known).Abs()/(24*time.Hour))
	if j.Behind() {
		how = "before"
	}
	by := j.Says.Sub(j.Known).Abs().Round(time.Minute).String()
	if days > 1 {
		by = fmt.Sprintf("%d days", days)
	}
	return fmt.Sprintf("The clock says %s UTC, which is %s %s what was written last, on %s: it is not believed. Put it right; "+
		"or, if it is right, start the server once with --today and the day.", j.Says.UTC().Format(form), by, how, j.Known.UTC().Format(form))
}

// jumped is the jump from a time that is known, if it is one.
func jumped(known, now time.Time) ClockJump {
	if now.Before(known.Add(-ClockBehind)) || now.After(known.Add(ClockAhead)) {
		return ClockJump{Known: known, Says: now}
	}
	return ClockJump{}
}

// doubt is where the time up to which the clock was believed is kept, while it is not.
var doubt = []byte("n\x00clock")

// LookAtClock compares the clock with what was written last, as is done before a
// server starts, and changes nothing. A doubt of an earlier start counts until the
// clock is back where it was: what was written meanwhile proves nothing.
func LookAtClock(tx Tx, now time.Time) (ClockJump, error) {
	known, err := doubtedSince(tx)
	if err != nil || !known.IsZero() {
		return jumped(known, now), err
	}
	size, err := logSize(tx)
	if err != nil || size == 0 {
		return ClockJump{}, err
	}
	e, err := Events.Get(tx, size.key())
	if err != nil {
		return ClockJump{}, fmt.Errorf("the last event: %w", err)
	}
	return jumped(e.At, now), nil
}

// StartClock is LookAtClock, and keeps the doubt, so that neither events by a wrong
// clock nor another start end it. One that is over ends as in TrustClock.
func StartClock(ctx context.Context, e Engine, now time.Time) (ClockJump, error) {
	var j ClockJump
	err := Insist(ctx, e, func(tx Tx) (err error) {
		if j, err = LookAtClock(tx, now); err != nil {
			return err
		}
		if j.Doubted() {
			return keepDoubt(tx, j)
		}
		return endDoubt(tx, now)
	})
	if err != nil {
		return ClockJump{}, fmt.Errorf("compare the clock with what was written last: %w", err)
	}
	return j, nil
}

// DoubtClock is the jump that a start has kept, for what time alone does: ask it
// first, and leave the work where there is one. A clock that is back where it was is
// believed again.
func DoubtClock(tx Tx, now time.Time) (ClockJump, error) {
	known, err := doubtedSince(tx)
	if err != nil || known.IsZero() {
		return ClockJump{}, err
	}
	return jumped(known, now), nil
}

// BelieveClock ends the doubt: somebody has looked and said that the clock is right.
// The event that says so is what the next start compares with.
func BelieveClock(tx Tx, e Event) error {
	if err := tx.Delete(doubt); err != nil {
		return err
	}
	_, err := AppendEvent(tx, e)
	return err
}

// TrustClock is DoubtClock, and ends a doubt that is over: the time that was known
// gets old, and a later one would not be believed by it.
func TrustClock(ctx context.Context, e Engine, now time.Time) (ClockJump, error) {
	var j ClockJump
	var over bool
	err := e.View(ctx, func(tx Tx) error {
		known, err := doubtedSince(tx)
		if j, over = (ClockJump{}), false; err == nil && !known.IsZero() {
			j = jumped(known, now)
			over = !j.Doubted()
		}
		return err
	})
	if err == nil && over {
		err = Insist(ctx, e, func(tx Tx) error { return endDoubt(tx, now) })
	}
	return j, err
}

// endDoubt ends the doubt, if there is one, with an event for the next start to
// compare with: the last before it may be by the wrong clock.
func endDoubt(tx Tx, now time.Time) error {
	known, err := doubtedSince(tx)
	if err != nil || known.IsZero() {
		return err
	}
	return BelieveClock(tx, Event{At: now, Act: keys.ActClock, Verb: "believed", Subject: "clock", Fields: []string{"right again"}})
}

func keepDoubt(tx Tx, j ClockJump) error {
	return tx.Put(doubt, []byte(j.Known.UTC().Format(time.RFC3339Nano)))
}

func doubtedSince(tx Tx) (time.Time, error) {
	data, err := tx.Get(doubt)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("whether the clock is doubted: %w", err)
	}
	t, err := time.Parse(time.RFC3339Nano, string(data))
	if err != nil {
		return time.Time{}, fmt.Errorf("whether the clock is doubted: %w", err)
	}
	return t, nil
}
