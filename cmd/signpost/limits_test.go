package main

import (
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
)

func TestFourWindowsAConnection(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	var open []*gossh.Session
	for range w.srv.limits.channels {
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, s)
	}
	if _, err := c.NewSession(); err == nil || !strings.Contains(err.Error(), "4 windows are the most") {
		t.Errorf("a fifth window: %v", err)
	}
	_ = open[0].Close()
	eventually(t, "another window may be opened", func() bool {
		s, err := c.NewSession()
		if err == nil {
			_ = s.Close()
		}
		return err == nil
	})
}

func TestAPanicEndsItsOwnSessionAlone(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	win := openWindow(t, c, "xterm", 80, 24)
	win.see(t, "screen for Ada")
	if a := ask(t, c, "panic"); a.status != 1 || !strings.Contains(a.errs, "Something went wrong") || strings.Contains(a.errs, "Kerry") {
		t.Errorf("a panic: %+v", a)
	}
	_, _ = io.WriteString(win.in, "q")
	win.see(t, "key 'q'")
	if log := w.log.String(); !strings.Contains(log, "panic in a session") || strings.Contains(log, "Kerry") {
		t.Error("the log does not tell of the panic, or tells what it was about")
	}
}

func TestClosedChannelsCostNothingWhileTheConnectionStays(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	ask(t, c, "who")
	round := func() {
		win := openWindow(t, c, "xterm", 80, 24)
		win.see(t, "screen for Ada")
		_ = win.WindowChange(30, 100)
		_ = win.Close() // the client closes the window, and not the connection
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Start("wait")
		<-w.inside
		_ = s.Close()
		<-w.inside
		never, err := c.NewSession() // opened, and never used
		if err != nil {
			t.Fatal(err)
		}
		_ = never.Close()
	}
	round()
	before := 0
	eventually(t, "the first round is over", func() bool {
		n := runtime.NumGoroutine()
		settled := n == before
		before = n
		return settled
	})
	for range 20 {
		round()
	}
	eventually(t, "no goroutine is left of 60 sessions", func() bool { return runtime.NumGoroutine() <= before })
}

func TestWhoNeverLogsInIsCutOff(t *testing.T) {
	w := newWorld(t, within(graces{hello: 50 * time.Millisecond, login: 50 * time.Millisecond}))
	for _, says := range []string{"", "SSH-2.0-Slow\r\n"} {
		c, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, says)
		_, _ = io.Copy(io.Discard, c) // ends only when the server cuts it
	}
	eventually(t, "both are logged", func() bool { return strings.Count(w.log.String(), "login took too long") == 2 })
}

func TestWhoNeverTypesTheCodeIsCutOff(t *testing.T) {
	w := newWorld(t, within(graces{hello: time.Minute, login: time.Minute, code: 50 * time.Millisecond}))
	w.invite("Nell", keys.Coach)
	asked, cut := make(chan struct{}), make(chan struct{})
	cfg, _ := config("enrol", gossh.PublicKeys(newSigner(t)), gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
		close(asked)
		<-cut
		return nil, io.EOF
	}))
	dialled := make(chan error, 1)
	go func() {
		_, err := gossh.Dial("tcp", w.addr, cfg)
		dialled <- err
	}()
	<-asked
	eventually(t, "it is cut off", func() bool { return strings.Contains(w.log.String(), "login took too long") })
	close(cut)
	if err := <-dialled; err == nil {
		t.Error("the client that never answered was let in")
	}
}

func TestTheGraceEndsWithTheLogin(t *testing.T) {
	// Long enough for a handshake, and over when the session is asked again.
	w := newWorld(t, within(graces{hello: 2 * time.Second, login: 2 * time.Second, code: 2 * time.Second}))
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	visits := w.srv.all()
	if len(visits) != 1 {
		t.Fatalf("%d visits", len(visits))
	}
	conn := visits[0].conn
	eventually(t, "the limit is taken off", func() bool {
		conn.mu.Lock()
		defer conn.mu.Unlock()
		return conn.limit.IsZero()
	})
	if a := ask(t, c, "who"); a.status != 0 {
		t.Errorf("who says %+v", a)
	}
}

func TestLimitedConn(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	within := func(c *limitedConn, t time.Time) time.Time {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.within(t)
	}
	c := limitConn(near, time.Hour)
	first := c.limit
	for _, later := range []time.Time{{}, first.Add(time.Hour)} {
		if got := within(c, later); !got.Equal(first) {
			t.Errorf("the deadline %v becomes %v; want the limit %v", later, got, first)
		}
	}
	if sooner := first.Add(-time.Minute); !within(c, sooner).Equal(sooner) {
		t.Error("a deadline before the limit is moved")
	}
	c.extend(2 * time.Hour)
	if d := c.limit.Sub(first); d < 59*time.Minute || d > 61*time.Minute {
		t.Errorf("two hours instead of one give %v more", d)
	}
	c.letIn()
	if got := within(c, time.Time{}); !got.IsZero() {
		t.Errorf("once let in there is still a limit: %v", got)
	}
	c.extend(time.Nanosecond)
	if !c.limit.IsZero() {
		t.Error("who is let in gets a limit again")
	}
}

func TestNoise(t *testing.T) {
	w := newWorld(t, plenty)
	for _, noise := range []string{"", "GET / HTTP/1.1\r\n\r\n", "SSH-1.5-old\r\n", "SSH-2.0-x\r\n" + strings.Repeat("\x00", 5000), strings.Repeat("A", 100_000)} {
		c, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, noise)
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, c)
		_ = c.Close()
	}
	eventually(t, "nobody is left", func() bool { return len(w.srv.all()) == 0 })
	w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
}
