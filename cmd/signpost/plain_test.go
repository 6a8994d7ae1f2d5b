package main

import (
	"encoding/json"
	"path/filepath"
	"regexp"
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

// A member who is given a further key is told so at the next login with the key they
// had, on the screen, in lines and by whoami, until they say once that they know of it.
func TestAFurtherKeyIsToldAtTheNextLogin(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"))
	own, further := newSigner(t), newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(own), types(&safeBuffer{}, s.code))
	const says = "A key was added for you on "
	if got := ask(t, c, "whoami"); got.status != exitDone || strings.Contains(got.out, says) {
		t.Fatalf("the first key: %+v", got)
	}
	var me []struct{ ID string }
	check(t, json.Unmarshal([]byte(ask(t, c, "member list --json").out), &me))
	code := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`).FindString(ask(t, c, "invite --member "+me[0].ID).out)
	added := s.dial("enrol", gossh.PublicKeys(further), types(&safeBuffer{}, code))
	if got := ask(t, added, "whoami"); got.status != exitDone || strings.Contains(got.out, says) {
		t.Errorf("by the key itself: %+v", got)
	}
	if got := ask(t, added, "whoami --known"); got.status == exitDone {
		t.Errorf("the key itself says that it is known: %+v", got)
	}
	again := s.dial("x", gossh.PublicKeys(own))
	if got := ask(t, again, "whoami"); !strings.Contains(got.out, says) || !strings.Contains(got.out, "To say that you know of it: whoami --known") {
		t.Errorf("by the other: %+v", got)
	}
	if got := do(t, again, "quit\n", "plain", nil); !strings.Contains(got, says) {
		t.Errorf("in lines: %s", got)
	}
	w := openWindow(t, again, "vt100", 80, 24)
	see(t, w, says)
	_, err := w.in.Write([]byte("x"))
	check(t, err)
	see(t, w, "Noted that you know of it.")
	if got := ask(t, again, "whoami"); strings.Contains(got.out, says) {
		t.Errorf("afterwards: %+v", got)
	}
	if got := do(t, again, "quit\n", "plain", nil); strings.Contains(got, says) {
		t.Errorf("afterwards, in lines: %s", got)
	}
}

func see(t *testing.T, w window, text string) {
	t.Helper()
	eventually(t, "it says "+text, func() bool { return strings.Contains(w.shows.String(), text) })
}
