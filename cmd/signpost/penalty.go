package main

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// source is where connections come from, as far as it can be told apart: an IPv4
// address, or the IPv6 /64 that one customer is given. What is no address is all
// one source.
func source(a netip.Addr) netip.Prefix {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// addressOf is the address that a connection comes from.
func addressOf(a net.Addr) netip.Addr {
	p, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr().Unmap().WithZone("")
}

// penalties remembers what sources did, as long as that counts. Its memory is
// bounded: where as many are remembered as may be, one whose penalty ends sooner
// than others' is forgotten for a new one, and never the one that ends last.
type penalties struct {
	limits penaltyLimits
	now    func() time.Time // tells of time passed, whatever is done to the clock

	mu   sync.Mutex
	kept map[netip.Prefix]penalty
}

// penalty is until when a source is remembered, and whether it is kept out until
// then.
type penalty struct {
	until time.Time
	shut  bool
}

func newPenalties(l penaltyLimits) *penalties {
	return &penalties{limits: l, now: time.Now, kept: map[netip.Prefix]penalty{}}
}

// add adds to what a source has against it, and says whether that keeps it out
// from now on, and for how long.
func (p *penalties) add(src netip.Prefix, d time.Duration) (shuts bool, left time.Duration) {
	if d <= 0 {
		return false, 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	k, known := p.kept[src]
	if !known {
		p.makeRoom(now)
	}
	if !k.until.After(now) {
		k = penalty{until: now}
	}
	k.until = k.until.Add(d)
	if most := now.Add(p.limits.most); k.until.After(most) {
		k.until = most
	}
	left = k.until.Sub(now)
	shuts = !k.shut && left >= p.limits.least
	k.shut = k.shut || shuts
	p.kept[src] = k
	return shuts, left
}

// keepsOut says whether a source is kept out now.
func (p *penalties) keepsOut(src netip.Prefix) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.kept[src]
	if ok && !k.until.After(p.now()) {
		delete(p.kept, src)
		return false
	}
	return k.shut
}

// shut is how many sources are kept out now.
func (p *penalties) shut() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, now := 0, p.now()
	for _, k := range p.kept {
		if k.shut && k.until.After(now) {
			n++
		}
	}
	return n
}

// looked is how many of those remembered are looked at to make room: whoever has
// many addresses must not make each connection cost a look at all.
const looked = 64

// makeRoom forgets, where there is no room for one more, what no longer counts of
// some that are looked at, and otherwise what of them counts for the shortest.
func (p *penalties) makeRoom(now time.Time) {
	if len(p.kept) < p.limits.addresses {
		return
	}
	var first netip.Prefix
	var ends time.Time
	seen := 0
	for src, k := range p.kept { // begins anywhere
		if seen++; seen > looked {
			break
		}
		if !k.until.After(now) {
			delete(p.kept, src)
			continue
		}
		if ends.IsZero() || k.until.Before(ends) {
			first, ends = src, k.until
		}
	}
	if len(p.kept) >= p.limits.addresses {
		delete(p.kept, first)
	}
}
