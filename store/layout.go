package store

import (
	"context"
	"errors"
	"fmt"
)

// Layout is the number of the form in which records are kept: that which this
// program reads and writes. It is one more than there are Upgrades.
const Layout = 1

// Upgrades are what brings a store that an older program has kept up to date: the first
// takes layout 1 to 2, and so on. One that was released is never changed, and works
// on bytes or on records of its own: what Table decodes is of this program and not of
// that time.
func Upgrades() []Upgrade { return nil }

// Upgrade takes what is kept from one layout to the next.
type Upgrade struct {
	Says string // what it does, in words for whoever runs the server
	Do   func(Tx) error
}

// Migrator is an engine that knows in which layout its store is kept.
type Migrator interface {
	Engine
	// Layout is the number that the store was made with or last brought to.
	Layout() int
	// Migrate runs fn and keeps all of its writes and the new number, durably, when it
	// returns nil; and none of them otherwise. It is an Update that may write any
	// number of pairs, and while it runs nobody else writes.
	Migrate(ctx context.Context, layout int, fn func(Tx) error) error
}

// ErrUnsound is the error of a migration whose result is not a sound store.
var ErrUnsound = errors.New("what it made is not sound")

// BringUp brings a store to the layout that the steps end in, all of it or nothing:
// in one transaction, in which every record is then decoded and held to its indexes
// and the audit log is verified and has to be what it was. There is nothing to do for
// a store of that layout.
func BringUp(ctx context.Context, e Migrator, steps []Upgrade) error {
	from, to := e.Layout(), 1+len(steps)
	if from == to {
		return nil
	}
	if from < 1 || from > to {
		return fmt.Errorf("bring the store from layout %d to %d: %w", from, to, errors.ErrUnsupported)
	}
	return e.Migrate(ctx, to, func(tx Tx) error {
		was, err := Head(tx)
		if err != nil {
			return err
		}
		for i, s := range steps[from-1:] {
			if err := s.Do(tx); err != nil {
				return fmt.Errorf("bring to layout %d (%s): %w", from+1+i, s.Says, err)
			}
		}
		return sound(ctx, tx, was)
	})
}

// sound reads all that a transaction would keep.
func sound(ctx context.Context, tx Tx, was LogHead) error {
	census, err := TakeCensus(ctx, within{tx})
	if err != nil {
		return err
	}
	log, err := VerifyLog(ctx, within{tx}, nil)
	if err != nil {
		return err
	}
	for _, fault := range append(census.Faults, log.Faults...) {
		return fmt.Errorf("%w: %s", ErrUnsound, fault)
	}
	if log.Head != was {
		return fmt.Errorf("%w: the audit log is not the one of before", ErrUnsound)
	}
	return nil
}

// within is a transaction that is open, for what asks an Engine and only reads.
type within struct{ tx Tx }

func (w within) View(ctx context.Context, fn func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return fn(w.tx)
}

func (within) Update(context.Context, func(Tx) error) error { return ErrReadOnly }

func (within) Close() error { return nil }
