// Package entry is how a screen asks: for one fact, in the words and the form the
// fact takes; for one line of words; and which of two versions is to stay. Pages
// share it, so that a question is asked and answered alike everywhere.
//
// Enter never makes an answer up: where nothing was entered or marked, what is
// asked stays not known. What was typed is given up only by Esc pressed twice.
//
// It knows the vocabulary of facts and the look. It must not know pages, the
// desk, or what is done with an answer.
package entry

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
)

// Entry asks for one fact, or for one judgement.
type Entry struct {
	Fact     store.Fact
	Ask      string // the judgement, "programme/ask"; empty for a fact
	question string
	have     store.Facts
	choice   *look.Choice // yes/no, one-of and sets
	cols     columns      // how it was last drawn, where it took columns
	words    []string     // what the options of choice stand for
	before   []bool       // what was marked at first
	field    look.Field   // everything else
	typed    bool         // the field is in use
	wrong    string       // why the last answer was not taken
	picker
}

// picker is the names that a typed answer may be: districts or programmes.
type picker struct {
	names   []Named
	fitting look.List // those that fit what was typed
	moved   bool      // the arrows chose among them
}

// Named is a thing that is chosen by its name.
type Named struct{ ID, Name string }

// The words of options that are no value of the fact: the answer is not known,
// and none of the others.
const (
	unknown = ""
	none    = "none"
)

// New asks for a fact, what is known of it filled in already. programmes are
// those that can be named where programmes are asked for.
func New(f store.Fact, have store.Facts, programmes []Named) *Entry {
	e := &Entry{Fact: f, question: f.Info().Question, have: have}
	v, known := have[f]
	switch info := f.Info(); {
	case info.Kind == store.KindYesNo:
		e.yesNo(known, v.Num != 0)
	case info.Kind == store.KindSet && info.Values == nil:
		e.names = programmes
		e.typed, e.field = true, look.NewField(200)
		e.field.SetValue(e.namesOf(v.Set))
	case info.Kind == store.KindSet:
		e.set(v.Set)
	case info.Kind == store.KindOne && f != store.District:
		e.one(v.Word, known)
	default:
		if f == store.District {
			e.names = districts()
		}
		e.typed, e.field = true, look.NewField(60)
		if known {
			e.field.SetValue(e.asTyped(v))
		}
	}
	e.refit()
	return e
}

// Judge asks a judgement of the coach: "programme/ask" and its question.
func Judge(ask, question string, have store.Facts) *Entry {
	e := &Entry{Fact: store.Judgements, Ask: ask, question: question, have: have}
	holds := have[store.Judgements].Set.Holds(ask)
	e.yesNo(holds != store.Unknown, holds == store.Yes)
	return e
}

func (e *Entry) yesNo(known, yes bool) {
	at := 2
	switch {
	case known && yes:
		at = 0
	case known:
		at = 1
	}
	e.words = []string{"true", "false", unknown}
	e.choice = look.NewChoice(e.question, []string{"yes", "no", "not known"}, at)
}

func (e *Entry) one(word string, known bool) {
	e.words = append(slices.Clone(e.Fact.Info().Values), unknown)
	at := len(e.words) - 1
	if known {
		at = max(slices.Index(e.words, word), 0)
	}
	e.choice = look.NewChoice(e.question, e.labels(), at)
}

func (e *Entry) set(s store.Set) {
	e.words = append(slices.Clone(e.Fact.Info().Values), none)
	marked := make([]bool, len(e.words))
	for i, w := range e.words {
		marked[i] = s.Holds(w) == store.Yes
	}
	marked[len(marked)-1] = s.Whole && len(s.Has) == 0
	e.before = slices.Clone(marked)
	e.choice = look.NewChoices(e.question+" Mark all that apply; the rest count as no.", e.labels(), marked)
}

func (e *Entry) labels() []string {
	out := make([]string, len(e.words))
	for i, w := range e.words {
		switch {
		case w == unknown:
			out[i] = "not known"
		case w == none && e.Fact.Info().Kind == store.KindSet:
			out[i] = "none of these"
		default:
			out[i] = store.WordWords(w)
		}
	}
	return out
}

// Typing says whether printable keys go to a text field now.
func (e *Entry) Typing() bool { return e.typed }

// Takes says whether the key writes in the field.
func (e *Entry) Takes(k tea.KeyPressMsg) bool { return e.typed && e.field.Takes(k) }

