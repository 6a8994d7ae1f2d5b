package store

import (
	"time"

	"signpost/keys"
)

// EventID is an event's place in the log, from 1 without gaps.
type EventID uint64

// Event is one line of the audit trail: who did what to which record, and when.
// It names fields and pseudonyms, never what a person said or has.
type Event struct {
	ID      EventID          `json:"id"`
	At      time.Time        `json:"at"`
	Member  keys.MemberID    `json:"member,omitempty"` // empty for the installer's own commands
	Partner keys.PartnerID   `json:"partner,omitempty"`
	Key     keys.Fingerprint `json:"key,omitempty"`
	Act     keys.Act         `json:"act"`
	Verb    string           `json:"verb"`              // "added", "opened", "sent"
	Subject string           `json:"subject,omitempty"` // the record: "client K7M-2QX"
	Fields  []string         `json:"fields,omitempty"`  // names of what was changed or shown
}
