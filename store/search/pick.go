package search

import (
	"cmp"
	"slices"
)

// A key puts documents in order, the best highest: open, then score, then name.
const keyOpen = 1 << 63

func key(open bool, score, doc uint32) uint64 {
	k := uint64(score)<<32 | uint64(^doc)
	if open {
		k |= keyOpen
	}
	return k
}

func docOf(key uint64) uint32    { return ^uint32(key) }
func scoreOf(key uint64) float64 { return float64(key&^keyOpen>>32) / full }

// pick puts the keys of the page into s.best, in order, and gives how many
// documents there are in all: those that the last round met.
func (ix *Index) pick(q *Query, s *scratch, day *openDay, last uint32) (total int) {
	offset := max(0, q.Offset)
	want := min(offset+q.limit(), len(s.outer.touched))
	s.best = s.best[:0]
	for _, doc := range s.outer.touched {
		c := &s.outer.cells[doc]
		if c.round != last {
			continue
		}
		total++
		score, open := uint32(c.base)+uint32(c.now)+uint32(ix.prior[doc]), true
		if day != nil {
			if open = day.open.has(doc); day.known.has(doc) {
				score += knownOpen
			}
		}
		k := key(open, score, doc)
		switch {
		case len(s.best) < want:
			s.best = append(s.best, k)
			if len(s.best) == want {
				heap(s.best)
			}
		case want > 0 && k > s.best[0]:
			s.best[0] = k
			sink(s.best, 0)
		}
	}
	slices.SortFunc(s.best, func(a, b uint64) int { return cmp.Compare(b, a) })
	s.best = s.best[min(offset, len(s.best)):]
	return total
}

// heap puts the least key on top.
func heap(keys []uint64) {
	for i := len(keys)/2 - 1; i >= 0; i-- {
		sink(keys, i)
	}
}

// sink lets the key at i down to where it belongs.
func sink(keys []uint64, i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(keys); child++ {
			if keys[child] < keys[least] {
				least = child
			}
		}
		if least == i {
			return
		}
		keys[i], keys[least] = keys[least], keys[i]
		i = least
	}
}

// hits are the programmes of the keys.
func (ix *Index) hits(q *Query, s *scratch) []Hit {
	hits := make([]Hit, len(s.best))
	for i, k := range s.best {
		doc := docOf(k)
		hits[i] = Hit{Programme: ix.programme(doc), Open: ix.isOpen(doc, q.Day), Score: scoreOf(k)}
	}
	return hits
}
