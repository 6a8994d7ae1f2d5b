package turn

import (
	"errors"
	"slices"
	"strings"

	"signpost/store"
	"signpost/tui/look"
)

// fields are the questions that a refusal names.
var fields = [askCount][]string{
	askInstead: {"instead", "programme"}, askReason: {"reason"}, askRule: {"rule"}, askDay: {"day"}, askOutcome: {"outcome"}, askNote: {"note"},
}

// Refuse goes to the question that the error is about and says there what is
// wrong; false where it is about none of them, and has to be said elsewhere.
func (e *Entry) Refuse(err error) bool {
	var field *store.FieldError
	if !errors.As(err, &field) {
		return false
	}
	for _, q := range e.asks() {
		if !slices.Contains(fields[q], field.Field) {
			continue
		}
		e.at = q
		switch {
		case q == askInstead:
			e.instead.Refuse(err)
			return true
		case e.words() != nil:
			e.words().Refuse(err)
			return true
		}
	}
	return false
}

// Met tells that somebody else moved the referral meanwhile: where it has got to
// now, and the moves that can be made from there. What was entered stays.
func (e *Entry) Met(now string, rows []store.MoveRow) {
	e.met = met{now: now, gone: true}
	for _, row := range rows {
		if row.Move == e.row.Move && row.Side == e.row.Side {
			e.met.gone = false
		}
	}
}

// title is what is being done, to whom.
func (e *Entry) title() string { return capital(e.row.Does) + ": " + e.facts.Who }

func capital(s string) string { return strings.TrimSuffix(sentence(s), ".") }

// answer is one question that was answered, in words.
type answer struct{ label, says string }

// answers are those before the question in view, or all of them.
func (e *Entry) answers(all bool) []answer {
	var out []answer
	add := func(label, says string) {
		if says != "" {
			out = append(out, answer{label, says})
		}
	}
	for _, q := range e.asks() {
		if q == e.at && !all {
			break
		}
		switch q {
		case askInstead:
			name, _ := e.instead.Value()
			add("Instead", name.Name)
		case askReason:
			r, _ := e.chosenReason()
			add("Reason", r.Says)
		case askRule:
			if e.chosen[askRule] {
				add("Rule", e.facts.Rules[e.rule.At()].Text)
			}
		case askDay:
			add("Day", e.day.Value())
		case askOutcome:
			if e.chosen[askOutcome] {
				add("Outcome", e.outcome.Options[e.outcome.At()])
			}
		case askNote:
			add("Note", e.note.Value())
		}
	}
	return out
}

// Draw is at most h lines of at most w columns, and where the focus is.
func (e *Entry) Draw(lk look.Look, w, h int) (lines []string, x, y int) {
	lines = []string{lk.Title(lk.Cut(e.title(), w))}
	if e.met.now != "" {
		for _, s := range lk.Wrap(e.changed(), w) {
			lines = append(lines, lk.Warn(s))
		}
	}
	for _, a := range e.answers(e.met.gone) {
		lines = append(lines, lk.Pair("  "+a.label, a.says, 12, w)...)
	}
	if e.met.gone {
		return lines, 0, 0
	}
	if most := max(h-8, 0); len(lines) > most { // the question comes first
		lines = lines[:most]
	}
	if len(lines) > 1 {
		lines = append(lines, "")
	}
	room := max(h-len(lines), 1)
	view := ""
	switch {
	case e.choice() != nil:
		x, y = e.choice().Cursor(lk, w, room)
		view = e.choice().View(lk, w, room)
	case e.at == askInstead:
		x, y = e.instead.Cursor(lk, w)
		view = e.instead.View(lk, w, room)
	default:
		x, y = e.words().Cursor(lk, w)
		view = e.words().View(lk, w, room)
	}
	return append(lines, strings.Split(view, "\n")...), x, y + len(lines)
}

// changed says what somebody else made of it, and what becomes of what was
// entered.
func (e *Entry) changed() string {
	if e.met.gone {
		return "Somebody else moved it meanwhile. It is now " + e.met.now + ". It cannot be " + e.row.Done + " from there. You entered:"
	}
	return "Somebody else changed it meanwhile. It is now " + e.met.now + ". What you entered is still here: go on to save it all the same, or leave it."
}
