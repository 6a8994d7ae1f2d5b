// Package refer makes and follows referrals: the check-answers page that shows
// exactly what the receiver will see, one referral, and the list of them.
//
// It knows referrals and the look. It must not know how a client is matched, nor
// any other page.
package refer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

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
	Send(context.Context, store.ReferralID, uint64) (store.Referral, error)
}

// row is one answer of the form.
type row uint8

const (
	rowReason row = iota
	rowContact
	rowDetail
	rowBasis
	rowTold
	rowCount
)

var rowLabels = [rowCount]string{"Reason", "Contact", "Contact detail", "Basis for sharing", "Client told on"}

// Form is the check-answers page of one referral, new or a draft.
type Form struct {
	page.Out
	ctx  context.Context
	desk FormDesk
	look look.Look
	room page.Room

	draft   store.Referral // zero for a new one
	form    store.ReferralForm
	changed bool
	preview preview
	edit    edit
	rows    look.List
	confirm *look.Confirm
	keep    page.Ask[store.Referral]
}

// preview is what the receiver would see of the form as it is now.
type preview struct {
	packet store.Packet
	result store.Result
	text   look.Text
	ask    page.Ask[preview]
	known  bool
}

// edit is the answer being changed.
type edit struct {
	open   bool
	row    row
	field  look.Field
	choice *look.Choice
	wrong  string
}

// New is the referral of a client to a programme.
func New(ctx context.Context, desk FormDesk, lk look.Look, client store.ClientRef, programme store.ProgrammeID) *Form {
	f := &Form{ctx: ctx, desk: desk, look: lk}
	f.form = store.ReferralForm{Client: client, Programme: programme, Contact: store.Contact{By: store.ThroughCoach}, Basis: store.PublicTask}
	f.rows.SetLen(int(rowCount))
	return f
}

// Change is the same page for a draft there is.
func Change(ctx context.Context, desk FormDesk, lk look.Look, draft store.Referral) *Form {
	f := New(ctx, desk, lk, draft.Client, draft.Packet.Programme)
	f.draft = draft
	f.form.Reason, f.form.Contact, f.form.Basis, f.form.Told = draft.Packet.Reason, draft.Packet.Contact, draft.Basis, draft.Told
	return f
}

// Title names the place.
func (f *Form) Title() string { return "Refer " + string(f.form.Client) + ": check the answers" }

// Init works out what the receiver would see.
func (f *Form) Init() tea.Cmd { return f.refresh() }

func (f *Form) refresh() tea.Cmd {
	form := f.form
	return f.preview.ask.Start(f.ctx, func(ctx context.Context) (preview, error) {
		packet, result, err := f.desk.Packet(ctx, form)
		return preview{packet: packet, result: result, known: true}, err
	})
}

// Update takes one message.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		f.room = msg
		f.lay()
	case tea.PasteMsg:
		if f.edit.open && f.edit.choice == nil {
			f.edit.field.Update(msg)
		}
	case tea.KeyPressMsg:
		return f.key(msg)
	case page.Answer[preview]:
		f.gotPreview(msg)
	case page.Answer[store.Referral]:
		f.gotReferral(msg)
	}
	return nil
}

func (f *Form) gotPreview(msg page.Answer[preview]) {
	if !f.preview.ask.Take(msg) {
		return
	}
	if msg.Err != nil {
		f.Wrong(msg.Err)
		if !f.preview.known {
			f.Back()
		}
		return
	}
	f.preview.packet, f.preview.result, f.preview.known = msg.Value.packet, msg.Value.result, true
	f.lay()
}

func (f *Form) gotReferral(msg page.Answer[store.Referral]) {
	if !f.keep.Take(msg) {
		return
	}
	switch {
	case msg.Err == nil:
		f.changed = false
		f.Instead(page.Referral{ID: msg.Value.ID})
		if msg.Value.State == store.Sent {
			f.Done("Sent: referral " + string(msg.Value.ID) + ".")
		} else {
			f.Done("Kept as a draft: referral " + string(msg.Value.ID) + ". It is not sent.")
		}
	default:
		f.Wrong(msg.Err)
		f.focusOn(msg.Err)
	}
}

// focusOn moves to the answer that an error is about.
func (f *Form) focusOn(err error) {
	var fe *store.FieldError
	if !errors.As(err, &fe) {
		return
	}
	for i, field := range []string{"reason", "contact", "contact detail", "basis", "told"} {
		if fe.Field == field {
			f.rows.SetAt(i)
		}
	}
}

// Unsaved says whether answers would be lost by leaving.
func (f *Form) Unsaved() bool { return f.changed }

// Takes keeps what writes in a field, and Esc while an answer is being changed.
func (f *Form) Takes(k tea.KeyPressMsg) bool {
	if k.String() == "esc" {
		return f.edit.open || f.confirm != nil
	}
	return f.edit.open && f.edit.choice == nil && f.edit.field.Takes(k)
}

func (f *Form) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case f.keep.Busy():
		return nil
	case f.confirm != nil:
		return f.keyConfirm(k)
	case f.edit.open:
		return f.keyEdit(k)
	}
	switch k.String() {
	case "enter":
		f.startEdit(row(f.rows.At()))
	case "s":
		f.confirm = &look.Confirm{Question: "Send this referral to " + f.receiver() + "?"}
	case "d":
		return f.save(false)
	case "pgdown", "pgup", "space":
		f.preview.text.Key(k)
	default:
		f.rows.Key(k)
	}
	return nil
}

