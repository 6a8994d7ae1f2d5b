package term

import (
	"fmt"
	"reflect"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"signpost/store/text"
)

// loop runs a Bubble Tea model as a tea.Program does: one message after the
// other, each command in a goroutine of its own. What the program has besides,
// for terminals that it drives itself, is not here: above all the ticker of its
// renderer, on which a thousand sessions wake a thousand times a second with
// nothing to do.
type loop struct {
	done <-chan struct{} // closed when the session is over
	msgs chan tea.Msg
}

// A frame shows what this many messages have come to, at the most, where they
// come faster than frames are made.
const most = 32

func newLoop(done <-chan struct{}) *loop {
	return &loop{done: done, msgs: make(chan tea.Msg, 8)}
}

// send has the model told, unless the session is over.
func (l *loop) send(msg tea.Msg) {
	select {
	case l.msgs <- msg:
	case <-l.done:
	}
}

// run shows the screen until its model quits or fails, or the session is over.
func (l *loop) run(s *screen, size Size) {
	l.perform(s.begin())
	for on := l.take(s, tea.WindowSizeMsg{Width: size.W, Height: size.H}); on && s.draw(); on = l.next(s) {
	}
}

// next takes the next message and those that wait behind it; false at the end.
func (l *loop) next(s *screen) bool {
	select {
	case <-l.done:
		return false
	case msg := <-l.msgs:
		for n := 1; ; n++ {
			if !l.take(s, msg) {
				return false
			}
			if n == most {
				return true
			}
			select {
			case msg = <-l.msgs:
			default:
				return true
			}
		}
	}
}

// take gives the screen one message, or does what it stands for; false when the
// session is to end.
func (l *loop) take(s *screen, msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg:
		return false
	case tea.BatchMsg:
		for _, cmd := range msg {
			l.perform(cmd)
		}
		return true
	}
	if cmds, ok := sequence(msg); ok {
		go func() {
			for _, cmd := range cmds {
				l.result(cmd)
			}
		}()
		return true
	}
	cmd, on := s.update(msg)
	l.perform(cmd)
	return on
}

// sequence is the commands of what tea.Sequence gives, whose type is bubbletea's
// own.
func sequence(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || !v.CanConvert(reflect.TypeFor[[]tea.Cmd]()) {
		return nil, false
	}
	return v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd), true
}

// perform runs a command beside the session.
func (l *loop) perform(cmd tea.Cmd) {
	if cmd != nil {
		go l.result(cmd)
	}
}

// result runs a command and sends what it gives.
func (l *loop) result(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	l.beside("a command", func() {
		if msg := cmd(); msg != nil {
			l.send(msg)
		}
	})
}

// beside runs what goes on beside the loop. A panic in it is the fault of this
// session alone.
func (l *loop) beside(what string, fn func()) {
	defer func() {
		if r := recover(); r != nil {
			l.send(faulted{fmt.Errorf("panic in %s: %s", what, text.Fault(r)), string(debug.Stack())})
		}
	}()
	fn()
}
