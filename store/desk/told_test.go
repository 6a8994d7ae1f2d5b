package desk_test

import (
	"slices"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// How a new client was told is asked: no answer is none that is kept.
func TestHowAClientWasToldHasToBeSaid(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	for _, c := range []struct {
		told  store.Told
		field string
	}{
		{store.Told{}, "told"},
		{store.Told{How: "telepathy"}, "told"},
		{store.Told{How: store.ToldNotYet, Day: d.Today()}, "told on"},
		{store.Told{How: store.ToldByLetter, Day: d.Today() + 1}, "told on"},
	} {
		before := w.logged()
		_, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", c.told)
		wantField(t, err, c.field)
		if w.logged() != before {
			t.Errorf("%+v left an event", c.told)
		}
	}
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldByPhone})
	if err != nil || c.Told != (store.Told{How: store.ToldByPhone, Day: d.Today()}) {
		t.Fatalf("kept %+v, %v", c.Told, err)
	}
	if e := w.lastEvent(); !slices.Contains(e.Fields, "told") {
		t.Errorf("the event names %q", e.Fields)
	}
}

// A client who was not told stands in the coach's diary until they are, and in the
// export how it was.
func TestTheDiaryAsksUntilAClientIsTold(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldNotYet})
	if err != nil {
		t.Fatal(err)
	}
	asks := func() string {
		diary, err := d.Diary(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range diary.Rows {
			if r.Kind == store.DiaryTell {
				return r.Says(diary.Day)
			}
		}
		return ""
	}
	if want := string(c.Ref) + " Jo: what is kept and why, added today"; asks() != want {
		t.Errorf("the diary says %q, want %q", asks(), want)
	}
	day := d.Today() - 3
	if c, err = d.TellClient(w.ctx, c.Ref, c.Rev, store.Told{How: store.ToldByLetter, Day: day}); err != nil {
		t.Fatal(err)
	}
	if says := asks(); says != "" {
		t.Errorf("the diary still says %q", says)
	}
	held, err := d.Export(w.ctx, c.Ref)
	if err != nil || held.Client.Told != (store.Told{How: store.ToldByLetter, Day: day}) {
		t.Errorf("the export has %+v, %v", held.Client.Told, err)
	}
	_, err = d.TellClient(w.ctx, c.Ref, c.Rev-1, store.Told{How: store.ToldOnline})
	wantErr(t, err, store.ErrConflict)
}

// That a client was told is not taken back; how and when may be corrected, and what
// was said before stays in the history and the export.
func TestThatAClientWasToldStays(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldNotYet})
	if err != nil {
		t.Fatal(err)
	}
	first, second := store.Told{How: store.ToldByPhone, Day: d.Today() - 2}, store.Told{How: store.ToldByLetter, Day: d.Today() - 3}
	for _, told := range []store.Told{first, first, second} {
		if _, err := d.TellClient(w.ctx, c.Ref, desk.Latest, told); err != nil {
			t.Fatal(err)
		}
	}
	before := len(w.events())
	_, err = d.TellClient(w.ctx, c.Ref, desk.Latest, store.Told{How: store.ToldNotYet})
	wantField(t, err, "told")
	if len(w.events()) != before {
		t.Error("a refusal left an event")
	}
	if c, err = d.Client(w.ctx, c.Ref); err != nil || c.Told != second {
		t.Errorf("kept %+v, %v", c.Told, err)
	}
	says := w.history(d, c.Ref, store.NoFact, false)
	if want := "Amina: Told what is kept and why was by phone on 31 January 2026 and became by letter on 30 January 2026."; !slices.Equal(says, []string{want}) {
		t.Errorf("the history says %q", says)
	}
	held, err := d.Export(w.ctx, c.Ref)
	if err != nil || len(held.Corrections) != 1 || held.Corrections[0].Was.Told != first {
		t.Errorf("the export has %+v, %v", held.Corrections, err)
	}
}

// The grounds of one partner are not those of another: each is set by a steward,
// read by the partner's own members, and by them alone.
func TestGroundsOfEachPartner(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	other := w.member("Sid", "Pendle College", keys.Coach)
	steward := w.member("Una", "Authority", keys.Steward)
	mine := coach.Who().Partner.ID
	ground := store.Ground{Basis: store.Contract, Condition: store.GovernmentTask, Note: "Policy 7"}
	got, err := steward.SetGround(w.ctx, mine, store.PurposeRefer, 0, ground)
	if err != nil || got.For(store.PurposeRefer) != ground || got.Rev != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	e := w.lastEvent()
	if want := []string{"purpose refer", "basis contract", "condition government-purposes"}; e.Subject != "partner "+string(mine) || !slices.Equal(e.Fields, want) {
		t.Errorf("the event is %+v", e)
	}
	if g, err := coach.Grounds(w.ctx, ""); err != nil || g.For(store.PurposeRefer) != ground {
		t.Errorf("the coach reads %+v, %v", g, err)
	}
	if g, err := other.Grounds(w.ctx, ""); err != nil || g.For(store.PurposeRefer).Basis != store.PublicTask {
		t.Errorf("another partner reads %+v, %v", g, err)
	}
	_, err = other.Grounds(w.ctx, mine)
	wantErr(t, err, store.ErrNotFound)
	_, err = steward.Grounds(w.ctx, "nowhere")
	wantErr(t, err, store.ErrNotFound)
	_, err = steward.SetGround(w.ctx, mine, store.PurposeRefer, 7, ground)
	wantErr(t, err, store.ErrConflict)
	_, err = steward.SetGround(w.ctx, mine, store.PurposeTriage, desk.Latest, store.Ground{Basis: store.Consent, Condition: store.HealthCare})
	wantField(t, err, "basis")
	_, err = w.office.Installer().SetGround(w.ctx, "", store.PurposeTriage, 0, ground)
	wantField(t, err, "partner")
	if _, err = w.office.Installer().SetGround(w.ctx, mine, store.PurposeTriage, desk.Latest, ground); err != nil {
		t.Error(err)
	}
}

// A referral goes on the partner's own basis; on consent only where the partner
// shares by it; and a draft on a basis that was given up since is not sent.
func TestAReferralGoesOnThePartnersBasis(t *testing.T) {
	w := newWorld(t)
	coach, steward := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Una", "Authority", keys.Steward)
	mine := coach.Who().Partner.ID
	c, err := coach.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "1990-03-27", "district": "burnley"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	form := store.ReferralForm{Client: c.Ref, Programme: "restart", Told: coach.Today(), Basis: store.Consent, Overrides: overAll()}
	draft, err := coach.SaveDraft(w.ctx, form)
	if err != nil || draft.Basis != store.Consent {
		t.Fatalf("%+v, %v", draft.Basis, err)
	}
	for purpose, ground := range map[store.Purpose]store.Ground{
		store.PurposeRefer:     {Basis: store.LegalObligation, Condition: store.HealthCare},
		store.PurposeShareMore: {Basis: store.NotDone},
	} {
		if _, err := steward.SetGround(w.ctx, mine, purpose, desk.Latest, ground); err != nil {
			t.Fatal(err)
		}
	}
	_, err = coach.Send(w.ctx, draft.ID, draft.Rev, overAll())
	wantField(t, err, "basis")
	form.Basis = ""
	draft, err = coach.ChangeDraft(w.ctx, draft.ID, draft.Rev, form)
	if err != nil || draft.Basis != store.LegalObligation {
		t.Errorf("%+v, %v", draft.Basis, err)
	}
	form.Basis = store.PublicTask
	_, err = coach.ChangeDraft(w.ctx, draft.ID, draft.Rev, form)
	wantField(t, err, "basis")
}
