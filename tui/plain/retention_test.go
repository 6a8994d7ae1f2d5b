package plain_test

import (
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

func TestRetention(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
	if _, err := coach.CloseClient(t.Context(), sam.Ref, desk.Latest, "in work", true); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.now = w.now.AddDate(2, 0, 5)
	w.mu.Unlock()
	if err := w.office.Night(t.Context()); err != nil {
		t.Fatal(err)
	}
	steward := w.member("Stella Ray", "Lancashire County Council", keys.Steward)
	shown := w.do(steward, "r", "3", "burnley", "2", "", "1", "1", "200", "12", "4", "1", "4", "yes", "4", "yes", "back", "quit")
	has(t, shown, "Retention: how long things are kept, and what goes when", "1 announced, 0 removed.", "Which partner's times?",
		string(sam.Ref)+", closed-client, goes on", "Enter a number of months from 1 to 120", "Kept for 12 months.",
		"Put all removing by time on hold?", "On hold. Nothing is removed until a steward goes on with it.", "a steward put it on hold", "Removing by time goes on. All is announced anew tonight.")

	shown = w.do(coach, "11", "keep it for 12 months: a legal", "quit")
	has(t, shown, "Goes: "+string(sam.Ref)+" Sam: record goes on", "and everything of theirs with it.", "Client "+string(sam.Ref)+" is kept until")
	if r, err := steward.Forecast(t.Context(), coach.Who().Partner.ID, 28); err != nil || len(r.Rows) > 0 {
		t.Errorf("it goes still: %+v, %v", r, err)
	}
	if k := store.KeepWhys()[3]; k.Code != "claim" {
		t.Errorf("the fourth reason is %q", k.Code)
	}
}
