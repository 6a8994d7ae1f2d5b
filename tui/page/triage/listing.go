package triage

import (
	"context"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// trial is a change that is tried and not kept.
type trial struct {
	facts look.List    // the list of facts
	now   *entry.Entry // the fact to try another value of
	ask   page.Ask[store.Answer]
	ch    store.Changes
	moves []match.Move
	shown bool // the moves are in view
	text  look.Text
}

// listed are the facts a coach may change in the list: not the judgements, which
// belong to single programmes and are asked with them, nor the age of somebody
// whose date of birth is known.
func (p *Page) listed() []store.Fact {
	_, born := p.who.facts[store.BirthDate]
	return slices.DeleteFunc(store.AllFacts(), func(f store.Fact) bool {
		return f == store.Judgements || f == store.Age && born
	})
}

func (p *Page) keyListing(k tea.KeyPressMsg) tea.Cmd {
	p.trial.facts.SetLen(len(p.listed()))
	f := p.listed()[p.trial.facts.At()]
	switch k.String() {
	case "esc", "r":
		p.mode = results
	case "q":
		p.nextQuestion()
	case "enter":
		p.ask(entryKey{fact: f}, "")
		p.asker.once = true
	case "w":
		p.trial.now, p.trial.shown = entry.New(f, p.who.facts), false
		p.mode = whatIf
	default:
		p.trial.facts.Key(k)
	}
	return nil
}

func (p *Page) keyWhatIf(k tea.KeyPressMsg) tea.Cmd {
	if p.trial.shown {
		return p.keyMoves(k)
	}
	switch p.trial.now.Key(k) {
	case look.Left:
		p.mode = listing
	case look.Chosen:
		ch, err := p.trial.now.Changes()
		if err != nil {
			p.Wrong(err)
			return nil
		}
		p.trial.ch = ch
		facts, day := ch.Apply(p.who.facts), p.desk.Today()
		return p.trial.ask.Start(p.ctx, func(ctx context.Context) (store.Answer, error) { return p.desk.Match(ctx, facts, day) })
	}
	return nil
}

// tried shows what the change would move.
func (p *Page) tried(msg page.Answer[store.Answer]) {
	if msg.Err != nil {
		p.Wrong(msg.Err)
		return
	}
	p.trial.moves = match.Moves(p.shown.answer.Results, msg.Value.Results)
	p.trial.shown = true
	p.trial.text.Top()
}

func (p *Page) keyMoves(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		p.mode = listing
	case "k":
		p.mode = listing
		return p.answer(p.trial.ch)
	default:
		p.trial.text.Key(k)
	}
	return nil
}

func (p *Page) keysWhatIf() []key.Binding {
	if p.trial.shown {
		return []key.Binding{
			page.Bind("k", "take this answer", "k"), page.Bind("Up Down", "scroll", "up", "down"), page.Bind("Esc", "leave it as it was", "esc"),
		}
	}
	return []key.Binding{page.Bind("Enter", "try", "enter"), page.Bind("Esc", "leave it as it was", "esc")}
}
