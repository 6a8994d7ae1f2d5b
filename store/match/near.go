package match

import (
	"slices"

	"signpost/store"
)

// hope is a near miss: the one fact in the way, what it can come to be, and the
// day on which time alone will have brought that; the zero hope is none.
type hope struct {
	fact  store.Fact
	value store.Value
	when  store.Day
}

// nearMiss looks for one fact, of those in way, whose change would do, and leaves
// the reasons of the near miss in refs. Where there is none, late says what
// stops by then what time alone would have brought.
func (m *run) nearMiss(way factSet) (best hope, late string) {
	closes := false
	for i := range len(m.refs) { // what is tried adds behind them, and takes away again
		x := m.refs[i]
		if x.tag != failed || x.topic != aTest || !way.has(x.node.fact) {
			continue
		}
		f := x.node.fact
		way &^= only(f)
		h, words, shut := m.hopeFor(f)
		switch {
		case h.fact == store.NoFact:
			closes = closes || shut
			if late == "" {
				late = words
			}
		case best.fact == store.NoFact, h.when != 0 && (best.when == 0 || h.when < best.when):
			best = h
		}
	}
	if best.fact == store.NoFact {
		if closes {
			m.add(ref{tag: failed, topic: runThen})
		}
		return hope{}, late
	}
	m.tell(best)
	return best, ""
}

// tell replaces the reasons with those of the near miss.
func (m *run) tell(h hope) {
	m.refs = m.refs[:0]
	m.suppose(h.fact, h.value, m.now.day)
	m.cur, m.near = &m.what, true
	m.whole()
	m.cur, m.near = &m.now, false
	if h.when != 0 && m.open(h.when) == store.Unknown && m.open(m.now.day) != store.Unknown {
		m.then = h.when
		m.add(ref{tag: missing, topic: runThen})
	}
}

// hopeFor looks for a value the fact can come to have with which the programme
// does not fail, now and, where time brings it, on the day it does. Failing
// that, late says why time does not, and shut whether it is that referrals close
// first.
func (m *run) hopeFor(f store.Fact) (h hope, late string, shut bool) {
	for v := range m.values(f) {
		if _, ok := m.holdsWith(f, v, m.now.day); !ok {
			continue
		}
		when := m.comesOn(f, v.Num)
		if when == 0 {
			return hope{fact: f, value: v}, "", false
		}
		why, ok := m.holdsWith(f, v, when)
		switch {
		case !ok:
			if late == "" {
				late = "by " + when.Words() + " another requirement fails: " + why
			}
		case m.open(when) == store.No:
			shut, m.then = true, when
		default:
			return hope{fact: f, value: v, when: when}, "", false
		}
	}
	return hope{}, late, shut
}

// suppose makes the client that is tried one whose fact has the value on the day.
func (m *run) suppose(f store.Fact, v store.Value, day store.Day) {
	m.what.again(&m.now, m.last)
	m.what.on(day)
	m.what.set(f, v)
	m.last = f
}

// comesOn is the day on which the fact will have grown to n; 0 where time alone
// does not bring it, or the day cannot be known.
func (m *run) comesOn(f store.Fact, n int64) store.Day {
	info := &m.terms.facts[f]
	switch {
	case info.Change != store.Grows:
		return 0
	case f == store.Age && m.now.birth != 0:
		return m.now.birth.Birthday(int(n))
	case info.Unit == "month":
		return m.now.day.AddMonths(int(n - m.now.value[f].Num))
	}
	return 0
}

// holdsWith says whether the rule would not fail on the day were the fact to
// have the value, and the words of what first failed in it.
func (m *run) holdsWith(f store.Fact, v store.Value, day store.Day) (why string, ok bool) {
	m.suppose(f, v, day)
	from := len(m.refs)
	m.cur = &m.what
	t, _ := m.walk(&m.prog.rule)
	m.cur = &m.now
	if t == store.No {
		if i := slices.IndexFunc(m.refs[from:], func(r ref) bool { return r.tag == failed && r.node != nil }); i >= 0 {
			why = m.refs[from+i].node.says
		}
	}
	m.refs = m.refs[:from]
	return why, t != store.No
}
