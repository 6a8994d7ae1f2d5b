package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

const (
	maxQuestion = 200
	// maxOpen is how many questions of members about one programme may wait.
	maxOpen = 50
	// maxOwn is how many of them may be one member's, so that none is in the way
	// of the others.
	maxOwn = 10
	// answeredFor is for how many days an answer is shown with the programme.
	answeredFor = 90
)

// Upkeep is how far the record of a programme can be relied on today: when it and
// its fields were last found right, what is questioned, and what it has shown of
// itself in referrals from here. Members of other partners are not named, nor who
// checked or answered.
func (d *Desk) Upkeep(ctx context.Context, id store.ProgrammeID) (store.Upkeep, error) {
	var out store.Upkeep
	err := d.look(ctx, keys.ActFind, func(tx store.Tx) error {
		p, err := d.programme(id)
		if err != nil {
			return err
		}
		out, err = d.upkeep(tx, p)
		return err
	})
	return out, err
}

func (d *Desk) upkeep(tx store.Tx, p *store.Programme) (store.Upkeep, error) {
	none := store.Upkeep{}
	marks, err := orNone(store.AllMarks.Get(tx, string(p.ID)))
	if err != nil {
		return none, err
	}
	track, err := orNone(store.Tracks.Get(tx, string(p.ID)))
	if err != nil {
		return none, err
	}
	delivery, err := orNone(store.Deliveries.Get(tx, string(p.ID)))
	if err != nil {
		return none, err
	}
	open, err := openQuestions(tx, p.ID)
	if err != nil {
		return none, err
	}
	answered, err := store.AnsweredSince(tx, p.ID, d.Today()-answeredFor)
	if err != nil {
		return none, err
	}
	u := store.Upkeep{
		Programme: p.ID, Assured: assured(p, &marks), Review: delivery.Clocks.Filled().Review, Marks: []store.Mark{},
		Here: track.Record(d.Today()),
	}
	if u.Open, err = d.unnamed(tx, open); err != nil {
		return none, err
	}
	if u.Answered, err = d.unnamed(tx, answered); err != nil {
		return none, err
	}
	for _, m := range marks.Marks {
		if m.By = ""; m.Field != store.WholeRecord && m.Assured > u.Assured {
			u.Marks = append(u.Marks, m)
		}
	}
	return u, nil
}

// orNone is a record, or the zero one where there is none.
func orNone[R any](r R, err error) (R, error) {
	if errors.Is(err, store.ErrNotFound) {
		return r, nil
	}
	return r, err
}

// assured is the day on which the whole record was last found right.
func assured(p *store.Programme, marks *store.Marks) store.Day {
	return max(p.Assured, marks.Latest(store.WholeRecord, "").Assured)
}

