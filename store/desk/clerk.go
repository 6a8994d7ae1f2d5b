package desk

import (
	"errors"
	"slices"
	"time"

	"signpost/keys"
	"signpost/store"
)

// clerk finds the records that are out of their time, or will be soon.
type clerk struct {
	tx    store.Tx
	in    *time.Location
	today store.Day
	ahead store.Day // how many days ahead is looked; 0: as many as the partner's notice has
	times map[keys.PartnerID]store.Retention
}

func (o *Office) clerk(tx store.Tx) *clerk {
	now := o.now()
	return &clerk{tx: tx, in: now.Location(), today: store.DayOf(now), times: map[keys.PartnerID]store.Retention{}}
}

// of is how long a partner keeps what it keeps.
func (k *clerk) of(p keys.PartnerID) (store.Retention, error) {
	if r, ok := k.times[p]; ok {
		return r, nil
	}
	r, err := retentionOf(k.tx, p)
	if err == nil {
		k.times[p] = r
	}
	return r, err
}

// packetDays is for how many days after its end the receiver of a referral is shown
// what they were sent: who referred decides.
func (k *clerk) packetDays(r *store.Referral) (int, error) {
	times, err := k.of(r.Partner)
	s, _ := store.RetentionSettingNamed(store.PacketSetting)
	return times.Time(s), err
}

func retentionOf(tx store.Tx, p keys.PartnerID) (store.Retention, error) {
	r, err := store.Retentions.Get(tx, string(p))
	if errors.Is(err, store.ErrNotFound) {
		return store.Retention{Partner: p}, nil
	}
	return r, err
}

// late counts the time of a record from a moment, and says whether it ends within
// the days that are looked ahead.
func (k *clerk) late(r *store.Removal, from time.Time) (bool, error) {
	times, err := k.of(r.Partner)
	if err != nil {
		return false, err
	}
	r.From = store.DayOf(from.In(k.in))
	r.Due = times.Due(r.Class, r.From)
	return k.soon(r)
}

// soon says whether a record is out of its time within the days looked ahead.
func (k *clerk) soon(r *store.Removal) (bool, error) {
	times, err := k.of(r.Partner)
	if err != nil {
		return false, err
	}
	ahead := k.ahead
	if ahead == 0 {
		ahead = times.Notice()
	}
	return r.Due <= k.today+ahead, nil
}

// all gives every record that is out of its time within the days looked ahead.
func (k *clerk) all(give func(store.Removal)) error {
	for _, look := range []func(func(store.Removal)) error{k.clients, k.drafts, k.assessments, k.households, k.invitations} {
		if err := look(give); err != nil {
			return err
		}
	}
	return nil
}

// again looks at one record anew, and says whether it still is out of its time
// within the days looked ahead.
func (k *clerk) again(was *store.Removal) (r store.Removal, ok bool, err error) {
	switch was.Class {
	case store.ClosedClient, store.QuietClient:
		r, ok, err = one(k.tx, store.Cards, was.Record, k.client)
	case store.OldDraft:
		r, ok, err = one(k.tx, store.Slips, was.Record, k.draft)
	case store.OldAssessment:
		r, ok, err = one(k.tx, store.Assessments, was.Record, k.assessment)
	case store.EmptyHouse:
		r, ok, err = one(k.tx, store.Households, was.Record, k.household)
	case store.OldInvitation:
		r, ok, err = one(k.tx, store.Invitations, was.Record, k.invitation)
	}
	return r, ok && r.Class == was.Class, err
}

// one looks at the record of that id; one that is gone is not out of its time.
func one[R any](tx store.Tx, t store.Table[R], id string, look func(*R) (store.Removal, bool, error)) (store.Removal, bool, error) {
	rec, err := t.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return store.Removal{}, false, nil
	}
	if err != nil {
		return store.Removal{}, false, err
	}
	return look(&rec)
}

func (k *clerk) clients(give func(store.Removal)) error {
	for c, err := range store.Cards.All(k.tx) {
		if err := given(give, err, k.client, &c); err != nil {
			return err
		}
	}
	return nil
}

// given looks at a record that was read, and gives it if it is out of its time.
func given[R any](give func(store.Removal), err error, look func(*R) (store.Removal, bool, error), rec *R) error {
	if err != nil {
		return err
	}
	r, ok, err := look(rec)
	if err == nil && ok {
		give(r)
	}
	return err
}

