package triage

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// keeper asks what is needed before the client is kept, and keeps them.
type keeper struct {
	name      look.Field
	naming    bool // the name is asked; otherwise the source
	source    *look.Choice
	ask       page.Ask[kept]
	reloading bool
	theirs    store.Client
	text      look.Text
}

// kept is what saving came to.
type kept struct {
	client     store.Client
	assessment store.Assessment
}

func (k *keeper) paste(msg tea.PasteMsg) {
	if k.naming {
		k.name.Update(msg)
	}
}

func (k *keeper) takes(msg tea.KeyPressMsg) bool { return k.naming && k.name.Takes(msg) }

var sources = [...]struct {
	source store.FactSource
	says   string
}{
	{store.ClientSaid, "the client said so"},
	{store.DocumentSeen, "a document was seen"},
	{store.PartnerRecord, "it is in our own records"},
}

// save begins to keep the client: a new one needs a name, new facts a source. A
// client with nothing new is only matched and the match kept.
func (p *Page) save() tea.Cmd {
	options := make([]string, len(sources))
	for i, s := range sources {
		options[i] = s.says
	}
	p.keeper.source = look.NewChoice("How do you know what is new here?", options, 0)
	switch {
	case p.who.client.Ref == "":
		p.keeper.name, p.keeper.naming = look.NewField(60), true
		p.mode = saving
	case p.Unsaved():
		p.keeper.naming = false
		p.mode = saving
	default:
		return p.keep()
	}
	return nil
}

func (p *Page) keySaving(k tea.KeyPressMsg) tea.Cmd {
	if p.keeper.ask.Busy() {
		return nil
	}
	if k.String() == "esc" {
		p.mode = results
		p.Say("Not saved. Your answers are still here.")
		return nil
	}
	if !p.keeper.naming {
		if p.keeper.source.Key(k) == look.Chosen {
			return p.keep()
		}
		return nil
	}
	if k.String() != "enter" {
		p.keeper.name.Update(k)
		return nil
	}
	if p.keeper.name.Value() == "" {
		p.Wrong(errors.New("Enter the client's given name. No surname is needed.")) //lint:ignore ST1005 a sentence for a person
		return nil
	}
	if !p.Unsaved() {
		return p.keep()
	}
	p.keeper.naming = false
	return nil
}

// keep writes the client and then the match, one after the other: a match that
// is not kept leaves the client kept, and says so.
func (p *Page) keep() tea.Cmd {
	c, ch, name := p.who.client, p.who.changes, p.keeper.name.Value()
	source := sources[p.keeper.source.At()].source
	unsaved := p.Unsaved()
	desk, day := p.desk, p.desk.Today()
	return p.keeper.ask.Start(p.ctx, func(ctx context.Context) (kept, error) {
		var k kept
		var err error
		switch {
		case c.Ref == "":
			k.client, err = desk.AddClient(ctx, name, ch, source)
		case unsaved:
			k.client, err = desk.SetFacts(ctx, c.Ref, c.Rev, ch, source)
		default:
			k.client = c
		}
		if err != nil {
			return kept{}, err
		}
		k.assessment, err = desk.Triage(ctx, k.client.Ref, day)
		return k, err
	})
}

func (p *Page) gotKept(msg page.Answer[kept]) tea.Cmd {
	if !p.keeper.ask.Take(msg) {
		return nil
	}
	if got := msg.Value.client; got.Ref != "" {
		p.who = who{client: got, facts: got.Facts}
		p.mode = results
	}
	switch {
	case msg.Err == nil:
		p.shown.set(msg.Value.assessment.Answer)
		p.Done(fmt.Sprintf("Saved: client %s %s, with this match. The reference is for telling others.", p.who.client.Ref, p.who.client.GivenName))
	case msg.Value.client.Ref != "":
		p.Wrong(fmt.Errorf("The client is kept as %s, but the match is not: %w", msg.Value.client.Ref, msg.Err)) //lint:ignore ST1005 a sentence for a person
	case errors.Is(msg.Err, store.ErrConflict) && p.who.client.Ref != "":
		p.keeper.reloading = true
		p.Wrong(msg.Err)
		return p.read()
	default:
		p.keeper.naming = p.who.client.Ref == ""
		p.Wrong(msg.Err)
	}
	return nil
}

// layClash lays out both versions where they differ.
func (p *Page) layClash() {
	lines := []string{p.look.Title("Somebody else changed this client"), ""}
	differ := entry.Clash(p.look, p.keeper.theirs.Facts, p.who.changes.Apply(p.keeper.theirs.Facts), p.room.W)
	if len(differ) == 0 {
		differ = []string{"What you entered is already there."}
	}
	lines = append(lines, differ...)
	lines = append(lines, "")
	lines = append(lines, p.look.Wrap("Press m to keep your answers over theirs where they differ, t to take theirs and drop yours. Facts you did not change stay as they are kept now.", p.room.W)...)
	p.keeper.text.SetLines(lines)
}

func (p *Page) keyClashing(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "m":
		mine := p.who.changes
		p.who = who{client: p.keeper.theirs, facts: mine.Apply(p.keeper.theirs.Facts), changes: mine}
		p.mode = saving
		p.keeper.naming = false
		return p.keep()
	case "t":
		p.who = who{client: p.keeper.theirs, facts: p.keeper.theirs.Facts}
		p.mode = results
		p.Done("Took the version that is kept.")
		return p.rematch()
	default:
		p.keeper.text.Key(k)
	}
	return nil
}
