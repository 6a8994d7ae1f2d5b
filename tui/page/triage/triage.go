// Package triage asks about a client one question a step, in the order that
// settles most, and shows with every answer how they stand with every programme
// and why (Page). A client who is not saved yet can be saved from here, and a
// saved assessment can be read as it was shown (Assessment).
//
// Nothing is written until the member saves. It knows facts, results and the
// look; it must not know how matching is done, nor any other page.
package triage

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

// Desk is what this page asks of the desk.
type Desk interface {
	Today() store.Day
	Match(context.Context, store.Facts, store.Day, ...store.ProgrammeID) (store.Answer, error)
	Client(context.Context, store.ClientRef) (store.Client, error)
	AddClient(context.Context, string, store.Changes, store.FactSource, store.Told) (store.Client, error)
	SetFacts(context.Context, store.ClientRef, uint64, store.Changes, store.FactSource) (store.Client, error)
	Triage(context.Context, store.ClientRef, store.Day) (store.Assessment, error)
	MarkGap(context.Context, store.Barrier, store.ClientRef) error
	Deliveries(context.Context) ([]store.Delivery, error)
	Referrals(context.Context, store.ClientRef) ([]store.Referral, error)
	Grounds(context.Context, keys.PartnerID) (store.Grounds, error)
}

// mode is what the page shows.
type mode uint8

const (
	loading  mode = iota
	asking        // one question
	results       // programmes by standing
	reasons       // why, for one programme
	listing       // every fact, to change one
	whatIf        // what one change would move
	saving        // the name and the source, before it is saved
	clashing      // somebody else changed the client
	marking       // what there is no provision for
)

// Page is the triage of one client.
type Page struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room
	mode mode

	who    who
	asker  asker
	board  board
	keeper keeper
	trial  trial
	gap    gap

	load  page.Ask[store.Client]
	match page.Ask[store.Answer]
	rooms page.Ask[[]store.Delivery]
	past  page.Ask[[]store.Referral]
	law   page.Ask[store.Grounds]
}

// who is the client: what is known, and what of it is not saved yet.
type who struct {
	after    store.ReferralID // what a referral made from here takes further
	client   store.Client     // zero for somebody who is not saved
	facts    store.Facts
	changes  store.Changes // of client.Facts into facts
	assessed bool          // the match in view is saved
	behind   bool          // somebody else has changed the client since
}

// New is the triage of the client of that reference, or of somebody new. after is
// the referral that one made from here takes further, if any.
func New(ctx context.Context, desk Desk, lk look.Look, ref store.ClientRef, after store.ReferralID) *Page {
	p := &Page{ctx: ctx, desk: desk, look: lk, board: board{look: lk}}
	p.who.client.Ref, p.who.after = ref, after
	p.who.facts = store.Facts{}
	return p
}

// Title names the place.
func (p *Page) Title() string {
	if p.who.client.Ref == "" {
		return "Triage: a new client"
	}
	return "Triage: " + string(p.who.client.Ref) + " " + p.who.client.GivenName
}

// Init reads the client, or begins at once with nobody.
func (p *Page) Init() tea.Cmd {
	rooms := p.rooms.Start(p.ctx, p.desk.Deliveries)
	law := p.law.Start(p.ctx, func(ctx context.Context) (store.Grounds, error) { return p.desk.Grounds(ctx, "") })
	if p.who.client.Ref == "" {
		return tea.Batch(p.rematch(), rooms, law)
	}
	return tea.Batch(p.read(), rooms, law)
}

func (p *Page) read() tea.Cmd {
	ref := p.who.client.Ref
	return p.load.Start(p.ctx, func(ctx context.Context) (store.Client, error) { return p.desk.Client(ctx, ref) })
}

