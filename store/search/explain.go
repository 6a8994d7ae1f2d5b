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
	slots := make([]int, len(s.best))
	matched := make([]Match, len(s.best)*len(units)) // one piece of it for each hit
	for h, k := range s.best {
		slots[h], _ = slices.BinarySearch(s.docs, docOf(k))
		page.Hits[h].Matched = matched[h*len(units) : h*len(units) : (h+1)*len(units)]
	}
	best := make([]told, len(s.docs))
	whole := make([]bool, len(s.docs)) // the phrase itself was told
	tell := func(u *unit, part bool) {
		clear(best)
		ix.tell(u, s, best)
		for h := range page.Hits {
			hit := &page.Hits[h]
			if t := best[slots[h]]; t.score > 0 && !(part && whole[slots[h]]) {
				hit.Matched = append(hit.Matched, Match{Word: u.typed, Field: fieldNames[t.in], As: ix.as(t, hit.Programme, s)})
			}
		}
	}
	for i := range units {
		u := &units[i]
		tell(u, false)
		if len(u.parts) == 0 {
			continue
		}
		for slot := range best {
			whole[slot] = best[slot].score > 0
		}
		slices.SortFunc(u.parts, func(a, b unit) int { return cmp.Compare(a.from, b.from) })
		for j := range u.parts {
			tell(&u.parts[j], true)
		}
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
