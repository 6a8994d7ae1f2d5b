package desk_test

import (
	"testing"
	"time"

	"signpost/store"
	"signpost/store/desk"
)

// The inbox is counted for the partner that receives, and no event is left.
func TestTheInboxIsCounted(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	counts := func(want store.InboxCount) {
		t.Helper()
		before := w.logged()
		got, err := e.provider.InboxCount(w.ctx)
		if err != nil || got != want {
			t.Errorf("counted %+v, %v, want %+v", got, err, want)
		}
		if n := w.logged() - before; n != 0 {
			t.Errorf("%d events of counting", n)
		}
	}
	counts(store.InboxCount{Open: 1, ToAnswer: 1})
	w.clock.set(time.Date(2026, 2, 20, 9, 0, 0, 0, time.UTC))
	counts(store.InboxCount{Open: 1, ToAnswer: 1, Overdue: 1})
	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveAccept}); err != nil {
		t.Fatal(err)
	}
	counts(store.InboxCount{Open: 1})
	if n, err := w.member("Eve", "Elsewhere", e.provider.Who().Member.Roles...).InboxCount(w.ctx); err != nil || n != (store.InboxCount{}) {
		t.Errorf("another partner counts %+v, %v", n, err)
	}
}
