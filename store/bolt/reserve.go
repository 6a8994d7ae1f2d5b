package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"signpost/store"
)

var _ store.Insister = (*Engine)(nil)

// refillTime is how long after a try to get the reserve back another is made.
const refillTime = time.Second

// reserve is a file of no use but the room that it takes, which is given up when the
// disk is full to whoever insists. While it is gone nobody else may write, or that
// room would soon be full as well. The nil reserve is none.
type reserve struct {
	path  string
	size  int64
	mu    sync.Mutex
	spent bool
	tried time.Time // when it was last tried to get it back
}

// newReserve has the room kept back, if there is that much.
func newReserve(path string, size int64) *reserve {
	if size <= 0 {
		return nil
	}
	r := &reserve{path: path, size: size}
	info, err := os.Lstat(path)
	r.spent = (err != nil || info.Size() < size) && r.take() != nil
	return r
}

func (r *reserve) take() error {
	f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(allocate(f, r.size), f.Close()); err != nil {
		return errors.Join(err, os.Remove(r.path))
	}
	return nil
}

// written takes the room by writing to it, where it cannot be had otherwise.
func written(f *os.File, size int64) error {
	block := make([]byte, 64<<10)
	for at := int64(0); at < size; at += int64(len(block)) {
		if _, err := f.Write(block[:min(int64(len(block)), size-at)]); err != nil {
			return err
		}
	}
	return f.Sync()
}

// gone says whether the room was given up and cannot be had back yet.
func (r *reserve) gone() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.spent && time.Since(r.tried) >= refillTime {
		r.tried = time.Now()
		r.spent = r.take() != nil
	}
	return r.spent
}

// spend gives the room up. It says no where it is gone already.
func (r *reserve) spend() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.spent || os.Truncate(r.path, 0) != nil {
		return false
	}
	r.spent, r.tried = true, time.Now()
	return true
}

// Insist is Update that may use the reserve, as store.Insister promises.
func (e *Engine) Insist(ctx context.Context, fn func(store.Tx) error) error {
	err := e.update(ctx, fn)
	for errors.Is(err, store.ErrFull) && e.reserve.spend() {
		err = e.update(ctx, fn)
	}
	return err
}

// full says what a commit's error means, where it is that of a full disk.
func full(path string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("commit to %q: %w: %w", path, store.ErrFull, err)
	}
	return fmt.Errorf("commit to %q: %w", path, err)
}
