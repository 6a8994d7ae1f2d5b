package search

import (
	"math"
	"strings"
)

// maxUnits is how many words of a query are asked for.
const maxUnits = 12

// Worths, of full, of the ways in which a typed word can be a word of the
// records. How much of the word was typed counts besides.
const (
	worthForm    = 243 // the singular or plural of it
	worthLast    = 220 // the last word, begun, where it is no word yet
	worthBegun   = 170 // any other, begun
	worthBeside  = 100 // a word that has meanings of its own, begun
	worthError   = 150 // with one letter wrong
	worthErrors  = 100 // with two
	worthUnlike  = 128 // of it, a begun word that is wholly unlike the typed one in length
	halfOfUnlike = full - worthUnlike
)

// How many letters must be typed before a begun word leads to what it is a
// label of, to what it says in other words, and to areas.
const (
	lettersForText  = 2
	lettersForLinks = 3
	lettersForAreas = 4
)

// unit is one word or phrase of a query, and all that it may mean.
type unit struct {
	typed    string // as typed
	from     int    // where it was typed
	word     string // folded
	spans    []span
	tags     []tagWorth
	optional bool
	weight   uint32 // of full: what the unit counts beside others
	cost     int    // how many postings and tagged documents there are to look at
}

// span is a range of terms that a unit may mean.
type span struct {
	lo, hi uint32
	worth  uint16 // of full
	typed  uint8  // letters typed of a longer word; 0 where the whole word is meant
	said   bool   // not what was typed, but what it means
}

type tagWorth struct {
	tag   uint16
	worth uint16
	term  uint32 // the term that leads to it
}

// token is one word, folded, and where it was typed.
type token struct {
	word     string
	from, to int
}

// plan makes units of the words. ignored are those that no record has.
func (ix *Index) plan(words string, s *scratch) (units []unit, ignored []string) {
	tokens := s.split(words)
	s.used = 0
	if len(tokens) > maxUnits {
		for _, t := range tokens[maxUnits:] {
			ignored = append(ignored, words[t.from:t.to])
		}
		tokens = tokens[:maxUnits]
	}
	asked := 0
	for i := 0; i < len(tokens); {
		u, n := ix.unit(words, tokens, i, asked, s)
		i += n
		switch {
		case u.cost > 0:
			if !u.optional {
				asked++
			}
		case u.optional:
			s.used--
		default:
			s.used--
			ignored = append(ignored, u.typed)
		}
	}
	return s.units[:s.used], ignored
}

// unit makes the unit that begins at tokens[i], and says how many of them it takes.
func (ix *Index) unit(words string, tokens []token, i, asked int, s *scratch) (*unit, int) {
	u := s.unit()
	if n := ix.phrase(u, tokens[i:], s); n > 0 {
		u.from, u.typed = tokens[i].from, words[tokens[i].from:tokens[i+n-1].to]
		ix.settle(u)
		return u, n
	}
	t, last := tokens[i], i == len(tokens)-1
	u.from, u.typed, u.word = t.from, words[t.from:t.to], t.word
	if fillers[t.word] && (!last || asked > 0) {
		u.optional = true
		if term, ok := ix.terms.find(t.word); ok {
			u.span(term, term+1, full, 0)
		}
		ix.settle(u)
		return u, 1
	}
	ix.single(u, last)
	if ix.settle(u); u.cost == 0 {
		ix.misspelt(u, s)
	}
	return u, 1
}

// phrase makes u the longest phrase of the sayings that the tokens begin with,
// and says how many it takes; 0 where they begin with none.
func (ix *Index) phrase(u *unit, tokens []token, s *scratch) int {
	for n := min(maxPhrase, len(tokens)); n >= 2; n-- {
		joined := s.join(tokens[:n])
		lo := ix.terms.from(joined)
		if int(lo) >= ix.terms.size() || !strings.HasPrefix(ix.terms.word(lo), joined) {
			continue
		}
		exact := len(ix.terms.word(lo)) == len(joined)
		if !exact && (n < len(tokens) || len(tokens[n-1].word) < lettersForText || fillers[tokens[n-1].word]) {
			continue
		}
		u.word = joined
		if exact {
			ix.mean(u, lo, full)
		}
		if n == len(tokens) {
			_, hi := ix.terms.prefixed(joined)
			ix.begun(u, lo, hi, len(joined), worthLast)
		}
		return n
	}
	return ix.misspeltPhrase(u, tokens, s)
}

// misspeltPhrase makes u a phrase that the first two or three tokens are nearly,
// where one of them is no word of the records.
func (ix *Index) misspeltPhrase(u *unit, tokens []token, s *scratch) int {
	for n := min(3, len(tokens)); n >= 2; n-- {
		unknown := false
		for i, t := range tokens[:n] {
			unknown = unknown || !ix.knows(t.word, i == len(tokens)-1)
		}
		joined := s.join(tokens[:n])
		k := errorsIn(joined)
		if !unknown || k == 0 {
			continue
		}
		for _, term := range ix.phrases {
			word := ix.terms.word(term)
			if strings.Count(word, " ") != n-1 {
				continue
			}
			if d := s.spell.distance(joined, word, k); d <= k {
				ix.mean(u, term, worthOf(d))
			}
		}
		if len(u.spans) > 0 {
			u.word = joined
			return n
		}
	}
	return 0
}

