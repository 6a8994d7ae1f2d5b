package desk

import (
	"cmp"
	"context"
	"errors"

	"signpost/keys"
	"signpost/store"
)

// Settings is how the caller wants Signpost shown: the zero Settings, but for
// whose they are and the office's idle time, where they never set anything.
func (d *Desk) Settings(ctx context.Context) (store.Settings, error) {
	var s store.Settings
	err := d.look(ctx, keys.ActSettings, func(tx store.Tx) error {
		var err error
		s, err = d.settings(tx)
		return err
	})
	return s, err
}

func (d *Desk) settings(tx store.Tx) (store.Settings, error) {
	s, err := store.AllSettings.Get(tx, string(d.caller.Member.ID))
	if errors.Is(err, store.ErrNotFound) {
		s, err = store.Settings{Member: d.caller.Member.ID}, nil
	}
	s.Idle = cmp.Or(s.Idle, d.office.idle)
	return s, err
}

// errSame ends a change that would change nothing.
var errSame error = inner("nothing differs")

// SetSettings keeps the caller's own settings, which are at the revision that s
// has, and gives them as they are kept. Settings that are as they were are no
// change and leave no event. A word that is none of a setting's is a
// *store.FieldError.
func (d *Desk) SetSettings(ctx context.Context, s store.Settings) (store.Settings, error) {
	kept := s
	err := d.change(ctx, keys.ActSettings, func(tx store.Tx) (store.Event, error) {
		kept = s
		kept.Member = d.caller.Member.ID
		if err := kept.Check(); err != nil {
			return store.Event{}, err
		}
		old, err := d.settings(tx)
		if err != nil {
			return store.Event{}, err
		}
		fields := kept.Differs(&old)
		if len(fields) == 0 && old.Rev == kept.Rev {
			return store.Event{}, errSame
		}
		if kept.Idle == d.office.idle { // it goes on following the office's
			kept.Idle = 0
		}
		kept, err = store.AllSettings.Put(tx, kept)
		kept.Idle = cmp.Or(kept.Idle, d.office.idle)
		if errors.Is(err, store.ErrConflict) {
			err = said(err, "Your settings were changed in another window since they were read here. Nothing was changed by this: look at them again, then change them.")
		}
		return store.Event{Verb: "changed settings", Subject: "member " + string(d.caller.Member.ID), Fields: fields}, err
	})
	if errors.Is(err, errSame) {
		err = nil
	}
	return kept, err
}
