package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// Empty says whether nobody is enrolled yet.
func (o *Office) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := o.engine.View(ctx, func(tx store.Tx) error {
		empty = true
		for _, err := range store.Members.All(tx) {
			empty = false
			return err
		}
		return nil
	})
	return empty, err
}

// FirstInvitation makes the invitation of the first steward and returns its
// code. One made before and not used is revoked, so that only the code printed
// last is good. It is refused once anybody is enrolled.
func (o *Office) FirstInvitation(ctx context.Context, name, partner string) (string, error) {
	return o.coded(func(code, hash string) error {
		return o.engine.Update(ctx, func(tx store.Tx) error {
			for _, err := range store.Members.All(tx) {
				return errors.Join(err, said(store.ErrConflict, "Somebody is enrolled already: a steward makes the invitations."))
			}
			if err := o.revokeFirst(tx); err != nil {
				return err
			}
			_, e, err := o.invite(tx, "", name, partner, []keys.Role{keys.Steward}, code, hash)
			if err != nil {
				return err
			}
			return o.note(tx, e)
		})
	})
}

// revokeFirst revokes the first steward's invitations that are open.
func (o *Office) revokeFirst(tx store.Tx) error {
	var old []keys.Invitation
	if err := collect(store.Invitations.All(tx), &old); err != nil {
		return err
	}
	for _, inv := range old {
		if inv.By != "" || keys.Good(inv, o.now()) != nil {
			continue
		}
		inv.Revoked = o.now()
		if _, err := store.Invitations.Put(tx, inv); err != nil {
			return err
		}
		if err := o.note(tx, store.Event{Verb: "revoked", Subject: "invitation " + string(inv.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// note appends an event of access that is nobody's own: the program's at its
// start, or of who is at the door.
func (o *Office) note(tx store.Tx, e store.Event) error {
	e.At, e.Act = o.now(), keys.ActAccessWrite
	_, err := store.AppendEvent(tx, e)
	return err
}

// WhoIs is the member who holds the key. The error is store.ErrNotFound for a
// key nobody holds, and keys.ErrNotAllowed for one that has lost its access, by its
// records or by the audit log: who can write to the file and not to the log puts an
// older record back in vain.
func (o *Office) WhoIs(ctx context.Context, fp keys.Fingerprint) (keys.Caller, error) {
	var c keys.Caller
	err := o.engine.View(ctx, func(tx store.Tx) error {
		var err error
		if c, err = callerOf(tx, fp); err != nil {
			return err
		}
		says, err := store.Contradicted(tx, c)
		if err == nil && says != "" {
			err = said(fmt.Errorf("%w: %s", keys.ErrNotAllowed, strings.TrimSuffix(says, ".")), "Your access is closed: what is kept of it does not agree with the audit log. Ask your steward, who has the store verified.")
		}
		return err
	})
	return c, err
}

// Login writes down that the caller came in with their key.
func (o *Office) Login(ctx context.Context, c keys.Caller) error {
	return store.Insist(ctx, o.engine, func(tx store.Tx) error {
		if _, err := callerOf(tx, c.Fingerprint); err != nil {
			return err
		}
		key, err := store.Keys.Get(tx, string(c.Fingerprint))
		if err != nil {
			return err
		}
		key.LastUsed = o.now()
		if _, err := store.Keys.Put(tx, key); err != nil {
			return err
		}
		_, err = store.AppendEvent(tx, store.Event{
			At: o.now(), Member: c.Member.ID, Partner: c.Partner.ID, Key: c.Fingerprint, Act: keys.ActWhoami, Verb: "logged in",
		})
		return err
	})
}

var errCode = errors.New("the code does not open an invitation")

// Enrol redeems an invitation with a key that the client has proved. Each try is
// counted before the code is looked at, so that tries made at once are no way
// around the limit. Whatever is wrong with a code, the answer and the time it
// takes are the same, so that nothing is learnt by guessing.
func (o *Office) Enrol(ctx context.Context, typed string, key keys.Key) (keys.Caller, error) {
	no := said(errCode, "That code does not open an invitation: it may be mistyped, used, or more than 72 hours old. Check it, or ask your steward for a new one.")
	switch j, err := o.Doubted(ctx); {
	case err != nil:
		return keys.Caller{}, err
	case j.Behind(): // by it a code that has ended would open
		return keys.Caller{}, said(errCode, "No code opens now: the server's clock is wrong. Tell your steward, or who runs the server.")
	}
	code, ok := keys.TidyCode(typed)
	if !ok {
		keys.Matches(keys.NoHash(), typed)
		return keys.Caller{}, no
	}
	hash, err := o.countTry(ctx, keys.CodeID(code), key.Fingerprint)
	if err != nil {
		return keys.Caller{}, err
	}
	if !keys.Matches(hash, code) {
		return keys.Caller{}, no
	}
	var c keys.Caller
	err = o.engine.Update(ctx, func(tx store.Tx) error {
		inv, err := store.Invitations.Get(tx, string(keys.CodeID(code)))
		if err != nil || !inv.Used.IsZero() || !inv.Revoked.IsZero() || inv.Hash != hash {
			return no
		}
		m, fields, err := o.redeem(tx, inv, key)
		if err != nil {
			return err
		}
		inv.Used, inv.Wrong = o.now(), inv.Wrong-1
		if _, err := store.Invitations.Put(tx, inv); err != nil {
			return err
		}
		if c, err = callerOf(tx, key.Fingerprint); err != nil {
			return err
		}
		return o.note(tx, store.Event{
			Member: m.ID, Partner: m.Partner, Key: key.Fingerprint, Verb: "enrolled",
			Subject: "invitation " + string(inv.ID), Fields: fields,
		})
	})
	return c, err
}

// redeem makes the member of an invitation, or gives the one there is their
// further key, and says what the event tells of it.
func (o *Office) redeem(tx store.Tx, inv keys.Invitation, key keys.Key) (keys.Member, []string, error) {
	if inv.Member == "" {
		m, err := o.enrol(tx, inv.Name, inv.Partner, inv.Roles, key)
		return m, roleFields(m.Roles), err
	}
	m, err := store.Members.Get(tx, string(inv.Member))
	if err != nil {
		return m, nil, err
	}
	key.By, key.News = inv.By, true
	return m, []string{"further key"}, o.addKey(tx, m.ID, key)
}

// countTry counts a try with that key at an invitation and returns its hash to
// compare with; a hash that nothing matches where there is no invitation, or it
// is not good. Either way something is written, since a commit takes long enough
// to be told from none.
func (o *Office) countTry(ctx context.Context, id keys.InvitationID, fp keys.Fingerprint) (string, error) {
	var hash string
	err := o.engine.Update(ctx, func(tx store.Tx) error {
		hash = keys.NoHash()
		inv, err := store.Invitations.Get(tx, string(id))
		if errors.Is(err, store.ErrNotFound) {
			return store.CountMiss(tx)
		}
		if err != nil {
			return err
		}
		good, err := o.good(tx, inv)
		if err != nil {
			return err
		}
		if !good {
			return store.CountMiss(tx)
		}
		hash = inv.Hash
		inv.Wrong++
		if inv, err = store.Invitations.Put(tx, inv); err != nil {
			return err
		}
		return o.note(tx, store.Event{Verb: "tried", Subject: "invitation " + string(inv.ID), Key: fp})
	})
	return hash, err
}

// good says whether an invitation can be used: it is open, and whoever made it
// may still make one. The first steward's was made by nobody.
func (o *Office) good(tx store.Tx, inv keys.Invitation) (bool, error) {
	if keys.Good(inv, o.now()) != nil {
		return false, nil
	}
	if inv.By == "" {
		return true, nil
	}
	var by keys.Caller
	var err error
	if by.Member, err = store.Members.Get(tx, string(inv.By)); err != nil {
		return false, err
	}
	by.Partner, err = store.Partners.Get(tx, string(by.Member.Partner))
	return by.May(keys.ActAccessWrite), err
}
