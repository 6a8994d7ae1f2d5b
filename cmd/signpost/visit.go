package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
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

// sshVersion is what the server calls itself to clients.
const sshVersion = "Signpost"

// maxLogged is how much is logged, in columns, of what a stranger sends.
const maxLogged = 300

// visit is one connection, from the first byte to the last.
type visit struct {
	server *server
	conn   *limitedConn
	from   origin
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc
	entry  entry
	inside bool // not counted in the lobby; guarded by the hall's mutex
	member member

	mu       sync.Mutex
	windows  windows
	sessions sync.WaitGroup // those of windows, until each has let go of everything
}

// origin is where a visit comes from.
type origin struct {
	source netip.Prefix
	office bool // it is an office's network
}

// windows are the sessions of a visit, and how they end. Guarded by visit.mu.
type windows struct {
	open     int
	running  int              // windows and commands that something is shown or done in
	resting  *time.Timer      // ends a connection on which nothing runs; nil before the login
	whole    *time.Timer      // ends one that has lasted long enough; nil before the login
	ends     time.Time        // when that is
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
	address := addressOf(conn.RemoteAddr())
	v := &visit{
		server: s, conn: limitConn(conn, s.limits.graces.hello), log: s.log.With("remote", conn.RemoteAddr().String()),
		from: origin{source(address), s.limits.offices.hold(address)},
	}
	v.ctx, v.cancel = context.WithCancel(context.Background())
	return v
}

// run serves the connection until it ends and all its sessions with it.
func (v *visit) run() {
	defer v.cancel()
	came := time.Now()
	v.log.Info("connected")
	one, err := wish.NewServer(wish.WithVersion(sshVersion), v.alone)
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
	first := sync.OnceFunc(func() { v.conn.extend(v.server.limits.graces.login) })
	one.HostSigners = []ssh.Signer{agreed{v.server.host, first}}
	one.ServerConfigCallback = func(ssh.Context) *gossh.ServerConfig { return v.config() }
	one.ChannelHandlers = map[string]ssh.ChannelHandler{"session": v.channel}
	one.RequestHandlers = map[string]ssh.RequestHandler{}
	one.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	one.ConnectionFailedCallback = func(_ net.Conn, err error) { v.refused(err) }
	return nil
}

// agreed is a host key that tells when it is used. The first time the client has
// sent all that a program sends by itself, and from there on a person may be asked
// something, by which host they mean to reach or for the word to their own key.
// It is used again whenever the client asks to agree on keys anew.
type agreed struct {
	gossh.Signer
	tell func()
}

// Sign signs, and tells.
func (a agreed) Sign(random io.Reader, data []byte) (*gossh.Signature, error) {
	a.tell()
	return a.Signer.Sign(random, data)
}

// letIn is called when the handshake has ended well.
func (v *visit) letIn() {
	v.conn.letIn()
	v.server.leaveLobby(v)
	v.mu.Lock()
	v.windows.whole = time.AfterFunc(v.server.limits.whole, v.tooLong)
	v.windows.ends = time.Now().Add(v.server.limits.whole)
	v.mu.Unlock()
	v.rest()
}

// ends is when the connection will have lasted as long as one may.
func (v *visit) ends() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.windows.ends
}

// tooLong ends a connection that has lasted as long as one may.
func (v *visit) tooLong() {
	v.log.Info("ended", "reason", "connected for too long")
	v.end(fmt.Sprintf("You were connected for %s, which is the longest there is, so you were logged out. "+
		"What you saved is kept. To go on, connect again.", spoken(v.server.limits.whole)))
}

// unread ends a connection whose client has left unread for too long what it was
// sent. Nothing is said: it would not be read either.
func (v *visit) unread() {
	v.log.Info("ended", "reason", "the client reads nothing")
	v.cancel()
	_ = v.conn.Close()
}

// refused logs why a connection was not let in, and holds it against its
// address. What the client claims to be called is no part of it: people type
// codes in the wrong place.
func (v *visit) refused(err error) {
	why, detail := v.turned(err)
	v.server.meter.refused(why)
	v.server.punish(v, why)
	if why == turnedHandshake { // it repeats what was offered
		v.log.Info("refused", "reason", why, "err", text.Cut(text.Safe(err.Error()), maxLogged))
		return
	}
	v.log.Info("refused", "reason", detail)
}

// turned is why a handshake ended badly, for the count and for the log.
func (v *visit) turned(err error) (turned, string) {
	var timeout net.Error
	var auth *gossh.ServerAuthError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return turnedTimeout, string(turnedTimeout)
	case v.entry.trouble:
		return turnedTrouble, v.entry.why
	case v.entry.why != "" && v.entry.fails+v.entry.tries > 0:
		return turnedAuth, v.entry.why
	case v.entry.fails+v.entry.tries > 0:
		return turnedAuth, "no key was proved"
	case v.entry.asked || errors.As(err, &auth):
		return turnedNone, firstOf(v.entry.why, "no key was proved")
	case errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed):
		return turnedNone, "left before the handshake"
	}
	return turnedHandshake, "" // the handshake itself, before any user name was sent
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
			v.server.meter.refused(turnedAccess)
			v.log.Info("refused", "key", fp, "reason", "login", "err", err)
			v.member.err = err
			return
		}
		v.server.meter.logins.Inc()
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
	defer contain(v.log, "a login")
	_, _ = v.who(conn)
}

// contain is deferred by what runs beside a session, so that a panic in it ends
// that and nothing else.
func contain(log *slog.Logger, what string) {
	if fault := recover(); fault != nil {
		log.Error("panic in "+what, "kind", text.Fault(fault), "stack", string(debug.Stack()))
	}
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
	if v.windows.open >= v.server.limits.channels || v.ctx.Err() != nil {
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
	for _, timer := range []*time.Timer{v.windows.resting, v.windows.whole} {
		if timer != nil {
			timer.Stop()
		}
	}
}

// rest has the connection end unless something runs on it before the idle time is
// over: a window that is opened and never used is no reason to stay.
func (v *visit) rest() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.windows.running > 0 || v.ctx.Err() != nil {
		return
	}
	v.windows.resting = time.AfterFunc(v.server.limits.idle, func() {
		v.log.Info("ended", "reason", "nothing ran on it")
		v.end("")
		_ = v.conn.Close()
	})
}

// begin counts in a window or command that now does something.
func (v *visit) begin() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.windows.running++
	if v.windows.resting != nil {
		v.windows.resting.Stop()
	}
}

// over counts one out.
func (v *visit) over() {
	v.mu.Lock()
	v.windows.running--
	v.mu.Unlock()
	v.rest()
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
