package desk

import (
	"context"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// Erase removes what is held of a client of the partner, for good, and keeps in
// the ledger of erasures that it was: by reference, with why as one of
// store.EraseWhys. A backup from before is restored without them.
func (d *Desk) Erase(ctx context.Context, ref store.ClientRef, why string) (store.Erasure, error) {
	var e store.Erasure
	for more, begun := true, false; more; begun = true {
		err := d.change(ctx, keys.ActClientErase, func(tx store.Tx) (store.Event, error) {
			open := d.opened
			if begun { // why it was opened goes with the rest
				open = d.client
			}
			c, err := open(tx, ref)
			if err != nil {
				return store.Event{}, err
			}
			if codes := store.WhyCodes(store.EraseWhys()); !slices.Contains(codes, why) {
				return store.Event{}, wrong("why", "Enter why the client is erased, one of: %s.", strings.Join(codes, ", "))
			}
			now := d.office.now()
			event := store.Event{Verb: "began to erase", Subject: subject(c.Ref), Fields: []string{"why " + why}}
			if more, err = store.EraseClient(tx, c.Ref, now); err != nil || more {
				return event, err
			}
			event.Verb = "erased"
			e, err = store.Erasure{Client: c.Ref, At: now, By: d.caller.Member.ID, Why: why}.Enter(tx)
			return event, err
		})
		if err != nil {
			return store.Erasure{}, err
		}
	}
	return e, nil
}
