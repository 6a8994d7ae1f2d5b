package desk

import (
	"context"
	"errors"
	"slices"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

// atHome is the household that a client is referred from, as a match sees it.
type atHome struct {
	people []match.Person
	person store.PersonID
}

// stand is how the client of a referral stands with the programme: alone, or as
// one of the household where they are referred from one.
func (d *Desk) stand(f *filled, p *store.Programme) store.Result {
	if f.home == nil || len(p.Household) == 0 {
		return match.One(f.facts, p, d.Today())
	}
	whole := match.Household(f.home.people, p, d.Today())
	return resultOf(&whole, f.home.person)
}

// asOneOf makes what was filled in that of a client who is referred from a
// household: with what it shares, and with how they stand as one of it.
func (d *Desk) asOneOf(tx store.Tx, f *filled, id store.HouseholdID) error {
	h, err := d.openHousehold(tx, id)
	if err != nil {
		return err
	}
	v, err := d.view(tx, h)
	if err != nil {
		return err
	}
	people := v.Taking()
	i := slices.IndexFunc(people, func(p store.PersonView) bool { return p.Client == f.c.Ref })
	if i < 0 {
		return said(store.ErrConflict, "Client %s takes no part in household %s.", f.c.Ref, h.ID)
	}
	f.home = &atHome{people: matched(&v), person: people[i].ID}
	f.facts, f.r.Household = people[i].All, h.ID
	f.result = d.stand(f, f.p)
	f.r.Packet.Standing = f.result.Standing
	f.r.Packet.Lines = d.homeLines(f)
	return nil
}

// homeLines are the facts of the packet of one of a household: those on which
// the programme turns for this person, and of what is asked of the household
// together only what this person brings to it.
func (d *Desk) homeLines(f *filled) []store.PacketLine {
	if len(f.p.Household) == 0 {
		return packetLines(f.facts, f.p, &f.result, d.Today())
	}
	alone := *f.p
	alone.Rule = store.Rule{All: []store.Rule{f.p.Rule.InHousehold()}}
	for _, t := range f.p.Household {
		who := match.Who(f.p, t.Who)
		if r := match.One(f.facts, &who, d.Today()); r.Standing == store.Eligible || r.Standing == store.Unclear {
			alone.Rule.All = append(alone.Rule.All, t.Who)
		}
	}
	result := match.One(f.facts, &alone, d.Today())
	return packetLines(f.facts, &alone, &result, d.Today())
}

// HouseholdForms is what the receiver would see of each person of a household
// who is to be referred to a programme, and what could go wrong. There is one
// form for each person, by their client reference. Nothing is kept but the
// reading.
func (d *Desk) HouseholdForms(ctx context.Context, id store.HouseholdID, programme store.ProgrammeID, forms []store.ReferralForm) ([]store.HouseholdForm, error) {
	return read(ctx, d, keys.ActReferralWrite, func(tx store.Tx) ([]store.HouseholdForm, store.Event, error) {
		h, err := d.linkable(tx, id, forms)
		if err != nil {
			return nil, store.Event{}, err
		}
		out := []store.HouseholdForm{}
		e := store.Event{Verb: "opened", Subject: householdSubject(h.ID), Fields: []string{"packet"}}
		for _, form := range forms {
			form.Programme = programme
			f, err := d.fill(tx, form, false, h.ID)
			if err == nil {
				err = d.asOneOf(tx, &f, h.ID)
			}
			if err != nil {
				return nil, store.Event{}, about(&f, err)
			}
			checks, err := d.checks(tx, &f)
			if err != nil {
				return nil, store.Event{}, err
			}
			e.With = append(e.With, subject(f.c.Ref))
			out = append(out, store.HouseholdForm{Person: f.home.person, Packet: f.r.Packet, Checks: checks})
		}
		return out, e, nil
	})
}

// ReferHousehold sends a referral of each person of a household who is to be
// referred to a programme: all of them, or none. Each has its own packet, its own
// basis, and its own checks, which its form overrides. What links them is the
// household.
func (d *Desk) ReferHousehold(ctx context.Context, id store.HouseholdID, programme store.ProgrammeID, forms []store.ReferralForm) ([]store.Referral, error) {
	var sent []store.Referral
	err := d.change(ctx, keys.ActReferralWrite, func(tx store.Tx) (store.Event, error) {
		sent = nil
		h, err := d.linkable(tx, id, forms)
		if err != nil {
			return store.Event{}, err
		}
		e := store.Event{Verb: "sent", Subject: householdSubject(h.ID)}
		for _, form := range forms {
			form.Programme = programme
			r, err := d.begin(tx, form, true, h.ID)
			if err != nil {
				c, _ := d.client(tx, form.Client)
				return store.Event{}, about(&filled{c: c}, err)
			}
			sent = append(sent, r)
			of := referralEvent(&r)
			e.With = append(e.With, of.Subject)
			for _, field := range of.Fields {
				if !slices.Contains(e.Fields, field) {
					e.Fields = append(e.Fields, field)
				}
			}
		}
		return e, nil
	})
	if err != nil {
		return nil, err
	}
	return sent, nil
}

// linkable is the open household that the forms are of, one for each client.
func (d *Desk) linkable(tx store.Tx, id store.HouseholdID, forms []store.ReferralForm) (store.Household, error) {
	h, err := d.openHousehold(tx, id)
	if err != nil {
		return h, err
	}
	if len(forms) == 0 {
		return h, wrong("person", "Choose who is to be referred.")
	}
	var seen []string
	for _, f := range forms {
		ref, _ := store.TidyRef(string(f.Client))
		if slices.Contains(seen, ref) {
			return h, wrong("person", "Client %s is there twice: enter each person once.", f.Client)
		}
		seen = append(seen, ref)
	}
	return h, nil
}

// about says of whom an error is.
func about(f *filled, err error) error {
	var field *store.FieldError
	switch says, ok := Sentence(err); {
	case f.c.GivenName == "":
		return err
	case errors.As(err, &field):
		return wrong(field.Field, "%s: %s", f.c.GivenName, field.Says)
	case ok:
		return said(err, "%s: %s", f.c.GivenName, says)
	}
	return err
}
