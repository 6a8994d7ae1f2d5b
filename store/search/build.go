package search

import (
	"bytes"
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"signpost/store"
)

// New builds an index of the programmes. It keeps the slice and its records:
// nobody may change them afterwards. Where two have one id, Get gives the first.
func New(programmes []store.Programme) *Index {
	ix := &Index{programmes: programmes, tagAt: map[tagKey]uint16{}, typed: scaleOfTyped(), said: scaleOfSaid()}
	ix.sortByName()
	said := plainSayings()
	readers := ix.read(wordsSaid(said))
	ix.collectTags(readers)
	ix.merge(readers)
	ix.linkTags()
	ix.linkSayings(said)
	ix.sortLinks()
	ix.owners = newProviders(ix)
	ix.sortByID()
	ix.scratch.New = func() any { return newScratch(len(ix.order)) }
	return ix
}

// sortByName decides which document each programme is.
func (ix *Index) sortByName() {
	n := len(ix.programmes)
	names := make([][]byte, n)
	ix.order = make([]uint32, n)
	var room []byte
	for i := range ix.programmes {
		from := len(room)
		room = appendFold(room, ix.programmes[i].Name)
		names[i] = room[from:]
		ix.order[i] = uint32(i)
	}
	slices.SortFunc(ix.order, func(a, b uint32) int {
		if c := bytes.Compare(names[a], names[b]); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(ix.programmes[a].ID, ix.programmes[b].ID), cmp.Compare(a, b))
	})
	ix.length = make([]uint8, n)
	ix.focus = make([]uint8, n)
	ix.prior = make([]uint8, n)
	ix.dates = make([]dates, n)
	for doc, i := range ix.order {
		p := &ix.programmes[i]
		ix.dates[doc] = dates{p.Dates.Opens, p.Dates.Closes, p.Dates.KnownFrom, p.Dates.KnownTo}
		ix.length[doc] = uint8(min(len(nameBonus)-1, 1+bytes.Count(names[i], []byte{' '})))
		ix.focus[doc] = uint8(110 + 145/max(1, len(p.Helps)))
		if p.Serves(store.ForPerson) {
			ix.prior[doc] = forPerson
		}
	}
}

// sortByID readies Get.
func (ix *Index) sortByID() {
	ix.byID = slices.Clone(ix.order)
	slices.SortFunc(ix.byID, func(a, b uint32) int {
		return cmp.Or(strings.Compare(string(ix.programmes[a].ID), string(ix.programmes[b].ID)), cmp.Compare(a, b))
	})
	for i := range ix.programmes {
		for _, id := range ix.programmes[i].OtherIDs {
			ix.otherIDs = append(ix.otherIDs, otherID{id, uint32(i)})
		}
	}
	slices.SortStableFunc(ix.otherIDs, func(a, b otherID) int { return strings.Compare(string(a.id), string(b.id)) })
}

// collectTags makes the tags that the programmes have, in an order of their own.
func (ix *Index) collectTags(readers []*reader) {
	docs := map[tagKey]set{}
	for _, r := range readers {
		for k, s := range r.tags {
			if all, ok := docs[k]; ok {
				all.or(s)
			} else {
				docs[k] = s
			}
		}
	}
	for k, s := range docs {
		ix.tags = append(ix.tags, tag{in: k.in, key: k.key, label: labelOf(k), docs: s, count: s.count()})
	}
	slices.SortFunc(ix.tags, func(a, b tag) int {
		return cmp.Or(cmp.Compare(a.in, b.in), strings.Compare(a.key, b.key))
	})
	for i, t := range ix.tags {
		ix.tagAt[tagKey{t.in, t.key}] = uint16(i)
	}
}

// read reads the programmes, a share to each core.
func (ix *Index) read(said []string) []*reader {
	cores := max(1, min(runtime.GOMAXPROCS(0), len(ix.order)/2000))
	share := (len(ix.order) + cores - 1) / cores
	readers := make([]*reader, cores)
	var wg sync.WaitGroup
	for c := range readers {
		lo, hi := min(c*share, len(ix.order)), min((c+1)*share, len(ix.order))
		wg.Go(func() {
			r := newReader(said, hi-lo, len(ix.order))
			for doc := lo; doc < hi; doc++ {
				r.programme(uint32(doc), ix.programme(uint32(doc)))
			}
			readers[c] = r
		})
	}
	wg.Wait()
	return readers
}

