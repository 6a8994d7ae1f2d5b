// Package keys says who is at the door: partners, their members, the members'
// SSH keys, the roles a member holds and the acts a role may do, and the
// invitations by which a new member enrols.
//
// It knows nothing of clients, programmes, screens or the store. Looking a
// record up is the business of whoever calls; keys decides what it means.
package keys

import (
	"slices"
	"time"
)

// PartnerID, MemberID, Fingerprint and InvitationID name the records of this room.
// A Fingerprint is the SHA-256 form OpenSSH prints: "SHA256:" and 43 characters.
type (
	PartnerID    string
	MemberID     string
	Fingerprint  string
	InvitationID string
)

// Partner is an organisation whose members use Signpost: a Jobcentre, a
// council, a college, a provider, a charity.
type Partner struct {
	Rev    uint64    `json:"rev"`
	ID     PartnerID `json:"id"`
	Name   string    `json:"name"`
	Added  time.Time `json:"added"`
	Locked bool      `json:"locked,omitempty"`
}

// Member is a person of one partner. A locked member keeps their record and
// may do nothing.
type Member struct {
	Rev     uint64    `json:"rev"`
	ID      MemberID  `json:"id"`
	Partner PartnerID `json:"partner"`
	Name    string    `json:"name"`
	Roles   []Role    `json:"roles"`
	Added   time.Time `json:"added"`
	Locked  bool      `json:"locked,omitempty"`
}

// May says whether any of the member's roles allows the act. A locked member
// may do nothing.
func (m Member) May(act Act) bool {
	return !m.Locked && slices.ContainsFunc(m.Roles, func(r Role) bool { return r.May(act) })
}

// Key is one SSH public key of a member. Revoked is when it was revoked, the
// zero time while it is good.
type Key struct {
	Rev         uint64      `json:"rev"`
	Fingerprint Fingerprint `json:"fingerprint"`
	Member      MemberID    `json:"member"`
	Type        string      `json:"type"`
	Public      string      `json:"public"` // one authorized_keys line, without its comment
	Added       time.Time   `json:"added"`
	By          MemberID    `json:"by,omitempty"`   // who invited it, where it is a further key
	News        bool        `json:"news,omitempty"` // a further key of which its member has not said yet that they know
	LastUsed    time.Time   `json:"last_used,omitzero"`
	Revoked     time.Time   `json:"revoked,omitzero"`
}

// Invitation lets one person enrol one key, by a code shown once. Only a hash
// of the code is kept.
type Invitation struct {
	Rev     uint64       `json:"rev"`
	ID      InvitationID `json:"id"`
	Member  MemberID     `json:"member,omitempty"` // whose further key it is for; empty for a new member
	Name    string       `json:"name"`
	Partner PartnerID    `json:"partner"`
	Roles   []Role       `json:"roles"`
	Hash    string       `json:"hash"` // Argon2id, with its own salt and parameters
	By      MemberID     `json:"by,omitempty"`
	Made    time.Time    `json:"made"`
	Ends    time.Time    `json:"ends"`
	Wrong   int          `json:"wrong,omitempty"` // wrong codes tried against it
	Used    time.Time    `json:"used,omitzero"`
	Revoked time.Time    `json:"revoked,omitzero"`
}

// Caller is a member who has proved a key, as it was when they connected. It
// is passed on as a value; nothing is read from a context.
type Caller struct {
	Member      Member
	Partner     Partner
	Fingerprint Fingerprint
}

// May says whether the caller may do the act: the member's roles allow it and
// neither the member nor the partner is locked.
func (c Caller) May(act Act) bool { return !c.Partner.Locked && c.Member.May(act) }
