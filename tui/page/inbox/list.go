// Package inbox is the receiving side: the referrals that were sent to the
// member's partner (List), one of them with its moves (Received), and what room
// there is on the programmes that the partner delivers (Capacity).
//
// It knows what the receiver may see of a referral, and nothing else of the
// client. It must not know how a referral is made, nor any other page.
package inbox

import (
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/turn"
)

// ListDesk is what the inbox asks of the desk.
type ListDesk interface {
	Today() store.Day
	Inbox(ctx context.Context, all bool) ([]store.Received, error)
}

// List is the inbox of the member's partner: what is overdue first, and then the
// oldest.
type List struct {
	page.Out
	ctx   context.Context
	desk  ListDesk
	look  look.Look
	room  page.Room
	all   []store.Received
	ended bool // those that have ended were read too
	tab   int
	rows  look.List
	load  page.Load[listed]
}

// listed is what was read, and whether what has ended is with it.
type listed struct {
	all   []store.Received
	ended bool
}

// tabs are what the list can be narrowed to.
var tabs = []struct {
	name  string
	holds func(store.ReferralState) bool
}{
	{"open", func(s store.ReferralState) bool { return !s.Closed() }},
	{"to answer", store.ReferralState.Unanswered},
	{"waiting", func(s store.ReferralState) bool { return s == store.OnWaitingList }},
	{"accepted", func(s store.ReferralState) bool { return s == store.Accepted }},
	{"started", func(s store.ReferralState) bool { return s == store.Started }},
	{"ended", store.ReferralState.Closed},
}

// tabEnded is the last of the tabs.
const tabEnded = 5

// NewList is the inbox.
func NewList(ctx context.Context, desk ListDesk, lk look.Look) *List {
	return &List{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (l *List) Title() string { return "Inbox" }

// Init reads the inbox.
func (l *List) Init() tea.Cmd {
	desk, ended := l.desk, l.ended || l.tab == tabEnded
	return l.load.Start(l.ctx, func(ctx context.Context) (listed, error) {
		all, err := desk.Inbox(ctx, ended)
		return listed{all, ended}, err
	})
}

// Update takes one message.
func (l *List) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		l.room = msg
	case page.Shown:
		return l.Init()
	case page.Changed:
		if msg.Caseload() {
			return l.Init()
		}
	case tea.KeyPressMsg:
		return l.key(msg)
	case page.Answer[listed]:
		return l.load.Take(&l.Out, msg, l.took, l.key)
	}
	return nil
}

// took shows what was read; the focus stays on its referral.
func (l *List) took(got listed) {
	var at store.ReferralID
	if rows := l.view(); l.rows.At() < len(rows) {
		at = rows[l.rows.At()].ID
	}
	l.all, l.ended = got.all, got.ended
	rows := l.view()
	l.rows.Refocus(len(rows), func(i int) bool { return rows[i].ID == at })
}

func (l *List) view() []*store.Received {
	var out []*store.Received
	for i := range l.all {
		if tabs[l.tab].holds(l.all[i].State) {
			out = append(out, &l.all[i])
		}
	}
	return out
}

func (l *List) key(k tea.KeyPressMsg) tea.Cmd {
	if l.load.Early(k) {
		return nil
	}
	if at, ok := look.TabKey(k, l.tab, len(tabs)); ok {
		l.tab = at
		l.rows.SetLen(len(l.view()))
		l.rows.SetAt(0)
		if l.tab == tabEnded && !l.ended {
			return l.Init()
		}
		return nil
	}
	switch k.String() {
	case "enter":
		if rows := l.view(); len(rows) > 0 {
			l.Go(page.Received{ID: rows[l.rows.At()].ID})
		}
	case "c":
		l.Go(page.Capacity{})
	default:
		l.rows.Key(k)
	}
	return nil
}

// View draws the list.
func (l *List) View() string {
	lines := l.draw()
	return strings.Join(lines[:min(len(lines), l.room.H)], "\n")
}

func (l *List) draw() []string {
	w, h := l.room.W, l.room.H
	if !l.load.Here() {
		return []string{l.look.Cut("Opening the inbox...", w)}
	}
	rows := l.view()
	lines := []string{l.look.Tabs(l.tabs(), l.tab, w)}
	switch {
	case l.load.Busy() && l.tab == tabEnded && !l.ended:
		return append(lines, l.look.Cut("Opening what has ended...", w))
	case len(rows) == 0:
		return append(lines, l.look.Wrap(l.none(), w)...)
	}
	today := l.desk.Today()
	body := l.rows.View(l.look, w, h-1, func(i, w int) string { return Row(l.look, rows[i], today, w) })
	if body != "" {
		lines = append(lines, strings.Split(body, "\n")...)
	}
	return lines
}

func (l *List) none() string {
	if l.tab == 0 {
		return "No referral waits here. To say what room there is on your programmes, press c."
	}
	return "None of your referrals is here."
}

// tabs are the states with how many referrals are in each, as far as they were
// read.
func (l *List) tabs() []string {
	out := make([]string, len(tabs))
	for i, t := range tabs {
		n := 0
		for j := range l.all {
			if t.holds(l.all[j].State) {
				n++
			}
		}
		out[i] = t.name
		if n > 0 && (i != tabEnded || l.ended) {
			out[i] += fmt.Sprintf(" (%d)", n)
		}
	}
	return out
}

// Row is a referral in w columns: the client, the programme, where it has got to.
func Row(lk look.Look, r *store.Received, today store.Day, w int) string {
	life := turn.OfReceived(r)
	const fixed = 7 + 2 + 2 + 2 + turn.ShortWidth
	name := min(14, max((w-fixed)/2, 4))
	return lk.Cut(fmt.Sprintf("%s  %s  %s  %s", lk.Fit(string(r.Packet.Client), 7), lk.Fit(r.Packet.GivenName, name),
		lk.Fit(r.Packet.Name, max(w-fixed-name, 4)), life.Short(today)), w)
}

// Cursor is on the row in focus.
func (l *List) Cursor() (x, y int, ok bool) {
	x, y = l.rows.Cursor()
	return x, y + 1, y+1 < l.room.H && l.load.Here()
}

// Keys lists the keys that work now.
func (l *List) Keys() []key.Binding {
	return []key.Binding{
		page.Bind("Enter", "open", "enter"), page.Bind("c", "capacity", "c"), page.Bind("Left Right", "state", "left", "right"),
		page.Bind("Up Down", "move", "up", "down"),
	}
}

// Help says what the page is for.
func (l *List) Help() string {
	return "The referrals that were sent to your partner. What is overdue comes first, and then the oldest. Left and right, or 1 to 6, narrow them by where they have got to. Enter opens one, to read what you were sent and to answer it. c says what room there is on the programmes you deliver."
}
