package desk_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// told is a client with a record of every kind, whose own words are all different.
func (w *world) told(d *desk.Desk) (store.Client, store.Referral) {
	w.t.Helper()
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	c, err := d.AddClient(w.ctx, "Zeb", changes(w.t, `{"birth_date": "1978-06-03", "district": "burnley", "health": ["severe-mental-illness"],
		"work": "out-of-work", "right_to_work": true}`), store.DocumentSeen, store.Told{How: store.ToldInPerson})
	must(err)
	n, err := d.AddNote(w.ctx, c.Ref, "a coil on a hinge")
	must(err)
	_, err = d.CorrectNote(w.ctx, n.ID, n.Rev, "spring on a hinge", "misheard")
	must(err)
	_, err = d.SetFacts(w.ctx, c.Ref, desk.Latest, changes(w.t, `{"birth_date": "1979-05-02"}`), store.DocumentSeen)
	must(err)
	c, err = d.RenameClient(w.ctx, c.Ref, desk.Latest, "Zebedee")
	must(err)
	_, err = d.AddFollowUp(w.ctx, c.Ref, d.Today()+3, "polish the moustache")
	must(err)
	_, err = d.Triage(w.ctx, c.Ref, d.Today())
	must(err)
	r, err := d.Refer(w.ctx, store.ReferralForm{
		Client: c.Ref, Programme: "connect-to-work", Told: store.Date(2026, 2, 1), Reason: "boing said the jack",
		Contact: store.Contact{By: store.ByPhone, Detail: "07700900123"},
	})
	must(err)
	h, err := d.OpenHousehold(w.ctx)
	must(err)
	h, err = d.AddPerson(w.ctx, h.ID, h.Rev, store.NewPerson{Client: c.Ref})
	must(err)
	h, err = d.AddPerson(w.ctx, h.ID, h.Rev, store.NewPerson{GivenName: "Florence"})
	must(err)
	h, err = d.AddStep(w.ctx, h.ID, h.Rev, store.PlanStep{What: "sugar lumps by the dozen", Person: "1", Due: d.Today() + 7})
	must(err)
	_, err = d.AddStep(w.ctx, h.ID, h.Rev, store.PlanStep{What: "time for bed at last", Person: "2", Due: d.Today() + 7})
	must(err)
	return c, r
}

// delivered has a partner deliver connect-to-work, with one member who answers.
func (w *world) delivered() *desk.Desk {
	w.t.Helper()
	provider := w.member("Ermintrude", "Meadow", keys.Provider)
	if _, err := w.member("Sten", "Council", keys.Steward).SetDeliverer(w.ctx, "connect-to-work", 0, provider.Who().Partner.ID); err != nil {
		w.t.Fatal(err)
	}
	return provider
}

// An export holds every word that is kept of the client, and none of the others of
// the household.
func TestExportHoldsEverythingOfTheClientAlone(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, _ := w.told(d)
	h, err := d.Export(w.ctx, c.Ref)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{
		"Zebedee", "1979-05-02", "severe-mental-illness", "document-seen", "spring on a hinge", `"Zeb"`, "1978-06-03", "a coil on a hinge", "misheard", "boing said the jack", "07700900123",
		"polish the moustache", "sugar lumps by the dozen", "near-miss", "Amina, Burnley Jobcentre", `"standing":"eligible"`,
	} {
		if !strings.Contains(string(data), word) {
			t.Errorf("%q is kept and not in the export", word)
		}
	}
	for _, word := range []string{"Florence", "time for bed"} {
		if strings.Contains(string(data), word) {
			t.Errorf("%q is of somebody else and in the export", word)
		}
	}
	if e := w.lastEvent(); e.Verb != "exported" || e.Subject != "client "+string(c.Ref) {
		t.Errorf("left %+v", e)
	}
}

// Whoever saw the record stands in the list, a receiver of another partner too,
// and nobody who saw another's.
func TestSeenNamesEverybodyWhoSawTheRecord(t *testing.T) {
	w := newWorld(t)
	provider := w.delivered()
	d, other := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	c, r := w.told(d)
	if _, err := other.AddClient(w.ctx, "Dylan", store.Changes{}, "", store.Told{How: store.ToldInPerson}); err != nil {
		t.Fatal(err)
	}
	w.clock.set(time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC))
	if _, err := provider.Received(w.ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	seen, err := d.Seen(w.ctx, c.Ref)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2 || seen[0].Who != "Ermintrude, Meadow" || seen[0].Day != store.Date(2026, 2, 3) || seen[1].Who != "Amina, Burnley Jobcentre" {
		t.Fatalf("seen by %+v", seen)
	}
	if did := seen[1].Did; !slices.Contains(did, "added note") || !strings.Contains(strings.Join(did, "; "), "date of birth") {
		t.Errorf("did %q", did)
	}
	if seen[1].First.After(seen[1].Last) || len(store.SightLines(seen)) != 2 {
		t.Errorf("from %v to %v", seen[1].First, seen[1].Last)
	}
	again, err := d.Seen(w.ctx, c.Ref)
	if err != nil || len(again) != 3 || !slices.Contains(again[0].Did, "opened who has seen it") && !slices.Contains(again[1].Did, "opened who has seen it") {
		t.Errorf("the look at the list is not in it: %+v, %v", again, err)
	}
}
