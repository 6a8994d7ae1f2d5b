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
		far := distance(typed, low)
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

// distance is how many letters must be put in, taken out or changed, or change
// places with the next one, to make a of b.
func distance(a, b string) int {
	if len(a) > maxNear || len(b) > maxNear {
		return maxNear
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for k := range last {
		last[k] = k
	}
	for i := range len(a) {
		row[0] = i + 1
		for k := range len(b) {
			row[k+1] = min(last[k+1], row[k]) + 1
			if a[i] == b[k] {
				row[k+1] = min(row[k+1], last[k])
			} else {
				row[k+1] = min(row[k+1], last[k]+1)
			}
			if i > 0 && k > 0 && a[i] == b[k-1] && a[i-1] == b[k] {
				row[k+1] = min(row[k+1], before[k-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

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
