package inbox

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Saying is what room there is on one programme, being entered: the code, how
// many places where there is space, and a note. Esc goes to the question before.
type Saying struct {
	of     Ours
	at     part
	code   *look.Choice
	places *entry.Text
	note   *entry.Text
	now    string // what somebody else said meanwhile
	picked bool
}

// errPlaces says how many places can be entered.
const errPlaces = entry.Sentence("Enter a number, such as 4, or leave it empty.")

// part is one of its questions.
type part uint8

const (
	partCode part = iota
	partPlaces
	partNote
)

// Say begins with what was said last.
func Say(o Ours) *Saying {
	var options []string
	for _, c := range store.CapacityCodes() {
		options = append(options, entry.CapacityWord(c)+map[store.CapacityCode]string{
			store.HasSpace: ": somebody can start", store.WaitingList: ": there is one, and it can be joined",
			store.NoSpace: ": nobody can be referred now", store.AskFirst: ": the coach asks you before they refer",
		}[c])
	}
	places := ""
	if o.Capacity.Places != nil {
		places = strconv.Itoa(*o.Capacity.Places)
	}
	return &Saying{
		of:     o,
		code:   look.NewChoice("What room is there on "+o.Name+"?", options, slices.Index(store.CapacityCodes(), o.Capacity.Code)),
		places: entry.NewText("How many places are there?", "Enter a number. Leave it empty where it is not known.", places, 6),
		note:   entry.NewText("Is there a note for the coaches?", "Such as the day of the next start. No names of clients.", o.Capacity.Note, 200),
	}
}

// Capacity is what was entered.
func (s *Saying) Capacity() store.Capacity {
	c := store.Capacity{Code: store.CapacityCodes()[s.code.At()], Note: s.note.Value()}
	if n, err := strconv.Atoi(s.places.Value()); err == nil && c.Code == store.HasSpace {
		c.Places = &n
	}
	return c
}

// Met tells what somebody else said meanwhile; what was entered stays.
func (s *Saying) Met(o Ours, today store.Day) {
	if o.Rev == s.of.Rev {
		return
	}
	s.of = o
	s.now = "Somebody else said meanwhile: " + entry.RoomWords(&o.Delivery, today) + " What you entered is still here: go on to save it over theirs, or leave it."
}

// Meanwhile is what somebody else said, after Met; or "".
func (s *Saying) Meanwhile() string { return s.now }

// Refuse goes to the question that an error is about; false for none of them.
func (s *Saying) Refuse(err error) bool {
	var field *store.FieldError
	if !errors.As(err, &field) {
		return false
	}
	switch field.Field {
	case "places":
		s.at = partPlaces
	case "note":
		s.at = partNote
	default:
		return false
	}
	s.words().Refuse(err)
	return true
}

// Key takes a key. look.Chosen means that Capacity is whole.
func (s *Saying) Key(k tea.KeyPressMsg) look.Outcome {
	outcome := look.Left
	if s.words() == nil {
		outcome = s.code.Key(k)
	} else if k.String() != "esc" { // what was typed stays for the next time
		outcome = s.words().Key(k)
	}
	switch outcome {
	case look.Chosen:
		return s.on()
	case look.Left:
		return s.back()
	}
	return look.Open
}

func (s *Saying) on() look.Outcome {
	switch {
	case s.at == partNote:
		return look.Chosen
	case s.at == partCode:
		s.picked, s.at = true, partNote
		if store.CapacityCodes()[s.code.At()] == store.HasSpace {
			s.at = partPlaces
		}
	case s.placesWrong():
		s.places.Refuse(errPlaces)
	default:
		s.at = partNote
	}
	return look.Open
}

func (s *Saying) placesWrong() bool {
	n, err := strconv.Atoi(s.places.Value())
	return s.places.Value() != "" && (err != nil || n < 1)
}

func (s *Saying) back() look.Outcome {
	switch {
	case s.at == partCode:
		return look.Left
	case s.at == partNote && store.CapacityCodes()[s.code.At()] == store.HasSpace:
		s.at = partPlaces
	default:
		s.at = partCode
	}
	return look.Open
}

// words is the field of the question, nil for the code.
func (s *Saying) words() *entry.Text {
	switch s.at {
	case partPlaces:
		return s.places
	case partNote:
		return s.note
	}
	return nil
}

// Takes keeps Esc, and what writes in a field.
func (s *Saying) Takes(k tea.KeyPressMsg) bool {
	return k.String() == "esc" || s.words() != nil && s.words().Takes(k)
}

// Paste takes pasted text. It never answers.
func (s *Saying) Paste(msg tea.PasteMsg) {
	if w := s.words(); w != nil {
		w.Paste(msg)
	}
}

// Changed says whether something was entered that would be lost.
func (s *Saying) Changed() bool { return s.picked || s.places.Changed() || s.note.Changed() }

// Keys lists the keys that work now.
func (s *Saying) Keys() []key.Binding {
	switch s.at {
	case partCode:
		return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Up Down", "move", "up", "down"), page.Bind("Esc", "leave as it was", "esc")}
	case partNote:
		return []key.Binding{page.Bind("Enter", "save", "enter"), page.Bind("Esc", "question before", "esc")}
	}
	return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Esc", "question before", "esc")}
}

// Draw is at most h lines of at most w columns, and where the focus is.
func (s *Saying) Draw(lk look.Look, w, h int) (lines []string, x, y int) {
	if s.now != "" {
		for _, l := range lk.Wrap(s.now, w) {
			lines = append(lines, lk.Warn(l))
		}
	}
	lines = lines[:min(len(lines), max(h-6, 0))]
	room := max(h-len(lines), 1)
	view := ""
	if f := s.words(); f != nil {
		x, y = f.Cursor(lk, w)
		view = f.View(lk, w, room)
	} else {
		x, y = s.code.Cursor(lk, w, room)
		view = s.code.View(lk, w, room)
	}
	return append(lines, strings.Split(view, "\n")...), x, y + len(lines)
}
