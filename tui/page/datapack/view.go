package datapack

import (
	"fmt"
	"strings"

	"signpost/store"
	"signpost/store/datapack"
	"signpost/tui/look"
)

// tabs are the parts of the page.
var tabs = []string{"Unmet need", "One rule away", "By programme", "By district", "By barrier"}

// measures are the columns of what came of referrals.
var measures = []struct {
	head, says string
	of         func(datapack.Followed) datapack.Count
}{
	{"Sent", "referrals sent", func(f datapack.Followed) datapack.Count { return f.Referrals }},
	{"Start", "starts", func(f datapack.Followed) datapack.Count { return f.Starts }},
	{"Job", "job starts", outcome(store.JobStart)},
	{"13wk", "in work for 13 weeks", outcome(store.Sustained13)},
	{"26wk", "in work for 26 weeks", outcome(store.Sustained26)},
	{"Learn", "started learning", outcome(store.LearningStart)},
	{"Qual", "gained a qualification", outcome(store.Qualified)},
	{"Other", "moved to other support", outcome(store.OtherSupport)},
	{"None", "no outcome", outcome(store.NoOutcome)},
}

func outcome(code store.OutcomeCode) func(datapack.Followed) datapack.Count {
	return func(f datapack.Followed) datapack.Count { return f.Outcomes[code] }
}

// Short is a count for a narrow column: "15", or "<5".
func Short(c datapack.Count) string {
	if c < datapack.Least {
		return "<5"
	}
	return c.String()
}

const (
	measureW = 6  // columns that one measure takes
	tableAt  = 78 // from so many columns on they stand in columns
)

// View draws the part in view.
func (p *Page) View() string {
	w, h := p.room.W, p.room.H
	switch {
	case p.choice != nil:
		return p.choice.View(p.look, w, h)
	case p.pack == nil:
		says := "Counting..."
		if p.wrong != "" {
			says = p.wrong
		}
		lines := p.look.Wrap(says, w)
		return strings.Join(lines[:min(len(lines), h)], "\n")
	}
	lines := append(p.head(), strings.Split(p.text.View(max(h-3, 0)), "\n")...)
	return strings.Join(lines[:min(len(lines), h)], "\n")
}

// head is what stands above what scrolls: the period, the parts, a line between.
func (p *Page) head() []string {
	return []string{p.look.Cut(When(p.pack), p.room.W), p.look.Tabs(tabs, p.tab, p.room.W), ""}
}

// When says which days a pack is of.
func When(pack *datapack.Pack) string {
	return pack.Since.Words() + " to " + pack.Until.Words() + ". Rounded down to 5s. <5: fewer than 5."
}

// Cursor is on the first line of what is read, or in the choice.
func (p *Page) Cursor() (x, y int, ok bool) {
	switch {
	case p.choice != nil:
		x, y = p.choice.Cursor(p.look, p.room.W, p.room.H)
	case p.pack == nil:
		return 0, 0, false
	default:
		y = min(3, p.room.H-1)
	}
	return x, y, y < p.room.H
}

// lay lays out the part in view, as wide as the room is.
func (p *Page) lay() {
	if p.pack == nil {
		return
	}
	w := p.room.W
	var lines []string
	switch p.tab {
	case 0:
		lines = unmetLines(p.look, p.pack, w)
	case 1:
		lines = ruleLines(p.look, p.pack, w)
	default:
		lines = followLines(p.look, p.pack.Follows()[p.tab-2], w)
	}
	if p.tab == 0 {
		lines = append(lines, "")
		for _, note := range p.pack.Notes[1:] {
			lines = append(lines, p.look.Wrap(note, w)...)
		}
	}
	p.text.SetLines(lines)
}

func unmetLines(lk look.Look, pack *datapack.Pack, w int) []string {
	if len(pack.Unmet) == 0 {
		return lk.Wrap("Of every barrier, fewer than 5 times was there nothing that helps.", w)
	}
	name := min(30, w/2)
	row := func(a, n, at string) []string {
		if w < 40 {
			return lk.Wrap(strings.TrimSpace(a+": "+n+". "+at), w)
		}
		return lk.Hang(lk.Fit(a, name)+"  "+fmt.Sprintf("%5s  ", n), at, w)
	}
	head := lk.Title(lk.Cut("Nothing that helps with", w))
	if w >= 60 {
		head = lk.Title(lk.Cut(lk.Fit("Nothing that helps with", name)+"  Times  Of these, in", w))
	}
	lines := []string{head}
	for _, u := range pack.Unmet {
		lines = append(lines, row(u.Name, u.Total.String(), places(u))...)
		for _, s := range why(u) {
			lines = append(lines, lk.Hang("    ", s, w)...)
		}
	}
	return append(lines, lk.Cut("Every other barrier: fewer than 5.", w))
}

// places are the districts with a count that is shown.
func places(u datapack.Unmet) string {
	var out []string
	for _, d := range u.Districts {
		if d.Count >= datapack.Least {
			out = append(out, d.Name+" "+d.Count.String())
		}
	}
	if len(out) == 0 {
		return "each district <5"
	}
	return strings.Join(append(out, "others <5 each"), ", ")
}

func why(u datapack.Unmet) []string {
	var out []string
	if u.Stopped != "" {
		out = append(out, "Stopped most: "+u.Stopped)
	}
	if u.Aged != "" && u.Aged != store.AgeBlank.Words() {
		out = append(out, "Most often aged "+u.Aged)
	}
	return out
}

func ruleLines(lk look.Look, pack *datapack.Pack, w int) []string {
	if len(pack.OneRule) == 0 {
		return lk.Wrap("No rule alone was in the way of a programme 5 times or more.", w)
	}
	lines := []string{lk.Title(lk.Cut("Times  This rule alone was in the way", w))}
	for _, r := range pack.OneRule {
		lines = append(lines, lk.Hang(fmt.Sprintf("%5s  ", r.Count), r.Name+": "+r.Rule, w)...)
	}
	return append(lines, lk.Cut("Every other rule: fewer than 5.", w))
}

func followLines(lk look.Look, f datapack.Follow, w int) []string {
	if len(f.Rows) == 0 {
		return lk.Wrap("Of every "+f.By+", fewer than 5 referrals were sent.", w)
	}
	var lines []string
	if w < tableAt {
		for _, r := range f.Rows {
			lines = append(lines, lk.Wrap(Followed(r), w)...)
		}
	} else {
		name := w - measureW*len(measures)
		cells := lk.Fit(strings.ToUpper(f.By[:1])+f.By[1:], name)
		for _, m := range measures {
			cells += fmt.Sprintf("%*s", measureW, m.head)
		}
		lines = append(lines, lk.Title(cells))
		for _, r := range f.Rows {
			cells := lk.Fit(r.Name, name)
			for _, m := range measures {
				cells += fmt.Sprintf("%*s", measureW, Short(m.of(r)))
			}
			lines = append(lines, cells)
		}
	}
	return append(lines, lk.Wrap("Every other "+f.By+": fewer than 5. None is no outcome; a referral may have several.", w)...)
}

// Followed is one line of what came of referrals, in words. What is fewer than 5
// is named last, and once.
func Followed(f datapack.Followed) string {
	var shown, hidden []string
	for _, m := range measures {
		if c := m.of(f); c >= datapack.Least {
			shown = append(shown, c.String()+" "+m.says)
		} else {
			hidden = append(hidden, m.says)
		}
	}
	says := f.Name + ": " + strings.Join(shown, ", ") + "."
	if len(hidden) > 0 {
		says += " Fewer than 5 each: " + strings.Join(hidden, ", ") + "."
	}
	return says
}
