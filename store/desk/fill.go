package desk

import (
	"cmp"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/match"
)

const (
	maxReason = 500
	maxDetail = 100
)

// filled is the referral of a form, with what it was worked out from.
type filled struct {
	r      store.Referral
	c      store.Client
	p      *store.Programme
	facts  store.Facts
	result store.Result
	home   *atHome // the household that they are referred from, if any
}

// fill makes the referral of a form: it checks each field and works out the
// packet. whole asks for everything that sending needs; home is the household that
// the client is referred from, if any.
func (d *Desk) fill(tx store.Tx, form store.ReferralForm, whole bool, home store.HouseholdID) (filled, error) {
	var f filled
	var err error
	if f.c, err = d.openClient(tx, form.Client); err != nil {
		return f, err
	}
	if err := d.excusedFrom(tx, &f.c, home); err != nil {
		return f, err
	}
	if f.p, err = d.programme(form.Programme); err != nil {
		return f, err
	}
	if !f.p.Serves(store.ForPerson) {
		return f, wrong("programme", "%s is not for a person, so no client can be referred to it.", f.p.Name)
	}
	g, err := grounds(tx, f.c.Partner)
	if err != nil {
		return f, err
	}
	if err := d.checkForm(&form, &g, whole); err != nil {
		return f, err
	}
	f.r = store.Referral{Client: f.c.Ref, Partner: f.c.Partner, By: d.caller.Member.ID, Basis: form.Basis, Told: form.Told, Agreement: store.Agreement{Day: form.Agreement.Day, How: form.Agreement.How}}
	if err := againAgreed(tx, &f.r, f.p.ID); err != nil {
		return f, err
	}
	if f.r.After, err = d.after(tx, &f.c, form.After); err != nil {
		return f, err
	}
	if t, err := store.Triages.Get(tx, string(f.c.Ref)); err == nil {
		f.r.Assessment = t.Assessment
	}
	from, err := d.signed(tx)
	if err != nil {
		return f, err
	}
	f.facts = d.settled(f.c.Facts)
	f.r.Packet, f.result, err = d.packet(tx, &f.c, f.p, form, from)
	return f, err
}

// packet is what the receiver of a client's referral to the programme sees today,
// and how the client stands.
func (d *Desk) packet(tx store.Tx, c *store.Client, p *store.Programme, form store.ReferralForm, from string) (store.Packet, store.Result, error) {
	facts := d.settled(c.Facts)
	result := match.One(facts, p, d.Today())
	to, err := deliverer(tx, p.ID)
	return store.Packet{
		Client: c.Ref, GivenName: c.GivenName, Contact: form.Contact, Programme: p.ID, Name: p.Name, Provider: p.Provider, To: to.Name,
		From: from, Reason: form.Reason, Lines: packetLines(facts, p, &result, d.Today()), Standing: result.Standing, Day: d.Today(),
	}, result, err
}

// after is the referral that a new one takes further: of the same client, and
// one that has ended or whose answer is overdue.
func (d *Desk) after(tx store.Tx, c *store.Client, id store.ReferralID) (store.ReferralID, error) {
	if id == "" {
		return "", nil
	}
	old, err := d.referral(tx, id)
	switch {
	case err != nil:
		return "", err
	case old.Client != c.Ref:
		return "", wrong("after", "Enter a referral of the same client: %s is of another.", old.ID)
	case old.State == store.Draft:
		return "", wrong("after", "Enter a referral that was sent: %s is a draft.", old.ID)
	case !old.State.Closed() && !old.Overdue(d.Today()):
		return "", wrong("after", "%s is %s: withdraw it first, if the client is to be referred elsewhere.", old.ID, stateWords(old.State))
	}
	return old.ID, nil
}

// checkForm fills in what was left out, and refuses what does not fit: a basis
// that is not one on which the partner shares.
func (d *Desk) checkForm(form *store.ReferralForm, g *store.Grounds, whole bool) error {
	var err error
	if form.Reason, err = entered("reason", form.Reason, maxReason, true, false); err != nil {
		return err
	}
	if form.Contact.Detail, err = entered("contact detail", form.Contact.Detail, maxDetail, false, false); err != nil {
		return err
	}
	form.Contact.By = cmp.Or(form.Contact.By, store.ThroughCoach)
	form.Basis = cmp.Or(form.Basis, g.For(store.PurposeRefer).Basis)
	switch {
	case !slices.Contains(store.ContactWays(), form.Contact.By):
		return wrong("contact", "Enter one of: coach, phone, text, email, letter.")
	case form.Contact.By == store.ThroughCoach && form.Contact.Detail != "":
		return wrong("contact detail", "Leave it out: the receiver goes through you and needs no detail.")
	case whole && form.Contact.By != store.ThroughCoach && form.Contact.Detail == "":
		return wrong("contact detail", "Enter the number or address to use, or choose coach: the receiver then goes through you.")
	case !slices.Contains(g.Sharing(), form.Basis):
		return wrong("basis", "Enter %s: your partner shares on no other basis.", anyOf(g.Sharing()))
	case whole && form.Told == 0:
		return wrong("told", "Enter the day the client was told what is shared and with whom, such as %s.", d.Today())
	case form.Told > d.Today():
		return wrong("told", "Enter today or a day before it: the client has to have been told.")
	}
	return d.checkAgreement(form, whole)
}

// anyOf lists words with "or" before the last.
func anyOf[S ~string](words []S) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	last := len(list) - 1
	return strings.TrimPrefix(strings.Join(list[:last], ", ")+" or "+list[last], " or ")
}

// oneDraft refuses a second draft of a referral.
func (d *Desk) oneDraft(tx store.Tx, r *store.Referral) error {
	for other, err := range store.Referrals.By(tx, "client", string(r.Client)) {
		switch {
		case err != nil:
			return err
		case other.ID != r.ID && other.Packet.Programme == r.Packet.Programme && other.State == store.Draft:
			return said(store.ErrConflict, "There is a draft of this referral already: %s. Send that one, or withdraw it.", other.ID)
		}
	}
	return nil
}
