package tui_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/datapack"
	"signpost/store/match"
)

// full is a desk with one of everything: what it keeps is in memory, and what it
// names is always named alike, so that screens can be kept.
type full struct {
	*stub
	client    store.Client
	notes     []store.Note
	homes     []store.HouseholdLine
	referrals []store.Referral
	received  []store.Received
}

var pagesNow = time.Date(2026, time.March, 27, 14, 5, 0, 0, time.UTC)

func newFull(roles ...keys.Role) *full {
	f := &full{stub: newStub(roles...)}
	for i := range f.programmes {
		p := &f.programmes[i]
		least := store.Amount(16+i) * 100
		p.Audience, p.Rev = []store.Audience{store.ForPerson}, 1
		p.Sources = []store.Source{{ID: "guidance", Title: p.Name + ": guidance", URL: "https://www.gov.uk/guidance", Date: "2024"}}
		if len(p.Area) == 0 {
			p.Area, p.AreaSays = []string{"england"}, "lives in England"
		}
		p.Rule = store.Rule{Fact: store.Age, Min: &least, Says: fmt.Sprintf("is %d or over", 16+i), Source: "guidance"}
	}
	f.client = store.Client{
		Ref: "K7M-2Q9", Rev: 1, GivenName: "Jo", Told: store.Told{Day: store.DayOf(pagesNow), How: store.ToldInPerson}, Coach: "m1", Added: pagesNow, Changed: pagesNow, ChangedBy: "m2",
		Facts: store.Facts{
			store.BirthDate: {Day: store.Date(2006, time.June, 3)}, store.District: {Word: "E07000117"},
			store.Health: {Set: store.Set{Has: []string{"mental"}, Whole: true}}, store.Work: {Word: "out-of-work"},
		},
		Known: map[store.Fact]store.Known{},
	}
	for fact := range f.client.Facts {
		f.client.Known[fact] = store.Known{Source: store.DocumentSeen, By: "m2", On: store.Date(2026, time.March, 20)}
	}
	return f
}

func (f *full) Now() time.Time { return pagesNow }

func (f *full) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"m1": "Amina Khan", "m2": "Sam Jones"}, nil
}

func (f *full) Match(_ context.Context, facts store.Facts, d store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	return match.Answer(facts, f.programmes, d, only...)
}

func (f *full) Client(context.Context, store.ClientRef) (store.Client, error) { return f.client, nil }

func (f *full) Clients(context.Context, bool) ([]store.Card, error) {
	other := store.Client{Ref: "A2C-DEF", GivenName: "Zoë", Coach: "m2", Changed: pagesNow}
	cards := []store.Card{f.client.Card(), other.Card()}
	for _, r := range f.referrals {
		if r.Client == f.client.Ref && !r.State.Closed() {
			cards[0].Referrals++
		}
	}
	return cards, nil
}

func (f *full) AddClient(_ context.Context, name string, ch store.Changes, _ store.FactSource, told store.Told) (store.Client, error) {
	told.Day = f.Today()
	f.client.Told = told
	f.client.GivenName, f.client.Facts, f.client.Known = name, ch.Apply(nil), map[store.Fact]store.Known{}
	for fact := range f.client.Facts {
		f.client.Known[fact] = store.Known{Source: store.ClientSaid, By: "m1", On: f.Today()}
	}
	return f.client, nil
}

func (f *full) SetFacts(_ context.Context, _ store.ClientRef, rev uint64, ch store.Changes, _ store.FactSource) (store.Client, error) {
	if rev != f.client.Rev {
		return store.Client{}, store.ErrConflict
	}
	f.client.Rev++
	f.client.Facts = ch.Apply(f.client.Facts)
	return f.client, nil
}

func (f *full) Triage(_ context.Context, _ store.ClientRef, d store.Day) (store.Assessment, error) {
	answer, err := match.Answer(f.client.Facts, f.programmes, d)
	return store.Assessment{ID: "A-K7M-2Q9", Client: f.client.Ref, By: "m1", At: pagesNow, Facts: f.client.Facts, Answer: answer}, err
}

func (f *full) Assessment(ctx context.Context, _ store.AssessmentID) (store.Assessment, error) {
	return f.Triage(ctx, f.client.Ref, f.Today())
}

func (f *full) Assessments(ctx context.Context, _ store.ClientRef) ([]store.Assessment, error) {
	a, err := f.Triage(ctx, f.client.Ref, f.Today())
	return []store.Assessment{a}, err
}

