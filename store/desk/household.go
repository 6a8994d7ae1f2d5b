package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"signpost/keys"
	"signpost/store"
)

func householdSubject(id store.HouseholdID) string { return "household " + string(id) }

// household reads a household of the caller's own partner. One of another
// partner is not found.
func (d *Desk) household(tx store.Tx, id store.HouseholdID) (store.Household, error) {
	none := said(store.ErrNotFound, "There is no household %q at your partner. Check it: H, then two threes, such as H-K7M-2QX.", id)
	tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "H-"))
	if !ok {
		return store.Household{}, none
	}
	h, err := store.Households.Get(tx, "H-"+tidy)
	if errors.Is(err, store.ErrNotFound) || err == nil && h.Partner != d.caller.Partner.ID {
		return store.Household{}, none
	}
	return h, err
}

// openHousehold is household, of one that is not closed.
func (d *Desk) openHousehold(tx store.Tx, id store.HouseholdID) (store.Household, error) {
	h, err := d.household(tx, id)
	if err == nil && !h.Closed.IsZero() {
		err = said(store.ErrConflict, "Household %s was closed on %s: open it again first.", h.ID, store.DayOf(h.Closed).Words())
	}
	return h, err
}

// view is a household as it is shown. What is known of a client is read from the
// client's own record each time, so that the two never differ.
func (d *Desk) view(tx store.Tx, h store.Household) (store.HouseholdView, error) {
	if err := d.excusedIn(tx, &h); err != nil {
		return store.HouseholdView{}, err
	}
	v := store.HouseholdView{
		ID: h.ID, Rev: h.Rev, Advocate: h.Advocate, Shared: orEmpty(h.Shared), Known: orEmpty(h.Known), PlanEnds: h.PlanEnds(),
		Opened: h.Opened, Changed: h.Changed, ChangedBy: h.ChangedBy, Closed: h.Closed, ClosedWhy: h.ClosedWhy,
		People: make([]store.PersonView, 0, len(h.People)),
	}
	for _, p := range h.People {
		one, err := d.personView(tx, p)
		if err != nil {
			return v, err
		}
		one.All = store.WithShared(d.settled(one.Own), d.settled(h.Shared))
		v.People = append(v.People, one)
	}
	v.Plan = append([]store.PlanStep{}, h.Plan...)
	slices.SortStableFunc(v.Plan, func(a, b store.PlanStep) int { return cmp.Compare(a.Due, b.Due) })
	return v, nil
}

// masked is view without what is known of health.
func (d *Desk) masked(tx store.Tx, h store.Household) (store.HouseholdView, error) {
	v, err := d.view(tx, h)
	v.Mask()
	return v, err
}

// healthIn is what is known of the health of the people of a household, the names
// of those facts, and whose records say so.
func healthIn(v *store.HouseholdView) (known map[store.PersonID]store.Facts, fields, of []string) {
	known = map[store.PersonID]store.Facts{}
	for _, f := range store.AllFacts() {
		for _, p := range v.People {
			value, ok := p.Own[f]
			if !ok || !f.Health() {
				continue
			}
			if known[p.ID] == nil {
				known[p.ID] = store.Facts{}
			}
			known[p.ID][f] = value
			if !slices.Contains(fields, f.String()) {
				fields = append(fields, f.String())
			}
			if s := subject(p.Client); p.Client != "" && !slices.Contains(of, s) {
				of = append(of, s)
			}
		}
	}
	return known, fields, of
}

// HouseholdHealth is what is known of the health of each person of a household.
// Screens show it when it is asked for, and who has asked stands in the trail.
func (d *Desk) HouseholdHealth(ctx context.Context, id store.HouseholdID) (map[store.PersonID]store.Facts, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (map[store.PersonID]store.Facts, store.Event, error) {
		h, err := d.household(tx, id)
		if err != nil {
			return nil, store.Event{}, err
		}
		v, err := d.view(tx, h)
		known, fields, of := healthIn(&v)
		return known, store.Event{Verb: "looked at", Subject: householdSubject(h.ID), With: of, Fields: fields}, err
	})
}

