package caseload

import (
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
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
	askPromise
	askPromiseDay
	askConsent  // is withdrawn
	askTold     // how the client was told what is kept
	askToldDay  // and on which day
	askNoteText // what a note is to say
	askNoteWhy  // and why it is corrected
	askStrike   // why a note is struck
	askMore     // what else there is
	askClash    // which of two versions
)

// change is a change of the client that is being entered. What was typed stays
// until it is saved or given up.
type change struct {
	what      what
	fact      *entry.Entry
	source    *look.Choice
	choice    *look.Choice // why a note is changed, or what else there is
	note      store.Note   // which is changed
	words     *entry.Text
	consent   *turn.Consent
	sure      *look.Confirm // whether it is to be removed for good
	promise   string        // what was promised, while its day is asked for
	ch        store.Changes
	text      look.Text // two versions
	reloading bool
}

func (c *change) open() bool { return c.what != askNothing }

func (c *change) paste(msg tea.PasteMsg) {
	switch {
	case c.words != nil && c.what != askNoteWhy:
		c.words.Paste(msg)
	case c.what == askFact:
		c.fact.Paste(msg)
	case c.what == askConsent:
		c.consent.Paste(msg)
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
	case c.what == askConsent:
		return c.consent.Takes(k)
	}
	return c.words != nil && c.what != askNoteWhy && c.words.Takes(k)
}

func (c *change) keys() []key.Binding {
	esc := page.Bind("Esc", "leave as it was", "esc")
	switch c.what {
	case askClash:
		return []key.Binding{page.Bind("m", "save mine", "m"), page.Bind("t", "take theirs", "t"), page.Bind("Up Down", "scroll", "up", "down")}
	case askFact:
		keys := []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Tab", "not known", "tab")}
		return append(append(keys, c.fact.Keys()...), esc)
	case askConsent:
		return c.consent.Keys()
	case askSource, askNoteWhy, askStrike:
		if c.sure != nil {
			return []key.Binding{page.Bind("y", "remove it", "y"), page.Bind("n", "leave it", "n")}
		}
		return []key.Binding{page.Bind("Enter", "save", "enter"), esc}
	case askTold:
		return []key.Binding{page.Bind("Enter", "go on", "enter"), esc}
	case askMore:
		return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Esc", "client", "esc")}
	case askNoteText:
		return c.words.Keys("go on")
	}
	return c.words.Keys("save")
}

// ask opens the field for a note, the name or the reason for closing.
func (c *Client) ask(w what) {
	c.change = change{what: w}
	switch w {
	case askNote:
		c.change.words = entry.NewText("What is to be noted?", "Only as much of the client's life as the work needs. No surname, no National Insurance number.", "", 1000)
	case askName:
		c.change.words = entry.NewText("What is the client's given name?", "The given name alone: no surname.", c.got.client.GivenName, 60)
	case askClose:
		c.change.words = entry.NewText("Why is this client closed?", strings.TrimSpace(c.got.leftOpen()+" A closed client stays on record and can be opened again."), "", 500)
	case askPromise:
		c.change.words = entry.NewText("What do you promise to do?", "In a few words. The day is asked for next.", "", 200)
	}
}

func (c *Client) keyChange(k tea.KeyPressMsg) tea.Cmd {
	switch c.change.what {
	case askClash:
		return c.keyClash(k)
	case askFact:
		return c.keyFact(k)
	case askConsent:
		return c.keyConsent(k)
	case askNoteWhy, askStrike:
		return c.keyNoteWhy(k)
	case askMore:
		c.keyMore(k)
		return nil
	case askTold:
		return c.keyTold(k)
	case askSource:
		switch c.change.source.Key(k) {
		case look.Chosen:
			return c.setFacts()
		case look.Left:
			c.change.what = askFact
		}
		return nil
	}
	switch c.change.words.Key(k) {
	case look.Left:
		back := c.change.promise
		if c.change = (change{}); back != "" {
			c.ask(askPromise)
			c.change.words.Fill(back)
		}
	case look.Chosen:
		return c.keepText()
	}
	return nil
}

func (c *Client) keyFact(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "tab" {
		return c.learn(c.change.fact.Forget())
	}
	switch c.change.fact.Key(k) {
	case look.Left:
		c.change = change{}
	case look.Chosen:
		ch, err := c.change.fact.Changes()
		if err != nil {
			c.change.fact.Refuse(err)
			return nil
		}
		return c.learn(ch)
	}
	return nil
}

