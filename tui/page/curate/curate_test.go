package curate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/curate"
	"signpost/tui/page/pagetest"
)

// desk answers with what it was given and remembers what it was told.
type desk struct {
	all     []store.QueueItem
	err     error
	assured []store.Assurance
	answers []string
}

func (d *desk) Today() store.Day { return store.Date(2026, time.November, 21) }

func (d *desk) Queue(context.Context) ([]store.QueueItem, error) { return d.all, d.err }

func (d *desk) Assure(_ context.Context, a store.Assurance) (store.Upkeep, error) {
	if d.err == nil {
		d.assured = append(d.assured, a)
	}
	return store.Upkeep{}, d.err
}

func (d *desk) AnswerQuestion(_ context.Context, id store.FieldQuestionID, _ uint64, says string) (store.FieldQuestion, error) {
	if says == "" {
		return store.FieldQuestion{}, &store.FieldError{Field: "answer", Says: "Enter an answer."}
	}
	d.answers = append(d.answers, string(id)+" "+says)
	return store.FieldQuestion{}, nil
}

func queue() []store.QueueItem {
	at := time.Date(2026, time.November, 9, 9, 0, 0, 0, time.UTC)
	asked := func(id store.FieldQuestionID, note string) store.FieldQuestion {
		return store.FieldQuestion{ID: id, Rev: 1, Note: note, At: at, Who: "Amina", From: "Burnley Jobcentre"}
	}
	return []store.QueueItem{
		{Programme: "whp", Name: "Work and Health Programme", Rev: 2, Since: store.Date(2026, time.July, 1), Overdue: 143, Assured: store.Date(2026, time.April, 2)},
		{
			Programme: "restart", Name: "Restart Scheme", Rev: 3, Field: store.FieldRule, Line: "lives in Lancashire", Since: store.Date(2026, time.November, 9),
			Questions: []store.FieldQuestion{{ID: "Q-1", Rev: 1, Declines: 4, Eligible: 2, At: at}},
			Patterns:  []store.Pattern{{Field: store.FieldRule, Line: "lives in Lancashire", Says: "not eligible", Declined: 4, Of: 6}},
			Assured:   store.Date(2026, time.May, 4),
		},
		{
			Programme: "boost", Name: "Boost", Rev: 1, Field: store.FieldRoutes, Since: store.Date(2026, time.November, 21),
			Questions: []store.FieldQuestion{asked("Q-2", "the number is out of use"), asked("Q-3", "nobody answers on Fridays")},
		},
	}
}

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, curate.New(t.Context(), d, look.Plain()), 80, 20)
}

func TestTheQueueSaysWhy(t *testing.T) {
	p := open(t, &desk{all: queue()})
	p.Has("3 to check, the longest waiting first")
	p.Has("> 143 days Review Work and Health Programme")
	p.Has("Work and Health Programme, the whole record - Last checked on 2 April 2026: 143 days past its review.")
	p.Press("down")
	p.Has("> 12 days Declined Restart Scheme: the rule: lives in Lancashire")
	p.Has("- 4 of the last 6 declined here: not eligible: check the rule: lives in Lancashire.")
	p.Has("- 4 referrals were declined as not eligible by this, 2 of them of clients whom the rule here had found eligible (9 November 2026).")
	p.Has("- Last found right on 4 May 2026.")
	p.Press("down")
	p.Has("> new Asked Boost: how to refer")
	p.Has(`- "the number is out of use" (Amina, Burnley Jobcentre, 9 November 2026).`)
	p.Press("enter")
	if p.Last() != (page.Go{To: page.Programme{ID: "boost"}}) {
		t.Errorf("Enter: %+v", p.Last())
	}
}

func TestStillRight(t *testing.T) {
	d := &desk{all: queue()}
	p := open(t, d)
	p.Press("down", "down", "s")
	p.Has("Boost, how to refer: did you look at it today, and is it still right? Press y for yes, n for no.")
	p.Press("n")
	if len(d.assured) != 0 {
		t.Fatalf("n keeps %+v", d.assured)
	}
	d.all = d.all[:2]
	p.Press("s", "y")
	if len(d.assured) != 1 || d.assured[0].Programme != "boost" || d.assured[0].Rev != 1 || d.assured[0].Field != store.FieldRoutes || len(d.assured[0].Seen) != 2 {
		t.Errorf("y keeps %+v", d.assured)
	}
	if p.Last() != (page.Say{Text: "Saved. Boost, how to refer: checked today.", Tone: page.Good}) {
		t.Errorf("says %+v", p.Last())
	}
	p.Has("2 to check")
	d.err = errors.New("The record was changed since you looked at it.")
	p.Press("s", "y")
	if p.Last() != (page.Say{Text: d.err.Error(), Tone: page.Bad}) {
		t.Errorf("says %+v", p.Last())
	}
}

func TestAnswering(t *testing.T) {
	d := &desk{all: queue()}
	p := open(t, d)
	p.Press("a")
	if s, ok := p.Last().(page.Say); !ok || s.Text == "" {
		t.Errorf("with no question, a says %+v", p.Last())
	}
	p.Press("down", "down", "a", "2")
	p.Has(`What is the answer? "nobody answers on Fridays"`)
	p.Press("enter")
	p.Has("Enter an answer.")
	p.Type("Closed on Fridays, the record says so now")
	if k := p.Model.(page.Keeper); !k.Unsaved() {
		t.Error("what was typed counts as saved")
	}
	p.Press("enter")
	if len(d.answers) != 1 || d.answers[0] != "Q-3 Closed on Fridays, the record says so now" {
		t.Errorf("kept %q", d.answers)
	}
	p.Has("3 to check")
}

func TestHowToChange(t *testing.T) {
	p := open(t, &desk{all: queue()})
	p.Press("down", "c")
	p.Has("1. Get it: ssh HOST provision source restart > restart.yaml")
	p.Has("3. Put it back: ssh HOST provision put --rev 3 < restart.yaml")
	p.Press("esc")
	p.Has("3 to check")
}

func TestNothingWaits(t *testing.T) {
	p := open(t, &desk{all: []store.QueueItem{}})
	p.Has("Nothing waits.")
	p.Press("s", "a", "c", "enter")
	if len(p.Asked) != 0 {
		t.Errorf("on nothing, keys do %+v", p.Asked)
	}
	open(t, &desk{err: errors.New("You may not read this.")}).Has("You may not read this.")
}

func TestAllSizes(t *testing.T) {
	d := &desk{all: queue()}
	lk := look.New(look.Options{Colour: true})
	for _, keys := range [][]string{{"down", "down", "a", "2", "x"}, {"s"}, {"c", "down", "G"}, {"G"}} {
		pagetest.Sweep(t, func() page.Model { return curate.New(t.Context(), d, lk) }, keys...)
	}
	pagetest.Sweep(t, func() page.Model { return curate.New(t.Context(), &desk{}, lk) })
}
