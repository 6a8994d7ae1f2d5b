package main

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
)

func TestAServerThatKnowsNobodyDoesNotStart(t *testing.T) {
	w := newWorld(t, plenty)
	log := slog.New(slog.DiscardHandler)
	full := rooms{screen: w.screen, command: w.command}
	for name, try := range map[string]func() (*server, error){
		"no office":   func() (*server, error) { return newServer(nil, w.srv.host, door{}, full, plenty, log) },
		"no host key": func() (*server, error) { return newServer(w.office, nil, door{}, full, plenty, log) },
		"no rooms":    func() (*server, error) { return newServer(w.office, w.srv.host, door{}, rooms{}, plenty, log) },
		"no log":      func() (*server, error) { return newServer(w.office, w.srv.host, door{}, full, plenty, nil) },
	} {
		if _, err := try(); err == nil {
			t.Errorf("%s: there is a server", name)
		}
	}
}

func TestStoppingTellsEverybodyInside(t *testing.T) {
	w := newWorld(t, plenty)
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	win := openWindow(t, c, "xterm", 80, 24)
	win.see(t, "screen for Ada")
	said := make(chan answer, 1)
	go func() { said <- ask(t, c, "wait") }()
	<-w.inside
	atTheDoor, err := net.Dial("tcp", w.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer atTheDoor.Close()
	eventually(t, "both have come", func() bool { return len(w.srv.all()) == 2 })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	w.srv.stop(ctx, noListener{})
	if ctx.Err() != nil {
		t.Error("the server did not stop in time")
	}
	win.see(t, "Signpost is stopping. What you saved is kept.")
	if a := <-said; !strings.Contains(a.errs, "Signpost is stopping") {
		t.Errorf("a command that is cut short says %+v", a)
	}
	if n := len(w.srv.all()); n != 0 {
		t.Errorf("%d visits are left", n)
	}
}

// noListener is a listener that is the test's own to close.
type noListener struct{ net.Listener }

func (noListener) Close() error { return nil }

func TestASessionThatDoesNotEndIsCutOff(t *testing.T) {
	w := newWorld(t, plenty)
	stuck := make(chan struct{})
	w.srv.rooms.command = func(context.Context, keys.Caller, string, *session) int {
		w.inside <- "stuck"
		<-stuck
		return 0
	}
	c := w.in("x", gossh.PublicKeys(w.member("Ada", keys.Coach)))
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start("x"); err != nil {
		t.Fatal(err)
	}
	<-w.inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // no time at all
	w.srv.stop(ctx, noListener{})
	if err := c.Wait(); err == nil {
		t.Error("the connection was not cut")
	}
	close(stuck)
}

func TestNothingIsLeftBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	t.Run("a server comes and goes", func(t *testing.T) {
		w := newWorld(t, plenty)
		ada := gossh.PublicKeys(w.member("Ada", keys.Coach))
		for range 5 {
			c := w.in("x", ada)
			ask(t, c, "who")
			openWindow(t, c, "xterm", 80, 24).see(t, "screen for Ada")
		}
		w.refused("x", gossh.PublicKeys(newSigner(t)))
	})
}

func TestTheStoreThatDoesNotAnswer(t *testing.T) {
	w := newWorld(t, plenty)
	ada := gossh.PublicKeys(w.member("Ada", keys.Coach))
	shut, err := openData(place{data: t.TempDir()}, true)
	if err != nil {
		t.Fatal(err)
	}
	office, err := desk.Over(t.Context(), shut.Store, time.Now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := shut.Close(); err != nil {
		t.Fatal(err)
	}
	w.srv.office = office
	for _, user := range []string{"x", "enrol"} {
		if told := w.refused(user, ada); !strings.Contains(told, "cannot look up keys at the moment") || strings.Contains(told, "/") {
			t.Errorf("%s@ while the store is closed is told %q", user, told)
		}
	}
}
