package plain_test

import (
	"bytes"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/tui/plain"
)

func TestWhatWaitsIsOpened(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	for range 12 {
		w.client(coach, "Sam", `{"age": 24}`)
	}
	shown := w.do(coach, "10", "23", "more", "22", "back", "99", "quit")
	has(t, shown, "Your diary, 2 February 2026: 12", "11 Triage:", "20 Triage:", "2 more. Enter more.",
		"There is no 10 here. Enter a number from 11 to 22", "There is no 23 here.", "21 Triage:", "22 Triage:", "Triage: ", "Results", "Menu")
}

func TestWhatIsKeptOfAClientIsRead(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"], "judgements": {"fsf/award": true, "access-to-work/award": false}}`)
	a, err := coach.Triage(t.Context(), sam.Ref, coach.Today())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := coach.SaveDraft(t.Context(), store.ReferralForm{Client: sam.Ref, Programme: "restart"}); err != nil {
		t.Fatal(err)
	}
	shown := w.do(coach, "3", "1",
		"2", "1", "facts", "health", "", "1", "programme", "back", "again", "back", "not eligible", "near", "again", "back", "back",
		"3", "1", "4", "back", "3", "back", "quit")
	has(t, shown, "Assessments, 1", "Referrals, 1", "1 2 February 2026, by Ann Lee, 4 facts, "+string(a.ID),
		"Assessment "+string(a.ID)+": "+string(sam.Ref), "As it was shown on 2 February 2026 to Ann Lee, with 4 facts.",
		"Date of birth: 27 March 1990", "District: Burnley", "Health: known, not shown", "Health: mental", "Judged by the coach", "yes Flexible Support Fund: ", "no Access to Work: ",
		"Why", "Programme or back: programme", "Programme", "Why: ", ": not eligible", "Assessments",
		"Referrals", "draft of 2 February 2026, not sent", "Referral R-", "3 The client", "4 The programme", "Programme", "Client "+string(sam.Ref)+" Sam", "Referral R-")
}

func TestEverythingIsAskedInTheEnd(t *testing.T) {
	w := newWorld(t)
	judged := false
	shown, _ := w.sit(w.coach(), func(shown string) (string, error) {
		switch p := prompt(shown); {
		case strings.HasPrefix(p, "Number: "):
			return "2\r", nil
		case strings.HasPrefix(p, "Number, or help"):
			return "quit\ry\r", nil
		case strings.HasPrefix(p, "Your judgement, y or n") && !judged:
			judged = true
			return "y\rback\r\r", nil // goes back to it, and leaves it so
		}
		return "\r", nil
	})
	has(t, shown, "To judge, for ", "Your judgement, y or n: y", "Now ", "Now: yes. Enter alone leaves it so", "Nothing more to ask the client.", "Results",
		"1 answer about a new client is not saved.")
}

func TestNothingIsKeptYet(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown := w.do(coach, "3", "new", "back", "back", "3", "nobody", "back", "4", "quit")
	has(t, shown, "No clients here yet. To triage a new client and save them, enter new.", "Triage: a new client", "No clients here yet.", "No referrals here.")
	w.client(coach, "Sam", `{}`)
	shown = w.do(coach, "3", "1", "2", "3", "4", "5", "quit")
	has(t, shown, "Not matched yet.", "Not referred yet.", "No notes.", "Triage: ", "About the client. 0 facts known.")
}

func TestProgrammesAreNamed(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"programmes": ["restart"]}`)
	shown := w.do(coach, "3", "1", "1", "1", "restart, skills", "back", "connect to work, skills boot, zzz", "connect to work, skills b, restart, restart", "1", "quit")
	has(t, shown, "On now: restart", `names fit "skills":`, "On now: zzz does not fit: enter part of a programme's name", "Saved. On now:")
	shown = w.do(coach, "3", "1", "1", "1", "restart, work", "2", "back", "quit")
	has(t, shown, `names fit "work":`, "Number, or more of the name: 2", "On now: restart, ")
	got := w.facts(coach, sam.Ref)[store.Programmes].Set
	if strings.Join(got.Has, " ") != "connect-to-work skills-bootcamps restart" || !got.Whole {
		t.Errorf("%+v", got)
	}
}

func TestADraftWhoseClientChanged(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"birth_date": "1990-03-27", "district": "burnley", "uc_months": 13}`)
	r, err := coach.SaveDraft(t.Context(), store.ReferralForm{Client: sam.Ref, Programme: "restart", Told: coach.Today()})
	if err != nil {
		t.Fatal(err)
	}
	other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
	shown := w.do(coach, "4", "1", "1", "sees", "", w.alter(other, sam.Ref, `{"uc_months": 14}`), "sees", "", "send", "y", "quit")
	has(t, shown, "13 months", "What the receiver sees", "Sent: referral "+string(r.ID))
	withdraw := func() {
		if err := other.Because(t.Context(), sam.Ref, "cover", ""); err != nil {
			t.Error(err)
		}
		now, err := other.Referral(t.Context(), r.ID)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := other.Move(t.Context(), r.ID, now.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "other", Note: "theirs"}); err != nil {
			t.Error(err)
		}
	}
	shown = w.do(coach, "4", "1", "1", withdraw, "a duplicate", "mine", "quit")
	has(t, shown, "was withdrawn at", "It is now withdrawn on 2 February 2026: another reason.", "You entered:", "Reason: a duplicate of another referral", "Note: mine", "\"theirs\"")
}

