package home_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/home"
	"signpost/tui/page/pagetest"
)

type desk struct {
	roles []keys.Role
	diary store.Diary
	err   error
	asked int
	inbox store.InboxCount
	queue []store.QueueItem
	purge store.Purge
	news  []store.KeyNews

	safety store.Safety
}

func (d *desk) Who() keys.Caller { return keys.Caller{Member: keys.Member{Roles: d.roles}} }
func (d *desk) Today() store.Day { return store.Date(2026, time.March, 27) }

func (d *desk) InboxCount(context.Context) (store.InboxCount, error) { return d.inbox, d.err }

func (d *desk) Safety(context.Context) (store.Safety, error) { return d.safety, d.err }

func (d *desk) KeyNews(context.Context) ([]store.KeyNews, error) { return d.news, d.err }

func (d *desk) KnowKeys(_ context.Context, fps []keys.Fingerprint) error {
	if d.err != nil {
		return d.err
	}
	for _, fp := range fps {
		d.news = slices.DeleteFunc(d.news, func(n store.KeyNews) bool { return n.Fingerprint == fp })
	}
	return nil
}

func (d *desk) Queue(context.Context) ([]store.QueueItem, error) { return d.queue, d.err }

func (d *desk) Purge(context.Context) (store.Purge, error) { return d.purge, d.err }

func (d *desk) Diary(context.Context) (store.Diary, error) {
	d.asked++
	return d.diary, d.err
}

func (d *desk) TeamDiary(ctx context.Context) (store.Diary, error) { return d.Diary(ctx) }

func coach() *desk { return &desk{roles: []keys.Role{keys.Coach}} }

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, home.New(t.Context(), d, look.Plain()), 80, 20)
}

func full(n int) store.Diary {
	on := func(day int) store.Day { return store.Date(2026, time.March, day) }
	d := store.Diary{Day: on(27), Rows: []store.DiaryRow{
		{Kind: store.DiaryLast, Client: "K7M-2QX", GivenName: "Jo", Day: on(30), Programme: "youth-hub", Name: "Youth Hub", Text: "turns 25 on 31 March 2026"},
		{Kind: store.DiaryFollowUp, Client: "BBB-BBB", GivenName: "Lee", Day: on(27), FollowUp: "F-1", Text: "ring", Whose: "Bill Ash"},
		{Kind: store.DiaryOverdue, Client: "BBB-BBB", GivenName: "Lee", Day: on(24), Referral: "R-2", Name: "Boost"},
		{Kind: store.DiaryDue, Client: "K7M-2QX", GivenName: "Jo", Day: on(25), Programme: "restart", Name: "Restart"},
		{Kind: store.DiaryDraft, Client: "AAA-AAA", GivenName: "Sam", Referral: "R-1", Name: "Restart"},
	}}
	for i := range n {
		d.Rows = append(d.Rows, store.DiaryRow{Kind: store.DiaryTriage, Client: store.ClientRef(fmt.Sprintf("C%02d-CCC", i)), GivenName: "Ana", Day: on(20)})
	}
	return d
}

// Each role sees the jobs it may do, under digits that are always the same.
func TestJobs(t *testing.T) {
	digits := map[string]page.Route{
		"1": page.Find{}, "2": page.Triage{}, "3": page.Caseload{}, "4": page.Referrals{}, "5": page.Access{}, "6": page.Trail{},
		"7": page.Settings{}, "8": page.DataPack{}, "9": page.Inbox{}, "0": page.Queue{}, "h": page.Households{}, "r": page.Retention{}, "p": page.Purposes{}, "t": page.Team{},
	}
	for _, c := range []struct {
		role keys.Role
		may  string
	}{
		{keys.Coach, "1234h78t"},
		{keys.Provider, "179"},
		{keys.Curator, "1780"},
		{keys.Steward, "15r78"},
		{keys.Auditor, "1678"},
		{"", ""},
	} {
		d := &desk{roles: []keys.Role{c.role}}
		p := open(t, d)
		may := ""
		for _, k := range []string{"1", "2", "3", "4", "h", "5", "r", "6", "7", "8", "9", "0", "t"} {
			before := len(p.Asked)
			p.Press(k)
			if len(p.Asked) > before {
				may += k
				if p.Last() != (page.Go{To: digits[k]}) {
					t.Errorf("%s: %s opens %+v", c.role, k, p.Last())
				}
			}
		}
		if may != c.may {
			t.Errorf("%s may %q, want %q", c.role, may, c.may)
		}
		if works := c.role == keys.Coach; (d.asked > 0) != works {
			t.Errorf("%s: what waits was asked for %d times", c.role, d.asked)
		}
	}
}

