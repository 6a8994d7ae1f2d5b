package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"signpost/keys"
	"signpost/store"
)

// The longest texts that are kept, in characters.
const (
	maxName  = 60
	maxNames = 3
	maxNote  = 1000
	maxWhy   = 500
)

func subject(ref store.ClientRef) string { return "client " + string(ref) }

// client reads a client of the caller's own partner. One of another partner is
// not found, rather than forbidden: whether a reference exists is itself told
// to nobody.
func (d *Desk) client(tx store.Tx, ref store.ClientRef) (store.Client, error) {
	none := said(store.ErrNotFound, "There is no client %q in your caseload. Check the reference: three characters, a hyphen, three characters.", ref)
	tidy, ok := store.TidyRef(string(ref))
	if !ok {
		return store.Client{}, none
	}
	c, err := store.Clients.Get(tx, tidy)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.Partner != d.caller.Partner.ID {
		return store.Client{}, none
	}
	return c, err
}

// openClient is client, of one that is not closed.
func (d *Desk) openClient(tx store.Tx, ref store.ClientRef) (store.Client, error) {
	c, err := d.client(tx, ref)
	if err == nil && !c.Closed.IsZero() {
		err = said(store.ErrConflict, "Client %s was closed on %s: open the client again first.", c.Ref, store.DayOf(c.Closed).Words())
	}
	return c, err
}

// Clients lists the partner's clients by given name, those that are closed only
// when asked for. It reads and hands out no facts.
func (d *Desk) Clients(ctx context.Context, closed bool) ([]store.Card, error) {
	return read(ctx, d, keys.ActClientList, func(tx store.Tx) ([]store.Card, store.Event, error) {
		var all []store.Card
		if err := collect(store.Cards.By(tx, "partner", string(d.caller.Partner.ID)), &all); err != nil {
			return nil, store.Event{}, err
		}
		all = slices.DeleteFunc(all, func(c store.Card) bool { return !closed && !c.Closed.IsZero() })
		open := map[store.ClientRef]int{}
		for slip, err := range store.Slips.By(tx, "live", string(d.caller.Partner.ID)) {
			if err != nil {
				return nil, store.Event{}, err
			}
			open[slip.Client]++
		}
		for i := range all {
			all[i].Referrals = open[all[i].Ref]
		}
		slices.SortFunc(all, func(a, b store.Card) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.GivenName), strings.ToLower(b.GivenName)), cmp.Compare(a.Ref, b.Ref))
		})
		return all, store.Event{Verb: "listed", Subject: "caseload"}, nil
	})
}

// Client opens one client of the partner.
func (d *Desk) Client(ctx context.Context, ref store.ClientRef) (store.Client, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Client, store.Event, error) {
		c, err := d.opened(tx, ref)
		return c, store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"given_name", "facts"}}, err
	})
}

// Health is what is known of a client's health. Screens show it when it is asked
// for, and who has asked stands in the trail.
func (d *Desk) Health(ctx context.Context, ref store.ClientRef) (store.Facts, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Facts, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return nil, store.Event{}, err
		}
		facts, fields := healthOf(c.Facts)
		return facts, store.Event{Verb: "looked at", Subject: subject(c.Ref), Fields: fields}, nil
	})
}

// healthOf is those of the facts that are of health, and their names.
func healthOf(facts store.Facts) (store.Facts, []string) {
	health, names := store.Facts{}, []string{}
	for _, f := range store.AllFacts() {
		if v, ok := facts[f]; ok && f.Health() {
			health[f] = v
			names = append(names, f.String())
		}
	}
	return health, names
}

