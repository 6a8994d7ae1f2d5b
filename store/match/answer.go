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

// Answer is a whole match: how the client stands with every programme, or with
// those named only, and what to ask next about those. A programme may be named
// by any of its ids; its result carries its own. Ids that no programme has are
// an *UnknownError.
func Answer(facts store.Facts, programmes []store.Programme, day store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	out := store.Answer{AsOf: day}
	if len(only) == 0 {
		out.Results = All(facts, programmes, day)
	} else {
		which, err := named(programmes, only)
		if err != nil {
			return store.Answer{}, err
		}
		out.Results = matchAll(facts, programmes, which, day)
	}
	out.Next = Next(facts, programmes, out.Results, day)
	return out, nil
}

// named lists the programmes of the ids, each once.
func named(programmes []store.Programme, ids []store.ProgrammeID) ([]*store.Programme, error) {
	byID := make(map[store.ProgrammeID]*store.Programme, len(programmes))
	for i := range programmes {
		for _, id := range programmes[i].OtherIDs {
			byID[id] = &programmes[i]
		}
	}
	for i := range programmes { // an own id comes before another's other id
		byID[programmes[i].ID] = &programmes[i]
	}
	var which []*store.Programme
	unknown := &UnknownError{}
	taken := map[store.ProgrammeID]bool{}
	for _, id := range ids {
		p, ok := byID[id]
		switch {
		case !ok:
			unknown.IDs = append(unknown.IDs, id)
			unknown.Nearest = append(unknown.Nearest, nearest(byID, id))
		case !taken[p.ID]:
			taken[p.ID] = true
			which = append(which, p)
		}
	}
	if len(unknown.IDs) > 0 {
		return nil, unknown
	}
	return which, nil
}

// nearest is the id that takes the fewest typing errors to get from; of several,
// the first in the alphabet.
func nearest(byID map[store.ProgrammeID]*store.Programme, id store.ProgrammeID) store.ProgrammeID {
	const longest = 80 // of an id that is looked at; more is no slip of the hand
	want := strings.ToLower(string(id))
	want = want[:min(len(want), longest)]
	var best store.ProgrammeID
	least := 0
	for have := range byID {
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
