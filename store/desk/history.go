package desk

import (
	"encoding/json"
	"fmt"

	"signpost/store"
)

// maxHistory is how large a referral may have become, in bytes as it is kept,
// after a move that does not end it: what is left of store.MaxValue is for the
// move that does, which is never refused for want of room.
const maxHistory = 48 << 10

// maxEnded is the same for what only comes later than an end: an outcome, and
// opening it again. No number of notes is in the way of these.
const maxEnded = 56 << 10

// roomLeft refuses to make the history of a referral so long that it could not
// be ended, or opened again, by whoever would fill it.
func roomLeft(r *store.Referral, step *store.Step) error {
	most := maxHistory
	switch {
	case step.To != step.From && step.To.Closed():
		return nil
	case step.Move == store.MoveReopen, step.Move == store.MoveOutcome && r.State.Closed():
		most = maxEnded
	}
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("measure referral %q: %w", r.ID, err)
	}
	switch {
	case len(data) <= most:
		return nil
	case r.State.Closed():
		return said(store.ErrTooLarge, "The history of referral %s is as long as it can be: refer again.", r.ID)
	}
	return said(store.ErrTooLarge, "The history of referral %s is as long as it can be: end it, and refer again.", r.ID)
}
