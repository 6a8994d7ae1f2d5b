package search

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"signpost/store"
)

// Index finds programmes. It never changes; make a new one when the catalogue
// does.
type Index struct {
	programmes []store.Programme
	byID       []uint32  // the programmes in order of id
	otherIDs   []otherID // in order of id
	documents
	vocabulary
	tags   []tag
	tagAt  map[tagKey]uint16
	owners providers
	typed  scale // of words that were typed
	said   scale // of words that mean what was typed

	today   atomic.Pointer[openDay] // the last day asked for; a cache, and no more
	scratch sync.Pool               // of *scratch
}

// documents are the programmes in order of name, and what is asked of each
// while scoring.
type documents struct {
	order  []uint32 // the programme of each document
	length []uint8  // words in its name, no more than nameBonus goes
	focus  []uint8  // how much a barrier counts, of 256: more where it names few
	prior  []uint8  // what it is worth before any word
	dates  []dates
}

// vocabulary is the words of the records and of the sayings, and where they
// lead.
type vocabulary struct {
	terms    dict
	phrases  []uint32 // the terms of more than one word
	at       []uint32 // where each term's postings begin, and one more for the end
	postings []uint32 // in order of document for each term
	links    []link   // in order of term
}

// A posting holds a document and, in its low bits, where in it the term stands:
// a bit for each text field, and one for the first word of the name. That
// leaves room for 16 million programmes.
const (
	fieldBits = textFields + 1
	fieldMask = 1<<fieldBits - 1
)

// link leads from a term to a tag or to another term.
type link struct {
	from uint32
	term uint32 // another term, where tag is noTag
	tag  uint16
	gain uint16 // of full
	kind linkKind
}

// linkKind says how much of a word must be typed before it is followed: a whole
// district's programmes for three letters would bury what was meant.
type linkKind uint8

const (
	linkLabel linkKind = iota
	linkSaid
	linkArea
)

const noTag = ^uint16(0)

// openDay is which documents are open, or may be, on a day, and of which it is
// known.
type openDay struct {
	day   store.Day
	open  set
	known set
}

// Programmes are the programmes the index was built from, in the order they
// were given. They are shared: nobody may change them.
func (ix *Index) Programmes() []store.Programme { return ix.programmes }

// Get is the programme of that id, or of one that has it among its other ids.
func (ix *Index) Get(id store.ProgrammeID) (*store.Programme, bool) {
	at, ok := slices.BinarySearchFunc(ix.byID, id, func(i uint32, id store.ProgrammeID) int {
		return strings.Compare(string(ix.programmes[i].ID), string(id))
	})
	if ok {
		return &ix.programmes[ix.byID[at]], true
	}
	at, ok = slices.BinarySearchFunc(ix.otherIDs, id, func(o otherID, id store.ProgrammeID) int {
		return strings.Compare(string(o.id), string(id))
	})
	if ok {
		return &ix.programmes[ix.otherIDs[at].programme], true
	}
	return nil, false
}

// otherID is an id that a programme has besides its own.
type otherID struct {
	id        store.ProgrammeID
	programme uint32
}

// linksOf are the links from the terms lo to hi, hi left out.
func (ix *Index) linksOf(lo, hi uint32) []link {
	byFrom := func(l link, term uint32) int { return int(l.from) - int(term) }
	i, _ := slices.BinarySearchFunc(ix.links, lo, byFrom)
	j, _ := slices.BinarySearchFunc(ix.links[i:], hi, byFrom)
	return ix.links[i : i+j]
}

// openOn is which documents are open on the day.
func (ix *Index) openOn(day store.Day) *openDay {
	if c := ix.today.Load(); c != nil && c.day == day {
		return c
	}
	c := &openDay{day: day, open: newSet(len(ix.order)), known: newSet(len(ix.order))}
	for doc := range ix.dates {
		switch ix.dates[doc].open(day) {
		case store.Yes:
			c.known.add(uint32(doc))
			c.open.add(uint32(doc))
		case store.Unknown:
			c.open.add(uint32(doc))
		}
	}
	ix.today.Store(c)
	return c
}

// dates are store.Dates without the words, close together.
type dates struct{ opens, closes, knownFrom, knownTo store.Day }

func (d dates) open(day store.Day) store.Tri {
	return store.Dates{Opens: d.opens, Closes: d.closes, KnownFrom: d.knownFrom, KnownTo: d.knownTo}.Open(day)
}

func (ix *Index) programme(doc uint32) *store.Programme { return &ix.programmes[ix.order[doc]] }
