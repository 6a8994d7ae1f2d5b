package entry

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/tui/look"
)

// Pick asks for one of many things by a part of its name. Make it with NewPick.
type Pick struct {
	question string
	wrong    string // why it was not taken
	names    []Named
	field    look.Field
	list     look.List
	moved    bool // the arrows chose among them
}

// NewPick asks a question that one of the names answers.
func NewPick(question string, names []Named) *Pick {
	p := &Pick{question: question, names: names, field: look.NewField(80)}
	p.list.SetLen(len(names))
	return p
}

// fits are the names that fit what was typed.
func (p *Pick) fits() []Named {
	return fitting(p.names, strings.ToLower(strings.TrimSpace(p.field.Value())))
}

// Value is the one that Enter takes: none before anything was typed or moved.
func (p *Pick) Value() (Named, bool) {
	fits := p.fits()
	if len(fits) == 0 || p.field.Value() == "" && !p.moved {
		return Named{}, false
	}
	return fits[p.list.At()], true
}

// Changed says whether anything was typed or moved.
func (p *Pick) Changed() bool { return p.field.Value() != "" || p.moved }

// Refuse shows why it was not taken, until it is changed.
func (p *Pick) Refuse(err error) { p.wrong = Plain(err).Error() }

// Takes says whether the key writes in the field.
func (p *Pick) Takes(k tea.KeyPressMsg) bool { return p.field.Takes(k) }

// Paste takes pasted text. It never answers.
func (p *Pick) Paste(msg tea.PasteMsg) {
	if p.field.Update(msg) {
		p.refit()
	}
}

func (p *Pick) refit() {
	p.wrong, p.moved = "", false
	p.list.SetLen(len(p.fits()))
	p.list.SetAt(0)
}

// Key takes a key. look.Chosen means that Value has the answer.
func (p *Pick) Key(k tea.KeyPressMsg) look.Outcome {
	at := p.list.At()
	switch {
	case k.String() == "esc":
		return look.Left
	case k.String() == "enter":
		if _, ok := p.Value(); ok {
			return look.Chosen
		}
		p.wrong = "Enter a part of its name, and move to the one that is meant."
	case p.list.Arrows(k):
		if p.field.Value() == "" && !p.moved {
			p.list.SetAt(at) // the first arrow goes to the first name
		}
		p.wrong, p.moved = "", true
	case p.field.Update(k):
		p.refit()
	}
	return look.Open
}

// Keys lists the keys that work now, Enter as what it does.
func (p *Pick) Keys(enter string) []key.Binding {
	bind := func(show, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(show, does))
	}
	return []key.Binding{bind("Enter", enter, "enter"), bind("Up Down", "move", "up", "down")}
}

// View is at most h lines of at most w columns: the question, the field, what is
// to be said of it, and the names that fit, without a marker while Enter would
// take none.
func (p *Pick) View(lk look.Look, w, h int) string {
	lines := append(head(lk, p.question, w), p.field.View(lk, min(w, fieldWidth)))
	if p.wrong != "" {
		for _, s := range lk.Wrap(p.wrong, w) {
			lines = append(lines, lk.Bad(s))
		}
	} else {
		lines = append(lines, lk.Wrap("Enter a part of its name.", w)...)
	}
	lines = append(lines, p.listed(lk, w, min(h-len(lines), 12))...)
	return strings.Join(lines[:min(len(lines), max(h, 0))], "\n")
}

// listed is the names that fit, without a marker while Enter would take none.
func (p *Pick) listed(lk look.Look, w, h int) []string {
	fits := p.fits()
	if len(fits) == 0 {
		return []string{lk.Cut("Nothing is called so.", w)}
	}
	if _, takes := p.Value(); takes {
		return strings.Split(p.list.View(lk, w, h, func(i, w int) string { return lk.Cut(fits[i].Name, w) }), "\n")
	}
	lines := make([]string, max(min(h, len(fits)), 0))
	for i := range lines {
		lines[i] = lk.Cut("  "+fits[i].Name, w)
	}
	return lines
}

// Cursor is in the field.
func (p *Pick) Cursor(lk look.Look, w int) (x, y int) {
	return p.field.CursorX(lk, min(w, fieldWidth)), len(head(lk, p.question, w))
}

// Question is what is asked, for a person.
func (p *Pick) Question() string { return p.question }

// Answer takes one typed line as the answer, where there are no keys. The error
// is *Several where more than one name fits, and otherwise says what to enter.
func (p *Pick) Answer(line string) error {
	line = strings.TrimSpace(line)
	fits := fitting(p.names, strings.ToLower(line))
	switch at := exactly(p.names, line); {
	case line == "":
		return Sentence("Enter a part of its name.")
	case at >= 0:
		line = p.names[at].ID
	case len(fits) == 0:
		return Sentence(fmt.Sprintf("Nothing is called %q: enter a part of its name.", line))
	case len(fits) == 1 || begins(fits[0], line) && !begins(fits[1], line):
		line = fits[0].ID
	default:
		return &Several{Typed: line, Fits: fits}
	}
	p.field.SetValue(line)
	p.refit()
	p.list.SetAt(max(exactly(p.fits(), line), 0))
	p.moved = true
	return nil
}
