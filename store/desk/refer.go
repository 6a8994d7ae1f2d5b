package desk

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

const (
	maxReason = 500
	maxDetail = 100
)

// Packet is what the receiver would see of a referral, and how the client
// stands with the programme today. Nothing is kept but the reading.
func (d *Desk) Packet(ctx context.Context, form store.ReferralForm) (store.Packet, store.Result, error) {
	type both struct {
		packet store.Packet
		result store.Result
	}
	got, err := read(ctx, d, keys.ActReferralWrite, func(tx store.Tx) (both, store.Event, error) {
		r, result, err := d.fill(tx, form, false)
		return both{r.Packet, result}, store.Event{Verb: "opened", Subject: subject(r.Client), Fields: []string{"packet"}}, err
	})
	return got.packet, got.result, err
}

// SaveDraft keeps a referral as a draft, not yet sent.
func (d *Desk) SaveDraft(ctx context.Context, form store.ReferralForm) (store.Referral, error) {
	return d.newReferral(ctx, form, store.Draft, "drafted")
}

// Refer sends a referral in one step.
func (d *Desk) Refer(ctx context.Context, form store.ReferralForm) (store.Referral, error) {
	return d.newReferral(ctx, form, store.Sent, "sent")
}

func (d *Desk) newReferral(ctx context.Context, form store.ReferralForm, state store.ReferralState, verb string) (store.Referral, error) {
	var r store.Referral
	err := d.change(ctx, keys.ActReferralWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if r, _, err = d.fill(tx, form, state == store.Sent); err != nil {
			return store.Event{}, err
		}
		if err := d.onlyOne(tx, r); err != nil {
			return store.Event{}, err
		}
		id, err := store.Referrals.NewID(tx, "R-")
		if err != nil {
			return store.Event{}, err
		}
		r.ID, r.State, r.Made = store.ReferralID(id), state, d.office.now()
		if state == store.Sent {
			r.Sent = r.Made
		}
		r, err = store.Referrals.Put(tx, r)
		return referralEvent(verb, r), err
	})
	return r, err
}

// ChangeDraft fills a draft in anew at revision rev, with the client's facts as
// they are now.
func (d *Desk) ChangeDraft(ctx context.Context, id store.ReferralID, rev uint64, form store.ReferralForm) (store.Referral, error) {
	return d.move(ctx, id, rev, "changed", []store.ReferralState{store.Draft}, func(tx store.Tx, r *store.Referral) error {
		if tidy, _ := store.TidyRef(string(form.Client)); tidy != string(r.Client) {
			return wrong("client", "A draft stays with its client: start a new referral for another one.")
		}
		fresh, _, err := d.fill(tx, form, false)
		if err != nil {
			return err
		}
		r.Packet, r.Basis, r.Told, r.Assessment = fresh.Packet, fresh.Basis, fresh.Told, fresh.Assessment
		return d.onlyOne(tx, *r)
	})
}

// Send sends a draft at revision rev, in the name of whoever sends it. When what
// the receiver would see is no longer what was checked, because the client's
// record, the programme or the day is another, nothing is sent and the error is
// store.ErrConflict.
func (d *Desk) Send(ctx context.Context, id store.ReferralID, rev uint64) (store.Referral, error) {
	return d.move(ctx, id, rev, "sent", []store.ReferralState{store.Draft}, func(tx store.Tx, r *store.Referral) error {
		fresh, _, err := d.fill(tx, formOf(*r), true)
		if err != nil {
			return err
		}
		if !sameToReceiver(fresh.Packet, r.Packet) {
			return said(store.ErrConflict, "What the receiver would see has changed since this draft was checked. Nothing was sent: check the answers again.")
		}
		if err := d.onlyOne(tx, *r); err != nil {
			return err
		}
		r.Packet, r.State, r.Sent, r.By = fresh.Packet, store.Sent, d.office.now(), d.caller.Member.ID
		return nil
	})
}

// sameToReceiver says whether two packets differ only in who sends them and when.
func sameToReceiver(a, b store.Packet) bool {
	a.From, a.Day = b.From, b.Day
	return reflect.DeepEqual(a, b)
}

