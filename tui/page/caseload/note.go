package caseload

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// mostNote is the longest note, in characters.
const mostNote = 1000

// NoteText asks what a note is to say.
func NoteText(n *store.Note) *entry.Text {
	return entry.NewText("What is the note to say?", "Then it is asked why. What it says now stays in the history, unless it is about somebody else.", strings.Join(strings.Fields(n.Text), " "), mostNote)
}

// WhyCorrected asks why a note is corrected, and WhyStruck why it is struck.
func WhyCorrected() *look.Choice { return whyNote("Why is it corrected?", store.CorrectWhys()) }

// WhyStruck asks why a note is struck, and says what becomes of it.
func WhyStruck() *look.Choice {
	return whyNote("Why is this note struck? It is then in no list: in its place stands who struck it, when and why.", store.StrikeWhys())
}

func whyNote(question string, whys []store.WhyWords) *look.Choice {
	var options []string
	for _, w := range whys {
		says := w.Says + "; what it says stays in the history"
		if store.RemovesText(w.Code) {
			says = w.Says + "; what it says is removed for good"
		}
		options = append(options, says)
	}
	return look.NewChoice(question, options, 0)
}

// NoteClosed says why the member may not change the note, or nothing where they may.
func NoteClosed(n *store.Note, coach, me keys.MemberID, name func(keys.MemberID) string) string {
	switch {
	case n.Struck != nil:
		return "This note was struck already."
	case n.By == me || coach == me:
		return ""
	case n.By == coach:
		return "Only " + name(coach) + " may change this note, who wrote it."
	}
	return "Only " + name(n.By) + ", who wrote this note, and " + name(coach) + ", who keeps the client, may change it."
}

// noteInFocus is the note at the marker, if there is one and the member may change
// it.
func (c *Client) noteInFocus() (store.Note, bool) {
	at := c.rows[partNotes].At()
	if c.part != partNotes || at >= len(c.got.notes) {
		return store.Note{}, false
	}
	n := c.got.notes[at]
	if says := c.noteClosed(&n); says != "" {
		c.Say(says)
		return n, false
	}
	return n, true
}

func (c *Client) noteClosed(n *store.Note) string {
	return NoteClosed(n, c.got.client.Coach, c.desk.Who().Member.ID, c.name)
}

// correctNote asks what the note in focus is to say.
func (c *Client) correctNote() {
	if n, ok := c.noteInFocus(); ok {
		c.change = change{what: askNoteText, note: n, words: NoteText(&n)}
	}
}

// strikeNote asks why the note in focus is struck.
func (c *Client) strikeNote() {
	if n, ok := c.noteInFocus(); ok {
		c.change = change{what: askStrike, note: n, choice: WhyStruck()}
	}
}

// noteTyped asks why the note says something else.
func (c *Client) noteTyped() {
	if !c.change.words.Changed() {
		c.change = change{}
		return
	}
	c.change.what, c.change.choice = askNoteWhy, WhyCorrected()
}

// keyNoteWhy answers why a note is corrected or struck.
func (c *Client) keyNoteWhy(k tea.KeyPressMsg) tea.Cmd {
	if c.change.sure != nil {
		return c.keyGood(k)
	}
	switch c.change.choice.Key(k) {
	case look.Left:
		if c.change.what == askStrike {
			c.change = change{}
			return nil
		}
		c.change.what = askNoteText
	case look.Chosen:
		if store.RemovesText(store.StrikeWhys()[c.change.choice.At()].Code) { // CorrectWhys is the head of it
			c.change.sure = &look.Confirm{Question: ForGood}
			return nil
		}
		return c.keepNote()
	}
	return nil
}

// ForGood asks whether what a note says is meant to be removed.
const ForGood = "What this note says, and said before, is then removed for good: nobody can look it up again. Remove it?"

// keyGood answers whether it is.
func (c *Client) keyGood(k tea.KeyPressMsg) tea.Cmd {
	switch c.change.sure.Key(k) {
	case look.Left:
		c.change.sure = nil
	case look.Chosen:
		c.change.sure = nil
		return c.keepNote()
	}
	return nil
}

