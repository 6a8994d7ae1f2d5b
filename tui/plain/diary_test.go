package plain_test

import (
	"strings"
	"testing"

	"signpost/keys"
)

// What a coach promises is in their diary until it is done, and clients are handed
// over, a line at a time.
func TestPromisesAndHandOver(t *testing.T) {
	w := newWorld(t)
	ann := w.coach()
	bill := w.member("Bill Ash", "Burnley Jobcentre", keys.Coach)
	jo := w.client(ann, "Jo", `{"age": 30}`)
	shown := w.do(ann, "3", "1", "10", "ring the college", "1/1/2026", "4/2/2026", "9", "back", "menu", "quit")
	has(t, shown, "What do you promise to do?", "By which day?", "Enter a day from today on, such as 9 February 2026.", "Saved.",
		"Promised and not done, 1", "1 ring the college, by 4 February 2026, Ann Lee", "Promised: "+string(jo.Ref)+" Jo: in 2 days, ring the college")
	shown = w.do(ann, "3", "hand over", "2", "1", "y", "menu", "quit")
	has(t, shown, "Hand Jo, "+string(jo.Ref)+", over to Bill Ash?", "Handed over to Bill Ash: 1 open client, 0 open referrals, 1 follow-up.")
	shown = w.do(bill, "3", "1", "9", "1", "back", "menu", "quit")
	has(t, shown, "ring the college, by 4 February 2026, Bill Ash", "Done: ring the college.")
	if end := shown[strings.LastIndex(shown, "Your diary"):]; strings.Contains(end, "ring the college") {
		t.Errorf("what is done is in the diary still: %s", end)
	}
}

// A steward hands over what one who left had in hand, and sees numbers alone.
func TestAStewardHandsOver(t *testing.T) {
	w := newWorld(t)
	ann := w.coach()
	w.member("Bill Ash", "Burnley Jobcentre", keys.Coach)
	w.client(ann, "Jo", `{"age": 30}`)
	shown := w.do(w.member("Stella", "Authority", keys.Steward), "5", "2", "1", "5", "1", "menu", "quit")
	has(t, shown, "5 Hand over all they have in hand", "Ann Lee has 1 open client, 0 open referrals, 0 follow-ups. To which colleague does all of it go?",
		"1 Bill Ash", "Handed over to Bill Ash: 1 open client")
	lacks(t, shown, "Jo,")
}
