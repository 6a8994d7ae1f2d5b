package desk

import (
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// Trail reads the audit log, the newest first. Reading it is itself an event.
func (d *Desk) Trail(ctx context.Context, q store.TrailQuery) ([]store.Event, error) {
	return read(ctx, d, keys.ActTrailRead, func(tx store.Tx) ([]store.Event, store.Event, error) {
		q := q
		if q.Client != "" {
			tidy, ok := store.TidyRef(string(q.Client))
			if !ok {
				return nil, store.Event{}, wrong("client", "Enter a client reference such as K7M-2QX.")
			}
			q.Client = store.ClientRef(tidy)
		}
		events, err := store.ReadTrail(tx, q)
		slices.Reverse(events)
		return events, store.Event{Verb: "read", Subject: "trail"}, err
	})
}
