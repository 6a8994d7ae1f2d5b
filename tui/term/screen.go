package term

import (
	"fmt"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/store/text"
)

// screen stands between the loop and a session's model: it gives the model's
// views to the painter, and a panic in the model ends this session alone. Only
// the loop's goroutine touches it.
type screen struct {
	model tea.Model
	paint *painter
	size  Size
	fault error
	stack string
}

// faulted is a panic in a command.
type faulted struct {
	err   error
	stack string
}

// fail is deferred around every call of the model.
func (s *screen) fail() {
	if r := recover(); r != nil && s.fault == nil {
		s.fault, s.stack = fmt.Errorf("panic: %s", text.Fault(r)), string(debug.Stack())
	}
}

// begin starts the model.
func (s *screen) begin() tea.Cmd {
	defer s.fail()
	return s.model.Init()
}

// update passes a message on. It is false once the model has failed.
func (s *screen) update(msg tea.Msg) (cmd tea.Cmd, on bool) {
	defer func() { on = s.fault == nil }()
	defer s.fail()
	switch msg := msg.(type) {
	case faulted:
		s.fault, s.stack = msg.err, msg.stack
	case tea.WindowSizeMsg:
		if size := (Size{W: msg.Width, H: msg.Height}); size != s.size {
			s.size = size
			s.paint.forget()
		}
	case Redraw:
		s.paint.redraw()
		return nil, true
	case Pace:
		s.paint.pace(msg.Least)
		return nil, true
	}
	if s.fault == nil {
		s.model, cmd = s.model.Update(msg)
	}
	return cmd, true
}

// draw gives the model's view to the painter. It is false once the model has
// failed.
func (s *screen) draw() (on bool) {
	defer func() { on = s.fault == nil }()
	defer s.fail()
	v := s.model.View()
	f := &frame{size: s.size, lines: make([]string, s.size.H)}
	copy(f.lines, strings.Split(v.Content, "\n"))
	for i, line := range f.lines {
		if at := strings.LastIndexByte(line, 0x1b); at >= 0 && !strings.HasPrefix(line[at:], "\x1b[m") {
			f.lines[i] = line + "\x1b[m" // no style outlives its line
		}
	}
	if c := v.Cursor; c != nil && c.X >= 0 && c.Y >= 0 && c.X < s.size.W && c.Y < s.size.H {
		f.x, f.y, f.cursor = c.X, c.Y, true
	}
	s.paint.show(f)
	return true
}

// farewell is the line to leave on the terminal.
func (s *screen) farewell() string {
	if s.fault != nil {
		return "Signpost met a fault and has ended this session. What you saved is kept. Connect again, and tell your steward what you were doing."
	}
	if f, ok := s.model.(interface{ Farewell() string }); ok {
		return f.Farewell()
	}
	return ""
}
