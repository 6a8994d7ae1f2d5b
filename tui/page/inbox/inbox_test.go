package inbox_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/inbox"
	"signpost/tui/page/pagetest"
)

// press presses keys by name; "=text" types text.
func press(p *pagetest.Page, keys ...string) {
	for _, k := range keys {
		if typed, ok := strings.CutPrefix(k, "="); ok {
			p.Type(typed)
		} else {
			p.Press(k)
		}
	}
}

func said(p *pagetest.Page) string {
	for i := len(p.Asked) - 1; i >= 0; i-- {
		if say, ok := p.Asked[i].(page.Say); ok {
			return say.Text
		}
	}
	return ""
}

func full() *stub {
	today := store.Date(2026, 2, 2)
	return &stub{all: []store.Received{
		received("R-222-22A", "Jo", store.Sent, today-3), received("R-333-33B", "Sam", store.Acknowledged, today+4), received("R-444-44C", "Lee", store.Sent, today),
		received("R-555-55D", "Ana", store.OnWaitingList, today), received("R-666-66E", "Tom", store.Started, today), received("R-777-77F", "Ivy", store.Declined, today),
	}}
}

func TestList(t *testing.T) {
	s := full()
	p := pagetest.Open(t, inbox.NewList(t.Context(), s, look.Plain()), 80, 20)
	p.Has("[1 open (5)] 2 to answer (3) 3 waiting (1) 4 accepted 5 started (1) 6 ended")
	p.Has("> K7M-2QX Jo Connect to Work overdue by 3 days")
	p.Has("Sam Connect to Work acknowledged, 4 days left")
	p.Has("Lee Connect to Work sent, due today")
	p.Has("Ana Connect to Work waits for a place")
	p.Lacks("Ivy")
	if !slices.Equal(s.asked, []bool{false}) {
		t.Errorf("asked for %v", s.asked)
	}
	press(p, "down", "enter")
	if p.Last() != (page.Go{To: page.Received{ID: "R-333-33B"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	s.all = s.all[1:]
	p.Send(page.Shown{})
	p.Has("> K7M-2QX Sam")
	press(p, "6")
	p.Has("> K7M-2QX Ivy Connect to Work declined")
	p.Lacks("Sam")
	p.Has("[6 ended (1)]")
	if !slices.Equal(s.asked, []bool{false, false, true}) {
		t.Errorf("asked for %v", s.asked)
	}
	press(p, "4")
	p.Has("None of your referrals is here.")
	press(p, "enter", "c")
	if p.Last() != (page.Go{To: page.Capacity{}}) {
		t.Errorf("c asked for %#v", p.Last())
	}
	empty := pagetest.Open(t, inbox.NewList(t.Context(), &stub{}, look.Plain()), 80, 20)
	empty.Has("No referral waits here.")
}

func open(t *testing.T, s *stub, id store.ReferralID) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, inbox.NewReceived(t.Context(), s, look.Plain(), id), 80, 40)
}

// TestReceived shows the packet and the history, and a key for each move.
func TestReceived(t *testing.T) {
	p := open(t, full(), "R-222-22A")
	for _, want := range []string{
		"Jo to Connect to Work", "State sent on 23 January 2026, no answer yet; overdue by 3 days, expires on 22 February 2026",
		"What you were sent", "District Burnley", "From Amina Khan, Burnley Jobcentre",
		"23 Jan 2026 10:00 Sent by Amina Khan, Burnley Jobcentre.",
		"Moves: y acknowledge, a accept, l waiting list, d decline, t redirect, n note",
	} {
		p.Has(want)
	}
	none := open(t, full(), "R-999-99Z")
	if _, ok := none.Last().(page.Back); !ok || said(none) != store.ErrNotFound.Error() {
		t.Errorf("said %q, asked for %#v", said(none), none.Last())
	}
}

// TestMoves makes each move of a receiver with the keys it takes and no more.
func TestMoves(t *testing.T) {
	today := store.Date(2026, 2, 2)
	for _, c := range []struct {
		from store.ReferralState
		keys []string
		want store.Turn
	}{
		{store.Sent, []string{"y", "enter"}, store.Turn{Move: store.MoveAcknowledge}},
		{store.Sent, []string{"a", "enter", "=Welcome", "enter"}, store.Turn{Move: store.MoveAccept, Note: "Welcome"}},
		{store.Acknowledged, []string{"a", "=9/2/2026", "enter", "enter"}, store.Turn{Move: store.MoveAccept, Day: today + 7}},
		{store.Sent, []string{"l", "enter", "enter"}, store.Turn{Move: store.MoveWait}},
		{store.Accepted, []string{"l", "=1 March 2026", "enter", "=Full", "enter"}, store.Turn{Move: store.MoveWait, Day: store.Date(2026, 3, 1), Note: "Full"}},
		{store.Sent, []string{"d", "2", "enter"}, store.Turn{Move: store.MoveDecline, Reason: "no-capacity"}},
		{store.Sent, []string{"d", "1", "down", "enter", "enter"}, store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: 2}},
		{store.Sent, []string{"t", "=boos", "enter", "enter"}, store.Turn{Move: store.MoveRedirect, Instead: "boost"}},
		{store.Sent, []string{"t", "enter", "down", "down", "enter", "enter"}, store.Turn{Move: store.MoveRedirect, Instead: "boost"}},
		{store.Accepted, []string{"s", "enter", "enter"}, store.Turn{Move: store.MoveStart, Day: today}},
		{store.Started, []string{"f", "enter", "1", "enter"}, store.Turn{Move: store.MoveComplete, Day: today, Outcome: store.JobStart}},
		{store.Started, []string{"x", "3", "enter", "end", "enter", "enter"}, store.Turn{Move: store.MoveEndEarly, Reason: "unreachable", Day: today, Outcome: store.NoOutcome}},
		{store.Declined, []string{"u", "enter", "=A place came free", "enter"}, store.Turn{Move: store.MoveReopen, Note: "A place came free"}},
		{store.Completed, []string{"o", "enter", "3", "enter"}, store.Turn{Move: store.MoveOutcome, Outcome: store.Sustained13, Day: today}},
		{store.Started, []string{"n", "enter", "=All well", "enter"}, store.Turn{Move: store.MoveNote, Note: "All well"}},
	} {
		s := full()
		s.all[0].State = c.from
		p := open(t, s, "R-222-22A")
		press(p, c.keys...)
		if len(s.turns) != 1 || s.turns[0] != c.want {
			t.Errorf("%s, %q: made %+v\n%s", c.from, c.keys, s.turns, p.Screen())
		}
		want := cmp.Or(map[store.ReferralMove]string{store.MoveOutcome: "Outcome saved.", store.MoveNote: "Note sent."}[c.want.Move], "Saved: ")
		if !strings.HasPrefix(said(p), want) {
			t.Errorf("%s, %q: said %q", c.from, c.keys, said(p))
		}
	}
}

