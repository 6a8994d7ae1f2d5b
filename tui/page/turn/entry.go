package turn

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Facts are what the questions of a move are about.
type Facts struct {
	Who    string // "Jo to Connect to Work"
	Reader string // who reads a note: "the coach"; empty: it is kept with the referral
	Today  store.Day
	Rather string // what to do rather than end it, said with the question for the reason
	About
}

// Entry asks what a move asks for, one question after the other, and nothing
// else. Esc goes to the question before, and leaves the move at the first;
// nothing that was entered is lost by either going back or being refused. Make it
// with Begin.
type Entry struct {
	row     store.MoveRow
	facts   Facts
	at      ask
	instead *entry.Pick
	reason  *look.Choice
	rule    *look.Choice
	day     *entry.Text
	outcome *look.Choice
	note    *entry.Text
	chosen  [askCount]bool // the choices that were answered
	met     met
}

// met is what somebody else made of the referral meanwhile.
type met struct {
	now  string // where it has got to
	gone bool   // the move cannot be made any more
}

// ask is one question.
type ask uint8

const (
	askInstead ask = iota
	askReason
	askRule
	askDay
	askOutcome
	askNote
	askCount
)

// Begin asks for a move.
func Begin(row store.MoveRow, f Facts) *Entry {
	e := &Entry{row: row, facts: f}
	var reasons, rules, outcomes []string
	for _, r := range store.ReasonsFor(row.Move) {
		reasons = append(reasons, r.Says)
	}
	for _, r := range f.Rules {
		rules = append(rules, r.Text)
	}
	for _, o := range store.OutcomeCodes() {
		outcomes = append(outcomes, o.Says)
	}
	e.instead = entry.NewPick("Which programme is it for instead?", f.Programmes)
	e.reason = look.NewChoice(strings.TrimSpace(reasonQuestion(row)+" "+f.Rather), reasons, 0)
	e.rule = look.NewChoice("Which rule is not met?", rules, 0)
	e.outcome = look.NewChoice("What came of it?", outcomes, 0)
	question, note, was := dayQuestion(row, f.Today)
	e.day = entry.NewOffer(question, note, was, 30)
	e.remark("")
	e.at = e.asks()[0]
	return e
}

// remark makes the question of the note, with what was typed already.
func (e *Entry) remark(typed string) {
	note := "It is kept with the referral."
	switch {
	case e.facts.Reader != "":
		note = sentence(e.facts.Reader + " reads it")
	case e.row.Side == store.ReceiverSide:
		note = "Say who told you. " + note
	}
	if !e.needs() {
		note += " Enter alone: none."
	}
	e.note = entry.NewText(e.noteQuestion(), note, "", 500)
	e.note.Fill(typed)
}

func reasonQuestion(row store.MoveRow) string {
	return "Why is it " + row.Done + "?"
}

// dayQuestion asks for the day of a move; was is what stands in the field.
func dayQuestion(row store.MoveRow, today store.Day) (question, note, was string) {
	such := "Enter a day, such as " + today.Words()
	if row.Day == store.MustGive {
		was = today.Words()
		note = such + ". Enter alone takes the day in the field."
	} else {
		note = such + "; or Enter alone."
	}
	switch row.Move {
	case store.MoveAccept:
		return "From which day are they expected, where it is known?", note, was
	case store.MoveWait:
		return "Until which day do they wait? Leave it empty if they wait for a place.", note, was
	case store.MoveStart:
		return "On which day did they start?", note, was
	case store.MoveComplete:
		return "On which day did they complete it?", note, was
	case store.MoveEndEarly:
		return "On which day did it end?", note, was
	}
	return "On which day did this come about?", note, was
}

func (e *Entry) noteQuestion() string {
	switch {
	case e.row.Move == store.MoveNote && e.facts.Reader != "":
		return "What do you write to " + e.facts.Reader + "?"
	case e.row.Move == store.MoveReopen:
		return "Why is it opened again?"
	case e.needs():
		return "What is the reason?"
	}
	return "Is there a note with it?"
}

// needs says whether there has to be a note.
func (e *Entry) needs() bool {
	r, ok := e.chosenReason()
	return e.row.Note == store.MustGive || ok && r.Note
}

func (e *Entry) chosenReason() (store.MoveReason, bool) {
	all := store.ReasonsFor(e.row.Move)
	if e.row.Reason == store.NotAsked || !e.chosen[askReason] || e.reason.At() >= len(all) {
		return store.MoveReason{}, false
	}
	return all[e.reason.At()], true
}

// asks are the questions of the move as it has been answered so far.
func (e *Entry) asks() []ask {
	var out []ask
	r, _ := e.chosenReason()
	for q, asked := range [askCount]bool{
		askInstead: e.row.Instead != store.NotAsked, askReason: e.row.Reason != store.NotAsked, askRule: r.Rule && len(e.facts.Rules) > 0,
		askDay: e.row.Day != store.NotAsked, askOutcome: e.row.Outcome != store.NotAsked, askNote: e.row.Note != store.NotAsked,
	} {
		if asked {
			out = append(out, ask(q))
		}
	}
	return out
}

