package find

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// The questions that are asked of somebody who finds that a record is wrong.
const (
	AskPart  = "What looks wrong, or out of date?"
	AskLine  = "Which line of the rule?"
	NoteNote = "Say what is wrong and how you know, in a few words, and name no client. Everybody who reads the programme sees it, until a curator has looked at it."
)

// maxDoubt is how many characters are taken.
const maxDoubt = 200

// AskNote asks what is wrong with a field.
func AskNote(f store.Field) string { return "What is wrong with this: " + f.Label() + "?" }

// PartLabel is a field as one of a list to choose from.
func PartLabel(f store.Field) string { return sentence(f.Label()) }

// RuleParts are the parts of a rule to choose from: all of it first, and then its
// lines, so that the number of each is its place from 0.
func RuleParts(p *store.Programme, day store.Day) []string {
	parts := []string{"The rule as a whole, or something that is not in it"}
	for _, l := range match.RuleLines(p, day) {
		parts = append(parts, sentence(l.Text))
	}
	return parts
}

// doubt is being said that something is wrong: which field, which line of the rule,
// and what.
type doubt struct {
	choice *look.Choice
	words  *entry.Text
	field  store.Field
	line   int
	behind bool // somebody else has changed the programme meanwhile
	ask    page.Ask[store.FieldQuestion]
}

func newDoubt() *doubt {
	var options []string
	for _, f := range store.Fields() {
		options = append(options, PartLabel(f))
	}
	return &doubt{choice: look.NewChoice(AskPart, options, 0)}
}

// key takes a key; look.Chosen means that the whole of it is said.
func (d *doubt) key(k tea.KeyPressMsg, p *store.Programme, day store.Day) look.Outcome {
	if d.words != nil {
		return d.words.Key(k)
	}
	out := d.choice.Key(k)
	if out != look.Chosen {
		return out
	}
	switch {
	case d.field == store.WholeRecord:
		d.field = store.Fields()[d.choice.At()]
		if parts := RuleParts(p, day); d.field == store.FieldRule && len(parts) > 1 {
			d.choice = look.NewChoice(AskLine, parts, 0)
			return look.Open
		}
	default:
		d.line = d.choice.At()
	}
	d.words = entry.NewText(AskNote(d.field), NoteNote, "", maxDoubt)
	return look.Open
}

// send keeps what was said.
func (d *doubt) send(ctx context.Context, desk Desk, id store.ProgrammeID) tea.Cmd {
	field, line, note := d.field, d.line, d.words.Value()
	return d.ask.Start(ctx, func(ctx context.Context) (store.FieldQuestion, error) {
		return desk.Question(ctx, id, field, line, note)
	})
}

func (d *doubt) takes(k tea.KeyPressMsg) bool {
	name := k.String()
	switch {
	case name == "f1":
		return false
	case d.words != nil:
		return name == "esc" || d.words.Takes(k)
	}
	return name == "esc" || name == "/"
}

func (d *doubt) keys() []key.Binding {
	if d.words != nil {
		return d.words.Keys("save")
	}
	return []key.Binding{page.Bind("Enter", "choose", "enter"), page.Bind("Esc", "leave as it was", "esc")}
}

func (d *doubt) view(lk look.Look, w, h int) string {
	if d.words != nil {
		return d.words.View(lk, w, h)
	}
	return d.choice.View(lk, w, h)
}

func (d *doubt) cursor(lk look.Look, w, h int) (x, y int) {
	if d.words != nil {
		return d.words.Cursor(lk, w)
	}
	return d.choice.Cursor(lk, w, h)
}

// doubted says in a line which parts are questioned; none where none is.
func doubted(lk look.Look, u *store.Upkeep, w int) []string {
	var parts []string
	for _, q := range u.Open {
		if says := q.Field.Label(); !strings.Contains(strings.Join(parts, ", "), says) {
			parts = append(parts, says)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	lines := lk.Hang(lk.Glyphs.Ask+" ", "Questioned: "+strings.Join(parts, ", ")+". See Questions below.", w)
	for i := range lines {
		lines[i] = lk.Warn(lines[i])
	}
	return lines
}

// questions are those that wait, and those that were answered lately.
func (p *Programme) questions(w int) []string {
	var lines []string
	u := &p.entry.upkeep
	for _, list := range [][]store.FieldQuestion{u.Open, u.Answered} {
		for i := range list {
			q := &list[i]
			lines = append(lines, p.bullet(sentence(store.About(q.Field, q.Line))+". "+q.Says(), w)...)
		}
	}
	return lines
}

// marked are the single fields that were found right after the record was.
func (p *Programme) marked(w int) []string {
	var lines []string
	for _, m := range p.entry.upkeep.Marks {
		lines = append(lines, p.bullet(sentence(store.About(m.Field, m.Line))+": "+m.Assured.Words()+", "+m.How+".", w)...)
	}
	return lines
}

// here is what came of referrals from here.
func (p *Programme) here(w int) []string {
	var lines []string
	for _, says := range p.entry.upkeep.Here.Says() {
		lines = append(lines, p.look.Wrap(says, w)...)
	}
	return lines
}
