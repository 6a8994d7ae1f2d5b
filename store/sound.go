package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Census is what a store holds, and what in it is not as it has to be.
type Census struct {
	Records map[string]int // how many of each table
	Entries int            // of all indexes
	Faults  []string       // sentences, MaxLogFaults at the most; none: all is sound
}

// Total is how many records there are.
func (c *Census) Total() int {
	n := 0
	for _, of := range c.Records {
		n += of
	}
	return n
}

func (c *Census) fault(format string, args ...any) {
	if len(c.Faults) < MaxLogFaults {
		c.Faults = append(c.Faults, fmt.Sprintf(format, args...))
	}
}

// kind is a Table, of whatever records.
type kind interface {
	called() string
	count(tx Tx, c *Census) error
}

// kinds lists every table there is. A test holds it to the source.
func kinds() []kind {
	return []kind{
		Partners, Members, Keys, Invitations,
		Clients, Cards, Notes, Corrections, Visits, Triages, Assessments, Referrals, referralRows, Slips, Households,
		Catalogue, AllMarks, FieldQuestions, Deliveries,
		FollowUps, Gaps, Counteds, Tallies, ReferralCounts, Tracks,
		AllSettings, AllGrounds, Aways, Erasures, Events,
		Retentions, Removals, Keepings, Purges,
	}
}

// TakeCensus reads all that the store holds: it decodes every record, and holds it
// to its key and to the indexes that find it. What does not fit is a fault, and an
// error means that not all was read. The store must be at rest, or the census is
// of one moment and keeps the space of what is written meanwhile. The hashes of the
// audit log are for VerifyLog.
func TakeCensus(ctx context.Context, e Engine) (Census, error) {
	var c Census
	err := e.View(ctx, func(tx Tx) error {
		c = Census{Records: map[string]int{}}
		for _, k := range kinds() {
			if err := k.count(tx, &c); err != nil {
				return err
			}
		}
		if err := errors.Join(c.answers(tx), c.revisions(tx), c.counts(tx)); err != nil {
			return err
		}
		return c.strays(tx)
	})
	if err != nil {
		return Census{}, fmt.Errorf("read all records: %w", err)
	}
	return c, nil
}

func (t Table[R]) called() string { return t.Name }

// count reads the table. Where a value cannot be read, the range that it is in
// ends; those that are not reached are told by their index, and by being too few.
func (t Table[R]) count(tx Tx, c *Census) error {
	entries := 0
	for pair, err := range tx.Range(t.key(""), t.key("\xff")) {
		if ended(err) {
			return err
		}
		if err != nil {
			c.fault("After %d records of %s one cannot be read: it was changed or moved on the disk (%v).", c.Records[t.Name], t.Name, err)
			return nil
		}
		c.Records[t.Name]++
		id := string(pair.Key[len(t.key("")):])
		r, err := t.decode(id, pair.Value)
		if err != nil {
			c.fault("A record cannot be read: %v.", err)
			continue
		}
		if t.ID(&r) != id || *t.Rev(&r) == 0 {
			c.fault("In the place of %s %q stands another: %q at revision %d.", t.Name, id, t.ID(&r), *t.Rev(&r))
			continue
		}
		for _, key := range t.entries(tx, id, &r) {
			entries++
			to, err := tx.Get([]byte(key))
			if ended(err) {
				return err
			}
			if err != nil || string(to) != id {
				c.fault("%s %q is missing from an index, so that who looks for it does not find it.", t.Name, id)
				break
			}
		}
	}
	return t.countEntries(tx, c, entries)
}

func (t Table[R]) countEntries(tx Tx, c *Census, want int) error {
	got := 0
	for _, err := range tx.Range([]byte("i\x00"+t.Name+"\x00"), []byte("i\x00"+t.Name+"\x01")) {
		if ended(err) {
			return err
		}
		if err != nil {
			c.fault("After %d entries the indexes of %s cannot be read (%v).", got, t.Name, err)
			return nil
		}
		got++
	}
	if got != want {
		c.fault("The indexes of %s have %d entries in place of %d.", t.Name, got, want)
	}
	c.Entries += got
	return nil
}

// answers reads the answers of assessments, which are kept in parts beside them.
func (c *Census) answers(tx Tx) error {
	for a, err := range Assessments.All(tx) {
		if ended(err) {
			return err
		}
		if err != nil {
			return nil //nolint:nilerr // the table has told of it
		}
		if _, err := GetAssessment(tx, a.ID); err != nil {
			if ended(err) {
				return err
			}
			c.fault("An answer cannot be read: %v.", err)
		}
	}
	return nil
}

// counts holds what is counted of referrals, which no index finds, to the referrals
// that were sent and to the tallies that they were added to.
func (c *Census) counts(tx Tx) error {
	there, sums := map[ReferralID]bool{}, map[string]int{}
	for n, err := range ReferralCounts.All(tx) {
		if ended(err) {
			return err
		}
		if err != nil {
			return nil //nolint:nilerr // the table has told of it
		}
		there[n.ID] = true
		for _, what := range n.Counted {
			sums[n.Month+" "+string(n.Programme)+" "+what]++
		}
	}
	for r, err := range Referrals.All(tx) {
		if ended(err) {
			return err
		}
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		if !r.Sent.IsZero() && !there[r.ID] {
			c.fault("Referral %q was sent, and what is counted of it is missing.", r.ID)
		}
	}
	for t, err := range Tallies.All(tx) {
		if ended(err) {
			return err
		}
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		for what, n := range t.Counts {
			if got := sums[t.Month+" "+t.Key+" "+what]; t.Of == TallyProgramme && got != n {
				c.fault("The tally of %s of %s counts %d under %q, and the referrals that it counts are %d.", t.Key, t.Month, n, what, got)
			}
		}
	}
	return nil
}

// revisions reads the programmes as they were.
func (c *Census) revisions(tx Tx) error {
	for pair, err := range tx.Range([]byte(programmeRevisions), []byte(programmeRevisions+"\xff")) {
		if ended(err) {
			return err
		}
		if err != nil {
			return c.unread(err)
		}
		p, err := Catalogue.decode("revision", pair.Value)
		if err != nil || !bytes.Equal(pair.Key, revisionKey(p.ID, p.Rev)) {
			c.fault("A revision of a programme is not what it was: %q.", pair.Key)
		}
	}
	return nil
}

// strays finds what belongs to no table.
func (c *Census) strays(tx Tx) error {
	var known [][]byte
	for _, k := range kinds() {
		known = append(known, []byte("t\x00"+k.called()+"\x00"), []byte("i\x00"+k.called()+"\x00"))
	}
	known = append(known, []byte(hashesOfEvents), []byte(answerParts), []byte(programmeRevisions))
	single := [][]byte{lastEvent, missed, probe, doubt}
	for pair, err := range tx.Range(nil, nil) {
		if ended(err) {
			return err
		}
		if err != nil {
			return c.unread(err)
		}
		in := func(from []byte) bool { return bytes.HasPrefix(pair.Key, from) }
		is := func(key []byte) bool { return bytes.Equal(pair.Key, key) }
		if !slices.ContainsFunc(known, in) && !slices.ContainsFunc(single, is) {
			c.fault("There is something in the store that this program does not know: %q.", pair.Key)
		}
	}
	return nil
}

// unread tells of a value that does not open, where no table has told of it.
func (c *Census) unread(err error) error {
	if len(c.Faults) == 0 {
		c.fault("The store cannot be read to its end (%v).", err)
	}
	return nil
}

// ended says whether reading cannot go on, whatever is asked for next.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrClosed)
}
