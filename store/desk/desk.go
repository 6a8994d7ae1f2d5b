// Package desk is what a member may do: permission, scope, validation and audit.
// It is the one way from a screen or a command to the store.
//
// An Office stands over one store and is shared; a Desk is one caller's view of
// it. Three unexported functions carry the security model. look asks whether the
// caller may do the act, as the store has them at that moment, and reads.
// change asks the same, writes, and appends the event in the same transaction:
// no event, no change. read is for client records, of which it must be known who
// has seen what: it looks, and hands nothing out until the event is kept. After a
// change, the sessions that it concerns are told (Changes).
//
// It knows nothing of screens, terminals or SSH. Every error says, as a
// sentence, what is wrong and what to do; errors.Is finds store.ErrNotFound,
// store.ErrConflict and keys.ErrNotAllowed behind it, errors.As a
// *store.FieldError or *store.FactError.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
	"signpost/store/search"
)

// Options are what an Office may be given beyond its store.
type Options struct {
	Postcodes *store.Postcodes              // nil: postcodes give no district
	Idle      int                           // minutes until an idle member is logged out who set none; 0: store.DefaultIdle
	Log       *slog.Logger                  // nil: nothing is logged
	Timed     func(keys.Act, time.Duration) // told how long each reading and each change took; nil: nobody is

	// Backup makes a backup where this server keeps them; nil: it keeps none.
	Backup func(context.Context) (store.Backup, error)
	// Witness is when the last checkpoint of the audit log was kept, zero for never;
	// nil: none are kept.
	Witness func() time.Time
}

// Office stands over one store. Its methods may be called from any goroutine.
type Office struct {
	engine  store.Engine
	now     func() time.Time
	post    *store.Postcodes
	idle    int
	timed   func(keys.Act, time.Duration)
	log     *slog.Logger
	shelf   atomic.Pointer[shelf] // the catalogue as it is now
	swept   atomic.Int64          // the day on which it was last looked for what silence has ended
	purged  atomic.Int64          // the day of the last night of the purge
	curates sync.Mutex            // held by who changes the catalogue, until it is on the shelf
	newCode func() string         // makes invitation codes
	kept    []store.ProgrammeID
	hub     hub // who is told of changes
	backup  func(context.Context) (store.Backup, error)
	witness func() time.Time
	mu      sync.Mutex
	revoked []func(keys.Fingerprint)
}

// shelf is the catalogue as it is at one moment, ready to be searched and to be
// matched.
type shelf struct {
	*search.Index
	match *match.Set
}

// Over opens an office over a store: it brings the built-in provision up to
// date, keeping records edited here, loads the catalogue, and ends what silence
// has ended meanwhile.
func Over(ctx context.Context, engine store.Engine, now func() time.Time, opts Options) (*Office, error) {
	o := &Office{engine: engine, now: now, post: opts.Postcodes, idle: opts.Idle, timed: opts.Timed, log: opts.Log, newCode: keys.NewCode, backup: opts.Backup, witness: opts.Witness}
	if o.log == nil {
		o.log = slog.New(slog.DiscardHandler)
	}
	if err := o.bringUpToDate(ctx); err != nil {
		return nil, fmt.Errorf("bring the built-in provision up to date: %w", err)
	}
	if err := o.restock(ctx); err != nil {
		return nil, err
	}
	return o, o.Sweep(ctx)
}

// took tells how long an act took that began then.
func (o *Office) took(act keys.Act, began time.Time) {
	if o.timed != nil {
		o.timed(act, time.Since(began))
	}
}

// Kept lists the built-in records that were edited here and so were not
// replaced by a newer built-in version.
func (o *Office) Kept() []store.ProgrammeID { return o.kept }

// For is the desk of one caller.
func (o *Office) For(caller keys.Caller) *Desk { return &Desk{office: o, caller: caller} }

// Installer is the desk of whoever holds the data directory: it may see and
// change who has access, and nothing else.
func (o *Office) Installer() *Desk { return &Desk{office: o, installer: true} }

// OnRevoked has fn called, after the commit, for each key that has just lost
// its access: revoked itself, or of a member or partner that was locked.
func (o *Office) OnRevoked(fn func(keys.Fingerprint)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.revoked = append(o.revoked, fn)
}

func (o *Office) tellRevoked(fps ...keys.Fingerprint) {
	o.mu.Lock()
	fns := append([]func(keys.Fingerprint){}, o.revoked...)
	o.mu.Unlock()
	for _, fn := range fns {
		for _, fp := range fps {
			fn(fp)
		}
	}
}

// Latest, in place of the revision of a record, changes the record as it is now,
// whoever changed it before. It is for one who acts without having looked.
const Latest = ^uint64(0)

// Desk is what one caller may do.
type Desk struct {
	office    *Office
	caller    keys.Caller
	installer bool
}

// Who is the caller, as they were when they connected.
func (d *Desk) Who() keys.Caller { return d.caller }

// Today is the civil date on the server's clock.
func (d *Desk) Today() store.Day { return store.DayOf(d.office.now()) }

// look reads, if the caller may do the act.
func (d *Desk) look(ctx context.Context, act keys.Act, fn func(store.Tx) error) error {
	defer d.office.took(act, time.Now())
	if err := d.office.sweepFor(ctx, act); err != nil {
		return d.office.plainly(act, err)
	}
	err := d.office.engine.View(ctx, func(tx store.Tx) error {
		if err := d.may(tx, act); err != nil {
			return err
		}
		return fn(tx)
	})
	return d.office.plainly(act, err)
}

