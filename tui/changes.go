package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/page"
)

// Teller is a desk that tells what others change. The channel is closed when ctx
// ends.
type Teller interface {
	Changes(ctx context.Context) <-chan store.Changed
}

// gatherTime is how long changes are gathered before a page reads again, so that
// many at once are read once.
const gatherTime = 200 * time.Millisecond

// heard is what others have changed since the last time.
type heard struct{ changes []store.Changed }

// hearChanges waits for what others change. While nobody changes anything it
// costs nothing but its place in memory: no clock runs.
func (s *Session) hearChanges() tea.Cmd {
	if s.changes == nil {
		return nil
	}
	ctx, changes := s.ctx, s.changes
	return func() tea.Msg {
		first, ok := <-changes
		if !ok {
			return nil
		}
		after(ctx, gatherTime, nil)()
		got := heard{[]store.Changed{first}}
		for {
			select {
			case c, ok := <-changes:
				if !ok {
					return nil
				}
				got.changes = append(got.changes, c)
			default:
				return got
			}
		}
	}
}

// changed tells the page on top. Those below it read again when they are shown.
func (s *Session) changed(h heard) tea.Cmd {
	return tea.Batch(s.deliver(s.top(), page.Changed{All: h.changes}), s.hearChanges())
}
