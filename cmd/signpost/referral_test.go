package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// seat is somebody at a terminal of their own: one connection, which stays.
type seat struct {
	t    *testing.T
	conn *gossh.Client
}

func (r *realServer) seat(name, partner string, roles ...keys.Role) *seat {
	r.t.Helper()
	signer := newSigner(r.t)
	key, err := keys.FromSSH(signer.PublicKey())
	check(r.t, err)
	_, err = r.office.Installer().AddMember(r.t.Context(), desk.NewMember{Name: name, Partner: partner, Roles: roles, Key: key})
	check(r.t, err)
	cfg, _ := config(strings.ToLower(name), gossh.PublicKeys(signer))
	c, err := gossh.Dial("tcp", r.addr, cfg)
	check(r.t, err)
	r.t.Cleanup(func() { _ = c.Close() })
	return &seat{r.t, c}
}

// enter types one command, with what it is to read, and gives what it answers.
func (s *seat) enter(stdin, typed string) (string, error) {
	s.t.Helper()
	session, err := s.conn.NewSession()
	check(s.t, err)
	defer session.Close()
	var errs strings.Builder
	session.Stdin, session.Stderr = strings.NewReader(stdin), &errs
	out, err := session.Output(typed)
	return string(out) + errs.String(), err
}

// ok is enter of what has to be done, whose answer is one JSON value.
func (s *seat) ok(typed string, v any) {
	s.t.Helper()
	out, err := s.enter("", typed+" --json")
	if err != nil {
		s.t.Fatalf("%s: %v: %s", typed, err, out)
	}
	if err := json.Unmarshal([]byte(out), v); err != nil {
		s.t.Fatalf("%s: %v in %s", typed, err, out)
	}
}

// no is enter of what has to be refused with these words.
func (s *seat) no(typed, says string) {
	s.t.Helper()
	out, err := s.enter("", typed)
	if err == nil || !strings.Contains(strings.Join(strings.Fields(out), " "), says) {
		s.t.Fatalf("%s: %v: %s\nwant it refused with %q", typed, err, out, says)
	}
}

