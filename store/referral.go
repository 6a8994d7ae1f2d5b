package store

import (
	"time"

	"signpost/keys"
)

// ReferralID names a referral, in the same form as a ClientRef with "R-" before it.
type ReferralID string

// ReferralState is where a referral has got to.
type ReferralState string

// The states so far.
const (
	Draft     ReferralState = "draft"
	Sent      ReferralState = "sent"
	Withdrawn ReferralState = "withdrawn"
)

// Basis is the lawful basis on which the packet is shared with the receiver.
type Basis string

// The bases there are.
const (
	PublicTask Basis = "public-task"
	Consent    Basis = "consent"
)

// Bases lists every basis, the usual one first.
func Bases() []Basis { return []Basis{PublicTask, Consent} }

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
	From      string       `json:"from"` // member and partner, by name
	Reason    string       `json:"reason"`
	Lines     []PacketLine `json:"facts"`
	Standing  Standing     `json:"standing"`
	Day       Day          `json:"day"` // of the standing
}

// Referral sends a client to a programme.
type Referral struct {
	ID         ReferralID     `json:"id"`
	Rev        uint64         `json:"rev"`
	Client     ClientRef      `json:"client"`
	Partner    keys.PartnerID `json:"partner"` // who refers
	By         keys.MemberID  `json:"by"`      // who decided
	State      ReferralState  `json:"state"`
	Packet     Packet         `json:"packet"`
	Basis      Basis          `json:"basis"`
	Told       Day            `json:"told"` // the day the client was told what is shared, and with whom
	Assessment AssessmentID   `json:"assessment,omitempty"`
	Made       time.Time      `json:"made"`
	Sent       time.Time      `json:"sent,omitzero"`
	Withdrawn  time.Time      `json:"withdrawn,omitzero"`
	Why        string         `json:"why,omitempty"` // of the withdrawal
}

// Referrals holds the referrals; indexes "client", "partner" (who refers) and
// "programme".
var Referrals = Table[Referral]{
	Name: "referral",
	ID:   func(r *Referral) string { return string(r.ID) },
	Rev:  func(r *Referral) *uint64 { return &r.Rev },
	Indexes: []Index[Referral]{
		{Name: "client", Of: func(r *Referral) []string { return []string{string(r.Client)} }},
		{Name: "partner", Of: func(r *Referral) []string { return []string{string(r.Partner)} }},
		{Name: "programme", Of: func(r *Referral) []string { return []string{string(r.Packet.Programme)} }},
	},
}

// ReferralForm is what a coach enters to refer a client.
type ReferralForm struct {
	Client    ClientRef   `json:"client"`
	Programme ProgrammeID `json:"programme"`
	Reason    string      `json:"reason"`
	Contact   Contact     `json:"contact"`
	Basis     Basis       `json:"basis"`
	Told      Day         `json:"told"`
}
