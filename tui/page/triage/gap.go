package triage

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// gap asks for which of the client's barriers there is no provision, and marks it.
type gap struct {
	barriers []store.Barrier
	choice   *look.Choice
	ask      page.Ask[store.Barrier]
}

// GapQuestion asks for which barrier there is no provision.
const GapQuestion = "For which barrier is there no provision? It is counted without the client."

// mark begins to mark that there is no provision for a barrier of the saved client.
func (p *Page) mark() {
	p.gap.barriers = store.BarriersOf(p.who.facts)
	switch {
	case p.who.client.Ref == "" || p.Unsaved():
		p.Say("Save the client first: press s on the results. Then mark what there is no provision for.")
	case len(p.gap.barriers) == 0:
		p.Say("No barrier of this client is known. Press q to go on with the questions.")
	default:
		p.mode, p.gap.choice = marking, look.NewChoice(GapQuestion, BarrierNames(p.gap.barriers), 0)
	}
}

// BarrierNames are barriers in words, to choose from.
func BarrierNames(barriers []store.Barrier) []string {
	names := make([]string, len(barriers))
	for i, b := range barriers {
		names[i] = b.Label()
	}
	return names
}

func (p *Page) keyMarking(k tea.KeyPressMsg) tea.Cmd {
	switch p.gap.choice.Key(k) {
	case look.Left:
		p.mode = results
	case look.Chosen:
		p.mode = results
		b, ref := p.gap.barriers[p.gap.choice.At()], p.who.client.Ref
		return p.gap.ask.Start(p.ctx, func(ctx context.Context) (store.Barrier, error) { return b, p.desk.MarkGap(ctx, b, ref) })
	}
	return nil
}

func (p *Page) gotMarked(msg page.Answer[store.Barrier]) {
	switch {
	case !p.gap.ask.Take(msg):
	case msg.Err != nil:
		p.Wrong(msg.Err)
	default:
		p.Done("Counted: no provision for " + msg.Value.Label() + ".")
	}
}

func (p *Page) keysMarking() []key.Binding {
	return []key.Binding{page.Bind("Enter", "count it", "enter"), page.Bind("Esc", "leave it", "esc")}
}
