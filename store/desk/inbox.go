package desk

import (
	"cmp"
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// Inbox lists what was sent to the caller's partner: what is overdue first, then
// the longest sent. Referrals that have ended are among them only when all are
// asked for, and then come last. Each is as its row shows it: the facts, the words
// and the history are opened with Received.
func (d *Desk) Inbox(ctx context.Context, all bool) ([]store.Received, error) {
	return read(ctx, d, keys.ActInboxRead, func(tx store.Tx) ([]store.Received, store.Event, error) {
		index := "open"
		if all {
			index = "to"
		}
		var out []store.Received
		k := d.office.clerk(tx)
		for r, err := range store.ReferralRows(tx, index, string(d.caller.Partner.ID)) {
			if err != nil {
				return nil, store.Event{}, err
			}
			days, err := k.packetDays(&r)
			if err != nil {
				return nil, store.Event{}, err
			}
			out = append(out, d.shown(&r, days))
		}
		today := d.Today()
		slices.SortFunc(out, func(a, b store.Received) int {
			return cmp.Or(cmp.Compare(urgency(&a, today), urgency(&b, today)), a.Sent.Compare(b.Sent), cmp.Compare(a.ID, b.ID))
		})
		return out, store.Event{Verb: "listed", Subject: "inbox"}, nil
	})
}

// InboxCount is how much of what was sent to the caller's partner is open, waits
// for an answer, and is overdue. It names nobody, and so leaves no event.
func (d *Desk) InboxCount(ctx context.Context) (store.InboxCount, error) {
	var n store.InboxCount
	err := d.look(ctx, keys.ActInboxRead, func(tx store.Tx) error {
		n = store.InboxCount{}
		for r, err := range store.ReferralRows(tx, "open", string(d.caller.Partner.ID)) {
			if err != nil {
				return err
			}
			n.Open++
			if r.State.Unanswered() {
				n.ToAnswer++
			}
			if r.Overdue(d.Today()) {
				n.Overdue++
			}
		}
		return nil
	})
	return n, err
}

// urgency is where a referral stands in the inbox: overdue, to be answered, under
// way, ended.
func urgency(r *store.Received, today store.Day) int {
	switch {
	case r.Overdue(today):
		return 0
	case r.State.Unanswered():
		return 1
	case !r.State.Closed():
		return 2
	}
	return 3
}

// Received opens one referral that was sent to the caller's partner.
func (d *Desk) Received(ctx context.Context, id store.ReferralID) (store.Received, error) {
	return read(ctx, d, keys.ActInboxRead, func(tx store.Tx) (store.Received, store.Event, error) {
		r, err := d.received(tx, id)
		if err != nil {
			return store.Received{}, store.Event{}, err
		}
		days, err := d.office.clerk(tx).packetDays(&r)
		if err != nil {
			return store.Received{}, store.Event{}, err
		}
		got, fields := d.shown(&r, days), []string{"referral " + string(r.ID), "packet"}
		if got.Hidden.Why != "" {
			fields = fields[:1]
		}
		return got, store.Event{Verb: "opened", Subject: subject(r.Client), Fields: fields}, nil
	})
}
