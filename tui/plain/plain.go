// Package plain is every job of the pages a line at a time: numbered choices and
// questions, each answered by one line. It is for a screen reader, a braille
// line, a teletype, a terminal that cannot place its cursor, and whoever likes it
// better.
//
// What comes out is printable text and line ends and nothing else: no escape
// sequence, no cursor addressing, no colour; in ASCII unless UTF-8 is certain. It
// goes to the same desk as the pages, so permission, scope and audit are the
// same, and it takes their words and questions from where they have them (the
// files aloud.go), so that a new question appears in both.
//
// It must not know SSH, the names of terminals, or how a page is drawn.
package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"time"

	"signpost/store"
	"signpost/store/desk"
	"signpost/tui/look"
)

// The exit statuses of a session.
const (
	Done   = 0 // left, or the input ended with nothing unsaved
	Broken = 1 // it ended with something unsaved, or by a fault
)

// MaxWidth is the widest a line is, and how wide it is when nobody says.
const MaxWidth = 80

// minWidth is the narrowest that lines are wrapped to.
const minWidth = 20

// In is one session and its surroundings.
type In struct {
	Desk *desk.Desk
	In   io.Reader
	Out  io.Writer
	// PTY says that keys come one by one as they are pressed: lines are shown and
	// edited from here, and end in CR LF. Without it whole lines come in, shown by
	// whoever typed them.
	PTY bool
	// Rubout says that the other end steps back at 0x08, as every screen does and
	// paper does not: what backspace takes away vanishes. Without it, it is printed
	// once more, between a backslash and a slash, and no control character is sent.
	Rubout bool
	Width  int // columns; 0 is 80, and so is more
	// Idle is how long nothing may be typed until the member is logged out, more
	// than a minute; 0 is as long as it is for a member who set nothing.
	Idle    time.Duration
	Ends    time.Time // when the connection ends, whatever is typed; zero: nobody knows
	Unicode bool      // the other end shows UTF-8 for certain
	// Host and Port are how people reach this server, for what an invited person
	// is told to type; empty: HOST; 0 and 22 are not named.
	Host string
	Port int
	Log  *slog.Logger // nil: faults are not logged
}

// Run serves one member until they leave, the input ends or ctx does, and returns
// the exit status. Nothing is left running then but a read of In that was waiting
// when ctx ended: it ends when In is closed.
func Run(ctx context.Context, in In) (status int) {
	if in.Log == nil {
		in.Log = slog.New(slog.DiscardHandler)
	}
	if in.Width <= 0 || in.Width > MaxWidth {
		in.Width = MaxWidth
	}
	if in.Idle == 0 {
		in.Idle = (&store.Settings{}).IdleTime()
	}
	s := &session{
		ctx: ctx, in: in, desk: in.Desk, lk: look.Aloud(in.Unicode), w: max(in.Width, minWidth),
		tty: newTTY(ctx, in),
	}
	s.tty.idle = idle{limit: in.Idle, warn: s.warn, ends: in.Ends, ending: s.nearEnd}
	defer s.tty.close()
	defer func() {
		if p := recover(); p != nil {
			// One broken job must not end everybody's sessions.
			in.Log.Error("a plain session panicked", "kind", kindOf(p), "stack", string(debug.Stack()))
			s.para(sessionFault)
			s.tty.flush()
			status = Broken
		}
	}()
	return s.end(s.home())
}

const sessionFault = "Something went wrong in Signpost, and this session is closed. What you saved is kept. Connect again, and tell your steward if it comes back."

// kindOf is what may be logged of a panic: the text of the runtime's own, and
// only the type of others, whose text may hold what a client said.
func kindOf(fault any) string {
	if err, ok := fault.(interface{ RuntimeError() }); ok {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("%T", fault)
}

// end says goodbye where there is somebody to hear it.
func (s *session) end(err error) int {
	defer s.tty.flush()
	switch {
	case errors.Is(err, errQuit):
		s.para("Goodbye.")
		return Done
	case errors.Is(err, errIdle):
		return s.logOut()
	case s.lost == "":
		return Done
	}
	s.para("The input ended. " + s.lost)
	return Broken
}