// Turn is what was entered.
func (e *Entry) Turn() store.Turn {
	t := store.Turn{Move: e.row.Move}
	for _, q := range e.asks() {
		switch q {
		case askInstead:
			name, _ := e.instead.Value()
			t.Instead = store.ProgrammeID(name.ID)
		case askReason:
			r, _ := e.chosenReason()
			t.Reason = r.Code
		case askRule:
			t.Rule = e.rule.At() + 1
		case askDay:
			t.Day = e.readDay()
		case askOutcome:
			t.Outcome = store.OutcomeCodes()[e.outcome.At()].Code
		case askNote:
			t.Note = e.note.Value()
		}
	}
	return t
}

func (e *Entry) readDay() store.Day {
	if strings.EqualFold(e.day.Value(), "today") {
		return e.facts.Today
	}
	return entry.ReadDay(e.day.Value())
}

// Key takes a key. look.Chosen means that Turn is whole.
func (e *Entry) Key(k tea.KeyPressMsg) look.Outcome {
	if e.met.gone {
		if k.String() == "esc" {
			return look.Left
		}
		return look.Open
	}
	outcome := look.Open
	switch {
	case k.String() == "esc" && e.at != e.asks()[0]: // what was typed stays for the next time
		return e.back()
	case e.choice() != nil:
		outcome = e.choice().Key(k)
	case e.at == askInstead:
		outcome = e.instead.Key(k)
	default:
		outcome = e.words().Key(k)
	}
	switch outcome {
	case look.Chosen:
		return e.on()
	case look.Left:
		return e.back()
	}
	return look.Open
}

// on goes to the next question, and says when there is none.
func (e *Entry) on() look.Outcome {
	if err := e.wrong(); err != nil {
		e.words().Refuse(err)
		return look.Open
	}
	e.chosen[e.at] = true
	if e.at == askReason { // what is asked of the note turns on it
		e.remark(e.note.Value())
	}
	asks := e.asks()
	i := slices.Index(asks, e.at) + 1
	if i == len(asks) {
		return look.Chosen
	}
	e.at = asks[i]
	return look.Open
}

// wrong says what is wrong with the words of the question, if it is one of words.
func (e *Entry) wrong() error {
	switch {
	case e.at == askDay && e.day.Value() == "" && e.row.Day == store.MustGive:
		return entry.Sentence("Enter a day, such as " + e.facts.Today.Words() + ".")
	case e.at == askDay && e.day.Value() != "" && e.readDay() == 0:
		return entry.Sentence("Enter a day, such as " + e.facts.Today.Words() + ".")
	case e.at == askDay && e.day.Value() != "" && e.row.Ahead && e.readDay() < e.facts.Today:
		return entry.Sentence("Enter today or a day after it.")
	case e.at == askDay && !e.row.Ahead && e.readDay() > e.facts.Today:
		return entry.Sentence("Enter today or a day before it.")
	case e.at == askNote && e.needs() && e.note.Value() == "":
		return entry.Sentence("Enter a few words.")
	}
	return nil
}

func (e *Entry) back() look.Outcome {
	asks := e.asks()
	if i := slices.Index(asks, e.at); i > 0 {
		e.at = asks[i-1]
		return look.Open
	}
	return look.Left
}

// choice is the list of the question, nil where it has none.
func (e *Entry) choice() *look.Choice {
	switch e.at {
	case askReason:
		return e.reason
	case askRule:
		return e.rule
	case askOutcome:
		return e.outcome
	}
	return nil
}

// words is the field of the question, nil where it has none.
func (e *Entry) words() *entry.Text {
	switch e.at {
	case askDay:
		return e.day
	case askNote:
		return e.note
	}
	return nil
}

// Takes keeps Esc, and what writes in a field.
func (e *Entry) Takes(k tea.KeyPressMsg) bool {
	switch {
	case k.String() == "esc":
		return true
	case e.met.gone:
		return false
	case e.at == askInstead:
		return e.instead.Takes(k)
	}
	return e.words() != nil && e.words().Takes(k)
}

// Paste takes pasted text. It never answers.
func (e *Entry) Paste(msg tea.PasteMsg) {
	switch {
	case e.met.gone:
	case e.at == askInstead:
		e.instead.Paste(msg)
	case e.words() != nil:
		e.words().Paste(msg)
	}
}

// Changed says whether something was entered that would be lost.
func (e *Entry) Changed() bool {
	return e.day.Changed() || e.note.Changed() || e.instead.Changed() || slices.Contains(e.chosen[:], true)
}

// Keys lists the keys that work now.
func (e *Entry) Keys() []key.Binding {
	enter := "go on"
	if asks := e.asks(); e.at == asks[len(asks)-1] {
		enter = keyed[e.row.Move].does
		if r := store.ReasonsFor(e.row.Move); e.at == askReason && slices.ContainsFunc(r, func(r store.MoveReason) bool { return r.Rule || r.Note }) {
			enter = "go on"
		}
	}
	leave := page.Bind("Esc", "question before", "esc")
	if e.at == e.asks()[0] {
		leave = page.Bind("Esc", "leave as it was", "esc")
	}
	switch {
	case e.met.gone:
		return []key.Binding{page.Bind("Esc", "leave as it was", "esc")}
	case e.at == askInstead:
		return append(e.instead.Keys(enter), leave)
	case e.choice() != nil:
		return []key.Binding{page.Bind("Enter", enter, "enter"), page.Bind(e.choice().Digits(), "answer", "1"), page.Bind("Up Down", "move", "up", "down"), leave}
	}
	return []key.Binding{page.Bind("Enter", enter, "enter"), leave}
}
