package find

import (
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// roomLines says what room there is, and that it was said too long ago.
func roomLines(lk look.Look, d *store.Delivery, today store.Day, w int) []string {
	mark, paint := lk.Glyphs.Ask, lk.Warn
	switch says := entry.RoomWords(d, today); {
	case says == "":
		return nil
	case d.Stale(today):
	case d.Capacity.Code == store.HasSpace:
		mark, paint = lk.Glyphs.Yes, lk.Good
	case d.Capacity.Code == store.NoSpace:
		mark, paint = lk.Glyphs.No, lk.Bad
	}
	lines := lk.Hang(mark+" ", entry.RoomWords(d, today), w)
	for i := range lines {
		lines[i] = paint(lines[i])
	}
	return lines
}

// openLines says in words whether a programme takes referrals, after a mark.
func openLines(lk look.Look, pr *store.Programme, open store.Tri, w int) []string {
	mark, says, paint := lk.Glyphs.Ask, "Not known whether it takes referrals today: ask the provider.", lk.Warn
	switch open {
	case store.Yes:
		mark, says, paint = lk.Glyphs.Yes, "Open to referrals.", lk.Good
		if pr.Dates.Closes != 0 {
			says = "Open to referrals until " + pr.Dates.Closes.Words() + "."
		}
	case store.No:
		mark, says, paint = lk.Glyphs.No, "Closed to referrals.", lk.Bad
	}
	if pr.Dates.Says != "" {
		says += " " + sentence(pr.Dates.Says) + "."
	}
	if pr.Dates.Unverified {
		says += " No source was read for these dates."
	}
	lines := lk.Hang(mark+" ", says, w)
	for i := range lines {
		lines[i] = paint(lines[i])
	}
	return lines
}