// AddClient records a new client of the partner, kept by the caller, with what
// is known already, and how they were told what is kept and why. The given name is
// 1 to 60 characters.
func (d *Desk) AddClient(ctx context.Context, name string, ch store.Changes, source store.FactSource, told store.Told) (store.Client, error) {
	var c store.Client
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		name, err := givenName(name)
		if err != nil {
			return store.Event{}, err
		}
		told, err := d.told(told)
		if err != nil {
			return store.Event{}, err
		}
		ref, err := store.NewClientRef(tx)
		if err != nil {
			return store.Event{}, err
		}
		c = store.Client{
			Ref: ref, Partner: d.caller.Partner.ID, Coach: d.caller.Member.ID,
			GivenName: name, Told: told, Added: d.office.now(),
		}
		if err := d.learn(&c, ch, source); err != nil {
			return store.Event{}, err
		}
		c, err = d.keep(tx, c)
		return store.Event{Verb: "added", Subject: subject(c.Ref), Fields: append([]string{"given_name", "told"}, names(ch)...)}, err
	})
	return c, err
}

// SetFacts changes what is known of a client at revision rev, and answers all that
// is: of one whom a colleague keeps it asks why, as opening does. When somebody
// else changed the client since, nothing is kept and the error is
// store.ErrConflict; open the client again to see both.
func (d *Desk) SetFacts(ctx context.Context, ref store.ClientRef, rev uint64, ch store.Changes, source store.FactSource) (store.Client, error) {
	return d.amend(ctx, ref, rev, "changed", names(ch), func(_ store.Tx, c *store.Client) error {
		return d.learn(c, ch, source)
	})
}

// givenName takes what a client is called: a name, and not an address or a
// number that would tell more than the work needs.
func givenName(typed string) (string, error) {
	name, err := entered("given name", typed, maxName, false, true)
	if err != nil {
		return "", err
	}
	if strings.ContainsFunc(name, unicode.IsDigit) || len(strings.Fields(name)) > maxNames {
		return "", wrong("given name", "Enter what the client is called, in letters and at most %d words. No address, telephone number or other number.", maxNames)
	}
	return name, nil
}

// RenameClient changes the given name of a client at revision rev.
func (d *Desk) RenameClient(ctx context.Context, ref store.ClientRef, rev uint64, name string) (store.Client, error) {
	return d.amend(ctx, ref, rev, "changed", []string{"given_name"}, func(_ store.Tx, c *store.Client) error {
		name, err := givenName(name)
		c.GivenName = name
		return err
	})
}

// CloseClient closes a client at revision rev, and says why. While a referral or a
// promise of theirs is open nothing is closed and the error names them, unless
// leaveOpen: they then go on, and what comes of them reaches the coach's diary.
func (d *Desk) CloseClient(ctx context.Context, ref store.ClientRef, rev uint64, why string, leaveOpen bool) (store.Client, error) {
	return d.amend(ctx, ref, rev, "closed", []string{"closed"}, func(tx store.Tx, c *store.Client) error {
		if !c.Closed.IsZero() {
			return said(store.ErrConflict, "Client %s was closed on %s already.", c.Ref, store.DayOf(c.Closed).Words())
		}
		why, err := entered("reason for closing", why, maxWhy, false, true)
		if err != nil {
			return err
		}
		c.Closed, c.ClosedWhy = d.office.now(), why
		if leaveOpen {
			return nil
		}
		return nothingOpen(tx, c.Ref)
	})
}

// nothingOpen refuses where a referral or a promise of the client is open, and
// names each.
func nothingOpen(tx store.Tx, ref store.ClientRef) error {
	var referrals []store.Referral
	var promises []store.FollowUp
	if err := collect(store.Referrals.By(tx, "client", string(ref)), &referrals); err != nil {
		return err
	}
	if err := collect(store.FollowUps.By(tx, "client", string(ref)), &promises); err != nil {
		return err
	}
	var open []string
	for i := range referrals {
		if r := &referrals[i]; !r.State.Closed() {
			open = append(open, fmt.Sprintf("Referral %s to %s: %s", r.ID, r.Packet.Name, stateWords(r.State)))
		}
	}
	for i := range promises {
		if f := &promises[i]; f.Done.IsZero() {
			open = append(open, fmt.Sprintf("Promised by %s (%s): %s", f.Due.Words(), f.ID, f.Text))
		}
	}
	if len(open) == 0 {
		return nil
	}
	return said(store.ErrConflict, "Client %s was not closed. Open still:\n%s\nEnd these first or, to close the client and leave them open: client close %s --leave-open",
		ref, strings.Join(open, "\n"), ref)
}

