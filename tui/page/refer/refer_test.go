package refer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/refer"
)

func openNew(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, refer.New(t.Context(), s, look.Plain(), "K7M-2QX", "connect-to-work", ""), 80, 20)
}

func openOne(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, refer.NewOne(t.Context(), s, look.Plain(), "R-222-22A"), 80, 20)
}

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

func unsaved(p *pagetest.Page) bool { return p.Model.(page.Keeper).Unsaved() }

func TestSend(t *testing.T) {
	s := &stub{}
	p := openNew(t, s)
	p.Has("Jo to Connect to Work: eligible today")
	p.Has("What the receiver sees To Lancashire County Council")
	p.Has("District Burnley")
	press(p, "s")
	if !strings.Contains(said(p), "Enter the day the client was told") {
		t.Errorf("said %q", said(p))
	}
	p.Has("> Client told on")
	press(p, "home", "enter", "=Wants to work", "enter")
	p.Has("Reason Wants to work")
	press(p, "enter", "2")
	p.Has("> Contact detail not entered: needed before sending")
	press(p, "enter", "=07700 900123", "enter", "enter", "2")
	p.Has("Basis for sharing consent: the client agreed, said to the coach")
	press(p, "s")
	if said(p) != "Enter the day the client was told what is shared and with whom: press Enter." {
		t.Errorf("said %q", said(p))
	}
	press(p, "enter")
	p.Has("[2 February 2026")
	press(p, "enter", "s")
	if said(p) != "Enter the day the client agreed to this sharing: press Enter." {
		t.Errorf("said %q", said(p))
	}
	p.Has("> Client agreed on not entered")
	press(p, "enter", "enter")
	p.Has("Client agreed on 2 February 2026")
	p.Has("Contact by telephone, 07700 900123")
	if !unsaved(p) {
		t.Error("answers can be left without a word")
	}
	press(p, "s")
	p.Has("Send this referral to Lancashire County Council?")
	press(p, "n")
	if len(s.all) != 0 || said(p) != "Not sent." {
		t.Fatalf("n: kept %d, said %q", len(s.all), said(p))
	}
	press(p, "s", "y")
	if len(s.all) != 1 {
		t.Fatal("nothing was sent")
	}
	r := s.all[0]
	if r.State != store.Sent || r.Packet.Reason != "Wants to work" || r.Basis != store.Consent || r.Told != s.Today() ||
		r.Packet.Contact != (store.Contact{By: store.ByPhone, Detail: "07700 900123"}) {
		t.Errorf("sent %+v", r)
	}
	if said(p) != "Sent: referral R-222-22A." || unsaved(p) {
		t.Errorf("said %q, unsaved %v", said(p), unsaved(p))
	}
	if p.Asked[len(p.Asked)-2] != (page.Go{To: page.Referral{ID: "R-222-22A"}, Instead: true}) {
		t.Errorf("asked for %#v", p.Asked)
	}
}

func TestSaveAsADraft(t *testing.T) {
	s := &stub{}
	p := openNew(t, s)
	press(p, "d")
	if len(s.all) != 1 || s.all[0].State != store.Draft || !strings.HasPrefix(said(p), "Saved as a draft: referral R-222-22A.") {
		t.Errorf("kept %+v, said %q", s.all, said(p))
	}
}

// What was answered is kept as a draft when the session is about to end; nothing is
// where nothing was answered.
func TestADraftIsKeptAtTheEnd(t *testing.T) {
	s := &stub{}
	p := openNew(t, s)
	p.Send(page.Ending{})
	if len(s.all) != 0 {
		t.Fatalf("kept %+v", s.all)
	}
	press(p, "home", "enter", "=Wants to work", "enter")
	p.Send(page.Ending{})
	if len(s.all) != 1 || s.all[0].State != store.Draft || s.all[0].Packet.Reason != "Wants to work" || unsaved(p) {
		t.Errorf("kept %+v, said %q", s.all, said(p))
	}
}

