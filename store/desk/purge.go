package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// planAtOnce is how many records are announced in one transaction, so that all of
// it fits the envelope of any engine.
const planAtOnce = 15

// Night is what the purge does once a day by the office's clock: it announces what
// is out of its time or will be, and removes what it has announced long enough
// before and in enough nights, each with one event. It may be called as often as
// anybody likes, and goes on where it was cut short. While the purge is on hold, or
// the clock is doubted, nothing is announced and nothing removed.
func (o *Office) Night(ctx context.Context) error {
	today := store.DayOf(o.now())
	if o.purged.Load() == int64(today) {
		return nil
	}
	if j, err := o.Doubted(ctx); err != nil || j.Doubted() {
		return err
	}
	p, run, err := o.nightfall(ctx)
	if err != nil {
		return fmt.Errorf("begin the purge: %w", err)
	}
	if !run {
		o.purged.Store(int64(today))
		return nil
	}
	if p.Announced, err = o.announce(ctx, &p); err != nil {
		return fmt.Errorf("announce what is out of its time: %w", err)
	}
	if p.Removed, err = o.removeRipe(ctx); err != nil {
		return fmt.Errorf("remove what is out of its time: %w", err)
	}
	err = store.Insist(ctx, o.engine, func(tx store.Tx) error {
		now, err := purgeOf(tx)
		if err != nil || now.Hold != nil {
			return err
		}
		now.Last, now.LastAt, now.Announced, now.Removed = today, o.now(), p.Announced, p.Removed
		_, err = store.Purges.Put(tx, now)
		return err
	})
	if err == nil {
		o.purged.Store(int64(today))
	}
	return err
}

// purgeOf is how far the purge has come.
func purgeOf(tx store.Tx) (store.Purge, error) {
	p, err := store.Purges.Get(tx, store.PurgeID)
	if errors.Is(err, store.ErrNotFound) {
		return store.Purge{ID: store.PurgeID}, nil
	}
	return p, err
}

// Purge is how far the purge of the whole server has come, as it is kept.
func (o *Office) Purge(ctx context.Context) (store.Purge, error) {
	var p store.Purge
	err := o.engine.View(ctx, func(tx store.Tx) (err error) {
		p, err = purgeOf(tx)
		return err
	})
	return p, err
}

// nightfall says whether there is to be a night now. A clock that has leapt since
// the last puts the purge on hold, and one that is right again takes that back.
func (o *Office) nightfall(ctx context.Context) (p store.Purge, run bool, err error) {
	err = store.Insist(ctx, o.engine, func(tx store.Tx) error {
		p, run = store.Purge{}, false
		if p, err = purgeOf(tx); err != nil {
			return err
		}
		now := o.now()
		today := store.DayOf(now)
		e := store.Event{At: now, Act: keys.ActClock, Subject: purgeSubject, Fields: []string{"why " + string(store.HoldClock)}}
		switch leapt := p.Leapt(today); {
		case p.Hold == nil && leapt:
			p.Hold, e.Verb = &store.Hold{Why: store.HoldClock, At: now, Last: p.Last}, "put on hold"
		case p.Hold != nil && p.Hold.Why == store.HoldClock && !leapt:
			p.Hold, e.Verb = nil, "gone on with"
		}
		if e.Verb != "" {
			if p, err = store.Purges.Put(tx, p); err != nil {
				return err
			}
			if _, err := store.AppendEvent(tx, e); err != nil {
				return err
			}
		}
		run = p.Hold == nil && today > p.Last
		return nil
	})
	return p, run, err
}

// purgeSubject is what events of the purge as a whole are about.
const purgeSubject = "purge"

