package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"signpost/store/text"
)

// hostile are strings that try to act, with what is shown of each and what is
// kept of it; refused ones are kept as "!".
var hostile = []struct{ name, in, safe, clean string }{
	{"plain", "Connect to Work", "Connect to Work", "Connect to Work"},
	{"accents", "Zoë O’Brien-Łukasz", "Zoë O’Brien-Łukasz", "Zoë O’Brien-Łukasz"},
	{"decomposed accent", "Zoe\u0308", "Zoe\u0308", "Zo\u00eb"},
	{"Urdu", "محمد اقبال", "محمد اقبال", "محمد اقبال"},
	{"Chinese", "就业中心", "就业中心", "就业中心"},
	{"colour", "\x1b[31mred\x1b[0m", "?[31mred?[0m", "!"},
	{"clear the screen", "a\x1b[2J\x1b[Hb", "a?[2J?[Hb", "!"},
	{"title", "\x1b]0;pwned\x07", "?]0;pwned?", "!"},
	{"clipboard", "\x1b]52;c;ZWNobyBoaQ==\x1b\\", "?]52;c;ZWNobyBoaQ==?\\", "!"},
	{"hyperlink", "\x1b]8;;https://evil\x1b\\x", "?]8;;https://evil?\\x", "!"},
	{"device status query", "\x1b[6n", "?[6n", "!"},
	{"DCS", "\x1bP$q\x1b\\", "?P$q?\\", "!"},
	{"8-bit CSI", "\u009b31m", "?31m", "!"},
	{"8-bit OSC", "\u009d0;x\u009c", "?0;x?", "!"},
	{"raw C1 byte", "\x9b31m", "?31m", "!"},
	{"next line", "a\u0085b", "a?b", "!"},
	{"null", "a\x00b", "a?b", "!"},
	{"bell", "a\x07b", "a?b", "!"},
	{"backspace over", "no\b\byes", "no??yes", "!"},
	{"delete", "a\x7fb", "a?b", "!"},
	{"shift out", "\x0eabc\x0f", "?abc?", "!"},
	{"carriage return over", "Refused\rGranted", "Refused?Granted", "!"},
	{"log line forged", "x\nlevel=ERROR msg=forged", "x level=ERROR msg=forged", "!"},
	{"new line at the end", "Preston\r\n", "Preston? ", "Preston"},
	{"tab", "a\tb", "a b", "a b"},
	{"vertical tab", "a\vb", "a?b", "!"},
	{"form feed", "a\fb", "a?b", "!"},
	{"line separator", "a\u2028b", "a?b", "!"},
	{"paragraph separator", "a\u2029b", "a?b", "!"},
	{"right-to-left override", "invoice\u202egpj.exe", "invoice?gpj.exe", "invoicegpj.exe"},
	{"isolates", "\u2066a\u2069", "?a?", "a"},
	{"pasted telephone number", "\u202a01772 123456\u202c", "?01772 123456?", "01772 123456"},
	{"marks of direction", "a\u200e\u200f\u061cb", "a???b", "ab"},
	{"zero-width space", "re\u200bstart", "re?start", "restart"},
	{"zero-width joiners", "a\u200c\u200db", "a??b", "ab"},
	{"byte order mark", "\ufeffCV", "?CV", "CV"},
	{"soft hyphen", "appren\u00adtice", "appren?tice", "apprentice"},
	{"word joiner", "a\u2060b", "a?b", "ab"},
	{"tags", "ok\U000e0068\U000e0069", "ok??", "ok"},
	{"selectors that smuggle", "ok\ufe01\U000e0101", "ok??", "ok"},
	{"blank fillers", "\u3164\uffa0\u2800", "???", ""},
	{"grapheme joiner", "a\u034fb", "a?b", "ab"},
	{"Mongolian separator", "a\u180eb", "a?b", "ab"},
	{"spaces of many widths", "a\u00a0\u2003\u3000b", "a\u00a0\u2003\u3000b", "a   b"},
	{"interlinear", "\ufff9a\ufffab\ufffb", "?a?b?", "ab"},
	{"Arabic number sign", "\u0600123", "?123", "!"},
	{"private use", "\ue0b0 \U000f0000", "? ?", "!"},
	{"no character", "\ufdd0\uffff", "??", "!"},
	{"broken UTF-8", "a\xc3(\xff", "a?(?", "!"},
	{"overlong escape", "\xc0\x9b[31m", "??[31m", "!"},
	{"surrogate bytes", "\xed\xa0\x80", "???", "!"},
	{"heap of accents", "a" + strings.Repeat("\u0301", 12), "a" + strings.Repeat("\u0301", 8) + "?" + strings.Repeat("\u0301", 3), "!"},
}

func TestHostile(t *testing.T) {
	for _, c := range hostile {
		if got := text.Safe(c.in); got != c.safe {
			t.Errorf("%s: Safe(%q) = %q, want %q", c.name, c.in, got, c.safe)
		}
		got, err := text.Clean(c.in, 0, false)
		if c.clean == "!" {
			if err == nil {
				t.Errorf("%s: Clean(%q) = %q, want it refused", c.name, c.in, got)
			} else if !strings.HasPrefix(err.Error(), "enter ") {
				t.Errorf("%s: Clean(%q) says %q, want what to enter", c.name, c.in, err)
			}
			continue
		}
		if err != nil || got != c.clean {
			t.Errorf("%s: Clean(%q) = %q, %v, want %q", c.name, c.in, got, err, c.clean)
		}
	}
}