// Paste takes pasted text. It never answers.
func (e *Entry) Paste(msg tea.PasteMsg) {
	if e.typed && e.field.Update(msg) {
		e.refit()
	}
}

// Refuse shows why an answer was not taken, until it is changed.
func (e *Entry) Refuse(err error) { e.wrong = Plain(err).Error() }

// Key takes a key. look.Chosen means that Changes has the answer; an answer that
// does not fit is said in View and stays open.
func (e *Entry) Key(msg tea.KeyPressMsg) look.Outcome {
	switch name := msg.String(); {
	case name == "esc":
		return look.Left
	case name == "enter":
		if !e.typed && !e.choice.Many {
			e.choice.Key(msg)
		}
		if _, err := e.Changes(); err != nil {
			e.Refuse(err)
			return look.Open
		}
		return look.Chosen
	case e.typed:
		e.typing(msg)
		return look.Open
	}
	e.wrong = ""
	return e.choosing(msg)
}

func (e *Entry) choosing(msg tea.KeyPressMsg) look.Outcome {
	name := msg.String()
	switch {
	case e.yes() && name == "y":
		return e.choice.Key(tea.KeyPressMsg{Code: '1', Text: "1"})
	case e.yes() && name == "n":
		return e.choice.Key(tea.KeyPressMsg{Code: '2', Text: "2"})
	case !e.choice.Many:
		return e.choice.Key(msg)
	}
	if e.across(msg) {
		return look.Open
	}
	last := len(e.words) - 1
	if name == "0" {
		clear(e.choice.Marked)
		e.choice.Marked[last] = true
		return look.Chosen
	}
	hadNone := e.choice.Marked[last]
	outcome := e.choice.Key(msg)
	switch {
	case e.choice.Marked[last] && !hadNone:
		clear(e.choice.Marked)
		e.choice.Marked[last] = true
	case slices.Contains(e.choice.Marked[:last], true):
		e.choice.Marked[last] = false
	}
	return outcome
}

// yes says whether the question is one of yes or no.
func (e *Entry) yes() bool { return len(e.words) == 3 && e.words[0] == "true" }

// Keys lists the keys of this question, but for Enter and Esc.
func (e *Entry) Keys() []key.Binding {
	bind := func(show, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(show, does))
	}
	switch {
	case e.typed && len(e.names) > 0:
		return []key.Binding{bind("Up Down", "move", "up", "down")}
	case e.typed:
		return nil
	case e.choice.Many:
		return []key.Binding{bind("Space", "mark", "space"), bind("0", "none", "0")}
	case e.yes():
		return []key.Binding{bind("y", "yes", "y"), bind("n", "no", "n")}
	}
	return []key.Binding{bind(e.choice.Digits(), "answer", "1")}
}

// Changes is the answer as a change of facts: forgetting the fact where the
// answer is that it is not known. The error is a sentence.
func (e *Entry) Changes() (store.Changes, error) {
	switch {
	case e.Ask != "":
		return e.judged(), nil
	case e.typed:
		return e.read()
	case e.choice.Many:
		return e.marked(), nil
	}
	word := e.words[e.choice.At()]
	if word == unknown {
		return e.Forget(), nil
	}
	raw := word
	if e.Fact.Info().Kind == store.KindOne {
		raw = strconv.Quote(word)
	}
	v, err := e.Fact.Parse([]byte(raw))
	return store.Changes{Set: store.Facts{e.Fact: v}}, err
}

// Forget is the answer that it is not known. Of the judgements, the others stay.
func (e *Entry) Forget() store.Changes {
	ch := store.Changes{Forget: []store.Fact{e.Fact}}
	if e.Ask == "" {
		return ch
	}
	this := func(w string) bool { return w == e.Ask }
	now := e.have[store.Judgements].Set
	has, not := slices.DeleteFunc(slices.Clone(now.Has), this), slices.DeleteFunc(slices.Clone(now.Not), this)
	if len(has)+len(not) > 0 {
		ch.Set = judgements(has, not)
	}
	return ch
}

func judgements(has, not []string) store.Facts {
	return store.Facts{store.Judgements: {Set: store.Set{Has: has, Not: not}}}
}

