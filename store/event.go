package store

import (
	"encoding/binary"
	"errors"
	"fmt"
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
	Rev     uint64           `json:"rev"`
}

var lastEvent = []byte("n\x00event")

// Events is the audit log. Write through AppendEvent. Indexes "member",
// "subject" and "day" ("2006-01-02", UTC).
var Events = Table[Event]{
	Name: "event",
	ID:   func(e *Event) string { return e.ID.key() },
	Rev:  func(e *Event) *uint64 { return &e.Rev },
	Indexes: []Index[Event]{
		{Name: "member", Of: func(e *Event) []string { return some(string(e.Member)) }},
		{Name: "subject", Of: func(e *Event) []string { return some(e.Subject) }},
		{Name: "day", Of: func(e *Event) []string { return []string{e.At.UTC().Format(time.DateOnly)} }},
	},
}

func (id EventID) key() string { return fmt.Sprintf("%016x", uint64(id)) }

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// AppendEvent gives the event the next place in the log and keeps it.
func AppendEvent(tx Tx, e Event) (Event, error) {
	last := EventID(0)
	data, err := tx.Get(lastEvent)
	switch {
	case err == nil:
		last = EventID(binary.BigEndian.Uint64(data))
	case !errors.Is(err, ErrNotFound):
		return e, fmt.Errorf("event log: %w", err)
	}
	e.ID, e.Rev = last+1, 0
	if err := tx.Put(lastEvent, binary.BigEndian.AppendUint64(nil, uint64(e.ID))); err != nil {
		return e, fmt.Errorf("event log: %w", err)
	}
	return Events.Put(tx, e)
}
