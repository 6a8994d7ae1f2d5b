package entry_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/store"
	"signpost/tui/page/entry"
)

func TestAFactIsAnsweredByALine(t *testing.T) {
	programmes := []entry.Named{{"restart", "Restart Scheme"}, {"fsf", "Flexible Support Fund"}, {"asf", "Adult Skills Fund, part one"}, {"sb", "Skills Bootcamps"}}
	for _, c := range []struct {
		fact store.Fact
		line string
		want string // in words; or the beginning of the error
	}{
		{store.BirthDate, "27/3/1990", "27 March 1990"},
		{store.BirthDate, "soon", "Date of birth: soon does not fit"},
		{store.BirthDate, strings.Repeat("9", 80), "Date of birth: that does not fit: enter fewer characters"},
		{store.RightToWork, "y", "yes"},
		{store.RightToWork, "N", "no"},
		{store.RightToWork, "2", "no"},
		{store.RightToWork, "maybe", `"maybe" is none`},
		{store.District, "burn", "Burnley"},
		{store.District, "PENDLE", "Pendle"},
		{store.District, "E07000117", "Burnley"},
		{store.District, "west", "several"},
		{store.District, "atlantis", "District: atlantis does not fit"},
		{store.Work, "out", "out of work"},
		{store.Work, "5", "employed"},
		{store.Health, "1, mental", "physical, mental"},
		{store.Health, "0", "none"},
		{store.Health, "1, 8", "None of these is an answer by itself"},
		{store.WeeklyNetPay, "£1,196.50", "£1,196.50"},
		{store.Programmes, "restart, skills b", "restart, sb"},
		{store.Programmes, "none", "none"},
		{store.Programmes, "fund", "several"},
		{store.Programmes, "old-one", "old one"},
		{store.Programmes, "zzz", "On now: zzz does not fit"},
		{store.Programmes, ",", "On now: , does not fit"},
	} {
		have := store.Facts{store.Programmes: {Set: store.Set{Has: []string{"old-one"}, Whole: true}}}
		ch, err := entry.New(c.fact, have, programmes).Answer(c.line)
		var several *entry.Several
		got := ""
		switch {
		case errors.As(err, &several):
			if got = "several"; len(several.Fits) < 2 {
				t.Errorf("%q fits only %v", c.line, several.Fits)
			}
		case err != nil:
			if !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, %q: %v, want %q", c.fact, c.line, err, c.want)
			}
			continue
		default:
			got = entry.Says(c.fact, ch.Set)
		}
		if got != c.want {
			t.Errorf("%v, %q: %q, want %q", c.fact, c.line, got, c.want)
		}
	}
}

func TestAnEmptyLineLeavesItNotKnown(t *testing.T) {
	for _, f := range store.AllFacts() {
		if f == store.Judgements {
			continue
		}
		e := entry.New(f, nil, nil)
		ch, err := e.Answer("  ")
		if err != nil || e.Known(ch) || len(ch.Set) > 0 {
			t.Errorf("%v: %v, %v", f, ch, err)
		}
	}
}

func TestAJudgementIsAnsweredByALine(t *testing.T) {
	e := entry.Judge("fsf/award", "Is it awarded?", nil)
	ch, err := e.Answer("no")
	if err != nil || ch.Set[store.Judgements].Set.Holds("fsf/award") != store.No || e.Question() != "Is it awarded?" {
		t.Errorf("%v, %v", ch, err)
	}
}
