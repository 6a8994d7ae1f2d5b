// Package match says how a client stands with a programme on a day, and why.
//
// It is pure: facts, programmes and a day go in, results come out, and nothing
// that came in is changed. Programmes that are matched again and again are made
// ready once, by Compile; beyond that nothing is kept. It must not know of
// screens, of members or of how anything is stored.
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
	s, one, out := newSet(0), prog{}, store.Result{}
	s.compile(&one, p)
	s.begin(facts, day).match(&one, &out)
	return out
}

// All is Set.All of programmes that are matched once.
func All(facts store.Facts, programmes []store.Programme, day store.Day) []store.Result {
	return Compile(programmes).All(facts, day)
}

// Answer is Set.Answer of programmes that are matched once.
func Answer(facts store.Facts, programmes []store.Programme, day store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	return Compile(programmes).Answer(facts, day, only...)
}

// Next is Set.Next of programmes that are matched once.
func Next(facts store.Facts, programmes []store.Programme, results []store.Result, day store.Day) []store.Question {
	return Compile(programmes).Next(facts, results, day)
}

// run is one match under way: one client, one programme after the other.
type run struct {
	set   *Set
	terms *vocabulary
	prog  *prog
	now   client     // the client as they are
	what  client     // the client with one fact changed
	last  store.Fact // the fact that was changed last
	cur   *client    // the one of the two that is walked
	near  bool       // what is walked is a near miss: tell what had to change
	then  store.Day  // the day on which time alone will have brought a near miss
	refs  []ref      // the reasons that matter so far
	room  slab
	known memory
}

// memory is what was found out once for the client as they are.
type memory struct {
	own    owned
	lives  []store.Tri // in each of the set's areas; Unknown where that was not asked yet
	passes []tried     // each of the set's other tests
	plain  [slots]any  // values of facts as JSON has them
}

// tried is the truth of a test that was tried, plus two; zero when it was not.
type tried int8

// owned is the client's own barriers.
type owned struct {
	all   []store.Barrier
	bits  []uint64
	both  uint64
	parts map[uint64][]store.Barrier // those of some bits, once they were wanted
}

func ownedOf(terms *vocabulary, all []store.Barrier) owned {
	o := owned{all: all, parts: map[uint64][]store.Barrier{0: {}}}
	for _, b := range all {
		o.bits = append(o.bits, terms.barriers[b])
		o.both |= terms.barriers[b]
	}
	return o
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

func (m *run) match(p *prog, out *store.Result) {
	m.prog, m.refs = p, m.refs[:0]
	t, way := m.whole()
	out.ID, out.Name, out.Rev, out.NotPerson = p.id, p.name, p.rev, !p.person
	out.Standing, out.Helps = standing(t), m.known.own.of(p.helps)
	late := ""
	if t == store.No && way != 0 {
		var near hope
		if near, late = m.nearMiss(way); near.fact != store.NoFact {
			out.Standing, out.When = store.NearMiss, near.when
		}
	}
	m.reasons(out)
	if late == "" {
		return
	}
	for i := range out.Failed {
		if out.Failed[i].When != 0 {
			out.Failed[i].Note = join(out.Failed[i].Note, late)
		}
	}
}

// of lists the client's own barriers among those of the bits. Results share
// the list, which nobody changes.
func (o *owned) of(bits uint64) []store.Barrier {
	bits &= o.both
	out, ok := o.parts[bits]
	if !ok {
		for i, b := range o.all {
			if o.bits[i]&bits != 0 {
				out = append(out, b)
			}
		}
		out = out[:len(out):len(out)]
		o.parts[bits] = out
	}
	return out
}

// slab hands out room for reasons from larger pieces, so that a long match
// allocates little.
type slab struct {
	free  []store.Reason
	chunk int // how many to allocate at a time
}

// next is an empty slice with room for n; keep has to follow before the next.
func (s *slab) next(n int) []store.Reason {
	if n > len(s.free) || s.free == nil {
		s.free = make([]store.Reason, max(n, s.chunk))
	}
	return s.free[:0:n]
}

// keep takes the room that the slice came to use, which then nobody else has.
func (s *slab) keep(used []store.Reason) []store.Reason {
	s.free = s.free[len(used):]
	return used[:len(used):len(used)]
}
