package desk

import (
	"context"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// checkAgreement refuses a consent that is none: one without its day and how where
// consent is the basis, given before the client knew what for, or given with
// another basis, for which nobody is asked. whole asks for everything that sending
// needs.
func (d *Desk) checkAgreement(form *store.ReferralForm, whole bool) error {
	a, hows := &form.Agreement, strings.Join(words(store.AgreedHows()), ", ")
	switch {
	case form.Basis != store.Consent && a.Day != 0:
		return wrong("consent day", "Leave it out: consent is given only where it is the basis.")
	case form.Basis != store.Consent && a.How != "":
		return wrong("consent how", "Leave it out: consent is given only where it is the basis.")
	case form.Basis != store.Consent:
		return nil
	case whole && a.Day == 0:
		return wrong("consent day", "Enter the day the client agreed to this sharing, such as %s. It must be their free choice: nothing else may hang on it.", d.Today())
	case a.Day > d.Today():
		return wrong("consent day", "Enter today or a day before it: the client has to have agreed.")
	case whole && a.Day < form.Told:
		return wrong("consent day", "Enter the day they were told, %s, or a day after it: nobody agrees to what they were not told.", form.Told)
	case whole && a.How == "", a.How != "" && !slices.Contains(store.AgreedHows(), a.How):
		return wrong("consent how", "Enter how the client agreed, one of: %s.", hows)
	}
	return nil
}

// againAgreed refuses a consent to be referred to a programme that is older than the client's
// withdrawal of one to the same programme.
func againAgreed(tx store.Tx, r *store.Referral, to store.ProgrammeID) error {
	if r.Agreement.Day == 0 {
		return nil
	}
	for old, err := range store.Referrals.By(tx, "client", string(r.Client)) {
		switch {
		case err != nil:
			return err
		case old.Packet.Programme == to && r.Agreement.Day < old.Agreement.Withdrawn:
			day := old.Agreement.Withdrawn
			return wrong("consent day", "The client withdrew consent to this on %s. Enter the day they agreed again, from %s on.", day.Words(), day)
		}
	}
	return nil
}

// WithdrawConsent writes down that a client of the partner has withdrawn consent on
// a day, today or before it: of one referral or, with no id, of every referral that
// rests on it. What is open ends at once; its receiver, and that of one which has
// ended, is shown nothing of the client from then on; a draft cannot be sent until
// they agree again. The partner's own record stays. It answers the referrals as
// they are then; where none rests on consent the error is store.ErrConflict.
func (d *Desk) WithdrawConsent(ctx context.Context, ref store.ClientRef, id store.ReferralID, day store.Day) ([]store.Referral, error) {
	var done []store.Referral
	for more := true; more; {
		var part []store.Referral
		err := d.changeAll(ctx, keys.ActConsent, func(tx store.Tx) ([]store.Event, error) {
			part, more = nil, false
			all, err := d.onConsent(tx, ref, id, day)
			if err != nil {
				return nil, err
			}
			var events []store.Event
			for _, r := range all {
				if more = len(part) == sweepAtOnce; more {
					break
				}
				if r, err = d.withdrawConsent(tx, r, day); err != nil {
					return nil, err
				}
				part = append(part, r)
				events = append(events, store.Event{
					Verb: "wrote down withdrawn consent", Subject: subject(r.Client),
					Fields: []string{"referral " + string(r.ID), "programme " + string(r.Packet.Programme)},
				})
			}
			return events, nil
		})
		if err != nil {
			return done, err
		}
		done = append(done, part...)
	}
	return done, nil
}

// onConsent is the client's referrals, or the one of that id, that rest on a
// consent which can have been withdrawn on the day.
func (d *Desk) onConsent(tx store.Tx, ref store.ClientRef, id store.ReferralID, day store.Day) ([]store.Referral, error) {
	c, err := d.client(tx, ref)
	if err != nil {
		return nil, err
	}
	var all []store.Referral
	if id != "" {
		r, err := d.referral(tx, id)
		switch {
		case err != nil:
			return nil, err
		case r.Client != c.Ref:
			return nil, wrong("referral", "Enter a referral of the same client: %s is of another.", r.ID)
		case r.Agreement.Withdrawn != 0:
			return nil, said(store.ErrConflict, "Consent for referral %s was withdrawn already, on %s.", r.ID, r.Agreement.Withdrawn.Words())
		case !r.OnConsent():
			return nil, said(store.ErrConflict, "Referral %s does not rest on consent, so none can be withdrawn. To end it, withdraw the referral.", r.ID)
		}
		if err := d.excusedFrom(tx, &c, r.Household); err != nil {
			return nil, err
		}
		all = append(all, r)
	} else if err := d.excused(tx, &c); err != nil {
		return nil, err
	} else if err := collect(store.Referrals.By(tx, "client", string(c.Ref)), &all); err != nil {
		return nil, err
	}
	before := all
	all = slices.DeleteFunc(slices.Clone(all), func(r store.Referral) bool { return !r.OnConsent() })
	if len(all) == 0 {
		if says := store.WithdrawnAlready(before); says != "" {
			return nil, said(store.ErrConflict, "%s", says)
		}
		return nil, said(store.ErrConflict, "No referral of client %s rests on consent, so none can be withdrawn. To end a referral, withdraw it.", c.Ref)
	}
	latest := store.AgreedSince(all, id)
	if day == 0 || day > d.Today() || day < latest {
		return nil, wrong("day", "Enter the day the client withdrew consent: from %s, when they agreed, to today.", latest.Words())
	}
	return all, nil
}

// withdrawConsent ends a referral that rests on consent, if it has not ended, and
// leaves in it when consent was withdrawn.
func (d *Desk) withdrawConsent(tx store.Tx, r store.Referral, day store.Day) (store.Referral, error) {
	now, err := d.office.now(), error(nil)
	if r.State == store.Draft {
		r.Agreement = store.Agreement{}
	}
	r.Agreement.Withdrawn, r.Agreement.At, r.Agreement.By = day, now, d.caller.Member.ID
	if r.State != store.Draft && !r.State.Closed() {
		step := store.Step{
			Move: store.MoveWithdraw, From: r.State, To: store.Withdrawn, Side: store.ReferrerSide, At: now, By: d.caller.Member.ID,
			Reason: &store.StepReason{Code: store.ReasonConsent, Says: "the client withdrew consent"},
		}
		if r.State == store.Started {
			step.Move, step.To = store.MoveEndEarly, store.EndedEarly
		}
		if step.Who, err = d.signed(tx); err != nil {
			return r, err
		}
		r.Until = 0
		end(&r, step)
		if err := d.office.learnFrom(tx, r, step); err != nil {
			return r, err
		}
	}
	return d.office.putReferral(tx, r)
}
