package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"signpost/keys"
	"signpost/store"
)

// Invite makes an invitation for one person and returns its code, which is kept
// nowhere and cannot be shown again. A partner that is new is made with it.
func (d *Desk) Invite(ctx context.Context, name, partner string, roles []keys.Role) (string, keys.Invitation, error) {
	var inv keys.Invitation
	if err := d.look(ctx, keys.ActAccessWrite, func(store.Tx) error { return nil }); err != nil {
		return "", inv, err // before the work of hashing a code
	}
	code, err := d.office.coded(func(code, hash string) error {
		return d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (e store.Event, err error) {
			inv, e, err = d.office.invite(tx, d.caller.Member.ID, name, partner, roles, code, hash)
			return e, err
		})
	})
	inv.Hash = ""
	return code, inv, err
}

// InviteKey makes an invitation by which a member adds another key of their own,
// where the one they had is lost or they work at two machines, and returns its
// code. They stay the member they are, with their clients and their past. A key
// that is lost stays good until it is revoked.
func (d *Desk) InviteKey(ctx context.Context, id keys.MemberID) (string, keys.Invitation, error) {
	var inv keys.Invitation
	if err := d.look(ctx, keys.ActAccessWrite, func(store.Tx) error { return nil }); err != nil {
		return "", inv, err // before the work of hashing a code
	}
	code, err := d.office.coded(func(code, hash string) error {
		return d.change(ctx, keys.ActAccessWrite, func(tx store.Tx) (store.Event, error) {
			m, err := store.Members.Get(tx, string(id))
			switch {
			case errors.Is(err, store.ErrNotFound):
				return store.Event{}, said(err, "There is no member %q. To see them: member list.", id)
			case err != nil:
				return store.Event{}, err
			case m.Locked:
				return store.Event{}, said(store.ErrConflict, "%s is locked: unlock them first.", m.Name)
			}
			inv, err = d.office.putInvitation(tx, keys.Invitation{
				ID: keys.CodeID(code), Member: m.ID, Name: m.Name, Partner: m.Partner, Roles: m.Roles, Hash: hash, By: d.caller.Member.ID,
			})
			return store.Event{Verb: "invited", Subject: "invitation " + string(inv.ID), Fields: []string{"key of member " + string(m.ID)}}, err
		})
	})
	inv.Hash = ""
	return code, inv, err
}

// errTaken says that another invitation is kept under the code's id.
var errTaken error = inner("another invitation has the id of this code")

// coded has keep keep an invitation under a new code, and under another one
// where its id is taken, and returns the code. Codes and hashes are made here,
// outside any transaction: a transaction may run more than once, and hashing is
// slow on purpose.
func (o *Office) coded(keep func(code, hash string) error) (string, error) {
	for range 20 {
		code := o.newCode()
		switch err := keep(code, keys.Hash(code)); {
		case err == nil:
			return code, nil
		case !errors.Is(err, errTaken):
			return "", err
		}
	}
	return "", said(errTaken, "No invitation could be made: the codes that were drawn are all in use. Try again.")
}

// invite keeps an invitation, and gives the event of it.
func (o *Office) invite(tx store.Tx, by keys.MemberID, name, partner string, roles []keys.Role, code, hash string) (keys.Invitation, store.Event, error) {
	var inv keys.Invitation
	var e store.Event
	name, err := entered("name", name, maxName, false, true)
	if err != nil {
		return inv, e, err
	}
	if roles, err = checkRoles(roles); err != nil {
		return inv, e, err
	}
	p, made, err := o.partner(tx, partner)
	if err != nil {
		return inv, e, err
	}
	inv, err = o.putInvitation(tx, keys.Invitation{ID: keys.CodeID(code), Name: name, Partner: p.ID, Roles: roles, Hash: hash, By: by})
	return inv, store.Event{Verb: "invited", Subject: "invitation " + string(inv.ID), Fields: append(roleFields(roles), made)}, err
}

// putInvitation keeps a new invitation from now on, unless its id is taken.
func (o *Office) putInvitation(tx store.Tx, inv keys.Invitation) (keys.Invitation, error) {
	switch _, err := store.Invitations.Get(tx, string(inv.ID)); {
	case err == nil:
		return inv, errTaken
	case !errors.Is(err, store.ErrNotFound):
		return inv, err
	}
	inv.Made, inv.Ends = o.now(), o.now().Add(keys.InvitationLasts)
	return store.Invitations.Put(tx, inv)
}

func roleFields(roles []keys.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = "role " + string(r)
	}
	return out
}

// checkRoles gives the roles, each once.
func checkRoles(roles []keys.Role) ([]keys.Role, error) {
	all := keys.Roles()
	var out []keys.Role
	for _, r := range roles {
		if !r.Known() {
			return nil, wrong("roles", "%q is not a role: enter one or more of %s.", r, roleList(all))
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, wrong("roles", "Enter one or more of %s, with commas between.", roleList(all))
	}
	return out, nil
}

// partner finds the partner by id or name, and makes it when there is none. It
// answers, too, what the event says of it.
func (o *Office) partner(tx store.Tx, name string) (keys.Partner, string, error) {
	name, err := entered("partner", name, maxName, false, true)
	if err != nil {
		return keys.Partner{}, "", err
	}
	id := slug(name)
	if id == "" {
		return keys.Partner{}, "", wrong("partner", "Enter a name with letters or numbers in it.")
	}
	taken := map[keys.PartnerID]bool{}
	for p, err := range store.Partners.All(tx) {
		if err != nil {
			return p, "", err
		}
		if string(p.ID) == name || spelt(p.Name) == spelt(name) {
			return p, "partner " + string(p.ID), nil
		}
		taken[p.ID] = true
	}
	p := keys.Partner{ID: keys.PartnerID(id), Name: name, Added: o.now()}
	for n := 2; taken[p.ID]; n++ {
		p.ID = keys.PartnerID(fmt.Sprintf("%s-%d", id, n))
	}
	p, err = store.Partners.Put(tx, p)
	return p, "new partner " + string(p.ID), err
}

// spelt is a name by which organisations are told apart: its letters and figures
// in lower case. Every letter counts, though an id is made of a few: two whose
// ids would be alike must not come to share their clients.
func spelt(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
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
		inv, err = store.Invitations.Get(tx, strings.ToUpper(strings.ReplaceAll(string(id), "-", "")))
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
