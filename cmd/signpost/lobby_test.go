package main

import (
	"crypto/rand"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
)

func TestWhoIsTurnedAwayAtTheDoor(t *testing.T) {
	here, there := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	for _, c := range []struct {
		all, ofHere int
		rolled      int
		office      bool
		want        turned
	}{
		{0, 0, 0, false, ""},
		{9, 1, 0, false, ""},
		{10, 1, 29, false, turnedRandom}, // 30 in a hundred, of 0 to 99
		{10, 1, 30, false, ""},
		{55, 1, 64, false, turnedRandom}, // half-way: 65 in a hundred
		{55, 1, 65, false, ""},
		{55, 1, 0, true, ""},
		{99, 1, 98, false, turnedRandom},
		{99, 1, 99, false, ""},
		{100, 1, 99, false, turnedFull},
		{100, 1, 99, true, turnedFull},
		{9, 5, 99, false, turnedAddress},
		{9, 5, 99, true, ""},
	} {
		l := newLobby(lobbyLimits{start: 10, rate: 30, full: 100, of: 5})
		l.roll = func(n int) int {
			if n != 100 {
				t.Errorf("a die of %d is thrown", n)
			}
			return c.rolled
		}
		l.all, l.from[here], l.from[there] = c.all, c.ofHere, c.all-c.ofHere
		if got := l.enter(here, c.office); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	l := newLobby(lobbyLimits{start: 10, rate: 30, full: 10, of: 10})
	for range 10 {
		if why := l.enter(here, false); why != "" {
			t.Error(why)
		}
	}
	for range 10 {
		l.leave(here)
	}
	if l.all != 0 || len(l.from) != 0 {
		t.Errorf("after all have left there are %d, %v", l.all, l.from)
	}
}

func TestWhoIsInsideTakesNoRoomAtTheDoor(t *testing.T) {
	lim := plenty
	lim.lobby = lobbyLimits{start: 100, full: 100, of: 3}
	w := newWorld(t, lim)
	ada := w.member("Ada", keys.Coach)
	inside := w.in("x", gossh.PublicKeys(ada))
	var standing []net.Conn
	for range lim.lobby.of {
		standing = append(standing, w.silent())
	}
	eventually(t, "all stand at the door", func() bool { return len(w.srv.all()) == lim.lobby.of+1 })
	if says := greeted(t, w.silent()); strings.HasPrefix(says, "SSH-") {
		t.Errorf("one too many is greeted with %q", says)
	}
	if a := ask(t, inside, "who"); a.status != 0 {
		t.Errorf("who is inside is told %+v", a)
	}
	for _, c := range standing {
		_ = c.Close()
	}
	eventually(t, "the door is free again", func() bool { return len(w.srv.all()) == 1 })
	w.in("x", gossh.PublicKeys(ada))
	if log := w.log.String(); !strings.Contains(log, string(turnedAddress)) {
		t.Error("the log does not tell of who was turned away")
	}
}

// silent is a connection on which nothing is said.
func (w *world) silent() net.Conn {
	w.t.Helper()
	c, err := net.Dial("tcp", w.addr)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

// greeted is what the server says first on a connection, or until it ends it.
func greeted(t *testing.T, c net.Conn) string {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	var b [64]byte
	n, err := io.ReadAtLeast(c, b[:], len(b))
	if n == 0 && err == nil {
		t.Fatal("nothing was read")
	}
	return string(b[:n])
}

func TestPenaltiesAddUpAndPass(t *testing.T) {
	at := &clock{at: time.Unix(1_800_000_000, 0)}
	p := newPenalties(penaltyLimits{least: 15 * time.Second, most: time.Minute, addresses: 100})
	p.now = at.now
	src := netip.MustParsePrefix("192.0.2.1/32")
	add := func(d time.Duration, wantShuts bool, wantLeft time.Duration) {
		t.Helper()
		if shuts, left := p.add(src, d); shuts != wantShuts || left != wantLeft {
			t.Errorf("%s more: shuts %v, %s left; want %v, %s", d, shuts, left, wantShuts, wantLeft)
		}
	}
	add(0, false, 0)
	add(10*time.Second, false, 10*time.Second)
	if p.keepsOut(src) {
		t.Error("kept out before it comes to so much")
	}
	at.add(8 * time.Second)
	add(10*time.Second, false, 12*time.Second) // 8 seconds of the first have passed
	add(4*time.Second, true, 16*time.Second)
	at.add(15 * time.Second)
	if !p.keepsOut(src) || p.keepsOut(netip.MustParsePrefix("192.0.2.2/32")) {
		t.Error("not kept out to the end, or a neighbour is")
	}
	at.add(time.Second)
	if p.keepsOut(src) || len(p.kept) != 0 {
		t.Error("kept out, or remembered, after the end")
	}
	add(time.Hour, true, time.Minute)
	add(time.Hour, false, time.Minute) // shut already
	at.add(time.Minute)
	add(time.Second, false, time.Second) // it begins anew
	if p.keepsOut(src) {
		t.Error("kept out for what is over")
	}
}

func TestPenaltiesTakeSoMuchMemoryAndNoMore(t *testing.T) {
	at := &clock{at: time.Unix(1_800_000_000, 0)}
	p := newPenalties(penaltyLimits{least: time.Second, most: time.Hour, addresses: 50})
	p.now = at.now
	worst := netip.MustParsePrefix("192.0.2.1/32")
	p.add(worst, time.Hour)
	for i := range 10_000 {
		p.add(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 32), 10*time.Second)
		if len(p.kept) > 50 {
			t.Fatalf("%d addresses are remembered", len(p.kept))
		}
	}
	if !p.keepsOut(worst) {
		t.Error("the worst was forgotten, which lets whoever has many addresses in again")
	}
	at.add(20 * time.Second)
	p.add(netip.MustParsePrefix("192.0.2.9/32"), 10*time.Second)
	if len(p.kept) != 2 {
		t.Errorf("%d addresses are remembered; two count", len(p.kept))
	}
}

func TestSourcesAreAnAddressOrASixtyFour(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7:22":              "192.0.2.7/32",
		"[::ffff:192.0.2.7]:22":     "192.0.2.7/32",
		"[2001:db8:1:2:3:4:5:6]:22": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:22":         "fe80::/64",
		"pipe":                      "invalid Prefix",
	} {
		if got := source(addressOf(addr(in))).String(); got != want {
			t.Errorf("%s is of %s; want %s", in, got, want)
		}
	}
}

