package turn

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Consent asks for the withdrawal of a client's consent: it says what that will do,
// asks on which day it was, and whether it is meant. Make it with BeginConsent.
type Consent struct {
	title string
	does  []string
	today store.Day
	since store.Day // when they agreed
	day   *entry.Text
	sure  *look.Confirm
}

// BeginConsent asks for the withdrawal of the consent on which a client's referrals
// rest, or of that on which the one of the id does; false where none rests on any.
func BeginConsent(all []store.Referral, id store.ReferralID, name string, today store.Day) (*Consent, bool) {
	does := store.Undertakes(all, id)
	if len(does) == 0 {
		return nil, false
	}
	note := "Enter a day, such as " + today.Words() + ". Enter alone takes the day in the field."
	return &Consent{
		title: name + " has withdrawn consent: what this will do", does: does, today: today, since: store.AgreedSince(all, id),
		day: entry.NewOffer("On which day did they withdraw it?", note, today.Words(), 30),
	}, true
}

// Day is the day that was entered; 0 where it is none.
func (c *Consent) Day() store.Day {
	if strings.EqualFold(c.day.Value(), "today") {
		return c.today
	}
	return entry.ReadDay(c.day.Value())
}

// Does says what the withdrawal will do, as sentences.
func (c *Consent) Does() []string {
	return append(append([]string{}, c.does...), "It cannot be taken back. If the client agrees again, refer again.")
}

// Question is what is asked before it is done.
func (c *Consent) Question() string {
	return "Write down that consent for " + store.Count(len(c.does), "referral") + " is withdrawn?"
}

// Refuse goes back to the day, and says there what is wrong with it.
func (c *Consent) Refuse(err error) {
	c.sure = nil
	c.day.Refuse(err)
}

// Paste takes pasted text into the day.
func (c *Consent) Paste(msg tea.PasteMsg) {
	if c.sure == nil {
		c.day.Paste(msg)
	}
}

// Takes keeps Esc, and what writes in the day.
func (c *Consent) Takes(k tea.KeyPressMsg) bool {
	return k.String() == "esc" || c.sure == nil && c.day.Takes(k)
}

// Key takes a key. look.Chosen: it is to be done; look.Left: it is not.
func (c *Consent) Key(k tea.KeyPressMsg) look.Outcome {
	if c.sure != nil {
		return c.sure.Key(k)
	}
	switch c.day.Key(k) {
	case look.Left:
		return look.Left
	case look.Chosen:
		if err := c.Take(c.day.Value()); err != nil {
			c.day.Refuse(err)
			return look.Open
		}
		c.sure = &look.Confirm{Question: c.Question()}
	}
	return look.Open
}

// Take takes a day that was typed. The error says what to enter.
func (c *Consent) Take(typed string) error {
	c.day.Fill(typed)
	if d := c.Day(); d == 0 || d > c.today {
		return entry.Sentence("Enter today or a day before it, such as " + c.today.Words() + ".")
	} else if d < c.since {
		return entry.Sentence("Enter " + c.since.Words() + ", when they agreed, or a day after it.")
	}
	return nil
}

// Keys lists the keys that work now.
func (c *Consent) Keys() []key.Binding {
	if c.sure != nil {
		return []key.Binding{page.Bind("y", "write it down", "y"), page.Bind("n", "leave it", "n")}
	}
	return c.day.Keys("go on")
}

// Draw is at most h lines of at most w columns, and where the focus is.
func (c *Consent) Draw(lk look.Look, w, h int) (lines []string, x, y int) {
	lines = []string{lk.Title(lk.Cut(c.title, w))}
	for _, does := range c.Does() {
		lines = append(lines, lk.Hang("  "+lk.Glyphs.Bullet+" ", does, w)...)
	}
	if most := max(h-6, 0); len(lines) > most { // the question comes first
		lines = lines[:most]
	}
	lines = append(lines, "")
	room := max(h-len(lines), 1)
	if c.sure != nil {
		return append(lines, strings.Split(c.sure.View(lk, w, room), "\n")...), 0, len(lines)
	}
	x, y = c.day.Cursor(lk, w)
	return append(lines, strings.Split(c.day.View(lk, w, room), "\n")...), x, y + len(lines)
}

// Withdrawn says that it was done, and what it has done to each of the referrals.
func Withdrawn(done []store.Referral) string {
	says := "Written down: consent for " + store.Count(len(done), "referral") + " is withdrawn."
	return strings.Join(append([]string{says}, store.Undertaken(done)...), " ")
}