// client counts the time of a closed client from the last move of a referral, where
// that came later; of an open one from when a member last worked on it, which
// the trail knows. Somebody may have put it off.
func (k *clerk) client(c *store.Card) (store.Removal, bool, error) {
	r := store.Removal{Class: store.QuietClient, Record: string(c.Ref), Partner: c.Partner, Client: c.Ref}
	from, last := c.Changed, k.touched
	if !c.Closed.IsZero() {
		r.Class, from, last = store.ClosedClient, c.Closed, k.moved
	}
	if ok, err := k.late(&r, from); err != nil || !ok { // what costs more is asked of few
		return r, false, err
	}
	at, err := last(c.Ref, "")
	if err != nil {
		return r, false, err
	}
	if at.After(from) {
		from = at
	}
	ok, err := k.late(&r, from)
	if err != nil || !ok {
		return r, false, err
	}
	kept, err := store.Keepings.Get(k.tx, string(c.Ref))
	if errors.Is(err, store.ErrNotFound) || err == nil && kept.From != r.From {
		return r, true, nil
	}
	if err != nil || kept.Until <= r.Due {
		return r, true, err
	}
	r.Due, r.Kept = kept.Until, kept.Until
	ok, err = k.soon(&r)
	return r, ok, err
}

// reading are the verbs of events that leave a record as it was: who only looks at a
// record does not need it for longer.
var reading = []string{"opened", "listed", "looked at", "exported", "said", "kept"}

// touched is when a member last worked on a client's record, or on the referral of
// that field, if one is named: did more than to read it.
func (k *clerk) touched(ref store.ClientRef, field string) (time.Time, error) {
	var at time.Time
	for e, err := range store.Events.By(k.tx, "subject", subject(ref)) {
		if err != nil {
			return at, err
		}
		if e.Member != "" && e.At.After(at) && !slices.Contains(reading, e.Verb) && (field == "" || slices.Contains(e.Fields, field)) {
			at = e.At
		}
	}
	return at, nil
}

// moved is when a referral of the client was last moved.
func (k *clerk) moved(ref store.ClientRef, _ string) (time.Time, error) {
	var at time.Time
	for r, err := range store.Referrals.By(k.tx, "client", string(ref)) {
		if err != nil {
			return at, err
		}
		if n := len(r.Steps); n > 0 && r.Steps[n-1].At.After(at) {
			at = r.Steps[n-1].At
		}
	}
	return at, nil
}

func (k *clerk) drafts(give func(store.Removal)) error {
	for p, err := range store.Partners.All(k.tx) {
		if err != nil {
			return err
		}
		for s, err := range store.Slips.By(k.tx, "live", string(p.ID)) {
			if err := given(give, err, k.draft, &s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *clerk) draft(s *store.Slip) (store.Removal, bool, error) {
	r := store.Removal{Class: store.OldDraft, Record: string(s.Referral), Partner: s.Partner, Client: s.Client}
	if s.State != store.Draft {
		return r, false, nil
	}
	if ok, err := k.late(&r, s.Made); err != nil || !ok {
		return r, false, err
	}
	at, err := k.touched(s.Client, "referral "+string(s.Referral))
	if err != nil {
		return r, false, err
	}
	if at.Before(s.Made) {
		at = s.Made
	}
	ok, err := k.late(&r, at)
	return r, ok, err
}

func (k *clerk) assessments(give func(store.Removal)) error {
	for a, err := range store.Assessments.All(k.tx) {
		if err := given(give, err, k.assessment, &a); err != nil {
			return err
		}
	}
	return nil
}

func (k *clerk) assessment(a *store.Assessment) (store.Removal, bool, error) {
	r := store.Removal{Class: store.OldAssessment, Record: string(a.ID), Partner: a.Partner, Client: a.Client}
	if ok, err := k.late(&r, a.At); err != nil || !ok {
		return r, false, err
	}
	latest, err := store.Triages.Get(k.tx, string(a.Client))
	if err != nil && !errors.Is(err, store.ErrNotFound) || latest.Assessment == a.ID {
		return r, false, err
	}
	for ref, err := range store.Referrals.By(k.tx, "client", string(a.Client)) {
		if err != nil || ref.Assessment == a.ID {
			return r, false, err
		}
	}
	return r, true, nil
}

func (k *clerk) households(give func(store.Removal)) error {
	for h, err := range store.Households.All(k.tx) {
		if err := given(give, err, k.household, &h); err != nil {
			return err
		}
	}
	return nil
}

func (k *clerk) household(h *store.Household) (store.Removal, bool, error) {
	r := store.Removal{Class: store.EmptyHouse, Record: string(h.ID), Partner: h.Partner}
	if h.Closed.IsZero() && len(h.Now()) > 0 {
		return r, false, nil
	}
	ok, err := k.late(&r, h.Changed)
	return r, ok, err
}

func (k *clerk) invitations(give func(store.Removal)) error {
	for v, err := range store.Invitations.All(k.tx) {
		if err := given(give, err, k.invitation, &v); err != nil {
			return err
		}
	}
	return nil
}

func (k *clerk) invitation(v *keys.Invitation) (store.Removal, bool, error) {
	r := store.Removal{Class: store.OldInvitation, Record: string(v.ID), Partner: v.Partner}
	over := v.Ends
	for _, at := range []time.Time{v.Used, v.Revoked} {
		if !at.IsZero() && at.Before(over) {
			over = at
		}
	}
	ok, err := k.late(&r, over)
	return r, ok, err
}
