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

// BenchmarkFind measures each kind of query of the log; p50 and p99 are of
// single queries, in microseconds. Run it with
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
				took := make([]time.Duration, 0, 1<<16)
				for i := 0; b.Loop(); i++ {
					start := time.Now()
					ix.Find(log[kind][i%len(log[kind])])
					if len(took) < cap(took) {
						took = append(took, time.Since(start))
					}
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-us")
				b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-us")
			})
		}
	}
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
