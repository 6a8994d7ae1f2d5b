package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

var flipRounds = flag.Int("flip.rounds", 200, "how many damaged files are opened")

// sound is the bytes of a closed store with all that a file can have: pages of
// branches, values over several pages, free pages.
func sound(t testing.TB) []byte {
	t.Helper()
	path := create(t)
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		err := e.Update(t.Context(), func(tx store.Tx) error {
			for i := range 300 {
				if err := tx.Put(fmt.Appendf(nil, "key/%04d", 2*i*(round+1)), bytes.Repeat([]byte{byte(i)}, i)); err != nil {
					return err
				}
			}
			for i := range 5 {
				if err := tx.Put(fmt.Appendf(nil, "large/%d", i), make([]byte, 9000+i)); err != nil {
					return err
				}
			}
			return tx.Delete(fmt.Appendf(nil, "large/%d", round))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// One change more, which finds room at the start of the file for its pages.
	err = errors.Join(e.Update(t.Context(), func(tx store.Tx) error { return tx.Delete([]byte("large/3")) }), e.Close())
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The places of a header's fields in a bbolt file.
const (
	atMagic   = 16
	atVersion = 20
	atPages   = 56
	atTx      = 64
	atSum     = 72
)

var pageSize = os.Getpagesize()

// newest is where the header that counts begins.
func newest(b []byte) int {
	if binary.NativeEndian.Uint64(b[pageSize+atTx:]) > binary.NativeEndian.Uint64(b[atTx:]) {
		return pageSize
	}
	return 0
}

// needs is how many bytes of the file are in use.
func needs(b []byte) int {
	return int(binary.NativeEndian.Uint64(b[newest(b)+atPages:])) * pageSize
}

// resum gives both headers their right checksums again.
func resum(b []byte) {
	for _, at := range []int{0, pageSize} {
		h := fnv.New64a()
		h.Write(b[at+atMagic : at+atSum])
		binary.NativeEndian.PutUint64(b[at+atSum:], h.Sum64())
	}
}

// freelist is where the list of free pages begins.
func freelist(b []byte) int { return int(binary.NativeEndian.Uint64(b[newest(b)+48:])) * pageSize }

// branch is where a page in use that is a branch begins.
func branch(t *testing.T, b []byte) int {
	t.Helper()
	free := map[uint64]bool{}
	list := freelist(b)
	for i := range int(binary.NativeEndian.Uint16(b[list+10:])) {
		free[binary.NativeEndian.Uint64(b[list+16+8*i:])] = true
	}
	for at := 2 * pageSize; at < needs(b); at += pageSize {
		id := binary.NativeEndian.Uint64(b[at:])
		if id == uint64(at/pageSize) && !free[id] && binary.NativeEndian.Uint16(b[at+8:]) == 1 {
			return at
		}
	}
	t.Fatal("no branch page")
	return 0
}

// patched is a copy of b that change has had its hands on.
func patched(b []byte, change func(b []byte)) []byte {
	b = bytes.Clone(b)
	change(b)
	return b
}

func write(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenRefusesTheFile(t *testing.T) {
	good := sound(t)
	random := make([]byte, 64<<10)
	for i := range random {
		random[i] = byte(rand.Uint32())
	}
	both := func(at int, change func(b []byte)) func([]byte) {
		return func(b []byte) { change(b[at:]); change(b[pageSize+at:]) }
	}
	for name, c := range map[string]struct {
		b    []byte
		kind error
	}{
		"zero-length":           {nil, bolt.ErrEmpty},
		"one byte":              {good[:1], bolt.ErrShort},
		"inside the header":     {good[:50], bolt.ErrShort},
		"header without end":    {good[:79], bolt.ErrShort},
		"header alone":          {good[:80], bolt.ErrShort},
		"one page":              {good[:pageSize], bolt.ErrShort},
		"two pages":             {good[:2*pageSize], bolt.ErrShort},
		"half":                  {good[:needs(good)/2], bolt.ErrShort},
		"a page less":           {good[:needs(good)-pageSize], bolt.ErrShort},
		"a byte less":           {good[:needs(good)-1], bolt.ErrShort},
		"few random bytes":      {random[:500], bolt.ErrNotStore},
		"many random bytes":     {random, bolt.ErrNotStore},
		"zeros":                 {make([]byte, 64<<10), bolt.ErrNotStore},
		"text":                  {bytes.Repeat([]byte("Dear all,\n"), 2000), bolt.ErrNotStore},
		"another format":        {patched(good, func(b []byte) { both(atVersion, func(b []byte) { b[0] = 3 })(b); resum(b) }), bolt.ErrNotStore},
		"no magic in either":    {patched(good, both(atMagic, func(b []byte) { b[0] ^= 1 })), bolt.ErrNotStore},
		"both headers flipped":  {patched(good, both(atPages, func(b []byte) { b[0] ^= 1 })), bolt.ErrDamaged},
		"both headers of zeros": {patched(good, both(0, func(b []byte) { clear(b[:pageSize]) })), bolt.ErrNotStore},
		"all data of zeros":     {patched(good, func(b []byte) { clear(b[2*pageSize:]) }), bolt.ErrDamaged},
		"data of random bytes":  {patched(good, func(b []byte) { copy(b[2*pageSize:], random) }), bolt.ErrDamaged},
		"no pages in use":       {patched(good, func(b []byte) { both(atPages, func(b []byte) { clear(b[:8]) })(b); resum(b) }), bolt.ErrDamaged},
		"a free page forgotten": {patched(good, func(b []byte) { b[freelist(b)+10]-- }), bolt.ErrDamaged},
		"a free page twice":     {patched(good, func(b []byte) { copy(b[freelist(b)+16:][:8], b[freelist(b)+24:]) }), bolt.ErrDamaged},
		"a page in use is free": {patched(good, func(b []byte) { copy(b[freelist(b)+16:][:8], b[branch(t, b):]) }), bolt.ErrDamaged},
		"a branch into itself":  {patched(good, func(b []byte) { copy(b[branch(t, b)+16+8:][:8], b[branch(t, b):]) }), bolt.ErrDamaged},
		"a branch misnames a child": {patched(good, func(b []byte) { // by a key between those there are
			second := branch(t, b) + 32
			b[second+int(binary.NativeEndian.Uint32(b[second:]))+int(binary.NativeEndian.Uint32(b[second+4:]))-1]--
		}), bolt.ErrDamaged},
		"more pages than bytes": {patched(good, func(b []byte) { both(atPages+5, func(b []byte) { b[0] = 1 })(b); resum(b) }), bolt.ErrShort},
	} {
		t.Run(name, func(t *testing.T) { refused(t, write(t, c.b), bolt.Options{}, c.kind) })
	}
}

// A header that was damaged leaves the other: the store opens, as it was at the
// last change or the one before, and says so.
func TestOpenWithOneHeader(t *testing.T) {
	good := sound(t)
	for _, at := range []int{0, pageSize} {
		for i := atMagic; i < atSum+8; i++ {
			b := patched(good, func(b []byte) { b[at+i] ^= 1 << (i % 8) })
			e, err := bolt.Open(write(t, b), bolt.Options{})
			if err != nil {
				t.Fatalf("byte %d of the header at %d: %v", i, at, err)
			}
			if e.Notice() == "" {
				t.Errorf("byte %d of the header at %d: it says nothing", i, at)
			}
			if i%8 == 0 {
				exercise(t, e)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// exercise reads all of a store and changes much of it: what a file that Open has
// taken must bear.
func exercise(t testing.TB, e *bolt.Engine) {
	t.Helper()
	for round := range 3 {
		err := e.Update(t.Context(), func(tx store.Tx) error {
			n := 0
			for pair, err := range tx.Range(nil, nil) {
				if err != nil {
					return err
				}
				if n++; n%4 == round {
					if err := tx.Delete(pair.Key); err != nil {
						return err
					}
				}
			}
			for i := range 100 {
				if err := tx.Put(fmt.Appendf(nil, "new/%d/%d", round, i), make([]byte, 200)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("after opening, change: %v", err)
		}
	}
	if err := e.Check(t.Context()); err != nil {
		t.Fatalf("after opening, check: %v", err)
	}
}

// Whatever bits of whatever pages have changed, Open refuses the file or takes a
// file that can be read, changed and checked: never a panic, never a fault.
func TestOpenSurvivesFlippedBits(t *testing.T) {
	good := sound(t)
	path := write(t, good)
	taken, tried := 0, 0
	try := func(what string, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		tried++
		e, err := bolt.Open(path, bolt.Options{})
		var p *bolt.Problem
		switch {
		case err == nil:
			taken++
			exercise(t, e)
			if err := e.Close(); err != nil {
				t.Errorf("%s: close: %v", what, err)
			}
		case !errors.As(err, &p) || !errors.Is(err, bolt.ErrDamaged) && !errors.Is(err, bolt.ErrNotStore) && !errors.Is(err, bolt.ErrNewer):
			t.Errorf("%s: %v (%T)", what, err, err)
		}
	}
	for range *flipRounds {
		page := 2*pageSize + rand.IntN(needs(good)/pageSize-2)*pageSize
		at, bit := page+rand.IntN([]int{16, 200, pageSize}[rand.IntN(3)]), rand.IntN(8) // its head, its elements, anywhere
		try(fmt.Sprintf("bit %d of byte %d", bit, at), patched(good, func(b []byte) { b[at] ^= 1 << bit }))
		if other := 2*pageSize + rand.IntN(needs(good)/pageSize-2)*pageSize; bit == 0 {
			try(fmt.Sprintf("the page at %d in the place of %d", other, page), patched(good, func(b []byte) { copy(b[page:page+pageSize], b[other:]) }))
		}
	}
	t.Logf("%d damaged files, of which %d were taken", tried, taken)
}

// touches are ways to meet most pages of the store of sound; each sets began when
// its transaction has begun.
func touches(t *testing.T, began *bool) map[string]func(*bolt.Engine) error {
	each := func(fn func(key []byte) error) error {
		*began = true
		for i := range 900 {
			if err := fn(fmt.Appendf(nil, "key/%04d", 2*i)); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		return nil
	}
	return map[string]func(*bolt.Engine) error{
		"get": func(e *bolt.Engine) error {
			return e.View(t.Context(), func(tx store.Tx) error {
				return each(func(key []byte) error { _, err := tx.Get(key); return err })
			})
		},
		"range": func(e *bolt.Engine) error {
			return e.View(t.Context(), func(tx store.Tx) error {
				*began = true
				for _, err := range tx.Range(nil, nil) {
					if err != nil {
						return nil // which View does not believe
					}
				}
				return nil
			})
		},
		"check": func(e *bolt.Engine) error {
			*began = true
			return e.Check(t.Context())
		},
		"delete": func(e *bolt.Engine) error {
			return e.Update(t.Context(), func(tx store.Tx) error {
				n := 0
				return each(func(key []byte) error {
					if n++; n%4 != 0 {
						return nil
					}
					return tx.Delete(key)
				})
			})
		},
	}
}

// stopped says whether an error is that of a file that was spoilt under an engine.
func stopped(err error) bool { return errors.Is(err, bolt.ErrDamaged) || errors.Is(err, bolt.ErrGone) }

// Whoever meets the missing end of a file that was cut short under a running
// engine gets an error, and so does everybody after; the process goes on.
func TestFileCutShortWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mapped file cannot be cut short there")
	}
	good, began := sound(t), false
	for name, run := range touches(t, &began) {
		met := 0
		for left := 0; left < needs(good); left += 7 * pageSize {
			path := write(t, good)
			e := open(t, path)
			if err := os.Truncate(path, int64(left)); err != nil {
				t.Fatal(err)
			}
			began = false
			err := run(e)
			switch {
			case err == nil:
				continue
			case !stopped(err):
				t.Fatalf("%s with %d bytes left: %v", name, left, err)
			case began:
				met++
			}
			if name == "check" {
				continue // which reads the file and leaves the engine as it is
			}
			never := func(store.Tx) error { t.Error("fn ran"); return nil }
			for _, err := range []error{e.View(t.Context(), never), e.Update(t.Context(), never), e.Check(t.Context()), e.Backup(t.Context(), io.Discard)} {
				if !stopped(err) {
					t.Errorf("%s with %d bytes left, afterwards: %v", name, left, err)
				}
			}
		}
		if met == 0 {
			t.Errorf("%s never met the missing end", name)
		}
	}
}
