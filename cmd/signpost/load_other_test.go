//go:build !unix

package main

import (
	"fmt"
	"os"
)

// loadMembers says that loads are made on Unix only: what the server's processor
// time is, and how small a line's buffers are, is asked of Unix.
func loadMembers() {
	fmt.Fprintln(os.Stderr, "loads are made on Unix only")
	os.Exit(2)
}
