package store

import (
	"time"

	"signpost/keys"
)

// ClientRef names a client: short, and made to be read out over a telephone.
// Six characters of 23456789ABCDEFGHJKMNPQRSTUVWXYZ in two threes, the last a
// check character: "K7M-2QX".
type ClientRef string

// FactSource says how a fact came to be known.
type FactSource string

// The sources there are.
const (
	ClientSaid    FactSource = "client-said"
	DocumentSeen  FactSource = "document-seen"
	PartnerRecord FactSource = "partner-record"
)

// FactSources lists every source.
func FactSources() []FactSource { return []FactSource{ClientSaid, DocumentSeen, PartnerRecord} }

// Known is one fact of a client and where it came from.
type Known struct {
	Source FactSource    `json:"source"`
	By     keys.MemberID `json:"by"`
	On     Day           `json:"on"`
}

// Client is a person whom a partner helps towards work. There is no surname, no
// address and no National Insurance number: the work does not need them here,
// and what is not held cannot be lost.
type Client struct {
	Ref       ClientRef      `json:"ref"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Coach     keys.MemberID  `json:"coach"` // who keeps the client
	GivenName string         `json:"given_name"`
	Facts     Facts          `json:"facts"`
	Known     map[Fact]Known `json:"known"` // one for each of Facts
	Added     time.Time      `json:"added"`
	Changed   time.Time      `json:"changed"` // last change of any kind
	ChangedBy keys.MemberID  `json:"changed_by"`
	FactsAt   time.Time      `json:"facts_at,omitzero"`   // last change of Facts
	TriagedAt time.Time      `json:"triaged_at,omitzero"` // last kept assessment
	Closed    time.Time      `json:"closed,omitzero"`
	ClosedWhy string         `json:"closed_why,omitempty"`
}

// Untriaged says whether the client waits for a triage: open, and with facts
// that no kept assessment has seen.
func (c *Client) Untriaged() bool {
	return c.Closed.IsZero() && (c.TriagedAt.IsZero() || c.FactsAt.After(c.TriagedAt))
}

// NoteID names a note.
type NoteID string

// Note is a line a coach wrote on a client. Notes are added and never changed.
type Note struct {
	ID     NoteID        `json:"id"`
	Rev    uint64        `json:"rev"`
	Client ClientRef     `json:"client"`
	By     keys.MemberID `json:"by"`
	At     time.Time     `json:"at"`
	Text   string        `json:"text"`
}
