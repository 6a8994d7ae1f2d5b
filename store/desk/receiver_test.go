package desk_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// A receiver sees the packet, and what was done since it was sent: nothing that
// was written elsewhere of the client, however it is asked for.
func TestTheReceiverSeesThePacketAlone(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	w.deliver(e.steward, "restart", w.member("Other", "Elsewhere", keys.Provider))
	c := e.client
	c, err := e.coach.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"programmes": ["marked-programme"], "weekly_net_pay": 123.45, "barriers": ["debt"], "past_programmes": ["marked-past"]}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.AddNote(w.ctx, c.Ref, "MARKEDNOTE of the client"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.Triage(w.ctx, c.Ref, e.coach.Today()); err != nil {
		t.Fatal(err)
	}
	why := map[string]string{}
	for _, id := range store.CheckIDs() {
		why[id] = "MARKEDOVERRIDE " + id
	}
	other, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "restart", Reason: "MARKEDREASON of another", Told: e.coach.Today(), Overrides: why})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := e.coach.SaveDraft(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "ips-smi", Reason: "MARKEDDRAFT"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Reason: "shown to you", Told: e.coach.Today(), Overrides: why})
	if err != nil {
		t.Fatal(err)
	}
	var seen []any
	see := func(v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, v)
	}
	turn := func(turn store.Turn) {
		t.Helper()
		got, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, turn)
		see(got, err)
	}
	turn(store.Turn{Move: store.MoveAcknowledge, Note: "from us"})
	turn(store.Turn{Move: store.MoveRedirect, Instead: "access-to-work"})
	if _, err := e.coach.Move(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveOutcome, Outcome: store.JobStart, Day: e.coach.Today(), Note: "MARKEDOUTCOME"}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.Move(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveNote, Note: "meant for you"}); err != nil {
		t.Fatal(err)
	}
	again, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", After: r.ID, Told: e.coach.Today(), Overrides: why})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.coach.Move(w.ctx, again.ID, desk.Latest, store.Turn{Move: store.MoveWithdraw, Reason: "health", Note: "MARKEDWITHDRAWAL"}); err != nil {
		t.Fatal(err)
	}
	for _, all := range []bool{false, true} {
		got, err := e.provider.Inbox(w.ctx, all)
		see(got, err)
		if n := map[bool]int{false: 0, true: 2}[all]; len(got) != n {
			t.Errorf("all %v: %d in the inbox, want %d", all, len(got), n)
		}
	}
	for _, id := range []store.ReferralID{r.ID, again.ID} {
		got, err := e.provider.Received(w.ctx, id)
		see(got, err)
	}
	dl, err := e.provider.Deliveries(w.ctx)
	see(dl, err)
	data, err := json.Marshal(seen)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, s := range []string{
		"MARKED", "marked", "123.45", "debt", "the client's health", string(other.ID), string(draft.ID), string(e.coach.Who().Member.ID),
	} {
		if strings.Contains(text, s) {
			t.Errorf("the receiver sees %q in %s", s, text)
		}
	}
	for _, s := range []string{"shown to you", "meant for you", "from us", "Amina, Burnley Jobcentre", `"job-start"`} {
		if !strings.Contains(text, s) {
			t.Errorf("the receiver does not see %q in %s", s, text)
		}
	}
}

// What was sent to another partner, what was not sent, and what was withdrawn
// before it was, are not found.
func TestWhatAProviderDoesNotFind(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	stranger := w.member("Eve", "Elsewhere", keys.Provider)
	own := w.member("Own", "Burnley Jobcentre", keys.Provider) // the referring partner's own provider
	sent := w.refer(e, "connect-to-work")
	draft, err := e.coach.SaveDraft(w.ctx, store.ReferralForm{Client: e.client.Ref, Programme: "connect-to-work"})
	if err != nil {
		t.Fatal(err)
	}
	find := func(d *desk.Desk, id store.ReferralID) {
		t.Helper()
		_, err := d.Received(w.ctx, id)
		wantErr(t, err, store.ErrNotFound)
		_, err = d.Reply(w.ctx, id, desk.Latest, store.Turn{Move: store.MoveNote, Note: "hello"})
		wantErr(t, err, store.ErrNotFound)
	}
	find(stranger, sent.ID)
	find(own, sent.ID)
	find(e.provider, draft.ID)
	if _, err := e.coach.Move(w.ctx, draft.ID, desk.Latest, store.Turn{Move: store.MoveWithdraw, Reason: "in-work"}); err != nil {
		t.Fatal(err)
	}
	find(e.provider, draft.ID)
	find(e.provider, "R-222-222")
	find(e.provider, "x")
	for _, d := range []*desk.Desk{stranger, own} {
		if got, err := d.Inbox(w.ctx, true); err != nil || len(got) != 0 {
			t.Errorf("%s finds %+v, %v", d.Who().Partner.Name, got, err)
		}
	}
	if _, err := stranger.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.NoSpace}); err == nil {
		t.Error("a stranger says what room there is")
	}
}

