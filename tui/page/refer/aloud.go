package refer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
)

// Aloud is the check-answers form for whoever asks and answers a line at a time:
// the questions, the words and the checks of the page without its screen.
type Aloud struct{ f *Form }

// Speak is the form of a new referral, or of the draft where it has an id.
func Speak(desk FormDesk, form store.ReferralForm, draft store.Referral) *Aloud {
	f := New(context.Background(), desk, look.Plain(), form.Client, form.Programme)
	if draft.ID != "" {
		f = Change(context.Background(), desk, look.Plain(), draft)
	}
	return &Aloud{f}
}

// Form is the answers as they are.
func (a *Aloud) Form() store.ReferralForm { return a.f.form }

// Replace puts other answers in the place of these.
func (a *Aloud) Replace(form store.ReferralForm) { a.f.form = form }

// Rows lists the questions and the answers as they are, in words.
func (a *Aloud) Rows() (labels, says []string) {
	for r := range rowCount {
		labels, says = append(labels, rowLabels[r]), append(says, rowSays(a.f.form, r))
	}
	return labels, says
}

// Ask opens the question of a row: one of a choice, or of words, with what is
// there now; neither where the answer is not needed. Take takes its answer.
func (a *Aloud) Ask(i int) (choice *look.Choice, question, note string) {
	a.f.startEdit(row(i))
	a.f.Drain()
	if w := a.f.edit.words; w != nil {
		question, note = w.Asks()
	}
	if row(i) == rowTold { // there is no field with a day in it
		note = "Enter a day, such as " + a.f.desk.Today().Words() + ", or today."
	}
	return a.f.edit.choice, question, note
}

// Take takes the answer to the question that is open: of a choice, what was
// chosen; of words, what was typed. The error says what to enter.
func (a *Aloud) Take(typed string) error {
	defer func() { a.f.edit = edit{} }()
	switch {
	case a.f.edit.choice != nil:
		a.f.choose(a.f.edit.choice.At())
	case a.f.edit.words != nil:
		if a.f.edit.row == rowTold && strings.EqualFold(typed, "today") {
			typed = a.f.desk.Today().Words()
		}
		if !a.f.take(typed) {
			return errors.New("Enter today or a day before it, such as " + a.f.desk.Today().Words())
		}
	}
	return nil
}

// FieldRow is the row that an error is about.
func FieldRow(err error) (int, bool) {
	var fe *store.FieldError
	if errors.As(err, &fe) {
		for i, field := range []string{"reason", "contact", "contact detail", "basis", "told"} {
			if fe.Field == field {
				return i, true
			}
		}
	}
	return 0, false
}

// Sees is what the receiver sees of a packet, in lines of w columns.
func Sees(lk look.Look, p store.Packet, w int) []string { return packetLines(lk, p, w) }

// State says in words where a referral has got to.
func State(r store.Referral) string { return stateWords(r) }

// Basis says in words on what basis something is shared.
func Basis(b store.Basis) string { return basisSays(b) }

// Versions shows the answers of two versions of a draft where they differ, each
// by its label.
func Versions(theirs, mine store.ReferralForm) []string {
	var out []string
	for r := range rowCount {
		if a, b := rowSays(theirs, r), rowSays(mine, r); a != b {
			out = append(out, fmt.Sprintf("%s. Theirs: %s. Mine: %s.", rowLabels[r], a, b))
		}
	}
	return out
}

// Answers is the answers of a referral, as a form.
func Answers(r store.Referral) store.ReferralForm { return formOf(r) }
