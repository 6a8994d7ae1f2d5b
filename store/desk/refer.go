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
)

// Packet is what the receiver would see of a referral, and how the client
// stands with the programme today. Nothing is kept but the reading.
func (d *Desk) Packet(ctx context.Context, form store.ReferralForm) (store.Packet, store.Result, error) {
	got, err := read(ctx, d, keys.ActReferralWrite, func(tx store.Tx) (filled, store.Event, error) {
		f, err := d.fill(tx, form, false, "")
		return f, store.Event{Verb: "opened", Subject: subject(f.r.Client), Fields: []string{"packet"}}, err
	})
	return got.r.Packet, got.result, err
}

// SaveDraft keeps a referral as a draft, not yet sent.
func (d *Desk) SaveDraft(ctx context.Context, form store.ReferralForm) (store.Referral, error) {
	return d.newReferral(ctx, form, false)
}

// Refer sends a referral in one step. Where a check warns or stops and the form
// does not say why it is sent all the same, nothing is sent and the error is a
// *store.CheckError.
func (d *Desk) Refer(ctx context.Context, form store.ReferralForm) (store.Referral, error) {
	return d.newReferral(ctx, form, true)
}

func (d *Desk) newReferral(ctx context.Context, form store.ReferralForm, send bool) (store.Referral, error) {
	var r store.Referral
	err := d.change(ctx, keys.ActReferralWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		r, err = d.begin(tx, form, send, "")
		return referralEvent(&r), err
	})
	return r, err
}

// begin keeps a new referral, as a draft or sent; household is the one that it
// goes with others of, if any.
func (d *Desk) begin(tx store.Tx, form store.ReferralForm, send bool, household store.HouseholdID) (store.Referral, error) {
	f, err := d.fill(tx, form, send, household)
	if err == nil && household != "" {
		err = d.asOneOf(tx, &f, household)
	}
	if err != nil {
		return f.r, err
	}
	if err := d.oneDraft(tx, &f.r); err != nil {
		return f.r, err
	}
	id, err := store.Referrals.NewID(tx, "R-")
	if err != nil {
		return f.r, err
	}
	f.r.ID, f.r.State, f.r.Made = store.ReferralID(id), store.Draft, d.office.now()
	if send {
		if err := d.sendOff(tx, &f, form.Overrides); err != nil {
			return f.r, err
		}
	}
	return d.office.putReferral(tx, f.r)
}

// ChangeDraft fills a draft in anew at revision rev, with the client's facts as
// they are now.
func (d *Desk) ChangeDraft(ctx context.Context, id store.ReferralID, rev uint64, form store.ReferralForm) (store.Referral, error) {
	return d.ofDraft(ctx, id, rev, "changed", func(tx store.Tx, r *store.Referral) error {
		if tidy, _ := store.TidyRef(string(form.Client)); tidy != string(r.Client) {
			return wrong("client", "A draft stays with its client: start a new referral for another one.")
		}
		if form.After == "" {
			form.After = r.After
		}
		f, err := d.fill(tx, form, false, "")
		if err != nil {
			return err
		}
		if f.r.Basis == store.Consent && f.r.Agreement.Day == 0 {
			f.r.Agreement.Withdrawn, f.r.Agreement.At, f.r.Agreement.By = r.Agreement.Withdrawn, r.Agreement.At, r.Agreement.By
		}
		r.Packet, r.Basis, r.Told, r.Assessment, r.After, r.Agreement = f.r.Packet, f.r.Basis, f.r.Told, f.r.Assessment, f.r.After, f.r.Agreement
		return d.oneDraft(tx, r)
	})
}

// Send sends a draft at revision rev, in the name of whoever sends it; overrides
// say why it is sent against a check that warns or stops, by the check's id. When
// what the receiver would see is no longer what was checked, because the client's
// record, the programme or the day is another, nothing is sent and the error is
// store.ErrConflict.
func (d *Desk) Send(ctx context.Context, id store.ReferralID, rev uint64, overrides map[string]string) (store.Referral, error) {
	return d.ofDraft(ctx, id, rev, "sent", func(tx store.Tx, r *store.Referral) error {
		f, err := d.fill(tx, formOf(r), true, r.Household)
		if err != nil {
			return err
		}
		if !sameToReceiver(f.r.Packet, r.Packet) {
			return said(store.ErrConflict, "What the receiver would see has changed since this draft was checked. Nothing was sent: check the answers again.")
		}
		if err := d.oneDraft(tx, r); err != nil {
			return err
		}
		r.Packet, r.By = f.r.Packet, d.caller.Member.ID
		f.r = *r
		err = d.sendOff(tx, &f, overrides)
		*r = f.r
		return err
	})
}

// sameToReceiver says whether two packets differ only in who sends them and when.
func sameToReceiver(a, b store.Packet) bool {
	a.From, a.Day = b.From, b.Day
	return reflect.DeepEqual(a, b)
}

// ofDraft changes a draft that is at a revision.
func (d *Desk) ofDraft(ctx context.Context, id store.ReferralID, rev uint64, verb string, fn func(store.Tx, *store.Referral) error) (store.Referral, error) {
	var r store.Referral
	err := d.change(ctx, keys.ActReferralWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if r, err = d.referral(tx, id); err != nil {
			return store.Event{}, err
		}
		if r.State != store.Draft {
			return store.Event{}, said(store.ErrConflict, "Referral %s is %s: it cannot be %s.", r.ID, stateWords(r.State), verb)
		}
		if err := atRevision(&r, rev); err != nil {
			return store.Event{}, err
		}
		if err := fn(tx, &r); err != nil {
			return store.Event{}, err
		}
		r, err = d.office.putReferral(tx, r)
		e := referralEvent(&r)
		e.Verb = verb
		return e, err
	})
	return r, err
}

