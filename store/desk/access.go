package desk

import (
	"cmp"
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

// Invite makes an invitation for one person and returns its code, which is kept
// nowhere and cannot be shown again. A partner that is new is made with it.
func (d *Desk) Invite(ctx context.Context, name, partner string, roles []keys.Role) (string, keys.Invitation, error) {
	code := keys.NewCode()
	hash := keys.Hash(code)
	var inv keys.Invitation
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		inv, err = d.office.invite(tx, d.caller.Member.ID, name, partner, roles, code, hash)
		return store.Event{Verb: "invited", Subject: "invitation " + string(inv.ID), Fields: roleFields(roles)}, err
	})
	return code, inv, err
}

func roleFields(roles []keys.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = "role " + string(r)
	}
	return out
}

// invite keeps an invitation whose code and hash were made outside the
// transaction, since fn may run more than once and hashing is slow on purpose.
func (o *Office) invite(tx store.Tx, by keys.MemberID, name, partner string, roles []keys.Role, code, hash string) (keys.Invitation, error) {
	var inv keys.Invitation
	name, err := entered("name", name, maxName, false, true)
	if err != nil {
		return inv, err
	}
	if err := checkRoles(roles); err != nil {
		return inv, err
	}
	p, err := o.partner(tx, partner)
	if err != nil {
		return inv, err
	}
	inv = keys.Invitation{
		ID: keys.CodeID(code), Name: name, Partner: p.ID, Roles: roles, Hash: hash, By: by,
		Made: o.now(), Ends: o.now().Add(keys.InvitationLasts),
	}
	return store.Invitations.Put(tx, inv)
}

func checkRoles(roles []keys.Role) error {
	all := keys.Roles()
	for _, r := range roles {
		if !r.Known() {
			return wrong("roles", "%q is not a role: enter one or more of %s.", r, roleList(all))
		}
	}
	if len(roles) == 0 {
		return wrong("roles", "Enter one or more of %s, with commas between.", roleList(all))
	}
	return nil
}

// partner finds the partner by id or name, and makes it when there is none.
func (o *Office) partner(tx store.Tx, name string) (keys.Partner, error) {
	name, err := entered("partner", name, maxName, false, true)
	if err != nil {
		return keys.Partner{}, err
	}
	id := slug(name)
	if id == "" {
		return keys.Partner{}, wrong("partner", "Enter a name with letters or numbers in it.")
	}
	for p, err := range store.Partners.All(tx) {
		if err != nil || strings.EqualFold(p.Name, name) || string(p.ID) == id {
			return p, err
		}
	}
	return store.Partners.Put(tx, keys.Partner{ID: keys.PartnerID(id), Name: name, Added: o.now()})
}

func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// RevokeInvitation makes an unused invitation worth nothing.
func (d *Desk) RevokeInvitation(ctx context.Context, id keys.InvitationID) (keys.Invitation, error) {
	var inv keys.Invitation
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		inv, err = store.Invitations.Get(tx, strings.ToUpper(string(id)))
		switch {
		case errors.Is(err, store.ErrNotFound):
			return store.Event{}, said(err, "There is no invitation %q.", id)
		case err != nil:
			return store.Event{}, err
		case !inv.Used.IsZero():
			return store.Event{}, said(store.ErrConflict, "Invitation %s was used on %s. To end the access it gave, revoke the key.", inv.ID, store.DayOf(inv.Used).Words())
		case !inv.Revoked.IsZero():
			return store.Event{}, said(store.ErrConflict, "Invitation %s was revoked already.", inv.ID)
		}
		inv.Revoked = d.office.now()
		inv, err = store.Invitations.Put(tx, inv)
		return store.Event{Verb: "revoked", Subject: "invitation " + string(inv.ID)}, err
	})
	inv.Hash = ""
	return inv, err
}

// AddMember enrols a member with a key directly: for the installer.
func (d *Desk) AddMember(ctx context.Context, n NewMember) (keys.Member, error) {
	var m keys.Member
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		name, err := entered("name", n.Name, maxName, false, true)
		if err != nil {
			return store.Event{}, err
		}
		if err := checkRoles(n.Roles); err != nil {
			return store.Event{}, err
		}
		p, err := d.office.partner(tx, n.Partner)
		if err != nil {
			return store.Event{}, err
		}
		m, err = d.office.enrol(tx, name, p.ID, n.Roles, n.Key)
		return store.Event{Verb: "added", Subject: "member " + string(m.ID), Fields: roleFields(n.Roles)}, err
	})
	return m, err
}

