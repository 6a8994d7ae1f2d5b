package main

import (
	"io"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/tui/term/vt100"
)

// TestWalkDumb enters random lines for every role on a terminal that cannot place
// its cursor. After each there is a question, nothing has been sent that such a
// terminal does not know, and no line is longer than it is wide.
func TestWalkDumb(t *testing.T) {
	t.Parallel()
	dir, who := wrote(t)
	st := newStage(t, dir, who)
	random := rand.New(rand.NewPCG(*walkSeed, 100))
	entered := 0
	for _, role := range []keys.Role{keys.Coach, keys.Provider, keys.Curator, keys.Auditor, keys.Steward} {
		var tty *teletype
		for range max(*walkKeys/5, 1) {
			if tty == nil || tty.over.Load() {
				tty = newTeletype(t, st, role)
				tty.answered()
			}
			tty.enter(dumbLines[random.IntN(len(dumbLines))])
			entered++
		}
	}
	t.Logf("%d lines", entered)
}

// dumbLines are what is entered, most of it numbers. Leaving ends a session, and
// another begins. Nobody enters 7, and there chooses to be sent UTF-8.
var dumbLines = append(
	strings.Fields("1 2 3 4 5 6 8 1 2 3 4 1 2 3 y n y n no yes more back back menu again help today forklift none Jo connect s 12/5/1990 quit"),
	"", "", "debt and rent", `"back"`, "Zoë \xff\xfe 漢字 e\u0301", "\x1b[A\x1b[5~x", "wrong\x7f\x7f\x08ng", "not this\x15", "\x03", "0",
	"99999999999999999999", "1 2 3", strings.Repeat("long ", 100),
)

// teletype is a window on a dumb terminal: what was printed, and what was not
// understood of it.
type teletype struct {
	t     *testing.T
	in    io.Writer
	paper *safeBuffer
	read  int // bytes of paper
	over  atomic.Bool
	last  []string // lines entered
}

func newTeletype(t *testing.T, st *stage, role keys.Role) *teletype {
	t.Helper()
	cfg, _ := config("x", gossh.PublicKeys(st.cast[role]))
	client, err := gossh.Dial("tcp", st.addr, cfg)
	check(t, err)
	session, err := client.NewSession()
	check(t, err)
	tty := &teletype{t: t, paper: &safeBuffer{}}
	session.Stdout, session.Stderr = tty.paper, tty.paper
	tty.in, err = session.StdinPipe()
	check(t, err)
	check(t, session.RequestPty("dumb", 24, 80, gossh.TerminalModes{}))
	check(t, session.Shell())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_ = session.Wait()
		tty.over.Store(true)
	}()
	t.Cleanup(func() { _ = client.Close(); <-gone })
	return tty
}

func (tty *teletype) enter(line string) {
	tty.t.Helper()
	tty.last = append(tty.last[max(len(tty.last)-9, 0):], line)
	if _, err := io.WriteString(tty.in, line+"\r"); err != nil && !tty.over.Load() {
		tty.t.Fatal(err)
	}
	tty.answered()
}

// answered waits for the next question, and holds what was printed to the rules.
func (tty *teletype) answered() {
	tty.t.Helper()
	var printed string
	defer func() {
		if tty.t.Failed() {
			tty.t.Logf("after %q, seed %d:\n%s", tty.last, *walkSeed, printed)
		}
	}()
	eventually(tty.t, "a question is asked, or the session is over", func() bool {
		printed = tty.paper.String()[tty.read:]
		return tty.over.Load() || strings.Contains(printed, "\n") && strings.HasSuffix(printed, ": ")
	})
	tty.read += len(printed)
	known := vt100.New(80, 24, vt100.Dumb, nil)
	_, _ = known.Write([]byte(printed))
	if unknown := known.Unknown(); len(unknown) > 0 {
		tty.t.Fatalf("is sent what a dumb terminal does not know: %v", unknown)
	}
	for i, line := range strings.Split(printed, "\n") {
		if line = strings.TrimSuffix(line, "\r"); i > 0 && len(line) > 80 { // the first ends what was typed
			tty.t.Fatalf("a line is %d long: %q", len(line), line)
		}
		if strings.Contains(line, "\b") || strings.Contains(line, "\r") {
			tty.t.Fatalf("a line goes back: %q", line)
		}
	}
}
