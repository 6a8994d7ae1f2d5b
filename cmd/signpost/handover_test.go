package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

// TestACaseloadIsHandedOver has a coach leave: one client goes to a colleague by
// the coach's own hand, what is left by the steward's, who learns numbers and no
// client. What waits for the clients waits for their new coach from then on,
// and the answer of a provider reaches them.
func TestACaseloadIsHandedOver(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	amina := r.seat("Amina", "Burnley Jobcentre", keys.Coach)
	beth := r.seat("Beth", "Burnley Jobcentre", keys.Coach)
	eve := r.seat("Eve", "College", keys.Coach)
	lee := r.seat("Lee", "Calico", keys.Provider)
	steward := r.seat("Stella", "Authority", keys.Steward)
	var done map[string]any
	steward.ok("delivery set connect-to-work calico", &done)

	add := func(name string) string {
		t.Helper()
		out, err := amina.enter(`{"given_name": "`+name+`", "facts": {"birth_date": "1990-03-27", "district": "burnley", "right_to_work": true, "work": "out-of-work", "health": ["mental"]}}`, "client add --told in-person --json")
		check(t, err)
		var c struct{ Ref string }
		check(t, json.Unmarshal([]byte(out), &c))
		return c.Ref
	}
	jo, sam := add("Jo"), add("Sam")
	var sent struct{ ID string }
	amina.ok("refer "+sam+" connect-to-work --told today --reason 'wants work'", &sent)
	amina.ok("followup add "+sam+" --on today 'ring about the forms'", &done)

	id := func(name string) string {
		t.Helper()
		var members []struct{ ID, Name string }
		steward.ok("member list", &members)
		i := slices.IndexFunc(members, func(m struct{ ID, Name string }) bool { return m.Name == name })
		if i < 0 {
			t.Fatalf("no member %s", name)
		}
		return members[i].ID
	}
	amina.no("handover "+id("Eve")+" "+jo, "")
	eve.no("handover "+id("Eve")+" "+jo, "")
	amina.ok("handover "+id("Beth")+" "+jo, &done)
	var client struct{ Coach string }
	beth.ok("client show "+jo, &client)
	if client.Coach != "Beth" {
		t.Errorf("Jo is %s's, and was handed to Beth", client.Coach)
	}

	out, err := steward.enter("", "member handover "+id("Amina")+" "+id("Beth")+" --json")
	check(t, err)
	for _, secret := range []string{sam, "Sam", "forms"} {
		if strings.Contains(out, secret) {
			t.Errorf("the steward reads %q: %s", secret, out)
		}
	}
	rows := func(s *seat) []store.DiaryRow {
		t.Helper()
		var d store.Diary
		s.ok("today", &d)
		return d.Rows
	}
	if left := rows(amina); len(left) != 0 {
		t.Errorf("Amina still has %+v", left)
	}
	var kinds []store.DiaryKind
	for _, row := range rows(beth) {
		if row.Client == store.ClientRef(sam) {
			kinds = append(kinds, row.Kind)
		}
	}
	if !slices.Contains(kinds, store.DiaryFollowUp) {
		t.Errorf("of Sam, Beth has only %v", kinds)
	}

	var got store.Received
	lee.ok("referral decline "+sent.ID+" --reason no-capacity", &got)
	if !slices.ContainsFunc(rows(beth), func(row store.DiaryRow) bool {
		return row.Referral == store.ReferralID(sent.ID) && row.State == store.Declined
	}) {
		t.Errorf("the answer did not reach Beth: %+v", rows(beth))
	}
}

// What a partner says of its room is in the answers to whoever looks for
// provision by commands.
func TestCapacityIsInWhatIsFound(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	amina := r.seat("Amina", "Burnley Jobcentre", keys.Coach)
	lee := r.seat("Lee", "Calico", keys.Provider)
	steward := r.seat("Stella", "Authority", keys.Steward)
	var done map[string]any
	steward.ok("delivery set connect-to-work calico", &done)
	var one struct{ Capacity string }
	amina.ok("programme connect-to-work", &one)
	if one.Capacity != "" {
		t.Errorf("before anybody has said: %q", one.Capacity)
	}
	lee.ok("capacity connect-to-work no-space --note 'until January'", &done)
	const want = "no space, said on 23 November 2026. until January"
	amina.ok("programme connect-to-work", &one)
	var found struct {
		Results []struct{ ID, Capacity string }
	}
	amina.ok("find connect to work", &found)
	if one.Capacity != want || found.Results[0].ID != "connect-to-work" || found.Results[0].Capacity != want {
		t.Errorf("the programme says %q, what is found %+v", one.Capacity, found.Results[0])
	}
	if text, err := amina.enter("", "find connect to work"); err != nil || !strings.Contains(strings.Join(strings.Fields(text), " "), "Capacity: "+want) {
		t.Errorf("%v: %s", err, text)
	}
}
