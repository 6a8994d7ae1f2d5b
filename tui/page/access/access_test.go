package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/access"
	"signpost/tui/page/pagetest"
)

func open(t *testing.T, s *stub) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, access.New(t.Context(), s, look.Plain(), "ssh -p 2222 enrol@signpost.example"), 80, 20)
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

// TestStates reads every state there is, in words.
func TestStates(t *testing.T) {
	p := open(t, newStub())
	p.Has("Burnley Jobcentre 2 members added on 3 January 2026")
	p.Has("Nelson College 2 members locked")
	p.Press("2")
	p.Has("Sam Jones Burnley Jobcentre coach, curator")
	p.Has("Zed Nelson College coach locked")
	p.Has("Uma Roy Nelson College auditor no key")
	p.Press("3")
	p.Has("Amina Khan SHA256:aaaa used on 20 January 2026")
	p.Has("Sam Jones SHA256:bbbb never used")
	p.Has("Zed SHA256:cccc revoked on 9 January 2026")
	p.Press("4")
	for _, want := range []string{
		"Lee Burnley Jobcentre coach ends in 2 days", "used on 2 January 2026", "revoked on 3 January 2026", "ended on 4 January 2026",
		"closed by 5 wrong codes", "ends in 2 hours",
	} {
		p.Has(want)
	}
}

func TestOneOfEach(t *testing.T) {
	p := open(t, newStub())
	for i, want := range []string{
		"Members Amina Khan: steward Sam Jones: coach, curator",
		"Roles steward: partners, members, keys; no clients Keys SHA256:aaaa, used on 20 January 2026",
		"Fingerprint SHA256:aaaa Type ssh-ed25519 Member M-1, Burnley Jobcentre",
		"Made on 1 February 2026 by Amina Khan Good until 4 February 2026 at 09:40 Wrong codes 0 of 5 tries",
	} {
		p.Press(string(rune('1'+i)), "enter")
		p.Has(want)
		p.Press("esc")
	}
	p.Press("3", "home", "enter")
	p.Has("This is the key you are using now.")
}

func TestInvite(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "n", "enter")
	p.Has("Enter the person's name.")
	press(p, "=Lee Smith", "enter", "G", "enter", "enter")
	p.Has("Enter the organisation's name.")
	press(p, "=Pendle Council", "enter", "1", "enter")
	p.Has("Mark one or more roles")
	press(p, "1", "5", "enter")
	p.Has("Name Lee Smith Partner Pendle Council Roles coach, auditor")
	p.Press("y")
	if len(s.invited) != 1 || s.invited[0] != "Lee Smith|Pendle Council|coach,auditor" {
		t.Fatalf("invited %v", s.invited)
	}
	p.Has("They type ssh -p 2222 enrol@signpost.example")
	p.Has("The code 7K2M-Q9XV-3BHT-0ZCE")
	p.Has("for 72 hours: until 5 February 2026 at 10:00")
	for _, k := range []string{"esc", "n", "enter", "x"} {
		p.Press(k)
		p.Has("7K2M-Q9XV-3BHT-0ZCE")
	}
	if !p.Model.(page.Keeper).Unsaved() {
		t.Error("the code can be left without a word")
	}
	p.Press("enter", "y")
	p.Lacks("7K2M-Q9XV")
	p.Has("> Lee Smith")
	p.Has("ends in 3 days")
	for range 4 {
		p.Press("enter", "esc", "right")
		p.Lacks("Q9XV")
	}
}

func TestInviteWithoutKnowingTheServer(t *testing.T) {
	p := pagetest.Open(t, access.New(t.Context(), newStub(), look.Plain(), ""), 80, 20)
	press(p, "n", "=Lee", "enter", "enter", "enter", "y")
	p.Has("They type ssh enrol@ and this server's name")
}