// rematch asks how the client stands with the facts as they are now. An answer
// to an earlier question becomes stale.
func (p *Page) rematch() tea.Cmd {
	facts, day := p.who.facts, p.desk.Today()
	return p.match.Start(p.ctx, func(ctx context.Context) (store.Answer, error) { return p.desk.Match(ctx, facts, day) })
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case page.Shown:
		return p.cameBack()
	case page.Changed:
		p.others(&msg)
	case tea.PasteMsg:
		p.paste(msg)
	case page.Still:
		p.board.tell()
	case tea.KeyPressMsg:
		cmd := p.key(msg)
		if p.mode == results && p.room.W >= paneFrom && p.board.stale() {
			p.Rest()
		}
		return cmd
	case page.Answer[store.Client]:
		return p.gotClient(msg)
	case page.Answer[store.Answer]:
		return p.gotAnswer(msg)
	case page.Answer[store.Barrier]:
		p.gotMarked(msg)
	case page.Answer[kept]:
		return p.gotKept(msg)
	case page.Answer[[]store.Delivery]:
		if p.rooms.Take(msg) && msg.Err == nil {
			p.board.rooms, p.board.today = entry.RoomsOf(msg.Value), p.desk.Today()
			p.lay()
		}
	case page.Answer[store.Grounds]:
		if p.law.Take(msg) && msg.Err == nil {
			p.keeper.grounds = msg.Value
		}
	case page.Answer[[]store.Referral]:
		if p.past.Take(msg) && msg.Err == nil {
			p.board.past = entry.PastOf(msg.Value)
		}
	}
	return nil
}

// others says what somebody else changed of the client or of provision. Nothing in
// view moves: saving shows both versions of the client, and the next answer is
// matched against provision as it is then.
func (p *Page) others(msg *page.Changed) {
	if says, ok := msg.Client(p.who.client.Ref); ok && p.who.client.Ref != "" {
		p.who.behind = true
		p.Mark(says)
	} else if says, ok := msg.Provision(); ok && !p.who.behind {
		p.Mark("What is known of programmes: " + says)
	}
}

// lay lays out anew what scrolls, as wide as the room is.
func (p *Page) lay() {
	switch p.mode {
	case reasons:
		p.board.lay(p.room.W)
	case whatIf:
		p.layMoves()
	case clashing:
		p.layClash()
	}
}

// cameBack reads a saved client again, unless there is something here that is
// not saved: that is never thrown away by looking at another page.
func (p *Page) cameBack() tea.Cmd {
	if p.who.client.Ref == "" || p.Unsaved() || p.keeper.ask.Busy() {
		return nil
	}
	return p.read()
}

func (p *Page) gotClient(msg page.Answer[store.Client]) tea.Cmd {
	if !p.load.Take(msg) {
		return nil
	}
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) && p.mode == loading {
		p.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: page.Triage{Client: p.who.client.Ref, After: p.who.after}})
		return nil
	}
	if msg.Err != nil {
		p.Wrong(msg.Err)
		if p.mode == loading {
			p.Back()
		}
		return nil
	}
	if p.keeper.reloading {
		p.keeper.reloading = false
		p.keeper.theirs = msg.Value
		p.mode = clashing
		p.layClash()
		return nil
	}
	if p.Unsaved() { // answered while it was being read: that stays
		return nil
	}
	p.who = who{after: p.who.after, client: msg.Value, facts: msg.Value.Facts, assessed: p.who.assessed && msg.Value.Rev == p.who.client.Rev}
	if p.who.facts == nil {
		p.who.facts = store.Facts{}
	}
	ref := p.who.client.Ref
	past := p.past.Start(p.ctx, func(ctx context.Context) ([]store.Referral, error) { return p.desk.Referrals(ctx, ref) })
	return tea.Batch(p.rematch(), past)
}

func (p *Page) gotAnswer(msg page.Answer[store.Answer]) tea.Cmd {
	if p.trial.ask.Take(msg) {
		p.tried(msg)
		return nil
	}
	if !p.match.Take(msg) {
		return nil
	}
	if msg.Err != nil {
		p.Wrong(entry.Plain(msg.Err))
		p.takeBack(msg.Err)
		return nil
	}
	p.asker.undo = nil
	if !p.who.behind {
		p.Mark("")
	}
	p.board.set(msg.Value, p.mode != asking || p.asker.only != "")
	if p.mode == loading {
		p.mode = asking
		if len(p.who.facts) > 0 {
			p.mode = results
		}
	}
	if p.mode == asking && p.asker.now == nil {
		p.nextQuestion()
	}
	p.lay()
	return p.replay()
}

// waits says whether there is nothing in view yet that a key could be for.
func (p *Page) waits() bool { return p.mode == loading || p.mode == asking && p.asker.now == nil }

