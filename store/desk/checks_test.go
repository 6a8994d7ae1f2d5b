package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// balloon is a programme with days, a rule, a programme that it excludes and a
// document that it asks for.
const balloon = `
id: balloon-course
name: Balloon Course
provider: Barnoldswick Airships
audience: [person]
help: [training]
gives: Learning to fly a balloon.
for: Adults out of work.
helps: [barriers.work-experience]
dates: {opens: 2025-09-01, closes: 2026-03-10, says: takes referrals until 10 March 2026, source: leaflet}
documents: [right_to_work]
rule:
  all:
    - {fact: age, min: 19, says: is 19 or over, source: leaflet}
    - {fact: right_to_work, is: [yes], says: has the right to work, source: leaflet}
    - {not: {fact: programmes, has: [restart], says: is on Restart, says_not: is not on Restart, source: leaflet}}
sources:
  - {id: leaflet, title: Balloon leaflet, url: "https://airships.example/balloon", date: 2025-08-12, quote: adults out of work}
assured: 2026-01-15
assured_by: reading the leaflet
`

// line is what the checks say of one thing, "level: words", empty for nothing.
func line(checks []store.Check, id string) string {
	for _, c := range checks {
		if c.ID == id {
			return fmt.Sprintf("%s: %s", c.Level, c.Says)
		}
	}
	return ""
}

func (w *world) checks(e *ends, form store.ReferralForm) []store.Check {
	w.t.Helper()
	got, err := e.coach.Checks(w.ctx, form)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) balloons(e *ends) store.ReferralForm {
	w.t.Helper()
	if _, err := e.steward.PutProgramme(w.ctx, []byte(balloon), desk.Latest); err != nil {
		w.t.Fatal(err)
	}
	w.deliver(e.steward, "balloon-course", e.provider)
	return store.ReferralForm{Client: e.client.Ref, Programme: "balloon-course", Told: e.coach.Today()}
}

func TestWhatTheChecksSay(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := w.balloons(e)
	facts := func(json string, source store.FactSource) {
		t.Helper()
		if _, err := e.coach.SetFacts(w.ctx, e.client.Ref, desk.Latest, changes(t, json), source); err != nil {
			t.Fatal(err)
		}
	}
	want := func(id, says string) {
		t.Helper()
		if got := line(w.checks(e, form), id); got != says {
			t.Errorf("%s\n got %q\nwant %q", id, got, says)
		}
	}
	facts(`{"programmes": {"restart": false}}`, "")
	want(store.CheckStanding, "")
	want(store.CheckReceiver, "")
	want(store.CheckCapacity, "")
	want(store.CheckDates, "")
	want(store.CheckAssured, "")
	want(store.CheckDocuments, "note: Documents still to bring, for: right to work")
	facts(`{"right_to_work": true}`, store.DocumentSeen)
	want(store.CheckDocuments, "")
	facts(`{"right_to_work": null}`, "")
	want(store.CheckStanding, "note: Unclear today. Not known: has the right to work")
	facts(`{"right_to_work": true, "birth_date": "2007-02-20"}`, "")
	want(store.CheckStanding, "warning: Not eligible yet. Not met: is 19 or over. Met on 20 February 2026")
	facts(`{"right_to_work": false}`, "")
	want(store.CheckStanding, "stop: Not eligible today. Not met: is 19 or over; has the right to work")
	facts(`{"right_to_work": true, "birth_date": "1990-02-20", "programmes": ["restart"]}`, "")
	want(store.CheckStanding, "")
	want(store.CheckExcluded, "warning: Jo is on restart. Its rule does not allow both.")
	facts(`{"programmes": {"restart": false}}`, "")
	restart := w.refer(e, "restart")
	want(store.CheckExcluded, "warning: Jo is referred to Restart Scheme ("+string(restart.ID)+"). Its rule does not allow both.")
	if _, err := e.coach.Move(w.ctx, restart.ID, desk.Latest, store.Turn{Move: store.MoveWithdraw, Reason: "duplicate"}); err != nil {
		t.Fatal(err)
	}
	want(store.CheckExcluded, "")

	four := 4
	for _, c := range []struct {
		capacity store.Capacity
		says     string
	}{
		{store.Capacity{Code: store.HasSpace, Places: &four}, "note: There is space (4 places), said on 2 February 2026"},
		{store.Capacity{Code: store.WaitingList, Note: "three weeks"}, "warning: There is a waiting list, said on 2 February 2026: three weeks"},
		{store.Capacity{Code: store.AskFirst}, "warning: The provider is to be asked first, said on 2 February 2026"},
		{store.Capacity{Code: store.NoSpace}, "stop: There is no space, said on 2 February 2026"},
	} {
		if _, err := e.provider.SetCapacity(w.ctx, "balloon-course", desk.Latest, c.capacity); err != nil {
			t.Fatal(err)
		}
		want(store.CheckCapacity, c.says)
	}
	if _, err := e.steward.SetClocks(w.ctx, "balloon-course", desk.Latest, store.Clocks{Reply: 5, Expire: 10, Review: 12}); err != nil {
		t.Fatal(err)
	}
	want(store.CheckAssured, "note: What is known of it was last checked on 15 January 2026, 18 days ago: it is to be checked every 12 days.")
	w.clock.set(time.Date(2026, 2, 15, 9, 0, 0, 0, time.UTC))
	want(store.CheckAssured, "warning: What is known of it was last checked on 15 January 2026, 31 days ago: it is to be checked every 12 days.")
	want(store.CheckCapacity, "stop: There is no space, said on 2 February 2026, 13 days ago, so it may be out of date")
	want(store.CheckDates, "note: The last day for referrals is 10 March 2026, in 23 days")
	w.clock.set(time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC))
	want(store.CheckDates, "stop: It is not taking referrals today: takes referrals until 10 March 2026")
	want(store.CheckStanding, "")
}