func (f *full) Notes(context.Context, store.ClientRef) ([]store.Note, error) { return f.notes, nil }

func (f *full) HouseholdsOf(context.Context, store.ClientRef) ([]store.HouseholdLine, error) {
	return f.homes, nil
}

func (f *full) FollowUps(context.Context, store.ClientRef) ([]store.FollowUp, error) {
	return []store.FollowUp{{ID: "F-222-222", Client: "K7M-2Q9", Member: "M-1", Due: f.Today() + 3, Text: "ring the college"}}, nil
}

func (f *full) Colleagues(context.Context) ([]keys.Member, error) {
	return []keys.Member{{ID: "M-2", Name: "Bill Ash"}}, nil
}

func (f *full) AddNote(_ context.Context, _ store.ClientRef, words string) (store.Note, error) {
	f.notes = append(f.notes, store.Note{ID: "N-1", At: pagesNow, By: "m1", Text: words})
	return f.notes[0], nil
}

func (f *full) History(context.Context, store.ClientRef, store.Fact, bool) (store.History, error) {
	known := store.Known{Source: store.ClientSaid, By: "m1", On: f.Today() - 9}
	h := store.History{Client: f.client.Ref, Corrections: []store.Correction{{
		At: pagesNow, By: "m2", Fact: store.District, Was: store.Version{Facts: store.Facts{store.District: {Word: "E07000117"}}, Known: known},
		Became: store.Version{Facts: store.Facts{store.District: {Word: "E07000122"}}, Known: store.Known{Source: store.DocumentSeen, By: "m2", On: f.Today()}},
	}}}
	n := store.Note{ID: "N-K7M-2Q9", By: "m1", At: pagesNow.AddDate(0, 0, -3), Text: "Rang on Tuesday"}
	n.Strike(store.NoteChange{At: pagesNow.Add(-time.Hour), By: "m1", Why: store.WhySomebodyElse})
	h.Notes = append(h.Notes, n)
	return h, nil
}

func (f *full) Seen(context.Context, store.ClientRef) ([]store.Sight, error) {
	return []store.Sight{
		{Day: f.Today(), First: pagesNow.Add(-time.Hour), Last: pagesNow, Member: "m1", Who: "Amina Khan, Burnley Jobcentre", Did: []string{"opened given name, facts", "looked at health", "changed district"}},
		{Day: f.Today() - 3, First: pagesNow, Last: pagesNow, Member: "m3", Who: "Lee Shaw, Calico", Did: []string{"opened referral R-K7M-2Q9"}},
	}, nil
}

func (f *full) Referrals(context.Context, store.ClientRef) ([]store.Referral, error) {
	return f.referrals, nil
}

func (f *full) Referral(context.Context, store.ReferralID) (store.Referral, error) {
	return f.referrals[0], nil
}

func (f *full) Packet(_ context.Context, form store.ReferralForm) (store.Packet, store.Result, error) {
	return store.Packet{
		Client: form.Client, GivenName: f.client.GivenName, Contact: form.Contact, Programme: form.Programme, Name: "Connect to Work",
		Provider: "Lancashire County Council", From: "Amina Khan, Burnley Jobcentre", Reason: form.Reason, Standing: store.Eligible, Day: f.Today(),
		Lines: []store.PacketLine{{Fact: "district", Label: "District", Says: "Burnley"}, {Fact: "health", Label: "Health", Says: "mental"}},
	}, store.Result{Standing: store.Eligible}, nil
}

func (f *full) Refer(ctx context.Context, form store.ReferralForm) (store.Referral, error) {
	packet, _, err := f.Packet(ctx, form)
	r := store.Referral{
		ID: "R-K7M-2Q9", Rev: 1, Client: form.Client, By: "m1", State: store.Sent, Packet: packet, Basis: form.Basis, Told: form.Told,
		Made: pagesNow, Sent: pagesNow,
	}
	f.referrals = append(f.referrals, r)
	return r, err
}

func (f *full) Checks(context.Context, store.ReferralForm) ([]store.Check, error) {
	return []store.Check{
		{ID: store.CheckCapacity, Level: store.CheckWarning, Says: "There is a waiting list, said on 20 March 2026"},
		{ID: store.CheckDocuments, Level: store.CheckNote, Says: "Documents still to bring, for: health"},
	}, nil
}

