package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// Two codes may have one id; the second invitation gets another code.
func TestCodesWhoseIdIsTaken(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	codes := []string{"AAAA-AA00-0000-0000", "AAAA-AA11-1111-1111", "AAAA-AB22-2222-2222"}
	w.office.SetNewCode(func() string {
		code := codes[0]
		codes = codes[1:]
		return code
	})
	first, _, err := steward.Invite(w.ctx, "Amina", "Stewards", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	second, inv, err := steward.Invite(w.ctx, "Bill", "Stewards", []keys.Role{keys.Coach})
	if err != nil || second != "AAAA-AB22-2222-2222" || inv.ID != "AAAAAB" || inv.Hash != "" {
		t.Fatalf("got %q, %+v, %v", second, inv, err)
	}
	if n := w.logged() - before; n != 1 {
		t.Errorf("left %d events", n)
	}
	for code, name := range map[string]string{first: "Amina", second: "Bill"} {
		if c, err := w.office.Enrol(w.ctx, code, newKey(t)); err != nil || c.Member.Name != name {
			t.Errorf("%s enrols %q, %v", code, c.Member.Name, err)
		}
	}
}

func TestTheEventOfAnInvitationNamesItsPartner(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	for _, want := range [][]string{{"role coach", "role auditor", "new partner new-college"}, {"role coach", "role auditor", "partner new-college"}} {
		_, inv, err := steward.Invite(w.ctx, "Amina", "New College", []keys.Role{keys.Coach, keys.Auditor, keys.Coach})
		if err != nil || !slices.Equal(inv.Roles, []keys.Role{keys.Coach, keys.Auditor}) {
			t.Fatalf("invited as %v, %v", inv.Roles, err)
		}
		if got := w.lastEvent().Fields; !slices.Equal(got, want) {
			t.Errorf("the event has %q, want %q", got, want)
		}
	}
}

// writes counts the transactions that wrote something.
type writes struct {
	store.Engine
	mu sync.Mutex
	n  int
}

func (e *writes) Update(ctx context.Context, fn func(store.Tx) error) error {
	wrote := false
	err := e.Engine.Update(ctx, func(tx store.Tx) error { return fn(&noting{tx, &wrote}) })
	e.mu.Lock()
	defer e.mu.Unlock()
	if wrote && err == nil {
		e.n++
	}
	return err
}

type noting struct {
	store.Tx
	wrote *bool
}

func (n *noting) Put(key, value []byte) error {
	*n.wrote = true
	return n.Tx.Put(key, value)
}

// A commit takes long enough to tell an id that is kept from one that is not, so
// every code that does not open an invitation costs one.
func TestEveryWrongCodeCostsACommit(t *testing.T) {
	w := newWorld(t)
	engine := &writes{Engine: w.engine}
	office, err := desk.Over(w.ctx, engine, w.clock.now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	code, inv, err := office.Installer().Invite(w.ctx, "Amina", "Burnley Jobcentre", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	gone, revoked, err := office.Installer().Invite(w.ctx, "Bill", "Burnley Jobcentre", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := office.Installer().RevokeInvitation(w.ctx, revoked.ID); err != nil {
		t.Fatal(err)
	}
	unknown := map[bool]string{true: "000000", false: "111111"}[inv.ID != "000000" && revoked.ID != "000000"] + code[7:]
	for name, typed := range map[string]string{"a wrong secret": string(inv.ID) + gone[7:], "an id that is not kept": unknown, "a revoked one": gone} {
		before := engine.n
		if _, err := office.Enrol(w.ctx, typed, newKey(t)); err == nil {
			t.Fatalf("%s enrols", name)
		}
		if n := engine.n - before; n != 1 {
			t.Errorf("%s: %d commits", name, n)
		}
	}
}

// Who locks themself loses their sessions as anybody else does.
func TestLockingOneself(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	w.member("T", "Stewards", keys.Steward)
	var told []keys.Fingerprint
	w.office.OnRevoked(func(fp keys.Fingerprint) { told = append(told, fp) })
	if _, err := steward.LockMember(w.ctx, steward.Who().Member.ID, desk.Latest, true); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []keys.Fingerprint{steward.Who().Fingerprint}) {
		t.Errorf("told of %v", told)
	}
}

func TestAMembersRevision(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	m := w.member("C", "Burnley Jobcentre", keys.Coach).Who().Member
	for _, rev := range []uint64{0, m.Rev + 1} {
		_, err := steward.SetRoles(w.ctx, m.ID, rev, []keys.Role{keys.Auditor})
		wantErr(t, err, store.ErrConflict)
	}
	for _, rev := range []uint64{m.Rev, desk.Latest} {
		if _, err := steward.SetRoles(w.ctx, m.ID, rev, []keys.Role{keys.Auditor}); err != nil {
			t.Errorf("at revision %d: %v", rev, err)
		}
	}
}

// A locked partner's members may do nothing, and their sessions end; all of it
// comes back, but for the sessions.
func TestLockingAPartner(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	a, b := w.member("A", "Burnley Jobcentre", keys.Coach), w.member("B", "Burnley Jobcentre", keys.Coach)
	id := a.Who().Partner.ID
	code, _, err := steward.Invite(w.ctx, "C", "Burnley Jobcentre", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	var told []keys.Fingerprint
	w.office.OnRevoked(func(fp keys.Fingerprint) { told = append(told, fp) })
	p, err := steward.LockPartner(w.ctx, id, a.Who().Partner.Rev, true)
	if err != nil || !p.Locked {
		t.Fatalf("locked as %+v, %v", p, err)
	}
	if e := w.lastEvent(); e.Verb != "locked" || e.Subject != "partner "+string(id) {
		t.Errorf("left %+v", e)
	}
	if len(told) != 2 || !slices.Contains(told, a.Who().Fingerprint) || !slices.Contains(told, b.Who().Fingerprint) {
		t.Errorf("told of %v", told)
	}
	_, err = a.Whoami(w.ctx)
	wantErr(t, err, keys.ErrNotAllowed)
	if _, err := w.office.Enrol(w.ctx, code, newKey(t)); err == nil {
		t.Error("a locked partner takes new members")
	}
	_, err = steward.LockPartner(w.ctx, id, a.Who().Partner.Rev, false)
	wantErr(t, err, store.ErrConflict)
	if _, err := steward.LockPartner(w.ctx, id, p.Rev, false); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Whoami(w.ctx); err != nil {
		t.Errorf("after unlocking: %v", err)
	}
	_, err = steward.LockPartner(w.ctx, steward.Who().Partner.ID, desk.Latest, true)
	wantErr(t, err, store.ErrConflict)
	_, err = steward.LockPartner(w.ctx, "no-such", desk.Latest, true)
	wantErr(t, err, store.ErrNotFound)
}

// An invitation is worth what its maker is worth.
func TestInvitationsOfWhoMayNotInvite(t *testing.T) {
	w := newWorld(t)
	boss := w.member("S", "Stewards", keys.Steward)
	bad := w.member("T", "Rogues", keys.Steward)
	id := bad.Who().Member.ID
	invite := func() string {
		t.Helper()
		code, _, err := bad.Invite(w.ctx, "Crony", "Burnley Jobcentre", []keys.Role{keys.Coach})
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	try := func(code string) error { _, err := w.office.Enrol(w.ctx, code, newKey(t)); return err }
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	code := invite()
	_, err := boss.LockMember(w.ctx, id, desk.Latest, true)
	do(err)
	if try(code) == nil {
		t.Error("a locked steward's invitation lets somebody in")
	}
	_, err = boss.LockMember(w.ctx, id, desk.Latest, false)
	do(err)
	_, err = boss.LockPartner(w.ctx, "rogues", desk.Latest, true)
	do(err)
	if try(code) == nil {
		t.Error("an invitation made in a locked partner lets somebody in")
	}
	_, err = boss.LockPartner(w.ctx, "rogues", desk.Latest, false)
	do(err)
	do(try(code))
	code = invite()
	_, err = boss.SetRoles(w.ctx, id, desk.Latest, []keys.Role{keys.Coach})
	do(err)
	if try(code) == nil {
		t.Error("the invitation of one who is no steward any more lets somebody in")
	}
}

// A first start that is made again leaves an event for each invitation it takes
// back and makes.
func TestEventsOfTheFirstInvitation(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		if _, err := w.office.FirstInvitation(w.ctx, "First steward", "Stewards"); err != nil {
			t.Fatal(err)
		}
	}
	var verbs []string
	for _, e := range w.events() {
		verbs = append(verbs, e.Verb)
	}
	if got := strings.Join(verbs, " "); got != "invited revoked invited" {
		t.Errorf("the events are %q", got)
	}
}

func TestWhoMayNotInviteIsToldSo(t *testing.T) {
	w := newWorld(t)
	w.office.SetNewCode(func() string { t.Error("a code is made for one who may not invite"); return keys.NewCode() })
	_, _, err := w.member("C", "Burnley Jobcentre", keys.Coach).Invite(w.ctx, "", "", nil)
	if !errors.Is(err, keys.ErrNotAllowed) {
		t.Errorf("got %v", err)
	}
}
