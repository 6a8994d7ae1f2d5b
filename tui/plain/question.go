package plain

import (
	"errors"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/page/entry"
)

// reply is what came of asking for a fact: a change of it, or that it is not
// known, or that it stays as it is, or one of the words that lead elsewhere.
type reply struct {
	ch   store.Changes
	skip bool
	same bool
	word string
}

// put asks for one fact or judgement until an answer fits. Enter alone leaves a
// fact that is known as it is and any other not known; "?" is always that it is
// not known.
func (s *session) put(e *entry.Entry, now string, words []command) (reply, error) {
	q := s.read(e, now, words)
	q.again = func() { s.read(e, now, words) }
	for {
		line, err := s.ask(q)
		if err != nil {
			return reply{}, err
		}
		word, ok := ownWord(words, line)
		switch {
		case ok:
			return reply{word: word}, nil
		case line == "" && now != "":
			return reply{same: true}, nil
		case line == "" || line == "?":
			return reply{ch: e.Forget(), skip: true}, nil
		}
		ch, err := s.answer(e, line)
		switch {
		case back(err) && err != nil: // out of the names that fit: asked again
			continue
		case isAnswer(err):
			s.refuse(err)
			continue
		case err != nil:
			return reply{}, err
		}
		if e.Ask == "" && !e.YesNo() {
			s.pair(e.Fact.Info().Label, entry.Says(e.Fact, ch.Set))
		}
		return reply{ch: ch, skip: !e.Known(ch)}, nil
	}
}

// isAnswer says whether the error is about the answer, and not a way out.
func isAnswer(err error) bool {
	return err != nil && !errors.Is(err, errMenu) && !errors.Is(err, errQuit) && !errors.Is(err, errEnd)
}

// read reads the question out, and gives the prompt for it.
func (s *session) read(e *entry.Entry, now string, words []command) question {
	s.para(e.Question())
	labels, many := e.Options()
	q := question{label: e.Fact.Info().Label, known: true}
	if e.Ask != "" {
		q.label = "Your judgement"
	}
	switch {
	case e.YesNo():
		s.now = nil
		q.label += ", y or n"
		q.help = []string{"Enter y for yes or n for no."}
	case len(labels) > 0:
		if many {
			s.para("Enter all that apply, with commas between; the rest count as no.")
		}
		s.show(&list{rows: labels})
		q.help = []string{fmt.Sprintf("Enter a number from 1 to %d, or the words of an answer.", len(labels))}
		if many {
			q.help = []string{fmt.Sprintf("Enter numbers from 1 to %d with commas between, such as 1, 3; or the words of the answers. 0 is none of them.", len(labels))}
		}
	default:
		s.now = nil
		s.para("Enter " + e.Wants() + ".")
		q.help = []string{"Enter " + e.Wants() + "."}
	}
	if now != "" {
		s.parf("Now: %s. Enter alone leaves it so; ? makes it not known.", now)
		q.help = append(q.help, "Enter alone leaves it as it is. ? makes it not known.")
	} else {
		q.help = append(q.help, "Enter alone, or ?, when it is not known: that never counts as no.")
	}
	for _, w := range words {
		q.help = append(q.help, w.word+": "+w.does)
	}
	return q
}

// answer takes a line as the answer; where more than one name fits a part of it,
// it asks which was meant.
func (s *session) answer(e *entry.Entry, line string) (store.Changes, error) {
	for {
		ch, err := e.Answer(line)
		var several *entry.Several
		if !errors.As(err, &several) {
			return ch, err
		}
		meant, err := s.which(several)
		if err != nil {
			return store.Changes{}, err
		}
		line = instead(line, several.Typed, meant)
	}
}

// which asks which of the names that fit was meant.
func (s *session) which(e *entry.Several) (string, error) {
	l := &list{head: fmt.Sprintf("%d names fit %q:", len(e.Fits), clip(e.Typed)), label: "Number, or more of the name", free: "more of the name"}
	for _, n := range e.Fits {
		l.rows = append(l.rows, n.Name)
	}
	s.show(l)
	got, err := s.pick(l)
	switch {
	case err != nil:
		return "", err
	case got.row >= 0:
		return e.Fits[got.row].ID, nil
	}
	return got.free, nil
}

// instead is a line with one of its parts between commas in other words.
func instead(line, part, meant string) string {
	if strings.TrimSpace(line) == part {
		return meant
	}
	parts := strings.Split(line, ",")
	for i := range parts {
		if strings.TrimSpace(parts[i]) == part {
			parts[i] = meant
		}
	}
	return strings.Join(parts, ",")
}

// words is a question of one line of words.
type words struct {
	label, ask, note string
	was              string // Enter alone gives it
	need             string // said where nothing was entered and something must be; empty: it need not
}

// words asks for a line of words.
func (s *session) words(w words) (string, error) {
	q := question{label: w.label, help: []string{stopped(w.note)}}
	if w.was != "" {
		q.help = append(q.help, "Enter alone leaves it as it is.")
	}
	q.again = func() {
		s.para(w.ask)
		s.para(w.note)
		if w.was != "" {
			s.para("Now: " + w.was + ". Enter alone leaves it so.")
		}
	}
	q.again()
	for {
		line, err := s.ask(q)
		if line == "" {
			line = w.was
		}
		if err != nil || line != "" || w.need == "" {
			return line, err
		}
		s.para(w.need)
	}
}

// enter asks for words until they are saved or the member goes back. Where they
// meet somebody else's change, theirs is told by meet, and Enter alone saves the
// words over it.
func (s *session) enter(w words, save func(string) error, meet func()) error {
	for {
		typed, err := s.words(w)
		if err != nil {
			return err
		}
		err = save(typed)
		if err == nil {
			s.para("Saved.")
			return nil
		}
		s.wrong(err)
		if isConflict(err) {
			w.was = typed
			meet()
		}
	}
}
