package turn

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// keyed is the key of a move, the same on every page, and what the footer calls
// it.
var keyed = map[store.ReferralMove]struct{ key, does string }{
	store.MoveAcknowledge: {"y", "acknowledge"},
	store.MoveAccept:      {"a", "accept"},
	store.MoveWait:        {"l", "waiting list"},
	store.MoveDecline:     {"d", "decline"},
	store.MoveStart:       {"s", "start"},
	store.MoveComplete:    {"f", "complete"},
	store.MoveOutcome:     {"o", "outcome"},
	store.MoveEndEarly:    {"x", "end early"},
	store.MoveRedirect:    {"t", "redirect"},
	store.MoveWithdraw:    {"w", "withdraw"},
	store.MoveReopen:      {"u", "reopen"},
	store.MoveNote:        {"n", "note"},
}

// ByKey is the row whose move the key makes, and whether there is one.
func ByKey(rows []store.MoveRow, name string) (store.MoveRow, bool) {
	for _, row := range rows {
		if k, ok := keyed[row.Move]; ok && k.key == name {
			return row, true
		}
	}
	return store.MoveRow{}, false
}

// Keys are the keys of the moves that can be made, in the order of the table.
func Keys(rows []store.MoveRow) []key.Binding {
	var out []key.Binding
	for _, row := range rows {
		if k, ok := keyed[row.Move]; ok {
			out = append(out, page.Bind(k.key, k.does, k.key))
		}
	}
	return out
}

// Offers are the moves that can be made and that Entry asks for: all but sending.
func Offers(rows []store.MoveRow) []store.MoveRow {
	var out []store.MoveRow
	for _, row := range rows {
		if _, ok := keyed[row.Move]; ok {
			out = append(out, row)
		}
	}
	return out
}

// Under is a text that scrolls in h lines of w columns, and below it which part
// of it that is, and all the moves that can be made, which the footer may have no
// room for.
func Under(lk look.Look, text *look.Text, moves []key.Binding, w, h int) []string {
	var offers []string
	for _, k := range moves {
		offers = append(offers, k.Help().Key+" "+k.Help().Desc)
	}
	var below []string
	if len(offers) > 0 {
		below = lk.Hang("Moves: ", strings.Join(offers, ", "), w)
	}
	if len(below) > h/3 {
		below = nil
	}
	lines := strings.Split(text.View(h-len(below)), "\n")
	if text.Where() != "" && h-len(below) > 2 {
		lines = strings.Split(text.View(h-len(below)-1), "\n")
		lines = append(lines, lk.Cut(capital(text.Where())+". Space reads on.", w))
	}
	for len(lines) < h-len(below) && len(below) > 0 {
		lines = append(lines, "")
	}
	return append(lines, below...)
}