// learn asks how the new value is known; one that is not known any more needs
// no source, and one that was not known before needs nothing at all.
func (c *Client) learn(ch store.Changes) tea.Cmd {
	c.change.ch = ch
	f := c.change.fact.Fact
	switch _, known := c.got.client.Facts[f]; {
	case c.change.fact.Known(ch):
		c.change.what, c.change.source = askSource, entry.Sources("How do you know?")
		c.change.source.Note = entry.WhyKept(&c.got.grounds, store.PurposeCaseload)
	case known:
		return c.setFacts()
	default:
		c.change = change{}
	}
	return nil
}

func (c *Client) setFacts() tea.Cmd {
	cl, ch, desk, source := c.got.client, c.change.ch, c.desk, store.ClientSaid
	if c.change.source != nil {
		source = entry.Source(c.change.source)
	}
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		return desk.SetFacts(ctx, cl.Ref, cl.Rev, ch, source)
	})
}

func (c *Client) keepText() tea.Cmd {
	switch c.change.what {
	case askPromise:
		if c.change.words.Value() == "" {
			c.change.words.Refuse(entry.Sentence("Enter what you promise to do."))
			return nil
		}
		c.askPromised(c.change.words.Value())
		return nil
	case askPromiseDay:
		return c.keepPromise()
	case askNoteText:
		c.noteTyped()
		return nil
	case askToldDay:
		return c.keepToldDay()
	}
	cl, desk, typed, what := c.got.client, c.desk, c.change.words.Value(), c.change.what
	if what == askName && !c.change.words.Changed() {
		c.change = change{}
		return nil
	}
	left := c.got.leftOpen()
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		switch what {
		case askNote:
			_, err := desk.AddNote(ctx, cl.Ref, typed)
			return cl, err
		case askName:
			return desk.RenameClient(ctx, cl.Ref, cl.Rev, typed)
		}
		return desk.CloseClient(ctx, cl.Ref, cl.Rev, typed, left != "")
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
		if c.change.what == askNote {
			c.part = partNotes
			c.rows[partNotes].SetAt(0)
		}
		if c.change.what == askPromiseDay {
			c.part = partPromises
		}
		says := c.change.done()
		c.change = change{}
		c.Done(says)
		return c.Init()
	case errors.Is(msg.Err, store.ErrConflict):
		c.Wrong(msg.Err)
		c.change.reloading = true
		return c.Init()
	}
	c.refused(msg.Err)
	return nil
}

// refused shows why nothing was saved, beside what it is about.
func (c *Client) refused(err error) {
	if w := c.change.what; w == askNoteWhy || w == askStrike {
		c.refusedNote(err)
		return
	}
	var field *store.FieldError
	var fact *store.FactError
	switch {
	case c.change.words != nil && errors.As(err, &field):
		c.change.words.Refuse(field)
	case c.change.fact != nil && errors.As(err, &fact):
		c.change.what = askFact
		c.change.fact.Refuse(err)
	default:
		c.Wrong(entry.Plain(err))
	}
}

// clash shows both versions of what was being changed. Words that met somebody
// else's change stay where they were typed, to be saved again.
func (c *Client) clash() {
	switch c.change.what {
	case askNoteWhy, askStrike:
		c.clashNote()
	case askFact, askSource, askClash:
		c.change.what = askClash
		c.layClash()
	case askName:
		c.change.words.Note("The name that is saved now: " + c.got.client.GivenName + ". Enter saves yours over it, Esc leaves it.")
	case askClose:
		if !c.got.client.Closed.IsZero() {
			c.change = change{}
			return
		}
		c.change.words.Note("Somebody else changed this client meanwhile. Press Enter to close them all the same.")
	}
}

func (c *Client) layClash() {
	if c.change.what != askClash {
		return
	}
	theirs := c.got.client.Facts
	c.change.text.SetLines(entry.Clash(c.look, theirs, c.change.ch.Apply(theirs), c.room.W))
}

func (c *Client) keyClash(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "m":
		return c.setFacts()
	case "t", "esc":
		c.change = change{}
		c.Done("Took the version that is saved.")
	default:
		c.change.text.Key(k)
	}
	return nil
}
