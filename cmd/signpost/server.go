package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
)

// How many connections may stand at the door before they are let in: at all,
// and from one address. A whole Jobcentre may share an address.
const (
	maxLobby   = 256
	maxLobbyOf = 32
)

// farewellTime is how long a session that is ended has to take its leave.
const farewellTime = 2 * time.Second

// server watches the door. It lets in those who prove a key that the office
// knows, or enrol one, and shows each session to its room.
type server struct {
	office *desk.Office
	rooms  rooms
	host   gossh.Signer
	door   door
	graces graces
	log    *slog.Logger
	codes  chan struct{} // codes are checked two at a time: each check takes 19 MiB

	mu      sync.Mutex
	closing bool
	visits  map[*visit]struct{}
	lobby   lobby
	running sync.WaitGroup // visits
}

// lobby counts the connections that are not let in yet.
type lobby struct {
	all  int
	from map[string]int // by address
}

// newServer makes a server that has yet to be given listeners. Without an office
// that knows members it does not exist: nobody is ever let in unasked.
func newServer(office *desk.Office, host gossh.Signer, d door, r rooms, g graces, log *slog.Logger) (*server, error) {
	if office == nil || host == nil || r.screen == nil || r.command == nil || log == nil {
		return nil, errors.New("a server needs an office, a host key, its rooms and a log")
	}
	s := &server{
		office: office, rooms: r, host: host, door: d, graces: g, log: log, codes: make(chan struct{}, 2),
		visits: map[*visit]struct{}{}, lobby: lobby{from: map[string]int{}},
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

// receive starts a visit, unless too many are at the door.
func (s *server) receive(conn net.Conn) {
	v := newVisit(s, conn)
	if !s.enter(v) {
		v.log.Warn("refused", "reason", "too many connections at the door")
		v.cancel()
		_ = conn.Close()
		return
	}
	go func() {
		defer s.running.Done()
		defer s.leave(v)
		v.run()
	}()
}

func (s *server) enter(v *visit) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing || s.lobby.all >= maxLobby || s.lobby.from[v.address] >= maxLobbyOf {
		return false
	}
	s.lobby.all++
	s.lobby.from[v.address]++
	s.visits[v] = struct{}{}
	s.running.Add(1)
	return true
}

func (s *server) leave(v *visit) {
	s.leaveLobby(v)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.visits, v)
}

// leaveLobby takes the visit off the lobby's count: it is let in, or over.
func (s *server) leaveLobby(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.inside {
		return
	}
	v.inside = true
	s.lobby.all--
	if s.lobby.from[v.address]--; s.lobby.from[v.address] == 0 {
		delete(s.lobby.from, v.address)
	}
}

func (s *server) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
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
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*visit, 0, len(s.visits))
	for v := range s.visits {
		all = append(all, v)
	}
	return all
}

// stop lets nobody in any more, tells those inside, and waits until all are
// gone, until ctx ends at the most; then it closes what is left.
func (s *server) stop(ctx context.Context, l net.Listener) {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
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
