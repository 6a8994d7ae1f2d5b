package look_test

import (
	"slices"
	"strings"
	"testing"

	"signpost/tui/look"
)

func TestAChoiceIsAnsweredByALine(t *testing.T) {
	options := []string{"out of work", "never worked", "employed", "Self employed", "none of these"}
	for _, c := range []struct {
		line string
		many bool
		want string // the marked options by their numbers; or the beginning of the error
	}{
		{"1", false, "1"},
		{" 5 ", false, "5"},
		{"EMPLOYED", false, "3"},
		{"self", false, "4"},
		{"out  of work", false, "1"},
		{"0", false, `"0" is not one of the numbers`},
		{"6", false, `"6" is not one`},
		{"", false, `"" is not one`},
		{"x", false, `"x" is none of the answers`},
		{"n", false, `"n" is more than one`},
		{"1,3", true, "13"},
		{"1 3", true, "13"},
		{"1, self employed ,3", true, "134"},
		{"3,3", true, "3"},
		{",", true, ""},
		{"0", true, "5"},
		{"none", true, "5"},
		{"1, x", true, `"x" is none`},
		{"1 x", true, `"1 x" is none`},
		{"1 9", true, `"9" is not`},
	} {
		choice := look.NewChoice("?", options, 1)
		if c.many {
			choice = look.NewChoices("?", options, []bool{false, true, false, false, false})
		}
		before := slices.Clone(choice.Marked)
		err := choice.Answer(c.line)
		if err != nil {
			if !strings.HasPrefix(err.Error(), c.want) || !slices.Equal(choice.Marked, before) {
				t.Errorf("%q: %v, %v", c.line, err, choice.Marked)
			}
			continue
		}
		got := ""
		for i, m := range choice.Marked {
			if m {
				got += string(rune('1' + i))
			}
		}
		if got != c.want || !c.many && choice.At() != int(got[0]-'1') {
			t.Errorf("%q: marked %q, at %d; want %q", c.line, got, choice.At(), c.want)
		}
	}
}

func TestNoneWhereItIsNoOption(t *testing.T) {
	c := look.NewChoices("?", []string{"debt", "housing"}, []bool{true, true})
	for _, line := range []string{"none", "0", " None "} {
		copy(c.Marked, []bool{true, true})
		if err := c.Answer(line); err != nil || slices.Contains(c.Marked, true) {
			t.Errorf("%q: %v, %v", line, err, c.Marked)
		}
	}
}

func TestAloudHasNoStyle(t *testing.T) {
	for _, unicode := range []bool{false, true} {
		lk := look.Aloud(unicode)
		if got := lk.Title("a") + lk.Bad("b") + lk.Alert("c") + lk.Glyphs.Yes; got != "abc+" {
			t.Errorf("%v: %q", unicode, got)
		}
		want := "cafe"
		if unicode {
			want = "café"
		}
		if got := lk.Text("café"); got != want {
			t.Errorf("%v: %q, want %q", unicode, got, want)
		}
	}
}
