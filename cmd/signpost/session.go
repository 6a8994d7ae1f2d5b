package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
	"signpost/store/text"
)

// exitNotAllowed is the exit status of a session that its member may not have.
const exitNotAllowed = 3

// sessionFault is what is said when a session ends by a fault of the program.
const sessionFault = "Something went wrong in Signpost, and this window is closed. What you saved is kept. " +
	"Connect again, and tell your steward if it comes back."

// rooms is where sessions go. Both answer the session's exit status, and return
// soon after their context ends: the client has gone, or the session is ended.
type rooms struct {
	// screen shows the screens on the session's terminal.
	screen func(ctx context.Context, who keys.Caller, s *session) int
	// command runs one command as it was typed.
	command func(ctx context.Context, who keys.Caller, typed string, s *session) int
	// installer does what whoever runs the server asks of it; nil: nothing.
	installer func(ctx context.Context, typed string, s *session) int
}

// session is one window or command of a visit: an ssh.Session with what guard
// has made of the terminal's size, and a context that ends with its channel.
type session struct {
	ssh.Session
	ctx     context.Context
	windows <-chan ssh.Window
	ends    time.Time // when the connection has lasted as long as one may
}

// Pty is the terminal the client asked for, if any, with its latest size. The
// channel of sizes begins with the first and closes with the session.
func (s *session) Pty() (ssh.Pty, <-chan ssh.Window, bool) {
	p, _, ok := s.Session.Pty()
	return p, s.windows, ok
}

// aside is where what is not the answer goes. On a terminal that is the same
// stream as the screen: two streams have no order between them, and a last word
// may be wiped by the screen's own end.
func (s *session) aside() io.Writer {
	if _, _, screen := s.Pty(); screen {
		return s
	}
	return s.Stderr()
}

// Context ends with the session's channel, sooner than the connection's own.
func (s *session) Context() ssh.Context { return sessionContext{s.Session.Context(), s.ctx} }

// sessionContext is a connection's context that ends when a session does.
type sessionContext struct {
	ssh.Context
	session context.Context
}

func (c sessionContext) Deadline() (time.Time, bool) { return c.session.Deadline() }
func (c sessionContext) Done() <-chan struct{}       { return c.session.Done() }
func (c sessionContext) Err() error                  { return c.session.Err() }

// channel serves one session channel from its opening to its end.
func (v *visit) channel(_ *ssh.Server, conn *gossh.ServerConn, ch gossh.NewChannel, ctx ssh.Context) {
	if !v.openWindow() {
		_ = ch.Reject(gossh.ResourceShortage, fmt.Sprintf("%d windows are the most on one connection: close one, or connect again", v.server.limits.channels))
		return
	}
	defer v.closeWindow()
	if !ofInstaller(conn) {
		v.sessions.Go(func() { v.lookUp(conn) })
	}
	g := newGuard(v.ctx, ch, v.log)
	g.unread, g.giveUp = v.server.limits.unread, v.unread
	defer g.cancel()
	done := make(chan struct{})
	one := &ssh.Server{Handler: func(s ssh.Session) {
		defer close(done)
		v.host(conn, &session{Session: s, ctx: g.ctx, windows: g.windows, ends: v.ends()})
	}}
	_ = ssh.EmulatePty()(one) // it answers no error
	ssh.DefaultSessionHandler(one, conn, g, ctx)
	if g.started {
		<-done
	}
}

// host shows a session to its room and closes it. A panic there ends this
// session and no other.
func (v *visit) host(conn *gossh.ServerConn, s *session) {
	code := exitNo
	v.begin()
	defer v.over()
	defer func() {
		if fault := recover(); fault != nil {
			v.log.Error("panic in a session", "kind", text.Fault(fault), "stack", string(debug.Stack()))
			fmt.Fprintln(s.Stderr(), wrapped(sessionFault))
		}
		if says := v.farewell(); says != "" {
			fmt.Fprintln(s.aside(), wrapped(says))
		}
		_ = s.Exit(code)
	}()
	code = v.show(conn, s)
}

func (v *visit) show(conn *gossh.ServerConn, s *session) int {
	if ofInstaller(conn) {
		v.log.Info("installer")
		return v.server.rooms.installer(s.ctx, s.RawCommand(), s)
	}
	who, err := v.who(conn)
	if err != nil {
		return v.turnAway(s, err)
	}
	if !v.server.openSession(who.Member.ID) {
		v.server.meter.refused(turnedSessions)
		v.log.Warn("refused", "member", who.Member.ID, "reason", turnedSessions)
		fmt.Fprintln(s.aside(), wrapped(fmt.Sprintf("You have %d windows and commands open, which is the most for one person. "+
			"Close one, then try again.", v.server.limits.sessions)))
		return exitNo
	}
	defer v.server.closeSession(who.Member.ID)
	_, _, screen := s.Pty()
	note := v.note(who, s)
	switch typed := s.RawCommand(); {
	case typed != "":
		fmt.Fprint(s.Stderr(), note)
		return v.server.rooms.command(s.ctx, who, typed, s)
	case !screen && note != "":
		fmt.Fprint(s, note)
		return exitDone
	case !screen:
		return v.server.rooms.command(s.ctx, who, plainCommand, s)
	case note != "" && !pause(s, note):
		return exitDone
	}
	v.conn.shortQueue()
	return v.server.rooms.screen(s.ctx, who, s)
}

// turnAway tells a visitor whose key is proved why they cannot come in.
func (v *visit) turnAway(s *session, err error) int {
	if says, ok := desk.Sentence(err); ok {
		fmt.Fprintln(s.Stderr(), wrapped(says))
		return exitNotAllowed
	}
	fmt.Fprintln(s.Stderr(), wrapped("Signpost cannot write down your login at the moment, so it cannot let you in. Try again in a few minutes."))
	return exitNo
}

// note is what to say first to someone who came as enrol@: that they are a
// member now, or were one already, and what to type from now on.
func (v *visit) note(who keys.Caller, s *session) string {
	if s.User() != enrolUser {
		return ""
	}
	is := "You are enrolled already"
	if v.entry.enrolled {
		is = "You are enrolled"
	}
	return fmt.Sprintf("%s: %s, %s.\nFrom now on type:\n    %s\n", is, text.Safe(who.Member.Name), text.Safe(who.Partner.Name),
		v.server.door.to("", s.LocalAddr()))
}

// pause shows a note on a terminal and waits for Enter. It answers false when the
// member leaves instead, or takes more than five minutes.
func pause(s *session, note string) bool {
	fmt.Fprintf(s, "%s\nTo go in, press Enter. To leave, press ctrl+c.\n", note)
	pressed := make(chan bool, 1)
	go func() {
		var b [1]byte // no more than one key at a time: what follows is for the screens
		for {
			n, err := s.Read(b[:])
			switch {
			case n == 1 && (b[0] == '\r' || b[0] == '\n'):
				pressed <- true
				return
			case err != nil, n == 1 && (b[0] == 3 || b[0] == 4), errors.Is(err, io.EOF):
				pressed <- false
				return
			}
		}
	}()
	timer := time.NewTimer(5 * time.Minute)
	defer timer.Stop()
	select {
	case enter := <-pressed:
		return enter
	case <-timer.C:
	case <-s.ctx.Done():
	}
	return false
}
