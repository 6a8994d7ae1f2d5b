package plain_test

import (
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

// A coach says what is wrong with a programme, and a curator answers it, finds a
// line still right, and reads how to change a record, a line at a time.
func TestQuestionsAndTheQueue(t *testing.T) {
	w := newWorld(t)
	coach, curator := w.coach(), w.member("Cal Dee", "Hub", keys.Curator)
	later := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now = w.now.Add(time.Minute)
	}
	shown := w.do(coach, "1", "connect to work", "1", "wrong", "2", "", "the number is out of use", later, "more", "wrong", "4", "4", "not so any more", "back", "quit")
	has(t, shown, "What is wrong: Connect to Work", "What looks wrong, or out of date?", "2 How to refer", "What is wrong with this: how to refer?", "Enter a note.", "Saved.",
		"Which line of the rule?", "1 The rule as a whole", "Saved.")
	u, err := coach.Upkeep(t.Context(), "connect-to-work")
	if err != nil || len(u.Open) != 2 || u.Open[0].Field != store.FieldRoutes || u.Open[1].Field != store.FieldRule || u.Open[1].Line == "" {
		t.Fatalf("kept %+v, %v", u.Open, err)
	}
	shown = w.do(curator, "0", "1", "change", "1", "the record has the new one", "1", "right", "back", "quit")
	has(t, shown, "2 to check, the longest waiting first.", "Asked, new", "Get it: ssh HOST provision source connect-to-work", "What is the answer?", "Saved.", "1 to check", "Saved. Checked today.", "Nothing waits.")
	u, err = coach.Upkeep(t.Context(), "connect-to-work")
	if err != nil || len(u.Open) != 0 || len(u.Answered) != 2 {
		t.Errorf("after it %+v wait and %+v are answered, %v", u.Open, u.Answered, err)
	}
}
