package line_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/tui/line"
)

func TestInputIsLimited(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach, keys.Curator)
	w.airships(d)
	fits := `{"age": 30` + strings.Repeat(" ", 1<<20-len(`{"age": 30}`)) + "}"
	if got := w.do(d, fits, "match", "--programme", "zeppelin-club"); got.status != line.Done {
		t.Errorf("1 MiB: exit status %d: %s", got.status, got.err)
	}
	for _, args := range [][]string{{"match"}, {"client", "add", "--told", "in-person"}, {"client", "facts", "222-222"}, {"provision", "put"}} {
		got := w.do(d, fits+" ", args...)
		if got.status != line.Refused || !strings.Contains(got.err, "1 MiB") {
			t.Errorf("%q: exit status %d: %s", args, got.status, got.err)
		}
	}
	endless := w.run(line.In{Desk: d, Args: []string{"match"}, Stdin: zeros{}})
	if endless.status != line.Refused {
		t.Errorf("endless input: exit status %d: %s", endless.status, endless.err)
	}
	if got := w.run(line.In{Desk: d, Args: []string{"match"}}); got.status != line.Refused || !strings.Contains(got.err, "Nothing came in") {
		t.Errorf("no input: exit status %d: %s", got.status, got.err)
	}
	broken := w.run(line.In{Desk: d, Args: []string{"match"}, Stdin: io.MultiReader(strings.NewReader("{"), brokenPipe{})})
	if broken.status != line.Refused || !strings.Contains(broken.err, "broke off") {
		t.Errorf("broken input: exit status %d: %s", broken.status, broken.err)
	}
}

// An editor of Windows begins a file with a mark that nobody sees.
func TestInputWithAByteOrderMark(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	if got := w.do(d, "\ufeff"+`{"given_name": "Sam", "facts": {"age": 30}}`, "client", "add", "--told", "in-person"); got.status != line.Done {
		t.Errorf("exit status %d: %s", got.status, got.err)
	}
	if got := w.do(d, "\ufeff\r\n", "client", "add", "--told", "in-person"); got.status != line.Refused || !strings.Contains(got.err, "Nothing came in") {
		t.Errorf("a mark alone: exit status %d: %s", got.status, got.err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type brokenPipe struct{}

func (brokenPipe) Read([]byte) (int, error)  { return 0, io.ErrUnexpectedEOF }
func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestContextEndsARead(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	read, write := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	done := make(chan int)
	go func() {
		done <- line.Run(ctx, line.In{Desk: d, Args: []string{"match"}, Stdin: read, Stdout: &out, Stderr: &errs})
	}()
	if _, err := write.Write([]byte("{")); err != nil { // it is reading
		t.Fatal(err)
	}
	cancel()
	select {
	case status := <-done:
		if status != line.Refused || out.Len() > 0 || !strings.Contains(errs.String(), "connection ended") {
			t.Errorf("exit status %d: %q %q", status, out.String(), errs.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("still reading")
	}
	_ = write.Close()
}

func TestReaderThatHasGoneIsNoError(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	var errs bytes.Buffer
	if status := line.Run(t.Context(), line.In{Desk: d, Args: []string{"find"}, Stdout: brokenPipe{}, Stderr: &errs}); status != line.Done || errs.Len() > 0 {
		t.Errorf("exit status %d, %q", status, errs.String())
	}
	if status := line.Run(t.Context(), line.In{Desk: d, Args: []string{"fnid"}, Stdout: brokenPipe{}, Stderr: brokenPipe{}}); status != line.Misused {
		t.Errorf("exit status %d", status)
	}
}

func TestRawCommandIsSplit(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	for command, status := range map[string]int{
		`find "bad back" --limit 5`:           line.Done,
		`find 'it`:                            line.Misused,
		`find \`:                              line.Misused,
		``:                                    line.Misused,
		` `:                                   line.Misused,
		`find ` + strings.Repeat("x", 32<<10): line.Misused,
		`"whoami"`:                            line.Done,
		`whoami; whoami`:                      line.Misused,
		"find \x1b[2J":                        line.Done,
		"programme \x1b[2J\u202e":             line.Refused,
		`--json`:                              line.Misused,
		`--help`:                              line.Done,
		`find -- --all`:                       line.Done,
		`help --json`:                         line.Done,
	} {
		got := w.run(line.In{Desk: d, Command: command})
		if got.status != status {
			t.Errorf("%.60q: exit status %d, want %d: %.200s", command, got.status, status, got.err)
		}
		if strings.ContainsAny(got.out+got.err, "\x1b\u202e") {
			t.Errorf("%q: unsafe text comes out: %q", command, got.out+got.err)
		}
	}
}
