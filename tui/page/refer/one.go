package refer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// OneDesk is what the page of one referral asks of the desk.
type OneDesk interface {
	FormDesk
	Names(context.Context) (map[keys.MemberID]string, error)
	Move(context.Context, store.ReferralID, uint64, store.Turn) (store.Referral, error)
}

// One is one referral: what was shared, its state, and what can be done. A draft
// is changed and sent on its check-answers page, which stands inside this one.
type One struct {
	page.Out
	ctx  context.Context
	desk OneDesk
	look look.Look
	room page.Room
	id   store.ReferralID

	got   loadedOne
	form  *Form       // changing the draft
	left  bool        // Esc was pressed once in it, with answers that are not saved
	why   *entry.Text // withdrawing
	text  look.Text
	ahead entry.Ahead
	load  page.Ask[loadedOne]
	keep  page.Ask[store.Referral]
}

type loadedOne struct {
	r     store.Referral
	names map[keys.MemberID]string
}

// NewOne is the referral of that id.
func NewOne(ctx context.Context, desk OneDesk, lk look.Look, id store.ReferralID) *One {
	return &One{ctx: ctx, desk: desk, look: lk, id: id}
}

// Title names the place.
func (o *One) Title() string {
	if o.form != nil {
		return o.form.Title()
	}
	return "Referral " + string(o.id)
}

// Init reads the referral.
func (o *One) Init() tea.Cmd {
	id, desk := o.id, o.desk
	return o.load.Start(o.ctx, func(ctx context.Context) (loadedOne, error) {
		r, err := desk.Referral(ctx, id)
		if err != nil {
			return loadedOne{}, err
		}
		names, err := desk.Names(ctx)
		return loadedOne{r, names}, err
	})
}

// Update takes one message.
func (o *One) Update(msg tea.Msg) tea.Cmd {
	if o.form != nil {
		return o.passOn(msg)
	}
	switch msg := msg.(type) {
	case page.Room:
		o.room = msg
		o.lay()
	case page.Shown:
		return o.Init()
	case tea.PasteMsg:
		if o.why != nil {
			o.why.Paste(msg)
		}
	case tea.KeyPressMsg:
		return o.key(msg)
	case page.Answer[loadedOne]:
		if o.load.Take(msg) {
			o.took(msg)
			return o.ahead.Replay(o.key)
		}
	case page.Answer[store.Referral]:
		return o.withdrawn(msg)
	}
	return nil
}

// passOn gives a message to the check-answers page of the draft. When that page
// is done with, this one reads the referral anew.
func (o *One) passOn(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		o.room = msg
	case tea.KeyPressMsg:
		if msg.String() == "esc" && !o.form.Takes(msg) {
			return o.leaveForm()
		}
		o.left = false
	}
	cmd, done := o.form.Update(msg), false
	for _, m := range o.form.Drain() {
		switch m := m.(type) {
		case page.Go, page.Back:
			done = true
		case page.Say:
			o.again(m)
		}
	}
	if done {
		o.form = nil
		return o.Init()
	}
	return cmd
}

// leaveForm goes back to the referral; where answers would be lost, only when
// Esc is pressed twice.
func (o *One) leaveForm() tea.Cmd {
	if o.form.Unsaved() && !o.left {
		o.left = true
		o.Say("Your answers are not saved. Press d to save them, or Esc again to leave them.")
		return nil
	}
	o.form = nil
	return o.Init()
}

func (o *One) again(m page.Say) {
	switch m.Tone {
	case page.Good:
		o.Done(m.Text)
	case page.Bad:
		o.Wrong(entry.Sentence(m.Text))
	default:
		o.Say(m.Text)
	}
}

func (o *One) took(msg page.Answer[loadedOne]) {
	if msg.Err != nil {
		o.Wrong(msg.Err)
		if o.got.r.ID == "" {
			o.Back()
		}
		return
	}
	o.got = msg.Value
	if o.why != nil && o.got.r.State == store.Withdrawn {
		o.why = nil
	}
	o.lay()
}

// withdrawn shows what came of it. A refusal stays beside the reason, and after
// somebody else's change the referral is read again under it.
func (o *One) withdrawn(msg page.Answer[store.Referral]) tea.Cmd {
	if !o.keep.Take(msg) {
		return nil
	}
	var field *store.FieldError
	switch {
	case msg.Err == nil:
		o.got.r, o.why = msg.Value, nil
		o.Done("Withdrawn.")
		o.lay()
	case errors.As(msg.Err, &field):
		o.why.Refuse(field)
	case errors.Is(msg.Err, store.ErrConflict):
		o.why.Refuse(msg.Err)
		return o.Init()
	default:
		o.Wrong(msg.Err)
	}
	return nil
}

// Takes keeps Esc while something is open in this page, and what writes.
func (o *One) Takes(k tea.KeyPressMsg) bool {
	switch {
	case o.form != nil:
		return k.String() == "esc" || o.form.Takes(k)
	case o.why != nil:
		return k.String() == "esc" || o.why.Takes(k)
	}
	return false
}

// Unsaved says whether answers would be lost by leaving.
func (o *One) Unsaved() bool { return o.form != nil && o.form.Unsaved() }

