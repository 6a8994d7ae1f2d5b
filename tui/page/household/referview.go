package household

import (
	"cmp"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/turn"
)

// lay lays out what the receiver sees of the person in focus.
func (f *forms) lay(lk look.Look, w int) {
	if len(f.shown) == 0 {
		return
	}
	p := &f.people[f.shown[f.rows.At()].person]
	if p.got.Packet.Client == "" {
		f.text.SetLines(lk.Wrap("Nothing of "+p.person.Name+" is sent.", w))
		return
	}
	var lines []string
	for _, c := range p.got.Checks {
		lines = append(lines, lk.Hang(levelWords(c.Level)+": ", c.Says, w)...)
	}
	lines = append(lines, turn.Packet(lk, &p.got.Packet, w)...)
	f.text.SetLines(lines)
}

func levelWords(l store.CheckLevel) string {
	switch l {
	case store.CheckStop:
		return "Stop"
	case store.CheckWarning:
		return "Warning"
	case store.CheckNote:
	}
	return "Note"
}

func (f *forms) draw(lk look.Look, w, h int) (lines []string, x, y int) {
	switch {
	case f.send.Busy():
		return []string{lk.Cut("Sending...", w)}, 0, -1
	case f.words != nil:
		return drawWords(lk, f.words, w, h)
	case f.choice != nil:
		return drawChoice(lk, f.choice, w, h)
	case f.sure != nil:
		for _, line := range strings.Split(f.sure.View(lk, w, h), "\n") {
			lines = append(lines, lk.Title(line))
		}
		return f.andText(lk, lines, w, h), 0, 0
	}
	lines = []string{lk.Title(lk.Cut("To "+f.name+": sent together or not at all", w))}
	room := min(len(f.shown), max(h-1, 0))
	if h >= 12 { // and what they see below
		room = min(room, h-7)
	}
	view := f.rows.View(lk, w, room, func(i, w int) string { return lk.Cut(f.rowSays(lk, f.shown[i]), w) })
	if view != "" {
		x, y = f.rows.Cursor()
		y++
		lines = append(lines, strings.Split(view, "\n")...)
	}
	return f.andText(lk, lines, w, h), x, y
}

// andText puts what the receiver sees below the lines, as far as it fits, and
// says where it goes on.
func (f *forms) andText(lk look.Look, lines []string, w, h int) []string {
	room := h - len(lines) - 1
	if room < 2 {
		return lines
	}
	lines = append(lines, "")
	view := f.text.View(room)
	if f.text.Where() == "" || room < 3 {
		return append(lines, strings.Split(view, "\n")...)
	}
	view = f.text.View(room - 1)
	lines = append(lines, strings.Split(view, "\n")...)
	return append(lines, lk.Cut("What they see, "+f.text.Where()+". Space reads on.", w))
}

func (f *forms) rowSays(lk look.Look, r row) string {
	p := &f.people[r.person]
	pair := func(label, value string) string { return "  " + lk.Fit(label, 18) + "  " + value }
	switch r.kind {
	case rowReason:
		return pair("Reason", cmp.Or(p.answer.Reason, "none given"))
	case rowContact:
		return pair("Contact", turn.ContactWords(store.Contact{By: p.answer.Contact.By}))
	case rowDetail:
		return pair("Contact detail", cmp.Or(p.answer.Contact.Detail, "not entered: needed before sending"))
	case rowBasis:
		return pair("Basis for sharing", turn.SharingOf(&p.answer).Words())
	case rowTold:
		return pair("Told on", cmp.Or(p.answer.Told.Words(), "not entered: needed before sending"))
	case rowAgreed:
		return pair("Agreed on", turn.AgreedWords(&p.answer))
	case rowCheck:
		return pair(levelWords(r.check.Level), "sent all the same: "+cmp.Or(p.answer.Overrides[r.check.ID], "why not entered")+" ("+r.check.Says+")")
	case rowWho:
	}
	switch {
	case p.person.Client == "":
		return p.person.Name + ": not a client yet, so not referred. Enter makes them one."
	case p.goes:
		return p.person.Name + ", client " + string(p.person.Client) + ": is referred"
	}
	return p.person.Name + ", client " + string(p.person.Client) + ": is not referred"
}
