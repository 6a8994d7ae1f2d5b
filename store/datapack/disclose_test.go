package datapack

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
)

// kept is how many values a hidden count has to be left.
const kept = 3

// span is what a reader knows of a count.
type span struct{ lo, hi int }

func spanOf(c Count) span { return span{int(c), int(c) + spread} }

// narrow cuts to what is in both, and says whether that was news.
func (s *span) narrow(lo, hi int) bool {
	was := *s
	s.lo, s.hi = max(s.lo, lo), min(s.hi, hi)
	return *s != was
}

// attack is a reader who holds all that was let out of one pack against each
// other: the measures of every view, of which each adds up to the same number
// where the view parts it, and to that or more where it does not; and no part of
// the referrals is more than the referrals.
type attack struct {
	views    [][][]span // measure, view, cell
	parts    []bool
	measures []span // how many there are of each measure
}

func (a *attack) solve() {
	for again := true; again; {
		again = false
		for m := range a.views {
			for v, cells := range a.views[m] {
				if a.step(&a.measures[m], cells, a.parts[v]) {
					again = true
				}
				for c := range cells {
					if m > 0 && a.within(&cells[c], &a.views[0][v][c]) {
						again = true
					}
				}
			}
			if m > 0 && a.within(&a.measures[m], &a.measures[0]) {
				again = true
			}
		}
	}
}

func (a *attack) within(part, whole *span) bool {
	x := part.narrow(0, whole.hi)
	return whole.narrow(part.lo, 1<<30) || x
}

func (a *attack) step(all *span, cells []span, parts bool) bool {
	lo, hi, greatest := 0, 0, 0
	for _, c := range cells {
		lo, hi, greatest = lo+c.lo, hi+c.hi, max(greatest, c.lo)
	}
	if !parts {
		lo = greatest
	}
	news := all.narrow(lo, hi)
	for i := range cells {
		most := all.hi
		if parts {
			most = all.hi - (lo - cells[i].lo)
		}
		if cells[i].narrow(all.lo-(hi-cells[i].hi), most) {
			return true
		}
	}
	return news
}

// referral is one made-up referral.
type referral struct {
	programme, place int
	barriers         []int
	started          bool
	outcome          int
}

func drawWorld(t *rapid.T) (views []view) {
	sizes := []int{rapid.IntRange(1, 8).Draw(t, "programmes"), rapid.IntRange(1, 8).Draw(t, "places"), rapid.IntRange(1, 6).Draw(t, "barriers")}
	for i, n := range sizes {
		v := view{names: map[string]string{}, sums: map[string]map[string]int{}, parts: i < 2}
		for k := range n {
			v.names[fmt.Sprint("k", k)] = fmt.Sprint("Name ", k)
		}
		views = append(views, v)
	}
	// Several at a time, as alike ones are what fills a table to its brim.
	for range rapid.IntRange(0, 30).Draw(t, "heaps") {
		r := referral{
			programme: rapid.IntRange(0, sizes[0]-1).Draw(t, "programme"), place: rapid.IntRange(0, sizes[1]-1).Draw(t, "place"),
			barriers: rapid.SliceOfNDistinct(rapid.IntRange(0, sizes[2]-1), 1, sizes[2], func(i int) int { return i }).Draw(t, "of"),
			started:  rapid.Bool().Draw(t, "started"), outcome: rapid.IntRange(0, 2).Draw(t, "outcome"),
		}
		add(views, r, rapid.SampledFrom([]int{4, 4, 4, 1, 2, 3, 5, 9}).Draw(t, "times"))
	}
	return views
}

func add(views []view, r referral, times int) {
	for i, ks := range [][]int{{r.programme}, {r.place}, r.barriers} {
		for _, k := range ks {
			key := fmt.Sprint("k", k)
			if views[i].sums[key] == nil {
				views[i].sums[key] = map[string]int{}
			}
			counts := views[i].sums[key]
			counts[store.TallyTotal] += times
			if r.started {
				counts[store.TallyStarted] += times
			}
			if r.outcome > 0 {
				counts[store.TallyOutcome+string(store.OutcomeCodes()[r.outcome-1].Code)] += times
			}
		}
	}
}

