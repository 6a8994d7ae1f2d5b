package home_test

import (
	"context"
	"errors"
	"fmt"
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
	roles   []keys.Role
	waiting store.Waiting
	inbox   []store.Received
	err     error
	asked   int
}

func (d *desk) Who() keys.Caller { return keys.Caller{Member: keys.Member{Roles: d.roles}} }
func (d *desk) Today() store.Day { return store.Date(2026, time.March, 27) }

func (d *desk) Inbox(context.Context, bool) ([]store.Received, error) { return d.inbox, d.err }

func (d *desk) Waiting(context.Context) (store.Waiting, error) {
	d.asked++
	return d.waiting, d.err
}

func coach() *desk { return &desk{roles: []keys.Role{keys.Coach}} }

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, home.New(t.Context(), d, look.Plain()), 80, 20)
}

func full(n int) store.Waiting {
	at := time.Date(2026, time.March, 20, 10, 0, 0, 0, time.UTC)
	w := store.Waiting{
		CameTrue:   []store.NearDay{{Client: "K7M-2QX", GivenName: "Jo", Programme: "restart", Name: "Restart", When: store.Date(2026, time.March, 25)}},
		Drafts:     []store.Referral{{ID: "R-1", Client: "AAA-AAA", Packet: store.Packet{GivenName: "Sam", Name: "Restart"}}},
		Unanswered: []store.Referral{{ID: "R-2", Client: "BBB-BBB", Sent: at, Packet: store.Packet{GivenName: "Lee", Name: "Boost"}}},
	}
	for i := range n {
		w.Untriaged = append(w.Untriaged, store.Client{Ref: store.ClientRef(fmt.Sprintf("C%02d-CCC", i)), GivenName: "Ana", Changed: at})
	}
	return w
}

// Each role sees the jobs it may do, under digits that are always the same.
func TestJobs(t *testing.T) {
	digits := map[string]page.Route{
		"1": page.Find{}, "2": page.Triage{}, "3": page.Caseload{}, "4": page.Referrals{}, "5": page.Access{}, "6": page.Trail{},
		"7": page.Settings{}, "8": page.DataPack{}, "9": page.Inbox{}, "0": page.Queue{}, "h": page.Households{},
	}
	for _, c := range []struct {
		role keys.Role
		may  string
	}{
		{keys.Coach, "1234h78"},
		{keys.Provider, "179"},
		{keys.Curator, "1780"},
		{keys.Steward, "1578"},
		{keys.Auditor, "1678"},
		{"", ""},
	} {
		d := &desk{roles: []keys.Role{c.role}}
		p := open(t, d)
		may := ""
		for _, k := range []string{"1", "2", "3", "4", "h", "5", "6", "7", "8", "9", "0"} {
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
	d.waiting = full(1)
	p := open(t, d)
	for _, want := range []string{
		"Waiting for you on 27 March 2026: 4",
		"Now due K7M-2QX Jo: Restart from 25 March 2026",
		"Triage C00-CCC Ana: facts of 20 March 2026 not matched yet",
		"Draft AAA-AAA Sam to Restart: not sent",
		"Referral BBB-BBB Lee to Boost: sent 20 March 2026, no answer",
		"> 1 Find provision",
	} {
		p.Has(want)
	}
	for _, want := range []page.Route{
		page.Referral{ID: "R-2"}, page.Referral{ID: "R-1"}, page.Triage{Client: "C00-CCC"}, page.Triage{Client: "K7M-2QX"},
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
	d.waiting = full(30)
	m.Update(cmd())
	m.Update(pagetest.Key("enter"))
	if got := m.Drain(); len(got) != 1 || got[0] != (page.Go{To: page.Triage{}}) {
		t.Errorf("opens %+v\n%s", got, p.Screen())
	}
}

// More waits than fits: the list scrolls and says so.
func TestScrolls(t *testing.T) {
	d := coach()
	d.waiting = full(40)
	p := open(t, d)
	p.Has("43, showing 1 to 10")
	p.Press("up")
	p.Has("43, showing 34 to 43")
	p.Press("home")
	p.Has("> Now due")
	p.Press("pgdown", "enter")
	if p.Last() != (page.Go{To: page.Triage{Client: "C08-CCC"}}) {
		t.Errorf("a page on is %+v", p.Last())
	}
}

func TestAllSizes(t *testing.T) {
	d := coach()
	d.waiting = full(20)
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
	d.inbox = []store.Received{
		{State: store.Sent, ReplyBy: d.Today() - 1}, {State: store.Sent, ReplyBy: d.Today()}, {State: store.Acknowledged, ReplyBy: d.Today() + 4}, {State: store.Accepted},
	}
	p.Send(page.Shown{})
	p.Has("9 Inbox: 3 to answer, 1 overdue")
	d.inbox = d.inbox[1:]
	p.Send(page.Shown{})
	p.Has("9 Inbox: 2 to answer")
	p.Lacks("overdue")
	d.inbox = nil
	p.Send(page.Shown{})
	p.Has("9 Inbox: referrals sent to your partner")
}
