package desk_test

import (
	"fmt"
	"testing"
	"time"

	"signpost/store"
)

// crowded puts 20,000 referrals of the coach to the provider into the store, of
// which 5,000 are open, each with a packet and a history as they come.
func (w *world) crowded(e *ends, all, open int) {
	w.t.Helper()
	sent := w.refer(e, "connect-to-work")
	sent.Rev = 0
	for from := 0; from < all; from += 40 {
		err := w.engine.Update(w.ctx, func(tx store.Tx) error {
			for i := from; i < min(from+40, all); i++ {
				r := sent
				r.ID = store.ReferralID(fmt.Sprintf("R-%06d", i))
				r.Sent = sent.Sent.Add(time.Duration(i) * time.Minute)
				r.State = store.Acknowledged
				r.Steps = append(r.Steps[:1:1], store.Step{Move: store.MoveAcknowledge, From: store.Sent, To: store.Acknowledged, Side: store.ReceiverSide, At: r.Sent, Who: "Lukasz, Reed", Note: "We have it, and ring this week."})
				if i >= open {
					r.State = store.Completed
				}
				if _, err := store.Referrals.Put(tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

func BenchmarkInbox(b *testing.B) {
	w := newWorld(b)
	e := w.ends()
	w.crowded(e, 20000, 5000)
	b.Run("5,000 open of 20,000", func(b *testing.B) {
		for b.Loop() {
			if got, err := e.provider.Inbox(w.ctx, false); err != nil || len(got) < 5000 {
				b.Fatal(len(got), err)
			}
		}
	})
}

func BenchmarkReferrals(b *testing.B) {
	w := newWorld(b)
	e := w.ends()
	w.crowded(e, 5000, 5000)
	b.Run("of a partner with 5,000", func(b *testing.B) {
		for b.Loop() {
			if got, err := e.coach.Referrals(w.ctx, ""); err != nil || len(got) < 5000 {
				b.Fatal(len(got), err)
			}
		}
	})
}
