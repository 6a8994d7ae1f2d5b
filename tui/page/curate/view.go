package curate

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
)

// readWidth is the widest line that is easy to read.
const readWidth = 96

// View draws the queue, or what stands over it.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case p.over != nil:
		return p.drawOver(w, h)
	case p.wrong != "":
		return p.look.Wrap(p.wrong, w), 0, 0
	case !p.ready:
		return []string{p.look.Cut("Reading the queue...", w)}, 0, -1
	case len(p.all) == 0:
		return p.look.Wrap("Nothing waits. A record comes here when it is past its review, when a member says that a part of it looks wrong, or when referrals are declined by it.", w), 0, 0
	}
	detail := p.detail(w, max(h/2, 1))
	if h < 8 {
		detail = nil
	}
	rows := h - 1 - len(detail)
	head := fmt.Sprintf("%d to check, the longest waiting first", len(p.all))
	if rows < 1 {
		rows = h
	} else {
		lines = append(lines, p.look.Title(p.look.Cut(head, w)))
	}
	list := strings.Split(p.list.View(p.look, w, rows, p.row), "\n")
	x, y = p.list.Cursor()
	y += len(lines)
	lines = append(lines, list...)
	if len(detail) > 0 {
		for len(lines) < h-len(detail) {
			lines = append(lines, "")
		}
		lines = append(lines, detail...)
	}
	return lines, x, y
}

func (p *Page) drawOver(w, h int) (lines []string, x, y int) {
	switch o := p.over; {
	case o.help != nil:
		return strings.Split(o.help.View(h), "\n"), 0, 0
	case o.confirm != nil:
		return strings.Split(o.confirm.View(p.look, w, h), "\n"), 0, 0
	case o.choice != nil:
		lines = strings.Split(o.choice.View(p.look, w, h), "\n")
		x, y = o.choice.Cursor(p.look, w, h)
		return lines, x, y
	}
	x, y = p.over.words.Cursor(p.look, w)
	return strings.Split(p.over.words.View(p.look, w, h), "\n"), x, y
}

// Row is an item in a line: how long it waits, why, and what it is about.
func Row(it *store.QueueItem, today store.Day) (days, why, about string) {
	days = "new"
	switch n := int(today - it.Since); {
	case it.Since == 0:
		days = "never"
	case n == 1:
		days = "1 day"
	case n > 1:
		days = fmt.Sprintf("%d days", n)
	}
	asked := slices.ContainsFunc(it.Questions, func(q store.FieldQuestion) bool { return q.Declines == 0 })
	switch {
	case asked:
		why = "Asked"
	case len(it.Questions)+len(it.Patterns) > 0:
		why = "Declined"
	default:
		why = "Review"
	}
	about = it.Name
	if it.Field != store.WholeRecord {
		about += ": " + store.About(it.Field, it.Line)
	}
	return days, why, about
}

func (p *Page) row(i, w int) string {
	days, why, about := Row(&p.all[i], p.desk.Today())
	return p.look.Cut(p.look.Fit(days, 9)+" "+p.look.Fit(why, 8)+"  "+about, w)
}

// detail is the item in focus whole, after an empty line, in at most h lines.
func (p *Page) detail(w, h int) []string {
	it, ok := p.at()
	if !ok {
		return nil
	}
	lines := []string{""}
	for _, s := range p.look.Wrap(it.Name+", "+store.About(it.Field, it.Line), w) {
		lines = append(lines, p.look.Title(s))
	}
	for _, s := range Why(&it) {
		lines = append(lines, p.look.Hang(p.look.Glyphs.Bullet+" ", s, w)...)
	}
	return lines[:min(len(lines), h)]
}

// Why is all that brought an item to the queue, in sentences.
func Why(it *store.QueueItem) []string {
	out := it.Says()
	for i := range it.Questions {
		out = append(out, it.Questions[i].Says())
	}
	if it.Assured != 0 && it.Overdue == 0 {
		out = append(out, "Last found right on "+it.Assured.Words()+".")
	}
	return out
}

// lay lays out how to change a record.
func (p *Page) lay() {
	it, ok := p.at()
	if p.over == nil || p.over.help == nil || !ok {
		return
	}
	var lines []string
	for i, s := range Change(&it) {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, p.look.Wrap(s, min(p.room.W, readWidth))...)
	}
	p.over.help.SetLines(lines)
}

// Change says how the record of an item is changed, a paragraph each.
func Change(it *store.QueueItem) []string {
	return []string{
		fmt.Sprintf("To change the record of %s, on your own machine:", it.Name),
		fmt.Sprintf("1. Get it: ssh HOST provision source %s > %s.yaml", it.Programme, it.Programme),
		fmt.Sprintf("2. Change %s in an editor. Name the source that you read it in, and set assured to the day on which you did.", store.About(it.Field, it.Line)),
		fmt.Sprintf("3. Put it back: ssh HOST provision put --rev %d < %s.yaml", it.Rev, it.Programme),
		"HOST is the server, as you type it to come here. It is read beside all other records first; what is wrong with it is listed, and then nothing is kept. Where somebody else has changed it meanwhile, nothing is kept either.",
		"4. Answer the question here: press a. Whoever asked is shown the answer with the programme.",
	}
}