// A referral stays with whom it was sent to, whoever delivers the programme later.
func TestTheDelivererChanges(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	if _, err := e.provider.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.HasSpace}); err != nil {
		t.Fatal(err)
	}
	r := w.refer(e, "connect-to-work")
	next := w.member("Nora", "Next", keys.Provider)
	w.deliver(e.steward, "connect-to-work", next)
	_, err := next.Received(w.ctx, r.ID)
	wantErr(t, err, store.ErrNotFound)
	if _, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveAccept}); err != nil {
		t.Errorf("who it was sent to: %v", err)
	}
	if dl, err := next.Delivery(w.ctx, "connect-to-work"); err != nil || dl.Capacity.Code != "" {
		t.Errorf("the new deliverer is said to have %+v, %v", dl.Capacity, err)
	}
	_, err = e.provider.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.HasSpace})
	wantErr(t, err, store.ErrNotFound)
	_, err = e.steward.SetDeliverer(w.ctx, "connect-to-work", 1, "")
	wantErr(t, err, store.ErrConflict)
	_, err = e.steward.SetDeliverer(w.ctx, "connect-to-work", desk.Latest, "nobody-known")
	wantErr(t, err, store.ErrNotFound)
}

// The clocks of a programme set the days of its referrals, and the queue goes by
// them: overdue first, then what is to be answered, then what is under way.
func TestTheInboxGoesByAge(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	if _, err := e.steward.SetClocks(w.ctx, "connect-to-work", desk.Latest, store.Clocks{Reply: 5, Expire: 20}); err != nil {
		t.Fatal(err)
	}
	day := func(d int) { w.clock.set(time.Date(2026, 2, d, 9, 0, 0, 0, time.UTC)) }
	var ids []store.ReferralID
	for i := range 4 {
		day(2 + 2*i)
		var err error
		e.client, err = e.coach.AddClient(w.ctx, "Jo", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
		if err != nil {
			t.Fatal(err)
		}
		r := w.refer(e, "connect-to-work")
		if r.ReplyBy != e.coach.Today()+5 || r.ExpiresOn != e.coach.Today()+20 || r.To != e.provider.Who().Partner.ID {
			t.Fatalf("sent to %q, reply by %s, ends on %s", r.To, r.ReplyBy, r.ExpiresOn)
		}
		ids = append(ids, r.ID)
	}
	for i, turn := range []store.Turn{{Move: store.MoveAccept}, {Move: store.MoveDecline, Reason: "no-capacity"}} {
		if _, err := e.provider.Reply(w.ctx, ids[i], desk.Latest, turn); err != nil {
			t.Fatal(err)
		}
	}
	day(12) // the third is overdue since yesterday
	for all, want := range map[bool][]store.ReferralID{false: {ids[2], ids[3], ids[0]}, true: {ids[2], ids[3], ids[0], ids[1]}} {
		got, err := e.provider.Inbox(w.ctx, all)
		if err != nil {
			t.Fatal(err)
		}
		var order []store.ReferralID
		for _, r := range got {
			order = append(order, r.ID)
		}
		if !slices.Equal(order, want) || !got[0].Overdue(e.coach.Today()) || got[1].Overdue(e.coach.Today()) {
			t.Errorf("all %v: in the order %q, want %q", all, order, want)
		}
	}
	if r := w.kept(ids[0]); r.Replied.IsZero() || r.Overdue(e.coach.Today()) {
		t.Errorf("the first was answered: %+v", r)
	}
}

// Silence ends a referral on its day: when anybody looks, and by the sweep, with
// one event of the clock for each, and once.
func TestSilenceEndsAReferral(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	var ids []store.ReferralID
	for range 45 { // more than one transaction
		var err error
		e.client, err = e.coach.AddClient(w.ctx, "Jo", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, w.refer(e, "connect-to-work").ID)
	}
	if _, err := e.provider.Reply(w.ctx, ids[0], desk.Latest, store.Turn{Move: store.MoveAccept}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.provider.Reply(w.ctx, ids[1], desk.Latest, store.Turn{Move: store.MoveAcknowledge}); err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 3, 3, 23, 59, 0, 0, time.UTC) // 29 days on
	w.clock.set(last)
	if err := w.office.Sweep(w.ctx); err != nil {
		t.Fatal(err)
	}
	if r := w.kept(ids[2]); r.State != store.Sent || !r.Overdue(e.coach.Today()) {
		t.Fatalf("a day before: %s, overdue %v", r.State, r.Overdue(e.coach.Today()))
	}
	w.clock.set(last.Add(time.Hour))
	before := w.logged()
	list, err := e.coach.Referrals(w.ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	state := map[store.ReferralID]store.ReferralState{}
	for _, r := range list {
		state[r.ID] = r.State
	}
	for i, id := range ids {
		want := store.Expired
		if i == 0 {
			want = store.Accepted
		}
		if state[id] != want {
			t.Errorf("referral %d is shown as %s, want %s", i, state[id], want)
		}
	}
	clocked := 0
	for _, ev := range w.events()[before:] {
		if ev.Act == keys.ActClock {
			clocked++
			if ev.Verb != "expired" || ev.Member != "" || !strings.HasPrefix(ev.Subject, "client ") {
				t.Errorf("the event is %+v", ev)
			}
		}
	}
	if left := w.logged() - before; clocked != 44 || left != 45 {
		t.Errorf("%d events of the clock among %d, want 44 and the reading", clocked, left)
	}
	w.reopen() // which sweeps too, and finds nothing
	if left := w.logged() - before; left != 45 {
		t.Errorf("%d events after opening again", left)
	}
	r := w.kept(ids[1])
	step := r.Steps[len(r.Steps)-1]
	if step.Side != store.ClockSide || step.From != store.Acknowledged || len(r.Outcomes) != 1 || r.Outcomes[0].Code != store.NoOutcome {
		t.Errorf("the step is %+v, the outcomes %+v", step, r.Outcomes)
	}
	back, err := w.desk(e.provider.Who().Fingerprint).Reply(w.ctx, ids[1], r.Rev, store.Turn{Move: store.MoveReopen, Note: "we are here now"})
	if err != nil || back.State != store.Acknowledged || back.ExpiresOn != store.Date(2026, 4, 3) || len(back.Outcomes) != 0 {
		t.Errorf("reopened: %+v, %v", back, err)
	}
}

// The office keeps time by itself while the server runs, until it is told to stop.
func TestTheOfficeKeepsTime(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	w.clock.set(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC))
	ctx, stop := context.WithCancel(w.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.office.KeepTime(ctx, time.Millisecond)
	}()
	for w.kept(r.ID).State != store.Expired {
		if t.Context().Err() != nil {
			t.Fatal("the test ended before the referral did")
		}
	}
	stop()
	<-ended
}

// A desk that opens after the day has passed is right at once.
func TestTheClockRunsWhileNothingDoes(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	w.clock.set(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC))
	_, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveAccept})
	wantErr(t, err, store.ErrConflict)
	w.reopen()
	if got := w.kept(r.ID); got.State != store.Expired || len(got.Steps) != 2 {
		t.Errorf("%+v", got)
	}
}

