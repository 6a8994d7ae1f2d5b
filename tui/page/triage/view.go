package triage

import (
	"strings"

	"signpost/store"
	"signpost/tui/page/entry"
)

// View draws what the page shows now.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

// draw gives the lines of the page and where the focus is, below 0 for nowhere.
func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch p.mode {
	case asking:
		return p.drawAsking()
	case results:
		return p.board.draw(p.note(), w, h)
	case reasons:
		return strings.Split(p.board.text.View(h), "\n"), 0, 0
	case listing:
		return p.drawListing()
	case whatIf:
		return p.drawWhatIf()
	case saving:
		return p.drawSaving()
	case marking:
		x, y = p.gap.choice.Cursor(p.look, w, h)
		return strings.Split(p.gap.choice.View(p.look, w, h), "\n"), x, y
	case clashing:
		return strings.Split(p.keeper.text.View(h), "\n"), 0, 0
	}
	return []string{p.look.Cut("Opening the client...", w)}, 0, -1
}

// drawAsking puts the question above and, at the foot, how the client stands now.
func (p *Page) drawAsking() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	if p.asker.now == nil {
		return []string{p.look.Cut("Matching...", w)}, 0, -1
	}
	head := p.asker.now.Fact.Info().Group.String()
	if p.asker.now.Ask != "" {
		id, _, _ := strings.Cut(p.asker.now.Ask, "/")
		head = "To judge, for " + p.board.name(store.ProgrammeID(id))
	}
	lines = append(lines, p.look.Cut(head+". "+p.progress(), w))
	best := min(h/4, 10)
	if h < 15 && !p.asker.now.Typing() { // the answers come first: a list that begins with the third of them misleads
		best = 0
	}
	below := p.board.best(best, w)
	room := max(h-len(lines)-len(below)-1, min(h-len(lines), 6))
	x, y = p.asker.now.Cursor(p.look, w, room)
	y += len(lines)
	lines = append(lines, strings.Split(p.asker.now.View(p.look, w, room), "\n")...)
	if left := h - len(lines) - 1; left > 0 {
		below = below[:min(len(below), left)]
		for len(lines)+len(below) < h {
			lines = append(lines, "")
		}
		lines = append(lines, below...)
	}
	return lines, x, y
}

func (p *Page) drawListing() (lines []string, x, y int) {
	facts := p.listed()
	p.trial.facts.SetLen(len(facts))
	lines = []string{p.look.Title(p.look.Cut("The facts, those that are known first", p.room.W))}
	view := p.trial.facts.View(p.look, p.room.W, p.room.H-1, func(i, w int) string {
		return entry.Line(p.look, facts[i], p.who.facts, w)
	})
	if view != "" {
		x, y = p.trial.facts.Cursor()
		lines = append(lines, strings.Split(view, "\n")...)
	}
	return lines, x, y + 1
}

func (p *Page) drawWhatIf() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	if p.trial.shown {
		return strings.Split(p.trial.text.View(h), "\n"), 0, 0
	}
	now := entry.Says(p.trial.now.Fact, p.who.facts)
	lines = []string{p.look.Cut("What if it were different? Nothing is saved. Now: "+now+".", w)}
	x, y = p.trial.now.Cursor(p.look, w, h-1)
	return append(lines, strings.Split(p.trial.now.View(p.look, w, h-1), "\n")...), x, y + 1
}

func (p *Page) drawSaving() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case p.keeper.ask.Busy():
		return []string{p.look.Cut("Saving...", w)}, 0, -1
	case p.keeper.told != nil:
		x, y = p.keeper.told.Cursor(p.look, w, h)
		return strings.Split(p.keeper.told.View(p.look, w, h), "\n"), x, y
	case p.keeper.source != nil:
		x, y = p.keeper.source.Cursor(p.look, w, h)
		return strings.Split(p.keeper.source.View(p.look, w, h), "\n"), x, y
	}
	x, y = p.keeper.name.Cursor(p.look, w)
	return strings.Split(p.keeper.name.View(p.look, w, h), "\n"), x, y
}