// knows says whether a word of the records is the word, or begins with it.
func (ix *Index) knows(word string, last bool) bool {
	if last {
		lo, hi := ix.terms.prefixed(word)
		return ix.holds(lo, hi)
	}
	term, ok := ix.terms.find(word)
	return ok && ix.holds(term, term+1)
}

// holds says whether any record is reached by the terms lo to hi.
func (ix *Index) holds(lo, hi uint32) bool {
	return ix.at[lo] < ix.at[hi] || len(ix.linksOf(lo, hi)) > 0
}

// single makes u the word, whole or begun.
func (ix *Index) single(u *unit, last bool) {
	worth := uint16(worthBegun)
	if last {
		worth = worthLast
	}
	if term, ok := ix.terms.find(u.word); ok {
		ix.mean(u, term, full)
		worth = worthBegun
		if len(u.tags)+len(u.spans) > 1 {
			worth = worthBeside
		}
	}
	if one, ok := singular(u.word); ok {
		if term, ok := ix.terms.find(one); ok {
			ix.mean(u, term, worthForm)
		}
	}
	if term, ok := ix.terms.find(u.word + "s"); ok {
		ix.mean(u, term, worthForm)
	}
	lo, hi := ix.terms.prefixed(u.word)
	ix.begun(u, lo, hi, len(u.word), worth)
}

// singular is the word without its plural ending, if it has one.
func singular(word string) (string, bool) {
	switch {
	case len(word) < 4 || !strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ss"):
		return "", false
	case strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y", true
	}
	return word[:len(word)-1], true
}

// misspelt makes u the words it may have been meant for: those with the fewest
// errors that any record has.
func (ix *Index) misspelt(u *unit, s *scratch) {
	k := errorsIn(u.word)
	if k == 0 {
		return
	}
	for errors := 1; errors <= k && u.cost == 0; errors++ {
		for _, f := range s.spell.spell(&ix.terms, u.word, errors, len(u.word) > 4) {
			if f.whole {
				ix.mean(u, f.lo, worthOf(errors))
			} else {
				ix.begun(u, f.lo, f.hi, len(u.word), worthOf(errors))
			}
		}
		ix.settle(u)
	}
}

// errorsIn is how many typing errors a word may have: one from four letters on,
// two from eight. What has figures in it is taken as it is.
func errorsIn(word string) int {
	for i := range len(word) {
		if c := word[i]; c != ' ' && (c < 'a' || c > 'z') {
			return 0
		}
	}
	switch {
	case len(word) < 4:
		return 0
	case len(word) < 8:
		return 1
	}
	return 2
}

func worthOf(errors int) uint16 {
	switch errors {
	case 0:
		return worthForm
	case 1:
		return worthError
	}
	return worthErrors
}

// mean adds the whole term, and where it leads.
func (ix *Index) mean(u *unit, term uint32, worth uint16) {
	u.span(term, term+1, worth, 0)
	for _, l := range ix.linksOf(term, term+1) {
		u.follow(l, worth)
	}
}

// begun adds the terms lo to hi, of which only typed letters were typed.
func (ix *Index) begun(u *unit, lo, hi uint32, typed int, worth uint16) {
	if lo >= hi {
		return
	}
	if typed < lettersForText {
		if letter, ok := ix.terms.find(letterWord(u.word[0])); ok {
			u.span(letter, letter+1, worth, 0)
			return
		}
	}
	u.span(lo, hi, worth, uint8(typed))
	if typed < lettersForLinks {
		return
	}
	for _, l := range ix.linksOf(lo, hi) {
		if l.kind != linkArea || typed >= lettersForAreas {
			u.follow(l, begunWorth(worth, typed, ix.terms.length(l.from)))
		}
	}
}

// begunWorth is the worth of a term of which only some letters were typed.
func begunWorth(worth uint16, typed, letters int) uint16 {
	return uint16(int(worth) * (worthUnlike + halfOfUnlike*min(typed, letters)/letters) / full)
}

func (u *unit) span(lo, hi uint32, worth uint16, typed uint8) {
	u.spans = append(u.spans, span{lo: lo, hi: hi, worth: worth, typed: typed})
}

func (u *unit) follow(l link, worth uint16) {
	worth = uint16(uint32(worth) * uint32(l.gain) / full)
	if l.tag == noTag {
		u.spans = append(u.spans, span{lo: l.term, hi: l.term + 1, worth: worth, said: true})
		return
	}
	for i := range u.tags {
		if t := &u.tags[i]; t.tag == l.tag {
			if worth > t.worth {
				t.worth, t.term = worth, l.from
			}
			return
		}
	}
	u.tags = append(u.tags, tagWorth{tag: l.tag, worth: worth, term: l.from})
}

// settle works out what the unit costs, and so what it counts: the rarer a word,
// the more it says.
func (ix *Index) settle(u *unit) {
	u.cost = 0
	for _, sp := range u.spans {
		u.cost += int(ix.at[sp.hi] - ix.at[sp.lo])
	}
	for _, t := range u.tags {
		u.cost += ix.tags[t.tag].count
	}
	if n := len(ix.order); u.cost > 0 {
		u.weight = uint32(full * (1 + 0.12*math.Log2(float64(n)/float64(min(u.cost, n)))))
	}
}
