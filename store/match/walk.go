package match

import (
	"fmt"
	"hash/fnv"
	"slices"

	"signpost/store"
)

// tag is what a reason is a reason of.
type tag uint8

const (
	met tag = iota
	missing
	failed
	inTheWay // fails now, and would not with the one fact changed
)

// topic is what a reason speaks of.
type topic uint8

const (
	aTest    topic = iota
	anAsk          // a judgement, or a Dated none of whose windows holds the day
	audience       // the programme is for a person
	running        // it takes referrals on the day
	runThen        // it takes referrals on the day on which a near miss comes true
	area           // the client lives in its area
)

// ref points to one reason, before it is put into words.
type ref struct {
	rule    *store.Rule // for aTest and anAsk
	tag     tag
	topic   topic
	neg     bool // it stands under an odd number of Nots
	confirm bool // what is missing, or was answered, is the confirmation
}

// whole is the truth of the programme for the client. When it is No, way holds
// the facts any one of which, were it alone not known, would make it not No.
// What matters of it is added to refs.
func (m *run) whole() (t store.Tri, way factSet) {
	t = store.Yes
	if !m.prog.Serves(store.ForPerson) {
		m.add(ref{tag: failed, topic: audience})
		t = store.No
	}
	if open := m.open(m.now.day); open != store.Yes || hasDays(&m.prog.Dates) {
		m.add(ref{tag: tagOf(open), topic: running})
		t = min(t, open)
	}
	if len(m.prog.Area) > 0 {
		in := m.inArea()
		m.add(ref{tag: tagOf(in), topic: area})
		t = min(t, in)
	}
	rule, way := m.walk(&m.prog.Rule, false)
	if t == store.No {
		way = 0
	}
	return min(t, rule), way
}

// open says whether the programme takes referrals on the day. Where no source
// says, or none was read, a coach may have judged.
func (m *run) open(day store.Day) store.Tri {
	d := &m.prog.Dates
	open := d.Open(day)
	if open == store.Unknown || open == store.No && d.Unverified {
		return m.judged(runningAsk)
	}
	return open
}

func (m *run) inArea() store.Tri {
	if !m.cur.known.has(store.District) {
		return store.Unknown
	}
	code := m.cur.value[store.District].Word
	for _, a := range m.prog.Area {
		if store.AreaHolds(a, code) {
			return store.Yes
		}
	}
	return store.No
}

// walk is the truth of the rule, negated where neg is set; see whole.
func (m *run) walk(r *store.Rule, neg bool) (store.Tri, factSet) {
	switch {
	case r.Fact != store.NoFact:
		return m.test(r, neg)
	case len(r.All) > 0 && !neg, len(r.Any) > 0 && neg:
		return m.all(group(r), neg)
	case len(r.All) > 0, len(r.Any) > 0:
		return m.any(group(r), neg)
	case r.Not != nil:
		return m.walk(r.Not, !neg)
	case len(r.Dated) > 0:
		if in := branch(r, m.cur.day); in != nil {
			return m.walk(in, neg)
		}
		return m.ask(r, neg)
	case r.Ask != "":
		return m.ask(r, neg)
	}
	return tri(!neg), 0
}

func group(r *store.Rule) []store.Rule {
	if len(r.All) > 0 {
		return r.All
	}
	return r.Any
}

// branch is the rule of a Dated that holds on the day, or nil.
func branch(r *store.Rule, day store.Day) *store.Rule {
	for i := range r.Dated {
		if r.Dated[i].Holds(day) {
			return &r.Dated[i].Rule
		}
	}
	return nil
}

func (m *run) all(rules []store.Rule, neg bool) (store.Tri, factSet) {
	out, way := store.Yes, everyFact
	for i := range rules {
		t, w := m.walk(&rules[i], neg)
		if t == store.No {
			way &= w
		}
		out = min(out, t)
	}
	return out, way
}

// any keeps the reasons of the children that stand for it: the first that is
// met; else all that are unknown; else what failed in each.
func (m *run) any(rules []store.Rule, neg bool) (store.Tri, factSet) {
	const fails, surelyMet = 0, 4
	start, best, out, way := len(m.refs), fails, store.No, factSet(0)
	for i := range rules {
		from := len(m.refs)
		t, w := m.walk(&rules[i], neg)
		worth := m.worth(t, from)
		switch {
		case worth > best:
			m.refs = slices.Delete(m.refs, start, from)
			best, out = worth, t
		case worth == fails && best == fails:
			m.onlyFailed(from)
			way |= w
		case worth < best, t == store.Yes:
			m.refs = m.refs[:from]
		}
		if best == surelyMet {
			break
		}
	}
	return out, way
}

