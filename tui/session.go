// Package tui is one session for a connection: a stack of pages, the frame
// around them, and the router that builds a page for a route.
//
// Session is the only tea.Model. It owns the keys that work everywhere, the
// header, the status line and the footer, and does all layout arithmetic; a page
// is told the room it has. It must not know what any page does, and it reads and
// writes nothing: pages ask the desk.
package tui

import (
	"context"
	"log/slog"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/term"
)

// The smallest window in which pages are drawn; a smaller one is told so. Home
// is 80 by 24.
const (
	minWidth  = 60
	minHeight = 16
)

// maxDepth is how many pages lie on one another before the oldest but Home is
// let go.
const maxDepth = 24

// Session is what one connection shows. Make it with New.
type Session struct {
	face
	quiet
	ctx      context.Context
	who      keys.Caller
	log      *slog.Logger
	build    builder
	stack    []entry
	w, h     int
	say      page.Say
	pending  question
	help     *look.Text
	farewell string
	keys     []ownKey
	foot     foot
	end      ending
	changes  <-chan store.Changed // what others change; nil where nobody tells
}

// entry is one page of the stack, and what ends its questions.
type entry struct {
	page  page.Model
	leave context.CancelFunc
	mark  string // what stands on the status line where nothing else is said
}

// question is what the session itself has asked on the status line.
type question uint8

const (
	nothing question = iota
	leaveSignpost
	leavePage
	idleSoon
)

// New is a session of the desk's member on a terminal of those abilities, as the
// member's settings have it. ctx ends when the connection does. log takes what a
// member has no use for.
func New(ctx context.Context, desk Desk, caps term.Caps, set store.Settings, log *slog.Logger) *Session {
	s := newSession(ctx, desk.Who(), lookFor(caps, set), build(desk), log)
	s.caps = caps
	s.quiet.obey(set)
	s.asking = asks(caps, set, s.who)
	if t, ok := desk.(Teller); ok {
		s.changes = t.Changes(ctx)
	}
	return s
}

func newSession(ctx context.Context, who keys.Caller, lk look.Look, b builder, log *slog.Logger) *Session {
	return &Session{ctx: ctx, who: who, face: face{look: lk}, quiet: newQuiet(time.Now), build: b, log: log, keys: ownKeys()}
}

// Farewell is what to leave on the terminal when the session is over.
func (s *Session) Farewell() string {
	return strings.Join(s.look.Wrap(s.farewell, max(s.w, minWidth)), "\r\n")
}

// Init opens Home, after asking what the terminal shows where that has to be
// asked.
func (s *Session) Init() tea.Cmd {
	first := page.Go{To: page.Home{}}
	if s.asking {
		first.To = page.Glyphs{}
	}
	return tea.Batch(s.open(first), s.pace(), s.watchIdle(), s.watchEnd(), s.hearChanges())
}

// Update takes one message. It does no I/O.
func (s *Session) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return s, s.resize(msg)
	case tea.KeyPressMsg:
		return s, s.key(msg)
	case tea.PasteMsg:
		return s, s.paste(msg)
	case term.Stopping:
		return s, s.stop()
	case page.Go, page.Back, page.Say, page.Rest, page.Kept, page.Marked:
		return s, s.heed(msg)
	case restTick:
		return s, s.still()
	case idleTick:
		return s, s.idle()
	case endTick:
		return s, s.ends()
	case heard:
		return s, s.changed(msg)
	default:
		return s, s.tell(msg)
	}
}

func (s *Session) resize(msg tea.WindowSizeMsg) tea.Cmd {
	size, ok := term.Size{W: msg.Width, H: msg.Height}.Fit()
	if !ok {
		return nil
	}
	s.w, s.h = size.W, size.H
	return s.tell(s.room())
}

func (s *Session) stop() tea.Cmd {
	s.farewell = "Signpost is stopping. What you saved is kept. Connect again in a few minutes."
	return tea.Quit
}

// key takes one key: first what the session has asked, then the keys that work
// everywhere, then the page on top.
func (s *Session) key(k tea.KeyPressMsg) tea.Cmd {
	s.keyed = s.now()
	name := k.String()
	switch {
	case s.pending != nothing:
		return s.answer(name)
	case name == "ctrl+c":
		s.pending = leaveSignpost
		return nil
	case s.blind():
		return nil
	case name == "ctrl+l":
		return func() tea.Msg { return term.Redraw{} }
	case s.help != nil:
		if !s.help.Key(k) {
			s.help = nil
		}
		return nil
	}
	s.say = page.Say{}
	if t, ok := s.top().(page.Taker); ok && t.Takes(k) {
		return s.deliver(s.top(), k)
	}
	switch name {
	case "?", "f1":
		s.openHelp()
		return nil
	case "/":
		return s.open(page.Go{To: page.Find{}})
	case "esc":
		return s.goBack()
	}
	return s.deliver(s.top(), k)
}

// blind says whether the window is too small to show what a key would do.
func (s *Session) blind() bool { return s.w != 0 && (s.w < minWidth || s.h < minHeight) }

// answer takes the key after a question on the status line.
func (s *Session) answer(name string) tea.Cmd {
	asked := s.pending
	s.pending = nothing
	switch {
	case asked == leaveSignpost && name == "ctrl+c":
		s.farewell = "You have left Signpost."
		return tea.Quit
	case asked == leavePage && name == "esc":
		return s.pop()
	}
	return nil
}

func (s *Session) paste(msg tea.PasteMsg) tea.Cmd {
	s.keyed = s.now()
	if s.pending == idleSoon {
		s.pending = nothing
		return nil
	}
	if s.pending != nothing || s.help != nil || s.blind() {
		return nil
	}
	s.say = page.Say{}
	return s.deliver(s.top(), msg)
}
