package match

import (
	"strings"

	"signpost/store"
)

// Notes on what no published source supports.
const (
	unconfirmed = "not confirmed by a published source"
	confirmed   = "confirmed by a coach"
)

// reasons puts into words what was found under the tag; what is in the way of a
// near miss stands with what failed. The same words of the same fact stand once.
func (m *run) reasons(of tag) []store.Reason {
	n := 0
	for _, r := range m.refs {
		if r.of() == of {
			n++
		}
	}
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
	if x.rule == nil {
		return false
	}
	for j := range m.refs[:i] {
		y := &m.refs[j]
		if y.rule == nil || y.tag != x.tag || y.topic != x.topic || y.confirm != x.confirm || y.neg != x.neg {
			continue
		}
		if y.rule == x.rule || y.rule.Fact == x.rule.Fact && y.rule.Ask == x.rule.Ask && says(y.rule, y.neg) == says(x.rule, x.neg) {
			return true
		}
	}
	return false
}

// reason puts one reason into words. out is empty before.
func (m *run) reason(x *ref, out *store.Reason) {
	switch x.topic {
	case audience:
		out.Says, out.Source = audienceWords(m.prog.Audience), m.firstSource()
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
	r := x.rule
	out.Says, out.Source = says(r, x.neg), m.source(r.Source)
	if x.confirm && x.tag != met {
		out.Ask, out.Note = m.askID(confirmAsk(r, x.neg)), unconfirmed
		if x.tag == missing {
			out.Question = question(r, "Ask the provider to confirm: "+out.Says)
		}
		return
	}
	fact := r.Fact
	if fact == store.Age && (m.now.birth != 0 || !m.now.known.has(store.Age)) {
		fact = store.BirthDate
	}
	out.Fact = fact.String()
	switch x.tag {
	case missing:
		if out.Question = r.Question; out.Question == "" {
			out.Question = fact.Info().Question
		}
	case failed, inTheWay:
		out.When, out.Short = m.distance(r, x.neg)
		out.Note = r.Changes
	}
	if x.tag != missing {
		out.Value = m.valueOf(fact)
	}
	switch {
	case !r.Unverified:
	case x.tag == met:
		out.Note = confirmed
	default:
		out.Note = join(out.Note, unconfirmed)
	}
}

func (m *run) askReason(x *ref, out *store.Reason) {
	r := x.rule
	out.Says, out.Ask, out.Source = says(r, x.neg), m.askID(askOf(r)), m.source(r.Source)
	switch x.tag {
	case missing:
		out.Question = question(r, "Ask the provider to confirm: "+out.Says)
	case failed:
		out.Note = r.Changes
	}
	if r.Unverified {
		out.Note = join(out.Note, unconfirmed)
	}
}

func (m *run) askID(ask string) string { return string(m.prog.ID) + "/" + ask }

// valueOf is the fact's value as JSON has it, made once for a match.
func (m *run) valueOf(f store.Fact) any {
	if m.plain[f] == nil {
		m.plain[f] = f.Plain(*m.now.value[f])
	}
	return m.plain[f]
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

func question(r *store.Rule, other string) string {
	if r.Question != "" {
		return r.Question
	}
	return other
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// source is the programme's source of that id on one line: title, date, address.
func (m *run) source(id string) string {
	if id == "" {
		return ""
	}
	for i := range m.prog.Sources {
		if s := &m.prog.Sources[i]; s.ID == id {
			if i >= len(m.cited) {
				return cite(s)
			}
			if m.cited[i] == "" {
				m.cited[i] = cite(s)
			}
			return m.cited[i]
		}
	}
	return ""
}

func (m *run) firstSource() string {
	if len(m.prog.Sources) == 0 {
		return ""
	}
	return m.source(m.prog.Sources[0].ID)
}

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
