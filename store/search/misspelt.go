package search

import "strings"

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
			if more := len(word) - len(joined); more > k || -more > k || strings.Count(word, " ") != n-1 {
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
