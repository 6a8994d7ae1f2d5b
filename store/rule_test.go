package store_test

import (
	"testing"

	"signpost/store"
)

func TestAmountText(t *testing.T) {
	for text, want := range map[string]store.Amount{
		"19": 1900, "196.50": 19650, "196.5": 19650, "0": 0, "0.01": 1, "25750": 2575000, "007": 700, "999999999.99": 99999999999,
	} {
		var a store.Amount
		if err := a.UnmarshalText([]byte(text)); err != nil || a != want {
			t.Errorf("%q is read as %d, %v; want %d", text, a, err, want)
			continue
		}
		again, err := a.MarshalText()
		var b store.Amount
		if err != nil || b.UnmarshalText(again) != nil || a != b {
			t.Errorf("%q is written as %q, %v, and read as %d", text, again, err, b)
		}
	}
	for _, text := range []string{
		"", ".", ".5", "5.", "19x", "19 ", " 19", "-1", "+1", "1.-5", "1.+5", "1_000", "0x13", "1e3", "1.234", "1.2.3", "9999999999", "£5", "nineteen",
	} {
		a := store.Amount(7)
		if err := a.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as %d; want an error", text, a)
		} else if a != 7 {
			t.Errorf("%q is refused but leaves %d behind", text, a)
		}
	}
}

func TestAmountOfKind(t *testing.T) {
	if got := store.Amount(19650).AmountOf(store.KindPounds); got != 19650 {
		t.Errorf("£196.50 is %d pence", got)
	}
	if got := store.Amount(1900).AmountOf(store.KindNumber); got != 19 {
		t.Errorf("19 is %d", got)
	}
}

func TestWalkCountsNots(t *testing.T) {
	leaf := func(f store.Fact) store.Rule { return store.Rule{Fact: f} }
	inner := store.Rule{Not: &store.Rule{Any: []store.Rule{leaf(store.Sex), {Dated: []store.Dated{{Rule: leaf(store.Work)}}}}}}
	rule := store.Rule{All: []store.Rule{leaf(store.Age), {Not: &inner}, inner}}
	var got []string
	rule.Walk(func(r *store.Rule, not bool) {
		if r.Fact != store.NoFact {
			name := r.Fact.String()
			if not {
				name = "not " + name
			}
			got = append(got, name)
		}
	})
	want := []string{"age", "sex", "work", "not sex", "not work"}
	if len(got) != len(want) {
		t.Fatalf("leaves are %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("leaves are %q, want %q", got, want)
		}
	}
}

func TestOpen(t *testing.T) {
	day := func(d int) store.Day { return store.Date(2020, 1, d) }
	for name, c := range map[string]struct {
		dates store.Dates
		on    int
		want  store.Tri
	}{
		"nothing said":       {store.Dates{}, 1, store.Yes},
		"before the first":   {store.Dates{Opens: day(2)}, 1, store.No},
		"the first day":      {store.Dates{Opens: day(2)}, 2, store.Yes},
		"the last day":       {store.Dates{Closes: day(2)}, 2, store.Yes},
		"after the last":     {store.Dates{Closes: day(2)}, 3, store.No},
		"before it is known": {store.Dates{Opens: day(2), KnownFrom: day(4)}, 3, store.Unknown},
		"known from":         {store.Dates{KnownFrom: day(4), KnownTo: day(6)}, 4, store.Yes},
		"known to":           {store.Dates{KnownFrom: day(4), KnownTo: day(6)}, 6, store.Yes},
		"after it was known": {store.Dates{KnownTo: day(6), Closes: day(9)}, 7, store.Unknown},
		"closed, once known": {store.Dates{KnownTo: day(6), Closes: day(9)}, 10, store.No},
		"planned":            {store.Dates{Planned: true}, 1, store.Unknown},
		"planned and closed": {store.Dates{Planned: true, Closes: day(2)}, 3, store.No},
	} {
		if got := c.dates.Open(day(c.on)); got != c.want {
			t.Errorf("%s: open is %v, want %v", name, got, c.want)
		}
	}
}
