package desk

import (
	"context"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

// Move makes one of the referring side's moves on a referral of the partner at
// revision rev; a draft is sent by Send. Where no partner here delivers the
// programme, the receiver's moves are made here too, as its provider told.
func (d *Desk) Move(ctx context.Context, id store.ReferralID, rev uint64, turn store.Turn) (store.Referral, error) {
	if turn.Move == store.MoveSend {
		return store.Referral{}, wrong("move", "A draft is sent after its checks: send it from its own page, or with: referral send ID.")
	}
	return d.advance(ctx, keys.ActReferralWrite, rev, turn, func(tx store.Tx) (store.Referral, error) { return d.referral(tx, id) }, referrerSides)
}

// Moves lists what the referring side may do by Move with a referral as it is.
func (d *Desk) Moves(r store.Referral) []store.MoveRow {
	var rows []store.MoveRow
	if r.Erased() {
		return nil
	}
	for _, side := range referrerSides(&r) {
		for _, row := range store.MovesFrom(side, r.State) {
			if r.Withdrew() && row.Move != store.MoveOutcome {
				continue
			}
			is := func(have store.MoveRow) bool { return have.Move == row.Move }
			if row.Move != store.MoveSend && !slices.ContainsFunc(rows, is) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// referrerSides are the sides whose moves the referrer makes.
func referrerSides(r *store.Referral) []store.Side {
	if r.To == "" {
		return []store.Side{store.ReferrerSide, store.ReceiverSide}
	}
	return []store.Side{store.ReferrerSide}
}

// RuleLines reads out the lines of who a programme is for today, without the
// headings among them: a Turn names one of them by its place, from 1.
func (d *Desk) RuleLines(ctx context.Context, id store.ProgrammeID) ([]match.Line, error) {
	var lines []match.Line
	err := d.look(ctx, keys.ActFind, func(store.Tx) error {
		p, err := d.programme(id)
		if err == nil {
			lines = match.RuleLines(p, d.Today())
		}
		return err
	})
	return lines, err
}

// advance makes one move of one of the sides on the referral that open gives.
func (d *Desk) advance(ctx context.Context, act keys.Act, rev uint64, turn store.Turn,
	open func(store.Tx) (store.Referral, error), sides func(*store.Referral) []store.Side,
) (store.Referral, error) {
	var r store.Referral
	err := d.change(ctx, act, func(tx store.Tx) (store.Event, error) {
		var err error
		if r, err = open(tx); err != nil {
			return store.Event{}, err
		}
		if err := atRevision(&r, rev); err != nil {
			return store.Event{}, err
		}
		row, err := rowOf(&r, turn.Move, sides(&r))
		if err != nil {
			return store.Event{}, err
		}
		step, err := d.step(tx, &r, row, turn)
		if err != nil {
			return store.Event{}, err
		}
		if err := d.take(tx, &r, row, step); err != nil {
			return store.Event{}, err
		}
		if err := roomLeft(&r, &step); err != nil {
			return store.Event{}, err
		}
		if err := d.office.learnFrom(tx, r, step); err != nil {
			return store.Event{}, err
		}
		r, err = d.office.putReferral(tx, r)
		return moveEvent(row, &step, &r), err
	})
	return r, err
}

// rowOf is the row of the table for a move of the first side that has one.
func rowOf(r *store.Referral, move store.ReferralMove, sides []store.Side) (store.MoveRow, error) {
	if !slices.Contains(store.ReferralMoves(), move) {
		return store.MoveRow{}, wrong("move", "Enter one of: %s.", strings.Join(words(store.ReferralMoves()), ", "))
	}
	if r.Erased() {
		return store.MoveRow{}, said(store.ErrConflict, "The client of referral %s was erased: nothing can be done with it.", r.ID)
	}
	if r.Withdrew() && move != store.MoveOutcome {
		return store.MoveRow{}, said(store.ErrConflict, "The client withdrew consent for referral %s on %s: what came of it can be added, and nothing else. If they agree again, refer again.", r.ID, r.Agreement.Withdrawn.Words())
	}
	for _, side := range sides {
		if row, ok := store.MoveFrom(move, side, r.State); ok {
			return row, nil
		}
	}
	done := string(move)
	for _, row := range store.Life() {
		if row.Move == move {
			done = row.Done
		}
	}
	var can []string
	for _, side := range sides {
		for _, row := range store.MovesFrom(side, r.State) {
			if !slices.Contains(can, string(row.Move)) {
				can = append(can, string(row.Move))
			}
		}
	}
	says := "nothing"
	if len(can) > 0 {
		says = strings.Join(can, ", ")
	}
	if done == stateWords(r.State) {
		return store.MoveRow{}, said(store.ErrConflict, "Referral %s is %s already. What can be done with it: %s.", r.ID, done, says)
	}
	return store.MoveRow{}, said(store.ErrConflict, "Referral %s is %s: it cannot be %s. What can be done with it: %s.", r.ID, stateWords(r.State), done, says)
}

func stateWords(s store.ReferralState) string {
	switch s {
	case store.OnWaitingList:
		return "on the waiting list"
	case store.EndedEarly:
		return "ended early"
	}
	return string(s)
}

// atRevision refuses a change of a referral that was moved since it was looked
// at, and says by whom.
func atRevision(r *store.Referral, rev uint64) error {
	if rev == Latest || rev == r.Rev {
		return nil
	}
	cause := &store.Conflict{Table: "referral", ID: string(r.ID), Had: rev, Now: r.Rev}
	if len(r.Steps) == 0 {
		return said(cause, "Referral %s was changed since you opened it. Nothing of yours was kept yet: look at it again first.", r.ID)
	}
	if r.Withdrew() && !r.Agreement.At.Before(r.Steps[len(r.Steps)-1].At) {
		return said(cause, "The client withdrew consent for referral %s on %s. Nothing of yours was kept: look at it again.", r.ID, r.Agreement.Withdrawn.Words())
	}
	last := r.Steps[len(r.Steps)-1]
	return said(cause, "Referral %s was %s at %s by %s. It is %s now. Nothing of yours was kept yet: look at it again first.",
		r.ID, last.Done(), last.At.Format("15:04 on 2 January"), last.Who, stateWords(r.State))
}

// take makes the step: what it does to the referral, and to others that hang
// together with it.
func (d *Desk) take(tx store.Tx, r *store.Referral, row store.MoveRow, step store.Step) error {
	if step.Move == store.MoveRedirect {
		var err error
		if step.Linked, err = d.redirect(tx, r, step.Instead); err != nil {
			return err
		}
	}
	if step.Move == store.MoveReopen {
		r.Outcomes = undone(r)
		dl, err := delivery(tx, r.Packet.Programme)
		if err != nil {
			return err
		}
		setClocks(r, dl.Clocks, d.Today())
	}
	if row.Side == store.ReceiverSide && r.State.Unanswered() && !step.To.Unanswered() && r.Replied.IsZero() {
		r.Replied = step.At
	}
	if row.To != "" {
		r.Until = 0
		if row.To == store.OnWaitingList {
			r.Until = step.Day
		}
	}
	end(r, step)
	return nil
}

// end adds the step, and the outcome that it brings: an end that asks for none
// has one all the same, of the program's own, unless nothing was ever sent.
func end(r *store.Referral, step store.Step) {
	code, day, by, who := step.Outcome, step.Day, step.By, step.Who
	if code == "" && step.To.Closed() && !step.From.Closed() && step.From != store.Draft {
		code, day, by, who = store.OutcomeOfEnd(step.To), store.DayOf(step.At), "", store.Clockwork
	}
	if code != "" {
		r.Outcomes = append(r.Outcomes, store.Outcome{Code: code, Says: outcomeSays(code), Day: day, At: step.At, By: by, Who: who})
	}
	r.State = step.To
	r.Steps = append(r.Steps, step)
}

// undone is the outcomes without the one that came with the end that is taken
// back. The step that ended it still tells of it.
func undone(r *store.Referral) []store.Outcome {
	step, ok := r.Came()
	return slices.DeleteFunc(r.Outcomes, func(o store.Outcome) bool { return ok && o.At.Equal(step.At) })
}

func setClocks(r *store.Referral, clocks store.Clocks, today store.Day) {
	clocks = clocks.Filled()
	r.ReplyBy, r.ExpiresOn = today+store.Day(clocks.Reply), today+store.Day(clocks.Expire)
}

// moveEvent tells what was done and which fields were given, and nothing of what
// they hold: a reason is something of the client.
func moveEvent(row store.MoveRow, step *store.Step, r *store.Referral) store.Event {
	fields := []string{"referral " + string(r.ID), "programme " + string(r.Packet.Programme)}
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"reason", step.Reason != nil},
		{"day", step.Day != 0},
		{"outcome", step.Outcome != ""},
		{"instead", step.Instead != ""},
		{"note", step.Note != ""},
	} {
		if f.given {
			fields = append(fields, f.name)
		}
	}
	return store.Event{Verb: row.Done, Subject: subject(r.Client), Fields: fields}
}

func words[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
