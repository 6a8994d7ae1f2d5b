package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	bbolt "go.etcd.io/bbolt"
)

const maxFindings = 20

// Check reads the whole store and answers nil when it is sound: every page that
// is used or free is so exactly once, and keys are in order; then bbolt's own
// check says the same. Updates wait for it; Views do not. A damaged store is a
// *Problem that is ErrDamaged, and names up to 20 findings. bbolt's part of the
// check cannot be stopped: when ctx ends, Check answers after it.
func (e *Engine) Check(ctx context.Context) error {
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer e.running.Done()
	return e.alone(ctx, func(btx *bbolt.Tx) error {
		h, err := readHeader(e.file)
		if err == nil {
			err = walk(ctx, e.file, h)
		}
		// bbolt checks in a goroutine of its own, where a fault could not be
		// caught, so it is shown only what has passed.
		if err == nil {
			err = e.check(btx)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return damaged(e.path, err)
		}
		return nil
	})
}

func (e *Engine) check(btx *bbolt.Tx) (err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	var found []error
	n := 0
	for f := range btx.Check() {
		if n++; n <= maxFindings {
			found = append(found, f)
		}
	}
	if n > maxFindings {
		found = append(found, fmt.Errorf("and %d more", n-maxFindings))
	}
	return errors.Join(found...)
}
