package page

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// token tells one question from every other. It is never of size zero, so that
// two tokens never share an address.
type token struct{ _ byte }

// Answer is what a question came back with. Err is the question's own error.
type Answer[T any] struct {
	Value T
	Err   error
	to    *token
}

// Ask is one question in flight. Asking again stops the one before and makes
// its answer stale. The zero Ask is ready; a page holds one for each thing it
// asks, and only Update touches it.
type Ask[T any] struct {
	token  *token
	cancel context.CancelFunc
}

// Start asks: fn runs beside the session and changes no state; its ctx ends
// when parent does, when the question is asked again, or at Stop. The command
// gives one Answer[T].
func (a *Ask[T]) Start(parent context.Context, fn func(ctx context.Context) (T, error)) tea.Cmd {
	a.Stop()
	ctx, cancel := context.WithCancel(parent)
	mine := &token{}
	a.token, a.cancel = mine, cancel
	return func() tea.Msg {
		defer cancel()
		v, err := fn(ctx)
		return Answer[T]{Value: v, Err: err, to: mine}
	}
}

// Take says whether the answer is to the question now in flight, and ends the
// question if it is. It is false for a stale answer and for another Ask's.
func (a *Ask[T]) Take(got Answer[T]) bool {
	if a.token == nil || got.to != a.token {
		return false
	}
	a.token, a.cancel = nil, nil
	return true
}

// Busy says whether a question is in flight.
func (a *Ask[T]) Busy() bool { return a.token != nil }

// Stop ends the question in flight, if there is one; its answer will be stale.
func (a *Ask[T]) Stop() {
	if a.cancel != nil {
		a.cancel()
	}
	a.token, a.cancel = nil, nil
}
