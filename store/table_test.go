package store_test

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
)

// pebble is a record with an index of several values.
type pebble struct {
	ID   string   `json:"id"`
	Rev  uint64   `json:"rev"`
	Tags []string `json:"tags"`
	Text string   `json:"text,omitempty"`
}

var pebbles = store.Table[pebble]{
	Name:    "pebble",
	ID:      func(p *pebble) string { return p.ID },
	Rev:     func(p *pebble) *uint64 { return &p.Rev },
	Indexes: []store.Index[pebble]{{Name: "tag", Of: func(p *pebble) []string { return p.Tags }}},
}

func all[R any](t interface{ Fatal(...any) }, seq func(func(R, error) bool)) []R {
	var out []R
	for r, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func ids(list []pebble) string {
	words := make([]string, len(list))
	for i, p := range list {
		words[i] = p.ID
	}
	return strings.Join(words, " ")
}

// Whatever is put and deleted, an index lists just the records that have the
// value now, and a revision that is not the stored one changes nothing.
func TestTableAgainstAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tx, want := newMemory(), map[string]pebble{}
		tag := rapid.SampledFrom([]string{"a", "ab", "b", "a\x00", ""})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			p := pebble{
				ID:   rapid.SampledFrom([]string{"p", "pa", "q", "é"}).Draw(t, "id"),
				Rev:  rapid.Uint64Range(0, 3).Draw(t, "rev"),
				Tags: rapid.SliceOfN(tag, 0, 3).Draw(t, "tags"),
			}
			if rapid.IntRange(0, 4).Draw(t, "one in five is deleted") == 0 {
				err := pebbles.Delete(tx, p.ID, p.Rev)
				if old, ok := want[p.ID]; (err == nil) != (ok && old.Rev == p.Rev) {
					t.Fatalf("deleting %+v over %+v: %v", p, old, err)
				}
				if err == nil {
					delete(want, p.ID)
				}
			} else {
				got, err := pebbles.Put(tx, p)
				if old := want[p.ID]; (err == nil) != (old.Rev == p.Rev) {
					t.Fatalf("putting %+v over %+v: %v", p, old, err)
				}
				if err == nil {
					want[p.ID] = got
				}
			}
		}
		for _, value := range []string{"a", "ab", "b", "a\x00", "", "c"} {
			var have []pebble
			for _, p := range want {
				if slices.ContainsFunc(p.Tags, func(s string) bool { return strings.ReplaceAll(s, "\x00", "") == strings.ReplaceAll(value, "\x00", "") }) {
					have = append(have, p)
				}
			}
			slices.SortFunc(have, func(a, b pebble) int { return cmp.Compare(a.ID, b.ID) })
			if got := all(t, pebbles.By(tx, "tag", value)); ids(got) != ids(have) {
				t.Fatalf("with tag %q: %q, want %q", value, ids(got), ids(have))
			}
		}
		if got := all(t, pebbles.All(tx)); len(got) != len(want) {
			t.Fatalf("%d records, want %d", len(got), len(want))
		}
	})
}