func (f *full) RuleLines(context.Context, store.ProgrammeID) ([]match.Line, error) {
	return []match.Line{{Text: "is 16 or over"}, {Text: "lives in Lancashire"}}, nil
}

func (f *full) Moves(r store.Referral) []store.MoveRow {
	return store.MovesFrom(store.ReferrerSide, r.State)
}

func (f *full) Replies(r store.Received) []store.MoveRow {
	return store.MovesFrom(store.ReceiverSide, r.State)
}

func (f *full) Inbox(context.Context, bool) ([]store.Received, error) {
	return slices.Clone(f.received), nil
}

func (f *full) InboxCount(context.Context) (store.InboxCount, error) {
	var n store.InboxCount
	for i := range f.received {
		n.Open++
		if f.received[i].State.Unanswered() {
			n.ToAnswer++
		}
		if f.received[i].Overdue(f.Today()) {
			n.Overdue++
		}
	}
	return n, nil
}

func (f *full) Received(context.Context, store.ReferralID) (store.Received, error) {
	return f.received[0], nil
}

// Reply makes a move without looking at what it needs.
func (f *full) Reply(_ context.Context, _ store.ReferralID, _ uint64, t store.Turn) (store.Received, error) {
	r := &f.received[0]
	row, _ := store.MoveFrom(t.Move, store.ReceiverSide, r.State)
	step := store.Step{Move: t.Move, From: r.State, To: row.To, Side: row.Side, At: pagesNow, Who: "Amina Khan, Burnley Jobcentre", Day: t.Day, Note: t.Note}
	if t.Reason != "" {
		step.Reason = &store.StepReason{Code: t.Reason, Says: "not eligible", Rule: "lives in Lancashire"}
	}
	r.State, r.Steps = row.To, append(r.Steps, step)
	return *r, nil
}

// receive fills the inbox with what was sent over the last two weeks.
func (f *full) receive() {
	sent := pagesNow.AddDate(0, 0, -13)
	send := store.Step{Move: store.MoveSend, From: store.Draft, To: store.Sent, Side: store.ReferrerSide, At: sent, Who: "Sam Jones, Pendle Jobcentre"}
	for i, r := range []struct {
		name  string
		state store.ReferralState
		reply store.Day
	}{
		{"Jo", store.Sent, f.Today() - 3},
		{"Zo\u00eb", store.Sent, f.Today()},
		{"Priya", store.Acknowledged, f.Today() + 4},
		{"Lee", store.Accepted, 0},
		{"Grace", store.OnWaitingList, 0},
		{"Tom", store.Started, 0},
	} {
		packet, _, _ := f.Packet(context.Background(), store.ReferralForm{Client: store.ClientRef(fmt.Sprintf("K%dM-2Q9", i+2)), Programme: "connect-to-work", Reason: "Wants a job with people"})
		packet.GivenName, packet.From = r.name, "Sam Jones, Pendle Jobcentre"
		f.received = append(f.received, store.Received{
			ID: store.ReferralID(fmt.Sprintf("R-K%dM-2Q9", i+2)), Rev: 2, From: "p2", State: r.state, Packet: packet, Basis: store.PublicTask,
			Told: f.Today() - 13, Sent: sent, ReplyBy: r.reply, ExpiresOn: f.Today() + 17, Steps: []store.Step{send},
		})
	}
}

func (f *full) SetCapacity(context.Context, store.ProgrammeID, uint64, store.Capacity) (store.Delivery, error) {
	return store.Delivery{}, store.ErrConflict
}

func (f *full) SetDeliverer(context.Context, store.ProgrammeID, uint64, keys.PartnerID) (store.Delivery, error) {
	return store.Delivery{}, store.ErrConflict
}

func (f *full) Partners(context.Context) ([]keys.Partner, error) {
	return []keys.Partner{{ID: "p1", Name: "Burnley Jobcentre", Added: pagesNow}, {ID: "p2", Name: "Nelson and Colne College", Added: pagesNow}}, nil
}

func (f *full) Members(context.Context) ([]keys.Member, error) {
	return []keys.Member{
		{Rev: 1, ID: "m1", Partner: "p1", Name: "Amina Khan", Roles: f.who.Member.Roles, Added: pagesNow},
		{Rev: 1, ID: "m2", Partner: "p2", Name: "Sam Jones", Roles: []keys.Role{keys.Coach, keys.Curator}, Added: pagesNow, Locked: true},
	}, nil
}

