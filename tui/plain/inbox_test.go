package plain_test

import (
	"testing"

	"signpost/keys"
	"signpost/store"
)

// TestBothSides sends a referral, answers it and takes it further, a line at a
// time on both sides.
func TestBothSides(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	provider := w.member("Lee Smith", "Reed in Partnership", keys.Provider)
	w.deliver("restart", provider)
	sam := w.client(coach, "Sam", `{"birth_date": "1990-03-27", "district": "burnley", "work": "out-of-work"}`)
	shown := w.do(provider, "9", "capacity", "1", "2", "Next start in March", "back", "back", "quit")
	has(t, shown, "Inbox: referrals sent to your partner", "Inbox, open: 0", "Nobody has said what room there is.", "What room is there on Restart Scheme?",
		"Saved: Restart Scheme, waiting list.", "Waiting list: said on 2 February 2026. Next start in March")
	shown = w.do(coach, "1", "restart", "1", "menu", "3", "1", "5", "unclear", "more", "more", "quit")
	has(t, shown, "Waiting list: said on 2 February 2026. Next start in March", "Restart Scheme: unclear, waiting list")
	r := w.send(coach, sam.Ref, "restart")
	shown = w.do(provider, "9", "1", "1", "", "2", "soon", "9/2/2026", "A place in a week", "3", "not eligible", "1", "", "quit")
	has(t, shown, "9 Inbox: 1 to answer", "Inbox, open: 1", "1 to answer.", string(sam.Ref)+" Sam to Restart Scheme: sent, 10 days left", "What you were sent",
		"1 Acknowledge", "Acknowledge: Sam to Restart Scheme", "The coach reads it. Enter alone: none.", "Saved: acknowledged on 2 February 2026",
		"2 Put on the waiting list", "Enter a day, such as 2 February 2026.", "Saved: on the waiting list since 2 February 2026, until 9 February 2026.",
		"Decline: Sam to", "Reason: not eligible", "Which rule is not met?", "Saved: declined on 2 February 2026: not eligible: ")
	shown = w.do(coach, "4", "ended", "1", "more", "1", "quit")
	has(t, shown, "Sam to Restart Scheme: declined on 2 February 2026: not eligible", "A place in a week", "1 Refer elsewhere",
		"Results", "To take "+string(r.ID)+" further, enter the number of a programme, and then refer.")
	after := w.do(coach, "4", "1", "1", "eligible", "1", "refer", "", "", "", "today", "send", "They agreed", "They agreed", "y", "quit")
	has(t, after, "It takes "+string(r.ID)+" further. The client was told of another receiver: tell them anew.", "Client told on: today", "Sent: referral R-")
	all, err := coach.Referrals(t.Context(), sam.Ref)
	if err != nil || len(all) != 2 || all[0].After+all[1].After != r.ID {
		t.Errorf("%v: %+v", err, all)
	}
}

// TestAReplyMeetsAnother keeps what was entered, where the move can still be made
// and where not.
func TestAReplyMeetsAnother(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	lee := w.member("Lee Smith", "Reed in Partnership", keys.Provider)
	una := w.member("Una Kay", "Reed in Partnership", keys.Provider)
	w.deliver("restart", lee)
	sam := w.client(coach, "Sam", `{"birth_date": "1990-03-27", "district": "burnley"}`)
	r := w.send(coach, sam.Ref, "restart")
	reply := func(turn store.Turn) func() {
		return func() {
			now, err := una.Received(t.Context(), r.ID)
			if err == nil {
				_, err = una.Reply(t.Context(), r.ID, now.Rev, turn)
			}
			if err != nil {
				t.Error(err)
			}
		}
	}
	shown := w.do(lee, "9", "1", "2", "9/2/2026", reply(store.Turn{Move: store.MoveAcknowledge}), "Come on Monday", "back", "", "", "quit")
	has(t, shown, "Somebody else changed it meanwhile. It is now acknowledged on 2 February 2026", "Now: Come on Monday. Enter alone leaves it so.",
		"Now: 9/2/2026. Enter alone leaves it so.", "Saved: accepted on 2 February 2026, for 9 February 2026.")
	shown = w.do(lee, "9", "1", "2", "no capacity", reply(store.Turn{Move: store.MoveStart, Day: lee.Today()}), "all full", "quit")
	has(t, shown, "Somebody else moved it meanwhile. It is now started on 2 February 2026.", "You entered:", "Note: all full")
	shown = w.do(lee, "9", "started", "1", "1", "", "quit", "n", "1", "", "ended", "1", "quit")
	has(t, shown, "What you entered here is not saved.", "You stay.", "Saved: completed on 2 February 2026.", "What came of it", "started a job on 2 February 2026, as Lee Smith")
}

// TestWhoDelivers is said by a steward.
func TestWhoDelivers(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	w.member("Lee Smith", "Reed in Partnership", keys.Provider)
	shown := w.do(steward, "5", "5", "restart", "1", "1", "reed", "quit")
	has(t, shown, "Restart Scheme: nobody here", "Say who delivers it", "Now: nobody here.", "Saved: Restart Scheme is delivered by Reed in Partnership.", "Restart Scheme: Reed in Partnership")
	d, err := steward.Delivery(t.Context(), "restart")
	if err != nil || d.Partner == "" {
		t.Errorf("%v: %+v", err, d)
	}
}