// TestAReferralIsClosedBetweenTwoPartners has a coach and a provider of two
// partners on two terminals at once: sent, acknowledged, put on the waiting list,
// declined with its rule; referred elsewhere, accepted, started, completed, and
// thirteen weeks later in work still. A third is answered by nobody.
func TestAReferralIsClosedBetweenTwoPartners(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	coach := r.seat("Amina", "Burnley Jobcentre", keys.Coach)
	provider := r.seat("Lukasz", "Reed", keys.Provider)
	steward := r.seat("Stella", "Authority", keys.Steward)
	var done map[string]any
	for _, p := range []string{"connect-to-work", "access-to-work", "ips-smi"} {
		steward.ok("delivery set "+p+" reed", &done)
	}
	provider.ok("capacity connect-to-work waiting-list --note 'about three weeks'", &done)
	out, err := coach.enter(`{"given_name": "Jo", "facts": {"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"], "right_to_work": true}}`, "client add --told in-person --json")
	check(t, err)
	var client struct {
		Ref store.ClientRef
		Rev uint64
	}
	check(t, json.Unmarshal([]byte(out), &client))

	coach.no("refer "+string(client.Ref)+" connect-to-work --told today", "Warning (capacity): There is a waiting list")
	var first, next store.Referral
	coach.ok("refer "+string(client.Ref)+" connect-to-work --told today --reason 'wants work' --override 'capacity=Jo will wait' --override 'standing=agreed'", &first)
	var inbox []struct {
		ID        store.ReferralID
		State     store.ReferralState
		GivenName string `json:"given_name"`
		Overdue   bool
	}
	provider.ok("inbox", &inbox)
	if len(inbox) != 1 || inbox[0].ID != first.ID || inbox[0].GivenName != "Jo" {
		t.Fatalf("the inbox holds %+v", inbox)
	}
	var got store.Received
	id := string(first.ID)
	provider.ok("referral acknowledge "+id, &got)
	coach.no("referral withdraw "+id+" --reason in-work --rev 1", "was acknowledged at")
	provider.ok("referral wait "+id+" --day 2026-12-14 --note 'a place comes free'", &got)
	if got.State != store.OnWaitingList || got.Until != store.Date(2026, 12, 14) {
		t.Fatalf("waiting: %+v", got)
	}
	provider.no("referral decline "+id, "Reason: Enter one of: not-eligible")
	provider.no("referral decline "+id+" --reason not-eligible", "Enter which rule is not met, by its number: 1: ")
	provider.ok("referral decline "+id+" --reason not-eligible --rule 1", &got)
	if why := got.Steps[len(got.Steps)-1].Reason; got.State != store.Declined || why == nil || why.Rule == "" {
		t.Fatalf("declined: %+v", got)
	}

	coach.ok("referral show "+id, &first)
	if first.State != store.Declined || len(first.Outcomes) != 1 || first.Outcomes[0].Code != store.NoOutcome {
		t.Fatalf("the coach sees %+v", first)
	}
	coach.no("refer "+string(client.Ref)+" access-to-work --after "+id, "Enter the day the client was told")
	coach.ok("refer "+string(client.Ref)+" access-to-work --after "+id+" --told today --override 'standing=agreed with them'", &next)
	id = string(next.ID)
	provider.ok("referral accept "+id+" --day 2026-11-30", &got)
	coach.no("referral accept "+id, "is accepted already")
	r.clock.add(8 * 24 * time.Hour)
	provider.ok("referral start "+id+" --day 2026-11-30", &got)
	r.clock.add(60 * 24 * time.Hour)
	provider.no("referral complete "+id+" --day today", "Outcome: Enter one of: job-start")
	provider.ok("referral complete "+id+" --day today --outcome job-start", &got)
	r.clock.add(92 * 24 * time.Hour)
	coach.ok("referral outcome "+id+" --outcome sustained-13-weeks --day today", &next)
	provider.ok("referral show "+id, &got)
	if len(got.Outcomes) != 2 || got.Outcomes[1].Code != store.Sustained13 || got.Outcomes[1].Who != "Amina, Burnley Jobcentre" || got.State != store.Completed {
		t.Fatalf("in the end: %+v", got)
	}

	silence(t, r, coach, provider, client.Ref)
}

// silence has a referral that nobody answers: overdue on both sides, and then
// ended by the clock.
func silence(t *testing.T, r *realServer, coach, provider *seat, client store.ClientRef) {
	t.Helper()
	var sent store.Referral
	why := ""
	for _, id := range store.CheckIDs() {
		why += " --override '" + id + "=agreed'"
	}
	coach.ok("refer "+string(client)+" ips-smi --told today"+why, &sent)
	r.clock.add(11 * 24 * time.Hour)
	var list []struct {
		ID      store.ReferralID
		State   store.ReferralState
		Overdue bool
	}
	for _, side := range []struct {
		who   *seat
		typed string
	}{{coach, "referral list"}, {provider, "inbox"}} {
		side.who.ok(side.typed, &list)
		if list[0].ID != sent.ID || !list[0].Overdue {
			t.Fatalf("%s: %+v, want %s overdue first", side.typed, list, sent.ID)
		}
	}
	r.clock.add(19 * 24 * time.Hour)
	provider.no("referral accept "+string(sent.ID), "is expired: it cannot be accepted")
	provider.ok("inbox", &list)
	if len(list) != 0 {
		t.Errorf("the inbox holds %+v", list)
	}
	coach.ok("referral show "+string(sent.ID), &sent)
	last := sent.Steps[len(sent.Steps)-1]
	if sent.State != store.Expired || last.Side != store.ClockSide || last.By != "" {
		t.Errorf("in the end: %s, %+v", sent.State, last)
	}
}
