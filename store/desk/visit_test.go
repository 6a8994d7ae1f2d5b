package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// A colleague's client opens to whoever has said why, for that day and that client;
// one's own opens without.
func TestOpeningAColleaguesClientAsksWhy(t *testing.T) {
	w := newWorld(t)
	amina, sam := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	stranger := w.member("Eve", "Nelson Jobcentre", keys.Coach)
	c, _ := w.told(amina)
	kept, err := amina.Assessments(w.ctx, c.Ref)
	if err != nil {
		t.Fatal(err)
	}
	opens := map[string]func() error{
		"Client":      func() error { _, err := sam.Client(w.ctx, c.Ref); return err },
		"Notes":       func() error { _, err := sam.Notes(w.ctx, c.Ref); return err },
		"Assessments": func() error { _, err := sam.Assessments(w.ctx, c.Ref); return err },
		"Assessment":  func() error { _, err := sam.Assessment(w.ctx, kept[0].ID); return err },
		"Triage":      func() error { _, err := sam.Triage(w.ctx, c.Ref, sam.Today()); return err },
		"Export":      func() error { _, err := sam.Export(w.ctx, c.Ref); return err },
		"Seen":        func() error { _, err := sam.Seen(w.ctx, c.Ref); return err },
	}
	refused := func() {
		t.Helper()
		before := w.logged()
		for name, open := range opens {
			var why *store.WhyError
			if err := open(); !errors.As(err, &why) || why.Coach != "Amina" || why.Client != c.Ref {
				t.Errorf("%s: %v", name, err)
			}
		}
		if w.logged() != before {
			t.Error("a refusal left an event")
		}
	}
	refused()
	wantField(t, sam.Because(w.ctx, c.Ref, "curious", ""), "why")
	wantField(t, sam.Because(w.ctx, c.Ref, store.VisitOther, " "), "reason")
	wantField(t, sam.Because(w.ctx, c.Ref, "cover", "for a week"), "reason")
	wantErr(t, stranger.Because(w.ctx, c.Ref, "cover", ""), store.ErrNotFound)
	if err := sam.Because(w.ctx, c.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	if e := w.lastEvent(); e.Subject != "client "+string(c.Ref) || !slices.Equal(e.Fields, []string{"why cover"}) {
		t.Errorf("left %+v", e)
	}
	for name, open := range opens {
		if err := open(); err != nil {
			t.Errorf("%s, once why is said: %v", name, err)
		}
	}
	seen, err := amina.Seen(w.ctx, c.Ref)
	if err != nil || !strings.Contains(strings.Join(store.SightLines(seen), " "), "Sam, Burnley Jobcentre: said why cover;") {
		t.Errorf("the client is told %q, %v", store.SightLines(seen), err)
	}
	w.clock.set(time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC))
	refused()
}

