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

	ends   time.Time     // when the session ends, whatever is typed; zero: nobody knows
	told   time.Duration // how long before that it was said last; 0: not yet
	ending func(left time.Duration)
}

// How long before the end of a connection that lasts too long it is said.
const (
	endsSoon = 10 * time.Minute
	endsNow  = time.Minute
)

// endsIn is after how long the end is to be said next.
func (i *idle) endsIn() (time.Duration, bool) {
	switch {
	case i.ends.IsZero() || i.told == endsNow:
		return 0, false
	case i.told == 0:
		return max(0, time.Until(i.ends)-endsSoon), true
	}
	return max(0, time.Until(i.ends)-endsNow), true
}

// endTimer rings when the end is to be said next, if ever.
func (t *tty) endTimer() *time.Timer {
	in, ends := t.idle.endsIn()
	timer := time.NewTimer(in)
	if !ends {
		timer.Stop()
	}
	return timer
}

// sayEnd says that the session ends soon, and shows again what was asked.
func (t *tty) sayEnd() {
	left := time.Until(t.idle.ends)
	if t.idle.told = endsSoon; left <= endsNow {
		t.idle.told = endsNow
	}
	t.put("\n")
	t.idle.ending(left)
	t.idle.again()
	t.flush()
}

// wait waits for what is typed. A minute before the idle time is over it warns;
// whatever is typed then only stays, so that no question is answered by it.
func (t *tty) wait() (chunk, error) {
	warned := false
	timer := time.NewTimer(t.idle.limit - warnTime)
	defer timer.Stop()
	end := t.endTimer()
	defer func() { end.Stop() }()
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
		case <-end.C:
			t.sayEnd()
			end = t.endTimer()
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

// nearEnd says that the session ends in that time, and what of theirs is not saved.
func (s *session) nearEnd(left time.Duration) {
	in := "one minute"
	if n := int(left.Round(time.Minute) / time.Minute); n > 1 {
		in = fmt.Sprintf("%d minutes", n)
	}
	says := "In " + in + " you are logged out, whatever you type: nobody is connected for longer at a time. Save what you typed, and connect again."
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
