package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

func TestAgeBands(t *testing.T) {
	today := store.Date(2026, 3, 27)
	for age, want := range map[int64]store.AgeBand{
		0: store.Under18, 17: store.Under18, 18: store.From18, 24: store.From18, 25: store.From25, 34: store.From25, 35: store.From35,
		49: store.From35, 50: store.From50, 65: store.From50, 66: store.From66, 104: store.From66,
	} {
		if got := store.AgeBandOf(store.Facts{store.Age: {Num: age}}, today); got != want {
			t.Errorf("%d is of %q", age, got)
		}
	}
	if got := store.AgeBandOf(store.Facts{}, today); got != store.AgeBlank {
		t.Errorf("an age that is not known is of %q", got)
	}
	born := store.Facts{store.BirthDate: {Day: store.Date(2008, 3, 28)}}
	if a, b := store.AgeBandOf(born, today), store.AgeBandOf(born, today+1); a != store.Under18 || b != store.From18 {
		t.Errorf("about the eighteenth birthday: %q, %q", a, b)
	}
	for _, b := range store.AgeBands() {
		if b.Words() == "" || strings.Contains(b.Words(), "-") {
			t.Errorf("%q is %q in words", b, b.Words())
		}
	}
}

func TestCountedPlaces(t *testing.T) {
	all := store.CountedPlaces()
	if len(all) != 16 || store.PlaceName(all[0]) != "Blackburn with Darwen" || store.PlaceName(all[13]) != "Wyre" {
		t.Errorf("%q", all)
	}
	for district, want := range map[string]string{"": store.PlaceNotKnown, "E07000117": "E07000117", "E06000009": "E06000009", "E08000035": store.Elsewhere} {
		if got := store.CountedPlace(district); got != want || !slices.Contains(all, got) {
			t.Errorf("%q counts under %q", district, got)
		}
	}
}

func TestCountOnce(t *testing.T) {
	tx := newMemory()
	day := store.Date(2026, 1, 1)
	for _, c := range []struct {
		client store.ClientRef
		day    store.Day
		things []string
		want   []string
	}{
		{"A", day, []string{"x", "y"}, []string{"x", "y"}},
		{"A", day, []string{"x"}, nil},
		{"B", day, []string{"x"}, []string{"x"}},
		{"A", day + 40, []string{"x", "z"}, []string{"z"}},
		{"A", day + store.NotAgain, []string{"x"}, nil},
		{"A", day + store.NotAgain + 1, []string{"x", "z"}, []string{"x"}},
	} {
		got, err := store.CountOnce(tx, c.client, c.things, c.day)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s on %s: %q, %v, want %q", c.client, c.day, got, err, c.want)
		}
	}
}

// However many rules a curator writes, and however long, a tally can be kept.
func TestATallyNeverGrowsTooLarge(t *testing.T) {
	tx := newMemory()
	const all = 1000
	for i := range all {
		tx.envelope = store.Envelope{}
		g := store.Gap{
			Barrier: "barriers.debt", Place: store.Elsewhere, Age: store.AgeBlank, Day: store.Date(2026, 1, 1),
			Stopped: store.StoppedBy{Says: fmt.Sprintf("%d %s", i, strings.Repeat("é", 3000))},
		}
		if err := store.PutGap(tx, g); err != nil {
			t.Fatal(err)
		}
	}
	var tally store.Tally
	var err error
	for tally, err = range store.TalliesOf(tx, store.Date(2026, 1, 1), store.Date(2026, 1, 31)) {
	}
	if err != nil || tally.Key != "barriers.debt" || tally.Counts[store.TallyTotal] != all || tally.Counts[store.TallyPlace+store.Elsewhere] != all {
		t.Errorf("%v, %d", err, tally.Counts[store.TallyTotal])
	}
	for key, value := range tx.has {
		if len(value) > store.MaxValue {
			t.Errorf("%q takes %d bytes", key, len(value))
		}
	}
}
