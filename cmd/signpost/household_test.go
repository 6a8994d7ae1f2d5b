package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/term/vt100"
)

// TestAHouseholdOfTwoIsReferredTogether has a coach work with a household of two
// at a terminal and a provider at another: found wanting, mended, and referred in
// one step, each with their own packet and their own basis.
func TestAHouseholdOfTwoIsReferredTogether(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	coach := r.seat("Amina", "Burnley Jobcentre", keys.Coach)
	provider := r.seat("Lukasz", "Reed", keys.Provider)
	stranger := r.seat("Eve", "College", keys.Coach)
	steward := r.seat("Stella", "Authority", keys.Steward)
	var done map[string]any
	steward.ok("delivery set households-into-work reed", &done)
	told := func(stdin, typed string) string {
		t.Helper()
		out, err := coach.enter(stdin, typed)
		if err != nil {
			t.Fatalf("%s: %v: %s", typed, err, out)
		}
		return out
	}
	var jo struct{ Ref string }
	check(t, json.Unmarshal([]byte(told(`{"given_name": "Jo", "facts": {"birth_date": "1990-03-27", "work": "out-of-work", "health": ["mental"]}}`, "client add --told in-person --json")), &jo))
	var home store.HouseholdView
	coach.ok("household add", &home)
	id := string(home.ID)
	coach.ok("household person add "+id+" "+jo.Ref, &home)
	var match struct {
		Results []store.HouseholdResult
	}
	told(`{"district": "liverpool", "benefits": {"universal-credit": true}}`, "household fact "+id)
	coach.ok("household triage "+id, &match)
	if match.Results[0].Standing != store.NearMiss || match.Results[0].Tests[0].Short != "1 person short of 2" {
		t.Fatalf("one by herself stands %+v", match.Results[0])
	}
	told(`{"given_name": "Bilal", "facts": {"age": 19, "work": "never-worked", "district": "sefton"}}`, "household person add "+id)
	told(`{"judgements": {"households-into-work/running": true}}`, "household fact "+id+" 2")
	coach.ok("household triage "+id, &match)
	if match.Results[0].Standing != store.Eligible {
		t.Fatalf("the two, at two addresses, stand %+v", match.Results[0])
	}
	stranger.no("household show "+id, "There is no household")
	coach.no("household refer "+id+" households-into-work --told today", "Person 2 is not a client yet")
	coach.ok("household person client "+id+" 2", &home)

	var sent []struct{ ID, State string }
	refer := "household refer " + id + " households-into-work --reason 'wants work' --each --json"
	if out, err := coach.enter(`{"1": {"told": "2026-11-23"}}`, refer); err == nil || !strings.Contains(out, "Told: Bilal: Enter the day") {
		t.Fatalf("Bilal was not told: %v: %s", err, out)
	}
	coach.ok("referral list", &sent)
	if len(sent) != 0 {
		t.Fatalf("one was sent without the other: %+v", sent)
	}
	check(t, json.Unmarshal([]byte(told(`{"1": {"told": "2026-11-23"}, "2": {"told": "2026-11-22", "basis": "consent", "consent": {"day": "2026-11-23", "how": "said"}}}`, refer)), &sent))
	if len(sent) != 2 {
		t.Fatalf("sent %+v", sent)
	}
	for i, want := range []struct{ has, lacks string }{{"1990", "Sefton"}, {"Sefton", "mental"}} {
		var got store.Received
		provider.ok("referral show "+sent[i].ID, &got)
		packet, _ := json.Marshal(got.Packet)
		var all json.RawMessage
		provider.ok("referral show "+sent[i].ID, &all)
		if strings.Contains(string(all), string(home.ID)) {
			t.Errorf("the receiver is told of the household: %s", all)
		}
		if got.Packet.Standing != store.Eligible || !strings.Contains(string(packet), want.has) || strings.Contains(string(packet), want.lacks) {
			t.Errorf("the receiver sees %+v", got)
		}
		provider.ok("referral accept "+sent[i].ID, &got)
	}
	var whole struct{ Referrals []struct{ State string } }
	coach.ok("household show "+id, &whole)
	if len(whole.Referrals) != 2 || whole.Referrals[0].State != "accepted" {
		t.Errorf("the coach sees %+v", whole.Referrals)
	}
}

// TestAHouseholdOnTheScreen does the same at a screen: a client and a neighbour,
// who is made a client on the way.
func TestAHouseholdOnTheScreen(t *testing.T) {
	dir, who := wrote(t)
	st := newStage(t, dir, who)
	coach := st.open(keys.Coach, terminal{name: "vt100", kind: vt100.VT100}, 80, 24)
	coach.told(t, []string{"h", "\r"}, "1 Bob", "2 Bilal", "not a client yet")
	coach.told(t, []string{"3", "\r"}, "done", "Saved.")
	coach.told(t, []string{"2", "j", "\r", "Liverpool", "\r", "1"}, "> District", "Liverpool")
	coach.told(t, []string{"1", "j", "\r"}, "Bilal, not a client yet", "> Age")
	coach.told(t, []string{"\x1b[27u", "t"}, "How this household stands on 23 November 2026", "Households into Work")
	coach.told(t, []string{"\r"}, "who join, each 16 or over and unemployed")
	coach.told(t, []string{"r"}, "To Households into Work: sent together or not at all", "Bilal: not a client yet, so not referred.")
	coach.seek(t, "Bilal")
	coach.told(t, []string{"\r"}, ": is referred", "Saved.")
	coach.told(t, []string{"\x1b[27u", "\x1b[27u", "\x1b[27u"}, "2 Bilal", "client ")
}