// TestInviteGoesBack and loses nothing that was entered.
func TestInviteGoesBack(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "n", "=Lee", "enter", "G", "enter", "=Pendle", "enter", "2", "enter", "n")
	p.Has("[x] provider")
	press(p, "esc")
	p.Has("> 3 a partner that is not here yet")
	press(p, "enter")
	p.Has("[Pendle ")
	press(p, "esc", "esc")
	p.Has("[Lee ")
	press(p, "esc")
	p.Has("Press Esc again")
	press(p, "enter", "enter", "enter", "enter", "y")
	if len(s.invited) != 1 || s.invited[0] != "Lee|Pendle|coach,provider" {
		t.Errorf("invited %v", s.invited)
	}
}

// TestInviteRefused goes to the question that the refusal is about.
func TestInviteRefused(t *testing.T) {
	for field, want := range map[string]string{"name": "[Lee ", "partner": "[ ", "roles": "[x] coach"} {
		s := newStub()
		p := open(t, s)
		s.refuse = &store.FieldError{Field: field, Says: "Enter something else."}
		press(p, "n", "=Lee", "enter", "enter", "enter", "y")
		p.Has("Enter something else.")
		p.Has(want)
		if len(s.invited) != 0 {
			t.Errorf("%s: invited %v", field, s.invited)
		}
	}
	s := newStub()
	s.refuse = context.DeadlineExceeded
	p := open(t, s)
	press(p, "n", "=Lee", "enter", "enter", "enter", "y")
	p.Has("Name Lee")
	press(p, "y")
	if len(s.invited) != 1 {
		t.Errorf("invited %v", s.invited)
	}
}

// TestInviteForThePartnerInFocus has that partner chosen already.
func TestInviteForThePartnerInFocus(t *testing.T) {
	for _, to := range []string{"down", "2 down down"} {
		p := open(t, newStub())
		press(p, strings.Fields(to)...)
		press(p, "n", "=Lee", "enter")
		p.Has("> 2 Nelson College")
	}
}

func TestRoles(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "2", "down", "r")
	p.Has("[x] coach")
	press(p, "1", "3", "enter")
	if !strings.Contains(said(p), "Mark one or more roles.") {
		t.Errorf("said %q", said(p))
	}
	press(p, "5", "enter")
	if got := s.members[1].Roles; len(got) != 1 || got[0] != keys.Auditor {
		t.Errorf("roles are %v", got)
	}
	p.Has("> Sam Jones Burnley Jobcentre auditor")
}

func TestRename(t *testing.T) {
	s := newStub()
	p := open(t, s)
	s.refuse = &store.FieldError{Field: "name", Says: "Enter a name."}
	press(p, "2", "down", "e", "=-Hill", "enter")
	p.Has("[Sam Jones-Hill")
	p.Has("Enter a name.")
	press(p, "enter")
	p.Has("> Sam Jones-Hill")
	if s.members[1].Name != "Sam Jones-Hill" || said(p) != "Saved: Sam Jones-Hill." {
		t.Errorf("name is %q, said %q", s.members[1].Name, said(p))
	}
}

// TestSomebodyElseChangedTheMember shows theirs, keeps what was entered, and
// saves it over theirs only when Enter is pressed again.
func TestSomebodyElseChangedTheMember(t *testing.T) {
	for _, c := range []struct{ keys, has, saved string }{
		{"r 4 enter", "The roles that are saved now: auditor.", "Samuel Jones [coach curator steward]"},
		{"e =-Hill enter", "The name that is saved now: Samuel Jones.", "Sam Jones-Hill [auditor]"},
	} {
		s := newStub()
		p := open(t, s)
		s.clash = true
		press(p, "2", "down")
		press(p, strings.Fields(c.keys)...)
		p.Has(c.has)
		press(p, "enter")
		if got := s.members[1].Name + " " + strings.ReplaceAll(string(join(s.members[1].Roles)), ",", " "); got != c.saved {
			t.Errorf("%s: saved %q, want %q", c.keys, got, c.saved)
		}
	}
	s := newStub()
	p := open(t, s)
	s.clash = true
	press(p, "2", "down", "x", "y")
	if s.members[1].Locked {
		t.Error("locked over somebody else's change")
	}
	p.Has("> Samuel Jones")
}

func join(roles []keys.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return "[" + strings.Join(words, " ") + "]"
}

