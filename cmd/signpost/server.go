package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/time/rate"

	"signpost/keys"
	"signpost/store/desk"
)

// farewellTime is how long a session that is ended has to take its leave.
const farewellTime = 2 * time.Second

// server watches the door. It lets in those who prove a key that the office
// knows, or enrol one, and shows each session to its room.
type server struct {
	office    *desk.Office
	rooms     rooms
	host      gossh.Signer
	door      door
	limits    limits
	log       *slog.Logger
	codes     chan struct{} // codes are checked two at a time: each check takes 19 MiB
	penalties *penalties
	meter     *meter
	hall      hall

	running sync.WaitGroup // visits
}

// hall is who is at the door and inside.
type hall struct {
	mu       sync.Mutex
	closing  bool
	visits   map[*visit]struct{}
	lobby    lobby
	sessions map[keys.MemberID]int // windows and commands that are open
	dropped  int                   // connections turned away at the door and not logged yet
	logDrops rate.Sometimes
}

// newServer makes a server that has yet to be given listeners. Without an office
// that knows members it does not exist: nobody is ever let in unasked.
func newServer(office *desk.Office, host gossh.Signer, d door, r rooms, lim limits, log *slog.Logger) (*server, error) {
	if office == nil || host == nil || r.screen == nil || r.command == nil || log == nil {
		return nil, errors.New("a server needs an office, a host key, its rooms and a log")
	}
	s := &server{
		office: office, rooms: r, host: host, door: d, limits: lim, log: log, codes: make(chan struct{}, 2),
		penalties: newPenalties(lim.penalty), meter: newMeter(),
		hall: hall{
			visits: map[*visit]struct{}{}, lobby: newLobby(lim.lobby), sessions: map[keys.MemberID]int{},
			logDrops: rate.Sometimes{First: 3, Interval: dropsTime},
		},
	}
	office.OnRevoked(s.revoked)
	return s, nil
}

// serve takes connections until stop, when it answers nil.
func (s *server) serve(l net.Listener) error {
	const longest = time.Second
	pause := 5 * time.Millisecond
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
			pause = 5 * time.Millisecond
			s.receive(conn)
		case s.isClosing():
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		default: // out of file descriptors, most likely: connections end, so wait
			s.log.Error("accept a connection", "err", err)
			time.Sleep(pause)
			pause = min(2*pause, longest)
		}
	}
}

// receive starts a visit, unless there is no room for it at the door, or its
// address is kept out.
func (s *server) receive(conn net.Conn) {
	v := newVisit(s, conn)
	if why := s.enter(v); why != "" {
		s.drop(v, conn, why)
		return
	}
	go func() {
		defer s.running.Done()
		defer s.leave(v)
		v.run()
	}()
}

// enter counts a visit in, or says why not.
func (s *server) enter(v *visit) turned {
	if !v.from.office && s.penalties.keepsOut(v.from.source) {
		return turnedPenalty
	}
	h := &s.hall
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing {
		return turnedStop
	}
	if why := h.lobby.enter(v.from.source, v.from.office); why != "" {
		return why
	}
	h.visits[v] = struct{}{}
	s.running.Add(1)
	return ""
}

// dropsTime is how far apart the log tells of connections that were turned away
// at the door: whoever floods it must not fill the disk.
const dropsTime = 10 * time.Second

// notNow is what a connection is told that is turned away at the door, in the
// place where SSH lets a server say what it likes.
const notNow = "Signpost takes no more connections from you at the moment. Try again in a few minutes.\r\n"

// drop turns a connection away before anything is done for it.
func (s *server) drop(v *visit, conn net.Conn, why turned) {
	v.cancel()
	_ = conn.SetWriteDeadline(time.Now().Add(time.Millisecond)) // a new connection has room for it
	_, _ = io.WriteString(conn, notNow)
	_ = conn.Close()
	s.meter.refused(why)
	h := &s.hall
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropped++
	h.logDrops.Do(func() {
		v.log.Warn("turned away at the door", "reason", why, "connections", h.dropped)
		h.dropped = 0
	})
}

// punish holds against the visit's address that it was turned away, unless it is
// an office's.
func (s *server) punish(v *visit, why turned) {
	took := map[turned]time.Duration{
		turnedAuth: s.limits.penalty.auth, turnedNone: s.limits.penalty.none,
		turnedHandshake: s.limits.penalty.none, turnedTimeout: s.limits.penalty.timeout,
	}[why]
	if v.from.office || s.isClosing() {
		return
	}
	if shuts, left := s.penalties.add(v.from.source, took); shuts {
		v.log.Warn("address kept out", "from", v.from.source, "seconds", int(left.Seconds()))
	}
}

func (s *server) leave(v *visit) {
	s.leaveLobby(v)
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	delete(s.hall.visits, v)
}

// leaveLobby takes the visit off the lobby's count: it is let in, or over.
func (s *server) leaveLobby(v *visit) {
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	if !v.inside {
		v.inside = true
		s.hall.lobby.leave(v.from.source)
	}
}

// openSession counts in a window or command of a member, unless they have as many
// as one may have.
func (s *server) openSession(who keys.MemberID) bool {
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	if s.hall.sessions[who] >= s.limits.sessions {
		return false
	}
	s.hall.sessions[who]++
	return true
}

func (s *server) closeSession(who keys.MemberID) {
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	if s.hall.sessions[who]--; s.hall.sessions[who] == 0 {
		delete(s.hall.sessions, who)
	}
}

// atDoor is how many connections are not let in yet.
func (h *hall) atDoor() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lobby.all
}

// open is how many windows and commands of members are open.
func (h *hall) open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, of := range h.sessions {
		n += of
	}
	return n
}

// members is how many members have one open.
func (h *hall) members() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.sessions)
}

func (s *server) isClosing() bool {
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	return s.hall.closing
}

// revoked ends the live sessions of a key that has lost its access. The caller
// is not kept waiting, since it may be one of those sessions.
func (s *server) revoked(fp keys.Fingerprint) {
	for _, v := range s.all() {
		if v.provedKey() == fp {
			v.log.Info("ended", "key", fp, "reason", "access revoked")
			v.end("Your access to Signpost has ended: this key was revoked, or your membership was closed. Ask your steward.")
		}
	}
}

func (s *server) all() []*visit {
	s.hall.mu.Lock()
	defer s.hall.mu.Unlock()
	all := make([]*visit, 0, len(s.hall.visits))
	for v := range s.hall.visits {
		all = append(all, v)
	}
	return all
}

// stop lets nobody in any more, tells those inside, and waits until all are
// gone, until ctx ends at the most; then it closes what is left.
func (s *server) stop(ctx context.Context, l net.Listener) {
	s.hall.mu.Lock()
	s.hall.closing = true
	s.hall.mu.Unlock()
	_ = l.Close()
	for _, v := range s.all() {
		v.end("Signpost is stopping. What you saved is kept. Connect again in a few minutes.")
	}
	gone := make(chan struct{})
	go func() {
		s.running.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
		for _, v := range s.all() {
			v.log.Warn("cut off", "reason", "did not end in time")
			_ = v.conn.Close()
		}
	}
}
