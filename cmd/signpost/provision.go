package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/provision"
	"signpost/store/text"
)

func newProvision() *cobra.Command {
	return group("provision", "Check and show the provision that ships with the program",
		`Provision is the catalogue of programmes and services. What ships with the program
is one YAML file a programme, which a curator can read and edit.`,
		newProvisionLint(), newProvisionShow())
}

func newProvisionLint() *cobra.Command {
	return &cobra.Command{
		Use:   "lint FILE...",
		Short: "Say what is wrong with provision files, and where",
		Long: `Lint reads provision files beside the built-in catalogue, which they may replace or
add to, and prints a line for everything that is wrong: facts and values that do not
exist, rules that nobody can meet, words or sources that are missing, ids used
twice, dates in the wrong order. Its exit status is 1 when there is anything.`,
		Example: "  signpost provision lint restart.yaml\n  signpost provision lint catalogue/*.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("enter one or more files, such as: signpost provision lint restart.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return lint(cmd, args) },
	}
}

func lint(cmd *cobra.Command, paths []string) error {
	rest, err := provision.Builtin()
	if err != nil {
		return fmt.Errorf("read the built-in catalogue: %w", err)
	}
	files := make([][]byte, len(paths))
	for i, path := range paths {
		if files[i], err = os.ReadFile(path); err != nil {
			return fmt.Errorf("read the provision: %w", err)
		}
		if p, err := provision.Parse(filepath.Base(path), files[i]); err == nil {
			rest = append(slices.DeleteFunc(rest, func(r store.Programme) bool { return r.ID == p.ID }), p)
		}
	}
	found := 0
	for i, path := range paths {
		_, problems := provision.LintFile(path, files[i], rest)
		for _, p := range problems {
			p.File = path
			fmt.Fprintln(cmd.OutOrStdout(), text.Safe(p.String()))
		}
		found += len(problems)
	}
	switch {
	case found == 1:
		return fmt.Errorf("1 problem in %d files: mend it in the file and lint again", len(paths))
	case found > 0:
		return fmt.Errorf("%d problems in %d files: mend them in the files and lint again", found, len(paths))
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Nothing wrong in %s\n", store.Count(len(paths), "file"))
	return nil
}

func newProvisionShow() *cobra.Command {
	return &cobra.Command{
		Use:     "show ID",
		Short:   "Print a built-in programme as YAML, to read or to edit",
		Example: "  signpost provision show restart\n  signpost provision show restart > restart.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("enter the id of one programme, such as: signpost provision show restart")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			all, _ := provision.Builtin()
			words := make([]string, len(all))
			for i, p := range all {
				words[i] = string(p.ID)
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := provision.Builtin()
			if err != nil {
				return fmt.Errorf("read the built-in catalogue: %w", err)
			}
			id := store.ProgrammeID(args[0])
			i := slices.IndexFunc(all, func(p store.Programme) bool { return p.ID == id || slices.Contains(p.OtherIDs, id) })
			if i < 0 {
				return fmt.Errorf("there is no built-in programme %q", args[0])
			}
			data, err := provision.Format(all[i])
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
}