// A redirection leaves the coach a draft for the other programme, which the
// client has yet to be told of.
func TestARedirectionLeavesADraft(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	got, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveRedirect, Instead: "access-to-work", Note: "they are in work"})
	if err != nil || got.State != store.Redirected || got.Outcomes[0].Code != store.OtherSupport {
		t.Fatalf("%+v, %v", got, err)
	}
	kept := w.kept(r.ID)
	link := kept.Steps[len(kept.Steps)-1].Linked
	draft, err := e.coach.Referral(w.ctx, link)
	if err != nil {
		t.Fatal(err)
	}
	if draft.State != store.Draft || draft.After != r.ID || draft.Told != 0 || draft.By != e.coach.Who().Member.ID || draft.Packet.Programme != "access-to-work" ||
		draft.Packet.From != "Amina, Burnley Jobcentre" {
		t.Fatalf("the draft is %+v", draft)
	}
	_, err = e.coach.Send(w.ctx, draft.ID, draft.Rev, overAll())
	wantField(t, err, "told")
	form := store.ReferralForm{Client: e.client.Ref, Programme: "access-to-work", Told: e.coach.Today()}
	if draft, err = e.coach.ChangeDraft(w.ctx, draft.ID, draft.Rev, form); err != nil || draft.After != r.ID {
		t.Fatalf("%+v, %v", draft, err)
	}
	if draft, err = e.coach.Send(w.ctx, draft.ID, draft.Rev, overAll()); err != nil || draft.Steps[0].Linked != r.ID {
		t.Fatalf("%+v, %v", draft, err)
	}
	c, err := e.coach.CloseClient(w.ctx, e.client.Ref, desk.Latest, "in work", true)
	if err != nil {
		t.Fatal(err)
	}
	back, err := e.provider.Reply(w.ctx, w.in(w.kept(r.ID), store.Sent).ID, desk.Latest, store.Turn{Move: store.MoveRedirect, Instead: "restart"})
	if err != nil || back.State != store.Redirected {
		t.Errorf("of a closed client: %+v, %v", back, err)
	}
	all, err := e.coach.Referrals(w.ctx, c.Ref)
	if err != nil || len(all) != 2 {
		t.Errorf("%d referrals, %v: a closed client is referred no further", len(all), err)
	}
}

