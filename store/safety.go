package store

import (
	"strings"
	"time"
)

// Safety is when the store was last backed up, and its audit log last witnessed.
type Safety struct {
	Keeps     bool      `json:"keeps_backups"` // the server knows where backups go
	Backup    time.Time `json:"last_backup,omitzero"`
	Witnessed bool      `json:"keeps_checkpoints"`
	Witness   time.Time `json:"last_checkpoint,omitzero"` // one is kept each minute in which something happened
}

// Says is that in sentences, with what to do.
func (s *Safety) Says() string {
	const form = "2 January 2006 at 15:04"
	var out []string
	switch {
	case !s.Backup.IsZero():
		out = append(out, "Last backup: "+s.Backup.Format(form)+".")
	default:
		out = append(out, "No backup was made yet.")
	}
	if s.Keeps {
		out = append(out, "To make one now: ssh HOST backup.")
	} else {
		out = append(out, "No schedule: whoever runs the server starts it with --backup-to and --backup-recipient.")
	}
	switch {
	case !s.Witnessed:
		out = append(out, "No checkpoints of the audit trail are kept: whoever runs the server starts it with --checkpoints.")
	case s.Witness.IsZero():
		out = append(out, "No checkpoint of the audit trail was kept yet.")
	default:
		out = append(out, "Last checkpoint of the audit trail: "+s.Witness.Format(form)+".")
	}
	return strings.Join(out, " ")
}
