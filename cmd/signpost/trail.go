package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"signpost/store/bolt"
	"signpost/store/proof"
	"signpost/store/text"
)

func newTrail() *cobra.Command {
	return group("trail", "Verify the audit log, while the server is stopped",
		`The trail is the audit log: who did what to which record, and when. While the server
runs, an auditor reads it over ssh, and each backup is verified with the trail in it.`,
		newTrailVerify())
}

func newTrailVerify() *cobra.Command {
	var (
		at     place
		book   string
		inJSON bool
	)
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Find what was changed in the audit log, and how",
		Long: `Verify reads the whole audit log and says whether anything in it was changed, moved,
taken out or hidden since it was written. With --checkpoint it holds the log to the
checkpoints in that file besides, as serve --checkpoints keeps them, and so finds
also a log that was written anew, cut short or put back to an older one. It changes
nothing. Its exit status is 1 when something is wrong.`,
		Example: `  signpost trail verify --data /srv/signpost
  signpost trail verify --checkpoint /mnt/elsewhere/checkpoints`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			kept, err := readBook(book, cmd.InOrStdin())
			if err != nil {
				return err
			}
			data, err := openData(at, false)
			if errors.Is(err, bolt.ErrHeld) {
				return fmt.Errorf("%w. Or verify a backup that it makes while it serves, and the trail in it: signpost verify --backup FILE --identity AGE-KEY-FILE", err)
			}
			if err != nil {
				return err
			}
			report, err := proof.Verify(cmd.Context(), data.Store, data.Audit.Public(), kept)
			if err := errors.Join(err, data.Close()); err != nil {
				return err
			}
			if inJSON {
				err = asJSON(cmd.OutOrStdout(), report)
			} else {
				_, err = io.WriteString(cmd.OutOrStdout(), text.SafeLines(report.String()))
			}
			if err == nil {
				err = report.Err()
			}
			return err
		},
	}
	placeFlags(cmd, &at)
	cmd.Flags().StringVar(&book, "checkpoint", "", "`file` of checkpoints to hold the log to, or - for standard input")
	cmd.Flags().BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

// readBook reads a file of checkpoints; no file is none.
func readBook(path string, in io.Reader) ([]byte, error) {
	switch path {
	case "":
		return nil, nil
	case "-":
		return io.ReadAll(in)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoints: %w", err)
	}
	return data, nil
}