func (f *full) Keys(context.Context) ([]keys.Key, error) {
	return []keys.Key{
		{Fingerprint: "SHA256:w/1Q18Z1aENUIfpq4rgoZKH6XliZNQEDZILHRxHR2ew", Member: "m1", Type: "ssh-ed25519", Added: pagesNow, LastUsed: pagesNow},
		{Fingerprint: "SHA256:LRxdUtoWt1AcDFeJD3BMU6d2Mq3PnJeJl+2W7iu0gEo", Member: "m2", Type: "ssh-ed25519", Added: pagesNow, Revoked: pagesNow},
	}, nil
}

func (f *full) Invitations(context.Context) ([]keys.Invitation, error) {
	return []keys.Invitation{{ID: "7K2MQ9", Name: "Lee Smith", Partner: "p2", Roles: []keys.Role{keys.Coach}, Made: pagesNow, Ends: pagesNow.Add(50 * time.Hour)}}, nil
}

func (f *full) Invite(_ context.Context, name, _ string, roles []keys.Role) (string, keys.Invitation, error) {
	return "7K2M-Q9XV-3BHT-0ZCE", keys.Invitation{ID: "7K2MQ9", Name: name, Partner: "p1", Roles: roles, Ends: pagesNow.Add(keys.InvitationLasts)}, nil
}

func (f *full) MarkGap(context.Context, store.Barrier, store.ClientRef) error { return nil }

func (f *full) DataPack(context.Context, store.Day, store.Day) (datapack.Pack, error) {
	sums := datapack.Sums{}
	for _, t := range []store.Tally{
		{Of: store.TallyGap, Key: "barriers.debt", Counts: map[string]int{
			store.TallyTotal: 34, store.TallyPlace + "E07000117": 17, store.TallyPlace + "E07000120": 6, store.TallyPlace + "E06000008": 11,
			store.TallyRule + "is on Universal Credit": 19, store.TallyAge + string(store.From25): 12,
		}},
		{Of: store.TallyGap, Key: "barriers.transport", Counts: map[string]int{store.TallyTotal: 8, store.TallyPlace + "E07000122": 4, store.TallyPlace + "E07000117": 4}},
		{Of: store.TallyNear, Key: "restart", Counts: map[string]int{store.TallyRule + "has been on Universal Credit for 6 months or more": 23}},
		{Of: store.TallyProgramme, Key: "connect-to-work", Counts: map[string]int{store.TallyTotal: 41, store.TallyStarted: 22, store.TallyOutcome + string(store.JobStart): 9}},
		{Of: store.TallyDistrict, Key: "E07000117", Counts: map[string]int{store.TallyTotal: 41, store.TallyStarted: 22, store.TallyOutcome + string(store.JobStart): 9}},
		{Of: store.TallyBarrier, Key: "health.mental", Counts: map[string]int{store.TallyTotal: 30, store.TallyStarted: 14, store.TallyOutcome + string(store.JobStart): 4}},
	} {
		sums.Add(&t)
	}
	names := map[string]string{"connect-to-work": "Connect to Work", "restart": "Restart"}
	return datapack.Make(store.Date(2025, time.April, 1), f.Today(), sums, names), nil
}

func (f *full) Retention(_ context.Context, p keys.PartnerID) (store.Retention, error) {
	return store.Retention{Partner: p, Rev: 1, Times: map[string]int{string(store.OldDraft): 60}}, nil
}

func (f *full) Forecast(ctx context.Context, _ keys.PartnerID, days int) (store.Forecast, error) {
	purge, _ := f.Purge(ctx)
	return store.Forecast{Until: f.Today() + store.Day(days), Purge: purge, Rows: []store.Removal{
		{Class: store.ClosedClient, Record: "K7M-2Q9", From: f.Today() - 723, Announced: f.Today() - 20, Goes: f.Today() + 8},
		{Class: store.OldDraft, Record: "R-K7M-2Q9", From: f.Today() - 20, Goes: f.Today() + 40},
	}}, nil
}

func (f *full) Announced(_ context.Context, ref store.ClientRef) (store.Removal, error) {
	return store.Removal{Class: store.ClosedClient, Record: string(ref), Client: ref, From: f.Today() - 723, Announced: f.Today() - 20, Goes: f.Today() + 8}, nil
}

func (f *full) Enrol() string { return "ssh enrol@signpost.example.org" }

