package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// mostForecast is how many days a forecast may look ahead.
const mostForecast = 3653

// Retention is how long a partner keeps what it keeps: the caller's own, where none
// is named.
func (d *Desk) Retention(ctx context.Context, p keys.PartnerID) (store.Retention, error) {
	var r store.Retention
	err := d.look(ctx, keys.ActRetentionRead, func(tx store.Tx) error {
		p, err := d.keeping(tx, p)
		if err == nil {
			r, err = retentionOf(tx, p)
		}
		return err
	})
	return r, err
}

// keeping is the partner whose times are meant.
func (d *Desk) keeping(tx store.Tx, p keys.PartnerID) (keys.PartnerID, error) {
	p = cmp.Or(p, d.caller.Partner.ID)
	if p == "" {
		return "", wrong("partner", "Enter the partner whose times are meant.")
	}
	if _, err := store.Partners.Get(tx, string(p)); errors.Is(err, store.ErrNotFound) {
		return "", said(store.ErrNotFound, "There is no partner %q.", p)
	} else if err != nil {
		return "", err
	}
	return p, nil
}

// SetRetention sets one of store.RetentionSettings for a partner, the caller's own
// where none is named, at revision rev of its times: a number in the setting's unit,
// 0 for the usual one. What is out of its time by it goes no sooner than announced.
func (d *Desk) SetRetention(ctx context.Context, p keys.PartnerID, rev uint64, name string, n int) (store.Retention, error) {
	var r store.Retention
	err := d.change(ctx, keys.ActRetentionWrite, func(tx store.Tx) (store.Event, error) {
		p, err := d.keeping(tx, p)
		if err != nil {
			return store.Event{}, err
		}
		s, ok := store.RetentionSettingNamed(strings.ToLower(strings.TrimSpace(name)))
		if !ok {
			return store.Event{}, wrong("name", "Enter one of: %s.", strings.Join(retentionNames(), ", "))
		}
		if n != 0 && (n < s.Least || n > s.Most) {
			return store.Event{}, wrong(s.Name, "Enter a number of %ss from %d to %d, or usual, which is %d.", s.Unit, s.Least, s.Most, s.Usual)
		}
		if r, err = retentionOf(tx, p); err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != r.Rev {
			cause := &store.Conflict{Table: "retention", ID: string(p), Had: rev, Now: r.Rev}
			return store.Event{}, said(cause, "How long this partner keeps things was changed by somebody else on %s. Nothing was changed by this: look at it again first.",
				store.DayOf(r.Changed).Words())
		}
		r.Times = maps.Clone(r.Times)
		if r.Times == nil {
			r.Times = map[string]int{}
		}
		if r.Times[s.Name] = n; n == 0 {
			delete(r.Times, s.Name)
		}
		r.Changed, r.By = d.office.now(), d.caller.Member.ID
		r, err = store.Retentions.Put(tx, r)
		return store.Event{Verb: "changed how long is kept", Subject: "partner " + string(p), Fields: []string{s.Name + " to " + r.Words(s)}}, err
	})
	return r, err
}

func retentionNames() []string {
	var out []string
	for _, s := range store.RetentionSettings() {
		out = append(out, s.Name)
	}
	return out
}

// Forecast is what goes within so many days, of one partner or, where none is named,
// of all: by pseudonym and day, without a name. It is announced, or will be; what
// somebody opens, changes or keeps meanwhile does not go.
func (d *Desk) Forecast(ctx context.Context, p keys.PartnerID, days int) (store.Forecast, error) {
	return read(ctx, d, keys.ActRetentionRead, func(tx store.Tx) (store.Forecast, store.Event, error) {
		var f store.Forecast
		if days < 0 || days > mostForecast {
			return f, store.Event{}, wrong("days", "Enter a number of days from 0 to %d.", mostForecast)
		}
		if p != "" {
			if _, err := d.keeping(tx, p); err != nil {
				return f, store.Event{}, err
			}
		}
		f, err := d.forecast(tx, p, store.Day(days))
		return f, store.Event{Verb: "listed", Subject: purgeSubject}, err
	})
}

func (d *Desk) forecast(tx store.Tx, p keys.PartnerID, days store.Day) (store.Forecast, error) {
	k := d.office.clerk(tx)
	f := store.Forecast{Until: k.today + days, Rows: []store.Removal{}}
	var err error
	if f.Purge, err = purgeOf(tx); err != nil {
		return f, err
	}
	k.ahead = max(days, 1)
	var soon []store.Removal
	if err := k.all(func(r store.Removal) { soon = append(soon, r) }); err != nil {
		return f, err
	}
	for _, r := range soon {
		if p != "" && r.Partner != p {
			continue
		}
		times, err := k.of(r.Partner)
		if err != nil {
			return f, err
		}
		was, err := store.Removals.Get(tx, store.RemovalID(r.Class, r.Record))
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && (was.Announced < f.Purge.Anew || was.Announced > k.today):
			r.Goes = max(r.Due, k.today+times.Notice())
		case err != nil:
			return f, err
		default:
			r.Announced, r.Runs, r.Seen, r.Begun = was.Announced, was.Runs, was.Seen, was.Begun
			r.Goes = max(r.Due, r.Announced+times.Notice())
		}
		if r.Goes <= f.Until {
			f.Rows = append(f.Rows, r)
		}
	}
	slices.SortFunc(f.Rows, func(a, b store.Removal) int {
		return cmp.Or(cmp.Compare(a.Goes, b.Goes), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Record, b.Record))
	})
	return f, nil
}

