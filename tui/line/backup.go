package line

import (
	"strings"

	"github.com/spf13/cobra"
)

func (j *job) backup() *cobra.Command {
	var last bool
	cmd := &cobra.Command{
		Use: "backup", GroupID: "access", Short: "Back the store up now, to where this server keeps backups",
		Long: "The backup is encrypted to a key that the server was started with, and read back before this says that it is there. " +
			"Where it goes and who can open it are for whoever runs the server to choose. It is written in the trail, with its hash. " +
			"With --last none is made: it says when the last was, and the last checkpoint of the trail.",
		Example: "backup\nbackup --last --json",
		Args:    none,
		RunE: func(*cobra.Command, []string) error {
			if last {
				safe, err := j.in.Desk.Safety(j.ctx)
				if err != nil {
					return err
				}
				return j.answer(safe, func(p *page) { p.line("%s", safe.Says()) })
			}
			b, err := j.in.Desk.Backup(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(b, func(p *page) {
				for l := range strings.Lines(b.String()) {
					p.line("%s", strings.TrimSuffix(l, "\n"))
				}
			})
		},
	}
	cmd.Flags().BoolVar(&last, "last", false, "say when the last was made, and make none")
	return cmd
}
