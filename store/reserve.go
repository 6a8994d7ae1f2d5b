package store

import (
	"context"
	"errors"
)

// ErrFull is the error of an Update for which the disk has no room: none of it is
// kept, and all that was kept before is.
var ErrFull = errors.New("the disk is full")

// Insister is an engine that keeps room on the disk back.
type Insister interface {
	// Insist is Update for what has to go on while the disk is full: to erase, to
	// take access away, to write down who has read what. It may use the room that was
	// kept back, and is ErrFull when that is used up as well.
	Insist(ctx context.Context, fn func(Tx) error) error
}

// Insist is the engine's own Insist, or Update where it keeps nothing back.
func Insist(ctx context.Context, e Engine, fn func(Tx) error) error {
	if i, ok := e.(Insister); ok {
		return i.Insist(ctx, fn)
	}
	return e.Update(ctx, fn)
}
