package line

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// moves are the commands that move a referral which was sent, or withdraw a
// draft: one for each move of the table that people make.
func (j *job) moves() []*cobra.Command {
	var out []*cobra.Command
	for _, move := range store.ReferralMoves() {
		if move != store.MoveSend && move != store.MoveExpire {
			out = append(out, j.moveCommand(move))
		}
	}
	return out
}

// asks is what the rows of a move ask for between them, the most that any does,
// and who makes it.
type asks struct {
	store.MoveRow
	sides []store.Side
}

func asksOf(move store.ReferralMove) asks {
	var a asks
	for _, row := range store.Life() {
		if row.Move != move {
			continue
		}
		if !slices.Contains(a.sides, row.Side) {
			a.sides = append(a.sides, row.Side)
		}
		a.Does, a.Ahead = row.Does, row.Ahead
		a.Reason, a.Day, a.Note = max(a.Reason, row.Reason), max(a.Day, row.Day), max(a.Note, row.Note)
		a.Outcome, a.Instead = max(a.Outcome, row.Outcome), max(a.Instead, row.Instead)
	}
	return a
}

func (j *job) moveCommand(move store.ReferralMove) *cobra.Command {
	a := asksOf(move)
	turn, rev := store.Turn{Move: move}, desk.Latest
	c := &cobra.Command{Args: need(1, 1, "Enter the id of one referral"), Short: moveShort(move), Long: moveLong(move, a)}
	use, example := []string{string(move) + " ID"}, []string{"referral " + string(move) + " R-K7M-2QX"}
	takes := func(n store.Need, flag, with, such string) bool {
		if n == store.MustGive {
			use, example = append(use, "--"+flag+" "+with), append(example, "--"+flag+" "+such)
		}
		return n != store.NotAsked
	}
	if takes(a.Reason, "reason", "CODE", reasonSuch(move)) {
		option(c, &turn.Reason, "reason", "CODE", "why: "+reasonCodes(move), func(s string) (store.ReasonCode, error) { return store.ReasonCode(strings.ToLower(s)), nil })
		if move == store.MoveDecline || move == store.MoveEndEarly {
			option(c, &turn.Rule, "rule", "N", "with not-eligible: which rule is not met, by its number; without it, the refusal lists them", within("rule", 1, 999))
		}
	}
	if takes(a.Outcome, "outcome", "CODE", "job-start") {
		option(c, &turn.Outcome, "outcome", "CODE", "what came of it: "+joined(outcomeCodes(), plain), oneOf("outcome", outcomeCodes()))
	}
	if takes(a.Day, "day", "DAY", "today") {
		says := "the day it happened"
		if a.Ahead {
			says = "the day it is for, today or later"
		}
		option(c, &turn.Day, "day", "DAY", says, j.day("day"))
	}
	if takes(a.Instead, "to", "PROGRAMME", "restart") {
		option(c, &turn.Instead, "to", "PROGRAMME", "the programme to go to instead", func(s string) (store.ProgrammeID, error) { return store.ProgrammeID(s), nil })
	}
	if takes(a.Note, "note", "TEXT", `"as soon as can be"`) {
		option(c, &turn.Note, "note", "TEXT", noteFor(move), asTyped)
	}
	option(c, &rev, "rev", "N", "only if it is at this revision still", revision)
	c.Use, c.Example = strings.Join(use, " "), strings.Join(example, " ")
	c.RunE = func(_ *cobra.Command, args []string) error {
		return j.moved(store.ReferralID(args[0]), rev, turn, a.sides)
	}
	return c
}

func reasonSuch(move store.ReferralMove) string {
	if move == store.MoveWithdraw {
		return "in-work"
	}
	return "unreachable"
}

func reasonCodes(move store.ReferralMove) string {
	codes := each(store.ReasonsFor(move), func(r store.MoveReason) string {
		if r.Note {
			return string(r.Code) + " (with a note)"
		}
		return string(r.Code)
	})
	return strings.Join(codes, ", ")
}

func outcomeCodes() []store.OutcomeCode {
	var out []store.OutcomeCode
	for _, o := range store.OutcomeCodes() {
		out = append(out, o.Code)
	}
	return out
}

