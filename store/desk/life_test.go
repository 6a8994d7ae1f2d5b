package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/match"
)

// ends is the two ends of a referral: a coach, a provider of another partner that
// delivers connect-to-work, and a client.
type ends struct {
	coach, provider, steward *desk.Desk
	client                   store.Client
}

func (w *world) ends() *ends {
	w.t.Helper()
	e := &ends{
		coach:    w.member("Amina", "Burnley Jobcentre", keys.Coach),
		provider: w.member("Lukasz", "Reed", keys.Provider),
		steward:  w.member("Stella", "Authority", keys.Steward, keys.Curator),
	}
	w.deliver(e.steward, "connect-to-work", e.provider)
	var err error
	e.client, err = e.coach.AddClient(w.ctx, "Jo", changes(w.t, `{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"], "right_to_work": true}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// deliver makes a member's partner the one that delivers a programme.
func (w *world) deliver(steward *desk.Desk, id store.ProgrammeID, to *desk.Desk) {
	w.t.Helper()
	if _, err := steward.SetDeliverer(w.ctx, id, desk.Latest, to.Who().Partner.ID); err != nil {
		w.t.Fatal(err)
	}
}

// refer sends the client to a programme, whatever the checks say.
func (w *world) refer(e *ends, id store.ProgrammeID) store.Referral {
	w.t.Helper()
	r, err := e.coach.Refer(w.ctx, store.ReferralForm{Client: e.client.Ref, Programme: id, Told: e.coach.Today(), Overrides: overAll()})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// in puts the referral into a state, as if it had come there.
func (w *world) in(r store.Referral, state store.ReferralState) store.Referral {
	w.t.Helper()
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		now, err := store.Referrals.Get(tx, string(r.ID))
		if err != nil {
			return err
		}
		r.Rev, r.State = now.Rev, state
		r, err = store.Referrals.Put(tx, r)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// bytesOf is the referral as the store has it, as text.
func (w *world) bytesOf(id store.ReferralID) string {
	w.t.Helper()
	var data []byte
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		r, err := store.Referrals.Get(tx, string(id))
		if err == nil {
			data, err = json.Marshal(r)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w *world) kept(id store.ReferralID) store.Referral {
	w.t.Helper()
	var r store.Referral
	if err := json.Unmarshal([]byte(w.bytesOf(id)), &r); err != nil {
		w.t.Fatal(err)
	}
	return r
}

// given is what a row asks for, and no more.
func given(row store.MoveRow, today store.Day) store.Turn {
	turn := store.Turn{Move: row.Move}
	if row.Reason == store.MustGive {
		turn.Reason = "unreachable"
	}
	if row.Day == store.MustGive {
		turn.Day = today
	}
	if row.Note == store.MustGive {
		turn.Note = "a word"
	}
	if row.Outcome == store.MustGive {
		turn.Outcome = store.JobStart
	}
	if row.Instead == store.MustGive {
		turn.Instead = "restart"
	}
	return turn
}

// mover makes a move from a side; the answer is the state that it led to.
func (e *ends) mover(w *world, side store.Side, r store.Referral, rev uint64, turn store.Turn) (store.ReferralState, error) {
	switch {
	case side == store.ReceiverSide:
		got, err := e.provider.Reply(w.ctx, r.ID, rev, turn)
		return got.State, err
	case turn.Move == store.MoveSend:
		got, err := e.coach.Send(w.ctx, r.ID, rev, overAll())
		return got.State, err
	}
	got, err := e.coach.Move(w.ctx, r.ID, rev, turn)
	return got.State, err
}

// Every state x move x side: allowed exactly by the table, with the state that it
// says and one event; refused without a trace.
func TestEveryStateMoveSide(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	sent := w.refer(e, "connect-to-work")
	draft, err := e.coach.SaveDraft(w.ctx, store.ReferralForm{Client: e.client.Ref, Programme: "access-to-work", Told: e.coach.Today()})
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range store.ReferralStates() {
		for _, move := range store.ReferralMoves() {
			for _, side := range []store.Side{store.ReferrerSide, store.ReceiverSide} {
				r := w.in(sent, state)
				if state == store.Draft {
					r = w.in(draft, state)
				}
				row, want := store.MoveFrom(move, side, state)
				turn := given(row, e.coach.Today())
				turn.Move = move
				before, events := w.bytesOf(r.ID), w.logged()
				got, err := e.mover(w, side, r, r.Rev, turn)
				after, left := w.bytesOf(r.ID), w.logged()-events
				name := fmt.Sprintf("%s, %s by the %s", state, move, side)
				switch {
				case (err == nil) != want:
					t.Errorf("%s: %v, want it allowed: %v", name, err, want)
				case !want && (before != after || left != 0):
					t.Errorf("%s: refused, and left %d events and %s", name, left, after)
				case !want && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrNotFound) && !isField(err, "move"):
					t.Errorf("%s: refused by %v", name, err)
				case want && (left != 1 || w.lastEvent().Verb != row.Done):
					t.Errorf("%s: left %d events, the last %q", name, left, w.lastEvent().Verb)
				case want && got != state && got != row.To, want && row.To != "" && got != row.To:
					t.Errorf("%s: led to %s", name, got)
				case want && got.Closed() && !state.Closed() && state != store.Draft && len(w.kept(r.ID).Outcomes) == 0:
					t.Errorf("%s: ended without an outcome", name)
				}
			}
		}
	}
}

func isField(err error, field string) bool {
	var fe *store.FieldError
	return errors.As(err, &fe) && fe.Field == field
}

// What a row asks for has to be given, and what it does not ask for may not be:
// the error names the field, and nothing changes.
func TestMovesAskForWhatTheTableSays(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	sent := w.refer(e, "connect-to-work")
	today := e.coach.Today()
	for _, row := range store.Life() {
		if row.Side == store.ClockSide || row.Move == store.MoveSend {
			continue
		}
		for _, c := range []struct {
			field string
			need  store.Need
			take  func(*store.Turn)
			give  func(*store.Turn)
		}{
			{"reason", row.Reason, func(x *store.Turn) { x.Reason = "" }, func(x *store.Turn) { x.Reason = "unreachable" }},
			{"day", row.Day, func(x *store.Turn) { x.Day = 0 }, func(x *store.Turn) { x.Day = today }},
			{"note", row.Note, func(x *store.Turn) { x.Note = " " }, func(x *store.Turn) { x.Note = "a word" }},
			{"outcome", row.Outcome, func(x *store.Turn) { x.Outcome = "" }, func(x *store.Turn) { x.Outcome = store.Qualified }},
			{"instead", row.Instead, func(x *store.Turn) { x.Instead = "" }, func(x *store.Turn) { x.Instead = "restart" }},
		} {
			state := row.From[len(row.From)-1]
			r := w.in(sent, state)
			turn := given(row, today)
			name := fmt.Sprintf("%s, %s by the %s: %s", state, row.Move, row.Side, c.field)
			change := c.give
			if c.need == store.MustGive {
				change = c.take
			}
			change(&turn)
			before, events := w.bytesOf(r.ID), w.logged()
			_, err := e.mover(w, row.Side, r, r.Rev, turn)
			if c.need == store.MayGive {
				if err != nil {
					t.Errorf("%s may be given, and got %v", name, err)
				}
				continue
			}
			if !isField(err, c.field) {
				t.Errorf("%s: got %v", name, err)
			}
			if w.bytesOf(r.ID) != before || w.logged() != events {
				t.Errorf("%s: refused, and something was kept", name)
			}
		}
	}
}

// What is given has to fit.
func TestMovesTakeOnlyWhatFits(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	sent := w.refer(e, "connect-to-work")
	today := e.coach.Today()
	lines, err := e.provider.RuleLines(w.ctx, "connect-to-work")
	if err != nil || len(lines) < 3 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for _, c := range []struct {
		state store.ReferralState
		side  store.Side
		turn  store.Turn
		field string
	}{
		{store.Sent, store.ReceiverSide, store.Turn{Move: "fly"}, "move"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: "fate"}, "reason"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNoReply}, "reason"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: store.ReasonOther}, "note"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible}, "rule"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: len(lines) + 1}, "rule"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveDecline, Reason: "health", Rule: 1}, "rule"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveAccept, Rule: 1}, "rule"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveAccept, Note: "AB123456C"}, "note"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveAccept, Note: strings.Repeat("x", 501)}, "note"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveWait, Day: today - 1}, "day"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveWait, Day: today + 1000}, "day"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveRedirect, Instead: "no-such"}, "instead"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveRedirect, Instead: "connect-to-work"}, "instead"},
		{store.Sent, store.ReceiverSide, store.Turn{Move: store.MoveRedirect, Instead: "skills-pledge"}, "instead"},
		{store.Accepted, store.ReceiverSide, store.Turn{Move: store.MoveStart, Day: today + 1}, "day"},
		{store.Accepted, store.ReceiverSide, store.Turn{Move: store.MoveStart, Day: today - 1}, "day"}, // before it was sent
		{store.Started, store.ReceiverSide, store.Turn{Move: store.MoveComplete, Day: today, Outcome: "fame"}, "outcome"},
		{store.Started, store.ReferrerSide, store.Turn{Move: store.MoveOutcome, Day: today + 1, Outcome: store.JobStart}, "day"},
	} {
		r := w.in(sent, c.state)
		before := w.bytesOf(r.ID)
		_, err := e.mover(w, c.side, r, r.Rev, c.turn)
		if !isField(err, c.field) {
			t.Errorf("%+v: got %v, want an error on %q", c.turn, err, c.field)
		}
		if w.bytesOf(r.ID) != before {
			t.Errorf("%+v was refused, and kept", c.turn)
		}
	}
	r := w.in(sent, store.Sent)
	place := slices.IndexFunc(lines, func(l match.Line) bool { return l.Fact == store.District })
	got, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: place + 1})
	if err != nil {
		t.Fatal(err)
	}
	if why := got.Steps[len(got.Steps)-1].Reason; why == nil || why.Rule != lines[place].Text || why.Fact != "district" || why.Says != "not eligible" {
		t.Errorf("kept the reason %+v", why)
	}
}

// A move at a revision that is no longer the one there is, is a conflict that
// says what was done meanwhile; nothing is kept, and the same move goes through
// at the revision there is now.
func TestAStaleMoveIsAConflict(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveAcknowledge}); err != nil {
		t.Fatal(err)
	}
	turn := store.Turn{Move: store.MoveWithdraw, Reason: "in-work"}
	before := w.bytesOf(r.ID)
	_, err := e.coach.Move(w.ctx, r.ID, r.Rev, turn)
	wantErr(t, err, store.ErrConflict)
	if says := err.Error(); !strings.Contains(says, "acknowledged") || !strings.Contains(says, "Lukasz, Reed") {
		t.Errorf("it does not say what was done, and by whom: %s", says)
	}
	if w.bytesOf(r.ID) != before {
		t.Error("the stale move was kept")
	}
	got, err := e.coach.Move(w.ctx, r.ID, w.kept(r.ID).Rev, turn)
	if err != nil || got.State != store.Withdrawn {
		t.Errorf("%s, %v", got.State, err)
	}
	_, err = e.provider.Reply(w.ctx, r.ID, r.Rev+1, store.Turn{Move: store.MoveAccept})
	wantErr(t, err, store.ErrConflict)
}

// Where no partner here delivers the programme, the coach makes the receiver's
// moves, as told; a provider is not concerned.
func TestTheCoachAnswersForAProviderThatIsNotHere(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	sent := w.refer(e, "restart")
	for _, row := range store.Life() {
		if row.Side != store.ReceiverSide {
			continue
		}
		for _, state := range row.From {
			r := w.in(sent, state)
			turn := given(row, e.coach.Today())
			if turn.Instead != "" {
				turn.Instead = "access-to-work"
			}
			got, err := e.coach.Move(w.ctx, r.ID, r.Rev, turn)
			if err != nil {
				t.Errorf("%s, %s: %v", state, row.Move, err)
				continue
			}
			last := got.Steps[len(got.Steps)-1]
			_, referrers := store.MoveFrom(row.Move, store.ReferrerSide, state)
			if last.By != e.coach.Who().Member.ID || !referrers && last.Side != store.ReceiverSide {
				t.Errorf("%s, %s: the step is %+v", state, row.Move, last)
			}
			if !slices.ContainsFunc(e.coach.Moves(r), func(m store.MoveRow) bool { return m.Move == row.Move }) {
				t.Errorf("%s: %s is not offered", state, row.Move)
			}
		}
	}
	_, err := e.provider.Received(w.ctx, sent.ID)
	wantErr(t, err, store.ErrNotFound)
}
