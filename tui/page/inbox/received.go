package inbox

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// Desk is what the page of one referral asks of the desk.
type Desk interface {
	Now() time.Time
	turn.AboutDesk
	Received(context.Context, store.ReferralID) (store.Received, error)
	Reply(context.Context, store.ReferralID, uint64, store.Turn) (store.Received, error)
	Replies(store.Received) []store.MoveRow
}

// Received is one referral that was sent to the member's partner: what they were
// sent, what was done, and one key for each move that can be made.
type Received struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room
	id   store.ReferralID

	got   opened
	job   turn.Job[store.Received]
	text  look.Text
	ahead page.Ahead
	load  page.Ask[opened]
	peek  page.Ask[store.Received] // whether it is shown still, while a move is being entered
}

// opened is a referral and what its moves ask about.
type opened struct {
	r      store.Received
	about  turn.About
	behind bool // somebody else has changed it since it was read
}

// NewReceived is the referral of that id.
func NewReceived(ctx context.Context, desk Desk, lk look.Look, id store.ReferralID) *Received {
	return &Received{ctx: ctx, desk: desk, look: lk, id: id}
}

// Title names the place.
func (p *Received) Title() string { return "Inbox: referral " + string(p.id) }

// Init reads the referral.
func (p *Received) Init() tea.Cmd {
	return p.load.Start(p.ctx, func(ctx context.Context) (opened, error) { return read(ctx, p.desk, p.id) })
}

// read opens a referral, with what its moves ask about.
func read(ctx context.Context, desk Desk, id store.ReferralID) (opened, error) {
	r, err := desk.Received(ctx, id)
	if err != nil {
		return opened{}, err
	}
	about, err := turn.ReadAbout(ctx, desk, r.Packet.Programme)
	return opened{r: r, about: about}, err
}

// begin asks for a move.
func (o *opened) begin(row store.MoveRow, today store.Day) *turn.Entry {
	return turn.Begin(row, turn.Facts{
		Who: o.r.Packet.GivenName + " to " + o.r.Packet.Name, Reader: "the coach", Today: today, About: o.about,
	})
}

// Update takes one message.
func (p *Received) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case page.Shown:
		return p.Init()
	case page.Changed:
		return p.others(&msg)
	case tea.PasteMsg:
		if p.job.Open() {
			p.job.Paste(msg)
		}
	case tea.KeyPressMsg:
		return p.catchUp(p.key(msg))
	case page.Answer[opened]:
		if p.load.Take(msg) {
			p.took(msg)
			return p.ahead.Replay(p.key)
		}
	case page.Answer[store.Received]:
		if p.peek.Take(msg) {
			return p.peeked(msg)
		}
		return p.job.Made(&p.Out, msg, p.replied, p.Init)
	}
	return nil
}

// others reads again what somebody else changed. While a move is being entered it
// only says so, unless nothing of the client is shown any more: making the move
// then shows what the referral has become.
func (p *Received) others(msg *page.Changed) tea.Cmd {
	says, ok := msg.Referral(p.id)
	if !ok {
		return nil
	}
	p.got.behind = true
	cmd := p.catchUp(nil)
	if cmd != nil {
		return cmd
	}
	p.Mark(says)
	desk, id := p.desk, p.id
	return p.peek.Start(p.ctx, func(ctx context.Context) (store.Received, error) { return desk.Received(ctx, id) })
}

// peeked takes what is being entered away where the client is not shown any more.
func (p *Received) peeked(msg page.Answer[store.Received]) tea.Cmd {
	if msg.Err != nil || msg.Value.Hidden.Why == "" {
		return nil
	}
	p.got.r = msg.Value
	p.cover()
	p.lay()
	return p.catchUp(nil)
}

// cover gives up a move of a client who is not shown any more.
func (p *Received) cover() {
	if p.job.Open() && p.got.r.Hidden.Why != "" {
		p.job.Entry = nil
		p.Wrong(entry.Sentence("Nothing of yours was kept. " + p.got.r.Hidden.Words()))
	}
}

// catchUp reads again what somebody else changed, once nothing is being entered.
func (p *Received) catchUp(cmd tea.Cmd) tea.Cmd {
	if !p.got.behind || p.job.Open() || p.job.Busy() {
		return cmd
	}
	p.got.behind = false
	return tea.Batch(cmd, p.Init())
}

// took shows what was read. What is being entered stays, and is told what
// somebody else made of the referral.
func (p *Received) took(msg page.Answer[opened]) {
	if msg.Err != nil {
		p.Wrong(msg.Err)
		if p.got.r.ID == "" {
			p.Back()
		}
		return
	}
	was := p.got.r.Rev
	p.got = msg.Value
	p.Mark("")
	p.cover()
	if p.job.Open() && was != p.got.r.Rev {
		p.job.Met(p.words(), p.desk.Replies(p.got.r))
	}
	p.lay()
}

