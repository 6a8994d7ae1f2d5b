// Package line is the jobs of the screens as plain commands, for scripts and
// for screen readers: one command in, text or JSON out, an exit status.
//
// It goes to the same desk as the screens do, so permission, scope and audit are
// the same. It must not know of SSH, of terminals or of the store: what it is
// given is a desk, the words of a command and three streams.
package line

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"runtime/debug"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/desk"
	"signpost/store/text"
)

// The exit statuses of a command.
const (
	Done    = 0 // the job is done
	Refused = 1 // refused or not found: the command was right, the answer is no
	Misused = 2 // wrong usage: no such command, option or value of an option
	Denied  = 3 // the caller's roles do not allow it
)

// In is one command and its surroundings.
type In struct {
	Desk    *desk.Desk
	Command string    // the words as one text, as an SSH exec request has them
	Args    []string  // the words already apart; not nil: Command is not looked at
	Stdin   io.Reader // nil: empty
	// MaxInput is the most bytes that are taken from Stdin; 0: 1 MiB.
	MaxInput int
	Stdout   io.Writer
	Stderr   io.Writer
	Host     string       // how people reach this server, for what help and invite tell them to type; empty: HOST
	Port     int          // the same; 0 and 22 are not named
	Log      *slog.Logger // nil: faults are not logged
}

// Run does one command and returns its exit status. What it answers goes to
// Stdout, whole or not at all; why it did not goes to Stderr as sentences. A
// reader that has gone away is no error. Run ends when ctx does, though a read of
// Stdin that hangs may outlive it until Stdin is closed.
func Run(ctx context.Context, in In) (status int) {
	j := &job{in: in, ctx: ctx, today: in.Desk.Today()}
	if j.in.Log == nil {
		j.in.Log = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if p := recover(); p != nil {
			// One broken command must not end everybody's sessions.
			j.in.Log.Error("panic in a command", "kind", text.Fault(p), "stack", string(debug.Stack()))
			_, _ = io.WriteString(in.Stderr, fault)
			status = Refused
		}
	}()
	if err := j.do(); err != nil {
		return j.fail(err)
	}
	_, _ = in.Stdout.Write(j.out.Bytes())
	return Done
}

// job is one run of one command.
type job struct {
	in    In
	ctx   context.Context
	today store.Day
	json  bool
	out   bytes.Buffer // the answer, written only once it is whole
}

func (j *job) do() error {
	args := j.in.Args
	if args == nil {
		var err error
		if args, err = Split(j.in.Command); err != nil {
			return err
		}
	}
	if len(args) == 0 {
		return misuse("", "Enter a command, such as: find forklift")
	}
	root := j.root()
	if isCompletion(args) {
		return unknownCommand(root, args[0])
	}
	root.SetArgs(args)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	return root.ExecuteContext(j.ctx)
}

// isCompletion says whether the words ask for cobra's own shell completion,
// which would write to the server's own files.
func isCompletion(args []string) bool {
	for _, a := range args {
		if a == cobra.ShellCompRequestCmd || a == cobra.ShellCompNoDescRequestCmd {
			return true
		}
	}
	return false
}

// fault is what is said of an error that is not the person's to mend.
const fault = "Something went wrong in Signpost itself. Nothing of yours was kept. Try again; if it goes on, tell your steward.\n"

// fail tells the person why not, and gives the exit status.
func (j *job) fail(err error) int {
	status, words := explain(err)
	if words == "" {
		words = fault
		j.in.Log.Error("command", "err", err)
	}
	_, _ = io.WriteString(j.in.Stderr, words)
	return status
}
