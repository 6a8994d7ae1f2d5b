package store

import "slices"

// The life of a referral: which side may make which move from which state, what
// the move asks for, and where it leads. This table is the only place that says
// so; the desk obeys it and the screens read it out.

// ReferralState is where a referral has got to.
type ReferralState string

// The states there are.
const (
	Draft         ReferralState = "draft"
	Sent          ReferralState = "sent"
	Acknowledged  ReferralState = "acknowledged" // seen by the receiver, and not yet answered
	Accepted      ReferralState = "accepted"
	OnWaitingList ReferralState = "waiting" // until a day, or for a place
	Started       ReferralState = "started"
	Completed     ReferralState = "completed"
	Declined      ReferralState = "declined"
	Redirected    ReferralState = "redirected" // to another programme, by a linked referral
	EndedEarly    ReferralState = "ended-early"
	Withdrawn     ReferralState = "withdrawn"
	Expired       ReferralState = "expired" // nobody answered
)

// ReferralStates lists every state in the order of a life.
func ReferralStates() []ReferralState {
	return []ReferralState{
		Draft, Sent, Acknowledged, Accepted, OnWaitingList, Started,
		Completed, Declined, Redirected, EndedEarly, Withdrawn, Expired,
	}
}

// Closed says whether a referral in this state has ended. An ended referral
// still takes outcomes, which come later.
func (s ReferralState) Closed() bool {
	return slices.Contains([]ReferralState{Completed, Declined, Redirected, EndedEarly, Withdrawn, Expired}, s)
}

// Unanswered says whether the receiver has yet to answer. An acknowledgement is
// no answer: the coach still does not know what will come of it.
func (s ReferralState) Unanswered() bool { return s == Sent || s == Acknowledged }

// Side is who moves a referral.
type Side string

// The sides there are. Where no partner here delivers the programme, the referrer
// records what the provider answered by other ways, and so makes its moves.
const (
	ReferrerSide Side = "referrer"
	ReceiverSide Side = "receiver"
	ClockSide    Side = "clock"
)

// Sides lists every side.
func Sides() []Side { return []Side{ReferrerSide, ReceiverSide, ClockSide} }

// ReferralMove is one thing that can be done to a referral.
type ReferralMove string

// The moves there are.
const (
	MoveSend        ReferralMove = "send"
	MoveAcknowledge ReferralMove = "acknowledge"
	MoveAccept      ReferralMove = "accept"
	MoveWait        ReferralMove = "wait"
	MoveDecline     ReferralMove = "decline"
	MoveRedirect    ReferralMove = "redirect"
	MoveStart       ReferralMove = "start"
	MoveComplete    ReferralMove = "complete"
	MoveEndEarly    ReferralMove = "end-early"
	MoveWithdraw    ReferralMove = "withdraw"
	MoveExpire      ReferralMove = "expire"
	MoveReopen      ReferralMove = "reopen"
	MoveOutcome     ReferralMove = "outcome"
	MoveNote        ReferralMove = "note"
)

// ReferralMoves lists every move in the order of a life.
func ReferralMoves() []ReferralMove {
	return []ReferralMove{
		MoveSend, MoveAcknowledge, MoveAccept, MoveWait, MoveStart, MoveComplete, MoveOutcome, MoveDecline,
		MoveRedirect, MoveEndEarly, MoveWithdraw, MoveReopen, MoveNote, MoveExpire,
	}
}

// Need is whether a move asks for something.
type Need uint8

// The needs there are. The zero Need is asked for nothing, and takes nothing.
const (
	NotAsked Need = iota
	MayGive
	MustGive
)

// MoveRow is one row of the table: from any of these states this side may make
// this move, which leads to To. An empty To leaves the state as it is.
type MoveRow struct {
	Move    ReferralMove
	Side    Side
	From    []ReferralState
	To      ReferralState
	Does    string // what the move does, as a key's label: "accept"
	Done    string // what was done: "accepted"
	Reason  Need   // a code of MoveReasons
	Day     Need   // see Ahead
	Ahead   bool   // the day is today or later; otherwise today or before
	Note    Need
	Outcome Need
	Instead Need // the programme that a redirection points to
}

