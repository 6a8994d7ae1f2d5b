package look

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Outcome is what a key did to a Choice or a Confirm.
type Outcome uint8

// The outcomes there are.
const (
	Open   Outcome = iota // still asking
	Chosen                // answered
	Left                  // left without an answer
)

// Choice asks for one of a list of options, or for any number of them.
type Choice struct {
	Question string
	Note     string // stands below the options where there is room for all of it
	Options  []string
	Many     bool
	Marked   []bool // what is chosen; one for each option
	list     List
}

// NewChoice asks for one option, the focus on at.
func NewChoice(question string, options []string, at int) *Choice {
	c := &Choice{Question: question, Options: options, Marked: make([]bool, len(options))}
	c.list.SetLen(len(options))
	c.list.SetAt(at)
	return c
}

// NewChoices asks for any number of options, those of marked chosen already.
func NewChoices(question string, options []string, marked []bool) *Choice {
	c := NewChoice(question, options, 0)
	c.Many = true
	copy(c.Marked, marked)
	return c
}

// At is the option in focus: after Chosen, the one option that was chosen.
func (c *Choice) At() int { return c.list.At() }

// Digits names the keys that pick an option, for a footer: "1 to 4".
func (c *Choice) Digits() string {
	if n := min(len(c.Options), 9); n > 1 {
		return fmt.Sprintf("1 to %d", n)
	}
	return "1"
}

// Key moves, marks and answers. A digit picks that option: of one, that is the
// answer; of many, it is marked or unmarked, as the space bar does. Enter
// answers, Esc leaves.
func (c *Choice) Key(msg tea.KeyPressMsg) Outcome {
	switch k := msg.String(); {
	case k == "esc":
		return Left
	case k == "enter":
		if !c.Many {
			c.only(c.list.At())
		}
		return Chosen
	case k == "space" && c.Many:
		c.flip(c.list.At())
	case len(k) == 1 && k >= "1" && k <= "9" && int(k[0]-'1') < len(c.Options):
		c.list.SetAt(int(k[0] - '1'))
		if !c.Many {
			c.only(c.list.At())
			return Chosen
		}
		c.flip(c.list.At())
	default:
		c.list.Key(msg)
	}
	return Open
}

func (c *Choice) only(i int) {
	for j := range c.Marked {
		c.Marked[j] = j == i
	}
}

func (c *Choice) flip(i int) {
	if i < len(c.Marked) {
		c.Marked[i] = !c.Marked[i]
	}
}

// View is at most h lines: the question, then the options.
func (c *Choice) View(lk Look, w, h int) string {
	head := c.head(lk, w, h)
	body := c.list.View(lk, w, h-len(head), func(i, w int) string {
		n := "  "
		if i < 9 {
			n = fmt.Sprintf("%d ", i+1)
		}
		if c.Many {
			mark := "[ ] "
			if c.Marked[i] {
				mark = "[x] "
			}
			n += mark
		}
		return lk.Cut(n+c.Options[i], w)
	})
	if body == "" {
		return strings.Join(head, "\n")
	}
	return strings.Join(slices.Concat(head, []string{body}, c.foot(lk, w, h-len(head)-len(c.Options))), "\n")
}

// foot is an empty line and the note, where h lines hold both.
func (c *Choice) foot(lk Look, w, h int) []string {
	if c.Note == "" {
		return nil
	}
	lines := append([]string{""}, lk.Wrap(c.Note, w)...)
	if len(lines) > h {
		return nil
	}
	return lines
}

func (c *Choice) head(lk Look, w, h int) []string {
	head := lk.Wrap(c.Question, w)
	if len(head) > h-2 {
		head = head[:max(h-2, 0)]
	}
	for i := range head {
		head[i] = lk.Title(head[i])
	}
	return head
}

// Cursor is where the focus stands in the last View of that size.
func (c *Choice) Cursor(lk Look, w, h int) (x, y int) {
	x, y = c.list.Cursor()
	return x, y + len(c.head(lk, w, h))
}

// Confirm asks a question that is answered by y or n.
type Confirm struct{ Question string }

// Key answers: Chosen for y, Left for n and Esc.
func (c *Confirm) Key(msg tea.KeyPressMsg) Outcome {
	switch msg.String() {
	case "y", "Y":
		return Chosen
	case "n", "N", "esc":
		return Left
	}
	return Open
}

// View is the question and how to answer it, at most h lines.
func (c *Confirm) View(lk Look, w, h int) string {
	lines := lk.Wrap(c.Question+" Press y for yes, n for no.", w)
	if len(lines) > h {
		lines = lines[:max(h, 0)]
	}
	return strings.Join(lines, "\n")
}
