// Package find is where provision is looked for (Page) and one programme is read
// (Programme). It knows queries and programmes; it must not know how the search
// works, nor any client.
package find

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Desk is what these pages ask of the desk.
type Desk interface {
	Today() store.Day
	Find(context.Context, search.Query) (search.Page, error)
	Programme(context.Context, store.ProgrammeID) (store.Programme, error)
	Deliveries(context.Context) ([]store.Delivery, error)
	Delivery(context.Context, store.ProgrammeID) (store.Delivery, error)
	Upkeep(context.Context, store.ProgrammeID) (store.Upkeep, error)
	Question(ctx context.Context, id store.ProgrammeID, field store.Field, line int, note string) (store.FieldQuestion, error)
}

// limit is how many hits are fetched; beyond it another word is asked for.
const limit = 200

// maxWords is how many characters of words are taken.
const maxWords = 200

// Page is Find: words, filters and what they find.
type Page struct {
	page.Out
	ctx   context.Context
	desk  Desk
	look  look.Look
	room  page.Room
	ask   page.Ask[search.Page]
	words look.Field
	query search.Query // the filters; the words are in the field
	found search.Page
	fresh bool // found answers the query as it stands
	enter bool // Enter was pressed before the answer came
	wrong string
	list  look.List
	told  *search.Hit // the one told of in full: the one in focus, once the keys rest
	over  *chooser    // the filter being chosen, over the list
	drawn drawn
	rooms rooms
}

// rooms are what room programmes have.
type rooms struct {
	entry.Rooms
	ask page.Ask[[]store.Delivery]
}

// drawn is what View need not draw again while only the focus moves.
type drawn struct {
	head []string
	rows []string // by hit, each w columns at most; "" where it was not in view yet
	w    int
}

// New is Find, starting from words.
func New(ctx context.Context, desk Desk, lk look.Look, words string) *Page {
	p := &Page{ctx: ctx, desk: desk, look: lk, words: look.NewField(maxWords)}
	p.words.SetValue(words)
	p.query = search.Query{Day: desk.Today(), Limit: limit}
	return p
}

// Title names the place.
func (p *Page) Title() string { return "Find" }

// Init asks for everything the filters leave, and what room there is.
func (p *Page) Init() tea.Cmd {
	return tea.Batch(p.search(), p.rooms.ask.Start(p.ctx, p.desk.Deliveries))
}

// search asks the query as it stands; the question before it is stopped.
func (p *Page) search() tea.Cmd {
	p.fresh = false
	q := p.query
	q.Words = p.words.Value()
	return p.ask.Start(p.ctx, func(ctx context.Context) (search.Page, error) { return p.desk.Find(ctx, q) })
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room, p.drawn = msg, drawn{}
	case page.Shown:
		return p.rooms.ask.Start(p.ctx, p.desk.Deliveries)
	case page.Still:
		p.told = p.hit()
	case tea.KeyPressMsg:
		return p.pressed(msg)
	case tea.PasteMsg:
		p.drawn = drawn{}
		return p.typed(msg)
	case page.Answer[search.Page]:
		if p.ask.Take(msg) {
			p.drawn = drawn{}
			p.arrived(msg)
		}
	case page.Answer[[]store.Delivery]:
		if p.rooms.ask.Take(msg) && msg.Err == nil {
			p.drawn = drawn{}
			p.rooms.Rooms = entry.RoomsOf(msg.Value)
		}
	}
	return nil
}

// pressed takes a key. One that moved the focus and did nothing else leaves what
// was drawn as it is.
func (p *Page) pressed(k tea.KeyPressMsg) tea.Cmd {
	at, was := p.list.At(), p.drawn
	p.drawn = drawn{}
	cmd := p.key(k)
	if p.list.At() == at {
		return cmd
	}
	if cmd == nil && p.over == nil {
		p.drawn = was
	}
	p.Rest()
	return cmd
}

func (p *Page) arrived(a page.Answer[search.Page]) {
	p.fresh = true
	if a.Err != nil {
		p.wrong = a.Err.Error()
		return
	}
	p.wrong, p.found = "", a.Value
	p.list.SetLen(len(p.found.Hits))
	if p.told == nil {
		p.told = p.hit()
	} else {
		p.Rest()
	}
	if p.enter && len(p.found.Hits) > 0 {
		p.open()
	}
	p.enter = false
}

