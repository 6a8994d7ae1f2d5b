package triage

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// keeper asks what is needed before the client is saved, and saves them.
type keeper struct {
	name      *entry.Text // the given name of a new client; nil once it is known
	source    *look.Choice
	told      *look.Choice // how a new client was told what is kept
	grounds   store.Grounds
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

// save begins to save the client: a new one needs a name, new facts a source, and
// a new one how they were told what is kept and why. A client with nothing new is only matched and the assessment saved.
func (p *Page) save() tea.Cmd {
	switch {
	case p.keeper.ask.Busy():
		return nil
	case p.who.client.Ref == "":
		if p.keeper.name == nil {
			p.keeper.name = entry.NewText("What is the client's given name?",
				"The given name alone: no surname, no address, no National Insurance number. Signpost does not need them, and what is not held cannot be lost.", "", 60)
		}
		p.mode = saving
	case p.Unsaved():
		p.askSource()
	default:
		return p.keep()
	}
	return nil
}

func (p *Page) askSource() {
	p.mode, p.keeper.source = saving, entry.Sources("How do you know what is new here?")
	p.keeper.source.Note = entry.WhyKept(&p.keeper.grounds, store.PurposeTriage)
}

// askTold asks how a new client was told; of one who is known nothing is asked.
func (p *Page) askTold() tea.Cmd {
	if p.who.client.Ref != "" {
		return p.keep()
	}
	p.mode, p.keeper.told = saving, entry.HowTold("How was the client told, today, what is kept about them and why?")
	p.keeper.told.Note = entry.WhyKept(&p.keeper.grounds, store.PurposeTriage)
	return nil
}

func (p *Page) keySaving(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.keeper.ask.Busy():
	case p.keeper.told != nil:
		switch p.keeper.told.Key(k) {
		case look.Chosen:
			return p.keep()
		case look.Left:
			p.doNotSave()
		}
	case p.keeper.source != nil:
		switch p.keeper.source.Key(k) {
		case look.Chosen:
			return p.askTold()
		case look.Left:
			p.doNotSave()
		}
	case k.String() == "esc":
		p.doNotSave()
	case p.keeper.name.Key(k) == look.Chosen:
		switch {
		case p.keeper.name.Value() == "":
			p.keeper.name.Refuse(entry.Sentence("Enter the client's given name."))
		case p.Unsaved():
			p.askSource()
		default:
			return p.askTold()
		}
	}
	return nil
}

// doNotSave goes back to the results. A name that was typed stays for the next try.
func (p *Page) doNotSave() {
	p.keeper.source, p.keeper.told, p.mode = nil, nil, results
	p.Say("Not saved. Your answers are still here.")
}

// keep writes the client and then the assessment, one after the other: an
// assessment that is not saved leaves the client saved, and says so.
func (p *Page) keep() tea.Cmd {
	c, ch, name := p.who.client, p.who.changes, ""
	if p.keeper.name != nil {
		name = p.keeper.name.Value()
	}
	var source store.FactSource
	if p.keeper.source != nil {
		source = entry.Source(p.keeper.source)
	}
	var told store.Told
	if p.keeper.told != nil {
		told = entry.Told(p.keeper.told)
	}
	unsaved := p.Unsaved()
	desk, day := p.desk, p.desk.Today()
	return p.keeper.ask.Start(p.ctx, func(ctx context.Context) (kept, error) {
		var k kept
		var err error
		switch {
		case c.Ref == "":
			k.client, err = desk.AddClient(ctx, name, ch, source, told)
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
	got := msg.Value.client
	if got.Ref != "" {
		p.who = who{after: p.who.after, client: got, facts: got.Facts, assessed: msg.Err == nil}
		p.keeper.name, p.keeper.source, p.keeper.told, p.mode = nil, nil, nil, results
	}
	switch {
	case msg.Err == nil:
		p.board.set(msg.Value.assessment.Answer, true)
		p.Mark("")
		p.Done(fmt.Sprintf("Saved: client %s %s, with this assessment.", got.Ref, got.GivenName))
	case got.Ref != "":
		p.Wrong(entry.Sentence(fmt.Sprintf("Client %s is saved, but this assessment is not: %v", got.Ref, entry.Plain(msg.Err))))
		return p.rematch()
	case errors.Is(msg.Err, store.ErrConflict) && p.who.client.Ref != "":
		p.keeper.reloading = true
		p.Wrong(msg.Err)
		return p.read()
	default:
		p.refused(msg.Err)
	}
	return nil
}

// refused shows why nothing was saved: beside the name where it is about that.
func (p *Page) refused(err error) {
	p.Wrong(entry.Plain(err))
	var field *store.FieldError
	if p.keeper.name != nil && errors.As(err, &field) {
		p.keeper.source, p.keeper.told, p.mode = nil, nil, saving
		p.keeper.name.Refuse(field)
	}
}

// layClash lays out both versions where they differ.
func (p *Page) layClash() {
	theirs := p.keeper.theirs.Facts
	p.keeper.text.SetLines(entry.Clash(p.look, theirs, p.who.changes.Apply(theirs), p.room.W))
}

func (p *Page) keyClashing(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "m":
		mine := p.who.changes
		p.who = who{after: p.who.after, client: p.keeper.theirs, facts: mine.Apply(p.keeper.theirs.Facts), changes: mine}
		p.mode = saving
		return tea.Batch(p.rematch(), p.keep())
	case "t":
		p.who = who{after: p.who.after, client: p.keeper.theirs, facts: p.keeper.theirs.Facts}
		p.keeper.source, p.mode = nil, results
		p.Done("Took the version that is saved.")
		return p.rematch()
	case "esc":
		p.doNotSave()
	default:
		p.keeper.text.Key(k)
	}
	return nil
}

// plus is one change after another, as one. A set is kept as it came out, since
// two changes in part may each have named other words; what was forgotten and
// then learnt anew is both, so that nothing of what was there before is left.
func plus(a, b store.Changes, out store.Facts) store.Changes {
	sum := store.Changes{Set: store.Facts{}}
	for _, set := range []store.Facts{a.Set, b.Set} {
		for f := range set {
			if v, ok := out[f]; ok {
				sum.Set[f] = v
			}
		}
	}
	for _, f := range slices.Concat(a.Forget, b.Forget) {
		if !slices.Contains(sum.Forget, f) {
			sum.Forget = append(sum.Forget, f)
		}
	}
	return sum
}
