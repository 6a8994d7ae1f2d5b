package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// gaps is the whole ledger.
func (w *world) gaps() []store.Gap {
	w.t.Helper()
	var all []store.Gap
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		all = nil
		for g, err := range store.Gaps.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, g)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// noHelpWithDebt makes every programme that helps with debt ask for an age: one for
// 25, the others for one that nobody has, so that a test does not turn on what the real ones say.
func (w *world) noHelpWithDebt() {
	w.t.Helper()
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		var all []store.Programme
		for p, err := range store.Catalogue.All(tx) {
			if err != nil {
				return err
			}
			if slices.Contains(p.Helps, "barriers.debt") {
				all = append(all, p)
			}
		}
		for i, p := range all {
			low := store.Amount(100 * 100)
			if i == 0 {
				low = 25 * 100
			}
			p.Rule = store.Rule{Fact: store.Age, Min: &low, Says: fmt.Sprintf("is %d or over", low/100), Source: p.Sources[0].ID}
			p.Area, p.Dates = nil, store.Dates{}
			if _, err := store.PutProgramme(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.reopen()
}

func indebted(w *world, d *desk.Desk, facts string) store.Client {
	w.t.Helper()
	c, err := d.AddClient(w.ctx, "Jo", changes(w.t, facts), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func TestATriageWithNothingForABarrierLeavesAGap(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	w.noHelpWithDebt()
	d = w.desk(d.Who().Fingerprint)
	c := indebted(w, d, `{"birth_date": "2006-06-03", "district": "burnley", "barriers": {"debt": true}}`)
	before := w.logged()
	if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
		t.Fatal(err)
	}
	all := w.gaps()
	if len(all) != 1 {
		t.Fatalf("%d gaps: %+v", len(all), all)
	}
	g := all[0]
	if g.Barrier != "barriers.debt" || g.Place != "E07000117" || g.Age != store.From18 || g.Day != d.Today() {
		t.Errorf("got %+v", g)
	}
	if g.Stopped.Says != "is 25 or over" || g.Stopped.Programme == "" {
		t.Errorf("stopped by %+v", g.Stopped)
	}
	if n := w.logged() - before; n != 1 {
		t.Errorf("%d events of one triage", n)
	}

	// It is not counted again for 90 days, by a triage or by the coach.
	w.clock.set(w.clock.now().AddDate(0, 0, store.NotAgain))
	if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
		t.Fatal(err)
	}
	wantErr(t, d.MarkGap(w.ctx, "barriers.debt", c.Ref), store.ErrConflict)
	if n := len(w.gaps()); n != 1 {
		t.Fatalf("%d gaps within 90 days", n)
	}
	w.clock.set(w.clock.now().AddDate(0, 0, 1))
	if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.gaps()); n != 2 {
		t.Errorf("%d gaps after 91 days", n)
	}
}

func TestWhatIsNoGap(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	w.noHelpWithDebt()
	d = w.desk(d.Who().Fingerprint)
	for name, facts := range map[string]string{
		"an age that is not known":      `{"district": "burnley", "barriers": {"debt": true}}`,
		"somebody who is eligible":      `{"age": 30, "district": "burnley", "barriers": {"debt": true}}`,
		"a barrier that nobody said of": `{"age": 20, "district": "burnley"}`,
	} {
		c := indebted(w, d, facts)
		if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
			t.Fatal(err)
		}
		if all := w.gaps(); len(all) > 0 {
			t.Fatalf("%s: %+v", name, all)
		}
	}
	c := indebted(w, d, `{"age": 20, "district": "burnley", "barriers": {"debt": true}}`)
	if _, err := d.Triage(w.ctx, c.Ref, d.Today()+30); err != nil {
		t.Fatal(err)
	}
	if all := w.gaps(); len(all) > 0 {
		t.Fatalf("a triage as of another day: %+v", all)
	}
}

