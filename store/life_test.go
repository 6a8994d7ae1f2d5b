package store_test

import (
	"slices"
	"testing"

	"signpost/store"
)

// The table holds together: rows of one move and side share no state, every move
// and every state stands in it, what asks for a reason has reasons to give, and
// whoever is asked for an outcome is asked for its day.
func TestTheTableOfMoves(t *testing.T) {
	type place struct {
		move  store.ReferralMove
		side  store.Side
		state store.ReferralState
	}
	seen := map[place]bool{}
	left, reached := map[store.ReferralState]bool{}, map[store.ReferralState]bool{store.Draft: true}
	for _, row := range store.Life() {
		if !slices.Contains(store.ReferralMoves(), row.Move) || !slices.Contains(store.Sides(), row.Side) || row.Does == "" || row.Done == "" {
			t.Errorf("a row of no known move or side, or without words: %+v", row)
		}
		for _, from := range row.From {
			at := place{row.Move, row.Side, from}
			if seen[at] {
				t.Errorf("two rows for %v", at)
			}
			seen[at], left[from] = true, true
		}
		if row.To != "" {
			reached[row.To] = true
		}
		if row.Reason == store.MustGive && len(store.ReasonsFor(row.Move)) == 0 {
			t.Errorf("%s asks for a reason, and there is none to give", row.Move)
		}
		if row.Outcome == store.MustGive && row.Day != store.MustGive {
			t.Errorf("%s asks for an outcome without its day", row.Move)
		}
	}
	for _, move := range store.ReferralMoves() {
		if !slices.ContainsFunc(store.Life(), func(r store.MoveRow) bool { return r.Move == move }) {
			t.Errorf("no row for %s", move)
		}
	}
	for _, state := range store.ReferralStates() {
		if !left[state] || !reached[state] {
			t.Errorf("%s: a referral comes here: %v, and can be moved from here: %v", state, reached[state], left[state])
		}
		if state.Closed() && (state.Unanswered() || state == store.Draft) {
			t.Errorf("%s is both ended and not", state)
		}
	}
}

// A reason is given for moves that ask for one, and a code is said in one way.
func TestTheReasonsOfMoves(t *testing.T) {
	codes, says := map[store.ReasonCode]bool{}, map[string]bool{}
	for _, r := range store.MoveReasons() {
		if r.Code == "" || r.Says == "" || codes[r.Code] || says[r.Says] || len(r.Moves) == 0 {
			t.Errorf("a reason without words or moves, or twice: %+v", r)
		}
		codes[r.Code], says[r.Says] = true, true
		for _, move := range r.Moves {
			if !slices.ContainsFunc(store.Life(), func(row store.MoveRow) bool { return row.Move == move && row.Reason != store.NotAsked }) {
				t.Errorf("%s can be given for %s, which asks for no reason", r.Code, move)
			}
		}
	}
}