// No hidden count of what came of referrals can be worked out from all three
// tables together, nor from starts and outcomes being parts of referrals.
func TestReferralsCannotBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		views := drawWorld(t)
		listed := follow(views)
		a := attack{}
		for m := range 2 + len(store.OutcomeCodes()) {
			var of [][]span
			for v := range views {
				rows := map[string]Followed{}
				for _, f := range listed[v] {
					rows[f.Key] = f
				}
				var cells []span
				for _, k := range views[v].keys() {
					f, ok := rows[k]
					c := f.Referrals
					switch {
					case !ok:
						c = 0
					case m == 1:
						c = f.Starts
					case m > 1:
						c = f.Outcomes[store.OutcomeCodes()[m-2].Code]
					}
					if c%Least != 0 || c < 0 {
						t.Fatalf("%d is let out", c)
					}
					cells = append(cells, spanOf(c))
				}
				of = append(of, cells)
			}
			a.views, a.measures = append(a.views, of), append(a.measures, span{0, 1 << 30})
		}
		for _, v := range views {
			a.parts = append(a.parts, v.parts)
		}
		hidden := copyOf(a.views)
		a.solve()
		for m := range hidden {
			for v := range hidden[m] {
				for c, s := range hidden[m][v] {
					if now := a.views[m][v][c]; s.lo == 0 && now.hi-now.lo+1 < kept {
						t.Fatalf("measure %d, view %d, cell %d can only be %d to %d", m, v, c, now.lo, now.hi)
					}
				}
			}
		}
	})
}

func copyOf(views [][][]span) [][][]span {
	out := make([][][]span, len(views))
	for i := range views {
		for _, cells := range views[i] {
			out[i] = append(out[i], append([]span{}, cells...))
		}
	}
	return out
}

// The same, of a reader who knows how this is done and tries every world there
// could be: no pack comes only of worlds in which a hidden count is one of two.
// In five cells of 0 to 9 are the worlds that give most away: all of them 4.
func TestEveryWorldOfASmallTable(t *testing.T) {
	type pack struct {
		all   Count
		cells [5]Count
	}
	lets := map[string]func(truth [5]int, sum int) pack{
		"a view beside one of a single cell": func(truth [5]int, sum int) pack {
			cols := []column{{cells: []Count{down(sum)}, parts: true}, {cells: downs(truth), parts: true}}
			hold(cols, -1)
			return pack{cols[0].cells[0], [5]Count(cols[1].cells)}
		},
		"a row and its total": func(truth [5]int, sum int) pack {
			cells := downs(truth)
			return pack{capped(down(sum), cells), [5]Count(cells)}
		},
	}
	for name, let := range lets {
		could := map[pack]*[5][10]bool{}
		for n := range 100_000 {
			truth, sum := [5]int{n % 10, n / 10 % 10, n / 100 % 10, n / 1000 % 10, n / 10_000}, 0
			for _, c := range truth {
				sum += c
			}
			k := let(truth, sum)
			if could[k] == nil {
				could[k] = &[5][10]bool{}
			}
			for i, c := range truth {
				could[k][i][c] = true
			}
		}
		for k, sets := range could {
			for i, c := range k.cells {
				n := 0
				for _, ok := range sets[i] {
					if ok {
						n++
					}
				}
				if c < Least && n < kept {
					t.Errorf("%s: of %v, cell %d can only be %d values: %v", name, k, i, n, sets[i])
				}
			}
		}
	}
}

func downs(truth [5]int) []Count {
	var out []Count
	for _, n := range truth {
		out = append(out, down(n))
	}
	return out
}

// No hidden cell of a row can be worked out from its total.
func TestTotalsTellNothingOfTheirCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alike := rapid.SampledFrom([]int{0, 4, 4, 9}).Draw(t, "alike")
		truth := rapid.SliceOfN(rapid.OneOf(rapid.Just(alike), rapid.Just(alike), rapid.Just(alike), rapid.IntRange(0, 12)), 1, 16).Draw(t, "cells")
		sum, cells := 0, []Count{}
		for _, n := range truth {
			sum += n
			cells = append(cells, down(n))
		}
		total := capped(down(sum), cells)
		if total > Count(sum) || total%Least != 0 {
			t.Fatalf("the total of %v is let out as %d", truth, total)
		}
		a := attack{measures: []span{spanOf(total)}, parts: []bool{true}, views: [][][]span{{nil}}}
		for _, c := range cells {
			a.views[0][0] = append(a.views[0][0], spanOf(c))
		}
		a.solve()
		for i, c := range cells {
			if s := a.views[0][0][i]; c < Least && s.hi-s.lo+1 < kept {
				t.Fatalf("of %v with total %v, cell %d can only be %d to %d", cells, total, i, s.lo, s.hi)
			}
		}
	})
}

// The total of what is let out needs no holding back for the places there are:
// four in each of sixteen still leaves any of them anything from 0 to 4.
func TestPlacesNeedNoCap(t *testing.T) {
	cells := make([]Count, len(store.CountedPlaces()))
	if all := down(len(cells) * spread); capped(all, cells) != all {
		t.Errorf("a total of %d is cut to %d", all, capped(all, cells))
	}
}
