package bolt

import (
	"os"
	"syscall"
)

// allocate takes that much room for the file, without writing it where the file
// system can.
func allocate(f *os.File, size int64) error {
	err := syscall.Fallocate(int(f.Fd()), 0, 0, size)
	if err == syscall.EOPNOTSUPP || err == syscall.ENOSYS {
		return written(f, size)
	}
	return err
}
