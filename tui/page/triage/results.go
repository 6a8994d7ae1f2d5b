package triage

import (
	tea "charm.land/bubbletea/v2"

	"signpost/tui/page"
)

func (p *Page) keyResults(k tea.KeyPressMsg) tea.Cmd {
	if p.keeper.ask.Busy() {
		return nil
	}
	switch k.String() {
	case "enter":
		if _, ok := p.board.chosen(); ok {
			p.mode = reasons
			p.board.step(0, p.room.W)
		}
	case "q":
		p.asker.skipped = nil
		p.nextQuestion()
	case "l", "w":
		p.mode = listing
	case "s":
		return p.save()
	case "m":
		p.mark()
	case "r":
		p.refer()
	default:
		p.board.move(k)
	}
	return nil
}

// refer opens the referral of the saved client to the programme in focus.
func (p *Page) refer() {
	r, ok := p.board.chosen()
	switch {
	case !ok:
	case p.who.client.Ref == "" || p.Unsaved():
		p.Say("Save the client first: press s on the results. Then refer.")
	default:
		p.Go(page.ReferNew{Client: p.who.client.Ref, Programme: r.ID, After: p.who.after})
	}
}

func (p *Page) keyReasons(k tea.KeyPressMsg) tea.Cmd {
	r, _ := p.board.chosen()
	switch k.String() {
	case "esc":
		p.mode = results
	case "enter":
		p.Go(page.Programme{ID: r.ID})
	case "r":
		p.refer()
	case "a":
		if len(r.Missing) == 0 {
			p.Say("Nothing is left to answer for this programme.")
			return nil
		}
		p.asker.only, p.asker.skipped = r.ID, nil
		p.nextQuestion()
	case "n":
		p.board.step(1, p.room.W)
	case "p":
		p.board.step(-1, p.room.W)
	default:
		p.board.text.Key(k)
	}
	return nil
}

// note says under the standings what of this is not saved.
func (p *Page) note() string {
	switch {
	case p.keeper.ask.Busy():
		return "Saving..."
	case p.who.client.Ref == "":
		return "This client is not saved. Press s to save."
	case p.Unsaved():
		return "New answers are not saved. Press s to save."
	case p.who.after != "":
		return "To take " + string(p.who.after) + " further, move to a programme and press r."
	case !p.who.assessed:
		return "Matched on " + p.board.answer.AsOf.Words() + ". Press s to save this assessment."
	}
	return "Saved on " + p.board.answer.AsOf.Words() + ". To refer, move to a programme and press r."
}
