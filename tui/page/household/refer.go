package household

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// ReferDesk is what linked referrals ask of the desk.
type ReferDesk interface {
	HouseholdForms(context.Context, store.HouseholdID, store.ProgrammeID, []store.ReferralForm) ([]store.HouseholdForm, error)
	ReferHousehold(context.Context, store.HouseholdID, store.ProgrammeID, []store.ReferralForm) ([]store.Referral, error)
}

// forms is the answers of linked referrals, one for each person, which are sent
// together or not at all.
type forms struct {
	programme store.ProgrammeID
	name      string
	today     store.Day
	people    []form
	rows      look.List
	shown     []row
	changed   bool
	words     *entry.Text
	choice    *look.Choice
	sure      *look.Confirm
	text      look.Text // what the receiver sees of the person in focus
	ask       page.Ask[[]store.HouseholdForm]
	send      page.Ask[[]store.Referral]
}

// form is the answers for one person.
type form struct {
	person store.PersonView
	goes   bool // a referral of them is sent
	answer store.ReferralForm
	got    store.HouseholdForm
}

// asks says whether an answer is needed of the person.
func (p *form) asks(k rowKind) bool {
	switch k {
	case rowDetail:
		return p.answer.Contact.By != store.ThroughCoach
	case rowAgreed:
		return p.answer.Basis == store.Consent
	}
	return true
}

// row is one answer of one person.
type row struct {
	person int
	kind   rowKind
	check  store.Check
}

type rowKind uint8

const (
	rowWho rowKind = iota // whether they are referred
	rowReason
	rowContact
	rowDetail
	rowBasis
	rowAgreed
	rowTold
	rowCheck // why it is sent all the same
)

// refer opens the answers for the programme in focus.
func (o *One) refer() tea.Cmd {
	r, ok := o.match.whole()
	if !ok {
		o.Say("Go to a programme that asks for a household first. To refer one person, open their record and press t.")
		return nil
	}
	f := &forms{programme: r.ID, name: r.Name, today: o.desk.Today()}
	for _, p := range o.got.view.Taking() {
		f.people = append(f.people, form{person: p, goes: p.Client != "" && takes(&r, p.ID)})
	}
	o.forms = f
	return o.recheck()
}

// takes says whether nothing speaks against referring the person.
func takes(r *store.HouseholdResult, id store.PersonID) bool {
	for _, p := range r.People {
		if p.Person == id {
			return p.Result.Standing == store.Eligible || p.Result.Standing == store.Unclear
		}
	}
	return false
}

// recheck works out anew what would be sent.
func (o *One) recheck() tea.Cmd {
	f := o.forms
	for i := range f.people {
		p := &f.people[i]
		if now, ok := o.got.view.Person(p.person.ID); ok {
			p.goes = p.goes || p.person.Client == "" && now.Client != "" // who was made a client is to be referred
			p.person = now
		}
		p.answer.Client, p.answer.Programme = p.person.Client, f.programme
		p.answer.Contact.By = cmp.Or(p.answer.Contact.By, store.ThroughCoach)
		p.answer.Basis = cmp.Or(p.answer.Basis, o.got.grounds.For(store.PurposeRefer).Basis)
		if !p.goes {
			p.got = store.HouseholdForm{}
		}
	}
	f.layRows()
	answers := f.answers()
	o.lay() // who is left out has nothing that is seen
	if len(answers) == 0 {
		f.ask.Stop()
		return nil
	}
	desk, id, programme := o.desk, o.id, f.programme
	return f.ask.Start(o.ctx, func(ctx context.Context) ([]store.HouseholdForm, error) {
		return desk.HouseholdForms(ctx, id, programme, answers)
	})
}

// answers are the forms of those who are referred and can be.
func (f *forms) answers() []store.ReferralForm {
	var out []store.ReferralForm
	for _, p := range f.people {
		if p.goes {
			out = append(out, p.answer)
		}
	}
	return out
}

func (f *forms) layRows() {
	f.shown = nil
	for i, p := range f.people {
		f.shown = append(f.shown, row{person: i, kind: rowWho})
		if !p.goes {
			continue
		}
		for k := rowReason; k <= rowTold; k++ {
			if p.asks(k) {
				f.shown = append(f.shown, row{person: i, kind: k})
			}
		}
		for _, c := range p.got.Checks {
			if c.Level != store.CheckNote {
				f.shown = append(f.shown, row{person: i, kind: rowCheck, check: c})
			}
		}
	}
	f.rows.SetLen(len(f.shown))
}

func (o *One) checked(msg page.Answer[[]store.HouseholdForm]) {
	f := o.forms
	if f == nil || !f.ask.Take(msg) {
		return
	}
	if msg.Err != nil {
		o.Wrong(entry.Plain(msg.Err))
		return
	}
	for i := range f.people {
		p := &f.people[i]
		p.got = store.HouseholdForm{}
		for _, got := range msg.Value {
			if got.Person == p.person.ID {
				p.got = got
			}
		}
	}
	f.layRows()
	o.lay()
}

func (f *forms) paste(msg tea.PasteMsg) {
	if f.words != nil {
		f.words.Paste(msg)
	}
}

