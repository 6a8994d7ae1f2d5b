package search_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/provision"
	"signpost/store/search"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew")

// goldenDay is the day the rankings are made for.
var goldenDay = store.Date(2026, 2, 2)

// TestGolden holds the ranking of what coaches type, on the built-in catalogue.
// Each query of testdata/golden.txt stands on a line of its own with "? " before
// it; what is below it was looked at and found right. After a change:
//
//	go test ./store/search -run Golden -update
//
// and read the difference as a work coach would.
func TestGolden(t *testing.T) {
	programmes, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	ix := search.New(programmes)
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		switch words, isQuery := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "? "); {
		case isQuery:
			got.WriteString(line)
			got.WriteString(shown(ix, words))
		case strings.HasPrefix(line, "#"):
			got.WriteString(line)
		}
	}
	if *update {
		if err := os.WriteFile("testdata/golden.txt", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(want) {
		t.Errorf("the rankings are not those of testdata/golden.txt: %s", difference(got.String(), string(want)))
	}
}

// shown is the first hits of the words, open or closed, with where they matched.
func shown(ix *search.Index, words string) string {
	page := ix.Find(search.Query{Words: words, Day: goldenDay, All: true, Limit: 5})
	var b strings.Builder
	if len(page.Ignored) > 0 {
		fmt.Fprintf(&b, "  ignored: %s\n", strings.Join(page.Ignored, ", "))
	}
	for i, h := range page.Hits {
		open := ""
		if h.Open == store.No {
			open = " (closed)"
		}
		var matched []string
		for _, m := range h.Matched {
			matched = append(matched, fmt.Sprintf("%s = %s %s", m.Word, m.Field, m.As))
		}
		fmt.Fprintf(&b, "  %d %s%s: %s\n", i+1, h.Programme.ID, open, strings.Join(matched, "; "))
	}
	if page.Nearest != nil {
		fmt.Fprintf(&b, "  %s\n", page.Nearest.Says)
	}
	return b.String()
}

// difference is the first line that differs.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	query := ""
	for i := range min(len(g), len(w)) {
		if strings.HasPrefix(g[i], "? ") {
			query = g[i]
		}
		if g[i] != w[i] {
			return fmt.Sprintf("%s\n got %s\nwant %s", query, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
