package desk

import (
	"context"
	"errors"

	"signpost/keys"
	"signpost/store"
)

// maxGround is the longest name of a law or a policy document, in characters.
const maxGround = 200

// Grounds is why a partner may do what it does with data about clients; the
// caller's own partner where none is named. Whoever sets them reads those of every
// partner, anybody else no more than their own.
func (d *Desk) Grounds(ctx context.Context, partner keys.PartnerID) (store.Grounds, error) {
	var g store.Grounds
	err := d.look(ctx, keys.ActPurposeRead, func(tx store.Tx) error {
		id, err := d.groundsOf(tx, partner)
		if err == nil {
			g, err = grounds(tx, id)
		}
		return err
	})
	return g, err
}

// SetGround sets on what ground a partner does something, with its grounds at
// revision rev: 0 where it never set any. The caller's own partner where none is
// named. Consent is refused for what the client has no choice about.
func (d *Desk) SetGround(ctx context.Context, partner keys.PartnerID, purpose store.Purpose, rev uint64, ground store.Ground) (store.Grounds, error) {
	var g store.Grounds
	err := d.change(ctx, keys.ActPurposeWrite, func(tx store.Tx) (store.Event, error) {
		id, err := d.groundsOf(tx, partner)
		if err != nil {
			return store.Event{}, err
		}
		if ground.Note, err = entered("note", ground.Note, maxGround, false, false); err != nil {
			return store.Event{}, err
		}
		if err := ground.Check(purpose); err != nil {
			return store.Event{}, err
		}
		if g, err = grounds(tx, id); err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != g.Rev {
			cause := &store.Conflict{Table: store.AllGrounds.Name, ID: string(id), Had: rev, Now: g.Rev}
			return store.Event{}, said(cause, "The purposes of this partner were changed since you opened them. Nothing of yours was kept yet: look at them again first.")
		}
		g, err = store.AllGrounds.Put(tx, g.With(purpose, ground))
		fields := []string{"purpose " + string(purpose), "basis " + string(ground.Basis)}
		if ground.Condition != "" {
			fields = append(fields, "condition "+string(ground.Condition))
		}
		return store.Event{Verb: "changed", Subject: "partner " + string(id), Fields: fields}, err
	})
	return g, err
}

// groundsOf is the partner whose grounds are meant. Another's is not found by
// somebody who may not set them.
func (d *Desk) groundsOf(tx store.Tx, partner keys.PartnerID) (keys.PartnerID, error) {
	switch own := d.caller.Partner.ID; {
	case partner == "" && d.installer:
		return "", wrong("partner", "Enter the partner whose purposes are meant.")
	case partner == "" || partner == own:
		return own, nil
	}
	none := said(store.ErrNotFound, "There is no partner %q. To see them: partner list.", partner)
	if d.may(tx, keys.ActPurposeWrite) != nil {
		return "", none
	}
	p, err := store.Partners.Get(tx, string(partner))
	if errors.Is(err, store.ErrNotFound) {
		return "", none
	}
	return p.ID, err
}

// grounds reads the grounds of a partner, the defaults where it set none.
func grounds(tx store.Tx, id keys.PartnerID) (store.Grounds, error) {
	g, err := store.AllGrounds.Get(tx, string(id))
	if errors.Is(err, store.ErrNotFound) {
		return store.Grounds{Partner: id}, nil
	}
	return g, err
}
