package match

import (
	"cmp"
	"slices"

	"signpost/store"
)

// Set is programmes made ready to be matched. All that a match needs of them and
// that no client changes is worked out once: words, sources on one line, bounds
// of tests, the order of names. It is never changed, so that any number of
// readers may use it at once.
type Set struct {
	terms   *vocabulary
	progs   []prog // as they were given
	byID    map[store.ProgrammeID]*prog
	aliased []*prog // those with other ids
	areas   shared[[]string]
	others  shared[*store.Rule]
}

// prog is one programme of a Set. What a match looks at first stands together.
type prog struct {
	id     store.ProgrammeID
	name   string
	rev    uint64
	helps  uint64 // barriers, by their bits
	dates  store.Dates
	place  int32 // where it stands by name
	area   int32 // which of the set's areas; noArea where none is asked
	person bool  // it is for a person
	dated  bool  // there are days on which it is known to take referrals, or not to
	rule   node
	said   sayings
	apart  []apart
	rec    *store.Programme
}

const noArea = -1

// sayings are what is said of a programme whoever the client is.
type sayings struct {
	open     string // that it takes referrals, where a source says so
	before   string // that it does not yet
	closed   string // that it does not any more
	see      string // what to look at instead
	dates    string // where its dates were read
	running  string // the judgement that it takes referrals: "programme/running"
	area     string // where a client has to live
	areaFrom string // where that was read
	audience string // that it is not for a person
	first    string // its first source
}

// shared is things that many programmes have alike, each with a number.
type shared[T any] struct {
	all     []T
	numbers map[string]int32
}

func (s *shared[T]) number(key string, of T) int32 {
	n, ok := s.numbers[key]
	if !ok {
		n = int32(len(s.all))
		s.numbers[key], s.all = n, append(s.all, of)
	}
	return n
}

func newSet(programmes int) *Set {
	s := &Set{terms: terms(), progs: make([]prog, programmes), byID: make(map[store.ProgrammeID]*prog, programmes)}
	s.areas.numbers, s.others.numbers = map[string]int32{}, map[string]int32{}
	return s
}

// Compile makes programmes ready to be matched. They are not copied, so they
// may not be changed while the Set is in use.
func Compile(programmes []store.Programme) *Set {
	s := newSet(len(programmes))
	byName := make([]*prog, len(s.progs))
	for i := range programmes {
		s.compile(&s.progs[i], &programmes[i])
		for _, id := range programmes[i].OtherIDs {
			s.byID[id] = &s.progs[i]
		}
		byName[i] = &s.progs[i]
	}
	for _, p := range byName { // an own id comes before another's other id
		s.byID[p.id] = p
	}
	slices.SortStableFunc(byName, func(a, b *prog) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	for i, p := range byName {
		p.place = int32(i)
	}
	return s
}

func (s *Set) compile(p *prog, rec *store.Programme) {
	c := compiler{set: s, rec: rec, cited: make([]string, len(rec.Sources))}
	for i := range rec.Sources {
		c.cited[i] = cite(&rec.Sources[i])
	}
	*p = prog{
		id: rec.ID, name: rec.Name, rev: rec.Rev, helps: s.terms.barriersOf(rec.Helps), dates: rec.Dates, area: noArea,
		person: rec.Serves(store.ForPerson), dated: hasDays(&rec.Dates), rule: c.node(&rec.Rule, false), said: c.sayings(),
		apart: c.tellApart(), rec: rec,
	}
	if len(rec.Area) > 0 {
		p.area = s.areas.number(string(appendList(nil, rec.Area)), rec.Area)
	}
	if len(rec.OtherIDs) > 0 {
		s.aliased = append(s.aliased, p)
	}
}

func (c *compiler) sayings() sayings {
	rec, d := c.rec, &c.rec.Dates
	out := sayings{open: openWords(d), see: instead(rec), dates: c.source(d.Source), running: string(rec.ID) + "/" + runningAsk}
	if d.Opens != 0 {
		out.before = closedWords(d, d.Opens-1)
	}
	if d.Closes != 0 {
		out.closed = closedWords(d, max(d.Closes+1, d.Opens))
	}
	if len(rec.Area) > 0 {
		out.area, out.areaFrom = areaWords(rec), c.source(rec.AreaSource)
	}
	if !rec.Serves(store.ForPerson) {
		out.audience = audienceWords(rec.Audience)
	}
	if len(c.cited) > 0 {
		out.first = c.cited[0]
	}
	return out
}

// All says how a client stands with every programme of the set, the most useful
// first: what is for a person before what is not; by standing; what is known to
// be running before what may be gone; by how many of the client's own barriers
// it helps with; what is unclear by how little is missing, a near miss by how
// soon; open before closed; then by name.
func (s *Set) All(facts store.Facts, day store.Day) []store.Result {
	which := make([]*prog, len(s.progs))
	for i := range s.progs {
		which[i] = &s.progs[i]
	}
	return s.match(facts, which, day)
}

// Answer is a whole match: how the client stands with every programme, or with
// those named only, and what to ask next about those. A programme may be named
// by any of its ids; its result carries its own. Ids that no programme has are
// an *UnknownError.
func (s *Set) Answer(facts store.Facts, day store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	out := store.Answer{AsOf: day}
	if len(only) == 0 {
		out.Results = s.All(facts, day)
	} else {
		which, err := s.named(only)
		if err != nil {
			return store.Answer{}, err
		}
		out.Results = s.match(facts, which, day)
	}
	out.Next = s.Next(facts, out.Results, day)
	return out, nil
}

func (s *Set) match(facts store.Facts, which []*prog, day store.Day) []store.Result {
	m := s.begin(facts, day)
	m.room.chunk = min(128, 4*len(which))
	results := make([]store.Result, len(which))
	order := make(places, len(which))
	for i, p := range which {
		m.match(p, &results[i])
		order[i] = place{key: rank(&results[i], p, day)<<nameBits | uint64(p.place), at: int32(i)}
	}
	order.sort(results)
	return results
}

// begin starts a match of programmes of the set.
func (s *Set) begin(facts store.Facts, day store.Day) *run {
	m := &run{terms: s.terms, set: s}
	m.known.own = ownedOf(s.terms, store.BarriersOf(facts))
	m.now.layOut(s.terms, facts, day)
	for _, p := range s.aliased {
		m.now.countAs(p.rec)
	}
	m.what, m.cur = m.now, &m.now
	m.known.lives, m.known.passes = make([]store.Tri, len(s.areas.all)), make([]tried, len(s.others.all))
	return m
}

// named lists the programmes of the ids, each once.
func (s *Set) named(ids []store.ProgrammeID) ([]*prog, error) {
	var which []*prog
	unknown := &UnknownError{}
	for _, id := range ids {
		p, ok := s.byID[id]
		switch {
		case !ok:
			unknown.IDs = append(unknown.IDs, id)
			unknown.Nearest = append(unknown.Nearest, s.nearest(id))
		case !slices.Contains(which, p):
			which = append(which, p)
		}
	}
	if len(unknown.IDs) > 0 {
		return nil, unknown
	}
	return which, nil
}
