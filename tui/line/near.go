package line

import (
	"cmp"
	"slices"
	"strings"

	"signpost/store"
)

// nearest lists up to three of the words that were most likely meant: those
// that hold what was typed, then those within a third of its letters.
func nearest(typed string, words []string) []string {
	typed = strings.ToLower(typed)
	type near struct {
		word string
		far  int
	}
	var found []near
	for _, w := range words {
		low := strings.ToLower(w)
		far := maxNear
		if len(typed) <= maxNear && len(low) <= maxNear {
			far = store.Mistyped(typed, low)
		}
		if len(typed) >= 3 && strings.Contains(low, typed) {
			far = 0
		}
		if far <= max(1, len(typed)/3) && len(typed) <= maxNear {
			found = append(found, near{w, far})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, n := range found[:min(3, len(found))] {
		out = append(out, n.word)
	}
	return out
}

// maxNear is the longest word, in bytes, that is compared letter by letter.
const maxNear = 60

// meant is the end of a message that names what was likely meant, with a space
// before it; empty where nothing is near.
func meant(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return " Nearest: " + strings.Join(near, ", ") + "."
}

func nearFacts(name string) []string { return nearest(name, factNames()) }

func factNames() []string {
	var names []string
	for _, f := range store.AllFacts() {
		names = append(names, f.String())
	}
	return names
}