// ReopenClient opens a closed client again.
func (d *Desk) ReopenClient(ctx context.Context, ref store.ClientRef, rev uint64) (store.Client, error) {
	return d.amend(ctx, ref, rev, "reopened", []string{"closed"}, func(_ store.Tx, c *store.Client) error {
		if c.Closed.IsZero() {
			return said(store.ErrConflict, "Client %s is open already.", c.Ref)
		}
		c.Closed, c.ClosedWhy = time.Time{}, ""
		return nil
	})
}

// amend changes one client at a revision, and asks why as opening does.
func (d *Desk) amend(ctx context.Context, ref store.ClientRef, rev uint64, verb string, fields []string, fn func(store.Tx, *store.Client) error) (store.Client, error) {
	var c store.Client
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if c, err = d.client(tx, ref); err == nil {
			err = d.excusedAnywhere(tx, &c)
		}
		if err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != c.Rev {
			return store.Event{}, d.clash(tx, c, rev)
		}
		was := c
		if err := fn(tx, &c); err != nil {
			return store.Event{}, err
		}
		if c, err = d.keep(tx, c); err == nil {
			err = d.corrected(tx, &was, &c)
		}
		return store.Event{Verb: verb, Subject: subject(c.Ref), Fields: fields}, err
	})
	return c, err
}

func (d *Desk) keep(tx store.Tx, c store.Client) (store.Client, error) {
	c.Changed, c.ChangedBy = d.office.now(), d.caller.Member.ID
	return store.Clients.Put(tx, c)
}

// clash says who changed the client in the meantime, and when.
func (d *Desk) clash(tx store.Tx, c store.Client, rev uint64) error {
	cause := &store.Conflict{Table: "client", ID: string(c.Ref), Had: rev, Now: c.Rev}
	return said(cause, "Client %s was changed by %s at %s. Nothing of yours was saved yet: look at their version first.",
		c.Ref, d.memberName(tx, c.ChangedBy), c.Changed.Format("15:04 on 2 January"))
}

// learn puts the changes into the client's facts, each with where it came from.
func (d *Desk) learn(c *store.Client, ch store.Changes, source store.FactSource) error {
	if source == "" {
		source = store.ClientSaid
	}
	if !slices.Contains(store.FactSources(), source) {
		return wrong("source", "Enter one of: client-said, document-seen, partner-record.")
	}
	facts, err := d.moved(c.Facts, &ch)
	if err != nil {
		return err
	}
	if err := d.checkFacts(facts, d.Today()); err != nil {
		return err
	}
	was := c.Known
	c.Known = make(map[store.Fact]store.Known, len(facts))
	for f := range facts {
		k, ok := was[f]
		if !ok && f == store.District {
			k, ok = was[store.Postcode] // which it was worked out from
		}
		if _, set := ch.Set[f]; set || !ok {
			k = store.Known{Source: source, By: d.caller.Member.ID, On: d.Today()}
		}
		c.Known[f] = k
	}
	c.Facts, c.FactsAt = facts, d.office.now()
	return nil
}

func names(ch store.Changes) []string {
	var out []string
	for _, f := range store.AllFacts() {
		if _, ok := ch.Set[f]; ok || slices.Contains(ch.Forget, f) {
			out = append(out, f.String())
		}
	}
	return out
}

// Names gives the names of the members of the caller's own partner, for showing
// who did what; of every partner's to whoever manages access.
func (d *Desk) Names(ctx context.Context) (map[keys.MemberID]string, error) {
	var out map[keys.MemberID]string
	err := d.look(ctx, keys.ActWhoami, func(tx store.Tx) error {
		out = map[keys.MemberID]string{}
		members := store.Members.By(tx, "partner", string(d.caller.Partner.ID))
		if d.installer || d.may(tx, keys.ActAccessRead) == nil {
			members = store.Members.All(tx)
		}
		for m, err := range members {
			if err != nil {
				return err
			}
			out[m.ID] = m.Name
		}
		return nil
	})
	return out, err
}
