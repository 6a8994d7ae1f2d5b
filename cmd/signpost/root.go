package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/store/text"
)

// The exit statuses of every command.
const (
	exitDone  = 0
	exitNo    = 1 // refused, not found, or something went wrong
	exitUsage = 2 // not a command as it is written
)

// usageError is a command that is not written as it has to be.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run is the whole program but its exit.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	began := false
	root := newRoot(&began)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(errs, "signpost: %s\n", text.SafeLines(err.Error()))
	if u := (usageError{}); began && !errors.As(err, &u) {
		return exitNo
	}
	fmt.Fprintf(errs, "To see how it is used: %s --help\n", cmd.CommandPath())
	return exitUsage
}

// newRoot is the tree of commands. It sets began when one starts to run: an
// error before that is one of usage.
func newRoot(began *bool) *cobra.Command {
	root := &cobra.Command{
		Use:   "signpost",
		Short: "Find provision, match clients to it and refer them, over SSH",
		Long: `Signpost helps work coaches in Lancashire find support for the people they
advise: it finds provision, matches a client to programmes with reasons, keeps
clients, and refers them. Members use it with ssh. This command serves them.`,
		Example: `  signpost serve                      serve on port 2222, data in ./signpost-data
  ssh -p 2222 enrol@localhost         enrol with the invitation that serve prints
  ssh -p 2222 localhost               go in
  ssh -p 2222 localhost find forklift the same, as a command`,
		Args:          noSuchCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd, os.LookupEnv); err != nil {
				return err
			}
			*began = true
			return nil
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveDefault)
	root.AddCommand(newServe(), newInit(), newMember(), newKey(), newKeyRotate(), newTrail(), newProvision(),
		newBackup(), newRestore(), newVerify(),
		newHealth(), newDoctor(), newUnit(), newContainer(), newVersion())
	return root
}

// noSuchCommand refuses a word that is not one of the command's own.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("%q is not a command of %s", args[0], cmd.CommandPath())
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		err = fmt.Errorf("%w: did you mean %s?", err, strings.Join(near, ", "))
	}
	return err
}

// group is a command that only holds others.
func group(use, short, long string, inside ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(inside...)
	return cmd
}

// fromEnvironment gives each flag that was not given the value of its variable:
// SIGNPOST_LOG_FORMAT for --log-format. An empty variable counts as not set.
func fromEnvironment(cmd *cobra.Command, lookup func(string) (string, bool)) error {
	var first error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := variable(f.Name)
		value, ok := lookup(name)
		if f.Changed || !ok || value == "" || f.Name == "help" || first != nil {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			first = fmt.Errorf("the variable %s: %w", name, err)
		}
	})
	return first
}

func variable(flag string) string {
	return "SIGNPOST_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// required says which of the flags was not given, neither as such nor by its
// variable.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if f := cmd.Flags().Lookup(name); f.Value.String() == "" || f.Value.String() == "[]" {
			return usage("enter --%s: %s", name, f.Usage)
		}
	}
	return nil
}
