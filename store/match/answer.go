package match

import (
	"fmt"
	"strings"

	"signpost/store"
)

// UnknownError names the ids that no programme has, each with the nearest that
// one has ("" where there are no programmes). It is a store.ErrNotFound.
type UnknownError struct {
	IDs, Nearest []store.ProgrammeID
}

func (e *UnknownError) Error() string {
	var b strings.Builder
	for i, id := range e.IDs {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "there is no programme %q", id)
		if near := e.Nearest[i]; near != "" {
			fmt.Fprintf(&b, ": the nearest is %q", near)
		}
	}
	return b.String()
}

// Unwrap is store.ErrNotFound.
func (e *UnknownError) Unwrap() error { return store.ErrNotFound }

// nearest is the id that takes the fewest typing errors to get from; of several,
// the first in the alphabet.
func (s *Set) nearest(id store.ProgrammeID) store.ProgrammeID {
	const longest = 80 // of an id that is looked at; more is no slip of the hand
	want := strings.ToLower(string(id))
	want = want[:min(len(want), longest)]
	var best store.ProgrammeID
	least := 0
	for have := range s.byID {
		d := distanceOf(want, string(have[:min(len(have), longest)]))
		if best == "" || d < least || d == least && have < best {
			best, least = have, d
		}
	}
	return best
}

// distanceOf is the number of letters to add, drop or change to get from a to b.
func distanceOf(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left, corner := i+1, i
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost = 1 + min(corner, left, row[j+1])
			}
			row[j], left, corner = left, cost, row[j+1]
		}
		row[len(b)] = left
	}
	return row[len(b)]
}
