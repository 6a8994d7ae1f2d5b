package triage

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// board is an answer in view: the programmes by standing, and the reasons of the
// one in focus.
type board struct {
	look   look.Look
	answer store.Answer
	groups [4][]store.Result // by standing, for a person only
	tab    int
	lists  [4]look.List
	text   look.Text
	told   store.Result // whose reasons stand beside the list
	past   entry.Past   // where the client was referred already
	rooms  entry.Rooms  // what room there is, and of which day that is
	today  store.Day
}

// set shows an answer. With keep, the focus stays on its programme where it
// still has that standing; otherwise it goes to the first.
func (b *board) set(a store.Answer, keep bool) {
	var at [4]store.ProgrammeID
	for i := range b.groups {
		if n := b.lists[i].At(); keep && n < len(b.groups[i]) {
			at[i] = b.groups[i][n].ID
		}
	}
	b.answer = a
	b.groups = [4][]store.Result{}
	for _, r := range a.Results {
		if r.NotPerson {
			continue
		}
		for i, st := range store.Standings() {
			if r.Standing == st {
				b.groups[i] = append(b.groups[i], r)
			}
		}
	}
	for i := range b.lists {
		b.lists[i].SetLen(len(b.groups[i]))
		if !keep {
			b.lists[i].SetAt(0)
		}
		for n := range b.groups[i] {
			if b.groups[i][n].ID == at[i] {
				b.lists[i].SetAt(n)
			}
		}
	}
	b.tell()
}

// tell puts the reasons of the result in focus beside the list. While keys keep
// coming that waits: on a slow line they cost more than the rows.
func (b *board) tell() { b.told, _ = b.chosen() }

// stale says whether the reasons beside the list are not those of the result in
// focus.
func (b *board) stale() bool {
	now, _ := b.chosen()
	return now.ID != b.told.ID
}

// chosen is the result in focus, if there is one.
func (b *board) chosen() (store.Result, bool) {
	list := b.groups[b.tab]
	if len(list) == 0 {
		return store.Result{}, false
	}
	return list[b.lists[b.tab].At()], true
}

// show moves the focus to a programme, in whichever standing it is.
func (b *board) show(id store.ProgrammeID) {
	for i := range b.groups {
		for n := range b.groups[i] {
			if b.groups[i][n].ID == id {
				b.tab = i
				b.lists[i].SetAt(n)
			}
		}
	}
}

// move takes a key that moves over the programmes or the standings.
func (b *board) move(k tea.KeyPressMsg) {
	if at, ok := look.TabKey(k, b.tab, len(b.groups)); ok {
		b.tab = at
		return
	}
	b.lists[b.tab].Key(k)
}

// step goes n programmes on in the standing, and lays out the reasons.
func (b *board) step(n, w int) {
	list := &b.lists[b.tab]
	list.SetAt(list.At() + n)
	b.text.Top()
	b.lay(w)
}

// lay lays out why, for the result in focus.
func (b *board) lay(w int) {
	if r, ok := b.chosen(); ok {
		b.text.SetLines(Reasons(b.look, r, b.rooms.Words(r.ID, b.today), w))
	}
}

// counts is the four standings with how many there are of each.
func (b *board) counts() string {
	parts := make([]string, 4)
	for i, name := range standingNames {
		parts[i] = fmt.Sprintf("%s %d %s", mark(b.look, store.Standings()[i]), len(b.groups[i]), name)
	}
	return strings.Join(parts, "   ")
}

// best is the counts and the n programmes that come first, in w columns.
func (b *board) best(n, w int) []string {
	lines := []string{b.look.Cut(b.counts(), w)}
	for i, group := range b.groups[:3] {
		for _, r := range group[:min(len(group), n+1-len(lines))] {
			lines = append(lines, b.look.Cut(b.row(store.Standings()[i], r, w), w))
		}
	}
	return lines
}

// draw is the programmes by standing, a note under the standings, in w columns
// and h lines; x and y are where the focus is.
func (b *board) draw(note string, w, h int) (lines []string, x, y int) {
	tabs := make([]string, 4)
	for i, name := range standingNames {
		tabs[i] = fmt.Sprintf("%s (%d)", name, len(b.groups[i]))
	}
	lines = append(lines, b.look.Tabs(tabs, b.tab, w), b.look.Cut(note, w))
	group, list := b.groups[b.tab], &b.lists[b.tab]
	if len(group) == 0 {
		return append(lines, b.look.Wrap(emptyWords[b.tab], w)...), 0, 0
	}
	standing, left := store.Standings()[b.tab], w
	if w >= paneFrom {
		left = w / 2
	}
	view := list.View(b.look, left, h-len(lines), func(i, w int) string { return b.look.Cut(b.row(standing, group[i], w), w) })
	if view == "" {
		return lines, x, y
	}
	x, y = list.Cursor()
	y += len(lines)
	rows := strings.Split(view, "\n")
	if left < w {
		rows = b.beside(rows, Reasons(b.look, b.told, b.rooms.Words(b.told.ID, b.today), w-left-3), left, h-len(lines))
	}
	return append(lines, rows...), x, y
}

// paneFrom is the width from which the reasons stand beside the list.
const paneFrom = 110

