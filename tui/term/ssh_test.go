package term_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"signpost/tui/term"
)

// greeter is the smallest model there is.
type greeter struct{ caps term.Caps }

func (greeter) Init() tea.Cmd { return nil }

func (g greeter) View() tea.View { return tea.View{Content: "hello " + g.caps.Term} }

func (g greeter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "q" {
		return g, tea.Quit
	}
	return g, nil
}

// server serves greeters over SSH, and gives a client that is connected to it
// and a channel of how each session ended.
func server(t *testing.T) (*gossh.Client, <-chan error) {
	t.Helper()
	ended := make(chan error, 10)
	srv := &ssh.Server{Handler: func(s ssh.Session) {
		err := term.Serve(s, nil, slog.New(slog.DiscardHandler), func(_ context.Context, c term.Caps) tea.Model { return greeter{c} })
		if err != nil {
			_ = s.Exit(1)
		}
		ended <- err
	}}
	if err := srv.SetOption(ssh.EmulatePty()); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(l) }()
	client, err := gossh.Dial("tcp", l.Addr().String(), &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(); _ = srv.Close() })
	return client, ended
}

func session(t *testing.T, c *gossh.Client) *gossh.Session {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ending(t *testing.T, ended <-chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(20 * time.Second):
		t.Fatal("the session does not end")
		return nil
	}
}

// readUntil reads a terminal's bytes until they hold the text.
func readUntil(t *testing.T, r io.Reader, text string) {
	t.Helper()
	var all bytes.Buffer
	b := make([]byte, 1024)
	for !strings.Contains(all.String(), text) {
		n, err := r.Read(b)
		all.Write(b[:n])
		if err != nil {
			t.Fatalf("%v before %q in %q", err, text, all.String())
		}
	}
}

func TestServe(t *testing.T) {
	client, ended := server(t)
	s := session(t, client)
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	readUntil(t, out, "hello xterm")
	for i := range 50 { // more than the library's own buffer holds
		if err := s.WindowChange(24+i%2, 80+i); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = io.WriteString(in, "q")
	if err := ending(t, ended); err != nil {
		t.Error(err)
	}
}

// A window that is closed ends its session, though the connection stays: what
// OpenSSH does with ControlMaster.
func TestChannelClosesConnectionStays(t *testing.T) {
	client, ended := server(t)
	for range 3 {
		s := session(t, client)
		out, _ := s.StdoutPipe()
		_, _ = s.StdinPipe() // or the client sends an end of input
		if err := s.RequestPty("vt100", 24, 80, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		readUntil(t, out, "hello vt100")
		_ = s.Close()
		if err := ending(t, ended); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := client.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		t.Errorf("the connection is gone too: %v", err)
	}
}

// Without a terminal that can show a screen, one line says what to do instead.
func TestRefusal(t *testing.T) {
	client, ended := server(t)
	for _, name := range []string{"", "dumb"} {
		s := session(t, client)
		var stderr bytes.Buffer
		s.Stderr = &stderr
		if name != "" {
			if err := s.RequestPty(name, 24, 80, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Shell(); err != nil {
			t.Fatal(err)
		}
		err := s.Wait()
		var exit *gossh.ExitError
		if !errors.As(err, &exit) || exit.ExitStatus() != 1 {
			t.Errorf("%q: exit %v", name, err)
		}
		if err := ending(t, ended); !errors.Is(err, term.ErrNoScreen) {
			t.Errorf("%q: %v", name, err)
		}
		if got := strings.TrimSpace(stderr.String()); got != term.Refusal {
			t.Errorf("%q is told %q", name, got)
		}
	}
}