// TestThroughTheCoachNeedsNoNumber, and a number that was entered for another
// way is not shared.
func TestThroughTheCoachNeedsNoNumber(t *testing.T) {
	s := &stub{}
	p := openNew(t, s)
	press(p, "down", "down", "enter")
	if !strings.Contains(said(p), "no number or address is needed") {
		t.Errorf("said %q", said(p))
	}
	press(p, "up", "enter", "2", "enter", "=07700 900123", "enter", "home", "down", "enter", "1")
	p.Has("Contact detail not needed")
	p.Lacks("07700")
	press(p, "G", "enter", "enter", "s", "y")
	if len(s.all) != 1 || s.all[0].Packet.Contact != (store.Contact{By: store.ThroughCoach}) {
		t.Errorf("sent %+v", s.all)
	}
	other := openNew(t, &stub{})
	press(other, "G", "enter", "enter", "home", "down", "enter", "4", "s")
	other.Has("> Contact detail")
	if !strings.Contains(said(other), "Enter the number or address") {
		t.Errorf("said %q", said(other))
	}
}

func TestADayThatDoesNotFit(t *testing.T) {
	for _, typed := range []string{"soon", "3/2/2026"} {
		p := openNew(t, &stub{})
		press(p, "G", "enter")
		press(p, strings.Fields(strings.Repeat("backspace ", 20))...)
		press(p, "="+typed, "enter")
		p.Has("[" + typed)
		p.Has("Enter today or a day before it")
		press(p, "esc", "esc")
		p.Has("Client told on not entered")
	}
}

// TestARefusalKeepsWhatWasTyped and moves to the answer it is about.
func TestARefusalKeepsWhatWasTyped(t *testing.T) {
	for _, c := range []struct {
		err        error
		focus, say string
	}{
		{&store.FieldError{Field: "reason", Says: "Take out the number."}, "> Reason", "Take out the number."},
		{&store.FieldError{Field: "basis", Says: "Enter one."}, "> Basis for sharing", "Enter one."},
		{context.DeadlineExceeded, "> Contact", context.DeadlineExceeded.Error()},
		{store.ErrConflict, "> Contact", store.ErrConflict.Error()},
	} {
		s := &stub{refuse: c.err}
		p := openNew(t, s)
		press(p, "enter", "=Wants to work", "enter", "d")
		p.Has("Reason Wants to work")
		p.Has(c.focus)
		if said(p) != c.say || !unsaved(p) || len(s.all) != 0 {
			t.Errorf("said %q, unsaved %v, kept %d", said(p), unsaved(p), len(s.all))
		}
		press(p, "d")
		if len(s.all) != 1 || s.all[0].Packet.Reason != "Wants to work" {
			t.Errorf("kept %+v", s.all)
		}
	}
}

func TestEscInAnAnswer(t *testing.T) {
	p := openNew(t, &stub{})
	press(p, "enter", "=Wants", "esc")
	p.Has("[Wants")
	p.Has("Press Esc again")
	press(p, "esc")
	p.Has("Reason none given")
	press(p, "down", "enter", "esc")
	p.Has("Contact through the coach")
	if unsaved(p) {
		t.Error("nothing was changed")
	}
}

func TestNoPacket(t *testing.T) {
	p := openNew(t, &stub{none: store.ErrNotFound})
	if _, ok := p.Last().(page.Back); !ok || said(p) != store.ErrNotFound.Error() {
		t.Errorf("said %q, asked for %#v", said(p), p.Last())
	}
}

func TestADraftIsChangedAndSent(t *testing.T) {
	s := draft(0)
	p := openOne(t, s)
	p.Has("State draft of 2 February 2026, not sent")
	p.Has("Decided by Amina Khan")
	p.Has("Basis for sharing consent")
	press(p, "enter", "enter", "= soon", "enter")
	p.Has("Reason Wants work soon")
	press(p, "esc")
	if !strings.HasPrefix(said(p), "Your answers are not saved.") {
		t.Errorf("said %q", said(p))
	}
	press(p, "G", "enter", "enter", "s", "y")
	if r := s.all[0]; r.State != store.Sent || r.Packet.Reason != "Wants work soon" || r.Told != s.Today() {
		t.Errorf("sent %+v", r)
	}
	if said(p) != "Sent: referral R-222-22A." {
		t.Errorf("said %q", said(p))
	}
	p.Has("State sent on 2 February 2026, no answer yet")
}

