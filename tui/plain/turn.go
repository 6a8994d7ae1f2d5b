package plain

import (
	"errors"
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// turn asks what a move asks for, and saves it. Going back is to the question
// before. Where it meets somebody else's move, meet reads the referral again and
// tells the questions; what was entered is still there.
func (s *session) turn(e *turn.Entry, save func(store.Turn) error, meet func()) error {
	s.title(e.Does())
	defer s.keep(func() string {
		if e.Changed() {
			return "What you entered here is not saved."
		}
		return ""
	})()
	for {
		done, err := s.turnAsk(e)
		switch {
		case err != nil && back(err):
			if !e.Before() {
				return err
			}
			continue
		case err != nil:
			return err
		case !done:
			continue
		}
		if err = save(e.Turn()); err == nil {
			return nil
		}
		s.wrong(err)
		if isConflict(err) {
			meet()
			s.para(e.Meanwhile())
		} else {
			e.Refuse(err) // asks the question again that it is about
		}
		if e.Gone() {
			for _, line := range e.Entered() {
				s.para(line)
			}
			return nil
		}
	}
}

// turnAsk asks one question of a move, and says whether it was the last.
func (s *session) turnAsk(e *turn.Entry) (bool, error) {
	q := e.Asks()
	switch {
	case q.Choice != nil:
		if err := s.choose(q.Choice, q.Label+", number"); err != nil {
			return false, err
		}
		return e.Take("")
	case q.Pick != nil:
		if err := s.pickName(q.Label, q.Pick); err != nil {
			return false, err
		}
		return e.Take("")
	}
	typed, err := s.words(words{label: q.Label, ask: q.Ask, note: q.Note, was: q.Words.Value()})
	if err != nil {
		return false, err
	}
	done, err := e.Take(typed)
	if err != nil {
		s.refuse(err)
		return false, nil
	}
	return done, nil
}

// choose asks for one of the options of a question, none of which stands already.
func (s *session) choose(c *look.Choice, label string) error {
	read := func() {
		s.para(c.Question)
		s.show(&list{rows: c.Options})
	}
	read()
	help := fmt.Sprintf("Enter a number from 1 to %d, or the words of an answer as far as they are its own.", len(c.Options))
	for {
		line, err := s.ask(question{label: label, help: []string{help}, again: read})
		if err != nil {
			return err
		}
		if err := c.Answer(line); err != nil {
			s.refuse(err)
			continue
		}
		s.pair(strings.TrimSuffix(label, ", number"), c.Options[c.At()])
		return nil
	}
}

// pickName asks for one thing of many by a part of its name.
func (s *session) pickName(label string, p *entry.Pick) error {
	read := func() {
		s.para(p.Question())
		s.para("Enter a part of its name.")
	}
	read()
	for {
		line, err := s.ask(question{label: label, help: []string{"Enter a part of its name."}, again: read})
		if err != nil {
			return err
		}
		for err = p.Answer(line); err != nil; err = p.Answer(line) {
			var several *entry.Several
			if !errors.As(err, &several) {
				s.refuse(err)
				break
			}
			if line, err = s.which(several); err != nil {
				break
			}
		}
		switch name, ok := p.Value(); {
		case err == nil && ok:
			s.pair(label, name.Name)
			return nil
		case err != nil && isWayOut(err):
			return err
		}
	}
}

// isWayOut says whether the error leads out of what is being asked.
func isWayOut(err error) bool {
	return errors.Is(err, errMenu) || errors.Is(err, errQuit) || errors.Is(err, errEnd)
}
