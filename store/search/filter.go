package search

import (
	"slices"
	"strings"

	"signpost/store"
)

// providers finds programmes by part of their provider's name.
type providers struct {
	names string   // every provider's folded name once, a new line before each and at the end
	start []uint32 // where each name's new line is
	at    []uint32 // where each provider's documents begin, and one more for the end
	docs  []uint32
}

func newProviders(ix *Index) providers {
	of := make([]uint32, len(ix.order))
	seen := map[string]uint32{}
	var p providers
	var names strings.Builder
	for doc := range ix.order {
		name := ix.programme(uint32(doc)).Provider
		n, ok := seen[name]
		if !ok {
			n = uint32(len(p.start))
			seen[name] = n
			p.start = append(p.start, uint32(names.Len()))
			names.WriteByte('\n')
			names.WriteString(foldAll(name))
		}
		of[doc] = n
	}
	names.WriteByte('\n')
	p.names = names.String()
	p.at = make([]uint32, len(p.start)+1)
	for _, n := range of {
		p.at[n+1]++
	}
	for n := range p.start {
		p.at[n+1] += p.at[n]
	}
	p.docs = make([]uint32, len(of))
	next := slices.Clone(p.at)
	for doc, n := range of {
		p.docs[next[n]] = uint32(doc)
		next[n]++
	}
	return p
}

// find puts into out the documents of providers whose name has part in it.
func (p *providers) find(part string, out set) {
	clear(out)
	for from := 0; ; {
		i := strings.Index(p.names[from:], part)
		if i < 0 {
			return
		}
		n, exact := slices.BinarySearch(p.start, uint32(from+i))
		if !exact {
			n--
		}
		for _, doc := range p.docs[p.at[n]:p.at[n+1]] {
			out.add(doc)
		}
		if n+1 == len(p.start) {
			return
		}
		from = int(p.start[n+1])
	}
}

// filter puts into s.keep the documents that pass every filter but the day.
func (ix *Index) filter(q *Query, s *scratch) {
	s.keep.fill(len(ix.order))
	for _, b := range q.Barriers {
		ix.keepTag(s.keep, inBarrier, string(b))
	}
	if q.Help != "" {
		ix.keepTag(s.keep, inHelp, string(q.Help))
	}
	if q.Audience != "" {
		ix.keepTag(s.keep, inAudience, string(q.Audience))
	}
	if q.District != "" {
		clear(s.some)
		for _, area := range areasHolding(q.District) {
			if t, ok := ix.tagAt[tagKey{inArea, area}]; ok {
				s.some.or(ix.tags[t].docs)
			}
		}
		s.keep.and(s.some)
	}
	if part := foldAll(q.Provider); part != "" {
		ix.owners.find(part, s.some)
		s.keep.and(s.some)
	}
}

// areasHolding are the areas that a record may state for a district to be in
// them: itself, the district that it is part of today, the named areas, and none.
func areasHolding(code string) []string {
	areas := []string{"", code}
	if d, ok := store.FindDistrict(code); ok && d.Into != "" {
		areas = append(areas, d.Into)
	}
	for _, name := range store.AreaNames() {
		if store.AreaHolds(name, code) {
			areas = append(areas, name)
		}
	}
	return areas
}

func (ix *Index) keepTag(keep set, in field, key string) {
	if t, ok := ix.tagAt[tagKey{in, key}]; ok {
		keep.and(ix.tags[t].docs)
	} else {
		clear(keep)
	}
}
