package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui"
	"signpost/tui/term"
	"signpost/tui/term/vt100"
)

// stage is the whole server over a store as a partner has it after some weeks,
// whose sessions tell a sight what they mean to show.
type stage struct {
	t    *testing.T
	addr string
	cast cast
	came chan *sight // the next session's
}

// cast is who has a key on a stage, by role.
type cast map[keys.Role]gossh.Signer

// stageDay is the day it is on a stage: all that is made has the same dates.
var stageDay = time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)

// wrote is a data directory for stages, made once and copied for each.
func wrote(t *testing.T) (dir string, who cast) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	data, err := openData(place{data: dir}, true)
	check(t, err)
	at := &clock{at: stageDay.AddDate(0, 0, -40)}
	office, err := desk.Over(t.Context(), data.Store, at.now, desk.Options{Log: slog.New(slog.DiscardHandler)})
	check(t, err)
	who = cast{}
	for i, m := range []struct {
		role          keys.Role
		name, partner string
	}{
		{keys.Coach, "Amina Khan", "Burnley Jobcentre"},
		{keys.Auditor, "Audrey Sørensen", "Lancashire Combined County Authority"},
		{keys.Curator, "Ciarán O’Neill", "Lancashire Combined County Authority"},
		{keys.Provider, "Łukasz Nowak", "Reed in Partnership"},
		{keys.Steward, "Stella Whittaker", "Lancashire Combined County Authority"},
	} {
		seed := make([]byte, 32)
		seed[0] = byte(i + 1)
		signer, err := signerOf(seed)
		check(t, err)
		key, err := keys.FromSSH(signer.PublicKey())
		check(t, err)
		_, err = office.Installer().AddMember(t.Context(), desk.NewMember{Name: m.name, Partner: m.partner, Roles: []keys.Role{m.role}, Key: key})
		check(t, err)
		who[m.role] = signer
	}
	for i := range 3 {
		_, _, err := office.Installer().Invite(t.Context(), fmt.Sprintf("Invited %d", i), "Pendle Borough Council", []keys.Role{keys.Coach})
		check(t, err)
	}
	provider, err := office.WhoIs(t.Context(), keys.FingerprintOf(who[keys.Provider].PublicKey()))
	check(t, err)
	for _, id := range []store.ProgrammeID{"connect-to-work", "restart", "ips-smi"} {
		_, err = office.Installer().SetDeliverer(t.Context(), id, desk.Latest, provider.Partner.ID)
		check(t, err)
	}
	caller, err := office.WhoIs(t.Context(), keys.FingerprintOf(who[keys.Coach].PublicKey()))
	check(t, err)
	writeClients(t, office.For(caller), at)
	replies(t, office.For(provider))
	colleague(t, office, caller.Partner.Name)
	check(t, data.Close())
	return dir, who
}

// colleague enrols another coach of the partner, who keeps one client.
func colleague(t *testing.T, office *desk.Office, partner string) {
	t.Helper()
	signer, err := signerOf(append([]byte{99}, make([]byte, 31)...))
	check(t, err)
	key, err := keys.FromSSH(signer.PublicKey())
	check(t, err)
	_, err = office.Installer().AddMember(t.Context(), desk.NewMember{Name: "Wilhelmina Ashworth", Partner: partner, Roles: []keys.Role{keys.Coach}, Key: key})
	check(t, err)
	caller, err := office.WhoIs(t.Context(), key.Fingerprint)
	check(t, err)
	changes, err := store.ParseChanges([]byte(`{"district": "burnley", "age": 44}`))
	check(t, err)
	_, err = office.For(caller).AddClient(t.Context(), "Quinn", changes, store.FactSources()[0], store.Told{How: store.ToldInPerson})
	check(t, err)
}

// people are the clients of a stage. Every third has been triaged.
var people = []string{
	"Jo", "Zoë", "Łukasz", "José", "Muhammad", "Anne-Marie", "Siân", "王芳", "Ólafur", "D’Arcy", "नीता", "Ahmed", "Bob", "Chloé", "Dariusz",
	"Elif", "Fatima", "Grace", "Hassan", "Ivy", "Jānis", "Kerry", "Liam", "Małgorzata", "Noor", "Oksana", "Priya", "Rhys", "Sam", "Tadhg",
}

