package desk_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// strict is an engine whose writing transactions are watched, and may be refused.
type strict struct {
	store.Engine
	t     *testing.T
	full  error // what every Update answers, if anything
	watch bool
}

func (e *strict) Update(ctx context.Context, fn func(store.Tx) error) error {
	if e.full != nil {
		return e.full
	}
	return e.Engine.Update(ctx, func(tx store.Tx) error { return fn(&unranged{tx, e}) })
}

type unranged struct {
	store.Tx
	e *strict
}

func (u *unranged) Range(from, to []byte) iter.Seq2[store.Pair, error] {
	if u.e.watch {
		u.e.t.Errorf("a list is read while everybody's changes wait: %q", from)
	}
	return u.Tx.Range(from, to)
}

// Reading a record is an event, and nothing is handed out without it; but what is
// read keeps no change waiting.
func TestReads(t *testing.T) {
	w := newWorld(t)
	f := w.fixture(w.member("Owner", "Home", keys.Coach))
	fp := w.member("Reader", "Home", keys.Coach, keys.Auditor).Who().Fingerprint
	engine := &strict{Engine: w.engine, t: t}
	office, err := desk.Over(w.ctx, engine, w.clock.now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	caller, err := office.WhoIs(w.ctx, fp)
	if err != nil {
		t.Fatal(err)
	}
	d := office.For(caller)
	if err := w.desk(fp).Because(w.ctx, f.client.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	for name, read := range map[string]func() (any, error){
		"Client":      func() (any, error) { return d.Client(w.ctx, f.client.Ref) },
		"Clients":     func() (any, error) { return d.Clients(w.ctx, true) },
		"Notes":       func() (any, error) { return d.Notes(w.ctx, f.client.Ref) },
		"Assessments": func() (any, error) { return d.Assessments(w.ctx, f.client.Ref) },
		"Assessment":  func() (any, error) { return d.Assessment(w.ctx, f.kept.ID) },
		"Diary":       func() (any, error) { return d.Diary(w.ctx) },
		"TeamDiary":   func() (any, error) { return d.TeamDiary(w.ctx) },
		"FollowUps":   func() (any, error) { return d.FollowUps(w.ctx, f.client.Ref) },
		"Packet": func() (any, error) {
			p, _, err := d.Packet(w.ctx, store.ReferralForm{Client: f.client.Ref, Programme: "access-to-work"})
			return p, err
		},
		"Referral":  func() (any, error) { return d.Referral(w.ctx, f.sent.ID) },
		"Referrals": func() (any, error) { return d.Referrals(w.ctx, "") },
		"Trail":     func() (any, error) { return d.Trail(w.ctx, store.TrailQuery{}) },
	} {
		engine.watch, engine.full = true, nil
		before := w.logged()
		if _, err := read(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := w.logged() - before; n != 1 {
			t.Errorf("%s left %d events", name, n)
		}
		engine.full = full
		got, err := read()
		if !errors.Is(err, full) {
			t.Errorf("%s: got %v, want that the event could not be kept", name, err)
		}
		if v := reflect.ValueOf(got); v.Kind() == reflect.Slice && v.Len() > 0 || v.Kind() != reflect.Slice && !v.IsZero() {
			t.Errorf("%s hands out %+v, and no event was kept", name, got)
		}
	}
}
