package refer

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// OneDesk is what the page of one referral asks of the desk.
type OneDesk interface {
	FormDesk
	turn.AboutDesk
	Now() time.Time
	Names(context.Context) (map[keys.MemberID]string, error)
	Move(context.Context, store.ReferralID, uint64, store.Turn) (store.Referral, error)
	Moves(store.Referral) []store.MoveRow
	WithdrawConsent(context.Context, store.ClientRef, store.ReferralID, store.Day) ([]store.Referral, error)
	HouseholdReferrals(context.Context, store.HouseholdID) ([]store.Referral, error)
}

// One is one referral: what was shared, where it has got to, and what can be
// done. A draft is changed and sent on its check-answers page, which stands
// inside this one.
type One struct {
	page.Out
	ctx  context.Context
	desk OneDesk
	look look.Look
	room page.Room
	id   store.ReferralID

	got   opened
	form  *Form // changing the draft
	left  bool  // Esc was pressed once in it, with answers that are not saved
	job   turn.Job[store.Referral]
	gone  withdrawal
	text  look.Text
	ahead page.Ahead
	load  page.Ask[opened]
}

// opened is a referral, and what its page and its moves ask about.
type opened struct {
	r      store.Referral
	names  map[keys.MemberID]string
	with   []store.Referral // sent with it for its household
	about  turn.About
	behind bool // somebody else has changed it since it was read
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
	return o.load.Start(o.ctx, func(ctx context.Context) (opened, error) { return read(ctx, o.desk, o.id) })
}

// read opens a referral, with what its moves ask about.
func read(ctx context.Context, desk OneDesk, id store.ReferralID) (opened, error) {
	r, err := desk.Referral(ctx, id)
	if err != nil {
		return opened{}, err
	}
	got := opened{r: r}
	if got.names, err = desk.Names(ctx); err != nil {
		return got, err
	}
	if r.Household != "" {
		all, err := desk.HouseholdReferrals(ctx, r.Household)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return got, err
		}
		got.with = r.SentWith(all)
	}
	got.about, err = turn.ReadAbout(ctx, desk, r.Packet.Programme)
	return got, err
}

// begin asks for a move. consent says how to write down that consent was withdrawn,
// which is no reason for a move.
func (g *opened) begin(row store.MoveRow, today store.Day, consent string) *turn.Entry {
	facts := turn.Facts{Who: g.r.Packet.GivenName + " to " + g.r.Packet.Name, Today: today, About: g.about}
	if g.r.To != "" && row.Move == store.MoveNote {
		facts.Reader = "the receiver"
	}
	if g.r.OnConsent() && (row.Move == store.MoveWithdraw || row.Move == store.MoveEndEarly) {
		facts.Rather = "Did the client withdraw consent? " + consent
	}
	return turn.Begin(row, facts)
}

// elsewhere says whether the client can be referred elsewhere because of where
// this referral has got to.
func (g *opened) elsewhere(today store.Day) bool {
	switch g.r.State {
	case store.Declined, store.Expired, store.Redirected, store.EndedEarly:
		return true
	case store.Withdrawn:
		return !g.r.Sent.IsZero()
	}
	return g.r.Overdue(today)
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
	case page.Changed:
		return o.others(&msg)
	case tea.PasteMsg:
		if o.gone.asks != nil {
			o.gone.asks.Paste(msg)
		}
		if o.job.Open() {
			o.job.Paste(msg)
		}
	case tea.KeyPressMsg:
		return o.catchUp(o.key(msg))
	case page.Answer[opened]:
		if o.load.Take(msg) {
			o.took(msg)
			return o.ahead.Replay(o.key)
		}
	case page.Answer[store.Referral]:
		return o.job.Made(&o.Out, msg, o.moved, o.Init)
	case page.Answer[[]store.Referral]:
		return o.withdrawn(msg)
	}
	return nil
}

// others reads again what somebody else changed. While a move is being entered it
// only says so: making the move then shows what the referral has become.
func (o *One) others(msg *page.Changed) tea.Cmd {
	says, ok := msg.Referral(o.id)
	if !ok {
		return nil
	}
	o.got.behind = true
	cmd := o.catchUp(nil)
	if cmd == nil {
		o.Mark(says)
	}
	return cmd
}

// catchUp reads again what somebody else changed, once nothing is being entered.
func (o *One) catchUp(cmd tea.Cmd) tea.Cmd {
	if !o.got.behind || o.form != nil || o.job.Open() || o.gone.open() || o.job.Busy() {
		return cmd
	}
	o.got.behind = false
	return tea.Batch(cmd, o.Init())
}

