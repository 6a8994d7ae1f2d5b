package inbox

import (
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// CapacityDesk is what the page of capacities asks of the desk.
type CapacityDesk interface {
	Who() keys.Caller
	Today() store.Day
	Deliveries(context.Context) ([]store.Delivery, error)
	Programme(context.Context, store.ProgrammeID) (store.Programme, error)
	SetCapacity(context.Context, store.ProgrammeID, uint64, store.Capacity) (store.Delivery, error)
}

// Capacity is what room there is on the programmes that the member's partner
// delivers, and where they say so.
type Capacity struct {
	page.Out
	ctx  context.Context
	desk CapacityDesk
	look look.Look
	room page.Room

	all  []Ours
	rows look.List
	told int // the one told of in full: the one in focus, once the keys rest
	job  *Saying
	load page.Load[[]Ours]
	keep page.Ask[store.Delivery]
}

// Ours is a programme that the member's partner delivers.
type Ours struct {
	store.Delivery
	Name string
}

// NewCapacity is the page.
func NewCapacity(ctx context.Context, desk CapacityDesk, lk look.Look) *Capacity {
	return &Capacity{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (c *Capacity) Title() string { return "Capacity" }

// Init reads the programmes.
func (c *Capacity) Init() tea.Cmd {
	return c.load.Start(c.ctx, func(ctx context.Context) ([]Ours, error) { return OurProgrammes(ctx, c.desk) })
}

// OurProgrammes are those that the desk's partner delivers, by name.
func OurProgrammes(ctx context.Context, desk CapacityDesk) ([]Ours, error) {
	all, err := desk.Deliveries(ctx)
	var out []Ours
	for _, d := range all {
		if d.Partner != desk.Who().Partner.ID || d.Partner == "" {
			continue
		}
		o := Ours{d, string(d.Programme)}
		if p, err := desk.Programme(ctx, d.Programme); err == nil { // one that is gone is still delivered
			o.Name = p.Name
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b Ours) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out, err
}

// Update takes one message.
func (c *Capacity) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		c.room = msg
	case page.Shown:
		return c.Init()
	case page.Changed:
		if says, ok := msg.Provision(); ok && c.job != nil {
			c.Mark(says) // saving then shows what was said meanwhile
		} else if ok {
			return c.Init()
		}
	case page.Still:
		c.told = c.rows.At()
	case tea.PasteMsg:
		if c.job != nil {
			c.job.Paste(msg)
		}
	case tea.KeyPressMsg:
		return c.key(msg)
	case page.Answer[[]Ours]:
		return c.load.Take(&c.Out, msg, c.took, c.key)
	case page.Answer[store.Delivery]:
		return c.saved(msg)
	}
	return nil
}

// took shows what was read; the focus stays on its programme, and what is being
// entered is told what somebody else said meanwhile.
func (c *Capacity) took(all []Ours) {
	var at store.ProgrammeID
	if c.rows.At() < len(c.all) {
		at = c.all[c.rows.At()].Programme
	}
	c.all = all
	c.Mark("")
	c.rows.Refocus(len(all), func(i int) bool { return all[i].Programme == at })
	c.told = c.rows.At()
	if c.job == nil {
		return
	}
	if i := slices.IndexFunc(c.all, func(o Ours) bool { return o.Programme == c.job.of.Programme }); i >= 0 {
		c.job.Met(c.all[i], c.desk.Today())
	}
}

// saved shows what came of it.
func (c *Capacity) saved(msg page.Answer[store.Delivery]) tea.Cmd {
	if !c.keep.Take(msg) {
		return nil
	}
	switch {
	case msg.Err == nil:
		c.Done("Saved: " + c.job.of.Name + ", " + entry.CapacityWord(msg.Value.Capacity.Code) + ".")
		c.job = nil
		return c.Init()
	case c.job.Refuse(msg.Err):
	default:
		c.Wrong(entry.Plain(msg.Err))
		if errors.Is(msg.Err, store.ErrConflict) {
			return c.Init()
		}
	}
	return nil
}

// Takes keeps what a question takes.
func (c *Capacity) Takes(k tea.KeyPressMsg) bool { return c.job != nil && c.job.Takes(k) }

// Unsaved says whether something was entered that leaving would lose.
func (c *Capacity) Unsaved() bool { return c.job != nil && c.job.Changed() }

func (c *Capacity) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case c.load.Early(k):
	case c.keep.Busy():
	case c.job != nil:
		switch c.job.Key(k) {
		case look.Left:
			c.job = nil
			return c.Init()
		case look.Chosen:
			d, says, desk := c.job.of, c.job.Capacity(), c.desk
			return c.keep.Start(c.ctx, func(ctx context.Context) (store.Delivery, error) {
				return desk.SetCapacity(ctx, d.Programme, d.Rev, says)
			})
		}
	case len(c.all) == 0:
	case k.String() == "enter":
		c.told = c.rows.At()
		c.job = Say(c.all[c.rows.At()])
	case k.String() == "p":
		c.Go(page.Programme{ID: c.all[c.rows.At()].Programme})
	case c.rows.Key(k):
		c.Rest()
	}
	return nil
}

