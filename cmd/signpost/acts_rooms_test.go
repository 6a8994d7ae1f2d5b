package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui/line"
)

// roomWay is a page of the screens: the keys that lead there from Home, its title
// then, and the act without which nobody comes there.
type roomWay struct {
	route string
	keys  []string
	title string
	act   keys.Act
}

var roomWays = []roomWay{
	{"Home", nil, "Home", keys.ActWhoami},
	{"Find", []string{"1"}, "Find", keys.ActFind},
	{"Programme", []string{"1", "connect", "\r"}, "Programme", keys.ActFind},
	{"Triage", []string{"2"}, "Triage: a new client", keys.ActTriage},
	{"Caseload", []string{"3"}, "Caseload", keys.ActClientList},
	{"Client", []string{"3", "\r"}, "Client ", keys.ActClientRead},
	{"History", []string{"3", "fAhmed", "\r", "b"}, "History of ", keys.ActClientRead},
	{"Seen", []string{"3", "\r", "m", "2"}, "Who has seen ", keys.ActClientRead},
	{"Keep", []string{"3", "\r", "m", "5"}, "Keep ", keys.ActClientRead},
	{"Erase", []string{"3", "\r", "m", "4"}, "Erase ", keys.ActClientErase},
	{"Why", []string{"3", "fQuinn", "\r"}, "Why open ", keys.ActClientRead},
	{"Assessment", []string{"3", "fKerry", "\r", "\x1b[C", "\r"}, "Assessment A-", keys.ActClientRead},
	{"ReferNew", []string{"3", "fHassan", "\r", "t", "\r", "r"}, "Refer ", keys.ActReferralWrite},
	{"Referrals", []string{"4"}, "Referrals", keys.ActReferralRead},
	{"Referral", []string{"4", "\r"}, "Referral R-", keys.ActReferralRead},
	{"Households", []string{"h"}, "Households", keys.ActClientList},
	{"Household", []string{"h", "\r"}, "Household H-", keys.ActClientRead},
	{"Team", []string{"t"}, "Team", keys.ActClientList},
	{"Inbox", []string{"9"}, "Inbox", keys.ActInboxRead},
	{"Received", []string{"9", "\r"}, "Inbox: referral R-", keys.ActInboxRead},
	{"Capacity", []string{"9", "c"}, "Capacity", keys.ActCapacityWrite},
	{"Access", []string{"5"}, "Access", keys.ActAccessRead},
	{"Purposes", []string{"p"}, "Purposes", keys.ActPurposeWrite},
	{"Retention", []string{"r"}, "Retention", keys.ActRetentionRead},
	{"Queue", []string{"0"}, "Queue", keys.ActProvisionWrite},
	{"Trail", []string{"6"}, "Trail", keys.ActTrailRead},
	{"DataPack", []string{"8"}, "Data pack", keys.ActDataPack},
	{"Settings", []string{"7"}, "Settings", keys.ActSettings},
}

// askedOnce is the page that comes by itself, before Home.
const askedOnce = "Glyphs"

// Every page, by whoever presses its keys over SSH: it opens where the role may,
// and nowhere else is a client named.
func TestEveryPageByEveryRole(t *testing.T) {
	dir, who := wrote(t)
	st := newStage(t, dir, who)
	for _, role := range keys.Roles() {
		w := &walk{st: st, tty: terminals[2], random: rand.New(rand.NewPCG(1, 1))}
		for _, way := range roomWays {
			w.enter(t, role)
			for _, k := range way.keys {
				w.v.press(k)
			}
			opened := strings.HasPrefix(w.v.title(), "Signpost  "+way.title)
			if may := role.May(way.act); opened != may {
				t.Errorf("%s presses %q and comes to %q: the page %s is open to them: %v", role, way.keys, w.v.title(), way.route, may)
			}
			if role.May(keys.ActClientList) || role.May(keys.ActInboxRead) {
				continue
			}
			for _, name := range []string{"Kerry", "Hassan", "Ahmed", "Anne-Marie", "Oksana", "Quinn"} {
				if strings.Contains(w.v.screen(), name) && !slices.Contains(way.keys, "f"+name) {
					t.Errorf("%s is shown %s on the way to %s:\n%s", role, name, way.route, w.v.screen())
				}
			}
		}
	}
}

// A new page has its way, or comes by itself.
func TestEveryRouteIsTried(t *testing.T) {
	source, err := os.ReadFile("../../tui/page/route.go")
	check(t, err)
	tried := map[string]bool{askedOnce: true}
	for _, way := range roomWays {
		tried[way.route] = true
	}
	found := regexp.MustCompile(`(?m)^func \((\w+)\) route\(\)`).FindAllSubmatch(source, -1)
	for _, m := range found {
		if !tried[string(m[1])] {
			t.Errorf("nobody goes to page.%s: give it a row in roomWays", m[1])
		}
		delete(tried, string(m[1]))
	}
	for route := range tried {
		t.Errorf("there is no page.%s", route)
	}
}

// offlineWay is a command of the program itself: what comes of it while a server
// serves the data directory, and whether it is a command over SSH too.
type offlineWay struct {
	command string
	args    []string // after the command; DATA stands for the data directory
	status  int
	says    string
	online  bool
}