func TestLeavingADraft(t *testing.T) {
	s := draft(0)
	p := openOne(t, s)
	press(p, "enter", "esc")
	p.Has("State draft")
	press(p, "enter", "enter", "= soon", "enter", "esc", "esc")
	p.Has("Reason Wants work")
	p.Lacks("soon")
	if s.all[0].Rev != 1 {
		t.Error("leaving saved something")
	}
}

// TestSendingRefusedAfterTheDraftIsSaved can be tried again: the draft's new
// revision is no conflict with itself.
func TestSendingRefusedAfterTheDraftIsSaved(t *testing.T) {
	s := draft(store.Date(2026, 1, 30))
	p := openOne(t, s)
	press(p, "enter", "s")
	refused := &sendRefuser{s}
	other := pagetest.Open(t, refer.NewOne(t.Context(), refused, look.Plain(), "R-222-22A"), 80, 20)
	press(other, "enter", "s", "y")
	other.Has("Jo to Connect to Work: eligible today")
	if said(other) != "The client's record changed after this draft was checked." || s.all[0].State != store.Draft {
		t.Errorf("said %q, state %q", said(other), s.all[0].State)
	}
	press(other, "d")
	if !strings.HasPrefix(said(other), "Saved as a draft") {
		t.Errorf("said %q", said(other))
	}
}

type sendRefuser struct{ *stub }

func (sendRefuser) Send(context.Context, store.ReferralID, uint64, map[string]string) (store.Referral, error) {
	return store.Referral{}, changed{}
}

type changed struct{}

func (changed) Error() string { return "The client's record changed after this draft was checked." }
func (changed) Unwrap() error { return store.ErrConflict }

func TestSomebodyElseChangedTheDraft(t *testing.T) {
	for _, c := range []struct{ key, reason string }{{"m", "Wants work soon"}, {"t", "Their reason"}} {
		s := draft(store.Date(2026, 1, 30))
		p := openOne(t, s)
		press(p, "enter", "enter", "= soon", "enter")
		s.clash = true
		press(p, "d")
		p.Has("Somebody else changed this draft")
		p.Has("theirs Their reason")
		p.Has("mine Wants work soon")
		press(p, "esc")
		p.Has("Reason Wants work soon")
		press(p, "d")
		p.Has("Somebody else changed this draft")
		press(p, c.key)
		if got := s.all[0].Packet.Reason; got != c.reason {
			t.Errorf("%s: the reason is kept as %q", c.key, got)
		}
		p.Has("Reason " + c.reason)
	}
}

func sentOne() *stub {
	s := draft(store.Date(2026, 1, 30))
	s.all[0].State = store.Sent
	return s
}

func TestWithdraw(t *testing.T) {
	s := sentOne()
	p := openOne(t, s)
	p.Has("Moves: v consent withdrawn, w withdraw, n note")
	press(p, "w")
	p.Has("Withdraw: Jo to Connect to Work")
	p.Has("Why is it withdrawn?")
	press(p, "4")
	p.Has("Reason the client is in work")
	p.Has("Is there a note with it?")
	press(p, "=Rang on Monday", "esc")
	p.Has("> 4 the client is in work")
	press(p, "enter")
	p.Has("[Rang on Monday")
	press(p, "enter")
	want := store.Turn{Move: store.MoveWithdraw, Reason: "in-work", Note: "Rang on Monday"}
	if len(s.turns) != 1 || s.turns[0] != want {
		t.Errorf("made %+v", s.turns)
	}
	p.Has("State withdrawn on 2 February 2026: the client is in work")
	p.Has("2 Feb 2026 10:00 Withdrawn by Amina Khan, Burnley Jobcentre. The client is in work. \"Rang on Monday\"")
	press(p, "w", "enter")
	p.Has("State withdrawn")
	press(p, "c")
	if p.Last() != (page.Go{To: page.Client{Ref: "K7M-2QX"}}) {
		t.Errorf("c asked for %#v", p.Last())
	}
	press(p, "p")
	if p.Last() != (page.Go{To: page.Programme{ID: "connect-to-work"}}) {
		t.Errorf("p asked for %#v", p.Last())
	}
}