// Purge is how far the purge of the whole server has come, and whether it is on hold.
func (d *Desk) Purge(ctx context.Context) (store.Purge, error) {
	var p store.Purge
	err := d.look(ctx, keys.ActRetentionRead, func(tx store.Tx) (err error) {
		p, err = purgeOf(tx)
		return err
	})
	return p, err
}

// HoldPurge has nothing announced and nothing removed, of any partner, until
// somebody goes on with it.
func (d *Desk) HoldPurge(ctx context.Context) (store.Purge, error) {
	return d.steerPurge(ctx, "put on hold", func(p *store.Purge) error {
		if p.Hold != nil {
			return said(store.ErrConflict, "It is on hold already. %s", p.Held())
		}
		p.Hold = &store.Hold{Why: store.HoldSteward, At: d.office.now(), Last: p.Last}
		return nil
	})
}

// ResumePurge goes on with the purge after a hold, and says with it that the clock is
// right. All is announced anew: nothing goes before the notice is over.
func (d *Desk) ResumePurge(ctx context.Context) (store.Purge, error) {
	return d.steerPurge(ctx, "gone on with", func(p *store.Purge) error {
		if p.Hold == nil {
			return said(store.ErrConflict, "It is not on hold: what is out of its time is announced and removed each night.")
		}
		p.Hold, p.Anew, p.Last = nil, d.Today(), d.Today()-1
		return nil
	})
}

func (d *Desk) steerPurge(ctx context.Context, verb string, fn func(*store.Purge) error) (store.Purge, error) {
	var p store.Purge
	err := d.change(ctx, keys.ActRetentionWrite, func(tx store.Tx) (store.Event, error) {
		j, err := store.DoubtClock(tx, d.office.now())
		if err == nil && j.Doubted() {
			err = said(store.ErrConflict, "Nothing is removed while the clock is doubted. %s", j)
		}
		if err != nil {
			return store.Event{}, err
		}
		if p, err = purgeOf(tx); err == nil {
			err = fn(&p)
		}
		if err != nil {
			return store.Event{}, err
		}
		p, err = store.Purges.Put(tx, p)
		return store.Event{Verb: verb, Subject: purgeSubject}, err
	})
	if err == nil {
		d.office.purged.Store(0)
	}
	return p, err
}

// KeepClient puts off the removal of a client's record, which is announced, by
// store.KeepMonths from today: once, and why is one of store.KeepWhys.
func (d *Desk) KeepClient(ctx context.Context, ref store.ClientRef, why string) (store.Keeping, error) {
	var kept store.Keeping
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return store.Event{}, err
		}
		if codes := store.WhyCodes(store.KeepWhys()); !slices.Contains(codes, why) {
			return store.Event{}, wrong("why", "Enter why the record is kept for longer, one of: %s.", strings.Join(codes, ", "))
		}
		r, err := announcedOf(tx, c.Ref)
		if errors.Is(err, store.ErrNotFound) {
			return store.Event{}, said(store.ErrConflict, "The record of client %s is not announced to go: there is nothing to put off.", c.Ref)
		}
		if err != nil {
			return store.Event{}, err
		}
		if r.Begun {
			return store.Event{}, said(store.ErrConflict, "The record of client %s is being removed: a part of it is gone. It cannot be kept any more.", c.Ref)
		}
		kept, err = store.Keepings.Get(tx, string(c.Ref))
		switch {
		case err == nil && kept.From == r.From:
			work := "add a note"
			if r.Class == store.ClosedClient {
				work = "client reopen " + string(c.Ref)
			}
			return store.Event{}, said(store.ErrConflict, "The record of client %s was kept once already, until %s. To keep it for longer, work with the client again: %s.",
				c.Ref, kept.Until.Words(), work)
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return store.Event{}, err
		}
		kept = store.Keeping{
			Client: c.Ref, Rev: kept.Rev, From: r.From, Until: d.Today().AddMonths(store.KeepMonths), Why: why,
			By: d.caller.Member.ID, At: d.office.now(),
		}
		if err := store.Removals.Delete(tx, store.RemovalID(r.Class, r.Record), r.Rev); err != nil {
			return store.Event{}, err
		}
		kept, err = store.Keepings.Put(tx, kept)
		return store.Event{Verb: "kept", Subject: subject(c.Ref), Fields: []string{"why " + why, "until " + kept.Until.String()}}, err
	})
	return kept, err
}

// Announced is when the record of a client of the partner is announced to go, and
// why; the zero Removal where it is not, or where removing is on hold.
func (d *Desk) Announced(ctx context.Context, ref store.ClientRef) (store.Removal, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Removal, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return store.Removal{}, store.Event{}, err
		}
		e := store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"when it goes"}}
		p, err := purgeOf(tx)
		if err != nil || p.Hold != nil {
			return store.Removal{}, e, err
		}
		r, err := announcedOf(tx, c.Ref)
		if errors.Is(err, store.ErrNotFound) {
			return store.Removal{}, e, nil
		}
		return r, e, err
	})
}

// announcedOf is the removal of a client's record that is announced.
func announcedOf(tx store.Tx, ref store.ClientRef) (store.Removal, error) {
	for _, class := range []store.RetentionClass{store.ClosedClient, store.QuietClient} {
		r, err := store.Removals.Get(tx, store.RemovalID(class, string(ref)))
		if !errors.Is(err, store.ErrNotFound) {
			return r, err
		}
	}
	return store.Removal{}, store.ErrNotFound
}
