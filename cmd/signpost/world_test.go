package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
)

// world is a server over a store of its own, with rooms that tell what they are
// given.
type world struct {
	t      *testing.T
	office *desk.Office
	srv    *server
	addr   string
	log    *safeBuffer
	clock  *clock
	inside chan string // what a waiting room says it has reached
}

// plenty is a login grace that no test outlives, and no penalty for what tests
// do wrong on purpose.
var plenty = within(graces{hello: time.Minute, login: time.Minute, code: time.Minute})

func within(g graces) limits {
	l := usualLimits()
	l.graces, l.penalty = g, penaltyLimits{least: time.Hour, most: time.Hour, addresses: 1}
	return l
}

func newWorld(t *testing.T, l limits) *world {
	t.Helper()
	data, err := openData(place{data: filepath.Join(t.TempDir(), "data")}, true)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, log: &safeBuffer{}, clock: &clock{at: time.Now()}, inside: make(chan string, 100)}
	log := slog.New(slog.NewTextHandler(w.log, nil))
	w.office, err = desk.Over(t.Context(), data.Store, w.clock.now, desk.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDoor("", listener.Addr())
	if err != nil {
		t.Fatal(err)
	}
	w.addr = listener.Addr().String()
	w.srv, err = newServer(w.office, data.Host, d, rooms{screen: w.screen, command: w.command}, l, log)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- w.srv.serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		w.srv.stop(ctx, listener)
		if ctx.Err() != nil {
			t.Error("the server did not stop in time")
		}
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := data.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the log:\n%s", w.log)
		}
	})
	return w
}

// screen says who is in which window, and stays until a key is pressed.
func (w *world) screen(ctx context.Context, who keys.Caller, s *session) int {
	p, windows, _ := s.Pty()
	fmt.Fprintf(s, "screen for %s on %s %dx%d\n", who.Member.Name, p.Term, p.Window.Width, p.Window.Height)
	pressed := make(chan byte, 1)
	go func() {
		var b [1]byte
		_, _ = s.Read(b[:])
		pressed <- b[0]
	}()
	for {
		select {
		case b := <-pressed:
			fmt.Fprintf(s, "key %q\n", b)
			return exitDone
		case size, ok := <-windows:
			if !ok {
				return exitDone
			}
			fmt.Fprintf(s, "size %dx%d\n", size.Width, size.Height)
		case <-ctx.Done():
			return exitDone
		}
	}
}

// command does what the test types.
func (w *world) command(ctx context.Context, who keys.Caller, typed string, s *session) int {
	switch typed {
	case "who":
		fmt.Fprintf(s, "%s %v\n", who.Member.Name, who.Member.Roles)
	case "env":
		fmt.Fprintln(s, strings.Join(s.Environ(), "\n"))
	case "wait":
		fmt.Fprintln(s, "waiting")
		w.inside <- "wait"
		<-ctx.Done()
		w.inside <- "ended"
	case "cat":
		_, _ = io.Copy(s, s)
	case "panic":
		panic("the client's name is Kerry")
	case plainCommand:
		fmt.Fprintln(s, "a line at a time")
	default:
		fmt.Fprintf(s.Stderr(), "no command %q\n", typed)
		return 2
	}
	return exitDone
}

// member enrols a new key directly.
func (w *world) member(name string, roles ...keys.Role) gossh.Signer {
	w.t.Helper()
	signer := newSigner(w.t)
	w.enrol(name, signer, roles...)
	return signer
}

func (w *world) enrol(name string, signer gossh.Signer, roles ...keys.Role) {
	w.t.Helper()
	key, err := keys.FromSSH(signer.PublicKey())
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = w.office.Installer().AddMember(w.t.Context(), desk.NewMember{Name: name, Partner: "Burnley Jobcentre", Roles: roles, Key: key})
	if err != nil {
		w.t.Fatal(err)
	}
}

// invite makes an invitation and gives its code.
func (w *world) invite(name string, roles ...keys.Role) string {
	w.t.Helper()
	code, _, err := w.office.Installer().Invite(w.t.Context(), name, "Burnley Jobcentre", roles)
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// config is a client's configuration, and where what it is told is kept.
func config(user string, auth ...gossh.AuthMethod) (*gossh.ClientConfig, *safeBuffer) {
	told := &safeBuffer{}
	return &gossh.ClientConfig{
		User: user, Auth: auth, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
		BannerCallback: func(says string) error { _, err := told.Write([]byte(says)); return err },
	}, told
}

// in connects, or fails the test.
func (w *world) in(user string, auth ...gossh.AuthMethod) *gossh.Client {
	w.t.Helper()
	cfg, told := config(user, auth...)
	c, err := gossh.Dial("tcp", w.addr, cfg)
	if err != nil {
		w.t.Fatalf("%s was not let in: %v; told %q", user, err, told)
	}
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

// refused connects and has to be turned away; it answers what the client is told.
func (w *world) refused(user string, auth ...gossh.AuthMethod) string {
	w.t.Helper()
	cfg, told := config(user, auth...)
	c, err := gossh.Dial("tcp", w.addr, cfg)
	if err == nil {
		_ = c.Close()
		w.t.Fatalf("%s was let in", user)
	}
	return told.String()
}

// answer is what a command said.
type answer struct {
	out, errs string
	status    int
}

// ask runs a command on a connection.
func ask(t *testing.T, c *gossh.Client, command string) answer {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatalf("open a session: %v", err)
	}
	defer s.Close()
	var o, e safeBuffer
	s.Stdout, s.Stderr = &o, &e
	err = s.Run(command)
	a := answer{out: o.String(), errs: e.String()}
	if exit := new(gossh.ExitError); errors.As(err, &exit) {
		a.status = exit.ExitStatus()
	} else if err != nil {
		t.Fatalf("%q ended badly: %v; %+v", command, err, a)
	}
	return a
}

func newSigner(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// types answers every question with the next of the answers, and keeps the
// instructions it is shown.
func types(shown *safeBuffer, answers ...string) gossh.AuthMethod {
	return gossh.KeyboardInteractive(func(_, instruction string, questions []string, echos []bool) ([]string, error) {
		fmt.Fprintln(shown, instruction)
		var out []string
		for i, q := range questions {
			if len(answers) == 0 {
				return nil, io.EOF
			}
			fmt.Fprintf(shown, "%s(echo %v)\n", q, echos[i])
			out, answers = append(out, answers[0]), answers[1:]
		}
		return out, nil
	})
}

// eventually waits for a condition that another goroutine brings about.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !cond() {
		select {
		case <-ctx.Done():
			t.Fatalf("it never came about: %s", what)
		case <-tick.C:
		}
	}
}

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// safeBuffer is a buffer that several goroutines may use.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
