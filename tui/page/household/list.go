// Package household is the pages of households: the list of them, and one of
// them with its people, what they share, its plan and its referrals. From there
// it is matched, and linked referrals are sent in one step.
//
// It knows households, the look and how facts are asked. It must not know how
// people are matched or what a receiver may see, nor any other page.
package household

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
	"signpost/tui/page/entry"
)

// ListDesk is what the list asks of the desk.
type ListDesk interface {
	Today() store.Day
	Households(ctx context.Context, closed bool) ([]store.HouseholdLine, error)
	OpenHousehold(context.Context) (store.HouseholdView, error)
	Names(context.Context) (map[keys.MemberID]string, error)
}

// List is the partner's households.
type List struct {
	page.Out
	ctx    context.Context
	desk   ListDesk
	look   look.Look
	room   page.Room
	got    households
	closed bool // closed ones too
	sure   *look.Confirm
	rows   look.List
	load   page.Load[households]
	keep   page.Ask[store.HouseholdView]
}

// households is what the list shows.
type households struct {
	lines []store.HouseholdLine
	names map[keys.MemberID]string
}

// NewList is the list of households.
func NewList(ctx context.Context, desk ListDesk, lk look.Look) *List {
	return &List{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (l *List) Title() string { return "Households" }

// Init reads the households.
func (l *List) Init() tea.Cmd {
	desk, closed := l.desk, l.closed
	return l.load.Start(l.ctx, func(ctx context.Context) (households, error) {
		lines, err := desk.Households(ctx, closed)
		if err != nil {
			return households{}, err
		}
		names, err := desk.Names(ctx)
		return households{lines, names}, err
	})
}

// Update takes one message.
func (l *List) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		l.room = msg
	case page.Shown:
		return l.Init()
	case tea.KeyPressMsg:
		return l.key(msg)
	case page.Answer[households]:
		return l.load.Take(&l.Out, msg, l.took, l.key)
	case page.Answer[store.HouseholdView]:
		if l.keep.Take(msg) {
			l.opened(msg)
		}
	}
	return nil
}

// took shows what was read; the focus stays on its household.
func (l *List) took(got households) {
	var at store.HouseholdID
	if len(l.got.lines) > 0 {
		at = l.got.lines[l.rows.At()].ID
	}
	l.got = got
	l.rows.Refocus(len(got.lines), func(i int) bool { return got.lines[i].ID == at })
}

func (l *List) opened(msg page.Answer[store.HouseholdView]) {
	if msg.Err != nil {
		l.Wrong(entry.Plain(msg.Err))
		return
	}
	l.Done("Household " + string(msg.Value.ID) + " opened. Press a to add the first person.")
	l.Go(page.Household{ID: msg.Value.ID})
}

// Takes keeps Esc while it is asked whether to open a household.
func (l *List) Takes(k tea.KeyPressMsg) bool { return l.sure != nil && k.String() == "esc" }

func (l *List) key(k tea.KeyPressMsg) tea.Cmd {
	switch name := k.String(); {
	case l.load.Early(k):
	case l.keep.Busy():
	case l.sure != nil:
		outcome := l.sure.Key(k)
		if outcome != look.Open {
			l.sure = nil
		}
		if outcome == look.Chosen {
			return l.keep.Start(l.ctx, l.desk.OpenHousehold)
		}
	case name == "enter" && len(l.got.lines) > 0:
		l.Go(page.Household{ID: l.got.lines[l.rows.At()].ID})
	case name == "n":
		l.sure = &look.Confirm{Question: "Open a new household, which you lead?"}
	case name == "c":
		l.closed = !l.closed
		return l.Init()
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
	switch {
	case !l.load.Here():
		return []string{l.look.Cut("Opening the households...", w)}
	case l.sure != nil:
		return strings.Split(l.sure.View(l.look, w, h), "\n")
	}
	what := "open household"
	if l.closed {
		what = "household"
	}
	says := store.Count(len(l.got.lines), what)
	if l.closed {
		says += ", closed ones too"
	}
	lines := []string{l.look.Title(l.look.Cut(says, w))}
	if len(l.got.lines) == 0 {
		return append(lines, l.look.Wrap("No households here yet. Press n to open one.", w)...)
	}
	body := l.rows.View(l.look, w, h-1, func(i, w int) string { return l.look.Cut(l.row(&l.got.lines[i], w), w) })
	if body == "" {
		return lines
	}
	return append(lines, strings.Split(body, "\n")...)
}

// row is a household on one line: who, what comes next.
func (l *List) row(h *store.HouseholdLine, w int) string {
	whoWidth := max(min(w/3, 26), 8)
	return fmt.Sprintf("%s  %s  %s", h.ID, l.look.Fit(l.look.Cut(listWho(h), whoWidth), whoWidth), listSays(h, l.desk.Today()))
}

func listWho(h *store.HouseholdLine) string {
	return cmp.Or(strings.Join(h.Names, ", "), "nobody yet")
}

func listSays(h *store.HouseholdLine, today store.Day) string {
	switch {
	case !h.Closed.IsZero():
		return "closed on " + store.DayOf(h.Closed).Words()
	case h.Next == nil:
		return "nothing planned"
	case h.Next.Due < today:
		return "overdue " + h.Next.Due.Words() + ": " + h.Next.What
	}
	return "due " + h.Next.Due.Words() + ": " + h.Next.What
}

// Cursor is on the row in focus.
func (l *List) Cursor() (x, y int, ok bool) {
	if !l.load.Here() || l.sure != nil || len(l.got.lines) == 0 {
		return 0, 0, false
	}
	x, y = l.rows.Cursor()
	return x, y + 1, y+1 < l.room.H && x < l.room.W
}

// Keys lists the keys that work now.
func (l *List) Keys() []key.Binding {
	if l.sure != nil {
		return []key.Binding{page.Bind("y", "open it", "y"), page.Bind("n", "do not", "n")}
	}
	closed := "closed too"
	if l.closed {
		closed = "open ones only"
	}
	return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("n", "new household", "n"), page.Bind("c", closed, "c"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the page is for.
func (l *List) Help() string {
	return "The households your partner works with, those that you lead first, and of each the next step of its plan. A household is people who are helped towards work together; they need not share an address. Some programmes ask for one."
}
