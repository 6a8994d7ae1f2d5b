// Package entry is how a screen asks for one fact, in the words and the form the
// fact takes, and how it shows two versions of a client side by side. Pages that
// ask for facts share it, so that a question is asked alike everywhere.
//
// It knows the vocabulary of facts and the look. It must not know pages, the
// desk, or what is done with an answer.
package entry

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
)

// Entry asks for one fact, or for one judgement.
type Entry struct {
	Fact     store.Fact
	Ask      string // the judgement, "programme/ask"; empty for a fact
	question string
	choice   *look.Choice // yes/no, one-of and sets
	words    []string     // what the options of choice stand for
	field    look.Field   // everything else
	typed    bool         // the field is in use
	wrong    string       // why the last answer was not taken
	places   look.List    // the districts that fit what was typed
}

// unknown stands among the words of a choice for an answer that is not known.
const unknown = ""

// New asks for a fact, what is known of it filled in already.
func New(f store.Fact, have store.Facts) *Entry {
	e := &Entry{Fact: f, question: f.Info().Question}
	v, known := have[f]
	switch f.Info().Kind {
	case store.KindYesNo:
		e.yesNo(known, v.Num != 0)
	case store.KindSet:
		e.set(v.Set)
	case store.KindOne:
		if f == store.District {
			e.text(f, v, known)
			break
		}
		e.one(v.Word, known)
	default:
		e.text(f, v, known)
	}
	return e
}

// Judge asks a judgement of the coach: "programme/ask" and its question.
func Judge(ask, question string, have store.Facts) *Entry {
	e := &Entry{Fact: store.Judgements, Ask: ask, question: question}
	holds := have[store.Judgements].Set.Holds(ask)
	e.yesNo(holds != store.Unknown, holds == store.Yes)
	return e
}

func (e *Entry) yesNo(known, yes bool) {
	at := 0
	if known && !yes {
		at = 1
	}
	e.words = []string{"true", "false", unknown}
	e.choice = look.NewChoice(e.question, []string{"yes", "no", "not known"}, at)
}

func (e *Entry) one(word string, known bool) {
	e.words = append(slices.Clone(e.Fact.Info().Values), unknown)
	options := make([]string, len(e.words))
	for i, w := range e.words {
		options[i] = label(w)
	}
	at := 0
	if known {
		at = max(slices.Index(e.words, word), 0)
	}
	e.choice = look.NewChoice(e.question, options, at)
}

func (e *Entry) set(s store.Set) {
	e.words = slices.Clone(e.Fact.Info().Values)
	for _, w := range slices.Concat(s.Has, s.Not) {
		if !slices.Contains(e.words, w) {
			e.words = append(e.words, w)
		}
	}
	if len(e.words) == 0 { // ids of programmes, none known yet
		e.typed, e.field = true, look.NewField(120)
		return
	}
	options, marked := make([]string, len(e.words)), make([]bool, len(e.words))
	for i, w := range e.words {
		options[i], marked[i] = label(w), s.Holds(w) == store.Yes
	}
	e.choice = look.NewChoices(e.question+" Mark all that apply; none marked means none.", options, marked)
}

func label(w string) string {
	if w == unknown {
		return "not known"
	}
	return store.WordWords(w)
}

func (e *Entry) text(f store.Fact, v store.Value, known bool) {
	e.typed, e.field = true, look.NewField(60)
	if !known {
		return
	}
	switch f.Info().Kind {
	case store.KindDate:
		y, m, d := v.Day.Split()
		e.field.SetValue(fmt.Sprintf("%d/%d/%d", d, m, y))
	case store.KindNumber:
		e.field.SetValue(strconv.FormatInt(v.Num, 10))
	case store.KindPounds:
		e.field.SetValue(strings.TrimPrefix(store.Pounds(v.Num), "£"))
	default:
		e.field.SetValue(f.Words(v))
	}
}

// Typing says whether printable keys go to a text field now.
func (e *Entry) Typing() bool { return e.typed }

// Takes says whether the key writes in the field.
func (e *Entry) Takes(k tea.KeyPressMsg) bool { return e.typed && e.field.Takes(k) }

// Paste takes pasted text. It never answers.
func (e *Entry) Paste(msg tea.PasteMsg) {
	if e.typed {
		e.field.Update(msg)
	}
}

// Key takes a key. look.Chosen means that Changes has the answer; an answer that
// does not fit is said in View and stays open.
func (e *Entry) Key(msg tea.KeyPressMsg) look.Outcome {
	if !e.typed {
		return e.choice.Key(msg)
	}
	switch {
	case msg.String() == "esc":
		return look.Left
	case msg.String() == "enter":
		if _, err := e.Changes(); err != nil {
			e.wrong = err.Error()
			return look.Open
		}
		return look.Chosen
	case e.Fact == store.District && e.places.Arrows(msg):
	default:
		if e.field.Update(msg) {
			e.wrong = ""
			e.places.SetLen(len(e.fits()))
			e.places.SetAt(0)
		}
	}
	return look.Open
}

// fits lists the districts whose name has what was typed: those of Lancashire
// first, and of each those whose name begins with it. Nothing typed is
// Lancashire alone.
func (e *Entry) fits() []store.Place {
	want := strings.ToLower(strings.TrimSpace(e.field.Value()))
	var ranked [4][]store.Place
	for _, p := range store.Districts() {
		name := strings.ToLower(p.Name)
		rank := 0
		if !strings.HasPrefix(name, want) && !strings.EqualFold(p.Code, want) {
			rank = 1
		}
		if !store.AreaHolds(store.Lancashire14, p.Code) {
			rank += 2
		}
		if rank%2 == 0 || strings.Contains(name, want) {
			ranked[rank] = append(ranked[rank], p)
		}
	}
	if want == "" {
		return ranked[0]
	}
	return slices.Concat(ranked[:]...)
}