// enrol keeps a new member and their first key.
func (o *Office) enrol(tx store.Tx, name string, partner keys.PartnerID, roles []keys.Role, key keys.Key) (keys.Member, error) {
	m := keys.Member{ID: keys.MemberID("M-" + store.NewRef()), Partner: partner, Name: name, Roles: roles, Added: o.now()}
	if _, err := store.Keys.Get(tx, string(key.Fingerprint)); err == nil {
		return m, said(store.ErrConflict, "This key is enrolled already, or was: use another key.")
	} else if !errors.Is(err, store.ErrNotFound) {
		return m, err
	}
	m, err := store.Members.Put(tx, m)
	if err != nil {
		return m, err
	}
	key.Rev, key.Member, key.Added = 0, m.ID, o.now()
	_, err = store.Keys.Put(tx, key)
	return m, err
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
	for k, err := range store.Keys.All(tx) {
		if err != nil {
			return err
		}
		c, err := callerOf(tx, k.Fingerprint)
		if err == nil && c.May(keys.ActAccessWrite) {
			return nil
		}
	}
	return said(store.ErrConflict, "Nobody could manage access after this. Invite another steward first.")
}

// SetRoles changes what a member at revision rev may do.
func (d *Desk) SetRoles(ctx context.Context, id keys.MemberID, rev uint64, roles []keys.Role) (keys.Member, error) {
	if err := checkRoles(roles); err != nil {
		return keys.Member{}, err
	}
	return d.amendMember(ctx, id, rev, "changed", roleFields(roles), func(m *keys.Member) error {
		m.Roles = roles
		return nil
	})
}

// RenameMember changes the name of a member at revision rev.
func (d *Desk) RenameMember(ctx context.Context, id keys.MemberID, rev uint64, name string) (keys.Member, error) {
	return d.amendMember(ctx, id, rev, "changed", []string{"name"}, func(m *keys.Member) error {
		name, err := entered("name", name, maxName, false, true)
		m.Name = name
		return err
	})
}

// LockMember ends, or gives back, all that a member at revision rev may do.
// Locking ends their live sessions.
func (d *Desk) LockMember(ctx context.Context, id keys.MemberID, rev uint64, locked bool) (keys.Member, error) {
	verb := "unlocked"
	if locked {
		verb = "locked"
	}
	m, err := d.amendMember(ctx, id, rev, verb, nil, func(m *keys.Member) error {
		m.Locked = locked
		return nil
	})
	if err == nil && locked {
		d.office.tellRevoked(d.keysOf(ctx, id)...)
	}
	return m, err
}

func (d *Desk) keysOf(ctx context.Context, id keys.MemberID) []keys.Fingerprint {
	var fps []keys.Fingerprint
	err := d.look(ctx, keys.ActAccessRead, func(tx store.Tx) error {
		fps = nil
		for k, err := range store.Keys.By(tx, "member", string(id)) {
			if err != nil {
				return err
			}
			fps = append(fps, k.Fingerprint)
		}
		return nil
	})
	if err != nil {
		d.office.log.Error("list the keys of a locked member", "member", id, "err", err)
	}
	return fps
}

func (d *Desk) amendMember(ctx context.Context, id keys.MemberID, rev uint64, verb string, fields []string, fn func(*keys.Member) error) (keys.Member, error) {
	var m keys.Member
	err := d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		m, err = store.Members.Get(tx, string(id))
		if errors.Is(err, store.ErrNotFound) {
			return store.Event{}, said(err, "There is no member %q. To see them: member list.", id)
		}
		if err != nil {
			return store.Event{}, err
		}
		m.Rev = cmp.Or(rev, m.Rev)
		if err := fn(&m); err != nil {
			return store.Event{}, err
		}
		m, err = store.Members.Put(tx, m)
		if errors.Is(err, store.ErrConflict) {
			err = said(err, "This member was changed since you opened them. Nothing of yours was saved yet: look at them again first.")
		}
		if err != nil {
			return store.Event{}, err
		}
		return store.Event{Verb: verb, Subject: "member " + string(id), Fields: fields}, d.stewardLeft(tx)
	})
	return m, err
}