func orEmpty[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return m
}

func (d *Desk) personView(tx store.Tx, p store.Person) (store.PersonView, error) {
	out := store.PersonView{
		ID: p.ID, Client: p.Client, Name: p.GivenName, Part: store.TakesPart, Joined: p.Joined, Left: p.Left,
		Own: orEmpty(p.Facts), Known: orEmpty(p.Known),
	}
	if p.Client != "" {
		c, err := store.Clients.Get(tx, string(p.Client))
		switch {
		case errors.Is(err, store.ErrNotFound):
			out.Part = store.PartGone
		case err != nil:
			return out, err
		default:
			out.Rev, out.Name, out.Own, out.Known = c.Rev, c.GivenName, orEmpty(c.Facts), orEmpty(c.Known)
			if !c.Closed.IsZero() {
				out.Part = store.PartClosed
			}
		}
	}
	if p.Left != 0 {
		out.Part = store.HasLeft
	}
	return out, nil
}

// concerned lists the clients whose own records a view of the household shows.
func concerned(h store.Household) []string {
	var out []string
	for _, p := range h.People {
		if s := subject(p.Client); p.Client != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Households lists the partner's households, those of the caller first and then
// by the next step of their plans; closed ones only when asked for.
func (d *Desk) Households(ctx context.Context, closed bool) ([]store.HouseholdLine, error) {
	return read(ctx, d, keys.ActClientList, func(tx store.Tx) ([]store.HouseholdLine, store.Event, error) {
		lines, err := d.householdLines(tx, func(h *store.Household) bool { return closed || h.Closed.IsZero() }, "partner", string(d.caller.Partner.ID))
		return lines, store.Event{Verb: "listed", Subject: "households"}, err
	})
}

// HouseholdsOf lists the open households that a client takes part in.
func (d *Desk) HouseholdsOf(ctx context.Context, ref store.ClientRef) ([]store.HouseholdLine, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) ([]store.HouseholdLine, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return nil, store.Event{}, err
		}
		lines, err := d.householdLines(tx, func(h *store.Household) bool { return h.Closed.IsZero() }, "client", string(c.Ref))
		return lines, store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"household"}}, err
	})
}

func (d *Desk) householdLines(tx store.Tx, wanted func(*store.Household) bool, index, value string) ([]store.HouseholdLine, error) {
	lines := []store.HouseholdLine{}
	for h, err := range store.Households.By(tx, index, value) {
		if err != nil {
			return nil, err
		}
		if h.Partner != d.caller.Partner.ID || !wanted(&h) {
			continue
		}
		line := store.HouseholdLine{ID: h.ID, Rev: h.Rev, Advocate: h.Advocate, Names: []string{}, Opened: h.Opened, Changed: h.Changed, Closed: h.Closed}
		for _, p := range h.People {
			one, err := d.personView(tx, p)
			if err != nil {
				return nil, err
			}
			if one.Part == store.TakesPart {
				line.Names = append(line.Names, one.Name)
			}
		}
		for i := range h.Plan {
			if s := &h.Plan[i]; s.Done == 0 {
				line.Undone++
				if line.Next == nil || s.Due < line.Next.Due {
					line.Next = s
				}
			}
		}
		lines = append(lines, line)
	}
	d.orderHouseholds(lines)
	return lines, nil
}

func (d *Desk) orderHouseholds(lines []store.HouseholdLine) {
	const never = store.Day(1 << 30)
	rank := func(l store.HouseholdLine) (mine int, due store.Day) {
		due = never
		if l.Next != nil {
			due = l.Next.Due
		}
		if l.Advocate != d.caller.Member.ID {
			mine = 1
		}
		return mine, due
	}
	slices.SortStableFunc(lines, func(a, b store.HouseholdLine) int {
		aMine, aDue := rank(a)
		bMine, bDue := rank(b)
		return cmp.Or(cmp.Compare(aMine, bMine), cmp.Compare(aDue, bDue), cmp.Compare(a.ID, b.ID))
	})
}

