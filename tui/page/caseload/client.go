package caseload

import (
	"context"
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// ClientDesk is what the page of one client asks of the desk.
type ClientDesk interface {
	Client(context.Context, store.ClientRef) (store.Client, error)
	Notes(context.Context, store.ClientRef) ([]store.Note, error)
	Assessments(context.Context, store.ClientRef) ([]store.Assessment, error)
	Referrals(context.Context, store.ClientRef) ([]store.Referral, error)
	Names(context.Context) (map[keys.MemberID]string, error)
	SetFacts(context.Context, store.ClientRef, uint64, store.Changes, store.FactSource) (store.Client, error)
	RenameClient(context.Context, store.ClientRef, uint64, string) (store.Client, error)
	AddNote(context.Context, store.ClientRef, string) (store.Note, error)
	CloseClient(context.Context, store.ClientRef, uint64, string) (store.Client, error)
	ReopenClient(context.Context, store.ClientRef, uint64) (store.Client, error)
}

// part is one part of what is kept of a client.
type part uint8

const (
	partFacts part = iota
	partAssessments
	partReferrals
	partNotes
	partCount
)

// Client is one client: facts with where they came from, assessments, referrals
// and notes.
type Client struct {
	page.Out
	ctx  context.Context
	desk ClientDesk
	look look.Look
	room page.Room
	ref  store.ClientRef

	got    record
	loaded bool
	part   part
	rows   [partCount]look.List
	change change
	load   page.Ask[record]
	keep   page.Ask[store.Client]
}

// record is everything of a client that the page shows.
type record struct {
	client      store.Client
	notes       []store.Note
	assessments []store.Assessment
	referrals   []store.Referral
	names       map[keys.MemberID]string
}

// NewClient is the client of that reference.
func NewClient(ctx context.Context, desk ClientDesk, lk look.Look, ref store.ClientRef) *Client {
	return &Client{ctx: ctx, desk: desk, look: lk, ref: ref}
}

// Title names the place.
func (c *Client) Title() string {
	if !c.loaded {
		return "Client " + string(c.ref)
	}
	return "Client " + string(c.got.client.Ref) + " " + c.got.client.GivenName
}

// Init reads everything.
func (c *Client) Init() tea.Cmd {
	desk, ref := c.desk, c.ref
	return c.load.Start(c.ctx, func(ctx context.Context) (record, error) {
		var r record
		var errs [5]error
		r.client, errs[0] = desk.Client(ctx, ref)
		if errs[0] != nil {
			return r, errs[0]
		}
		r.notes, errs[1] = desk.Notes(ctx, ref)
		r.assessments, errs[2] = desk.Assessments(ctx, ref)
		r.referrals, errs[3] = desk.Referrals(ctx, ref)
		r.names, errs[4] = desk.Names(ctx)
		return r, errors.Join(errs[:]...)
	})
}

// Update takes one message.
func (c *Client) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		c.room = msg
	case page.Shown:
		if !c.change.open() {
			return c.Init()
		}
	case tea.PasteMsg:
		c.change.paste(msg)
	case tea.KeyPressMsg:
		return c.key(msg)
	case page.Answer[record]:
		c.took(msg)
	case page.Answer[store.Client]:
		return c.kept(msg)
	}
	return nil
}

func (c *Client) took(msg page.Answer[record]) {
	if !c.load.Take(msg) {
		return
	}
	if msg.Err != nil {
		c.Wrong(msg.Err)
		if !c.loaded {
			c.Back()
		}
		return
	}
	if c.change.reloading {
		c.change.reloading = false
		c.clash(msg.Value.client)
	}
	c.got, c.loaded = msg.Value, true
	for i, n := range []int{len(store.AllFacts()) - 1, len(c.got.assessments), len(c.got.referrals), len(c.got.notes)} {
		c.rows[i].SetLen(n)
	}
}

// facts are the facts in the order shown; the judgements belong to triage.
func facts() []store.Fact {
	all := store.AllFacts()
	return all[:len(all)-1]
}

// Takes keeps Esc while something is being changed, and what writes in a field.
func (c *Client) Takes(k tea.KeyPressMsg) bool { return c.change.takes(k) }

// Unsaved says whether something is being changed.
func (c *Client) Unsaved() bool { return c.change.open() }

func (c *Client) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !c.loaded || c.keep.Busy():
		return nil
	case c.change.open():
		return c.keyChange(k)
	}
	switch k.String() {
	case "left", "h":
		c.part = (c.part + partCount - 1) % partCount
	case "right", "tab":
		c.part = (c.part + 1) % partCount
	case "enter":
		c.enter()
	case "t":
		c.Go(page.Triage{Client: c.got.client.Ref})
	case "a":
		c.ask(askNote)
	case "e":
		c.ask(askName)
	case "x":
		if c.got.client.Closed.IsZero() {
			c.ask(askClose)
			return nil
		}
		cl, desk := c.got.client, c.desk
		return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) { return desk.ReopenClient(ctx, cl.Ref, cl.Rev) })
	default:
		c.rows[c.part].Key(k)
	}
	return nil
}

func (c *Client) enter() {
	at := c.rows[c.part].At()
	if c.rows[c.part].Len() == 0 {
		return
	}
	switch c.part {
	case partFacts:
		if !c.got.client.Closed.IsZero() {
			c.Say("This client is closed. Press x to open the client again first.")
			return
		}
		c.change = change{what: askFact, fact: entry.New(facts()[at], c.got.client.Facts)}
	case partAssessments:
		c.Go(page.Assessment{Client: c.got.client.Ref, ID: c.got.assessments[at].ID})
	case partReferrals:
		c.Go(page.Referral{ID: c.got.referrals[at].ID})
	}
}

// Keys lists the keys that work now.
func (c *Client) Keys() []key.Binding {
	if c.change.open() {
		return c.change.keys()
	}
	closing := "close"
	if !c.got.client.Closed.IsZero() {
		closing = "open again"
	}
	opens := []string{"change", "open", "open", ""}[c.part]
	return []key.Binding{
		page.Bind("Enter", opens, "enter"), page.Bind("Left Right", "part", "left", "right"), page.Bind("t", "triage, refer", "t"),
		page.Bind("a", "add note", "a"), page.Bind("e", "name", "e"), page.Bind("x", closing, "x"), page.Bind("Esc", "back", "esc"),
	}
}

// Help says what the page is for.
func (c *Client) Help() string {
	return "One client. Left and right go from the facts to the assessments, the referrals and the notes. Each fact shows how it is known, by whom and since when. To refer, triage first: t. Nobody's change is overwritten: if somebody else changed the client meanwhile, both versions are shown. No National Insurance number is kept anywhere: nothing here needs one."
}
