package retention

import (
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// AskTime asks for another time of a setting.
func AskTime(r *Record, s store.RetentionSetting) *entry.Text {
	return entry.NewText("How long does "+r.Partner.Name+" keep "+s.Name+" ("+s.Says+")?", enterTime(s), fmt.Sprint(r.Times.Time(s)), 12)
}

func enterTime(s store.RetentionSetting) string {
	return fmt.Sprintf("Enter a number of %ss from %d to %d, or usual, which is %d.", s.Unit, s.Least, s.Most, s.Usual)
}

// Steers asks whether to hold the purge, or to go on with it.
func Steers(p *store.Purge) string {
	switch {
	case p.Hold == nil:
		return "Put all removing by time on hold? Nothing is announced and nothing removed, of any partner of this server, until a steward goes on with it."
	case p.Hold.Why == store.HoldClock:
		return "Is the server's clock right now, and is removing to go on? All is announced anew, and nothing goes within four weeks."
	}
	return "Go on with removing by time? All is announced anew, and nothing goes within four weeks."
}

// State says how far the purge has come, without the command that goes on with it.
func State(p *store.Purge, today store.Day) string {
	says, _, _ := strings.Cut(p.Says(today), " To go on:")
	return says
}

// View draws the part in view, or what is asked.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

// leastRows is how many rows stay in view above the one that is said whole, and
// leastWhole how many lines that takes at the least.
const (
	leastRows  = 4
	leastWhole = 3
)

func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case p.over.words != nil:
		x, y = p.over.words.Cursor(p.look, w)
		return strings.Split(p.over.words.View(p.look, w, h), "\n"), x, y
	case p.over.confirm != nil:
		return strings.Split(p.over.confirm.View(p.look, w, h), "\n"), 0, 0
	case p.over.choice != nil:
		lines = strings.Split(p.over.choice.View(p.look, w, h), "\n")
		x, y = p.over.choice.Cursor(p.look, w, h)
		return lines, x, y
	case !p.read.Here():
		return []string{p.look.Cut("Reading what goes...", w)}, 0, -1
	}
	lines = append(p.look.Wrap(State(&p.got.Forecast.Purge, p.desk.Today()), w), p.look.Cut(p.others("Kept by "+p.got.Partner.Name, w), w), p.look.Tabs(p.tabs(), p.tab, w))
	rows := &p.rows[p.tab]
	if rows.Len() == 0 {
		return append(lines, p.look.Wrap(Nothing(&p.got), w)...), 0, -1
	}
	p.whole.SetLines(p.look.Wrap(p.says(min(p.told, rows.Len()-1)), w))
	free := h - len(lines)
	var below []string
	if left := free - min(rows.Len(), max(free-p.whole.Len()-1, leastRows)); left >= leastWhole || left > p.whole.Len() {
		below = append([]string{""}, p.whole.Part(p.look, w, left-1)...)
	} else {
		p.whole.SetLines(nil)
	}
	if body := rows.View(p.look, w, h-len(lines)-len(below), p.row); body != "" {
		x, y = rows.Cursor()
		y += len(lines)
		lines = append(lines, strings.Split(body, "\n")...)
	}
	return append(lines, below...), x, y
}

// says is a row said whole.
func (p *Page) says(i int) string {
	if p.tab == 1 {
		return RemovalWords(&p.got.Forecast.Rows[i])
	}
	return TimeSource(store.RetentionSettings()[i])
}

// others adds to whose they are, where w columns have room, how to see another
// partner's times: a steward's own partner often has no clients.
func (p *Page) others(whose string, w int) string {
	const says = ". Press p for another partner."
	if look.Width(whose+says) > w || len(p.got.Partners) < 2 || p.of != p.desk.Who().Partner.ID {
		return whose
	}
	return whose + says
}

func (p *Page) tabs() []string {
	return []string{"how long", fmt.Sprintf("goes by %s (%d)", p.got.Forecast.Until.Words(), len(p.got.Forecast.Rows))}
}

func (p *Page) row(i, w int) string {
	if p.tab == 0 {
		s := store.RetentionSettings()[i]
		return p.look.Cut(p.look.Fit(s.Name, 13)+"  "+p.look.Fit(p.got.Times.Words(s), 10)+"  "+s.Says, w)
	}
	r := &p.got.Forecast.Rows[i]
	return p.look.Cut(p.look.Fit(r.Goes.Words(), 17)+"  "+p.look.Fit(r.Record, 9)+"  "+p.look.Fit(Announced(r), 13)+"  "+r.Why(), w)
}

// Announced says whether a removal is announced.
func Announced(r *store.Removal) string {
	if r.Announced == 0 {
		return "not announced"
	}
	return "announced"
}

// TimeSource says what a time is of, and where its usual value comes from.
func TimeSource(s store.RetentionSetting) string {
	return fmt.Sprintf("%s: %s. Usual: %s, %s.", s.Name, s.Says, store.Count(s.Usual, s.Unit), s.Source)
}

// Nothing says that nothing goes.
func Nothing(r *Record) string {
	return "Nothing of " + r.Partner.Name + " goes by " + r.Forecast.Until.Words() + "."
}

// RemovalWords is what goes, for whoever reads it out.
func RemovalWords(r *store.Removal) string {
	return r.Record + ", " + string(r.Class) + ", goes on " + r.Goes.Words() + ", " + Announced(r) + ": " + r.Why() + "."
}
