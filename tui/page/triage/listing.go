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

// trial is a change that is tried and not saved.
type trial struct {
	facts look.List    // the list of facts
	now   *entry.Entry // the fact to try another value of
	ask   page.Ask[store.Answer]
	ch    store.Changes
	moves []match.Move
	shown bool // the moves are in view
	text  look.Text
}

// listed are the facts in the list, those that are known first.
func (p *Page) listed() []store.Fact { return entry.Order(p.who.facts) }

// focusFact puts the focus of the list on a fact, wherever it stands now.
func (p *Page) focusFact(f store.Fact) {
	list := p.listed()
	p.trial.facts.SetLen(len(list))
	p.trial.facts.SetAt(max(slices.Index(list, f), 0))
}

func (p *Page) keyListing(k tea.KeyPressMsg) tea.Cmd {
	list := p.listed()
	p.trial.facts.SetLen(len(list))
	f := list[p.trial.facts.At()]
	switch k.String() {
	case "esc":
		p.mode = results
	case "q":
		p.nextQuestion()
	case "enter":
		p.ask(entryKey{fact: f}, "", listing)
	case "w":
		p.trial.now, p.trial.shown = entry.New(f, p.who.facts, p.programmes()), false
		if p.trial.now.Typing() { // another value is typed, not this one mended
			p.trial.now = entry.New(f, nil, p.programmes())
		}
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
	if k.String() == "tab" {
		return p.try(p.trial.now.Forget())
	}
	switch p.trial.now.Key(k) {
	case look.Left:
		p.mode = listing
	case look.Chosen:
		ch, err := p.trial.now.Changes()
		if err != nil {
			p.trial.now.Refuse(err)
			return nil
		}
		return p.try(ch)
	}
	return nil
}

func (p *Page) try(ch store.Changes) tea.Cmd {
	p.trial.ch = ch
	facts, day := ch.Apply(p.who.facts), p.desk.Today()
	return p.trial.ask.Start(p.ctx, func(ctx context.Context) (store.Answer, error) { return p.desk.Match(ctx, facts, day) })
}

// tried shows what the change would move.
func (p *Page) tried(msg page.Answer[store.Answer]) {
	if p.mode != whatIf {
		return
	}
	if msg.Err != nil {
		p.trial.now.Refuse(msg.Err)
		return
	}
	p.trial.moves = match.Moves(p.board.answer.Results, msg.Value.Results)
	p.trial.shown = true
	p.trial.text.Top()
	p.layMoves()
}

// layMoves lays out what the change would move.
func (p *Page) layMoves() {
	if !p.trial.shown {
		return
	}
	f, w := p.trial.now.Fact, p.room.W
	lines := p.look.Hang(f.Info().Label+": ", entry.Says(f, p.who.facts)+" -> "+entry.Says(f, p.trial.ch.Apply(p.who.facts)), w)
	lines = append(lines, "")
	for _, m := range p.trial.moves {
		if p.notPerson(m.ID) {
			continue
		}
		lines = append(lines, p.look.Hang(mark(p.look, m.To)+" ", m.Name+": "+standingWord(m.From)+" -> "+standingWord(m.To), w)...)
	}
	if len(lines) < 3 {
		lines = append(lines, p.look.Cut("Nothing would move.", w))
	}
	p.trial.text.SetLines(lines)
}

func (p *Page) notPerson(id store.ProgrammeID) bool {
	return slices.ContainsFunc(p.board.answer.Results, func(r store.Result) bool { return r.ID == id && r.NotPerson })
}

// standingWord is a standing as the tabs name it.
func standingWord(s store.Standing) string {
	if i := slices.Index(store.Standings(), s); i >= 0 {
		return standingNames[i]
	}
	return "not matched"
}

func (p *Page) keyMoves(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		p.mode = listing
	case "t":
		p.asker.now, p.asker.back = p.trial.now, listing
		return p.change(p.trial.ch, p.current())
	default:
		p.trial.text.Key(k)
	}
	return nil
}

func (p *Page) keysWhatIf() []key.Binding {
	if p.trial.shown {
		return []key.Binding{
			page.Bind("t", "take this answer", "t"), page.Bind("Esc", "leave as it was", "esc"), page.Bind("Up Down", "scroll", "up", "down"),
		}
	}
	keys := []key.Binding{page.Bind("Enter", "try", "enter"), page.Bind("Tab", "not known", "tab")}
	return append(append(keys, p.trial.now.Keys()...), page.Bind("Esc", "leave as it was", "esc"))
}
