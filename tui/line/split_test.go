package line_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/tui/line"
)

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"":                          {},
		"  \t\n ":                   {},
		"find forklift":             {"find", "forklift"},
		" find\tbad\nback ":         {"find", "bad", "back"},
		`find 'bad back'`:           {"find", "bad back"},
		`find "bad back"`:           {"find", "bad back"},
		`find bad\ back`:            {"find", "bad back"},
		`a ''`:                      {"a", ""},
		`a"b c"'d e'f`:              {"ab cd ef"},
		`'a\b'`:                     {`a\b`},
		`"a\b\"\\\$\` + "`" + `"`:   {`a\b"\$` + "`"},
		`"it's"`:                    {"it's"},
		`'$HOME' $HOME * ~ ; | & >`: {"$HOME", "$HOME", "*", "~", ";", "|", "&", ">"},
		"a\\\nb \"c\\\nd\"":         {"ab", "cd"},
		"\\\n":                      {},
		`\'`:                        {"'"},
		"Zoë 'ünï cödé'":            {"Zoë", "ünï cödé"},
		"a#b #c":                    {"a#b", "#c"},
	} {
		got, err := line.Split(in)
		if err != nil || !slices.Equal(got, want) || got == nil {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{`'`, `"`, `a 'b`, `a "b\"`, `a\`, `'a' "`, strings.Repeat("a", 32<<10+1)} {
		if got, err := line.Split(in); err == nil {
			t.Errorf("%.40q: got %q, want it refused", in, got)
		}
	}
	if _, err := line.Split(strings.Repeat("a", 32<<10)); err != nil {
		t.Errorf("32 KiB: %v", err)
	}
}

// quoted is a word as a careful person quotes it for a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

func TestSplitGivesQuotedWordsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(t, "words")
		parts := make([]string, len(words))
		for i, w := range words {
			parts[i] = quoted(w)
		}
		got, err := line.Split(strings.Join(parts, " "))
		if err != nil || !slices.Equal(got, words) {
			t.Fatalf("got %q, %v, want %q", got, err, words)
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add(`find "bad back" --district 'burnley'`)
	f.Add(`a\ b "c\"d" ''`)
	f.Add("\\\n\x00\xff'")
	f.Fuzz(func(t *testing.T, s string) {
		words, err := line.Split(s)
		if err != nil {
			if len(s) <= 32<<10 && !strings.ContainsAny(s, `'"\`) {
				t.Fatalf("%q is refused: %v", s, err)
			}
			return
		}
		parts := make([]string, len(words))
		length := 0
		for i, w := range words {
			parts[i] = quoted(w)
			length += len(w)
		}
		if length > len(s) {
			t.Fatalf("%q: the words %q are longer", s, words)
		}
		again := strings.Join(parts, " ")
		if len(again) > 32<<10 {
			return
		}
		if got, err := line.Split(again); err != nil || !slices.Equal(got, words) {
			t.Fatalf("%q: %q quoted gives %q, %v", s, words, got, err)
		}
	})
}
