package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	tea "charm.land/bubbletea/v2"
)

// Line is one terminal and the line to it.
type Line struct {
	In      io.Reader       // bytes from its keyboard; its end ends the session
	Out     io.Writer       // bytes to its screen, as they are
	Caps    Caps            // what it can do
	Size    Size            // its size at the start
	Resized <-chan Size     // each new size; closed when the terminal is gone. nil: never
	Stop    <-chan struct{} // closed when the server stops. nil: never
	Log     *slog.Logger
}

// ErrFault is a panic in a session: that session has ended, and no other.
var ErrFault = errors.New("fault in a session")

// Drive runs model on the line until the model quits, the terminal is gone, or
// ctx ends, and leaves the terminal as it was. The error is nil or ErrFault with
// its cause; a line that breaks is no error.
//
// The model gets tea.WindowSizeMsg within bounds, tea.KeyPressMsg, tea.PasteMsg
// and Stopping. No question is sent to the terminal. A model with a method
// Farewell() string leaves that line behind.
func Drive(ctx context.Context, model tea.Model, l Line) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size, ok := l.Size.Fit()
	if !ok {
		size = Size{W: 80, H: 24}
	}
	paint := newPainter(l.Out, l.Caps)
	s := &screen{model: model, paint: paint}
	p := newLoop(ctx.Done())
	go p.beside("the keys", func() { readKeys(l.In, !l.Caps.Modern, p, cancel) })
	go watch(ctx, l, p.send, cancel)
	drawn := make(chan struct{})
	go func() {
		defer close(drawn)
		p.beside("the drawing", func() {
			if draw(paint) != nil {
				cancel()
			}
		})
	}()
	p.run(s, size)
	cancel()
	paint.end()
	<-drawn
	_, _ = io.WriteString(l.Out, paint.leave(s.farewell()))
	if s.fault != nil {
		l.Log.Error("session ended by a fault", "err", s.fault, "stack", s.stack)
		return fmt.Errorf("%w: %w", ErrFault, s.fault)
	}
	return nil
}

// draw sets the terminal up with the first frame, in one write, and draws frames
// until the painter ends.
func draw(p *painter) error {
	p.pen.out = append(p.pen.out, p.enter()...)
	return p.run()
}

// watch sends new sizes, and that the server stops. A terminal that is gone
// ends the session. It goes on reading sizes to the last, whatever became of the
// program, as whoever sends them waits for it.
func watch(ctx context.Context, l Line, send func(tea.Msg), gone func()) {
	stop := l.Stop
	done := ctx.Done()
	for {
		select {
		case w, ok := <-l.Resized:
			if !ok {
				gone()
				return
			}
			if size, ok := w.Fit(); ok {
				send(tea.WindowSizeMsg{Width: size.W, Height: size.H})
			}
		case <-stop:
			stop = nil
			send(Stopping{})
		case <-done:
			if l.Resized == nil {
				return
			}
			done, stop = nil, nil
		}
	}
}
