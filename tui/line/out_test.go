package line

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store/text"
)

// What comes out as JSON says, decoded, what would come out as text.
func TestJSONIsSafeAndStillJSON(t *testing.T) {
	type record struct {
		Words string            `json:"words"`
		Map   map[string]string `json:"map"`
	}
	check := func(s string) (string, bool) {
		j := job{json: true}
		if err := j.answer(record{Words: s, Map: map[string]string{"a" + s: s}}, nil); err != nil {
			return err.Error(), false
		}
		out := j.out.String()
		var back record
		if err := json.Unmarshal([]byte(out), &back); err != nil {
			return err.Error() + " in " + out, false
		}
		return back.Words, back.Words == text.SafeLines(s) && text.Safe(strings.TrimSuffix(out, "\n")) == strings.TrimSuffix(out, "\n")
	}
	for _, s := range []string{"", "\x1b[2J", `\u001b`, "a\r\nb\tc\b\f", "<&>", "\u202e\u200b\ufeff\u2028\u0085\x7f", `"\"`, "\U000e0001", "Zoë"} {
		if got, ok := check(s); !ok {
			t.Errorf("%q comes out as %q", s, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.ToValidUTF8(rapid.String().Draw(t, "s"), "")
		if got, ok := check(s); !ok {
			t.Fatalf("%q comes out as %q, want %q", s, got, text.SafeLines(s))
		}
	})
}

// Text that encoding/json has escaped for HTML comes out as it is.
func TestJSONKeepsWhatMayBeShown(t *testing.T) {
	if got := string(safeJSON([]byte(`{"a":"\u003cb\u003e \\u001b \u0026"}` + "\n"))); got != `{"a":"<b> \\u001b &"}`+"\n" {
		t.Errorf("got %s", got)
	}
}

func TestTableKeepsToItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringN(0, 60, -1)
		rows := make([][]string, rapid.IntRange(1, 5).Draw(t, "rows"))
		for i := range rows {
			rows[i] = []string{cell.Draw(t, "a"), cell.Draw(t, "b"), cell.Draw(t, "c"), "whole"}
		}
		var p page
		p.table([]string{"A", "Bee", "C", "D"}, []int{0, 2, 1}, rows)
		lines := strings.Split(strings.TrimSuffix(p.String(), "\n"), "\n")
		if len(lines) != len(rows)+1 {
			t.Fatalf("%d lines for %d rows", len(lines), len(rows))
		}
		for _, l := range lines {
			if text.Width(l) > width {
				t.Fatalf("%d columns: %q", text.Width(l), l)
			}
		}
		for _, l := range lines[1:] {
			if !strings.HasSuffix(l, "whole") {
				t.Fatalf("the column that must not be cut is: %q", l)
			}
		}
	})
}

func TestNearest(t *testing.T) {
	names := []string{"find", "match", "programme", "client", "triage"}
	for typed, want := range map[string]string{"fnid": "find", "clinet": "client", "prog": "programme", "MATCH": "match", "xyzzy": "", strings.Repeat("find", 100): ""} {
		if got := strings.Join(nearest(typed, names), " "); got != want {
			t.Errorf("%.20q: got %q, want %q", typed, got, want)
		}
	}
}
