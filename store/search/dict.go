package search

import (
	"sort"
	"strings"
)

// dict is a sorted dictionary of words, and of phrases whose words have one
// space between them. A term is a place in it.
type dict struct {
	text  string   // every word, one after the other
	start []uint32 // where each begins, and one more for the end
	nodes []node   // the trie over the words, in preorder
}

// node is one letter of the trie. The nodes below it are those from the next in
// order up to next.
type node struct {
	next  uint32
	first uint32 // the first term that goes through it
	char  byte
	depth uint8 // letters down to here, 1 for a first letter
}

func newDict(words []string) dict {
	d := dict{start: make([]uint32, 1, len(words)+1)}
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w)
		d.start = append(d.start, uint32(b.Len()))
	}
	d.text = b.String()
	d.grow()
	return d
}

func (d *dict) size() int { return len(d.start) - 1 }

func (d *dict) word(term uint32) string { return d.text[d.start[term]:d.start[term+1]] }

// length is how many letters the term has.
func (d *dict) length(term uint32) int { return int(d.start[term+1] - d.start[term]) }

// find is the term of the word.
func (d *dict) find(word string) (uint32, bool) {
	i := d.from(word)
	return i, int(i) < d.size() && d.word(i) == word
}

// from is the first term that is not before word.
func (d *dict) from(word string) uint32 {
	return uint32(sort.Search(d.size(), func(i int) bool { return d.word(uint32(i)) >= word }))
}

// prefixed is the range of terms that start with prefix.
func (d *dict) prefixed(prefix string) (lo, hi uint32) {
	lo = d.from(prefix)
	n := sort.Search(d.size()-int(lo), func(i int) bool { return !strings.HasPrefix(d.word(lo+uint32(i)), prefix) })
	return lo, lo + uint32(n)
}

// grow builds the trie.
func (d *dict) grow() {
	var path []uint32 // the node at each depth, from the first letter
	before := ""
	for term := range uint32(d.size()) {
		word := d.word(term)
		same := 0
		for same < len(word) && same < len(before) && word[same] == before[same] {
			same++
		}
		for _, n := range path[same:] {
			d.nodes[n].next = uint32(len(d.nodes))
		}
		path = path[:same]
		for i := same; i < len(word); i++ {
			path = append(path, uint32(len(d.nodes)))
			d.nodes = append(d.nodes, node{first: term, char: word[i], depth: uint8(i + 1)})
		}
		before = word
	}
	for _, n := range path {
		d.nodes[n].next = uint32(len(d.nodes))
	}
}

// near is a range of terms that a mistyped word may mean.
type near struct {
	lo, hi uint32
	errors uint8
	whole  bool // the whole term is near; otherwise only how it starts
}

// speller holds the working of one search for spellings.
type speller struct {
	rows  [maxDepth + 1][maxWord + 1]uint8
	best  [maxDepth + 1]uint8 // fewest errors against any start of the path so far
	path  [maxDepth + 1]byte
	found []near
}

// maxDepth is how many letters of a term are compared. A phrase may be longer
// than a word; what is deeper than this is near no word.
const maxDepth = maxWord + 8

// spell finds the terms within k errors of word: a letter wrong, left out, put
// in, or swapped with the next (optimal string alignment). With starts, terms
// that only start like it are found too. The result is good until the next call.
func (s *speller) spell(d *dict, word string, k int, starts bool) []near {
	s.found = s.found[:0]
	m := min(len(word), maxWord)
	for j := range m + 1 {
		s.rows[0][j] = uint8(j)
	}
	s.best[0] = uint8(k + 1)
	for i := 0; i < len(d.nodes); {
		n := &d.nodes[i]
		depth := int(n.depth)
		if depth > maxDepth || !s.step(word[:m], n, k) {
			i = int(n.next)
			continue
		}
		errors := s.rows[depth][m]
		if depth < m-k {
			errors = uint8(k + 1)
		}
		s.best[depth] = min(s.best[depth-1], errors)
		if int(errors) <= k && d.length(n.first) == depth {
			s.found = append(s.found, near{lo: n.first, hi: n.first + 1, errors: errors, whole: true})
		}
		if starts && s.best[depth] < s.best[depth-1] {
			hi := uint32(d.size())
			if int(n.next) < len(d.nodes) {
				hi = d.nodes[n.next].first
			}
			s.found = append(s.found, near{lo: n.first, hi: hi, errors: errors})
		}
		i++
	}
	return s.found
}

// step works out the row of the node's letter from the rows above it, within a
// band of k either side of the diagonal, and says whether anything below it can
// still be near.
func (s *speller) step(word string, n *node, k int) bool {
	i, m := int(n.depth), len(word)
	s.path[i] = n.char
	row, above := &s.rows[i], &s.rows[i-1]
	lo, hi := max(1, i-k), min(m, i+k)
	if lo > m {
		return false
	}
	least := uint8(k + 1)
	row[lo-1] = least
	if i <= k {
		row[0] = uint8(i)
		least = row[0]
	}
	for j := lo; j <= hi; j++ {
		cost := above[j-1]
		if word[j-1] != n.char {
			cost++
			if row[j-1]+1 < cost {
				cost = row[j-1] + 1
			}
			if j < i+k && above[j]+1 < cost {
				cost = above[j] + 1
			}
			if i > 1 && j > 1 && word[j-1] == s.path[i-1] && word[j-2] == n.char && s.rows[i-2][j-2]+1 < cost {
				cost = s.rows[i-2][j-2] + 1
			}
		}
		row[j] = cost
		least = min(least, cost)
	}
	return int(least) <= k
}

// distance is the optimal string alignment distance between a and b, or k+1
// where it is more than k.
func (s *speller) distance(a, b string, k int) int {
	if len(a)-len(b) > k || len(b)-len(a) > k || len(a) > maxWord || len(b) > maxDepth {
		return k + 1
	}
	for j := range len(a) + 1 {
		s.rows[0][j] = uint8(j)
	}
	for i := range len(b) {
		if !s.step(a, &node{char: b[i], depth: uint8(i + 1)}, k) {
			return k + 1
		}
	}
	return min(int(s.rows[len(b)][len(a)]), k+1)
}
