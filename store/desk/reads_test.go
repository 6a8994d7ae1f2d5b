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
	full := errors.New("the disk is full")
	for name, read := range map[string]func() (any, error){
		"Client":      func() (any, error) { return d.Client(w.ctx, f.client.Ref) },
		"Clients":     func() (any, error) { return d.Clients(w.ctx, true) },
		"Notes":       func() (any, error) { return d.Notes(w.ctx, f.client.Ref) },
		"Assessments": func() (any, error) { return d.Assessments(w.ctx, f.client.Ref) },
		"Assessment":  func() (any, error) { return d.Assessment(w.ctx, f.kept.ID) },
		"Waiting":     func() (any, error) { return d.Waiting(w.ctx) },
		"Packet": func() (any, error) {
			p, _, err := d.Packet(w.ctx, store.ReferralForm{Client: f.client.Ref, Programme: "access-to-work"})
			return p, err
		},
		"Referral":  func() (any, error) { return d.Referral(w.ctx, f.sent.ID) },
		"Referrals": func() (any, error) { return d.Referrals(w.ctx, "") },
		"Trail":     func() (any, error) { return d.Trail(w.ctx, store.TrailQuery{}) },
	} {
		engine.watch, engine.full = true, nil
		before := len(w.events())
		if _, err := read(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(w.events()) - before; n != 1 {
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

// A list is one event for the whole of it, so it tells who there is, and not what
// is known of them.
func TestListsTellNoFacts(t *testing.T) {
	w := newWorld(t)
	d := w.member("Owner", "Home", keys.Coach)
	f := w.fixture(d)
	all, err := d.Clients(w.ctx, true)
	if err != nil || len(all) != 1 || all[0].GivenName != f.client.GivenName || all[0].Facts != nil || all[0].Known != nil {
		t.Errorf("clients: %+v, %v", all, err)
	}
	if _, err := d.SetFacts(w.ctx, f.client.Ref, f.client.Rev, changes(t, `{"work": "employed"}`), ""); err != nil {
		t.Fatal(err)
	}
	waiting, err := d.Waiting(w.ctx)
	if err != nil || len(waiting.Untriaged) != 1 || waiting.Untriaged[0].Facts != nil {
		t.Errorf("waiting: %+v, %v", waiting, err)
	}
	referrals, err := d.Referrals(w.ctx, "")
	if err != nil || len(referrals) != 2 {
		t.Fatalf("referrals: %+v, %v", referrals, err)
	}
	for _, r := range append(append(referrals, waiting.Drafts...), waiting.Unanswered...) {
		if r.Packet.Lines != nil || r.Packet.Reason != "" || r.Packet.Contact != (store.Contact{}) || r.Packet.Name == "" {
			t.Errorf("a list tells %+v", r.Packet)
		}
	}
}
