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
var errMoved error = inner("the client was changed meanwhile")

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
		if err == nil {
			err = d.excused(tx, &c)
		}
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
	ends := d.ends(a)
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
		if err := d.mark(tx, a, ends); err != nil {
			return store.Event{}, err
		}
		return store.Event{Verb: "triaged", Subject: subject(c.Ref)}, d.unmet(tx, a)
	})
	return a, err
}

// How far a triage looks ahead for what time alone ends, in days, and how many of
// those it marks.
const (
	endsWithin = 366
	maxEnds    = 24
)

// ends lists what helps the client and time alone ends, the soonest first.
func (d *Desk) ends(a store.Assessment) []store.LastDay {
	helps := slices.DeleteFunc(slices.Clone(a.Answer.Results), func(r store.Result) bool { return len(r.Helps) == 0 })
	ends := d.office.shelf.Load().match.Until(a.Facts, helps, a.Answer.AsOf, endsWithin)
	ends = slices.DeleteFunc(ends, func(e store.LastDay) bool { return e.Last < d.Today() })
	return ends[:min(len(ends), maxEnds)]
}

// mark keeps what lists need of the latest assessment. A near miss as of a day
// gone by may have come true before it was looked at, which is no news.
func (d *Desk) mark(tx store.Tx, a store.Assessment, ends []store.LastDay) error {
	t, err := store.Triages.Get(tx, string(a.Client))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	t.Client, t.Partner, t.At, t.Assessment, t.Near, t.Ends = a.Client, a.Partner, a.At, a.ID, nil, ends
	for _, r := range a.Answer.Results {
		if r.Standing == store.NearMiss && r.When > d.Today() {
			t.Near = append(t.Near, store.NearDay{Programme: r.ID, Name: r.Name, When: r.When})
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
		c, err := d.opened(tx, ref)
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

// Assessment returns one kept assessment with its answer. Screens show what its
// facts say of health when it is asked for: AssessmentHealth.
func (d *Desk) Assessment(ctx context.Context, id store.AssessmentID) (store.Assessment, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Assessment, store.Event, error) {
		a, err := d.assessment(tx, id)
		if err != nil {
			return a, store.Event{}, err
		}
		a, err = store.GetAssessment(tx, id)
		return a, store.Event{Verb: "opened", Subject: subject(a.Client), Fields: []string{"assessment"}}, err
	})
}

// AssessmentHealth is what the facts of a kept assessment say of health. Who has
// asked for it stands in the trail.
func (d *Desk) AssessmentHealth(ctx context.Context, id store.AssessmentID) (store.Facts, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.Facts, store.Event, error) {
		a, err := d.assessment(tx, id)
		if err != nil {
			return nil, store.Event{}, err
		}
		facts, fields := healthOf(a.Facts)
		return facts, store.Event{Verb: "looked at", Subject: subject(a.Client), Fields: fields}, nil
	})
}

// assessment is one of a client of the partner, without its answer.
func (d *Desk) assessment(tx store.Tx, id store.AssessmentID) (store.Assessment, error) {
	a, err := store.Assessments.Get(tx, string(id))
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Partner != d.caller.Partner.ID {
		return a, said(store.ErrNotFound, "There is no assessment %q in your caseload.", id)
	}
	if err != nil {
		return a, err
	}
	_, err = d.opened(tx, a.Client)
	return a, err
}