// Household opens one household of the partner, without what is known of health:
// that is for HouseholdHealth.
func (d *Desk) Household(ctx context.Context, id store.HouseholdID) (store.HouseholdView, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.HouseholdView, store.Event, error) {
		h, err := d.household(tx, id)
		if err != nil {
			return store.HouseholdView{}, store.Event{}, err
		}
		v, err := d.masked(tx, h)
		return v, store.Event{Verb: "opened", Subject: householdSubject(h.ID), With: concerned(h), Fields: []string{"given_name", "facts", "plan"}}, err
	})
}

// HouseholdReferrals lists the referrals that were sent for a household, the
// newest first.
func (d *Desk) HouseholdReferrals(ctx context.Context, id store.HouseholdID) ([]store.Referral, error) {
	return read(ctx, d, keys.ActReferralRead, func(tx store.Tx) ([]store.Referral, store.Event, error) {
		h, err := d.household(tx, id)
		if err == nil {
			err = d.excusedIn(tx, &h)
		}
		if err != nil {
			return nil, store.Event{}, err
		}
		all := []store.Referral{}
		if err := collect(store.Referrals.By(tx, "household", string(h.ID)), &all); err != nil {
			return nil, store.Event{}, err
		}
		slices.SortFunc(all, func(a, b store.Referral) int {
			return cmp.Or(b.Made.Compare(a.Made), strings.Compare(a.Packet.GivenName, b.Packet.GivenName), cmp.Compare(a.ID, b.ID))
		})
		return all, store.Event{Verb: "listed", Subject: householdSubject(h.ID), With: concerned(h), Fields: []string{"referrals"}}, nil
	})
}

// OpenHousehold records a new household of the partner, led by the caller.
func (d *Desk) OpenHousehold(ctx context.Context) (store.HouseholdView, error) {
	var v store.HouseholdView
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		id, err := store.Households.NewID(tx, "H-")
		if err != nil {
			return store.Event{}, err
		}
		h := store.Household{
			ID: store.HouseholdID(id), Partner: d.caller.Partner.ID, Advocate: d.caller.Member.ID,
			People: []store.Person{}, Opened: d.office.now(),
		}
		if h, err = d.keepHousehold(tx, h); err != nil {
			return store.Event{}, err
		}
		v, err = d.masked(tx, h)
		return store.Event{Verb: "added", Subject: householdSubject(h.ID)}, err
	})
	return v, err
}

func (d *Desk) keepHousehold(tx store.Tx, h store.Household) (store.Household, error) {
	h.Changed, h.ChangedBy = d.office.now(), d.caller.Member.ID
	return store.Households.Put(tx, h)
}

// amendHousehold changes one open household at a revision.
func (d *Desk) amendHousehold(ctx context.Context, id store.HouseholdID, rev uint64, fn func(store.Tx, *store.Household) (store.Event, error)) (store.HouseholdView, error) {
	return d.amendAnyHousehold(ctx, id, rev, func(tx store.Tx, h *store.Household) (store.Event, error) {
		if !h.Closed.IsZero() {
			return store.Event{}, said(store.ErrConflict, "Household %s was closed on %s: open it again first.", h.ID, store.DayOf(h.Closed).Words())
		}
		return fn(tx, h)
	})
}

