package seal_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"signpost/store"
)

// A record's worth: about what a client with twelve facts takes.
var benchValue = string(make([]byte, 1200))

func benchKey(i int) string { return fmt.Sprintf("t\x00client\x00%08d", i) }

// sides are the same store with the seal and without it, of n pairs each.
func sides(b *testing.B, n int, run func(b *testing.B, e store.Engine)) {
	for _, side := range []string{"sealed", "bare"} {
		b.Run(side, func(b *testing.B) {
			f := newFile(b)
			var e store.Engine
			if side == "sealed" {
				e = f.open(b)
			} else {
				e = f.bolt(b)
			}
			for from := 0; from < n; from += 500 {
				pairs := []string{}
				for i := from; i < min(n, from+500); i++ {
					pairs = append(pairs, benchKey(i), benchValue)
				}
				put(b, e, pairs...)
			}
			b.ReportAllocs()
			b.ResetTimer()
			run(b, e)
		})
	}
}

func BenchmarkUpdate(b *testing.B) {
	var n atomic.Int64
	sides(b, 1000, func(b *testing.B, e store.Engine) {
		for b.Loop() {
			put(b, e, benchKey(int(n.Add(1)*7919)%1000), benchValue)
		}
	})
}

func BenchmarkUpdate16Writers(b *testing.B) {
	var n atomic.Int64
	sides(b, 1000, func(b *testing.B, e store.Engine) {
		b.SetParallelism(8)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				put(b, e, benchKey(int(n.Add(1)*7919)%1000), benchValue)
			}
		})
	})
}

func BenchmarkViewGet(b *testing.B) {
	sides(b, 10_000, func(b *testing.B, e store.Engine) {
		for i := 0; b.Loop(); i++ {
			if _, err := get(b, e, benchKey(i*7919%10_000)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkViewRange1000(b *testing.B) {
	sides(b, 10_000, func(b *testing.B, e store.Engine) {
		for b.Loop() {
			n := 0
			err := e.View(b.Context(), func(tx store.Tx) error {
				for _, err := range tx.Range([]byte(benchKey(5000)), []byte(benchKey(6000))) {
					if err != nil {
						return err
					}
					n++
				}
				return nil
			})
			if err != nil || n != 1000 {
				b.Fatalf("met %d: %v", n, err)
			}
		}
	})
}