// openQuestions are those about a programme that nobody has answered, the oldest
// first.
func openQuestions(tx store.Tx, id store.ProgrammeID) ([]store.FieldQuestion, error) {
	open := []store.FieldQuestion{}
	if err := collect(store.FieldQuestions.By(tx, "open", string(id)), &open); err != nil {
		return nil, err
	}
	slices.SortFunc(open, func(a, b store.FieldQuestion) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return open, nil
}

// unnamed leaves out which member of another partner asked. Whose member it is
// is asked of the member: a partner's name can come to be another's.
func (d *Desk) unnamed(tx store.Tx, asked []store.FieldQuestion) ([]store.FieldQuestion, error) {
	out := make([]store.FieldQuestion, 0, len(asked))
	for _, q := range asked {
		by, err := orNone(store.Members.Get(tx, string(q.By)))
		if err != nil {
			return nil, err
		}
		if q.By == "" || by.Partner != d.caller.Partner.ID {
			q.By, q.Who = "", ""
		}
		q.Answer.By = ""
		out = append(out, q)
	}
	return out, nil
}

// Question keeps that a field of a programme looks wrong, for a curator to look at.
// line is which line of the programme's rule it is about, from 1, and 0 for none.
func (d *Desk) Question(ctx context.Context, id store.ProgrammeID, field store.Field, line int, note string) (store.FieldQuestion, error) {
	var q store.FieldQuestion
	err := d.change(ctx, keys.ActQuestion, func(tx store.Tx) (store.Event, error) {
		p, err := d.programme(id)
		if err != nil {
			return store.Event{}, err
		}
		q = store.FieldQuestion{Programme: p.ID, At: d.office.now(), By: d.caller.Member.ID, From: d.caller.Partner.Name}
		if q.Field, q.Line, err = d.questioned(p, field, line); err != nil {
			return store.Event{}, err
		}
		if q.Note, err = entered("note", note, maxQuestion, false, true); err != nil {
			return store.Event{}, err
		}
		open, err := openQuestions(tx, p.ID)
		if err != nil {
			return store.Event{}, err
		}
		own := 0
		for _, other := range open {
			if other.By == q.By {
				own++
			}
		}
		if own >= maxOwn {
			return store.Event{}, wrong("note", "%d of your questions about this programme wait for a curator already. Tell them directly.", own)
		}
		if len(open) >= maxOpen {
			return store.Event{}, wrong("note", "%d questions about this programme wait for a curator already. Tell them directly.", len(open))
		}
		by, err := store.Members.Get(tx, string(q.By)) // they may have another name since they came in
		if err != nil {
			return store.Event{}, err
		}
		q.Who = by.Name
		q, err = newQuestion(tx, q)
		return questionEvent("questioned", q), err
	})
	return q, err
}

// questioned is the field, and the words of the line of the rule, that somebody
// chose. A line that speaks of the dates or the area is of those fields.
func (d *Desk) questioned(p *store.Programme, field store.Field, line int) (store.Field, string, error) {
	if !slices.Contains(store.Fields(), field) {
		return "", "", wrong("field", "Enter one of: %s.", fieldList())
	}
	if line == 0 {
		return field, "", nil
	}
	lines := match.RuleLines(p, d.Today())
	switch {
	case field != store.FieldRule:
		return "", "", wrong("rule", "Leave it out: only the rule has lines.")
	case line < 1 || line > len(lines):
		return "", "", wrong("rule", "Enter a number from 1 to %d: which line of the rule it is.", len(lines))
	}
	words := lines[line-1].Text
	if of := match.FieldOf(p, d.Today(), words); of != store.FieldRule {
		return of, "", nil
	}
	return field, words, nil
}

func fieldList() string {
	var words []string
	for _, f := range store.Fields() {
		words = append(words, string(f))
	}
	return strings.Join(words, ", ")
}

func newQuestion(tx store.Tx, q store.FieldQuestion) (store.FieldQuestion, error) {
	id, err := store.FieldQuestions.NewID(tx, "Q-")
	if err != nil {
		return q, err
	}
	q.ID = store.FieldQuestionID(id)
	return store.FieldQuestions.Put(tx, q)
}

func questionEvent(verb string, q store.FieldQuestion) store.Event {
	return store.Event{Verb: verb, Subject: "programme " + string(q.Programme), Fields: []string{string(q.Field), "question " + string(q.ID)}}
}

// AnswerQuestion answers a question that is at revision rev. It does not say that
// the field is right: see Assure.
func (d *Desk) AnswerQuestion(ctx context.Context, id store.FieldQuestionID, rev uint64, says string) (store.FieldQuestion, error) {
	var q store.FieldQuestion
	err := d.change(ctx, keys.ActProvisionWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if q, err = d.question(tx, id); err != nil {
			return store.Event{}, err
		}
		if rev != Latest && rev != q.Rev || !q.Open() {
			cause := &store.Conflict{Table: "question", ID: string(q.ID), Had: rev, Now: q.Rev}
			return store.Event{}, said(cause, "Question %s was answered or added to since you read it. Nothing of yours was saved: look at it again first.", q.ID)
		}
		if says, err = entered("answer", says, maxQuestion, false, true); err != nil {
			return store.Event{}, err
		}
		q, err = d.answer(tx, q, says)
		return questionEvent("answered", q), err
	})
	return q, err
}

func (d *Desk) answer(tx store.Tx, q store.FieldQuestion, says string) (store.FieldQuestion, error) {
	q.Answer = store.FieldAnswer{Says: says, At: d.office.now(), By: d.caller.Member.ID}
	return store.FieldQuestions.Put(tx, q)
}

func (d *Desk) question(tx store.Tx, id store.FieldQuestionID) (store.FieldQuestion, error) {
	tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "Q-"))
	if ok {
		q, err := store.FieldQuestions.Get(tx, "Q-"+tidy)
		if !errors.Is(err, store.ErrNotFound) {
			return q, err
		}
	}
	return store.FieldQuestion{}, said(store.ErrNotFound, "There is no question %q. To see those that wait: provision queue.", id)
}
