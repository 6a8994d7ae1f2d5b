// Package trail is where an auditor reads who did what to which record, and
// when. It knows events and the look. It must not know what the records hold,
// nor any other page.
package trail

import (
	"context"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Now() time.Time
	Trail(context.Context, store.TrailQuery) ([]store.Event, error)
	Names(context.Context) (map[keys.MemberID]string, error)
}

// How many events are read at first, how many more each time older ones are
// asked for, and the most that are held.
const (
	firstEvents = 500
	moreEvents  = 1500
	mostEvents  = 10_000
)

// Page is the audit trail.
type Page struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room

	query  store.TrailQuery // as asked; Since is a day on the server's clock
	got    events
	list   list
	filter *filter // being entered, over the list
	text   *look.Text
	ahead  page.Ahead
	load   page.Ask[events]
}

// events is what was read.
type events struct {
	loaded bool
	query  store.TrailQuery
	all    []store.Event // the newest first
	names  map[keys.MemberID]string
}

// list is which event has the focus, and which is the first in view.
type list struct {
	rows look.List
	top  int
	page int // how many events the last View showed
}

// New is the trail.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk, query: store.TrailQuery{Limit: firstEvents}}
}

// Title names the place.
func (p *Page) Title() string {
	if p.text != nil {
		return "Trail: one event"
	}
	return "Trail"
}

// Init reads the events.
func (p *Page) Init() tea.Cmd { return p.read(p.query) }

// read asks for the events of a query. The store counts days in UTC and people
// by the server's clock, so a day more is read and what is too early left out.
func (p *Page) read(q store.TrailQuery) tea.Cmd {
	desk, zone := p.desk, p.desk.Now().Location()
	return p.load.Start(p.ctx, func(ctx context.Context) (events, error) {
		asked := q
		if q.Since != 0 {
			asked.Since--
		}
		all, err := desk.Trail(ctx, asked)
		if err != nil {
			return events{query: q}, err
		}
		all = slices.DeleteFunc(all, func(e store.Event) bool { return store.DayOf(e.At.In(zone)) < q.Since })
		names, err := desk.Names(ctx)
		return events{loaded: true, query: q, all: all, names: names}, err
	})
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case tea.PasteMsg:
		if p.filter != nil {
			p.filter.words.Paste(msg)
		}
	case tea.KeyPressMsg:
		return p.key(msg)
	case page.Answer[events]:
		if p.load.Take(msg) {
			p.took(msg)
			return p.ahead.Replay(p.key)
		}
	}
	return nil
}

// took shows what was read; the focus stays on its event. A query that was
// refused leaves everything as it was, the filter open with what was typed.
func (p *Page) took(msg page.Answer[events]) {
	if msg.Err != nil {
		p.refused(msg.Err)
		return
	}
	var at store.EventID
	if e, ok := p.chosen(); ok {
		at = e.ID
	}
	p.got, p.query, p.filter = msg.Value, msg.Value.query, nil
	p.list.rows.SetLen(len(p.got.all))
	p.list.rows.SetAt(max(slices.IndexFunc(p.got.all, func(e store.Event) bool { return e.ID == at }), 0))
	p.lay()
}

func (p *Page) refused(err error) {
	if p.filter != nil {
		p.filter.words.Refuse(err)
		return
	}
	p.Wrong(err)
	if !p.got.loaded {
		p.Back()
	}
}

// chosen is the event in focus, if there is one.
func (p *Page) chosen() (store.Event, bool) {
	if at := p.list.rows.At(); at < len(p.got.all) {
		return p.got.all[at], true
	}
	return store.Event{}, false
}

// Takes keeps what writes in a field, and Esc while something is open.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	if k.String() == "esc" {
		return p.filter != nil || p.text != nil
	}
	return p.filter != nil && p.filter.words.Takes(k)
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !p.got.loaded:
		p.ahead.Keep(k)
		return nil
	case p.filter != nil:
		return p.keyFilter(k)
	case p.text != nil:
		p.keyEvent(k)
		return nil
	}
	switch k.String() {
	case "enter":
		p.open()
	case "d", "m", "c":
		p.filter = p.newFilter(k.String())
	case "a":
		return p.read(store.TrailQuery{Limit: firstEvents})
	case "o":
		return p.older()
	case "pgdown":
		p.list.rows.SetAt(p.list.rows.At() + max(p.list.page-1, 1))
	case "pgup":
		p.list.rows.SetAt(p.list.rows.At() - max(p.list.page-1, 1))
	default:
		p.list.rows.Key(k)
	}
	return nil
}

// full says whether there may be older events than those that were read.
func (p *Page) full() bool { return len(p.got.all) >= p.query.Limit && p.query.Limit < mostEvents }

func (p *Page) older() tea.Cmd {
	if !p.full() {
		p.Say("There are no older events to show here.")
		return nil
	}
	q := p.query
	q.Limit = min(q.Limit+moreEvents, mostEvents)
	return p.read(q)
}

