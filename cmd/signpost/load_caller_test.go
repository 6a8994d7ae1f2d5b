//go:build unix

package main

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// aFrame is how many bytes have come when the first frame has: it comes whole,
// and what sets a terminal up is far less.
const aFrame = 400

// dialTime is how long a member waits for a first frame.
const dialTime = 30 * time.Second

// caller is one session of a member on a VT100 of 80 by 24.
type caller struct {
	client  *gossh.Client
	session *gossh.Session
	keys    io.Writer
	framed  chan struct{} // closed at the first frame
	first   int64         // bytes of the first frame, and of what sets the terminal up
	bytes   atomic.Int64
	last    atomic.Int64 // when something last came, in Unix nanoseconds
	pressed atomic.Int64 // when the key was pressed that is not answered yet; 0 when there is none

	mu    sync.Mutex
	took  []time.Duration
	sizes []float64
	lost  int
}

// dialIn connects and waits for the first frame.
func dialIn(addr string, signer gossh.Signer, rate int) (*caller, error) {
	conn, err := dialSlow(addr, rate)
	if err != nil {
		return nil, err
	}
	return callOn(conn, addr, signer)
}

// callOn logs in on a connection and waits for the first frame. It closes the
// connection if there is none.
func callOn(conn net.Conn, addr string, signer gossh.Signer) (*caller, error) {
	one, err := comeIn(conn, addr, signer)
	if err == nil {
		err = one.start()
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return one, nil
}

// comeIn logs in, and no more.
func comeIn(conn net.Conn, addr string, signer gossh.Signer) (*caller, error) {
	c, chans, reqs, err := gossh.NewClientConn(conn, addr, &gossh.ClientConfig{
		User: "load", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer)}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return nil, err
	}
	return &caller{client: gossh.NewClient(c, chans, reqs), framed: make(chan struct{})}, nil
}

// start opens the session and waits for its first frame.
func (c *caller) start() error {
	if err := c.ask(); err != nil {
		return err
	}
	timer := time.NewTimer(dialTime)
	defer timer.Stop()
	select {
	case <-c.framed:
		return nil
	case <-timer.C:
		return errors.New("no first frame came")
	}
}

// ask asks for a session with a screen.
func (c *caller) ask() (err error) {
	if c.session, err = c.client.NewSession(); err != nil {
		return err
	}
	if c.keys, err = c.session.StdinPipe(); err != nil {
		return err
	}
	screen, err := c.session.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.session.RequestPty("vt100", 24, 80, gossh.TerminalModes{}); err != nil {
		return err
	}
	if err := c.session.Shell(); err != nil {
		return err
	}
	go c.watch(screen)
	return nil
}

// watch reads the screen to its end.
func (c *caller) watch(screen io.Reader) {
	b := make([]byte, 8<<10)
	for {
		n, err := screen.Read(b)
		now := time.Now()
		if err != nil {
			return
		}
		if all := c.bytes.Add(int64(n)); all >= aFrame && all-int64(n) < aFrame {
			c.frame(all)
		}
		c.last.Store(now.UnixNano())
		if at := c.pressed.Swap(0); at != 0 {
			c.mu.Lock()
			c.took, c.sizes = append(c.took, time.Duration(now.UnixNano()-at)), append(c.sizes, float64(n))
			c.mu.Unlock()
		}
	}
}

func (c *caller) frame(bytes int64) {
	select {
	case <-c.framed:
	default:
		c.first = bytes
		close(c.framed)
	}
}

func (c *caller) heard() time.Time { return time.Unix(0, c.last.Load()) }

func (c *caller) reset() {
	c.bytes.Store(0)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.took, c.sizes, c.lost = nil, nil, 0
}

func (c *caller) press(key string) {
	if c.pressed.Swap(time.Now().UnixNano()) != 0 {
		c.mu.Lock()
		c.lost++
		c.mu.Unlock()
	}
	_, _ = io.WriteString(c.keys, key)
}

// slowLine is a connection that takes so many bytes a second from the other
// side, as a serial line does, with next to no room on this side of it.
type slowLine struct {
	net.Conn
	rate int
	free time.Time // when the line has passed on what it took
}

func dialSlow(addr string, rate int) (net.Conn, error) {
	if rate == 0 {
		return net.DialTimeout("tcp", addr, dialTime)
	}
	d := net.Dialer{Timeout: dialTime, Control: func(_, _ string, raw syscall.RawConn) error {
		var err error
		_ = raw.Control(func(fd uintptr) {
			err = errors.Join(
				syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 2048),
				syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 536))
		})
		return err
	}}
	conn, err := d.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &slowLine{Conn: conn, rate: rate}, nil
}

func (s *slowLine) Read(b []byte) (int, error) {
	time.Sleep(time.Until(s.free))
	n, err := s.Conn.Read(b[:min(len(b), 64)])
	s.free = time.Now().Add(time.Second * time.Duration(n) / time.Duration(s.rate))
	return n, err
}

func signerOf(seed []byte) (gossh.Signer, error) {
	if len(seed) != ed25519.SeedSize {
		return nil, errors.New("a seed has 32 bytes")
	}
	return gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
}

// startMembers starts the process of the members, which ends with the test.
func startMembers(tb testing.TB) members {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), self)
	cmd.Args = []string{"load-members"}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	return members{tb, json.NewEncoder(in), json.NewDecoder(out)}
}
