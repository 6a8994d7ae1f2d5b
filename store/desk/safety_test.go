package desk_test

import (
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store/desk"
)

// A steward is told of the last backup, whoever made it, and of the last checkpoint.
func TestTheLastBackupIsTold(t *testing.T) {
	w := newWorld(t)
	fp := w.member("Stella", "Authority", keys.Steward).Who().Fingerprint
	said := func() string {
		t.Helper()
		safe, err := w.desk(fp).Safety(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		return safe.Says()
	}
	if got := said(); got != "No backup was made yet. To make one now: ssh HOST backup. "+
		"No checkpoints of the audit trail are kept: whoever runs the server starts it with --checkpoints." {
		t.Errorf("before: %s", got)
	}
	for _, d := range []*desk.Desk{w.office.Installer(), w.desk(fp)} { // by the schedule, and by a steward
		w.clock.set(w.clock.now().AddDate(0, 0, 1))
		if _, err := d.BackupWith(w.ctx, backUp); err != nil {
			t.Fatal(err)
		}
	}
	if got := said(); !strings.HasPrefix(got, "Last backup: 4 February 2026 at 10:00.") {
		t.Errorf("after two: %s", got)
	}
	at := time.Time{}
	var err error
	w.office, err = desk.Over(w.ctx, w.engine, w.clock.now, desk.Options{Witness: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(); !strings.HasSuffix(got, "No schedule: whoever runs the server starts it with --backup-to and --backup-recipient. No checkpoint of the audit trail was kept yet.") {
		t.Errorf("before a checkpoint: %s", got)
	}
	at = time.Date(2026, 2, 4, 11, 30, 0, 0, time.UTC)
	if got := said(); !strings.HasSuffix(got, "Last checkpoint of the audit trail: 4 February 2026 at 11:30.") {
		t.Errorf("after one: %s", got)
	}
}