// Takes says which of the session's keys this page wants: what is typed in the
// words, but for "?", which no programme is called; "/" in the list, which goes
// to the words; Esc while a filter is being chosen.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	name := k.String()
	switch {
	case name == "?" || name == "f1":
		return false
	case p.over != nil:
		return name == "esc" || name == "/"
	}
	return name == "/" || p.words.Takes(k)
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	if p.over != nil {
		return p.choosing(k)
	}
	p.enter = false
	switch name := k.String(); name {
	case "enter":
		return p.take()
	case "tab", "shift+tab":
		p.swap()
		return nil
	}
	if p.words.Focused() {
		if p.list.Arrows(k) {
			return nil
		}
		return p.typed(k)
	}
	return p.command(k)
}

// swap moves the focus between the words and the list.
func (p *Page) swap() {
	if p.words.Focused() {
		p.words.Blur()
	} else {
		p.words.Focus()
	}
}

// typed gives the words a key or a paste, and searches when they changed.
func (p *Page) typed(msg tea.Msg) tea.Cmd {
	if p.over != nil || !p.words.Update(msg) {
		return nil
	}
	p.list.SetAt(0)
	return p.search()
}

// command takes a key in the list: one that changes a filter, or one that moves.
func (p *Page) command(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "/":
		p.words.Focus()
	case "d":
		p.over = p.chooseDistrict()
	case "b":
		p.over = p.chooseBarriers()
	case "a":
		p.over = p.chooseAudience()
	case "h":
		p.over = p.chooseHelp()
	case "o":
		p.query.All = !p.query.All
		p.list.SetAt(0)
		return p.search()
	case "c":
		p.query = search.Query{Day: p.query.Day, Limit: limit}
		p.words.SetValue("")
		p.list.SetAt(0)
		return p.search()
	default:
		p.list.Key(k)
	}
	return nil
}

// take opens the programme in focus; where nothing was found, it takes the
// nearest query that finds something. Pressed before the answer has come, it
// waits for it.
func (p *Page) take() tea.Cmd {
	switch near := p.found.Nearest; {
	case !p.fresh:
		p.enter = true
	case len(p.found.Hits) > 0:
		p.open()
	case near != nil:
		p.words.SetValue(near.Query.Words)
		day := p.query.Day
		p.query = near.Query
		p.query.Words, p.query.Day, p.query.Limit, p.query.Offset = "", day, limit, 0
		return p.search()
	}
	return nil
}

func (p *Page) open() { p.Go(page.Programme{ID: p.found.Hits[p.list.At()].Programme.ID}) }

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch {
	case p.over != nil && p.over.choice.Many:
		return []key.Binding{
			page.Bind("Space", "mark", "space"), page.Bind("Enter", "done", "enter"), page.Bind("Esc", "leave as it was", "esc"),
		}
	case p.over != nil:
		return []key.Binding{page.Bind("Enter", "choose", "enter"), page.Bind("Esc", "leave as it was", "esc")}
	}
	enter := page.Bind("Enter", "open", "enter")
	if len(p.found.Hits) == 0 {
		enter = page.Bind("Enter", "show the nearest", "enter")
		enter.SetEnabled(p.found.Nearest != nil)
	}
	if p.words.Focused() {
		return []key.Binding{enter, page.Bind("Tab", "filters and list", "tab"), page.Bind("Up Down", "move", "up", "down")}
	}
	return []key.Binding{
		enter, page.Bind("d b a h o", "filters", "d", "b", "a", "h", "o"),
		page.Bind("Tab", "words", "tab"), page.Bind("c", "clear all", "c"),
	}
}

// Help says how to look for provision.
func (p *Page) Help() string {
	return "Type what the client needs or what a programme is called: forklift, bad back, carer, no broadband. Part of a word and small slips of spelling are understood. Results change as you type; Enter opens the one at the marker. Press Tab to go to the list, where single keys change the filters: d district, b barriers, a who it is for, h kind of help, o open programmes only or closed ones too, c clear all."
}
