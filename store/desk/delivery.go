package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// The most that can be set of a programme's delivery.
const (
	maxPlaces = 9999
	maxClock  = 366 // days
)

// Deliveries lists what is known of who delivers which programme, by programme.
func (d *Desk) Deliveries(ctx context.Context) ([]store.Delivery, error) {
	return list(ctx, d, keys.ActDeliveryRead, store.Deliveries, func(a, b store.Delivery) int { return cmp.Compare(a.Programme, b.Programme) })
}

// Delivery is who delivers a programme and what room there is; of one that
// nothing is known of, the record is empty but for the programme.
func (d *Desk) Delivery(ctx context.Context, id store.ProgrammeID) (store.Delivery, error) {
	var dl store.Delivery
	err := d.look(ctx, keys.ActDeliveryRead, func(tx store.Tx) error {
		p, err := d.programme(id)
		if err == nil {
			dl, err = delivery(tx, p.ID)
		}
		return err
	})
	return dl, err
}

// delivery reads the record of a programme; an empty one where there is none.
func delivery(tx store.Tx, id store.ProgrammeID) (store.Delivery, error) {
	dl, err := store.Deliveries.Get(tx, string(id))
	if errors.Is(err, store.ErrNotFound) {
		return store.Delivery{Programme: id}, nil
	}
	return dl, err
}

// deliverer is the partner that is sent a programme's referrals, the zero partner
// where none is.
func deliverer(tx store.Tx, id store.ProgrammeID) (keys.Partner, error) {
	dl, err := delivery(tx, id)
	if err != nil || dl.Partner == "" {
		return keys.Partner{}, err
	}
	return store.Partners.Get(tx, string(dl.Partner))
}

// SetDeliverer says which partner is sent the referrals of a programme, at
// revision rev; an empty partner for one that nobody here delivers. Referrals
// that were sent already stay with whom they were sent to.
func (d *Desk) SetDeliverer(ctx context.Context, id store.ProgrammeID, rev uint64, partner keys.PartnerID) (store.Delivery, error) {
	return d.deliver(ctx, keys.ActAccessWrite, id, rev, []string{"deliverer"}, func(tx store.Tx, dl *store.Delivery) error {
		if partner != "" {
			if _, err := store.Partners.Get(tx, string(partner)); errors.Is(err, store.ErrNotFound) {
				return said(err, "There is no partner %q. To see them: partner list.", partner)
			} else if err != nil {
				return err
			}
		}
		if dl.Partner != partner {
			dl.Capacity = store.Capacity{} // it was said by whom it no longer concerns
		}
		dl.Partner = partner
		return nil
	})
}

// SetClocks sets the days that a programme goes by, at revision rev; 0 for the
// default. Referrals that were sent already keep their days.
func (d *Desk) SetClocks(ctx context.Context, id store.ProgrammeID, rev uint64, clocks store.Clocks) (store.Delivery, error) {
	return d.deliver(ctx, keys.ActProvisionWrite, id, rev, []string{"reply", "expire", "review"}, func(_ store.Tx, dl *store.Delivery) error {
		for _, c := range []struct {
			field string
			days  int
		}{{"reply", clocks.Reply}, {"expire", clocks.Expire}, {"review", clocks.Review}} {
			if c.days < 0 || c.days > maxClock {
				return wrong(c.field, "Enter days from 1 to %d, or 0 for the default.", maxClock)
			}
		}
		if f := clocks.Filled(); f.Expire < f.Reply {
			return wrong("expire", "Enter %d or more: a referral does not end before its reply is due.", f.Reply)
		}
		dl.Clocks = clocks
		return nil
	})
}

// SetCapacity says what room there is today in a programme that the caller's own
// partner delivers, at revision rev.
func (d *Desk) SetCapacity(ctx context.Context, id store.ProgrammeID, rev uint64, capacity store.Capacity) (store.Delivery, error) {
	return d.deliver(ctx, keys.ActCapacityWrite, id, rev, []string{"capacity"}, func(_ store.Tx, dl *store.Delivery) error {
		if dl.Partner == "" || dl.Partner != d.caller.Partner.ID {
			return said(store.ErrNotFound, "Your partner delivers no programme %q. Your steward says who delivers what.", id)
		}
		note, err := entered("note", capacity.Note, maxWhy, false, false)
		switch {
		case err != nil:
			return err
		case !slices.Contains(store.CapacityCodes(), capacity.Code):
			return wrong("capacity", "Enter one of: space, waiting-list, no-space, ask-first.")
		case capacity.Places != nil && capacity.Code != store.HasSpace:
			return wrong("places", "Leave it out: only space has a number of places.")
		case capacity.Places != nil && (*capacity.Places < 1 || *capacity.Places > maxPlaces):
			return wrong("places", "Enter a whole number from 1 to %d, or leave it out. Where there is none: no-space.", maxPlaces)
		}
		dl.Capacity = store.Capacity{Code: capacity.Code, Places: capacity.Places, Note: note, Said: d.Today(), By: d.caller.Member.ID}
		return nil
	})
}

// deliver changes the record of one programme at a revision; 0 for one that has
// no record yet.
func (d *Desk) deliver(ctx context.Context, act keys.Act, id store.ProgrammeID, rev uint64, fields []string, fn func(store.Tx, *store.Delivery) error) (store.Delivery, error) {
	var dl store.Delivery
	err := d.change(ctx, act, func(tx store.Tx) (store.Event, error) {
		p, err := d.programme(id)
		if err != nil {
			return store.Event{}, err
		}
		if dl, err = delivery(tx, p.ID); err != nil {
			return store.Event{}, err
		}
		now := dl.Rev
		if err := fn(tx, &dl); err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != now {
			cause := &store.Conflict{Table: "delivery", ID: string(p.ID), Had: rev, Now: now}
			return store.Event{}, said(cause, "Who delivers %s, or what room there is, was changed since you opened it. Nothing of yours was kept yet: look at it again first.", p.Name)
		}
		dl.Changed, dl.ChangedBy = d.office.now(), d.caller.Member.ID
		dl, err = store.Deliveries.Put(tx, dl)
		return store.Event{Verb: "changed", Subject: "programme " + string(p.ID), Fields: fields}, err
	})
	return dl, err
}
