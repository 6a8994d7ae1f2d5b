package vt100_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/tui/term/vt100"
)

// one is how a terminal of UTF-8 counts columns, as far as these tests need it.
func one(r rune) int {
	switch {
	case r == '\u0301':
		return 0
	case r >= 0x3000:
		return 2
	}
	return 1
}

// TestRules is one rule of the user guide a line: what is sent to a screen of
// ten columns and four lines, and what stands there then, "/" between lines. "_"
// marks the cursor's place, where it matters.
func TestRules(t *testing.T) {
	for _, c := range []struct{ rule, sent, want string }{
		{"characters", "abc", "abc///@3,0"},
		{"carriage return and line feed", "ab\rc\nd\r\ne", "cb/ d/e/@1,2"},
		{"backspace stops at the first column", "ab\b\b\bc", "cb///@1,0"},
		{"tab goes to the next stop", "\tx", "        x///@9,0"},
		{"tab goes to the last column", "\t\tx", "         x///"},
		{"bell, null and delete show nothing", "a\a\x00\x7fb", "ab///"},
		{"vertical tab and form feed are line feeds", "a\vb\fc", "a/ b/  c/"},
		{"the last column holds the cursor until the next character", "0123456789", "0123456789///@9,0"},
		{"and the next wraps", "0123456789a", "0123456789/a//@1,1"},
		{"carriage return there stays in the line", "0123456789\ra", "a123456789///"},
		{"backspace there goes to the column before", "0123456789\ba", "01234567a9///"},
		{"without wrapping the last column is written over", "\x1b[?7l0123456789ab", "012345678b///@9,0"},
		{"wrapping at the bottom scrolls", "\x1b[4;1H0123456789a", "//0123456789/a"},

		{"CUP", "\x1b[2;3Hx", "/  x//@3,1"},
		{"CUP without numbers is home", "ab\x1b[Hx", "xb///@1,0"},
		{"CUP takes 0 for 1", "ab\x1b[0;0Hx", "xb///"},
		{"CUP with the line alone", "\x1b[3Hx", "//x/"},
		{"CUP with the column alone", "\x1b[;4Hx", "   x///"},
		{"CUP stays on the screen", "\x1b[99;99Hx", "///         x"},
		{"HVP", "\x1b[2;2fx", "/ x//"},
		{"CUU CUD CUF CUB", "\x1b[3;5H\x1b[2Aa\x1b[Bb\x1b[2Cc\x1b[3Dd", "    a/     bd c//"},
		{"CUF stops at the last column", "\x1b[99Cx", "         x///"},
		{"CUB stops at the first", "ab\x1b[99Dx", "xb///"},
		{"CUU stops at the top margin", "\x1b[2;3r\x1b[3;1H\x1b[9Ax", "/x//"},
		{"CUD stops at the bottom margin", "\x1b[2;3r\x1b[2;1H\x1b[9Bx", "//x/"},
		{"CUD goes on below it", "\x1b[1;2r\x1b[3;1H\x1b[9Bx", "///x"},
		{"a control character acts inside a sequence", "ab\x1b[\r2Cx", "abx///"},

		{"EL to the end", "abcd\x1b[2D\x1b[K", "ab///@2,0"},
		{"EL from the beginning", "abcd\x1b[2D\x1b[1K", "   d///"},
		{"EL the line", "abcd\x1b[2K", "///@4,0"},
		{"ED to the end", "ab\r\ncd\r\nef\x1b[2;2H\x1b[J", "ab/c//@1,1"},
		{"ED from the beginning", "ab\r\ncd\r\nef\x1b[2;1H\x1b[1J", "/ d/ef/"},
		{"ED the screen leaves the cursor", "ab\r\ncd\x1b[2J", "///@2,1"},

		{"IND", "a\x1bDb", "a/ b//"},
		{"IND at the bottom scrolls", "a\x1b[4;1Hb\x1bD", "//b/@1,3"},
		{"NEL", "a\x1bEb", "a/b//"},
		{"RI", "\x1b[2;1Ha\x1bMb", " b/a//"},
		{"RI at the top scrolls", "a\x1bM", "/a//@1,0"},
		{"line feed at the bottom scrolls", "a\r\nb\r\nc\r\nd\ne", "b/c/d/ e"},
		{"new line mode", "a\x1b[20h\nb\x1b[20l\nc", "a/b/ c/"},

		{"DECSTBM goes home", "abc\x1b[2;3r", "abc///@0,0"},
		{"DECSTBM scrolls its lines only", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\n", "a/c//d"},
		{"and backwards", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[2;1H\x1bM", "a//b/d"},
		{"below the margin nothing scrolls", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[4;1H\nx", "a/b/c/x"},
		{"DECSTBM without numbers is the whole screen", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[r\x1b[4;1H\n", "b/c/d/"},
		{"origin mode counts from the margin", "\x1b[2;3r\x1b[?6hx\x1b[9;1Hy", "/x/y/"},
		{"and ends at home", "\x1b[2;3r\x1b[?6h\x1b[?6lx", "x///"},

		{"save and restore the cursor", "a\x1b7\x1b[3;3Hb\x1b8c", "ac//  b/"},
		{"restore without save is home", "ab\x1b8c", "cb///"},
		{"tab stops set", "\x1b[1;4H\x1bH\r\tx", "   x///"},
		{"a tab stop cleared", "\x1b[1;9H\x1b[g\r\tx", "         x///"},
		{"all tab stops cleared", "\x1b[3g\tx", "         x///"},
		{"special graphics", "\x1b(0lqk\x1b(Blqk", "┌─┐lqk///"},
		{"special graphics in G1", "\x1b)0q\x0eq\x0fq", "q─q///"},
		{"the United Kingdom's set", "#\x1b(A#", "#£///"},
		{"alignment", "\x1b#8", "EEEEEEEEEE/EEEEEEEEEE/EEEEEEEEEE/EEEEEEEEEE@0,0"},
		{"reset", "abc\x1b[?7l\x1b[2;3r\x1bcx", "x///"},
		{"keypad, lamps and modes that are not seen", "\x1b=\x1b>\x1b[0;1q\x1b[?1;4;8h\x1b[?5hx", "x///"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			term := vt100.New(10, 4, vt100.VT100, nil)
			_, _ = term.Write([]byte(c.sent))
			want, cursor, told := strings.Cut(c.want, "@")
			if got := strings.ReplaceAll(term.String(), "\n", "/"); got != want {
				t.Errorf("%q shows %q; want %q", c.sent, got, want)
			}
			if x, y, _ := term.Cursor(); told && fmt.Sprintf("%d,%d", x, y) != cursor {
				t.Errorf("%q leaves the cursor at %d,%d; want %s", c.sent, x, y, cursor)
			}
			if len(term.Unknown()) > 0 {
				t.Errorf("%q is not known: %v", c.sent, term.Unknown())
			}
		})
	}
}

// TestUnknown is what a VT100 does not know, by the name it is counted under;
// none of it shows anything.
func TestUnknown(t *testing.T) {
	for sent, name := range map[string]string{
		"\x1b[P": "CSI P (delete character)", "\x1b[2@": "CSI 2@ (insert character)", "\x1b[L": "CSI L (insert line)",
		"\x1b[3M": "CSI 3M (delete line)", "\x1b[4X": "CSI 4X (erase character)", "\x1b[5G": "CSI 5G (to a column)",
		"\x1b[4h": "CSI 4h (insert mode)", "\x1b[?25l": "CSI ?25l (hide the cursor)",
		"\x1b[?1049h": "CSI ?1049h (second screen)", "\x1b[?2004h": "CSI ?2004h (bracketed paste)",
		"\x1b[31m": "CSI 31m", "\x1b[22m": "CSI 22m", "\x1b[38;5;1m": "CSI 38;5;1m", "\x1b[38:5:1m": "CSI 38:5:1m",
		"\x1b[3J": "CSI 3J", "\x1b[c": "CSI c (question: what are you)", "\x1b[6n": "CSI 6n (question: status)",
		"\x1b[?2026$p": "CSI ?2026$p (question: mode)", "\x1b[>4;2m": "CSI >4;2m", "\x1b[>1u": "CSI >1u (restore the cursor)",
		"\x1b[3;3r": "CSI 3;3r", "\x1b[1;5r": "CSI 1;5r", "\x1b#3": "ESC #3", "\x1bZ": "ESC Z", "\x1b(1": "ESC (1",
		"\x05": "control character 0x05", "\xc3": "byte 0xc3", "\x1b[2\x18": "broken off: ESC [2",
	} {
		term := vt100.New(10, 4, vt100.VT100, nil)
		_, _ = term.Write([]byte("x" + sent + "y"))
		got := slices.Collect(maps.Keys(term.Unknown()))
		if len(got) != 1 || got[0] != name {
			t.Errorf("%q is counted as %v; want %q", sent, got, name)
		}
		if !strings.HasPrefix(term.String(), "xy") {
			t.Errorf("%q shows %q", sent, term.String())
		}
	}
}

// The other kinds know a little more, and nothing besides.
func TestKinds(t *testing.T) {
	all := []vt100.Kind{vt100.VT100, vt100.VT220, vt100.Linux, vt100.XTerm}
	for sent, from := range map[string]vt100.Kind{
		"\x1b[7m": vt100.VT100, "\x1b[?25l": vt100.VT220, "\x1b[22;24;25;27m": vt100.VT220,
		"\x1b[31;39;44;49m": vt100.Linux, "\x1b[91;104m": vt100.XTerm, "\x1b[?1049h": vt100.XTerm, "\x1b[?2004h": vt100.XTerm,
		"\x1b[P": vt100.Dumb, "\x1b[38;5;1m": vt100.Dumb,
	} {
		for _, kind := range all {
			term := vt100.New(10, 4, kind, nil)
			_, _ = term.Write([]byte(sent))
			if known := len(term.Unknown()) == 0; known != (kind >= from) {
				t.Errorf("kind %d knows %q: %v", kind, sent, known)
			}
		}
	}
	term := vt100.New(10, 4, vt100.Dumb, nil)
	_, _ = term.Write([]byte("a\tb\r\n\ac\b"))
	if len(term.Unknown()) > 0 {
		t.Errorf("a dumb terminal does not know %v", term.Unknown())
	}
	_, _ = term.Write([]byte("\x1b[H"))
	if term.Unknown()["ESC"] != 1 {
		t.Errorf("a dumb terminal knows CUP: %v", term.Unknown())
	}
}

func TestAttributes(t *testing.T) {
	term := vt100.New(10, 4, vt100.XTerm, one)
	_, _ = term.Write([]byte("\x1b[1;4ma\x1b[0;5mb\x1b[7mc\x1b[md\x1b[31;44me\x1b[K\x1b[0mf\x1b[2;1H\x1b[7m\x1b[K"))
	for x, want := range []vt100.Cell{
		{Text: "a", Attr: vt100.Bold | vt100.Underline},
		{Text: "b", Attr: vt100.Blink},
		{Text: "c", Attr: vt100.Blink | vt100.Reverse},
		{Text: "d"},
		{Text: "e", FG: 2, BG: 5},
		{Text: "f"},
		{Text: " ", BG: 5}, // erased in the background that was set
	} {
		if got := term.Cell(x, 0); got != want {
			t.Errorf("column %d is %v; want %v", x, got, want)
		}
	}
	if got := term.Cell(0, 1); got != (vt100.Cell{Text: " "}) {
		t.Errorf("erasing leaves %v", got)
	}
	if got := (vt100.Cell{Text: " ", Attr: vt100.Bold, FG: 3}).Seen(); got != (vt100.Cell{Text: " "}) {
		t.Errorf("of a blank, %v is seen", got)
	}
	if got := (vt100.Cell{Text: " ", Attr: vt100.Reverse | vt100.Bold, FG: 3}); got.Seen() != (vt100.Cell{Text: " ", Attr: vt100.Reverse, FG: 3}) {
		t.Errorf("of a reversed blank, %v is seen", got.Seen())
	}
}

func TestWideAndJoined(t *testing.T) {
	for sent, want := range map[string]string{
		"a漢b":                 "a漢b",
		"e\u0301x":            "e\u0301x",
		"漢\x1b[Hx":            "x", // half of it is gone, so all of it is
		"漢\x1b[1;2Hx":         " x",
		"漢\x1b[1;2H\x1b[K":    "",
		"漢漢\x1b[1;2H\x1b[1K":  "  漢",
		"\x1b[?7l\x1b[1;10H漢": "        漢",
		"\x1b[1;10H漢":         "\n漢",
		"a\xc3b":              "ab",
	} {
		term := vt100.New(10, 4, vt100.XTerm, one)
		_, _ = term.Write([]byte(sent))
		if got := strings.TrimRight(term.String(), "\n"); got != want {
			t.Errorf("%q shows %q; want %q", sent, got, want)
		}
		if broken := strings.Contains(sent, "\xc3"); broken != (len(term.Unknown()) == 1) {
			t.Errorf("%q: not known %v", sent, term.Unknown())
		}
	}
}

func TestModesThatAreSeen(t *testing.T) {
	term := vt100.New(10, 4, vt100.XTerm, one)
	_, _ = term.Write([]byte("first\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[?25l"))
	if _, _, shown := term.Cursor(); shown || !term.Second() || !term.Brackets() || term.Wraps() || term.Line(0) != "" {
		t.Errorf("shown %v, second %v, brackets %v, wraps %v, %q", shown, term.Second(), term.Brackets(), term.Wraps(), term.Line(0))
	}
	_, _ = term.Write([]byte("second\x1b[?7h\x1b[?25h\x1b[?2004l\x1b[?1049l"))
	if _, _, shown := term.Cursor(); !shown || term.Second() || term.Brackets() || !term.Wraps() || term.Line(0) != "first" {
		t.Errorf("shown %v, second %v, brackets %v, wraps %v, %q", shown, term.Second(), term.Brackets(), term.Wraps(), term.Line(0))
	}
}

func TestResize(t *testing.T) {
	term := vt100.New(10, 4, vt100.VT100, nil)
	_, _ = term.Write([]byte("abc\x1b[2;3r"))
	term.Resize(6, 3)
	if w, h := term.Size(); w != 6 || h != 3 || term.Line(0) != "######" {
		t.Errorf("%dx%d: %s", w, h, term)
	}
	_, _ = term.Write([]byte("\x1b[2J\x1b[3;1H\nx"))
	if term.Line(2) != "x" {
		t.Errorf("the region stays: %q", term.String())
	}
}

func TestDiff(t *testing.T) {
	on := func(w int, sent string) *vt100.Terminal {
		term := vt100.New(w, 4, vt100.XTerm, one)
		_, _ = term.Write([]byte(sent))
		return term
	}
	base := on(10, "ab\x1b[1mc \x1b[m")
	for sent, want := range map[string]string{
		"ab\x1b[1mc\x1b[m ":                "",
		"ab\x1b[1mc \x1b[m\b":              "the cursor is in column",
		"ab\x1b[1mc \x1b[m\x1b[?25l":       "the cursor is shown",
		"ab\x1b[1;31mc \x1b[m":             `line 1, column 3: "c" bold; want "c" bold in colour 1`,
		"ab\x1b[1mc \x1b[m\x1b[3;2Hx\x1b8": `line 3, column 2`,
	} {
		got := vt100.Diff(base, on(10, sent))
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q; want %q", sent, got, want)
		}
	}
	if got := vt100.Diff(base, on(11, "")); !strings.HasPrefix(got, "the screen is 10x4") {
		t.Error(got)
	}
}

// Whatever is sent, in whatever pieces, the terminal stays whole: no panic, the
// cursor on the screen, every line as wide as the screen.
func TestAnythingMayBeSent(t *testing.T) {
	parts := []string{
		"a", "Z", "漢", "é", "\u0301", "\x1b[", "\x1b", ";", "5", "99", "H", "A", "B", "C", "D", "K", "J", "m", "r", "\n", "\r", "\b", "\t",
		"\x1bM", "\x1bD", "\x1b7", "\x1b8", "\x1b[2;3r", "\x1b[?6h", "\x1b[?7l", "\x1b[?1049h", "\x1b[?1049l", "\x1b(0", "\x0e", "\x1bc", "\xff", "\xc3",
	}
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(2, 12).Draw(t, "w"), rapid.IntRange(2, 6).Draw(t, "h")
		sent := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "sent"), "")
		whole, pieces := vt100.New(w, h, vt100.XTerm, one), vt100.New(w, h, vt100.XTerm, one)
		_, _ = whole.Write([]byte(sent))
		for _, c := range []byte(sent) {
			_, _ = pieces.Write([]byte{c})
		}
		if x, y, _ := whole.Cursor(); x < 0 || y < 0 || x >= w || y >= h {
			t.Fatalf("the cursor is at %d,%d", x, y)
		}
		for y := range h {
			for x := range w {
				_ = whole.Cell(x, y)
			}
		}
		if d := vt100.Diff(whole, pieces); d != "" {
			t.Fatal(d)
		}
	})
}
