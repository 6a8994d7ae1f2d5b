package desk_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// Whose member asked is not told by a partner's name: an organisation that comes
// to be called what another was called is not shown who asked there.
func TestAPartnerOfTheSameNameIsNotShownWhoAsked(t *testing.T) {
	w := newWorld(t)
	asker := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	if _, err := asker.Question(w.ctx, "restart", store.FieldRoutes, 0, "the number is out of use"); err != nil {
		t.Fatal(err)
	}
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		p := asker.Who().Partner
		p.Name = "Pennine Jobcentre"
		_, err := store.Partners.Put(tx, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	stranger := w.member("Sid", "Burnley Jobcentre", keys.Coach)
	if stranger.Who().Partner.ID == asker.Who().Partner.ID {
		t.Fatal("they are of one partner")
	}
	u, err := stranger.Upkeep(w.ctx, "restart")
	if err != nil || len(u.Open) != 1 {
		t.Fatalf("%+v, %v", u.Open, err)
	}
	if q := u.Open[0]; q.Who != "" || q.By != "" {
		t.Errorf("a stranger is shown that %s (%s) asked", q.Who, q.By)
	}
	if u, err := asker.Upkeep(w.ctx, "restart"); err != nil || u.Open[0].Who != "Amina" {
		t.Errorf("her own partner is shown %+v, %v", u.Open, err)
	}
}

// One member cannot fill the list of questions so that no other's is heard.
func TestOneMemberCannotAskForAll(t *testing.T) {
	w := newWorld(t)
	loud, other := w.member("Sid", "Elsewhere", keys.Provider), w.member("Amina", "Burnley Jobcentre", keys.Coach)
	asked := 0
	for range 60 {
		if _, err := loud.Question(w.ctx, "restart", store.FieldRoutes, 0, "wrong"); err != nil {
			wantField(t, err, "note")
			break
		}
		asked++
	}
	if asked != 10 {
		t.Errorf("asked %d questions", asked)
	}
	if _, err := other.Question(w.ctx, "restart", store.FieldRoutes, 0, "the number is out of use"); err != nil {
		t.Errorf("another member: %v", err)
	}
}

// A receiver who writes to the coach without end leaves room for what comes
// later: an outcome from either side, and opening the referral again.
func TestNotesLeaveRoomForWhatComesLater(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveDecline, Reason: "unreachable"}); err != nil {
		t.Fatal(err)
	}
	note := store.Turn{Move: store.MoveNote, Note: strings.Repeat("x", 500)}
	var err error
	for n := 0; err == nil; n++ {
		if n == 200 {
			t.Fatal("200 notes were kept")
		}
		_, err = e.provider.Reply(w.ctx, r.ID, desk.Latest, note)
	}
	wantErr(t, err, store.ErrTooLarge)
	if says, _ := desk.Sentence(err); !strings.Contains(says, "as long as it can be") {
		t.Errorf("it says %q", says)
	}
	if _, err := e.coach.Move(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveOutcome, Outcome: store.JobStart, Day: e.coach.Today()}); err != nil {
		t.Errorf("the coach's outcome: %v", err)
	}
	reopen, decline := store.Turn{Move: store.MoveReopen, Note: strings.Repeat("y", 500)}, store.Turn{Move: store.MoveDecline, Reason: "unreachable", Note: strings.Repeat("z", 500)}
	for n := 0; ; n++ {
		if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, reopen); err != nil {
			wantErr(t, err, store.ErrTooLarge)
			if n == 0 {
				t.Error("it could not be opened again")
			}
			break
		}
		if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, decline); err != nil {
			t.Fatalf("it could not be ended: %v", err)
		}
	}
	if got, err := e.provider.Received(w.ctx, r.ID); err != nil || !got.State.Closed() {
		t.Errorf("it is %s, %v", got.State, err)
	}
}

// Knowing the ids of another partner's records is worth nothing, in whichever
// place of a call they are put.
func TestIDsOfAnotherPartnerAreWorthNothing(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	theirs := w.homeOf(e.coach, e.client.Ref)
	thief := w.member("Sid", "Elsewhere", keys.Coach, keys.Provider)
	own, err := thief.AddClient(w.ctx, "Al", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	home, err := thief.OpenHousehold(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	form := func(ref store.ClientRef) store.ReferralForm {
		return store.ReferralForm{Client: ref, Programme: "restart", Told: thief.Today(), Overrides: overAll()}
	}
	before := w.logged()
	for name, do := range map[string]func() error{
		"their client into my household": func() error {
			_, err := thief.AddPerson(w.ctx, home.ID, desk.Latest, store.NewPerson{Client: e.client.Ref})
			return err
		},
		"my client into their household": func() error {
			_, err := thief.AddPerson(w.ctx, theirs.ID, desk.Latest, store.NewPerson{Client: own.Ref})
			return err
		},
		"my client with their household": func() error {
			_, err := thief.ReferHousehold(w.ctx, theirs.ID, "restart", []store.ReferralForm{form(own.Ref)})
			return err
		},
		"their client with my household": func() error {
			_, err := thief.HouseholdForms(w.ctx, home.ID, "restart", []store.ReferralForm{form(e.client.Ref)})
			return err
		},
		"after their referral": func() error {
			f := form(own.Ref)
			f.After = r.ID
			_, err := thief.Refer(w.ctx, f)
			return err
		},
		"a gap of their client":     func() error { return thief.MarkGap(w.ctx, "barriers.debt", e.client.Ref) },
		"their referral's received": func() error { _, err := thief.Received(w.ctx, r.ID); return err },
		"their referral's reply": func() error {
			_, err := thief.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveNote, Note: "hello"})
			return err
		},
		"their household's referrals": func() error { _, err := thief.HouseholdReferrals(w.ctx, theirs.ID); return err },
	} {
		if err := do(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
	for name, do := range map[string]func() error{
		"their coach leads my household": func() error {
			_, err := thief.SetAdvocate(w.ctx, home.ID, desk.Latest, e.coach.Who().Member.ID)
			return err
		},
	} {
		var fe *store.FieldError
		if err := do(); !errors.As(err, &fe) || strings.Contains(err.Error(), "Amina") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := w.logged(); after != before {
		t.Errorf("refusals left %d events", after-before)
	}
}
