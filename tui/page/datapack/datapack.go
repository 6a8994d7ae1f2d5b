// Package datapack shows the evidence that the whole server's counts give: what
// could not be met, which rule alone was in the way, and what came of referrals.
// It knows a pack that is ready to be let out; it must not know how a count was
// made, nor any record that it was made of.
package datapack

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/datapack"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Today() store.Day
	DataPack(ctx context.Context, since, until store.Day) (datapack.Pack, error)
}

// Page is the data pack of one period.
type Page struct {
	page.Out
	ctx    context.Context
	desk   Desk
	look   look.Look
	room   page.Room
	ask    page.Ask[datapack.Pack]
	pack   *datapack.Pack // nil until it is read
	wrong  string         // why it could not be read
	period int            // of periods
	tab    int
	text   look.Text
	choice *look.Choice // of another period
}

// New is the data pack of the last twelve months.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk}
}

// Period is days that a pack can be asked for.
type Period struct {
	Name         string
	Since, Until store.Day // 0: as the desk has it
}

// Periods lists those that can be chosen on a day.
func Periods(today store.Day) []Period {
	y, m, _ := today.Split()
	april := y
	if m < time.April {
		april--
	}
	return []Period{
		{Name: "The last twelve months"},
		{Name: "The last three months", Since: store.Date(y, m-2, 1)},
		{Name: "This month", Since: store.Date(y, m, 1)},
		{Name: "This financial year, from 1 April", Since: store.Date(april, time.April, 1)},
		{Name: "The last financial year", Since: store.Date(april-1, time.April, 1), Until: store.Date(april, time.March, 31)},
	}
}

// Title names the place.
func (p *Page) Title() string { return "Data pack" }

// Init reads the pack.
func (p *Page) Init() tea.Cmd { return p.load() }

// load reads the pack of the period. It is not read again when the page comes
// back on top: each reading is an event.
func (p *Page) load() tea.Cmd {
	of := Periods(p.desk.Today())[p.period]
	return p.ask.Start(p.ctx, func(ctx context.Context) (datapack.Pack, error) { return p.desk.DataPack(ctx, of.Since, of.Until) })
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case look.Look:
		p.look = msg
		p.lay()
	case tea.KeyPressMsg:
		return p.key(msg)
	case page.Answer[datapack.Pack]:
		if p.ask.Take(msg) {
			p.took(msg)
		}
	}
	return nil
}

func (p *Page) took(a page.Answer[datapack.Pack]) {
	p.wrong, p.pack = "", &a.Value
	if a.Err != nil {
		p.wrong, p.pack = a.Err.Error(), nil
	}
	p.text.Top()
	p.lay()
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	if p.choice != nil {
		return p.choosing(k)
	}
	if tab, ok := look.TabKey(k, p.tab, len(tabs)); ok {
		p.tab = tab
		p.text.Top()
		p.lay()
		return nil
	}
	if k.String() == "p" {
		var names []string
		for _, of := range Periods(p.desk.Today()) {
			names = append(names, of.Name)
		}
		p.choice = look.NewChoice("Which months? A pack is always of whole months.", names, p.period)
		return nil
	}
	p.text.Key(k)
	return nil
}

func (p *Page) choosing(k tea.KeyPressMsg) tea.Cmd {
	switch p.choice.Key(k) {
	case look.Left:
		p.choice = nil
	case look.Chosen:
		p.period, p.choice, p.pack = p.choice.At(), nil, nil
		return p.load()
	}
	return nil
}

// Takes keeps Esc where it leaves the choice of a period.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	return p.choice != nil && (k.String() == "esc" || k.String() == "/")
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	if p.choice != nil {
		return []key.Binding{page.Bind("Enter", "show that", "enter"), page.Bind("Esc", "leave as it was", "esc")}
	}
	return []key.Binding{
		page.Bind("p", "another period", "p"), page.Bind("Left Right", "part", "left", "right"), page.Bind("1 to 5", "that part", "1"),
		page.Bind("Up Down", "scroll", "up", "down"),
	}
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "What could not be met in Lancashire, which rule alone was in the way of programmes, and what came of referrals: counts of the whole server, of which nobody can be found. Counts are rounded down to a multiple of 5, and one under 5 is <5, which is fewer than 5. As a file: ssh HOST datapack --csv, or datapack --json. Opening this page is kept in the trail."
}
