package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"signpost/store/desk"
	"signpost/tui/look"
)

// What a member enters to go somewhere else ends what is being asked with one of
// these. errBack is taken by whoever asked, errMenu by the menu.
var (
	errBack = errors.New("one step back")
	errMenu = errors.New("to the menu")
	errQuit = errors.New("leave")
)

// session is one member's session.
type session struct {
	ctx  context.Context
	in   In
	desk *desk.Desk
	lk   look.Look
	w    int
	tty  *tty
	now  *reading // what more and again read; nil for nothing
	// keepers each say, in a sentence, what of a job on hand is not saved; or
	// nothing.
	keepers []func() string
	lost    string // what was not saved when the session ended
}

// keep watches over what a job has that is not saved, until the function it
// returns is called.
func (s *session) keep(unsaved func() string) (done func()) {
	s.keepers = append(s.keepers, unsaved)
	return func() { s.keepers = s.keepers[:len(s.keepers)-1] }
}

// unsaved says what is not saved, of all jobs on hand.
func (s *session) unsaved() string {
	var all []string
	for _, k := range s.keepers {
		if says := k(); says != "" {
			all = append(all, says)
		}
	}
	return strings.Join(all, " ")
}

// lines writes lines as they are, each fitting the width already.
func (s *session) lines(lines []string) {
	for _, l := range lines {
		s.tty.put(strings.TrimRight(l, " ") + "\n")
	}
}

// para writes a paragraph, wrapped.
func (s *session) para(words string) { s.lines(s.lk.Wrap(words, s.w)) }

// parf is para of a format.
func (s *session) parf(format string, args ...any) { s.para(fmt.Sprintf(format, args...)) }

// title begins a new place.
func (s *session) title(words string) {
	s.lines([]string{""})
	s.para(words)
}

// pair writes a label and its value.
func (s *session) pair(label, value string) { s.lines(s.lk.Hang(label+": ", value, s.w)) }

// partLines is how many lines of a long text are shown at a time.
const partLines = 20

// reading is a text or a list that is read a part at a time.
type reading struct {
	parts [][]string
	next  int
}

// text reads a long text: the first part of it at once, the others by more.
func (s *session) text(lines []string) *reading {
	r := &reading{}
	for len(lines) > partLines+5 { // five lines more are not worth a line that says so
		part := append(slices.Clone(lines[:partLines]), s.lk.Wrap("There is more to read. Enter more.", s.w)...)
		r.parts, lines = append(r.parts, part), lines[partLines:]
	}
	r.parts = append(r.parts, lines)
	s.now = r
	s.more()
	return r
}

// more reads the next part of what is being read.
func (s *session) more() {
	if s.now == nil || s.now.next >= len(s.now.parts) {
		s.para("There is no more to read here.")
		return
	}
	s.lines(s.now.parts[s.now.next])
	s.now.next++
}

// again reads the part that was read last once more.
func (s *session) again() {
	if s.now != nil && s.now.next > 0 {
		s.now.next--
	}
	s.more()
}

// resume comes back to what was being read, without reading it all out.
func (s *session) resume(r *reading, says string) {
	s.now = r
	s.title(says)
	s.para("To hear it again, enter again.")
}

// question is what one line is asked for.
type question struct {
	label string   // the prompt: what to enter, in a few words
	help  []string // what can be entered, a paragraph each
	known bool     // "?" is an answer here, and not a call for help
	again func()   // reads once more what is asked; nil for what is being read
}

// ask asks until a line comes that is for whoever asked. What works everywhere is
// done here: help, more, again, menu, back, quit, and the keys ctrl+c and ctrl+d.
// A word in quotes is taken as it is.
func (s *session) ask(q question) (string, error) {
	for {
		line, how, err := s.line(q.label)
		if err != nil {
			return "", err
		}
		switch how {
		case interrupted:
			if err := s.leave(errQuit, true); err != nil {
				return "", err
			}
			continue
		case leaving:
			line = "quit"
		case tooLong:
			s.parf("That line has more than %d characters. None of it was taken: enter less.", maxLine)
			continue
		case broken:
			s.para("A character of that line cannot be read: it did not come as UTF-8. None of the line was taken: enter it again without accents.")
			continue
		}
		line, done, err := s.everywhere(q, strings.TrimSpace(line))
		if err != nil || !done {
			return line, err
		}
	}
}

// line takes one line. Where the session ends instead, what was not saved then is
// lost.
func (s *session) line(prompt string) (string, ending, error) {
	line, how, err := s.tty.line(s.lk.Text(prompt) + ": ")
	if err != nil {
		s.lost = s.unsaved()
	}
	return line, how, err
}

// everywhere does what works at every prompt, and says whether the line was that.
func (s *session) everywhere(q question, line string) (left string, done bool, err error) {
	switch word := strings.ToLower(line); {
	case word == "help", word == "?" && !q.known:
		s.help(q)
	case word == "more":
		s.more()
	case word == "again" && q.again != nil:
		q.again()
	case word == "again":
		s.again()
	case word == "back":
		return "", false, errBack
	case word == "menu":
		err = s.leave(errMenu, false)
	case word == "quit", word == "exit":
		err = s.leave(errQuit, false)
	case len(line) > 2 && line[0] == '"' && line[len(line)-1] == '"':
		return line[1 : len(line)-1], false, nil
	default:
		return line, false, nil
	}
	return "", true, err
}

func (s *session) help(q question) {
	for _, p := range q.help {
		s.para(p)
	}
	s.para(`Everywhere: menu goes to the menu, back one step back, quit leaves Signpost, help says what can be entered, again reads once more. To enter one of these words itself, put it in quotes: "back".`)
}

// leave gives the error that ends what is on hand, having asked where something
// is not saved, or always; nil is to stay.
func (s *session) leave(to error, always bool) error {
	says, prompt := s.unsaved(), "Leave Signpost, y or n"
	switch {
	case says != "":
		s.para(says + " To stay and save, enter n.")
		prompt = "Leave it unsaved, y or n"
	case !always:
		return to
	}
	for {
		line, how, err := s.line(prompt)
		word := strings.ToLower(strings.TrimSpace(line))
		switch {
		case err != nil:
			return err
		case how == interrupted, how == leaving, how == entered && (word == "y" || word == "yes"):
			return to
		case how == entered && (word == "" || word == "n" || word == "no"):
			s.para("You stay.")
			return nil
		}
		s.para("Enter y to leave, or n to stay.")
	}
}

// stays says whether a member who goes one step back out of a job stays in it,
// having been asked because something is not saved.
func (s *session) stays(unsaved string) (bool, error) {
	if unsaved == "" {
		return false, nil
	}
	s.para(unsaved + " To stay and save, enter n.")
	yes, err := s.confirm("Leave it unsaved, y or n", "y leaves what is not saved. n stays.")
	return !yes, err
}

// confirm asks for yes or no.
func (s *session) confirm(label, help string) (bool, error) {
	for {
		line, err := s.ask(question{label: label, help: []string{help}})
		if errors.Is(err, errBack) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		switch strings.ToLower(line) {
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
		s.para("Enter y for yes or n for no.")
	}
}

// back says whether a job ended, or the member went back out of it: both are no
// reason to end what it was opened from.
func back(err error) bool { return err == nil || errors.Is(err, errBack) }
