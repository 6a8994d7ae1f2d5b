package bolt

import (
	"errors"
	"fmt"
	"os"
)

// Here says whether the store is still the file at its path, and as long as it was.
// One that was removed, replaced or cut short by somebody else is a *Problem that is
// ErrGone, and the engine is stopped by it: what would be written from then on would
// be gone with the last that has the file open. Every commit asks before and after,
// so that no write to such a file is acknowledged.
func (e *Engine) Here() error {
	if p := e.broken.Load(); p != nil {
		return p
	}
	there, err := os.Stat(e.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return e.gone("was removed or renamed")
	case err != nil:
		return fmt.Errorf("look at %q: %w", e.path, err)
	}
	ours, err := e.file.Stat()
	if errors.Is(err, os.ErrClosed) {
		return nil // the engine was closed meanwhile
	}
	if err != nil {
		return fmt.Errorf("look at %q: %w", e.path, err)
	}
	if !os.SameFile(there, ours) {
		return e.gone("was replaced by another file")
	}
	for least := e.least.Load(); ; least = e.least.Load() { // bbolt never shortens a file
		if ours.Size() < least {
			return e.gone(fmt.Sprintf("was cut short, from %d bytes to %d", least, ours.Size()))
		}
		if e.least.CompareAndSwap(least, ours.Size()) {
			return nil
		}
	}
}

// gone stops the engine.
func (e *Engine) gone(what string) error {
	p := &Problem{ErrGone, fmt.Sprintf("the store %q %s while it was in use, so nothing more is written: "+
		"stop the program, put the store back if you have moved it, or else restore a backup", e.path, what), nil}
	if e.broken.CompareAndSwap(nil, p) {
		return p
	}
	return e.broken.Load()
}
