package page_test

import (
	"context"
	"errors"
	"testing"

	"signpost/tui/page"
)

func answer(v int, err error) func(context.Context) (int, error) {
	return func(context.Context) (int, error) { return v, err }
}

func TestAnAnswerIsTakenOnce(t *testing.T) {
	var ask page.Ask[int]
	wrong := errors.New("wrong")
	got := ask.Start(t.Context(), answer(7, wrong))().(page.Answer[int])
	if !ask.Busy() || got.Value != 7 || !errors.Is(got.Err, wrong) {
		t.Fatalf("%+v, busy %v", got, ask.Busy())
	}
	if !ask.Take(got) || ask.Busy() || ask.Take(got) {
		t.Error("taken once, and then no more")
	}
}

func TestAStaleAnswerIsNotTaken(t *testing.T) {
	var ask, other page.Ask[int]
	var seen context.Context
	first := ask.Start(t.Context(), func(ctx context.Context) (int, error) { seen = ctx; return 1, ctx.Err() })
	second := ask.Start(t.Context(), answer(2, nil))
	old := first().(page.Answer[int])
	if !errors.Is(old.Err, context.Canceled) || seen.Err() == nil {
		t.Errorf("asking again does not stop the question before: %v", old.Err)
	}
	if ask.Take(old) || other.Take(old) {
		t.Error("a stale answer is taken")
	}
	got := second().(page.Answer[int])
	if other.Take(got) || !ask.Take(got) {
		t.Error("an answer is for the Ask that asked")
	}
}

func TestStop(t *testing.T) {
	var ask page.Ask[int]
	ask.Stop() // nothing to stop
	cmd := ask.Start(t.Context(), answer(1, nil))
	ask.Stop()
	if ask.Busy() || ask.Take(cmd().(page.Answer[int])) {
		t.Error("the answer to a stopped question is taken")
	}
}

func TestOut(t *testing.T) {
	var o page.Out
	o.Go(page.Caseload{})
	o.Wrong(errors.New("Enter a name."))
	got := o.Drain()
	if len(got) != 2 || got[0] != (page.Go{To: page.Caseload{}}) || got[1] != (page.Say{Text: "Enter a name.", Tone: page.Bad}) {
		t.Errorf("%+v", got)
	}
	if o.Drain() != nil {
		t.Error("given up twice")
	}
}
