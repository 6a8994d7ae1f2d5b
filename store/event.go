package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
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
	With    []string         `json:"with,omitempty"`    // other records that it concerns as much
	Fields  []string         `json:"fields,omitempty"`  // names of what was changed or shown
	Rev     uint64           `json:"rev"`
}

var lastEvent = []byte("n\x00event")

// Events is the audit log. Write through AppendEvent. Indexes "member",
// "subject" (with the others that it concerns) and "day" ("2006-01-02", UTC).
var Events = Table[Event]{
	Name: "event",
	ID:   func(e *Event) string { return e.ID.key() },
	Rev:  func(e *Event) *uint64 { return &e.Rev },
	Indexes: []Index[Event]{
		{Name: "member", Of: func(e *Event) []string { return some(string(e.Member)) }},
		{Name: "subject", Of: func(e *Event) []string { return append(some(e.Subject), e.With...) }},
		{Name: "day", Of: func(e *Event) []string { return []string{e.At.UTC().Format(time.DateOnly)} }, Ordered: true},
	},
}

func (id EventID) key() string { return fmt.Sprintf("%016x", uint64(id)) }

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// AppendEvent gives the event the next place in the log and keeps it, with the
// hashes that hold it to its place (Log).
func AppendEvent(tx Tx, e Event) (Event, error) {
	place, err := count(tx, lastEvent)
	if err != nil {
		return e, fmt.Errorf("event log: %w", err)
	}
	e.ID, e.Rev = EventID(place), 0
	e, leaf, err := Events.keep(tx, e)
	if err != nil {
		return e, err
	}
	return e, keepHashes(tx, e.ID, leaf)
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
// member is named it reads only theirs; otherwise it reads from the newest day
// back until it has enough.
func ReadTrail(tx Tx, q TrailQuery) ([]Event, error) {
	if q.Limit <= 0 {
		q.Limit = 500
	}
	var out []Event
	var err error
	switch {
	case q.Client != "":
		out, err = q.pick(Events.By(tx, "subject", "client "+string(q.Client)))
	case q.Member != "":
		out, err = q.pick(Events.By(tx, "member", string(q.Member)))
	default:
		out, err = q.newest(tx)
	}
	if err != nil {
		return nil, err
	}
	out = out[max(0, len(out)-q.Limit):]
	slices.SortFunc(out, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// pick keeps the last of the events that the query asks for, a few more than its
// limit.
func (q TrailQuery) pick(seq iter.Seq2[Event, error]) ([]Event, error) {
	var out []Event
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		day := DayOf(e.At.UTC())
		if q.Until != 0 && day > q.Until || q.Since != 0 && day < q.Since || q.Member != "" && e.Member != q.Member {
			continue
		}
		if out = append(out, e); len(out) >= 2*q.Limit {
			out = append(out[:0], out[len(out)-q.Limit:]...)
		}
	}
	return out, nil
}

// newest reads the log from its end. Days go by the index: a clock that was set
// back has left events out of the order of their times.
func (q TrailQuery) newest(tx Tx) ([]Event, error) {
	last, err := tx.Get(lastEvent)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint64(last))
	if q.Since == 0 && q.Until == 0 {
		return q.pick(Events.Between(tx, EventID(max(1, n-q.Limit+1)).key(), ""))
	}
	day, first := q.Until, q.Since
	var out []Event
	if day == 0 {
		e, err := Events.Get(tx, EventID(n).key())
		if err != nil {
			return nil, err
		}
		day = DayOf(e.At.UTC())
		if out, err = q.pick(Events.From(tx, "day", (day + 1).String())); err != nil {
			return nil, err
		}
	}
	if first == 0 {
		e, err := oldest(tx)
		if err != nil {
			return nil, err
		}
		first = DayOf(e.At.UTC())
	}
	for ; day >= first && len(out) < q.Limit; day-- {
		of, err := q.pick(Events.By(tx, "day", day.String()))
		if err != nil {
			return nil, err
		}
		out = append(of, out...)
	}
	return out, nil
}

// oldest is the event of the earliest day.
func oldest(tx Tx) (Event, error) {
	for e, err := range Events.From(tx, "day", "") {
		return e, err
	}
	return Event{}, fmt.Errorf("the first event: %w", ErrNotFound)
}
