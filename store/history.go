package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"signpost/keys"
)

// History is what was kept of a client before it was corrected.
type History struct {
	Client      ClientRef    `json:"client"`
	Corrections []Correction `json:"corrections"` // of facts, of the given name and of how the client was told, the earliest first
	Notes       []Note       `json:"notes"`       // those that were corrected or struck, with what they said
	Masked      []Fact       `json:"masked,omitempty"`
}

// Mask leaves out what was known of health: that it was changed stays.
func (h *History) Mask() {
	for i := range h.Corrections {
		c := &h.Corrections[i]
		if !c.Fact.Health() {
			continue
		}
		c.Was.Facts, c.Became.Facts = nil, nil
		if !slices.Contains(h.Masked, c.Fact) {
			h.Masked = append(h.Masked, c.Fact)
		}
	}
}

// Label is what a correction is of: a fact, the given name, or how the client was
// told.
func (c *Correction) Label() string {
	switch {
	case c.Fact != NoFact:
		return c.Fact.Info().Label
	case c.OfTold():
		return "Told what is kept and why"
	}
	return "Given name"
}

// OfTold says whether it is of how the client was told what is kept and why.
func (c *Correction) OfTold() bool { return c.Was.Told != (Told{}) }

// HistoryLine is one line of a history: when, and what it says.
type HistoryLine struct {
	At   time.Time
	Says string
}

// Lines is a history in sentences, the latest first. who gives a member's name.
func (h *History) Lines(who func(keys.MemberID) string) []HistoryLine {
	var all []HistoryLine
	for i := range h.Corrections {
		c := &h.Corrections[i]
		all = append(all, HistoryLine{c.At, c.says(slices.Contains(h.Masked, c.Fact), who)})
	}
	for i := range h.Notes {
		all = append(all, h.Notes[i].history(who)...)
	}
	slices.Reverse(all) // at one time, what was changed last comes first
	slices.SortStableFunc(all, func(a, b HistoryLine) int { return b.At.Compare(a.At) })
	return all
}

func (c *Correction) says(masked bool, who func(keys.MemberID) string) string {
	says := who(c.By) + ": " + c.Label()
	switch gone := c.Became.Known == (Known{}); {
	case masked && gone:
		says += " is not known any more. What it was is not shown."
	case masked:
		says += " was changed. What it was is not shown."
	case c.OfTold():
		says += " was " + c.Was.Told.Words() + " and became " + c.Became.Told.Words() + "."
	case c.Fact == NoFact:
		says += " was " + c.Was.GivenName + " and became " + c.Became.GivenName + "."
	default:
		k := c.Was.Known
		says += fmt.Sprintf(" was %s (%s; entered by %s on %s)", c.Fact.Words(c.Was.Facts[c.Fact]), c.Was.source(), who(k.By), k.On.Words())
		if gone {
			says += " and is not known any more."
		} else {
			says += fmt.Sprintf(" and became %s (%s).", c.Fact.Words(c.Became.Facts[c.Fact]), c.Became.source())
		}
	}
	if c.Folded > 0 {
		says += " Between the two, " + Count(c.Folded, "change") + " not kept any more."
	}
	return says
}

func (v *Version) source() string { return strings.ReplaceAll(string(v.Known.Source), "-", " ") }

// history is what became of a note, in sentences.
func (n *Note) history(who func(keys.MemberID) string) []HistoryLine {
	var all []HistoryLine
	line := func(c *NoteChange, did string) {
		says := fmt.Sprintf("%s: note %s of %s by %s was %s: %s.", who(c.By), n.ID, DayOf(n.At).Words(), who(n.By), did, c.Says())
		if c.Folded > 0 {
			says += " Not kept any more: " + Count(c.Folded, "correction") + " after it."
		}
		if c.Text != "" {
			says += " Until then it said: " + c.Text
		} else {
			says += " What it said was removed."
		}
		all = append(all, HistoryLine{c.At, says})
	}
	for i := range n.Was {
		line(&n.Was[i], "corrected")
	}
	if n.Struck != nil {
		line(n.Struck, "struck")
	}
	return all
}

// IsStruck says of a note that was struck when, by whom and why; "" of any other.
func (n *Note) IsStruck(who func(keys.MemberID) string) string {
	if n.Struck == nil {
		return ""
	}
	return n.Struck.told("Struck", who)
}

// Corrected says when a note was last corrected, by whom and why; "" of one that
// says what it always said.
func (n *Note) Corrected(who func(keys.MemberID) string) string {
	if len(n.Was) == 0 {
		return ""
	}
	return n.Was[len(n.Was)-1].told("Corrected", who)
}

func (c *NoteChange) told(did string, who func(keys.MemberID) string) string {
	return fmt.Sprintf("%s on %s by %s: %s.", did, DayOf(c.At).Words(), who(c.By), c.Says())
}