// beside puts the pane to the right of the rows, which are made left columns
// wide, in h lines.
func (b *board) beside(rows, pane []string, left, h int) []string {
	out := make([]string, h)
	for i := range out {
		if i < len(rows) {
			out[i] = rows[i]
		}
		out[i] += strings.Repeat(" ", max(left-look.Width(out[i]), 0)) + " " + b.look.Glyphs.Bar
		if i < len(pane) && pane[i] != "" {
			out[i] += " " + pane[i]
		}
	}
	return out
}

func (b *board) row(s store.Standing, r store.Result, w int) string {
	name := max(min(max(w-32, w/2-2), 44), 10)
	gist := rowWords(r)
	for _, first := range []string{b.rooms.Room(r.ID, b.today), b.past[r.ID]} {
		if first != "" {
			gist = strings.TrimSuffix(first+"; "+gist, "; ")
		}
	}
	return mark(b.look, s) + " " + b.look.Fit(r.Name, name) + "  " + gist
}

// name is the programme's name, or its id where it is not on the board.
func (b *board) name(id store.ProgrammeID) string {
	for _, r := range b.answer.Results {
		if r.ID == id {
			return r.Name
		}
	}
	return string(id)
}

var standingNames = [4]string{"eligible", "unclear", "near", "not eligible"}

var emptyWords = [4]string{
	"No programme is certain for this client. Look at what is unclear: press 2.",
	"No programme is unclear for this client.",
	"No programme is a near miss for this client.",
	"No programme is out of reach for this client.",
}

func mark(lk look.Look, s store.Standing) string {
	switch s {
	case store.Eligible:
		return lk.Glyphs.Yes
	case store.Unclear:
		return lk.Glyphs.Ask
	case store.NearMiss:
		return lk.Glyphs.Near
	}
	return lk.Glyphs.No
}

// Reasons is a result read out: the standing, what helps, what room there is, and
// each reason with its sign and the number of its source, in lines of w columns.
func Reasons(lk look.Look, r store.Result, room string, w int) []string {
	var lines []string
	for _, s := range lk.Wrap(r.Name, w) {
		lines = append(lines, lk.Title(s))
	}
	lines = append(lines, lk.Wrap(mark(lk, r.Standing)+" "+standingWords(r), w)...)
	if len(r.Helps) > 0 {
		lines = append(lines, lk.Hang("Helps with: ", labels(r.Helps), w)...)
	}
	if room != "" {
		lines = append(lines, lk.Wrap(room, w)...)
	}
	var sources []string
	part := func(head, sign string, reasons []store.Reason) {
		if len(reasons) == 0 {
			return
		}
		lines = append(lines, "", lk.Title(lk.Cut(head, w)))
		for _, reason := range reasons {
			if reason.Source != "" && !slices.Contains(sources, reason.Source) {
				sources = append(sources, reason.Source)
			}
			lines = append(lines, reasonLines(lk, sign, reason, slices.Index(sources, reason.Source)+1, w)...)
		}
	}
	part("In the way", lk.Glyphs.No, r.Failed)
	part("Not known", lk.Glyphs.Ask, r.Missing)
	part("Met", lk.Glyphs.Yes, r.Met)
	if len(sources) > 0 {
		lines = append(lines, "", lk.Title(lk.Cut("Sources", w)))
	}
	for i, s := range sources {
		lines = append(lines, lk.Hang(fmt.Sprintf(" [%d] ", i+1), s, w)...)
	}
	return lines
}

// reasonLines is one reason; source is the number of its source, 0 for none.
func reasonLines(lk look.Look, sign string, r store.Reason, source, w int) []string {
	says := r.Says
	if source > 0 {
		says += fmt.Sprintf(" [%d]", source)
	}
	lines := lk.Hang(" "+sign+" ", says, w)
	for _, s := range []string{r.Short, r.Note} {
		if s != "" {
			lines = append(lines, lk.Hang("   ", capital(s), w)...)
		}
	}
	if r.Question != "" {
		lines = append(lines, lk.Hang("   Ask: ", r.Question, w)...)
	}
	return lines
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func standingWords(r store.Result) string {
	switch r.Standing {
	case store.Eligible:
		return "Eligible: every rule is met"
	case store.Unclear:
		return fmt.Sprintf("Unclear: nothing stands in the way, %d not known", len(r.Missing))
	case store.NearMiss:
		if r.When != 0 {
			return "Near: one fact stands in the way until " + r.When.Words()
		}
		return "Near: one fact stands in the way, and it can change"
	}
	return "Not eligible"
}

func labels(bs []store.Barrier) string {
	out := make([]string, len(bs))
	for i, b := range bs {
		out[i] = b.Label()
	}
	return strings.Join(out, ", ")
}

// rowWords is the one thing most worth knowing of a result, for a row of a list.
func rowWords(r store.Result) string {
	switch {
	case r.Standing == store.NearMiss && len(r.Failed) > 0 && r.Failed[0].Short != "":
		return r.Failed[0].Short
	case r.Standing == store.NearMiss && r.When != 0:
		return "from " + r.When.Words()
	case r.Standing == store.NearMiss && len(r.Failed) > 0 && r.Failed[0].Note != "":
		return r.Failed[0].Note
	case len(r.Failed) > 0 && r.Failed[0].Fact == "": // closed, or not for a person
		return r.Failed[0].Says
	case len(r.Failed) > 0:
		return "not met: " + r.Failed[0].Says
	case len(r.Helps) > 0:
		return "helps " + labels(r.Helps)
	case r.Standing == store.Unclear:
		return fmt.Sprintf("%d to ask", len(r.Missing))
	}
	return ""
}
