package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// forPerson is what a programme for a person is worth more than one that is
// not: a coach looks for their client first.
const forPerson = 120

// knownOpen is what a programme that a source shows open on the day is worth
// more than one of which nobody has said.
const knownOpen = 120

// most is what one word can score at most, so that maxUnits of them fit a cell.
const most = 5000

// nameBonus is what a word of the name counts more, of full, by how many words
// the name has: "restart" is all of Restart and a tenth of a long title.
var nameBonus = [...]uint32{0, 160, 90, 56, 40, 28, 20, 14, 10}

// scale is what a posting is worth.
type scale struct {
	worth [1 << fieldBits]uint16 // by the fields it stands in
	bonus [len(nameBonus)]uint32 // for the name, by its length
}

// scaleOfTyped gives a posting the best of its fields, an eighth of each other,
// and an eighth more for the first word of the name.
func scaleOfTyped() scale {
	s := scale{bonus: nameBonus}
	for fields := range s.worth {
		best, sum := uint32(0), uint32(0)
		for f := range textFields {
			if fields&(1<<f) != 0 {
				best = max(best, fieldWeights[f])
				sum += fieldWeights[f]
			}
		}
		if fields&(1<<inStart) != 0 {
			sum += best
		}
		s.worth[fields] = uint16(best + (sum-best)/8)
	}
	return s
}

// scaleOfSaid gives a posting of a word that was not typed no more than the
// words of a record are worth: what was typed comes first wherever it stands.
func scaleOfSaid() scale {
	s := scaleOfTyped()
	s.bonus = [len(nameBonus)]uint32{}
	for fields, worth := range s.worth {
		s.worth[fields] = uint16(min(uint32(worth), fieldWeights[inWords]))
	}
	return s
}

// of is what the posting scores for a unit that makes by of it, of full.
func (s *scale) of(posting, by uint32, length []uint8) uint32 {
	worth := uint32(s.worth[posting&fieldMask]) * by / full
	if posting&(1<<inName) != 0 {
		worth += worth * s.bonus[length[posting>>fieldBits]] / full
	}
	return min(worth, most)
}

// scale is the scale of the span.
func (ix *Index) scale(sp *span) *scale {
	if sp.said {
		return &ix.said
	}
	return &ix.typed
}

// ofTag is what a tag scores for the document.
func (ix *Index) ofTag(t *tag, doc, by uint32) uint32 {
	worth := fieldWeights[t.in] * by / full
	if t.in == inBarrier {
		worth = worth * uint32(ix.focus[doc]) / full
	}
	return min(worth, most)
}

// by is what the unit makes of the term of the span, of full.
func (ix *Index) by(u *unit, sp *span, term uint32) uint32 {
	worth := uint32(sp.worth)
	if sp.typed > 0 {
		worth = uint32(begunWorth(sp.worth, int(sp.typed), ix.terms.length(term)))
	}
	return worth * u.weight / full
}

// scorer scores one unit.
type scorer struct {
	*board
	ix    *Index
	keep  set
	round uint32
	first bool // no unit came before: every document is met anew
	extra bool // an optional unit: it adds, and asks nothing
}

