package access

import (
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/tui/look"
)

// View draws the list, the record in focus, or what is being entered.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, x >= 0 && y >= 0 && y < p.room.H && x < p.room.W
}

func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case !p.got.loaded:
		return []string{p.look.Cut("Opening the members and their keys...", w)}, 0, -1
	case p.work.Busy():
		return []string{p.look.Cut("Saving...", w)}, 0, -1
	case p.job.open():
		return p.job.draw(p.look, w, h)
	case p.list.whole:
		return strings.Split(p.list.text.View(h), "\n"), 0, 0
	}
	lines = []string{p.look.Tabs(p.tabs(), int(p.list.part), w)}
	if p.list.filter != nil {
		at, width := p.field()
		x, y = at+p.list.filter.CursorX(p.look, width), 1
		lines = append(lines, p.look.Cut(filterLabel, at)+p.list.filter.View(p.look, width))
	}
	rows := p.rows(p.list.part)
	if len(rows) == 0 {
		says := "Nothing here yet. Press n to invite somebody."
		if p.list.filter != nil {
			says = "Nothing fits. Press Esc to take the filter away."
		}
		return append(lines, p.look.Wrap(says, w)...), x, y
	}
	list := &p.list.rows[p.list.part]
	if view := list.View(p.look, w, h-len(lines), func(i, w int) string { return p.row(&rows[i], w) }); view != "" {
		if p.list.filter == nil {
			x, y = list.Cursor()
			y += len(lines)
		}
		lines = append(lines, strings.Split(view, "\n")...)
	}
	return lines, x, y
}

const filterLabel = "Show only "

// field is where the filter's field begins, and how wide it is.
func (p *Page) field() (x, w int) {
	x = min(len(filterLabel), p.room.W)
	return x, min(p.room.W-x, 30)
}

func (p *Page) tabs() []string {
	return []string{
		fmt.Sprintf("partners (%d)", len(p.got.partners)), fmt.Sprintf("members (%d)", len(p.got.members)),
		fmt.Sprintf("keys (%d)", len(p.got.keys)), fmt.Sprintf("invitations (%d)", len(p.got.invitations)),
		fmt.Sprintf("programmes (%d)", len(p.got.programmes)),
	}
}

// stateWidth holds the longest state: "revoked on 27 September 2026".
const stateWidth = 28

// row draws a record: its state last where there is room, so that the columns
// stand still.
func (p *Page) row(r *row, w int) string {
	widths := [...][]int{{34, 10}, {22, 24, 18}, {20, 0}, {16, 18, 0}, {0}}[p.list.part]
	state := [...]int{stateWidth, 6, stateWidth, stateWidth, stateWidth}[p.list.part]
	used := state
	for _, n := range widths {
		used += n + 2
	}
	var b strings.Builder
	for i, cell := range r.cells {
		n := widths[i]
		if n == 0 { // takes what is left
			n = max(w-used, 0)
		}
		if n > 0 {
			b.WriteString(p.look.Fit(cell, n) + "  ")
		}
	}
	if used > w { // a narrow window: the name and the state matter most
		name := max(min(w-state-2, widths[0]), 8)
		return p.look.Cut(p.look.Fit(r.cells[0], name)+"  "+r.state, w)
	}
	return strings.TrimRight(p.look.Cut(b.String()+r.state, w), " ")
}

// lay lays out the record in focus, whole.
func (p *Page) lay() {
	r, ok := p.chosen()
	if !p.list.whole || !ok {
		p.list.whole = false
		return
	}
	var lines []string
	pair := func(label, value string) {
		lines = append(lines, p.look.Pair(label, value, 16, p.room.W)...)
	}
	for _, s := range p.look.Wrap(r.cells[0], p.room.W) {
		lines = append(lines, p.look.Title(s))
	}
	[...]func(string, func(label, value string)){p.partnerWhole, p.memberWhole, p.keyWhole, p.invitationWhole, p.programmeWhole}[p.list.part](r.id, pair)
	p.list.text.SetLines(lines)
}

func (p *Page) partnerWhole(id string, pair func(label, value string)) {
	for _, x := range p.got.partners {
		if string(x.ID) != id {
			continue
		}
		pair("Id", id)
		pair("State", map[bool]string{true: "locked: its members may do nothing", false: "open"}[x.Locked])
		pair("Added on", p.day(x.Added))
	}
	label := "Members"
	for _, m := range p.got.members {
		if string(m.Partner) == id {
			pair(label, m.Name+": "+roleWords(m.Roles)+map[bool]string{true: " (locked)"}[m.Locked])
			label = ""
		}
	}
}

func (p *Page) memberWhole(id string, pair func(label, value string)) {
	m := p.got.member(keys.MemberID(id))
	pair("Id", id)
	pair("Partner", p.got.partner(m.Partner))
	pair("State", map[bool]string{true: "locked: may do nothing", false: "open"}[m.Locked])
	pair("Added on", p.day(m.Added))
	label := "Roles"
	for _, r := range m.Roles {
		pair(label, string(r)+": "+says(r))
		label = ""
	}
	label = "Keys"
	for _, k := range p.got.keys {
		if k.Member == m.ID {
			pair(label, string(k.Fingerprint)+", "+p.keyState(k))
			label = ""
		}
	}
	if label != "" {
		pair(label, "none: a makes a code for a new one")
	}
}

func (p *Page) keyWhole(id string, pair func(label, value string)) {
	for _, k := range p.got.keys {
		if string(k.Fingerprint) != id {
			continue
		}
		pair("Fingerprint", id)
		pair("Type", k.Type)
		pair("Member", string(k.Member)+", "+p.got.partner(p.got.member(k.Member).Partner))
		pair("State", p.keyState(k))
		pair("Added on", p.day(k.Added))
		if k.Fingerprint == p.desk.Who().Fingerprint {
			pair("", "This is the key you are using now.")
		}
	}
}

func (p *Page) invitationWhole(id string, pair func(label, value string)) {
	for _, v := range p.got.invitations {
		if string(v.ID) != id {
			continue
		}
		pair("Id", id)
		pair("Partner", p.got.partner(v.Partner))
		if v.Member != "" {
			pair("For", "another key of "+string(v.Member))
		}
		pair("Roles", roleWords(v.Roles))
		pair("State", p.invitationState(v))
		pair("Made on", p.day(v.Made)+map[bool]string{true: " by " + p.got.member(v.By).Name}[v.By != ""])
		pair("Good until", clock(v.Ends.In(p.desk.Now().Location())))
		pair("Wrong codes", fmt.Sprintf("%d of %d tries", v.Wrong, keys.InvitationTries))
	}
}

// head is a question in bold, in w columns.
func head(lk look.Look, s string, w int) []string {
	lines := lk.Wrap(s, w)
	for i := range lines {
		lines[i] = lk.Title(lines[i])
	}
	return lines
}
