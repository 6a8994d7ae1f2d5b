// Package refer makes and follows referrals: the check-answers page that shows
// exactly what the receiver will see, one referral, and the list of them.
//
// It knows referrals and the look. It must not know how a client is matched, nor
// any other page.
package refer

import (
	"context"
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// FormDesk is what the check-answers page asks of the desk.
type FormDesk interface {
	Today() store.Day
	Packet(context.Context, store.ReferralForm) (store.Packet, store.Result, error)
	Referral(context.Context, store.ReferralID) (store.Referral, error)
	SaveDraft(context.Context, store.ReferralForm) (store.Referral, error)
	Refer(context.Context, store.ReferralForm) (store.Referral, error)
	ChangeDraft(context.Context, store.ReferralID, uint64, store.ReferralForm) (store.Referral, error)
	Send(context.Context, store.ReferralID, uint64, map[string]string) (store.Referral, error)
	Checks(context.Context, store.ReferralForm) ([]store.Check, error)
	Grounds(context.Context, keys.PartnerID) (store.Grounds, error)
}

// Form is the check-answers page of one referral, new or a draft.
type Form struct {
	page.Out
	ctx  context.Context
	desk FormDesk
	look look.Look
	room page.Room

	draft   store.Referral // zero for a new one
	before  store.Referral // the one that this one takes further
	form    store.ReferralForm
	changed bool
	preview preview
	edit    edit
	rows    look.List
	over    over
	carry   page.Ask[store.Referral]
}

// preview is what the receiver would see of the form as it is now.
type preview struct {
	packet  store.Packet
	result  store.Result
	checks  []store.Check
	grounds store.Grounds // on which the partner shares
	text    look.Text
	ask     page.Ask[preview]
	known   bool
}

// over is what stands over the answers: a question before sending, or somebody
// else's version of the draft.
type over struct {
	sending bool // what sending asks for is being asked
	confirm *look.Confirm
	theirs  *store.Referral
	text    look.Text
	keep    page.Ask[saved]
}

// saved is what saving or sending came to. After a conflict referral is the
// version there is now.
type saved struct {
	referral store.Referral
	clash    bool
}

// New is the referral of a client to a programme; after is the one that it takes
// further, if any. What was said there of the reason and the contact is filled in
// already; that the client was told is not, for they were told of another
// receiver.
func New(ctx context.Context, desk FormDesk, lk look.Look, client store.ClientRef, programme store.ProgrammeID, after store.ReferralID) *Form {
	f := &Form{ctx: ctx, desk: desk, look: lk}
	f.form = store.ReferralForm{
		Client: client, Programme: programme, Contact: store.Contact{By: store.ThroughCoach}, After: after,
	}
	f.rows.SetLen(int(rowCount))
	return f
}

// Change is the same page for a draft there is.
func Change(ctx context.Context, desk FormDesk, lk look.Look, draft store.Referral) *Form {
	f := New(ctx, desk, lk, draft.Client, draft.Packet.Programme, draft.After)
	f.draft, f.form = draft, formOf(draft)
	return f
}

// formOf is the answers of a referral.
func formOf(r store.Referral) store.ReferralForm {
	return store.ReferralForm{
		Client: r.Client, Programme: r.Packet.Programme, Reason: r.Packet.Reason, Contact: r.Packet.Contact, Basis: r.Basis, Told: r.Told,
		After: r.After, Agreement: store.Agreement{Day: r.Agreement.Day, How: r.Agreement.How},
	}
}

// Title names the place.
func (f *Form) Title() string { return "Refer " + string(f.form.Client) + ": check the answers" }

// Init works out what the receiver would see, having read the referral before.
func (f *Form) Init() tea.Cmd {
	after, desk := f.form.After, f.desk
	if after == "" {
		return f.refresh()
	}
	return f.carry.Start(f.ctx, func(ctx context.Context) (store.Referral, error) { return desk.Referral(ctx, after) })
}

// carried fills in what was said in the referral before.
func (f *Form) carried(msg page.Answer[store.Referral]) tea.Cmd {
	if !f.carry.Take(msg) {
		return nil
	}
	if msg.Err == nil {
		f.takeUp(msg.Value)
	}
	return f.refresh()
}

// takeUp takes up what was said in the referral before.
func (f *Form) takeUp(before store.Referral) {
	f.before = before
	if f.draft.ID == "" && !f.changed {
		f.form.Reason, f.form.Contact = before.Packet.Reason, before.Packet.Contact
	}
}

func (f *Form) refresh() tea.Cmd {
	form := f.form
	return f.preview.ask.Start(f.ctx, func(ctx context.Context) (preview, error) { return f.seen(ctx, form) })
}

// seen is what the receiver would see of a form, and what could go wrong.
func (f *Form) seen(ctx context.Context, form store.ReferralForm) (preview, error) {
	grounds, err := f.desk.Grounds(ctx, "")
	if err != nil {
		return preview{}, err
	}
	settle(&form, &grounds)
	packet, result, err := f.desk.Packet(ctx, form)
	if err != nil {
		return preview{}, err
	}
	checks, err := f.desk.Checks(ctx, form)
	return preview{packet: packet, result: result, checks: checks, grounds: grounds, known: true}, err
}

// Update takes one message.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		f.room = msg
		f.lay()
	case page.Shown:
		return f.refresh()
	case tea.PasteMsg:
		if f.edit.words != nil {
			f.edit.words.Paste(msg)
		}
	case tea.KeyPressMsg:
		return f.key(msg)
	case page.Ending:
		if f.changed && f.preview.known && f.over.theirs == nil && !f.over.keep.Busy() {
			return f.save(false)
		}
	case page.Answer[preview]:
		f.gotPreview(msg)
	case page.Answer[store.Referral]:
		return f.carried(msg)
	case page.Answer[saved]:
		return f.gotSaved(msg)
	}
	return nil
}