// TestDaysThatDoNotFit are said beside the field, with what to enter.
func TestDaysThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		from             store.ReferralState
		key, typed, says string
	}{
		{store.Sent, "l", "soon", "Enter a day, such as 2 February 2026."},
		{store.Sent, "l", "1/2/2026", "Enter today or a day after it."},
		{store.Accepted, "s", "0", "Enter a day, such as 2 February 2026."}, // after the day that stands there
	} {
		s := full()
		s.all[0].State = c.from
		p := open(t, s, "R-222-22A")
		press(p, c.key, "="+c.typed, "enter")
		p.Has(c.says)
		if len(s.turns) != 0 {
			t.Errorf("%s made %+v", c.typed, s.turns)
		}
	}
}

// TestARefusal goes to the question it is about, and nothing typed is lost.
func TestARefusal(t *testing.T) {
	s := full()
	p := open(t, s, "R-222-22A")
	press(p, "l", "=1/3/2026", "enter", "=They all come in March")
	s.refuse = &store.FieldError{Field: "day", Says: "Enter an earlier day."}
	press(p, "enter")
	p.Has("Enter an earlier day.")
	p.Has("[1/3/2026")
	press(p, "enter")
	p.Has("[They all come in March")
	s.refuse = &store.FieldError{Field: "move", Says: "It cannot be done."}
	press(p, "enter")
	p.Has("[They all come in March")
	press(p, "enter")
	if len(s.turns) != 1 {
		t.Errorf("made %+v", s.turns)
	}
}

func TestAMoveMeetsSomebodyElses(t *testing.T) {
	s := full()
	p := open(t, s, "R-222-22A")
	press(p, "a", "enter", "=Come on Monday")
	if _, err := s.Reply(t.Context(), "R-222-22A", 3, store.Turn{Move: store.MoveDecline}); err != nil {
		t.Fatal(err)
	}
	press(p, "enter")
	p.Has("It is now declined on 2 February 2026. It cannot be accepted from there. You entered:")
	p.Has("Note Come on Monday")
	if !p.Model.(page.Keeper).Unsaved() {
		t.Error("what was entered can be left without a word")
	}
	press(p, "esc")
	p.Has("State declined on 2 February 2026")
	p.Has("Moves: u reopen, o outcome, n note")
}

func capacities(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, inbox.NewCapacity(t.Context(), s, look.Plain()), 80, 20)
}

