package match

import (
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
	node    *node // for aTest and anAsk
	tag     tag
	topic   topic
	confirm bool // what is missing, or was answered, is the confirmation
}

// whole is the truth of the programme for the client. When it is No, way holds
// the facts any one of which, were it alone not known, would make it not No.
// What matters of it is added to refs.
func (m *run) whole() (t store.Tri, way factSet) {
	t = store.Yes
	if !m.prog.person {
		m.add(ref{tag: failed, topic: audience})
		t = store.No
	}
	if open := m.open(m.now.day); open != store.Yes || m.prog.dated {
		m.add(ref{tag: tagOf(open), topic: running})
		t = min(t, open)
	}
	if m.prog.area != noArea {
		in := m.inArea()
		m.add(ref{tag: tagOf(in), topic: area})
		t = min(t, in)
	}
	rule, way := m.walk(&m.prog.rule)
	if t == store.No {
		way = 0
	}
	return min(t, rule), way
}

// open says whether the programme takes referrals on the day. Where no source
// says, or none was read, a coach may have judged.
func (m *run) open(day store.Day) store.Tri {
	d := &m.prog.dates
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
	lives, areas := m.cur.value[store.District], m.set.areas.all[m.prog.area]
	if lives != m.now.value[store.District] {
		return holdsOne(areas, lives.Word)
	}
	in := &m.known.lives[m.prog.area]
	if *in == store.Unknown {
		*in = holdsOne(areas, lives.Word)
	}
	return *in
}

func holdsOne(areas []string, code string) store.Tri {
	return tri(slices.ContainsFunc(areas, func(a string) bool { return store.AreaHolds(a, code) }))
}

// walk is the truth of the rule; see whole.
func (m *run) walk(n *node) (store.Tri, factSet) {
	switch n.kind {
	case isTrue:
		return store.Yes, 0
	case isFalse:
		return store.No, 0
	case isAll:
		return m.all(n.kids)
	case isAny:
		return m.any(n.kids)
	case isAsk:
		return m.ask(n)
	case isDated:
		for i := range n.rule.Dated {
			if n.rule.Dated[i].Holds(m.cur.day) {
				return m.walk(&n.kids[i])
			}
		}
		return m.ask(n)
	}
	return m.test(n)
}

func (m *run) all(nodes []node) (store.Tri, factSet) {
	out, way := store.Yes, everyFact
	for i := range nodes {
		t, w := m.walk(&nodes[i])
		if t == store.No {
			way &= w
		}
		out = min(out, t)
	}
	return out, way
}

// any keeps the reasons of the children that stand for it: the first that is
// met; else all that are unknown; else what failed in each.
func (m *run) any(nodes []node) (store.Tri, factSet) {
	const fails, surelyMet = 0, 4
	start, best, out, way := len(m.refs), fails, store.No, factSet(0)
	for i := range nodes {
		from := len(m.refs)
		t, w := m.walk(&nodes[i])
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

func (m *run) test(n *node) (store.Tri, factSet) {
	t, confirm := m.truth(m.cur, n)
	if n.fixed && m.cur != &m.now {
		if was, c := m.truth(&m.now, n); was < t { // it cannot come to pass, but it can come to fail
			t, confirm = was, c
		}
	}
	x := ref{node: n, tag: tagOf(t), confirm: confirm}
	if t == store.No {
		m.add(x)
		if confirm || m.cur != &m.now {
			return t, 0
		}
		return t, m.canChange(n)
	}
	if m.near {
		switch was, c := m.truth(&m.now, n); was {
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
func (m *run) truth(c *client, n *node) (t store.Tri, confirm bool) {
	if t = c.test(n); n.kind == isOther {
		t = m.other(c, n)
	}
	if n.neg {
		t = -t
	}
	if !n.check || t == store.No {
		return t, false
	}
	said := m.judged(n.ask[len(m.prog.id)+1:])
	if t == store.Yes || said == store.No {
		return said, true
	}
	return t, false
}

// other is the truth of a test that takes long. It is found out once for the
// client as they are.
func (m *run) other(c *client, n *node) store.Tri {
	if !c.known.has(n.fact) {
		return store.Unknown
	}
	v := c.value[n.fact]
	if v != m.now.value[n.fact] || c.day != m.now.day {
		return c.testOther(n.rule, v)
	}
	found := &m.known.passes[n.other]
	if *found == 0 {
		*found = tried(c.testOther(n.rule, v)) + 2
	}
	return store.Tri(*found - 2)
}

// ask is the truth of a judgement.
func (m *run) ask(n *node) (store.Tri, factSet) {
	t := m.judged(n.ask[len(m.prog.id)+1:])
	if n.neg {
		t = -t
	}
	m.add(ref{node: n, tag: tagOf(t), topic: anAsk})
	return t, 0
}

// runningAsk is the ask of the judgement that a programme takes referrals.
const runningAsk = "running"

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
		return what == ask && (id == string(m.prog.id) || slices.Contains(m.prog.rec.OtherIDs, store.ProgrammeID(id)))
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
