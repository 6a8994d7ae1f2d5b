package search

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
)

// nearest finds the smallest change to a query that finds something: closed
// programmes too; another spelling of a word that no record has; one filter
// less; another spelling of a word that records have; one word less; no filter
// at all; no words. Nil where nothing does.
func (ix *Index) nearest(q Query, ignored []string, s *scratch) *Nearest {
	q.Offset = 0
	try := func(q Query) int {
		q.Limit = 1
		return ix.find(&q, s).Total
	}
	if !q.All && q.Day != 0 {
		closed := q
		closed.All = true
		if n := try(closed); n > 0 {
			return &Nearest{Says: fmt.Sprintf("With closed programmes: %s", found(n)), Query: closed, Total: n}
		}
	}
	if n := ix.respelt(q, s, false, try); n != nil {
		return n
	}
	if n := mostOf(filtersLess(q), try); n != nil {
		return n
	}
	if n := ix.respelt(q, s, true, try); n != nil {
		return n
	}
	if n := mostOf(wordsLess(q, ignored), try); n != nil {
		return n
	}
	if !filtered(q) {
		return nil
	}
	bare := Query{Words: q.Words, Day: q.Day, All: q.All, Limit: q.Limit}
	if n := try(bare); n > 0 {
		return &Nearest{Says: "Without any filter: " + found(n), Query: bare, Total: n}
	}
	wordless := q
	wordless.Words = ""
	if n := try(wordless); n > 0 {
		return &Nearest{Says: "Without the words: " + found(n), Query: wordless, Total: n}
	}
	return nil
}

func found(n int) string { return fmt.Sprintf("%d found", n) }

func filtered(q Query) bool {
	return q.District != "" || len(q.Barriers) > 0 || q.Audience != "" || q.Provider != "" || q.Help != ""
}

// mostOf is the first of the changes that finds most, nil where none finds
// anything.
func mostOf(changes []Nearest, try func(Query) int) *Nearest {
	var best *Nearest
	for i := range changes {
		c := &changes[i]
		if c.Total = try(c.Query); c.Total > 0 && (best == nil || c.Total > best.Total) {
			best = c
		}
	}
	if best != nil {
		best.Says += ": " + found(best.Total)
	}
	return best
}

// filtersLess are the query without one filter each.
func filtersLess(q Query) []Nearest {
	var out []Nearest
	less := func(says string, change func(*Query)) {
		c := q
		change(&c)
		out = append(out, Nearest{Says: "Without the " + says, Query: c})
	}
	if q.District != "" {
		less("district filter", func(c *Query) { c.District = "" })
	}
	for i, b := range q.Barriers {
		less(fmt.Sprintf("barrier filter %q", store.Barrier.Label(b)), func(c *Query) {
			c.Barriers = slices.Delete(slices.Clone(q.Barriers), i, i+1)
		})
	}
	if q.Audience != "" {
		less("audience filter", func(c *Query) { c.Audience = "" })
	}
	if q.Provider != "" {
		less("provider filter", func(c *Query) { c.Provider = "" })
	}
	if q.Help != "" {
		less("kind of help filter", func(c *Query) { c.Help = "" })
	}
	return out
}

// wordsLess are the query without one word each. Words that are ignored are as
// good as left out already.
func wordsLess(q Query, ignored []string) []Nearest {
	var out []Nearest
	var s scanner
	words := 0
	for s.reset(q.Words); s.next(); words++ {
		c := q
		c.Words = strings.Join(strings.Fields(q.Words[:s.from]+" "+q.Words[s.to:]), " ")
		typed := q.Words[s.from:s.to]
		if !fillers[string(s.word)] && !articles[string(s.word)] && !slices.Contains(ignored, typed) {
			out = append(out, Nearest{Says: fmt.Sprintf("Without the word %q", typed), Query: c})
		}
	}
	if words < 2 || words > maxUnits {
		return nil
	}
	return out
}

// guesses is how many spellings of one word are tried.
const guesses = 5

// respelt is the query with the nearest spelling of one word that finds
// something. It looks further than the search itself does at words that no
// record has. Words that records have, where known asks for those, are respelt
// by one letter and only when long: "carers" may be meant for "careers".
func (ix *Index) respelt(q Query, s *scratch, known bool, try func(Query) int) *Nearest {
	var sc scanner
	var best *Nearest
	least := uint8(255)
	for sc.reset(q.Words); sc.next(); {
		word := string(sc.word)
		k := errorsIn(word) + 1
		if term, ok := ix.terms.find(word); (ok && ix.holds(term, term+1)) != known {
			continue
		} else if known {
			k = 1
		}
		if len(word) < 3 || known && len(word) < 5 {
			continue
		}
		for _, g := range ix.guess(word, k, s) {
			if g.errors >= least {
				break
			}
			c := q
			c.Words = q.Words[:sc.from] + ix.terms.word(g.lo) + q.Words[sc.to:]
			if n := try(c); n > 0 {
				least = g.errors
				best = &Nearest{Says: fmt.Sprintf("Spelt %q: %s", c.Words, found(n)), Query: c, Total: n}
				break
			}
		}
	}
	return best
}

// guess is the words within k errors of word, the nearest first, and of those
// the ones that most records have.
func (ix *Index) guess(word string, k int, s *scratch) []near {
	if len(word) > maxWord || fillers[word] || articles[word] || strings.ContainsAny(word, "0123456789") {
		return nil
	}
	var out []near
	for _, f := range s.spell.spell(&ix.terms, word, k, false) {
		if f.errors > 0 && ix.holds(f.lo, f.hi) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b near) int {
		if a.errors != b.errors {
			return int(a.errors) - int(b.errors)
		}
		return int(ix.at[b.hi]-ix.at[b.lo]) - int(ix.at[a.hi]-ix.at[a.lo])
	})
	return out[:min(guesses, len(out))]
}