// Life is the table. Rows of one move and side never share a state.
func Life() []MoveRow {
	answerable := []ReferralState{Sent, Acknowledged, Accepted, OnWaitingList}
	ended := []ReferralState{Completed, Declined, Redirected, EndedEarly, Withdrawn, Expired}
	live := append([]ReferralState{Started}, answerable...)
	return []MoveRow{
		{Move: MoveSend, Side: ReferrerSide, From: []ReferralState{Draft}, To: Sent, Does: "send", Done: "sent"},
		{Move: MoveAcknowledge, Side: ReceiverSide, From: []ReferralState{Sent}, To: Acknowledged, Does: "acknowledge", Done: "acknowledged", Note: MayGive},
		{
			Move: MoveAccept, Side: ReceiverSide, From: []ReferralState{Sent, Acknowledged, OnWaitingList}, To: Accepted,
			Does: "accept", Done: "accepted", Day: MayGive, Ahead: true, Note: MayGive,
		},
		{
			Move: MoveWait, Side: ReceiverSide, From: answerable, To: OnWaitingList,
			Does: "put on the waiting list", Done: "put on the waiting list", Day: MayGive, Ahead: true, Note: MayGive,
		},
		{Move: MoveDecline, Side: ReceiverSide, From: answerable, To: Declined, Does: "decline", Done: "declined", Reason: MustGive, Note: MayGive},
		{
			Move: MoveRedirect, Side: ReceiverSide, From: answerable, To: Redirected,
			Does: "redirect", Done: "redirected", Instead: MustGive, Note: MayGive,
		},
		{Move: MoveStart, Side: ReceiverSide, From: []ReferralState{Accepted, OnWaitingList}, To: Started, Does: "record a start", Done: "started", Day: MustGive, Note: MayGive},
		{
			Move: MoveComplete, Side: ReceiverSide, From: []ReferralState{Started}, To: Completed,
			Does: "complete", Done: "completed", Day: MustGive, Outcome: MustGive, Note: MayGive,
		},
		{
			Move: MoveEndEarly, Side: ReceiverSide, From: []ReferralState{Accepted, OnWaitingList, Started}, To: EndedEarly,
			Does: "end early", Done: "ended early", Reason: MustGive, Day: MustGive, Outcome: MustGive, Note: MayGive,
		},
		{
			Move: MoveWithdraw, Side: ReferrerSide, From: append([]ReferralState{Draft}, answerable...), To: Withdrawn,
			Does: "withdraw", Done: "withdrawn", Reason: MustGive, Note: MayGive,
		},
		{Move: MoveReopen, Side: ReceiverSide, From: []ReferralState{Declined, Expired}, To: Acknowledged, Does: "reopen", Done: "reopened", Note: MustGive},
		{Move: MoveReopen, Side: ReceiverSide, From: []ReferralState{Completed, EndedEarly}, To: Started, Does: "reopen", Done: "reopened", Note: MustGive},
		{Move: MoveOutcome, Side: ReceiverSide, From: append([]ReferralState{Started}, ended...), Does: "add an outcome", Done: "given an outcome", Outcome: MustGive, Day: MustGive, Note: MayGive},
		{Move: MoveOutcome, Side: ReferrerSide, From: append([]ReferralState{Started}, ended...), Does: "add an outcome", Done: "given an outcome", Outcome: MustGive, Day: MustGive, Note: MayGive},
		{Move: MoveNote, Side: ReceiverSide, From: append(live, ended...), Does: "write to the coach", Done: "given a note", Note: MustGive},
		{Move: MoveNote, Side: ReferrerSide, From: append(live, ended...), Does: "write to the receiver", Done: "given a note", Note: MustGive},
		{Move: MoveExpire, Side: ClockSide, From: []ReferralState{Sent, Acknowledged}, To: Expired, Does: "expire", Done: "expired"},
	}
}

// MoveFrom is the row for a move of a side from a state, and whether there is one.
func MoveFrom(move ReferralMove, side Side, state ReferralState) (MoveRow, bool) {
	for _, row := range Life() {
		if row.Move == move && row.Side == side && slices.Contains(row.From, state) {
			return row, true
		}
	}
	return MoveRow{}, false
}

// Done is what a step did, in words, also where the clock or the withdrawal of
// consent did it outside the table.
func (s *Step) Done() string {
	if row, ok := MoveFrom(s.Move, s.Side, s.From); ok {
		return row.Done
	}
	for _, row := range Life() {
		if row.Move == s.Move {
			return row.Done
		}
	}
	return string(s.Move)
}

// MovesFrom lists what a side may do with a referral in a state.
func MovesFrom(side Side, state ReferralState) []MoveRow {
	var rows []MoveRow
	for _, row := range Life() {
		if row.Side == side && slices.Contains(row.From, state) {
			rows = append(rows, row)
		}
	}
	return rows
}

// ReasonCode is why a referral was declined, ended or withdrawn.
type ReasonCode string

