package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// What came of referrals is counted by the month of sending, once, with the
// district and barriers of the client as they were then.
func TestReferralsAreCountedAsTheyMove(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	curator := w.member("Cora", "Council", keys.Curator)
	var all []store.Referral
	for i := range 6 {
		c := indebted(w, d, `{"age": 30, "district": "burnley", "barriers": {"debt": true}}`)
		form := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today(), Overrides: overAll()}
		draft, err := d.SaveDraft(w.ctx, form)
		if err != nil {
			t.Fatal(err)
		}
		if n := w.countedOf(draft.ID); n != nil {
			t.Errorf("a draft is counted under %q", n)
		}
		r, err := d.Send(w.ctx, draft.ID, draft.Rev, overAll())
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if _, err := d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"district": "preston"}`), ""); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, r)
	}
	move := func(r *store.Referral, turn store.Turn) {
		t.Helper()
		var err error
		if *r, err = d.Move(w.ctx, r.ID, r.Rev, turn); err != nil {
			t.Fatal(err)
		}
	}
	for i := range all {
		move(&all[i], store.Turn{Move: store.MoveAccept})
	}
	w.clock.set(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC))
	for i := range all {
		r := &all[i]
		move(r, store.Turn{Move: store.MoveStart, Day: d.Today()})
		move(r, store.Turn{Move: store.MoveComplete, Day: d.Today(), Outcome: store.JobStart})
	}
	w.clock.set(time.Date(2026, 7, 31, 9, 0, 0, 0, time.UTC))
	for i := range all[:4] {
		move(&all[i], store.Turn{Move: store.MoveOutcome, Day: d.Today(), Outcome: store.Sustained13})
	}
	p, err := curator.DataPack(w.ctx, store.Date(2026, 2, 1), store.Date(2026, 2, 28))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Follows() {
		if len(f.Rows) != 1 {
			t.Fatalf("by %s: %+v", f.By, f.Rows)
		}
		r := f.Rows[0]
		if r.Referrals != 5 || r.Starts != 5 || r.Outcomes[store.JobStart] != 5 || r.Outcomes[store.Sustained13] != 0 {
			t.Errorf("by %s: %+v", f.By, r)
		}
	}
	if p.Districts[0].Name != "Burnley" || p.Barriers[0].Name != "debt" || p.Programmes[0].Key != "connect-to-work" {
		t.Errorf("counted by %+v, %+v, %+v", p.Districts[0], p.Barriers[0], p.Programmes[0])
	}
	if p, err = curator.DataPack(w.ctx, store.Date(2026, 3, 1), 0); err != nil || len(p.Programmes) > 0 {
		t.Errorf("later months hold %+v, %v", p.Programmes, err)
	}
}

// countedOf is under what a referral is counted; nil where it is not.
func (w *world) countedOf(id store.ReferralID) []string {
	w.t.Helper()
	var c store.ReferralCount
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		var err error
		if c, err = store.ReferralCounts.Get(tx, string(id)); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Counted
}

// An outcome that is taken back by reopening is not counted any more, and a
// start stays one; silence that ends a referral is counted as no outcome.
func TestWhatIsTakenBackIsNotCounted(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c := indebted(w, d, `{"age": 30}`)
	r, err := d.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today(), Overrides: overAll()})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(w.clock.now().AddDate(0, 0, 60))
	if err := w.office.Sweep(w.ctx); err != nil {
		t.Fatal(err)
	}
	gone := store.TallyOutcome + string(store.NoOutcome)
	if got := w.countedOf(r.ID); !slices.Equal(got, []string{gone, store.TallyTotal}) {
		t.Errorf("an expired referral is counted under %q", got)
	}
	for _, turn := range []store.Turn{
		{Move: store.MoveReopen, Note: "they rang"},
		{Move: store.MoveAccept},
		{Move: store.MoveStart, Day: d.Today()},
	} {
		if r, err = d.Move(w.ctx, r.ID, desk.Latest, turn); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.countedOf(r.ID); !slices.Equal(got, []string{store.TallyStarted, store.TallyTotal}) {
		t.Errorf("reopened and started, it is counted under %q", got)
	}
	err = w.engine.View(w.ctx, func(tx store.Tx) error {
		for tally, err := range store.TalliesOf(tx, store.Date(2026, 2, 1), d.Today()) {
			if err != nil {
				return err
			}
			if tally.Counts[gone] != 0 {
				t.Errorf("%s still counts %q", tally.Key, gone)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkDataPack opens the pack of a year of 100,000 referrals and 100,000
// gaps; and, for what the tallies save, reads the records that they are made of.
func BenchmarkDataPack(b *testing.B) {
	const all, batch = 100_000, 25
	w := newWorld(b)
	d := w.member("Ada", "County", keys.Auditor)
	r := rand.New(rand.NewPCG(1, 2))
	barriers, places, ages := store.AllBarriers(), store.CountedPlaces(), store.AgeBands()
	for from := 0; from < all; from += batch {
		err := w.engine.Update(w.ctx, func(tx store.Tx) error {
			for i := from; i < from+batch; i++ {
				day := d.Today() - store.Day(r.IntN(330))
				own := []string{string(barriers[r.IntN(len(barriers))]), string(barriers[r.IntN(len(barriers))])}
				c := store.ReferralCount{
					ID: store.ReferralID(fmt.Sprintf("R-%06d", i)), Month: store.MonthOf(day), Place: places[r.IntN(len(places))],
					Programme: store.ProgrammeID(fmt.Sprintf("programme-%d", r.IntN(90))), Barriers: own,
				}
				whats := []string{store.TallyTotal, store.TallyStarted, store.TallyOutcome + string(store.JobStart)}
				if err := store.CountReferral(tx, c, whats[:1+r.IntN(3)]); err != nil {
					return err
				}
				g := store.Gap{
					Barrier: barriers[r.IntN(len(barriers))], Place: places[r.IntN(len(places))], Age: ages[r.IntN(len(ages))], Day: day,
					Stopped: store.StoppedBy{Says: fmt.Sprintf("is %d or over", r.IntN(60))},
				}
				if err := store.PutGap(tx, g); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.DataPack(w.ctx, 0, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("records", func(b *testing.B) {
		for b.Loop() {
			n := 0
			err := w.engine.View(w.ctx, func(tx store.Tx) error {
				for _, err := range store.Gaps.All(tx) {
					if err != nil {
						return err
					}
					n++
				}
				for _, err := range store.ReferralCounts.All(tx) {
					if err != nil {
						return err
					}
					n++
				}
				return nil
			})
			if err != nil || n != 2*all {
				b.Fatal(n, err)
			}
		}
	})
}
