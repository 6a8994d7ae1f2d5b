package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
	"signpost/store/text"
)

func newVerify() *cobra.Command {
	var (
		o      restoreOrder
		inJSON bool
	)
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Read all of a store or of a backup, and say whether it is sound",
		Long: `Verify reads every page of the store, decodes every record, holds it to the indexes
that find it, verifies the audit log, and holds the records of who may come in to what
that says. With --backup it does so with a backup, and so tries the age key and the
store's key as well. It changes nothing. Its exit status is 1 when something is wrong.

While the server runs its store is in use: a backup, which does not mind, reads all
of it too.`,
		Example: `  signpost verify --data /srv/signpost
  signpost verify --backup monday.age --identity age-key.txt --key-file store.key`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (o.from == "") != (o.identity == "") {
				return usage("enter --backup and --identity together: the file, and the age key that opens it")
			}
			fn := o.verifyData
			if o.from != "" {
				fn = o.verifyBackup
			}
			found, err := fn(cmd.Context())
			if err != nil {
				return err
			}
			if inJSON {
				err = asJSON(cmd.OutOrStdout(), found.line())
			} else {
				_, err = io.WriteString(cmd.OutOrStdout(), text.SafeLines(found.String()))
			}
			return errors.Join(err, found.err())
		},
	}
	placeFlags(cmd, &o.at)
	f := cmd.Flags()
	f.StringVar(&o.from, "backup", "", "`file` of a backup to verify, in place of the data directory")
	f.StringVar(&o.identity, "identity", "", "`file` of the age key that opens the backup")
	f.BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

// verifyData looks at the store of a data directory.
func (o restoreOrder) verifyData(ctx context.Context) (soundness, error) {
	data, err := openData(o.at, false)
	if errors.Is(err, bolt.ErrHeld) {
		return soundness{}, fmt.Errorf("%w. If that is the server, let it run and make a backup, which reads all of it: signpost backup", err)
	}
	if err != nil {
		return soundness{}, err
	}
	var found soundness
	if err = data.File.Check(ctx); err == nil {
		found, err = look(ctx, data.Store, data.Audit)
	}
	return found, errors.Join(err, data.Close())
}

// verifyBackup looks at the store in a backup. What it unpacks is sealed, as it was
// on the server's disk.
func (o restoreOrder) verifyBackup(ctx context.Context) (soundness, error) {
	tmp, err := os.MkdirTemp("", "signpost-verify-*") // of mode 0700
	if err != nil {
		return soundness{}, fmt.Errorf("make a directory to unpack the backup in: %w", err)
	}
	defer os.RemoveAll(tmp)
	m, err := unpackBackup(o.from, o.identity, tmp)
	if err != nil {
		return soundness{}, err
	}
	return examine(ctx, tmp, func(ctx context.Context, e store.Engine) (*seal.Engine, error) { return o.unseal(ctx, m.Identity, e) })
}

// soundnessLine is what was found, as JSON.
type soundnessLine struct {
	Records map[string]int `json:"records"` // by kind
	Entries int            `json:"entries"` // of indexes
	Log     store.LogHead  `json:"log"`
	Faults  []string       `json:"faults"` // sentences; none: it is sound
}

func (f *soundness) line() soundnessLine {
	return soundnessLine{f.census.Records, f.census.Entries, f.log.Head, f.faults()}
}

// String is what was found, in lines for a person.
func (f *soundness) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Records: %d\n", f.census.Total())
	for _, kind := range slices.Sorted(maps.Keys(f.census.Records)) {
		fmt.Fprintf(&b, "  %s: %d\n", kind, f.census.Records[kind])
	}
	fmt.Fprintf(&b, "Index entries: %d\nAudit log: %d events, head %s\n", f.census.Entries, f.log.Head.Size, f.log.Head.Hash)
	for _, fault := range f.faults() {
		b.WriteString("! " + fault + "\n")
	}
	if len(f.faults()) == 0 {
		b.WriteString("Nothing is wrong with the store.\n")
	}
	return b.String()
}
