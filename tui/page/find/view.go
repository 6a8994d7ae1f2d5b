package find

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
)

// paneFrom is the width from which the programme in focus is shown beside the
// list; below it, in two lines under the list.
const paneFrom = 110

// underLines is how many lines the programme in focus has under the list.
const underLines = 3

// View draws the words, the filters, what was found, and the one in focus.
func (p *Page) View() string {
	if p.over != nil {
		return p.over.choice.View(p.look, p.room.W, p.room.H)
	}
	head := p.head()
	if len(head) >= p.room.H {
		return strings.Join(head[:p.room.H], "\n")
	}
	return strings.Join(append(head, p.body(p.room.H-len(head))...), "\n")
}

// head is the words, the filters and how many were found.
func (p *Page) head() []string {
	if p.drawn.head == nil {
		p.drawn.head = p.drawHead()
	}
	return slices.Clip(p.drawn.head)
}

func (p *Page) drawHead() []string {
	const label = "Words  "
	var head []string
	if p.room.W <= len(label)+8 {
		head = append(head, p.words.View(p.look, p.room.W))
	} else {
		head = append(head, label+p.words.View(p.look, p.fieldWidth()))
	}
	head = append(head, p.flow(p.filters(!p.words.Focused()))...)
	count := p.look.Wrap(p.count(), p.room.W)
	for i := range count {
		count[i] = p.look.Title(count[i])
	}
	return append(head, count...)
}

func (p *Page) fieldWidth() int {
	if p.room.W <= 15 {
		return p.room.W
	}
	return min(p.room.W-7, 60)
}

