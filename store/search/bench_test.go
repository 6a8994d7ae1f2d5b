package search_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"signpost/store/search"
)

// typed is a query of the log and what it stands for.
type typed struct {
	search.Query
	kind string
}

// sizes are how many programmes the benchmarks search.
var sizes = []int{1_000, 10_000, 100_000}

// BenchmarkFind measures each kind of query of the log, in microseconds: p50 and
// p99 are of single searches as the clock has them, and so of whatever else the
// machine does; worst is the query with the highest median of its own. Run it
// with
//
//	go test ./store/search -run xxx -bench Find -benchmem
func BenchmarkFind(b *testing.B) {
	for _, n := range sizes {
		ix := search.New(synthetic(n))
		kinds := []string{"mixed"}
		log := map[string][]search.Query{}
		for _, q := range queryLog() {
			if !slices.Contains(kinds, q.kind) {
				kinds = append(kinds, q.kind)
			}
			log[q.kind] = append(log[q.kind], q.Query)
			log["mixed"] = append(log["mixed"], q.Query)
		}
		for _, kind := range kinds {
			b.Run(fmt.Sprintf("%d/%s", n, kind), func(b *testing.B) {
				b.ReportAllocs()
				took := make([][]float64, len(log[kind]))
				for i := 0; b.Loop(); i++ {
					q := i % len(took)
					start := time.Now()
					ix.Find(log[kind][q])
					took[q] = append(took[q], float64(time.Since(start).Nanoseconds())/1000)
				}
				worst := 0.0
				for _, t := range took {
					worst = max(worst, quantile(t, 0.5))
				}
				all := slices.Concat(took...)
				b.ReportMetric(quantile(all, 0.5), "p50-us")
				b.ReportMetric(quantile(all, 0.99), "p99-us")
				b.ReportMetric(worst, "worst-us")
			})
		}
	}
}

func quantile(x []float64, q float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return x[int(float64(len(x)-1)*q)]
}

// BenchmarkNew measures a build and what the index holds beside the programmes.
func BenchmarkNew(b *testing.B) {
	for _, n := range sizes {
		programmes := synthetic(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var ix *search.Index
			for b.Loop() {
				ix = search.New(programmes)
			}
			b.StopTimer()
			with := heapMB()
			runtime.KeepAlive(ix)
			ix = nil
			b.ReportMetric(with-heapMB(), "index-MB")
		})
	}
}

func heapMB() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
