package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
)

// apart is the optimal string alignment distance by the book, without bands.
func apart(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range b {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestSpellFindsAllThatIsNear(t *testing.T) {
	letters := rapid.StringMatching(`[abc]{1,9}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(letters, 1, 40).Draw(t, "words")
		slices.Sort(words)
		words = slices.Compact(words)
		d := newDict(words)
		word := letters.Draw(t, "word")
		k := rapid.IntRange(1, 3).Draw(t, "k")
		var s speller
		whole, starts := map[string]int{}, map[string]int{}
		for _, n := range s.spell(&d, word, k, true) {
			for term := n.lo; term < n.hi; term++ {
				into := starts
				if n.whole {
					into = whole
				}
				w := d.word(term)
				if e, ok := into[w]; !ok || int(n.errors) < e {
					into[w] = int(n.errors)
				}
			}
		}
		for _, w := range words {
			want, ok := apart(word, w), true
			if got, found := whole[w]; found != (want <= k) || found && got != want {
				t.Fatalf("%q and %q are %d apart; found is %v with %d, k is %d", word, w, want, found, got, k)
			}
			if got := s.distance(word, w, k); got != min(want, k+1) {
				t.Fatalf("distance of %q and %q is %d, want %d", word, w, got, min(want, k+1))
			}
			want = k + 1
			for i := range len(w) {
				want = min(want, apart(word, w[:i+1]))
			}
			ok = want <= k
			if got, found := starts[w]; found != ok || found && got != want {
				t.Fatalf("a start of %q is %d from %q; found is %v with %d, k is %d", w, want, word, found, got, k)
			}
		}
	})
}

func TestDict(t *testing.T) {
	words := []string{"bad", "bad back", "badge", "care", "carer", "carers", "é", "就业"}
	d := newDict(words)
	for i, w := range words {
		if term, ok := d.find(w); !ok || int(term) != i || d.word(term) != w {
			t.Errorf("find(%q) = %d, %v, want %d", w, term, ok, i)
		}
	}
	for prefix, want := range map[string][2]uint32{"": {0, 8}, "bad": {0, 3}, "bad ": {1, 2}, "care": {3, 6}, "cars": {6, 6}, "zz": {6, 6}, "就": {7, 8}} {
		if lo, hi := d.prefixed(prefix); lo != want[0] || hi != want[1] {
			t.Errorf("prefixed(%q) = %d, %d, want %v", prefix, lo, hi, want)
		}
	}
}

func TestScanner(t *testing.T) {
	for text, want := range map[string]string{
		"Connect to Work":        "connect to work",
		"carer's don’t O'Brien":  "carers dont obrien",
		"Zoë’s café, ÉCOLE":      "zoes cafe ecole",
		"Zoe\u0308 Łódź Straße":  "zoe lodz strasse",
		"E-Sports (50+) IN4.0":   "e sports 50 in4 0",
		"  £12.50/hour & more--": "12 50 hour more",
		"就业 بحث":                 "就业 بحث",
		"\xff\xfea\xffb":         "a b",
		"'":                      "",
		"":                       "",
	} {
		if got := foldAll(text); got != want {
			t.Errorf("foldAll(%q) = %q, want %q", text, got, want)
		}
	}
	var s scanner
	var glued []bool
	for s.reset("ex-offender - on line e--f"); s.next(); {
		glued = append(glued, s.glued)
	}
	if want := []bool{false, true, false, false, false, false}; !slices.Equal(glued, want) {
		t.Errorf("glued are %v, want %v", glued, want)
	}
}

func FuzzScanner(f *testing.F) {
	f.Add("carer's E-Sports é \xff")
	f.Fuzz(func(t *testing.T, text string) {
		var s scanner
		end := 0
		for s.reset(text); s.next(); {
			if s.from < end || s.to <= s.from || s.to > len(text) || len(s.word) == 0 || len(s.word) > maxWord {
				t.Fatalf("%q: word %q at %d to %d, after %d", text, s.word, s.from, s.to, end)
			}
			if again := foldAll(string(s.word)); again != string(s.word) {
				t.Fatalf("%q folds to %q, and that to %q", text, s.word, again)
			}
			end = s.to
		}
	})
}

// TestSayings checks that the table can be reached: every word is folded as a
// query is, no phrase is too long, and what it leads to exists.
func TestSayings(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sayings() {
		if len(s.says) == 0 {
			t.Error("an entry says nothing")
		}
		for _, w := range slices.Concat(s.says, s.words) {
			if foldAll(w) != w {
				t.Errorf("%q is not folded: %q", w, foldAll(w))
			}
			if n := len(strings.Fields(withoutArticles(w))); n == 0 || n > maxPhrase {
				t.Errorf("%q has %d words", w, n)
			}
		}
		for _, w := range s.says {
			if seen[w] {
				t.Errorf("%q is said twice", w)
			}
			seen[w] = true
		}
		for _, b := range s.barriers {
			if !b.Known() {
				t.Errorf("%q leads to the barrier %q, which there is not", s.says[0], b)
			}
		}
		for _, h := range s.helps {
			if !slices.Contains(store.Helps(), h) {
				t.Errorf("%q leads to the help %q, which there is not", s.says[0], h)
			}
		}
		if len(s.barriers)+len(s.helps)+len(s.audience)+len(s.words) == 0 && len(s.says) < 2 {
			t.Errorf("%q leads nowhere", s.says[0])
		}
	}
}

func TestScoresFitTheirCells(t *testing.T) {
	if maxUnits*most > 1<<16-1 {
		t.Errorf("%d words of %d each do not fit 16 bits", maxUnits, most)
	}
	for _, s := range []scale{scaleOfTyped(), scaleOfSaid()} {
		for fields := range uint32(1 << fieldBits) {
			if got := s.of(fields, 3*full, []uint8{1}); got > most {
				t.Errorf("fields %b score %d, more than %d", fields, got, most)
			}
		}
	}
}

func TestLexicon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLexicon()
		want := map[string]uint32{}
		for _, w := range rapid.SliceOfN(rapid.StringMatching(`[a-d]{0,4}`), 0, 300).Draw(t, "words") {
			id, isNew := l.id([]byte(w))
			known, ok := want[w]
			if isNew == ok || ok && id != known || string(l.word(id)) != w {
				t.Fatalf("%q has id %d, new is %v; it had %d, %v", w, id, isNew, known, ok)
			}
			want[w] = id
		}
		if l.size() != len(want) {
			t.Fatalf("%d words, want %d", l.size(), len(want))
		}
	})
}
