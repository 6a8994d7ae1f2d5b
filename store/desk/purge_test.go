package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// night is the purge's night of a day.
func (w *world) night(day store.Day) {
	w.t.Helper()
	w.clock.set(noon(day))
	if err := w.office.Night(w.ctx); err != nil {
		w.t.Fatal(err)
	}
}

func noon(day store.Day) time.Time {
	y, m, d := day.Split()
	return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
}

// nights are those from a day to another, that one included.
func (w *world) nights(from, to store.Day) {
	w.t.Helper()
	for day := from; day <= to; day++ {
		w.night(day)
	}
}

func (w *world) today() store.Day { return store.DayOf(w.clock.now()) }

// shut is a client with a record of every kind who is closed today.
func (w *world) shut(d *desk.Desk) store.Client {
	w.t.Helper()
	c, _ := w.told(d)
	c, err := d.CloseClient(w.ctx, c.Ref, desk.Latest, "in work", true)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// here says whether the client's record is in the store.
func (w *world) here(ref store.ClientRef) bool {
	w.t.Helper()
	return has(w, store.Clients, string(ref))
}

func has[R any](w *world, t store.Table[R], id string) bool {
	w.t.Helper()
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		_, err := t.Get(tx, id)
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

// did lists what the clock did to the purge and to what it removes: verb and subject.
func (w *world) did(verb string) []string {
	w.t.Helper()
	var out []string
	for _, e := range w.events() {
		if e.Act == keys.ActClock && e.Verb == verb {
			out = append(out, e.Subject)
		}
	}
	return out
}

// A closed client goes on the day that was announced four weeks before, not a day
// sooner, with every word of theirs; an event says each, and the ledger keeps it.
func TestThePurgeRemovesWhatItAnnouncedOnItsDay(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c := w.shut(d)
	due := w.today().AddMonths(24)
	w.nights(due-40, due-29)
	if got := w.did("announced"); len(got) > 0 {
		t.Fatalf("announced more than four weeks before: %q", got)
	}
	w.clock.set(noon(due - 28))
	other, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.nights(due-28, due-1)
	if got := w.did("announced"); !slices.Equal(got, []string{"client " + string(c.Ref)}) || !w.here(c.Ref) {
		t.Fatalf("the day before: announced %q, and the client is there: %v", got, w.here(c.Ref))
	}
	w.night(due)
	if w.here(c.Ref) || !w.here(other.Ref) {
		t.Fatalf("on the day the client is there: %v, and another: %v", w.here(c.Ref), w.here(other.Ref))
	}
	for _, word := range ofZebedee {
		if holds(w, word) {
			t.Errorf("%q is in the store still", word)
		}
	}
	if got := w.did("removed"); !slices.Equal(got, []string{"client " + string(c.Ref)}) {
		t.Errorf("removed %q", got)
	}
	ledger, err := store.LedgerOf(w.ctx, w.engine)
	if err != nil || len(ledger) != 1 || ledger[0].Client != c.Ref || ledger[0].Why != store.EraseRetention || ledger[0].By != "" {
		t.Errorf("the ledger has %+v, %v", ledger, err)
	}
	p, err := w.office.Purge(w.ctx)
	if err != nil || p.Last != due || p.Removed != 1 {
		t.Errorf("the purge says %+v, %v", p, err)
	}
	before := w.logged()
	if w.night(due); w.logged() != before {
		t.Error("a second night of the same day did something")
	}
	if census, err := store.TakeCensus(w.ctx, w.engine); err != nil || len(census.Faults) > 0 {
		t.Errorf("the store: %q, %v", census.Faults, err)
	}
}

// A client whom the ledger names already, as after a restore that was cut short, is
// erased all the same, by the purge and by hand.
func TestWhoIsInTheLedgerAlreadyGoesToo(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	closed, open := w.shut(d), w.shut(d)
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		for _, ref := range []store.ClientRef{closed.Ref, open.Ref} {
			if _, err := (store.Erasure{Client: ref, At: w.clock.now(), Why: "asked"}).Enter(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Erase(w.ctx, open.Ref, "asked"); err != nil || w.here(open.Ref) {
		t.Errorf("by hand: %v, and the client is there: %v", err, w.here(open.Ref))
	}
	due := w.today().AddMonths(24)
	w.nights(due-28, due)
	if w.here(closed.Ref) {
		t.Error("the purge leaves the client")
	}
}

// What was out of its time long ago goes four weeks after it was announced, and not
// before the purge has found it so in seven nights since.
func TestWhatIsLongOutOfItsTimeIsAnnouncedFirst(t *testing.T) {
	for _, c := range []struct{ every, goes store.Day }{{1, 28}, {4, 28}, {5, 35}, {10, 70}} {
		w := newWorld(t)
		w.delivered()
		ref := w.shut(w.member("Amina", "Burnley Jobcentre", keys.Coach)).Ref
		start := w.today().AddMonths(60)
		for day := start; day < start+c.goes; day += c.every {
			if w.night(day); !w.here(ref) {
				t.Errorf("a night every %d days: gone after %d", c.every, day-start)
			}
		}
		if w.night(start + c.goes); w.here(ref) {
			t.Errorf("a night every %d days: there still after %d", c.every, c.goes)
		}
	}
}

// A clock that is set ten years on removes nothing, by day or by night, until a
// steward has said that it is right and all was announced anew.
func TestAClockTenYearsOnRemovesNothing(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	steward := w.member("S", "Stewards", keys.Steward)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	gone, open := w.shut(d), store.Client{}
	due := w.today().AddMonths(24)
	w.nights(due-30, due-5) // announced, and found in more than seven nights
	open, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	wrong := (due - 4).AddMonths(120)
	w.nights(wrong, wrong+60)
	p, err := w.office.Purge(w.ctx)
	if err != nil || p.Hold == nil || p.Hold.Why != store.HoldClock || !strings.Contains(p.Held(), "retention resume") {
		t.Fatalf("ten years on: %+v, %v", p, err)
	}
	if !w.here(gone.Ref) || !w.here(open.Ref) || len(w.did("announced")) != 1 || len(w.did("removed")) > 0 || len(w.did("put on hold")) != 1 {
		t.Fatalf("ten years on: announced %q, removed %q, put on hold %d times", w.did("announced"), w.did("removed"), len(w.did("put on hold")))
	}
	if _, err := steward.ResumePurge(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.nights(wrong+60, wrong+60+27)
	if !w.here(gone.Ref) || !w.here(open.Ref) {
		t.Fatal("removed less than four weeks after a steward went on with it")
	}
	if w.night(wrong + 60 + 28); w.here(gone.Ref) || w.here(open.Ref) {
		t.Error("not removed by a clock that a steward has said is right")
	}
}

// A clock that was set on and is put right again goes on where it was.
func TestAClockThatIsPutRightGoesOn(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	c := w.shut(w.member("Amina", "Burnley Jobcentre", keys.Coach))
	due := w.today().AddMonths(24)
	w.nights(due-28, due-10)
	w.nights((due - 10).AddMonths(120), (due-10).AddMonths(120)+3)
	w.nights(due-9, due-1)
	if p, err := w.office.Purge(w.ctx); err != nil || p.Hold != nil || len(w.did("gone on with")) != 1 {
		t.Errorf("put right: %+v, %v", p, err)
	}
	if !w.here(c.Ref) {
		t.Fatal("gone before its day")
	}
	if w.night(due); w.here(c.Ref) || len(w.did("announced")) != 1 {
		t.Errorf("on its day it is there: %v, announced %q", w.here(c.Ref), w.did("announced"))
	}
}

// A clock that jumps back has nothing announced twice, and nothing goes sooner for
// the nights that come a second time.
func TestAClockThatJumpsBackAnnouncesNothingTwice(t *testing.T) {
	for _, back := range []store.Day{1, 2, 5, 30, 400} {
		w := newWorld(t)
		w.delivered()
		c := w.shut(w.member("Amina", "Burnley Jobcentre", keys.Coach))
		start := w.today().AddMonths(48)
		w.nights(start, start+5)
		for range 3 { // the same days, again and again
			w.nights(start+5-back, start+5)
		}
		if got := w.did("announced"); len(got) != 1 {
			t.Errorf("back by %d: announced %q", back, got)
		}
		w.night(start + 28) // the seventh night it is not: the sixth
		if !w.here(c.Ref) {
			t.Errorf("back by %d: nights that came twice were counted twice", back)
		}
		if w.night(start + 29); w.here(c.Ref) {
			t.Errorf("back by %d: not removed after its seventh night", back)
		}
	}
}

// While the clock is doubted since the start there are no nights.
func TestNoNightByAClockThatIsDoubted(t *testing.T) {
	w := newWorld(t)
	w.delivered()
	w.shut(w.member("Amina", "Burnley Jobcentre", keys.Coach))
	wrong := w.today().AddMonths(120)
	w.clock.set(noon(wrong))
	if j, err := store.StartClock(w.ctx, w.engine, w.clock.now()); err != nil || !j.Doubted() {
		t.Fatalf("%v, %v", j, err)
	}
	w.reopen()
	before := w.logged()
	if w.nights(wrong, wrong+50); w.logged() != before {
		t.Errorf("it did %v", w.events()[before:])
	}
	steward := w.member("S", "Stewards", keys.Steward)
	if _, err := steward.ResumePurge(w.ctx); err == nil || !strings.Contains(err.Error(), "--today") {
		t.Errorf("gone on with by a clock that is doubted: %v", err)
	}
}

// Whoever works with a client who is announced calls it off, also on the last day;
// who only looks does not.
func TestWorkCallsItOff(t *testing.T) {
	for _, c := range []struct {
		name  string
		quiet bool
		work  func(*world, *desk.Desk, store.ClientRef) error
		stays bool
	}{
		{"reopened", false, func(w *world, d *desk.Desk, ref store.ClientRef) error {
			_, err := d.ReopenClient(w.ctx, ref, desk.Latest)
			return err
		}, true},
		{"looked at", false, func(w *world, d *desk.Desk, ref store.ClientRef) error {
			_, err := d.Client(w.ctx, ref)
			return err
		}, false},
		{"a note", true, func(w *world, d *desk.Desk, ref store.ClientRef) error {
			_, err := d.AddNote(w.ctx, ref, "rang, no answer")
			return err
		}, true},
		{"a triage", true, func(w *world, d *desk.Desk, ref store.ClientRef) error {
			_, err := d.Triage(w.ctx, ref, w.today())
			return err
		}, true},
		{"read", true, func(w *world, d *desk.Desk, ref store.ClientRef) error {
			_, err := d.Notes(w.ctx, ref)
			return err
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
			cl, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
			if err != nil {
				t.Fatal(err)
			}
			months := 36
			if !c.quiet {
				months = 24
				if cl, err = d.CloseClient(w.ctx, cl.Ref, desk.Latest, "in work", false); err != nil {
					t.Fatal(err)
				}
			}
			due := w.today().AddMonths(months)
			w.nights(due-30, due-1)
			if len(w.did("announced")) != 1 {
				t.Fatalf("announced %q", w.did("announced"))
			}
			w.clock.set(noon(due).Add(-time.Hour))
			if err := c.work(w, d, cl.Ref); err != nil {
				t.Fatal(err)
			}
			w.night(due)
			if p, err := w.office.Purge(w.ctx); err != nil || p.Announced != 0 && c.stays {
				t.Errorf("the night after: %+v, %v", p, err)
			}
			w.nights(due+1, due+40)
			if w.here(cl.Ref) != c.stays || len(w.did("called off the removal of")) > 0 != c.stays {
				t.Errorf("it is there: %v; called off %q", w.here(cl.Ref), w.did("called off the removal of"))
			}
		})
	}
}

// A coach puts the removal of a record off for a year, once.
func TestARecordIsKeptOnce(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.CloseClient(w.ctx, c.Ref, desk.Latest, "in work", false); err != nil {
		t.Fatal(err)
	}
	_, err = d.KeepClient(w.ctx, c.Ref, "claim")
	wantErr(t, err, store.ErrConflict) // nothing is announced
	due := w.today().AddMonths(24)
	w.nights(due-30, due-3)
	_, err = d.KeepClient(w.ctx, c.Ref, "because")
	wantField(t, err, "why")
	kept, err := d.KeepClient(w.ctx, c.Ref, "claim")
	if err != nil || kept.Until != (due-3).AddMonths(12) {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	if e := w.lastEvent(); e.Verb != "kept" || !slices.Contains(e.Fields, "why claim") {
		t.Errorf("left %+v", e)
	}
	if h, err := d.Export(w.ctx, c.Ref); err != nil || h.Kept == nil || h.Kept.Why != "claim" || h.Names[h.Kept.By] == "" {
		t.Errorf("the client is given %+v, %v", h.Kept, err)
	}
	w.nights(due-2, kept.Until-1)
	if !w.here(c.Ref) {
		t.Fatal("gone before the day until which it is kept")
	}
	_, err = d.KeepClient(w.ctx, c.Ref, "claim")
	if wantErr(t, err, store.ErrConflict); !strings.Contains(err.Error(), "once already") || strings.Contains(err.Error(), "note") {
		t.Errorf("kept a second time: %v", err)
	}
	if w.night(kept.Until); w.here(c.Ref) {
		t.Error("there still after the day until which it was kept")
	}
}

// Drafts, old triages, households that were left and invitations go by their own
// times; what a referral names, a client's latest triage and a household that
// somebody takes part in stay.
func TestEveryClassHasItsTime(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"birth_date": "1990-01-01", "district": "burnley", "work": "out-of-work", "right_to_work": true}`), "", store.Told{How: store.ToldInPerson})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	old, err := d.Triage(w.ctx, c.Ref, w.today())
	must(err)
	named, err := d.Triage(w.ctx, c.Ref, w.today())
	must(err)
	sent, err := d.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "restart", Told: store.Date(2026, 2, 1), Reason: "so", Overrides: overAll()})
	must(err)
	latest, err := d.Triage(w.ctx, c.Ref, w.today())
	must(err)
	draft, err := d.SaveDraft(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "access-to-work"})
	must(err)
	shut, err := d.OpenHousehold(w.ctx)
	must(err)
	_, err = d.CloseHousehold(w.ctx, shut.ID, shut.Rev, "moved away")
	must(err)
	lived, err := d.OpenHousehold(w.ctx)
	must(err)
	_, err = d.AddPerson(w.ctx, lived.ID, lived.Rev, store.NewPerson{GivenName: "Florence"})
	must(err)
	_, inv, err := steward.Invite(w.ctx, "Guest", "Stewards", []keys.Role{keys.Coach})
	must(err)
	if sent.Assessment != named.ID {
		t.Fatalf("the referral names %q, not the latest triage before it %q", sent.Assessment, named.ID)
	}
	start := w.today()
	ends := func(name string, class store.RetentionClass, from store.Day, there func() bool) {
		t.Helper()
		times := store.Retention{}
		due := times.Due(class, from)
		w.nights(max(due-30, w.today()), due-1)
		if !there() {
			t.Errorf("%s: gone the day before", name)
		}
		if w.night(due); there() {
			t.Errorf("%s: there still", name)
		}
	}
	ends("draft", store.OldDraft, start, func() bool { return has(w, store.Referrals, string(draft.ID)) })
	w.nights(w.today(), store.DayOf(inv.Ends).AddMonths(12)-31)
	ends("invitation", store.OldInvitation, store.DayOf(inv.Ends), func() bool { return has(w, store.Invitations, string(inv.ID)) })
	w.nights(w.today(), start.AddMonths(24)-31)
	ends("triage", store.OldAssessment, start, func() bool { return has(w, store.Assessments, string(old.ID)) })
	if has(w, store.Households, string(shut.ID)) {
		t.Error("household: there still")
	}
	w.nights(w.today(), start.AddMonths(36)-1)
	for what, there := range map[string]bool{
		"client": w.here(c.Ref), "triage that a referral names": has(w, store.Assessments, string(named.ID)),
		"latest triage": has(w, store.Assessments, string(latest.ID)), "referral": has(w, store.Referrals, string(sent.ID)),
		"household with somebody in it": has(w, store.Households, string(lived.ID)),
	} {
		if !there {
			t.Errorf("%s: gone", what)
		}
	}
	if census, err := store.TakeCensus(w.ctx, w.engine); err != nil || len(census.Faults) > 0 {
		t.Errorf("the store: %q, %v", census.Faults, err)
	}
}

// A record that does not go in one transaction is gone after the next, also where
// the server stopped between them, and whatever was done to it meanwhile.
func TestARemovalThatIsCutShortGoesOn(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 400 {
		if _, err := d.AddNote(w.ctx, c.Ref, fmt.Sprintf("a jelly baby of kind %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.CloseClient(w.ctx, c.Ref, desk.Latest, "in work", false); err != nil {
		t.Fatal(err)
	}
	due := w.today().AddMonths(24)
	w.nights(due-30, due-1)
	w.clock.set(noon(due))
	cut := w.cutShort(3) // the night begins, finds it again, and begins to remove it
	if err := cut.Night(w.ctx); err == nil {
		t.Fatal("the night was not cut short")
	}
	if got := w.did("began to remove"); len(got) != 1 || !w.here(c.Ref) {
		t.Fatalf("cut short: began %q", got)
	}
	w.reopen()
	_, err = w.desk(d.Who().Fingerprint).KeepClient(w.ctx, c.Ref, "returning")
	wantErr(t, err, store.ErrConflict)                                                             // too late
	if _, err := w.desk(d.Who().Fingerprint).ReopenClient(w.ctx, c.Ref, desk.Latest); err != nil { // too late: half of it is gone
		t.Fatal(err)
	}
	if w.night(due); w.here(c.Ref) || holds(w, "jelly baby") || holds(w, "Dylan") {
		t.Error("not all of it is gone")
	}
}

// fewer is an engine that makes so many changes and no more.
type fewer struct {
	store.Engine
	left int
}

func (f *fewer) Update(ctx context.Context, fn func(store.Tx) error) error {
	if f.left--; f.left < 0 {
		return errCut
	}
	return f.Engine.Update(ctx, fn)
}

var errCut = errors.New("the power is off")

// cutShort is an office over the store that makes so many changes and no more.
func (w *world) cutShort(changes int) *desk.Office {
	w.t.Helper()
	f := &fewer{w.engine, 1 << 30}
	o, err := desk.Over(w.ctx, f, w.clock.now, desk.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	f.left = changes
	return o
}

// The coach of a client is told in the diary what goes and when, nobody else's
// colleague of another partner is, and while the purge is on hold nobody.
func TestTheDiaryTellsWhatGoes(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	d, other := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Bo", "Council", keys.Coach)
	c, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := d.SaveDraft(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "access-to-work"})
	if err != nil {
		t.Fatal(err)
	}
	goes := func(d *desk.Desk) []string {
		t.Helper()
		diary, err := d.Diary(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for i := range diary.Rows {
			if r := &diary.Rows[i]; r.Kind == store.DiaryGoes {
				out = append(out, r.Says(diary.Day))
			}
		}
		return out
	}
	start := w.today()
	w.night(start + 70)
	want := fmt.Sprintf("%s Dylan: draft goes on %s, Access to Work (not sent, nobody changed it since %s)", c.Ref, (start + 98).Words(), start.Words())
	if got := goes(d); !slices.Equal(got, []string{want}) {
		t.Errorf("the diary has %q, want %q", got, want)
	}
	if _, err := d.CloseClient(w.ctx, c.Ref, desk.Latest, "in work", true); err != nil {
		t.Fatal(err)
	}
	due := w.today().AddMonths(24)
	w.nights(start+71, due-28)
	want = fmt.Sprintf("%s Dylan: record goes on %s, closed, nothing since %s", c.Ref, due.Words(), (start + 70).Words())
	if got := goes(d); !slices.Equal(got, []string{want}) {
		t.Errorf("the diary has %q, want %q", got, want)
	}
	if has(w, store.Referrals, string(draft.ID)) {
		t.Error("the draft is there still")
	}
	if got := goes(other); len(got) > 0 {
		t.Errorf("another partner's diary has %q", got)
	}
	f, err := steward.Forecast(w.ctx, "", 28)
	if err != nil || len(f.Rows) != 1 || f.Rows[0].Goes != due || f.Rows[0].Record != string(c.Ref) {
		t.Errorf("the steward is told of %+v, %v", f.Rows, err)
	}
	if f, err = steward.Forecast(w.ctx, "council", 28); err != nil || len(f.Rows) > 0 {
		t.Errorf("of another partner the steward is told of %+v, %v", f.Rows, err)
	}
	if _, err := steward.HoldPurge(w.ctx); err != nil {
		t.Fatal(err)
	}
	w.nights(due-27, due+5)
	if got := goes(d); len(got) > 0 || !w.here(c.Ref) {
		t.Errorf("on hold the diary has %q", got)
	}
}

// A time that a partner sets counts for its records alone, and what is out of its
// time by it is announced first.
func TestAPartnerSetsItsTimes(t *testing.T) {
	w := newWorld(t)
	steward := w.member("S", "Stewards", keys.Steward)
	a, b := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Bo", "Council", keys.Coach)
	var refs []store.ClientRef
	for _, d := range []*desk.Desk{a, b} {
		c, err := d.AddClient(w.ctx, "Dylan", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.CloseClient(w.ctx, c.Ref, desk.Latest, "in work", false); err != nil {
			t.Fatal(err)
		}
		refs = append(refs, c.Ref)
	}
	start := w.today()
	w.nights(start+100, start+110)
	for _, c := range []struct {
		name  string
		n     int
		field string
	}{{"closed-client", 121, "closed-client"}, {"closed-client", -1, "closed-client"}, {"notice", 27, "notice"}, {"clients", 3, "name"}} {
		_, err := steward.SetRetention(w.ctx, a.Who().Partner.ID, desk.Latest, c.name, c.n)
		wantField(t, err, c.field)
	}
	r, err := steward.SetRetention(w.ctx, a.Who().Partner.ID, 0, "closed-client", 3)
	if err != nil {
		t.Fatal(err)
	}
	if e := w.lastEvent(); !slices.Equal(e.Fields, []string{"closed-client to 3 months"}) {
		t.Errorf("left %+v", e)
	}
	_, err = steward.SetRetention(w.ctx, a.Who().Partner.ID, r.Rev+1, "closed-client", 4)
	wantErr(t, err, store.ErrConflict)
	w.nights(start+111, start+138)
	if !w.here(refs[0]) {
		t.Error("gone less than four weeks after it was announced")
	}
	if w.night(start + 139); w.here(refs[0]) || !w.here(refs[1]) {
		t.Errorf("there: %v, of another partner %v", w.here(refs[0]), w.here(refs[1]))
	}
}

// Who refers decides for how long the receiver is shown what they were sent.
func TestThePacketIsShownForAsLongAsTheReferrerSays(t *testing.T) {
	w := newWorld(t)
	e := w.ends()
	r := w.refer(e, "connect-to-work")
	if _, err := e.provider.Reply(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveDecline, Reason: "unreachable"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Installer().SetRetention(w.ctx, r.Partner, desk.Latest, "packet", 10); err != nil {
		t.Fatal(err)
	}
	end := w.clock.now()
	for days, hidden := range map[int]store.HiddenWhy{10: "", 11: store.HiddenOver} {
		w.clock.set(end.AddDate(0, 0, days))
		got, err := e.provider.Received(w.ctx, r.ID)
		if err != nil || got.Hidden.Why != hidden {
			t.Errorf("after %d days: %+v, %v", days, got.Hidden, err)
		}
		list, err := e.provider.Inbox(w.ctx, true)
		if err != nil || len(list) != 1 || list[0].Hidden.Why != hidden {
			t.Errorf("in the list after %d days: %+v, %v", days, list, err)
		}
	}
}
