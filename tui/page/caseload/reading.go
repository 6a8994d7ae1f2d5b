package caseload

import (
	"context"
	"errors"
	"fmt"
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

// ReadingDesk is what the pages that are only read ask of the desk.
type ReadingDesk interface {
	History(context.Context, store.ClientRef, store.Fact, bool) (store.History, error)
	Seen(context.Context, store.ClientRef) ([]store.Sight, error)
	Names(context.Context) (map[keys.MemberID]string, error)
}

// Item is one thing of a page that is only read: a head and what is under it.
type Item struct{ Head, Says string }

// told is what such a page has to say.
type told struct {
	items  []Item
	none   string   // where there are no items
	masked bool     // what was known of health is left out
	foot   []string // after the items
}

// Reading is a page of one client's record that is only read: what was corrected, or
// who has seen it.
type Reading struct {
	page.Out
	ctx  context.Context
	look look.Look
	room page.Room

	title  string
	help   string
	ref    store.ClientRef
	again  page.Route // this page
	load   func(ctx context.Context, health bool) (told, error)
	health bool
	got    told
	loaded bool
	text   look.Text
	ask    page.Ask[told]
}

// NewHistory is what was corrected of a client, or of one fact.
func NewHistory(ctx context.Context, desk ReadingDesk, lk look.Look, to page.History) *Reading {
	return &Reading{
		ctx: ctx, look: lk, title: "History of " + string(to.Client), ref: to.Client, again: to,
		help: "What was known before it was changed, and what notes said before they were corrected or struck: the latest first. What was known of health is shown with v, and that is written down. A hundred changes are kept of a client; of what was changed more often, the earliest are folded into one.",
		load: func(ctx context.Context, health bool) (told, error) {
			h, names, err := readHistory(ctx, desk, to, health)
			if err != nil {
				return told{}, err
			}
			return told{items: HistoryItems(&h, names), none: historyNone(to.Fact), masked: len(h.Masked) > 0}, nil
		},
	}
}

// NewSeen is who has seen the record of a client.
func NewSeen(ctx context.Context, desk ReadingDesk, lk look.Look, to page.Seen) *Reading {
	return &Reading{
		ctx: ctx, look: lk, title: "Who has seen " + string(to.Client), ref: to.Client, again: to,
		help: "Each member who has seen or changed the record, by name and partner, with what they did: the newest day first. The client may ask for it. That you look at it is written down too, and stands in it the next time.",
		load: func(ctx context.Context, _ bool) (told, error) {
			seen, err := desk.Seen(ctx, to.Client)
			return told{items: SeenItems(seen), none: "Nobody yet.", foot: SeenFoot(to.Client)}, err
		},
	}
}

func readHistory(ctx context.Context, desk ReadingDesk, to page.History, health bool) (store.History, map[keys.MemberID]string, error) {
	h, err := desk.History(ctx, to.Client, to.Fact, health)
	if err != nil {
		return h, nil, err
	}
	if to.Note != "" {
		h.Corrections, h.Masked = nil, nil
		h.Notes = slices.DeleteFunc(h.Notes, func(n store.Note) bool { return n.ID != to.Note })
	}
	names, err := desk.Names(ctx)
	return h, names, err
}

func historyNone(f store.Fact) string {
	if f == store.NoFact {
		return "Nothing was corrected."
	}
	return f.Info().Label + " was never changed since it was first known."
}

// HistoryItems are what was corrected, the latest first.
func HistoryItems(h *store.History, names map[keys.MemberID]string) []Item {
	var items []Item
	for _, l := range h.Lines(func(id keys.MemberID) string { return nameOr(names, id) }) {
		items = append(items, Item{l.At.Format("2 January 2006 15:04"), l.Says})
	}
	return items
}

func nameOr(names map[keys.MemberID]string, id keys.MemberID) string {
	if n := names[id]; n != "" {
		return n
	}
	return string(id)
}

// SeenItems are who has seen a record, the newest day first.
func SeenItems(seen []store.Sight) []Item {
	var items []Item
	for i := range seen {
		s := &seen[i]
		items = append(items, Item{s.Day.Words() + ", " + s.Times() + ", " + s.Who, strings.Join(s.Did, "; ") + "."})
	}
	return items
}

// SeenFoot is what the list of who has seen a record does not tell, and how to
// print it.
func SeenFoot(ref store.ClientRef) []string {
	return []string{store.SightNote, fmt.Sprintf("To print it for the client, in another window: ssh SERVER client seen %s > seen.txt", ref)}
}

// Title names the place.
func (r *Reading) Title() string { return r.title }

// Init reads what there is to read.
func (r *Reading) Init() tea.Cmd { return r.read(r.health) }

func (r *Reading) read(health bool) tea.Cmd {
	load := r.load
	return r.ask.Start(r.ctx, func(ctx context.Context) (told, error) { return load(ctx, health) })
}

// Update takes one message.
func (r *Reading) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		r.room = msg
		r.lay()
	case page.Changed:
		if _, ok := msg.Client(r.ref); ok {
			return r.Init()
		}
	case tea.KeyPressMsg:
		if msg.String() == "v" && r.got.masked {
			r.health = true
			return r.Init()
		}
		r.text.Key(msg)
	case page.Answer[told]:
		if r.ask.Take(msg) {
			r.took(msg)
		}
	}
	return nil
}

func (r *Reading) took(msg page.Answer[told]) {
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) {
		r.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: r.again})
		return
	}
	if msg.Err != nil {
		r.health = r.loaded && r.health && !r.got.masked
		r.Wrong(entry.Plain(msg.Err))
		if !r.loaded || errors.Is(msg.Err, store.ErrNotFound) {
			r.Back()
		}
		return
	}
	r.got, r.loaded = msg.Value, true
	r.lay()
}

func (r *Reading) lay() {
	if !r.loaded {
		return
	}
	w := r.room.W
	var lines []string
	for _, item := range r.got.items {
		lines = append(lines, r.look.Title(r.look.Cut(item.Head, w)))
		lines = append(lines, r.look.Hang("  ", item.Says, w)...)
	}
	if len(r.got.items) == 0 {
		lines = r.look.Wrap(r.got.none, w)
	}
	for _, says := range r.got.foot {
		lines = append(append(lines, ""), r.look.Wrap(says, w)...)
	}
	r.text.SetLines(lines)
}

// View draws it, with where in it one is where it is longer than the room.
func (r *Reading) View() string {
	w, h := r.room.W, r.room.H
	if !r.loaded {
		return r.look.Cut("Opening...", w)
	}
	view := r.text.View(h)
	if r.text.Where() == "" || h < 3 {
		return view
	}
	view = r.text.View(h - 1)
	where := r.text.Where()
	return view + "\n" + r.look.Cut(strings.ToUpper(where[:1])+where[1:]+". Down or Space reads on.", w)
}

// Keys lists the keys that work now.
func (r *Reading) Keys() []key.Binding {
	all := []key.Binding{page.Bind("Up Down", "read", "up", "down")}
	if r.got.masked {
		all = append(all, page.Bind("v", "health", "v"))
	}
	return all
}

// Help says what the page is for.
func (r *Reading) Help() string { return r.help }