func (f *Form) gotPreview(msg page.Answer[preview]) {
	if !f.preview.ask.Take(msg) {
		return
	}
	if msg.Err != nil {
		f.refused(msg.Err)
		if !f.preview.known {
			f.Back()
		}
		return
	}
	f.preview.packet, f.preview.result, f.preview.checks, f.preview.known = msg.Value.packet, msg.Value.result, msg.Value.checks, true
	f.stand(msg.Value.grounds)
	f.rows.SetLen(int(rowCount) + len(f.needs()))
	f.lay()
}

// save keeps a draft, or sends. A draft that is sent is first brought to what is
// on the screen.
func (f *Form) save(send bool) tea.Cmd {
	form, draft, desk := f.form, f.draft, f.desk
	return f.over.keep.Start(f.ctx, func(ctx context.Context) (saved, error) {
		switch {
		case draft.ID == "" && send:
			r, err := desk.Refer(ctx, form)
			return saved{referral: r}, err
		case draft.ID == "":
			r, err := desk.SaveDraft(ctx, form)
			return saved{referral: r}, err
		}
		r, err := desk.ChangeDraft(ctx, draft.ID, draft.Rev, form)
		if errors.Is(err, store.ErrConflict) {
			theirs, gone := desk.Referral(ctx, draft.ID)
			return saved{theirs, gone == nil}, err
		}
		if err != nil || !send {
			return saved{referral: r}, err
		}
		sent, err := desk.Send(ctx, r.ID, r.Rev, form.Overrides)
		if err != nil { // the draft is saved as it is on the screen
			return saved{referral: r}, err
		}
		return saved{referral: sent}, nil
	})
}

func (f *Form) gotSaved(msg page.Answer[saved]) tea.Cmd {
	if !f.over.keep.Take(msg) {
		return nil
	}
	got := msg.Value
	switch {
	case msg.Err == nil:
		f.changed = false
		f.Instead(page.Referral{ID: got.referral.ID})
		if got.referral.State == store.Sent {
			f.Done("Sent: referral " + string(got.referral.ID) + ".")
		} else {
			f.Done("Saved as a draft: referral " + string(got.referral.ID) + ". It is not sent.")
		}
		return nil
	case got.clash && got.referral.State == store.Draft:
		f.over.theirs = &got.referral
		f.lay()
	case got.clash: // somebody sent or withdrew it
		f.changed = false
		f.Instead(page.Referral{ID: got.referral.ID})
	case got.referral.ID != "":
		f.draft = got.referral
	}
	f.refused(msg.Err)
	if !got.clash {
		return f.refresh() // the client's record, or what could go wrong, may have changed
	}
	return nil
}

// refused says why, and moves to the answer that it is about.
func (f *Form) refused(err error) {
	f.over.sending = false
	f.Wrong(entry.Plain(err))
	if r, ok := FieldRow(err); ok {
		f.rows.SetAt(r)
	}
}

// Unsaved says whether answers would be lost by leaving.
func (f *Form) Unsaved() bool { return f.changed }

// Takes keeps what writes in a field, and Esc while something is open over the
// answers.
func (f *Form) Takes(k tea.KeyPressMsg) bool {
	if k.String() == "esc" {
		return f.edit.open() || f.over.confirm != nil || f.over.theirs != nil
	}
	return f.edit.words != nil && f.edit.words.Takes(k)
}

