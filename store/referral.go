package store

import (
	"slices"
	"strings"
	"time"

	"signpost/keys"
)

// ReferralID names a referral, in the same form as a ClientRef with "R-" before it.
type ReferralID string

// ContactBy is how the client wants to be reached.
type ContactBy string

// The ways there are. Through the coach is the one that shares least.
const (
	ThroughCoach ContactBy = "coach"
	ByPhone      ContactBy = "phone"
	ByText       ContactBy = "text"
	ByEmail      ContactBy = "email"
	ByLetter     ContactBy = "letter"
)

// ContactWays lists every way.
func ContactWays() []ContactBy {
	return []ContactBy{ThroughCoach, ByPhone, ByText, ByEmail, ByLetter}
}

// Contact is how to reach the client. Detail is the number or address to use,
// empty when the receiver is to go through the coach.
type Contact struct {
	By     ContactBy `json:"by"`
	Detail string    `json:"detail,omitempty"`
}

// PacketLine is one fact the receiver is shown, in words.
type PacketLine struct {
	Fact  string `json:"fact"`
	Label string `json:"label"`
	Says  string `json:"says"`
}

// Packet is exactly what the receiver of a referral sees, and nothing else of
// the client: the facts that the programme's own rule turns on.
type Packet struct {
	Client    ClientRef    `json:"client"`
	GivenName string       `json:"given_name"`
	Contact   Contact      `json:"contact"`
	Programme ProgrammeID  `json:"programme"`
	Name      string       `json:"programme_name"`
	Provider  string       `json:"provider"`
	To        string       `json:"to,omitempty"` // the partner here that is sent it, by name; empty where none is
	From      string       `json:"from"`         // member and partner, by name
	Reason    string       `json:"reason"`
	Lines     []PacketLine `json:"facts"`
	Standing  Standing     `json:"standing"`
	Day       Day          `json:"day"` // of the standing
}

// Receiver is who a referral goes to, in words: the partner here that is sent it,
// and the provider as the programme's record has it.
func (p *Packet) Receiver() string {
	switch {
	case p.To == "" && p.Provider == "":
		return "the provider"
	case p.To == "" || p.To == p.Provider:
		return p.Provider
	case p.Provider == "":
		return p.To
	}
	return p.To + ", for " + p.Provider
}

// StepReason is the reason given for a step, in the words that were shown.
type StepReason struct {
	Code ReasonCode `json:"code"`
	Says string     `json:"says"`
	Rule string     `json:"rule,omitempty"` // the words of the rule that was not met
	Fact string     `json:"fact,omitempty"` // the fact that rule turns on
}

// Outcome is what came of a referral, the day it came, and who said so.
type Outcome struct {
	Code OutcomeCode   `json:"code"`
	Says string        `json:"says"`
	Day  Day           `json:"day"`
	At   time.Time     `json:"at"` // when it was recorded
	By   keys.MemberID `json:"by,omitempty"`
	Who  string        `json:"who"` // member and partner, by name; Clockwork for one that an end brings by itself
}

// Clockwork is who does what nobody does, in words.
const Clockwork = "Signpost"

// Words is the outcome as people read it: what came, when, and who said so. An end
// of which nobody has said what came has no outcome yet.
func (o *Outcome) Words() string {
	switch {
	case o.Who == Clockwork && o.Code == NoOutcome:
		return "No outcome recorded yet"
	case o.Who == Clockwork:
		return o.Says + " on " + o.Day.Words() + ", recorded by " + o.Who
	}
	return o.Says + " on " + o.Day.Words() + ", as " + o.Who + " said"
}

// Override is a warning or a stop that somebody sent a referral against, and why.
type Override struct {
	Check string `json:"check"`
	Says  string `json:"says"`
	Why   string `json:"why"`
}

// Step is one move that was made.
type Step struct {
	Move     ReferralMove  `json:"move"`
	From     ReferralState `json:"from"`
	To       ReferralState `json:"to"`
	Side     Side          `json:"side"`
	At       time.Time     `json:"at"`
	By       keys.MemberID `json:"by,omitempty"` // empty for the clock
	Who      string        `json:"who"`          // member and partner, by name
	Reason   *StepReason   `json:"reason,omitempty"`
	Day      Day           `json:"day,omitzero"`
	Note     string        `json:"note,omitempty"`
	Outcome  OutcomeCode   `json:"outcome,omitempty"`
	Instead  ProgrammeID   `json:"instead,omitempty"`
	Linked   ReferralID    `json:"linked,omitempty"` // the referral that this step made, or that made this step
	Override []Override    `json:"overrides,omitempty"`
}

