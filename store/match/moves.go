package match

import "signpost/store"

// Move is one programme whose standing is not what it was. From is empty for a
// programme that was not matched before, To for one that is matched no more.
type Move struct {
	ID   store.ProgrammeID `json:"id"`
	Name string            `json:"name"`
	From store.Standing    `json:"from,omitempty"`
	To   store.Standing    `json:"to,omitempty"`
}

// Moves lists the programmes whose standing differs between two matches, in the
// order of the later one; those it no longer has come last, in the order they
// had.
func Moves(before, after []store.Result) []Move {
	was := make(map[store.ProgrammeID]store.Standing, len(before))
	for i := range before {
		was[before[i].ID] = before[i].Standing
	}
	moves := []Move{}
	for i := range after {
		r := &after[i]
		if from := was[r.ID]; from != r.Standing {
			moves = append(moves, Move{ID: r.ID, Name: r.Name, From: from, To: r.Standing})
		}
		delete(was, r.ID)
	}
	for i := range before {
		r := &before[i]
		if from, ok := was[r.ID]; ok {
			moves = append(moves, Move{ID: r.ID, Name: r.Name, From: from})
			delete(was, r.ID)
		}
	}
	return moves
}
