// Package purposes is the steward's page of law: what each partner uses data about
// clients for, and on what ground. It knows codes and their words; it must not know
// any client, nor where a ground is shown.
package purposes

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
	Who() keys.Caller
	Partners(context.Context) ([]keys.Partner, error)
	Grounds(context.Context, keys.PartnerID) (store.Grounds, error)
	SetGround(ctx context.Context, p keys.PartnerID, purpose store.Purpose, rev uint64, g store.Ground) (store.Grounds, error)
}

// Record is what the page shows of one partner.
type Record struct {
	entry.Whose
	Grounds store.Grounds
}

// Page is the purposes of one partner.
type Page struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room
	of   keys.PartnerID

	got   Record
	rows  look.List
	whole look.Text // the purpose that is told
	told  int       // the purpose that is said whole below: the one in focus, once the keys rest
	over  over
	read  page.Load[Record]
	save  page.Ask[store.Grounds]
}

// over is what is asked over the page: the partner, or the ground of a purpose, its
// basis first, then the condition and the note.
type over struct {
	partner   *look.Choice
	basis     *look.Choice
	condition *look.Choice
	note      *entry.Text
	ground    store.Ground
}

func (o *over) open() bool { return o.choice() != nil || o.note != nil }

// choice is the one that is open.
func (o *over) choice() *look.Choice {
	switch {
	case o.note != nil:
		return nil
	case o.condition != nil:
		return o.condition
	case o.basis != nil:
		return o.basis
	}
	return o.partner
}

// New is the purposes of the member's own partner.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk, of: desk.Who().Partner.ID}
}

// Read reads the purposes of a partner.
func Read(ctx context.Context, desk Desk, of keys.PartnerID) (Record, error) {
	all, err := desk.Partners(ctx)
	if err != nil {
		return Record{}, err
	}
	r := Record{Whose: entry.WhoseOf(all, of)}
	r.Grounds, err = desk.Grounds(ctx, of)
	return r, err
}

// Title names the place.
func (p *Page) Title() string { return "Purposes" }

// Init reads the purposes.
func (p *Page) Init() tea.Cmd {
	desk, of := p.desk, p.of
	return p.read.Start(p.ctx, func(ctx context.Context) (Record, error) { return Read(ctx, desk, of) })
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
	case tea.PasteMsg:
		if p.over.note != nil {
			p.over.note.Paste(msg)
		}
	case page.Still:
		p.told = p.rows.At()
		p.whole.Top()
	case tea.KeyPressMsg:
		cmd := p.key(msg)
		if p.told != p.rows.At() {
			p.Rest()
		}
		return cmd
	case page.Answer[Record]:
		cmd := p.read.Take(&p.Out, msg, p.took, p.key)
		p.of = p.got.Partner.ID // what is shown, where another could not be read
		return cmd
	case page.Answer[store.Grounds]:
		if p.save.Take(msg) {
			return p.saved(msg)
		}
	}
	return nil
}

func (p *Page) took(got Record) {
	p.got = got
	p.rows.SetLen(len(store.Purposes()))
}

// saved shows what was kept, or beside the note why it was not.
func (p *Page) saved(msg page.Answer[store.Grounds]) tea.Cmd {
	switch {
	case msg.Err == nil:
		p.got.Grounds = msg.Value
		p.over = over{}
		p.Done("Saved. " + string(p.purpose().Code) + ": " + msg.Value.For(p.purpose().Code).Words() + ".")
	case p.over.note != nil && !errors.Is(msg.Err, store.ErrConflict):
		p.over.note.Refuse(msg.Err)
	default:
		p.over = over{}
		p.Wrong(entry.Plain(msg.Err))
		return p.Init()
	}
	return nil
}

// purpose is the one in focus.
func (p *Page) purpose() store.PurposeInfo { return store.Purposes()[p.rows.At()] }

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.read.Early(k) || p.save.Busy():
		return nil
	case p.over.note != nil:
		return p.keyNote(k)
	case p.over.open():
		return p.keyChoice(k)
	}
	switch k.String() {
	case "space":
		if !p.whole.ReadOn() {
			p.rows.Key(k)
		}
	case "enter":
		p.over = over{basis: AskBasis(&p.got, p.purpose())}
	case "p":
		p.over = over{partner: p.got.AskWhose("Which partner's purposes?")}
	default:
		p.rows.Key(k)
	}
	return nil
}

// keyChoice takes an answer, and asks the next question.
func (p *Page) keyChoice(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.choice().Key(k) {
	case look.Open:
		return nil
	case look.Left:
		p.over = over{}
		return nil
	}
	of := p.purpose()
	switch o := &p.over; {
	case o.partner != nil:
		p.of = p.got.Partners[o.partner.At()].ID
		p.over = over{}
		return p.Init()
	case o.condition == nil:
		if o.ground.Basis = Bases(of)[o.basis.At()]; o.ground.Basis == store.NotDone {
			return p.keep()
		}
		o.condition = AskCondition(&p.got, of)
	default:
		o.ground.Condition = Conditions(of)[o.condition.At()]
		o.note = AskNote(&p.got, of)
	}
	return nil
}

func (p *Page) keyNote(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.note.Key(k) {
	case look.Left:
		p.over = over{}
	case look.Chosen:
		p.over.ground.Note = p.over.note.Value()
		return p.keep()
	}
	return nil
}

func (p *Page) keep() tea.Cmd {
	desk, of, rev, purpose, ground := p.desk, p.got.Partner.ID, p.got.Grounds.Rev, p.purpose().Code, p.over.ground
	return p.save.Start(p.ctx, func(ctx context.Context) (store.Grounds, error) { return desk.SetGround(ctx, of, purpose, rev, ground) })
}

// Takes keeps what writes in a field, and Esc while something is asked.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	return p.over.open() && (k.String() == "esc" || k.String() == "/") || p.over.note != nil && p.over.note.Takes(k)
}

// Unsaved says whether a ground is being entered that is not kept.
func (p *Page) Unsaved() bool { return p.over.condition != nil }

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch {
	case p.over.note != nil:
		return p.over.note.Keys("save")
	case p.over.open():
		return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind(p.over.choice().Digits(), "answer", "1"), page.Bind("Esc", "leave as it was", "esc")}
	case !p.read.Here():
		return nil
	}
	return []key.Binding{page.Bind("Enter", "change", "enter"), page.Bind("p", "partner", "p"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "What a partner uses data about clients for, and why in law it may: for each purpose a basis of Article 6(1) UK GDPR and a condition for health facts, of Article 9(2) and Schedule 1 to the Data Protection Act 2018. Coaches read it where they enter data. Consent is for optional sharing alone: a client who cannot refuse has not consented. A condition that asks for a policy document asks for its name. As commands: purposes, purposes set."
}
