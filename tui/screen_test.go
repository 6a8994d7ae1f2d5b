package tui_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hinshun/vt10x"

	"signpost/store"
	"signpost/tui"
	"signpost/tui/term"
)

var update = flag.Bool("update", false, "write the golden screens as they are now")

// screen is a session on a terminal emulator, in process.
type screen struct {
	t       testing.TB
	keys    *io.PipeWriter
	resized chan term.Size
	stop    chan struct{}
	done    chan error
	mu      sync.Mutex
	term    vt10x.Terminal
	sent    atomic.Int64  // bytes
	drawn   chan struct{} // something was drawn since it was last looked at
}

// Write draws.
func (s *screen) Write(b []byte) (int, error) {
	s.sent.Add(int64(len(b)))
	s.mu.Lock()
	_, err := s.term.Write(b)
	s.mu.Unlock()
	select {
	case s.drawn <- struct{}{}:
	default:
	}
	return len(b), err
}

// start opens a session of the desk's member on a terminal of that name and size.
func start(t testing.TB, desk tui.Desk, name string, w, h int, env ...string) *screen {
	t.Helper()
	caps, err := term.CapsOf(name, env)
	if err != nil {
		t.Fatal(err)
	}
	in, keys := io.Pipe()
	s := &screen{
		t: t, keys: keys, resized: make(chan term.Size), stop: make(chan struct{}), done: make(chan error, 1),
		term: vt10x.New(vt10x.WithSize(w, h)), drawn: make(chan struct{}, 1),
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		s.done <- term.Drive(ctx, tui.New(ctx, desk, caps, store.Settings{}, log), term.Line{
			In: in, Out: s, Caps: caps, Size: term.Size{W: w, H: h}, Resized: s.resized, Stop: s.stop, Log: log,
		})
		cancel()
	}()
	t.Cleanup(func() {
		_ = keys.Close()
		s.over()
	})
	return s
}

// over waits for the session's end.
func (s *screen) over() {
	s.t.Helper()
	select {
	case err := <-s.done:
		s.done <- nil
		if err != nil {
			s.t.Errorf("the session ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		s.t.Error("the session does not end")
	}
}

// text is the screen, line by line, without spaces at line ends.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, h := s.term.Size()
	lines := make([]string, h)
	for y := range lines {
		var b strings.Builder
		for x := range w {
			if r := s.term.Cell(x, y).Char; r != 0 {
				b.WriteRune(r)
			} else {
				b.WriteByte(' ')
			}
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// cursor says where the cursor is.
func (s *screen) cursor() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.term.CursorVisible() {
		return "cursor hidden"
	}
	c := s.term.Cursor()
	return fmt.Sprintf("cursor at column %d of line %d", c.X+1, c.Y+1)
}

// until waits for the screen to be as it should.
func (s *screen) until(what string, ok func() bool) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-s.drawn:
		case <-deadline:
			s.t.Fatalf("the screen never shows %s:\n%s%s", what, s.text(), s.cursor())
		}
	}
}

// sees waits for a text on the screen.
func (s *screen) sees(want string) {
	s.t.Helper()
	s.until(fmt.Sprintf("%q", want), func() bool { return strings.Contains(s.text(), want) })
}

// press sends keys as bytes.
func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// resize changes the window.
func (s *screen) resize(w, h int) {
	s.mu.Lock()
	s.term.Resize(w, h)
	s.mu.Unlock()
	s.resized <- term.Size{W: w, H: h}
}

// settle waits until nothing has been drawn for a while. Only the writing of
// golden screens needs it: reading them waits for what they hold.
func (s *screen) settle() {
	for {
		select {
		case <-s.drawn:
		case <-time.After(300 * time.Millisecond):
			return
		}
	}
}

// golden waits for the screen to be what testdata holds, or writes it there.
func (s *screen) golden(name string) {
	s.t.Helper()
	file := filepath.Join("testdata", name+".txt")
	now := func() string { return s.text() + "[" + s.cursor() + "]\n" }
	if *update {
		s.settle()
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(now()), 0o644); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatalf("no golden screen: %v: run go test -update", err)
	}
	s.until(file+":\n"+string(want)+"but", func() bool { return now() == string(want) })
}
