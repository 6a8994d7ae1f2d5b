package desk_test

import (
	"fmt"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// BenchmarkCaseload is what opening Home and the caseload reads for a coach who
// keeps 1,000 clients, each with facts, a promise and a referral that was sent.
func BenchmarkCaseload(b *testing.B) {
	const clients = 1000
	w := newWorld(b)
	e := w.ends()
	colleague := w.member("Bill", "Burnley Jobcentre", keys.Coach)
	sent := w.refer(e, "connect-to-work")
	sent.Rev = 0
	for i := range clients {
		c, err := e.coach.AddClient(w.ctx, "Sam", changes(b, `{"birth_date": "1990-03-27", "district": "burnley", "work": "out-of-work", "health": ["mental"]}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
		if err != nil {
			b.Fatal(err)
		}
		w.promised(e.coach, c.Ref, store.Day(i%40), "ring about the forms")
		err = w.engine.Update(w.ctx, func(tx store.Tx) error {
			r := sent
			r.ID, r.Client = store.ReferralID(fmt.Sprintf("R-%06d", i)), c.Ref
			_, err := store.Referrals.Put(tx, r)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("Clients", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got, err := e.coach.Clients(w.ctx, false); err != nil || len(got) < clients {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("Diary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got, err := e.coach.Diary(w.ctx); err != nil || len(got.Rows) == 0 {
				b.Fatal(len(got.Rows), err)
			}
		}
	})
	b.Run("TeamDiary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if got, err := colleague.TeamDiary(w.ctx); err != nil || len(got.Rows) == 0 {
				b.Fatal(len(got.Rows), err)
			}
		}
	})
}