// change writes, if the caller may do the act, and appends the event that fn
// answers: all of it, or nothing. Once it is kept, those whom it concerns are told.
func (d *Desk) change(ctx context.Context, act keys.Act, fn func(store.Tx) (store.Event, error)) error {
	return d.changeAll(ctx, act, func(tx store.Tx) ([]store.Event, error) {
		e, err := fn(tx)
		return []store.Event{e}, err
	})
}

// changeAll is change for several records at once, each with an event of its own.
func (d *Desk) changeAll(ctx context.Context, act keys.Act, fn func(store.Tx) ([]store.Event, error)) error {
	if err := d.office.sweepFor(ctx, act); err != nil {
		return d.office.plainly(act, err)
	}
	var told []telling
	err := d.write(ctx, act, func(tx store.Tx) ([]store.Event, error) {
		told = nil
		events, err := fn(tx)
		for _, e := range events {
			if err == nil {
				var t telling
				t, err = d.telling(tx, act, e)
				told = append(told, t)
			}
		}
		return events, err
	})
	if err == nil {
		d.office.hub.tell(d, told...)
	}
	return err
}

// insists says whether an act has to go on while the disk is full, from the room
// that is kept back for it: what only reads, and is written down; what removes; and
// what says who has access. What adds to the store has to wait.
func insists(act keys.Act) bool {
	switch act {
	case keys.ActClientList, keys.ActClientRead, keys.ActClientErase, keys.ActConsent, keys.ActReferralRead, keys.ActInboxRead,
		keys.ActTrailRead, keys.ActDataPack, keys.ActAccessRead, keys.ActAccessWrite, keys.ActRetentionRead, keys.ActRetentionWrite,
		keys.ActBackup:
		return true
	}
	return false
}

// write is a change of which nobody is told.
func (d *Desk) write(ctx context.Context, act keys.Act, fn func(store.Tx) ([]store.Event, error)) error {
	update := d.office.engine.Update
	if insists(act) {
		update = func(ctx context.Context, fn func(store.Tx) error) error {
			return store.Insist(ctx, d.office.engine, fn)
		}
	}
	err := update(ctx, func(tx store.Tx) error {
		if err := d.may(tx, act); err != nil {
			return err
		}
		events, err := fn(tx)
		if err != nil {
			return err
		}
		for _, e := range events {
			e.At, e.Act = d.office.now(), act
			e.Member, e.Partner, e.Key = d.caller.Member.ID, d.caller.Partner.ID, d.caller.Fingerprint
			if _, err := store.AppendEvent(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	return d.office.plainly(act, err)
}

// read reads as look does, and keeps the event that fn answers before it hands
// out what was read. It reads outside the transaction that writes: a long list
// keeps nobody's change waiting.
func read[R any](ctx context.Context, d *Desk, act keys.Act, fn func(store.Tx) (R, store.Event, error)) (R, error) {
	return readAnd(ctx, d, act, fn, func(store.Tx, R) error { return nil })
}

// readAnd is read that keeps something else with the event: a mark that it was read.
func readAnd[R any](ctx context.Context, d *Desk, act keys.Act, fn func(store.Tx) (R, store.Event, error), and func(store.Tx, R) error) (R, error) {
	var got, none R
	var e store.Event
	err := d.look(ctx, act, func(tx store.Tx) (err error) {
		got, e, err = fn(tx)
		return err
	})
	if err == nil {
		err = d.write(ctx, act, func(tx store.Tx) ([]store.Event, error) { return []store.Event{e}, and(tx, got) })
	}
	if err != nil {
		return none, err
	}
	return got, nil
}

// may asks for the caller as the store has them now, so that a role taken away
// or a key revoked counts at once and not at the next login.
func (d *Desk) may(tx store.Tx, act keys.Act) error {
	if d.installer {
		switch act {
		case keys.ActAccessRead, keys.ActAccessWrite, keys.ActBackup, keys.ActRetentionRead, keys.ActRetentionWrite,
			keys.ActPurposeRead, keys.ActPurposeWrite:
			return nil
		}
		return said(keys.ErrNotAllowed, "The person who installs Signpost may manage access, backups, purposes and how long things are kept, and nothing else.")
	}
	now, err := callerOf(tx, d.caller.Fingerprint)
	if err != nil {
		return err
	}
	if !now.May(act) {
		return said(keys.ErrNotAllowed, "Your roles (%s) do not allow this: %s. Ask your steward.", roleList(now.Member.Roles), act)
	}
	return nil
}

// callerOf reads who holds the key, and refuses one who has lost access.
func callerOf(tx store.Tx, fp keys.Fingerprint) (keys.Caller, error) {
	var c keys.Caller
	key, err := store.Keys.Get(tx, string(fp))
	if errors.Is(err, store.ErrNotFound) {
		return c, said(store.ErrNotFound, "This key is not known here. Ask your steward for an invitation.")
	}
	if err != nil {
		return c, err
	}
	if !key.Revoked.IsZero() {
		return c, said(keys.ErrNotAllowed, "This key was revoked on %s. Ask your steward.", store.DayOf(key.Revoked).Words())
	}
	if c.Member, err = store.Members.Get(tx, string(key.Member)); err != nil {
		return c, err
	}
	if c.Partner, err = store.Partners.Get(tx, string(c.Member.Partner)); err != nil {
		return c, err
	}
	if c.Member.Locked || c.Partner.Locked {
		return c, said(keys.ErrNotAllowed, "Your access is closed. Ask your steward.")
	}
	c.Fingerprint = fp
	return c, nil
}
