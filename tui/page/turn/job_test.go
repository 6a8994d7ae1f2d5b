package turn_test

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/page"
	"signpost/tui/page/turn"
)

// press gives keys to a job, and the answer of the move it makes, if it makes one.
func press(t *testing.T, j *turn.Job[string], made func(store.Turn) (string, error), keys ...tea.KeyPressMsg) (page.Answer[string], bool) {
	t.Helper()
	for _, k := range keys {
		cmd := j.Press(t.Context(), k, func(_ context.Context, got store.Turn) (string, error) { return made(got) })
		if cmd != nil {
			return cmd().(page.Answer[string]), true
		}
	}
	return page.Answer[string]{}, false
}

var enter = tea.KeyPressMsg{Code: tea.KeyEnter}

// A move that was made is shown, also where the page has given up asking meanwhile;
// a conflict has the page read again, and what was entered stays.
func TestJob(t *testing.T) {
	row, ok := store.MoveFrom(store.MoveAcknowledge, store.ReceiverSide, store.Sent)
	if !ok {
		t.Fatal("no row")
	}
	for _, x := range []struct {
		name        string
		err         error
		drop        bool
		shown, open bool
		again       int
	}{
		{"made", nil, false, true, false, 0},
		{"made after the page gave it up", nil, true, true, false, 0},
		{"somebody was first", store.ErrConflict, false, false, true, 1},
		{"refused", errors.New("the store is away"), false, false, true, 0},
		{"refused after the page gave it up", errors.New("the store is away"), true, false, false, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			var j turn.Job[string]
			var out page.Out
			j.Entry = turn.Begin(row, facts())
			got, made := press(t, &j, func(got store.Turn) (string, error) {
				if got.Move != store.MoveAcknowledge {
					t.Errorf("makes %q", got.Move)
				}
				return "R-K7M-2QX", x.err
			}, enter, enter, enter)
			if !made || !j.Busy() {
				t.Fatal("three times Enter makes no move")
			}
			if x.drop {
				j.Entry = nil
			}
			shown, again := false, 0
			j.Made(&out, got, func(id string, move store.ReferralMove) {
				shown = id == "R-K7M-2QX" && move == store.MoveAcknowledge
			}, func() tea.Cmd { again++; return nil })
			if shown != x.shown || j.Open() != x.open || again != x.again || j.Busy() {
				t.Errorf("shown %v, open %v, read again %d times", shown, j.Open(), again)
			}
		})
	}
}
