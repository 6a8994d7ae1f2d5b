// Package match says how a client stands with a programme on a day, and why.
//
// It is pure: facts, programmes and a day go in, results come out; nothing is
// kept and nothing that came in is changed. It must not know of screens, of
// members or of how anything is stored.
//
// Truth has three values, and what is unknown is never read as no. An All is as
// true as its least true child, an Any as its most, and a Not is carried down to
// the tests, each of which then speaks with its SaysNot. A programme is matched
// as one All of: it is for a person, it takes referrals on the day, the client
// lives in its area, and its rule.
//
// What follows from the facts is used, and only ever a yes: age from the date of
// birth; Universal Credit from a UC regime, a UC health group or months on it;
// being a graduate from the subject of the degree. A programme known under
// several ids counts under each of them. What was said outright comes first.
//
// Judgements are words of the fact judgements, "programme/ask", known to be in
// it (yes) or known not to be (no); a list of judgements is never read as the
// whole truth. Besides the asks of its rule a programme has
//
//   - "programme/running": is it taking referrals, where its sources do not say;
//   - "programme/confirm-" and eight hexadecimal digits: has the provider confirmed
//     a test that no published source supports. The digits are the FNV-1a hash
//     of the test's fact and words, so that the answer outlives a change
//     elsewhere in the rule, and not a change of what was confirmed. The same
//     form stands for a Dated none of whose windows holds the day.
//
// A test without a published source counts as All of the test and its
// confirmation: a client who meets it is unclear until a coach has confirmed it.
//
// A near miss has one fact in its way. Exactly: no programme-level test fails
// (person, dates, area), and there is a fact for which the rule would not fail
// were that fact alone not known, and a value that the fact can come to have (see
// store.Change and Rule.Fixed) with which it does not fail. Age and date of
// birth are one fact; where someone lives never changes. Where several facts
// would each do by themselves, the one that time alone brings is named, the
// soonest first, and otherwise the first in the rule.
//
// Where time alone brings it, everything else stays as it is today but for what
// the calendar decides: ages by date of birth, days since a date, windows of the
// rule and of referrals are those of the day on which it comes true. A near miss
// that another of these stops by then is ineligible, and says so.
package match

import "signpost/store"

// One says how a client with these facts stands with the programme on the day.
// Other programmes' other ids are not known here: see Answer.
func One(facts store.Facts, p *store.Programme, day store.Day) store.Result {
	m := begin(facts, day)
	m.now.countAs(p)
	var out store.Result
	m.match(p, &out)
	return out
}

// All says how a client stands with every programme, the most useful first:
// what is for a person before what is not; by standing; by how many of the
// client's own barriers it helps with; what is unclear by how little is missing,
// a near miss by how soon; closed after open; then by name.
func All(facts store.Facts, programmes []store.Programme, day store.Day) []store.Result {
	which := make([]*store.Programme, len(programmes))
	for i := range programmes {
		which[i] = &programmes[i]
	}
	return matchAll(facts, programmes, which, day)
}

func matchAll(facts store.Facts, known []store.Programme, which []*store.Programme, day store.Day) []store.Result {
	m := begin(facts, day)
	for i := range known {
		m.now.countAs(&known[i])
	}
	m.room.chunk, m.help.chunk = min(256, 4*len(which)), min(256, len(which))
	results := make([]store.Result, len(which))
	for i, p := range which {
		m.match(p, &results[i])
	}
	inOrder(results, which, day)
	return results
}

// run is one match under way: one client, one programme after the other.
type run struct {
	now   client    // the client as they are
	what  client    // the client with one fact changed
	cur   *client   // the one of the two that is walked
	near  bool      // what is walked is a near miss: tell what had to change
	then  store.Day // the day on which time alone will have brought a near miss
	own   []store.Barrier
	prog  *store.Programme
	refs  []ref // the reasons that matter so far
	room  slab[store.Reason]
	help  slab[store.Barrier]
	plain [slots]any // values of facts as JSON has them, once made
	cited [8]string  // the programme's sources as one line, once made
}

func begin(facts store.Facts, day store.Day) *run {
	m := &run{own: store.BarriersOf(facts)}
	m.now.layOut(facts, day)
	m.cur = &m.now
	return m
}

// standings by truth.
func standing(t store.Tri) store.Standing {
	switch t {
	case store.Yes:
		return store.Eligible
	case store.No:
		return store.Ineligible
	}
	return store.Unclear
}

func (m *run) match(p *store.Programme, out *store.Result) {
	m.prog, m.refs, m.cited = p, m.refs[:0], [8]string{}
	t, way := m.whole()
	out.ID, out.Name, out.Rev, out.NotPerson = p.ID, p.Name, p.Rev, !p.Serves(store.ForPerson)
	out.Standing, out.Helps = standing(t), m.helps()
	late := ""
	if t == store.No && way != 0 {
		var near hope
		if near, late = m.nearMiss(way); near.fact != store.NoFact {
			out.Standing, out.When = store.NearMiss, near.when
		}
	}
	out.Met, out.Missing, out.Failed = m.reasons(met), m.reasons(missing), m.reasons(failed)
	if late == "" {
		return
	}
	for i := range out.Failed {
		if out.Failed[i].When != 0 {
			out.Failed[i].Note = join(out.Failed[i].Note, late)
		}
	}
}

// helps lists the client's own barriers that the programme helps with.
func (m *run) helps() []store.Barrier {
	out := m.help.next(len(m.own))
	for _, own := range m.own {
		for _, b := range m.prog.Helps {
			if n := len(own); n == len(b) && own[n-1] == b[n-1] && own == b {
				out = append(out, own)
				break
			}
		}
	}
	return m.help.keep(out)
}

// slab hands out room for slices from larger pieces, so that a long match
// allocates little.
type slab[T any] struct {
	free  []T
	chunk int // how much to allocate at a time
}

// next is an empty slice with room for n; keep has to follow before the next.
func (s *slab[T]) next(n int) []T {
	if n > len(s.free) || s.free == nil {
		s.free = make([]T, max(n, s.chunk))
	}
	return s.free[:0:n]
}

// keep takes the room that the slice came to use, which then nobody else has.
func (s *slab[T]) keep(used []T) []T {
	s.free = s.free[len(used):]
	return used[:len(used):len(used)]
}
