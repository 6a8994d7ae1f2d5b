package term

import (
	"context"
	"io"
	"log/slog"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
)

// Refusal is what is said to a client that asks for screens where none can be
// drawn.
const Refusal = `Signpost cannot draw its screens here: there is no terminal, or it is of a kind that cannot place its cursor. ` +
	`Use commands instead, such as "ssh HOST find forklift"; "ssh HOST help" lists them. For screens, use "ssh -t HOST".`

// Serve draws a session's screens on the terminal of an SSH client until the
// member leaves, the client is gone, or stop is closed. The server must have been
// made with ssh.EmulatePty. make gives the model for a context that ends with the
// terminal, and for what the terminal can do.
//
// Without a terminal, or on one that cannot place its cursor, it writes Refusal
// to stderr and returns ErrNoScreen. A panic in the model is ErrFault; anything
// else is nil, and the exit status is the caller's to send.
func Serve(sess ssh.Session, stop <-chan struct{}, log *slog.Logger, make func(context.Context, Caps) tea.Model) error {
	pty, windows, ok := sess.Pty()
	caps, err := CapsOf(pty.Term, sess.Environ())
	if !ok || err != nil {
		end := "\n"
		if ok {
			end = "\r\n"
		}
		_, _ = io.WriteString(sess.Stderr(), Refusal+end)
		return ErrNoScreen
	}
	ctx, cancel := context.WithCancel(sess.Context())
	defer cancel()
	return Drive(ctx, make(ctx, caps), Line{
		In: sess, Out: sess, Caps: caps,
		Size:    Size{W: pty.Window.Width, H: pty.Window.Height},
		Resized: sizes(windows),
		Stop:    stop,
		Log:     log,
	})
}

// sizes passes windows on as sizes, to the last.
func sizes(windows <-chan ssh.Window) <-chan Size {
	out := make(chan Size)
	go func() {
		defer close(out)
		for w := range windows {
			out <- Size{W: w.Width, H: w.Height}
		}
	}()
	return out
}