// open shows the event in focus whole.
func (p *Page) open() {
	if _, ok := p.chosen(); ok {
		p.text = &look.Text{}
		p.lay()
	}
}

// keyEvent scrolls in one event, or goes to the one before or after it.
func (p *Page) keyEvent(k tea.KeyPressMsg) {
	rows := &p.list.rows
	switch k.String() {
	case "esc":
		p.text = nil
		return
	case "n":
		rows.SetAt(rows.At() + 1)
	case "p":
		rows.SetAt(rows.At() - 1)
	default:
		p.text.Key(k)
		return
	}
	p.text.Top()
	p.lay()
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch {
	case p.filter != nil:
		return p.filter.words.Keys("show")
	case p.text != nil:
		return []key.Binding{
			page.Bind("n p", "next, previous", "n", "p"), page.Bind("Up Down", "scroll", "up", "down"), page.Bind("Esc", "list", "esc"),
		}
	}
	return []key.Binding{
		page.Bind("Enter", "open", "enter"), page.Bind("d", "since", "d"), page.Bind("m", "member", "m"), page.Bind("c", "client", "c"),
		page.Bind("a", "all", "a"), page.Bind("o", "older", "o"), page.Bind("Up Down", "move", "up", "down"),
	}
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "Who did what to which record, and when, the newest first. d shows only what was done since a day, m only what one member did, c only what was done to one client; a shows all again. The trail names fields and references, never what a person said or has. Reading it is itself an event. Times are those of the server's clock."
}

// who is the member of an event: the name where it is known here, or the id.
func (p *Page) who(e store.Event) string {
	switch name := p.got.names[e.Member]; {
	case name != "":
		return name
	case e.Act == keys.ActClock:
		return "the clock"
	case e.Member == "" && e.Verb == "tried":
		return "somebody unknown"
	case e.Member == "":
		return "the installer"
	}
	return string(e.Member)
}

// filter is one limit of the query being entered.
type filter struct {
	key   string
	words *entry.Text
}

func (p *Page) newFilter(by string) *filter {
	f := &filter{key: by}
	switch by {
	case "d":
		f.words = entry.NewText("Since which day?", "Enter a day, such as "+store.DayOf(p.desk.Now()).Words()+". Leave it empty for any day.", p.query.Since.Words(), 30)
	case "m":
		f.words = entry.NewText("Which member?", p.membersNote(), string(p.query.Member), 40)
	default:
		f.words = entry.NewText("Which client?", "Enter a reference, such as K7M-2QX. Leave it empty for any client.", string(p.query.Client), 20)
	}
	return f
}

// membersNote says what to enter, with the members who are known here.
func (p *Page) membersNote() string {
	note := "Enter a member's id, such as M-K7M-2QX, or part of a name that is shown here. Leave it empty for any member."
	var known []string
	for _, e := range p.got.all {
		if id := string(e.Member); id != "" && !slices.ContainsFunc(known, func(s string) bool { return strings.HasPrefix(s, id) }) {
			known = append(known, strings.TrimRight(id+" "+p.got.names[e.Member], " "))
		}
	}
	if len(known) == 0 {
		return note
	}
	slices.Sort(known)
	return note + "\nIn view: " + strings.Join(known, "; ") + "."
}

func (p *Page) keyFilter(k tea.KeyPressMsg) tea.Cmd {
	switch p.filter.words.Key(k) {
	case look.Left:
		p.filter = nil
	case look.Chosen:
		q, err := p.filtered(p.filter.words.Value())
		if err != nil {
			p.filter.words.Refuse(err)
			return nil
		}
		q.Limit = firstEvents
		return p.read(q)
	}
	return nil
}

// filtered is the query with what was typed as its limit.
func (p *Page) filtered(typed string) (store.TrailQuery, error) {
	q := p.query
	switch p.filter.key {
	case "d":
		q.Since = entry.ReadDay(typed)
		if q.Since == 0 && typed != "" {
			return q, entry.Sentence("Enter a day, such as " + store.DayOf(p.desk.Now()).Words() + ".")
		}
	case "m":
		id, err := p.memberOf(typed)
		q.Member = id
		return q, err
	default:
		q.Client = store.ClientRef(typed)
	}
	return q, nil
}

// memberOf reads an id as it is typed, or the name of somebody who is known here.
func (p *Page) memberOf(typed string) (keys.MemberID, error) {
	if typed == "" {
		return "", nil
	}
	if ref, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(typed), "M-")); ok {
		return keys.MemberID("M-" + ref), nil
	}
	var found []keys.MemberID
	for id, name := range p.got.names {
		if strings.Contains(strings.ToLower(name), strings.ToLower(typed)) {
			found = append(found, id)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", entry.Sentence("No member here has that id or name. Enter an id, such as M-K7M-2QX.")
	}
	return "", entry.Sentence("More than one member has that in their name. Enter more of it, or an id.")
}