func writeClients(t *testing.T, d *desk.Desk, at *clock) {
	t.Helper()
	ctx := t.Context()
	for i, name := range people {
		at.add(29 * time.Hour)
		facts := fmt.Sprintf(`{"district": %q, "birth_date": "%d-05-0%d", "right_to_work": true`,
			[]string{"burnley", "pendle", "hyndburn"}[i%3], 1962+i, 1+i%9)
		if i%2 == 0 {
			facts += fmt.Sprintf(`, "work": "out-of-work", "months_out_of_work": %d, "benefits": ["universal-credit"], "uc_months": %d, "uc_regime": "intensive-work-search"`, i+3, i+2)
		}
		if i%3 == 0 {
			facts += fmt.Sprintf(`, "health": ["physical"], "lasting_condition": true, "disability": true, "caring_hours": %d, "barriers": ["transport", "confidence"]`, 10+i)
		}
		changes, err := store.ParseChanges([]byte(facts + "}"))
		check(t, err)
		c, err := d.AddClient(ctx, name, changes, store.FactSources()[i%3], store.Told{How: store.ToldInPerson})
		check(t, err)
		if i%3 == 0 {
			_, err = d.AddNote(ctx, c.Ref, strings.Repeat("Wants outdoor work; the last post was at a garden centre in Nelson. ", 1+i%4))
			check(t, err)
			_, err = d.Triage(ctx, c.Ref, d.Today())
			check(t, err)
		}
		switch i % 4 {
		case 0:
			refer(t, d, c.Ref, i)
		case 1:
			form := store.ReferralForm{Client: c.Ref, Programme: "restart", Told: d.Today(), Reason: "Asked for help with a move into care.", Overrides: map[string]string{}}
			for _, id := range store.CheckIDs() {
				form.Overrides[id] = "Agreed by telephone – with Łukasz."
			}
			if name == "Anne-Marie" {
				form.Basis, form.Agreement = store.Consent, store.Agreement{Day: d.Today(), How: store.AgreedWritten}
			}
			_, err = d.Refer(ctx, form)
			check(t, err)
		}
		if name == "Ahmed" {
			corrects(t, d, c)
		}
		if name == "Bob" {
			together(t, d, c.Ref)
		}
	}
}

// corrects leaves a client of whom much was wrong at first.
func corrects(t *testing.T, d *desk.Desk, c store.Client) {
	t.Helper()
	ctx := t.Context()
	for _, facts := range []string{`{"district": "burnley", "birth_date": "1973-05-02"}`, `{"district": "hyndburn", "caring": ["adult"]}`, `{"district": null, "caring": []}`} {
		changes, err := store.ParseChanges([]byte(facts))
		check(t, err)
		_, err = d.SetFacts(ctx, c.Ref, desk.Latest, changes, store.DocumentSeen)
		check(t, err)
	}
	_, err := d.RenameClient(ctx, c.Ref, desk.Latest, "Ahmed")
	check(t, err)
	for i, says := range []string{"Wants mornings – the bus is at nine.", "His sister is moving to Colne.", "Rings on Tuesdays."} {
		n, err := d.AddNote(ctx, c.Ref, says)
		check(t, err)
		if i == 0 {
			_, err = d.CorrectNote(ctx, n.ID, n.Rev, "Wants evenings – the bus is at six.", "misheard")
			check(t, err)
		}
		if i == 1 {
			_, err = d.StrikeNote(ctx, n.ID, n.Rev, store.WhySomebodyElse)
			check(t, err)
		}
	}
}

// together opens a household of a client and somebody who is none.
func together(t *testing.T, d *desk.Desk, ref store.ClientRef) {
	t.Helper()
	h, err := d.OpenHousehold(t.Context())
	check(t, err)
	for _, who := range []store.NewPerson{{Client: ref}, {GivenName: "Bilal", Facts: store.Changes{Set: store.Facts{store.Age: {Num: 19}}}}} {
		h, err = d.AddPerson(t.Context(), h.ID, h.Rev, who)
		check(t, err)
	}
	_, err = d.AddStep(t.Context(), h.ID, h.Rev, store.PlanStep{What: "Meet the debt adviser – with both", Due: d.Today() + 30})
	check(t, err)
}

// refer leaves drafts, sent referrals and some that were withdrawn.
func refer(t *testing.T, d *desk.Desk, ref store.ClientRef, i int) {
	t.Helper()
	form := store.ReferralForm{
		Client: ref, Programme: "connect-to-work", Told: d.Today(), Reason: "Asked for help with a move into warehouse work – “as soon as it can be”.",
		Contact: store.Contact{By: store.ByPhone, Detail: "07700 900123"},
	}
	if i%8 == 0 {
		_, err := d.SaveDraft(t.Context(), form)
		check(t, err)
		return
	}
	r, err := d.Refer(t.Context(), form)
	check(t, err)
	if i%12 == 4 {
		_, err = d.Move(t.Context(), r.ID, r.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "in-work"})
		check(t, err)
	}
}