// addr is the address of a connection, in words.
type addr string

func (addr) Network() string  { return "tcp" }
func (a addr) String() string { return string(a) }

// fined is plenty of time, and penalties for each thing that a test does alone.
func fined(p penaltyLimits) limits {
	lim := plenty
	p.least, p.most, p.addresses = 10*time.Second, time.Minute, 10
	lim.penalty = p
	return lim
}

func TestAddressesAreKeptOutForWhatTheyDo(t *testing.T) {
	const enough = 10 * time.Second
	for name, c := range map[string]struct {
		fine penaltyLimits
		does func(w *world)
	}{
		"an unknown key": {penaltyLimits{auth: enough}, func(w *world) { w.refused("x", gossh.PublicKeys(newSigner(w.t))) }},
		"a wrong code": {penaltyLimits{auth: enough}, func(w *world) {
			w.invite("Nell", keys.Coach)
			code := "AAAA-AAAA-AAAA-AAAA"
			w.refused("enrol", gossh.PublicKeys(newSigner(w.t)), types(&safeBuffer{}, code, code, code))
		}},
		"no key":    {penaltyLimits{none: enough}, func(w *world) { w.refused("x") }},
		"no word":   {penaltyLimits{none: enough}, func(w *world) { _ = w.silent().Close() }},
		"noise":     {penaltyLimits{none: enough}, func(w *world) { _, _ = io.WriteString(w.silent(), strings.Repeat("A", 1000)) }},
		"a timeout": {penaltyLimits{timeout: enough}, func(w *world) { w.silent() }},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			lim := fined(c.fine)
			if c.fine.timeout > 0 {
				lim.graces.hello = 50 * time.Millisecond
			}
			w := newWorld(t, lim)
			at := &clock{at: time.Now()}
			w.srv.penalties.now = at.now
			ada := w.member("Ada", keys.Coach)
			inside := w.in("x", gossh.PublicKeys(ada))
			c.does(w)
			eventually(t, "the address is kept out", func() bool { return strings.Contains(w.log.String(), "address kept out") })
			if says := greeted(t, w.silent()); strings.HasPrefix(says, "SSH-") {
				t.Errorf("greeted with %q", says)
			}
			if a := ask(t, inside, "who"); a.status != 0 { // who is inside stays inside
				t.Errorf("a member inside is told %+v", a)
			}
			at.add(enough)
			if c.fine.timeout == 0 { // a login takes longer than that grace
				w.in("x", gossh.PublicKeys(ada))
			}
		})
	}
}