// Turn is what somebody enters to move a referral: which of it a move asks for is
// in Life.
type Turn struct {
	Move    ReferralMove `json:"move"`
	Reason  ReasonCode   `json:"reason,omitempty"`
	Rule    int          `json:"rule,omitempty"` // which line of the programme's rule was not met, from 1
	Day     Day          `json:"day,omitzero"`
	Note    string       `json:"note,omitempty"`
	Outcome OutcomeCode  `json:"outcome,omitempty"`
	Instead ProgrammeID  `json:"instead,omitempty"`
}

// Referral sends a client to a programme.
type Referral struct {
	ID         ReferralID     `json:"id"`
	Rev        uint64         `json:"rev"`
	Client     ClientRef      `json:"client"`       // none: erased
	Partner    keys.PartnerID `json:"partner"`      // who refers
	To         keys.PartnerID `json:"to,omitempty"` // who receives; empty where no partner here delivers the programme
	By         keys.MemberID  `json:"by"`           // who decided
	State      ReferralState  `json:"state"`
	Packet     Packet         `json:"packet"`
	Basis      Basis          `json:"basis"`
	Agreement  Agreement      `json:"consent,omitzero"` // where consent is the basis
	Told       Day            `json:"told"`             // the day the client was told what is shared, and with whom
	Assessment AssessmentID   `json:"assessment,omitempty"`
	After      ReferralID     `json:"after,omitempty"`     // the referral that this one takes further
	Household  HouseholdID    `json:"household,omitempty"` // sent with others of the household
	Made       time.Time      `json:"made"`
	Sent       time.Time      `json:"sent,omitzero"`
	ReplyBy    Day            `json:"reply_by,omitzero"`   // after it the reply is overdue
	ExpiresOn  Day            `json:"expires_on,omitzero"` // the day on which silence ends it
	Replied    time.Time      `json:"replied,omitzero"`    // the first answer
	Until      Day            `json:"until,omitzero"`      // waiting until this day; none: for a place
	Steps      []Step         `json:"steps,omitempty"`     // the oldest first
	Outcomes   []Outcome      `json:"outcomes,omitempty"`  // in the order recorded
}

// NobodyHere is what the referrer has to do with an unanswered referral that no
// partner here receives, a sentence without its end.
func NobodyHere(s ReferralState) string {
	if s == Acknowledged {
		return "Nobody here delivers it: enter here what the provider answers"
	}
	return "Nobody here delivers it: send it to the provider yourself, and enter here what they answer"
}

// Overdue says whether the receiver should have answered by now.
func (r *Referral) Overdue(today Day) bool {
	return r.State.Unanswered() && r.ReplyBy != 0 && today > r.ReplyBy
}

// Came is the step that brought the referral to the state it is in, and whether
// there was one: a draft has come from nowhere.
func (r *Referral) Came() (Step, bool) { return came(r.Steps, r.State) }

// Since is when the referral came to the state it is in.
func (r *Referral) Since() time.Time {
	if step, ok := r.Came(); ok {
		return step.At
	}
	return r.Made
}

func came(steps []Step, state ReferralState) (Step, bool) {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].To == state && steps[i].From != state {
			return steps[i], true
		}
	}
	return Step{}, false
}

// Says is the reason in words, with the note of the step where there is one.
func (s *Step) Says() string {
	switch {
	case s.Reason == nil:
		return s.Note
	case s.Note == "":
		return s.Reason.Words()
	}
	return s.Reason.Words() + ": " + s.Note
}

// Words is the reason as it was shown, with the rule that it names.
func (s *StepReason) Words() string {
	if s.Rule == "" {
		return s.Says
	}
	return s.Says + " (" + s.Rule + ")"
}

// Received is what the receiving partner may see of a referral: the packet, and
// what was done since it was sent. Nothing else of the client: not even that others
// of a household were referred with them.
type Received struct {
	ID        ReferralID     `json:"id"`
	Rev       uint64         `json:"rev"`
	From      keys.PartnerID `json:"from"`
	State     ReferralState  `json:"state"`
	Packet    Packet         `json:"packet"`
	Hidden    Hidden         `json:"hidden,omitzero"` // why the packet tells of nobody any more
	Basis     Basis          `json:"basis"`
	Agreement Agreement      `json:"consent,omitzero"`
	Told      Day            `json:"told"`
	Sent      time.Time      `json:"sent"`
	ReplyBy   Day            `json:"reply_by,omitzero"`
	ExpiresOn Day            `json:"expires_on,omitzero"`
	Until     Day            `json:"until,omitzero"`
	Steps     []Step         `json:"steps,omitempty"`
	Outcomes  []Outcome      `json:"outcomes,omitempty"`
}

