package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxLogFaults is how many faults a LogReport tells.
const MaxLogFaults = 20

// LogReport is what VerifyLog has found.
type LogReport struct {
	Head   LogHead             // the log as its events make it
	At     map[EventID]LogHash // the heads that were asked for, of those sizes that the log has
	Faults []string            // sentences, MaxLogFaults at the most; none: all is as it was kept
}

func (r *LogReport) fault(format string, args ...any) {
	if len(r.Faults) < MaxLogFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
}

// VerifyLog reads the whole audit log, and holds every event to the hashes kept
// with it and to the indexes that find it. It tells what was changed, moved or
// taken out by someone who did not make the hashes anew; against one who did, or
// who put an older store back, the heads at the sizes of at are to be held to
// those that were kept elsewhere. The records of who may come in are held to what
// the log says of them, so that one of before which was put back is found. Others
// may write meanwhile: what they add to the log is not looked at. An error means that the log was not read to its end.
func VerifyLog(ctx context.Context, e Engine, at []EventID) (LogReport, error) {
	v := verifier{report: LogReport{At: map[EventID]LogHash{}}, at: map[EventID]bool{}, access: newAccessLog()}
	for _, size := range at {
		v.at[size] = true
	}
	var size EventID
	err := e.View(ctx, func(tx Tx) (err error) {
		size, err = logSize(tx)
		return err
	})
	for next := EventID(1); err == nil && next <= size; {
		// A part at a time: a long View would keep the space of what is written
		// meanwhile from being used again.
		kept, from := v, next
		err = e.View(ctx, func(tx Tx) error {
			v, next = kept.clone(), from
			for ; next <= size && next < from+1000; next++ {
				v.event(tx, next)
			}
			return nil
		})
	}
	if err == nil && len(v.report.Faults) == 0 {
		err = e.View(ctx, func(tx Tx) error { return v.strays(tx, size) })
	}
	if err != nil {
		return LogReport{}, fmt.Errorf("verify the audit log: %w", err)
	}
	v.report.Head = LogHead{Size: size, Hash: v.head()}
	return v.report, nil
}

// verifier has read the events up to some place.
type verifier struct {
	report  LogReport
	at      map[EventID]bool
	size    EventID
	entries int       // index entries that the events ought to have
	access  accessLog // what the events say of who may come in
	edge    []LogHash // the largest whole subtrees, from the left: what a head is made of
}

// clone is for a View that may run more than once.
func (v *verifier) clone() verifier {
	c := *v
	c.edge, c.report.Faults = slices.Clone(v.edge), slices.Clone(v.report.Faults)
	return c
}

// event holds the event of that id to its place.
func (v *verifier) event(tx Tx, id EventID) {
	kept, err := tx.Get(hashesKey(id))
	if err == nil && len(kept) < tlog.HashSize {
		kept, err = nil, ErrNotFound
	}
	switch {
	case errors.Is(err, ErrNotFound):
		v.report.fault("The hashes of event %d are missing.", id)
	case err != nil:
		v.report.fault("The hashes of event %d cannot be read: they were changed or moved on the disk (%v).", id, err)
	}
	leaf, found := v.leaf(tx, id)
	if err == nil {
		if found && leaf != LogHash(kept[:tlog.HashSize]) {
			v.report.fault("Event %d was changed after it was kept.", id)
		}
		// The kept hash goes on, so that one fault does not hide what follows.
		leaf = LogHash(kept[:tlog.HashSize])
	}
	made := v.add(leaf)
	if err == nil && !slices.Equal(made, kept) {
		v.report.fault("The hashes of event %d do not follow from the events before it.", id)
	}
	if v.at[id] {
		v.report.At[id] = v.head()
	}
}

// leaf is the hash of the event as it is kept, if there is such an event.
func (v *verifier) leaf(tx Tx, id EventID) (LogHash, bool) {
	data, err := tx.Get(Events.key(id.key()))
	switch {
	case errors.Is(err, ErrNotFound):
		v.report.fault("Event %d is missing.", id)
		return LogHash{}, false
	case err != nil:
		v.report.fault("Event %d cannot be read: it was changed or moved on the disk (%v).", id, err)
		return LogHash{}, false
	}
	var e Event
	switch err := json.Unmarshal(data, &e); {
	case err != nil:
		v.report.fault("Event %d was changed: it is no event.", id)
		return LogHash{}, false
	case e.ID != id:
		v.report.fault("In the place of event %d stands event %d: it was moved.", id, e.ID)
		return LogHash{}, false
	}
	v.access.take(&e)
	for _, key := range Events.entries(tx, id.key(), &e) {
		v.entries++
		if to, err := tx.Get([]byte(key)); err != nil || string(to) != id.key() {
			v.report.fault("Event %d is missing from an index, so that who looks for it by member, record or day does not find it.", id)
			break
		}
	}
	return tlog.RecordHash(data), true
}

// add appends a leaf, and gives the hashes that keepHashes ought to have kept.
func (v *verifier) add(h LogHash) []byte {
	made := slices.Clone(h[:])
	for n := v.size; n&1 != 0; n >>= 1 {
		last := len(v.edge) - 1
		h = tlog.NodeHash(v.edge[last], h)
		v.edge = v.edge[:last]
		made = append(made, h[:]...)
	}
	v.edge = append(v.edge, h)
	v.size++
	return made
}

// head is the hash of the whole log so far.
func (v *verifier) head() LogHash {
	if len(v.edge) == 0 {
		empty, _ := tlog.TreeHash(0, nil) // it reads nothing
		return empty
	}
	h := v.edge[len(v.edge)-1]
	for i := len(v.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(v.edge[i], h)
	}
	return h
}

// strays finds what the log has besides the events that it counts.
func (v *verifier) strays(tx Tx, size EventID) error {
	now, err := logSize(tx)
	if err != nil {
		return err
	}
	if now < size {
		v.report.fault("The log was cut short while it was read: it had %d events and has %d.", size, now)
		return nil
	}
	events := EventID(0)
	for _, err := range tx.Range(Events.key(""), Events.key("\xff")) {
		if err != nil {
			v.report.fault("After %d events the log cannot be read (%v).", events, err)
			return nil
		}
		events++
	}
	if events != now {
		v.report.fault("The log counts %d events and there are %d: some were added to it, or its end was taken off the count.", now, events)
	}
	entries := 0
	for pair, err := range tx.Range([]byte("i\x00"+Events.Name+"\x00"), []byte("i\x00"+Events.Name+"\x01")) {
		if err != nil {
			v.report.fault("After %d entries the indexes of the log cannot be read (%v).", entries, err)
			return nil
		}
		if string(pair.Value) <= size.key() {
			entries++
		}
	}
	if entries != v.entries {
		v.report.fault("The indexes of the log have %d entries in place of %d.", entries, v.entries)
	}
	return v.holdAccess(tx, size, now)
}

// holdAccess holds the records of access to the log up to its end as it is now.
func (v *verifier) holdAccess(tx Tx, size, now EventID) error {
	for id := size + 1; id <= now; id++ {
		e, err := Events.Get(tx, id.key())
		if err != nil {
			return err
		}
		v.access.take(&e)
	}
	return v.access.hold(tx, v.report.fault)
}