func (f *full) Trail(context.Context, store.TrailQuery) ([]store.Event, error) {
	all := []store.Event{
		{At: pagesNow.Add(-30 * time.Hour), Act: keys.ActAccessWrite, Verb: "added", Subject: "member m1", Fields: []string{"role coach"}},
		{At: pagesNow.Add(-2 * time.Hour), Member: "m1", Partner: "p1", Act: keys.ActWhoami, Verb: "logged in"},
		{At: pagesNow.Add(-time.Hour), Member: "m1", Partner: "p1", Act: keys.ActClientWrite, Verb: "added", Subject: "client K7M-2Q9", Fields: []string{"given_name", "birth_date", "district"}},
	}
	for i := range all {
		all[i].ID = store.EventID(i + 1)
	}
	slices.Reverse(all)
	return all, nil
}

// walk presses keys and keeps a screen after each: what to press, what then
// waits to be seen, and the name it is kept under.
func walk(t *testing.T, s *screen, steps []struct{ press, sees, name string }) {
	t.Helper()
	for _, step := range steps {
		for _, key := range step.press { // one by one: what comes at once was pasted
			s.press(string(key))
		}
		s.sees(step.sees)
		if step.name != "" {
			s.golden(step.name)
		}
	}
}

// TestPages walks a client through triage, saving and a referral, and then
// through everything that was kept, at the home size.
func TestPages(t *testing.T) {
	s := start(t, newFull(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"2", "0 facts known", "triage-question"},
		{"3/6/2006\r", "1 fact known", ""},
		{esc, "This client is not saved.", "triage-results"},
		{"4\r", "Not eligible", "triage-reasons"},
		{esc, "This client is not saved.", ""},
		{"l", "those that are known first", "triage-facts"},
		{"w1/1/1970\r", "1 January 1970", "triage-what-if"},
		{esc, "those that are known first", ""},
		{esc, "This client is not saved.", ""},
		{"s", "given name", "triage-name"},
		{"Jo\r", "How do you know", "triage-source"},
		{"1", "How was the client told", "triage-told"},
		{"1", "Saved: client K7M-2Q9 Jo", "triage-saved"},
		{"2r", "check the answers", "refer-check"},
		{"\rWants a job with people\r", "> Contact", ""},
		{"G\x1b[A\r\r", "Client told on        27 March 2026", ""},
		{"s", "Why is it sent all the same?", "refer-why"},
		{"She can wait\r", "Send this referral", "refer-send"},
		{"y", "Sent: referral R-K7M-2Q9.", "refer-sent"},
		{"c", "[1 facts (1)]", "client"},
		{"\r", "[3/6/2006", ""},
		{esc, "[1 facts (1)]", ""},
		{"aRang on Tuesday\r", "Saved.", "client-notes"},
		{"2\r", "As it was shown on 27 March 2026", "assessment"},
		{"l", "The facts it was made with", "assessment-facts"},
	})
}

// TestQueue is a curator who looks at what waits, and says on a programme's page
// what is wrong with it.
func TestQueue(t *testing.T) {
	s := start(t, newFull(keys.Curator), "vt100", 80, 24)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"0", "3 to check", "queue"},
		{"j", "4 of the last 6", "queue-declined"},
		{"c", "Put it back", "queue-change"},
		{esc, "3 to check", ""},
		{"ja", "What is the answer?", "queue-answer"},
		{esc, "3 to check", ""},
		{"s", "did you look at it today", "queue-right"},
		{"n", "3 to check", ""},
		{"\r", "w this is wrong", ""},
		{"w", "What looks wrong", "programme-wrong"},
		{"2", "What is wrong with this", "programme-note"},
	})
}

