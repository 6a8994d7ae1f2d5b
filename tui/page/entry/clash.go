package entry

import (
	"fmt"

	"signpost/store"
	"signpost/tui/look"
)

// Clash shows two versions of a client's facts, only where they differ: what is
// kept now, by somebody else, and what was to be kept.
func Clash(lk look.Look, theirs, mine store.Facts, w int) []string {
	lines := []string{}
	for _, f := range store.AllFacts() {
		a, b := Says(f, theirs), Says(f, mine)
		if a == b {
			continue
		}
		lines = append(lines, lk.Title(lk.Cut(f.Info().Label, w)))
		lines = append(lines, lk.Hang("  kept now  ", a, w)...)
		lines = append(lines, lk.Hang("  yours     ", b, w)...)
	}
	return lines
}

// Says is what is known of a fact, in words.
func Says(f store.Fact, facts store.Facts) string {
	v, ok := facts[f]
	if !ok {
		return "not known"
	}
	return f.Words(v)
}

// Line is a fact's label and what is known of it, on one row of w columns.
func Line(lk look.Look, f store.Fact, facts store.Facts, w int) string {
	return lk.Cut(fmt.Sprintf("%s  %s", lk.Fit(f.Info().Label, 20), Says(f, facts)), w)
}
