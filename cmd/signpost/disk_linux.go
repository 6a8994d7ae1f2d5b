package main

import (
	"fmt"
	"syscall"
)

// disk is what is known of the file system that a directory is on.
type disk struct {
	free uint64 // bytes that this user may still write
	kind string // "tmpfs", "nfs" and such as a store should not be on; empty for others
}

// Numbers of file systems (statfs(2)) that do not keep what is synced, or whose
// locks and maps do not hold.
const (
	tmpfs = 0x01021994
	ramfs = 0x858458f6
	nfs   = 0x6969
	smb   = 0x517b
	cifs  = 0xff534d42
	smb2  = 0xfe534d42
)

func diskOf(path string) (disk, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return disk{}, fmt.Errorf("look at the disk of %q: %w", path, err)
	}
	kind := map[uint32]string{tmpfs: "tmpfs", ramfs: "ramfs", nfs: "nfs", smb: "smb", cifs: "cifs", smb2: "smb"}[uint32(s.Type)]
	return disk{free: s.Bavail * uint64(s.Bsize), kind: kind}, nil
}

// openFiles is how many files this user may have open in one program.
func openFiles() (uint64, error) {
	var l syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l)
	return l.Cur, err
}
