package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
)

func TestSixSessionsAMember(t *testing.T) {
	w := newWorld(t, plenty)
	ada, bob := w.member("Ada", keys.Coach), w.member("Bob", keys.Coach)
	var open []window
	for range 2 {
		c := w.in("x", gossh.PublicKeys(ada))
		for range w.srv.limits.sessions / 2 {
			win := openWindow(t, c, "xterm", 80, 24)
			win.see(t, "screen for Ada")
			open = append(open, win)
		}
	}
	third := w.in("x", gossh.PublicKeys(ada))
	if a := ask(t, third, "who"); a.status != exitNo || !strings.Contains(a.errs, "You have 6 windows and commands open") {
		t.Errorf("a seventh: %+v", a)
	}
	if a := ask(t, w.in("x", gossh.PublicKeys(bob)), "who"); a.status != exitDone {
		t.Errorf("another member: %+v", a)
	}
	_ = open[0].Close()
	eventually(t, "another may be opened", func() bool { return ask(t, third, "who").status == exitDone })
}

func TestNobodyIsConnectedForEver(t *testing.T) {
	lim := plenty
	lim.whole = time.Second
	w := newWorld(t, lim)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	win := openWindow(t, c, "xterm", 80, 24)
	win.see(t, "You were connected for 1s, which is the longest there is")
	_ = c.Wait() // ends only when the server ends the connection
}

// The end of a connection is told on its screen and in lines before it comes.
func TestTheEndOfAConnectionIsTold(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--session-time", "1m")
	key := newSigner(t)
	_ = s.dial("enrol", gossh.PublicKeys(key), types(&safeBuffer{}, s.code)).Close()
	c := s.dial("x", gossh.PublicKeys(key))
	for _, kind := range []string{"xterm", "dumb"} {
		win := openWindow(t, c, kind, 80, 24)
		win.see(t, "In one minute you are logged out")
		_ = win.Close()
	}
}

func TestAConnectionOnWhichNothingRunsEnds(t *testing.T) {
	lim := plenty
	lim.idle = 200 * time.Millisecond
	w := newWorld(t, lim)
	ada := w.member("Ada", keys.Coach)
	busy := w.in("x", gossh.PublicKeys(ada))
	win := openWindow(t, busy, "xterm", 80, 24)
	win.see(t, "screen for Ada")
	c := w.in("x", gossh.PublicKeys(ada))
	if _, err := c.NewSession(); err != nil { // opened, and never used
		t.Fatal(err)
	}
	_ = c.Wait()
	_, _ = win.in.Write([]byte("q")) // what runs is not in the way of it
	win.see(t, "key 'q'")
	_ = busy.Wait()
}

func TestACommandHasSoMuchTimeAndInput(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--command-time", "1s", "--command-input", "1024")
	steward := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	var inv struct{ Code string }
	do(t, steward, "", "invite --name Carl --partner P --roles coach --json", &inv)
	c := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, inv.Code))
	run := func(in string, open bool) string {
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		errs := &safeBuffer{}
		session.Stderr = errs
		pipe, err := session.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Start("match"); err != nil {
			t.Fatal(err)
		}
		_, _ = pipe.Write([]byte(in))
		if !open {
			_ = pipe.Close()
		}
		if err := session.Wait(); err == nil {
			t.Errorf("%.20q ends well", in)
		}
		return errs.String()
	}
	if says := run("{", true); !strings.Contains(says, "The command took longer than one may") {
		t.Errorf("input that never ends: %q", says)
	}
	if says := run(`{"age": `+strings.Repeat(" ", 2000)+`30}`, false); !strings.Contains(says, "The input is larger than 1 KiB") {
		t.Errorf("input that is too large: %q", says)
	}
}

// A client that makes room for nothing more is waited for no longer than a command
// may take, or a terminal may rest.
func TestWhoReadsNothingIsCutOff(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--command-time", "1s")
	c := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	ch, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(requests)
	if ok, err := ch.SendRequest("exec", true, gossh.Marshal(struct{ Command string }{"plain"})); !ok || err != nil {
		t.Fatalf("plain: %v, %v", ok, err)
	}
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		for { // each line is answered with the menu, until there is no room for it
			if _, err := ch.Write([]byte("?\n")); err != nil {
				return
			}
		}
	}()
	_ = c.Wait()
	<-asked
	eventually(t, "it is logged", func() bool { return strings.Contains(s.log.String(), "the client reads nothing") })
}

func TestLimitsFromFlags(t *testing.T) {
	parse := func(args ...string) (limits, error) {
		l := usualLimits()
		f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
		l.flags(f)
		if err := f.Parse(args); err != nil {
			return l, err
		}
		return l, l.check()
	}
	l, err := parse("--lobby", "5:50:60", "--office", "192.0.2.7", "--office", "2001:db8::1/48,10.1.2.3/8", "--office", "::ffff:203.0.113.9/120", "--idle", "30m")
	if err != nil || l.lobby.start != 5 || l.lobby.rate != 50 || l.lobby.full != 60 || l.lobby.of != 32 || l.idle != 30*time.Minute ||
		l.offices.String() != "192.0.2.7/32,2001:db8::/48,10.0.0.0/8,203.0.113.0/24" {
		t.Errorf("got %+v, %v", l, err)
	}
	for _, wrong := range []string{
		"--lobby=10:30", "--lobby=0:30:100", "--lobby=10:101:100", "--lobby=10:30:9", "--lobby=10:-1:100", "--lobby=a:b:c", "--lobby=1:2:3:4",
		"--office=", "--office=office", "--office=192.0.2.0/33", "--office=fe80::1%eth0", "--office=::ffff:192.0.2.7/90",
		"--handshake-grace=0s", "--login-grace=-1s", "--penalty-auth=-1s", "--penalty-most=1s", "--tries=0", "--channels=0", "--sessions=-1",
		"--idle=4m", "--idle=61m", "--idle=90s", "--session-time=1s", "--command-time=0s", "--command-input=0", "--lobby-of=0", "--penalty-addresses=0",
	} {
		if _, err := parse(wrong); err == nil || !strings.Contains(err.Error(), "enter ") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// README.md names every limit with the value it has where nobody sets it.
func TestReadmeNamesEveryLimit(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	check(t, err)
	l := usualLimits()
	f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	l.flags(f)
	f.VisitAll(func(f *pflag.Flag) {
		value := f.DefValue
		if d, err := time.ParseDuration(value); err == nil {
			value = short(d)
		}
		if want := fmt.Sprintf("| `--%s` | %s |", f.Name, firstOf(value, "none")); !strings.Contains(string(page), want) {
			t.Errorf("README.md has no row %q", want)
		}
	})
}

// short is a duration without the units that it has none of: 10m, not 10m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
