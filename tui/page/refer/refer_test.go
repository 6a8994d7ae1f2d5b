package refer_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/refer"
)

func openNew(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, refer.New(t.Context(), s, look.Plain(), "K7M-2QX", "connect-to-work"), 80, 20)
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
	press(p, "enter", "=07700 900123", "enter", "enter", "2", "enter")
	p.Has("[2 February 2026")
	press(p, "enter")
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

func TestWithdraw(t *testing.T) {
	s := draft(store.Date(2026, 1, 30))
	s.all[0].State = store.Sent
	p := openOne(t, s)
	press(p, "w", "enter")
	p.Has("Enter a note.")
	s.clash = true
	press(p, "=Found work", "enter")
	p.Has("[Found work")
	press(p, "enter")
	if r := s.all[0]; r.State != store.Withdrawn || r.Steps[0].Note != "Found work" {
		t.Errorf("kept %+v\n%s", r, p.Screen())
	}
	p.Has("State withdrawn on 2 February 2026")
	p.Has("Why withdrawn another reason: Found work")
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

func TestList(t *testing.T) {
	s := draft(0)
	sent := s.all[0]
	sent.ID, sent.State, sent.Packet.GivenName, sent.Client = "R-333-33B", store.Sent, "Sam", "A2C-DEF"
	s.all = append(s.all, sent)
	p := pagetest.Open(t, refer.NewList(t.Context(), s, look.Plain()), 80, 20)
	p.Has("[1 all (2)] 2 draft (1) 3 sent (1) 4 withdrawn (0)")
	p.Has("> K7M-2QX Jo Connect to Work draft 2 February 2026")
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
	pagetest.Sweep(t, func() page.Model { return refer.New(t.Context(), &stub{}, look.Plain(), "K7M-2QX", "connect-to-work") },
		"enter", "x", "enter", "enter", "2", "enter", "0", "enter", "enter", "esc", "G", "enter", "x", "enter", "esc", "esc", "enter", "enter", "pgdown", "s", "down", "n", "d")
	pagetest.Sweep(t, func() page.Model {
		s := draft(store.Date(2026, 1, 30))
		s.all[0].Packet.Reason, s.clash = long, true
		return refer.NewOne(t.Context(), s, look.Plain(), "R-222-22A")
	}, "down", "w", "x", "esc", "esc", "enter", "enter", "x", "enter", "d", "down", "m")
	s := draft(0)
	pagetest.Sweep(t, func() page.Model { return refer.NewList(t.Context(), s, look.Plain()) }, "right", "down", "right", "right", "left")
}
