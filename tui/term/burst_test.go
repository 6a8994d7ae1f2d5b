package term

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

// What comes in pieces, each at once, on a terminal that does not bracket what is
// pasted.
func TestBurst(t *testing.T) {
	for _, c := range []struct {
		name   string
		pieces []string
		want   string
	}{
		{"a line", []string{"a line that was pasted"}, "paste:a line that was pasted"},
		{"lines", []string{"two\rlines"}, "paste:two\rlines"},
		{"a line and its end", []string{"a line that was pasted\n"}, "paste:a line that was pasted\n"},
		{"more of it", []string{"a line that was pasted", " and", "\rgoes on\r"}, "paste:a line that was pasted and\rgoes on\r"},
		{"a character in two", []string{"a line that was pasted\xc3", "\xa9"}, "paste:a line that was pasted\u00e9"},
		{"an arrow behind it", []string{"a line that was pasted\x1b[A"}, "paste:a line that was pasted up"},
		{"backspace behind it", []string{"a line that was pasted", "\x7f"}, "paste:a line that was pasted backspace"},
		{"typed", []string{"d", "e", "b", "t", "\r"}, "d e b t enter"},
		{"typed ahead", []string{"1debt\r"}, "1 d e b t enter"},
		{"a code and Enter", []string{"12/5/1990\r"}, "1 2 / 5 / 1 9 9 0 enter"},
		{"keys held on a slow line", []string{strings.Repeat("j", 30)}, strings.TrimSpace(strings.Repeat("j ", 30))},
		{"arrows held on a slow line", []string{strings.Repeat("\x1b[B", 10)}, strings.TrimSpace(strings.Repeat("down ", 10))},
		{"Enter and Tab held", []string{strings.Repeat("\r\t", 12)}, strings.TrimSpace(strings.Repeat("enter tab ", 12))},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decoder{bare: true}
			var got []tea.Msg
			for _, p := range c.pieces {
				got = append(got, d.feed([]byte(p))...)
			}
			if w := d.wait(); d.bursting && (w <= 0 || w > waitEscape) {
				t.Errorf("a paste waits %v", w)
			}
			if got = append(got, d.flush()...); names(got) != c.want {
				t.Errorf("%q: %q, want %q", c.pieces, names(got), c.want)
			}
		})
	}
}

// Where what is pasted is bracketed, nothing else is taken for it.
func TestNoBurstInBrackets(t *testing.T) {
	var d decoder
	if got := names(d.feed([]byte("a line\rthat was typed very fast"))); strings.Contains(got, "paste") || !strings.Contains(got, "enter") {
		t.Errorf("got %q", got)
	}
}

// Whatever comes, in whatever pieces, no byte of text is lost or told twice.
func TestBurstLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decoder{bare: true}
		var sent, got strings.Builder
		tell := func(msgs []tea.Msg) {
			for _, m := range msgs {
				switch m := m.(type) {
				case tea.PasteMsg:
					got.WriteString(m.Content)
				case tea.KeyPressMsg:
					got.WriteString(map[string]string{"enter": "\r"}[m.String()] + m.Text)
				}
			}
		}
		for _, p := range rapid.SliceOf(rapid.StringMatching(`[a-z1-9 é\r]{0,40}`)).Draw(t, "pieces") {
			sent.WriteString(p)
			tell(d.feed([]byte(p)))
			if rapid.Bool().Draw(t, "pause") {
				tell(d.flush())
			}
		}
		tell(d.flush())
		if got.String() != sent.String() {
			t.Fatalf("%q became %q", sent.String(), got.String())
		}
	})
}
