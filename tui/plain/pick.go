package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"signpost/tui/look"
)

// ten is how many rows of a list are shown at a time.
const ten = 10

// command is a word that can be entered besides the numbers of a list.
type command struct {
	word string // "what if"
	does string // the end of "what if: ...", for help
}

// list is rows to choose from by number, and the words that do something else.
type list struct {
	head  string   // above the rows
	rows  []string // a row may have lines of its own
	from  int      // the number of the first row; 0 is 1
	none  string   // instead of rows, where there are none
	label string   // what is asked for: "Number"
	words []command
	also  []command // the same, but not named when something else was entered
	free  string    // what any other line is: "new words to look for"; empty: nothing
	enter string    // what Enter alone does; empty: nothing
	at    int       // the row whose ten is read first
	first int       // the row before which nothing is read
}

// choice is what was entered at a list: a row, a word of its own, or a free line.
type choice struct {
	row  int // -1 for none
	word string
	free string
}

// show reads the rows out in tens, beginning with the ten that at is in.
func (s *session) show(l *list) *reading {
	if l.head != "" {
		s.para(l.head)
	}
	if s.now = nil; len(l.rows) == 0 {
		if l.none != "" {
			s.para(l.none)
		}
		return nil
	}
	r := &reading{}
	for i := l.first; i < len(l.rows); i += ten {
		var part []string
		end := min(i+ten, len(l.rows))
		for n := i; n < end; n++ {
			part = append(part, s.row(l.number(n), l.rows[n])...)
		}
		if left := len(l.rows) - end; left > 0 {
			part = append(part, s.lk.Wrap(fmt.Sprintf("%d more. Enter more.", left), s.w)...)
		}
		r.parts = append(r.parts, part)
	}
	if r.next = (l.at - l.first) / ten; r.next < 0 || r.next >= len(r.parts) {
		r.next = 0
	}
	s.now = r
	s.more()
	return r
}

func (l *list) number(i int) int { return max(l.from, 1) + i }

// row is a row under its number; further lines of it stand under its first.
func (s *session) row(n int, words string) []string {
	first, more, _ := strings.Cut(words, "\n")
	head := fmt.Sprintf("%d ", n)
	lines := s.lk.Hang(head, first, s.w)
	if more != "" {
		lines = append(lines, s.lk.Hang(strings.Repeat(" ", len(head)), more, s.w)...)
	}
	return lines
}

// pick asks for a row by number, a word of the list or, where it takes one, a
// free line. What is none of these is said, and asked again.
func (s *session) pick(l *list) (choice, error) {
	for {
		line, err := s.ask(question{label: l.label, help: l.help()})
		if err != nil {
			return choice{row: -1}, err
		}
		got, wrong := l.read(line)
		if wrong == "" {
			if got.row >= 0 {
				l.at = got.row
			}
			return got, nil
		}
		s.para(wrong)
	}
}

// read says what a line is, or what is wrong with it.
func (l *list) read(line string) (choice, string) {
	word := strings.ToLower(strings.Join(strings.Fields(line), " "))
	if own, ok := ownWord(slices.Concat(l.words, l.also), line); ok {
		return choice{row: -1, word: own}, ""
	}
	n, err := strconv.Atoi(strings.TrimSuffix(word, "."))
	i := n - max(l.from, 1)
	switch {
	case word == "" && l.enter != "":
		return choice{row: -1}, ""
	case err == nil && i >= 0 && i < len(l.rows):
		return choice{row: i}, ""
	case err == nil && len(l.rows) > 0:
		return choice{}, fmt.Sprintf("There is no %s here. %s", clip(word), l.instead())
	case word == "":
		return choice{}, l.instead()
	case l.free != "":
		return choice{row: -1, free: line}, ""
	}
	return choice{}, fmt.Sprintf("%q is none of the choices. %s", clip(line), l.instead())
}

// clip is the beginning of what was typed, for saying what was wrong with it.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}

// instead says what to enter.
func (l *list) instead() string {
	var ways []string
	switch n := len(l.rows); {
	case n == 1:
		ways = append(ways, fmt.Sprintf("%d", l.number(0)))
	case n > 1:
		ways = append(ways, fmt.Sprintf("a number from %d to %d", l.number(0), l.number(n-1)))
	}
	for _, c := range l.words {
		ways = append(ways, c.word)
	}
	if l.free != "" {
		ways = append(ways, l.free)
	}
	if len(ways) == 0 {
		return "Enter back, menu or quit."
	}
	last := len(ways) - 1
	if last == 0 {
		return "Enter " + ways[0] + "."
	}
	return "Enter " + strings.Join(ways[:last], ", ") + " or " + ways[last] + "."
}

func (l *list) help() []string {
	var out []string
	if n := len(l.rows); n > 0 {
		s := fmt.Sprintf("Enter the number of one, %d to %d.", l.number(0), l.number(n-1))
		if n == 1 {
			s = fmt.Sprintf("Enter %d for the one there is.", l.number(0))
		}
		if n > ten {
			s += " more shows the next ten; every number can be entered at any time."
		}
		out = append(out, s)
	}
	for _, c := range slices.Concat(l.words, l.also) {
		out = append(out, c.word+": "+c.does)
	}
	if l.free != "" {
		out = append(out, "Or enter "+l.free+".")
	}
	if l.enter != "" {
		out = append(out, "Enter alone: "+l.enter)
	}
	return out
}

// pickFrom asks for one of the options of a question, or for several. Enter alone
// leaves it as it is; it says whether it was answered.
func (s *session) pickFrom(c *look.Choice, label, now string) (bool, error) {
	read := func() {
		s.para(c.Question)
		s.show(&list{rows: c.Options})
		s.para("Now: " + now + ". Enter alone leaves it so.")
	}
	read()
	help := fmt.Sprintf("Enter a number from 1 to %d, or the words of an answer as far as they are its own.", len(c.Options))
	if c.Many {
		help += " For several, put commas between. For none, enter none."
	}
	for {
		line, err := s.ask(question{label: label, help: []string{help, "Enter alone leaves it as it is."}, again: read})
		if err != nil || line == "" {
			return false, err
		}
		if err := c.Answer(line); err != nil {
			s.refuse(err)
			continue
		}
		return true, nil
	}
}

// ownWord says whether one of the words is what was typed, and which.
func ownWord(words []command, line string) (string, bool) {
	word := strings.ToLower(strings.Join(strings.Fields(line), " "))
	i := slices.IndexFunc(words, func(c command) bool { return c.word == word })
	if i < 0 {
		return "", false
	}
	return words[i].word, true
}