func TestWhatWaits(t *testing.T) {
	d := coach()
	d.diary = full(1)
	p := open(t, d)
	for _, want := range []string{
		"Your diary, 27 March 2026: 6",
		"Last day K7M-2QX Jo: 30 March 2026, Youth Hub (turns 25 on 31 March 2026)",
		"Promised for Bill Ash: BBB-BBB Lee: today, ring",
		"Overdue BBB-BBB Lee: reply expected by 24 March 2026, Boost",
		"Now due K7M-2QX Jo: from 25 March 2026, Restart",
		"Draft AAA-AAA Sam: not sent, Restart",
		"Triage C00-CCC Ana: facts of 20 March 2026 not matched yet",
		"> 1 Find provision",
	} {
		p.Has(want)
	}
	for _, want := range []page.Route{
		page.Triage{Client: "C00-CCC"},
		page.Referral{ID: "R-1"},
		page.Triage{Client: "K7M-2QX"},
		page.Referral{ID: "R-2"},
		page.Client{Ref: "BBB-BBB"},
		page.Triage{Client: "K7M-2QX"},
	} {
		p.Press("up", "enter")
		if p.Last() != (page.Go{To: want}) {
			t.Errorf("opens %+v, want %+v", p.Last(), want)
		}
	}
}

func TestNothingWaits(t *testing.T) {
	d := coach()
	p := open(t, d)
	p.Has("Nothing waits for you today.")
	d.err = errors.New("The store is closed.")
	p.Send(page.Shown{})
	p.Has("The store is closed.")
	p.Has("> 1 Find provision")
}

// The focus stays on its job when what waits arrives, or changes, under it.
func TestFocusStays(t *testing.T) {
	d := coach()
	m := home.New(t.Context(), d, look.Plain())
	p := &pagetest.Page{Model: m}
	m.Update(page.Room{W: 80, H: 20})
	cmd := m.Init()
	m.Update(pagetest.Key("down"))
	d.diary = full(30)
	m.Update(cmd())
	m.Update(pagetest.Key("enter"))
	if got := m.Drain(); len(got) != 1 || got[0] != (page.Go{To: page.Triage{}}) {
		t.Errorf("opens %+v\n%s", got, p.Screen())
	}
}

// More waits than fits: the list scrolls and says so.
func TestScrolls(t *testing.T) {
	d := coach()
	d.diary = full(40)
	p := open(t, d)
	p.Has("45, showing 1 to 9")
	p.Press("up")
	p.Has("45, showing 37 to 45")
	p.Press("home")
	p.Has("> Last day")
	p.Press("pgdown", "enter")
	if p.Last() != (page.Go{To: page.Triage{Client: "C03-CCC"}}) {
		t.Errorf("a page on is %+v", p.Last())
	}
}

func TestAllSizes(t *testing.T) {
	d := coach()
	d.diary = full(20)
	pagetest.Sweep(t, func() page.Model { return home.New(t.Context(), d, look.New(look.Options{Colour: true})) }, "up", "home", "pgdown", "end")
	d = coach()
	d.err = errors.New("The store is closed: tell your steward, and connect again when it is open.")
	pagetest.Sweep(t, func() page.Model { return home.New(t.Context(), d, look.Plain()) }, "down")
}