func (f *Form) receiver() string { return cmp.Or(f.preview.packet.Provider, "the provider") }

func (f *Form) keyConfirm(k tea.KeyPressMsg) tea.Cmd {
	switch f.confirm.Key(k) {
	case look.Chosen:
		f.confirm = nil
		return f.save(true)
	case look.Left:
		f.confirm = nil
		f.Say("Not sent.")
	}
	return nil
}

// save keeps a draft, or sends. A draft that is sent is first brought to what is
// on the screen.
func (f *Form) save(send bool) tea.Cmd {
	form, draft, desk := f.form, f.draft, f.desk
	return f.keep.Start(f.ctx, func(ctx context.Context) (store.Referral, error) {
		switch {
		case draft.ID == "" && send:
			return desk.Refer(ctx, form)
		case draft.ID == "":
			return desk.SaveDraft(ctx, form)
		}
		r, err := desk.ChangeDraft(ctx, draft.ID, draft.Rev, form)
		if err != nil || !send {
			return r, err
		}
		return desk.Send(ctx, r.ID, r.Rev)
	})
}

func (f *Form) startEdit(r row) {
	f.edit = edit{open: true, row: r}
	options := func(question string, words []string, at int) {
		f.edit.choice = look.NewChoice(question, words, max(at, 0))
	}
	switch r {
	case rowContact:
		options("How is the client to be reached?", contactWords(), slices.Index(store.ContactWays(), f.form.Contact.By))
	case rowBasis:
		options("On what basis is this shared?", basisWords(), slices.Index(store.Bases(), f.form.Basis))
	case rowReason:
		f.edit.field = look.NewField(500)
		f.edit.field.SetValue(f.form.Reason)
	case rowDetail:
		f.edit.field = look.NewField(100)
		f.edit.field.SetValue(f.form.Contact.Detail)
	case rowTold:
		f.edit.field = look.NewField(30)
		f.edit.field.SetValue(cmp.Or(f.form.Told, f.desk.Today()).Words())
	}
}

func contactWords() []string {
	out := []string{}
	for _, c := range store.ContactWays() {
		out = append(out, contactSays(store.Contact{By: c}))
	}
	return out
}

func contactSays(c store.Contact) string {
	by := map[store.ContactBy]string{
		store.ThroughCoach: "through the coach, which shares least", store.ByPhone: "by telephone", store.ByText: "by text message",
		store.ByEmail: "by email", store.ByLetter: "by letter",
	}[c.By]
	if c.Detail != "" {
		by += ", " + c.Detail
	}
	return by
}

func basisWords() []string {
	out := []string{}
	for _, b := range store.Bases() {
		out = append(out, basisSays(b))
	}
	return out
}

func basisSays(b store.Basis) string {
	if b == store.Consent {
		return "consent: the client agreed to this sharing"
	}
	return "public task: helping people into work is your partner's duty"
}

func (f *Form) keyEdit(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "esc" {
		f.edit.open = false
		return nil
	}
	if f.edit.choice != nil {
		if f.edit.choice.Key(k) != look.Chosen {
			return nil
		}
		at := f.edit.choice.At()
		if f.edit.row == rowBasis {
			f.form.Basis = store.Bases()[at]
		} else if f.form.Contact.By = store.ContactWays()[at]; f.form.Contact.By == store.ThroughCoach {
			f.form.Contact.Detail = ""
		}
		return f.edited()
	}
	if k.String() != "enter" {
		if f.edit.field.Update(k) {
			f.edit.wrong = ""
		}
		return nil
	}
	typed := strings.TrimSpace(f.edit.field.Value())
	switch f.edit.row {
	case rowReason:
		f.form.Reason = typed
	case rowDetail:
		f.form.Contact.Detail = typed
	case rowTold:
		d := entry.ReadDay(typed)
		if d == 0 && typed != "" || d > f.desk.Today() {
			f.edit.wrong = "Enter today or a day before it, such as " + f.desk.Today().Words() + "."
			return nil
		}
		f.form.Told = d
	}
	return f.edited()
}

// edited goes to the next answer and looks again at what would be sent.
func (f *Form) edited() tea.Cmd {
	f.edit.open, f.changed = false, true
	f.rows.SetAt(int(f.edit.row) + 1)
	return f.refresh()
}

// Keys lists the keys that work now.
func (f *Form) Keys() []key.Binding {
	switch {
	case f.confirm != nil:
		return []key.Binding{page.Bind("y", "send", "y"), page.Bind("n", "do not send", "n")}
	case f.edit.open:
		return []key.Binding{page.Bind("Enter", "take this answer", "enter"), page.Bind("Esc", "leave it as it was", "esc")}
	}
	return []key.Binding{
		page.Bind("Enter", "change", "enter"), page.Bind("s", "send", "s"), page.Bind("d", "keep as draft", "d"),
		page.Bind("PgUp PgDn", "scroll what they see", "pgup", "pgdown"), page.Bind("Esc", "back", "esc"),
	}
}

// Help says what the page is for.
func (f *Form) Help() string {
	return "Check the answers before the referral is sent. Below them stands exactly what the receiver will see: the given name, the reference, and only those facts that the programme's own rule turns on. Tell the client what is shared and with whom, and enter the day you did. Through the coach shares no telephone number or address."
}
