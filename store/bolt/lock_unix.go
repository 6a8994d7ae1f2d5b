//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package bolt

import (
	"errors"
	"os"
	"syscall"
	"time"
)

const lockRetry = 20 * time.Millisecond

var errLocked = errors.New("locked by another process")

// lock takes the lock that bbolt takes, and answers errLocked when another has
// still not let it go after wait.
func lock(f *os.File, wait time.Duration) error {
	end := time.Now().Add(wait)
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return &os.PathError{Op: "lock", Path: f.Name(), Err: err}
		}
		if time.Now().After(end) {
			return errLocked
		}
		time.Sleep(lockRetry)
	}
}

// unlock lets the lock go before the mapping does: while a file is mapped, closing
// it does not.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
