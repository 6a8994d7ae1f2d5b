package match

import (
	"cmp"
	"slices"
	"strings"

	"signpost/store"
)

// place is where a result stands in the order.
type place struct {
	key uint64 // its rank, then its place by name
	at  int32  // where it is before
}

type places []place

// The bits of a key: those of a place by name, and in the rank those of what a
// standing itself is ordered by, which is a day at the most.
const (
	nameBits   = 30
	withinBits = 21
)

// sort puts the results, which stand beside their places, in order.
func (p places) sort(results []store.Result) {
	slices.SortFunc(p, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	p.rearrange(results)
}

// rearrange moves each result to its place, along the rings in which they
// displace one another.
func (p places) rearrange(results []store.Result) {
	const done = -1
	for start := range p {
		if p[start].at == done {
			continue
		}
		held, to := results[start], start
		for {
			from := int(p[to].at)
			p[to].at = done
			if from == start {
				results[to] = held
				break
			}
			results[to] = results[from]
			to = from
		}
	}
}

// rank packs what comes before the name into one number of 34 bits, the most
// useful least: for a person, standing, known to be running, own barriers helped,
// what the standing itself is ordered by, open.
func rank(r *store.Result, p *prog, day store.Day) uint64 {
	const never = 1<<withinBits - 1 // beyond any day that is waited for
	var n uint64
	if r.NotPerson {
		n = 1
	}
	within := uint64(0)
	switch r.Standing {
	case store.Unclear:
		n = n<<2 | 1
		within = min(uint64(len(r.Missing)), never)
	case store.NearMiss:
		n = n<<2 | 2
		within = never
		if r.When > 0 {
			within = min(uint64(r.When), never)
		}
	case store.Ineligible:
		n = n<<2 | 3
	default:
		n <<= 2
	}
	n <<= 1
	if unsure(r) {
		n |= 1
	}
	n = n<<8 | uint64(255-min(len(r.Helps), 255))
	n = n<<withinBits | within
	if p.dates.Open(day) == store.No {
		return n<<1 | 1
	}
	return n << 1
}

// unsure says whether nobody has said that the programme runs on the day: a
// scheme last heard of years ago is no match for one that is known to be there.
func unsure(r *store.Result) bool {
	for i := range r.Missing {
		if ask := r.Missing[i].Ask; len(ask) == len(r.ID)+1+len(runningAsk) && strings.HasSuffix(ask, runningAsk) {
			return true
		}
	}
	return false
}