func TestLock(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "2", "down", "x")
	p.Has("Lock Sam Jones?")
	press(p, "n")
	if s.members[1].Locked || said(p) != "Nothing was changed." {
		t.Errorf("locked %v, said %q", s.members[1].Locked, said(p))
	}
	press(p, "x", "y")
	p.Has("locked")
	if !s.members[1].Locked || said(p) != "Locked: Sam Jones." {
		t.Errorf("locked %v, said %q", s.members[1].Locked, said(p))
	}
	press(p, "x")
	p.Has("Unlock Sam Jones?")
	press(p, "y")
	if s.members[1].Locked {
		t.Error("still locked")
	}
	press(p, "home", "x")
	p.Has("That is you")
}

func TestRevoke(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "3", "down", "x")
	p.Has("Revoke the key of Sam Jones, SHA256:bbbb?")
	press(p, "esc")
	if !s.keys[1].Revoked.IsZero() {
		t.Error("Esc revokes")
	}
	s.refuse = context.DeadlineExceeded
	press(p, "x", "y")
	if !s.keys[1].Revoked.IsZero() || said(p) != context.DeadlineExceeded.Error() {
		t.Errorf("revoked %v, said %q", s.keys[1].Revoked, said(p))
	}
	press(p, "x", "y")
	p.Has("> Sam Jones SHA256:bbbb revoked on 2 February 2026")
	press(p, "x") // nothing is left to end
	p.Has("> Sam Jones")
	press(p, "home", "x")
	p.Has("Revoke the key that you are using now, SHA256:aaaa?")
	press(p, "n", "4", "x")
	p.Has("Revoke the invitation of Lee?")
	press(p, "y")
	p.Has("> Lee Burnley Jobcentre coach revoked on 2 February 2026")
	for range 3 { // used, revoked, ended
		press(p, "down", "x")
		p.Lacks("Revoke the invitation")
	}
}

func TestFilter(t *testing.T) {
	p := open(t, newStub())
	press(p, "2", "f", "=nelson")
	p.Has("Zed")
	p.Has("Uma Roy")
	p.Lacks("Sam Jones")
	press(p, "down", "enter")
	p.Has("Id M-4")
	press(p, "esc")
	p.Has("[nelson")
	press(p, "=zzz")
	p.Has("Nothing fits.")
	press(p, "enter", "esc")
	p.Has("Sam Jones")
}

func TestPaste(t *testing.T) {
	p := open(t, newStub())
	press(p, "n")
	p.Send(tea.PasteMsg{Content: "Lee\nSmith"})
	p.Has("[Lee Smith")
}

func TestNoAccess(t *testing.T) {
	p := pagetest.Open(t, access.New(t.Context(), closed{newStub()}, look.Plain(), ""), 80, 20)
	if _, ok := p.Last().(page.Back); !ok || said(p) != "not allowed" {
		t.Errorf("said %q, asked for %#v", said(p), p.Last())
	}
}

type closed struct{ *stub }

func (closed) Partners(context.Context) ([]keys.Partner, error) { return nil, keys.ErrNotAllowed }

func TestSweep(t *testing.T) {
	model := func() page.Model {
		return access.New(t.Context(), newStub(), look.Plain(), "ssh enrol@signpost.example.org")
	}
	pagetest.Sweep(t, model, "enter", "down", "esc", "2", "down", "enter", "esc", "r", "down", "esc", "e", "x", "esc", "esc", "x", "n", "3", "enter", "esc",
		"x", "n", "f", "a", "z", "z", "esc", "4", "enter", "esc", "n", "L", "enter", "G", "enter", "N", "enter", "1", "enter", "1", "enter", "y", "esc", "y")
}