func (p *Received) words() string {
	life := turn.OfReceived(&p.got.r)
	return life.Words(p.desk.Today())
}

// replied shows what a move has made of the referral.
func (p *Received) replied(r store.Received, move store.ReferralMove) {
	life := turn.OfReceived(&r)
	p.got.r = r
	p.Done(life.Saved(move, p.desk.Today()))
	p.text.Top()
	p.lay()
}

// Takes keeps what a question takes.
func (p *Received) Takes(k tea.KeyPressMsg) bool { return p.job.Open() && p.job.Takes(k) }

// Unsaved says whether something was entered that leaving would lose.
func (p *Received) Unsaved() bool { return p.job.Open() && p.job.Changed() }

func (p *Received) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.got.r.ID == "":
		p.ahead.Keep(k)
		return nil
	case p.job.Busy():
		return nil
	case p.job.Open():
		id, rev, desk := p.got.r.ID, p.got.r.Rev, p.desk
		return p.job.Press(p.ctx, k, func(ctx context.Context, t store.Turn) (store.Received, error) { return desk.Reply(ctx, id, rev, t) })
	case k.String() == "p":
		p.Go(page.Programme{ID: p.got.r.Packet.Programme})
		return nil
	}
	if row, ok := turn.ByKey(p.desk.Replies(p.got.r), k.String()); ok {
		p.job.Entry = p.got.begin(row, p.desk.Today())
		return nil
	}
	p.text.Key(k)
	return nil
}

func (p *Received) lay() {
	if p.got.r.ID != "" {
		p.text.SetLines(p.got.lines(p.look, p.desk, p.room.W))
	}
}

// lines is the referral read out, in w columns.
func (o *opened) lines(lk look.Look, desk Desk, w int) []string {
	r, today := &o.r, desk.Today()
	life := turn.OfReceived(r)
	head := r.Packet.GivenName + " to " + r.Packet.Name
	if r.Hidden.Why != "" {
		head = "A client to " + r.Packet.Name
	}
	lines := []string{lk.Title(lk.Cut(head, w))}
	pair := func(label, value string) { lines = append(lines, lk.Pair(label, value, 24, w)...) }
	state := lk.Pair("State", life.Words(today), 24, w)
	if life.Overdue(today) {
		for i := range state {
			state[i] = lk.Bad(state[i])
		}
	}
	lines = append(lines, state...)
	if r.Hidden.Why != "" {
		for _, says := range lk.Wrap(r.Hidden.Words(), w) {
			lines = append(lines, lk.Warn(says))
		}
	}
	pair("Sent on", store.DayOf(r.Sent).Words())
	pair("Basis for sharing", turn.BasisWords(r.Basis))
	if r.Basis == store.Consent {
		pair("Consent", r.Agreement.Words())
	}
	pair("Client told on", r.Told.Words())
	part := func(head string, more []string) {
		if len(more) > 0 {
			lines = append(lines, "", lk.Title(lk.Cut(head, w)))
			lines = append(lines, more...)
		}
	}
	part("What came of it", life.Came(lk, w))
	if r.Hidden.Why == "" {
		lines = append(lines, "")
		lines = append(lines, turn.PacketSent(lk, &r.Packet, w)...)
	}
	part("History", life.History(lk, o.about.Names(), desk.Now().Location(), w))
	return lines
}

// View draws the referral, or the question of a move.
func (p *Received) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the question, where there is one.
func (p *Received) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

func (p *Received) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case p.got.r.ID == "":
		return []string{p.look.Cut("Opening the referral...", w)}, 0, -1
	case p.job.Busy():
		return []string{p.look.Cut("Saving...", w)}, 0, -1
	case p.job.Open():
		return p.job.Draw(p.look, w, h)
	}
	return turn.Under(p.look, &p.text, turn.Keys(p.desk.Replies(p.got.r)), w, h), 0, 0
}

// Keys lists the keys that work now.
func (p *Received) Keys() []key.Binding {
	switch {
	case p.job.Open():
		return p.job.Keys()
	case p.got.r.ID == "":
		return nil
	}
	return append(turn.Keys(p.desk.Replies(p.got.r)), page.Bind("p", "programme", "p"), page.Bind("Up Down", "scroll", "up", "down"))
}

// Help says what the page is for.
func (p *Received) Help() string {
	return "One referral that was sent to your partner: where it has got to, exactly what you were sent, and what was done with it by whom. Each key makes one move and asks only for what the move needs; nothing is saved before the last question is answered, and Esc goes to the question before. The coach who referred sees what you answer, with your name and your note."
}
