package desk

import (
	"cmp"
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// The gap ledger, as it is written. What could not be met is kept without the
// client, and so that the trail does not bring the two together: a triage leaves
// the same event whether or not it left a gap; marking a gap leaves an event that
// names the member and the moment, and neither client nor barrier. An auditor can
// thus work out that a coach marked something, and from the coach's other events
// perhaps for whom; not for which barrier. The ledger itself is read by nobody:
// only its rounded counts are, by month (DataPack).

// unmet writes down what a kept triage of today found nothing for, and which rule
// alone was in the way of programmes. A triage as of another day is a question
// about that day and no evidence. A barrier is met by a programme for a person
// that helps with it, where the client is eligible, or unclear and the programme
// known to be running: what is not known of the client is never a gap.
func (d *Desk) unmet(tx store.Tx, a store.Assessment) error {
	today := d.Today()
	if a.Answer.AsOf != today {
		return nil
	}
	var open []store.Barrier
	var things []string
	for _, b := range store.BarriersOf(a.Facts) {
		if !slices.ContainsFunc(a.Answer.Results, func(r store.Result) bool { return meets(&r, b) }) {
			open, things = append(open, b), append(things, gapThing(b))
		}
	}
	near := nearMisses(a.Answer.Results)
	for i := range near {
		things = append(things, near[i].thing())
	}
	fresh, err := store.CountOnce(tx, a.Client, things, today)
	if err != nil {
		return err
	}
	for _, b := range open {
		if !slices.Contains(fresh, gapThing(b)) {
			continue
		}
		if err := store.PutGap(tx, gapOf(a.Facts, a.Answer.Results, b, today)); err != nil {
			return err
		}
	}
	for _, n := range near {
		if !slices.Contains(fresh, n.thing()) {
			continue
		}
		counts := map[string]int{store.TallyTotal: 1, store.RuleCount(n.Says): 1}
		err := store.AddTally(tx, store.Tally{Month: store.MonthOf(today), Of: store.TallyNear, Key: string(n.Programme), Counts: counts})
		if err != nil {
			return err
		}
	}
	return nil
}

func gapThing(b store.Barrier) string { return "gap " + string(b) }

// meets says whether the programme of a result is something for the barrier.
func meets(r *store.Result, b store.Barrier) bool {
	if r.NotPerson || !slices.Contains(r.Helps, b) {
		return false
	}
	return r.Standing == store.Eligible || r.Standing == store.Unclear && runningAsk(r) == nil
}

// runningAsk is the reason that says that nobody knows whether the programme
// runs; nil where it is known to.
func runningAsk(r *store.Result) *store.Reason {
	for i := range r.Missing {
		if r.Missing[i].Ask == string(r.ID)+"/running" {
			return &r.Missing[i]
		}
	}
	return nil
}

// nearMiss is a rule that alone was in the way of a programme.
type nearMiss store.StoppedBy

func (n nearMiss) thing() string { return "near " + string(n.Programme) + " " + n.Fact }

func nearMisses(results []store.Result) []nearMiss {
	var out []nearMiss
	for i := range results {
		if r := &results[i]; r.Standing == store.NearMiss && !r.NotPerson && len(r.Failed) > 0 {
			out = append(out, nearMiss{Says: r.Failed[0].Says, Fact: r.Failed[0].Fact, Programme: r.ID})
		}
	}
	return out
}

// gapOf is the gap of a barrier of somebody with these facts and results.
func gapOf(facts store.Facts, results []store.Result, b store.Barrier, day store.Day) store.Gap {
	return store.Gap{
		Barrier: b, Place: store.CountedPlace(facts[store.District].Word), Age: store.AgeBandOf(facts, day),
		Stopped: stoppedMost(results, b), Day: day,
	}
}

// stoppedMost is the rule that stopped most of the programmes that help with the
// barrier: of those there are where the client lives, or, where there are none,
// of all, and then it is mostly where they are. Of rules that stopped as many it is the one of the programme that
// comes first in the results, which is the one that came nearest.
func stoppedMost(results []store.Result, b store.Barrier) store.StoppedBy {
	here := func(r store.Result) bool { return !slices.ContainsFunc(r.Failed, ofPlace) }
	if by := stoppedOf(results, b, here); by.Says != "" {
		return by
	}
	return stoppedOf(results, b, func(store.Result) bool { return true })
}

func ofPlace(r store.Reason) bool { return r.Fact == store.District.String() }

func stoppedOf(results []store.Result, b store.Barrier, counts func(store.Result) bool) store.StoppedBy {
	times := map[string]int{}
	var met []store.StoppedBy
	for i := range results {
		r := &results[i]
		if r.NotPerson || !slices.Contains(r.Helps, b) || !counts(*r) {
			continue
		}
		reasons := r.Failed
		if ask := runningAsk(r); len(reasons) == 0 && ask != nil {
			reasons = []store.Reason{*ask}
		}
		for _, reason := range reasons {
			times[reason.Says]++
			met = append(met, store.StoppedBy{Says: reason.Says, Fact: reason.Fact, Programme: r.ID})
		}
	}
	if len(met) == 0 {
		return store.StoppedBy{}
	}
	slices.SortStableFunc(met, func(a, b store.StoppedBy) int { return cmp.Compare(times[b.Says], times[a.Says]) })
	return met[0]
}

// MarkGap keeps that there is no provision for a barrier of a client, or, with
// no reference, of somebody who is not kept: it says what no match can, that what
// there is was tried. A client counts once in store.NotAgain days for a barrier,
// whether a triage or a coach said so; a second time is store.ErrConflict.
func (d *Desk) MarkGap(ctx context.Context, b store.Barrier, ref store.ClientRef) error {
	if !b.Known() {
		return wrong("barrier", "Enter one of the barriers, such as barriers.debt.")
	}
	facts, err := d.factsOf(ctx, ref)
	if err != nil {
		return err
	}
	day := d.Today()
	answer, err := d.office.shelf.Load().match.Answer(facts, day)
	if err != nil {
		return err
	}
	return d.change(ctx, keys.ActTriage, func(tx store.Tx) (store.Event, error) {
		if ref != "" {
			c, err := d.openClient(tx, ref)
			if err != nil {
				return store.Event{}, err
			}
			fresh, err := store.CountOnce(tx, c.Ref, []string{gapThing(b)}, day)
			if err != nil {
				return store.Event{}, err
			}
			if len(fresh) == 0 {
				return store.Event{}, said(store.ErrConflict, "This is counted already for client %s: %s. It counts once in %d days.", c.Ref, b.Label(), store.NotAgain)
			}
		}
		gap := gapOf(facts, answer.Results, b, day)
		if ref == "" {
			gap.Stopped = store.StoppedBy{} // nobody's rules were looked at
		}
		return store.Event{Verb: "marked", Subject: "gap ledger"}, store.PutGap(tx, gap)
	})
}

// factsOf is what is known of a client, with the barrier that they may not have
// said yet; nothing where there is no reference.
func (d *Desk) factsOf(ctx context.Context, ref store.ClientRef) (store.Facts, error) {
	facts := store.Facts{}
	err := d.look(ctx, keys.ActTriage, func(tx store.Tx) error {
		if ref == "" {
			return nil
		}
		c, err := d.openClient(tx, ref)
		facts = d.settled(c.Facts)
		return err
	})
	return facts, err
}