// TestWhoDeliversAProgramme is said by a steward; nothing chosen is lost where
// somebody else said it meanwhile.
func TestWhoDeliversAProgramme(t *testing.T) {
	s := newStub()
	p := open(t, s)
	press(p, "5")
	p.Has("> Boost nobody here")
	press(p, "d", "1")
	if got := s.deliveries; len(got) != 1 || got[0].Programme != "boost" || got[0].Partner != "" {
		t.Errorf("kept %+v", got)
	}
	press(p, "d", "3")
	p.Has("> Boost Nelson College")
	s.clash = true
	press(p, "d", "1")
	p.Has("Somebody else saved meanwhile: Burnley Jobcentre. Enter saves yours over it")
	p.Has("> 1 nobody here")
	press(p, "enter")
	p.Has("> Boost nobody here")
	press(p, "d", "2", "enter")
	p.Has("Delivered by Burnley Jobcentre")
	p.Has("Providers none yet: give a member of this partner the role provider")
	p.Has("Changed on 2 February 2026 by Amina Khan")
	s.members[1].Roles = []keys.Role{keys.Provider}
	p.Send(page.Shown{})
	p.Has("Providers Sam Jones")
	s.refuse = store.ErrNotFound
	press(p, "d", "enter")
	p.Has("Which partner delivers Boost?")
	press(p, "esc")
	p.Has("Delivered by")
}

// TestAnotherKey makes a code for a member's other key, asking no more than that.
func TestAnotherKey(t *testing.T) {
	p := open(t, newStub())
	press(p, "2", "down", "a")
	p.Has("Make a code for another key of Sam Jones?")
	press(p, "n")
	if got := said(p); got != "Nothing was changed." {
		t.Errorf("it says %q", got)
	}
	press(p, "a", "y")
	p.Has("The code for another key of Sam Jones")
	p.Has("The code 7K2M-Q9XV-3BHT-0ZCE")
	if !p.Model.(page.Keeper).Unsaved() {
		t.Error("the code can be left without a word")
	}
	press(p, "enter", "y")
	p.Lacks("7K2M-Q9XV")
	p.Press("enter")
	p.Has("For another key of M-2")
}

func TestRenameAPartner(t *testing.T) {
	s := newStub()
	p := open(t, s)
	s.clash = true
	press(p, "e", "ctrl+u", "=Burnley and Padiham", "enter")
	p.Has("The name that is saved now: Padiham Jobcentre.")
	p.Has("[Burnley and Padiham ")
	p.Press("enter")
	if got := said(p); got != "Saved: Burnley and Padiham." || s.partners[0].Name != "Burnley and Padiham" {
		t.Errorf("it says %q, and the partner is %+v", got, s.partners[0])
	}
}

// A steward who is to be a coach as well is asked whether that is meant.
func TestAStewardWhoIsACoach(t *testing.T) {
	const warning = "A steward sees no client; one who is also a coach does: is this meant?"
	p := open(t, newStub())
	press(p, "n", "=Lee", "enter", "enter", "4", "enter")
	p.Has(warning)
	press(p, "n", "1", "enter")
	p.Lacks(warning)
	press(p, "n", "esc", "esc", "esc", "esc", "2", "r", "1", "enter")
	if got := said(p); !strings.Contains(got, warning) {
		t.Errorf("it says %q", got)
	}
}

// All that a member has in hand goes to a colleague who is a coach, by numbers.
func TestHandOver(t *testing.T) {
	s := newStub()
	s.members = []keys.Member{
		{ID: "M-1", Name: "Ann", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Locked: true},
		{ID: "M-2", Name: "Bill", Partner: "burnley", Roles: []keys.Role{keys.Coach}},
		{ID: "M-3", Name: "Cara", Partner: "burnley", Roles: []keys.Role{keys.Auditor}},
		{ID: "M-4", Name: "Eve", Partner: "reed", Roles: []keys.Role{keys.Coach}},
	}
	p := pagetest.Open(t, access.New(t.Context(), s, look.Plain(), ""), 80, 20)
	p.Press("2", "h")
	p.Has("Ann has 3 open clients, 0 open referrals, 1 follow-up. To which colleague does all of it go? > 1 Bill")
	p.Lacks("Cara")
	p.Lacks("Eve")
	p.Press("esc", "h", "enter")
	if !slices.Equal(s.handed, []string{"M-1 to M-2"}) {
		t.Errorf("handed over: %v", s.handed)
	}
	p.Press("down", "h") // Bill: no colleague is left
	if say, ok := p.Last().(page.Say); !ok || !strings.Contains(say.Text, "may keep clients. Invite a coach first: n.") {
		t.Errorf("it says %+v", p.Last())
	}
}
