package home

import (
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

// TeamDesk is what the team's page asks of the desk.
type TeamDesk interface {
	Who() keys.Caller
	TeamDiary(context.Context) (store.Diary, error)
}

// Team is the diary of everybody at the member's partner.
type Team struct {
	page.Out
	ctx   context.Context
	desk  TeamDesk
	look  look.Look
	room  page.Room
	load  page.Load[store.Diary]
	day   store.Day
	items []item
	rows  look.List
	told  item // the one told whole under the list: the one in focus, once the keys rest
}

// NewTeam is the team's diary.
func NewTeam(ctx context.Context, desk TeamDesk, lk look.Look) *Team {
	return &Team{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (t *Team) Title() string { return "Team" }

// Init reads the diary.
func (t *Team) Init() tea.Cmd { return t.load.Start(t.ctx, t.desk.TeamDiary) }

// Update takes one message.
func (t *Team) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		t.room = msg
	case page.Shown:
		return t.Init()
	case page.Changed:
		if msg.Caseload() {
			return t.Init()
		}
	case page.Still:
		t.tell()
	case tea.KeyPressMsg:
		return t.key(msg)
	case page.Answer[store.Diary]:
		return t.load.Take(&t.Out, msg, t.took, t.key)
	}
	return nil
}

// took shows what was read; the focus stays on its row.
func (t *Team) took(d store.Diary) {
	var at item
	if t.rows.At() < len(t.items) {
		at = t.items[t.rows.At()]
	}
	t.day, t.items = d.Day, items(&d)
	t.rows.Refocus(len(t.items), func(i int) bool { return at.same(t.items[i]) })
	t.tell()
}

func (t *Team) tell() {
	if t.told = (item{}); t.rows.At() < len(t.items) {
		t.told = t.items[t.rows.At()]
	}
}

func (t *Team) key(k tea.KeyPressMsg) tea.Cmd {
	switch at := t.rows.At(); {
	case t.load.Early(k):
	case k.String() != "enter":
		if t.rows.Key(k) && t.rows.At() != at {
			t.Rest()
		}
	case at < len(t.items):
		t.Go(t.items[at].to)
	}
	return nil
}

// View draws the list.
func (t *Team) View() string {
	lines := t.draw()
	return strings.Join(lines[:min(len(lines), t.room.H)], "\n")
}

func (t *Team) draw() []string {
	w, h := t.room.W, t.room.H
	switch {
	case !t.load.Here():
		return []string{t.look.Cut("Opening the diary of your team...", w)}
	case len(t.items) == 0:
		return t.look.Wrap("Nothing waits for anybody at your partner today.", w)
	}
	under := underLines
	if h < 4*underLines {
		under = 0
	}
	body := t.rows.View(t.look, w, h-1-under, func(i, w int) string { return t.row(&t.items[i], w) })
	head := fmt.Sprintf("The diary of your team, %s: %d", t.day.Words(), len(t.items))
	if where := t.rows.Where(); where != "" {
		head += ", showing " + where
	}
	lines := []string{t.look.Title(t.look.Cut(head, w))}
	if body == "" {
		return lines
	}
	lines = append(lines, strings.Split(body, "\n")...)
	if under == 0 {
		return lines
	}
	for len(lines) < h-under+1 {
		lines = append(lines, "")
	}
	says := t.look.Wrap(strings.Trim(t.told.whose+": "+t.told.says, ": "), w)
	return append(lines, says[:min(len(says), under-1)]...)
}

// underLines is how many lines there are under the list: an empty one, and the
// one in focus told whole. rowMost is how wide a row is at 80 columns: lines that
// are full to the edge take a slow line half a second.
const (
	underLines = 3
	rowMost    = 62
)

// whoseWidth is what the name of a member has of a row; where the window is wider,
// more.
const whoseWidth = 12

func (t *Team) row(it *item, w int) string {
	w = min(w, rowMost+max(t.room.W-80, 0))
	return t.look.Cut(t.look.Fit(it.what, 8)+"  "+t.look.Fit(it.whose, max(whoseWidth, (w-60)/3))+"  "+it.says, w)
}

// Cursor is on the row in focus.
func (t *Team) Cursor() (x, y int, ok bool) {
	x, y = t.rows.Cursor()
	return x, y + 1, t.load.Here() && len(t.items) > 0 && y+1 < t.room.H
}

// Keys lists the keys that work now.
func (t *Team) Keys() []key.Binding {
	return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the page is for.
func (t *Team) Help() string {
	return "What waits for anybody at your partner, the most urgent first, and whose it is. Enter opens the record. Opening this list is written in the trail."
}