func TestLists(t *testing.T) {
	d := newFull(keys.Coach, keys.Steward, keys.Auditor)
	if _, err := d.Refer(t.Context(), store.ReferralForm{Client: "K7M-2Q9", Programme: "connect-to-work", Told: d.Today()}); err != nil {
		t.Fatal(err)
	}
	s := start(t, d, "vt100", 80, 24)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"3", "2 open clients", "caseload"},
		{"\r", "[1 facts (4)]", "client-facts"},
		{"m", "What do you want to do?", "client-more"},
		{"1", "and became", "client-history"},
		{esc, "[1 facts (4)]", ""},
		{"m2", "To print it", "client-seen"},
		{esc, "[1 facts (4)]", ""},
		{"m4", "Goes, for good", "client-erase"},
		{"1", "enter their reference", "client-erase-ref"},
		{esc, "Why is this client erased?", ""},
		{esc, "[1 facts (4)]", ""},
		{esc, "2 open clients", ""},
		{esc, "Find provision", ""},
		{"4", "[1 all (1)]", "referrals"},
		{esc, "Find provision", ""},
		{"5", "[1 partners (2)]", "access-partners"},
		{"2", "[2 members (2)]", "access-members"},
		{"\r", "Access: one member", "access-member"},
		{esc, "[2 members (2)]", ""},
		{"3", "[3 keys (2)]", "access-keys"},
		{"4", "[4 invitations (1)]", "access-invitations"},
		{"nLee Smith\r\r\r", "Invite this person?", "access-invite"},
		{"y", "shown only once", "access-code"},
		{"\ry", "Invited: Lee Smith.", ""},
		{"5", "[5 programmes (15)]", "access-programmes"},
		{"d", "Which partner delivers", "access-deliverer"},
		{esc, "[5 programmes (15)]", ""},
		{esc, "Find provision", ""},
		{"6", "All events: 3", "trail"},
		{"\r", "Trail: one event", "trail-event"},
		{esc, "All events: 3", ""},
		{"d", "Since which day?", "trail-since"},
		{esc + esc, "Find provision", ""},
		{"8", "[1 Unmet need]", "datapack-unmet"},
		{"2", "[2 One rule away]", "datapack-rules"},
		{"3", "[3 By programme]", "datapack-programmes"},
		{"p", "Which months?", "datapack-period"},
	})
}

// TestInbox answers a referral and says what room there is, at the home size and
// in the smallest window.
func TestInbox(t *testing.T) {
	for _, size := range []struct {
		w, h int
		name string
	}{{80, 24, ""}, {60, 16, "-60x16"}} {
		d := newFull(keys.Provider)
		d.receive()
		s := start(t, d, "vt100", size.w, size.h)
		s.sees("9 Inbox: 3 to answer, 1 overdue")
		walk(t, s, []struct{ press, sees, name string }{
			{"9", "[1 open (6)]", "inbox" + size.name},
			{"\r", "Moves: y acknowledge", "received" + size.name},
			{"d", "Why is it declined?", "received-decline" + size.name},
			{"1", "Which rule is not met?", ""},
			{"2", "Is there a note with it?", "received-note" + size.name},
			{"Moved to Leeds\r", "Saved: declined on 27 March 2026", "received-declined" + size.name},
			{esc, "[1 open", ""},
			{"c", "What room there is on your programmes", "capacity" + size.name},
			{"\r", "What room is there on Connect to Work?", "capacity-say" + size.name},
		})
	}
}

// TestNarrow draws what is most used in the smallest window that is promised.
func TestNarrow(t *testing.T) {
	s := start(t, newFull(keys.Coach), "vt100", 60, 16)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"2", "0 facts known", "triage-question-60x16"},
		{"3/6/2006\r", "1 fact known", ""},
		{esc, "This client is not saved.", ""},
		{"2", "[2 unclear", "triage-results-60x16"},
		{esc, "What you typed here is not saved.", ""},
		{esc, "Find provision", ""},
		{"3\r", "[1 facts (4)]", "client-60x16"},
	})
}

// TestPurposes is a steward who looks at what data is used for, and changes why.
func TestPurposes(t *testing.T) {
	s := start(t, newFull(keys.Steward), "vt100", 80, 24)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"p", "Condition for health facts", "purposes"},
		{"\r", "On what lawful basis", "purposes-basis"},
		{"\r", "What allows their use", "purposes-condition"},
		{"\r", "your policy document", "purposes-note"},
		{esc, "Condition for health facts", ""},
	})
	s = start(t, newFull(keys.Steward), "vt100", 60, 16)
	walk(t, s, []struct{ press, sees, name string }{{"p", "Condition for health facts", "purposes-60x16"}})
}

// TestRetention is a steward who looks at how long things are kept and what goes.
func TestRetention(t *testing.T) {
	s := start(t, newFull(keys.Steward), "vt100", 80, 24)
	s.sees("Find provision")
	walk(t, s, []struct{ press, sees, name string }{
		{"r", "Usual: 24 months", "retention"},
		{"\r", "or usual, which is 24", "retention-time"},
		{esc, "Usual: 24 months", ""},
		{"2", "goes on 4 April 2026, announced", "retention-goes"},
	})
}
