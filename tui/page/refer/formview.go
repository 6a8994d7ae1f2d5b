package refer

import (
	"strings"

	"signpost/store"
	"signpost/tui/look"
)

// lay lays out what the receiver would see, as wide as the room is.
func (f *Form) lay() {
	if f.preview.known {
		f.preview.text.SetLines(packetLines(f.look, f.preview.packet, f.room.W))
	}
}

// packetLines is a packet read out.
func packetLines(lk look.Look, p store.Packet, w int) []string {
	lines := []string{lk.Title(lk.Cut("What "+orProvider(p.Provider)+" will see", w))}
	pair := func(label, value string) { lines = append(lines, lk.Pair("  "+label, value, 24, w)...) }
	pair("Given name", p.GivenName)
	pair("Reference", string(p.Client))
	pair("From", p.From)
	pair("For", p.Name)
	pair("Reason", orNone(p.Reason))
	pair("Reach the client", contactSays(p.Contact))
	pair("Standing", string(p.Standing)+" on "+p.Day.Words())
	for _, l := range p.Lines {
		pair(l.Label, l.Says)
	}
	if len(p.Lines) == 0 {
		pair("Facts", "none: the rule turns on nothing that is known")
	}
	return lines
}

func orProvider(s string) string {
	if s == "" {
		return "the receiver"
	}
	return s
}

func orNone(s string) string {
	if s == "" {
		return "none given"
	}
	return s
}

// View draws the answers, and what the receiver would see.
func (f *Form) View() string {
	lines, _, _ := f.draw()
	return strings.Join(lines[:min(len(lines), f.room.H)], "\n")
}

// Cursor is on the answer in focus.
func (f *Form) Cursor() (x, y int, ok bool) {
	_, x, y = f.draw()
	return x, y, y >= 0 && y < f.room.H && x < f.room.W
}

func (f *Form) draw() (lines []string, x, y int) {
	w, h := f.room.W, f.room.H
	switch {
	case f.confirm != nil:
		lines = strings.Split(f.confirm.View(f.look, w, h), "\n")
		lines = append(lines, "")
		return append(lines, strings.Split(f.preview.text.View(max(h-len(lines), 0)), "\n")...), 0, 0
	case f.edit.open:
		return f.drawEdit()
	case !f.preview.known:
		return []string{f.look.Cut("Working out what would be shared...", w)}, 0, -1
	case f.keep.Busy():
		return []string{f.look.Cut("Saving...", w)}, 0, -1
	}
	head := f.preview.packet.GivenName + " to " + f.preview.packet.Name + ": " + string(f.preview.result.Standing) + " today"
	lines = append(lines, f.look.Title(f.look.Cut(head, w)))
	view := f.rows.View(f.look, w, min(int(rowCount), max(h-1, 0)), func(i, w int) string {
		return f.look.Cut(f.look.Fit(rowLabels[i], 20)+"  "+f.says(row(i)), w)
	})
	x, y = f.rows.Cursor()
	y++
	lines = append(lines, strings.Split(view, "\n")...)
	if h-len(lines) > 1 {
		lines = append(lines, "")
		lines = append(lines, strings.Split(f.preview.text.View(h-len(lines)), "\n")...)
	}
	return lines, x, y
}

func (f *Form) says(r row) string {
	switch r {
	case rowReason:
		return orNone(f.form.Reason)
	case rowContact:
		return contactSays(store.Contact{By: f.form.Contact.By})
	case rowDetail:
		if f.form.Contact.By == store.ThroughCoach {
			return "not needed"
		}
		return orNone(f.form.Contact.Detail)
	case rowBasis:
		return basisSays(f.form.Basis)
	}
	if f.form.Told == 0 {
		return "not entered: needed before sending"
	}
	return f.form.Told.Words()
}

func (f *Form) drawEdit() (lines []string, x, y int) {
	w, h := f.room.W, f.room.H
	if f.edit.choice != nil {
		x, y = f.edit.choice.Cursor(f.look, w, h)
		return strings.Split(f.edit.choice.View(f.look, w, h), "\n"), x, y
	}
	lines = f.look.Wrap(editQuestions[f.edit.row], w)
	for i := range lines {
		lines[i] = f.look.Title(lines[i])
	}
	x, y = f.edit.field.CursorX(f.look, w), len(lines)
	lines = append(lines, f.edit.field.View(f.look, w))
	if f.edit.wrong != "" {
		lines = append(lines, f.look.Wrap(f.edit.wrong, w)...)
	}
	return lines, x, y
}

var editQuestions = [rowCount]string{
	rowReason: "Why do you refer this client? The receiver reads it. No surname, no National Insurance number.",
	rowDetail: "Which number or address is to be used?",
	rowTold:   "On which day was the client told what is shared, and with whom?",
}
