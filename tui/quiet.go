package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/page"
)

// How long no key is pressed before a page is told that the keys have come to
// rest; and how long before an idle member is logged out they are warned.
const (
	restTime     = 150 * time.Millisecond
	slowRestTime = 500 * time.Millisecond
	warnTime     = time.Minute
)

// quiet is what a session does while no key comes.
type quiet struct {
	now     func() time.Time
	keyed   time.Time // the last key
	slow    bool      // the line is
	limit   time.Duration
	unwatch context.CancelFunc // ends the watch for the limit
	resting bool               // a page waits for the keys to come to rest
}

// restTick and idleTick are when to look how long ago the last key was.
type (
	restTick struct{}
	idleTick struct{}
)

func newQuiet(now func() time.Time) quiet {
	return quiet{now: now, keyed: now(), limit: (&store.Settings{}).IdleTime(), unwatch: func() {}}
}

func (q *quiet) obey(set store.Settings) {
	q.slow = set.Repeat == store.RepeatSlow
	q.limit = set.IdleTime()
}

// after gives the message once that much time is over, unless ctx ends first.
func after(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// rest has the page on top told once the keys have come to rest. One timer runs
// at a time, however fast they come.
func (s *Session) rest() tea.Cmd {
	if s.resting {
		return nil
	}
	s.resting = true
	return after(s.ctx, s.restTime(), restTick{})
}

func (s *Session) restTime() time.Duration {
	if s.slow {
		return slowRestTime
	}
	return restTime
}

// still tells the page on top, or waits on where a key came meanwhile.
func (s *Session) still() tea.Cmd {
	if left := s.restTime() - s.now().Sub(s.keyed); left > 0 {
		return after(s.ctx, left, restTick{})
	}
	s.resting = false
	return s.deliver(s.top(), page.Still{})
}

// watchIdle watches for the idle time, anew where it was watched for already.
func (s *Session) watchIdle() tea.Cmd { return s.watch(s.limit - warnTime) }

// watch looks for an idle member once that much time is over; an earlier watch
// ends.
func (s *Session) watch(d time.Duration) tea.Cmd {
	s.unwatch()
	ctx, cancel := context.WithCancel(s.ctx)
	s.unwatch = cancel
	return after(ctx, d, idleTick{})
}

// idle looks how long ago the last key was: it waits on, warns, or logs the
// member out.
func (s *Session) idle() tea.Cmd {
	left := s.limit - s.now().Sub(s.keyed)
	switch {
	case left <= 0:
		return s.logOut()
	case left <= warnTime:
		s.pending = idleSoon
	default:
		left -= warnTime
	}
	return s.watch(left)
}

// logOut ends the session, and says what was lost by it.
func (s *Session) logOut() tea.Cmd {
	s.farewell = fmt.Sprintf("You were logged out, as no key was pressed for %d minutes. What you saved is kept.", int(s.limit.Minutes()))
	if lost := s.unsaved(); len(lost) > 0 {
		// Nobody may be at the screen now, so it names no page: its title may be a client's.
		s.farewell += " What you typed and did not save is lost."
	}
	s.log.Info("logged out", "member", s.who.Member.ID, "reason", "idle")
	return tea.Quit
}

// unsaved are the titles of the pages that hold what is not saved.
func (s *Session) unsaved() []string {
	var titles []string
	for _, e := range s.stack {
		k, ok := e.page.(page.Keeper)
		if ok && k.Unsaved() && !slices.Contains(titles, e.page.Title()) {
			titles = append(titles, e.page.Title())
		}
	}
	return titles
}

// warns is what is said a minute before the member is logged out.
func (s *Session) warns() string {
	says := "No key for a while. In one minute you are logged out. To stay, press any key."
	if lost := s.unsaved(); len(lost) > 0 {
		says += " Not saved yet: what you typed on " + strings.Join(lost, "; ") + "."
	}
	return says
}
