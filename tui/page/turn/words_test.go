package turn_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/turn"
)

var (
	at    = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)
	today = store.Date(2026, 2, 5)
)

// TestStates says every state in words, and in a list in as few columns as the
// list has for it.
func TestStates(t *testing.T) {
	step := func(to store.ReferralState, day store.Day) []store.Step {
		return []store.Step{{From: store.Sent, To: to, At: at, Day: day, Reason: &store.StepReason{Says: "not eligible", Rule: "is 19 or over"}}, {Move: store.MoveNote, From: to, To: to, At: at.AddDate(0, 1, 0)}}
	}
	for _, c := range []struct {
		life         turn.Life
		words, short string
	}{
		{turn.Life{State: store.Draft, Made: at}, "draft of 2 February 2026, not sent", "draft 2 Feb 2026"},
		{turn.Life{State: store.Sent, Sent: at, ReplyBy: today + 3}, "sent on 2 February 2026, no answer yet; an answer is due by 8 February 2026", "sent, 3 days left"},
		{turn.Life{State: store.Sent, Alone: true, Sent: at, ReplyBy: today}, "sent on 2 February 2026, no answer yet. Nobody here delivers it: send it to the provider yourself, and enter here what they answer. Chase it after 5 February 2026", "sent, you send it"},
		{turn.Life{State: store.Acknowledged, Alone: true, Sent: at, ReplyBy: today}, "acknowledged on 2 February 2026, not answered yet. Nobody here delivers it: enter here what the provider answers. Chase it after 5 February 2026", "acknowledged, chase it"},
		{turn.Life{State: store.Sent, Alone: true, Sent: at, ReplyBy: today - 2, ExpiresOn: today + 9}, "sent on 2 February 2026, no answer yet. Nobody here delivers it: send it to the provider yourself, and enter here what they answer. To chase for 2 days, expires on 14 February 2026", "to chase for 2 days"},
		{turn.Life{State: store.Sent, Sent: at, ReplyBy: today}, "sent on 2 February 2026, no answer yet; an answer is due by 5 February 2026", "sent, due today"},
		{turn.Life{State: store.Sent, Sent: at, ReplyBy: today - 1, ExpiresOn: today + 20}, "sent on 2 February 2026, no answer yet; overdue by 1 day, expires on 25 February 2026", "overdue by 1 day"},
		{turn.Life{State: store.Acknowledged, Steps: step(store.Acknowledged, 0), ReplyBy: today - 120}, "acknowledged on 2 February 2026, not answered yet; overdue by 120 days", "overdue by 120 days"},
		{turn.Life{State: store.Accepted, Steps: step(store.Accepted, today+2)}, "accepted on 2 February 2026, for 7 February 2026", "accepted 2 Feb 2026"},
		{turn.Life{State: store.OnWaitingList, Steps: step(store.OnWaitingList, 0)}, "on the waiting list since 2 February 2026, for a place", "waits for a place"},
		{turn.Life{State: store.OnWaitingList, Steps: step(store.OnWaitingList, 0), Until: store.Date(2026, 9, 27)}, "on the waiting list since 2 February 2026, until 27 September 2026", "waits to 27 Sep 2026"},
		{turn.Life{State: store.Started, Steps: step(store.Started, today-4)}, "started on 1 February 2026: not eligible: is 19 or over", "started 1 Feb 2026"},
		{turn.Life{State: store.Declined, Steps: step(store.Declined, 0)}, "declined on 2 February 2026: not eligible: is 19 or over", "declined 2 Feb 2026"},
		{turn.Life{State: store.EndedEarly, Steps: step(store.EndedEarly, today)}, "ended early on 5 February 2026: not eligible: is 19 or over", "ended early 5 Feb 2026"},
		{turn.Life{State: store.Expired, Steps: step(store.Expired, 0)}, "expired on 2 February 2026: nobody answered", "expired 2 Feb 2026"},
	} {
		if got := c.life.Words(today); got != c.words {
			t.Errorf("%s: %q, want %q", c.life.State, got, c.words)
		}
		if got := c.life.Short(today); got != c.short || len(got) > turn.ShortWidth {
			t.Errorf("%s: %q, want %q of %d columns at most", c.life.State, got, c.short, turn.ShortWidth)
		}
	}
}

// TestEveryStateFitsTheList on the longest days there are.
func TestEveryStateFitsTheList(t *testing.T) {
	long := store.Date(2026, 9, 27)
	for _, state := range store.ReferralStates() {
		for _, reply := range []store.Day{0, today - 300, today, today + 300} {
			life := turn.Life{State: state, Made: at, Sent: at, ReplyBy: reply, Until: long, Steps: []store.Step{{From: "x", To: state, At: at, Day: long}}}
			if got := life.Short(today); len(got) > turn.ShortWidth {
				t.Errorf("%q has %d columns: %d are the most", got, len(got), turn.ShortWidth)
			}
		}
	}
}