func moveShort(move store.ReferralMove) string {
	switch move {
	case store.MoveAcknowledge:
		return "Say that a referral was seen"
	case store.MoveAccept:
		return "Accept a referral"
	case store.MoveWait:
		return "Put a referral on the waiting list, until a day or for a place"
	case store.MoveDecline:
		return "Decline a referral, and say why"
	case store.MoveRedirect:
		return "Redirect a referral to another programme"
	case store.MoveStart:
		return "Record the day a client started"
	case store.MoveComplete:
		return "Complete a referral, and say what came of it"
	case store.MoveEndEarly:
		return "End a referral early, and say why and what came of it"
	case store.MoveReopen:
		return "Reopen a referral that has ended"
	case store.MoveOutcome:
		return "Add an outcome, such as 13 weeks in work"
	case store.MoveNote:
		return "Write to the other side of a referral"
	case store.MoveWithdraw:
		return "Withdraw a draft or a sent referral, and say why"
	}
	return ""
}

func moveLong(move store.ReferralMove, a asks) string {
	switch {
	case move == store.MoveRedirect:
		return "The coach is left a draft for the other programme: the client was told of this one alone, so they check it with the client and send it. " + whoMoves(a)
	case move == store.MoveWithdraw:
		return "The receiver sees that it was withdrawn, and not why."
	}
	return whoMoves(a)
}

func whoMoves(a asks) string {
	if slices.Equal(a.sides, []store.Side{store.ReceiverSide}) {
		return "For the partner it was sent to. Where no partner here delivers the programme, the coach enters what its provider answered."
	}
	return ""
}

func noteFor(move store.ReferralMove) string {
	switch move {
	case store.MoveWithdraw:
		return "more on why, for yourself and your partner"
	case store.MoveReopen:
		return "why it is opened again"
	}
	return "a note, which the other side sees"
}

// moved makes a move, from the side that the caller is on. Who is on both, by
// their roles, is on that of the receiver where the referral was sent to their
// partner.
func (j *job) moved(id store.ReferralID, rev uint64, turn store.Turn, sides []store.Side) error {
	if j.receives() && slices.Contains(sides, store.ReceiverSide) {
		r, err := j.in.Desk.Reply(j.ctx, id, rev, turn)
		if err == nil {
			return j.answer(receivedJSON(r), func(p *page) { receivedText(p, &r, j.today) })
		}
		if !j.refers() || !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return j.referred(func() (store.Referral, error) { return j.in.Desk.Move(j.ctx, id, rev, turn) })
}

// receives and refers are the sides of a referral that the caller's roles put
// them on.
func (j *job) receives() bool { return j.in.Desk.Who().Member.May(keys.ActInboxRead) }
func (j *job) refers() bool   { return j.in.Desk.Who().Member.May(keys.ActReferralRead) }

// historyText writes the steps of a referral, the oldest first, and its outcomes.
func historyText(p *page, steps []store.Step, outcomes []store.Outcome) {
	if len(steps) > 0 {
		p.head("What was done")
	}
	for _, s := range steps {
		p.para("  ", moment(s.At)+": "+s.Done()+" by "+s.Who+stepMore(&s))
		for _, o := range s.Override {
			p.para("    ", "Sent all the same. "+o.Says+": "+o.Why)
		}
	}
	if len(outcomes) > 0 {
		p.head("Outcomes")
	}
	for _, o := range outcomes {
		p.para("  ", o.Words())
	}
}

func stepMore(s *store.Step) string {
	more := ""
	if s.Reason != nil {
		more += ". Reason: " + s.Reason.Words()
	}
	if s.Instead != "" {
		more += ". To: " + string(s.Instead)
	}
	if s.Outcome != "" {
		more += ". Outcome: " + s.Outcome.Says()
	}
	if s.Day != 0 {
		more += ". Day: " + s.Day.Words()
	}
	if s.Linked != "" {
		more += ". See " + string(s.Linked)
	}
	if s.Note != "" {
		more += ". " + s.Note
	}
	return more
}
