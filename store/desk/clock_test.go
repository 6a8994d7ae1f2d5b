package desk_test

import (
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

// While the clock is doubted no referral ends by silence, at a start or later; when
// it is right again, those end that have to.
func TestNothingEndsByAClockThatIsDoubted(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	at := w.clock.now()
	w.clock.set(at.AddDate(10, 0, 0))
	if j, err := store.StartClock(w.ctx, w.engine, w.clock.now()); err != nil || j.Behind() || !j.Doubted() {
		t.Fatalf("%v, %v", j, err)
	}
	w.reopen()
	if got := w.kept(r.ID); got.State != store.Sent {
		t.Errorf("ten years on: %s", got.State)
	}
	w.clock.set(at.AddDate(0, 0, 40))
	if err := w.office.Sweep(w.ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.kept(r.ID); got.State != store.Expired {
		t.Errorf("when the clock is right again: %s", got.State)
	}
}

// A clock that is set back opens no invitation that has ended, and once it is right
// those open that have not.
func TestNoCodeOpensByAClockThatIsBehind(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	at := w.clock.now()
	code, _, err := steward.Invite(w.ctx, "Guest", "Stewards", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(at.AddDate(0, 1, 0))
	if _, err := steward.Members(w.ctx); err != nil {
		t.Fatal(err)
	}
	if _, _, err := steward.Invite(w.ctx, "Another", "Stewards", []keys.Role{keys.Coach}); err != nil { // an event
		t.Fatal(err)
	}
	w.clock.set(at.Add(time.Hour)) // the code would be good
	if _, err := store.StartClock(w.ctx, w.engine, w.clock.now()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Enrol(w.ctx, code, newKey(t)); err == nil || !strings.Contains(err.Error(), "clock is wrong") {
		t.Errorf("an hour after it was made, by a clock set back: %v", err)
	}
	w.clock.set(at.AddDate(0, 1, 1))
	fresh, _, err := steward.Invite(w.ctx, "Third", "Stewards", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Enrol(w.ctx, fresh, newKey(t)); err != nil {
		t.Errorf("with the clock right again: %v", err)
	}
}
