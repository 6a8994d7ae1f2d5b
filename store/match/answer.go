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
	want := strings.ToLower(string(id))
	var best store.ProgrammeID
	least := 0
	for have := range s.byID {
		d := store.Mistyped(want, string(have))
		if best == "" || d < least || d == least && have < best {
			best, least = have, d
		}
	}
	return best
}
