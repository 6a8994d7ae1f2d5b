package bolt

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// holder names the process that has the lock on path ("process 1234 (signpost)"),
// or answers "" when it cannot be learnt.
func holder(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	locks, err := os.ReadFile("/proc/locks")
	if !ok || err != nil {
		return ""
	}
	dev := uint64(st.Dev) //nolint:unconvert // narrower on some architectures
	major, minor := dev>>8&0xFFF|dev>>32&^0xFFF, dev&0xFF|dev>>12&^0xFF
	want := fmt.Sprintf("%02x:%02x:%d", major, minor, st.Ino)
	for line := range strings.Lines(string(locks)) {
		// 1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF
		if field := strings.Fields(line); len(field) > 5 && field[1] == "FLOCK" && field[5] == want {
			return process(field[4])
		}
	}
	return ""
}

func process(pid string) string {
	if pid == fmt.Sprint(os.Getpid()) {
		return "this same process"
	}
	name, err := os.ReadFile("/proc/" + pid + "/comm")
	if err != nil {
		return "" // it has ended, or is of another container
	}
	return fmt.Sprintf("process %s (%s)", pid, strings.TrimSpace(string(name)))
}
