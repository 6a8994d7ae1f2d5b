package refer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// Aloud is the check-answers form for whoever asks and answers a line at a time:
// the questions, the words and the checks of the page without its screen.
type Aloud struct{ f *Form }

// Speak is the form of a new referral, or of the draft where it has an id.
func Speak(desk FormDesk, form store.ReferralForm, draft store.Referral) *Aloud {
	f := New(context.Background(), desk, look.Plain(), form.Client, form.Programme, form.After)
	if draft.ID != "" {
		f = Change(context.Background(), desk, look.Plain(), draft)
	}
	return &Aloud{f}
}

// Form is the answers as they are.
func (a *Aloud) Form() store.ReferralForm { return a.f.form }

// Replace puts other answers in the place of these.
func (a *Aloud) Replace(form store.ReferralForm) { a.f.form = form }

// Look works out what the receiver would see of the answers as they are, how the
// client stands, and what could go wrong.
func (a *Aloud) Look(ctx context.Context) (store.Packet, store.Result, error) {
	got, err := a.f.seen(ctx, a.f.form)
	if err == nil {
		a.f.preview.checks = got.checks
		a.f.stand(got.grounds)
	}
	return got.packet, got.result, err
}

// Before is the referral that this one takes further, read for what was said
// there; the zero referral where there is none.
func (a *Aloud) Before(ctx context.Context) store.Referral {
	if a.f.form.After == "" {
		return store.Referral{}
	}
	r, err := a.f.desk.Referral(ctx, a.f.form.After)
	if err == nil {
		a.f.takeUp(r)
	}
	return r
}

// Ends says what sending does with the referral before, or "".
func (a *Aloud) Ends() string { return a.f.ends() }

// Rows lists the questions and the answers as they are, in words: the answers of
// the form, and then why it is sent against each check.
func (a *Aloud) Rows() (labels, says []string) {
	for r := range int(rowCount) + len(a.f.needs()) {
		label, answer := a.f.rowWords(row(r))
		labels, says = append(labels, label), append(says, answer)
	}
	return labels, says
}

// Asked is how many of the rows are asked before the answers are checked: those
// after them are asked when it is sent.
func (a *Aloud) Asked() int { return int(rowCount) }

// Unwritten is the first row that says nothing yet of why it is sent against a
// check; -1 for none.
func (a *Aloud) Unwritten() int {
	if i := a.f.unwritten(); i >= 0 {
		return int(rowCount) + i
	}
	return -1
}

// Checks is what could go wrong, in lines of w columns, and on what ground it is
// shared.
func (a *Aloud) Checks(lk look.Look, w int) []string {
	f := *a.f
	f.look = lk
	return append(f.checkLines(w), lk.Wrap(entry.WhyShared(&f.preview.grounds, f.form.Basis), w)...)
}

// Ask opens the question of a row: one of a choice, or of words, with what is
// there now; neither where the answer is not needed. Take takes its answer.
func (a *Aloud) Ask(i int) (choice *look.Choice, question, note string) {
	a.f.startEdit(row(i))
	a.f.Drain()
	if w := a.f.edit.words; w != nil {
		question, note = w.Asks()
	}
	if row(i) == rowTold || row(i) == rowAgreed && a.f.edit.words != nil { // there is no field with a day in it
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
		if (a.f.edit.row == rowTold || a.f.edit.row == rowAgreed) && strings.EqualFold(typed, "today") {
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
		if fe.Field == "consent how" {
			return int(rowBasis), true
		}
		for i, field := range []string{"reason", "contact", "contact detail", "basis", "consent day", "told"} {
			if fe.Field == field {
				return i, true
			}
		}
	}
	return 0, false
}

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

// Opened is one referral for whoever reads it out.
type Opened struct{ g opened }

// Open reads a referral.
func Open(ctx context.Context, desk OneDesk, id store.ReferralID) (*Opened, error) {
	g, err := read(ctx, desk, id)
	return &Opened{g}, err
}

// Referral is the record.
func (o *Opened) Referral() store.Referral { return o.g.r }

// Lines is the referral read out, in lines of w columns.
func (o *Opened) Lines(lk look.Look, desk OneDesk, w int) []string { return o.g.lines(lk, desk, w) }

// Elsewhere says whether the client can be referred elsewhere because of where
// the referral has got to.
func (o *Opened) Elsewhere(today store.Day) bool { return o.g.elsewhere(today) }

// Links are the referrals that it is linked with.
func (o *Opened) Links() []store.ReferralID { return o.g.links() }

// Begin asks for a move.
func (o *Opened) Begin(row store.MoveRow, today store.Day) *turn.Entry {
	return o.g.begin(row, today, "Enter back, then the number of: Consent is withdrawn.")
}
