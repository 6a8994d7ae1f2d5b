package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"signpost/keys"
	"signpost/store"
)

// sweepAtOnce is how many referrals end in one transaction, so that all of it
// fits the envelope of any engine.
const sweepAtOnce = 15

// clockwork is who the steps of the clock are by, in words.
const clockwork = store.Clockwork

// Sweep ends every referral that silence has ended by the office's clock, each
// with its step and one event. After it has looked once on a day there is nothing
// to do until the next, so it may be called as often as anybody likes. While the
// clock is doubted nothing ends: what time alone does waits (Doubted).
func (o *Office) Sweep(ctx context.Context) error {
	today := store.DayOf(o.now())
	if o.swept.Load() == int64(today) {
		return nil
	}
	if j, err := o.Doubted(ctx); err != nil || j.Doubted() {
		return err
	}
	for {
		due, err := o.due(ctx, today)
		if err != nil {
			return fmt.Errorf("look for referrals that nobody answered: %w", err)
		}
		for batch := range slices.Chunk(due, sweepAtOnce) {
			if err := o.expire(ctx, batch, today); err != nil {
				return fmt.Errorf("end referrals that nobody answered: %w", err)
			}
		}
		if len(due) == 0 {
			o.swept.Store(int64(today))
			return nil
		}
	}
}

// Doubted is how the clock was found not to be one to go by, at a start, until it is
// right again. Whatever time alone does asks it first.
func (o *Office) Doubted(ctx context.Context) (store.ClockJump, error) {
	return store.TrustClock(ctx, o.engine, o.now())
}

// KeepTime sweeps and purges, every so often, until ctx ends.
func (o *Office) KeepTime(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := o.Sweep(ctx); err != nil && ctx.Err() == nil {
				o.log.Error("sweep", "err", err)
			}
			if err := o.Night(ctx); err != nil && ctx.Err() == nil {
				o.log.Error("purge", "err", err)
			}
		}
	}
}

// sweepFor sweeps before acts that show or move referrals, so that none is seen
// in a state that silence has ended.
func (o *Office) sweepFor(ctx context.Context, act keys.Act) error {
	switch act {
	case keys.ActReferralRead, keys.ActReferralWrite, keys.ActReferralAnswer, keys.ActInboxRead, keys.ActClientList, keys.ActConsent:
		return o.Sweep(ctx)
	}
	return nil
}

func silent(r *store.Referral, today store.Day) bool {
	return r.State.Unanswered() && r.ExpiresOn != 0 && r.ExpiresOn <= today
}

// due lists the referrals that silence has ended.
func (o *Office) due(ctx context.Context, today store.Day) ([]store.ReferralID, error) {
	var due []store.ReferralID
	err := o.engine.View(ctx, func(tx store.Tx) error {
		due = nil
		for r, err := range store.Referrals.From(tx, "silent", "") {
			if err != nil {
				return err
			}
			if !silent(&r, today) {
				return nil
			}
			due = append(due, r.ID)
		}
		return nil
	})
	return due, err
}

// expire ends them, and tells both sides.
func (o *Office) expire(ctx context.Context, ids []store.ReferralID, today store.Day) error {
	var told []telling
	err := store.Insist(ctx, o.engine, func(tx store.Tx) error {
		told = nil
		for _, id := range ids {
			r, err := store.Referrals.Get(tx, string(id))
			if err != nil {
				return err
			}
			row, ok := store.MoveFrom(store.MoveExpire, store.ClockSide, r.State)
			if !ok || !silent(&r, today) {
				continue // somebody moved it meanwhile
			}
			step := store.Step{Move: row.Move, From: r.State, To: row.To, Side: row.Side, At: o.now(), Who: clockwork}
			end(&r, step)
			if err := o.learnFrom(tx, r, step); err != nil {
				return err
			}
			if r, err = o.putReferral(tx, r); err != nil {
				return err
			}
			e := moveEvent(row, &step, &r)
			e.At, e.Act = step.At, keys.ActClock
			if _, err := store.AppendEvent(tx, e); err != nil {
				return err
			}
			c := store.Changed{Act: e.Act, Client: r.Client, Referral: r.ID, Who: clockwork, At: e.At}
			told = append(told, telling{Changed: c, from: r.Partner, to: r.To})
		}
		return nil
	})
	if err == nil {
		o.hub.tell(nil, told...)
	}
	return err
}
