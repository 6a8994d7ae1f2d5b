package enginetest

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

var ranges = []promise{
	// Range yields in the order of the keys' bytes, whatever the order of writing.
	{"range follows the bytes of the keys", func(t *testing.T, m Maker) {
		e := m.Open(t)
		keys := []string{"b", "a\xff", "a", "a\x00", "\xff", "B", "aa", "\x00", "\x7f", "\x80", "é"}
		for _, k := range keys {
			put(t, e, k, "")
		}
		slices.Sort(keys)
		want := []string{}
		for _, k := range keys {
			want = append(want, k+"=")
		}
		holds(t, e, want...)
		update(t, e, func(tx store.Tx) error { // and among those not yet kept
			if err := putAll(tx, "\x01", "", "a\x01", "", "\xff\xff", ""); err != nil {
				return err
			}
			own := slices.Sorted(slices.Values(append([]string{"\x01", "a\x01", "\xff\xff"}, keys...)))
			got, err := between(tx, nil, nil)
			for i, pair := range got {
				got[i] = strings.TrimSuffix(pair, "=")
			}
			if !slices.Equal(got, own) {
				t.Errorf("Range met %q, want %q", got, own)
			}
			return err
		})
	}},
	// from is included and to is not; a nil to means to the end, an empty one does not.
	{"range keeps to its bounds", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "", "b", "", "c", "", "d", "")
		for _, c := range []struct{ from, to, want string }{
			{"", "nil", "a b c d"},
			{"b", "nil", "b c d"},
			{"b", "d", "b c"},
			{"b\x00", "d", "c"},
			{"b", "b\x00", "b"},
			{"b", "b", ""},
			{"c", "b", ""},
			{"e", "nil", ""},
			{"a", "", ""},
			{"", "zz", "a b c d"},
		} {
			to := []byte(c.to)
			if c.to == "nil" {
				to = nil
			}
			check := func(tx store.Tx) error {
				got, err := between(tx, []byte(c.from), to)
				if s := strings.ReplaceAll(strings.Join(got, " "), "=", ""); s != c.want {
					t.Errorf("from %q to %q: met %q, want %q", c.from, c.to, s, c.want)
				}
				return err
			}
			view(t, e, check)
			update(t, e, check)
		}
	}},
	// Range may be left at any pair, ranged over again, and used inside itself.
	{"range may be left, repeated and nested", func(t *testing.T, m Maker) {
		e := m.Open(t)
		put(t, e, "a", "1", "b", "2", "c", "3")
		view(t, e, func(tx store.Tx) error {
			pairs, seen := tx.Range(nil, nil), ""
			for range 2 {
				for outer, err := range pairs {
					if err != nil {
						return err
					}
					for inner, err := range pairs {
						if err != nil {
							return err
						}
						seen += string(outer.Key) + string(inner.Key) + " "
						if string(inner.Key) == "b" {
							break
						}
					}
					if string(outer.Key) == "b" {
						break
					}
				}
			}
			if want := "aa ab ba bb aa ab ba bb "; seen != want {
				t.Errorf("met %q, want %q", seen, want)
			}
			return nil
		})
	}},
	// Inside the loop, reading and writing are allowed: every pair that was there and
	// is not written is met once, in order, and every write is kept.
	{"reading and writing inside the loop is allowed", writingInTheLoop},
	// All the pairs of a range may be deleted as they are met.
	{"a range may be emptied as it is met", func(t *testing.T, m Maker) {
		e := m.Open(t)
		fill(t, e, 1500)
		for left := 1500; left > 0; {
			n := 0
			update(t, e, func(tx store.Tx) error {
				n = 0
				for pair, err := range tx.Range(nil, nil) {
					if err != nil {
						return err
					}
					if err := tx.Delete(pair.Key); err != nil {
						return err
					}
					if n++; n == store.MaxWrites {
						break
					}
				}
				return nil
			})
			left -= n
			if got := len(all(t, e)); n == 0 || got != left {
				t.Fatalf("%d pairs are left, want %d", got, left)
			}
		}
	}},
	// Several ranges may be open at once and take turns.
	{"ranges may take turns", func(t *testing.T, m Maker) {
		e := m.Open(t)
		fill(t, e, 300)
		view(t, e, func(tx store.Tx) error {
			next, stop := iter.Pull2(tx.Range(nil, nil))
			defer stop()
			for pair, err := range tx.Range(nil, nil) {
				other, oerr, ok := next()
				if err != nil || oerr != nil || !ok || !bytes.Equal(pair.Key, other.Key) {
					t.Fatalf("one met %q (%v), the other %q (%v)", pair.Key, err, other.Key, oerr)
				}
			}
			return nil
		})
	}},
}

func fillKey(i int) string { return fmt.Sprintf("key/%05d", i) }

// fill keeps n pairs whose values take enough room for many pages.
func fill(t *testing.T, e store.Engine, n int) {
	t.Helper()
	for from := 0; from < n; from += store.MaxWrites {
		update(t, e, func(tx store.Tx) error {
			for i := from; i < min(n, from+store.MaxWrites); i++ {
				if err := putAll(tx, fillKey(i), strings.Repeat("v", i%200)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func writingInTheLoop(t *testing.T, m Maker) {
	e := m.Open(t)
	fill(t, e, 1000)
	written := map[string]bool{}
	update(t, e, func(tx store.Tx) error {
		clear(written)
		met := []string{}
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			met = append(met, string(pair.Key))
			if len(met)%10 != 0 || len(pair.Key) != len(fillKey(0)) {
				continue
			}
			i := len(met) - 1
			// behind, here and ahead: replaced, added and removed
			for _, k := range []string{fillKey(i / 2), string(pair.Key), fillKey(i + 5), string(pair.Key) + "+", fillKey(i+3) + "+"} {
				written[k] = true
				if err := putAll(tx, k, "written"); err != nil {
					return err
				}
				if v, err := tx.Get([]byte(k)); err != nil || string(v) != "written" {
					return fmt.Errorf("get %q: %q, %w", k, v, err)
				}
			}
			if len(written) > store.MaxWrites/2 {
				break
			}
		}
		return inOrderOnce(met, written)
	})
	view(t, e, func(tx store.Tx) error {
		for k := range written {
			if v, err := tx.Get([]byte(k)); err != nil || string(v) != "written" {
				t.Errorf("%q is %q, %v", k, v, err)
			}
		}
		return nil
	})
}

// inOrderOnce says whether met rises, and misses none of the filled keys that were
// not written, up to the last one met.
func inOrderOnce(met []string, written map[string]bool) error {
	seen := map[string]bool{}
	for i, k := range met {
		if i > 0 && met[i-1] >= k {
			return fmt.Errorf("%q was met after %q", k, met[i-1])
		}
		seen[k] = true
	}
	for i := 0; fillKey(i) < met[len(met)-1]; i++ {
		if k := fillKey(i); !seen[k] && !written[k] {
			return fmt.Errorf("%q was not met", k)
		}
	}
	return nil
}
