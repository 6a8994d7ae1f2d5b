//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package bolt

import (
	"errors"
	"os"
	"time"
)

var errLocked = errors.New("locked by another process")

// lock leaves the lock to bbolt, which has its own for these systems and takes
// it after the file has been read.
func lock(*os.File, time.Duration) error { return nil }

func unlock(*os.File) error { return nil }
