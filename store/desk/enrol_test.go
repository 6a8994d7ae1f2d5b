package desk_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

func TestEnrolByCode(t *testing.T) {
	w := newWorld(t)
	code, err := w.office.FirstInvitation(w.ctx, "First steward", "Stewards")
	if err != nil {
		t.Fatal(err)
	}
	later, err := w.office.FirstInvitation(w.ctx, "First steward", "Stewards")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Enrol(w.ctx, code, newKey(t)); err == nil {
		t.Fatal("the code printed before is still good")
	}
	caller, err := w.office.Enrol(w.ctx, " "+strings.ToLower(later), newKey(t))
	if err != nil || !caller.May(keys.ActAccessWrite) {
		t.Fatalf("enrolled as %+v, %v", caller, err)
	}
	if _, err := w.office.Enrol(w.ctx, later, newKey(t)); err == nil {
		t.Fatal("a code is good twice")
	}
	if _, err := w.office.FirstInvitation(w.ctx, "x", "y"); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("a first invitation with a steward there: %v", err)
	}
	steward := w.office.For(caller)
	late, _, err := steward.Invite(w.ctx, "Late", "Stewards", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(w.clock.now().Add(keys.InvitationLasts))
	if _, err := w.office.Enrol(w.ctx, late, newKey(t)); err == nil {
		t.Fatal("a code outlives its invitation")
	}
}

func TestGuessingBurnsTheInvitation(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	code, inv, err := steward.Invite(w.ctx, "Guest", "Stewards", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 2 * keys.InvitationTries {
		wg.Go(func() {
			guess := string(inv.ID) + keys.NewCode()[7:]
			if _, err := w.office.Enrol(w.ctx, guess, newKey(t)); err == nil {
				t.Error("a guess was right")
			}
		})
	}
	wg.Wait()
	if _, err := w.office.Enrol(w.ctx, code, newKey(t)); err == nil {
		t.Error("the right code is good after five wrong ones")
	}
}

func TestRevokedAtOnce(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	coach := w.member("C", "Burnley Jobcentre", keys.Coach)
	var told []keys.Fingerprint
	w.office.OnRevoked(func(fp keys.Fingerprint) { told = append(told, fp) })
	if _, err := steward.RevokeKey(w.ctx, coach.Who().Fingerprint); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || told[0] != coach.Who().Fingerprint {
		t.Errorf("told of %v", told)
	}
	_, err := coach.Clients(w.ctx, false)
	wantErr(t, err, keys.ErrNotAllowed)
	_, err = w.office.WhoIs(w.ctx, coach.Who().Fingerprint)
	wantErr(t, err, keys.ErrNotAllowed)
	_, err = steward.RevokeKey(w.ctx, steward.Who().Fingerprint)
	wantErr(t, err, store.ErrConflict)
	_, err = steward.SetRoles(w.ctx, steward.Who().Member.ID, desk.Latest, []keys.Role{keys.Coach})
	wantErr(t, err, store.ErrConflict)
	if _, err := w.office.Installer().RevokeKey(w.ctx, steward.Who().Fingerprint); err != nil {
		t.Errorf("the installer: %v", err)
	}
}

// Whoever has lost their key comes back as who they were: by an invitation for
// another key of theirs, which makes no new member and gives no other role.
func TestAnotherKeyOfAMember(t *testing.T) {
	w := newWorld(t)
	steward, coach := w.member("Stella", "Authority", keys.Steward), w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := coach.AddClient(w.ctx, "Jo", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	id := coach.Who().Member.ID
	code, inv, err := steward.InviteKey(w.ctx, id)
	if err != nil || inv.Member != id || inv.Hash != "" {
		t.Fatal(inv, err)
	}
	if e := w.lastEvent(); e.Verb != "invited" || !slices.Equal(e.Fields, []string{"key of member " + string(id)}) {
		t.Errorf("the event is %+v", e)
	}
	if _, err := steward.SetRoles(w.ctx, id, desk.Latest, []keys.Role{keys.Coach, keys.Curator}); err != nil {
		t.Fatal(err)
	}
	k := newKey(t)
	who, err := w.office.Enrol(w.ctx, code, k)
	if err != nil || who.Member.ID != id || !slices.Equal(who.Member.Roles, []keys.Role{keys.Coach, keys.Curator}) {
		t.Fatalf("%+v, %v", who, err)
	}
	if e := w.lastEvent(); e.Verb != "enrolled" || e.Member != id || e.Key != k.Fingerprint || !slices.Equal(e.Fields, []string{"further key"}) {
		t.Errorf("the event is %+v", e)
	}
	if got, err := w.desk(k.Fingerprint).Client(w.ctx, c.Ref); err != nil || got.Coach != id {
		t.Errorf("their client: %+v, %v", got, err)
	}
	if _, err := steward.RevokeKey(w.ctx, coach.Who().Fingerprint); err != nil {
		t.Fatal(err)
	}
	if _, err := coach.Client(w.ctx, c.Ref); !errors.Is(err, keys.ErrNotAllowed) {
		t.Errorf("the lost key: %v", err)
	}
	if _, err := w.office.Enrol(w.ctx, code, newKey(t)); err == nil {
		t.Error("the code is good twice")
	}
}

// A code for another key is worth nothing once its member is locked, and none is
// made for one who is.
func TestNoOtherKeyOfALockedMember(t *testing.T) {
	w := newWorld(t)
	steward, coach := w.member("Stella", "Authority", keys.Steward), w.member("Amina", "Burnley Jobcentre", keys.Coach)
	id := coach.Who().Member.ID
	code, _, err := steward.InviteKey(w.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steward.LockMember(w.ctx, id, desk.Latest, true); err != nil {
		t.Fatal(err)
	}
	k := newKey(t)
	if _, err := w.office.Enrol(w.ctx, code, k); err == nil {
		t.Error("a locked member was let in")
	}
	if _, err := w.office.WhoIs(w.ctx, k.Fingerprint); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("their key is kept: %v", err)
	}
	_, _, err = steward.InviteKey(w.ctx, id)
	wantErr(t, err, store.ErrConflict)
	_, _, err = steward.InviteKey(w.ctx, "M-222-222")
	wantErr(t, err, store.ErrNotFound)
}

// A partner gets another name, and never that of another one.
func TestRenamePartner(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Stella", "Authority", keys.Steward)
	burnley, nelson := w.member("Amina", "Burnley Jobcentre", keys.Coach).Who().Partner, w.member("Olu", "Nelson College", keys.Coach).Who().Partner
	p, err := steward.RenamePartner(w.ctx, burnley.ID, burnley.Rev, "Burnley & Padiham Jobcentre")
	if err != nil || p.ID != burnley.ID || p.Name != "Burnley & Padiham Jobcentre" {
		t.Fatal(p, err)
	}
	if e := w.lastEvent(); e.Verb != "changed" || e.Subject != "partner burnley-jobcentre" || !slices.Equal(e.Fields, []string{"name"}) {
		t.Errorf("the event is %+v", e)
	}
	for _, name := range []string{"burnley  &  padiham jobcentre", "burnley-jobcentre", " ", "!"} {
		_, err = steward.RenamePartner(w.ctx, nelson.ID, desk.Latest, name)
		wantField(t, err, "name")
	}
	_, err = steward.RenamePartner(w.ctx, burnley.ID, burnley.Rev, "Late")
	wantErr(t, err, store.ErrConflict)
	_, err = steward.RenamePartner(w.ctx, "none", desk.Latest, "Late")
	wantErr(t, err, store.ErrNotFound)
}
