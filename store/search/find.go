package search

import "signpost/store"

// defaultLimit is how many hits a page has where the query does not say.
const defaultLimit = 50

// Find answers the query. The order is: open before closed, then relevance,
// then name; it is the same every time. Pages of one query, by Offset and
// Limit, part the hits without gap or overlap.
func (ix *Index) Find(q Query) Page {
	s := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(s)
	page := ix.find(&q, s)
	if page.Total == 0 {
		page.Nearest = ix.nearest(q, page.Ignored, s)
	}
	return page
}

// find answers the query, but for what is nearest.
func (ix *Index) find(q *Query, s *scratch) Page {
	ix.filter(q, s)
	var day *openDay
	if q.Day != 0 {
		if day = ix.openOn(q.Day); !q.All {
			s.keep.and(day.open)
		}
	}
	units, ignored := ix.plan(q.Words, s)
	page := Page{Ignored: ignored}
	if len(units) == 0 {
		if len(ignored) == 0 {
			ix.list(q, s, day, &page)
		}
		return page
	}
	last := ix.score(units, &s.outer, s)
	page.Total = ix.pick(q, s, day, last)
	page.Hits = ix.hits(q, s)
	ix.explain(&page, units, s)
	return page
}

// list makes a page of everything that passes the filters, by name.
func (ix *Index) list(q *Query, s *scratch, day *openDay, page *Page) {
	offset, limit := max(0, q.Offset), q.limit()
	page.Total = s.keep.count()
	n := min(limit, max(0, page.Total-offset))
	docs := make([]uint32, 0, n)
	if day == nil || !q.All {
		docs = s.keep.take(docs, offset)
	} else {
		copy(s.some, s.keep)
		s.some.and(day.open)
		first := s.some.count()
		docs = s.some.take(docs, offset)
		s.keep.without(day.open)
		docs = s.keep.take(docs, max(0, offset-first))
	}
	for _, doc := range docs {
		page.Hits = append(page.Hits, Hit{Programme: ix.programme(doc), Open: ix.isOpen(doc, q.Day)})
	}
}

func (q *Query) limit() int {
	if q.Limit <= 0 {
		return defaultLimit
	}
	return q.Limit
}

func (ix *Index) isOpen(doc uint32, day store.Day) store.Tri {
	if day == 0 {
		return store.Unknown
	}
	return ix.programme(doc).Dates.Open(day)
}