// Overdue says whether the receiver should have answered by now.
func (r *Received) Overdue(today Day) bool {
	return r.State.Unanswered() && r.ReplyBy != 0 && today > r.ReplyBy
}

// SentWith picks the others that were sent to the same programme for the same
// household; none where the referral is of one person alone.
func (r *Referral) SentWith(all []Referral) []Referral {
	var out []Referral
	for _, o := range all {
		if r.Household != "" && o.Household == r.Household && o.ID != r.ID && o.Packet.Programme == r.Packet.Programme && !o.Sent.IsZero() {
			out = append(out, o)
		}
	}
	return out
}

// Came is the step that brought the referral to the state it is in, and whether
// it is among those shown.
func (r *Received) Came() (Step, bool) { return came(r.Steps, r.State) }

// Referrals holds the referrals; indexes "client", "partner" (who refers),
// "programme", "household" and "silent" (the day on which silence ends it, of
// those not answered).
var Referrals = Table[Referral]{
	Name: "referral",
	ID:   func(r *Referral) string { return string(r.ID) },
	Rev:  func(r *Referral) *uint64 { return &r.Rev },
	Indexes: []Index[Referral]{
		{Name: "client", Of: func(r *Referral) []string { return some(string(r.Client)) }},
		{Name: "partner", Of: func(r *Referral) []string { return []string{string(r.Partner)} }},
		{Name: "programme", Of: func(r *Referral) []string { return []string{string(r.Packet.Programme)} }},
		{Name: "household", Of: func(r *Referral) []string { return some(string(r.Household)) }},
		{Name: "silent", Of: func(r *Referral) []string {
			if !r.State.Unanswered() || r.ExpiresOn == 0 {
				return nil
			}
			return []string{r.ExpiresOn.String()}
		}, Ordered: true},
	},
	Beside: besideReferral,
}

// News is when the receiver or the clock last did something with the referral;
// the zero time where they did nothing, or where nobody but the referrer writes
// it down.
func (r *Referral) News() time.Time {
	for _, step := range slices.Backward(r.Steps) {
		if step.Side == ClockSide || step.Side == ReceiverSide && r.To != "" {
			return step.At
		}
	}
	return time.Time{}
}

// ReferralForm is what a coach enters to refer a client.
type ReferralForm struct {
	Client    ClientRef         `json:"client"`
	Programme ProgrammeID       `json:"programme"`
	Reason    string            `json:"reason"`
	Contact   Contact           `json:"contact"`
	Basis     Basis             `json:"basis"`
	Agreement Agreement         `json:"consent,omitzero"` // its day and how, where consent is the basis
	Told      Day               `json:"told"`
	After     ReferralID        `json:"after,omitempty"`     // the referral that this one takes further
	Overrides map[string]string `json:"overrides,omitempty"` // why it is sent all the same, for each check that warns or stops
}

// CheckLevel is how much a check before sending matters.
type CheckLevel string

// The levels there are. A warning or a stop has to be overridden by writing why.
const (
	CheckNote    CheckLevel = "note"
	CheckWarning CheckLevel = "warning"
	CheckStop    CheckLevel = "stop"
)

// Check is one line of what could go wrong with a referral, before it is sent.
type Check struct {
	ID    string     `json:"id"` // one of CheckIDs
	Level CheckLevel `json:"level"`
	Says  string     `json:"says"`
}

// The checks there are.
const (
	CheckStanding     = "standing"
	CheckReceiver     = "receiver"
	CheckCapacity     = "capacity"
	CheckDates        = "dates"
	CheckAssured      = "assured"
	CheckDocuments    = "documents"
	CheckOpenReferral = "open-referral"
	CheckExcluded     = "excluded"
	CheckBefore       = "before" // what came of the last referral to the same programme
)

// CheckIDs lists the ids of the checks, in the order they are shown.
func CheckIDs() []string {
	return []string{
		CheckStanding, CheckReceiver, CheckCapacity, CheckDates, CheckAssured, CheckDocuments, CheckOpenReferral, CheckExcluded, CheckBefore,
	}
}

// CheckError is the error of a referral that was not sent: these checks warn or
// stop, and nobody has written why it is sent all the same.
type CheckError struct{ Checks []Check }

func (e *CheckError) Error() string {
	lines := []string{"Nothing was sent yet. Write why it is to be sent all the same, for each of:"}
	for _, c := range e.Checks {
		lines = append(lines, c.ID+" ("+string(c.Level)+"): "+c.Says)
	}
	return strings.Join(lines, "\n")
}