// Nothing of the ledger tells who, and nothing of the trail tells of what.
func TestAGapAndItsEventDoNotMeet(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	w.noHelpWithDebt()
	d = w.desk(d.Who().Fingerprint)
	met := indebted(w, d, `{"age": 30, "district": "leeds", "barriers": {"debt": true}}`)
	gap := indebted(w, d, `{"age": 20, "district": "leeds", "barriers": {"debt": true}}`)
	var triages []store.Event
	for _, c := range []store.Client{met, gap} {
		if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
			t.Fatal(err)
		}
		triages = append(triages, w.lastEvent())
	}
	if a, b := triages[0], triages[1]; a.Verb != b.Verb || a.Act != b.Act || len(a.Fields)+len(b.Fields) > 0 {
		t.Errorf("a triage that left a gap differs from one that did not: %+v, %+v", a, b)
	}
	if err := d.MarkGap(w.ctx, "barriers.housing", gap.Ref); err != nil {
		t.Fatal(err)
	}
	e, _ := json.Marshal(w.lastEvent())
	for _, tells := range []string{string(gap.Ref), "housing", "barrier"} {
		if strings.Contains(string(e), tells) {
			t.Errorf("the event of marking tells %q: %s", tells, e)
		}
	}
	for _, g := range w.gaps() {
		data, _ := json.Marshal(g)
		for _, tells := range []string{string(gap.Ref), string(d.Who().Member.ID), string(d.Who().Partner.ID), "Leeds", "E08000035"} {
			if strings.Contains(string(data), tells) {
				t.Errorf("the gap tells %q: %s", tells, data)
			}
		}
		if g.Place != store.Elsewhere {
			t.Errorf("a district outside Lancashire is kept as %q", g.Place)
		}
	}
}

func TestMarkGapRefuses(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	wantField(t, d.MarkGap(w.ctx, "barriers.dragons", ""), "barrier")
	if err := d.MarkGap(w.ctx, "barriers.debt", ""); err != nil {
		t.Fatal(err)
	}
	if g := w.gaps(); len(g) != 1 || g[0].Place != store.PlaceNotKnown || g[0].Age != store.AgeBlank || g[0].Stopped != (store.StoppedBy{}) {
		t.Errorf("got %+v", g)
	}
}

func TestTheRuleThatStoppedMost(t *testing.T) {
	debt := []store.Barrier{"barriers.debt"}
	failed := func(id, says string) store.Result {
		return store.Result{ID: store.ProgrammeID(id), Standing: store.Ineligible, Helps: debt, Failed: []store.Reason{{Says: says, Fact: "age"}}}
	}
	other := failed("a", "is a veteran")
	other.Helps = []store.Barrier{"barriers.housing"}
	employer := failed("b", "is a veteran")
	employer.NotPerson = true
	stale := store.Result{ID: "old", Standing: store.Unclear, Helps: debt, Missing: []store.Reason{{Says: "is taking referrals", Ask: "old/running"}}}
	afar := func(id string) store.Result {
		r := failed(id, "lives in Liverpool")
		r.Failed[0].Fact = "district"
		return r
	}
	for name, c := range map[string]struct {
		results []store.Result
		want    store.StoppedBy
	}{
		"nothing helps":             {[]store.Result{other, employer}, store.StoppedBy{}},
		"the most, not the first":   {[]store.Result{failed("x", "is 19 or over"), failed("y", "lives in Leeds"), failed("z", "lives in Leeds")}, store.StoppedBy{Says: "lives in Leeds", Fact: "age", Programme: "y"}},
		"of as many, the nearest":   {[]store.Result{failed("y", "lives in Leeds"), failed("x", "is 19 or over"), other, employer}, store.StoppedBy{Says: "lives in Leeds", Fact: "age", Programme: "y"}},
		"what is here, not afar":    {[]store.Result{afar("l"), afar("m"), failed("x", "is 19 or over")}, store.StoppedBy{Says: "is 19 or over", Fact: "age", Programme: "x"}},
		"afar, where nothing is":    {[]store.Result{afar("l"), afar("m")}, store.StoppedBy{Says: "lives in Liverpool", Fact: "district", Programme: "l"}},
		"one that may not be there": {[]store.Result{stale}, store.StoppedBy{Says: "is taking referrals", Programme: "old"}},
	} {
		if got := desk.StoppedMost(c.results, "barriers.debt"); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
