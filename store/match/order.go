package match

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"signpost/store"
)

// place is where a result stands in the order: by rank, then by name, whose
// first letters are at hand so that most names need no second look.
type place struct {
	rank, name, rest uint64
	at               int32
}

// inOrder puts the results, which stand beside their programmes, in order, the
// most useful first.
func inOrder(results []store.Result, which []*store.Programme, day store.Day) {
	places := make([]place, len(results))
	for i := range results {
		r := &results[i]
		places[i] = place{rank: rank(r, which[i], day), name: letters(r.Name, 0), rest: letters(r.Name, 8), at: int32(i)}
	}
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case a.rank != b.rank:
			return cmp.Compare(a.rank, b.rank)
		case a.name != b.name:
			return cmp.Compare(a.name, b.name)
		case a.rest != b.rest:
			return cmp.Compare(a.rest, b.rest)
		}
		x, y := &results[a.at], &results[b.at]
		if c := cmp.Compare(x.Name, y.Name); c != 0 {
			return c
		}
		return cmp.Compare(x.ID, y.ID)
	})
	rearrange(results, places)
}

// rearrange moves each result to its place, along the rings in which they
// displace one another.
func rearrange(results []store.Result, places []place) {
	const done = -1
	for start := range places {
		if places[start].at == done {
			continue
		}
		held, to := results[start], start
		for {
			from := int(places[to].at)
			places[to].at = done
			if from == start {
				results[to] = held
				break
			}
			results[to] = results[from]
			to = from
		}
	}
}

// rank packs what comes before the name into one number, the most useful least:
// for a person, standing, known to be running, own barriers helped, what the
// standing itself is ordered by, open.
func rank(r *store.Result, p *store.Programme, day store.Day) uint64 {
	const never = 1<<31 - 1
	var n uint64
	if r.NotPerson {
		n = 1
	}
	within := uint64(0)
	switch r.Standing {
	case store.Unclear:
		n = n<<2 | 1
		within = uint64(len(r.Missing))
	case store.NearMiss:
		n = n<<2 | 2
		within = never
		if r.When > 0 {
			within = uint64(r.When)
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
	n = n<<32 | within
	if p.Dates.Open(day) == store.No {
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

// letters is eight bytes of the name from there on, which order as the name does.
func letters(name string, from int) uint64 {
	var b [8]byte
	if from < len(name) {
		copy(b[:], name[from:])
	}
	return binary.BigEndian.Uint64(b[:])
}