var offlineWays = []offlineWay{
	{"backup", []string{"--to", "DATA.age", "--recipient", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", "--data", "DATA"}, exitNo, "in use", true},
	{"container", nil, exitDone, "FROM scratch", false},
	{"doctor", []string{"--data", "DATA", "--listen", "127.0.0.1:1"}, exitNo, "", false},
	{"health", []string{"--metrics", "127.0.0.1:1"}, exitNo, "", false},
	{"init", []string{"--data", "DATA"}, exitNo, "in use", false},
	{"key list", []string{"--data", "DATA"}, exitNo, "in use", true},
	{"key revoke", []string{"SHA256:" + strings.Repeat("A", 43), "--data", "DATA"}, exitNo, "in use", true},
	{"key-rotate", []string{"--data", "DATA"}, exitNo, "in use", false},
	{"member add", []string{"--name", "Eve", "--partner", "P", "--roles", "steward", "--key", "PUB", "--data", "DATA"}, exitNo, "in use", false},
	{"member list", []string{"--data", "DATA"}, exitNo, "in use", true},
	{"provision lint", []string{"none.yaml"}, exitNo, "none.yaml", false},
	{"provision show", []string{"restart"}, exitDone, "id: restart", false},
	{"restore", []string{"--from", "PUB", "--identity", "PUB", "--data", "DATA"}, exitNo, "", false},
	{"serve", []string{"--data", "DATA", "--listen", "127.0.0.1:0"}, exitNo, "in use", false},
	{"trail verify", []string{"--data", "DATA"}, exitNo, "in use", false},
	{"unit", nil, exitDone, "[Service]", false},
	{"verify", []string{"--data", "DATA"}, exitNo, "in use", false},
	{"version", nil, exitDone, "", true},
}

// Every command of the program itself has its row, touches no data that a server
// serves, and is no way in for a member over SSH.
func TestEveryOfflineCommandBesideAServer(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Now()}}
	r.start()
	t.Cleanup(func() { r.stop() })
	pub := filepath.Join(t.TempDir(), "key.pub")
	check(t, os.WriteFile(pub, gossh.MarshalAuthorizedKey(newSigner(t).PublicKey()), 0o600))
	var seats []*seat
	for _, role := range keys.Roles() {
		seats = append(seats, r.seat("Tryer "+string(role), "Home", role))
	}
	members := func() int {
		all, err := r.office.Installer().Members(t.Context())
		check(t, err)
		return len(all)
	}
	before, tried := members(), map[string]bool{}
	for _, way := range offlineWays {
		tried[way.command] = true
		args := strings.Fields(way.command)
		for _, a := range way.args {
			args = append(args, strings.NewReplacer("DATA", r.dir, "PUB", pub).Replace(a))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		var out bytes.Buffer
		status := run(ctx, args, strings.NewReader(""), &out, &out)
		cancel()
		if status != way.status || !strings.Contains(out.String(), way.says) {
			t.Errorf("%s: exit status %d, want %d and %q:\n%s", way.command, status, way.status, way.says, out.String())
		}
		for _, s := range seats {
			if out, err := s.enter("", strings.Join(args, " ")); !way.online && statusOf(err) != line.Misused {
				t.Errorf("%s over SSH: exit status %d: %s", way.command, statusOf(err), out)
			}
		}
	}
	if after := members(); after != before {
		t.Errorf("%d members have become %d", before, after)
	}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		name := strings.TrimPrefix(c.CommandPath(), "signpost ")
		if !c.HasSubCommands() && !tried[name] {
			t.Errorf("nobody tries %q: give it a row in offlineWays", name)
		}
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	began := false
	walk(newRoot(&began))
}

// A partner that is locked loses what it receives at once: the session that has a
// referral open ends, and nobody is sent there any more; the referrer goes on.
func TestALockedReceiverIsShutOutAtOnce(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	p := newProps(r)
	provider := r.seat("Rita", recvName, keys.Provider)
	id := p.sent()
	if out, err := provider.enter("", "referral show "+id); err != nil || !strings.Contains(out, secretName) {
		t.Fatalf("%v: %s", err, out)
	}
	window, err := provider.conn.NewSession()
	check(t, err)
	var shown safeBuffer
	window.Stdout, window.Stderr = &shown, &shown
	_, err = window.StdinPipe()
	check(t, err)
	check(t, window.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	check(t, window.Shell())
	eventually(t, "the provider is on Home", func() bool { return strings.Contains(shown.String(), "Signpost") })
	_, err = p.steward.LockPartner(t.Context(), p.provider.Who().Partner.ID, desk.Latest, true)
	check(t, err)
	_ = window.Wait()
	if _, err := provider.conn.NewSession(); err == nil {
		t.Error("the connection goes on")
	}
	if _, err := p.provider.Received(t.Context(), store.ReferralID(id)); err == nil {
		t.Error("the referral can be read still")
	}
	out, err := p.seat.enter("", "refer "+p.client()+" connect-to-work --told today")
	if err == nil || !strings.Contains(out, "nobody there will see it") {
		t.Errorf("another is sent: %v: %s", err, out)
	}
	if out, err := p.seat.enter("", "referral withdraw "+id+" --reason other --note 'they have closed'"); err != nil {
		t.Errorf("the coach cannot take it back: %s", out)
	}
}
