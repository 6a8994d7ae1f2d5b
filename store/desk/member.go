package desk

import (
	"context"
	"errors"

	"signpost/keys"
	"signpost/store"
)

// SetRoles changes what a member at revision rev may do.
func (d *Desk) SetRoles(ctx context.Context, id keys.MemberID, rev uint64, roles []keys.Role) (keys.Member, error) {
	return d.amendMember(ctx, id, rev, func(_ store.Tx, m *keys.Member) (e store.Event, err error) {
		m.Roles, err = checkRoles(roles)
		return store.Event{Verb: "changed", Fields: roleFields(m.Roles)}, err
	})
}

// RenameMember changes the name of a member at revision rev.
func (d *Desk) RenameMember(ctx context.Context, id keys.MemberID, rev uint64, name string) (keys.Member, error) {
	return d.amendMember(ctx, id, rev, func(_ store.Tx, m *keys.Member) (e store.Event, err error) {
		m.Name, err = entered("name", name, maxName, false, true)
		return store.Event{Verb: "changed", Fields: []string{"name"}}, err
	})
}

// LockMember ends, or gives back, all that a member at revision rev may do.
// Locking ends their live sessions. The invitations they made let nobody in while
// they are locked.
func (d *Desk) LockMember(ctx context.Context, id keys.MemberID, rev uint64, locked bool) (keys.Member, error) {
	var lost []keys.Fingerprint
	m, err := d.amendMember(ctx, id, rev, func(tx store.Tx, m *keys.Member) (e store.Event, err error) {
		lost = nil
		m.Locked = locked
		if e.Verb = "unlocked"; locked {
			e.Verb = "locked"
			lost, err = keysOf(tx, *m)
		}
		return e, err
	})
	if err == nil {
		d.office.tellRevoked(lost...)
	}
	return m, err
}

// amendMember changes one member at a revision.
func (d *Desk) amendMember(ctx context.Context, id keys.MemberID, rev uint64, fn func(store.Tx, *keys.Member) (store.Event, error)) (keys.Member, error) {
	var m keys.Member
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		m, err = store.Members.Get(tx, string(id))
		switch {
		case errors.Is(err, store.ErrNotFound):
			return store.Event{}, said(err, "There is no member %q. To see them: member list.", id)
		case err != nil:
			return store.Event{}, err
		case rev != Latest && rev != m.Rev:
			return store.Event{}, said(&store.Conflict{Table: "member", ID: string(id), Had: rev, Now: m.Rev},
				"This member was changed since you opened them. Nothing of yours was saved yet: look at them again first.")
		}
		e, err := fn(tx, &m)
		if err != nil {
			return store.Event{}, err
		}
		if m, err = store.Members.Put(tx, m); err != nil {
			return store.Event{}, err
		}
		e.Subject = "member " + string(id)
		return e, d.stewardLeft(tx)
	})
	return m, err
}

// RenamePartner changes the name of a partner at revision rev; its id stays. No
// two partners are called alike: whoever is invited by the name must not come to
// the other.
func (d *Desk) RenamePartner(ctx context.Context, id keys.PartnerID, rev uint64, name string) (keys.Partner, error) {
	var p keys.Partner
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if p, err = partnerAt(tx, id, rev); err != nil {
			return store.Event{}, err
		}
		if p.Name, err = entered("name", name, maxName, false, true); err != nil {
			return store.Event{}, err
		}
		if slug(p.Name) == "" {
			return store.Event{}, wrong("name", "Enter a name with letters or numbers in it.")
		}
		for other, err := range store.Partners.All(tx) {
			switch {
			case err != nil:
				return store.Event{}, err
			case other.ID != id && (spelt(other.Name) == spelt(p.Name) || string(other.ID) == p.Name):
				return store.Event{}, wrong("name", "Another partner is called %s already: enter a name that tells them apart.", other.Name)
			}
		}
		p, err = store.Partners.Put(tx, p)
		return store.Event{Verb: "changed", Subject: "partner " + string(id), Fields: []string{"name"}}, err
	})
	return p, err
}

// partnerAt is a partner that is at a revision.
func partnerAt(tx store.Tx, id keys.PartnerID, rev uint64) (keys.Partner, error) {
	p, err := store.Partners.Get(tx, string(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return p, said(err, "There is no partner %q. To see them: partner list.", id)
	case err == nil && rev != Latest && rev != p.Rev:
		return p, said(&store.Conflict{Table: "partner", ID: string(id), Had: rev, Now: p.Rev},
			"This partner was changed since you opened it. Nothing of yours was saved yet: look at it again first.")
	}
	return p, err
}

// LockPartner ends, or gives back, all that the members of a partner at revision
// rev may do. Locking does to each of them what LockMember does.
func (d *Desk) LockPartner(ctx context.Context, id keys.PartnerID, rev uint64, locked bool) (keys.Partner, error) {
	var p keys.Partner
	var lost []keys.Fingerprint
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		lost = nil
		var err error
		if p, err = partnerAt(tx, id, rev); err != nil {
			return store.Event{}, err
		}
		p.Locked = locked
		e := store.Event{Verb: "unlocked", Subject: "partner " + string(id)}
		if locked {
			e.Verb = "locked"
			var members []keys.Member
			if err := collect(store.Members.By(tx, "partner", string(id)), &members); err != nil {
				return e, err
			}
			if lost, err = keysOf(tx, members...); err != nil {
				return e, err
			}
		}
		if p, err = store.Partners.Put(tx, p); err != nil {
			return e, err
		}
		return e, d.stewardLeft(tx)
	})
	if err == nil {
		d.office.tellRevoked(lost...)
	}
	return p, err
}

// keysOf are the keys of the members, for ending their live sessions.
func keysOf(tx store.Tx, members ...keys.Member) ([]keys.Fingerprint, error) {
	var fps []keys.Fingerprint
	for _, m := range members {
		for k, err := range store.Keys.By(tx, "member", string(m.ID)) {
			if err != nil {
				return nil, err
			}
			fps = append(fps, k.Fingerprint)
		}
	}
	return fps, nil
}