// merge makes one dictionary and one list of postings of what was read.
func (ix *Index) merge(readers []*reader) {
	words := wordsOfTags(ix.tags)
	for _, r := range readers {
		text, from := string(r.words.text), uint32(0)
		for _, to := range r.words.ends {
			words = append(words, text[from:to])
			from = to
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	ix.terms = newDict(words)
	for t, w := range words {
		if strings.Contains(w, " ") {
			ix.phrases = append(ix.phrases, uint32(t))
		}
	}
	ix.at = make([]uint32, len(words)+1)
	total := 0
	terms := make([][]uint32, len(readers)) // the term of each reader's ids
	for i, r := range readers {
		terms[i] = make([]uint32, r.words.size())
		for id := range terms[i] {
			terms[i][id], _ = ix.terms.find(string(r.words.word(uint32(id))))
		}
		total += len(r.posts)
		for _, id := range r.ids {
			ix.at[terms[i][id]+1]++
		}
	}
	for t := range words {
		ix.at[t+1] += ix.at[t]
	}
	ix.postings = make([]uint32, total)
	next := slices.Clone(ix.at)
	for i, r := range readers {
		for j, p := range r.posts {
			t := terms[i][r.ids[j]]
			ix.postings[next[t]] = p
			next[t]++
		}
	}
}

// linkTags leads the words of each tag to it.
func (ix *Index) linkTags() {
	for i, t := range ix.tags {
		kind := linkLabel
		if t.in == inArea {
			kind = linkArea
		}
		wordsOf(tagKey{t.in, t.key}, func(text string, gain uint16) {
			words := wordsIn(text)
			share := shares[min(len(words), len(shares)-1)]
			for _, w := range words {
				if from, ok := ix.terms.find(w); ok {
					ix.links = append(ix.links, link{from: from, tag: uint16(i), gain: uint16(int(gain) * int(share) / full), kind: kind})
				}
			}
		})
	}
}

// linkSayings leads what people say to what is meant.
func (ix *Index) linkSayings(said []saying) {
	for _, s := range said {
		for i, word := range s.says {
			from, ok := ix.terms.find(word)
			if !ok {
				continue
			}
			toTag := func(in field, key string, gain uint16) {
				if t, ok := ix.tagAt[tagKey{in, key}]; ok {
					ix.links = append(ix.links, link{from: from, tag: t, gain: gain, kind: linkSaid})
				}
			}
			for i, b := range s.barriers {
				if i == 0 {
					toTag(inBarrier, string(b), gainBarrier)
				} else {
					toTag(inBarrier, string(b), gainBesides)
				}
			}
			for _, h := range s.helps {
				toTag(inHelp, string(h), gainHelp)
			}
			for _, a := range s.audience {
				toTag(inAudience, string(a), gainAudience)
			}
			others := s.words
			if !s.apart {
				others = slices.Concat(s.says[:i], s.says[i+1:], s.words)
			}
			for _, w := range others {
				if to, ok := ix.terms.find(w); ok && to != from && ix.at[to] < ix.at[to+1] {
					ix.links = append(ix.links, link{from: from, term: to, tag: noTag, gain: gainSynonym, kind: linkSaid})
				}
			}
		}
	}
}

// sortLinks puts the links in order of term and keeps the best of those that
// lead to one place.
func (ix *Index) sortLinks() {
	slices.SortFunc(ix.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.tag, b.tag), cmp.Compare(a.term, b.term), cmp.Compare(b.gain, a.gain))
	})
	ix.links = slices.CompactFunc(ix.links, func(a, b link) bool {
		return a.from == b.from && a.tag == b.tag && a.term == b.term
	})
	ix.links = slices.Clip(ix.links)
}

// plainSayings are the sayings without articles.
func plainSayings() []saying {
	all := sayings()
	for i := range all {
		for _, list := range [][]string{all[i].says, all[i].words} {
			for j, w := range list {
				list[j] = withoutArticles(w)
			}
		}
	}
	return all
}

func withoutArticles(phrase string) string {
	words := strings.Fields(phrase)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return articles[w] }), " ")
}

// wordsOfTags are the words that tags are found by.
func wordsOfTags(tags []tag) []string {
	var all []string
	for _, t := range tags {
		wordsOf(tagKey{t.in, t.key}, func(text string, _ uint16) {
			all = append(all, wordsIn(text)...)
		})
	}
	return all
}

// wordsSaid are the words and phrases of the sayings.
func wordsSaid(said []saying) []string {
	var all []string
	for _, s := range said {
		all = append(all, s.says...)
		all = append(all, s.words...)
	}
	return all
}
