package caseload

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// handing asks who is handed over, to which colleague, and whether that is meant.
type handing struct {
	one        store.Card // the client in focus; zero where another coach keeps them
	colleagues []keys.Member
	what, to   *look.Choice
	sure       *look.Confirm
	ask        page.Ask[[]keys.Member]
	work       page.Ask[store.Holding]
}

const allOfYours = "All your clients, closed ones too, and all that you promised"

// handOver begins with who there is to hand over to.
func (l *List) handOver() tea.Cmd {
	l.hand = &handing{}
	if rows := l.view(); len(rows) > 0 && rows[l.rows.At()].Coach == l.desk.Who().Member.ID {
		l.hand.one = rows[l.rows.At()]
	}
	return l.hand.ask.Start(l.ctx, l.desk.Colleagues)
}

// met takes the colleagues.
func (l *List) met(msg page.Answer[[]keys.Member]) {
	h := l.hand
	switch {
	case h == nil || !h.ask.Take(msg):
		return
	case msg.Err != nil:
		l.hand = nil
		l.Wrong(entry.Plain(msg.Err))
		return
	case len(msg.Value) == 0:
		l.hand = nil
		l.Say("No colleague of yours may keep clients. Your steward can invite one.")
		return
	}
	h.colleagues = msg.Value
	options := []string{allOfYours}
	if h.one.Ref != "" {
		options = append([]string{clientSays(&h.one)}, options...)
	}
	h.what = look.NewChoice("What do you hand over?", options, 0)
	var names []string
	for _, m := range h.colleagues {
		names = append(names, m.Name)
	}
	h.to = look.NewChoice("To which colleague?", names, 0)
}

func clientSays(c *store.Card) string { return c.GivenName + ", " + string(c.Ref) }

// HandOverSays is the question before a hand-over: of one client, or of all with
// no client.
func HandOverSays(c *store.Card, to keys.Member) string {
	if c.Ref == "" {
		return "Hand all your clients, closed ones too, over to " + to.Name + ", with their drafts and referrals and all that you promised?"
	}
	return "Hand " + clientSays(c) + ", over to " + to.Name + "? Drafts, referrals and what you promised go with the client."
}

// whom is the client to hand over, the zero card for all of them.
func (h *handing) whom() store.Card {
	if h.what.At() == len(h.what.Options)-1 {
		return store.Card{}
	}
	return h.one
}

func (l *List) keyHand(k tea.KeyPressMsg) tea.Cmd {
	h := l.hand
	switch {
	case h.ask.Busy() || h.work.Busy():
	case h.sure != nil:
		return l.keySure(k)
	case h.what.Marked[h.what.At()]: // answered
		switch h.to.Key(k) {
		case look.Left:
			clear(h.what.Marked)
		case look.Chosen:
			one := h.whom()
			h.sure = &look.Confirm{Question: HandOverSays(&one, h.colleagues[h.to.At()])}
		}
	default:
		if h.what.Key(k) == look.Left {
			l.hand = nil
		}
	}
	return nil
}

func (l *List) keySure(k tea.KeyPressMsg) tea.Cmd {
	h := l.hand
	switch h.sure.Key(k) {
	case look.Left:
		l.hand = nil
		l.Say("Nothing was handed over.")
	case look.Chosen:
		var refs []store.ClientRef
		if one := h.whom(); one.Ref != "" {
			refs = append(refs, one.Ref)
		}
		desk, to := l.desk, h.colleagues[h.to.At()].ID
		return h.work.Start(l.ctx, func(ctx context.Context) (store.Holding, error) { return desk.HandOver(ctx, to, refs...) })
	}
	return nil
}

// handed shows what came of it, and the caseload as it is then.
func (l *List) handed(msg page.Answer[store.Holding]) tea.Cmd {
	h := l.hand
	if h == nil || !h.work.Take(msg) {
		return nil
	}
	l.hand = nil
	if msg.Err != nil {
		l.Wrong(entry.Plain(msg.Err))
	} else {
		l.Done("Handed over to " + h.colleagues[h.to.At()].Name + ": " + msg.Value.Words() + ".")
	}
	return l.Init()
}

func (h *handing) draw(lk look.Look, w, room int) (lines []string, x, y int) {
	says := func(s string) ([]string, int, int) { return []string{lk.Cut(s, w)}, 0, -1 }
	choice := h.what
	switch {
	case h.ask.Busy():
		return says("Looking for your colleagues...")
	case h.work.Busy():
		return says("Handing over...")
	case h.sure != nil:
		return strings.Split(h.sure.View(lk, w, room), "\n"), 0, 0
	case h.what.Marked[h.what.At()]:
		choice = h.to
	}
	x, y = choice.Cursor(lk, w, room)
	return strings.Split(choice.View(lk, w, room), "\n"), x, y
}

func (h *handing) keys() []key.Binding {
	switch {
	case h.ask.Busy() || h.work.Busy():
		return nil
	case h.sure != nil:
		return []key.Binding{page.Bind("y", "yes", "y"), page.Bind("n", "no", "n")}
	}
	return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Up Down", "move", "up", "down"), page.Bind("Esc", "question before", "esc")}
}
