package search

import (
	"slices"
	"strings"

	"signpost/store"
)

// articles are left out of queries and phrases altogether.
var articles = map[string]bool{
	"a": true, "an": true, "the": true, "my": true, "his": true, "her": true, "their": true, "our": true, "your": true,
}

// fillers count for a programme that has them in its name, and are never asked
// for: "who needs help with debt" is about debt.
var fillers = map[string]bool{
	"and": true, "or": true, "of": true, "for": true, "to": true, "in": true, "on": true, "with": true, "at": true,
	"by": true, "is": true, "are": true, "was": true, "be": true, "been": true, "i": true, "am": true, "me": true,
	"he": true, "she": true, "they": true, "them": true, "who": true, "that": true, "this": true, "it": true,
	"its": true, "has": true, "have": true, "had": true, "having": true, "get": true, "gets": true, "getting": true,
	"need": true, "needs": true, "want": true, "wants": true, "wanting": true, "client": true, "customer": true,
	"someone": true, "person": true, "people": true, "from": true, "as": true, "so": true, "no": true, "not": true,
	"cant": true, "cannot": true, "about": true, "some": true, "any": true, "lives": true, "near": true, "but": true,
	"if": true, "which": true, "where": true, "into": true, "also": true, "will": true, "can": true, "may": true,
	"help": true, "helps": true, "helping": true, "would": true, "like": true, "does": true, "dont": true, "doesnt": true, "very": true, "too": true,
}

// maxPhrase is how many words a phrase of a saying may have.
const maxPhrase = 5

// phrase is a phrase of the sayings, as it is looked for in records.
type phrase struct {
	words []uint32 // its words' ids, the last left out, in reverse order
	id    uint32
}

// phrases finds the phrases that the words read last end.
type phrases struct {
	byLast map[uint32][]phrase // by the id of the last word, where that endsPhrase
	window [maxPhrase - 1]uint32
	filled int // words of the window in use; more of them have gone by where it is more
}

// endedBy are the phrases that end with the word.
func (p *phrases) endedBy(word uint32) []uint32 {
	var out []uint32
next:
	for _, ph := range p.byLast[word] {
		if len(ph.words) > min(p.filled, len(p.window)) {
			continue
		}
		for i, id := range ph.words {
			if p.window[i] != id {
				continue next
			}
		}
		out = append(out, ph.id)
	}
	return out
}

// pass notes that the word has gone by.
func (p *phrases) pass(word uint32) {
	copy(p.window[1:], p.window[:])
	p.window[0] = word
	p.filled++
}

// trait is what is particular about a word.
type trait uint8

const (
	quiet      trait = 1 << iota // kept only in names
	article                      // not part of a phrase
	endsPhrase                   // ends a phrase of the sayings
)

// letterFields are the fields whose words can be found by their first letter
// alone. The others would answer one letter with everything there is.
const letterFields = 1<<inName | 1<<inOther | 1<<inID | 1<<inWords | 1<<inProvider

// letterWord is the term that stands for all words of letterFields that begin
// with the letter or figure.
func letterWord(c byte) string { return string([]byte{0, c}) }

// reader reads a share of the programmes into postings.
type reader struct {
	words   lexicon
	traits  []trait // by id
	seen    []uint32
	where   []uint32 // by id: its posting in the programme being read
	phrases phrases
	letters [128]uint32 // by first letter: the id of its term
	tags    map[tagKey]set
	size    int // how many documents a set of tags is for

	ids   []uint32 // of each posting
	posts []uint32
	scan  scanner
	doc   uint32
}

func newReader(said []string, share, all int) *reader {
	r := &reader{words: newLexicon(), phrases: phrases{byLast: map[uint32][]phrase{}}, tags: map[tagKey]set{}, size: all}
	r.ids = make([]uint32, 0, share*48)
	r.posts = make([]uint32, 0, share*48)
	for _, w := range slices.Compact(slices.Sorted(slices.Values(said))) {
		id := r.id([]byte(w))
		words := strings.Fields(w)
		if len(words) < 2 {
			continue
		}
		p := phrase{id: id}
		for i := len(words) - 2; i >= 0; i-- {
			p.words = append(p.words, r.id([]byte(words[i])))
		}
		last := r.id([]byte(words[len(words)-1]))
		r.phrases.byLast[last] = append(r.phrases.byLast[last], p)
		r.traits[last] |= endsPhrase
	}
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789") {
		r.letters[c] = r.id([]byte(letterWord(c)))
	}
	return r
}

// id is the word's number in this reader.
func (r *reader) id(word []byte) uint32 {
	id, isNew := r.words.id(word)
	if isNew {
		var t trait
		switch {
		case articles[string(word)]:
			t = article | quiet
		case fillers[string(word)]:
			t = quiet
		}
		r.traits = append(r.traits, t)
		r.seen = append(r.seen, 0)
		r.where = append(r.where, 0)
	}
	return id
}

// programme reads one programme.
func (r *reader) programme(doc uint32, p *store.Programme) {
	r.doc = doc
	tagsOf(p, func(in field, key string) {
		k := tagKey{in, key}
		s, ok := r.tags[k]
		if !ok {
			s = newSet(r.size)
			r.tags[k] = s
		}
		s.add(doc)
	})
	r.read(inName, p.Name)
	for _, n := range p.OtherNames {
		r.read(inOther, n)
	}
	r.read(inID, string(p.ID))
	for _, id := range p.OtherIDs {
		r.read(inID, string(id))
	}
	for _, w := range p.Words {
		r.read(inWords, w)
	}
	r.read(inProvider, p.Provider)
	r.read(inGives, p.Gives)
	r.read(inFor, p.For)
}

func (r *reader) read(in field, text string) {
	r.phrases.filled = 0
	where := uint32(1) << in
	if in == inName {
		where |= 1 << inStart
	}
	var before []byte // the word before this one, for words with a hyphen
	var room [2 * maxWord]byte
	for r.scan.reset(text); r.scan.next(); {
		id := r.id(r.scan.word)
		if r.scan.glued && in != inID && len(before)+len(r.scan.word) <= maxWord {
			r.post(r.id(append(before, r.scan.word...)), where)
		}
		before = append(room[:0], r.scan.word...)
		t := r.traits[id]
		if t&quiet == 0 || in <= inOther {
			r.post(id, where)
			if c := r.scan.word[0]; where&letterFields != 0 && c < 128 {
				r.post(r.letters[c], where)
			}
		}
		if t&endsPhrase != 0 {
			for _, id := range r.phrases.endedBy(id) {
				r.post(id, where)
			}
		}
		if t&article == 0 {
			r.phrases.pass(id)
			where = 1 << in
		}
	}
}

func (r *reader) post(id, where uint32) {
	if r.seen[id] == r.doc+1 {
		r.posts[r.where[id]] |= where
		return
	}
	r.seen[id] = r.doc + 1
	r.where[id] = uint32(len(r.posts))
	r.ids = append(r.ids, id)
	r.posts = append(r.posts, r.doc<<fieldBits|where)
}
