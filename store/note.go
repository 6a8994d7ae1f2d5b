package store

import (
	"slices"
	"time"

	"signpost/keys"
)

// NoteID names a note.
type NoteID string

// Note is a line a coach wrote on a client. It is not written over: a correction
// keeps what it said before, up to maxNoteChanges of them, and one that is struck
// says who struck it and why.
type Note struct {
	ID     NoteID        `json:"id"`
	Rev    uint64        `json:"rev"`
	Client ClientRef     `json:"client"`
	By     keys.MemberID `json:"by"`
	At     time.Time     `json:"at"`
	Text   string        `json:"text"` // none where it is struck
	Was    []NoteChange  `json:"was,omitempty"`
	Struck *NoteChange   `json:"struck,omitempty"`
}

// NoteChange is one correction of a note, or its end: who, when and why, and what
// the note said until then.
type NoteChange struct {
	At     time.Time     `json:"at"`
	By     keys.MemberID `json:"by"`
	Why    string        `json:"why"`              // one of StrikeWhys
	Text   string        `json:"text,omitempty"`   // none where it was removed (RemovesText)
	Folded int           `json:"folded,omitempty"` // how many corrections after it are not kept any more
}

// maxNoteChanges is how many corrections of a note are kept: the first and the
// latest ones.
const maxNoteChanges = 6

// Notes holds the notes; index "client".
var Notes = Table[Note]{
	Name: "note",
	ID:   func(n *Note) string { return string(n.ID) },
	Rev:  func(n *Note) *uint64 { return &n.Rev },
	Indexes: []Index[Note]{
		{Name: "client", Of: func(n *Note) []string { return []string{string(n.Client)} }},
	},
}

// The whys after which no text is kept of what was wrong.
const (
	WhySomebodyElse = "somebody-else"
	WhyUnlawful     = "unlawful"
)

// CorrectWhys lists the codes of why a note is corrected, the usual one first.
func CorrectWhys() []WhyWords {
	return []WhyWords{{"wrong", "it was wrong"}, {"misheard", "it was misheard"}, {WhySomebodyElse, "it was about somebody else"}}
}

// StrikeWhys lists the codes of why a note is struck, the usual one first.
func StrikeWhys() []WhyWords {
	return append(CorrectWhys(), WhyWords{WhyUnlawful, "it should not have been kept"})
}

// RemovesText says whether the text that a note had is removed altogether when it
// is corrected or struck for that reason: nobody may look it up again.
func RemovesText(why string) bool { return why == WhySomebodyElse || why == WhyUnlawful }

// Says is the reason in words.
func (c *NoteChange) Says() string {
	for _, w := range StrikeWhys() {
		if w.Code == c.Why {
			return w.Says
		}
	}
	return c.Why
}

// Correct gives the note another text. c says who, when and why.
func (n *Note) Correct(text string, c NoteChange) {
	n.changed(&c)
	n.Text, n.Was = text, append(n.Was, c)
	if len(n.Was) > maxNoteChanges {
		n.Was = slices.Delete(n.Was, 1, 2)
		n.Was[0].Folded++
	}
}

// Strike takes the note's text out of every list. c says who, when and why.
func (n *Note) Strike(c NoteChange) {
	n.changed(&c)
	n.Text, n.Struck = "", &c
}

// changed keeps in c what the note said, or removes it from all that is kept.
func (n *Note) changed(c *NoteChange) {
	n.Was = slices.Clone(n.Was)
	if !RemovesText(c.Why) {
		c.Text = n.Text
		return
	}
	for i := range n.Was {
		n.Was[i].Text = ""
	}
}
