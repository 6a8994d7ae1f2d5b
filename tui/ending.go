package tui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/page"
)

// How long before a connection ends that has lasted as long as one may the member is
// told, first and last.
const (
	endsSoon = 10 * time.Minute
	endsNow  = time.Minute
)

// ending is the end that comes whatever keys are pressed.
type ending struct {
	at   time.Time // zero: none is known
	soon bool      // the member was told, and is reminded
	now  bool      // they were told for the last time
}

// endTick is when to look how near the end is.
type endTick struct{}

// EndsAt says when the connection ends, before Init.
func (s *Session) EndsAt(at time.Time) *Session {
	s.end.at = at
	return s
}

// watchEnd looks once there is something to tell.
func (s *Session) watchEnd() tea.Cmd {
	if s.end.at.IsZero() {
		return nil
	}
	left := s.end.at.Sub(s.now())
	switch {
	case !s.end.soon:
		return after(s.ctx, left-endsSoon, endTick{})
	case left > endsNow:
		return after(s.ctx, left-endsNow, endTick{})
	}
	return nil
}

// ends tells that the end is near. At last, what can be kept as a draft is.
func (s *Session) ends() tea.Cmd {
	left := s.end.at.Sub(s.now())
	if left > endsSoon || s.end.soon && left > endsNow {
		return s.watchEnd()
	}
	s.end.soon = true
	minutes := max(1, int(left.Round(time.Minute)/time.Minute))
	in := "one minute"
	if minutes > 1 {
		in = fmt.Sprintf("%d minutes", minutes)
	}
	s.say = page.Say{Text: "In " + in + " you are logged out, whatever you press: nobody is connected for longer at a time. Save what you typed, and connect again.", Tone: page.Bad}
	if lost := s.unsaved(); len(lost) > 0 {
		s.say.Text += " Not saved yet: what you typed on " + strings.Join(lost, "; ") + "."
	}
	if left > endsNow {
		return s.watchEnd()
	}
	s.end.now = true
	return s.deliver(s.top(), page.Ending{})
}

// says is what a page says: in the last minute with the end after it, so that what
// came of keeping a draft does not take the warning away.
func (e *ending) says(say page.Say) page.Say {
	if e.now {
		say.Text += " You are logged out within a minute, whatever you press."
	}
	return say
}

// reminder is what stands on the status line from then on where nothing else is said.
const reminder = "You are logged out soon: save what you type."