// TestAReasonThatSaysNothingNeedsANote asks for it only then.
func TestAReasonThatSaysNothingNeedsANote(t *testing.T) {
	s := sentOne()
	p := openOne(t, s)
	press(p, "w", "end", "enter")
	p.Has("What is the reason?")
	press(p, "enter")
	p.Has("Enter a few words.")
	if len(s.turns) != 0 {
		t.Fatalf("made %+v", s.turns)
	}
	press(p, "=Moving abroad", "enter")
	if len(s.turns) != 1 || s.turns[0].Note != "Moving abroad" || s.turns[0].Reason != store.ReasonOther {
		t.Errorf("made %+v", s.turns)
	}
}

// TestAMoveMeetsSomebodyElses shows both: where it is now, and what was entered.
func TestAMoveMeetsSomebodyElses(t *testing.T) {
	s := sentOne()
	p := openOne(t, s)
	press(p, "w", "2", "=Rang")
	s.clash = true
	press(p, "enter")
	p.Has("Somebody else changed it meanwhile. It is now sent on 2 February 2026, no answer yet.")
	p.Has("Reason the client did not attend")
	p.Has("[Rang")
	if !unsaved(p) {
		t.Error("what was entered can be left without a word")
	}
	press(p, "enter")
	p.Has("State withdrawn")

	s = sentOne()
	p = openOne(t, s)
	press(p, "w", "2", "=Rang")
	s.all[0].Rev, s.all[0].State = 5, store.Started
	press(p, "enter")
	p.Has("It is now started on 2 February 2026. It cannot be withdrawn from there. You entered:")
	p.Has("Reason the client did not attend")
	p.Has("Note Rang")
	press(p, "enter", "x")
	p.Has("You entered:")
	press(p, "esc")
	p.Has("State started on 2 February 2026")
}

// TestTheCoachMakesTheReceiversMoves where nobody here delivers the programme.
func TestTheCoachMakesTheReceiversMoves(t *testing.T) {
	s := sentOne()
	s.all[0].To = ""
	p := openOne(t, s)
	press(p, "d", "1")
	p.Has("Which rule is not met?")
	press(p, "2")
	p.Has("Say who told you. It is kept with the referral. Enter alone: none.")
	press(p, "enter")
	if len(s.turns) != 1 || s.turns[0] != (store.Turn{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: 2}) {
		t.Errorf("made %+v", s.turns)
	}
	p.Has("Moves: r refer elsewhere, ")
	press(p, "o")
	p.Has("[2 February 2026 ")
	press(p, "1")
	p.Has("[1 ")
}

// TestTheOthersOfAHousehold are named on the page of one, and are a key away.
func TestTheOthersOfAHousehold(t *testing.T) {
	s := sentOne()
	s.all[0].Household, s.all[0].Sent = "H-K7M-2QX", at
	other, draft := s.all[0], s.all[0]
	other.ID, other.Packet.GivenName, other.State = "R-333-33B", "Bilal", store.Accepted
	draft.ID, draft.Sent = "R-444-44C", time.Time{}
	s.all = append(s.all, other, draft)
	p := openOne(t, s)
	for _, want := range []string{"Household  ", "H-K7M-2QX", "1 R-333-33B, sent with it for Bilal: accepted"} {
		p.Has(want)
	}
	p.Lacks("R-444-44C")
	press(p, "h")
	if p.Last() != (page.Go{To: page.Household{ID: "H-K7M-2QX"}}) {
		t.Errorf("h asked for %#v", p.Last())
	}
	press(p, "1")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-333-33B"}}) {
		t.Errorf("1 asked for %#v", p.Last())
	}
}

