package page

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Ahead keeps the keys that were pressed before a page has read what it shows.
// The zero Ahead is ready.
type Ahead struct{ keys []tea.KeyPressMsg }

// Keep keeps a key, of a few.
func (a *Ahead) Keep(k tea.KeyPressMsg) {
	if len(a.keys) < 32 {
		a.keys = append(a.keys, k)
	}
}

// Replay gives the keys to the page, up to the first Enter: what comes after it
// was meant for the page that it opens.
func (a *Ahead) Replay(key func(tea.KeyPressMsg) tea.Cmd) tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range a.keys {
		cmds = append(cmds, key(k))
		if k.String() == "enter" {
			break
		}
	}
	a.keys = nil
	return tea.Batch(cmds...)
}

// Load is the reading of what a page shows: when it opens, and again whenever it
// is shown or told of a change. Keys that are pressed before anything was read are
// kept for then. The zero Load is ready.
type Load[T any] struct {
	ask   Ask[T]
	ahead Ahead
	here  bool
}

// Start reads, as Ask does.
func (l *Load[T]) Start(parent context.Context, read func(context.Context) (T, error)) tea.Cmd {
	return l.ask.Start(parent, read)
}

// Here says whether something was read.
func (l *Load[T]) Here() bool { return l.here }

// Busy says whether it is being read, for the first time or again.
func (l *Load[T]) Busy() bool { return l.ask.Busy() }

// Early keeps a key that was pressed before anything was read. It is false for a key
// that came after.
func (l *Load[T]) Early(k tea.KeyPressMsg) bool {
	if !l.here {
		l.ahead.Keep(k)
	}
	return !l.here
}

// Take gives what was read to show, and after it the keys that were early to key. A
// stale answer is nothing. An error is said; where nothing was read before it, the
// page is left.
func (l *Load[T]) Take(out *Out, got Answer[T], show func(T), key func(tea.KeyPressMsg) tea.Cmd) tea.Cmd {
	switch {
	case !l.ask.Take(got):
		return nil
	case got.Err != nil:
		out.Wrong(got.Err)
		if !l.here {
			out.Back()
		}
		return nil
	}
	l.here = true
	show(got.Value)
	return l.ahead.Replay(key)
}