// TestTheInboxIsCounted for whoever answers referrals.
func TestTheInboxIsCounted(t *testing.T) {
	d := &desk{roles: []keys.Role{keys.Provider}}
	p := open(t, d)
	p.Has("9 Inbox: referrals sent to your partner")
	d.inbox = store.InboxCount{Open: 4, ToAnswer: 3, Overdue: 1}
	p.Send(page.Shown{})
	p.Has("9 Inbox: 3 to answer, 1 overdue")
	d.inbox = store.InboxCount{Open: 3, ToAnswer: 2}
	p.Send(page.Shown{})
	p.Has("9 Inbox: 2 to answer")
	p.Lacks("overdue")
	d.inbox = store.InboxCount{}
	p.Send(page.Shown{})
	p.Has("9 Inbox: referrals sent to your partner")
}

// TestTheQueueIsCounted for curators, again when somebody changes provision.
func TestTheQueueIsCounted(t *testing.T) {
	d := &desk{roles: []keys.Role{keys.Curator}}
	p := open(t, d)
	p.Has("0 Queue: what there is to check in provision")
	d.queue = make([]store.QueueItem, 3)
	p.Send(page.Changed{All: []store.Changed{{Programme: "restart", Who: "Bill", At: time.Unix(1, 0)}}})
	p.Has("0 Queue: 3 to check in provision")
}

// What others change is read anew; the focus stays on its row, and the row where
// it was on the screen.
func TestOthersChange(t *testing.T) {
	d := coach()
	d.diary = full(40)
	p := open(t, d)
	p.Press("up", "up", "up")
	_, before, _ := p.Model.(page.Pointer).Cursor()
	asked := d.asked
	p.Send(page.Changed{All: []store.Changed{{Act: keys.ActProvisionWrite, At: time.Now()}}})
	if d.asked != asked {
		t.Error("the diary is read again for a change of provision")
	}
	more := full(40)
	more.Rows = append([]store.DiaryRow{{Kind: store.DiaryOverdue, Client: "DDD-DDD", GivenName: "Di", Referral: "R-9"}}, more.Rows...)
	d.diary = more
	p.Send(page.Changed{All: []store.Changed{{Client: "DDD-DDD", At: time.Now()}}})
	p.Has("46, showing")
	_, after, _ := p.Model.(page.Pointer).Cursor()
	if after != before {
		t.Errorf("the cursor moved from line %d to %d", before, after)
	}
	p.Press("enter")
	if p.Last() != (page.Go{To: page.Triage{Client: "C37-CCC"}}) {
		t.Errorf("the focus is on %+v", p.Last())
	}
}

func TestTeam(t *testing.T) {
	d := coach()
	d.diary = full(40)
	p := pagetest.Open(t, home.NewTeam(t.Context(), d, look.Plain()), 80, 20)
	p.Has("The diary of your team, 27 March 2026: 45, showing 1 to 16 of 45")
	p.Has("K7M-2QX Jo: 30 March 2026, Youth Hub (turns 25 on 31 March 2026)") // the one in focus, whole
	p.Has("Promised Bill Ash BBB-BBB Lee: today, ring")
	p.Press("down", "down", "enter")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-2"}}) {
		t.Errorf("opens %+v", p.Last())
	}
	d.diary.Rows = append([]store.DiaryRow{{Kind: store.DiaryOverdue, Client: "DDD-DDD", GivenName: "Di", Referral: "R-9"}}, d.diary.Rows...)
	p.Send(page.Changed{All: []store.Changed{{Client: "DDD-DDD", At: time.Now()}}})
	p.Press("enter")
	if p.Last() != (page.Go{To: page.Referral{ID: "R-2"}}) {
		t.Errorf("the focus went to %+v", p.Last())
	}
	d.diary = store.Diary{Day: d.Today()}
	p.Send(page.Shown{})
	p.Has("Nothing waits for anybody at your partner today.")
	d.diary = full(20)
	pagetest.Sweep(t, func() page.Model { return home.NewTeam(t.Context(), d, look.Plain()) }, "down", "end")
}

