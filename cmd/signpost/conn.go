package main

import (
	"net"
	"sync"
	"time"
)

// graces are how long a connection may take before it is let in.
type graces struct {
	hello time.Duration // to agree on keys, which a program does by itself
	login time.Duration // from there on to prove a key; people read the host key's fingerprint meanwhile
	code  time.Duration // to type an invitation code, once a key is proved
}

// limitedConn is a connection with a time by which it has to be let in. Until
// then no deadline that is set on it can be later than that, nor be taken off.
type limitedConn struct {
	net.Conn

	mu    sync.Mutex
	limit time.Time // zero once it is let in
	in    bool
}

func limitConn(c net.Conn, first time.Duration) *limitedConn {
	l := &limitedConn{Conn: c}
	l.extend(first)
	return l
}

// extend gives the connection that long from now. It does nothing once the
// connection is let in.
func (c *limitedConn) extend(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in {
		return
	}
	c.limit = time.Now().Add(d)
	_ = c.Conn.SetDeadline(c.limit)
}

// letIn takes the limit off.
func (c *limitedConn) letIn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit, c.in = time.Time{}, true
	_ = c.Conn.SetDeadline(time.Time{})
}

// screenQueue is how many bytes may wait to be sent to a terminal: about as many
// as a serial line takes in a second. Frames are drawn when there is room for
// them, so that on a slow line the picture stops soon after a key is let go.
const screenQueue = 4 << 10

// shortQueue is for a connection that shows a screen.
func (c *limitedConn) shortQueue() {
	if b, ok := c.Conn.(interface{ SetWriteBuffer(bytes int) error }); ok {
		_ = b.SetWriteBuffer(screenQueue)
	}
}

func (c *limitedConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Conn.SetDeadline(c.within(t))
}

func (c *limitedConn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Conn.SetReadDeadline(c.within(t))
}

func (c *limitedConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Conn.SetWriteDeadline(c.within(t))
}

func (c *limitedConn) within(t time.Time) time.Time {
	if !c.limit.IsZero() && (t.IsZero() || t.After(c.limit)) {
		return c.limit
	}
	return t
}
