package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"signpost/keys"
)

// Erasure says that what was kept of a client was erased: the pseudonym, and
// nothing that leads to the person. It stays, and a backup from before is restored
// without them.
type Erasure struct {
	Client ClientRef     `json:"client"`
	Rev    uint64        `json:"rev"`
	At     time.Time     `json:"at"`
	By     keys.MemberID `json:"by,omitempty"`
	Why    string        `json:"why,omitempty"` // a code, never a person's own words
}

// Enter writes an erasure in the ledger, and gives what stands there: one that it has
// already, as after a restore that was cut short, stays as it is.
func (e Erasure) Enter(tx Tx) (Erasure, error) {
	old, err := Erasures.Get(tx, string(e.Client))
	if errors.Is(err, ErrNotFound) {
		return Erasures.Put(tx, e)
	}
	return old, err
}

// Erasures is the ledger of what was erased.
var Erasures = Table[Erasure]{
	Name: "erasure",
	ID:   func(e *Erasure) string { return string(e.Client) },
	Rev:  func(e *Erasure) *uint64 { return &e.Rev },
}

// ledgerLine is an erasure as a file keeps it: a line of JSON.
type ledgerLine struct {
	Client ClientRef `json:"erased"`
	At     time.Time `json:"at"`
	Why    string    `json:"why,omitempty"`
}

// ledgerHead is the first line of a file, with the identity of the store: references
// are of one store, and another's are other people.
const ledgerHead = "# erasures of "

// ErrOtherLedger is the error of a ledger of another store.
var ErrOtherLedger = errors.New("the ledger of erasures is of another store")

var errNoLedger = errors.New("it does not begin as a ledger of erasures does")

// WriteLedger writes the ledger of the store of that identity as text, a line for
// each client, in the order of their erasure. It holds pseudonyms, days and codes.
func WriteLedger(w io.Writer, identity string, all []Erasure) error {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Erasure) int { return a.At.Compare(b.At) })
	out := bytes.NewBufferString(ledgerHead + identity + "\n")
	for _, e := range all {
		line, err := json.Marshal(ledgerLine{e.Client, e.At.UTC(), e.Why})
		if err != nil {
			return fmt.Errorf("the ledger of erasures: %w", err)
		}
		out.Write(append(line, '\n'))
	}
	_, err := out.WriteTo(w)
	return err
}

// ReadLedger reads what WriteLedger wrote for the store of that identity. A line
// that is no erasure is an error with its number: who is left out would come back.
func ReadLedger(r io.Reader, identity string) ([]Erasure, error) {
	var all []Erasure
	lines := bufio.NewScanner(r)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), ledgerHead) {
		return nil, errors.Join(errNoLedger, lines.Err())
	}
	if strings.TrimSpace(strings.TrimPrefix(lines.Text(), ledgerHead)) != identity {
		return nil, ErrOtherLedger
	}
	for n := 2; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var l ledgerLine
		err := json.Unmarshal(lines.Bytes(), &l)
		ref, ok := TidyRef(string(l.Client))
		if err != nil || !ok {
			return nil, fmt.Errorf("line %d of the ledger of erasures is not one: %w", n, ErrNotFound)
		}
		all = append(all, Erasure{Client: ClientRef(ref), At: l.At, Why: l.Why})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("the ledger of erasures: %w", err)
	}
	return all, nil
}

// LedgerOf lists the erasures that the store keeps.
func LedgerOf(ctx context.Context, e Engine) ([]Erasure, error) {
	var all []Erasure
	err := e.View(ctx, func(tx Tx) error {
		all = nil
		for one, err := range Erasures.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger of erasures: %w", err)
	}
	return all, nil
}

// Reapply erases, in a store that was put back from a backup, those of the ledger
// who were erased since and are in it again, each with an event in the transaction
// that ends it, and says how many those were. Erasures that the store keeps already
// are applied as well: a backup may have been made between.
func Reapply(ctx context.Context, e Engine, ledger []Erasure, now time.Time) (int, error) {
	kept, err := LedgerOf(ctx, e)
	if err != nil {
		return 0, err
	}
	done := 0
	for _, one := range slices.Concat(kept, ledger) {
		var was bool
		for more := true; more; {
			err := e.Update(ctx, func(tx Tx) (err error) {
				was, more, err = reapply(tx, one, now)
				return err
			})
			if err != nil {
				return done, fmt.Errorf("erase client %s again: %w", one.Client, err)
			}
		}
		if was {
			done++
		}
	}
	return done, nil
}

func reapply(tx Tx, one Erasure, now time.Time) (was, more bool, err error) {
	_, err = Clients.Get(tx, string(one.Client))
	if was = err == nil; !was && !errors.Is(err, ErrNotFound) {
		return false, false, err
	}
	_, err = Erasures.Get(tx, string(one.Client))
	known := err == nil
	if !known && !errors.Is(err, ErrNotFound) {
		return false, false, err
	}
	if !known {
		one.Rev = 0
		if _, err := Erasures.Put(tx, one); err != nil {
			return false, false, err
		}
	}
	if !was {
		return false, false, nil
	}
	if more, err = EraseClient(tx, one.Client, now); err != nil || more {
		return true, more, err
	}
	_, err = AppendEvent(tx, Event{At: now, Act: keys.ActClock, Verb: "erased again", Subject: "client " + string(one.Client)})
	return true, false, err
}
