package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// promised is the coach's promise to the client.
func (w *world) promised(d *desk.Desk, ref store.ClientRef, in store.Day, words string) store.FollowUp {
	w.t.Helper()
	f, err := d.AddFollowUp(w.ctx, ref, d.Today()+in, words)
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// A promise is the caller's, at an open client of their partner's, for today or
// later; it is done once, by anybody of the partner.
func TestFollowUps(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	bill, eve := w.member("Bill", "Burnley Jobcentre", keys.Coach), w.member("Eve", "Elsewhere", keys.Coach)
	later := w.promised(e.coach, e.client.Ref, 30, "look again")
	soon := w.promised(e.coach, e.client.Ref, 0, "ring the college")
	if e := w.lastEvent(); e.Verb != "added" || strings.Contains(strings.Join(e.Fields, " "), "college") {
		t.Errorf("the event is %+v", e)
	}
	_, err := e.coach.AddFollowUp(w.ctx, e.client.Ref, e.coach.Today()-1, "late")
	wantField(t, err, "day")
	_, err = e.coach.AddFollowUp(w.ctx, e.client.Ref, e.coach.Today(), "")
	wantField(t, err, "follow-up")
	_, err = eve.AddFollowUp(w.ctx, e.client.Ref, eve.Today(), "mine")
	wantErr(t, err, store.ErrNotFound)
	_, err = eve.EndFollowUp(w.ctx, soon.ID)
	wantErr(t, err, store.ErrNotFound)
	ids := func(d *desk.Desk, ref store.ClientRef) []store.FollowUpID {
		t.Helper()
		all, err := d.FollowUps(w.ctx, ref)
		if err != nil {
			t.Fatal(err)
		}
		var out []store.FollowUpID
		for _, f := range all {
			out = append(out, f.ID)
		}
		return out
	}
	if err := bill.Because(w.ctx, e.client.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	if got := ids(bill, e.client.Ref); !slices.Equal(got, []store.FollowUpID{soon.ID, later.ID}) {
		t.Errorf("of the client: %v", got)
	}
	if got := ids(bill, ""); len(got) != 0 {
		t.Errorf("Bill promised %v", got)
	}
	done, err := bill.EndFollowUp(w.ctx, soon.ID)
	if err != nil || done.DoneBy != bill.Who().Member.ID || done.Done.IsZero() {
		t.Errorf("done: %+v, %v", done, err)
	}
	_, err = bill.EndFollowUp(w.ctx, soon.ID)
	wantErr(t, err, store.ErrConflict)
	if got := ids(e.coach, ""); !slices.Equal(got, []store.FollowUpID{later.ID}) {
		t.Errorf("left to do: %v", got)
	}
}

// A coach hands their own over to a colleague of the same partner, with what was
// promised; each client is an event.
func TestACoachHandsOver(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	bill, eve := w.member("Bill", "Burnley Jobcentre", keys.Coach), w.member("Eve", "Elsewhere", keys.Coach)
	other, err := e.coach.AddClient(w.ctx, "Sam", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.refer(e, "connect-to-work")
	w.promised(e.coach, e.client.Ref, 2, "ring")
	w.promised(e.coach, other.Ref, 2, "write")
	to := bill.Who().Member.ID
	for _, c := range []struct {
		d    *desk.Desk
		to   keys.MemberID
		refs []store.ClientRef
	}{
		{e.coach, eve.Who().Member.ID, nil},                       // another partner's
		{e.coach, e.coach.Who().Member.ID, nil},                   // their own again
		{bill, e.coach.Who().Member.ID, nil},                      // nothing in hand
		{bill, to, []store.ClientRef{e.client.Ref}},               // not Bill's to give
		{eve, eve.Who().Member.ID, []store.ClientRef{other.Ref}},  // not found there
		{e.coach, to, []store.ClientRef{e.client.Ref, "222-222"}}, // one of them is none
	} {
		before := w.logged()
		if h, err := c.d.HandOver(w.ctx, c.to, c.refs...); err == nil {
			t.Errorf("%s hands %v over to %s: %+v", c.d.Who().Member.Name, c.refs, c.to, h)
		}
		if n := w.logged() - before; n != 0 {
			t.Errorf("%d events of what was refused", n)
		}
	}
	h, err := e.coach.HandOver(w.ctx, to, e.client.Ref)
	if err != nil || h != (store.Holding{Clients: 1, Referrals: 1, FollowUps: 1}) {
		t.Fatalf("one: %+v, %v", h, err)
	}
	if e := w.lastEvent(); e.Verb != "handed over" {
		t.Errorf("the event is %+v", e)
	}
	before := w.logged()
	if h, err = e.coach.HandOver(w.ctx, to); err != nil || h != (store.Holding{Clients: 1, FollowUps: 1}) {
		t.Fatalf("the rest: %+v, %v", h, err)
	}
	if n := w.logged() - before; n != 1 {
		t.Errorf("%d events, want one for each client", n)
	}
	all, err := bill.Clients(w.ctx, true)
	if err != nil || len(all) != 2 || all[0].Coach != to || all[1].Coach != to {
		t.Errorf("Bill keeps %+v, %v", all, err)
	}
	d, err := bill.Diary(w.ctx)
	if err != nil || !slices.ContainsFunc(d.Rows, func(r store.DiaryRow) bool { return r.Kind == store.DiaryFollowUp && r.Text == "ring" && r.Coach == to }) {
		t.Errorf("Bill's diary is %+v, %v", d.Rows, err)
	}
}

// Whoever manages access hands over what one who left had in hand, and sees
// numbers alone.
func TestAStewardHandsOverWhatOneWhoLeftHad(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	bill := w.member("Bill", "Burnley Jobcentre", keys.Coach)
	for range 20 { // more than one transaction
		if _, err := e.coach.AddClient(w.ctx, "Kim", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson}); err != nil {
			t.Fatal(err)
		}
	}
	w.promised(e.coach, e.client.Ref, 2, "ring")
	from, to := e.coach.Who().Member, bill.Who().Member.ID
	if _, err := e.steward.LockMember(w.ctx, from.ID, desk.Latest, true); err != nil {
		t.Fatal(err)
	}
	want := store.Holding{Clients: 21, FollowUps: 1}
	if h, err := e.steward.Holding(w.ctx, from.ID); err != nil || h != want {
		t.Fatalf("holds %+v, %v", h, err)
	}
	_, err := bill.HandOverOf(w.ctx, from.ID, to)
	wantErr(t, err, keys.ErrNotAllowed)
	_, err = e.steward.HandOverOf(w.ctx, from.ID, e.provider.Who().Member.ID)
	wantErr(t, err, store.ErrNotFound)
	before := w.logged()
	if h, err := e.steward.HandOverOf(w.ctx, from.ID, to); err != nil || h != want {
		t.Fatalf("handed over %+v, %v", h, err)
	}
	handed := w.events()[before:]
	if len(handed) != 21 {
		t.Errorf("%d events, want one for each client", len(handed))
	}
	if h, err := e.steward.Holding(w.ctx, from.ID); err != nil || h != (store.Holding{}) {
		t.Errorf("still holds %+v, %v", h, err)
	}
	_, err = e.steward.Client(w.ctx, e.client.Ref)
	wantErr(t, err, keys.ErrNotAllowed)
}

// While a coach is away, who covers has the coach's diary in their own; after it,
// and for anybody else, not.
func TestWhoCoversSeesTheDiary(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	bill, cara := w.member("Bill", "Burnley Jobcentre", keys.Coach), w.member("Cara", "Burnley Jobcentre", keys.Coach)
	w.promised(e.coach, e.client.Ref, 1, "ring the college")
	sees := func(d *desk.Desk) string {
		t.Helper()
		got, err := d.Diary(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range got.Rows {
			if r.Text == "ring the college" {
				return "of " + r.Whose
			}
		}
		return ""
	}
	until := e.coach.Today() + 5
	if _, err := e.coach.SetAway(w.ctx, until, bill.Who().Member.ID); err != nil {
		t.Fatal(err)
	}
	if own, covers, other := sees(e.coach), sees(bill), sees(cara); own != "of " || covers != "of Amina" || other != "" {
		t.Errorf("it is seen %q, %q, %q", own, covers, other)
	}
	w.clock.set(time.Date(2026, 2, 7, 22, 0, 0, 0, time.UTC))
	if got := sees(bill); got != "of Amina" {
		t.Errorf("on the last day it is seen %q", got)
	}
	w.clock.set(time.Date(2026, 2, 8, 9, 0, 0, 0, time.UTC))
	if got := sees(bill); got != "" {
		t.Errorf("after the last day it is seen %q", got)
	}
	for _, until := range []store.Day{e.coach.Today() + 5, 0} {
		if _, err := e.coach.SetAway(w.ctx, until, bill.Who().Member.ID); err != nil {
			t.Fatal(err)
		}
		if got, want := sees(bill), map[bool]string{true: "of Amina"}[until != 0]; got != want {
			t.Errorf("away until %v it is seen %q, want %q", until, got, want)
		}
	}
}
