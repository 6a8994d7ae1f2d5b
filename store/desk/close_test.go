package desk_test

import (
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/store/desk"
)

// Closing a client names what it leaves open, and what comes of a referral that
// was left open still reaches the coach's diary.
func TestClosingNamesWhatIsOpen(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	f, err := e.coach.AddFollowUp(w.ctx, e.client.Ref, e.coach.Today()+7, "ring the college")
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	_, err = e.coach.CloseClient(w.ctx, e.client.Ref, desk.Latest, "in work", false)
	says, ok := desk.Sentence(err)
	wantErr(t, err, store.ErrConflict)
	for _, want := range []string{string(r.ID), "Connect to Work: sent", string(f.ID), "ring the college", "--leave-open"} {
		if !ok || !strings.Contains(says, want) {
			t.Errorf("%q does not say %q", says, want)
		}
	}
	if w.logged() != before {
		t.Error("a refusal left an event")
	}
	c, err := e.coach.CloseClient(w.ctx, e.client.Ref, desk.Latest, "in work", true)
	if err != nil || c.Closed.IsZero() {
		t.Fatalf("%+v, %v", c, err)
	}
	w.clock.set(time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC))
	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveAccept}); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func() (store.Diary, error){
		"own":  func() (store.Diary, error) { return e.coach.Diary(w.ctx) },
		"team": func() (store.Diary, error) { return e.coach.TeamDiary(w.ctx) },
	} {
		if diary, err := read(); err != nil || count(diary, store.DiaryNews) != 1 || count(diary, store.DiaryTriage) != 0 {
			t.Errorf("%s diary: %+v, %v", name, diary, err)
		}
	}
	if _, err := e.coach.Referral(w.ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	if diary, err := e.coach.Diary(w.ctx); err != nil || count(diary, store.DiaryNews) != 0 {
		t.Errorf("once looked at: %+v, %v", diary, err)
	}
}

func TestAClientWithNothingOpenIsClosed(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.coach.Move(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "in-work"}); err != nil {
		t.Fatal(err)
	}
	if c, err := e.coach.CloseClient(w.ctx, e.client.Ref, desk.Latest, "in work", false); err != nil || c.Closed.IsZero() {
		t.Errorf("%+v, %v", c, err)
	}
}