func (f *Form) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case f.over.keep.Busy(), !f.preview.known:
		return nil
	case f.over.confirm != nil:
		return f.keyConfirm(k)
	case f.over.theirs != nil:
		return f.keyClash(k)
	case f.edit.open():
		return f.keyEdit(k)
	}
	switch k.String() {
	case "enter":
		f.startEdit(row(f.rows.At()))
	case "s":
		f.askToSend()
	case "d":
		return f.save(false)
	case "pgdown", "pgup", "space":
		f.preview.text.Key(k)
	default:
		f.rows.Key(k)
	}
	return nil
}

// askToSend asks once more, where all that sending needs is there.
func (f *Form) askToSend() {
	switch {
	case f.form.Told == 0:
		f.rows.SetAt(int(rowTold))
		f.Wrong(entry.Sentence("Enter the day the client was told what is shared and with whom: press Enter."))
	case f.form.Basis == store.Consent && f.form.Agreement.How == "":
		f.rows.SetAt(int(rowBasis))
		f.Wrong(entry.Sentence("Enter how the client agreed: press Enter."))
	case f.form.Basis == store.Consent && f.form.Agreement.Day == 0:
		f.rows.SetAt(int(rowAgreed))
		f.Wrong(entry.Sentence("Enter the day the client agreed to this sharing: press Enter."))
	case f.form.Contact.By != store.ThroughCoach && f.form.Contact.Detail == "":
		f.rows.SetAt(int(rowDetail))
		f.Wrong(entry.Sentence("Enter the number or address to use: press Enter. Or choose to be reached through the coach."))
	case f.unwritten() >= 0:
		f.over.sending = true
		f.rows.SetAt(int(rowCount) + f.unwritten())
		f.startEdit(rowCount + row(f.unwritten()))
	default:
		f.over.sending = false
		f.preview.text.Top()
		f.over.confirm = &look.Confirm{Question: "Send this referral to " + f.receiver() + "?" + f.ends()}
	}
}

// ends says what sending does with the referral before.
func (f *Form) ends() string {
	if f.before.ID == "" || f.before.State.Closed() || f.before.State == store.Draft {
		return ""
	}
	return " Referral " + string(f.before.ID) + " to " + f.before.Packet.Name + " is then withdrawn."
}

func (f *Form) receiver() string { return f.preview.packet.Receiver() }

func (f *Form) keyConfirm(k tea.KeyPressMsg) tea.Cmd {
	switch f.over.confirm.Key(k) {
	case look.Chosen:
		f.over.confirm = nil
		return f.save(true)
	case look.Left:
		f.over.confirm = nil
		f.Say("Not sent.")
	default:
		f.preview.text.Key(k)
	}
	return nil
}

// keyClash takes which of two versions of the draft is to stay.
func (f *Form) keyClash(k tea.KeyPressMsg) tea.Cmd {
	theirs := f.over.theirs
	switch k.String() {
	case "m":
		f.over.theirs, f.draft = nil, *theirs
		return f.save(false)
	case "t":
		f.over.theirs, f.draft, f.form, f.changed = nil, *theirs, formOf(*theirs), false
		f.Done("Took the version that is saved.")
		return f.refresh()
	case "esc":
		f.over.theirs = nil
		f.Say("Not saved. Your answers are still here.")
	default:
		f.over.text.Key(k)
	}
	return nil
}

// Keys lists the keys that work now.
func (f *Form) Keys() []key.Binding {
	switch {
	case f.over.confirm != nil:
		return []key.Binding{page.Bind("y", "send", "y"), page.Bind("n", "do not send", "n"), page.Bind("Up Down", "scroll", "up", "down")}
	case f.over.theirs != nil:
		return []key.Binding{page.Bind("m", "save mine", "m"), page.Bind("t", "take theirs", "t"), page.Bind("Up Down", "scroll", "up", "down")}
	case f.edit.words != nil:
		return f.edit.words.Keys("take this answer")
	case f.edit.choice != nil:
		return []key.Binding{page.Bind("Enter", "take this answer", "enter"), page.Bind(f.edit.choice.Digits(), "answer", "1"), page.Bind("Esc", "leave as it was", "esc")}
	}
	return []key.Binding{
		page.Bind("Enter", "change", "enter"), page.Bind("s", "send", "s"), page.Bind("d", "save draft", "d"),
		page.Bind("Space", "read on", "space", "pgdown", "pgup"),
	}
}

// Help says what the page is for.
func (f *Form) Help() string {
	return "Check the answers before the referral is sent. Below them stands exactly what the receiver will see: the given name, the reference, and only those facts that the programme's own rule turns on. Tell the client what is shared and with whom, and enter the day you did. Through the coach shares no telephone number or address. Above it stands what could go wrong: notes, warnings and stops. Before it is sent against a warning or a stop, you write why."
}
