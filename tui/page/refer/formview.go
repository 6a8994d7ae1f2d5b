package refer

import (
	"cmp"
	"strings"

	"signpost/store"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// lay lays out what scrolls, as wide as the room is.
func (f *Form) lay() {
	if f.preview.known {
		lines := append(f.checkLines(f.room.W), f.look.Wrap(entry.WhyShared(&f.preview.grounds, f.form.Basis), f.room.W)...)
		lines = append(lines, turn.Packet(f.look, &f.preview.packet, f.room.W)...)
		f.preview.text.SetLines(lines)
	}
	if f.over.theirs != nil {
		f.over.text.SetLines(f.clashLines())
	}
}

// clashLines shows the answers of both versions where they differ.
func (f *Form) clashLines() []string {
	w := f.room.W
	lines := []string{f.look.Title(f.look.Cut("Somebody else changed this draft", w)), ""}
	theirs := formOf(*f.over.theirs)
	for r := range rowCount {
		if a, b := rowSays(theirs, r), rowSays(f.form, r); a != b {
			lines = append(lines, entry.Versions(f.look, rowLabels[r], a, b, w)...)
		}
	}
	if len(lines) == 2 {
		lines = append(lines, f.look.Wrap("What you entered is saved already.", w)...)
	}
	lines = append(lines, "")
	return append(lines, f.look.Wrap("Press m to save mine over theirs, or t to take theirs and drop mine.", w)...)
}

func orNone(s string) string { return cmp.Or(s, "none given") }

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
	case f.over.keep.Busy():
		return []string{f.look.Cut("Saving...", w)}, 0, -1
	case !f.preview.known:
		return []string{f.look.Cut("Working out what would be shared...", w)}, 0, -1
	case f.over.theirs != nil:
		return strings.Split(f.over.text.View(h), "\n"), 0, 0
	case f.over.confirm != nil:
		lines = strings.Split(f.over.confirm.View(f.look, w, h), "\n")
		for i := range lines {
			lines[i] = f.look.Title(lines[i])
		}
		return f.andPacket(lines), 0, 0
	case f.edit.choice != nil:
		x, y = f.edit.choice.Cursor(f.look, w, h)
		return strings.Split(f.edit.choice.View(f.look, w, h), "\n"), x, y
	case f.edit.words != nil:
		x, y = f.edit.words.Cursor(f.look, w)
		return strings.Split(f.edit.words.View(f.look, w, h), "\n"), x, y
	}
	head := f.preview.packet.GivenName + " to " + f.preview.packet.Name + ": " + string(f.preview.result.Standing) + " today"
	if f.form.After != "" {
		head += ", after " + string(f.form.After)
	}
	lines = append(lines, f.look.Title(f.look.Cut(head, w)))
	if view := f.rows.View(f.look, w, min(f.rows.Len(), max(h-1, 0)), f.row); view != "" {
		x, y = f.rows.Cursor()
		y++
		lines = append(lines, strings.Split(view, "\n")...)
	}
	return f.andPacket(lines), x, y
}

func (f *Form) row(i, w int) string {
	label, says := f.rowWords(row(i))
	return f.look.Cut(f.look.Fit(label, 20)+"  "+says, w)
}

// rowWords is a row: an answer, or why it is sent against a check.
func (f *Form) rowWords(r row) (label, says string) {
	c, ok := f.against(r)
	if !ok {
		return rowLabels[r], rowSays(f.form, r)
	}
	level := map[store.CheckLevel]string{store.CheckStop: "Stop", store.CheckWarning: "Warning"}[c.Level]
	return level + ": " + checkNames[c.ID], cmp.Or(f.form.Overrides[c.ID], "not written: needed before sending")
}

// andPacket puts what the receiver would see below the lines, as far as it fits,
// and says where it goes on.
func (f *Form) andPacket(lines []string) []string {
	room := f.room.H - len(lines) - 1
	if room < 1 {
		return lines
	}
	lines = append(lines, "")
	text := f.preview.text.View(room)
	if f.preview.text.Where() == "" || room < 3 {
		return append(lines, strings.Split(text, "\n")...)
	}
	text = f.preview.text.View(room - 1)
	lines = append(lines, strings.Split(text, "\n")...)
	return append(lines, f.look.Cut("What they see, "+f.preview.text.Where()+". Space reads on.", f.room.W))
}

// rowSays is one answer in words.
func rowSays(form store.ReferralForm, r row) string {
	switch r {
	case rowReason:
		return orNone(form.Reason)
	case rowContact:
		return turn.ContactWords(store.Contact{By: form.Contact.By})
	case rowDetail:
		if form.Contact.By == store.ThroughCoach {
			return "not needed"
		}
		return cmp.Or(form.Contact.Detail, "not entered: needed before sending")
	case rowBasis:
		return turn.SharingOf(&form).Words()
	case rowAgreed:
		return turn.AgreedWords(&form)
	}
	return cmp.Or(form.Told.Words(), "not entered: needed before sending")
}