// flow sets the parts on as few lines as they need.
func (p *Page) flow(parts []string) []string {
	var lines []string
	line := ""
	for _, part := range parts {
		part = p.look.Text(part)
		if line != "" && look.Width(line)+2+look.Width(part) <= p.room.W {
			line += "  " + part
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = p.look.Cut(part, p.room.W)
	}
	return append(lines, line)
}

// count says how many were found, and which words found nothing.
func (p *Page) count() string {
	switch {
	case p.wrong != "":
		return p.wrong
	case !p.fresh && len(p.found.Hits) == 0:
		return "Looking..."
	case p.found.Total == 0:
		return "Nothing found." + p.ignored()
	}
	s := fmt.Sprintf("%d found", p.found.Total)
	if p.found.Total > len(p.found.Hits) {
		s += fmt.Sprintf(", the first %d shown: add a word or a filter", len(p.found.Hits))
	}
	return s + "." + p.ignored()
}

func (p *Page) ignored() string {
	if len(p.found.Ignored) == 0 {
		return ""
	}
	return " Left out, as nothing has it: " + strings.Join(p.found.Ignored, ", ") + "."
}

// body is the list and the programme in focus, in h lines.
func (p *Page) body(h int) []string {
	if len(p.found.Hits) == 0 {
		return p.nothing(h)
	}
	if p.room.W >= paneFrom {
		return p.wide(h)
	}
	if h < underLines+3 {
		return p.rows(p.room.W, h)
	}
	lines := p.rows(p.room.W, h-underLines)
	for len(lines) < h-underLines {
		lines = append(lines, "")
	}
	return append(lines, p.under(p.room.W)...)
}

func (p *Page) rows(w, h int) []string {
	return strings.Split(p.list.View(p.look, w, h, p.row), "\n")
}

// The columns of a row: a name is whole where it can be, up to nameMost; the
// provider has providerLeast at the least, as it is told below in full.
const (
	nameMost      = 58
	providerLeast = 14
	roomWidth     = 20 // what room there is, where the list has room for it
)

// row is one programme: its name, its provider and whether it is open.
func (p *Page) row(i, w int) string {
	if p.drawn.w != w || len(p.drawn.rows) != len(p.found.Hits) {
		p.drawn.rows, p.drawn.w = make([]string, len(p.found.Hits)), w
	}
	if p.drawn.rows[i] == "" {
		p.drawn.rows[i] = p.drawRow(i, w)
	}
	return p.drawn.rows[i]
}

func (p *Page) drawRow(i, w int) string {
	hit := p.found.Hits[i]
	state := openWord(hit.Open)
	if w < 40 {
		return p.look.Cut(hit.Programme.Name+", "+state, w)
	}
	rest := w - 2 - len("not known")
	if p.room.W >= paneFrom { // the provider is beside the list
		room := p.rooms.Room(hit.Programme.ID, p.query.Day)
		return p.look.Cut(p.look.Fit(hit.Programme.Name, rest-roomWidth-2)+"  "+p.look.Fit(state, len("not known"))+"  "+room, w)
	}
	name := min(rest-2-providerLeast, nameMost)
	row := p.look.Fit(hit.Programme.Name, name) + "  " + p.look.Fit(hit.Programme.Provider, rest-name-2) + "  " + state
	return p.look.Cut(row, w)
}

// openWord is nine columns at most.
func openWord(open store.Tri) string {
	switch open {
	case store.Yes:
		return "open"
	case store.No:
		return "closed"
	}
	return "not known"
}

// nothing says what would find something.
func (p *Page) nothing(h int) []string {
	if !p.fresh || p.wrong != "" {
		return nil
	}
	var lines []string
	if near := p.found.Nearest; near != nil {
		lines = p.look.Wrap(near.Says+". Press Enter to show "+these(near.Total)+".", p.room.W)
	} else {
		lines = p.look.Wrap("Use fewer words, or words for what the client needs, such as training or transport.", p.room.W)
	}
	return lines[:min(len(lines), h)]
}

func these(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// under is the programme told of in underLines lines: its name, so that it is
// never taken for another while the marker moves on, and its provider, with which
// part of the list is in view; then why it was found and what it gives.
func (p *Page) under(w int) []string {
	hit := p.told
	if hit == nil {
		return nil
	}
	where := p.look.Cut(p.list.Where(), w/2)
	name := p.look.Title(p.look.Cut(hit.Programme.Name+", "+hit.Programme.Provider, w-look.Width(where)-2))
	if where != "" {
		name += strings.Repeat(" ", max(w-look.Width(name)-look.Width(where), 0)) + where
	}
	says := hit.Programme.Gives
	if room := p.rooms.Words(hit.Programme.ID, p.query.Day); room != "" {
		says = room + " " + says
	}
	if why := matched(hit); why != "" {
		says = why + ". " + says
	}
	gives := p.look.Wrap(says, w)
	if len(gives) > underLines-1 {
		gives = append(gives[:underLines-2], p.look.Cut(strings.Join(gives[underLines-2:], " "), w))
	}
	return append([]string{name}, gives...)
}

func (p *Page) hit() *search.Hit {
	if i := p.list.At(); i < len(p.found.Hits) {
		return &p.found.Hits[i]
	}
	return nil
}

// matched says which words were found where.
func matched(hit *search.Hit) string {
	var parts []string
	for _, m := range hit.Matched {
		s := fmt.Sprintf("%q in %s", m.Word, fieldWords(m.Field))
		if !strings.EqualFold(m.Word, m.As) && m.As != "" {
			s = fmt.Sprintf("%q as %q in %s", m.Word, m.As, fieldWords(m.Field))
		}
		if !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Found " + strings.Join(parts, ", ")
}

// fieldWords names a field of a record as a person would.
func fieldWords(field string) string {
	switch field {
	case "name", "provider", "area":
		return "the " + field
	case "other name":
		return "another name"
	case "gives":
		return "what it gives"
	case "barrier":
		return "what it helps with"
	case "audience":
		return "who it is for"
	case "words":
		return "what people call it"
	}
	return field
}

// wide is the list on the left and the programme in focus on the right.
func (p *Page) wide(h int) []string {
	left := p.room.W * 55 / 100
	right := p.room.W - left - 3
	rows := p.rows(left, h-1)
	pane := p.pane(right, h)
	lines := make([]string, h)
	for i := range lines {
		l, r := "", ""
		if i < len(rows) {
			l = rows[i]
		}
		if i == h-1 {
			l = p.list.Where()
		}
		if i < len(pane) {
			r = pane[i]
		}
		if l+r != "" {
			l += strings.Repeat(" ", max(left-look.Width(l), 0)) + " " + p.look.Glyphs.Bar + " "
		}
		lines[i] = strings.TrimRight(l+r, " ")
	}
	return lines
}

// pane is the programme told of, as far as h lines go.
func (p *Page) pane(w, h int) []string {
	hit := p.told
	if hit == nil {
		return nil
	}
	pr := hit.Programme
	lines := p.look.Wrap(pr.Name, w)
	for i := range lines {
		lines[i] = p.look.Title(lines[i])
	}
	lines = append(lines, p.look.Wrap(pr.Provider, w)...)
	lines = append(lines, p.openLine(pr, hit.Open, w)...)
	if room := p.rooms.Words(pr.ID, p.query.Day); room != "" {
		lines = append(lines, p.look.Wrap(room, w)...)
	}
	for _, s := range []string{pr.Gives, pr.For, matched(hit)} {
		if s != "" {
			lines = append(lines, "")
			lines = append(lines, p.look.Wrap(s, w)...)
		}
	}
	if len(lines) > h {
		lines = append(lines[:h-1], p.look.Cut("Press Enter to read on.", w))
	}
	return lines
}

func (p *Page) openLine(pr *store.Programme, open store.Tri, w int) []string {
	return openLines(p.look, pr, open, w)
}

// Cursor is in the words, or on the row in focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	if p.over != nil {
		x, y = p.over.choice.Cursor(p.look, p.room.W, p.room.H)
		return x, y, y < p.room.H
	}
	if p.words.Focused() {
		x = p.words.CursorX(p.look, p.fieldWidth())
		if p.room.W > 15 {
			x += 7
		}
		return x, 0, x < p.room.W
	}
	x, y = p.list.Cursor()
	y += len(p.head())
	return x, y, y < p.room.H && len(p.found.Hits) > 0
}