func (f *forms) takes(k tea.KeyPressMsg) bool { return f.words != nil && f.words.Takes(k) }

func (o *One) keyForms(k tea.KeyPressMsg) tea.Cmd {
	f := o.forms
	before := f.rows.At()
	switch {
	case f.send.Busy():
		return nil
	case f.sure != nil:
		return o.keySure(k)
	case f.words != nil || f.choice != nil:
		return o.keyAnswer(k)
	}
	switch k.String() {
	case "esc":
		return o.leaveForms()
	case "enter":
		return o.openAnswer()
	case "c":
		return o.makeClient(f.people[f.shown[f.rows.At()].person].person)
	case "s":
		o.askToSend()
	case "space", "pgdown", "pgup":
		f.text.Key(k)
	default:
		f.rows.Key(k)
		if f.rows.At() != before && f.shown[f.rows.At()].person != f.shown[before].person {
			f.text.Top()
		}
		o.lay()
	}
	return nil
}

// leaveForms goes back to the standings; where answers would be lost, it asks.
func (o *One) leaveForms() tea.Cmd {
	if o.forms.changed {
		o.forms.changed = false
		o.Say("Your answers are not sent. Press Esc again to leave them.")
		return nil
	}
	o.forms.ask.Stop()
	o.forms = nil
	return nil
}

// askToSend asks once more, where all that sending needs is there.
func (o *One) askToSend() {
	f := o.forms
	n := 0
	for i, p := range f.people {
		if !p.goes {
			continue
		}
		n++
		if p.answer.Told == 0 {
			f.goTo(i, rowTold, "")
			o.Wrong(entry.Sentence("Enter the day " + p.person.Name + " was told what is shared and with whom: press Enter."))
			return
		}
		if p.answer.Basis == store.Consent && p.answer.Agreement.Day == 0 {
			f.goTo(i, rowAgreed, "")
			o.Wrong(entry.Sentence("Enter the day " + p.person.Name + " agreed to this sharing: press Enter."))
			return
		}
		for _, c := range p.got.Checks {
			if c.Level != store.CheckNote && p.answer.Overrides[c.ID] == "" {
				f.goTo(i, rowCheck, c.ID)
				o.Wrong(entry.Sentence("Enter why " + p.person.Name + " is referred all the same: press Enter."))
				return
			}
		}
	}
	if n == 0 {
		o.Wrong(entry.Sentence("Nobody is referred. Press Enter on a name."))
		return
	}
	f.sure = &look.Confirm{Question: "Send " + store.Count(n, "referral") + " to " + f.name + ", together or not at all?"}
}

// goTo puts the focus on one answer of one person.
func (f *forms) goTo(person int, kind rowKind, check string) {
	for i, r := range f.shown {
		if r.person == person && r.kind == kind && (check == "" || r.check.ID == check) {
			f.rows.SetAt(i)
		}
	}
}

func (o *One) keySure(k tea.KeyPressMsg) tea.Cmd {
	f := o.forms
	outcome := f.sure.Key(k)
	if outcome == look.Open {
		f.text.Key(k)
		return nil
	}
	f.sure = nil
	if outcome == look.Left {
		o.Say("Not sent.")
		return nil
	}
	desk, id, programme, answers := o.desk, o.id, f.programme, f.answers()
	return f.send.Start(o.ctx, func(ctx context.Context) ([]store.Referral, error) {
		return desk.ReferHousehold(ctx, id, programme, answers)
	})
}

// sent shows what was sent. Where nothing was, the answers stay.
func (o *One) sent(msg page.Answer[[]store.Referral]) tea.Cmd {
	f := o.forms
	if f == nil || !f.send.Take(msg) {
		return nil
	}
	if msg.Err != nil {
		o.Wrong(entry.Plain(msg.Err))
		if errors.Is(msg.Err, store.ErrConflict) {
			return tea.Batch(o.Init(), o.recheck())
		}
		return o.recheck()
	}
	ids := each(msg.Value, func(r store.Referral) string { return string(r.ID) })
	o.forms, o.match, o.part = nil, nil, partReferrals
	o.rows[partReferrals].SetAt(0)
	o.Done("Sent together: " + strings.Join(ids, ", ") + ".")
	return o.Init()
}

func (f *forms) keys() []key.Binding {
	switch {
	case f.sure != nil:
		return []key.Binding{page.Bind("y", "send", "y"), page.Bind("n", "do not send", "n"), page.Bind("Up Down", "scroll", "up", "down")}
	case f.words != nil:
		return f.words.Keys("take this answer")
	case f.choice != nil:
		return []key.Binding{page.Bind("Enter", "take this answer", "enter"), page.Bind(f.choice.Digits(), "answer", "1"), page.Bind("Esc", "leave as it was", "esc")}
	}
	return []key.Binding{
		page.Bind("Enter", "change", "enter"), page.Bind("s", "send all", "s"), page.Bind("c", "make a client", "c"),
		page.Bind("Esc", "back", "esc"), page.Bind("Space", "read on", "space", "pgdown", "pgup"),
	}
}