// announce brings the plan up to date, and says how many records are announced.
func (o *Office) announce(ctx context.Context, p *store.Purge) (int, error) {
	plan := map[string]store.Removal{}
	err := o.engine.View(ctx, func(tx store.Tx) error {
		clear(plan)
		for r, err := range store.Removals.All(tx) {
			if err != nil {
				return err
			}
			plan[store.RemovalID(r.Class, r.Record)] = r
		}
		return o.clerk(tx).all(func(r store.Removal) { plan[store.RemovalID(r.Class, r.Record)] = r })
	})
	if err != nil {
		return 0, err
	}
	announced := 0
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(plan)), planAtOnce) {
		n := 0
		err := store.Insist(ctx, o.engine, func(tx store.Tx) error {
			k := o.clerk(tx)
			n = 0
			for _, id := range batch {
				was := plan[id]
				goes, err := o.see(k, p, &was)
				if err != nil {
					return fmt.Errorf("%s: %w", id, err)
				}
				if goes {
					n++
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		announced += n
	}
	return announced, nil
}

// see brings the plan up to date for one record: it is announced, or was found
// again, or is called off. After a hold, and by a clock that is behind what it said
// then, everything is announced anew. goes is that it is announced after that.
func (o *Office) see(k *clerk, p *store.Purge, found *store.Removal) (goes bool, err error) {
	was, err := store.Removals.Get(k.tx, store.RemovalID(found.Class, found.Record))
	known := err == nil
	if !known && !errors.Is(err, store.ErrNotFound) || was.Begun {
		return was.Begun, err
	}
	r, ok, err := k.again(found)
	switch {
	case err != nil:
		return false, err
	case !ok && !known:
		return false, nil
	case !ok:
		if err := store.Removals.Delete(k.tx, store.RemovalID(was.Class, was.Record), was.Rev); err != nil {
			return false, err
		}
		return false, o.noteRemoval(k.tx, "called off the removal of", &was)
	}
	times, err := k.of(r.Partner)
	if err != nil {
		return false, err
	}
	r.Rev, r.Announced, r.Runs, r.Seen = was.Rev, was.Announced, was.Runs, was.Seen
	anew := !known || was.Announced < p.Anew || was.Announced > k.today
	switch {
	case anew:
		r.Announced, r.Runs, r.Seen = k.today, 0, k.today
	case was.Seen < k.today:
		r.Runs, r.Seen = was.Runs+1, k.today
	}
	r.Goes = max(r.Due, r.Announced+times.Notice())
	if _, err := store.Removals.Put(k.tx, r); err != nil || !anew && r.Goes == was.Goes {
		return err == nil, err
	}
	return true, o.noteRemoval(k.tx, "announced", &r)
}

// noteRemoval keeps the event of what the purge did about a record.
func (o *Office) noteRemoval(tx store.Tx, verb string, r *store.Removal) error {
	e := store.Event{At: o.now(), Act: keys.ActClock, Verb: verb, Fields: []string{"class " + string(r.Class)}}
	switch r.Class {
	case store.ClosedClient, store.QuietClient:
		e.Subject = subject(r.Client)
	case store.OldDraft:
		e.Subject, e.Fields = subject(r.Client), append(e.Fields, "referral "+r.Record)
	case store.OldAssessment:
		e.Subject, e.Fields = subject(r.Client), append(e.Fields, "assessment "+r.Record)
	case store.EmptyHouse:
		e.Subject = householdSubject(store.HouseholdID(r.Record))
	case store.OldInvitation:
		e.Subject = "invitation " + r.Record
	}
	if verb == "announced" {
		e.Fields = append(e.Fields, "removal on "+r.Goes.String())
	}
	_, err := store.AppendEvent(tx, e)
	return err
}

// removeRipe removes what was announced long enough before, and says how many
// records that were.
func (o *Office) removeRipe(ctx context.Context) (int, error) {
	var ids []string
	err := o.engine.View(ctx, func(tx store.Tx) error {
		ids = nil
		k := o.clerk(tx)
		for r, err := range store.Removals.All(tx) {
			if err != nil {
				return err
			}
			times, err := k.of(r.Partner)
			if err != nil {
				return err
			}
			if r.Ripe(k.today, times.Notice()) {
				ids = append(ids, store.RemovalID(r.Class, r.Record))
			}
		}
		return nil
	})
	n := 0
	for _, id := range ids {
		gone, more := false, true
		var fault error
		for fault == nil && more {
			gone, more, fault = o.removeOne(ctx, id)
		}
		if fault != nil { // the others do not wait for it
			err = errors.Join(err, fmt.Errorf("%s: %w", id, fault))
		}
		if gone {
			n++
		}
	}
	return n, err
}

// removeOne removes a record of the plan, if it is to go still: all that is asked is
// asked again in the transaction that removes it. more is that it is to be called
// again, until all of the record is gone.
func (o *Office) removeOne(ctx context.Context, id string) (gone, more bool, err error) {
	var r store.Removal
	err = store.Insist(ctx, o.engine, func(tx store.Tx) error {
		gone, more = false, false
		var ok bool
		var err error
		if r, ok, err = o.ripe(tx, id); err != nil || !ok {
			return err
		}
		if gone, err = o.remove(tx, &r); err != nil {
			return err
		}
		if more = !gone; more {
			r.Begun = true
			if _, err := store.Removals.Put(tx, r); err != nil {
				return err
			}
			return o.noteRemoval(tx, "began to remove", &r)
		}
		return o.noteRemoval(tx, "removed", &r)
	})
	if err == nil && gone {
		c := store.Changed{Act: keys.ActClock, Client: r.Client, Who: clockwork, At: o.now()}
		o.hub.tell(nil, telling{Changed: c, from: r.Partner})
	}
	return gone, more, err
}

// ripe is the removal of that id, and whether the record is to go now.
func (o *Office) ripe(tx store.Tx, id string) (store.Removal, bool, error) {
	k := o.clerk(tx)
	p, err := purgeOf(tx)
	if err != nil || p.Hold != nil {
		return store.Removal{}, false, err
	}
	if j, err := store.DoubtClock(tx, o.now()); err != nil || j.Doubted() {
		return store.Removal{}, false, err
	}
	r, err := store.Removals.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	times, err := k.of(r.Partner)
	if err != nil || !r.Ripe(k.today, times.Notice()) {
		return r, false, err
	}
	if r.Begun {
		return r, true, nil
	}
	now, ok, err := k.again(&r)
	return r, ok && now.Due <= k.today && r.Announced >= p.Anew && r.Announced <= k.today, err
}

// remove removes the record, or as much of it as fits into one transaction, and
// says whether all of it is gone.
func (o *Office) remove(tx store.Tx, r *store.Removal) (bool, error) {
	switch r.Class {
	case store.ClosedClient, store.QuietClient:
		more, err := store.EraseClient(tx, r.Client, o.now())
		if err != nil || more {
			return false, err
		}
		_, err = store.Erasure{Client: r.Client, At: o.now(), Why: store.EraseRetention}.Enter(tx)
		return true, err
	case store.OldDraft:
		ref, err := store.Referrals.Get(tx, r.Record)
		if err != nil {
			return false, err
		}
		return true, store.DropDraft(tx, &ref)
	case store.OldAssessment:
		a, err := store.Assessments.Get(tx, r.Record)
		if err != nil {
			return false, err
		}
		return true, store.DropAssessment(tx, &a)
	case store.EmptyHouse:
		h, err := store.Households.Get(tx, r.Record)
		if err != nil {
			return false, err
		}
		return true, errors.Join(store.Households.Delete(tx, r.Record, h.Rev), store.Removals.Delete(tx, store.RemovalID(r.Class, r.Record), r.Rev))
	case store.OldInvitation:
		v, err := store.Invitations.Get(tx, r.Record)
		if err != nil {
			return false, err
		}
		return true, errors.Join(store.Invitations.Delete(tx, r.Record, v.Rev), store.Removals.Delete(tx, store.RemovalID(r.Class, r.Record), r.Rev))
	}
	return false, fmt.Errorf("class %q: %w", r.Class, store.ErrNotFound)
}
