package desk

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/match"
)

// step is the move as it is kept, with what was entered checked against what
// the row asks for.
func (d *Desk) step(tx store.Tx, r *store.Referral, row store.MoveRow, turn store.Turn) (store.Step, error) {
	s := store.Step{
		Move: row.Move, From: r.State, To: row.To, Side: row.Side, At: d.office.now(), By: d.caller.Member.ID,
		Day: turn.Day, Outcome: turn.Outcome,
	}
	if s.To == "" {
		s.To = r.State
	}
	var err error
	if s.Who, err = d.signed(tx); err != nil {
		return s, err
	}
	note := row.Note
	if s.Reason, note, err = d.reason(r, row, turn, note); err != nil {
		return s, err
	}
	if err := d.checkDay(r, row, turn.Day); err != nil {
		return s, err
	}
	if err := checkOutcome(row, turn.Outcome); err != nil {
		return s, err
	}
	if err := checkSustained(r, turn); err != nil {
		return s, err
	}
	if s.Instead, err = d.instead(r, row, turn.Instead); err != nil {
		return s, err
	}
	if note == store.NotAsked && turn.Note != "" {
		return s, wrong("note", "Leave it out: nothing is noted here.")
	}
	s.Note, err = entered("note", turn.Note, maxWhy, true, note == store.MustGive)
	return s, err
}

// signed is the caller in words, as a step and a packet name them.
func (d *Desk) signed(tx store.Tx) (string, error) {
	by, err := store.Members.Get(tx, string(d.caller.Member.ID)) // they may have another name since they came in
	return by.Name + ", " + d.caller.Partner.Name, err
}

// reason is the reason in the words that are shown, and whether it needs a note.
func (d *Desk) reason(r *store.Referral, row store.MoveRow, turn store.Turn, note store.Need) (*store.StepReason, store.Need, error) {
	switch {
	case row.Reason == store.NotAsked && turn.Reason != "":
		return nil, note, wrong("reason", "Leave it out: no reason is asked for here.")
	case row.Reason == store.NotAsked && turn.Rule != 0:
		return nil, note, wrong("rule", "Leave it out: no rule is asked for here.")
	case row.Reason == store.NotAsked:
		return nil, note, nil
	}
	can := store.ReasonsFor(row.Move)
	i := slices.IndexFunc(can, func(m store.MoveReason) bool { return m.Code == turn.Reason })
	if i < 0 {
		codes := make([]store.ReasonCode, len(can))
		for j := range can {
			codes[j] = can[j].Code
		}
		return nil, note, wrong("reason", "Enter one of: %s.", strings.Join(words(codes), ", "))
	}
	if can[i].Note {
		note = store.MustGive
	}
	out := &store.StepReason{Code: can[i].Code, Says: can[i].Says}
	if !can[i].Rule {
		if turn.Rule != 0 {
			return nil, note, wrong("rule", "Leave it out: it goes with the reason %s alone.", store.ReasonNotEligible)
		}
		return out, note, nil
	}
	p, err := d.programme(r.Packet.Programme)
	if err != nil {
		return nil, note, err
	}
	lines := match.RuleLines(p, d.Today())
	if turn.Rule < 1 || turn.Rule > len(lines) {
		return nil, note, wrong("rule", "Enter which rule is not met, by its number:\n%s", numbered(lines))
	}
	out.Rule = lines[turn.Rule-1].Text
	if f := lines[turn.Rule-1].Fact; f != store.NoFact {
		out.Fact = f.String()
	}
	return out, note, nil
}

func numbered(lines []match.Line) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = fmt.Sprintf("%d: %s", i+1, l.Text)
	}
	return strings.Join(out, "\n")
}

// furthest is how far ahead a day may lie, in days.
const furthest = 2 * 366

func (d *Desk) checkDay(r *store.Referral, row store.MoveRow, day store.Day) error {
	today, sent := d.Today(), store.DayOf(r.Sent)
	switch {
	case row.Day == store.NotAsked && day != 0:
		return wrong("day", "Leave it out: no day is asked for here.")
	case row.Day == store.MustGive && day == 0 && row.Ahead:
		return wrong("day", "Enter a day, today or later, such as %s.", today+7)
	case row.Day == store.MustGive && day == 0:
		return wrong("day", "Enter the day it happened, such as %s.", today)
	case day == 0:
	case row.Ahead && (day < today || day > today+furthest):
		return wrong("day", "Enter today or a day in the two years after it, such as %s.", today+7)
	case !row.Ahead && (day > today || day < sent):
		return wrong("day", "Enter a day from the one it was sent on, %s, to today.", sent)
	}
	return nil
}

func checkOutcome(row store.MoveRow, code store.OutcomeCode) error {
	switch {
	case row.Outcome == store.NotAsked && code != "":
		return wrong("outcome", "Leave it out: no outcome is asked for here.")
	case row.Outcome == store.MustGive && code == "", code != "" && outcomeSays(code) == "":
		var codes []store.OutcomeCode
		for _, o := range store.OutcomeCodes() {
			codes = append(codes, o.Code)
		}
		return wrong("outcome", "Enter one of: %s.", strings.Join(words(codes), ", "))
	}
	return nil
}

// checkSustained refuses weeks in work that cannot have passed by the day: since
// the first job start on record or, with none, since the client started with the
// provider, or was sent to it.
func checkSustained(r *store.Referral, turn store.Turn) error {
	weeks := map[store.OutcomeCode]store.Day{store.Sustained13: 13, store.Sustained26: 26}[turn.Outcome]
	if weeks == 0 {
		return nil
	}
	from, what := store.DayOf(r.Sent), "the referral was sent"
	for _, s := range r.Steps {
		if s.Move == store.MoveStart {
			from, what = s.Day, "the client started there"
		}
	}
	job := store.Day(0)
	for _, o := range r.Outcomes {
		if o.Code == store.JobStart && (job == 0 || o.Day < job) {
			job, from, what = o.Day, o.Day, "the job began"
		}
	}
	if least := from + 7*weeks; turn.Day < least {
		return wrong("day", "Enter a day from %s on: %d weeks after %s.", least.Words(), weeks, what)
	}
	return nil
}

func outcomeSays(code store.OutcomeCode) string {
	for _, o := range store.OutcomeCodes() {
		if o.Code == code {
			return o.Says
		}
	}
	return ""
}

// instead is the programme that a redirection points to.
func (d *Desk) instead(r *store.Referral, row store.MoveRow, id store.ProgrammeID) (store.ProgrammeID, error) {
	switch {
	case row.Instead == store.NotAsked && id != "":
		return "", wrong("instead", "Leave it out: no other programme is asked for here.")
	case row.Instead == store.NotAsked:
		return "", nil
	case id == "":
		return "", wrong("instead", "Enter the id of the programme to go to instead.")
	}
	p, err := d.programme(id)
	switch {
	case err != nil:
		return "", wrong("instead", "There is no programme %q. To look for one: find WORDS.", id)
	case p.ID == r.Packet.Programme:
		return "", wrong("instead", "Enter another programme: this one is what the client was referred to.")
	case !p.Serves(store.ForPerson):
		return "", wrong("instead", "%s is not for a person, so no client can be referred to it.", p.Name)
	}
	return p.ID, nil
}