// worth orders the children of an Any by how well they stand for it: what is
// met before what is unknown, and in each what needs no change of the fact in
// the way before what does.
func (m *run) worth(t store.Tri, from int) int {
	out := 0
	switch t {
	case store.No:
		return 0
	case store.Unknown:
		out = 1
	case store.Yes:
		out = 3
	}
	if m.near && slices.ContainsFunc(m.refs[from:], func(r ref) bool { return r.tag == inTheWay }) {
		return out
	}
	return out + 1
}

// onlyFailed drops all but what failed from the refs from there on: in a branch
// that fails, nothing else matters.
func (m *run) onlyFailed(from int) {
	kept := m.refs[:from]
	for _, r := range m.refs[from:] {
		if r.tag == failed {
			kept = append(kept, r)
		}
	}
	m.refs = kept
}

func (m *run) test(r *store.Rule, neg bool) (store.Tri, factSet) {
	t, confirm := m.truth(m.cur, r, neg)
	if r.Fixed && m.cur != &m.now {
		if was, c := m.truth(&m.now, r, neg); was < t { // it cannot come to pass, but it can come to fail
			t, confirm = was, c
		}
	}
	x := ref{rule: r, tag: tagOf(t), neg: neg, confirm: confirm}
	if t == store.No {
		m.add(x)
		if confirm || m.cur != &m.now {
			return t, 0
		}
		return t, m.canChange(r, neg)
	}
	if m.near {
		switch was, c := m.truth(&m.now, r, neg); was {
		case store.No:
			x.tag, x.confirm = inTheWay, false
		case store.Unknown: // and may follow from the change
			x.tag, x.confirm = missing, c
		}
	}
	m.add(x)
	return t, 0
}

// truth is the truth of a test, and whether the confirmation decided it.
func (m *run) truth(c *client, r *store.Rule, neg bool) (t store.Tri, confirm bool) {
	t = c.test(r)
	if neg {
		t = -t
	}
	if !r.Unverified || t == store.No {
		return t, false
	}
	said := store.Unknown
	if m.cur.known.has(store.Judgements) {
		said = m.judged(confirmAsk(r, neg))
	}
	if t == store.Yes || said == store.No {
		return said, true
	}
	return t, false
}

// ask is the truth of a judgement.
func (m *run) ask(r *store.Rule, neg bool) (store.Tri, factSet) {
	t := store.Unknown
	if m.cur.known.has(store.Judgements) {
		t = m.judged(askOf(r))
	}
	if neg {
		t = -t
	}
	m.add(ref{rule: r, tag: tagOf(t), topic: anAsk, neg: neg})
	return t, 0
}

func askOf(r *store.Rule) string {
	if r.Ask != "" {
		return r.Ask
	}
	return confirmAsk(r, false)
}

// runningAsk is the ask of the judgement that a programme takes referrals.
const runningAsk = "running"

// confirmAsk is the ask of the confirmation of a test.
func confirmAsk(r *store.Rule, neg bool) string {
	h := fnv.New32a()
	h.Write([]byte(r.Fact.String()))
	h.Write([]byte{0})
	h.Write([]byte(says(r, neg)))
	return fmt.Sprintf("confirm-%08x", h.Sum32())
}

// judged is what a coach has judged of the programme, under any of its ids.
func (m *run) judged(ask string) store.Tri {
	if !m.cur.known.has(store.Judgements) {
		return store.Unknown
	}
	s := m.cur.value[store.Judgements].Set
	is := func(w string) bool {
		id, what := w, ""
		if i := len(w) - len(ask) - 1; i > 0 && w[i] == '/' {
			id, what = w[:i], w[i+1:]
		}
		return what == ask && (id == string(m.prog.ID) || slices.Contains(m.prog.OtherIDs, store.ProgrammeID(id)))
	}
	switch {
	case slices.ContainsFunc(s.Has, is):
		return store.Yes
	case slices.ContainsFunc(s.Not, is):
		return store.No
	}
	return store.Unknown
}

func (m *run) add(r ref) { m.refs = append(m.refs, r) }

func tagOf(t store.Tri) tag {
	switch t {
	case store.Yes:
		return met
	case store.No:
		return failed
	}
	return missing
}
