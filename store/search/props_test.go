package search_test

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
	"signpost/store/search"
)

// drawWords draws what somebody might type: words of the field, begun,
// mistyped, sayings, and noise.
func drawWords(t *rapid.T) string {
	said := []string{"bad back", "ex army", "cv", "no broadband", "looks after his mum", "burnley", "over 50", "to", "the"}
	word := rapid.Custom(func(t *rapid.T) string {
		w := rapid.SampledFrom(common).Draw(t, "word")
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			return w[:rapid.IntRange(1, len(w)).Draw(t, "begun")]
		case 1:
			i := rapid.IntRange(0, len(w)-1).Draw(t, "slip")
			return w[:i] + rapid.StringMatching(`[a-z]?`).Draw(t, "for") + w[i+1:]
		case 2:
			return rapid.SampledFrom(said).Draw(t, "said")
		case 3:
			return rapid.StringN(0, 8, -1).Draw(t, "noise")
		}
		return w
	})
	return strings.Join(rapid.SliceOfN(word, 0, 4).Draw(t, "words"), " ")
}

// filters are changes to a query that narrow it, and what each hit must then be.
var filters = []struct {
	name  string
	set   func(*rapid.T, *search.Query)
	holds func(search.Query, *store.Programme) bool
}{
	{"district", func(t *rapid.T, q *search.Query) {
		codes := store.DistrictCodes()
		for _, d := range store.FormerDistricts() {
			codes = append(codes, d.Code)
		}
		q.District = rapid.SampledFrom(codes).Draw(t, "district")
	}, func(q search.Query, p *store.Programme) bool {
		return len(p.Area) == 0 || slices.ContainsFunc(p.Area, func(a string) bool { return store.AreaHolds(a, q.District) })
	}},
	{"barriers", func(t *rapid.T, q *search.Query) {
		q.Barriers = rapid.SliceOfN(rapid.SampledFrom(store.AllBarriers()), 1, 2).Draw(t, "barriers")
	}, func(q search.Query, p *store.Programme) bool {
		return !slices.ContainsFunc(q.Barriers, func(b store.Barrier) bool { return !slices.Contains(p.Helps, b) })
	}},
	{"audience", func(t *rapid.T, q *search.Query) {
		q.Audience = rapid.SampledFrom(store.Audiences()).Draw(t, "audience")
	}, func(q search.Query, p *store.Programme) bool { return p.Serves(q.Audience) }},
	{"help", func(t *rapid.T, q *search.Query) {
		q.Help = rapid.SampledFrom(store.Helps()).Draw(t, "help")
	}, func(q search.Query, p *store.Programme) bool { return slices.Contains(p.Help, q.Help) }},
	{"provider", func(t *rapid.T, q *search.Query) {
		q.Provider = rapid.SampledFrom([]string{"college", "TRUST", "coun", "community interest", "e"}).Draw(t, "provider")
	}, func(q search.Query, p *store.Programme) bool {
		return strings.Contains(strings.ToLower(p.Provider), strings.ToLower(q.Provider))
	}},
	{"day", func(t *rapid.T, q *search.Query) {
		q.Day = store.Date(2014, 1, 1) + store.Day(rapid.IntRange(0, 4000).Draw(t, "day"))
	}, func(q search.Query, p *store.Programme) bool { return p.Dates.Open(q.Day) != store.No }},
}

// everything is every hit of the query.
func everything(ix *search.Index, q search.Query) search.Page {
	q.Limit, q.Offset = len(ix.Programmes())+1, 0
	return ix.Find(q)
}

func TestFiltersOnlyTakeAway(t *testing.T) {
	ix := search.New(synthetic(400))
	rapid.Check(t, func(t *rapid.T) {
		q := search.Query{Words: drawWords(t)}
		var held []func(search.Query, *store.Programme) bool
		for _, f := range filters {
			if !rapid.Bool().Draw(t, f.name) {
				continue
			}
			all := ids(everything(ix, q))
			f.set(t, &q)
			held = append(held, f.holds)
			page := everything(ix, q)
			if page.Total != len(page.Hits) {
				t.Fatalf("%+v: total %d, hits %d", q, page.Total, len(page.Hits))
			}
			for _, h := range page.Hits {
				if !slices.Contains(all, string(h.Programme.ID)) {
					t.Fatalf("%+v: the %s filter adds %q", q, f.name, h.Programme.ID)
				}
				for _, holds := range held {
					if !holds(q, h.Programme) {
						t.Fatalf("%+v: %q does not pass its filters", q, h.Programme.ID)
					}
				}
			}
		}
		if q.Words == "" { // without words, what the filters leave out must not pass them
			kept := ids(everything(ix, q))
			for _, p := range ix.Programmes() {
				passes := !slices.ContainsFunc(held, func(holds func(search.Query, *store.Programme) bool) bool { return !holds(q, &p) })
				if passes != slices.Contains(kept, string(p.ID)) {
					t.Fatalf("%+v: %q passes is %v", q, p.ID, passes)
				}
			}
		}
	})
}

