package match

import (
	"slices"

	"signpost/store"
)

// slots is room for every fact there is, one bit of a factSet each; a test holds
// the vocabulary to it.
const slots = 64

// factSet is a set of facts, the bit of each by its number.
type factSet uint64

const everyFact = ^factSet(0)

func only(f store.Fact) factSet { return 1 << f }

func (s factSet) has(f store.Fact) bool { return s&only(f) != 0 }

const universalCredit = "universal-credit"

// client is what is known of the client, laid out flat once for a whole match,
// with what follows from it. It is copied to try what changes would do, so that it
// never writes through a pointer that it did not make itself.
type client struct {
	day   store.Day
	birth store.Day     // 0 when not known
	said  factSet       // facts that were given
	known factSet       // those and what follows from them
	value [slots]*value // for what is known
	extra [extras]value // values that were not given
	terms *vocabulary

	benefits store.Set // as given
}

// The values a client may hold of its own: what follows from the facts, one
// value that was changed, and the sets whose words were added to.
const (
	ofAge = iota
	ofBenefits
	ofGraduate
	ofChange
	ofProgrammes
	ofPastProgrammes
	extras
)

func (c *client) hold(f store.Fact, at int, v store.Value) {
	c.extra[at] = c.terms.value(f, v)
	c.value[f] = &c.extra[at]
	c.known |= only(f)
}

func (c *client) layOut(terms *vocabulary, facts store.Facts, day store.Day) {
	c.terms = terms
	given := make([]value, 0, len(facts))
	for f, v := range facts {
		if f < slots && terms.facts[f].Kind != store.NoKind {
			given = append(given, terms.value(f, v))
			c.value[f] = &given[len(given)-1]
			c.said |= only(f)
		}
	}
	c.known = c.said
	c.benefits = c.setOf(store.Benefits)
	if c.said.has(store.BirthDate) {
		c.birth = c.value[store.BirthDate].Day
	}
	c.on(day)
	c.follow()
}

// on moves the client to a day: what the calendar decides is as on that day.
func (c *client) on(day store.Day) {
	c.day = day
	if c.birth != 0 {
		c.hold(store.Age, ofAge, store.Value{Num: int64(day.Age(c.birth))})
	}
}

// again takes back a change of the fact, and of the day: the client is like now,
// of which it is a copy, again.
func (c *client) again(now *client, f store.Fact) {
	c.day, c.said, c.known, c.benefits = now.day, now.said, now.known, now.benefits
	for _, f := range [...]store.Fact{f, store.Age, store.Benefits, store.Graduate} {
		c.value[f] = now.value[f]
	}
}

// set changes one fact, which is then known.
func (c *client) set(f store.Fact, v store.Value) {
	c.hold(f, ofChange, v)
	c.said |= only(f)
	if f == store.Benefits {
		c.benefits = v.Set
	}
	c.follow()
}

// follow draws what follows from the facts: only ever a yes, and only where
// nothing was said of it.
func (c *client) follow() {
	onUC := c.said.has(store.UCRegime) ||
		c.said.has(store.UCHealth) && c.value[store.UCHealth].Word != "none" ||
		c.said.has(store.UCMonths) && c.value[store.UCMonths].Num > 0
	switch {
	case onUC && c.benefits.Holds(universalCredit) == store.Unknown:
		c.hold(store.Benefits, ofBenefits, store.Value{Set: store.Set{Has: append(slices.Clone(c.benefits.Has), universalCredit), Not: c.benefits.Not}})
	case c.said.has(store.Benefits):
		c.hold(store.Benefits, ofBenefits, store.Value{Set: c.benefits})
	default:
		c.known &^= only(store.Benefits)
	}
	if !c.said.has(store.Graduate) && c.said.has(store.DegreeSubject) {
		c.hold(store.Graduate, ofGraduate, store.Value{Num: 1})
	}
}

// setOf is what is known of a set; nothing when nothing is.
func (c *client) setOf(f store.Fact) store.Set {
	if !c.known.has(f) {
		return store.Set{}
	}
	return c.value[f].Set
}

// countAs makes a programme that the client is or was on count under all of its
// ids.
func (c *client) countAs(p *store.Programme) {
	if len(p.OtherIDs) == 0 {
		return
	}
	for i, f := range [...]store.Fact{store.Programmes, store.PastProgrammes} {
		s := c.setOf(f)
		switch {
		case anyID(s.Has, p):
			s.Has = withIDs(s.Has, p)
		case anyID(s.Not, p):
			s.Not = withIDs(s.Not, p)
		default:
			continue
		}
		c.hold(f, ofProgrammes+i, store.Value{Set: s})
	}
}

func anyID(words []string, p *store.Programme) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		return w == string(p.ID) || slices.Contains(p.OtherIDs, store.ProgrammeID(w))
	})
}

func withIDs(words []string, p *store.Programme) []string {
	words = slices.Clone(words)
	for _, id := range append([]store.ProgrammeID{p.ID}, p.OtherIDs...) {
		if !slices.Contains(words, string(id)) {
			words = append(words, string(id))
		}
	}
	return words
}

// test is the truth of a test of one fact. A test that does not fit its fact is
// unknown.
func (c *client) test(n *node) store.Tri {
	if !c.known.has(n.fact) {
		return store.Unknown
	}
	v := c.value[n.fact]
	switch n.kind {
	case isNumber:
		return tri(v.Num >= n.lo && v.Num <= n.hi)
	case isWord:
		return tri(v.has&n.has != 0)
	case isSet:
		return min(anyOf(n.has, v.has, v.not), anyOf(n.lacks, v.not, v.has))
	}
	return store.Unknown
}

// anyOf is whether any of the words is among those that are, where others are
// known not to be. None asked is yes.
func anyOf(words, are, not uint64) store.Tri {
	switch {
	case words == 0, words&are != 0:
		return store.Yes
	case words&^not == 0:
		return store.No
	}
	return store.Unknown
}

func (c *client) testOther(r *store.Rule, v *value) store.Tri {
	switch c.terms.facts[r.Fact].Kind {
	case store.KindOne, store.KindText:
		return tri(isOne(r, v.Word))
	case store.KindDate:
		return tri(int64(c.day)-int64(v.Day) <= int64(*r.MaxDaysAgo))
	case store.KindSet:
		return testSet(r, v.Set)
	}
	return store.Unknown
}

func isOne(r *store.Rule, word string) bool {
	if r.Fact != store.District {
		return slices.Contains(r.Is, word)
	}
	for _, area := range r.Is {
		if store.AreaHolds(area, word) {
			return true
		}
	}
	return false
}

// testSet is the truth of Has (any of these) and Lacks (not all of these), both
// of which hold where both are given.
func testSet(r *store.Rule, s store.Set) store.Tri {
	out := store.Yes
	if len(r.Has) > 0 {
		out = store.No
		for _, w := range r.Has {
			out = max(out, s.Holds(w))
		}
	}
	if len(r.Lacks) > 0 {
		lacks := store.No
		for _, w := range r.Lacks {
			lacks = max(lacks, -s.Holds(w))
		}
		out = min(out, lacks)
	}
	return out
}

func tri(b bool) store.Tri {
	if b {
		return store.Yes
	}
	return store.No
}
