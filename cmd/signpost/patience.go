package main

import (
	"io"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// pieceSize is how much of what is sent is waited for at a time, in bytes: few
// enough for the slowest line there is to take them long before patience ends.
const pieceSize = 4 << 10

// patience is a channel whose client may leave what is sent to it unread for so
// long, and no longer: whoever waits for it would wait for ever, because only the
// client can make room.
type patience struct {
	gossh.Channel

	longest func() time.Duration
	over    func()
}

// Write sends p, a piece at a time.
func (c *patience) Write(p []byte) (int, error) { return c.send(c.Channel, p) }

// Stderr is the channel's second stream, with the same patience.
func (c *patience) Stderr() io.ReadWriter {
	aside := c.Channel.Stderr()
	return struct {
		io.Reader
		io.Writer
	}{aside, writes(func(p []byte) (int, error) { return c.send(aside, p) })}
}

type writes func([]byte) (int, error)

func (w writes) Write(p []byte) (int, error) { return w(p) }

func (c *patience) send(to io.Writer, p []byte) (sent int, err error) {
	for len(p) > 0 && err == nil {
		n := 0
		timer := time.AfterFunc(c.longest(), c.over)
		n, err = to.Write(p[:min(len(p), pieceSize)])
		timer.Stop()
		sent, p = sent+n, p[n:]
	}
	return sent, err
}