// referralEvent is of a referral that was drafted or sent: it names the facts
// that are shown, and the checks that it was sent against.
func referralEvent(r *store.Referral) store.Event {
	fields := []string{"referral " + string(r.ID), "programme " + string(r.Packet.Programme)}
	for _, line := range r.Packet.Lines {
		fields = append(fields, line.Fact)
	}
	verb := "drafted"
	if step, ok := r.Came(); ok {
		verb = "sent"
		for _, o := range step.Override {
			fields = append(fields, "override "+o.Check)
		}
	}
	if r.After != "" {
		fields = append(fields, "after "+string(r.After))
	}
	return store.Event{Verb: verb, Subject: subject(r.Client), Fields: fields}
}

func formOf(r *store.Referral) store.ReferralForm {
	return store.ReferralForm{
		Client: r.Client, Programme: r.Packet.Programme, Reason: r.Packet.Reason, Contact: r.Packet.Contact,
		Basis: r.Basis, Told: r.Told, After: r.After, Agreement: store.Agreement{Day: r.Agreement.Day, How: r.Agreement.How},
	}
}

// sendOff makes a referral that is filled in and has its id a sent one, unless a
// check forbids it: to whom, by when, and with what it takes further ended.
func (d *Desk) sendOff(tx store.Tx, f *filled, overrides map[string]string) error {
	checks, err := d.checks(tx, f)
	if err != nil {
		return err
	}
	row, _ := store.MoveFrom(store.MoveSend, store.ReferrerSide, store.Draft)
	step := store.Step{
		Move: row.Move, From: store.Draft, To: row.To, Side: row.Side, At: d.office.now(), By: d.caller.Member.ID,
		Who: f.r.Packet.From, Linked: f.r.After,
	}
	if step.Override, err = overridden(checks, overrides); err != nil {
		return err
	}
	dl, err := delivery(tx, f.p.ID)
	if err != nil {
		return err
	}
	f.r.To, f.r.Sent = dl.Partner, step.At
	setClocks(&f.r, dl.Clocks, d.Today())
	end(&f.r, step)
	return d.leaveBehind(tx, &f.r, step)
}

// leaveBehind links the referral that this one takes further with it, and
// withdraws it where it is open still.
func (d *Desk) leaveBehind(tx store.Tx, r *store.Referral, sent store.Step) error {
	if r.After == "" {
		return nil
	}
	old, err := store.Referrals.Get(tx, string(r.After))
	if err != nil {
		return err
	}
	if row, ok := store.MoveFrom(store.MoveWithdraw, store.ReferrerSide, old.State); ok {
		reasons := store.ReasonsFor(store.MoveWithdraw)
		why := reasons[slices.IndexFunc(reasons, func(m store.MoveReason) bool { return m.Code == store.ReasonNoReply })]
		step := store.Step{
			Move: row.Move, From: old.State, To: row.To, Side: row.Side, At: sent.At, By: sent.By, Who: sent.Who,
			Reason: &store.StepReason{Code: why.Code, Says: why.Says},
		}
		end(&old, step)
		if err := d.office.learnFrom(tx, old, step); err != nil {
			return err
		}
	}
	for i := len(old.Steps) - 1; i >= 0; i-- {
		if old.Steps[i].To.Closed() && !old.Steps[i].From.Closed() {
			old.Steps[i].Linked = r.ID
			break
		}
	}
	_, err = d.office.putReferral(tx, old)
	return err
}

// tidyReferral is the id as it is kept, and whether it can be one.
func tidyReferral(id store.ReferralID) (string, bool) {
	tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "R-"))
	return "R-" + tidy, ok
}

func (d *Desk) referral(tx store.Tx, id store.ReferralID) (store.Referral, error) {
	none := said(store.ErrNotFound, "There is no referral %q from your partner. Check it: R, then two threes, such as R-K7M-2QX.", id)
	key, ok := tidyReferral(id)
	if !ok {
		return store.Referral{}, none
	}
	r, err := store.Referrals.Get(tx, key)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Partner != d.caller.Partner.ID {
		return store.Referral{}, none
	}
	return r, err
}

// Referral opens one referral of the partner. Where the client's coach opens it,
// or who covers for them, what the receiver did so far is looked at.
func (d *Desk) Referral(ctx context.Context, id store.ReferralID) (store.Referral, error) {
	return readAnd(ctx, d, keys.ActReferralRead, func(tx store.Tx) (store.Referral, store.Event, error) {
		r, err := d.referral(tx, id)
		if err == nil {
			err = d.excusedOf(tx, r.Client, r.Household)
		}
		return r, store.Event{Verb: "opened", Subject: subject(r.Client), Fields: []string{"referral " + string(r.ID)}}, err
	}, d.looked)
}

// Referrals lists the partner's referrals, of one client or, with no ref, of all
// and then each as its row shows it (store.ReferralRows); the newest first.
func (d *Desk) Referrals(ctx context.Context, ref store.ClientRef) ([]store.Referral, error) {
	return read(ctx, d, keys.ActReferralRead, func(tx store.Tx) ([]store.Referral, store.Event, error) {
		seq, what := store.ReferralRows(tx, "partner", string(d.caller.Partner.ID)), "referrals"
		if ref != "" {
			c, err := d.opened(tx, ref)
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
