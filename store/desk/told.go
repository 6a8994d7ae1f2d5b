package desk

import (
	"context"
	"slices"

	"signpost/store"
)

// TellClient records when and how the client, at revision rev, was told what is
// kept about them and why. No day is today; somebody who was not told yet has
// none. How and when they were told may be corrected, and what was said before is
// kept for History; that they were told is not taken back.
func (d *Desk) TellClient(ctx context.Context, ref store.ClientRef, rev uint64, told store.Told) (store.Client, error) {
	return d.amend(ctx, ref, rev, "changed", []string{"told"}, func(_ store.Tx, c *store.Client) (err error) {
		if told.How == store.ToldNotYet && c.Told.Yet() {
			return wrong("told", "Enter how they were told, or another day: that they were told, %s, is not taken back.", c.Told.Words())
		}
		c.Told, err = d.told(told)
		return err
	})
}

// told is how a client was told, checked, with its day. It has to be said: there
// is no silent answer.
func (d *Desk) told(t store.Told) (store.Told, error) {
	switch {
	case !slices.Contains(store.ToldHows(), t.How):
		return t, wrong("told", "Enter how the client was told what is kept and why: in-person, phone, letter, online, or not-yet.")
	case t.How == store.ToldNotYet && t.Day != 0:
		return t, wrong("told on", "Leave the day out: a client who was not told yet has none.")
	case t.Day > d.Today():
		return t, wrong("told on", "Enter today or a day before it, such as %s.", d.Today())
	case t.How != store.ToldNotYet && t.Day == 0:
		t.Day = d.Today()
	}
	return t, nil
}
