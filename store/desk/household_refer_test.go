package desk_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

const together = store.ProgrammeID("households-into-work")

// couple is the household of newHome with both its people clients, and a form
// for each.
func couple(t *testing.T) (home, []store.ReferralForm) {
	t.Helper()
	h := newHome(t)
	v, err := h.coach.MakeClient(h.ctx, h.id, latest, "2")
	if err != nil {
		t.Fatal(err)
	}
	told := h.coach.Today()
	return h, []store.ReferralForm{
		{Client: v.People[0].Client, Told: told, Reason: "wants care work"},
		{Client: v.People[1].Client, Told: told, Basis: store.Consent, Agreement: store.Agreement{Day: told, How: store.AgreedSaid}},
	}
}

func TestLinkedReferralsAreSentInOneStep(t *testing.T) {
	h, forms := couple(t)
	before := len(h.events())
	sent, err := h.coach.ReferHousehold(h.ctx, h.id, together, forms)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.events()) != before+1 {
		t.Errorf("left %d events", len(h.events())-before)
	}
	e := h.lastEvent()
	if e.Verb != "sent" || e.Subject != "household "+string(h.id) || len(e.With) != 2 || !slices.Contains(e.Fields, "referral "+string(sent[1].ID)) {
		t.Errorf("the event is %+v", e)
	}
	if len(sent) != 2 || sent[0].ID == sent[1].ID || sent[0].Household != h.id || sent[1].Household != h.id {
		t.Fatalf("sent %+v", sent)
	}
	jo, bilal := sent[0].Packet, sent[1].Packet
	if jo.GivenName != "Jo" || jo.Reason != "wants care work" || sent[0].Basis != store.PublicTask || sent[1].Basis != store.Consent || bilal.Reason != "" {
		t.Errorf("each has not their own packet and basis: %+v, %+v", sent[0], sent[1])
	}
	// Each packet holds what is known of that person, and what is shared.
	for _, tt := range []struct {
		packet     store.Packet
		has, lacks []string
	}{
		{jo, []string{"Liverpool", "mental", "Universal Credit", "1990"}, []string{"Bilal", "never worked", `"age"`}},
		{bilal, []string{"Liverpool", "19 years", "never worked", "debt"}, []string{"Jo", "mental", "1990", "care work"}},
	} {
		data, _ := json.Marshal(tt.packet)
		for _, want := range tt.has {
			if !strings.Contains(string(data), want) {
				t.Errorf("the packet of %s lacks %q: %s", tt.packet.GivenName, want, data)
			}
		}
		for _, never := range tt.lacks {
			if strings.Contains(string(data), never) {
				t.Errorf("the packet of %s holds %q: %s", tt.packet.GivenName, never, data)
			}
		}
		if tt.packet.Standing != store.Unclear { // whether it is running is not known
			t.Errorf("%s stands as %s", tt.packet.GivenName, tt.packet.Standing)
		}
	}
	all, err := h.coach.HouseholdReferrals(h.ctx, h.id)
	if err != nil || len(all) != 2 {
		t.Errorf("listed %d (%v)", len(all), err)
	}
}

func TestLinkedReferralsAreAllSentOrNone(t *testing.T) {
	h, forms := couple(t)
	late := slices.Clone(forms)
	late[1].Told = 0
	twice := []store.ReferralForm{forms[0], forms[0]}
	stranger, err := h.coach.AddClient(h.ctx, "Ada", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	outside := []store.ReferralForm{forms[0], {Client: stranger.Ref, Told: h.coach.Today()}}
	before := len(h.events())
	for name, tt := range map[string]struct {
		forms []store.ReferralForm
		want  string
	}{
		"one was not told":    {late, "Bilal: Enter the day"},
		"one twice":           {twice, "twice"},
		"one who is not here": {outside, "takes no part"},
		"nobody":              {nil, "Choose who"},
	} {
		_, err := h.coach.ReferHousehold(h.ctx, h.id, together, tt.forms)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, tt.want)
		}
	}
	if len(h.events()) != before {
		t.Errorf("refusals left %d events", len(h.events())-before)
	}
	all, err := h.coach.Referrals(h.ctx, "")
	if err != nil || len(all) != 0 {
		t.Errorf("sent %d (%v)", len(all), err)
	}
}

func TestEachOfAHouseholdHasTheirOwnChecks(t *testing.T) {
	h, forms := couple(t)
	// Bilal finds work: he is no longer such a person, and Jo has nobody with her.
	if _, err := h.coach.SetFacts(h.ctx, forms[1].Client, latest, changes(t, `{"work": "employed"}`), ""); err != nil {
		t.Fatal(err)
	}
	got, err := h.coach.HouseholdForms(h.ctx, h.id, together, forms)
	if err != nil {
		t.Fatal(err)
	}
	level := func(f store.HouseholdForm) store.CheckLevel {
		i := slices.IndexFunc(f.Checks, func(c store.Check) bool { return c.ID == store.CheckStanding })
		if i < 0 {
			return ""
		}
		return f.Checks[i].Level
	}
	if got[0].Person != "1" || level(got[0]) != store.CheckWarning || level(got[1]) != store.CheckStop {
		t.Fatalf("got %+v", got)
	}
	_, err = h.coach.ReferHousehold(h.ctx, h.id, together, forms)
	if err == nil || !strings.Contains(err.Error(), "Jo: Nothing was sent yet") {
		t.Fatalf("got %v", err)
	}
	for i, why := range []string{"Bilal leaves his work on Friday", "leaves his work on Friday"} {
		forms[i].Overrides = map[string]string{store.CheckStanding: why}
	}
	sent, err := h.coach.ReferHousehold(h.ctx, h.id, together, forms)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range sent {
		if o := r.Steps[0].Override; len(o) != 1 || o[0].Why != forms[i].Overrides[store.CheckStanding] {
			t.Errorf("the overrides of %s are %+v", r.ID, o)
		}
	}
	if !slices.Contains(h.lastEvent().Fields, "override standing") {
		t.Errorf("the event is %+v", h.lastEvent())
	}
}
