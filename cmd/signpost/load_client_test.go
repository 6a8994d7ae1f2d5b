//go:build unix

package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// The members of a load stand in a process of their own, so that what they cost
// is not counted with the server. It reads one order a line and writes one
// report a line, and ends with its input.

// order is one thing for the members to do.
type order struct {
	Do       string // connect, press, hold, leave
	Addr     string // connect: to the server there
	Seeds    [][]byte
	Sessions int    // how many
	AtOnce   int    // of which so many are on their way in at any time
	Open     string // the keys that lead from the first page to where the load is
	Rate     int    // bytes a second that the line takes; 0 for no limit
	Keys     []string
	Every    time.Duration // press and hold: between two keys of one session
	For      time.Duration // press and hold: how long
}

// report is what came of an order. Times are in milliseconds.
type report struct {
	Err       string
	P50, P99  float64
	PerSecond float64 // connections
	Count     int     // of what was timed
	Lost      int     // keys that were not answered before the next
	Bytes     float64 // to a session: its first frame, or a key's frame at the median
	Still     float64 // hold: how long the picture moved after the last key
}

// loadMembers is the process: the test binary under the name load-members.
func loadMembers() {
	debug.SetGCPercent(400) // the two processes share the machine
	var crowd crowd
	in, out := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var o order
		r := report{}
		if err := json.Unmarshal(in.Bytes(), &o); err != nil {
			r.Err = err.Error()
		} else if r, err = crowd.do(o); err != nil {
			r.Err = err.Error()
		}
		if out.Encode(r) != nil {
			return
		}
	}
}

// crowd is the sessions that are open.
type crowd struct {
	mu  sync.Mutex
	all []*caller
}

func (c *crowd) do(o order) (report, error) {
	switch o.Do {
	case "connect":
		return c.connect(o)
	case "press":
		return c.press(o), nil
	case "hold":
		return c.hold(o), nil
	case "leave":
		for _, one := range c.all {
			_ = one.client.Close()
		}
		c.all = nil
		return report{}, nil
	}
	return report{}, fmt.Errorf("there is no order %q", o.Do)
}

// connect brings the sessions in and leads each to where the load is. What is
// timed is from dialling to the first frame.
func (c *crowd) connect(o order) (report, error) {
	var signers []gossh.Signer
	for _, seed := range o.Seeds {
		s, err := signerOf(seed)
		if err != nil {
			return report{}, err
		}
		signers = append(signers, s)
	}
	var took []time.Duration
	var first error
	var wg sync.WaitGroup
	next := make(chan int)
	began := time.Now()
	for range o.AtOnce {
		wg.Go(func() {
			for i := range next {
				came := time.Now()
				one, err := dialIn(o.Addr, signers[i%len(signers)], o.Rate)
				d := time.Since(came)
				c.mu.Lock()
				if err != nil {
					first = cmp.Or(first, err)
				} else {
					took, c.all = append(took, d), append(c.all, one)
				}
				c.mu.Unlock()
			}
		})
	}
	for i := range o.Sessions {
		next <- i
	}
	close(next)
	wg.Wait()
	all := time.Since(began)
	if first != nil {
		return report{}, first
	}
	c.quiet()
	r := timed(took)
	r.PerSecond = float64(o.Sessions) / all.Seconds()
	r.Bytes = float64(c.all[0].first)
	for _, key := range o.Open {
		for _, one := range c.all {
			_, _ = io.WriteString(one.keys, string(key))
		}
		c.quiet()
	}
	return r, nil
}

// press has each session press its keys in turn, evenly apart from the others.
func (c *crowd) press(o order) report {
	var wg sync.WaitGroup
	for i, one := range c.all {
		one.reset()
		wg.Go(func() {
			time.Sleep(o.Every * time.Duration(i) / time.Duration(len(c.all)))
			tick := time.NewTicker(o.Every)
			defer tick.Stop()
			for k := range int(o.For / o.Every) {
				one.press(o.Keys[k%len(o.Keys)])
				<-tick.C
			}
		})
	}
	wg.Wait()
	var took []time.Duration
	var sizes []float64
	lost := 0
	for _, one := range c.all {
		one.mu.Lock()
		took, sizes, lost = append(took, one.took...), append(sizes, one.sizes...), lost+one.lost
		one.mu.Unlock()
	}
	r := timed(took)
	r.Lost, r.Bytes = lost, median(sizes)
	return r
}

// hold has each session press a key as often as a key that is held down repeats,
// lets it go, and watches for how long the picture goes on moving.
func (c *crowd) hold(o order) report {
	for _, one := range c.all {
		one.reset()
	}
	tick := time.NewTicker(o.Every)
	defer tick.Stop()
	for k := range int(o.For / o.Every) {
		for _, one := range c.all {
			_, _ = io.WriteString(one.keys, o.Keys[k%len(o.Keys)])
		}
		<-tick.C
	}
	let := time.Now()
	c.quiet()
	var r report
	for _, one := range c.all {
		r.Still = max(r.Still, millis(one.heard().Sub(let)))
		r.Bytes = max(r.Bytes, float64(one.bytes.Load()))
	}
	return r
}

// quiet waits until no session has been sent anything for a while: what a page
// fills in after a pause has come, too.
func (c *crowd) quiet() {
	const pause, most = 400 * time.Millisecond, time.Minute
	for began := time.Now(); time.Since(began) < most; {
		latest := began
		for _, one := range c.all {
			if at := one.heard(); at.After(latest) {
				latest = at
			}
		}
		left := pause - time.Since(latest)
		if left <= 0 {
			return
		}
		time.Sleep(left)
	}
}

func timed(took []time.Duration) report {
	if len(took) == 0 {
		return report{}
	}
	slices.Sort(took)
	at := func(part float64) float64 { return millis(took[int(part*float64(len(took)-1))]) }
	return report{P50: at(0.50), P99: at(0.99), Count: len(took)}
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	x = slices.Sorted(slices.Values(x))
	return x[len(x)/2]
}

// members is the process of the members, as the server's sees it.
type members struct {
	tb  testing.TB
	in  *json.Encoder
	out *json.Decoder
}

func (m members) do(o order) report {
	m.tb.Helper()
	var r report
	if err := m.in.Encode(o); err != nil {
		m.tb.Fatalf("order %q: %v", o.Do, err)
	}
	if err := m.out.Decode(&r); err != nil {
		m.tb.Fatalf("report of %q: %v", o.Do, err)
	}
	if r.Err != "" {
		m.tb.Fatalf("%s: %s", o.Do, r.Err)
	}
	return r
}
