package term

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

func names(msgs []tea.Msg) string {
	var out []string
	for _, m := range msgs {
		switch m := m.(type) {
		case tea.KeyPressMsg:
			out = append(out, m.String())
		case tea.PasteMsg:
			out = append(out, "paste:"+m.Content)
		}
	}
	return strings.Join(out, " ")
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ bytes, want string }{
		{"a", "a"},
		{"A?", "A ?"},
		{" ", "space"},
		{"é", "é"},
		{"\r", "enter"},
		{"\n", "enter"},
		{"\t", "tab"},
		{"\x1b[Z", "shift+tab"},
		{"\x7f", "backspace"},
		{"\x08", "backspace"},
		{"\x03", "ctrl+c"},
		{"\x0c", "ctrl+l"},
		{"\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"},
		{"\x1bOA\x1bOB\x1bOC\x1bOD", "up down right left"},
		{"\x1b[1;5C", "ctrl+right"},
		{"\x1b\x1b[A", "alt+up"},
		{"\x1b[H\x1b[1~\x1b[7~\x1bOH", "home home home home"},
		{"\x1b[F\x1b[4~\x1b[8~\x1bOF", "end end end end"},
		{"\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "insert delete pgup pgdown"},
		{"\x1bOP\x1b[11~\x1b[[A\x1b[P", "f1 f1 f1 f1"},
		{"\x1b[24~", "f12"},
		{"\x1bOM\x1bOp\x1bOy", "enter 0 9"},
		{"\x1bf", "alt+f"},
		{"\x1b[27;5;99~", "ctrl+c"},
		{"\x1b[99;5u", "ctrl+c"},
		{"\x1b[27u", "esc"},
		{"\x1b[?2026;2$yx", "x"}, // an answer to a question nobody asked
		{"\x1b[>0;276;0cx", "x"}, // another
		{"\x1b[I\x1b[Ox", "x"},   // focus
		{"\x1b]11;rgb:0000/0000/0000\x1b\\x", "x"},
		{"\x1b]10;rgb:ffff/ffff/ffff\ax", "x"},
		{"\x1bP>|XTerm(390)\x1b\\x", "x"},
		{"\x1bP1$r0m\x1b\\\x1bP0+r544e\x1b\\x", "x"},
		{"\x1b]11;rgb\x1b[A", "up"}, // broken off
		{"\x1b]11;rgb\ra", "enter a"},
		{"\x1b]11;rgb", ""},
		{"\x1b]" + strings.Repeat("1", 254) + "x", "x"},
		{"\x1b]x\x1bPx", "alt+] x alt+P x"},
		{"\x1b]", "alt+]"},
		{"\x1b[200~two\nlines\x1b[201~x", "paste:two\nlines x"},
		{"a\xffb", "a b"}, // not UTF-8
		{"a\u200bb", "a b"},
	} {
		var d decoder
		got := append(d.feed([]byte(c.bytes)), d.flush()...)
		if names(got) != c.want {
			t.Errorf("%q: %q, want %q", c.bytes, names(got), c.want)
		}
	}
}

// An Escape on its own is a key only when nothing follows it.
func TestEscapeAlone(t *testing.T) {
	var d decoder
	if got := d.feed([]byte("\x1b")); len(got) != 0 || d.wait() != waitEscape {
		t.Fatalf("decided at once: %v, waits %v", got, d.wait())
	}
	if got := names(d.flush()); got != "esc" || d.wait() != 0 {
		t.Errorf("got %q, then waits %v", got, d.wait())
	}
	d.feed([]byte("\x1b"))
	if got := names(d.feed([]byte("[A"))); got != "up" {
		t.Errorf("a split arrow is %q", got)
	}
}

// However the bytes are cut up on the way, the keys are the same.
func TestCutsDoNotMatter(t *testing.T) {
	parts := []string{
		"a", "é", "世", "\r", "\x7f", "\x1b[A", "\x1bOB", "\x1b[1~", "\x1b[1;5C", "\x1b[[A", "\x1b[200~p\x1b[2q\x1b[201~",
		"\x1b[?1;2c", "\x1b\x1b[A", "\x1bf", " ", "\x1b]11;rgb:0\x1b\\", "\x1bP>|x\x1b\\", "\x1b]1\a", "\x1bP", "1",
	}
	rapid.Check(t, func(t *rapid.T) {
		stream := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "keys"), "")
		var whole, cut decoder
		want := append(whole.feed([]byte(stream)), whole.flush()...)
		var got []tea.Msg
		for rest := []byte(stream); len(rest) > 0; {
			n := rapid.IntRange(1, min(4, len(rest))).Draw(t, "cut")
			got = append(got, cut.feed(rest[:n])...)
			rest = rest[n:]
		}
		got = append(got, cut.flush()...)
		if names(got) != names(want) {
			t.Fatalf("%q: %q, want %q", stream, names(got), names(want))
		}
	})
}

// Whatever comes down a line, nothing is typed that cannot be seen, the decoder
// does not panic, and it does not hold on to more than one paste.
func TestNoise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d decoder
		for _, b := range rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 40)).Draw(t, "noise") {
			for _, m := range append(d.feed(b), d.flush()...) {
				k, ok := m.(tea.KeyPressMsg)
				if ok && (!utf8.ValidString(k.Text) || strings.ContainsFunc(k.Text, func(r rune) bool { return r < 0x20 || r == 0x7f })) {
					t.Fatalf("typed %q", k.Text)
				}
			}
		}
		if len(d.paste) > maxPaste {
			t.Fatalf("holds %d bytes", len(d.paste))
		}
	})
}

func TestPasteIsBounded(t *testing.T) {
	var d decoder
	d.feed([]byte("\x1b[200~"))
	for range 40 {
		d.feed([]byte(strings.Repeat("x", 4096)))
	}
	got := d.feed([]byte("\x1b[201~y"))
	if len(got) != 2 || len(got[0].(tea.PasteMsg).Content) != maxPaste || names(got[1:]) != "y" {
		t.Errorf("got %d messages, the first of %d bytes", len(got), len(got[0].(tea.PasteMsg).Content))
	}
}
