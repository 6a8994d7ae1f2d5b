// Package search finds provision by the words people use and by filters. It is
// pure: an Index is built from programmes, never changes, and is safe for any
// number of readers. It knows nothing of clients, members or the store's engine.
package search

import "signpost/store"

// Query asks for programmes. The zero Query asks for everything that is open on
// no day in particular; set Day.
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
	Field string `json:"field"` // name, other name, provider, gives, barrier, area, audience, words
	As    string `json:"as"`    // the word of the record
}

// Hit is one programme found.
type Hit struct {
	Programme *store.Programme
	Open      store.Tri // on the query's day
	Score     float64   // higher is better; only comparable within one page
	Matched   []Match
}

// Page is what a Query found.
type Page struct {
	Total   int // hits in all, before Limit and Offset
	Hits    []Hit
	Ignored []string // words of the query that no record has, even nearly
	Nearest *Nearest // when nothing was found: what would find something
}

// Nearest is the smallest change to a query that finds something.
type Nearest struct {
	Says  string // "Without the district filter: 4 found"
	Query Query
	Total int
}
