package search

import "math/bits"

// set is a set of documents, one bit each.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(doc uint32)      { s[doc>>6] |= 1 << (doc & 63) }
func (s set) has(doc uint32) bool { return s[doc>>6]&(1<<(doc&63)) != 0 }

// and keeps only what is in t too.
func (s set) and(t set) {
	for i, w := range t {
		s[i] &= w
	}
}

// or adds what is in t.
func (s set) or(t set) {
	for i, w := range t {
		s[i] |= w
	}
}

// without takes away what is in t.
func (s set) without(t set) {
	for i, w := range t {
		s[i] &^= w
	}
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// fill puts the first n documents in.
func (s set) fill(n int) {
	for i := range s {
		s[i] = ^uint64(0)
	}
	if n%64 != 0 {
		s[len(s)-1] = 1<<(n%64) - 1
	}
}

// take appends to out the members of s after the first skip of them, until out
// has room for no more.
func (s set) take(out []uint32, skip int) []uint32 {
	for i, w := range s {
		if n := bits.OnesCount64(w); skip >= n {
			skip -= n
			continue
		}
		for ; w != 0; w &= w - 1 {
			if skip > 0 {
				skip--
				continue
			}
			if len(out) == cap(out) {
				return out
			}
			out = append(out, uint32(i*64+bits.TrailingZeros64(w)))
		}
	}
	return out
}
