package search

// scratch is the working of one query. It is kept in a pool, for one reader at
// a time.
type scratch struct {
	keep  set      // documents that pass the filters
	some  set      // for the making of keep
	page  set      // documents of the page, while their matches are told
	outer board    // the scores of the query
	inner board    // the scores of the words of one phrase
	best  []uint64 // the best keys so far, a heap with the least on top
	docs  []uint32
	planner
}

// board is the scores of one list of units.
type board struct {
	cells   []cell   // one for each document
	round   uint32   // cells with a lower round are from an earlier list
	touched []uint32 // documents that the first unit met
}

// planner is the working of a plan.
type planner struct {
	tokens []token
	units  []unit
	used   int
	spell  speller
	scan   scanner
	joined []byte
}

// cell is what a document has scored.
type cell struct {
	base  uint16 // for the units before this one
	now   uint16 // for this one
	round uint32 // the round of the last unit that met it
}

func newScratch(docs int) *scratch {
	return &scratch{keep: newSet(docs), some: newSet(docs), page: newSet(docs)}
}

// begin readies the board for a list of units on so many documents, and gives
// the first round.
func (b *board) begin(docs int) uint32 {
	b.touched = b.touched[:0]
	if len(b.cells) < docs || b.round > 1<<31 {
		b.cells, b.round = make([]cell, docs), 0
	}
	first := b.round + 1
	b.round += maxUnits + 1
	return first
}

// split cuts words into tokens, without articles where there is anything else.
func (s *planner) split(words string) []token {
	s.tokens = s.tokens[:0]
	only := true
	for s.scan.reset(words); s.scan.next(); {
		t := token{from: s.scan.from, to: s.scan.to, word: words[s.scan.from:s.scan.to]}
		if string(s.scan.word) != t.word {
			t.word = string(s.scan.word)
		}
		s.tokens = append(s.tokens, t)
		only = only && articles[t.word]
	}
	if only {
		return s.tokens
	}
	kept := s.tokens[:0]
	for _, t := range s.tokens {
		if !articles[t.word] {
			kept = append(kept, t)
		}
	}
	return kept
}

// unit gives the next unit to be filled, empty.
func (s *planner) unit() *unit {
	if s.used == len(s.units) {
		s.units = append(s.units, unit{})
	}
	u := &s.units[s.used]
	s.used++
	*u = unit{spans: u.spans[:0], tags: u.tags[:0]}
	return u
}

// join is the tokens with one space between them.
func (s *planner) join(tokens []token) string {
	s.joined = s.joined[:0]
	for i, t := range tokens {
		if i > 0 {
			s.joined = append(s.joined, ' ')
		}
		s.joined = append(s.joined, t.word...)
	}
	return string(s.joined)
}
