package caseload

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// AskTold asks how the client was told what is kept about them and why. The focus
// is on the answer of now.
func AskTold(now store.Told) *look.Choice {
	c := entry.HowTold("How was the client told what is kept about them and why?")
	if !now.Yet() {
		return c
	}
	return look.NewChoice(c.Question, c.Options, slices.Index(store.ToldHows(), now.How))
}

// AskToldDay asks on which day they were told, and offers the day of now, or else
// today; entry.ReadDay reads the answer.
func AskToldDay(now store.Told, today store.Day) *entry.Text {
	return entry.NewOffer("On which day were they told?", "Enter alone takes the day in the field.", cmp.Or(now.Day, today).Words(), 30)
}

// ToldDay is a day as it was typed. The error says what to enter.
func ToldDay(typed string, today store.Day) (store.Day, error) {
	day := entry.ReadDay(typed)
	if day == 0 || day > today {
		return 0, entry.Sentence("Enter today or a day before it, such as " + today.Words() + ".")
	}
	return day, nil
}

// keyTold takes how they were told, and then asks the day where there is one.
func (c *Client) keyTold(k tea.KeyPressMsg) tea.Cmd {
	switch c.change.source.Key(k) {
	case look.Left:
		c.change = change{}
	case look.Chosen:
		how := entry.Told(c.change.source)
		if !how.Yet() {
			return c.tell(how)
		}
		c.change.what, c.change.words = askToldDay, AskToldDay(c.got.client.Told, c.desk.Today())
	}
	return nil
}

// keepToldDay takes the day they were told.
func (c *Client) keepToldDay() tea.Cmd {
	day, err := ToldDay(c.change.words.Value(), c.desk.Today())
	if err != nil {
		c.change.words.Refuse(err)
		return nil
	}
	told := entry.Told(c.change.source)
	told.Day = day
	return c.tell(told)
}

func (c *Client) tell(told store.Told) tea.Cmd {
	cl, desk := c.got.client, c.desk
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		return desk.TellClient(ctx, cl.Ref, cl.Rev, told)
	})
}

// toldFrom is the height from which it always stands below the state how the
// client was told; one who was not told yet is told of at every height.
const toldFrom = 18

// toldLine is how the client was told, in no line or one.
func (c *Client) toldLine() []string {
	told := c.got.client.Told
	switch {
	case !told.Yet():
		return []string{c.look.Warn(c.look.Cut("Not told yet what is kept about them and why. Press o when they are.", c.room.W))}
	case c.room.H >= toldFrom:
		return []string{c.look.Cut("Told what is kept about them and why: "+told.Words()+".", c.room.W)}
	}
	return nil
}