// A record that is refused leaves the one there is, with its indexes, so that a
// caller may go on after the error.
func TestARefusedRecordLeavesNoTrace(t *testing.T) {
	tx := newMemory()
	p, err := pebbles.Put(tx, pebble{ID: "p", Tags: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	large := p
	large.Tags, large.Text = []string{"c"}, strings.Repeat("x", store.MaxValue)
	if _, err := pebbles.Put(tx, large); !errors.Is(err, store.ErrTooLarge) {
		t.Fatalf("got %v, want that it is too large", err)
	}
	for tag, want := range map[string]string{"a": "p", "b": "p", "c": ""} {
		if got := ids(all(t, pebbles.By(tx, "tag", tag))); got != want {
			t.Errorf("with tag %q: %q, want %q", tag, got, want)
		}
	}
}

// An id that is taken is never given again, however often chance brings it.
func TestNewIDIsFree(t *testing.T) {
	tx := newMemory()
	met := 0
	tx.gets = func(key string) {
		if met++; met <= 3 {
			tx.has[key] = []byte("{}")
		}
	}
	id, err := pebbles.NewID(tx, "P-")
	if err != nil || met != 4 || !strings.HasPrefix(id, "P-") {
		t.Fatalf("got %q after %d tries, %v", id, met, err)
	}
	if _, err := pebbles.Get(tx, id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%q is taken: %v", id, err)
	}
	tx.gets = func(key string) { tx.has[key] = []byte("{}") }
	if id, err := pebbles.NewID(tx, "P-"); err == nil {
		t.Errorf("with every id taken it gives %q", id)
	}
}

func TestRefs(t *testing.T) {
	for range 2000 {
		ref := store.NewRef()
		got, ok := store.TidyRef(" " + ref[:3] + ref[4:])
		if !ok || got != ref {
			t.Fatalf("%q reads as %q, %v", ref, got, ok)
		}
		for i := range ref {
			for _, c := range "23456789ABCDEFGHJKMNPQRSTVWXYZ" {
				if ref[i] == '-' || ref[i] == byte(c) {
					continue
				}
				misheard := ref[:i] + string(c) + ref[i+1:]
				if _, ok := store.TidyRef(misheard); ok {
					t.Fatalf("%q misheard as %q fits", ref, misheard)
				}
			}
		}
	}
	for _, s := range []string{"", "K7M", "K7M-2Q0", "K7M-2QXX", "ÄÖÜ"} {
		if _, ok := store.TidyRef(s); ok {
			t.Errorf("%q is taken for a reference", s)
		}
	}
}

func TestDays(t *testing.T) {
	day := func(s string) store.Day {
		d, err := store.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		birth, on string
		age       int
	}{
		{"2000-03-03", "2018-03-02", 17},
		{"2000-03-03", "2018-03-03", 18},
		{"2004-02-29", "2022-02-28", 17},
		{"2004-02-29", "2022-03-01", 18},
		{"2004-02-29", "2024-02-29", 20},
		{"2020-01-01", "2019-12-31", -1},
		{"1970-01-01", "2026-01-01", 56},
	} {
		if got := day(c.on).Age(day(c.birth)); got != c.age {
			t.Errorf("born %s, on %s: %d, want %d", c.birth, c.on, got, c.age)
		}
	}
	for _, c := range []struct {
		from string
		n    int
		to   string
	}{{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-12-15", 1, "2027-01-15"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-05-05", 0, "2026-05-05"}} {
		if got := day(c.from).AddMonths(c.n).String(); got != c.to {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.n, got, c.to)
		}
	}
	for _, s := range []string{"", "2026-2-3", "2026-02-30", "03/02/2026", "0000-01-01"} {
		if _, err := store.ParseDay(s); err == nil {
			t.Errorf("%q is taken for a day", s)
		}
	}
	if got := day("2027-03-03").Words(); got != "3 March 2027" {
		t.Errorf("in words: %q", got)
	}
}

// What is wrong with a stored record is for a log, which client data never
// reaches; and it is nothing that the person who asks has entered.
func TestABrokenRecordIsNotReadOut(t *testing.T) {
	for name, data := range map[string]string{
		"a wrong fact":    `{"ref": "K7M-2QX", "facts": {"age": 300}}`,
		"an unknown fact": `{"ref": "K7M-2QX", "facts": {"agee-secret": 30}}`,
		"a wrong type":    `{"ref": "K7M-2QX", "given_name": 300}`,
		"a wrong day":     `{"ref": "K7M-2QX", "known": {"age": {"on": "secret"}}}`,
		"a wrong time":    `{"ref": "K7M-2QX", "added": "secret"}`,
		"no JSON":         `{"ref": "secret`,
	} {
		tx := newMemory()
		tx.has["t\x00client\x00K7M-2QX"] = []byte(data)
		_, err := store.Clients.Get(tx, "K7M-2QX")
		var fact *store.FactError
		if err == nil || strings.Contains(err.Error(), "300") || strings.Contains(err.Error(), "secret") || errors.As(err, &fact) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !strings.Contains(err.Error(), `client "K7M-2QX"`) {
			t.Errorf("%s: %v does not name the record", name, err)
		}
	}
}
