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
	worthFiller  = 40  // a word that is not asked for
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
	parts    []unit // of a phrase: its words, for records that have them apart
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
	if asked == 0 && len(ignored) > 0 {
		return nil, ignored // fillers alone ask for nothing
	}
	return s.units[:s.used], ignored
}

// unit makes the unit that begins at tokens[i], and says how many of them it takes.
func (ix *Index) unit(words string, tokens []token, i, asked int, s *scratch) (*unit, int) {
	u := s.unit()
	if n := ix.phrase(u, words, tokens[i:], s); n > 0 {
		u.from, u.typed = tokens[i].from, words[tokens[i].from:tokens[i+n-1].to]
		ix.settle(u)
		return u, n
	}
	t, last := tokens[i], i == len(tokens)-1
	u.from, u.typed, u.word = t.from, words[t.from:t.to], t.word
	if fillers[t.word] && (!last || asked > 0) {
		ix.filler(u)
		return u, 1
	}
	ix.single(u, last)
	if ix.settle(u); u.cost == 0 {
		ix.misspelt(u, s)
	}
	return u, 1
}

// filler makes u a word that is not asked for.
func (ix *Index) filler(u *unit) {
	u.optional = true
	if term, ok := ix.terms.find(u.word); ok {
		u.span(term, term+1, worthFiller, 0)
	}
	ix.settle(u)
}

// phrase makes u the longest phrase of the sayings that the tokens begin with,
// and says how many it takes; 0 where they begin with none.
func (ix *Index) phrase(u *unit, words string, tokens []token, s *scratch) int {
	for n := min(maxPhrase, len(tokens)); n >= 2; n-- {
		joined := s.join(tokens[:n])
		lo, hi := ix.terms.prefixed(joined)
		if lo == hi || !ix.holds(lo, hi) {
			continue
		}
		exact, last := ix.terms.length(lo) == len(joined), n == len(tokens)
		typed := tokens[n-1].word
		if !last && !(exact && ix.holds(lo, lo+1)) || !exact && (len(typed) < lettersForText || fillers[typed]) {
			continue
		}
		u.word = joined
		if exact {
			ix.mean(u, lo, full)
		}
		if last {
			ix.begun(u, lo, hi, len(joined), worthLast)
		}
		u.parts = ix.parts(words, tokens[:n], last && !exact)
		return n
	}
	return ix.misspeltPhrase(u, tokens, s)
}

// parts are units of the words of a phrase, taken literally: who types two words
// also finds the records that have both apart. There are none where a word is a
// filler or no record has it. The last word may be only begun.
func (ix *Index) parts(words string, tokens []token, begun bool) []unit {
	parts := make([]unit, len(tokens))
	for i, t := range tokens {
		u := &parts[i]
		u.from, u.typed, u.word = t.from, words[t.from:t.to], t.word
		if fillers[t.word] {
			return nil
		}
		for _, form := range forms(t.word) {
			if term, ok := ix.terms.find(form); ok {
				u.span(term, term+1, worthForm, 0)
			}
		}
		if begun && i == len(tokens)-1 && len(t.word) >= lettersForLinks {
			lo, hi := ix.terms.prefixed(t.word)
			u.span(lo, hi, worthBegun, uint8(len(t.word)))
		}
		if ix.settle(u); u.cost == 0 {
			return nil
		}
	}
	return parts
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
	for i, form := range forms(u.word) {
		if term, ok := ix.terms.find(form); ok && i > 0 {
			ix.mean(u, term, worthForm)
		}
	}
	lo, hi := ix.terms.prefixed(u.word)
	ix.begun(u, lo, hi, len(u.word), worth)
}

// forms are the word, and it as a plural and a singular; "" where there is none.
func forms(word string) [3]string {
	out := [3]string{word, word + "s"}
	switch {
	case len(word) < 4 || !strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ss"):
	case strings.HasSuffix(word, "ies"):
		out[2] = word[:len(word)-3] + "y"
	default:
		out[2] = word[:len(word)-1]
	}
	return out
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
	if len(u.parts) > 0 {
		least := u.parts[0].cost
		for _, p := range u.parts {
			least = min(least, p.cost)
		}
		u.cost += least
	}
	if n := len(ix.order); u.cost > 0 {
		u.weight = uint32(full * (1 + 0.12*math.Log2(float64(n)/float64(min(u.cost, n)))))
	}
}
