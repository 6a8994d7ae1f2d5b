package find

import (
	"context"

	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
)

// Filter is one filter of a search as a question, for whoever reads it out.
type Filter struct {
	Word   string              // what it is called in one word: "district"
	Says   string              // how it stands: "District: any"
	Choice *look.Choice        // what to choose from; nil for one that is only turned
	Take   func() search.Query // the query with what was chosen, or turned
}

// Filters lists the filters of a query in the order of the page.
func Filters(q search.Query) []Filter {
	says := (&Page{query: q}).filters(false)
	choose := func(word, says string, open func(*Page) *chooser) Filter {
		p := &Page{query: q}
		c := open(p)
		return Filter{word, says, c.choice, func() search.Query { c.apply(c.choice); return p.query }}
	}
	return []Filter{
		choose("district", says[0], (*Page).chooseDistrict),
		choose("barriers", says[1], (*Page).chooseBarriers),
		choose("audience", says[2], (*Page).chooseAudience),
		choose("kind", says[3], (*Page).chooseHelp),
		{"closed", says[4], nil, func() search.Query { q.All = !q.All; return q }},
	}
}

// Found says how many were found, and which words found nothing.
func Found(got search.Page) string { return (&Page{found: got, fresh: true}).count() }

// Matched says which words were found where, or nothing where there were none.
func Matched(hit *search.Hit) string { return matched(hit) }

// OpenWord says in a word or two whether a programme is open.
func OpenWord(open store.Tri) string { return openWord(open) }

// Read is the page of a programme read out, in lines of w columns, and what its
// "See also" names, in the order of the digits there.
func Read(ctx context.Context, desk Desk, lk look.Look, id store.ProgrammeID, w int) (lines []string, see []store.Programme, err error) {
	p := NewProgramme(ctx, desk, lk, id)
	e, err := p.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	p.entry = &e
	return p.lines(w), e.see, nil
}