func TestCleanLinesAndLength(t *testing.T) {
	got, err := text.Clean("  one \r\ntwo\rthree\u2028four\u0085five\t\n\n", 0, true)
	if want := "one\ntwo\nthree\nfour\nfive"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if got, err := text.Clean(strings.Repeat("é", 5), 5, false); err != nil || got != "ééééé" {
		t.Errorf("five of five: got %q, %v", got, err)
	}
	if got, err := text.Clean(strings.Repeat("e\u0301", 5), 5, false); err != nil || got != "ééééé" {
		t.Errorf("five decomposed of five: got %q, %v", got, err)
	}
	_, err = text.Clean("abcdef", 5, false)
	if want := "enter 5 characters or fewer: this is 6"; err == nil || err.Error() != want {
		t.Errorf("six of five: got %v, want %q", err, want)
	}
	_, err = text.Clean("ab\x1bc", 0, true)
	if want := "enter it without control characters: character 3 is U+001B"; err == nil || err.Error() != want {
		t.Errorf("escape: got %v, want %q", err, want)
	}
}

func TestSafeLines(t *testing.T) {
	if got, want := text.SafeLines("a\nb\r\n\x1b\tc"), "a\nb?\n? c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCSV(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1":             "'=1+1",
		"+44 1772":         "'+44 1772",
		"-2":               "'-2",
		"@SUM(A1)":         "'@SUM(A1)",
		"\t=cmd|' /C calc": "' =cmd|' /C calc",
		"\r=1":             "?=1",
		"\n=1":             "'\n=1",
		" \u00a0=1":        "' \u00a0=1",
		"＝1":               "'＝1",
		"a=1":              "a=1",
		"'=1":              "'=1",
		"":                 "",
	} {
		if got := text.CSV(in); got != want {
			t.Errorf("CSV(%q) = %q, want %q", in, got, want)
		}
		if once := text.CSV(in); text.CSV(once) != once {
			t.Errorf("CSV(CSV(%q)) = %q, want %q", in, text.CSV(once), once)
		}
	}
}

// acts says whether r could act on a terminal or hide from a reader. It is
// written apart from the package's own tables.
func acts(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e,
		r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff, r >= 0xfff0 && r <= 0xfffb,
		r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}

func FuzzSafe(f *testing.F) {
	for _, c := range hostile {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, safe := range []func(string) string{text.Safe, text.SafeLines} {
			out := safe(s)
			if !utf8.ValidString(out) {
				t.Errorf("%q is shown as broken UTF-8 %q", s, out)
			}
			if again := safe(out); again != out {
				t.Errorf("%q is shown as %q, and that as %q", s, out, again)
			}
			if len(out) > len(s) {
				t.Errorf("%q grows from %d to %d bytes", s, len(s), len(out))
			}
			for _, r := range out {
				if acts(r) && r != '\n' {
					t.Errorf("%q is shown as %q, which holds %U", s, out, r)
				}
			}
		}
		if field := text.CSV(s); text.CSV(field) != field {
			t.Errorf("%q is a field %q, and that is %q", s, field, text.CSV(field))
		}
		if strings.Contains(text.Safe(s), "\n") {
			t.Errorf("Safe(%q) has two lines", s)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, c := range hostile {
		f.Add(c.in, true)
	}
	f.Add("\u0344\u0344\u0344\u0344\u0344", false)
	f.Fuzz(func(t *testing.T, s string, lines bool) {
		out, err := text.Clean(s, 40, lines)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "enter ") {
				t.Errorf("Clean(%q) says %q, want what to enter", s, err)
			}
			return
		}
		if again, err := text.Clean(out, 40, lines); err != nil || again != out {
			t.Errorf("Clean(%q) = %q, and Clean of that = %q, %v", s, out, again, err)
		}
		if !norm.NFC.IsNormalString(out) {
			t.Errorf("Clean(%q) = %q, which is not in normal form C", s, out)
		}
		if got := text.SafeLines(out); got != out {
			t.Errorf("Clean(%q) = %q, which is shown as %q", s, out, got)
		}
		if utf8.RuneCountInString(out) > 40 {
			t.Errorf("Clean(%q) = %q, longer than 40", s, out)
		}
	})
}

func BenchmarkSafe(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":  strings.Repeat("Connect to Work is voluntary. ", 3),
		"accent": strings.Repeat("Zoë’s café is voluntary here. ", 3),
		"escape": strings.Repeat("Connect \x1b[31mto Work\u202e volunt. ", 3),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Safe(s)
			}
		})
	}
}

func BenchmarkClean(b *testing.B) {
	for b.Loop() {
		if _, err := text.Clean("Zoë’s café is voluntary here.", 80, false); err != nil {
			b.Fatal(err)
		}
	}
}

func TestSafeOfPlainTextCostsNothing(t *testing.T) {
	s := strings.Repeat("Connect to Work is voluntary. ", 3)
	if n := testing.AllocsPerRun(100, func() { text.Safe(s) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