// View draws the programmes, or the question.
func (c *Capacity) View() string {
	lines, _, _ := c.draw()
	return strings.Join(lines[:min(len(lines), c.room.H)], "\n")
}

// Cursor is on the focus.
func (c *Capacity) Cursor() (x, y int, ok bool) {
	_, x, y = c.draw()
	return x, y, y >= 0 && y < c.room.H && x < c.room.W
}

// toldLines is how many lines what was said of one programme takes.
const toldLines = 4

func (c *Capacity) draw() (lines []string, x, y int) {
	w, h := c.room.W, c.room.H
	switch {
	case !c.load.Here():
		return []string{c.look.Cut("Opening your programmes...", w)}, 0, -1
	case c.keep.Busy():
		return []string{c.look.Cut("Saving...", w)}, 0, -1
	case c.job != nil:
		return c.job.Draw(c.look, w, h)
	case len(c.all) == 0:
		return c.look.Wrap(NoneOfOurs, w), 0, -1
	}
	today := c.desk.Today()
	lines = []string{c.look.Title(c.look.Cut("What room there is on your programmes", w))}
	rows := h - 1
	if h > 8 {
		rows = h - 1 - toldLines - 1
	}
	if view := c.rows.View(c.look, w, rows, func(i, w int) string { return c.row(&c.all[i], today, w) }); view != "" {
		x, y = c.rows.Cursor()
		y++
		lines = append(lines, strings.Split(view, "\n")...)
	}
	if h > 8 {
		lines = append(append(lines, ""), c.tell(today, w)...)
	}
	return lines, x, y
}

// tell is what was said of the programme told of, by its name, in toldLines
// lines.
func (c *Capacity) tell(today store.Day, w int) []string {
	o := &c.all[min(c.told, len(c.all)-1)]
	says := entry.RoomWords(&o.Delivery, today)
	if says == "" {
		says = NotSaid
	}
	lines := append([]string{c.look.Title(c.look.Cut(o.Name, w))}, c.look.Wrap(says, w)...)
	return lines[:min(len(lines), toldLines)]
}

// NotSaid and NoneOfOurs are said where nobody has said what room there is, and
// where a partner delivers nothing.
const (
	NotSaid    = "Nobody has said what room there is. Coaches see nothing of it until you do."
	NoneOfOurs = "Your partner delivers no programme here yet. A steward says which partner delivers a programme."
)

// row is a programme: its name, what room there is, and the day that was said.
func (c *Capacity) row(o *Ours, today store.Day, w int) string {
	room, said := entry.Room(&o.Delivery, today), ""
	if o.Capacity.Said != 0 {
		said = o.Capacity.Said.Words()
	}
	if room == "" {
		room = "not said"
	}
	const roomWidth, saidWidth = 20, 17
	if w < 60 {
		return c.look.Cut(c.look.Fit(o.Name, max(w-roomWidth-2, 4))+"  "+room, w)
	}
	return c.look.Cut(c.look.Fit(o.Name, w-roomWidth-saidWidth-4)+"  "+c.look.Fit(room, roomWidth)+"  "+said, w)
}

// Keys lists the keys that work now.
func (c *Capacity) Keys() []key.Binding {
	switch {
	case c.job != nil:
		return c.job.Keys()
	case len(c.all) == 0:
		return nil
	}
	return []key.Binding{page.Bind("Enter", "say what room there is", "enter"), page.Bind("p", "programme", "p"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the page is for.
func (c *Capacity) Help() string {
	return "The programmes that your partner delivers, and what room there is: space, waiting list, no space, or ask first. Enter says it anew, with today's date, even where it is the same as before: coaches see the day it was said, and after a while that it is stale. A note says what a word cannot, such as the day of the next start."
}
