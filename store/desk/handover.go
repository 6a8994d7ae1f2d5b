package desk

import (
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// handsAtOnce is how many clients change hands in one transaction: few enough that
// nobody's own change waits long.
const handsAtOnce = 8

// HandOver gives clients whom the caller keeps, with what the caller promised
// them, to a colleague of the same partner, and says how much that was. Their
// drafts and referrals go with the client. With no refs it is all of them, closed
// ones too, and all that the caller promised. Each client is an event; what was
// handed over stays so where a later one meets an error.
func (d *Desk) HandOver(ctx context.Context, to keys.MemberID, refs ...store.ClientRef) (store.Holding, error) {
	return d.handOver(ctx, keys.ActClientWrite, d.caller.Member.ID, to, refs)
}

// HandOverOf is HandOver of all that a member of any partner has in hand, such as
// one who has left. It tells numbers alone: whoever manages access sees no client.
func (d *Desk) HandOverOf(ctx context.Context, from, to keys.MemberID) (store.Holding, error) {
	return d.handOver(ctx, keys.ActAccessWrite, from, to, nil)
}

// Holding is how much a member of any partner has in hand.
func (d *Desk) Holding(ctx context.Context, id keys.MemberID) (store.Holding, error) {
	var h store.Holding
	err := d.look(ctx, keys.ActAccessRead, func(tx store.Tx) error {
		h = store.Holding{}
		m, err := store.Members.Get(tx, string(id))
		if err != nil {
			return said(err, "There is no member %q. To see them: member list.", id)
		}
		kept, err := keptBy(tx, m)
		if err != nil {
			return err
		}
		for _, c := range kept {
			if h.Clients++; !c.Closed.IsZero() {
				h.Clients, h.Closed = h.Clients-1, h.Closed+1
			}
			h.Referrals += c.Referrals
		}
		var promised []store.FollowUp
		err = collect(store.FollowUps.By(tx, "member", string(m.ID)), &promised)
		h.FollowUps = len(promised)
		return err
	})
	return h, err
}

// keptBy lists the clients whom a member keeps, closed ones too, each with how
// many referrals have not ended.
func keptBy(tx store.Tx, m keys.Member) ([]store.Card, error) {
	var kept []store.Card
	if err := collect(store.Cards.By(tx, "partner", string(m.Partner)), &kept); err != nil {
		return nil, err
	}
	kept = slices.DeleteFunc(kept, func(c store.Card) bool { return c.Coach != m.ID })
	open := map[store.ClientRef]int{}
	for slip, err := range store.Slips.By(tx, "live", string(m.Partner)) {
		if err != nil {
			return nil, err
		}
		open[slip.Client]++
	}
	for i := range kept {
		kept[i].Referrals = open[kept[i].Ref]
	}
	return kept, nil
}

// hands is a hand-over under way.
type hands struct {
	d        *Desk
	from, to keys.Member
	done     store.Holding
}

func (d *Desk) handOver(ctx context.Context, act keys.Act, from, to keys.MemberID, refs []store.ClientRef) (store.Holding, error) {
	h := hands{d: d}
	var kept []store.Card
	var rest []store.FollowUp
	err := d.look(ctx, act, func(tx store.Tx) (err error) {
		if kept, err = h.meet(tx, from, to, refs); err != nil || len(refs) > 0 {
			return err
		}
		rest = nil
		return collect(store.FollowUps.By(tx, "member", string(from)), &rest)
	})
	if err != nil {
		return h.done, err
	}
	if len(kept)+len(rest) == 0 {
		return h.done, said(store.ErrConflict, "%s has nothing to hand over.", h.from.Name)
	}
	for part := range slices.Chunk(kept, handsAtOnce) {
		if err := h.give(ctx, act, part); err != nil {
			return h.done, err
		}
	}
	rest = slices.DeleteFunc(rest, func(f store.FollowUp) bool {
		return slices.ContainsFunc(kept, func(c store.Card) bool { return c.Ref == f.Client })
	})
	for part := range slices.Chunk(rest, handsAtOnce) { // promised to clients of others
		if err := h.givePromises(ctx, act, part); err != nil {
			return h.done, err
		}
	}
	return h.done, nil
}

// meet reads both members, and which clients are to change hands.
func (h *hands) meet(tx store.Tx, from, to keys.MemberID, refs []store.ClientRef) ([]store.Card, error) {
	var err error
	if h.from, err = store.Members.Get(tx, string(from)); err != nil {
		return nil, said(err, "There is no member %q. To see them: member list.", from)
	}
	kept, err := keptBy(tx, h.from)
	if err != nil {
		return nil, err
	}
	if len(refs) > 0 {
		var some []store.Card
		for _, ref := range refs {
			c, err := h.d.client(tx, ref)
			if err != nil {
				return nil, err
			}
			at := slices.IndexFunc(kept, func(k store.Card) bool { return k.Ref == c.Ref })
			if at < 0 {
				return nil, said(store.ErrConflict, "Client %s is not yours to hand over: another coach keeps them.", c.Ref)
			}
			if !slices.ContainsFunc(some, func(k store.Card) bool { return k.Ref == c.Ref }) {
				some = append(some, kept[at])
			}
		}
		kept = some
	}
	h.to, err = h.d.keeper(tx, to, h.from.Partner, from)
	return kept, err
}

// give hands over some clients in one transaction. One who has another coach by
// now is left alone.
func (h *hands) give(ctx context.Context, act keys.Act, part []store.Card) error {
	var done store.Holding
	err := h.d.changeAll(ctx, act, func(tx store.Tx) ([]store.Event, error) {
		done = h.done
		var events []store.Event
		for _, card := range part {
			c, err := store.Clients.Get(tx, string(card.Ref))
			if err != nil {
				return nil, err
			}
			if c.Coach != h.from.ID {
				continue
			}
			c.Coach = h.to.ID
			if c, err = h.d.keep(tx, c); err != nil {
				return nil, err
			}
			n, err := h.promises(tx, c.Ref)
			if err != nil {
				return nil, err
			}
			done.FollowUps += n
			done.Referrals += card.Referrals
			if done.Clients++; !c.Closed.IsZero() {
				done.Clients, done.Closed = done.Clients-1, done.Closed+1
			}
			events = append(events, h.event(c.Ref, "coach"))
		}
		return events, nil
	})
	if err == nil {
		h.done = done
	}
	return err
}

func (h *hands) event(ref store.ClientRef, what string) store.Event {
	return store.Event{Verb: "handed over", Subject: subject(ref), Fields: []string{what, "from " + string(h.from.ID), "to " + string(h.to.ID)}}
}

// promises hands over what was promised to one client, and counts it.
func (h *hands) promises(tx store.Tx, ref store.ClientRef) (int, error) {
	var mine []store.FollowUp
	if err := collect(store.FollowUps.By(tx, "client", string(ref)), &mine); err != nil {
		return 0, err
	}
	mine = slices.DeleteFunc(mine, func(f store.FollowUp) bool { return f.Member != h.from.ID || !f.Done.IsZero() })
	for _, f := range mine {
		f.Member = h.to.ID
		if _, err := store.FollowUps.Put(tx, f); err != nil {
			return 0, err
		}
	}
	return len(mine), nil
}

// givePromises hands over what was promised to clients whom somebody else keeps.
func (h *hands) givePromises(ctx context.Context, act keys.Act, part []store.FollowUp) error {
	n := 0
	err := h.d.changeAll(ctx, act, func(tx store.Tx) ([]store.Event, error) {
		n = 0
		var events []store.Event
		for _, f := range part {
			f, err := store.FollowUps.Get(tx, string(f.ID))
			if err != nil {
				return nil, err
			}
			if f.Member != h.from.ID || !f.Done.IsZero() {
				continue
			}
			f.Member = h.to.ID
			if _, err := store.FollowUps.Put(tx, f); err != nil {
				return nil, err
			}
			n++
			events = append(events, h.event(f.Client, "follow-up "+string(f.ID)))
		}
		return events, nil
	})
	if err == nil {
		h.done.FollowUps += n
	}
	return err
}