// replies answers some of what was sent, and says what room there is on one
// programme.
func replies(t *testing.T, d *desk.Desk) {
	t.Helper()
	all, err := d.Inbox(t.Context(), false)
	check(t, err)
	turns := []store.Turn{
		{Move: store.MoveAcknowledge},
		{Move: store.MoveAccept, Note: "Come on Monday at ten: ask for Łukasz."},
		{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: 1},
		{Move: store.MoveWait, Day: d.Today() + 30},
	}
	for i, turn := range turns[:min(len(turns), len(all))] {
		_, err := d.Reply(t.Context(), all[i].ID, all[i].Rev, turn)
		check(t, err)
	}
	_, err = d.SetCapacity(t.Context(), "connect-to-work", desk.Latest, store.Capacity{Code: store.WaitingList, Note: "The next start is on 7 December – by telephone."})
	check(t, err)
}

// newStage serves a copy of the directory.
func newStage(t *testing.T, from string, who cast) *stage {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	check(t, os.Mkdir(dir, 0o700))
	files, err := os.ReadDir(from)
	check(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(from, f.Name()))
		check(t, err)
		check(t, os.WriteFile(filepath.Join(dir, f.Name()), b, 0o600))
	}
	data, err := openData(place{data: dir}, false)
	check(t, err)
	at := &clock{at: stageDay}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	office, err := desk.Over(t.Context(), data.Store, at.now, desk.Options{Log: log})
	check(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	d, err := newDoor("", l.Addr())
	check(t, err)
	st := &stage{t: t, addr: l.Addr().String(), cast: who, came: make(chan *sight, 1)}
	real := roomsOver(office, d, plenty, log)
	srv, err := newServer(office, data.Host, d, rooms{screen: st.screen(office, d, real, log), command: real.command}, plenty, log)
	check(t, err)
	ended := make(chan error, 1)
	go func() { ended <- srv.serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		srv.stop(ctx, l)
		check(t, <-ended)
		check(t, data.Close())
	})
	return st
}

// screen is the room of the screens, as roomsOver makes it, told on by a sight;
// but for a dumb terminal, which has none.
func (st *stage) screen(office *desk.Office, d door, real rooms, log *slog.Logger) func(context.Context, keys.Caller, *session) int {
	return func(ctx context.Context, who keys.Caller, s *session) int {
		if p, _, _ := s.Pty(); p.Term == "dumb" {
			return real.screen(ctx, who, s)
		}
		set := settingsOf(ctx, office.For(who), log)
		sight := <-st.came
		defer func() {
			sight.mu.Lock()
			defer sight.mu.Unlock()
			sight.over = true
			sight.news.Broadcast()
		}()
		err := term.Serve(s, nil, log, func(ctx context.Context, caps term.Caps) tea.Model {
			return watched{tui.New(ctx, hosted{office.For(who), d.to(enrolUser, s.LocalAddr())}, caps, set, log), sight}
		})
		if err != nil {
			st.t.Errorf("a session ended with %v", err)
			return exitNo
		}
		return exitDone
	}
}

// terminal is one kind of terminal as a client presents it.
type terminal struct {
	name string
	kind vt100.Kind
	cols func(rune) int // nil: seven bits
	env  []string
}

// open opens a window for the role's member, of that size.
func (st *stage) open(role keys.Role, tty terminal, w, h int) *viewer {
	st.t.Helper()
	t := st.t
	cfg, _ := config("x", gossh.PublicKeys(st.cast[role]))
	client, err := gossh.Dial("tcp", st.addr, cfg)
	check(t, err)
	t.Cleanup(func() { _ = client.Close() })
	session, err := client.NewSession()
	check(t, err)
	v := &viewer{sight: newSight(tty.kind, tty.cols), t: t, session: session}
	v.term = vt100.New(w, h, tty.kind, tty.cols)
	v.size = term.Size{W: w, H: h}
	session.Stdout, session.Stderr = v, io.Discard
	v.in, err = session.StdinPipe()
	check(t, err)
	for _, e := range tty.env {
		name, value, _ := strings.Cut(e, "=")
		check(t, session.Setenv(name, value))
	}
	if tty.kind != vt100.Dumb {
		st.came <- v.sight
	}
	check(t, session.RequestPty(tty.name, h, w, gossh.TerminalModes{}))
	check(t, session.Shell())
	return v
}
