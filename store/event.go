package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"sort"
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
	place, err := count(tx, lastEvent)
	if err != nil {
		return e, fmt.Errorf("event log: %w", err)
	}
	e.ID, e.Rev = EventID(place), 0
	return Events.Put(tx, e)
}

// count adds one to the number under the key and gives it: 1 the first time.
func count(tx Tx, key []byte) (uint64, error) {
	n := uint64(0)
	data, err := tx.Get(key)
	switch {
	case err == nil:
		n = binary.BigEndian.Uint64(data)
	case !errors.Is(err, ErrNotFound):
		return 0, err
	}
	return n + 1, tx.Put(key, binary.BigEndian.AppendUint64(nil, n+1))
}

// TrailQuery asks for part of the audit log. Fields that are empty do not limit.
type TrailQuery struct {
	Since  Day // on or after, UTC
	Until  Day // on or before, UTC
	Member keys.MemberID
	Client ClientRef
	Limit  int // the newest so many; 0 for 500
}

// ReadTrail returns the events of a query, the oldest first. Where a client or a
// member is named it reads only theirs; otherwise it starts at the first event
// of the day asked for.
func ReadTrail(tx Tx, q TrailQuery) ([]Event, error) {
	limit := cmp.Or(q.Limit, 500)
	seq, err := trailOf(tx, q, limit)
	if err != nil {
		return nil, err
	}
	var out []Event
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		day := DayOf(e.At.UTC())
		if q.Until != 0 && day > q.Until || q.Since != 0 && day < q.Since || q.Member != "" && e.Member != q.Member {
			continue
		}
		if out = append(out, e); len(out) >= 2*limit {
			out = append(out[:0], out[len(out)-limit:]...)
		}
	}
	return out[max(0, len(out)-limit):], nil
}

func trailOf(tx Tx, q TrailQuery, limit int) (iter.Seq2[Event, error], error) {
	switch {
	case q.Client != "":
		return Events.By(tx, "subject", "client "+string(q.Client)), nil
	case q.Member != "":
		return Events.By(tx, "member", string(q.Member)), nil
	}
	last, err := tx.Get(lastEvent)
	if errors.Is(err, ErrNotFound) {
		return func(func(Event, error) bool) {}, nil
	}
	if err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint64(last))
	if q.Since == 0 && q.Until == 0 {
		return Events.Between(tx, EventID(max(1, n-limit+1)).key(), ""), nil
	}
	var broken error
	first := sort.Search(n, func(i int) bool {
		e, err := Events.Get(tx, EventID(i+1).key())
		if err != nil {
			broken = err
		}
		return DayOf(e.At.UTC()) >= q.Since
	})
	return Events.Between(tx, EventID(first+1).key(), ""), broken
}