// Changes is the answer as a change of facts: forgetting the fact where the
// answer is that it is not known. The error is a sentence.
func (e *Entry) Changes() (store.Changes, error) {
	if e.Ask != "" {
		return e.judged(), nil
	}
	if !e.typed {
		return e.picked()
	}
	typed := strings.TrimSpace(e.field.Value())
	if typed == "" {
		return store.Changes{Forget: []store.Fact{e.Fact}}, nil
	}
	v, ok := e.read(typed)
	if !ok {
		return store.Changes{}, &store.FactError{Fact: e.Fact.Info().Label, Got: typed, Want: e.takes()}
	}
	return store.Changes{Set: store.Facts{e.Fact: v}}, nil
}

func (e *Entry) judged() store.Changes {
	set := store.Set{}
	switch e.words[e.choice.At()] {
	case "true":
		set.Has = []string{e.Ask}
	case "false":
		set.Not = []string{e.Ask}
	}
	return store.Changes{Set: store.Facts{store.Judgements: {Set: set}}}
}

func (e *Entry) picked() (store.Changes, error) {
	if !e.choice.Many {
		word := e.words[e.choice.At()]
		if word == unknown {
			return store.Changes{Forget: []store.Fact{e.Fact}}, nil
		}
		raw := word
		if e.Fact.Info().Kind == store.KindOne {
			raw = strconv.Quote(word)
		}
		v, err := e.Fact.Parse([]byte(raw))
		return store.Changes{Set: store.Facts{e.Fact: v}}, err
	}
	set := store.Set{Whole: true}
	for i, w := range e.words {
		if e.choice.Marked[i] {
			set.Has = append(set.Has, w)
		}
	}
	return store.Changes{Set: store.Facts{e.Fact: {Set: set}}}, nil
}

// read reads what was typed: dates as people write them, a district from the
// list, ids with commas between.
func (e *Entry) read(typed string) (store.Value, bool) {
	switch e.Fact.Info().Kind {
	case store.KindDate:
		return e.Fact.ParseWord(ReadDay(typed).String())
	case store.KindNumber, store.KindPounds:
		v, err := e.Fact.Parse([]byte(strings.TrimPrefix(strings.ReplaceAll(typed, ",", ""), "£")))
		return v, err == nil
	case store.KindSet:
		ids := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r == ',' || r == ' ' })
		raw, _ := json.Marshal(ids)
		v, err := e.Fact.Parse(raw)
		return v, err == nil
	case store.KindOne:
		if fits := e.fits(); len(fits) > 0 {
			exact := slices.IndexFunc(fits, func(p store.Place) bool { return strings.EqualFold(p.Name, typed) })
			if exact < 0 || e.places.At() > 0 {
				exact = min(e.places.At(), len(fits)-1)
			}
			return store.Value{Word: fits[exact].Code}, true
		}
	}
	return e.Fact.ParseWord(typed)
}

// ReadDay reads a day as people write it: "27/3/1990", "27.3.1990", "27 3 90",
// "27 March 1990", "1990-03-27"; no day for anything else. A year of two figures
// is one from 1940 to 2039.
func ReadDay(s string) store.Day {
	s = strings.TrimSpace(s)
	if d, err := store.ParseDay(s); err == nil {
		return d
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) != 3 {
		return 0
	}
	if len(parts[2]) == 2 {
		if parts[2] < "40" {
			parts[2] = "20" + parts[2]
		} else {
			parts[2] = "19" + parts[2]
		}
	}
	for _, form := range []string{"2 1 2006", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(form, strings.Join(parts, " ")); err == nil {
			return store.DayOf(t)
		}
	}
	return 0
}

func (e *Entry) takes() string {
	switch {
	case e.Fact.Info().Kind == store.KindDate:
		return "day, month and year, such as 27/3/1990"
	case e.Fact == store.District:
		return "part of the name of an English district, such as burn"
	case e.Fact.Info().Kind == store.KindSet:
		return "the ids of programmes, with commas between, such as restart"
	}
	return e.Fact.Takes()
}

// View is at most h lines of at most w columns.
func (e *Entry) View(lk look.Look, w, h int) string {
	if !e.typed {
		return e.choice.View(lk, w, h)
	}
	lines := e.head(lk, w)
	lines = append(lines, e.field.View(lk, min(w, 40)))
	if e.wrong != "" {
		for _, s := range lk.Wrap(e.wrong, w) {
			lines = append(lines, lk.Bad(s))
		}
	} else if e.Fact != store.District {
		lines = append(lines, lk.Wrap("Enter "+e.takes()+".", w)...)
	}
	if room := h - len(lines); e.Fact == store.District && room > 0 {
		fits := e.fits()
		e.places.SetLen(len(fits))
		if list := e.places.View(lk, w, min(room, 8), func(i, w int) string { return lk.Cut(fits[i].Name, w) }); list != "" {
			lines = append(lines, list)
		}
	}
	return strings.Join(lines[:min(len(lines), max(h, 0))], "\n")
}

func (e *Entry) head(lk look.Look, w int) []string {
	lines := lk.Wrap(e.question, w)
	for i := range lines {
		lines[i] = lk.Title(lines[i])
	}
	return lines
}

// Cursor is where the focus stands in the last View of that size.
func (e *Entry) Cursor(lk look.Look, w, h int) (x, y int) {
	if !e.typed {
		return e.choice.Cursor(lk, w, h)
	}
	return e.field.CursorX(lk, min(w, 40)), len(e.head(lk, w))
}