// Withdraw takes a draft or a sent referral back at revision rev, and says why.
func (d *Desk) Withdraw(ctx context.Context, id store.ReferralID, rev uint64, why string) (store.Referral, error) {
	return d.move(ctx, id, rev, "withdrawn", []store.ReferralState{store.Draft, store.Sent}, func(_ store.Tx, r *store.Referral) error {
		why, err := entered("reason for withdrawing", why, maxWhy, false, true)
		r.State, r.Withdrawn, r.Why = store.Withdrawn, d.office.now(), why
		return err
	})
}

// move changes one referral that is at a revision and in one of the states.
func (d *Desk) move(ctx context.Context, id store.ReferralID, rev uint64, verb string, from []store.ReferralState, fn func(store.Tx, *store.Referral) error) (store.Referral, error) {
	var r store.Referral
	err := d.change(ctx, keys.ActReferralWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if r, err = d.referral(tx, id); err != nil {
			return store.Event{}, err
		}
		if !slices.Contains(from, r.State) {
			return store.Event{}, said(store.ErrConflict, "Referral %s is %s: it cannot be %s.", r.ID, r.State, verb)
		}
		if rev != Latest && rev != r.Rev {
			cause := &store.Conflict{Table: "referral", ID: string(r.ID), Had: rev, Now: r.Rev}
			return store.Event{}, said(cause, "Referral %s was changed since you opened it. Nothing of yours was saved yet: look at it again first.", r.ID)
		}
		if err := fn(tx, &r); err != nil {
			return store.Event{}, err
		}
		r, err = store.Referrals.Put(tx, r)
		return referralEvent(verb, r), err
	})
	return r, err
}

func referralEvent(verb string, r store.Referral) store.Event {
	fields := []string{"referral " + string(r.ID), "programme " + string(r.Packet.Programme)}
	for _, line := range r.Packet.Lines {
		fields = append(fields, line.Fact)
	}
	return store.Event{Verb: verb, Subject: subject(r.Client), Fields: fields}
}

func formOf(r store.Referral) store.ReferralForm {
	return store.ReferralForm{
		Client: r.Client, Programme: r.Packet.Programme, Reason: r.Packet.Reason, Contact: r.Packet.Contact,
		Basis: r.Basis, Told: r.Told,
	}
}

// fill makes the referral of a form: it checks each field and works out the
// packet. whole asks for everything that sending needs.
func (d *Desk) fill(tx store.Tx, form store.ReferralForm, whole bool) (store.Referral, store.Result, error) {
	var r store.Referral
	var result store.Result
	c, err := d.openClient(tx, form.Client)
	if err != nil {
		return r, result, err
	}
	p, err := d.programme(form.Programme)
	if err != nil {
		return r, result, err
	}
	facts := d.settled(c.Facts)
	result = match.One(facts, p, d.Today())
	if err := d.takes(p); err != nil {
		return r, result, err
	}
	r = store.Referral{Client: c.Ref, Partner: c.Partner, By: d.caller.Member.ID, Basis: form.Basis, Told: form.Told}
	if t, err := store.Triages.Get(tx, string(c.Ref)); err == nil {
		r.Assessment = t.Assessment
	}
	if err := d.checkForm(&form, whole); err != nil {
		return r, result, err
	}
	by, err := store.Members.Get(tx, string(d.caller.Member.ID)) // they may have another name since they came in
	if err != nil {
		return r, result, err
	}
	r.Basis = form.Basis
	r.Packet = store.Packet{
		Client: c.Ref, GivenName: c.GivenName, Contact: form.Contact, Programme: p.ID, Name: p.Name, Provider: p.Provider,
		From: by.Name + ", " + d.caller.Partner.Name, Reason: form.Reason,
		Lines: packetLines(facts, p, &result, d.Today()), Standing: result.Standing, Day: d.Today(),
	}
	return r, result, nil
}

// takes refuses a referral that nobody is there to receive.
func (d *Desk) takes(p *store.Programme) error {
	if !p.Serves(store.ForPerson) {
		return wrong("programme", "%s is not for a person, so no client can be referred to it.", p.Name)
	}
	if p.Dates.Open(d.Today()) == store.No {
		says := p.Dates.Says
		if says == "" {
			says = "it is not taking referrals today"
		}
		return wrong("programme", "%s cannot be referred to: %s.", p.Name, strings.TrimSuffix(says, "."))
	}
	return nil
}

