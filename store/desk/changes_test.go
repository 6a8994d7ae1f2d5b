package desk_test

import (
	"context"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// ear is a session that hears of changes.
type ear <-chan store.Changed

func (w *world) ear(d *desk.Desk) ear { return d.Changes(w.ctx) }

// told is all that was told and not heard yet. A change is told before the call
// that made it returns.
func (e ear) told() []store.Changed {
	var all []store.Changed
	for {
		select {
		case c := <-e:
			all = append(all, c)
		default:
			return all
		}
	}
}

// Whose record it is are told of the client, the receiver of the referral alone,
// and another partner nothing.
func TestWhoIsToldOfAChange(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	colleague, stranger := w.member("Bill", "Burnley Jobcentre", keys.Coach), w.member("Eve", "Elsewhere", keys.Coach, keys.Provider)
	auditor := w.member("Olu", "Burnley Jobcentre", keys.Auditor)
	self, near, far, other, audits := w.ear(e.coach), w.ear(colleague), w.ear(e.provider), w.ear(stranger), w.ear(auditor)
	only := func(what string, of ear, client store.ClientRef, referral store.ReferralID, who string) {
		t.Helper()
		got := of.told()
		if len(got) != 1 || got[0].Client != client || got[0].Referral != referral || got[0].Who != who || got[0].Whole() {
			t.Errorf("%s: told %+v, want %q, %q by %s", what, got, client, referral, who)
		}
	}
	silent := func(what string, ears ...ear) {
		t.Helper()
		for i, of := range ears {
			if got := of.told(); len(got) != 0 {
				t.Errorf("%s: session %d is told %+v", what, i, got)
			}
		}
	}

	if _, err := e.coach.AddNote(w.ctx, e.client.Ref, "Rang"); err != nil {
		t.Fatal(err)
	}
	only("a note", near, e.client.Ref, "", "Amina")
	silent("a note", self, far, other, audits)

	draft, err := e.coach.SaveDraft(w.ctx, store.ReferralForm{Client: e.client.Ref, Programme: "access-to-work"})
	if err != nil {
		t.Fatal(err)
	}
	only("a draft", near, e.client.Ref, draft.ID, "Amina")
	silent("a draft", far, other)

	r := w.refer(e, "connect-to-work")
	only("sent", near, e.client.Ref, r.ID, "Amina")
	only("sent", far, "", r.ID, "Amina, Burnley Jobcentre")
	silent("sent", self, other, audits)

	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveAcknowledge}); err != nil {
		t.Fatal(err)
	}
	for _, of := range []ear{self, near} {
		only("acknowledged", of, e.client.Ref, r.ID, "Lukasz, Reed")
	}
	silent("acknowledged", far, other, audits)

	if _, err := e.coach.Client(w.ctx, e.client.Ref); err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.SetSettings(w.ctx, store.Settings{}); err != nil {
		t.Fatal(err)
	}
	silent("a reading, and own settings", self, near, far, other, audits)

	w.clock.set(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC))
	if err := w.office.Sweep(w.ctx); err != nil {
		t.Fatal(err)
	}
	for _, of := range []ear{self, near} {
		only("expired", of, e.client.Ref, r.ID, "Signpost")
	}
	only("expired", far, "", r.ID, "Signpost")
	silent("expired", other, audits)
}

// What room there is and who delivers what is told to everybody, of every partner:
// it is no client's.
func TestEverybodyIsToldOfProvision(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	stranger := w.member("Eve", "Elsewhere", keys.Coach)
	ears := []ear{w.ear(e.coach), w.ear(stranger)}
	for _, c := range []struct {
		what string
		do   func() error
	}{
		{"Lukasz, Reed", func() error {
			_, err := e.provider.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.NoSpace})
			return err
		}},
		{"Stella, Authority", func() error {
			_, err := e.steward.SetDeliverer(w.ctx, "connect-to-work", desk.Latest, "")
			return err
		}},
		{"whoever installs Signpost", func() error {
			_, err := w.office.Installer().SetDeliverer(w.ctx, "connect-to-work", desk.Latest, "reed")
			return err
		}},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		for _, of := range ears {
			if got := of.told(); len(got) != 1 || got[0].Programme != "connect-to-work" || got[0].Who != c.what || !got[0].Provision() {
				t.Errorf("told %+v, want connect-to-work by %s", got, c.what)
			}
		}
	}
}

// A session that does not listen keeps nobody waiting; when it listens again, the
// last that it hears is that anything may have changed.
func TestOneWhoDoesNotListenMissesNothing(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	ctx, leave := context.WithCancel(w.ctx)
	slow := ear(w.member("Bill", "Burnley Jobcentre", keys.Coach).Changes(ctx))
	for range 20 {
		if _, err := e.coach.AddNote(w.ctx, e.client.Ref, "Rang"); err != nil {
			t.Fatal(err)
		}
	}
	got := slow.told()
	if len(got) == 0 || len(got) >= 20 || !got[len(got)-1].Whole() {
		t.Errorf("told %+v", got)
	}
	if _, err := e.coach.AddNote(w.ctx, e.client.Ref, "Rang"); err != nil {
		t.Fatal(err)
	}
	if got := slow.told(); len(got) != 1 || got[0].Client != e.client.Ref {
		t.Errorf("told %+v once it listens again", got)
	}
	leave()
	for range slow { // it is closed
	}
}
