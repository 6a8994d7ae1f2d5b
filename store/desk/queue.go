package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

// Queue is what a curator has to look at, the oldest first: fields that members or
// declines question, and records that are past their review. A programme that has
// closed is not due for review: nobody can be referred to it.
func (d *Desk) Queue(ctx context.Context) ([]store.QueueItem, error) {
	var out []store.QueueItem
	err := d.look(ctx, keys.ActProvisionWrite, func(tx store.Tx) error {
		out = []store.QueueItem{}
		all, err := tables(tx)
		if err != nil {
			return err
		}
		for _, p := range d.office.shelf.Load().Programmes() {
			out = append(out, d.due(&p, all)...)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b store.QueueItem) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Line, b.Line))
	})
	return out, err
}

// kept is what is kept about the upkeep of programmes, by programme.
type kept struct {
	marks  map[store.ProgrammeID]store.Marks
	tracks map[store.ProgrammeID]store.Track
	clocks map[store.ProgrammeID]store.Clocks
	open   map[store.ProgrammeID][]store.FieldQuestion
}

func tables(tx store.Tx) (kept, error) {
	k := kept{
		marks: map[store.ProgrammeID]store.Marks{}, tracks: map[store.ProgrammeID]store.Track{},
		clocks: map[store.ProgrammeID]store.Clocks{}, open: map[store.ProgrammeID][]store.FieldQuestion{},
	}
	for m, err := range store.AllMarks.All(tx) {
		if err != nil {
			return k, err
		}
		k.marks[m.Programme] = m
	}
	for t, err := range store.Tracks.All(tx) {
		if err != nil {
			return k, err
		}
		k.tracks[t.Programme] = t
	}
	for d, err := range store.Deliveries.All(tx) {
		if err != nil {
			return k, err
		}
		k.clocks[d.Programme] = d.Clocks
	}
	for q, err := range store.FieldQuestions.From(tx, "open", "") {
		if err != nil {
			return k, err
		}
		k.open[q.Programme] = append(k.open[q.Programme], q)
	}
	return k, nil
}

// due lists what there is to look at in one programme.
func (d *Desk) due(p *store.Programme, all kept) []store.QueueItem {
	var out []store.QueueItem
	marks, track := all.marks[p.ID], all.tracks[p.ID]
	item := func(f store.Field, line string, since store.Day) *store.QueueItem {
		i := slices.IndexFunc(out, func(it store.QueueItem) bool { return it.Field == f && it.Line == line })
		if i < 0 {
			i = len(out)
			out = append(out, store.QueueItem{
				Programme: p.ID, Name: p.Name, Rev: p.Rev, Field: f, Line: line, Since: since,
				Questions: []store.FieldQuestion{}, Patterns: []store.Pattern{},
				Assured: max(assured(p, &marks), marks.Latest(f, line).Assured),
			})
		}
		out[i].Since = min(out[i].Since, since)
		return &out[i]
	}
	asked := all.open[p.ID]
	slices.SortFunc(asked, func(a, b store.FieldQuestion) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	for _, q := range asked {
		it := item(q.Field, q.Line, store.DayOf(q.At.In(d.Now().Location())))
		it.Questions = append(it.Questions, q)
	}
	settled := func(f store.Field, line string) time.Time { return marks.Latest(f, line).At }
	for _, pattern := range track.Patterns(d.Today(), settled) {
		if pattern.Line != "" && !hasLine(p, d.Today(), pattern.Line) { // the rule is another one by now
			continue
		}
		it := item(pattern.Field, pattern.Line, pattern.Since)
		it.Patterns = append(it.Patterns, pattern)
	}
	until := assured(p, &marks) + store.Day(all.clocks[p.ID].Filled().Review)
	if over := int(d.Today() - until); over > 0 && p.Dates.Open(d.Today()) != store.No {
		item(store.WholeRecord, "", until).Overdue = over
	}
	return out
}

// Assure says that a field of a programme, a line of its rule or the whole record
// was looked at today and is right, at the revision that was looked at; desk.Latest
// for as it is now. The questions about it that were seen are answered by that.
// The record itself stays as it is, and is no more edited here than before.
func (d *Desk) Assure(ctx context.Context, a store.Assurance) (store.Upkeep, error) {
	var out store.Upkeep
	err := d.change(ctx, keys.ActProvisionWrite, func(tx store.Tx) (store.Event, error) {
		p, err := d.programme(a.Programme)
		if err != nil {
			return store.Event{}, err
		}
		if err := d.assurable(tx, p, &a); err != nil {
			return store.Event{}, err
		}
		mark := store.Mark{
			Field: a.Field, Line: a.Line, Assured: d.Today(), At: d.office.now(), By: d.caller.Member.ID, How: "a curator checked it",
		}
		if err := setMark(tx, p.ID, mark); err != nil {
			return store.Event{}, err
		}
		fields := []string{cmp.Or(string(a.Field), "record")}
		for _, id := range a.Seen {
			q, err := d.question(tx, id)
			if err != nil {
				return store.Event{}, err
			}
			if q.Programme != p.ID || q.Field != a.Field || q.Line != a.Line && a.Line != "" || !q.Open() {
				continue
			}
			if q, err = d.answer(tx, q, "Checked, and still right."); err != nil {
				return store.Event{}, err
			}
			fields = append(fields, "question "+string(q.ID))
		}
		out, err = d.upkeep(tx, p)
		return store.Event{Verb: "checked", Subject: "programme " + string(p.ID), Fields: fields}, err
	})
	return out, err
}

// assurable refuses what nobody can have looked at.
func (d *Desk) assurable(tx store.Tx, p *store.Programme, a *store.Assurance) error {
	if a.Field != store.WholeRecord && !slices.Contains(store.Fields(), a.Field) {
		return wrong("field", "Enter one of: %s.", fieldList())
	}
	now, err := store.Catalogue.Get(tx, string(p.ID))
	if err != nil {
		return err
	}
	if a.Rev != Latest && a.Rev != now.Rev {
		cause := &store.Conflict{Table: "programme", ID: string(p.ID), Had: a.Rev, Now: now.Rev}
		return said(cause, "The record of %s was changed since you looked at it. Nothing was saved: look at it again first.", p.Name)
	}
	if a.Line == "" {
		return nil
	}
	if a.Field == store.FieldRule && hasLine(p, d.Today(), a.Line) {
		return nil
	}
	open, err := openQuestions(tx, p.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(open, func(q store.FieldQuestion) bool { return q.Field == a.Field && q.Line == a.Line }) {
		return nil
	}
	return wrong("rule", "The rule of %s has no such line today.", p.Name)
}

// hasLine says whether the rule read out on the day has the line.
func hasLine(p *store.Programme, day store.Day, line string) bool {
	return slices.ContainsFunc(match.RuleLines(p, day), func(l match.Line) bool { return l.Text == line })
}

// setMark keeps that a field was found right.
func setMark(tx store.Tx, id store.ProgrammeID, mark store.Mark) error {
	marks, err := orNone(store.AllMarks.Get(tx, string(id)))
	if err != nil {
		return err
	}
	marks.Programme = id
	marks.Set(mark)
	_, err = store.AllMarks.Put(tx, marks)
	return err
}
