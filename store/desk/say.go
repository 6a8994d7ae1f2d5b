package desk

import (
	"context"
	"errors"
	"time"

	"signpost/keys"
	"signpost/store"
)

// Sentence is what the desk itself says to a person of an error, and whether it
// says anything: an error without a sentence is a fault for the log. A
// *store.FieldError or *store.FactError speaks for itself and has none here.
func Sentence(err error) (string, bool) {
	var s *sentence
	if !errors.As(err, &s) {
		return "", false
	}
	return s.says, true
}

// Whoami is the caller as the store has them now.
func (d *Desk) Whoami(ctx context.Context) (keys.Caller, error) {
	var c keys.Caller
	err := d.look(ctx, keys.ActWhoami, func(tx store.Tx) error {
		var err error
		c, err = callerOf(tx, d.caller.Fingerprint)
		return err
	})
	return c, err
}

// Now is the time on the server's clock.
func (d *Desk) Now() time.Time { return d.office.now() }
