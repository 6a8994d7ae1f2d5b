package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// NewMember is what it takes to enrol a member without an invitation.
type NewMember struct {
	Name    string
	Partner string // name or id; made when it is new
	Roles   []keys.Role
	Key     keys.Key
}

// Partners lists the partners by name.
func (d *Desk) Partners(ctx context.Context) ([]keys.Partner, error) {
	return list(ctx, d, keys.ActAccessRead, store.Partners, func(a, b keys.Partner) int { return byName(a.Name, b.Name) })
}

// Members lists the members of all partners by name.
func (d *Desk) Members(ctx context.Context) ([]keys.Member, error) {
	return list(ctx, d, keys.ActAccessRead, store.Members, func(a, b keys.Member) int { return byName(a.Name, b.Name) })
}

// Keys lists the keys of all members, the newest first.
func (d *Desk) Keys(ctx context.Context) ([]keys.Key, error) {
	return list(ctx, d, keys.ActAccessRead, store.Keys, func(a, b keys.Key) int { return b.Added.Compare(a.Added) })
}

// Invitations lists the invitations, the newest first. Their hashes are left out.
func (d *Desk) Invitations(ctx context.Context) ([]keys.Invitation, error) {
	all, err := list(ctx, d, keys.ActAccessRead, store.Invitations, func(a, b keys.Invitation) int { return b.Made.Compare(a.Made) })
	for i := range all {
		all[i].Hash = ""
	}
	return all, err
}

func list[R any](ctx context.Context, d *Desk, act keys.Act, t store.Table[R], order func(a, b R) int) ([]R, error) {
	var all []R
	err := d.look(ctx, act, func(tx store.Tx) error {
		all = nil
		return collect(t.All(tx), &all)
	})
	slices.SortStableFunc(all, order)
	return all, err
}

func byName(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// AddMember enrols a member with a key directly: for the installer.
func (d *Desk) AddMember(ctx context.Context, n NewMember) (keys.Member, error) {
	var m keys.Member
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		name, err := entered("name", n.Name, maxName, false, true)
		if err != nil {
			return store.Event{}, err
		}
		roles, err := checkRoles(n.Roles)
		if err != nil {
			return store.Event{}, err
		}
		p, made, err := d.office.partner(tx, n.Partner)
		if err != nil {
			return store.Event{}, err
		}
		m, err = d.office.enrol(tx, name, p.ID, roles, n.Key)
		return store.Event{
			Verb: "added", Subject: "member " + string(m.ID), Fields: append(roleFields(roles), made, "key "+string(n.Key.Fingerprint)),
		}, err
	})
	return m, err
}

// enrol keeps a new member and their first key.
func (o *Office) enrol(tx store.Tx, name string, partner keys.PartnerID, roles []keys.Role, key keys.Key) (keys.Member, error) {
	m := keys.Member{Partner: partner, Name: name, Roles: roles, Added: o.now()}
	id, err := store.Members.NewID(tx, "M-")
	if err != nil {
		return m, err
	}
	m.ID = keys.MemberID(id)
	if m, err = store.Members.Put(tx, m); err != nil {
		return m, err
	}
	return m, o.addKey(tx, m.ID, key)
}

// addKey keeps a key that nobody has or had as a member's.
func (o *Office) addKey(tx store.Tx, of keys.MemberID, key keys.Key) error {
	if _, err := store.Keys.Get(tx, string(key.Fingerprint)); err == nil {
		return said(store.ErrConflict, "This key is enrolled already, or was: use another key.")
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	key.Rev, key.Member, key.Added = 0, of, o.now()
	_, err := store.Keys.Put(tx, key)
	return err
}

// RevokeKey ends what one key may do, at once; its live sessions are ended. The
// last key of the last steward stays, except for the installer.
func (d *Desk) RevokeKey(ctx context.Context, fp keys.Fingerprint) (keys.Key, error) {
	var key keys.Key
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		key, err = store.Keys.Get(tx, string(fp))
		switch {
		case errors.Is(err, store.ErrNotFound):
			return store.Event{}, said(err, "There is no key %q. To see them: key list.", fp)
		case err != nil:
			return store.Event{}, err
		case !key.Revoked.IsZero():
			return store.Event{}, said(store.ErrConflict, "This key was revoked on %s already.", store.DayOf(key.Revoked).Words())
		}
		key.Revoked = d.office.now()
		if key, err = store.Keys.Put(tx, key); err != nil {
			return store.Event{}, err
		}
		return store.Event{Verb: "revoked", Subject: "member " + string(key.Member), Fields: []string{"key " + string(fp)}}, d.stewardLeft(tx)
	})
	if err == nil {
		d.office.tellRevoked(fp)
	}
	return key, err
}

// stewardLeft refuses a change after which nobody could manage access.
func (d *Desk) stewardLeft(tx store.Tx) error {
	if d.installer {
		return nil
	}
	if left, err := anySteward(tx); left || err != nil {
		return err
	}
	return said(store.ErrConflict, "Nobody could manage access after this. Invite another steward first.")
}

// anySteward says whether anybody can manage access: with a key that is good, and
// not locked.
func anySteward(tx store.Tx) (bool, error) {
	for k, err := range store.Keys.All(tx) {
		if err != nil {
			return false, err
		}
		c, err := callerOf(tx, k.Fingerprint)
		if err == nil && c.May(keys.ActAccessWrite) {
			return true, nil
		}
	}
	return false, nil
}

// Steward says whether anybody can manage access.
func (o *Office) Steward(ctx context.Context) (bool, error) {
	var is bool
	err := o.engine.View(ctx, func(tx store.Tx) (err error) {
		is, err = anySteward(tx)
		return err
	})
	return is, err
}
