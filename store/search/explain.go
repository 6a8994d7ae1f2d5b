package search

import (
	"cmp"
	"slices"

	"signpost/store"
)

// told is the best way so far in which a unit matched a hit.
type told struct {
	score uint32
	term  uint32
	tag   uint16 // noTag where it was a term
	in    field
}

// explain says of each hit which words matched where: for each unit the match
// that scored most.
func (ix *Index) explain(page *Page, units []unit, s *scratch) {
	if len(page.Hits) == 0 {
		return
	}
	slices.SortFunc(units, func(a, b unit) int { return cmp.Compare(a.from, b.from) })
	s.docs = s.docs[:0]
	for _, k := range s.best {
		s.docs = append(s.docs, docOf(k))
		s.page.add(docOf(k))
	}
	slices.Sort(s.docs)
	matched := make([]Match, 0, len(page.Hits)*len(units))
	all := make([]told, len(units)*len(s.docs))
	for i := range units {
		ix.tell(&units[i], s, all[i*len(s.docs):][:len(s.docs)])
	}
	for h, k := range s.best {
		slot, _ := slices.BinarySearch(s.docs, docOf(k))
		from := len(matched)
		for i := range units {
			if t := all[i*len(s.docs)+slot]; t.score > 0 {
				as := ix.as(t, page.Hits[h].Programme, s)
				matched = append(matched, Match{Word: units[i].typed, Field: fieldNames[t.in], As: as})
			}
		}
		page.Hits[h].Matched = matched[from:len(matched):len(matched)]
	}
	for _, doc := range s.docs {
		s.page[doc>>6] = 0
	}
}

// as is the word of the record that was matched. A first letter has matched many
// words; the first of the field that has it stands for them.
func (ix *Index) as(t told, p *store.Programme, s *scratch) string {
	if t.tag != noTag {
		return ix.tags[t.tag].label
	}
	word := ix.terms.word(t.term)
	if word[0] != 0 {
		return word
	}
	for _, text := range textsOf(p, t.in) {
		for s.scan.reset(text); s.scan.next(); {
			if s.scan.word[0] == word[1] {
				return string(s.scan.word)
			}
		}
	}
	return word[1:]
}

// textsOf is what the programme has in one of the letterFields.
func textsOf(p *store.Programme, in field) []string {
	switch in {
	case inName:
		return []string{p.Name}
	case inOther:
		return p.OtherNames
	case inWords:
		return p.Words
	case inProvider:
		return []string{p.Provider}
	}
	ids := []string{string(p.ID)}
	for _, id := range p.OtherIDs {
		ids = append(ids, string(id))
	}
	return ids
}

// tell finds the unit's best match in each of s.docs.
func (ix *Index) tell(u *unit, s *scratch, best []told) {
	for _, tw := range u.tags {
		t := &ix.tags[tw.tag]
		for slot, doc := range s.docs {
			if t.docs.has(doc) {
				score := ix.ofTag(t, doc, uint32(tw.worth)*u.weight/full)
				if score > best[slot].score {
					best[slot] = told{score: score, tag: tw.tag, in: t.in}
				}
			}
		}
	}
	for i := range u.spans {
		sp := &u.spans[i]
		for term := sp.lo; term < sp.hi; term++ {
			ix.tellTerm(u, sp, term, s, best)
		}
	}
}

func (ix *Index) tellTerm(u *unit, sp *span, term uint32, s *scratch, best []told) {
	postings := ix.postings[ix.at[term]:ix.at[term+1]]
	by, scale := ix.by(u, sp, term), ix.scale(sp)
	one := func(slot int, p uint32) {
		if score := scale.of(p, by, ix.length); score > best[slot].score {
			best[slot] = told{score: score, term: term, tag: noTag, in: bestField(p)}
		}
	}
	if len(postings) > 16*len(s.docs) {
		for slot, doc := range s.docs {
			at, _ := slices.BinarySearch(postings, doc<<fieldBits)
			if at < len(postings) && postings[at]>>fieldBits == doc {
				one(slot, postings[at])
			}
		}
		return
	}
	for _, p := range postings {
		if doc := p >> fieldBits; s.page.has(doc) {
			slot, _ := slices.BinarySearch(s.docs, doc)
			one(slot, p)
		}
	}
}

// bestField is the weightiest field of a posting.
func bestField(p uint32) field {
	best := field(0)
	weight := uint32(0)
	for f := range textFields {
		if p&(1<<f) != 0 && fieldWeights[f] > weight {
			best, weight = field(f), fieldWeights[f]
		}
	}
	return best
}
