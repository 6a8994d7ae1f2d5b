// Package caseload lists the partner's clients, opens one, and changes what is
// kept of them. It knows clients and the look. It must not know how a client is
// matched or referred, nor any other page.
package caseload

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// ListDesk is what the list asks of the desk.
type ListDesk interface {
	Who() keys.Caller
	Clients(ctx context.Context, closed bool) ([]store.Card, error)
	Names(context.Context) (map[keys.MemberID]string, error)
	Colleagues(context.Context) ([]keys.Member, error)
	HandOver(context.Context, keys.MemberID, ...store.ClientRef) (store.Holding, error)
}

// List is the partner's caseload.
type List struct {
	page.Out
	ctx    context.Context
	desk   ListDesk
	look   look.Look
	room   page.Room
	got    caseload
	mine   bool // only the caller's own clients
	closed bool // closed ones too
	filter *look.Field
	hand   *handing // a hand-over that is being asked about
	rows   look.List
	load   page.Load[caseload]
}

// caseload is what the list shows.
type caseload struct {
	clients []store.Card
	names   map[keys.MemberID]string
}

// NewList is the caseload.
func NewList(ctx context.Context, desk ListDesk, lk look.Look) *List {
	return &List{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (l *List) Title() string { return "Caseload" }

// Init reads the clients.
func (l *List) Init() tea.Cmd {
	desk, closed := l.desk, l.closed
	return l.load.Start(l.ctx, func(ctx context.Context) (caseload, error) {
		var c caseload
		var err error
		if c.clients, err = desk.Clients(ctx, closed); err != nil {
			return c, err
		}
		c.names, err = desk.Names(ctx)
		return c, err
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
	case tea.PasteMsg:
		if l.filter != nil && l.hand == nil && l.filter.Update(msg) {
			l.recount()
		}
	case tea.KeyPressMsg:
		return l.key(msg)
	case page.Answer[[]keys.Member]:
		l.met(msg)
	case page.Answer[store.Holding]:
		return l.handed(msg)
	case page.Answer[caseload]:
		return l.load.Take(&l.Out, msg, l.took, l.key)
	}
	return nil
}

// took shows what was read; the focus stays on its client.
func (l *List) took(got caseload) {
	var at store.ClientRef
	if rows := l.view(); l.rows.At() < len(rows) {
		at = rows[l.rows.At()].Ref
	}
	l.got = got
	rows := l.view()
	l.rows.Refocus(len(rows), func(i int) bool { return rows[i].Ref == at })
}

func (l *List) recount() { l.rows.SetLen(len(l.view())) }

// view is the clients that the filter and the choices leave.
func (l *List) view() []store.Card {
	want := ""
	if l.filter != nil {
		want = strings.ToLower(strings.TrimSpace(l.filter.Value()))
	}
	var out []store.Card
	for _, c := range l.got.clients {
		plain := strings.ToLower(c.GivenName + " " + string(c.Ref) + " " + strings.ReplaceAll(string(c.Ref), "-", ""))
		if l.mine && c.Coach != l.desk.Who().Member.ID || !strings.Contains(plain, want) {
			continue
		}
		out = append(out, c)
	}
	return out
}

// Takes keeps what writes in the filter, and Esc while it is open.
func (l *List) Takes(k tea.KeyPressMsg) bool {
	if l.hand != nil {
		return k.String() == "esc"
	}
	return l.filter != nil && (k.String() == "esc" || l.filter.Takes(k))
}

func (l *List) key(k tea.KeyPressMsg) tea.Cmd {
	if l.load.Early(k) {
		return nil
	}
	if l.hand != nil {
		return l.keyHand(k)
	}
	name := k.String()
	if name == "enter" {
		if rows := l.view(); len(rows) > 0 {
			l.Go(page.Client{Ref: rows[l.rows.At()].Ref})
		}
		return nil
	}
	if l.filter != nil {
		switch {
		case name == "esc":
			l.filter = nil
			l.recount()
		case l.rows.Arrows(k):
		case l.filter.Update(k):
			l.recount()
		}
		return nil
	}
	switch name {
	case "n":
		l.Go(page.Triage{})
	case "f":
		field := look.NewField(40)
		l.filter = &field
	case "m":
		l.mine = !l.mine
		l.recount()
	case "h":
		return l.handOver()
	case "c":
		l.closed = !l.closed
		return l.Init()
	case "t":
		if rows := l.view(); len(rows) > 0 {
			l.Go(page.Triage{Client: rows[l.rows.At()].Ref})
		}
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
		return []string{l.look.Cut("Opening the caseload...", w)}
	}
	if l.hand != nil {
		lines, _, _ := l.hand.draw(l.look, w, h)
		return lines
	}
	rows := l.view()
	body := l.rows.View(l.look, w, h-1, func(i, w int) string { return l.row(&rows[i], w) })
	lines := []string{l.head(len(rows))}
	if len(rows) == 0 {
		says := "No clients here yet. Press n to triage a new client and save them."
		if l.mine {
			says = "No client fits. Press m for the clients of your whole partner, c for closed ones too."
		}
		if l.filter != nil {
			says = "No client fits. Press Esc to take the filter away."
		}
		return append(lines, l.look.Wrap(says, w)...)
	}
	if body == "" {
		return lines
	}
	return append(lines, strings.Split(body, "\n")...)
}

// filterLabel stands before the filter's field.
const filterLabel = "Name or reference "

// field is where the filter's field begins, and how wide it is.
func (l *List) field() (x, w int) {
	x = min(len(filterLabel), l.room.W)
	return x, min(l.room.W-x, 30)
}

// head says whose clients these are and how many, or holds the filter.
func (l *List) head(n int) string {
	if l.filter != nil {
		x, w := l.field()
		return l.look.Cut(filterLabel, x) + l.filter.View(l.look, w)
	}
	whose := cmp.Or(l.desk.Who().Partner.Name, "Your partner")
	if l.mine {
		whose = "Your own"
	}
	says := whose + ": " + store.Count(n, "open client")
	if l.closed {
		says = whose + ": " + store.Count(n, "client") + ", closed ones too"
	}
	if where := l.rows.Where(); where != "" {
		says += ", showing " + where
	}
	return l.look.Cut(says, l.room.W)
}

// row is a client: the reference, the name, what is open, when the record last
// changed, and whose they are.
func (l *List) row(c *store.Card, w int) string {
	about := "changed " + store.DayOf(c.Changed).Words()
	if !c.Closed.IsZero() {
		about = "closed " + store.DayOf(c.Closed).Words()
	}
	open := ""
	if c.Referrals > 0 {
		open = fmt.Sprintf("%d open", c.Referrals)
	}
	whose := ""
	if c.Coach != l.desk.Who().Member.ID {
		whose = cmp.Or(l.got.names[c.Coach], string(c.Coach))
	}
	name := min(max(w-len("K7M-2QX")-len("12 referrals")-len("changed 27 September 2026")-3*2, 8), 16)
	row := fmt.Sprintf("%s  %s  %s  %s  %s", c.Ref, l.look.Fit(c.GivenName, name), l.look.Fit(open, 12), l.look.Fit(about, 25), l.look.Text(whose))
	return strings.TrimRight(l.look.Cut(row, w), " ")
}

// Cursor is on the client in focus, or in the filter.
func (l *List) Cursor() (x, y int, ok bool) {
	if l.hand != nil {
		_, x, y = l.hand.draw(l.look, l.room.W, l.room.H)
		return x, y, y >= 0 && y < l.room.H && x < l.room.W
	}
	if l.filter != nil {
		from, w := l.field()
		x = from + l.filter.CursorX(l.look, w)
		return x, 0, l.load.Here() && x < l.room.W
	}
	x, y = l.rows.Cursor()
	return x, y + 1, l.load.Here() && y+1 < l.room.H
}

// Keys lists the keys that work now.
func (l *List) Keys() []key.Binding {
	if l.hand != nil {
		return l.hand.keys()
	}
	if l.filter != nil {
		return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Up Down", "move", "up", "down"), page.Bind("Esc", "no filter", "esc")}
	}
	return []key.Binding{
		page.Bind("Enter", "open", "enter"), page.Bind("n", "new", "n"), page.Bind("t", "triage", "t"), page.Bind("f", "filter", "f"),
		page.Bind("m", "mine", "m"), page.Bind("c", "closed", "c"), page.Bind("h", "hand over", "h"),
	}
}

// Help says what the page is for.
func (l *List) Help() string {
	return "The clients of your partner, by given name and reference. Enter opens one, n triages somebody new, f narrows the list by name or reference, m shows yours alone, h hands the client in focus or all of yours over to a colleague. Clients of other partners are never shown. Opening the list and opening a client are written in the trail."
}
