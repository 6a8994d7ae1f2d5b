package triage

import (
	"fmt"
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
	switch p.mode {
	case asking:
		return p.drawAsking()
	case results:
		return p.drawResults()
	case reasons:
		return strings.Split(p.shown.text.View(p.room.H), "\n"), 0, -1
	case listing:
		return p.drawListing()
	case whatIf:
		return p.drawWhatIf()
	case saving:
		return p.drawSaving()
	case clashing:
		return strings.Split(p.keeper.text.View(p.room.H), "\n"), 0, -1
	}
	return []string{p.look.Cut("Matching...", p.room.W)}, 0, -1
}

// drawAsking puts the question above and, below it, how the client stands now.
func (p *Page) drawAsking() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	if p.asker.now == nil {
		return []string{p.look.Cut("Matching...", w)}, 0, -1
	}
	head := p.asker.now.Fact.Info().Group.String()
	if p.asker.now.Ask != "" {
		id, _, _ := strings.Cut(p.asker.now.Ask, "/")
		head = "To judge, for " + p.name(store.ProgrammeID(id))
	}
	lines = append(lines, p.look.Cut(fmt.Sprintf("%s. %s", head, p.progress()), w))
	below := p.standings(w, h)
	room := max(h-len(lines)-len(below)-2, min(h-len(lines), 6))
	x, y = p.asker.now.Cursor(p.look, w, room)
	y += len(lines)
	lines = append(lines, strings.Split(p.asker.now.View(p.look, w, room), "\n")...)
	if h-len(lines) > 1 {
		lines = append(lines, "")
		below = below[:min(len(below), h-len(lines))]
		lines = append(lines, below...)
	}
	return lines, x, y
}

// standings is how the client stands now: the counts, and the best few.
func (p *Page) standings(w, h int) []string {
	lines := []string{p.look.Cut(p.shown.counts(p.look), w)}
	best := min(max(h/4, 1), 5)
	for i, group := range p.shown.groups[:3] {
		for _, r := range group {
			if best == 0 {
				return lines
			}
			lines = append(lines, p.look.Cut(p.row(store.Standings()[i], r, w), w))
			best--
		}
	}
	return lines
}

func (p *Page) row(s store.Standing, r store.Result, w int) string {
	name := max(min(w-24, 38), 10)
	return mark(p.look, s) + " " + p.look.Fit(r.Name, name) + "  " + rowWords(r)
}

func (p *Page) name(id store.ProgrammeID) string {
	for _, r := range p.shown.answer.Results {
		if r.ID == id {
			return r.Name
		}
	}
	return string(id)
}

func (p *Page) drawResults() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	tabs := make([]string, 4)
	for i, name := range standingNames {
		tabs[i] = fmt.Sprintf("%d %s (%d)", i+1, name, len(p.shown.groups[i]))
		if i == p.shown.tab {
			tabs[i] = "[" + tabs[i] + "]"
		} else {
			tabs[i] = " " + tabs[i] + " "
		}
	}
	lines = append(lines, p.look.Cut(strings.Join(tabs, " "), w))
	note := ""
	switch {
	case p.who.client.Ref == "":
		note = "Not kept. Press s to save."
	case p.Unsaved():
		note = "Changed and not kept. Press s to save."
	}
	lines = append(lines, p.look.Cut(note, w))
	group, list := p.shown.groups[p.shown.tab], &p.shown.lists[p.shown.tab]
	if len(group) == 0 {
		return append(lines, p.look.Cut("No programme is "+emptyWords[p.shown.tab]+" for this client now.", w)), 0, 0
	}
	standing := store.Standings()[p.shown.tab]
	view := list.View(p.look, w, h-len(lines), func(i, w int) string { return p.look.Cut(p.row(standing, group[i], w), w) })
	x, y = list.Cursor()
	y += len(lines)
	return append(lines, strings.Split(view, "\n")...), x, y
}

var emptyWords = [4]string{"certain", "unclear", "a near miss", "out of reach"}

func (p *Page) drawListing() (lines []string, x, y int) {
	facts := p.listed()
	p.trial.facts.SetLen(len(facts))
	lines = []string{p.look.Title(p.look.Cut("What is known. Enter changes a fact, w tries one.", p.room.W))}
	view := p.trial.facts.View(p.look, p.room.W, p.room.H-1, func(i, w int) string {
		return entry.Line(p.look, facts[i], p.who.facts, w)
	})
	x, y = p.trial.facts.Cursor()
	return append(lines, strings.Split(view, "\n")...), x, y + 1
}

func (p *Page) drawWhatIf() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	if !p.trial.shown {
		lines = []string{p.look.Cut("What if it were different? Nothing is kept.", w)}
		x, y = p.trial.now.Cursor(p.look, w, h-1)
		return append(lines, strings.Split(p.trial.now.View(p.look, w, h-1), "\n")...), x, y + 1
	}
	f := p.trial.now.Fact
	lines = append(lines, p.look.Hang(f.Info().Label+": ", entry.Says(f, p.who.facts)+" -> "+entry.Says(f, p.trial.ch.Apply(p.who.facts)), w)...)
	lines = append(lines, "")
	if len(p.trial.moves) == 0 {
		return append(lines, p.look.Cut("Nothing would move.", w)), 0, -1
	}
	for _, m := range p.trial.moves {
		lines = append(lines, p.look.Hang(mark(p.look, m.To)+" ", fmt.Sprintf("%s: %s -> %s", m.Name, m.From, m.To), w)...)
	}
	p.trial.text.SetLines(lines)
	return strings.Split(p.trial.text.View(h), "\n"), 0, -1
}

func (p *Page) drawSaving() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	if p.keeper.ask.Busy() {
		return []string{p.look.Cut("Saving...", w)}, 0, -1
	}
	if !p.keeper.naming {
		x, y = p.keeper.source.Cursor(p.look, w, h)
		return strings.Split(p.keeper.source.View(p.look, w, h), "\n"), x, y
	}
	lines = append(lines, p.look.Title(p.look.Cut("What is the client's given name?", w)), p.keeper.name.View(p.look, min(w, 40)))
	lines = append(lines, p.look.Wrap("The given name alone: no surname, no address, no National Insurance number. What is not kept cannot be lost.", w)...)
	return lines, p.keeper.name.CursorX(p.look, min(w, 40)), 1
}
