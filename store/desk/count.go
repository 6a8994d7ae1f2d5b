package desk

import (
	"errors"

	"signpost/keys"
	"signpost/store"
)

// putReferral keeps a referral, and what the month's tallies count of it true. It
// is the only way by which the desk keeps one, so that no move goes uncounted.
// District and barriers are the client's at sending. What is counted is coded and
// stands apart from the referral (store.ReferralCount).
func (o *Office) putReferral(tx store.Tx, r store.Referral) (store.Referral, error) {
	if err := o.count(tx, &r); err != nil {
		return r, err
	}
	return store.Referrals.Put(tx, r)
}

func (o *Office) count(tx store.Tx, r *store.Referral) error {
	if r.Sent.IsZero() {
		return nil
	}
	c, err := store.ReferralCounts.Get(tx, string(r.ID))
	if errors.Is(err, store.ErrNotFound) {
		c, err = o.countOf(tx, r)
	}
	if err != nil {
		return err
	}
	whats := []string{store.TallyTotal}
	if hasStarted(r) {
		whats = append(whats, store.TallyStarted)
	}
	for _, out := range r.Outcomes {
		whats = append(whats, store.TallyOutcome+string(out.Code))
	}
	return store.CountReferral(tx, c, whats)
}

func (o *Office) countOf(tx store.Tx, r *store.Referral) (store.ReferralCount, error) {
	c := store.ReferralCount{ID: r.ID, Month: store.MonthOf(store.DayOf(r.Sent)), Programme: r.Packet.Programme, Barriers: []string{store.NoBarrier}}
	client, err := store.Clients.Get(tx, string(r.Client))
	if err != nil {
		return c, err
	}
	facts := o.For(keys.Caller{}).settled(client.Facts) // which asks nothing of who asks
	c.Place = store.CountedPlace(facts[store.District].Word)
	if barriers := store.BarriersOf(facts); len(barriers) > 0 {
		c.Barriers = nil
		for _, b := range barriers {
			c.Barriers = append(c.Barriers, string(b))
		}
	}
	return c, nil
}

// hasStarted says whether the client ever started: a start that is taken back by
// reopening was one.
func hasStarted(r *store.Referral) bool {
	for i := range r.Steps {
		if r.Steps[i].To == store.Started {
			return true
		}
	}
	return r.State == store.Started
}
