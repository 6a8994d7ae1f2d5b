package search

import "hash/maphash"

// lexicon numbers words in the order they are first met.
type lexicon struct {
	text  []byte // every word, one after the other
	ends  []uint32
	hash  []uint32 // by id
	slots []uint32 // id+1 at the word's hash, or where that is taken, after it; 0 for none
	seed  maphash.Seed
}

func newLexicon() lexicon {
	return lexicon{slots: make([]uint32, 1<<13), seed: maphash.MakeSeed()}
}

func (l *lexicon) size() int { return len(l.ends) }

// id is the number of the word, and whether it is a new one.
func (l *lexicon) id(word []byte) (id uint32, isNew bool) {
	h := uint32(maphash.Bytes(l.seed, word))
	mask := uint32(len(l.slots) - 1)
	at := h & mask
	for ; l.slots[at] != 0; at = (at + 1) & mask {
		id = l.slots[at] - 1
		if l.hash[id] == h && string(l.word(id)) == string(word) {
			return id, false
		}
	}
	id = uint32(len(l.ends))
	l.text = append(l.text, word...)
	l.ends = append(l.ends, uint32(len(l.text)))
	l.hash = append(l.hash, h)
	l.slots[at] = id + 1
	if 2*len(l.ends) > len(l.slots) {
		l.grow()
	}
	return id, true
}

func (l *lexicon) word(id uint32) []byte {
	if id == 0 {
		return l.text[:l.ends[0]]
	}
	return l.text[l.ends[id-1]:l.ends[id]]
}

func (l *lexicon) grow() {
	l.slots = make([]uint32, 2*len(l.slots))
	mask := uint32(len(l.slots) - 1)
	for id, h := range l.hash {
		at := h & mask
		for l.slots[at] != 0 {
			at = (at + 1) & mask
		}
		l.slots[at] = uint32(id) + 1
	}
}
