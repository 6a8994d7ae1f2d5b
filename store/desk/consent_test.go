package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// onConsent is a new client, and a referral of theirs that rests on consent, full
// of words that nobody may read once it is withdrawn.
func (w *world) onConsent(e *ends, id store.ProgrammeID) store.Referral {
	w.t.Helper()
	c, err := e.coach.AddClient(w.ctx, "Zebedee", changes(w.t, `{"birth_date": "1979-05-02", "district": "burnley", "health": ["mental"], "right_to_work": true}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := e.coach.Refer(w.ctx, agreedForm(e, c.Ref, id))
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func agreedForm(e *ends, ref store.ClientRef, id store.ProgrammeID) store.ReferralForm {
	return store.ReferralForm{
		Client: ref, Programme: id, Told: e.coach.Today(), Overrides: overAll(), Reason: "spring on a hinge",
		Contact: store.Contact{By: store.ByPhone, Detail: "07700900123"}, Basis: store.Consent,
		Agreement: store.Agreement{Day: e.coach.Today(), How: store.AgreedWritten},
	}
}

// hidden are the words of such a referral, those of the steps too.
var hidden = []string{"Zebedee", "1979", "spring on a hinge", "07700900123", "boing", "telephoned"}

// In whatever state a referral is, the withdrawal of consent ends it, and its
// receiver is shown nothing of the client any more, and may do nothing with it,
// also who has it open; whoever referred keeps their own record.
func TestConsentIsWithdrawnAtOnce(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	for _, state := range store.ReferralStates() {
		if state == store.Draft {
			continue
		}
		t.Run(string(state), func(t *testing.T) {
			w.t = t
			r := w.onConsent(e, "connect-to-work")
			had, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveNote, Note: "boing"})
			if err != nil {
				t.Fatal(err)
			}
			r.Steps = append(r.Steps, had.Steps[len(had.Steps)-1])
			r = w.in(r, state)
			told, before := w.ear(e.provider), w.logged()
			got, err := e.coach.WithdrawConsent(w.ctx, r.Client, "", e.coach.Today())
			if err != nil {
				t.Fatal(err)
			}
			want := map[bool]store.ReferralState{true: state, false: store.Withdrawn}[state.Closed()]
			if state == store.Started {
				want = store.EndedEarly
			}
			if len(got) != 1 || got[0].State != want || got[0].Packet.GivenName != "Zebedee" || got[0].Agreement.Withdrawn != e.coach.Today() || got[0].Agreement.By != e.coach.Who().Member.ID {
				t.Errorf("the coach has %+v", got)
			}
			if after := w.events()[before:]; len(after) != 1 || after[0].Act != keys.ActConsent || !slices.Contains(after[0].Fields, "referral "+string(r.ID)) {
				t.Errorf("left %+v", after)
			}
			if heard := told.told(); len(heard) != 1 || heard[0].Referral != r.ID || heard[0].Client != "" {
				t.Errorf("the receiver is told %+v", heard)
			}
			if _, err := e.coach.Move(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveOutcome, Outcome: store.JobStart, Day: e.coach.Today(), Note: "telephoned"}); err != nil {
				t.Errorf("the coach's own outcome: %v", err)
			}
			w.sees(e, &r, want)
		})
	}
}

// sees expects the receiver of a referral whose consent was withdrawn to see that
// it was, and nobody.
func (w *world) sees(e *ends, r *store.Referral, state store.ReferralState) {
	w.t.Helper()
	now, err := e.provider.Received(w.ctx, r.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	if now.State != state || now.Hidden.Why != store.HiddenConsent || now.Packet.Programme != "connect-to-work" || len(e.provider.Replies(now)) > 0 {
		w.t.Errorf("the receiver sees %+v", now)
	}
	all, err := e.provider.Inbox(w.ctx, true)
	if err != nil {
		w.t.Fatal(err)
	}
	text, _ := json.Marshal([]any{now, all})
	for _, word := range append(hidden, string(r.Client), string(store.JobStart)) {
		if strings.Contains(string(text), word) {
			w.t.Errorf("the receiver is shown %q: %s", word, text)
		}
	}
	open, err := e.provider.Inbox(w.ctx, false)
	if err != nil || slices.ContainsFunc(open, func(o store.Received) bool { return o.ID == r.ID }) {
		w.t.Errorf("it is in the inbox still: %+v, %v", open, err)
	}
	for _, move := range store.ReferralMoves() {
		for _, rev := range []uint64{r.Rev, now.Rev, desk.Latest} {
			got, err := e.provider.Reply(w.ctx, r.ID, rev, store.Turn{Move: move, Note: "again", Outcome: store.JobStart, Day: e.coach.Today()})
			wantErr(w.t, err, store.ErrConflict)
			if got.ID != "" || strings.Contains(err.Error(), "Zebedee") {
				w.t.Errorf("%s is answered %+v, %v", move, got, err)
			}
		}
		if move != store.MoveOutcome && move != store.MoveSend {
			_, err := e.coach.Move(w.ctx, r.ID, desk.Latest, store.Turn{Move: move, Note: "again"})
			wantErr(w.t, err, store.ErrConflict)
		}
	}
}

// Of one referral or of all that rest on consent; what does not stays, and the
// client's own copy tells when it was withdrawn.
func TestConsentIsWithdrawnForOneOrForAll(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	one := w.onConsent(e, "connect-to-work")
	public, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: one.Client, Programme: "restart", Told: e.coach.Today(), Overrides: overAll()})
	if err != nil {
		t.Fatal(err)
	}
	other, err := e.coach.Refer(w.ctx, agreedForm(e, one.Client, "access-to-work"))
	if err != nil {
		t.Fatal(err)
	}
	draft, err := e.coach.SaveDraft(w.ctx, agreedForm(e, one.Client, "ips-smi"))
	if err != nil {
		t.Fatal(err)
	}
	today := e.coach.Today()
	for _, bad := range []struct {
		id    store.ReferralID
		day   store.Day
		field string
	}{{one.ID, today + 1, "day"}, {one.ID, today - 1, "day"}, {"", 0, "day"}, {w.refer(e, "connect-to-work").ID, today, "referral"}} {
		before := w.logged()
		_, err := e.coach.WithdrawConsent(w.ctx, one.Client, bad.id, bad.day)
		wantField(t, err, bad.field)
		if w.logged() != before {
			t.Error("a refusal left an event")
		}
	}
	_, err = e.coach.WithdrawConsent(w.ctx, one.Client, public.ID, today)
	wantErr(t, err, store.ErrConflict)
	if got, err := e.coach.WithdrawConsent(w.ctx, one.Client, other.ID, today); err != nil || len(got) != 1 || got[0].ID != other.ID {
		t.Fatalf("got %+v, %v", got, err)
	}
	_, err = e.coach.WithdrawConsent(w.ctx, one.Client, other.ID, today)
	wantErr(t, err, store.ErrConflict)
	if seen, err := e.provider.Received(w.ctx, one.ID); err != nil || seen.Packet.GivenName != "Zebedee" {
		t.Fatalf("consent to the other is withdrawn, and the receiver of this one sees %+v, %v", seen, err)
	}
	got, err := e.coach.WithdrawConsent(w.ctx, store.ClientRef(strings.ToLower(string(one.Client))), "", today)
	if err != nil || len(got) != 2 {
		t.Fatalf("got %+v, %v", got, err)
	}
	held, err := e.coach.Export(w.ctx, one.Client)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range held.Referrals {
		if r.ID == public.ID && (r.State != store.Sent || r.Agreement.Withdrawn != 0) || r.ID != public.ID && r.Agreement.Withdrawn != today {
			t.Errorf("the client's copy holds %+v", r)
		}
	}
	_, err = e.coach.Send(w.ctx, draft.ID, desk.Latest, overAll())
	wantField(t, err, "consent day")
	_, err = e.coach.WithdrawConsent(w.ctx, one.Client, "", today)
	wantErr(t, err, store.ErrConflict)
}

// Who has withdrawn consent can agree again: on a later day, or the same one, and
// not by the consent that they withdrew.
func TestConsentIsGivenAgain(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.onConsent(e, "connect-to-work")
	first := e.coach.Today()
	w.clock.set(w.clock.now().AddDate(0, 0, 3))
	if _, err := e.coach.WithdrawConsent(w.ctx, r.Client, "", e.coach.Today()); err != nil {
		t.Fatal(err)
	}
	form := agreedForm(e, r.Client, "connect-to-work")
	form.Told, form.Agreement.Day = first, first
	_, err := e.coach.Refer(w.ctx, form)
	wantField(t, err, "consent day")
	form.Agreement.Day = e.coach.Today()
	again, err := e.coach.Refer(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := e.provider.Received(w.ctx, again.ID); err != nil || seen.Packet.GivenName != "Zebedee" || seen.Hidden.Why != "" {
		t.Errorf("the receiver sees %+v, %v", seen, err)
	}
}

// A consent has its day, after the client was told, and how; and none is taken
// where it is not the basis.
func TestAConsentIsWhole(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	today := e.coach.Today()
	for _, bad := range []struct {
		basis store.Basis
		given store.Agreement
		field string
	}{
		{store.Consent, store.Agreement{}, "consent day"},
		{store.Consent, store.Agreement{Day: today}, "consent how"},
		{store.Consent, store.Agreement{Day: today, How: "nodded"}, "consent how"},
		{store.Consent, store.Agreement{Day: today + 1, How: store.AgreedSaid}, "consent day"},
		{store.Consent, store.Agreement{Day: today - 1, How: store.AgreedSaid}, "consent day"},
		{store.PublicTask, store.Agreement{Day: today}, "consent day"},
		{store.PublicTask, store.Agreement{How: store.AgreedSaid}, "consent how"},
	} {
		form := agreedForm(e, e.client.Ref, "connect-to-work")
		form.Basis, form.Agreement = bad.basis, bad.given
		_, err := e.coach.Refer(w.ctx, form)
		wantField(t, err, bad.field)
	}
}

// Consent for more referrals than fit into one transaction is withdrawn for all.
func TestConsentForManyIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.onConsent(e, "connect-to-work")
	const n = 40
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		for i := range n {
			more := r
			more.ID, more.Rev = store.ReferralID(fmt.Sprintf("R-%03d-%03d", i, i)), 0
			if _, err := store.Referrals.Put(tx, more); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	got, err := e.coach.WithdrawConsent(w.ctx, r.Client, "", e.coach.Today())
	if err != nil || len(got) != n+1 || w.logged() != before+n+1 {
		t.Errorf("withdrawn for %d, with %d events, %v", len(got), w.logged()-before, err)
	}
	if open, err := e.provider.Inbox(w.ctx, false); err != nil || len(open) != 0 {
		t.Errorf("the inbox holds %d, %v", len(open), err)
	}
}

// What a receiver was sent is shown for so many days after the end, and not any
// more; what came of it can be said still, and the referral not be opened again.
func TestThePacketIsNotShownForEver(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveDecline, Reason: "unreachable", Note: "telephoned twice"}); err != nil {
		t.Fatal(err)
	}
	end := w.clock.now()
	sees := func(days int) (store.Received, string) {
		t.Helper()
		w.clock.set(end.AddDate(0, 0, days))
		got, err := e.provider.Received(w.ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		list, err := e.provider.Inbox(w.ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal([]any{got, list})
		return got, string(text)
	}
	if got, text := sees(store.DefaultPacketDays); got.Packet.GivenName != "Jo" || !strings.Contains(text, "telephoned twice") {
		t.Errorf("on the last day the receiver sees %s", text)
	}
	got, text := sees(store.DefaultPacketDays + 1)
	for _, word := range []string{`"Jo"`, "1990", "telephoned", string(e.client.Ref)} {
		if strings.Contains(text, word) {
			t.Errorf("after it the receiver is shown %q: %s", word, text)
		}
	}
	if moves := e.provider.Replies(got); got.Hidden.Why != store.HiddenOver || len(moves) != 1 || moves[0].Move != store.MoveOutcome {
		t.Errorf("after it: %+v, and the receiver may %+v", got.Hidden, moves)
	}
	_, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveReopen, Note: "let us see them again"})
	wantErr(t, err, store.ErrConflict)
	got, err = e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveOutcome, Outcome: store.LearningStart, Day: e.coach.Today()})
	if err != nil || got.Packet.GivenName != store.HiddenName || len(got.Outcomes) != 2 {
		t.Errorf("what came of it: %+v, %v", got, err)
	}
	if own, err := e.coach.Referral(w.ctx, r.ID); err != nil || own.Packet.GivenName != "Jo" {
		t.Errorf("the coach sees %+v, %v", own, err)
	}
}
