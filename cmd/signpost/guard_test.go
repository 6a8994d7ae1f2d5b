package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/tui/term"
)

func TestNoForwardingAndNoSubsystems(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	if _, err := c.Dial("tcp", w.addr); err == nil || !strings.Contains(err.Error(), "unknown channel type") {
		t.Errorf("a local port is forwarded: %v", err)
	}
	if _, err := c.Dial("unix", "/tmp/x"); err == nil {
		t.Error("a local socket is forwarded")
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Errorf("a remote port is forwarded: %v", l.Addr())
	}
	for _, kind := range []string{"x11", "auth-agent@openssh.com", "tun@openssh.com", "", "session "} {
		if _, _, err := c.OpenChannel(kind, nil); err == nil {
			t.Errorf("a channel of type %q was opened", kind)
		}
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for kind, payload := range map[string][]byte{
		"auth-agent-req@openssh.com": nil,
		"x11-req": gossh.Marshal(struct {
			S    bool
			P, C string
			N    uint32
		}{false, "MIT", "00", 0}),
		"subsystem": gossh.Marshal(struct{ Name string }{"sftp"}),
		"break":     {0, 0, 0, 0},
		"signal":    gossh.Marshal(struct{ Name string }{"KILL"}),
		"nonsense":  nil,
		"pty-req":   {1, 2, 3},
		"env":       {1},
	} {
		if ok, err := s.SendRequest(kind, true, payload); ok || err != nil {
			t.Errorf("the request %q is answered with %v, %v", kind, ok, err)
		}
	}
	if err := s.RequestSubsystem("sftp"); err == nil {
		t.Error("sftp was started")
	}
	if a := ask(t, c, "who"); a.status != 0 {
		t.Errorf("after all that, who says %+v", a)
	}
}

func TestTheEnvironmentIsLimited(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, e := range []struct {
		name, value string
		ok          bool
	}{
		{"LANG", "en_GB.UTF-8", true},
		{"LC_ALL", "C", true},
		{"TERM", "xterm", true},
		{"COLORTERM", "truecolor", true},
		{"NO_COLOR", "yes", true},
		{"LD_PRELOAD", "/tmp/x.so", false},
		{"PATH", "/tmp", false},
		{"LC_TIME", strings.Repeat("x", 1025), false},
		{"LC_" + strings.Repeat("X", 40), "C", false},
		{"LC_\x1b]0;x\a", "C", false},
	} {
		if err := s.Setenv(e.name, e.value); (err == nil) != e.ok {
			t.Errorf("%s=%.10s is accepted: %v; want %v", e.name, e.value, err == nil, e.ok)
		}
	}
	kept := 5
	for i := range 30 {
		if s.Setenv(fmt.Sprintf("LC_%d", i), "C") == nil {
			kept++
		}
	}
	if kept != 16 {
		t.Errorf("%d variables are kept; 16 are the most", kept)
	}
	var out bytes.Buffer
	s.Stdout = &out
	if err := s.Run("env"); err != nil || !strings.HasPrefix(out.String(), "LANG=en_GB.UTF-8\nLC_ALL=C\n") || strings.Contains(out.String(), "PATH") {
		t.Errorf("the session sees %q, %v", out.String(), err)
	}
}

// window is an interactive session that a test looks at.
type window struct {
	*gossh.Session
	in    io.WriteCloser
	shows *safeBuffer
}

func openWindow(t *testing.T, c *gossh.Client, term string, w, h int) window {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	win := window{Session: s, shows: &safeBuffer{}}
	s.Stdout, s.Stderr = win.shows, win.shows
	if win.in, err = s.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.RequestPty(term, h, w, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return win
}

func (w window) see(t *testing.T, text string) {
	t.Helper()
	eventually(t, fmt.Sprintf("the window shows %q; it shows %q", text, w.shows), func() bool { return strings.Contains(w.shows.String(), text) })
}

func TestWindowSizes(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	for _, size := range []struct {
		term  string
		w, h  int
		shows string
	}{
		{"xterm-256color", 80, 24, "xterm-256color 80x24"},
		{"vt100", 0, 0, "vt100 80x24"},
		{"vt100", 1, 1, "vt100 1x1"},
		{"vt100", 1 << 31, 1 << 31, "vt100 300x100"},
		{"../../x\x1b[2J", 80, 24, "unknown 80x24"},
		{strings.Repeat("x", 65), 80, 24, "unknown 80x24"},
		{"", 80, 24, "unknown 80x24"},
	} {
		win := openWindow(t, c, size.term, size.w, size.h)
		win.see(t, "screen for Ada on "+size.shows+"\r\n")
		_ = win.Close()
	}
	win := openWindow(t, c, "xterm", 80, 24)
	win.see(t, "size 80x24")
	for i := range 500 { // more than anyone reads
		if err := win.WindowChange(30, 100+i%100); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range [][2]int{{0, 0}, {40, 0}, {0, 120}} { // sizes that are none
		if err := win.WindowChange(size[0], size[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := win.WindowChange(41, 132); err != nil {
		t.Fatal(err)
	}
	win.see(t, "size 132x41")
	if got := win.shows.String(); strings.Contains(got, "x0") || strings.Contains(got, "size 0") {
		t.Errorf("a size of nothing came through: %q", got)
	}
}

func TestResizingBeforeTheShellBlocksNothing(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	shows := &safeBuffer{}
	s.Stdout = shows
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := s.WindowChange(50, 100); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the latest size", func() bool { return strings.Contains(shows.String(), "size 100x50") })
}

func TestACommandWithoutATerminalAndAScreenWithout(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out bytes.Buffer
	s.Stdout = &out
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil || !strings.Contains(out.String(), "a line at a time") {
		t.Errorf("with no terminal and no command: %q, %v", out.String(), err)
	}
	if a := ask(t, c, "fly"); a.status != 2 || a.out != "" || a.errs != "no command \"fly\"\n" {
		t.Errorf("an unknown command: %+v", a)
	}
}

func TestStdinGoesToTheCommand(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := strings.Repeat("facts\n", 50_000)
	s.Stdin = strings.NewReader(want)
	var out bytes.Buffer
	s.Stdout = &out
	if err := s.Run("cat"); err != nil || out.String() != want {
		t.Errorf("cat gives %d bytes of %d, %v", out.Len(), len(want), err)
	}
}

func TestAKeyboardEndsAndInterrupts(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		interrupted bool
	}{
		{"facts\r", "facts\n", false},
		{"fa\x04cts", "fa", false},
		{"fa\x03cts", "fa", true},
		{"\x04", "", false},
		{"", "", false},
	} {
		interrupted := false
		for _, in := range []io.Reader{strings.NewReader(c.typed), iotest.OneByteReader(strings.NewReader(c.typed))} {
			got, err := io.ReadAll(&keyboard{from: in, interrupt: func() { interrupted = true }})
			if string(got) != c.want || err != nil || interrupted != c.interrupted {
				t.Errorf("%q reads as %q, %v, interrupted %v", c.typed, got, err, interrupted)
			}
		}
	}
}

// channel gives the requests that a test makes up.
type channel struct {
	gossh.NewChannel
	in chan *gossh.Request
}

func (c channel) Accept() (gossh.Channel, <-chan *gossh.Request, error) { return nil, c.in, nil }

func TestAPanicInARequestEndsItsOwnSessionAlone(t *testing.T) {
	var log safeBuffer
	ch := channel{in: make(chan *gossh.Request, 1)}
	g := newGuard(t.Context(), ch, slog.New(slog.NewTextHandler(&log, nil)))
	_, out, err := g.Accept()
	if err != nil {
		t.Fatal(err)
	}
	ch.in <- &gossh.Request{Type: "nonsense", WantReply: true} // of no connection, so its answer panics
	if req, ok := <-out; ok {
		t.Errorf("%q comes through", req.Type)
	}
	<-g.ctx.Done()
	if !strings.Contains(log.String(), "panic in the requests of a session") {
		t.Errorf("the log says %q", &log)
	}
}

// What asks for a shell or a command in a way that nobody means starts nothing that
// was not asked for.
func TestOddRequestsStartNothing(t *testing.T) {
	g := newGuard(t.Context(), nil, slog.New(slog.DiscardHandler))
	defer g.cancel()
	for _, payload := range [][]byte{nil, {0, 0, 0, 255}, append(gossh.Marshal(struct{ C string }{"who"}), 'x')} {
		if g.passes(&gossh.Request{Type: "exec", Payload: payload}) {
			t.Errorf("a command in %q is let through", payload)
		}
	}
	shell := &gossh.Request{Type: "shell", Payload: gossh.Marshal(struct{ C string }{"who"})}
	if !g.passes(shell) || len(shell.Payload) > 0 {
		t.Errorf("a shell with a command in it: %q is let through", shell.Payload)
	}
	if g.passes(&gossh.Request{Type: "exec", Payload: gossh.Marshal(struct{ C string }{"who"})}) {
		t.Error("a second one is let through")
	}
	pty := gossh.Marshal(struct {
		T          string
		W, H, X, Y uint32
		M          string
	}{"xterm", 80, 24, 0, 0, ""})
	if g.passes(&gossh.Request{Type: "pty-req", Payload: pty}) {
		t.Error("a terminal for what runs without one is let through")
	}
}

func FuzzGuard(f *testing.F) {
	f.Add("env", gossh.Marshal(struct{ N, V string }{"LANG", "C"}))
	f.Add("pty-req", gossh.Marshal(struct {
		T          string
		W, H, X, Y uint32
		M          string
	}{"xterm", 80, 24, 0, 0, "\x00"}))
	f.Add("exec", gossh.Marshal(struct{ C string }{"who"}))
	f.Add("subsystem", gossh.Marshal(struct{ C string }{"sftp"}))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		g := newGuard(t.Context(), nil, slog.New(slog.DiscardHandler))
		defer g.cancel()
		req := &gossh.Request{Type: "pty-req", Payload: gossh.Marshal(struct {
			T          string
			W, H, X, Y uint32
			M          string
		}{"xterm", 80, 24, 0, 0, ""})}
		if kind != "pty-req" && !g.passes(req) {
			t.Fatal("a plain terminal is refused")
		}
		passed := g.passes(&gossh.Request{Type: kind, Payload: payload})
		if passed && !slices.Contains([]string{"env", "pty-req", "shell", "exec"}, kind) {
			t.Errorf("%q is let through", kind)
		}
		select {
		case w := <-g.windows:
			if w.Width < 1 || w.Height < 1 || w.Width > term.MaxWidth || w.Height > term.MaxHeight {
				t.Errorf("a window of %dx%d", w.Width, w.Height)
			}
		default:
		}
	})
}

func TestAWelcomeOnATerminalWaitsForEnter(t *testing.T) {
	w := newWorld(t, plenty)
	nell := newSigner(t)
	c := w.in("enrol", gossh.PublicKeys(nell), types(&safeBuffer{}, w.invite("Nell", keys.Coach)))
	win := openWindow(t, c, "xterm", 80, 24)
	win.see(t, "You are enrolled: Nell, Burnley Jobcentre.\r\nFrom now on type:")
	win.see(t, "press Enter")
	if strings.Contains(win.shows.String(), "screen for") {
		t.Fatal("the screens came before Enter")
	}
	if _, err := io.WriteString(win.in, "x\rq"); err != nil { // what follows Enter is for the screens
		t.Fatal(err)
	}
	win.see(t, "screen for Nell")
	win.see(t, "key 'q'")
	if err := win.Wait(); err != nil {
		t.Error(err)
	}
	leaves := openWindow(t, c, "xterm", 80, 24)
	leaves.see(t, "press Enter")
	_, _ = io.WriteString(leaves.in, "\x03")
	if err := leaves.Wait(); err != nil || strings.Contains(leaves.shows.String(), "screen for") {
		t.Errorf("ctrl+c at the welcome: %v, %q", err, leaves.shows)
	}
}
