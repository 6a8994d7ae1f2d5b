package provision

import "signpost/store"

// Merge plans how the stored records follow a newer catalogue. put are the
// records to write: those that are new, and those that nobody has edited whose
// built-in record has changed, with the revision they have in the store. kept
// are the ids of records that have a changed built-in record and stay as they
// are, because somebody edited them or wrote them by hand. A stored record that
// the catalogue no longer has stays, and is in neither.
func Merge(stored, builtin []store.Programme) (put []store.Programme, kept []store.ProgrammeID) {
	have := make(map[store.ProgrammeID]*store.Programme, len(stored))
	for i := range stored {
		have[stored[i].ID] = &stored[i]
	}
	for _, b := range builtin {
		old, ok := have[b.ID]
		switch {
		case !ok:
			b.Rev, b.Edited = 0, false
			put = append(put, b)
		case old.Builtin == b.Builtin:
		case old.Edited || old.Builtin == "":
			kept = append(kept, b.ID)
		default:
			b.Rev, b.Edited = old.Rev, false
			put = append(put, b)
		}
	}
	return put, kept
}