func (d *Desk) checkForm(form *store.ReferralForm, whole bool) error {
	var err error
	if form.Reason, err = entered("reason", form.Reason, maxReason, true, false); err != nil {
		return err
	}
	if form.Contact.Detail, err = entered("contact detail", form.Contact.Detail, maxDetail, false, false); err != nil {
		return err
	}
	form.Contact.By = cmp.Or(form.Contact.By, store.ThroughCoach)
	form.Basis = cmp.Or(form.Basis, store.PublicTask)
	switch {
	case !slices.Contains(store.ContactWays(), form.Contact.By):
		return wrong("contact", "Enter one of: coach, phone, text, email, letter.")
	case form.Contact.By == store.ThroughCoach && form.Contact.Detail != "":
		return wrong("contact detail", "Leave it out: the receiver goes through you and needs no detail.")
	case whole && form.Contact.By != store.ThroughCoach && form.Contact.Detail == "":
		return wrong("contact detail", "Enter the number or address to use, or choose coach: the receiver then goes through you.")
	case !slices.Contains(store.Bases(), form.Basis):
		return wrong("basis", "Enter one of: public-task, consent.")
	case whole && form.Told == 0:
		return wrong("told", "Enter the day the client was told what is shared and with whom, such as %s.", d.Today())
	case form.Told > d.Today():
		return wrong("told", "Enter today or a day before it: the client has to have been told.")
	}
	return nil
}

// onlyOne refuses a second open referral of a client to the same programme.
func (d *Desk) onlyOne(tx store.Tx, r store.Referral) error {
	for other, err := range store.Referrals.By(tx, "client", string(r.Client)) {
		switch {
		case err != nil:
			return err
		case other.ID == r.ID || other.Packet.Programme != r.Packet.Programme || other.State == store.Withdrawn:
		case other.State == store.Draft:
			return said(store.ErrConflict, "There is a draft of this referral already: %s. Send that one, or withdraw it.", other.ID)
		default:
			return said(store.ErrConflict, "Client %s was referred to %s on %s (%s). Withdraw that one first if it is to be sent again.",
				r.Client, other.Packet.Name, store.DayOf(other.Sent).Words(), other.ID)
		}
	}
	return nil
}

func (d *Desk) referral(tx store.Tx, id store.ReferralID) (store.Referral, error) {
	none := said(store.ErrNotFound, "There is no referral %q from your partner. Check it: R, then two threes, such as R-K7M-2QX.", id)
	tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "R-"))
	if !ok {
		return store.Referral{}, none
	}
	r, err := store.Referrals.Get(tx, "R-"+tidy)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Partner != d.caller.Partner.ID {
		return store.Referral{}, none
	}
	return r, err
}

// Referral opens one referral of the partner.
func (d *Desk) Referral(ctx context.Context, id store.ReferralID) (store.Referral, error) {
	return read(ctx, d, keys.ActReferralRead, func(tx store.Tx) (store.Referral, store.Event, error) {
		r, err := d.referral(tx, id)
		return r, store.Event{Verb: "opened", Subject: subject(r.Client), Fields: []string{"referral " + string(r.ID)}}, err
	})
}

// Referrals lists the partner's referrals, of one client or, with no ref, of
// all; the newest first.
func (d *Desk) Referrals(ctx context.Context, ref store.ClientRef) ([]store.Referral, error) {
	return read(ctx, d, keys.ActReferralRead, func(tx store.Tx) ([]store.Referral, store.Event, error) {
		seq, what := store.Referrals.By(tx, "partner", string(d.caller.Partner.ID)), "referrals"
		if ref != "" {
			c, err := d.client(tx, ref)
			if err != nil {
				return nil, store.Event{}, err
			}
			seq, what = store.Referrals.By(tx, "client", string(c.Ref)), subject(c.Ref)
		}
		var all []store.Referral
		if err := collect(seq, &all); err != nil {
			return nil, store.Event{}, err
		}
		slices.SortFunc(all, func(a, b store.Referral) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(a.ID, b.ID)) })
		return all, store.Event{Verb: "listed", Subject: what, Fields: []string{"referrals"}}, nil
	})
}