// score lets each unit score the documents of s.keep that every unit before it
// met, the rarest first, and gives the round of those that all of them met.
func (ix *Index) score(units []unit, b *board, s *scratch) (last uint32) {
	slices.SortStableFunc(units, func(a, b unit) int {
		if a.optional != b.optional {
			if a.optional {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.cost, b.cost)
	})
	last = b.begin(len(ix.order))
	for i := range units {
		u := &units[i]
		sc := scorer{board: b, ix: ix, keep: s.keep, first: i == 0, extra: u.optional && i > 0}
		if i > 0 && !sc.extra {
			last++
		}
		sc.round = last
		sc.unit(u)
		if len(u.parts) > 0 {
			sc.parts(u, s)
		}
	}
	return last
}

func (sc *scorer) unit(u *unit) {
	ix := sc.ix
	for _, t := range u.tags {
		sc.tag(&ix.tags[t.tag], uint32(t.worth)*u.weight/full)
	}
	for j := range u.spans {
		sp := &u.spans[j]
		for term := sp.lo; term < sp.hi; term++ {
			postings, by := ix.postings[ix.at[term]:ix.at[term+1]], ix.by(u, sp, term)
			if sc.first {
				sc.begin(postings, by, ix.scale(sp))
			} else {
				sc.term(postings, by, ix.scale(sp))
			}
		}
	}
}

// parts scores the documents that have each word of a phrase and not the phrase:
// half of what its words are worth on average.
func (sc *scorer) parts(u *unit, s *scratch) {
	last := sc.ix.score(u.parts, &s.inner, s)
	for _, doc := range s.inner.touched {
		if c := s.inner.cells[doc]; c.round == last {
			sc.meet(doc, (uint32(c.base)+uint32(c.now))/2/uint32(len(u.parts)))
		}
	}
}

// begin scores the documents of the postings for the first unit. It is meet,
// written out: nine tenths of the time goes here.
func (sc *scorer) begin(postings []uint32, by uint32, scale *scale) {
	keep, cells, round := sc.keep, sc.cells, sc.round
	touched, length := sc.touched, sc.ix.length
	for _, p := range postings {
		doc := p >> fieldBits
		if keep[doc>>6]&(1<<(doc&63)) == 0 {
			continue
		}
		score := uint16(scale.of(p, by, length))
		c := &cells[doc]
		if c.round == round {
			c.now = max(c.now, score)
			continue
		}
		*c = cell{now: score, round: round}
		touched = append(touched, doc)
	}
	sc.touched = touched
}

// term scores the documents of the postings for another unit. Whether the
// filters keep a document was asked when the first met it.
func (sc *scorer) term(postings []uint32, by uint32, scale *scale) {
	cells, before := sc.cells, sc.round-1
	if sc.extra {
		before = sc.round
	}
	if len(sc.touched)*few < len(postings) {
		for _, doc := range sc.touched {
			at, _ := slices.BinarySearch(postings, doc<<fieldBits)
			if at < len(postings) && postings[at]>>fieldBits == doc {
				sc.meet(doc, scale.of(postings[at], by, sc.ix.length))
			}
		}
		return
	}
	for _, p := range postings {
		doc := p >> fieldBits
		if cells[doc].round >= before {
			sc.meet(doc, scale.of(p, by, sc.ix.length))
		}
	}
}

// few is how many postings must stand against one document for it to be looked
// up among them rather than met on the way.
const few = 24

// tag scores the documents of the tag.
func (sc *scorer) tag(t *tag, by uint32) {
	if !sc.first && len(sc.touched) < len(t.docs) {
		for _, doc := range sc.touched {
			if t.docs.has(doc) {
				sc.meetTag(t, doc, by)
			}
		}
		return
	}
	for i, w := range t.docs {
		for w &= sc.keep[i]; w != 0; w &= w - 1 {
			sc.meetTag(t, uint32(i*64+bits.TrailingZeros64(w)), by)
		}
	}
}

func (sc *scorer) meetTag(t *tag, doc, by uint32) {
	score := sc.ix.ofTag(t, doc, by)
	if c := &sc.cells[doc]; c.round == sc.round && !sc.extra {
		c.now = both(c.now, uint16(score))
	} else {
		sc.meet(doc, score)
	}
}

// both is what two tags of one word are worth: the better, and a quarter of the
// other. Who helps with debt and housing helps more with rent arrears.
func both(a, b uint16) uint16 {
	if a < b {
		a, b = b, a
	}
	return min(a+b/4, most)
}

// meet gives the document a score for this unit, if every unit before met it.
// The best of a unit's scores counts.
func (sc *scorer) meet(doc, score uint32) {
	c := &sc.cells[doc]
	switch {
	case sc.extra:
		if c.round == sc.round {
			c.base += uint16(score)
		}
	case c.round == sc.round:
		c.now = max(c.now, uint16(score))
	case sc.first:
		*c = cell{now: uint16(score), round: sc.round}
		sc.touched = append(sc.touched, doc)
	case c.round == sc.round-1:
		c.base += c.now
		c.now, c.round = uint16(score), sc.round
	}
}