func TestHistory(t *testing.T) {
	zone := time.FixedZone("BST", 3600)
	life := turn.Life{Steps: []store.Step{
		{Move: store.MoveSend, From: store.Draft, To: store.Sent, Side: store.ReferrerSide, At: at, Who: "Ann, Burnley", Override: []store.Override{{Check: "capacity", Says: "There is no space.", Why: "They keep one"}}},
		{Move: store.MoveWait, From: store.Sent, To: store.OnWaitingList, Side: store.ReceiverSide, At: at.AddDate(0, 0, 10), Who: "Lee, Reed", Day: today},
		{Move: store.MoveAccept, From: store.OnWaitingList, To: store.Accepted, Side: store.ReceiverSide, At: at, Who: "Lee, Reed", Day: today},
		{Move: store.MoveStart, From: store.Accepted, To: store.Started, Side: store.ReceiverSide, At: at, Who: "Lee, Reed", Day: today, Note: "Well done"},
		{Move: store.MoveOutcome, From: store.Started, To: store.Started, Side: store.ReceiverSide, At: at, Who: "Lee, Reed", Outcome: store.JobStart, Day: today},
		{Move: store.MoveRedirect, From: store.Sent, To: store.Redirected, Side: store.ReceiverSide, At: at, Who: "Lee, Reed", Instead: "boost", Linked: "R-222-22A"},
		{Move: store.MoveExpire, From: store.Sent, To: store.Expired, Side: store.ClockSide, At: at},
	}}
	got := strings.Join(life.History(look.Plain(), turn.Names{"boost": "Boost maths"}, zone, 200), "\n")
	for _, want := range []string{
		"   2 Feb 2026 11:00  Sent by Ann, Burnley. Sent all the same (There is no space): They keep one.",
		"  12 Feb 2026 11:00  Put on the waiting list by Lee, Reed. Until 5 February 2026.",
		"Accepted by Lee, Reed. For 5 February 2026.",
		"Started by Lee, Reed. On 5 February 2026. \"Well done\"",
		"Outcome by Lee, Reed. Started a job. On 5 February 2026.",
		"Redirected by Lee, Reed. To Boost maths. See R-222-22A.",
		"Expired.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := life.Links(); !slices.Equal(got, []store.ReferralID{"R-222-22A"}) {
		t.Errorf("linked with %v", got)
	}
}

// TestEveryMoveHasAKey of its own, but for sending and what the clock does.
func TestEveryMoveHasAKey(t *testing.T) {
	taken := map[string]store.ReferralMove{}
	for _, row := range store.Life() {
		offers := turn.Keys([]store.MoveRow{row})
		if row.Move == store.MoveSend || row.Side == store.ClockSide {
			if len(offers) > 0 && row.Move != store.MoveExpire {
				t.Errorf("%s has a key", row.Move)
			}
			continue
		}
		if len(offers) != 1 {
			t.Errorf("%s has %d keys", row.Move, len(offers))
			continue
		}
		k := offers[0].Help().Key
		if other, ok := taken[k]; ok && other != row.Move {
			t.Errorf("%s is the key of %s and of %s", k, other, row.Move)
		}
		taken[k] = row.Move
		if strings.Contains("cprejkgG123456789", k) {
			t.Errorf("%s, the key of %s, has another meaning on the pages", k, row.Move)
		}
		if got, ok := turn.ByKey([]store.MoveRow{row}, k); !ok || got.Move != row.Move {
			t.Errorf("%s makes %s", k, got.Move)
		}
	}
}

// TestAMoveAsksForWhatItNeeds and nothing else: a walk of answers through every
// row gives a Turn with all that the row must have, and none of what it is not
// asked for.
func TestAMoveAsksForWhatItNeeds(t *testing.T) {
	for _, row := range turn.Offers(store.Life()) {
		for i := range max(len(store.ReasonsFor(row.Move)), 1) {
			e := turn.Begin(row, facts())
			answered := answer(t, e, i)
			got := e.Turn()
			for what, c := range map[string]struct {
				need  store.Need
				given bool
			}{
				"reason": {row.Reason, got.Reason != ""}, "day": {row.Day, got.Day != 0}, "note": {row.Note, got.Note != ""},
				"outcome": {row.Outcome, got.Outcome != ""}, "other programme": {row.Instead, got.Instead != ""},
			} {
				if c.need == store.MustGive && !c.given || c.need == store.NotAsked && c.given {
					t.Errorf("%s by the %s: %s is %v, given %v", row.Move, row.Side, what, c.need, c.given)
				}
			}
			if reason := got.Reason; (reason == store.ReasonNotEligible) != (got.Rule != 0) {
				t.Errorf("%s for %s names rule %d", row.Move, reason, got.Rule)
			}
			if answered > 5 {
				t.Errorf("%s asks %d questions", row.Move, answered)
			}
		}
	}
}