func TestPagesPartTheHits(t *testing.T) {
	ix := search.New(synthetic(400))
	rapid.Check(t, func(t *rapid.T) {
		q := search.Query{Words: drawWords(t), Day: store.Date(2022, 5, 5), All: rapid.Bool().Draw(t, "all")}
		want := everything(ix, q)
		size := rapid.IntRange(1, 60).Draw(t, "size")
		var got []string
		for offset := 0; offset < want.Total+size; offset += size {
			q.Offset, q.Limit = offset, size
			page := ix.Find(q)
			if page.Total != want.Total {
				t.Fatalf("%+v: total %d, was %d", q, page.Total, want.Total)
			}
			if len(page.Hits) > size {
				t.Fatalf("%+v: %d hits", q, len(page.Hits))
			}
			got = append(got, ids(page)...)
		}
		if !slices.Equal(got, ids(want)) {
			t.Fatalf("%+v: pages of %d give %v, all at once %v", q, size, got, ids(want))
		}
	})
}

func TestTheOrderIsOpenThenScoreThenName(t *testing.T) {
	programmes := synthetic(400)
	ix := search.New(programmes)
	shuffled := slices.Clone(programmes)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	other := search.New(shuffled)
	rapid.Check(t, func(t *rapid.T) {
		q := search.Query{Words: drawWords(t), Day: store.Date(2022, 5, 5), All: rapid.Bool().Draw(t, "all")}
		page := everything(ix, q)
		for i := 1; i < len(page.Hits); i++ {
			a, b := page.Hits[i-1], page.Hits[i]
			aOpen, bOpen := a.Open != store.No, b.Open != store.No
			switch {
			case aOpen != bOpen:
				if bOpen {
					t.Fatalf("%+v: closed %q comes before open %q", q, a.Programme.ID, b.Programme.ID)
				}
			case a.Score < b.Score:
				t.Fatalf("%+v: %q scores %v and comes before %q with %v", q, a.Programme.ID, a.Score, b.Programme.ID, b.Score)
			case a.Score == b.Score && strings.ToLower(a.Programme.Name) > strings.ToLower(b.Programme.Name):
				t.Fatalf("%+v: %q comes before %q", q, a.Programme.Name, b.Programme.Name)
			}
		}
		if got := ids(everything(other, q)); !slices.Equal(got, ids(page)) {
			t.Fatalf("%+v: built in another order it finds %v, not %v", q, got, ids(page))
		}
	})
}

func TestEveryHitSaysWhy(t *testing.T) {
	ix := search.New(synthetic(400))
	rapid.Check(t, func(t *rapid.T) {
		q := search.Query{Words: drawWords(t)}
		page := everything(ix, q)
		for _, h := range page.Hits {
			if (len(h.Matched) == 0) != (strings.TrimSpace(q.Words) == "") && h.Score > 0 {
				t.Fatalf("%+v: %q has no match", q, h.Programme.ID)
			}
			for _, m := range h.Matched {
				if !strings.Contains(q.Words, m.Word) {
					t.Fatalf("%+v: the match %+v is of a word not typed", q, m)
				}
				if !holdsMatch(h.Programme, m) {
					t.Fatalf("%+v: %q does not have %+v", q, h.Programme.ID, m)
				}
			}
		}
	})
}

// holdsMatch looks for what the match says in the record itself.
func holdsMatch(p *store.Programme, m search.Match) bool {
	var texts []string
	switch m.Field {
	case "name":
		texts = []string{p.Name}
	case "other name":
		texts = p.OtherNames
	case "id":
		texts = []string{string(p.ID)}
	case "words":
		texts = p.Words
	case "provider":
		texts = []string{p.Provider}
	case "gives":
		texts = []string{p.Gives}
	case "for":
		texts = []string{p.For}
	case "barrier":
		return slices.ContainsFunc(p.Helps, func(b store.Barrier) bool { return b.Label() == m.As })
	case "audience":
		return p.Serves(store.Audience(m.As))
	case "help":
		return slices.ContainsFunc(p.Help, func(h store.Help) bool { return strings.ReplaceAll(string(h), "-", " ") == m.As })
	case "area":
		return (len(p.Area) == 0) == (m.As == "no area stated")
	}
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), m.As) })
}

func TestNearestFindsWhatItSays(t *testing.T) {
	ix := search.New(synthetic(60))
	rapid.Check(t, func(t *rapid.T) {
		q := search.Query{Words: drawWords(t), Day: store.Date(2022, 5, 5)}
		for _, f := range filters {
			if rapid.Bool().Draw(t, f.name) {
				f.set(t, &q)
			}
		}
		page := ix.Find(q)
		switch {
		case page.Total > 0 && page.Nearest != nil:
			t.Fatalf("%+v: finds %d and offers %q", q, page.Total, page.Nearest.Says)
		case page.Nearest != nil:
			if got := ix.Find(page.Nearest.Query); got.Total != page.Nearest.Total || got.Total == 0 {
				t.Fatalf("%+v: %q, and it finds %d", q, page.Nearest.Says, got.Total)
			}
		}
	})
}

// TestCoresMakeNoDifference builds one index on one core and one on several.
func TestCoresMakeNoDifference(t *testing.T) {
	programmes := synthetic(6000)
	cores := runtime.GOMAXPROCS(1)
	one := search.New(programmes)
	runtime.GOMAXPROCS(max(3, cores))
	several := search.New(programmes)
	runtime.GOMAXPROCS(cores)
	for _, q := range queryLog() {
		a, b := one.Find(q.Query), several.Find(q.Query)
		if a.Total != b.Total || !slices.Equal(ids(a), ids(b)) {
			t.Errorf("%q finds %d on one core and %d on several", q.Words, a.Total, b.Total)
		}
	}
}