func TestReferElsewhere(t *testing.T) {
	s := sentOne()
	p := openOne(t, s)
	press(p, "r")
	if p.Last() != nil {
		t.Errorf("r asked for %#v before it is overdue", p.Last())
	}
	s.all[0].ReplyBy, s.all[0].ExpiresOn = store.Date(2026, 1, 30), store.Date(2026, 2, 20)
	p.Send(page.Shown{})
	p.Has("overdue by 3 days, expires on 20 February 2026")
	press(p, "r")
	if p.Last() != (page.Go{To: page.Triage{Client: "K7M-2QX", After: "R-222-22A"}}) {
		t.Errorf("r asked for %#v", p.Last())
	}
	n := pagetest.Open(t, refer.New(t.Context(), s, look.Plain(), "K7M-2QX", "restart", "R-222-22A"), 80, 20)
	n.Has("eligible today, after R-222-22A")
	n.Has("Reason Wants work")
	n.Has("Client told on not entered")
	press(n, "G", "enter", "enter", "s")
	n.Has("Send this referral to Lancashire County Council? Referral R-222-22A to Connect to Work is then withdrawn.")
	press(n, "y")
	if got := s.all[1]; got.After != "R-222-22A" || got.Told != s.Today() || got.Packet.Reason != "Wants work" {
		t.Errorf("sent %+v", got)
	}
}

func TestLinked(t *testing.T) {
	s := sentOne()
	s.all[0].State = store.Redirected
	s.all[0].Steps = []store.Step{{Move: store.MoveRedirect, From: store.Sent, To: store.Redirected, Side: store.ReceiverSide, At: at, Who: "Lee, Reed", Instead: "restart", Linked: "R-333-33B"}}
	p := openOne(t, s)
	p.Has("Redirected by Lee, Reed. To Restart. See R-333-33B.")
	p.Has("Linked 1 R-333-33B")
	press(p, "1")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-333-33B"}}) {
		t.Errorf("1 asked for %#v", p.Last())
	}
}

// TestChecksBeforeSending are shown, and each warning and stop asks why it is
// sent all the same.
func TestChecksBeforeSending(t *testing.T) {
	s := &stub{checks: []store.Check{
		{ID: "dates", Level: store.CheckNote, Says: "The last day for referrals is 27 February 2026"},
		{ID: "capacity", Level: store.CheckStop, Says: "There is no space"},
		{ID: "standing", Level: store.CheckWarning, Says: "Not eligible yet"},
	}}
	p := openNew(t, s)
	p.Has("Before you send: 1 stop, 1 warning, 1 note")
	p.Has("x Stop: There is no space.")
	p.Has("! Warning: Not eligible yet.")
	p.Has("- Note: The last day for referrals is 27 February 2026.")
	p.Has("Stop: capacity not written: needed before sending")
	press(p, "s")
	if !strings.Contains(said(p), "the day the client was told") {
		t.Errorf("said %q", said(p))
	}
	press(p, "enter", "enter", "s")
	p.Has("Why is it sent all the same?")
	p.Has("Stop: There is no space.")
	press(p, "=They keep one for us", "enter")
	p.Has("Warning: Not eligible yet.")
	press(p, "esc")
	p.Has("Stop: capacity They keep one for us")
	press(p, "s", "=Turns 19 tomorrow", "enter")
	p.Has("Send this referral to Lancashire County Council?")
	p.Has("Warning: Not eligible yet. Sent all the same: Turns 19 tomorrow")
	press(p, "y")
	if len(s.all) != 1 || s.sent["capacity"] != "They keep one for us" || s.sent["standing"] != "Turns 19 tomorrow" || len(s.sent) != 2 {
		t.Errorf("sent %+v with %v", s.all, s.sent)
	}
}

