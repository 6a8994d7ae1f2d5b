package text_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store/text"
)

func TestCutAndPad(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		cut  string
		pad  string
	}{
		{"Restart", 7, "Restart", "Restart"},
		{"Restart", 9, "Restart", "Restart  "},
		{"Restart", 6, "Rest..", "Rest.."},
		{"To work", 5, "To..", "To.. "},
		{"Restart", 2, "..", ".."},
		{"Restart", 1, ".", "."},
		{"Restart", 0, "", ""},
		{"Restart", -3, "", ""},
		{"", 3, "", "   "},
		{"就业中心", 8, "就业中心", "就业中心"},
		{"就业中心", 7, "就业..", "就业.. "},
		{"Zoe\u0308 Ł", 4, "Zo..", "Zo.."},
	} {
		if got := text.Cut(c.in, c.cols); got != c.cut {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.cols, got, c.cut)
		}
		if got := text.Pad(c.in, c.cols); got != c.pad {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.in, c.cols, got, c.pad)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want []string
	}{
		{"help to find and keep work", 12, []string{"help to find", "and keep", "work"}},
		{"one\n\ntwo  three", 20, []string{"one", "", "two three"}},
		{"apprenticeships now", 6, []string{"appren", "ticesh", "ips", "now"}},
		{"a apprenticeships", 6, []string{"a", "appren", "ticesh", "ips"}},
		{"就业中心", 3, []string{"就", "业", "中", "心"}},
		{"a就b", 1, []string{"a", "?", "b"}},
		{"", 5, []string{""}},
		{"   ", 5, []string{""}},
		{"any", 0, nil},
	} {
		if got := text.Wrap(c.in, c.cols); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}

func TestColumnsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text.SafeLines(rapid.String().Draw(t, "s"))
		cols := rapid.IntRange(1, 30).Draw(t, "cols")
		line := text.Safe(s)
		if w := text.Width(text.Cut(line, cols)); w > cols {
			t.Fatalf("Cut(%q, %d) is %d wide", line, cols, w)
		}
		if w := text.Width(text.Pad(line, cols)); w != cols {
			t.Fatalf("Pad(%q, %d) is %d wide", line, cols, w)
		}
		lines := text.Wrap(s, cols)
		for _, l := range lines {
			if w := text.Width(l); w > cols {
				t.Fatalf("Wrap(%q, %d) has the line %q, %d wide", s, cols, l, w)
			}
		}
		if cols >= 4 { // the widest character takes four
			if got, want := squash(strings.Join(lines, " ")), squash(s); got != want {
				t.Fatalf("Wrap(%q, %d) holds %q, want %q", s, cols, got, want)
			}
		}
	})
}

func squash(s string) string { return strings.Join(strings.Fields(s), "") }
