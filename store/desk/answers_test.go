package desk_test

import (
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/store/desk"
)

// Weeks in work are refused before they can have passed: since the job start on
// record or, with none, since the client started with the provider.
func TestWeeksInWorkHaveToHavePassed(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work") // on 2 February 2026
	reply := func(turn store.Turn) error {
		_, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, turn)
		return err
	}
	started, job := store.Date(2026, 3, 2), store.Date(2026, 4, 6)
	if err := reply(store.Turn{Move: store.MoveAccept}); err != nil {
		t.Fatal(err)
	}
	w.clock.set(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
	if err := reply(store.Turn{Move: store.MoveStart, Day: started}); err != nil {
		t.Fatal(err)
	}
	wantField(t, reply(store.Turn{Move: store.MoveOutcome, Outcome: store.Sustained13, Day: started + 90}), "day")
	if err := reply(store.Turn{Move: store.MoveOutcome, Outcome: store.JobStart, Day: job}); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		code store.OutcomeCode
		day  store.Day
		ok   bool
	}{
		{store.Sustained13, job, false},
		{store.Sustained13, job + 90, false},
		{store.Sustained13, job + 91, true},
		{store.Sustained26, job + 181, false},
		{store.Sustained26, job + 182, true},
	} {
		err := reply(store.Turn{Move: store.MoveOutcome, Outcome: x.code, Day: x.day})
		if x.ok && err != nil {
			t.Errorf("%s on %s: %v", x.code, x.day, err)
		}
		if !x.ok {
			wantField(t, err, "day")
		}
	}
}

// What an end brings by itself is nobody's word.
func TestAnEndSaysNoOutcomeForNobody(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	got, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveDecline, Reason: "unreachable"})
	if err != nil || len(got.Outcomes) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if o := w.kept(r.ID).Outcomes[0]; o.By != "" || o.Who != store.Clockwork || o.Words() != "No outcome recorded yet" {
		t.Errorf("%+v says %q", o, o.Words())
	}
}

// A referral that nobody here receives is the coach's own to send and to chase.
func TestTheDiarySaysWhoSendsIt(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "restart")
	if r.To != "" {
		t.Fatalf("sent to %q", r.To)
	}
	for day, want := range map[int]string{3: "yours to send to the provider, chase after 12 February 2026", 14: "chase the provider since 12 February 2026"} {
		w.clock.set(time.Date(2026, 2, day, 9, 0, 0, 0, time.UTC))
		diary, err := e.coach.Diary(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		var says []string
		for _, row := range diary.Rows {
			says = append(says, row.Says(diary.Day))
		}
		if all := strings.Join(says, "\n"); !strings.Contains(all, want) || strings.Contains(all, "expected") {
			t.Errorf("on day %d the diary says\n%s", day, all)
		}
	}
}

// Only space has a number of places, and at least one.
func TestPlacesAreOfSpace(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	none, four := 0, 4
	for _, c := range []store.Capacity{
		{Code: store.HasSpace, Places: &none}, {Code: store.WaitingList, Places: &four}, {Code: store.NoSpace, Places: &none}, {Code: store.AskFirst, Places: &four},
	} {
		_, err := e.provider.SetCapacity(w.ctx, "connect-to-work", desk.Latest, c)
		wantField(t, err, "places")
	}
	if _, err := e.provider.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.HasSpace, Places: &four}); err != nil {
		t.Error(err)
	}
}

// A move that was made is refused the second time in words that say so, with what
// can be done instead as it is typed.
func TestAMoveMadeTwiceSaysSo(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveAccept}); err != nil {
		t.Fatal(err)
	}
	_, err := e.provider.Reply(w.ctx, r.ID, desk.Latest, store.Turn{Move: store.MoveAccept})
	if says, _ := desk.Sentence(err); !strings.HasSuffix(says, "is accepted already. What can be done with it: wait, decline, redirect, start, end-early, note.") {
		t.Errorf("it says %q", says)
	}
}
