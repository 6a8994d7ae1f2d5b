package main

import (
	"context"
	"io"
)

// input is what a command reads, and a context that ends when it is interrupted.
// Where the client asked for a terminal (ssh -t HOST match), nobody between it
// and the command makes ctrl+c and ctrl+d mean anything, so it is done here: no
// command waits for an end of input that cannot be typed.
func (s *session) input(ctx context.Context) (io.Reader, context.Context, context.CancelFunc) {
	ctx, interrupt := context.WithCancel(ctx)
	if _, _, terminal := s.Pty(); !terminal {
		return s, ctx, interrupt
	}
	return &keyboard{from: s, interrupt: interrupt}, ctx, interrupt
}

// keyboard reads from a terminal that sends keys as they are pressed.
type keyboard struct {
	from      io.Reader
	interrupt func()
	ended     bool
}

// Read gives what was typed up to ctrl+d, which ends it, or ctrl+c, which also
// interrupts. Enter is a new line.
func (k *keyboard) Read(p []byte) (int, error) {
	if k.ended {
		return 0, io.EOF
	}
	n, err := k.from.Read(p)
	for i, b := range p[:n] {
		switch b {
		case '\r':
			p[i] = '\n'
		case 3, 4:
			k.ended = true
			if b == 3 {
				k.interrupt()
			}
			return i, io.EOF
		}
	}
	return n, err
}