// Known says whether the answer makes the fact or the judgement known.
func (e *Entry) Known(ch store.Changes) bool {
	v, ok := ch.Set[e.Fact]
	return ok && (e.Ask == "" || v.Set.Holds(e.Ask) != store.Unknown)
}

// judged names the one judgement, so that the others stay as they are.
func (e *Entry) judged() store.Changes {
	switch e.words[e.choice.At()] {
	case "true":
		return store.Changes{Set: judgements([]string{e.Ask}, nil)}
	case "false":
		return store.Changes{Set: judgements(nil, []string{e.Ask})}
	}
	return e.Forget()
}

// marked is the whole truth of a set; nothing marked is nothing known. Where no
// mark was changed, what is known in part stays so.
func (e *Entry) marked() store.Changes {
	if v, known := e.have[e.Fact]; known && slices.Equal(e.choice.Marked, e.before) {
		return store.Changes{Set: store.Facts{e.Fact: v}}
	}
	set := store.Set{Whole: true}
	for i, w := range e.words {
		if e.choice.Marked[i] && w != none {
			set.Has = append(set.Has, w)
		}
	}
	if len(set.Has) == 0 && !e.choice.Marked[len(e.words)-1] {
		return e.Forget()
	}
	return store.Changes{Set: store.Facts{e.Fact: {Set: set}}}
}

// fieldWidth is the widest a field of a fact is.
const fieldWidth = 40

// View is at most h lines of at most w columns.
func (e *Entry) View(lk look.Look, w, h int) string {
	if !e.typed {
		return e.viewChoice(lk, w, h)
	}
	lines := head(lk, e.question, w)
	lines = append(lines, e.field.View(lk, min(w, fieldWidth)))
	if e.wrong != "" {
		for _, s := range lk.Wrap(e.wrong, w) {
			lines = append(lines, lk.Bad(s))
		}
	} else {
		lines = append(lines, lk.Wrap("Enter "+e.takes()+".", w)...)
	}
	if room := min(h-len(lines), 8); room > 0 && e.fitting.Len() > 0 {
		lines = append(lines, e.listed(lk, w, room)...)
	}
	return strings.Join(lines[:min(len(lines), max(h, 0))], "\n")
}

func (e *Entry) viewChoice(lk look.Look, w, h int) string {
	c, ok := e.columns(lk, w, h)
	if e.cols = c; !ok {
		e.cols = columns{}
		return e.choice.View(lk, w, h)
	}
	return strings.Join(c.view(lk, e, w), "\n")
}

// listed is the names that fit, without a marker while Enter would take none.
func (e *Entry) listed(lk look.Look, w, h int) []string {
	fits := e.fits()
	if _, takes := e.taken(); !takes {
		lines := make([]string, min(h, len(fits)))
		for i := range lines {
			lines[i] = lk.Cut("  "+fits[i].Name, w)
		}
		return lines
	}
	return strings.Split(e.fitting.View(lk, w, h, func(i, w int) string { return lk.Cut(fits[i].Name, w) }), "\n")
}

// head is a question in bold.
func head(lk look.Look, question string, w int) []string {
	lines := lk.Wrap(question, w)
	for i := range lines {
		lines[i] = lk.Title(lines[i])
	}
	return lines
}

// Cursor is where the focus stands in the last View of that size.
func (e *Entry) Cursor(lk look.Look, w, h int) (x, y int) {
	if c, ok := e.columns(lk, w, h); ok {
		return c.cursor(e.choice.At())
	}
	if !e.typed {
		return e.choice.Cursor(lk, w, h)
	}
	return e.field.CursorX(lk, min(w, fieldWidth)), len(head(lk, e.question, w))
}

func (e *Entry) takes() string {
	switch info := e.Fact.Info(); {
	case info.Kind == store.KindDate:
		return "day, month and year, such as 27/3/1990"
	case e.Fact == store.District:
		return "part of the name of an English district, such as burn"
	case info.Kind == store.KindSet && len(e.names) > 0:
		return "part of a programme's name; a comma, and then another; or none"
	case info.Kind == store.KindSet:
		return "the ids of programmes with commas between, such as restart; or none"
	case info.Unit == "month":
		return fmt.Sprintf("months, from %d to %d, or years such as 3y", info.Min, info.Max)
	case info.Kind == store.KindPounds:
		return fmt.Sprintf("pounds from %d to %d, with pence if need be, such as 196.50", info.Min, info.Max)
	}
	return e.Fact.Takes()
}
