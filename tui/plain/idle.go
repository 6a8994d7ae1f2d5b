package plain

import (
	"errors"
	"fmt"
	"time"
)

// warnTime is how long before an idle member is logged out they are warned.
const warnTime = time.Minute

// errIdle is that nothing was typed for as long as a session may be without it.
var errIdle = errors.New("nothing was typed")

// idle is what a terminal does while nothing is typed.
type idle struct {
	limit time.Duration
	warn  func() // says that the session ends in a minute
	again func() // shows once more what is being asked
}

// wait waits for what is typed. A minute before the idle time is over it warns;
// whatever is typed then only stays, so that no question is answered by it.
func (t *tty) wait() (chunk, error) {
	warned := false
	timer := time.NewTimer(t.idle.limit - warnTime)
	defer timer.Stop()
	for {
		select {
		case c := <-t.got:
			if !warned || c.err != nil {
				return c, nil
			}
			t.stay(c)
			warned = false
			timer.Reset(t.idle.limit - warnTime)
			t.want <- struct{}{}
		case <-timer.C:
			if warned {
				return chunk{}, errIdle
			}
			warned = true
			t.put("\n")
			t.idle.warn()
			t.flush()
			timer.Reset(warnTime)
		case <-t.ctx.Done():
			return chunk{}, t.ctx.Err()
		}
	}
}

// stay takes what answered the warning.
func (t *tty) stay(c chunk) {
	for _, r := range string(c.data) {
		t.escaped(r) // a key may have been cut in two
	}
	t.put("You stay.\n")
	t.idle.again()
	t.flush()
}

// warn says that the member is logged out soon, and what of theirs is not saved.
func (s *session) warn() {
	says := "Nothing was entered for a while. In one minute you are logged out. To stay, press any key."
	if !s.in.PTY {
		says = "Nothing was entered for a while. In one minute you are logged out. To stay, press Enter."
	}
	if lost := s.unsaved(); lost != "" {
		says += " " + lost
	}
	s.para(says)
}

// logOut says why the session ends, and what was lost by it. Nobody may be there
// now, so it names no client.
func (s *session) logOut() int {
	says := fmt.Sprintf("You were logged out, as nothing was entered for %d minutes. What you saved is kept.", int(s.tty.idle.limit.Minutes()))
	status := Done
	if s.lost != "" {
		says += " What you typed and did not save is lost."
		status = Broken
	}
	s.para(says)
	s.in.Log.Info("logged out", "member", s.desk.Who().Member.ID, "reason", "idle")
	return status
}
