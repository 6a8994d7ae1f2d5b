package main

import (
	_ "embed"

	"github.com/spf13/cobra"
)

// How the program is deployed stands in files beside it and is printed by it: so
// whoever has the one file that is copied to a server has these as well, of the
// same version, and the tests hold them to the flags there are.
var (
	//go:embed deploy/signpost.service
	unitFile string
	//go:embed deploy/Containerfile
	containerFile string
)

func newUnit() *cobra.Command {
	return printed(unitFile, "unit", "Print a hardened service for systemd",
		"  signpost unit > /etc/systemd/system/signpost.service")
}

func newContainer() *cobra.Command {
	return printed(containerFile, "container", "Print how to build a container of nothing but the program",
		"  signpost container > /tmp/Containerfile && podman build -t signpost -f /tmp/Containerfile .")
}

func printed(file, use, short, example string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs, Example: example,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write([]byte(file))
			return err
		},
	}
}
