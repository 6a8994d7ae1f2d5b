package main

import (
	"path/filepath"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// TestALineAtATimeOverSSH goes in by each way that leads to the plain mode: asked
// for, with no terminal, on one that cannot place its cursor, in a window too
// small for the pages, and because the member set it so.
func TestALineAtATimeOverSSH(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"))
	steward := newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(steward), types(&safeBuffer{}, s.code))
	if got := do(t, c, "quit\n", "plain", nil); !strings.Contains(got, "What do you want to do?") || strings.ContainsAny(got, "\x1b\r") {
		t.Errorf("asked for: %q", got)
	}
	for name, w := range map[string]window{
		"dumb":  openWindow(t, c, "dumb", 80, 24),
		"small": openWindow(t, c, "xterm", 50, 12),
	} {
		if name == "dumb" { // the window of the enrolment says first who has come
			see(t, w, "You are enrolled")
		}
		if _, err := w.in.Write([]byte("\r")); err != nil {
			t.Fatal(err)
		}
		see(t, w, "What do you want to do?")
		if strings.Contains(w.shows.String(), "\x1b") {
			t.Errorf("%s: an escape sequence was sent: %q", name, w.shows)
		}
	}
	again := s.dial("steward", gossh.PublicKeys(steward))
	if got := ask(t, again, "settings set view lines"); got.status != 0 {
		t.Fatalf("settings set view lines: %+v", got)
	}
	w := openWindow(t, again, "xterm-256color", 80, 24)
	see(t, w, "What do you want to do?")
	if strings.Contains(w.shows.String(), "\x1b") {
		t.Errorf("set so: an escape sequence was sent: %q", w.shows)
	}
}

func see(t *testing.T, w window, text string) {
	t.Helper()
	eventually(t, "it says "+text, func() bool { return strings.Contains(w.shows.String(), text) })
}