func TestCapacity(t *testing.T) {
	s := &stub{deliveries: []store.Delivery{
		{Programme: "restart", Rev: 1, Partner: "reed"},
		{Programme: "boost", Rev: 4, Partner: "college"},
		{Programme: "gone", Rev: 2, Partner: "reed", Capacity: store.Capacity{Code: store.AskFirst, Said: store.Date(2025, 9, 1)}},
	}}
	p := capacities(t, s)
	p.Has("> gone ask first (stale) 1 September 2025")
	p.Has("Ask first: said on 1 September 2025. Stale: that is 154 days ago. Ask the provider.")
	p.Lacks("boost")
	press(p, "down")
	p.Has("> The restart not said")
	p.Has("Nobody has said what room there is.")
	press(p, "enter", "1")
	p.Has("How many places are there?")
	press(p, "=many", "enter")
	p.Has("Enter a number, such as 4, or leave it empty.")
	press(p, "backspace", "backspace", "backspace", "backspace", "4", "enter", "=Next start on 9 February", "esc", "enter", "enter")
	p.Has("> The restart space 2 February 2026")
	p.Has("Space, 4 places: said on 2 February 2026. Next start on 9 February")
	if d := s.deliveries[0]; *d.Capacity.Places != 4 || d.Capacity.Code != store.HasSpace {
		t.Errorf("kept %+v", d.Capacity)
	}
	press(p, "enter", "2", "enter")
	if d := s.deliveries[0]; d.Capacity.Places != nil || d.Capacity.Code != store.WaitingList {
		t.Errorf("kept %+v", d.Capacity)
	}
	press(p, "enter", "3", "=ish")
	s.deliveries[0].Rev, s.deliveries[0].Capacity.Code = 9, store.AskFirst
	press(p, "enter")
	p.Has("Somebody else said meanwhile: Ask first: said on 2 February 2026.")
	p.Has("[Next start on 9 Februaryish")
	press(p, "enter")
	p.Has("> The restart no space")
	press(p, "p")
	if p.Last() != (page.Go{To: page.Programme{ID: "restart"}}) {
		t.Errorf("p asked for %#v", p.Last())
	}
	capacities(t, &stub{}).Has("Your partner delivers no programme here yet.")
}

func TestPaste(t *testing.T) {
	s := full()
	p := open(t, s, "R-222-22A")
	p.Send(tea.PasteMsg{Content: "a\r\r"})
	press(p, "n")
	p.Send(tea.PasteMsg{Content: "All\nwell"})
	press(p, "enter")
	if len(s.turns) != 1 || s.turns[0].Note != "All well" {
		t.Errorf("made %+v", s.turns)
	}
}

func TestSweeps(t *testing.T) {
	s := full()
	pagetest.Sweep(t, func() page.Model { return inbox.NewList(t.Context(), s, look.Plain()) }, "down", "right", "right", "right", "6")
	pagetest.Sweep(t, func() page.Model {
		s := full()
		s.all[0].Packet.Reason = strings.Repeat("a long reason ", 20)
		return inbox.NewReceived(t.Context(), s, look.Plain(), "R-222-22A")
	}, "down", "d", "1", "enter", "x", "esc", "esc", "esc", "t", "r", "down", "esc", "l", "x", "enter", "esc", "space", "y", "enter")
	pagetest.Sweep(t, func() page.Model {
		s := &stub{deliveries: []store.Delivery{{Programme: "restart", Rev: 1, Partner: "reed", Capacity: store.Capacity{Code: store.NoSpace, Said: 1, Note: strings.Repeat("long ", 40)}}}}
		return inbox.NewCapacity(t.Context(), s, look.New(look.Options{Colour: true}))
	}, "enter", "1", "x", "enter", "esc", "esc", "2", "x", "enter", "p")
}

// Once consent is withdrawn nothing of the client is on the page, also where a move
// of them was being entered.
func TestAClientWhoWithdrewConsentIsNotShown(t *testing.T) {
	for _, keys := range [][]string{nil, {"d"}} {
		s := full()
		p := pagetest.Open(t, inbox.NewReceived(t.Context(), s, look.Plain(), "R-222-22A"), 80, 20)
		press(p, keys...)
		p.Has("Jo to Connect to Work")
		r := s.find("R-222-22A")
		r.State, r.Rev = store.Withdrawn, r.Rev+1
		r.Hide(store.Hidden{Why: store.HiddenConsent, Day: s.Today()}, at)
		p.Send(page.Changed{All: []store.Changed{{Referral: "R-222-22A", Who: "Amina Khan", At: at}}})
		p.Has("A client to Connect to Work")
		p.Has("The client withdrew consent on 2 February 2026.")
		for _, word := range []string{"Jo to", "K7M-2QX", "Wants work", "Burnley 20"} {
			p.Lacks(word)
		}
		if keys != nil && !strings.HasPrefix(said(p), "Nothing of yours was kept. The client withdrew consent") {
			t.Errorf("said %q", said(p))
		}
	}
	s := full()
	r := s.find("R-777-77F")
	r.Hide(store.Hidden{Why: store.HiddenOver, Day: s.Today(), Days: 90}, at)
	p := pagetest.Open(t, inbox.NewList(t.Context(), s, look.Plain()), 80, 20)
	press(p, "6")
	p.Has("> (not shown) Connect to Work")
	p.Lacks("Ivy")
}
