package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"signpost/keys"
	"signpost/store"
)

// Whatever the clock did, a query finds every event of its days, member and
// client, and of too many the newest.
func TestTrail(t *testing.T) {
	first := store.Date(2026, 2, 1)
	rapid.Check(t, func(t *rapid.T) {
		tx := newMemory()
		var all []store.Event
		hours := rapid.SliceOfN(rapid.IntRange(0, 9*24), 0, 40).Draw(t, "hours")
		for _, h := range hours { // in any order: clocks are set back
			e, err := store.AppendEvent(tx, store.Event{
				At:      time.Date(2026, 2, 1, h, 0, 0, 0, time.FixedZone("", 3600)),
				Member:  keys.MemberID(rapid.SampledFrom([]string{"", "M-1", "M-2"}).Draw(t, "member")),
				Subject: rapid.SampledFrom([]string{"", "client K7M-2QX", "client 222-222", "caseload"}).Draw(t, "subject"),
			})
			if err != nil {
				t.Fatal(err)
			}
			tx.envelope = store.Envelope{}
			all = append(all, e)
		}
		day := rapid.Custom(func(t *rapid.T) store.Day {
			return rapid.SampledFrom([]store.Day{0, 0, first, first + 1, first + 4, first + 9, first + 30}).Draw(t, "day")
		})
		q := store.TrailQuery{
			Since: day.Draw(t, "since"), Until: day.Draw(t, "until"),
			Member: keys.MemberID(rapid.SampledFrom([]string{"", "", "M-1", "M-3"}).Draw(t, "member")),
			Client: store.ClientRef(rapid.SampledFrom([]string{"", "", "K7M-2QX", "333-333"}).Draw(t, "client")),
			Limit:  rapid.SampledFrom([]int{-1, 0, 1, 3, 100}).Draw(t, "limit"),
		}
		got, err := store.ReadTrail(tx, q)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(all), func(e store.Event) bool {
			day := store.DayOf(e.At.UTC())
			return q.Since != 0 && day < q.Since || q.Until != 0 && day > q.Until ||
				q.Member != "" && e.Member != q.Member || q.Client != "" && e.Subject != "client "+string(q.Client)
		})
		if q.Member == "" && q.Client == "" && (q.Since != 0 || q.Until != 0) {
			slices.SortStableFunc(want, func(a, b store.Event) int { return cmp.Compare(store.DayOf(a.At.UTC()), store.DayOf(b.At.UTC())) })
		}
		if q.Limit > 0 {
			want = want[max(0, len(want)-q.Limit):]
		}
		slices.SortFunc(want, func(a, b store.Event) int { return cmp.Compare(a.ID, b.ID) })
		if g, w := places(got), places(want); g != w {
			t.Fatalf("%+v: got events %s, want %s", q, g, w)
		}
	})
}

func places(list []store.Event) string {
	s := ""
	for _, e := range list {
		s += fmt.Sprintf(" %d", e.ID)
	}
	return s
}
