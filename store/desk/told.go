package desk

import (
	"context"
	"slices"

	"signpost/store"
)

// TellClient records when and how the client, at revision rev, was told what is
// kept about them and why. No day is today; somebody who was not told yet has
// none.
func (d *Desk) TellClient(ctx context.Context, ref store.ClientRef, rev uint64, told store.Told) (store.Client, error) {
	return d.amend(ctx, ref, rev, "changed", []string{"told"}, func(_ store.Tx, c *store.Client) (err error) {
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