// passOn gives a message to the check-answers page of the draft. When that page
// is done with, this one reads the referral anew.
func (o *One) passOn(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		o.room = msg
	case page.Changed:
		return o.others(&msg)
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

// took shows what was read. What is being entered stays, and is told what
// somebody else made of the referral.
func (o *One) took(msg page.Answer[opened]) {
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) && o.got.r.ID == "" {
		o.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: page.Referral{ID: o.id}})
		return
	}
	if msg.Err != nil {
		o.Wrong(msg.Err)
		if o.got.r.ID == "" {
			o.Back()
		}
		return
	}
	was := o.got.r.Rev
	o.got = msg.Value
	o.Mark("")
	if o.job.Open() && was != o.got.r.Rev {
		o.job.Met(o.words(), o.desk.Moves(o.got.r))
	}
	o.lay()
}

func (o *One) words() string {
	life := turn.Of(&o.got.r)
	return life.Words(o.desk.Today())
}

// moved shows what a move has made of the referral.
func (o *One) moved(r store.Referral, move store.ReferralMove) {
	life := turn.Of(&r)
	o.got.r = r
	o.Done(life.Saved(move, o.desk.Today()))
	o.text.Top()
	o.lay()
}

// Takes keeps Esc while something is open in this page, and what writes.
func (o *One) Takes(k tea.KeyPressMsg) bool {
	if o.form != nil {
		return k.String() == "esc" || o.form.Takes(k)
	}
	if o.gone.asks != nil {
		return o.gone.asks.Takes(k)
	}
	return o.job.Open() && o.job.Takes(k)
}

// Unsaved says whether answers would be lost by leaving.
func (o *One) Unsaved() bool {
	return o.form != nil && o.form.Unsaved() || o.job.Open() && o.job.Changed()
}

func (o *One) key(k tea.KeyPressMsg) tea.Cmd {
	switch name := k.String(); {
	case o.got.r.ID == "":
		o.ahead.Keep(k)
	case o.job.Busy() || o.gone.keep.Busy():
	case o.gone.asks != nil:
		return o.keyConsent(k)
	case name == "v" && !o.job.Open() && o.got.r.OnConsent():
		o.askConsent()
	case o.job.Open():
		id, rev, desk := o.got.r.ID, o.got.r.Rev, o.desk
		return o.job.Press(o.ctx, k, func(ctx context.Context, t store.Turn) (store.Referral, error) { return desk.Move(ctx, id, rev, t) })
	case name == "c":
		o.Go(page.Client{Ref: o.got.r.Client})
	case name == "h" && o.got.r.Household != "":
		o.Go(page.Household{ID: o.got.r.Household})
	case name == "p":
		o.Go(page.Programme{ID: o.got.r.Packet.Programme})
	case (name == "e" || name == "enter") && o.got.r.State == store.Draft:
		o.form, o.left = Change(o.ctx, o.desk, o.look, o.got.r), false
		o.form.Update(o.room)
		return o.form.Init()
	case name == "r" && o.got.elsewhere(o.desk.Today()):
		o.Go(page.Triage{Client: o.got.r.Client, After: o.got.r.ID})
	case o.link(name) != "":
		o.Go(page.Referral{ID: o.link(name)})
	default:
		o.begin(k)
	}
	return nil
}

// begin asks for the move of a key; a key of no move scrolls.
func (o *One) begin(k tea.KeyPressMsg) {
	if row, ok := turn.ByKey(o.desk.Moves(o.got.r), k.String()); ok {
		o.job.Entry = o.got.begin(row, o.desk.Today(), "Press Esc, then v.")
		return
	}
	o.text.Key(k)
}

// links are the referrals that this one is linked with.
func (g *opened) links() []store.ReferralID {
	life := turn.Of(&g.r)
	out := life.Links()
	if g.r.After != "" && !slices.Contains(out, g.r.After) {
		out = slices.Insert(out, 0, g.r.After)
	}
	for i := range g.with {
		out = append(out, g.with[i].ID)
	}
	return out[:min(len(out), 9)]
}

// link is the linked referral of a digit, or "".
func (o *One) link(name string) store.ReferralID {
	if links := o.got.links(); len(name) == 1 && name >= "1" && int(name[0]-'1') < len(links) {
		return links[name[0]-'1']
	}
	return ""
}
