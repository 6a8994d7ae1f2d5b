package plain_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"signpost/tui/plain"
)

// waits says what comes after so long without a key.
type waits struct {
	after time.Duration
	says  string
}

// idly runs a session in which each line comes after its wait, on a clock of its
// own. After the last nothing comes any more.
func idly(t *testing.T, pty bool, idle time.Duration, lines ...waits) (shown string, status int, log string) {
	t.Helper()
	var logged bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		coach := newWorld(t).coach()
		p := &person{tb: t}
		hung := make(chan struct{}) // closed when the session has ended: a line that hangs up
		p.say = func(string) (string, error) {
			if len(lines) == 0 {
				<-hung
				return "", io.EOF
			}
			line := lines[0]
			lines = lines[1:]
			time.Sleep(line.after)
			return line.says, nil
		}
		status = plain.Run(t.Context(), plain.In{Desk: coach, In: p, Out: p, PTY: pty, Idle: idle, Log: slog.New(slog.NewTextHandler(&logged, nil))})
		close(hung)
		synctest.Wait()
		shown = p.shown()
	})
	return shown, status, logged.String()
}

func TestWhoeverEntersNothingIsWarnedAndLoggedOut(t *testing.T) {
	shown, status, log := idly(t, true, 0)
	has(t, shown, "Number: ", "Nothing was entered for a while. In one minute you are logged out. To stay, press any key.",
		"You were logged out, as nothing was entered for 15 minutes. What you saved is kept.")
	lacks(t, shown, "is lost")
	if status != plain.Done || !strings.Contains(log, "logged out") || strings.Contains(log, "Ann") {
		t.Errorf("status %d, log %q", status, log)
	}
}

func TestAnyKeyStaysAndDoesNothingElse(t *testing.T) {
	shown, status, _ := idly(t, true, 10*time.Minute, waits{time.Minute, "7"}, waits{9*time.Minute + 30*time.Second, "9"},
		waits{8 * time.Minute, "\r"}, waits{time.Minute, "menu\rquit\r"})
	has(t, shown, "Number: 7", "press any key.", "You stay.", "Number: 7", "Settings", "Goodbye.")
	if status != plain.Done || strings.Count(shown, "press any key") != 1 {
		t.Errorf("status %d: %s", status, tail(shown))
	}
}

func TestALineStaysWhereLinesComeWhole(t *testing.T) {
	shown, status, _ := idly(t, false, 10*time.Minute, waits{9*time.Minute + 30*time.Second, "2\n"}, waits{time.Minute, "quit\n"})
	has(t, shown, "Number:", "To stay, press Enter.", "You stay. Number:", "Goodbye.")
	lacks(t, shown, "Triage: ")
	if status != plain.Done {
		t.Errorf("status %d", status)
	}
}

// Whoever is logged out is told what was lost by it, and warned of it before.
func TestWhatIsLostByBeingIdleIsTold(t *testing.T) {
	shown, status, _ := idly(t, true, 5*time.Minute, waits{time.Second, "2\r"}, waits{time.Second, "burnley\r"})
	has(t, shown, "To stay, press any key.", "not saved", "You were logged out, as nothing was entered for 5 minutes. What you saved is kept. What you typed and did not save is lost.")
	if status != plain.Broken {
		t.Errorf("status %d", status)
	}
}

// The idle time is the member's own, from the moment it is set.
func TestTheIdleTimeIsSetALineAtATime(t *testing.T) {
	shown, _, _ := idly(t, true, 15*time.Minute, waits{time.Second, "7\r"}, waits{time.Second, "4\r"}, waits{time.Second, "5\r"})
	has(t, shown, "Saved. Idle time: 5 minutes.", "You were logged out, as nothing was entered for 5 minutes.")
}

// Whoever is connected for as long as one may be is told ten minutes and a minute
// before, between lines; what is being typed then goes on.
func TestTheEndIsToldInLines(t *testing.T) {
	var shown string
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Hour)
		defer cancel()
		coach := newWorld(t).coach()
		p := &person{tb: t}
		waits := []time.Duration{110*time.Minute + time.Second, 9 * time.Minute, 20 * time.Second}
		lines := []string{"qu", "", "it\r"}
		p.say = func(string) (string, error) {
			time.Sleep(waits[0])
			line := lines[0]
			waits, lines = waits[1:], lines[1:]
			return line, nil
		}
		ends := time.Now().Add(2 * time.Hour)
		if status := plain.Run(ctx, plain.In{Desk: coach, In: p, Out: p, PTY: true, Idle: 3 * time.Hour, Ends: ends}); status != plain.Done {
			t.Errorf("status %d", status)
		}
		shown = p.shown()
	})
	has(t, shown, "In 10 minutes you are logged out, whatever you type", "Number: qu", "In one minute you are logged out", "Number: qu", "Goodbye.")
	if strings.Count(shown, "you are logged out") != 2 {
		t.Errorf("it is said more often: %s", tail(shown))
	}
}
