package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// errMoved says that the client was changed while the match was made.
var errMoved = errors.New("the client was changed meanwhile")

// Triage matches a kept client against every programme on the day and keeps the
// answer as it is shown. Everybody's changes wait for one another but not for a
// match: it is made before, and made again where the client has changed since.
func (d *Desk) Triage(ctx context.Context, ref store.ClientRef, day store.Day) (store.Assessment, error) {
	for {
		a, err := d.triage(ctx, ref, day)
		switch {
		case err == nil:
			return a, nil
		case !errors.Is(err, errMoved):
			return store.Assessment{}, err
		}
	}
}

func (d *Desk) triage(ctx context.Context, ref store.ClientRef, day store.Day) (store.Assessment, error) {
	var a store.Assessment
	var rev uint64
	err := d.look(ctx, keys.ActTriage, func(tx store.Tx) error {
		c, err := d.openClient(tx, ref)
		rev = c.Rev
		a = store.Assessment{Client: c.Ref, Partner: c.Partner, By: d.caller.Member.ID, Facts: d.settled(c.Facts)}
		return err
	})
	if err != nil {
		return a, err
	}
	if born, ok := a.Facts[store.BirthDate]; ok && born.Day > day {
		return a, wrong("day", "Enter a day on or after the client's date of birth.")
	}
	if a.Answer, err = d.office.shelf.Load().match.Answer(a.Facts, day); err != nil {
		return a, err
	}
	packed, err := store.PackAnswer(a.Answer)
	if err != nil {
		return a, err
	}
	err = d.change(ctx, keys.ActTriage, func(tx store.Tx) (store.Event, error) {
		c, err := d.openClient(tx, a.Client)
		if err != nil {
			return store.Event{}, err
		}
		if c.Rev != rev {
			return store.Event{}, errMoved
		}
		id, err := store.Assessments.NewID(tx, "A-")
		if err != nil {
			return store.Event{}, err
		}
		a.ID, a.Rev, a.At = store.AssessmentID(id), 0, d.office.now()
		if a, err = store.PutAssessment(tx, a, packed); err != nil {
			return store.Event{}, err
		}
		if err := d.mark(tx, a); err != nil {
			return store.Event{}, err
		}
		return store.Event{Verb: "triaged", Subject: subject(c.Ref)}, d.unmet(tx, a)
	})
	return a, err
}

// mark keeps what lists need of the latest assessment. A near miss as of a day
// gone by may have come true before it was looked at, which is no news.
func (d *Desk) mark(tx store.Tx, a store.Assessment) error {
	t, err := store.Triages.Get(tx, string(a.Client))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	t.Client, t.Partner, t.At, t.Assessment, t.Near = a.Client, a.Partner, a.At, a.ID, nil
	for _, r := range a.Answer.Results {
		if r.Standing == store.NearMiss && r.When > d.Today() {
			t.Near = append(t.Near, store.NearDay{Client: a.Client, Programme: r.ID, Name: r.Name, When: r.When})
		}
	}
	_, err = store.Triages.Put(tx, t)
	return err
}

// Assessments lists the kept assessments of a client, the newest first, without
// their answers.
func (d *Desk) Assessments(ctx context.Context, ref store.ClientRef) ([]store.Assessment, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) ([]store.Assessment, store.Event, error) {
		var all []store.Assessment
		c, err := d.client(tx, ref)
		if err != nil {
			return nil, store.Event{}, err
		}
		if err := collect(store.Assessments.By(tx, "client", string(c.Ref)), &all); err != nil {
			return nil, store.Event{}, err
		}
		slices.SortFunc(all, func(a, b store.Assessment) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
		return all, store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"assessments"}}, nil
	})
}

// Assessment returns one kept assessment with its answer.
func (d *Desk) Assessment(ctx context.Context, id store.AssessmentID) (store.Assessment, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Assessment, store.Event, error) {
		a, err := store.Assessments.Get(tx, string(id))
		if errors.Is(err, store.ErrNotFound) || err == nil && a.Partner != d.caller.Partner.ID {
			return a, store.Event{}, said(store.ErrNotFound, "There is no assessment %q in your caseload.", id)
		}
		if err != nil {
			return a, store.Event{}, err
		}
		a, err = store.GetAssessment(tx, id)
		return a, store.Event{Verb: "opened", Subject: subject(a.Client), Fields: []string{"assessment"}}, err
	})
}

// Waiting is what waits for the caller today.
func (d *Desk) Waiting(ctx context.Context) (store.Waiting, error) {
	return read(ctx, d, keys.ActClientList, func(tx store.Tx) (store.Waiting, store.Event, error) {
		var w store.Waiting
		clients, err := d.clients(tx)
		if err != nil {
			return w, store.Event{}, err
		}
		marks := map[store.ClientRef]store.Triage{}
		for t, err := range store.Triages.By(tx, "partner", string(d.caller.Partner.ID)) {
			if err != nil {
				return w, store.Event{}, err
			}
			marks[t.Client] = t
		}
		d.fillClients(&w, clients, marks)
		for r, err := range store.ReferralRows(tx, "partner", string(d.caller.Partner.ID)) {
			switch {
			case err != nil:
				return w, store.Event{}, err
			case r.By != d.caller.Member.ID:
			case r.State == store.Draft:
				w.Drafts = append(w.Drafts, r)
			case r.State.Unanswered():
				w.Unanswered = append(w.Unanswered, r)
			}
		}
		slices.SortFunc(w.Unanswered, func(a, b store.Referral) int { return a.Sent.Compare(b.Sent) })
		return w, store.Event{Verb: "listed", Subject: "waiting"}, nil
	})
}

func (d *Desk) fillClients(w *store.Waiting, clients []store.Client, marks map[store.ClientRef]store.Triage) {
	for _, c := range clients {
		if !c.Closed.IsZero() || c.Coach != d.caller.Member.ID {
			continue
		}
		t, ok := marks[c.Ref]
		if !ok || c.FactsAt.After(t.At) {
			w.Untriaged = append(w.Untriaged, c)
		}
		for _, n := range t.Near {
			if n.When <= d.Today() {
				n.GivenName = c.GivenName
				w.CameTrue = append(w.CameTrue, n)
			}
		}
	}
	slices.SortFunc(w.Untriaged, func(a, b store.Client) int { return cmp.Or(a.FactsAt.Compare(b.FactsAt), cmp.Compare(a.Ref, b.Ref)) })
	slices.SortFunc(w.CameTrue, func(a, b store.NearDay) int { return cmp.Or(cmp.Compare(a.When, b.When), cmp.Compare(a.Name, b.Name)) })
}
