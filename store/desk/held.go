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

// Export is everything that is held of a client of the partner, for the client to
// have, with who has seen it. The export is itself an event, which is not in it.
func (d *Desk) Export(ctx context.Context, ref store.ClientRef) (store.Held, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Held, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return store.Held{}, store.Event{}, err
		}
		h, err := d.held(tx, c)
		return h, store.Event{Verb: "exported", Subject: subject(c.Ref)}, err
	})
}

// Seen is who has seen or changed a client's record, for the client to have: a
// member of another partner, who received a referral, by name as well.
func (d *Desk) Seen(ctx context.Context, ref store.ClientRef) ([]store.Sight, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) ([]store.Sight, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return nil, store.Event{}, err
		}
		seen, err := d.seen(tx, c.Ref, map[keys.MemberID]string{})
		return seen, store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"who has seen it"}}, err
	})
}

func (d *Desk) held(tx store.Tx, c store.Client) (store.Held, error) {
	h := store.Held{
		Client: c, Made: d.office.now(), Partner: d.caller.Partner.Name, Names: map[keys.MemberID]string{},
		Notes: []store.Note{}, Assessments: []store.Assessment{}, FollowUps: []store.FollowUp{}, Visits: []store.Visit{}, Referrals: []store.Referral{},
		Households: []store.HeldHousehold{},
	}
	var err error
	errs := []error{
		collect(store.Notes.By(tx, "client", string(c.Ref)), &h.Notes),
		collect(store.Assessments.By(tx, "client", string(c.Ref)), &h.Assessments),
		collect(store.Visits.By(tx, "client", string(c.Ref)), &h.Visits),
		collect(store.FollowUps.By(tx, "client", string(c.Ref)), &h.FollowUps),
		collect(store.Referrals.By(tx, "client", string(c.Ref)), &h.Referrals),
	}
	for i := range h.Assessments {
		h.Assessments[i], err = store.GetAssessment(tx, h.Assessments[i].ID)
		errs = append(errs, err)
	}
	if t, err := store.Triages.Get(tx, string(c.Ref)); err == nil {
		h.Triage = &t
	} else if !errors.Is(err, store.ErrNotFound) {
		errs = append(errs, err)
	}
	if kept, err := store.Keepings.Get(tx, string(c.Ref)); err == nil {
		h.Kept = &kept
	} else if !errors.Is(err, store.ErrNotFound) {
		errs = append(errs, err)
	}
	h.Households, err = heldHouseholds(tx, &c)
	errs = append(errs, err)
	h.Corrections, err = store.CorrectionsOf(tx, c.Ref)
	errs = append(errs, err)
	h.Seen, err = d.seen(tx, c.Ref, h.Names)
	errs = append(errs, err, name(tx, h.Names, named(&h)...))
	slices.SortFunc(h.Notes, func(a, b store.Note) int { return a.At.Compare(b.At) })
	slices.SortFunc(h.Assessments, func(a, b store.Assessment) int { return a.At.Compare(b.At) })
	slices.SortFunc(h.FollowUps, func(a, b store.FollowUp) int { return a.Made.Compare(b.Made) })
	slices.SortFunc(h.Visits, func(a, b store.Visit) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(h.Referrals, func(a, b store.Referral) int { return a.Made.Compare(b.Made) })
	return h, errors.Join(errs...)
}

// heldHouseholds is what the partner's households hold of the client, those that
// they have left too, and nothing of the other people in them.
func heldHouseholds(tx store.Tx, c *store.Client) ([]store.HeldHousehold, error) {
	out := []store.HeldHousehold{}
	for h, err := range store.Households.By(tx, "partner", string(c.Partner)) {
		if err != nil {
			return nil, err
		}
		for _, p := range h.People {
			if p.Client != c.Ref {
				continue
			}
			plan := slices.DeleteFunc(slices.Clone(h.Plan), func(s store.PlanStep) bool { return s.Person != "" && s.Person != p.ID })
			out = append(out, store.HeldHousehold{
				ID: h.ID, Opened: h.Opened, Closed: h.Closed, Person: p, Shared: h.Shared, Known: h.Known, Plan: plan,
			})
		}
	}
	return out, nil
}

// named lists the members whom an export names by their ids.
func named(h *store.Held) []keys.MemberID {
	ids := []keys.MemberID{h.Client.Coach, h.Client.ChangedBy}
	for _, k := range h.Client.Known {
		ids = append(ids, k.By)
	}
	for i := range h.Corrections {
		c := &h.Corrections[i]
		ids = append(ids, c.By, c.Was.Known.By, c.Became.Known.By)
	}
	for _, n := range h.Notes {
		ids = append(ids, n.By)
		for _, c := range n.Was {
			ids = append(ids, c.By)
		}
		if n.Struck != nil {
			ids = append(ids, n.Struck.By)
		}
	}
	if h.Kept != nil {
		ids = append(ids, h.Kept.By)
	}
	for i := range h.Assessments {
		ids = append(ids, h.Assessments[i].By)
	}
	for _, v := range h.Visits {
		ids = append(ids, v.Member)
	}
	for _, f := range h.FollowUps {
		ids = append(ids, f.Member, f.By, f.DoneBy)
	}
	for i := range h.Referrals {
		ids = append(ids, h.Referrals[i].By)
		for j := range h.Referrals[i].Steps {
			ids = append(ids, h.Referrals[i].Steps[j].By)
		}
	}
	for _, home := range h.Households {
		for _, k := range home.Known {
			ids = append(ids, k.By)
		}
		for _, s := range home.Plan {
			ids = append(ids, s.DoneBy)
		}
	}
	return ids
}

// seen is who has seen the record; the members' names are added to names.
func (d *Desk) seen(tx store.Tx, ref store.ClientRef, names map[keys.MemberID]string) ([]store.Sight, error) {
	var events []store.Event
	if err := collect(store.Events.By(tx, "subject", subject(ref)), &events); err != nil {
		return nil, err
	}
	slices.SortFunc(events, func(a, b store.Event) int { return cmp.Compare(a.ID, b.ID) })
	for i := range events {
		if err := name(tx, names, events[i].Member); err != nil {
			return nil, err
		}
	}
	who := func(e store.Event) string {
		if e.Member == "" {
			return clockwork
		}
		return names[e.Member]
	}
	seen := store.Sights(events, who, d.office.now().Location())
	return seen, otherWhys(tx, ref, seen)
}

// otherWhys adds to who said another reason the words of it, which no event holds.
func otherWhys(tx store.Tx, ref store.ClientRef, seen []store.Sight) error {
	did := (&store.Event{Verb: "said", Fields: []string{"why " + store.VisitOther}}).Did()
	for v, err := range store.Visits.By(tx, "client", string(ref)) {
		if err != nil {
			return err
		}
		for i := range seen {
			s := &seen[i]
			if v.Words == "" || s.Member != v.Member || s.Day != v.Day {
				continue
			}
			for j := range s.Did {
				if strings.HasPrefix(s.Did[j], did) {
					s.Did[j] += ": " + v.Words
				}
			}
		}
	}
	return nil
}

// name adds who the members are, with their partners, to names. One whose record
// is gone goes by the id.
func name(tx store.Tx, names map[keys.MemberID]string, ids ...keys.MemberID) error {
	for _, id := range ids {
		if id == "" || names[id] != "" {
			continue
		}
		m, err := store.Members.Get(tx, string(id))
		if errors.Is(err, store.ErrNotFound) {
			names[id] = string(id)
			continue
		}
		if err != nil {
			return err
		}
		p, err := store.Partners.Get(tx, string(m.Partner))
		if err != nil {
			return err
		}
		names[id] = m.Name + ", " + p.Name
	}
	return nil
}