// Stewards see beside Retention that nothing is removed, and why.
func TestTheStewardIsToldThatNothingIsRemoved(t *testing.T) {
	d := &desk{roles: []keys.Role{keys.Steward}}
	for _, c := range []struct {
		purge store.Purge
		says  string
	}{
		{store.Purge{Last: d.Today() - 2}, "r Retention: how long things are kept, and what goes when"},
		{store.Purge{Last: d.Today() - 3}, "r Retention: no night since 24 March 2026"},
		{store.Purge{Last: d.Today() - 3, Hold: &store.Hold{}}, "r Retention: on hold, nothing is removed"},
	} {
		d.purge = c.purge
		open(t, d).Has(c.says)
	}
}

// What is announced to go opens the question whether to keep it.
func TestWhatGoesOpensTheQuestion(t *testing.T) {
	d := coach()
	d.diary = store.Diary{Day: d.Today(), Rows: []store.DiaryRow{
		{Kind: store.DiaryGoes, Client: "K7M-2QX", GivenName: "Jo", Day: d.Today() + 3, Text: "closed, nothing since 30 March 2024"},
	}}
	p := open(t, d)
	p.Has("Goes K7M-2QX Jo: record goes on 30 March 2026, closed, nothing since")
	p.Press("home", "enter")
	if want := (page.Go{To: page.Keep{Client: "K7M-2QX"}}); p.Last() != want {
		t.Errorf("asked for %#v", p.Last())
	}
}

// A key that was added for the member stands above everything, with who and when,
// until they say that they know of it; and again where that could not be kept.
func TestAKeyThatWasAdded(t *testing.T) {
	for _, role := range keys.Roles() {
		d := &desk{roles: []keys.Role{role}, news: []store.KeyNews{{
			Fingerprint: "SHA256:abc", Type: "ssh-ed25519", Added: time.Date(2026, 3, 26, 9, 0, 0, 0, time.UTC), By: "Stella, Authority",
		}}}
		p := open(t, d)
		p.Has("A key was added for you on 26 March 2026, invited by Stella, Authority: ssh-ed25519, SHA256:abc.")
		p.Has("To say that you know of it, press x.")
		p.Has("What do you want to do?")
		d.err = errors.New("The disk is full.")
		p.Press("x")
		if got := p.Last(); got != (page.Say{Text: "The disk is full.", Tone: page.Bad}) {
			t.Errorf("said %+v", got)
		}
		d.err = nil
		p.Press("x")
		p.Lacks("A key was added")
		if len(d.news) > 0 {
			t.Error("it is not kept that the member knows")
		}
	}
	two := &desk{roles: []keys.Role{keys.Coach}, news: []store.KeyNews{{Fingerprint: "SHA256:abc"}, {Fingerprint: "SHA256:def"}}}
	p := open(t, two)
	p.Has("SHA256:abc")
	p.Press("x")
	p.Has("SHA256:def") // of which nobody was told before
	d := coach()
	d.diary, d.news = full(30), []store.KeyNews{{Fingerprint: "SHA256:abc", Type: "ssh-ed25519", By: "Stella, Authority"}}
	pagetest.Sweep(t, func() page.Model { return home.New(t.Context(), d, look.Plain()) }, "down", "end", "x")
}

// Stewards see when the last backup and the last checkpoint were, and nobody else does.
func TestTheStewardSeesWhenTheLastBackupWas(t *testing.T) {
	at := time.Date(2026, 3, 26, 2, 30, 0, 0, time.UTC)
	for _, role := range keys.Roles() {
		d := &desk{roles: []keys.Role{role}}
		d.safety = store.Safety{Keeps: true, Backup: at, Witnessed: true, Witness: at.Add(time.Hour)}
		p := open(t, d)
		if role != keys.Steward {
			p.Lacks("backup")
			continue
		}
		p.Has("Last backup: 26 March 2026 at 02:30. To make one now: ssh HOST backup. Last checkpoint of the audit trail: 26 March 2026 at 03:30.")
		d.safety = store.Safety{}
		open(t, d).Has("No backup was made yet. No schedule: whoever runs the server starts it with --backup-to and --backup-recipient. No checkpoints of the audit trail are kept: whoever runs the server starts it with --checkpoints.")
		pagetest.Sweep(t, func() page.Model { return home.New(t.Context(), d, look.Plain()) }, "down", "end")
	}
}
