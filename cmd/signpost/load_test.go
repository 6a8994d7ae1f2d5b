//go:build unix

package main

import (
	"flag"
	"fmt"
	"testing"
	"time"
)

// What Signpost costs under load, beside a server that is golang.org/x/crypto/ssh
// and nothing else, in the same run: rounds of the one and of the other in turn,
// and medians of them. The server is this process alone, so a profile of it is a
// profile of the server. Read ratios, not times: the machine is shared.
//
//	go test ./cmd/signpost -run '^$' -bench '^BenchmarkLoad' -benchtime 1x
//	go test ./cmd/signpost -run '^$' -bench 'LoadKeys/^1000$' -benchtime 1x -cpuprofile cpu.out
//
// Everything is on the loopback, and over in about seven minutes.

var loadRounds = flag.Int("load.rounds", 5, "rounds of each server that a figure under load is the median of")

const (
	cursorDown = "\x1b[B"
	cursorUp   = "\x1b[A"
)

// pair is the two servers and the members who load them.
type pair struct {
	signpost, bare loaded
	crowd          members
}

func startPair(b *testing.B) pair {
	b.Helper()
	collectLess()
	return pair{loadSignpost(b), loadBare(b), startMembers(b)}
}

// each has fn measure the one server and the other in turn, and adds what it
// answers under the server's name. A round begins with nobody connected.
func (p pair) each(fn func(of loaded, add func(name string, x float64))) tally {
	t := tally{}
	for range *loadRounds {
		for name, of := range map[string]loaded{"signpost": p.signpost, "bare": p.bare} {
			fn(of, func(figure string, x float64) { t.add(name+"-"+figure, x) })
			p.crowd.do(order{Do: "leave"})
		}
	}
	return t
}

func (p pair) connect(of loaded, sessions int, open string) report {
	return p.crowd.do(order{Do: "connect", Addr: of.addr, Seeds: of.seeds, Sessions: sessions, AtOnce: min(sessions, 8), Open: open})
}

// ratio adds how many times the bare server's figure Signpost's is.
func (t tally) ratio(figure string) {
	if bare := t.of("bare-" + figure); bare > 0 {
		t.add("x-bare-"+figure, t.of("signpost-"+figure)/bare)
	}
}

// BenchmarkLoadKeys is from a key pressed to its frame, with the list of Find on
// every screen: one session that presses twenty keys a second, and many that
// press one each.
func BenchmarkLoadKeys(b *testing.B) {
	for _, n := range []int{1, 50, 500, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := startPair(b)
			every, time := time.Second, 5*time.Second
			if n == 1 {
				every = every / 20
			}
			for b.Loop() {
				t := p.each(func(of loaded, add func(string, float64)) {
					p.connect(of, n, of.open)
					var r report
					core := busy(func() {
						r = p.crowd.do(order{Do: "press", Keys: []string{cursorDown, cursorUp}, Every: every, For: time})
					})
					add("p50-ms", r.P50)
					add("p99-ms", r.P99)
					add("cpu-%", core)
					add("B/key", r.Bytes)
					add("lost", float64(r.Lost))
				})
				t.ratio("p50-ms")
				t.ratio("p99-ms")
				t.report(b)
			}
		})
	}
}

// BenchmarkLoadConnect is from dialling to the first frame, one connection after
// the other and eight at a time.
func BenchmarkLoadConnect(b *testing.B) {
	for _, atOnce := range []int{1, 2, 8} {
		b.Run(fmt.Sprint(atOnce), func(b *testing.B) {
			p := startPair(b)
			for b.Loop() {
				t := p.each(func(of loaded, add func(string, float64)) {
					r := p.crowd.do(order{Do: "connect", Addr: of.addr, Seeds: of.seeds, Sessions: 200, AtOnce: atOnce})
					add("p50-ms", r.P50)
					add("p99-ms", r.P99)
					add("conns/s", r.PerSecond)
				})
				t.ratio("p50-ms")
				t.report(b)
			}
		})
	}
}

// BenchmarkLoadIdle is a thousand sessions on which nobody presses a key.
func BenchmarkLoadIdle(b *testing.B) {
	const sessions = 1000
	p := startPair(b)
	for b.Loop() {
		t := p.each(func(of loaded, add func(string, float64)) {
			before := memory()
			p.connect(of, sessions, "")
			add("KB/session", (memory()-before)/1024/sessions)
			add("cpu-%", busy(func() { time.Sleep(5 * time.Second) }))
		})
		t.ratio("KB/session")
		t.report(b)
	}
}

// BenchmarkLoadHeldKey is a cursor key held for five seconds on a line of 38,400
// baud, which takes 3,840 bytes a second with all that SSH adds: for how long
// the picture moves after it is let go.
func BenchmarkLoadHeldKey(b *testing.B) {
	p := startPair(b)
	for b.Loop() {
		t := p.each(func(of loaded, add func(string, float64)) {
			p.crowd.do(order{Do: "connect", Addr: of.addr, Seeds: of.seeds, Sessions: 1, AtOnce: 1, Rate: 3840, Open: of.open})
			r := p.crowd.do(order{Do: "hold", Keys: []string{cursorDown}, Every: time.Second / 30, For: 5 * time.Second})
			add("still-ms", r.Still)
			add("B", r.Bytes)
		})
		t.report(b)
	}
}

// BenchmarkLoadFirstFrame is what is sent for the first frame on a VT100, in how
// many packets with those of the login, which both servers send alike, and with
// what the first page fills in; and what for a cursor key in the list of Find.
func BenchmarkLoadFirstFrame(b *testing.B) {
	p := startPair(b)
	for b.Loop() {
		t := p.each(func(of loaded, add func(string, float64)) {
			before := of.writes.Load()
			add("B/frame", p.connect(of, 1, "").Bytes)
			add("packets", float64(of.writes.Load()-before))
			p.crowd.do(order{Do: "leave"})
			p.connect(of, 1, of.open)
			r := p.crowd.do(order{Do: "press", Keys: []string{cursorDown}, Every: time.Second, For: 5 * time.Second})
			add("B/cursor-down", r.Bytes)
		})
		t.report(b)
	}
}
