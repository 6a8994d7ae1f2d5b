package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/page"
)

// top is the page that has the keys. There is always one after Init.
func (s *Session) top() page.Model { return s.stack[len(s.stack)-1].page }

// open builds the page of a route and puts it on top.
func (s *Session) open(to page.Go) tea.Cmd {
	ctx, leave := context.WithCancel(s.ctx)
	p := s.build(ctx, s.look, to.To)
	if p == nil {
		leave()
		s.say = page.Say{Text: "There is no such page here.", Tone: page.Bad}
		return nil
	}
	switch {
	case s.asking && len(s.stack) > 0: // answered: nothing goes back to the question
		s.asking = false
		s.drop(0)
	case to.Instead && len(s.stack) > 1:
		s.drop(len(s.stack) - 1)
	}
	if len(s.stack) >= maxDepth {
		s.drop(1)
	}
	s.stack = append(s.stack, entry{page: p, leave: leave})
	return tea.Batch(s.deliver(p, s.room()), s.begin(p))
}

func (s *Session) begin(p page.Model) tea.Cmd {
	return tea.Batch(p.Init(), s.hear(p))
}

// drop lets go of one page and ends its questions.
func (s *Session) drop(i int) {
	s.stack[i].leave()
	s.stack = slices.Delete(s.stack, i, i+1)
}

// goBack leaves the page on top, after asking where something would be lost.
func (s *Session) goBack() tea.Cmd {
	if k, ok := s.top().(page.Keeper); ok && k.Unsaved() {
		s.pending = leavePage
		return nil
	}
	return s.pop()
}

func (s *Session) pop() tea.Cmd {
	if len(s.stack) < 2 {
		s.say = page.Say{Text: "This is the first page. To leave Signpost, press ctrl+c."}
		return nil
	}
	s.drop(len(s.stack) - 1)
	return s.deliver(s.top(), page.Shown{})
}

// deliver gives one page a message and does what the page asks for.
func (s *Session) deliver(p page.Model, msg tea.Msg) tea.Cmd {
	return tea.Batch(p.Update(msg), s.hear(p))
}

// tell gives every page a message, the top one last.
func (s *Session) tell(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range slices.Clone(s.stack) {
		cmds = append(cmds, s.deliver(e.page, msg))
	}
	return tea.Batch(cmds...)
}

// hear does what a page has asked for. Only the page on top may move; any page
// may say that something was done.
func (s *Session) hear(p page.Model) tea.Cmd {
	sp, ok := p.(page.Speaker)
	if !ok {
		return nil
	}
	var cmds []tea.Cmd
	for _, msg := range sp.Drain() {
		if _, says := msg.(page.Say); says || p == s.top() {
			cmds = append(cmds, s.heed(msg))
		}
	}
	return tea.Batch(cmds...)
}

// heed does one thing that was asked of the session.
func (s *Session) heed(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Go:
		return s.open(msg)
	case page.Back:
		return s.pop()
	case page.Say:
		s.say = s.end.says(msg)
	case page.Rest:
		return s.rest()
	case page.Kept:
		return s.obey(msg.Settings)
	case page.Marked:
		s.stack[len(s.stack)-1].mark = msg.Text
	}
	return nil
}