// replay gives the page the keys that were pressed ahead of it, in order, as far
// as it can take them: half of a number is never lost.
func (p *Page) replay() tea.Cmd {
	var cmds []tea.Cmd
	for len(p.asker.ahead) > 0 && !p.waits() {
		k := p.asker.ahead[0]
		p.asker.ahead = p.asker.ahead[1:]
		cmds = append(cmds, p.key(k))
	}
	return tea.Batch(cmds...)
}

// answer takes a change of facts, and asks the next question with what comes of it.
func (p *Page) answer(ch store.Changes) tea.Cmd {
	p.who.assessed = false
	p.who.facts = ch.Apply(p.who.facts)
	p.who.changes = plus(p.who.changes, ch, p.who.facts)
	return p.rematch()
}

// Unsaved says whether there are answers that are not saved.
func (p *Page) Unsaved() bool { return len(p.who.changes.Set)+len(p.who.changes.Forget) > 0 }

func (p *Page) paste(msg tea.PasteMsg) {
	switch e := p.entry(); {
	case p.mode == saving && p.keeper.name != nil:
		p.keeper.name.Paste(msg)
	case e != nil:
		e.Paste(msg)
	}
}

// entry is the question in view, if one is.
func (p *Page) entry() *entry.Entry {
	switch p.mode {
	case asking:
		return p.asker.now
	case whatIf:
		return p.trial.now
	}
	return nil
}

// Takes keeps Esc where it means leaving a part of this page, and what writes in
// a field.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	switch {
	case k.String() == "esc":
		return p.mode != loading && p.mode != results
	case p.mode == saving:
		return p.keeper.name != nil && p.keeper.name.Takes(k)
	}
	e := p.entry()
	return e != nil && e.Takes(k)
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !p.waits():
	case k.String() == "esc":
		p.asker.ahead = nil
	case len(p.asker.ahead) < 64:
		p.asker.ahead = append(p.asker.ahead, k)
		return nil
	}
	switch p.mode {
	case asking:
		return p.keyAsking(k)
	case results:
		return p.keyResults(k)
	case reasons:
		return p.keyReasons(k)
	case listing:
		return p.keyListing(k)
	case whatIf:
		return p.keyWhatIf(k)
	case saving:
		return p.keySaving(k)
	case clashing:
		return p.keyClashing(k)
	case marking:
		return p.keyMarking(k)
	}
	return nil
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch p.mode {
	case asking:
		return p.keysAsking()
	case results:
		return []key.Binding{
			page.Bind("Enter", "why", "enter"), page.Bind("s", "save", "s"), page.Bind("r", "refer", "r"), page.Bind("q", "questions", "q"),
			page.Bind("l", "facts", "l"), page.Bind("Left Right", "standing", "left", "right"), page.Bind("m", "mark: no provision", "m"),
		}
	case reasons:
		return []key.Binding{
			page.Bind("Enter", "programme", "enter"), page.Bind("r", "refer", "r"), page.Bind("a", "answer", "a"), page.Bind("Esc", "results", "esc"),
			page.Bind("n p", "next, previous", "n", "p"), page.Bind("Up Down", "scroll", "up", "down"),
		}
	case listing:
		return []key.Binding{
			page.Bind("Enter", "change", "enter"), page.Bind("w", "what if", "w"), page.Bind("Up Down", "move", "up", "down"),
			page.Bind("Esc", "results", "esc"),
		}
	case whatIf:
		return p.keysWhatIf()
	case marking:
		return p.keysMarking()
	case saving:
		return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Esc", "do not save", "esc")}
	case clashing:
		return []key.Binding{
			page.Bind("m", "save mine", "m"), page.Bind("t", "take theirs", "t"), page.Bind("Up Down", "scroll", "up", "down"),
			page.Bind("Esc", "neither yet", "esc"),
		}
	}
	return nil
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "Answer what the client can tell you. Tab leaves a question not known, and what is not known never counts as no. Each answer changes how they stand with every programme: + eligible, ? unclear, ~ near, x not eligible. Nothing is saved until you press s on the results. What if: under the facts, change one and see what moves, without saving it. Where there is no provision for a barrier, press m: it is counted, without the client, for the data pack."
}
