package main

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"signpost/store"
)

// limits are how much anybody may ask of the door, before and after they are let
// in. Each has a flag of serve.
type limits struct {
	graces   graces
	lobby    lobbyLimits
	penalty  penaltyLimits
	offices  networks      // are never kept out by a penalty, nor turned away at random
	tries    int           // keys that a connection may try
	channels int           // windows and commands that a connection may have open
	sessions int           // the same of one member, on all connections
	idle     time.Duration // how long a member may press no key, where they set nothing; and nothing run on a connection
	whole    time.Duration // how long a connection may last in all
	command  time.Duration // how long a command may take, with its input
	input    int           // bytes of input that a command takes
}

// lobbyLimits are how many connections may stand at the door before they are let
// in: from start on, rate in a hundred is turned away, and more the more there
// are, to all at full. of is how many may come from one address.
type lobbyLimits struct {
	start, rate, full int
	of                int
}

// penaltyLimits are how long an address is kept out for what its connections
// did. Penalties add up and pass with time; an address is kept out from the
// moment that they come to least, until they are over.
type penaltyLimits struct {
	auth, none, timeout time.Duration
	least, most         time.Duration
	addresses           int // that are remembered
}

// networks are addresses that stand for an office.
type networks []netip.Prefix

func usualLimits() limits {
	return limits{
		graces:   graces{hello: 20 * time.Second, login: 2 * time.Minute, code: 2 * time.Minute},
		lobby:    lobbyLimits{start: 10, rate: 30, full: 100, of: 32},
		penalty:  penaltyLimits{auth: 5 * time.Second, none: time.Second, timeout: 10 * time.Second, least: 15 * time.Second, most: 10 * time.Minute, addresses: 16_384},
		tries:    4,
		channels: 4,
		sessions: 6,
		idle:     store.DefaultIdle * time.Minute,
		whole:    10 * time.Hour,
		command:  5 * time.Minute,
		input:    1 << 20,
	}
}

// flags adds a flag for each limit.
func (l *limits) flags(f *pflag.FlagSet) {
	f.DurationVar(&l.graces.hello, "handshake-grace", l.graces.hello, "how long a connection may take to agree on keys, which no person is needed for")
	f.DurationVar(&l.graces.login, "login-grace", l.graces.login, "how long a login may take from then on, and an invitation code once more (people read the host key's fingerprint, and unlock their key)")
	f.Var(&l.lobby, "lobby", "connections not let in yet, `start:rate:full`: from start on, rate in a hundred is turned away at random, rising to all at full")
	f.IntVar(&l.lobby.of, "lobby-of", l.lobby.of, "connections not let in yet from one address (an IPv4 address, an IPv6 /64)")
	f.DurationVar(&l.penalty.auth, "penalty-auth", l.penalty.auth, "penalty of an address for a login that was refused")
	f.DurationVar(&l.penalty.none, "penalty-none", l.penalty.none, "penalty of an address for a connection that tried no login")
	f.DurationVar(&l.penalty.timeout, "penalty-timeout", l.penalty.timeout, "penalty of an address for a login that took too long")
	f.DurationVar(&l.penalty.least, "penalty-least", l.penalty.least, "what penalties have to come to before an address is kept out")
	f.DurationVar(&l.penalty.most, "penalty-most", l.penalty.most, "the longest that an address is kept out")
	f.IntVar(&l.penalty.addresses, "penalty-addresses", l.penalty.addresses, "addresses whose penalties are remembered, at about 140 bytes each")
	f.Var(&l.offices, "office", "`network` that is never kept out by penalties nor turned away at random, such as 203.0.113.7 or 2001:db8:7::/48; may be given several times, or with commas")
	f.IntVar(&l.tries, "tries", l.tries, "keys that one connection may try")
	f.IntVar(&l.channels, "channels", l.channels, "windows and commands that one connection may have open")
	f.IntVar(&l.sessions, "sessions", l.sessions, "windows and commands that one member may have open, on all connections")
	f.DurationVar(&l.idle, "idle", l.idle, "how long without a key until a member is logged out, where they have not set it themselves")
	f.DurationVar(&l.whole, "session-time", l.whole, "how long a connection may last in all")
	f.DurationVar(&l.command, "command-time", l.command, "how long a command may take, with its input; and how long its answer may be left unread")
	f.IntVar(&l.input, "command-input", l.input, "bytes of input that a command takes")
}

