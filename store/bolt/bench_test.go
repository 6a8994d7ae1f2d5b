package bolt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

// A record's worth: about what a client with twelve facts takes.
var benchValue = make([]byte, 1200)

func benchKey(i int) []byte { return fmt.Appendf(nil, "client/%08d", i) }

// benchEngine is an engine with n pairs.
func benchEngine(b *testing.B, n int) *bolt.Engine {
	b.Helper()
	e := open(b, create(b))
	for from := 0; from < n; from += store.MaxWrites {
		err := e.Update(b.Context(), func(tx store.Tx) error {
			for i := from; i < min(n, from+store.MaxWrites); i++ {
				if err := tx.Put(benchKey(i), benchValue); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return e
}

// BenchmarkDisk is what the disk alone takes to make one change durable: what one
// Update is measured against.
func BenchmarkDisk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	if _, err := f.WriteAt(make([]byte, 1<<20), 0); err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		for _, at := range []int64{int64(1+i%200) * 4096, 0} {
			if _, err := f.WriteAt(page, at); err != nil {
				b.Fatal(err)
			}
			if err := datasync(f); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			e := benchEngine(b, 1000)
			var n atomic.Int64
			b.ReportAllocs()
			b.SetParallelism((writers + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0))
			if writers == 1 {
				for b.Loop() {
					updateOne(b, e, &n)
				}
				return
			}
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					updateOne(b, e, &n)
				}
			})
		})
	}
}

func updateOne(b *testing.B, e *bolt.Engine, n *atomic.Int64) {
	key := benchKey(int(n.Add(1)*7919) % 1000)
	err := e.Update(b.Context(), func(tx store.Tx) error { return tx.Put(key, benchValue) })
	if err != nil {
		b.Error(err)
	}
}

func BenchmarkViewGet(b *testing.B) {
	e := benchEngine(b, 10_000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		key := benchKey(i * 7919 % 10_000)
		err := e.View(b.Context(), func(tx store.Tx) error {
			_, err := tx.Get(key)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkViewRange1000(b *testing.B) {
	e := benchEngine(b, 10_000)
	from, to := benchKey(5000), benchKey(6000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := e.View(b.Context(), func(tx store.Tx) error {
			for _, err := range tx.Range(from, to) {
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
}

// BenchmarkOpen is a start of the program on a store of 12 MB.
func BenchmarkOpen(b *testing.B) {
	path := create(b)
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 10_000 / 500 {
		err := e.Update(b.Context(), func(tx store.Tx) error {
			for j := range 500 {
				if err := tx.Put(benchKey(i*500+j), benchValue); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
