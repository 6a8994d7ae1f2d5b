package term

import (
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// screen stands between the program and a session's model: it gives the model's
// views to the painter, and a panic in the model ends this session alone.
type screen struct {
	model tea.Model
	paint *painter
	size  Size
	quit  func()
	once  sync.Once
	sized chan struct{} // closed at the first size
	fault error
	stack string
}

// faulted is a panic in a command.
type faulted struct {
	err   error
	stack string
}

func (s *screen) fail(r any) {
	if s.fault == nil {
		s.fault, s.stack = fmt.Errorf("panic: %v", r), string(debug.Stack())
	}
}

// Init starts the model.
func (s *screen) Init() (cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			s.fail(r)
			cmd = tea.Quit
		}
	}()
	return s.catch(s.model.Init())
}

// Update passes a message on, unless the model has failed.
func (s *screen) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			s.fail(r)
			m, cmd = s, tea.Quit
		}
	}()
	switch msg := msg.(type) {
	case faulted:
		s.fault, s.stack = msg.err, msg.stack
	case tea.WindowSizeMsg:
		s.size = Size{W: msg.Width, H: msg.Height}
		s.once.Do(func() { close(s.sized) })
	case Redraw:
		s.paint.redraw()
		return s, nil
	case Pace:
		s.paint.pace(msg.Least)
		return s, nil
	case tea.ColorProfileMsg, tea.EnvMsg:
		return s, nil
	}
	if s.fault != nil {
		return s, tea.Quit
	}
	s.model, cmd = s.model.Update(msg)
	return s, s.catch(cmd)
}

// catch makes a panic in a command, or in those it gives, into a message.
func (s *screen) catch(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = faulted{fmt.Errorf("panic in a command: %v", r), string(debug.Stack())}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			caught := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				caught[i] = s.catch(c)
			}
			return caught
		}
		return msg
	}
}

// View gives the model's view to the painter; the program itself draws nothing.
func (s *screen) View() tea.View {
	defer func() {
		if r := recover(); r != nil {
			s.fail(r)
			go s.quit()
		}
	}()
	if s.fault != nil || s.size == (Size{}) {
		return tea.View{}
	}
	v := s.model.View()
	f := &frame{size: s.size, lines: make([]string, s.size.H)}
	copy(f.lines, strings.Split(v.Content, "\n"))
	for i, line := range f.lines {
		if strings.Contains(line, "\x1b") && !strings.HasSuffix(line, "\x1b[m") {
			f.lines[i] = line + "\x1b[m" // no style outlives its line
		}
	}
	if c := v.Cursor; c != nil && c.X >= 0 && c.Y >= 0 && c.X < s.size.W && c.Y < s.size.H {
		f.x, f.y, f.cursor = c.X, c.Y, true
	}
	s.paint.show(f)
	return tea.View{}
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
