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
)

// ListDesk is what the list asks of the desk.
type ListDesk interface {
	Referrals(context.Context, store.ClientRef) ([]store.Referral, error)
}

// List is the partner's referrals, by state.
type List struct {
	page.Out
	ctx    context.Context
	desk   ListDesk
	look   look.Look
	room   page.Room
	all    []store.Referral
	state  int // of states
	rows   look.List
	loaded bool
	load   page.Ask[[]store.Referral]
}

// states are the states the list can be narrowed to; the first is all of them.
var states = []store.ReferralState{"", store.Draft, store.Sent, store.Withdrawn}

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
	case tea.KeyPressMsg:
		l.key(msg)
	case page.Answer[[]store.Referral]:
		if !l.load.Take(msg) {
			return nil
		}
		if msg.Err != nil {
			l.Wrong(msg.Err)
			return nil
		}
		l.all, l.loaded = msg.Value, true
		l.rows.SetLen(len(l.view()))
	}
	return nil
}

func (l *List) view() []store.Referral {
	var out []store.Referral
	for _, r := range l.all {
		if states[l.state] == "" || r.State == states[l.state] {
			out = append(out, r)
		}
	}
	return out
}

func (l *List) key(k tea.KeyPressMsg) {
	switch k.String() {
	case "enter":
		if rows := l.view(); len(rows) > 0 {
			l.Go(page.Referral{ID: rows[l.rows.At()].ID})
		}
	case "left", "h":
		l.show(l.state + len(states) - 1)
	case "right", "tab":
		l.show(l.state + 1)
	default:
		l.rows.Key(k)
	}
}

func (l *List) show(state int) {
	l.state = state % len(states)
	l.rows.SetLen(len(l.view()))
	l.rows.SetAt(0)
}

// View draws the list.
func (l *List) View() string { return strings.Join(l.draw(), "\n") }

func (l *List) draw() []string {
	w, h := l.room.W, l.room.H
	if !l.loaded {
		return []string{l.look.Cut("Opening the referrals...", w)}
	}
	tabs := make([]string, len(states))
	for i, s := range states {
		tabs[i] = string(s)
		if s == "" {
			tabs[i] = "all"
		}
		if i == l.state {
			tabs[i] = "[" + tabs[i] + "]"
		}
	}
	lines := []string{l.look.Cut(strings.Join(tabs, "  "), w)}
	rows := l.view()
	if len(rows) == 0 {
		says := "No referrals here. Refer a client from triage or from the caseload."
		return append(lines, l.look.Wrap(says, w)...)[:min(h, 1+len(l.look.Wrap(says, w)))]
	}
	body := l.rows.View(l.look, w, h-1, func(i, w int) string {
		r := rows[i]
		return l.look.Cut(fmt.Sprintf("%s  %s  %s  %s", l.look.Fit(string(r.State), 9), l.look.Fit(r.Packet.GivenName+" "+string(r.Client), 20), l.look.Fit(r.Packet.Name, max(w-53, 12)), store.DayOf(r.Made).Words()), w)
	})
	if body == "" {
		return lines
	}
	return append(lines, strings.Split(body, "\n")...)
}

// Cursor is on the row in focus.
func (l *List) Cursor() (x, y int, ok bool) {
	x, y = l.rows.Cursor()
	return x, y + 1, y+1 < l.room.H && l.loaded
}

// Keys lists the keys that work now.
func (l *List) Keys() []key.Binding {
	return []key.Binding{
		page.Bind("Enter", "open", "enter"), page.Bind("Left Right", "state", "left", "right"), page.Bind("Up Down", "move", "up", "down"),
		page.Bind("Esc", "back", "esc"),
	}
}

// Help says what the page is for.
func (l *List) Help() string {
	return "The referrals your partner made, the newest first. Left and right narrow them to drafts, sent or withdrawn. Enter opens one."
}
