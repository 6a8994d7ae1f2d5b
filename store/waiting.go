package store

// Waiting is what waits for a member today, of their own partner's records.
type Waiting struct {
	Untriaged  []Client   // open, with facts that no kept assessment has seen
	Drafts     []Referral // begun and not sent
	Unanswered []Referral // sent, with no answer yet
	CameTrue   []NearDay  // near misses of kept assessments whose day has come
}

// NearDay is a programme that a kept assessment gave as a near miss, with the day
// on which time alone brings it. (NearMiss is the standing.)
type NearDay struct {
	Client    ClientRef
	GivenName string
	Programme ProgrammeID
	Name      string // of the programme
	When      Day    // the day time alone brings it
}

// Empty says whether nothing waits.
func (w *Waiting) Empty() bool {
	return len(w.Untriaged)+len(w.Drafts)+len(w.Unanswered)+len(w.CameTrue) == 0
}
