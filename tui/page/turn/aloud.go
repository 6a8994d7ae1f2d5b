package turn

import (
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// Question is the question in view, for whoever asks and answers a line at a
// time: a choice, a name of many, or words, of which the others are nil.
type Question struct {
	Label  string
	Ask    string
	Note   string // what can be entered
	Choice *look.Choice
	Pick   *entry.Pick
	Words  *entry.Text
}

// Asks is the question that comes now.
func (e *Entry) Asks() Question {
	q := Question{Label: [askCount]string{"Programme", "Reason", "Rule", "Day", "Outcome", "Note"}[e.at], Choice: e.choice(), Words: e.words()}
	switch e.at {
	case askInstead:
		q.Pick, q.Ask = e.instead, e.instead.Question()
	case askDay:
		q.Ask, _ = e.day.Asks()
		q.Note = "Enter a day, such as " + e.facts.Today.Words() + ", or today."
		if e.row.Day == store.MayGive {
			q.Note += " Enter alone: none."
		}
	case askNote:
		q.Ask, q.Note = e.note.Asks()
	default:
		q.Ask = q.Choice.Question
	}
	return q
}

// Take goes on from the question, which was answered in its Choice or its Pick;
// its words are typed. It says whether that was the last. The error says what to
// enter, and the question stays.
func (e *Entry) Take(typed string) (done bool, err error) {
	if w := e.words(); w != nil {
		w.Fill(typed)
	}
	if err := e.wrong(); err != nil {
		return false, err
	}
	return e.on() == look.Chosen, nil
}

// Before goes to the question before; false at the first.
func (e *Entry) Before() bool { return e.back() == look.Open }

// Gone says whether the move cannot be made any more, after Met.
func (e *Entry) Gone() bool { return e.met.gone }

// Meanwhile says what somebody else made of it, after Met.
func (e *Entry) Meanwhile() string { return e.changed() }

// Entered is what was entered, a line each.
func (e *Entry) Entered() []string {
	var out []string
	for _, a := range e.answers(true) {
		out = append(out, a.label+": "+a.says)
	}
	return out
}

// Does is what the move does, as a heading: "Decline: Jo to Connect to Work".
func (e *Entry) Does() string { return e.title() }
