package entry

import (
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
)

// Sentence is an error that reads to a person as it stands.
type Sentence string

func (s Sentence) Error() string { return string(s) }

// Plain is an error in the words of the screens: what is wrong with a field
// stands beside it and needs no name, and a fact is called by its label.
func Plain(err error) error {
	var field *store.FieldError
	var fact *store.FactError
	switch {
	case errors.As(err, &field):
		return Sentence(field.Says)
	case errors.As(err, &fact):
		named := *fact
		if f, ok := store.FactNamed(fact.Fact); ok {
			named.Fact = f.Info().Label
		}
		return &named
	}
	return err
}

// Text asks for one line of words. Make it with NewText.
type Text struct {
	question string
	note     string // what to enter, under the field
	wrong    string // why it was not taken, or that Esc would lose it
	field    look.Field
	was      string
	leaving  bool // Esc was pressed once
}

// NewText asks a question, was filled in already, of at most so many characters.
// note says below the field what to enter.
func NewText(question, note, was string, most int) *Text {
	t := &Text{question: question, note: note, was: was, field: look.NewField(most)}
	t.field.SetValue(was)
	return t
}

// NewOffer asks as NewText does, the field filled in with an answer to take with
// Enter: the first character that is typed, or a paste, replaces it.
func NewOffer(question, note, offered string, most int) *Text {
	t := NewText(question, note, offered, most)
	t.field.Offer(offered)
	return t
}

// Value is what was typed, without spaces at its ends.
func (t *Text) Value() string { return strings.TrimSpace(t.field.Value()) }

// Fill puts words in the field in place of what is there, as if they were typed.
func (t *Text) Fill(s string) { t.field.SetValue(s) }

// Changed says whether something was typed that is not what was there before.
func (t *Text) Changed() bool { return t.Value() != t.was }

// Refuse shows why it was not taken, until it is changed.
func (t *Text) Refuse(err error) { t.wrong = Plain(err).Error() }

// Note shows another note under the field.
func (t *Text) Note(s string) { t.note = s }

// Takes says whether the key writes in the field.
func (t *Text) Takes(k tea.KeyPressMsg) bool { return t.field.Takes(k) }

// Paste takes pasted text, whole or not at all: what is cut off without a word is
// missed only later. It never answers.
func (t *Text) Paste(msg tea.PasteMsg) {
	if over := t.field.Over(msg); over > 0 {
		t.wrong = "What you pasted is " + store.Count(over, "character") + " too long, so nothing was pasted. Paste less."
		return
	}
	if t.field.Update(msg) {
		t.wrong, t.leaving = "", false
	}
}

// Key takes a key. look.Chosen means that Value is the answer. Esc leaves at
// once where nothing was changed, and otherwise when it is pressed twice.
func (t *Text) Key(k tea.KeyPressMsg) look.Outcome {
	switch k.String() {
	case "enter":
		t.leaving = false
		return look.Chosen
	case "esc":
		if !t.Changed() || t.leaving {
			return look.Left
		}
		t.leaving, t.wrong = true, "What you typed is not saved. Press Esc again to leave it."
		return look.Open
	}
	if t.leaving {
		t.leaving, t.wrong = false, ""
	}
	if t.field.Update(k) {
		t.wrong = ""
	}
	return look.Open
}

// Keys lists the keys that work now, Enter as what it does.
func (t *Text) Keys(enter string) []key.Binding {
	return []key.Binding{
		key.NewBinding(key.WithKeys("enter"), key.WithHelp("Enter", enter)),
		key.NewBinding(key.WithKeys("esc"), key.WithHelp("Esc", "leave as it was")),
	}
}

// View is at most h lines of at most w columns: the question, the field, what is
// to be said of it, and, where the field is too narrow for it, the whole text.
func (t *Text) View(lk look.Look, w, h int) string {
	lines := head(lk, t.question, w)
	lines = append(lines, t.field.View(lk, w))
	if t.wrong != "" {
		for _, s := range lk.Wrap(t.wrong, w) {
			lines = append(lines, lk.Bad(s))
		}
	} else {
		if full := t.field.Full(); full != "" {
			lines = append(lines, lk.Wrap(full, w)...)
		}
		lines = append(lines, lk.Wrap(t.note, w)...)
	}
	if typed := t.Value(); look.Width(lk.Text(typed)) > w-3 {
		lines = append(append(lines, ""), lk.Wrap(typed, w)...)
	}
	return strings.Join(lines[:min(len(lines), max(h, 0))], "\n")
}

// Cursor is in the field.
func (t *Text) Cursor(lk look.Look, w int) (x, y int) {
	return t.field.CursorX(lk, w), len(head(lk, t.question, w))
}
