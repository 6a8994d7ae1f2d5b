package match

import (
	"fmt"
	"hash/fnv"
	"strings"

	"signpost/store"
)

// Notes on what no published source supports.
const (
	unconfirmed = "not confirmed by a published source"
	confirmed   = "confirmed by a coach"
)

// reasons puts into words what was found; what is in the way of a near miss
// stands with what failed. The same words of the same fact stand once.
func (m *run) reasons(out *store.Result) {
	var n [failed + 1]int
	for i := range m.refs {
		n[m.refs[i].of()]++
	}
	out.Met, out.Missing, out.Failed = m.under(met, n[met]), m.under(missing, n[missing]), m.under(failed, n[failed])
}

// under is the reasons under a tag, of which there are n at most.
func (m *run) under(of tag, n int) []store.Reason {
	if n == 0 {
		return []store.Reason{}
	}
	out := m.room.next(n)
	for i := range m.refs {
		if x := &m.refs[i]; x.of() == of && !m.said(i) {
			out = out[:len(out)+1]
			m.reason(x, &out[len(out)-1])
		}
	}
	return m.room.keep(out)
}

func (r *ref) of() tag {
	if r.tag == inTheWay {
		return failed
	}
	return r.tag
}

// said says whether an earlier ref says the same as that one.
func (m *run) said(i int) bool {
	x := &m.refs[i]
	if x.node == nil {
		return false
	}
	for j := range m.refs[:i] {
		y := &m.refs[j]
		if y.node == nil || y.tag != x.tag || y.topic != x.topic || y.confirm != x.confirm {
			continue
		}
		if y.node == x.node || y.node.alike(x.node) {
			return true
		}
	}
	return false
}

// alike says whether two nodes say the same words of the same fact, or of the
// same judgement.
func (n *node) alike(o *node) bool {
	return n.fact == o.fact && n.neg == o.neg && n.says == o.says && n.rule.Ask == o.rule.Ask
}

// reason puts one reason into words. out is empty before.
func (m *run) reason(x *ref, out *store.Reason) {
	switch x.topic {
	case audience:
		out.Says, out.Source = m.prog.said.audience, m.prog.said.first
	case running:
		m.runningReason(x.tag, out)
	case runThen:
		m.runThenReason(x.tag, out)
	case area:
		m.areaReason(x.tag, out)
	case anAsk:
		m.askReason(x, out)
	default:
		m.testReason(x, out)
	}
}

func (m *run) testReason(x *ref, out *store.Reason) {
	n := x.node
	out.Says, out.Source = n.says, n.from
	if x.confirm && x.tag != met {
		out.Ask, out.Note = n.ask, unconfirmed
		if x.tag == missing {
			out.Question = question(n)
		}
		return
	}
	fact := n.fact
	if fact == store.Age && (m.now.birth != 0 || !m.now.known.has(store.Age)) {
		fact = store.BirthDate
	}
	out.Fact = m.terms.facts[fact].Name
	switch x.tag {
	case missing:
		if out.Question = n.question; out.Question == "" {
			out.Question = m.terms.facts[fact].Question
		}
	case failed, inTheWay:
		out.When, out.Short = m.distance(n)
		out.Note = n.changes
	}
	if x.tag != missing {
		out.Value = m.valueOf(fact)
	}
	switch {
	case !n.check:
	case x.tag == met:
		out.Note = confirmed
	default:
		out.Note = join(out.Note, unconfirmed)
	}
}

func (m *run) askReason(x *ref, out *store.Reason) {
	n := x.node
	out.Says, out.Ask, out.Source = n.says, n.ask, n.from
	switch x.tag {
	case missing:
		out.Question = question(n)
	case failed:
		out.Note = n.changes
	}
	if n.check {
		out.Note = join(out.Note, unconfirmed)
	}
}

// valueOf is the fact's value as JSON has it, made once for a match.
func (m *run) valueOf(f store.Fact) any {
	if m.known.plain[f] == nil {
		m.known.plain[f] = f.Plain(m.now.value[f].Value)
	}
	return m.known.plain[f]
}

// says is the words of a test or a judgement.
func says(r *store.Rule, neg bool) string {
	words := r.Says
	switch {
	case neg && r.SaysNot != "":
		return r.SaysNot
	case words != "":
	case r.Fact != store.NoFact:
		words = r.Fact.Info().Label
	default:
		words = r.Ask
	}
	if neg {
		return "not so: " + words
	}
	return words
}

const confirmPrefix = "confirm-"

// confirmAsk is the ask of the confirmation of a test.
func confirmAsk(r *store.Rule, neg bool) string {
	h := fnv.New32a()
	h.Write([]byte(r.Fact.String()))
	h.Write([]byte{0})
	h.Write([]byte(says(r, neg)))
	return fmt.Sprintf("%s%08x", confirmPrefix, h.Sum32())
}

// question asks a coach for a judgement.
func question(n *node) string {
	if n.question != "" {
		return n.question
	}
	return "Ask the provider to confirm: " + n.says
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// cite is a source on one line: title, date, address.
func cite(s *store.Source) string {
	where := s.URL
	if where == "" {
		where = s.Seed
	}
	var b strings.Builder
	b.Grow(len(s.Title) + len(s.Date) + len(where) + 4)
	for _, part := range [...]string{s.Title, s.Date, where} {
		if part != "" {
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			b.WriteString(part)
		}
	}
	return b.String()
}

// ForProvider says whether a judgement is one that only the programme's provider
// can settle: whether it is taking referrals, and what no published source
// supports. No client can be asked it.
func ForProvider(ask string) bool {
	_, own, _ := strings.Cut(ask, "/")
	return own == runningAsk || strings.HasPrefix(own, confirmPrefix)
}
