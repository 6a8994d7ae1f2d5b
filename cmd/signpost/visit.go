package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/text"
)

// provedExtension is where the handshake keeps the fingerprint of the key that
// the client proved to hold. Nothing else of it outlives the handshake.
const provedExtension = "signpost-proved-key"

// maxLogged is how much is logged, in columns, of what a stranger sends.
const maxLogged = 300

// maxWindows is how many sessions one connection may have open.
const maxWindows = 4

// visit is one connection, from the first byte to the last.
type visit struct {
	server  *server
	conn    *limitedConn
	address string // where it comes from, without the port
	log     *slog.Logger
	ctx     context.Context
	cancel  context.CancelFunc
	entry   entry
	inside  bool // not counted in the lobby; guarded by server.mu
	member  member

	mu       sync.Mutex
	windows  windows
	sessions sync.WaitGroup // those of windows, until each has let go of everything
}

// windows are the sessions of a visit, and how they end. Guarded by visit.mu.
type windows struct {
	open     int
	proved   keys.Fingerprint // for ending live sessions
	farewell string
}

// member is who the visitor is, looked up once, after the handshake.
type member struct {
	once   sync.Once
	caller keys.Caller
	err    error
}

func newVisit(s *server, conn net.Conn) *visit {
	remote := conn.RemoteAddr().String()
	v := &visit{server: s, conn: limitConn(conn, s.graces), log: s.log.With("remote", remote)}
	v.address, _, _ = net.SplitHostPort(remote)
	v.ctx, v.cancel = context.WithCancel(context.Background())
	return v
}

// run serves the connection until it ends and all its sessions with it.
func (v *visit) run() {
	defer v.cancel()
	came := time.Now()
	v.log.Info("connected")
	one, err := wish.NewServer(wish.WithVersion("Signpost"), v.alone)
	if err != nil {
		v.log.Error("make a server for the connection", "err", err)
		_ = v.conn.Close()
		return
	}
	one.HandleConn(v.conn)
	v.closeWindows()
	v.sessions.Wait()
	v.log.Info("closed", "seconds", int(time.Since(came).Seconds()))
}

// alone makes a server that of one connection, with the host key, the way in
// and the channels there are here, and nothing besides. wish would make up a
// host key, and let everybody in, where these are not set.
func (v *visit) alone(one *ssh.Server) error {
	one.HostSigners = []ssh.Signer{v.server.host}
	one.ServerConfigCallback = func(ssh.Context) *gossh.ServerConfig { return v.config() }
	one.ChannelHandlers = map[string]ssh.ChannelHandler{"session": v.channel}
	one.RequestHandlers = map[string]ssh.RequestHandler{}
	one.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	one.ConnectionFailedCallback = func(_ net.Conn, err error) { v.refused(err) }
	return nil
}

// letIn is called when the handshake has ended well.
func (v *visit) letIn() {
	v.conn.letIn()
	v.server.leaveLobby(v)
}

// refused logs why a connection was not let in. What the client claims to be
// called is no part of it: people type codes in the wrong place.
func (v *visit) refused(err error) {
	why := v.entry.why
	var timeout net.Error
	var auth *gossh.ServerAuthError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		why = "login took too long"
	case why != "":
	case v.entry.asked || errors.As(err, &auth):
		why = "no key was proved"
	case errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed):
		why = "left before the handshake"
	default: // the handshake itself, before any user name was sent
		v.log.Info("refused", "reason", "handshake", "err", text.Cut(text.Safe(err.Error()), maxLogged)) // it repeats what was offered
		return
	}
	v.log.Info("refused", "reason", why)
}

// prove notes which key this connection holds, so that revoking it ends the
// connection from now on.
func (v *visit) prove(fp keys.Fingerprint) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.windows.proved = fp
}

func (v *visit) provedKey() keys.Fingerprint {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.windows.proved
}

// who is the member whose key the connection proved, looked up and written down
// as a login the first time it is asked.
func (v *visit) who(conn *gossh.ServerConn) (keys.Caller, error) {
	v.member.once.Do(func() {
		v.member.err = errLogin // should the office panic
		fp := keys.Fingerprint("")
		if conn.Permissions != nil {
			fp = keys.Fingerprint(conn.Permissions.Extensions[provedExtension])
		}
		c, err := v.server.office.WhoIs(v.ctx, fp)
		if err == nil {
			err = v.server.office.Login(v.ctx, c)
		}
		if err != nil {
			v.log.Info("refused", "key", fp, "reason", "login", "err", err)
			v.member.err = err
			return
		}
		v.log.Info("login", "member", c.Member.ID, "partner", c.Partner.ID, "key", fp, "client", string(conn.ClientVersion()))
		v.member.caller, v.member.err = c, nil
	})
	return v.member.caller, v.member.err
}

var errLogin = errors.New("the login did not come to its end")

// lookUp begins who as soon as a session is opened: the login is being written
// down, which takes the disk milliseconds, while the client asks for a terminal
// and a shell.
func (v *visit) lookUp(conn *gossh.ServerConn) {
	defer func() {
		if fault := recover(); fault != nil {
			v.log.Error("panic in a login", "kind", text.Fault(fault), "stack", string(debug.Stack()))
		}
	}()
	_, _ = v.who(conn)
}

// end takes the visitor's leave: the sessions' contexts end, each says the
// sentence, and the connection is closed.
func (v *visit) end(sentence string) {
	v.mu.Lock()
	if v.windows.farewell == "" {
		v.windows.farewell = sentence
	}
	none := v.windows.open == 0
	v.mu.Unlock()
	v.cancel()
	if none {
		_ = v.conn.Close()
		return
	}
	time.AfterFunc(farewellTime, func() { _ = v.conn.Close() })
}

// openWindow counts a session in, unless there may be none.
func (v *visit) openWindow() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.windows.open >= maxWindows || v.ctx.Err() != nil {
		return false
	}
	v.windows.open++
	v.sessions.Add(1)
	return true
}

// closeWindows ends the sessions there are. No other is counted in after it.
func (v *visit) closeWindows() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cancel()
}

// closeWindow counts a session out whose channel both sides have closed: what
// was said on it has arrived, so after the last of a visit that is ended the
// connection can go.
func (v *visit) closeWindow() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.windows.open--
	v.sessions.Done()
	if v.windows.open == 0 && v.windows.farewell != "" {
		_ = v.conn.Close()
	}
}

func (v *visit) farewell() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.windows.farewell
}
