package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"signpost/keys"
	"signpost/store"
)

// Reply makes one of the receiving side's moves on a referral that was sent to
// the caller's partner, at revision rev.
func (d *Desk) Reply(ctx context.Context, id store.ReferralID, rev uint64, turn store.Turn) (store.Received, error) {
	var days int
	r, err := d.advance(ctx, keys.ActReferralAnswer, rev, turn, func(tx store.Tx) (r store.Referral, err error) {
		r, days, err = d.repliable(tx, id, turn.Move)
		return r, err
	}, receiverSide)
	if err != nil {
		return store.Received{}, err
	}
	return d.shown(&r, days), nil
}

// Replies lists what the receiving side may do by Reply with a referral as it is.
func (d *Desk) Replies(r store.Received) []store.MoveRow {
	return slices.DeleteFunc(store.MovesFrom(store.ReceiverSide, r.State), func(row store.MoveRow) bool {
		return !repliable(r.Hidden.Why, row.Move)
	})
}

// repliable says whether the receiver may make a move on a referral that is
// hidden for a reason: whoever is not shown a client may still say what came of a
// referral that has ended by itself, and nothing else.
func repliable(hidden store.HiddenWhy, move store.ReferralMove) bool {
	return hidden == "" || hidden == store.HiddenOver && move == store.MoveOutcome
}

// repliable is the referral, and for how many days after its end it is shown.
func (d *Desk) repliable(tx store.Tx, id store.ReferralID, move store.ReferralMove) (store.Referral, int, error) {
	r, err := d.received(tx, id)
	if err != nil {
		return r, 0, err
	}
	days, err := d.office.clerk(tx).packetDays(&r)
	if err != nil {
		return r, 0, err
	}
	if why := r.HiddenFrom(d.Today(), days); !repliable(why.Why, move) {
		return r, 0, said(store.ErrConflict, "Nothing of yours was kept. %s", why.Words())
	}
	return r, days, nil
}

func receiverSide(*store.Referral) []store.Side { return []store.Side{store.ReceiverSide} }

// received reads a referral that was sent to the caller's partner. Any other is
// not found: a draft, one that was withdrawn before it was sent, and one that
// went to somebody else.
func (d *Desk) received(tx store.Tx, id store.ReferralID) (store.Referral, error) {
	none := said(store.ErrNotFound, "No referral %q was sent to your partner. Check it: R, then two threes, such as R-K7M-2QX.", id)
	key, ok := tidyReferral(id)
	if !ok {
		return store.Referral{}, none
	}
	r, err := store.Referrals.Get(tx, key)
	if errors.Is(err, store.ErrNotFound) || err == nil && (r.To == "" || r.To != d.caller.Partner.ID || r.Sent.IsZero()) {
		return store.Referral{}, none
	}
	return r, err
}

// redirect makes the draft that a redirection leaves in the referrer's hands:
// the client was told of the first receiver alone, so the coach checks anew and
// sends it. Where there is such a draft already, it is that one; of a client that
// is closed there is none.
func (d *Desk) redirect(tx store.Tx, r *store.Referral, instead store.ProgrammeID) (store.ReferralID, error) {
	c, err := store.Clients.Get(tx, string(r.Client))
	if err != nil || !c.Closed.IsZero() {
		return "", err
	}
	p, err := d.programme(instead)
	if err != nil {
		return "", err
	}
	for other, err := range store.Referrals.By(tx, "client", string(c.Ref)) {
		if err != nil || other.State == store.Draft && other.Packet.Programme == p.ID {
			return other.ID, err
		}
	}
	coach, err := store.Members.Get(tx, string(r.By))
	if err != nil {
		return "", err
	}
	partner, err := store.Partners.Get(tx, string(r.Partner))
	if err != nil {
		return "", err
	}
	id, err := store.Referrals.NewID(tx, "R-")
	if err != nil {
		return "", err
	}
	form := store.ReferralForm{Reason: r.Packet.Reason, Contact: r.Packet.Contact}
	packet, _, err := d.packet(tx, &c, p, form, coach.Name+", "+partner.Name)
	if err != nil {
		return "", err
	}
	draft := store.Referral{
		ID: store.ReferralID(id), Client: c.Ref, Partner: r.Partner, By: r.By, State: store.Draft, Packet: packet, Basis: r.Basis,
		Assessment: r.Assessment, After: r.ID, Household: r.Household, Made: d.office.now(),
	}
	_, err = d.office.putReferral(tx, draft)
	return draft.ID, err
}

// shown is what the receiver sees of a referral, for so many days after its end. What the referrer wrote of its
// own decisions stays with the referrer: why it was sent against a check, and
// why it was withdrawn; so do the ids of members and of other referrals. Once the
// client was erased or has withdrawn consent, or the time for it is over, what is
// shown tells of nobody.
func (d *Desk) shown(r *store.Referral, days int) store.Received {
	out := store.Received{
		ID: r.ID, Rev: r.Rev, From: r.Partner, State: r.State, Packet: r.Packet, Basis: r.Basis, Agreement: r.Agreement, Told: r.Told,
		Sent: r.Sent, ReplyBy: r.ReplyBy, ExpiresOn: r.ExpiresOn, Until: r.Until,
		Steps: slices.Clone(r.Steps), Outcomes: slices.Clone(r.Outcomes),
	}
	for i := range out.Steps {
		s := &out.Steps[i]
		s.By, s.Linked, s.Override = "", "", nil
		if s.Side == store.ReferrerSide {
			if s.Reason != nil && s.Reason.Code != store.ReasonConsent {
				s.Reason = nil
			}
			if s.Move != store.MoveNote {
				s.Note = ""
			}
		}
	}
	for i := range out.Outcomes {
		out.Outcomes[i].By = ""
	}
	withdrawn := out.Agreement.At
	out.Agreement.By, out.Agreement.At = "", time.Time{}
	if why := r.HiddenFrom(d.Today(), days); why.Why != "" {
		out.Hide(why, withdrawn)
	}
	return out
}
