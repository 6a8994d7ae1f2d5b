package refer

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// row is one answer of the form.
type row uint8

const (
	rowReason row = iota
	rowContact
	rowDetail
	rowBasis
	rowAgreed
	rowTold
	rowCount
)

var rowLabels = [rowCount]string{"Reason", "Contact", "Contact detail", "Basis for sharing", "Client agreed on", "Client told on"}

// The rows after these are the checks that ask why it is sent all the same.

// edit is the answer being changed: one of a choice, or words.
type edit struct {
	row    row
	words  *entry.Text
	choice *look.Choice
}

func (e *edit) open() bool { return e.words != nil || e.choice != nil }

func (f *Form) startEdit(r row) {
	f.edit = edit{row: r}
	if c, ok := f.against(r); ok {
		f.edit.words = entry.NewText("Why is it sent all the same?", checkWords(c)+" What you write is kept with the referral and in the trail.", f.form.Overrides[c.ID], 200)
		return
	}
	switch r {
	case rowContact:
		f.edit.choice = look.NewChoice("How is the client to be reached?", contactWords(), slices.Index(store.ContactWays(), f.form.Contact.By))
	case rowBasis:
		says, at := turn.SharingWords(f.preview.grounds.Sharing(), &f.form)
		f.edit.choice = look.NewChoice("On what basis is this shared?", says, at)
	case rowReason:
		f.edit.words = entry.NewText("Why do you refer this client?", "The receiver reads it. No surname, no National Insurance number.", f.form.Reason, 500)
	case rowDetail:
		if f.form.Contact.By == store.ThroughCoach {
			f.Say("The receiver goes through the coach: no number or address is needed.")
			return
		}
		f.edit.words = entry.NewText("Which number or address is to be used?", "The receiver reads it.", f.form.Contact.Detail, 100)
	case rowTold:
		f.edit.words = entry.NewOffer("On which day was the client told what is shared, and with whom?",
			"Enter a day, such as "+f.desk.Today().Words()+". Enter alone takes the day in the field.", cmp.Or(f.form.Told, f.desk.Today()).Words(), 30)
	case rowAgreed:
		if f.form.Basis != store.Consent {
			f.Say("Consent is not the basis: no day is needed.")
			return
		}
		f.edit.words = entry.NewOffer("On which day did the client agree to this sharing?",
			"It has to be their free choice. Enter a day, such as "+f.desk.Today().Words()+". Enter alone takes the day in the field.",
			cmp.Or(f.form.Agreement.Day, f.desk.Today()).Words(), 30)
	}
}

func contactWords() []string {
	out := []string{}
	for _, c := range store.ContactWays() {
		out = append(out, turn.ContactWords(store.Contact{By: c}))
	}
	return out
}

func (f *Form) keyEdit(k tea.KeyPressMsg) tea.Cmd {
	if f.edit.choice != nil {
		switch f.edit.choice.Key(k) {
		case look.Left:
			f.edit = edit{}
		case look.Chosen:
			f.choose(f.edit.choice.At())
			return f.edited()
		}
		return nil
	}
	switch f.edit.words.Key(k) {
	case look.Left:
		f.edit, f.over.sending = edit{}, false
	case look.Chosen:
		if f.take(f.edit.words.Value()) {
			return f.edited()
		}
	}
	return nil
}

func (f *Form) choose(at int) {
	if f.edit.row == rowBasis {
		turn.Share(&f.form, f.preview.grounds.Sharing(), at)
		return
	}
	by := store.ContactWays()[at]
	if by != f.form.Contact.By { // a number is no address
		f.form.Contact.Detail = ""
	}
	f.form.Contact.By = by
}

// take takes words as the answer, and says whether they fit.
func (f *Form) take(typed string) bool {
	if c, ok := f.against(f.edit.row); ok {
		if f.form.Overrides == nil {
			f.form.Overrides = map[string]string{}
		}
		f.form.Overrides[c.ID] = typed
		return true
	}
	switch f.edit.row {
	case rowReason:
		f.form.Reason = typed
	case rowDetail:
		f.form.Contact.Detail = typed
	case rowTold, rowAgreed:
		d := entry.ReadDay(typed)
		if strings.EqualFold(typed, "today") {
			d = f.desk.Today()
		}
		if d == 0 && typed != "" || d > f.desk.Today() {
			f.edit.words.Refuse(entry.Sentence("Enter today or a day before it, such as " + f.desk.Today().Words() + "."))
			return false
		}
		if f.edit.row == rowAgreed {
			f.form.Agreement.Day = d
		} else {
			f.form.Told = d
		}
	}
	return true
}

// edited goes to the next answer that can be given, and looks again at what
// would be sent.
func (f *Form) edited() tea.Cmd {
	next := f.edit.row + 1
	if next == rowDetail && f.form.Contact.By == store.ThroughCoach {
		next++
	}
	if next == rowAgreed && f.form.Basis != store.Consent {
		next++
	}
	f.edit, f.changed = edit{}, true
	f.rows.SetAt(int(next))
	if f.over.sending {
		f.askToSend()
	}
	return f.refresh()
}