// NoteKept says what was done to a note, for a reason.
func NoteKept(strikes bool, why string) string {
	switch gone := store.RemovesText(why); {
	case strikes && gone:
		return "Struck, and removed for good."
	case strikes:
		return "Struck. What it said stays in the history."
	case gone:
		return "Saved. What it said before is removed for good."
	}
	return "Saved."
}

// done says that the change was saved.
func (c *change) done() string {
	if c.what != askStrike && c.what != askNoteWhy {
		return "Saved."
	}
	return NoteKept(c.what == askStrike, store.StrikeWhys()[c.choice.At()].Code)
}

// keepNote keeps the correction, or strikes the note.
func (c *Client) keepNote() tea.Cmd {
	cl, desk, n, strikes := c.got.client, c.desk, c.change.note, c.change.what == askStrike
	why, typed := store.StrikeWhys()[c.change.choice.At()].Code, ""
	if !strikes {
		why, typed = store.CorrectWhys()[c.change.choice.At()].Code, c.change.words.Value()
	}
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		var err error
		if strikes {
			_, err = desk.StrikeNote(ctx, n.ID, n.Rev, why)
		} else {
			_, err = desk.CorrectNote(ctx, n.ID, n.Rev, typed, why)
		}
		return cl, err
	})
}

// refusedNote goes back to the text where that is what was refused.
func (c *Client) refusedNote(err error) {
	var field *store.FieldError
	if c.change.what == askNoteWhy && errors.As(err, &field) && field.Field == "note" {
		c.change.what = askNoteText
		c.change.words.Refuse(field)
		return
	}
	c.Wrong(entry.Plain(err))
}

// clashNote shows what somebody else made of the note meanwhile. What was typed
// stays, to be saved over it.
func (c *Client) clashNote() {
	for _, n := range c.got.notes {
		if n.ID == c.change.note.ID && n.Struck == nil && c.change.what == askNoteWhy {
			c.change.what, c.change.note = askNoteText, n
			c.change.words.Note("It says now: " + n.Text + " Enter goes on with yours, Esc leaves it.")
			return
		}
	}
	c.change = change{}
}

// NoteLines are what a note says, and what became of it.
func NoteLines(n *store.Note, name func(keys.MemberID) string) []string {
	if says := n.IsStruck(name); says != "" {
		return []string{says}
	}
	if says := n.Corrected(name); says != "" {
		return []string{n.Text, "(" + says + ")"}
	}
	return []string{n.Text}
}

// drawNotes draws the notes whole, from the first one that leaves room for the one in
// focus.
func (c *Client) drawNotes(lines []string) ([]string, int, int) {
	at, above := c.rows[partNotes].At(), len(lines)
	blocks := make([][]string, len(c.got.notes))
	for i := range blocks {
		blocks[i] = c.noteLines(i)
	}
	from, used := at, len(blocks[at])
	for from > 0 && above+used+len(blocks[from-1]) <= c.room.H {
		from--
		used += len(blocks[from])
	}
	y := above
	for i := from; i < len(blocks); i++ {
		if i == at {
			y = len(lines)
		}
		lines = append(lines, blocks[i]...)
	}
	return lines, min(2, max(c.room.W-1, 0)), y
}

// noteLines are the lines of one note.
func (c *Client) noteLines(i int) (lines []string) {
	n := &c.got.notes[i]
	head := n.At.Format("2 January 2006 15:04") + ", " + c.name(n.By)
	if c.room.W >= 3 {
		lines = append(lines, c.look.Row(i == c.rows[partNotes].At(), c.look.Title(c.look.Cut(head, c.room.W-2))))
	}
	for _, says := range NoteLines(n, c.name) {
		lines = append(lines, c.look.Hang("  ", says, c.room.W)...)
	}
	if len(n.Was) > 0 && n.Struck == nil {
		lines = append(lines, c.look.Hang("  ", "b shows what it said before.", c.room.W)...)
	}
	return lines
}
