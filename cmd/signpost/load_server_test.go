//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// loaded is a server that a load is put on.
type loaded struct {
	addr   string
	seeds  [][]byte // of its members' keys
	open   string   // the keys from its first page to where the load is
	writes *atomic.Int64
}

// How many members there are, who all have sessions, and how many clients one of
// them has.
const (
	loadKeys    = 20
	loadClients = 20
)

// loadLimits let a thousand sessions of a few members in, from one address at
// once.
func loadLimits() limits {
	l := plenty
	l.lobby = lobbyLimits{start: 2000, full: 2000, of: 2000}
	l.sessions = 1000
	return l
}

// loadSignpost is the whole program over a store on this machine's disk, with
// the real rooms.
func loadSignpost(tb testing.TB) loaded {
	tb.Helper()
	data, err := openData(place{data: filepath.Join(tb.TempDir(), "data")}, true)
	check(tb, err)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	office, err := desk.Over(tb.Context(), data.Store, time.Now, desk.Options{Log: log})
	check(tb, err)
	l, writes := listenCounted(tb)
	d, err := newDoor("", l.Addr())
	check(tb, err)
	srv, err := newServer(office, data.Host, d, roomsOver(office, d, plenty, log), loadLimits(), log)
	check(tb, err)
	ended := make(chan error, 1)
	go func() { ended <- srv.serve(l) }()
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		srv.stop(ctx, l)
		if err := errors.Join(<-ended, data.Close()); err != nil {
			tb.Error(err)
		}
	})
	out := loaded{addr: l.Addr().String(), open: "1", writes: writes}
	for i := range loadKeys {
		out.seeds = append(out.seeds, enrolSeed(tb, office, fmt.Sprintf("Coach %d", i)))
	}
	caseload(tb, office, out.seeds[0])
	return out
}

func enrolSeed(tb testing.TB, office *desk.Office, name string) []byte {
	tb.Helper()
	seed := make([]byte, 32)
	_, _ = rand.Read(seed)
	signer, err := signerOf(seed)
	check(tb, err)
	key, err := keys.FromSSH(signer.PublicKey())
	check(tb, err)
	_, err = office.Installer().AddMember(tb.Context(), desk.NewMember{Name: name, Partner: "Burnley Jobcentre", Roles: []keys.Role{keys.Coach}, Key: key})
	check(tb, err)
	return seed
}

// caseload gives that member clients, so that the first page has what waits to
// look for.
func caseload(tb testing.TB, office *desk.Office, seed []byte) {
	tb.Helper()
	signer, err := signerOf(seed)
	check(tb, err)
	who, err := office.WhoIs(tb.Context(), keys.FingerprintOf(signer.PublicKey()))
	check(tb, err)
	for range loadClients {
		_, err := office.For(who).AddClient(tb.Context(), "Sam", store.Changes{}, store.ClientSaid, store.Told{How: store.ToldInPerson})
		check(tb, err)
	}
}

// loadBare is golang.org/x/crypto/ssh alone, with the same ways to secure a
// connection: it draws a fixed frame, and a fixed answer to whatever is pressed.
func loadBare(tb testing.TB) loaded {
	tb.Helper()
	l, writes := listenCounted(tb)
	host := newSigner(tb)
	var running sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[conn] = true
			mu.Unlock()
			running.Go(func() {
				serveBare(conn, host)
				mu.Lock()
				delete(open, conn)
				mu.Unlock()
			})
		}
	})
	tb.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		for conn := range open {
			_ = conn.Close()
		}
		mu.Unlock()
		running.Wait()
	})
	seed := make([]byte, 32)
	_, _ = rand.Read(seed)
	return loaded{addr: l.Addr().String(), seeds: [][]byte{seed}, writes: writes}
}

// What the bare server draws: as much as a frame of Signpost's, and as its
// answer to a cursor key.
var (
	bareFrame  = bytes.Repeat([]byte("x"), 1450)
	bareAnswer = []byte("\x1b[8;1H  \x1b[9;1H> ")
)

func serveBare(conn net.Conn, host gossh.Signer) {
	defer conn.Close()
	cfg := (&visit{server: &server{}}).config() // its key exchanges, ciphers and MACs, and nothing of its own
	cfg = &gossh.ServerConfig{Config: cfg.Config, PublicKeyCallback: func(gossh.ConnMetadata, gossh.PublicKey) (*gossh.Permissions, error) {
		return nil, nil
	}}
	cfg.AddHostKey(host)
	_, chans, reqs, err := gossh.NewServerConn(conn, cfg)
	if err != nil {
		return
	}
	go gossh.DiscardRequests(reqs)
	for ch := range chans {
		one, asks, err := ch.Accept()
		if err != nil {
			return
		}
		go func() {
			for ask := range asks {
				_ = ask.Reply(true, nil)
				if ask.Type == "shell" {
					go drawBare(one)
				}
			}
		}()
	}
}

func drawBare(ch gossh.Channel) {
	defer ch.Close()
	b := make([]byte, 256)
	for out := bareFrame; ; out = bareAnswer {
		if _, err := ch.Write(out); err != nil {
			return
		}
		if _, err := ch.Read(b); err != nil {
			return
		}
	}
}

// countedListener counts what is written to its connections: one write is one
// packet of SSH.
type countedListener struct {
	net.Listener
	writes *atomic.Int64
}

func listenCounted(tb testing.TB) (net.Listener, *atomic.Int64) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(tb, err)
	writes := new(atomic.Int64)
	return countedListener{l, writes}, writes
}

func (l countedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countedConn{conn.(*net.TCPConn), l.writes}, nil
}

type countedConn struct {
	*net.TCPConn
	writes *atomic.Int64
}

func (c countedConn) Write(b []byte) (int, error) {
	c.writes.Add(1)
	return c.TCPConn.Write(b)
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// cpu is the processor time that this process has taken, the server's and
// nobody else's.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// busy is how much of one core the server took while fn ran, in percent.
func busy(fn func()) float64 {
	began, used := time.Now(), cpu()
	fn()
	return 100 * float64(cpu()-used) / float64(time.Since(began))
}

// memory is what the server holds after garbage collection, in bytes.
func memory() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}

// tally gathers figures of several rounds and reports their medians.
type tally map[string][]float64

func (t tally) add(name string, x float64) { t[name] = append(t[name], x) }

func (t tally) of(name string) float64 { return median(t[name]) }

// report reports the median of each figure, and nothing of time for an operation.
func (t tally) report(b *testing.B) {
	b.ReportMetric(0, "ns/op")
	for _, name := range slices.Sorted(maps.Keys(t)) {
		b.ReportMetric(t.of(name), name)
	}
}