func (d *Desk) amendAnyHousehold(ctx context.Context, id store.HouseholdID, rev uint64, fn func(store.Tx, *store.Household) (store.Event, error)) (store.HouseholdView, error) {
	var v store.HouseholdView
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		h, err := d.household(tx, id)
		if err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != h.Rev {
			return store.Event{}, d.householdClash(tx, h, rev)
		}
		if err := d.excusedIn(tx, &h); err != nil {
			return store.Event{}, err
		}
		e, err := fn(tx, &h)
		if err != nil {
			return store.Event{}, err
		}
		if h, err = d.keepHousehold(tx, h); err != nil {
			return store.Event{}, err
		}
		v, err = d.masked(tx, h)
		e.Subject = householdSubject(h.ID)
		return e, err
	})
	return v, err
}

// householdClash says who changed the household in the meantime, and when.
func (d *Desk) householdClash(tx store.Tx, h store.Household, rev uint64) error {
	by := "someone else"
	if m, err := store.Members.Get(tx, string(h.ChangedBy)); err == nil {
		by = m.Name
	}
	cause := &store.Conflict{Table: "household", ID: string(h.ID), Had: rev, Now: h.Rev}
	return said(cause, "Household %s was changed by %s at %s. Nothing of yours was saved yet: look at their version first.",
		h.ID, by, h.Changed.Format("15:04 on 2 January"))
}

// SetAdvocate gives a household at revision rev to another member of the partner
// to lead.
func (d *Desk) SetAdvocate(ctx context.Context, id store.HouseholdID, rev uint64, to keys.MemberID) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(tx store.Tx, h *store.Household) (store.Event, error) {
		m, err := store.Members.Get(tx, string(to))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return store.Event{}, err
		}
		switch {
		case err != nil || m.Partner != h.Partner:
			return store.Event{}, wrong("advocate", "There is no member %q at your partner.", to)
		case m.Locked || !(keys.Caller{Member: m}).May(keys.ActClientWrite):
			return store.Event{}, wrong("advocate", "%s does not keep clients: choose a coach whose access is open.", m.Name)
		}
		h.Advocate = m.ID
		return store.Event{Verb: "changed", Fields: []string{"advocate " + string(m.ID)}}, nil
	})
}

// CloseHousehold closes a household at revision rev, and says why. Its people's
// own records stay as they are.
func (d *Desk) CloseHousehold(ctx context.Context, id store.HouseholdID, rev uint64, why string) (store.HouseholdView, error) {
	return d.amendHousehold(ctx, id, rev, func(_ store.Tx, h *store.Household) (store.Event, error) {
		why, err := entered("reason for closing", why, maxWhy, false, true)
		h.Closed, h.ClosedWhy = d.office.now(), why
		return store.Event{Verb: "closed", Fields: []string{"closed"}}, err
	})
}

// ReopenHousehold opens a closed household again. A client who has joined another
// household meanwhile has left this one.
func (d *Desk) ReopenHousehold(ctx context.Context, id store.HouseholdID, rev uint64) (store.HouseholdView, error) {
	return d.amendAnyHousehold(ctx, id, rev, func(tx store.Tx, h *store.Household) (store.Event, error) {
		if h.Closed.IsZero() {
			return store.Event{}, said(store.ErrConflict, "Household %s is open already.", h.ID)
		}
		for i := range h.People {
			p := &h.People[i]
			if p.Client == "" || p.Left != 0 {
				continue
			}
			other, err := d.openWith(tx, p.Client, h.ID)
			if err != nil {
				return store.Event{}, err
			}
			if other != "" {
				p.Left = d.Today()
			}
		}
		h.Closed, h.ClosedWhy = time.Time{}, ""
		return store.Event{Verb: "reopened", Fields: []string{"closed"}}, nil
	})
}

// openWith is another open household that the client takes part in; empty for
// none.
func (d *Desk) openWith(tx store.Tx, ref store.ClientRef, but store.HouseholdID) (store.HouseholdID, error) {
	for h, err := range store.Households.By(tx, "client", string(ref)) {
		if err != nil {
			return "", err
		}
		if h.ID != but && h.Closed.IsZero() {
			return h.ID, nil
		}
	}
	return "", nil
}
