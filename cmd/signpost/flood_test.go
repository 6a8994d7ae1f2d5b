package main

import (
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
	gossh "golang.org/x/crypto/ssh"
)

// How much knocks at the door in the flood test.
const (
	floodSilent = 500 // connections on which nothing is said
	floodWrong  = 200 // logins with keys that nobody holds
)

// TestAFloodAtTheDoor has a member work, and a colleague of theirs come in from
// the office, while one address opens connections and says nothing on them, and
// tries keys, as fast as it can.
func TestAFloodAtTheDoor(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--office", "127.0.0.2")
	steward := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	var inv struct{ Code string }
	do(t, steward, "", "invite --name Carl --partner 'Burnley Jobcentre' --roles coach --json", &inv)
	carl := newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(carl), types(&safeBuffer{}, inv.Code))
	g := glass{window: openWindow(t, c, "vt100", 80, 24), term: vt10x.New(vt10x.WithSize(80, 24)), read: new(int)}
	g.see(t, "press Enter")
	g.press(t, "\r")
	g.see(t, "What do you want to do?")

	var knocking sync.WaitGroup
	over := make(chan struct{})
	knocking.Go(func() { knock(s.addr, over) })
	knocking.Go(func() { tryKeys(t, s.addr, newSigner(t)) })
	began := time.Now()
	for range 5 {
		g.press(t, "1")
		g.see(t, "Words")
		g.press(t, "forklift")
		g.see(t, "[forklift")
		g.see(t, "found.")
		g.press(t, "\x1b")
		g.see(t, "What do you want to do?")
	}
	t.Logf("15 screens in %s", time.Since(began).Round(time.Millisecond))
	colleague := dialFrom(t, "127.0.0.2", s.addr, carl)
	if got := ask(t, colleague, "whoami"); got.status != exitDone {
		t.Errorf("from the office: %+v", got)
	}
	close(over)
	knocking.Wait()
	g.press(t, "1")
	g.see(t, "Words")
	if a := ask(t, steward, "member list"); a.status != exitDone {
		t.Errorf("after the flood: %+v", a)
	}
	log := s.stop()
	if !strings.Contains(log, "address kept out") && !strings.Contains(log, "turned away at the door") {
		t.Error("nobody was turned away, so it was no flood")
	}
	if n := strings.Count(log, "turned away at the door"); n > 20 {
		t.Errorf("%d lines of the log tell of it", n)
	}
}

// knock opens connections, says nothing on them, and holds those that are not
// closed to it until over.
func knock(addr string, over <-chan struct{}) {
	var held []net.Conn
	for range floodSilent {
		if c, err := net.Dial("tcp", addr); err == nil {
			held = append(held, c)
		}
	}
	<-over
	for _, c := range held {
		_ = c.Close()
	}
}

// tryKeys tries a key that nobody holds, again and again, some at a time.
func tryKeys(t *testing.T, addr string, key gossh.Signer) {
	var trying sync.WaitGroup
	for range 10 {
		trying.Go(func() {
			for range floodWrong / 10 {
				cfg, _ := config("root", gossh.PublicKeys(key))
				cfg.Timeout = 10 * time.Second
				if c, err := gossh.Dial("tcp", addr, cfg); err == nil {
					t.Error("let in with a key that nobody holds")
					_ = c.Close()
				}
			}
		})
	}
	trying.Wait()
}

// dialFrom connects from an address of this machine's own.
func dialFrom(t *testing.T, from, to string, key gossh.Signer) *gossh.Client {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	conn, err := d.DialContext(t.Context(), "tcp", to)
	if err != nil {
		t.Skipf("this machine has no address %s: %v", from, err)
	}
	cfg, told := config("carl", gossh.PublicKeys(key))
	c, channels, requests, err := gossh.NewClientConn(conn, to, cfg)
	if err != nil {
		t.Fatalf("from %s: %v; told %q", from, err, told)
	}
	client := gossh.NewClient(c, channels, requests)
	t.Cleanup(func() { _ = client.Close() })
	return client
}
