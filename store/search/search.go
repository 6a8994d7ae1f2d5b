// Package search finds provision by the words people use and by filters. It is
// pure: an Index is built from programmes, never changes, and is safe for any
// number of readers. It knows nothing of clients, members or the store's engine.
//
// The index is a sorted dictionary of folded words with postings (which
// programmes, in which fields), a bit set for each barrier, area, audience and
// kind of help, and a trie over the dictionary for spelling. What a programme
// is tagged with is found through its bit set: the word "burnley" leads to the
// tags that hold Burnley, and so to every programme that serves it.
package search

import "signpost/store"

// Query asks for programmes. Where Day is no day, nothing is held to be open or
// closed: the zero Query lists everything by name.
type Query struct {
	Words    string          // as typed; empty lists everything the filters leave
	District string          // GSS code; empty for any
	Barriers []store.Barrier // helps with every one of these
	Audience store.Audience  // empty for any
	Provider string          // part of the provider's name; empty for any
	Help     store.Help      // empty for any
	Day      store.Day       // open on this day
	All      bool            // closed programmes too, after the open ones
	Limit    int             // at most so many hits; 0 for 50
	Offset   int             // hits to pass over
}

// Match says which typed word matched, in which field, and as what.
type Match struct {
	Word  string `json:"word"`  // as typed
	Field string `json:"field"` // name, other name, id, words, provider, gives, for, barrier, area, audience, help
	As    string `json:"as"`    // the word of the record
}

// Hit is one programme found.
type Hit struct {
	Programme *store.Programme // shared by all readers: nobody may change it
	Open      store.Tri        // on the query's day
	Score     float64          // higher is better; only comparable within one page
	Matched   []Match          // the best match of each word, in the order typed
}

// Page is what a Query found.
type Page struct {
	Total   int // hits in all, before Limit and Offset
	Hits    []Hit
	Ignored []string // words of the query that no record has, even nearly, and those beyond the twelfth
	Nearest *Nearest // when nothing was found: what would find something
}

// Nearest is the smallest change to a query that finds something.
type Nearest struct {
	Says  string // "Without the district filter: 4 found"
	Query Query
	Total int
}

// field is where in a record a word stands. The first textFields of them are
// kept in postings, the others as tags.
type field uint8

const (
	inName field = iota
	inOther
	inID
	inWords
	inProvider
	inGives
	inFor
	inBarrier
	inArea
	inAudience
	inHelp

	textFields = int(inFor) + 1
	inStart    = textFields // the bit of a posting that says: first word of the name
)

var fieldNames = [...]string{
	"name", "other name", "id", "words", "provider", "gives", "for", "barrier", "area", "audience", "help",
}

// fieldWeights are what a whole word is worth in each field. They were set by
// looking at the rankings in testdata/golden.txt as a work coach would.
var fieldWeights = [...]uint32{800, 720, 720, 640, 360, 280, 240, 480, 240, 160, 320}