func TestAClientWhoCannotBeReferred(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	w.client(coach, "Sam", `{"age": 20, "district": "burnley"}`)
	shown := w.do(coach, "3", "1", "5", "save", "not eligible", "next", "kickstart", "quit")
	has(t, shown, "Saved: client", `"next" is none of the choices.`)
	say := func() func(string) (string, error) {
		rest := typist("refer", "", "", "", "today", "send", "", "send", "They said yes", "", "quit", "y")
		found := false
		return func(shown string) (string, error) {
			switch p := prompt(shown); {
			case found, strings.HasPrefix(p, "next, programme") && strings.Contains(shown, "Kickstart Scheme"):
				found = true
				return rest(shown)
			case strings.HasPrefix(p, "next, programme"):
				return "next\r", nil
			case strings.HasPrefix(p, "Number, or help"):
				return "1\r", nil
			case strings.Contains(shown, "Client "):
				return "5\r", nil
			case strings.HasPrefix(p, "Number, name"):
				return "1\r", nil
			}
			return "3\r", nil
		}
	}()
	shown, _ = w.sit(coach, say)
	has(t, shown, "Stop: It is not taking referrals today", "Why is it sent all the same?", "Not sent.", "Goodbye.")
}

func TestMembersThatSomebodyElseChanged(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	ann := w.coach()
	other := w.member("Una Kay", "Lancashire County Council", keys.Steward)
	rename := func(name string) func() {
		return func() {
			now, err := ann.Whoami(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := other.RenameMember(t.Context(), now.Member.ID, now.Member.Rev, name); err != nil {
				t.Error(err)
			}
		}
	}
	shown := w.do(steward, "5", "2", "1", "1", rename("Ann Li"), "coach, provider", "", "1", "2", rename("Ann Low"), "Ann Leigh", "", "quit")
	has(t, shown, "This member was changed since you opened them.", "The version that is saved now: Ann Li, coach.", "Now: coach.",
		"The version that is saved now: Ann Low, coach.", "Now: Ann Leigh. Enter alone leaves it so.", "Saved.")
}

func TestAnInvitationThatIsRefused(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	shown := w.do(steward, "5", "6", "AB123456C", "1", "coach", "y", "Sam", "2", "???", "", "y", "1", "", "y", "y", "quit")
	has(t, shown, "Check the answers", "Name: Take out the National Insurance number.", "Your other answers are kept.", "Who is invited?", "Now: AB123456C.",
		"What is the partner called?", "Partner: Enter a name with letters or numbers in it.", "For which partner?", "Now: ???", "Invited: Sam.")
}

func TestWhatAnInvitedPersonTypes(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	for _, c := range []struct {
		host string
		port int
		want string
	}{{"", 0, "ssh enrol@HOST"}, {"signpost.example", 22, "ssh enrol@signpost.example"}, {"signpost.example", 2222, "ssh -p 2222 enrol@signpost.example"}} {
		shown, _ := w.sit(steward, typist("5", "6", "Sam", "1", "coach", "y", "y", "quit"), func(in *plain.In) { in.Host, in.Port = c.host, c.port })
		has(t, shown, "They type "+c.want+" The code")
	}
}

// TestAFaultIsSaidAndLogged closes the store under a session.
func TestAFaultIsSaidAndLogged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "signpost.db")
	if err := bolt.Create(path, "test"); err != nil {
		t.Fatal(err)
	}
	engine, err := bolt.Open(path, bolt.Options{Identity: "test"})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC) }
	w := &world{tb: t, now: now()}
	log := &faults{}
	logger := slog.New(slog.NewTextHandler(log, nil))
	if w.office, err = desk.Over(t.Context(), engine, now, desk.Options{Log: logger}); err != nil {
		t.Fatal(err)
	}
	coach := w.coach()
	say := typist(func() { _ = engine.Close() }, "1", "carer", "2", "3", "4", "7", "menu", "quit")
	p := &person{tb: t, say: say}
	status := plain.Run(t.Context(), plain.In{Desk: coach, In: p, Out: p, PTY: true, Log: logger})
	has(t, p.shown(), "Something went wrong here and nothing was saved.", "Goodbye.")
	if status != plain.Done || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("status %d, log %q", status, log.String())
	}
}

func TestAPanicIsSaidAndItsWordsAreNotLogged(t *testing.T) {
	log := &faults{}
	var out bytes.Buffer
	status := plain.Run(t.Context(), plain.In{Desk: nil, In: io.MultiReader(), Out: &out, Log: slog.New(slog.NewTextHandler(log, nil))})
	if status != plain.Broken || !strings.Contains(log.String(), "invalid memory address") {
		t.Errorf("status %d, log %q", status, log.String())
	}
	has(t, out.String(), "Something went wrong in Signpost, and this session is closed.")
}