// MoveReason is one reason that can be given, in the words that people are shown.
type MoveReason struct {
	Code   ReasonCode     `json:"code"`
	Says   string         `json:"says"`
	Moves  []ReferralMove `json:"moves"`            // which it can be given for
	Client bool           `json:"client,omitempty"` // it is the client's own reason, and not the provider's
	Rule   bool           `json:"rule,omitempty"`   // it names the rule of the programme that was not met
	Note   bool           `json:"note,omitempty"`   // it says nothing without a note
}

// The reasons that the program itself turns on.
const (
	ReasonNotEligible ReasonCode = "not-eligible"
	ReasonNoCapacity  ReasonCode = "no-capacity"
	ReasonSessionFull ReasonCode = "session-full"
	ReasonNoReply     ReasonCode = "no-reply"
	ReasonOther       ReasonCode = "other"
)

// MoveReasons lists every reason, in the order that people are shown.
func MoveReasons() []MoveReason {
	decline, end, withdraw := MoveDecline, MoveEndEarly, MoveWithdraw
	return []MoveReason{
		{Code: ReasonNotEligible, Says: "not eligible", Moves: []ReferralMove{decline, end}, Rule: true},
		{Code: ReasonNoCapacity, Says: "no capacity", Moves: []ReferralMove{decline, end}},
		{Code: ReasonSessionFull, Says: "the session is full", Moves: []ReferralMove{decline}},
		{Code: "unreachable", Says: "the client could not be reached", Moves: []ReferralMove{decline, end, withdraw}},
		{Code: "did-not-attend", Says: "the client did not attend", Moves: []ReferralMove{decline, end, withdraw}},
		{Code: "not-interested", Says: "the client is not interested", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "in-work", Says: "the client is in work", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "in-learning", Says: "the client is in learning", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "health", Says: "the client's health", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "caring", Says: "the client's caring", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "moved-away", Says: "the client moved away", Moves: []ReferralMove{decline, end, withdraw}, Client: true},
		{Code: "duplicate", Says: "a duplicate of another referral", Moves: []ReferralMove{decline, withdraw}},
		{Code: ReasonNoReply, Says: "the provider has not replied", Moves: []ReferralMove{withdraw}},
		{Code: "entered-wrongly", Says: "entered by mistake", Moves: []ReferralMove{withdraw}},
		{Code: ReasonOther, Says: "another reason", Moves: []ReferralMove{decline, end, withdraw}, Note: true},
	}
}

// ReasonsFor lists the reasons that can be given for a move.
func ReasonsFor(move ReferralMove) []MoveReason {
	var out []MoveReason
	for _, r := range MoveReasons() {
		if slices.Contains(r.Moves, move) {
			out = append(out, r)
		}
	}
	return out
}

// OutcomeCode is what came of a referral.
type OutcomeCode string

// The outcomes there are.
const (
	JobStart      OutcomeCode = "job-start"
	FirstEarnings OutcomeCode = "first-earnings"
	Sustained13   OutcomeCode = "sustained-13-weeks"
	Sustained26   OutcomeCode = "sustained-26-weeks"
	LearningStart OutcomeCode = "learning-started"
	Qualified     OutcomeCode = "qualification-gained"
	OtherSupport  OutcomeCode = "moved-to-other-support"
	NoOutcome     OutcomeCode = "no-outcome"
)

// OutcomeWords is one outcome in the words that people are shown.
type OutcomeWords struct {
	Code OutcomeCode `json:"code"`
	Says string      `json:"says"`
}

// OutcomeCodes lists every outcome.
func OutcomeCodes() []OutcomeWords {
	return []OutcomeWords{
		{JobStart, "started a job"},
		{FirstEarnings, "had first earnings"},
		{Sustained13, "in work for 13 weeks"},
		{Sustained26, "in work for 26 weeks"},
		{LearningStart, "started learning"},
		{Qualified, "gained a qualification"},
		{OtherSupport, "moved to other support"},
		{NoOutcome, "no outcome"},
	}
}

// Says is the outcome in the words that people are shown.
func (c OutcomeCode) Says() string {
	for _, o := range OutcomeCodes() {
		if o.Code == c {
			return o.Says
		}
	}
	return string(c)
}

// OutcomeOfEnd is what is recorded for an end that asks for no outcome, so that
// no referral ends without one. What comes later is added to it.
func OutcomeOfEnd(state ReferralState) OutcomeCode {
	if state == Redirected {
		return OtherSupport
	}
	return NoOutcome
}