// A coach who has waited long enough refers elsewhere: the referral that nobody
// answered is withdrawn as the other is sent, and each names the other.
func TestARefusedOrSilentReferralIsTakenFurther(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	form := store.ReferralForm{Client: e.client.Ref, Programme: "access-to-work", Told: e.coach.Today(), After: r.ID, Overrides: overAll()}
	_, err := e.coach.Refer(w.ctx, form)
	wantField(t, err, "after") // not overdue yet
	w.clock.set(time.Date(2026, 2, 13, 9, 0, 0, 0, time.UTC))
	other, err := e.coach.AddClient(w.ctx, "Sam", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	strange := form
	strange.Client = other.Ref
	_, err = e.coach.Refer(w.ctx, strange)
	wantField(t, err, "after")
	form.Told = 0
	_, err = e.coach.Refer(w.ctx, form)
	wantField(t, err, "told")
	form.Told = e.coach.Today()
	before := w.logged()
	next, err := e.coach.Refer(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	if left := w.logged() - before; left != 1 || !slices.Contains(w.lastEvent().Fields, "after "+string(r.ID)) {
		t.Errorf("left %d events, the last %+v", left, w.lastEvent())
	}
	old := w.kept(r.ID)
	step := old.Steps[len(old.Steps)-1]
	if old.State != store.Withdrawn || step.Reason == nil || step.Reason.Code != store.ReasonNoReply || step.Linked != next.ID {
		t.Errorf("the one before is %s, its step %+v", old.State, step)
	}
	if next.After != r.ID || next.Steps[0].Linked != r.ID {
		t.Errorf("the next is %+v", next)
	}
	seen, err := e.provider.Received(w.ctx, r.ID)
	if err != nil || seen.State != store.Withdrawn {
		t.Errorf("the receiver sees %s, %v", seen.State, err)
	}
}

// A list shows each referral as its row is, at the revision that it has: rows go
// with their referrals through every move.
func TestListsShowRows(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	form := store.ReferralForm{Client: e.client.Ref, Programme: "connect-to-work", Reason: "MARKED", Told: e.coach.Today(), Overrides: overAll()}
	r, err := e.coach.Refer(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range []store.Turn{
		{Move: store.MoveAcknowledge, Note: "MARKED"},
		{Move: store.MoveNote, Note: "MARKED"},
		{Move: store.MoveDecline, Reason: "no-capacity", Note: "MARKED"},
	} {
		if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, turn); err != nil {
			t.Fatal(err)
		}
		whole := w.kept(r.ID)
		mine, err := e.coach.Referrals(w.ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := e.provider.Inbox(w.ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(mine) != 1 || mine[0].Rev != whole.Rev || mine[0].State != whole.State || !mine[0].Since().Equal(whole.Since()) || mine[0].Packet.Name != whole.Packet.Name {
			t.Errorf("after %s the coach's list has %+v", turn.Move, mine)
		}
		if len(theirs) != 1 || theirs[0].Rev != whole.Rev || theirs[0].State != whole.State || theirs[0].Packet.GivenName != "Jo" {
			t.Errorf("after %s the inbox has %+v", turn.Move, theirs)
		}
		data, err := json.Marshal([]any{mine, theirs})
		if err != nil || strings.Contains(string(data), "MARKED") || strings.Contains(string(data), "birth") {
			t.Errorf("a list shows more than its rows: %s", data)
		}
	}
	if open, err := e.provider.Inbox(w.ctx, false); err != nil || len(open) != 0 {
		t.Errorf("%+v is open, %v", open, err)
	}
	rev := w.kept(r.ID).Rev
	err = w.engine.Update(w.ctx, func(tx store.Tx) error { return store.Referrals.Delete(tx, string(r.ID), rev) })
	if err != nil {
		t.Fatal(err)
	}
	if mine, err := e.coach.Referrals(w.ctx, ""); err != nil || len(mine) != 0 {
		t.Errorf("after it is gone the list has %+v, %v", mine, err)
	}
}
