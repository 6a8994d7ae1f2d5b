package desk_test

import (
	"errors"
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
			guess := string(inv.ID) + keys.NewCode()[5:]
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
