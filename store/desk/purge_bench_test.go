package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// BenchmarkNight is a night of the purge over a partner's clients, one in twenty of
// whom is out of their time: every record is looked at, and what was announced is
// counted a night on. Nights go on while it runs, and those announced go after the
// twenty-eighth: -benchtime 10x keeps clear of that.
func BenchmarkNight(b *testing.B) {
	for _, clients := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			w := newWorld(b)
			coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
			first, err := coach.AddClient(w.ctx, "Sam", changes(b, `{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"]}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
			if err != nil {
				b.Fatal(err)
			}
			numbers := make([]int, clients)
			for i := range numbers {
				numbers[i] = i
			}
			for some := range slices.Chunk(numbers, 30) { // fits a transaction
				err := w.engine.Update(w.ctx, func(tx store.Tx) error {
					for _, i := range some {
						c := first
						c.Ref, c.Rev = store.ClientRef(fmt.Sprintf("B%02d-%03d", i/1000, i%1000)), 0
						if i%20 == 0 {
							c.Closed = w.clock.now().AddDate(-3, 0, 0)
							c.Added, c.Changed = c.Closed, c.Closed
						}
						if _, err := store.Clients.Put(tx, c); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			today := w.today()
			w.night(today)
			if p, err := w.office.Purge(w.ctx); err != nil || p.Announced != clients/20 {
				b.Fatalf("announced %d, want %d: %v", p.Announced, clients/20, err)
			}
			b.ReportAllocs()
			for b.Loop() {
				today++
				w.night(today)
			}
		})
	}
}