func TestList(t *testing.T) {
	s := draft(0)
	sent := s.all[0]
	sent.ID, sent.State, sent.Packet.GivenName, sent.Client = "R-333-33B", store.Sent, "Sam", "A2C-DEF"
	s.all = append(s.all, sent)
	p := pagetest.Open(t, refer.NewList(t.Context(), s, look.Plain()), 80, 20)
	p.Has("[1 all (2)] 2 draft 3 no answer 4 waiting 5 accepted 6 started 7 ended")
	p.Has("> K7M-2QX Jo Connect to Work draft 2 Feb 2026")
	press(p, "down", "enter")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-333-33B"}}) {
		t.Errorf("Enter asked for %#v", p.Last())
	}
	s.all = append([]store.Referral{{ID: "R-444-44C", State: store.Draft, Made: at}}, s.all...)
	p.Send(page.Shown{})
	p.Has("> A2C-DEF")
	press(p, "3")
	p.Has("> A2C-DEF")
	p.Lacks("K7M-2QX")
	press(p, "right")
	p.Has("No referrals here.")
	press(p, "enter", "left", "left")
	p.Has("[2 draft (2)]")
}

func TestPaste(t *testing.T) {
	p := openNew(t, &stub{})
	press(p, "enter")
	p.Send(tea.PasteMsg{Content: "Wants\nto work"})
	press(p, "enter")
	p.Has("Reason Wants to work")
}

func TestSweeps(t *testing.T) {
	long := strings.Repeat("a long reason ", 20)
	pagetest.Sweep(t, func() page.Model {
		return refer.New(t.Context(), &stub{}, look.Plain(), "K7M-2QX", "connect-to-work", "")
	},
		"enter", "x", "enter", "enter", "2", "enter", "0", "enter", "enter", "esc", "G", "enter", "x", "enter", "esc", "esc", "enter", "enter", "pgdown", "s", "down", "n", "d")
	pagetest.Sweep(t, func() page.Model {
		s := draft(store.Date(2026, 1, 30))
		s.all[0].Packet.Reason, s.clash = long, true
		return refer.NewOne(t.Context(), s, look.Plain(), "R-222-22A")
	}, "down", "w", "1", "x", "esc", "esc", "esc", "enter", "enter", "x", "enter", "d", "down", "m")
	s := draft(0)
	pagetest.Sweep(t, func() page.Model { return refer.NewList(t.Context(), s, look.Plain()) }, "right", "down", "right", "right", "left")
}

// The answers are those of the partner: its own basis is filled in, consent is
// offered only where it shares by it, and it says on what ground it shares.
func TestTheBasisIsThePartnersOwn(t *testing.T) {
	s := &stub{}
	s.grounds = store.Grounds{}.With(store.PurposeRefer, store.Ground{Basis: store.LegalObligation, Condition: store.HealthCare}).
		With(store.PurposeShareMore, store.Ground{Basis: store.NotDone})
	p := openNew(t, s)
	p.Has("Basis for sharing legal obligation")
	p.Has("Why we share it: legal obligation; health facts: health or social care.")
	p.Press("down", "down", "down", "enter")
	p.Has("1 legal obligation")
	p.Lacks("consent")
}

// A draft of before the partner changed the basis on which it shares opens with the
// new one: on the old one nothing can be sent.
func TestADraftOnABasisOfBefore(t *testing.T) {
	s := draft(store.Date(2026, 2, 2))
	s.grounds = store.Grounds{}.With(store.PurposeRefer, store.Ground{Basis: store.LegalObligation, Condition: store.HealthCare}).
		With(store.PurposeShareMore, store.Ground{Basis: store.NotDone})
	p := openOne(t, s)
	press(p, "enter")
	p.Has("Basis for sharing legal obligation")
	if !unsaved(p) {
		t.Error("another basis is no change")
	}
	press(p, "s", "y")
	if r := s.all[0]; r.State != store.Sent || r.Basis != store.LegalObligation || r.Agreement != (store.Agreement{}) {
		t.Errorf("sent %+v", r)
	}
}
