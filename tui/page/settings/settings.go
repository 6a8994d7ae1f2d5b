// Package settings is where a member says how Signpost is shown to them (Page),
// and where they are asked once what their terminal shows (Question). It knows
// settings and how the session looks now; it must not know terminals, nor how a
// setting is obeyed.
package settings

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

// Desk is what these pages ask of the desk.
type Desk interface {
	Settings(context.Context) (store.Settings, error)
	SetSettings(context.Context, store.Settings) (store.Settings, error)
}

// Page is the settings of the desk's member.
type Page struct {
	page.Out
	ctx   context.Context
	desk  Desk
	look  look.Look
	room  page.Room
	read  page.Ask[store.Settings]
	save  page.Ask[kept]
	now   *store.Settings // nil until they are read
	wrong string          // why they could not be read
	list  look.List
	told  int // the setting that is explained below the list
	over  *change
	ahead []tea.KeyPressMsg // pressed while the desk was asked, for when it answers
}

// kept is a setting that was saved, and all of them with it.
type kept struct {
	all  store.Settings
	name string
}

// change is one setting being changed: by choosing, or by typing a number.
type change struct {
	set    store.Setting
	choice *look.Choice
	field  look.Field
	wrong  string
}

// maxTyped is how many characters of a number are taken.
const maxTyped = 12

// New is the settings of the desk's member.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	p := &Page{ctx: ctx, desk: desk, look: lk}
	p.list.SetLen(len(store.TheSettings()))
	return p
}

// Title names the place.
func (p *Page) Title() string { return "Settings" }

// Init reads the settings.
func (p *Page) Init() tea.Cmd { return p.load() }

func (p *Page) load() tea.Cmd { return p.read.Start(p.ctx, p.desk.Settings) }

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
	case look.Look:
		p.look = msg
	case page.Shown:
		return p.load()
	case page.Still:
		p.told = p.list.At()
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		p.typed(msg)
	case page.Answer[store.Settings]:
		if p.read.Take(msg) {
			return p.arrived(msg)
		}
	case page.Answer[kept]:
		if p.save.Take(msg) {
			return p.saved(msg)
		}
	}
	return nil
}

func (p *Page) arrived(a page.Answer[store.Settings]) tea.Cmd {
	if a.Err != nil {
		p.wrong = a.Err.Error()
		return nil
	}
	p.wrong, p.now = "", &a.Value
	return p.catchUp()
}

// catchUp takes the keys that were pressed while the desk was asked.
func (p *Page) catchUp() tea.Cmd {
	var cmds []tea.Cmd
	for len(p.ahead) > 0 && !p.busy() {
		k := p.ahead[0]
		p.ahead = p.ahead[1:]
		cmds = append(cmds, p.key(k))
	}
	return tea.Batch(cmds...)
}

// busy says whether keys have to wait for the desk.
func (p *Page) busy() bool { return p.save.Busy() || p.now == nil && p.read.Busy() }

// maxAhead is how many keys wait; more than that are noise.
const maxAhead = 64

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.busy():
		if len(p.ahead) < maxAhead {
			p.ahead = append(p.ahead, k)
		}
		return nil
	case p.over != nil:
		return p.changing(k)
	}
	name := k.String()
	switch {
	case name == "enter":
		p.open(p.list.At())
	case len(name) == 1 && name >= "1" && int(name[0]-'1') < p.list.Len():
		p.list.SetAt(int(name[0] - '1'))
		p.told = p.list.At()
		p.open(p.list.At())
	case p.list.Key(k):
		p.Rest()
	}
	return nil
}

// open begins to change setting i.
func (p *Page) open(i int) {
	if p.now == nil {
		return
	}
	set := store.TheSettings()[i]
	p.over = &change{set: set}
	if set.Words == nil {
		p.over.field = look.NewField(maxTyped)
		p.over.field.SetValue(p.now.Get(set.Name))
		return
	}
	options, at := make([]string, len(set.Words)), 0
	for i, w := range set.Words {
		options[i] = strings.ToUpper(w.Label[:1]) + w.Label[1:]
		if w.Word == p.now.Get(set.Name) {
			at = i
		}
	}
	p.over.choice = look.NewChoice(set.Label+". "+set.Says, options, at)
}

// changing gives the change that is open a key.
func (p *Page) changing(k tea.KeyPressMsg) tea.Cmd {
	c := p.over
	if c.choice != nil {
		switch c.choice.Key(k) {
		case look.Left:
			p.over = nil
		case look.Chosen:
			return p.keep(c.set.Words[c.choice.At()].Word)
		}
		return nil
	}
	switch k.String() {
	case "esc":
		p.over = nil
	case "enter":
		return p.keep(c.field.Value())
	default:
		p.typed(k)
	}
	return nil
}

func (p *Page) typed(msg tea.Msg) {
	if p.over != nil && p.over.choice == nil && p.over.field.Update(msg) {
		p.over.wrong = ""
	}
}

// keep saves the setting that is open with that word, if it may have it.
func (p *Page) keep(word string) tea.Cmd {
	c, next := p.over, *p.now
	if err := next.Set(c.set.Name, word); err != nil {
		c.wrong = err.Error()
		if field, ok := err.(*store.FieldError); ok {
			c.wrong = field.Says
		}
		return nil
	}
	p.over = nil
	return p.save.Start(p.ctx, func(ctx context.Context) (kept, error) {
		all, err := p.desk.SetSettings(ctx, next)
		return kept{all, c.set.Name}, err
	})
}

func (p *Page) saved(a page.Answer[kept]) tea.Cmd {
	if a.Err != nil {
		p.Wrong(a.Err)
		p.ahead = nil // they were meant for what was not done
		return p.load()
	}
	p.now = &a.Value.all
	p.Kept(*p.now)
	set, _ := store.SettingNamed(a.Value.name)
	says := fmt.Sprintf("Saved. %s: %s.", set.Label, p.now.Says(set.Name))
	if set.Name == "view" {
		says += " It is so when you next connect."
	}
	p.Done(says)
	return p.catchUp()
}

// Takes says which of the session's keys this page wants: all that write, while a
// number is typed; Esc while a setting is being changed.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	name := k.String()
	switch {
	case p.over == nil, name == "f1":
		return false
	case p.over.choice == nil:
		return name == "esc" || p.over.field.Takes(k)
	}
	return name == "esc" || name == "/"
}

// Unsaved says whether a number was typed and is not kept yet.
func (p *Page) Unsaved() bool {
	return p.over != nil && p.over.choice == nil && p.over.field.Value() != p.now.Get(p.over.set.Name)
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	if p.over != nil {
		return []key.Binding{page.Bind("Enter", "save", "enter"), page.Bind("Esc", "leave as it was", "esc")}
	}
	return []key.Binding{
		page.Bind("Enter", "change", "enter"), page.Bind(fmt.Sprintf("1 to %d", p.list.Len()), "change that one", "1"),
		page.Bind("Up Down", "move", "up", "down"),
	}
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "How Signpost is shown to you, on whatever machine you use: its signs and colours, full-screen pages or a line at a time, how long you may be away, and how it treats a slow line. Move to a setting and press Enter, or press its digit; what you choose is kept at once. The same as a command: ssh HOST settings."
}
