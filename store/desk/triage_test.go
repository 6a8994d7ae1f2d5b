package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// hooked is an engine that does something once before it writes.
type hooked struct {
	store.Engine
	first func()
}

func (e *hooked) Update(ctx context.Context, fn func(store.Tx) error) error {
	if e.first != nil {
		first := e.first
		e.first = nil
		first()
	}
	return e.Engine.Update(ctx, fn)
}

// A client who is changed while the match is made is matched again as they are.
func TestTriageOfAClientWhoChangesMeanwhile(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	engine := &hooked{Engine: w.engine}
	office, err := desk.Over(w.ctx, engine, w.clock.now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	engine.first = func() {
		if _, err := d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"age": 31}`), ""); err != nil {
			t.Error(err)
		}
	}
	before := w.logged()
	a, err := office.For(d.Who()).Triage(w.ctx, c.Ref, d.Today())
	if err != nil {
		t.Fatal(err)
	}
	if a.Facts[store.Age].Num != 31 {
		t.Errorf("matched with %v", a.Facts)
	}
	if n := w.logged() - before; n != 2 {
		t.Errorf("%d events of one change and one triage", n)
	}
}

func TestTriageAsOfAnotherDay(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "2006-01-10", "district": "burnley"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Triage(w.ctx, c.Ref, store.Date(2005, 12, 31))
	wantField(t, err, "day")
	// In December 2024 the client was 18, and near to what begins at 19; since
	// then they have turned 19, and this is no news of today.
	a, err := d.Triage(w.ctx, c.Ref, store.Date(2024, 12, 20))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(a.Answer.Results, func(r store.Result) bool { return r.When == store.Date(2025, 1, 10) }) {
		t.Fatal("nothing was near on that day")
	}
	w.clock.set(time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC))
	if diary, err := d.Diary(w.ctx); err != nil || count(diary, store.DiaryDue) != 0 {
		t.Errorf("%+v, %v", diary, err)
	}
}
