package entry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"signpost/store"
)

// Several is an answer that more names fit than one: whoever asks reads them out
// and has one chosen.
type Several struct {
	Typed string // the part of the line that they fit
	Fits  []Named
}

func (s *Several) Error() string {
	return fmt.Sprintf("%d names fit %q: enter more of it", len(s.Fits), s.Typed)
}

// Question is what is asked, for a person.
func (e *Entry) Question() string { return e.question }

// Options are the answers to choose from, and whether any number of them may be
// chosen; none where the answer is typed.
func (e *Entry) Options() (labels []string, many bool) {
	if e.typed {
		return nil, false
	}
	return e.choice.Options, e.choice.Many
}

// YesNo says whether the question is one of yes or no.
func (e *Entry) YesNo() bool { return e.yes() }

// Wants says what to enter where the answer is typed, as the end of "enter ...".
func (e *Entry) Wants() string { return e.takes() }

// Answer takes one typed line as the whole answer, where there are no keys: what
// a field would be filled with, or the number or the words of options (see
// look.Choice). Unlike the field, it takes a name only where it is the only one
// that fits, or that begins so: the error is *Several where there are more, and otherwise says what
// to enter. An empty line leaves it not known.
func (e *Entry) Answer(line string) (store.Changes, error) {
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		return e.Forget(), nil
	case e.typed && len(e.names) > 0:
		return e.named(line)
	case e.typed:
		e.field.SetValue(line)
		if utf8.RuneCountInString(e.field.Value()) < utf8.RuneCountInString(line) {
			return store.Changes{}, e.refusal("that", "fewer characters")
		}
		return e.read()
	case e.yes() && strings.EqualFold(line, "n"):
		line = "no"
	}
	if err := e.choice.Answer(line); err != nil {
		return store.Changes{}, err
	}
	if last := len(e.words) - 1; e.choice.Many && e.choice.Marked[last] && slices.Contains(e.choice.Marked[:last], true) {
		return store.Changes{}, errors.New("None of these is an answer by itself: enter it alone, or leave it out") //lint:ignore ST1005 a sentence for a person
	}
	return e.Changes()
}

func (e *Entry) refusal(got, want string) error {
	return &store.FactError{Fact: e.Fact.Info().Label, Got: got, Want: want}
}

// named reads one name, or several with commas between.
func (e *Entry) named(line string) (store.Changes, error) {
	many := e.Fact.Info().Kind == store.KindSet
	if many && strings.EqualFold(line, none) {
		return store.Changes{Set: store.Facts{e.Fact: {Set: store.Set{Whole: true}}}}, nil
	}
	parts := []string{line}
	if many {
		parts = strings.Split(line, ",")
	}
	var ids []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		id, err := e.oneName(part)
		if err != nil {
			return store.Changes{}, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 0:
		return store.Changes{}, e.refusal(line, e.takes())
	case many:
		return store.Changes{Set: store.Facts{e.Fact: {Set: store.Set{Has: ids, Whole: true}}}}, nil
	}
	return store.Changes{Set: store.Facts{e.Fact: {Word: ids[0]}}}, nil
}

func (e *Entry) oneName(part string) (string, error) {
	if at := exactly(e.names, part); at >= 0 {
		return e.names[at].ID, nil
	}
	if slices.Contains(e.have[e.Fact].Set.Has, strings.ToLower(part)) {
		return strings.ToLower(part), nil // kept already, though the list lacks it
	}
	e.field.SetValue(part)
	fits := e.fits()
	switch {
	case len(fits) == 0 || utf8.RuneCountInString(part) > utf8.RuneCountInString(e.field.Value()):
		return "", e.refusal(part, e.takes())
	case len(fits) == 1 || begins(fits[0], part) && !begins(fits[1], part):
		return fits[0].ID, nil
	}
	return "", &Several{Typed: part, Fits: fits}
}

// begins says whether a name begins with what was typed: those that do are the
// first of those that fit.
func begins(n Named, typed string) bool {
	return strings.HasPrefix(strings.ToLower(n.Name), strings.ToLower(typed))
}

// Asks is the question and what is said of it.
func (t *Text) Asks() (question, note string) { return t.question, t.note }
