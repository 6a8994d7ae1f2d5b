package look

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Aloud is the Look for text that comes a line at a time: no style ever, the
// signs in ASCII, text in Unicode only where the other end is certain to show it.
func Aloud(unicode bool) Look { return Look{Glyphs: asciiGlyphs, unicode: unicode} }

// Answer takes one typed line where there are no keys to move with: the number
// of an option, its words, or as many letters of them as make it the only one.
// Of many, any number of these with commas between (spaces are enough between
// numbers); "none" or 0 is none of them. The error is a sentence that says what
// to enter; nothing is changed then.
func (c *Choice) Answer(line string) error {
	if !c.Many {
		i, err := c.option(line)
		if err == nil {
			c.choose(i)
		}
		return err
	}
	marked := make([]bool, len(c.Options))
	if word := strings.ToLower(strings.TrimSpace(line)); word != "0" && word != "none" || c.lastIsNone() {
		for _, part := range parts(line) {
			i, err := c.option(part)
			if err != nil {
				return err
			}
			marked[i] = true
		}
	}
	copy(c.Marked, marked)
	return nil
}

// lastIsNone says whether none of the options is an option of its own.
func (c *Choice) lastIsNone() bool {
	return len(c.Options) > 0 && strings.HasPrefix(strings.ToLower(c.Options[len(c.Options)-1]), "none")
}

func (c *Choice) choose(i int) {
	c.list.SetAt(i)
	c.only(i)
}

// parts is a line at its commas; a part of nothing but numbers, at its spaces too.
func parts(line string) []string {
	var out []string
	for part := range strings.SplitSeq(line, ",") {
		fields := strings.Fields(part)
		switch numbers := !slices.ContainsFunc(fields, func(s string) bool { return strings.Trim(s, "0123456789") != "" }); {
		case len(fields) == 0:
		case numbers:
			out = append(out, fields...)
		default:
			out = append(out, strings.Join(fields, " "))
		}
	}
	return out
}

// option is the option that was typed.
func (c *Choice) option(typed string) (int, error) {
	word := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	n, err := strconv.Atoi(word)
	switch {
	case err == nil && n >= 1 && n <= len(c.Options):
		return n - 1, nil
	case err == nil && n == 0 && c.Many && c.lastIsNone():
		return len(c.Options) - 1, nil
	case err == nil || word == "":
		return 0, fmt.Errorf("%q is not one of the numbers: enter a number from 1 to %d", typed, len(c.Options))
	}
	var begin []int
	for i, o := range c.Options {
		switch o := strings.ToLower(o); {
		case o == word:
			return i, nil
		case strings.HasPrefix(o, word):
			begin = append(begin, i)
		}
	}
	switch len(begin) {
	case 1:
		return begin[0], nil
	case 0:
		return 0, fmt.Errorf("%q is none of the answers: enter a number from 1 to %d, or the words of one", typed, len(c.Options))
	}
	return 0, fmt.Errorf("%q is more than one of the answers: enter a number from 1 to %d, or more of the words", typed, len(c.Options))
}
