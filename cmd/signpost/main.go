// Command signpost is the front door: it opens the data directory, serves
// members over SSH, and lets whoever installs it manage access while the server
// is stopped.
//
// It reads flags, wires the rooms together and watches the door. It must not
// know what a programme, a client or a referral is: that is for the desk, and
// for the screens and commands over it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
