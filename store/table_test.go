package store_test

import (
	"testing"

	"signpost/store"
)

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
