package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

const maxFollowUp = 200

// AddFollowUp writes down what the caller has promised to do for a client, and by
// which day: today or later. The text is 1 to 200 characters.
func (d *Desk) AddFollowUp(ctx context.Context, ref store.ClientRef, due store.Day, words string) (store.FollowUp, error) {
	var f store.FollowUp
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		c, err := d.openClient(tx, ref)
		if err == nil {
			err = d.excused(tx, &c)
		}
		if err != nil {
			return store.Event{}, err
		}
		words, err := entered("follow-up", words, maxFollowUp, false, true)
		if err != nil {
			return store.Event{}, err
		}
		if due < d.Today() {
			return store.Event{}, wrong("day", "Enter the day by which to do it, today or later, such as %s.", d.Today()+7)
		}
		id, err := store.FollowUps.NewID(tx, "F-")
		if err != nil {
			return store.Event{}, err
		}
		f, err = store.FollowUps.Put(tx, store.FollowUp{
			ID: store.FollowUpID(id), Client: c.Ref, Partner: c.Partner, Member: d.caller.Member.ID, Due: due, Text: words,
			By: d.caller.Member.ID, Made: d.office.now(),
		})
		return store.Event{Verb: "added", Subject: subject(c.Ref), Fields: []string{"follow-up " + id}}, err
	})
	return f, err
}

// EndFollowUp marks a follow-up of the partner as done.
func (d *Desk) EndFollowUp(ctx context.Context, id store.FollowUpID) (store.FollowUp, error) {
	var f store.FollowUp
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		none := said(store.ErrNotFound, "There is no follow-up %q. Check it: F, then two threes, such as F-K7M-2QX.", id)
		tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "F-"))
		if !ok {
			return store.Event{}, none
		}
		var err error
		f, err = store.FollowUps.Get(tx, "F-"+tidy)
		switch {
		case errors.Is(err, store.ErrNotFound) || err == nil && f.Partner != d.caller.Partner.ID:
			return store.Event{}, none
		case err != nil:
			return store.Event{}, err
		case !f.Done.IsZero():
			return store.Event{}, said(store.ErrConflict, "This was done on %s already.", store.DayOf(f.Done).Words())
		}
		if f.Member != d.caller.Member.ID { // what the caller promised is their own
			if err := d.excusedOf(tx, f.Client, ""); err != nil {
				return store.Event{}, err
			}
		}
		f.Done, f.DoneBy = d.office.now(), d.caller.Member.ID
		f, err = store.FollowUps.Put(tx, f)
		return store.Event{Verb: "changed", Subject: subject(f.Client), Fields: []string{"follow-up " + string(f.ID), "done"}}, err
	})
	return f, err
}

// FollowUps lists what was promised to a client or, with no ref, by the caller:
// first what is not done, by its day, then what is done, the latest first.
func (d *Desk) FollowUps(ctx context.Context, ref store.ClientRef) ([]store.FollowUp, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) ([]store.FollowUp, store.Event, error) {
		seq, e := store.FollowUps.By(tx, "member", string(d.caller.Member.ID)), store.Event{Verb: "listed", Subject: "follow-ups"}
		if ref != "" {
			c, err := d.opened(tx, ref)
			if err != nil {
				return nil, store.Event{}, err
			}
			seq = store.FollowUps.By(tx, "client", string(c.Ref))
			e = store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"follow-ups"}}
		}
		var all []store.FollowUp
		if err := collect(seq, &all); err != nil {
			return nil, store.Event{}, err
		}
		slices.SortFunc(all, func(a, b store.FollowUp) int {
			if a.Done.IsZero() != b.Done.IsZero() {
				return a.Done.Compare(b.Done) // no time comes before any
			}
			return cmp.Or(b.Done.Compare(a.Done), cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
		})
		return all, e, nil
	})
}
