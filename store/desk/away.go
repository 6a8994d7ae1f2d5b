package desk

import (
	"context"
	"errors"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// Colleagues lists the members of the caller's own partner who may keep clients
// and are not the caller, by name.
func (d *Desk) Colleagues(ctx context.Context) ([]keys.Member, error) {
	var all []keys.Member
	err := d.look(ctx, keys.ActWhoami, func(tx store.Tx) error {
		all = nil
		return collect(store.Members.By(tx, "partner", string(d.caller.Partner.ID)), &all)
	})
	all = slices.DeleteFunc(all, func(m keys.Member) bool { return m.ID == d.caller.Member.ID || !m.May(keys.ActClientWrite) })
	slices.SortStableFunc(all, func(a, b keys.Member) int { return byName(a.Name, b.Name) })
	return all, err
}

// Away is whether the caller is away, until when, and who covers.
func (d *Desk) Away(ctx context.Context) (store.Away, error) {
	var a store.Away
	err := d.look(ctx, keys.ActWhoami, func(tx store.Tx) (err error) {
		a, err = d.away(tx)
		return err
	})
	return a, err
}

func (d *Desk) away(tx store.Tx) (store.Away, error) {
	a, err := store.Aways.Get(tx, string(d.caller.Member.ID))
	if errors.Is(err, store.ErrNotFound) {
		return store.Away{Member: d.caller.Member.ID}, nil
	}
	return a, err
}

// SetAway says that the caller is away until a day, that day included, and which
// colleague sees the caller's diary in their own meanwhile. No day: the caller is
// here again.
func (d *Desk) SetAway(ctx context.Context, until store.Day, cover keys.MemberID) (store.Away, error) {
	var a store.Away
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if a, err = d.away(tx); err != nil {
			return store.Event{}, err
		}
		fields := []string{"away"}
		switch {
		case until == 0:
			cover = ""
		case until < d.Today():
			return store.Event{}, wrong("until", "Enter the last day on which you are away, today or later, such as %s.", d.Today()+7)
		default:
			m, err := d.keeper(tx, cover, d.caller.Partner.ID, d.caller.Member.ID)
			if err != nil {
				return store.Event{}, err
			}
			cover = m.ID
			fields = append(fields, "cover "+string(m.ID))
		}
		a.Until, a.Cover = until, cover
		a, err = store.Aways.Put(tx, a)
		return store.Event{Verb: "changed", Subject: "member " + string(d.caller.Member.ID), Fields: fields}, err
	})
	return a, err
}

// keeper is a member of the partner who may keep clients, other than one.
func (d *Desk) keeper(tx store.Tx, id keys.MemberID, partner keys.PartnerID, but keys.MemberID) (keys.Member, error) {
	m, err := store.Members.Get(tx, string(id))
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && m.Partner != partner:
		return m, said(store.ErrNotFound, "There is no member %q of this partner.", id)
	case err != nil:
		return m, err
	case m.ID == but:
		return m, wrong("member", "Enter a colleague: %s has them already.", m.Name)
	case !m.May(keys.ActClientWrite):
		return m, wrong("member", "%s may not keep clients: enter a member who is a coach.", m.Name)
	}
	return m, nil
}
