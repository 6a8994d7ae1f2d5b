package household

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

func (o *One) openAnswer() tea.Cmd {
	f := o.forms
	r := f.shown[f.rows.At()]
	p := &f.people[r.person]
	switch r.kind {
	case rowWho:
		if p.person.Client == "" {
			return o.makeClient(p.person)
		}
		p.goes, f.changed = !p.goes, true
		return o.recheck()
	case rowContact:
		f.choice = look.NewChoice("How is "+p.person.Name+" to be reached?", each(store.ContactWays(), func(c store.ContactBy) string { return turn.ContactWords(store.Contact{By: c}) }), slices.Index(store.ContactWays(), p.answer.Contact.By))
	case rowBasis:
		says, at := turn.SharingWords(o.got.grounds.Sharing(), &p.answer)
		f.choice = look.NewChoice("On what basis is this shared?", says, at)
		f.choice.Note = entry.WhyShared(&o.got.grounds, p.answer.Basis)
	case rowReason:
		f.words = entry.NewText("Why do you refer "+p.person.Name+"?", "The receiver reads it. No surname, no National Insurance number.", p.answer.Reason, 500)
	case rowDetail:
		f.words = entry.NewText("Which number or address is to be used?", "The receiver reads it.", p.answer.Contact.Detail, 100)
	case rowTold:
		f.words = entry.NewOffer("On which day was "+p.person.Name+" told what is shared, and with whom?",
			"Enter alone takes the day in the field.", cmp.Or(p.answer.Told, f.today).Words(), 30)
	case rowAgreed:
		f.words = entry.NewOffer("On which day did "+p.person.Name+" agree to this sharing?",
			"It has to be their free choice. Enter alone takes the day in the field.", cmp.Or(p.answer.Agreement.Day, f.today).Words(), 30)
	case rowCheck:
		f.words = entry.NewText(r.check.Says+". Why is it sent all the same?", "The reason is kept with the referral.", p.answer.Overrides[r.check.ID], 500)
	}
	return nil
}

func each[T any](list []T, says func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = says(v)
	}
	return out
}

func (o *One) keyAnswer(k tea.KeyPressMsg) tea.Cmd {
	f := o.forms
	if f.choice != nil {
		outcome := f.choice.Key(k)
		if outcome == look.Open {
			return nil
		}
		at := f.choice.At()
		f.choice = nil
		if outcome == look.Left {
			return nil
		}
		return o.answered(func(a *store.ReferralForm) { choose(a, f.shown[f.rows.At()].kind, at, o.got.grounds.Sharing()) })
	}
	switch f.words.Key(k) {
	case look.Left:
		f.words = nil
	case look.Chosen:
		return o.takeWords(f.words.Value())
	}
	return nil
}

func choose(a *store.ReferralForm, kind rowKind, at int, bases []store.Basis) {
	if kind == rowBasis {
		turn.Share(a, bases, at)
		return
	}
	if by := store.ContactWays()[at]; by != a.Contact.By { // a number is no address
		a.Contact = store.Contact{By: by}
	}
}

// takeWords takes words as the answer in focus.
func (o *One) takeWords(typed string) tea.Cmd {
	f := o.forms
	r := f.shown[f.rows.At()]
	var day store.Day
	if r.kind == rowTold || r.kind == rowAgreed {
		if day = entry.ReadDay(typed); strings.EqualFold(typed, "today") {
			day = f.today
		}
		if day == 0 || day > f.today {
			f.words.Refuse(entry.Sentence("Enter today or a day before it, such as " + f.today.Words() + "."))
			return nil
		}
	}
	f.words = nil
	return o.answered(func(a *store.ReferralForm) {
		switch r.kind {
		case rowReason:
			a.Reason = typed
		case rowDetail:
			a.Contact.Detail = typed
		case rowTold:
			a.Told = day
		case rowAgreed:
			a.Agreement.Day = day
		case rowCheck:
			over := map[string]string{}
			for id, why := range a.Overrides {
				over[id] = why
			}
			over[r.check.ID] = typed
			a.Overrides = over
		case rowWho, rowContact, rowBasis:
		}
	})
}

// answered keeps an answer, goes to the next one, and works out what would be
// sent.
func (o *One) answered(fn func(*store.ReferralForm)) tea.Cmd {
	f := o.forms
	fn(&f.people[f.shown[f.rows.At()].person].answer)
	f.changed = true
	f.rows.SetAt(f.rows.At() + 1)
	return o.recheck()
}