func TestAnOfficeIsNeverKeptOut(t *testing.T) {
	lim := fined(penaltyLimits{auth: time.Hour, none: time.Hour})
	if err := lim.offices.Set("192.0.2.0/24, 127.0.0.0/8"); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, lim)
	ada := w.member("Ada", keys.Coach)
	for range 5 {
		w.refused("x", gossh.PublicKeys(newSigner(t)))
		w.refused("x")
	}
	w.in("x", gossh.PublicKeys(ada))
	if len(w.srv.penalties.kept) != 0 {
		t.Error("something is held against an office")
	}
}

// A login that ends well is held against nobody, however many keys were tried.
func TestAMemberWithSeveralKeysIsNotPunished(t *testing.T) {
	w := newWorld(t, fined(penaltyLimits{auth: time.Hour, none: time.Hour, timeout: time.Hour}))
	ada := w.member("Ada", keys.Coach)
	w.in("x", gossh.PublicKeys(newSigner(t), newSigner(t), ada))
	w.in("x", gossh.PublicKeys(ada))
}

// The time in which a program does its part by itself ends before the time for
// people begins: who says the version and no more is cut off by the first.
func TestTheHandshakeHasItsOwnTime(t *testing.T) {
	w := newWorld(t, within(graces{hello: 100 * time.Millisecond, login: time.Hour, code: time.Hour}))
	c := w.silent()
	_, _ = io.WriteString(c, "SSH-2.0-Slow\r\n")
	_, _ = io.Copy(io.Discard, c) // ends only when the server cuts it

	asked, go_on := make(chan struct{}), make(chan struct{})
	ada := w.member("Ada", keys.Coach)
	cfg, _ := config("x", gossh.PublicKeys(ada))
	cfg.HostKeyCallback = func(string, net.Addr, gossh.PublicKey) error { // a person reads the fingerprint
		close(asked)
		<-go_on
		return nil
	}
	done := make(chan error, 1)
	go func() {
		c, err := gossh.Dial("tcp", w.addr, cfg)
		if err == nil {
			_ = c.Close()
		}
		done <- err
	}()
	<-asked
	visits := w.srv.all()
	eventually(t, "the person has the time for a login", func() bool {
		for _, v := range visits {
			v.conn.mu.Lock()
			limit := v.conn.limit
			v.conn.mu.Unlock()
			if time.Until(limit) > 30*time.Minute {
				return true
			}
		}
		return false
	})
	close(go_on)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// The host key signs whenever keys are agreed anew, which a client may ask for at
// any time: whoever does so before the login must not stay at the door by it.
func TestTheTimeToLogInIsGivenOnce(t *testing.T) {
	w := newWorld(t, plenty)
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	v := newVisit(w.srv, near)
	defer v.cancel()
	var one ssh.Server
	if err := v.alone(&one); err != nil {
		t.Fatal(err)
	}
	limits := []time.Time{v.conn.limit}
	for range 2 {
		if _, err := one.HostSigners[0].Sign(rand.Reader, []byte("agreed")); err != nil {
			t.Fatal(err)
		}
		limits = append(limits, v.conn.limit)
	}
	if limits[1].Equal(limits[0]) || !limits[2].Equal(limits[1]) {
		t.Errorf("the times by which to be let in are %v: want a later one, and then the same", limits)
	}
}
