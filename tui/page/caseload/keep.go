package caseload

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// KeepDesk is what the question whether to keep a record asks of the desk.
type KeepDesk interface {
	Announced(ctx context.Context, ref store.ClientRef) (store.Removal, error)
	KeepClient(ctx context.Context, ref store.ClientRef, why string) (store.Keeping, error)
}

// Keep asks whether the record of a client that is announced to be removed is to be
// kept for longer, and why.
type Keep struct {
	page.Out
	ctx    context.Context
	desk   KeepDesk
	look   look.Look
	room   page.Room
	to     page.Keep
	ready  bool
	choice *look.Choice // nil: nothing is announced
	load   page.Ask[store.Removal]
	keep   page.Ask[store.Keeping]
}

// NewKeep asks about the client of the route.
func NewKeep(ctx context.Context, desk KeepDesk, lk look.Look, to page.Keep) *Keep {
	return &Keep{ctx: ctx, desk: desk, look: lk, to: to}
}

// The answers before those that say why the record is kept.
const (
	KeepNot  = iota // it goes on its day
	KeepOpen        // the record is opened, to work with the client
	keepWhys
)

// AskKeep is the question whether the record is to be kept for longer.
func AskKeep(r *store.Removal) *look.Choice {
	options := []string{"Let it go on that day: nothing to do", "Open the record"}
	for _, w := range store.KeepWhys() {
		options = append(options, fmt.Sprintf("Keep it for %d months: %s", store.KeepMonths, w.Says))
	}
	return look.NewChoice("The record of "+string(r.Client)+" goes on "+r.Goes.Words()+" ("+r.Why()+"), and everything of theirs with it. Working with the client calls it off; keeping it puts it off once. What do you want to do?", options, KeepNot)
}

// NotAnnounced says that a record is not to go.
func NotAnnounced(ref store.ClientRef) string {
	return "The record of " + string(ref) + " is not announced to go, or removing is on hold: there is nothing to put off. It is announced here and in your diary at least four weeks before."
}

// KeepWhy is the code of why, of an answer that keeps the record.
func KeepWhy(at int) (string, bool) {
	if at < keepWhys {
		return "", false
	}
	return store.KeepWhys()[at-keepWhys].Code, true
}

// Kept says until when a record is kept.
func Kept(k store.Keeping) string {
	return "Client " + string(k.Client) + " is kept until " + k.Until.Words() + "."
}

// Title names the place.
func (p *Keep) Title() string { return "Keep " + string(p.to.Client) }

// Init reads what is announced.
func (p *Keep) Init() tea.Cmd {
	desk, ref := p.desk, p.to.Client
	return p.load.Start(p.ctx, func(ctx context.Context) (store.Removal, error) { return desk.Announced(ctx, ref) })
}

// Update takes one message.
func (p *Keep) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
	case tea.KeyPressMsg:
		return p.key(msg)
	case page.Answer[store.Removal]:
		if p.load.Take(msg) {
			p.took(msg)
		}
	case page.Answer[store.Keeping]:
		p.kept(msg)
	}
	return nil
}

func (p *Keep) took(msg page.Answer[store.Removal]) {
	why := (*store.WhyError)(nil)
	switch {
	case errors.As(msg.Err, &why):
		p.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: p.to})
	case msg.Err != nil:
		p.Wrong(entry.Plain(msg.Err))
		p.Back()
	case msg.Value.Class != "":
		p.choice = AskKeep(&msg.Value)
	}
	p.ready = true
}

func (p *Keep) key(k tea.KeyPressMsg) tea.Cmd {
	if p.keep.Busy() || p.choice == nil {
		return nil
	}
	switch p.choice.Key(k) {
	case look.Left:
		p.Back()
	case look.Chosen:
		return p.chosen()
	}
	return nil
}

func (p *Keep) chosen() tea.Cmd {
	why, ok := KeepWhy(p.choice.At())
	switch {
	case ok:
		desk, ref := p.desk, p.to.Client
		return p.keep.Start(p.ctx, func(ctx context.Context) (store.Keeping, error) { return desk.KeepClient(ctx, ref, why) })
	case p.choice.At() == KeepOpen:
		p.Instead(page.Client{Ref: p.to.Client})
	default:
		p.Back()
	}
	return nil
}

func (p *Keep) kept(msg page.Answer[store.Keeping]) {
	switch {
	case !p.keep.Take(msg):
	case msg.Err != nil:
		p.Wrong(entry.Plain(msg.Err))
	default:
		p.Done(Kept(msg.Value))
		p.Back()
	}
}

// View draws the question, or that there is none.
func (p *Keep) View() string {
	switch {
	case p.choice != nil:
		return p.choice.View(p.look, p.room.W, p.room.H)
	case !p.ready:
		return p.look.Cut("Reading what is announced...", p.room.W)
	}
	lines := p.look.Wrap(NotAnnounced(p.to.Client), p.room.W)
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Keep) Cursor() (x, y int, ok bool) {
	if p.choice == nil {
		return 0, 0, false
	}
	x, y = p.choice.Cursor(p.look, p.room.W, p.room.H)
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

// Keys lists the keys that work now.
func (p *Keep) Keys() []key.Binding {
	if p.choice == nil {
		return nil
	}
	return []key.Binding{page.Bind("Enter", "do that", "enter"), page.Bind(p.choice.Digits(), "that one", "1"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the question is for.
func (p *Keep) Help() string {
	return "How long records are kept is set for your partner. This one is out of its time, or will be: it goes on the day named, with notes, assessments and drafts, and cannot be brought back. To call that off, work with the client again: reopen one who is closed; of one who is not, a note is enough. To put it off once, say why. Nothing need be done to let it go. As a command: client keep REF --why CODE."
}