func (o *One) key(k tea.KeyPressMsg) tea.Cmd {
	if o.why != nil {
		return o.keyWhy(k)
	}
	switch name := k.String(); {
	case o.got.r.ID == "":
		o.ahead.Keep(k)
	case o.keep.Busy():
	case name == "c":
		o.Go(page.Client{Ref: o.got.r.Client})
	case name == "p":
		o.Go(page.Programme{ID: o.got.r.Packet.Programme})
	case (name == "e" || name == "enter") && o.got.r.State == store.Draft:
		o.form, o.left = Change(o.ctx, o.desk, o.look, o.got.r), false
		o.form.Update(o.room)
		return o.form.Init()
	case name == "w" && o.got.r.State != store.Withdrawn:
		o.why = entry.NewText("Why is this referral withdrawn?", "Enter withdraws it. The reason is kept with it.", "", 500)
	default:
		o.text.Key(k)
	}
	return nil
}

func (o *One) keyWhy(k tea.KeyPressMsg) tea.Cmd {
	if o.keep.Busy() {
		return nil
	}
	switch o.why.Key(k) {
	case look.Left:
		o.why = nil
	case look.Chosen:
		id, rev, why, desk := o.got.r.ID, o.got.r.Rev, o.why.Value(), o.desk
		return o.keep.Start(o.ctx, func(ctx context.Context) (store.Referral, error) {
			return desk.Move(ctx, id, rev, store.Turn{Move: store.MoveWithdraw, Reason: store.ReasonOther, Note: why})
		})
	}
	return nil
}

func (o *One) lay() {
	r := &o.got.r
	if r.ID == "" {
		return
	}
	w := o.room.W
	lines := []string{o.look.Title(o.look.Cut(r.Packet.GivenName+" to "+r.Packet.Name, w))}
	pair := func(label, value string) { lines = append(lines, o.look.Pair(label, value, 24, w)...) }
	pair("State", stateWords(*r))
	pair("Decided by", cmp.Or(o.got.names[r.By], string(r.By)))
	pair("Basis for sharing", basisSays(r.Basis))
	if r.Told != 0 || r.State == store.Draft {
		pair("Client told on", cmp.Or(r.Told.Words(), "not entered: needed before sending"))
	}
	if step, ok := r.Came(); ok && r.State == store.Withdrawn {
		pair("Why withdrawn", step.Says())
	}
	lines = append(lines, "")
	lines = append(lines, packetLines(o.look, r.Packet, w)...)
	o.text.SetLines(lines)
}

func stateWords(r store.Referral) string {
	switch r.State {
	case store.Sent:
		return "sent on " + store.DayOf(r.Sent).Words() + ", no answer yet"
	case store.Withdrawn:
		return "withdrawn on " + store.DayOf(r.Since()).Words()
	case store.Draft:
		return "draft of " + store.DayOf(r.Made).Words() + ", not sent"
	}
	return string(r.State) + " on " + store.DayOf(r.Since()).Words()
}

// View draws the referral.
func (o *One) View() string {
	lines, _, _ := o.draw()
	return strings.Join(lines[:min(len(lines), o.room.H)], "\n")
}

// Cursor is in the field, where there is one.
func (o *One) Cursor() (x, y int, ok bool) {
	if o.form != nil {
		return o.form.Cursor()
	}
	_, x, y = o.draw()
	return x, y, y >= 0 && y < o.room.H && x < o.room.W
}

func (o *One) draw() (lines []string, x, y int) {
	w, h := o.room.W, o.room.H
	switch {
	case o.form != nil:
		return o.form.draw()
	case o.got.r.ID == "":
		return []string{o.look.Cut("Opening the referral...", w)}, 0, -1
	case o.why != nil:
		x, y = o.why.Cursor(o.look, w)
		return strings.Split(o.why.View(o.look, w, h), "\n"), x, y
	}
	return strings.Split(o.text.View(h), "\n"), 0, 0
}

// Keys lists the keys that work now.
func (o *One) Keys() []key.Binding {
	switch {
	case o.form != nil:
		keys := o.form.Keys()
		if o.form.Takes(tea.KeyPressMsg{Code: tea.KeyEscape}) {
			return keys
		}
		return slices.Insert(keys, len(keys)-1, page.Bind("Esc", "leave", "esc"))
	case o.why != nil:
		return o.why.Keys("withdraw")
	}
	var keys []key.Binding
	if o.got.r.State == store.Draft {
		keys = append(keys, page.Bind("Enter", "check, change and send", "enter", "e"))
	}
	if o.got.r.ID != "" && o.got.r.State != store.Withdrawn {
		keys = append(keys, page.Bind("w", "withdraw", "w"))
	}
	return append(keys, page.Bind("c", "client", "c"), page.Bind("p", "programme", "p"), page.Bind("Up Down", "scroll", "up", "down"))
}

// Help says what the page is for.
func (o *One) Help() string {
	return "One referral: its state, who decided it, and exactly what the receiver sees. Enter opens a draft to check, change and send it. What was sent can be withdrawn with w, and the reason is kept."
}
