package line

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store/text"
)

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

func TestATableCutsNoID(t *testing.T) {
	long := strings.Repeat("x", 60)
	var p page
	p.table([]string{"Who", "To", "Fields"}, []int{2, 0}, [][]string{{"M-J7D-2QX", "whole " + long, long}, {long, "whole", ""}})
	if !strings.Contains(p.String(), "M-J7D-2QX  ") {
		t.Errorf("an id is cut:\n%s", p.String())
	}
}

func TestNearest(t *testing.T) {
	names := []string{"find", "match", "programme", "client", "triage"}
	for typed, want := range map[string]string{"fnid": "find", "clinet": "client", "prog": "programme", "MATCH": "match", "xyzzy": "", strings.Repeat("find", 100): ""} {
		if got := strings.Join(nearest(typed, names), " "); got != want {
			t.Errorf("%.20q: got %q, want %q", typed, got, want)
		}
	}
}
