//go:build unix

package main

import (
	"errors"
	"io"
	"net"
	"runtime"
	"sync"
	"testing"

	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"
)

// Ways in which sessions with real screens end that nobody has left.
var drops = map[string]func(conn *net.TCPConn, signer gossh.Signer) error{
	"the client leaves": func(conn *net.TCPConn, signer gossh.Signer) error {
		one, err := callOn(conn, conn.RemoteAddr().String(), signer)
		if err != nil {
			return err
		}
		return one.client.Close()
	},
	"the window is closed, then the connection": func(conn *net.TCPConn, signer gossh.Signer) error {
		one, err := callOn(conn, conn.RemoteAddr().String(), signer)
		if err != nil {
			return err
		}
		return errors.Join(one.session.Close(), one.client.Close())
	},
	"the line is cut at work": func(conn *net.TCPConn, signer gossh.Signer) error {
		one, err := callOn(conn, conn.RemoteAddr().String(), signer)
		if err != nil {
			return err
		}
		_, err = io.WriteString(one.keys, "1"+cursorDown)
		cut(conn)
		_ = one.client.Wait()
		return err
	},
	"the line is cut before the first frame": func(conn *net.TCPConn, signer gossh.Signer) error {
		one, err := comeIn(conn, conn.RemoteAddr().String(), signer)
		if err != nil {
			return err
		}
		err = one.ask()
		cut(conn)
		_ = one.client.Wait()
		return err
	},
	"the line is cut in the handshake": func(conn *net.TCPConn, _ gossh.Signer) error {
		_, err := io.WriteString(conn, "SSH-2.0-Cut\r\n\x00\x00")
		cut(conn)
		return err
	},
}

// cut ends a connection without a word to the other side.
func cut(conn *net.TCPConn) {
	_ = conn.SetLinger(0)
	_ = conn.Close()
}

// dropAll comes and goes in each of the ways.
func dropAll(t *testing.T, of loaded, signer gossh.Signer) {
	for name, drop := range drops {
		conn, err := net.DialTimeout("tcp", of.addr, dialTime)
		if err == nil {
			err = drop(conn.(*net.TCPConn), signer)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// settled is how many goroutines there are once their number rests.
func settled(t *testing.T) int {
	t.Helper()
	before, rests := 0, 0
	eventually(t, "the number of goroutines rests", func() bool {
		rests++
		if n := runtime.NumGoroutine(); n != before {
			before, rests = n, 0
		}
		return rests == 20
	})
	return before
}

func TestAThousandDroppedSessionsLeaveNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	t.Run("a server with real screens", func(t *testing.T) {
		of := loadSignpost(t)
		signer, err := signerOf(of.seeds[0])
		check(t, err)
		dropAll(t, of, signer)
		before := settled(t)
		var cycles sync.WaitGroup
		for range 8 {
			cycles.Go(func() {
				for range 1000 / 8 / len(drops) {
					dropAll(t, of, signer)
				}
			})
		}
		cycles.Wait()
		eventually(t, "no goroutine is left of 1,000 sessions", func() bool { return runtime.NumGoroutine() <= before })
	})
}

// What is closed is screens at work, and nothing of the connection: OpenSSH does
// that with one of several windows that share a connection.
func TestClosedScreensCostNothingWhileTheConnectionStays(t *testing.T) {
	of := loadSignpost(t)
	signer, err := signerOf(of.seeds[0])
	check(t, err)
	first, err := dialIn(of.addr, signer, 0)
	check(t, err)
	defer first.client.Close()
	round := func() {
		for _, page := range []string{"", "1", "2", "3", "4", "1" + cursorDown + cursorDown, "?"} {
			one := &caller{client: first.client, framed: make(chan struct{})}
			check(t, one.start())
			_, _ = io.WriteString(one.keys, page)
			_ = one.session.Close()
			_ = one.session.Wait()
		}
	}
	round()
	before := settled(t)
	for range 10 {
		round()
	}
	eventually(t, "no goroutine is left of 70 screens", func() bool { return runtime.NumGoroutine() <= before })
	first.press("1")
	eventually(t, "the window that stayed open answers", func() bool { return first.pressed.Load() == 0 })
}