// A colleague's client is changed by nobody who has not said why, as it is not read;
// what one promised oneself is done without.
func TestChangingAColleaguesClientAsksWhy(t *testing.T) {
	w := newWorld(t)
	amina, sam := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	c, _ := w.told(amina)
	promised, err := amina.AddFollowUp(w.ctx, c.Ref, amina.Today(), "ring the college")
	if err != nil {
		t.Fatal(err)
	}
	day := sam.Today()
	ways := []struct {
		name string
		call func() error
	}{
		{"AddNote", func() error { _, err := sam.AddNote(w.ctx, c.Ref, "came in"); return err }},
		{"SetFacts", func() error {
			_, err := sam.SetFacts(w.ctx, c.Ref, desk.Latest, changes(t, `{"district": "pendle"}`), "")
			return err
		}},
		{"RenameClient", func() error { _, err := sam.RenameClient(w.ctx, c.Ref, desk.Latest, "Al"); return err }},
		{"TellClient", func() error {
			_, err := sam.TellClient(w.ctx, c.Ref, desk.Latest, store.Told{How: store.ToldByPhone})
			return err
		}},
		{"AddFollowUp", func() error { _, err := sam.AddFollowUp(w.ctx, c.Ref, day, "write"); return err }},
		{"EndFollowUp", func() error { _, err := sam.EndFollowUp(w.ctx, promised.ID); return err }},
		{"CloseClient", func() error { _, err := sam.CloseClient(w.ctx, c.Ref, desk.Latest, "moved", true); return err }},
		{"ReopenClient", func() error { _, err := sam.ReopenClient(w.ctx, c.Ref, desk.Latest); return err }},
		{"WithdrawConsent", func() error { _, err := sam.WithdrawConsent(w.ctx, c.Ref, "", day); return err }},
		{"KeepClient", func() error { _, err := sam.KeepClient(w.ctx, c.Ref, "claim"); return err }},
		{"Erase", func() error { _, err := sam.Erase(w.ctx, c.Ref, store.EraseWhys()[0].Code); return err }},
	}
	before := len(w.events())
	for _, way := range ways {
		if why := (*store.WhyError)(nil); !errors.As(way.call(), &why) || why.Client != c.Ref {
			t.Errorf("%s asked nothing", way.name)
		}
	}
	if len(w.events()) != before {
		t.Error("a refusal left an event")
	}
	if err := sam.Because(w.ctx, c.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	own, err := sam.AddFollowUp(w.ctx, c.Ref, day, "ring them")
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range ways[:len(ways)-1] {
		if why := (*store.WhyError)(nil); errors.As(way.call(), &why) {
			t.Errorf("%s asks again on the same day", way.name)
		}
	}
	w.clock.set(time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC))
	if _, err := sam.EndFollowUp(w.ctx, own.ID); err != nil {
		t.Errorf("one's own promise: %v", err)
	}
	if why := (*store.WhyError)(nil); !errors.As(ways[len(ways)-1].call(), &why) {
		t.Error("Erase asked nothing the next day")
	}
	if err := sam.Because(w.ctx, c.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	if err := ways[len(ways)-1].call(); err != nil {
		t.Errorf("Erase, once why is said: %v", err)
	}
}

// No other way to what is kept of a colleague's client goes past the question: not
// a referral, not one that is only begun, not a household.
func TestAColleaguesClientIsReadInNoOtherWay(t *testing.T) {
	w := newWorld(t)
	amina, sam := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	c, _ := w.told(amina)
	form := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work"}
	draft, err := amina.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	own, err := sam.OpenHousehold(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	homes, err := amina.HouseholdsOf(w.ctx, c.Ref)
	if err != nil || len(homes) != 1 {
		t.Fatal(homes, err)
	}
	hers := homes[0]
	asked := func(name string, err error) {
		t.Helper()
		if why := (*store.WhyError)(nil); !errors.As(err, &why) || why.Client != c.Ref {
			t.Errorf("%s: %v", name, err)
		}
	}
	before := w.logged()
	_, err = sam.AddPerson(w.ctx, own.ID, own.Rev, store.NewPerson{Client: c.Ref})
	asked("AddPerson", err)
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
	ways := map[string]func() error{
		"Referral":  func() error { _, err := sam.Referral(w.ctx, draft.ID); return err },
		"Referrals": func() error { _, err := sam.Referrals(w.ctx, c.Ref); return err },
		"SetFacts": func() error {
			_, err := sam.SetFacts(w.ctx, c.Ref, desk.Latest, changes(t, `{"digital": {"skills": true}}`), "")
			return err
		},
		"FollowUps":          func() error { _, err := sam.FollowUps(w.ctx, c.Ref); return err },
		"HouseholdsOf":       func() error { _, err := sam.HouseholdsOf(w.ctx, c.Ref); return err },
		"Packet":             func() error { _, _, err := sam.Packet(w.ctx, form); return err },
		"Checks":             func() error { _, err := sam.Checks(w.ctx, form); return err },
		"ChangeDraft":        func() error { _, err := sam.ChangeDraft(w.ctx, draft.ID, desk.Latest, form); return err },
		"Household":          func() error { _, err := sam.Household(w.ctx, hers.ID); return err },
		"HouseholdHealth":    func() error { _, err := sam.HouseholdHealth(w.ctx, hers.ID); return err },
		"HouseholdReferrals": func() error { _, err := sam.HouseholdReferrals(w.ctx, hers.ID); return err },
		"TriageHousehold":    func() error { _, err := sam.TriageHousehold(w.ctx, hers.ID, sam.Today(), false); return err },
		"SetAdvocate":        func() error { _, err := sam.SetAdvocate(w.ctx, hers.ID, desk.Latest, sam.Who().Member.ID); return err },
	}
	before = w.logged()
	for name, way := range ways {
		asked(name, way())
	}
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
	if err := sam.Because(w.ctx, c.Ref, "together", ""); err != nil {
		t.Fatal(err)
	}
	for name, way := range ways {
		if err := way(); err != nil {
			t.Errorf("%s, once why is said: %v", name, err)
		}
	}
}

// The reason in words is for the record alone: events hold the code.
func TestAReasonInWordsIsNoEvent(t *testing.T) {
	w := newWorld(t)
	amina, sam := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	c, err := amina.AddClient(w.ctx, "Zebedee", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if err := sam.Because(w.ctx, c.Ref, store.VisitOther, "a parrot on his shoulder"); err != nil {
		t.Fatal(err)
	}
	h, err := amina.Export(w.ctx, c.Ref)
	if err != nil || len(h.Visits) != 1 || h.Visits[0].Words != "a parrot on his shoulder" {
		t.Errorf("exported %+v, %v", h.Visits, err)
	}
	if says := strings.Join(store.SightLines(h.Seen), " "); !strings.Contains(says, "said why other: a parrot on his shoulder") {
		t.Errorf("the client is told %q", says)
	}
	for _, e := range w.events() {
		if strings.Contains(strings.Join(e.Fields, " "), "parrot") {
			t.Errorf("an event holds %q", e.Fields)
		}
	}
}
