package main

import (
	"math/rand/v2"
	"net/netip"
)

// turned is why a connection or a login was turned away: the words of the log,
// and of the count that is kept of each.
type turned string

const (
	turnedFull    turned = "too many connections at the door"
	turnedRandom  turned = "many connections at the door"
	turnedAddress turned = "too many connections at the door from one address"
	turnedPenalty turned = "address kept out"
	turnedStop    turned = "stopping"

	turnedTimeout   turned = "login took too long"
	turnedAuth      turned = "login refused"
	turnedNone      turned = "no login tried"
	turnedHandshake turned = "handshake"
	turnedTrouble   turned = "the store does not answer"
	turnedAccess    turned = "no access" // a key that was proved, and is nobody's any more
	turnedSessions  turned = "too many sessions of one member"
)

// everyTurned lists them.
func everyTurned() []turned {
	return []turned{
		turnedFull, turnedRandom, turnedAddress, turnedPenalty, turnedStop,
		turnedTimeout, turnedAuth, turnedNone, turnedHandshake, turnedTrouble, turnedAccess, turnedSessions,
	}
}

// lobby counts the connections that are not let in yet. It is not safe for
// several goroutines: whoever has it guards it.
type lobby struct {
	limits lobbyLimits
	roll   func(n int) int // gives a number from 0 to n-1
	all    int
	from   map[netip.Prefix]int
}

func newLobby(l lobbyLimits) lobby {
	return lobby{limits: l, roll: rand.IntN, from: map[netip.Prefix]int{}}
}

// enter counts a connection in, or says why not. An office's is turned away only
// where there is no room at all: a whole Jobcentre may share one address, and
// comes at nine.
func (l *lobby) enter(src netip.Prefix, office bool) turned {
	switch {
	case l.all >= l.limits.full:
		return turnedFull
	case office:
	case l.from[src] >= l.limits.of:
		return turnedAddress
	case l.roll(100) < l.chance():
		return turnedRandom
	}
	l.all++
	l.from[src]++
	return ""
}

// chance is how many in a hundred are turned away now.
func (l *lobby) chance() int {
	over, room := l.all-l.limits.start, l.limits.full-l.limits.start
	if over < 0 || room == 0 {
		return 0
	}
	return l.limits.rate + (100-l.limits.rate)*over/room
}

// leave counts a connection out: it is let in, or over.
func (l *lobby) leave(src netip.Prefix) {
	l.all--
	if l.from[src]--; l.from[src] == 0 {
		delete(l.from, src)
	}
}