// Nobody would see what is sent to a partner whose access is closed, or who has
// no provider: the checks say so.
func TestWhoWouldSeeIt(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := w.balloons(e)
	if _, err := e.steward.LockMember(w.ctx, e.provider.Who().Member.ID, desk.Latest, true); err != nil {
		t.Fatal(err)
	}
	if got := line(w.checks(e, form), store.CheckReceiver); !strings.HasPrefix(got, "warning: Nobody at Reed has the role provider") {
		t.Errorf("got %q", got)
	}
	if _, err := e.steward.LockPartner(w.ctx, e.provider.Who().Partner.ID, desk.Latest, true); err != nil {
		t.Fatal(err)
	}
	if got := line(w.checks(e, form), store.CheckReceiver); got != "stop: The access of Reed is closed: nobody there will see it." {
		t.Errorf("got %q", got)
	}
	if _, err := e.steward.SetDeliverer(w.ctx, "balloon-course", desk.Latest, ""); err != nil {
		t.Fatal(err)
	}
	if got := line(w.checks(e, form), store.CheckReceiver); !strings.HasPrefix(got, "note: Nobody here delivers it") {
		t.Errorf("got %q", got)
	}
}

// A warning or a stop is sent against only with a word on why, for each; what was
// written is kept, and its check is named in the trail.
func TestOverrides(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := w.balloons(e)
	if _, err := e.coach.SetFacts(w.ctx, e.client.Ref, desk.Latest, changes(t, `{"birth_date": "2007-02-20", "programmes": {"restart": false}}`), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.provider.SetCapacity(w.ctx, "balloon-course", desk.Latest, store.Capacity{Code: store.NoSpace}); err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	send := func(ctx context.Context, why map[string]string) (store.Referral, error) {
		form.Overrides = why
		return e.coach.Refer(ctx, form)
	}
	_, err := send(w.ctx, nil)
	wantChecks(t, err, store.CheckStanding, store.CheckCapacity)
	_, err = send(w.ctx, map[string]string{store.CheckStanding: "nearly 19", store.CheckCapacity: "  "})
	wantChecks(t, err, store.CheckCapacity)
	_, err = send(w.ctx, map[string]string{store.CheckStanding: "AB123456C", store.CheckCapacity: "agreed"})
	wantField(t, err, "override")
	if left := w.logged() - before; left != 0 {
		t.Fatalf("refusals left %d events", left)
	}
	r, err := send(w.ctx, map[string]string{store.CheckStanding: "nearly 19", store.CheckCapacity: "a place was promised", store.CheckDates: "not needed"})
	if err != nil {
		t.Fatal(err)
	}
	over := r.Steps[0].Override
	if len(over) != 2 || over[0].Check != store.CheckStanding || over[0].Why != "nearly 19" || !strings.Contains(over[1].Says, "no space") {
		t.Errorf("kept %+v", over)
	}
	fields := strings.Join(w.lastEvent().Fields, " ")
	if !strings.Contains(fields, "override standing") || !strings.Contains(fields, "override capacity") || strings.Contains(fields, "promised") {
		t.Errorf("the event names %q", fields)
	}
	w.deliver(e.steward, "balloon-course", w.member("Nora", "Next", keys.Provider))
	draft, err := e.coach.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.coach.Send(w.ctx, draft.ID, draft.Rev, nil)
	wantChecks(t, err, store.CheckStanding, store.CheckOpenReferral)
	if _, err = e.coach.Send(w.ctx, draft.ID, draft.Rev, map[string]string{store.CheckStanding: "x", store.CheckOpenReferral: "y"}); err != nil {
		t.Error(err)
	}
}

// Who is sent what is said of a client is part of what is checked: a draft that
// was checked for one receiver does not go to another.
func TestAnotherReceiverIsCheckedAnew(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := w.balloons(e)
	draft, err := e.coach.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	if got := draft.Packet.Receiver(); got != "Reed, for Barnoldswick Airships" {
		t.Errorf("to %q", got)
	}
	if _, err := e.steward.SetDeliverer(w.ctx, "balloon-course", desk.Latest, e.coach.Who().Partner.ID); err != nil {
		t.Fatal(err)
	}
	why := map[string]string{store.CheckReceiver: "we run it ourselves"}
	if _, err := e.coach.Send(w.ctx, draft.ID, draft.Rev, why); !errors.Is(err, store.ErrConflict) {
		t.Errorf("sent to another receiver than was checked: %v", err)
	}
}

func TestReferredThereBefore(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := w.balloons(e)
	r, err := e.coach.Refer(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	if got := line(w.checks(e, form), store.CheckBefore); got != "" {
		t.Errorf("got %q of one that is open", got)
	}
	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: 2}); err != nil {
		t.Fatal(err)
	}
	want := "note: Referred there before, and declined on 2 February 2026: not eligible (is 19 or over)"
	if got := line(w.checks(e, form), store.CheckBefore); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	again, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: form.Client, Programme: form.Programme, Told: e.coach.Today(), Overrides: overAll()})
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range []store.Turn{
		{Move: store.MoveAccept},
		{Move: store.MoveStart, Day: e.coach.Today()},
		{Move: store.MoveComplete, Day: e.coach.Today(), Outcome: store.Qualified},
	} {
		if _, err := e.provider.Reply(w.ctx, again.ID, desk.Latest, turn); err != nil {
			t.Fatal(err)
		}
	}
	last, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: form.Client, Programme: form.Programme, Told: e.coach.Today(), Overrides: overAll()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.Move(w.ctx, last.ID, last.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "in-work"}); err != nil {
		t.Fatal(err)
	}
	want = "note: Referred there before, and withdrawn on 2 February 2026: the client is in work. Completed there on 2 February 2026"
	if got := line(w.checks(e, form), store.CheckBefore); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
