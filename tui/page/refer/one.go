package refer

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// OneDesk is what the page of one referral asks of the desk.
type OneDesk interface {
	FormDesk
	Names(context.Context) (map[keys.MemberID]string, error)
	Withdraw(context.Context, store.ReferralID, uint64, string) (store.Referral, error)
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

	r     store.Referral
	names map[keys.MemberID]string
	form  *Form       // changing the draft
	why   *look.Field // withdrawing
	text  look.Text
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
			o.why.Update(msg)
		}
	case tea.KeyPressMsg:
		return o.key(msg)
	case page.Answer[loadedOne]:
		o.got(msg)
	case page.Answer[store.Referral]:
		o.withdrawn(msg)
	}
	return nil
}

// passOn gives a message to the check-answers page of the draft. When that page
// is done with, this one reads the referral anew.
func (o *One) passOn(msg tea.Msg) tea.Cmd {
	if room, ok := msg.(page.Room); ok {
		o.room = room
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "esc" && !o.form.Takes(k) {
		o.form = nil
		o.Say("The draft is as it was.")
		return o.Init()
	}
	cmd := o.form.Update(msg)
	for _, m := range o.form.Drain() {
		switch m := m.(type) {
		case page.Go, page.Back:
			o.form = nil
			return o.Init()
		case page.Say:
			o.again(m)
		}
	}
	return cmd
}

func (o *One) again(m page.Say) {
	switch m.Tone {
	case page.Good:
		o.Done(m.Text)
	case page.Bad:
		o.Wrong(sentence(m.Text))
	default:
		o.Say(m.Text)
	}
}

// sentence is an error that reads as it stands.
type sentence string

func (s sentence) Error() string { return string(s) }

func (o *One) got(msg page.Answer[loadedOne]) {
	if !o.load.Take(msg) {
		return
	}
	if msg.Err != nil {
		o.Wrong(msg.Err)
		if o.r.ID == "" {
			o.Back()
		}
		return
	}
	o.r, o.names = msg.Value.r, msg.Value.names
	o.lay()
}

func (o *One) withdrawn(msg page.Answer[store.Referral]) {
	if !o.keep.Take(msg) {
		return
	}
	if msg.Err != nil {
		o.Wrong(msg.Err)
		return
	}
	o.r, o.why = msg.Value, nil
	o.Done("Withdrawn.")
	o.lay()
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
	case o.r.ID == "":
	case name == "c":
		o.Go(page.Client{Ref: o.r.Client})
	case name == "p":
		o.Go(page.Programme{ID: o.r.Packet.Programme})
	case name == "e" && o.r.State == store.Draft:
		o.form = Change(o.ctx, o.desk, o.look, o.r)
		o.form.Update(o.room)
		return o.form.Init()
	case name == "w" && o.r.State != store.Withdrawn:
		field := look.NewField(500)
		o.why = &field
	default:
		o.text.Key(k)
	}
	return nil
}

func (o *One) keyWhy(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		o.why = nil
	case "enter":
		id, rev, why, desk := o.r.ID, o.r.Rev, o.why.Value(), o.desk
		return o.keep.Start(o.ctx, func(ctx context.Context) (store.Referral, error) { return desk.Withdraw(ctx, id, rev, why) })
	default:
		o.why.Update(k)
	}
	return nil
}

func (o *One) lay() {
	if o.r.ID == "" {
		return
	}
	w := o.room.W
	lines := []string{o.look.Title(o.look.Cut(o.r.Packet.GivenName+" to "+o.r.Packet.Name, w))}
	pair := func(label, value string) { lines = append(lines, o.look.Pair(label, value, 22, w)...) }
	pair("State", o.state())
	pair("Decided by", o.name(o.r.By))
	pair("Basis for sharing", basisSays(o.r.Basis))
	if o.r.Told != 0 {
		pair("Client told on", o.r.Told.Words())
	}
	if o.r.Why != "" {
		pair("Why withdrawn", o.r.Why)
	}
	lines = append(lines, "")
	lines = append(lines, packetLines(o.look, o.r.Packet, w)...)
	o.text.SetLines(lines)
}

func (o *One) state() string { return stateWords(o.r) }

func stateWords(r store.Referral) string {
	switch r.State {
	case store.Sent:
		return "sent on " + store.DayOf(r.Sent).Words() + ", no answer yet"
	case store.Withdrawn:
		return "withdrawn on " + store.DayOf(r.Withdrawn).Words()
	}
	return "draft of " + store.DayOf(r.Made).Words() + ", not sent"
}

func (o *One) name(id keys.MemberID) string {
	if n, ok := o.names[id]; ok {
		return n
	}
	return string(id)
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
	switch {
	case o.form != nil:
		return o.form.draw()
	case o.r.ID == "":
		return []string{o.look.Cut("Opening the referral...", o.room.W)}, 0, -1
	case o.why == nil:
		return strings.Split(o.text.View(o.room.H), "\n"), 0, -1
	}
	lines = o.look.Wrap("Why is this referral withdrawn?", o.room.W)
	return append(lines, o.why.View(o.look, o.room.W)), o.why.CursorX(o.look, o.room.W), len(lines)
}

// Keys lists the keys that work now.
func (o *One) Keys() []key.Binding {
	switch {
	case o.form != nil:
		return o.form.Keys()
	case o.why != nil:
		return []key.Binding{page.Bind("Enter", "withdraw", "enter"), page.Bind("Esc", "leave it", "esc")}
	}
	var keys []key.Binding
	if o.r.State == store.Draft {
		keys = append(keys, page.Bind("e", "check, change and send", "e"))
	}
	if o.r.ID != "" && o.r.State != store.Withdrawn {
		keys = append(keys, page.Bind("w", "withdraw", "w"))
	}
	return append(keys, page.Bind("c", "client", "c"), page.Bind("p", "programme", "p"), page.Bind("Up Down", "scroll", "up", "down"), page.Bind("Esc", "back", "esc"))
}

// Help says what the page is for.
func (o *One) Help() string {
	return "One referral: its state, who decided it, and exactly what the receiver sees. A draft is checked, changed and sent from here with e. What was sent can be withdrawn with w, and the reason is kept."
}
