package caseload

import (
	"context"
	"errors"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// what is asked to make a change.
type what uint8

const (
	askNothing what = iota
	askFact         // the fact's new value
	askSource       // and how it is known
	askNote
	askName
	askClose
	askClash // which of two versions
)

// change is a change of the client that is being entered. What was typed stays
// until it is kept or given up.
type change struct {
	what      what
	fact      *entry.Entry
	source    *look.Choice
	field     look.Field
	ch        store.Changes
	text      look.Text // two versions
	reloading bool
}

func (c *change) open() bool { return c.what != askNothing }

func (c *change) typing() bool { return c.what == askNote || c.what == askName || c.what == askClose }

func (c *change) paste(msg tea.PasteMsg) {
	switch {
	case c.typing():
		c.field.Update(msg)
	case c.what == askFact:
		c.fact.Paste(msg)
	}
}

func (c *change) takes(k tea.KeyPressMsg) bool {
	switch {
	case !c.open():
		return false
	case k.String() == "esc":
		return true
	case c.what == askFact:
		return c.fact.Takes(k)
	}
	return c.typing() && c.field.Takes(k)
}

func (c *change) keys() []key.Binding {
	esc := page.Bind("Esc", "leave it as it was", "esc")
	switch c.what {
	case askClash:
		return []key.Binding{page.Bind("m", "keep mine over theirs", "m"), page.Bind("t", "take theirs", "t"), page.Bind("Up Down", "scroll", "up", "down")}
	case askFact:
		return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Tab", "not known", "tab"), esc}
	}
	return []key.Binding{page.Bind("Enter", "keep", "enter"), esc}
}

// questions and how much each takes, by what is asked.
func (c *change) question() (string, int) {
	switch c.what {
	case askNote:
		return "What is to be noted? Facts of the client's own life only as far as the work needs them.", 1000
	case askName:
		return "What is the client's given name? No surname.", 60
	}
	return "Why is this client closed?", 500
}

func (c *Client) ask(w what) {
	c.change = change{what: w}
	_, most := c.change.question()
	c.change.field = look.NewField(most)
	if w == askName {
		c.change.field.SetValue(c.got.client.GivenName)
	}
}

var sources = [...]struct {
	source store.FactSource
	says   string
}{
	{store.ClientSaid, "the client said so"},
	{store.DocumentSeen, "a document was seen"},
	{store.PartnerRecord, "it is in our own records"},
}

func sourceSays(s store.FactSource) string {
	for _, x := range sources {
		if x.source == s {
			return x.says
		}
	}
	return string(s)
}

func (c *Client) keyChange(k tea.KeyPressMsg) tea.Cmd {
	switch c.change.what {
	case askClash:
		return c.keyClash(k)
	case askFact:
		return c.keyFact(k)
	case askSource:
		switch c.change.source.Key(k) {
		case look.Chosen:
			return c.setFacts()
		case look.Left:
			c.change = change{}
		}
		return nil
	}
	switch k.String() {
	case "esc":
		c.change = change{}
	case "enter":
		return c.keepText()
	default:
		c.change.field.Update(k)
	}
	return nil
}

func (c *Client) keyFact(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "tab" {
		c.change.ch = store.Changes{Forget: []store.Fact{c.change.fact.Fact}}
		return c.setFacts()
	}
	switch c.change.fact.Key(k) {
	case look.Left:
		c.change = change{}
	case look.Chosen:
		ch, err := c.change.fact.Changes()
		if err != nil {
			c.Wrong(err)
			return nil
		}
		c.change.ch = ch
		if len(ch.Set) == 0 {
			return c.setFacts()
		}
		options := make([]string, len(sources))
		for i, s := range sources {
			options[i] = s.says
		}
		c.change.what, c.change.source = askSource, look.NewChoice("How do you know?", options, 0)
	}
	return nil
}

func (c *Client) setFacts() tea.Cmd {
	cl, ch, desk, source := c.got.client, c.change.ch, c.desk, store.ClientSaid
	if c.change.source != nil {
		source = sources[c.change.source.At()].source
	}
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		return desk.SetFacts(ctx, cl.Ref, cl.Rev, ch, source)
	})
}

func (c *Client) keepText() tea.Cmd {
	cl, desk, typed, what := c.got.client, c.desk, c.change.field.Value(), c.change.what
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		switch what {
		case askNote:
			_, err := desk.AddNote(ctx, cl.Ref, typed)
			return cl, err
		case askName:
			return desk.RenameClient(ctx, cl.Ref, cl.Rev, typed)
		}
		return desk.CloseClient(ctx, cl.Ref, cl.Rev, typed)
	})
}

// kept reads the client anew after a change. One that met somebody else's shows
// both versions; one that was refused stays open with what was typed.
func (c *Client) kept(msg page.Answer[store.Client]) tea.Cmd {
	if !c.keep.Take(msg) {
		return nil
	}
	switch {
	case msg.Err == nil:
		c.change = change{}
		c.Done("Saved.")
		return c.Init()
	case errors.Is(msg.Err, store.ErrConflict):
		c.Wrong(msg.Err)
		c.change.reloading = true
		return c.Init()
	}
	c.Wrong(msg.Err)
	return nil
}

// clash shows both versions of the facts. A text that met somebody else's change
// stays where it was typed, to be kept again.
func (c *Client) clash(theirs store.Client) {
	if c.change.what != askFact && c.change.what != askSource {
		return
	}
	lines := []string{c.look.Title("Somebody else changed this client"), ""}
	differ := entry.Clash(c.look, theirs.Facts, c.change.ch.Apply(theirs.Facts), c.room.W)
	if len(differ) == 0 {
		differ = []string{"What you entered is already there."}
	}
	lines = append(append(lines, differ...), "")
	lines = append(lines, c.look.Wrap("Press m to keep yours over theirs where they differ, t to take theirs and drop yours.", c.room.W)...)
	c.change.text.SetLines(lines)
	c.change.what = askClash
}

func (c *Client) keyClash(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "m":
		return c.setFacts()
	case "t", "esc":
		c.change = change{}
		c.Say("Took the version that is kept.")
	default:
		c.change.text.Key(k)
	}
	return nil
}
