package refer

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

// ListDesk is what the list asks of the desk.
type ListDesk interface {
	Today() store.Day
	Referrals(context.Context, store.ClientRef) ([]store.Referral, error)
}

// List is the partner's referrals, by state.
type List struct {
	page.Out
	ctx   context.Context
	desk  ListDesk
	look  look.Look
	room  page.Room
	all   []store.Referral
	state int // of states
	rows  look.List
	load  page.Load[[]store.Referral]
}

// States are what the list can be narrowed to, in the words of its tabs.
func States() []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = s.name
	}
	return out
}

// Holds says whether a referral is among those of one of States.
func Holds(i int, r *store.Referral) bool { return states[i].holds(r.State) }

// states are what the list can be narrowed to; the first is all of them.
var states = []struct {
	name  string
	holds func(store.ReferralState) bool
}{
	{"all", func(store.ReferralState) bool { return true }},
	{"draft", is(store.Draft)},
	{"no answer", store.ReferralState.Unanswered},
	{"waiting", is(store.OnWaitingList)},
	{"accepted", is(store.Accepted)},
	{"started", is(store.Started)},
	{"ended", store.ReferralState.Closed},
}

func is(want store.ReferralState) func(store.ReferralState) bool {
	return func(s store.ReferralState) bool { return s == want }
}

// NewList is the list.
func NewList(ctx context.Context, desk ListDesk, lk look.Look) *List {
	return &List{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (l *List) Title() string { return "Referrals" }

// Init reads the referrals.
func (l *List) Init() tea.Cmd {
	return l.load.Start(l.ctx, func(ctx context.Context) ([]store.Referral, error) { return l.desk.Referrals(ctx, "") })
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
	case page.Answer[[]store.Referral]:
		return l.load.Take(&l.Out, msg, l.took, l.key)
	}
	return nil
}

// took shows what was read; the focus stays on its referral.
func (l *List) took(all []store.Referral) {
	var at store.ReferralID
	if rows := l.view(); l.rows.At() < len(rows) {
		at = rows[l.rows.At()].ID
	}
	l.all = all
	rows := l.view()
	l.rows.Refocus(len(rows), func(i int) bool { return rows[i].ID == at })
}

func (l *List) view() []*store.Referral {
	var out []*store.Referral
	for i := range l.all {
		if Holds(l.state, &l.all[i]) {
			out = append(out, &l.all[i])
		}
	}
	return out
}

func (l *List) key(k tea.KeyPressMsg) tea.Cmd {
	if l.load.Early(k) {
		return nil
	}
	if at, ok := look.TabKey(k, l.state, len(states)); ok {
		l.state = at
		l.rows.SetLen(len(l.view()))
		l.rows.SetAt(0)
		return nil
	}
	if k.String() != "enter" {
		l.rows.Key(k)
		return nil
	}
	if rows := l.view(); len(rows) > 0 {
		l.Go(page.Referral{ID: rows[l.rows.At()].ID})
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
		return []string{l.look.Cut("Opening the referrals...", w)}
	}
	rows := l.view()
	lines := []string{l.look.Tabs(l.tabs(), l.state, w)}
	if len(rows) == 0 {
		return append(lines, l.look.Wrap("No referrals here. To make one, triage a client and press r on a result.", w)...)
	}
	if body := l.rows.View(l.look, w, h-1, func(i, w int) string { return l.row(rows[i], w) }); body != "" {
		lines = append(lines, strings.Split(body, "\n")...)
	}
	return lines
}

// tabs are the states with how many referrals are in each.
func (l *List) tabs() []string {
	out := make([]string, len(states))
	for i, s := range states {
		n := 0
		for j := range l.all {
			if s.holds(l.all[j].State) {
				n++
			}
		}
		out[i] = fmt.Sprintf("%s (%d)", s.name, n)
	}
	return out
}

// row is a referral: the client, the programme, where it has got to.
func (l *List) row(r *store.Referral, w int) string {
	life := turn.Of(r)
	const fixed = 7 + 2 + 12 + 2 + 2 + turn.ShortWidth
	row := fmt.Sprintf("%s  %s  %s  %s", r.Client, l.look.Fit(r.Packet.GivenName, 12), l.look.Fit(r.Packet.Name, max(w-fixed, 12)),
		life.Short(l.desk.Today()))
	return l.look.Cut(row, w)
}

// Cursor is on the row in focus.
func (l *List) Cursor() (x, y int, ok bool) {
	x, y = l.rows.Cursor()
	return x, y + 1, y+1 < l.room.H && l.load.Here()
}

// Keys lists the keys that work now.
func (l *List) Keys() []key.Binding {
	return []key.Binding{
		page.Bind("Enter", "open", "enter"), page.Bind("Left Right", "state", "left", "right"), page.Bind("Up Down", "move", "up", "down"),
	}
}

// Help says what the page is for.
func (l *List) Help() string {
	return "The referrals your partner made, the newest first. Left and right, or 1 to 7, narrow them by where they have got to. What has no answer after its day is overdue: open it with Enter, and refer elsewhere with r."
}
