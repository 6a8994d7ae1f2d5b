package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// maxVisitWords is the longest other reason, in characters.
const maxVisitWords = 200

// opened reads a client of the partner whose record is to be shown or changed. Of one whom a
// colleague keeps the error is a *store.WhyError, until the caller has said why
// with Because, which counts for the day.
func (d *Desk) opened(tx store.Tx, ref store.ClientRef) (store.Client, error) {
	c, err := d.client(tx, ref)
	if err != nil {
		return c, err
	}
	return c, d.excused(tx, &c)
}

func (d *Desk) excused(tx store.Tx, c *store.Client) error {
	if c.Coach == d.caller.Member.ID {
		return nil
	}
	for _, err := range store.Visits.By(tx, "at", store.VisitAt(d.caller.Member.ID, c.Ref, d.Today())) {
		return err
	}
	why := &store.WhyError{Client: c.Ref, Coach: "a colleague"}
	m, err := store.Members.Get(tx, string(c.Coach))
	switch {
	case err == nil:
		why.Coach = m.Name
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	return said(why, "Client %s is in the caseload of %s. Say why you open their record, which is kept: client why %s CODE, where CODE is one of %s.",
		c.Ref, why.Coach, c.Ref, strings.Join(store.WhyCodes(store.VisitWhys()), ", "))
}

// excusedOf is excused, of the client of a referral; one who was erased is nobody's.
// From a household its advocate needs no reason.
func (d *Desk) excusedOf(tx store.Tx, ref store.ClientRef, home store.HouseholdID) error {
	c, err := store.Clients.Get(tx, string(ref))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.excusedFrom(tx, &c, home)
}

func (d *Desk) excusedFrom(tx store.Tx, c *store.Client, home store.HouseholdID) error {
	if home != "" {
		h, err := store.Households.Get(tx, string(home))
		if err == nil && h.Advocate == d.caller.Member.ID || err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return d.excused(tx, c)
}

// excusedAnywhere is excused, but for the advocate of any household of the client.
func (d *Desk) excusedAnywhere(tx store.Tx, c *store.Client) error {
	for h, err := range store.Households.By(tx, "client", string(c.Ref)) {
		if err != nil {
			return err
		}
		if h.Closed.IsZero() && h.Advocate == d.caller.Member.ID {
			return nil
		}
	}
	return d.excused(tx, c)
}

// excusedIn is excused, of every client in a household. Its advocate needs no
// reason: whoever takes a colleague's client into a household has said why.
func (d *Desk) excusedIn(tx store.Tx, h *store.Household) error {
	for _, p := range h.People {
		if p.Client == "" || h.Advocate == d.caller.Member.ID {
			continue
		}
		if err := d.excusedOf(tx, p.Client, ""); err != nil {
			return err
		}
	}
	return nil
}

// Because says why the caller opens the record of a client whom a colleague keeps:
// one of store.VisitWhys, and for another reason words of up to 200 characters. It
// counts until the day ends.
func (d *Desk) Because(ctx context.Context, ref store.ClientRef, why, words string) error {
	return d.change(ctx, keys.ActClientRead, func(tx store.Tx) (store.Event, error) {
		c, err := d.client(tx, ref)
		if err != nil {
			return store.Event{}, err
		}
		codes := store.WhyCodes(store.VisitWhys())
		if !slices.Contains(codes, why) {
			return store.Event{}, wrong("why", "Enter one of: %s.", strings.Join(codes, ", "))
		}
		if why != store.VisitOther && strings.TrimSpace(words) != "" {
			return store.Event{}, wrong("reason", "Leave the words out, or enter %s as why: words go with that alone.", store.VisitOther)
		}
		words, err := entered("reason", words, maxVisitWords, false, why == store.VisitOther)
		if err != nil {
			return store.Event{}, err
		}
		id, err := store.Visits.NewID(tx, "V-")
		if err != nil {
			return store.Event{}, err
		}
		_, err = store.Visits.Put(tx, store.Visit{
			ID: store.VisitID(id), Client: c.Ref, Member: d.caller.Member.ID, Day: d.Today(), Why: why, Words: words,
		})
		return store.Event{Verb: "said", Subject: subject(c.Ref), Fields: []string{"why " + why}}, err
	})
}