// unread is how long a client may read nothing of what it is sent: on a terminal as
// long as it may press nothing, since Ctrl+S stops a terminal, and otherwise as long
// as a command may take.
func (l *limits) unread(pty bool) time.Duration {
	if pty {
		return l.idle
	}
	return l.command
}

// check says which limit is none.
func (l *limits) check() error {
	for _, d := range []struct {
		flag  string
		value time.Duration
		least time.Duration
		such  string
	}{
		{"handshake-grace", l.graces.hello, time.Second, "20s"},
		{"login-grace", l.graces.login, time.Second, "2m"},
		{"penalty-auth", l.penalty.auth, 0, "5s"},
		{"penalty-none", l.penalty.none, 0, "1s"},
		{"penalty-timeout", l.penalty.timeout, 0, "10s"},
		{"penalty-least", l.penalty.least, 0, "15s"},
		{"penalty-most", l.penalty.most, l.penalty.least, "10m"},
		{"session-time", l.whole, time.Minute, "10h"},
		{"command-time", l.command, time.Second, "5m"},
	} {
		if d.value < d.least {
			return usage("--%s is %s: enter %s or more, such as %s", d.flag, d.value, d.least, d.such)
		}
	}
	for _, n := range []struct {
		flag  string
		value int
	}{
		{"lobby-of", l.lobby.of},
		{"penalty-addresses", l.penalty.addresses},
		{"tries", l.tries},
		{"channels", l.channels},
		{"sessions", l.sessions},
		{"command-input", l.input},
	} {
		if n.value < 1 {
			return usage("--%s is %d: enter 1 or more", n.flag, n.value)
		}
	}
	if l.idle%time.Minute != 0 || l.idle < store.LeastIdle*time.Minute || l.idle > store.MostIdle*time.Minute {
		return usage("--idle is %s: enter whole minutes from %dm to %dm, such as %dm", l.idle, store.LeastIdle, store.MostIdle, store.DefaultIdle)
	}
	return nil
}

// String, Set and Type make lobbyLimits the value of a flag.
func (l *lobbyLimits) String() string { return fmt.Sprintf("%d:%d:%d", l.start, l.rate, l.full) }

func (l *lobbyLimits) Type() string { return "start:rate:full" }

func (l *lobbyLimits) Set(s string) error {
	parts := strings.Split(s, ":")
	var n [3]int
	whole := len(parts) == len(n)
	for i := 0; whole && i < len(n); i++ {
		var err error
		n[i], err = strconv.Atoi(parts[i])
		whole = err == nil
	}
	if !whole || n[0] < 1 || n[1] < 0 || n[1] > 100 || n[2] < n[0] {
		return fmt.Errorf("enter three whole numbers, such as 10:30:100: the rate is at most 100, and full no less than start")
	}
	l.start, l.rate, l.full = n[0], n[1], n[2]
	return nil
}

// String, Set and Type make networks the value of a flag that adds up.
func (n *networks) String() string {
	words := make([]string, len(*n))
	for i, p := range *n {
		words[i] = p.String()
	}
	return strings.Join(words, ",")
}

func (n *networks) Type() string { return "network" }

func (n *networks) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		p, err := network(strings.TrimSpace(word))
		if err != nil {
			return err
		}
		*n = append(*n, p)
	}
	return nil
}

func network(word string) (netip.Prefix, error) {
	const mapped = 96 // the bits before an IPv4 address that is written as one of IPv6
	switch p, err := netip.ParsePrefix(word); {
	case err == nil && p.Addr().Is4In6() && p.Bits() >= mapped:
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mapped).Masked(), nil // as addresses come in
	case err == nil && !p.Addr().Is4In6():
		return p.Masked(), nil
	}
	if a, err := netip.ParseAddr(word); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	return netip.Prefix{}, fmt.Errorf("%q is no network: enter an address or a network, such as 203.0.113.7 or 203.0.113.0/24", word)
}

// hold says whether the address is of one of the networks.
func (n networks) hold(a netip.Addr) bool {
	for _, p := range n {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// spoken is a span of time as people say it, in whole hours or minutes where it
// is that.
func spoken(d time.Duration) string {
	switch {
	case d == time.Hour:
		return "1 hour"
	case d%time.Hour == 0:
		return fmt.Sprintf("%d hours", d/time.Hour)
	case d == time.Minute:
		return "1 minute"
	case d%time.Minute == 0:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	}
	return d.String()
}
