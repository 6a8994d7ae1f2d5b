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
// with what follows from it. It is copied to try what a change would do, so that
// it never writes through a pointer that it did not make itself.
type client struct {
	day   store.Day
	birth store.Day // 0 when not known
	said  factSet   // facts that were given
	known factSet   // those and what follows from them
	kind  [slots]store.Kind
	value [slots]*store.Value // for what is known
	extra [extras]store.Value // values that were not given

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
	c.extra[at] = v
	c.value[f] = &c.extra[at]
	c.known |= only(f)
}

func (c *client) layOut(facts store.Facts, day store.Day) {
	for f, v := range facts {
		if info := f.Info(); info.Kind != store.NoKind && f < slots {
			c.kind[f], c.value[f] = info.Kind, &v
			c.said |= only(f)
		}
	}
	c.kind[store.Age], c.kind[store.Benefits], c.kind[store.Graduate] = store.KindNumber, store.KindSet, store.KindYesNo
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

// set changes one fact, which is then known.
func (c *client) set(f store.Fact, v store.Value) {
	c.kind[f] = f.Info().Kind
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
func (c *client) test(r *store.Rule) store.Tri {
	if r.Fact >= slots || !c.known.has(r.Fact) {
		return store.Unknown
	}
	v := c.value[r.Fact]
	switch kind := c.kind[r.Fact]; kind {
	case store.KindNumber, store.KindPounds:
		if lo, hi, ok := bounds(r, kind); ok {
			return tri(v.Num >= lo && v.Num <= hi)
		}
	case store.KindYesNo:
		if len(r.Is) > 0 {
			return tri(slices.Contains(r.Is, yesNo(v.Num != 0)))
		}
	case store.KindOne, store.KindText:
		if len(r.Is) > 0 {
			return tri(isOne(r, v.Word))
		}
	case store.KindDate:
		if r.MaxDaysAgo != nil {
			return tri(int64(c.day)-int64(v.Day) <= int64(*r.MaxDaysAgo))
		}
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
	if len(r.Has) == 0 && len(r.Lacks) == 0 {
		return store.Unknown
	}
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

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
