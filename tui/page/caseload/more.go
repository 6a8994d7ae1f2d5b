package caseload

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// What there is besides, in the order of AskMore.
const (
	MoreHistory = iota
	MoreSeen
	MoreExport
	MoreErase
	MoreKeep
)

// AskMore asks what else is to be done with the record of a client.
func AskMore() *look.Choice {
	return look.NewChoice("What do you want to do?", []string{
		"See what was corrected", "See who has seen this record", "Give the client everything that is held", "Erase this client", "See when this record goes, and keep it for longer",
	}, 0)
}

// ExportSays is how a client is given what is held of them: a screen makes no file.
func ExportSays(ref store.ClientRef) string {
	return fmt.Sprintf("In another window: ssh SERVER client export %s > %s.txt", ref, ref)
}

// keyMore opens what was chosen.
func (c *Client) keyMore(k tea.KeyPressMsg) {
	out := c.change.choice.Key(k)
	if out == look.Open {
		return
	}
	at, ref := c.change.choice.At(), c.got.client.Ref
	c.change = change{}
	if out != look.Chosen {
		return
	}
	switch at {
	case MoreHistory:
		c.Go(page.History{Client: ref})
	case MoreSeen:
		c.Go(page.Seen{Client: ref})
	case MoreExport:
		c.Say(ExportSays(ref))
	case MoreErase:
		c.Instead(page.Erase{Client: ref})
	case MoreKeep:
		c.Go(page.Keep{Client: ref})
	}
}

// was opens what was known before of the fact in focus, or what the note in focus
// said.
func (c *Client) was() {
	to := page.History{Client: c.got.client.Ref}
	switch {
	case c.part == partFacts:
		to.Fact = c.inFocus()
	case c.part == partNotes && len(c.got.notes) > 0:
		n := &c.got.notes[c.rows[partNotes].At()]
		if len(n.Was) == 0 && n.Struck == nil {
			c.Say("This note says what it always said.")
			return
		}
		to.Note = n.ID
	}
	c.Go(to)
}
