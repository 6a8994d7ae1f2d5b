package turn

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/search"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Job is a move that is entered and then made, on a page that shows a referral as R.
// Its Entry is nil while none is entered. The zero Job is ready.
type Job[R any] struct {
	*Entry

	keep page.Ask[R]
	move store.ReferralMove // the one that is being made
}

// Open says whether a move is being entered.
func (j *Job[R]) Open() bool { return j.Entry != nil }

// Busy says whether one is being made.
func (j *Job[R]) Busy() bool { return j.keep.Busy() }

// Press gives a key to the move being entered. After the last answer it is made.
func (j *Job[R]) Press(ctx context.Context, k tea.KeyPressMsg, made func(context.Context, store.Turn) (R, error)) tea.Cmd {
	switch j.Key(k) {
	case look.Left:
		j.Entry = nil
	case look.Chosen:
		t := j.Turn()
		j.move = t.Move
		return j.keep.Start(ctx, func(ctx context.Context) (R, error) { return made(ctx, t) })
	}
	return nil
}

// Made gives what came of a move to show. A refusal goes to the question it is
// about; after somebody else's move the page reads again, under what was entered.
func (j *Job[R]) Made(out *page.Out, got page.Answer[R], show func(R, store.ReferralMove), again func() tea.Cmd) tea.Cmd {
	if !j.keep.Take(got) {
		return nil
	}
	switch {
	case got.Err == nil:
		j.Entry = nil
		show(got.Value, j.move)
	case errors.Is(got.Err, store.ErrConflict):
		out.Wrong(got.Err)
		return again()
	case !j.Open() || !j.Refuse(got.Err):
		out.Wrong(got.Err)
	}
	return nil
}

// About is what the moves of a referral to a programme ask about.
type About struct {
	Rules      []match.Line  // of the programme, those that can be named
	Programmes []entry.Named // those that a redirection can point to: all others
}

// AboutDesk is what that is asked of.
type AboutDesk interface {
	Today() store.Day
	RuleLines(context.Context, store.ProgrammeID) ([]match.Line, error)
	Find(context.Context, search.Query) (search.Page, error)
}

// ReadAbout reads it. A programme that is not in the catalogue any more has no rule
// to name.
func ReadAbout(ctx context.Context, desk AboutDesk, id store.ProgrammeID) (About, error) {
	var a About
	var err error
	if a.Rules, err = desk.RuleLines(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return a, err
	}
	found, err := desk.Find(ctx, search.Query{Audience: store.ForPerson, Limit: 10_000, Day: desk.Today()})
	for _, hit := range found.Hits {
		if hit.Programme.ID != id {
			a.Programmes = append(a.Programmes, entry.Named{ID: string(hit.Programme.ID), Name: hit.Programme.Name})
		}
	}
	return a, err
}

// Names are those programmes by name.
func (a *About) Names() Names {
	out := make(Names, len(a.Programmes))
	for _, n := range a.Programmes {
		out[store.ProgrammeID(n.ID)] = n.Name
	}
	return out
}
