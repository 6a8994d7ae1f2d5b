package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"signpost/store/text"
)

// ages are where serve keeps what is to be of late: backups and checkpoints.
type ages struct {
	backups     string // the directory; empty for none
	every       time.Duration
	checkpoints string // the file; empty for none
}

// staleCheckpoint is when somebody should look: checkpoints are kept each minute in
// which the log has grown, and on a working day it has.
const staleCheckpoint = 4 * 24 * time.Hour

func (a *ages) flags(f *pflag.FlagSet) {
	f.StringVar(&a.backups, "backup-to", "", "`directory` that serve has with --backup-to, if any (or SIGNPOST_BACKUP_TO)")
	f.DurationVar(&a.every, "backup-every", 24*time.Hour, "how often, as serve has it (or SIGNPOST_BACKUP_EVERY)")
	f.StringVar(&a.checkpoints, "checkpoints", "", "`file` that serve has with --checkpoints, if any (or SIGNPOST_CHECKPOINTS)")
}

// findings are on what of it there is.
func (a *ages) findings(now time.Time, serving bool) []finding {
	var found []finding
	if a.backups != "" {
		found = append(found, a.backup(now, serving))
	}
	if a.checkpoints != "" {
		found = append(found, a.checkpoint(now))
	}
	return found
}

// backup looks at the newest backup. While a server runs, which makes them, one that
// is long overdue has to be mended.
func (a *ages) backup(now time.Time, serving bool) finding {
	const about = "backup"
	bad := minor
	if serving {
		bad = wrong
	}
	newest, err := newestBackup(a.backups, now)
	switch {
	case err != nil:
		return finding{bad, about, text.Capital(err.Error()) + ". Give the directory that serve has with --backup-to, as the user who runs the server."}
	case newest.IsZero():
		return finding{bad, about, fmt.Sprintf("There is no backup in %q. A server that has --backup-to makes one: read in its log why it has not.", a.backups)}
	}
	says := fmt.Sprintf("The newest backup in %q is of %s.", a.backups, newest.Local().Format("2 January 2006, 15:04 MST"))
	if now.Sub(newest) > 2*a.every {
		return finding{bad, about, fmt.Sprintf("%s One is due every %v: read in the server's log why none was made since.", says, a.every)}
	}
	return finding{fine, about, says}
}

// checkpoint looks at when the newest checkpoint of the audit log was kept.
func (a *ages) checkpoint(now time.Time) finding {
	const about = "checkpoints"
	info, err := os.Stat(a.checkpoints)
	if err != nil {
		return finding{wrong, about, fmt.Sprintf("The checkpoints %q cannot be looked at (%v): give the file that serve has with --checkpoints.", a.checkpoints, err)}
	}
	says := fmt.Sprintf("The newest checkpoint of the audit log in %q is of %s.", a.checkpoints, info.ModTime().Format("2 January 2006, 15:04 MST"))
	switch {
	case info.Size() == 0:
		return finding{wrong, about, fmt.Sprintf("The file %q holds no checkpoint: find out who emptied it.", a.checkpoints)}
	case now.Sub(info.ModTime()) > staleCheckpoint:
		return finding{minor, about, says + " If anybody has worked since, read in the server's log why none was kept."}
	}
	return finding{fine, about, says}
}
