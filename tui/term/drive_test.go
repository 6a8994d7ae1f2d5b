package term_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"signpost/tui/term"
)

// line is a terminal for a test: keys go in, and what was drawn and what the
// model was told can be waited for.
type line struct {
	t       *testing.T
	keys    *io.PipeWriter
	resized chan term.Size
	stop    chan struct{}
	told    chan string
	done    chan error
	mu      sync.Mutex
	out     bytes.Buffer
}

func (l *line) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(b)
}

func (l *line) bytes() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.String()
}

// model tells the test what it gets, and fails when it is asked to.
type model struct{ l *line }

func (m model) Init() tea.Cmd    { return nil }
func (m model) Farewell() string { return "Farewell." }

func (m model) View() tea.View {
	return tea.View{Content: "line one\nline two", Cursor: tea.NewCursor(2, 1)}
}

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.l.told <- "size " + strings.Repeat("w", msg.Width) + strings.Repeat("h", msg.Height)
	case term.Stopping:
		m.l.told <- "stopping"
		return m, tea.Quit
	case tea.KeyPressMsg:
		m.l.told <- msg.String()
		switch msg.String() {
		case "q":
			return m, tea.Quit
		case "p":
			panic("in Update")
		case "c":
			return m, func() tea.Msg { panic("in a command") }
		case "b":
			return m, tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("in a batch") })
		}
	}
	return m, nil
}

func drive(t *testing.T, name string, size term.Size) *line {
	t.Helper()
	caps, err := term.CapsOf(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	in, keys := io.Pipe()
	l := &line{
		t: t, keys: keys, resized: make(chan term.Size), stop: make(chan struct{}),
		told: make(chan string, 100), done: make(chan error, 1),
	}
	go func() {
		l.done <- term.Drive(context.Background(), model{l}, term.Line{
			In: in, Out: l, Caps: caps, Size: size, Resized: l.resized, Stop: l.stop, Log: slog.New(slog.DiscardHandler),
		})
	}()
	t.Cleanup(func() {
		_ = keys.Close()
		goleak.VerifyNone(t)
	})
	return l
}

func (l *line) expect(want string) {
	l.t.Helper()
	select {
	case got := <-l.told:
		if got != want {
			l.t.Fatalf("told %q, want %q", got, want)
		}
	case <-time.After(10 * time.Second):
		l.t.Fatalf("never told %q", want)
	}
}

// sees waits until that has been drawn.
func (l *line) sees(text string) {
	l.t.Helper()
	tick, late := time.NewTicker(time.Millisecond), time.After(10*time.Second)
	defer tick.Stop()
	for !strings.Contains(l.bytes(), text) {
		select {
		case <-tick.C:
		case <-late:
			l.t.Fatalf("never drawn: %q in %q", text, l.bytes())
		}
	}
}

func (l *line) press(s string) {
	l.t.Helper()
	if _, err := io.WriteString(l.keys, s); err != nil {
		l.t.Fatal(err)
	}
}

// ends waits for the end of the session, while the terminal still is there.
func (l *line) ends() error {
	l.t.Helper()
	select {
	case err := <-l.done:
		close(l.resized)
		return err
	case <-time.After(10 * time.Second):
		l.t.Fatal("the session does not end")
		return nil
	}
}

func size(w, h int) string {
	return "size " + strings.Repeat("w", w) + strings.Repeat("h", h)
}

func TestSizesAndKeysReachTheModel(t *testing.T) {
	l := drive(t, "xterm", term.Size{W: 9, H: 3})
	l.expect(size(9, 3))
	l.resized <- term.Size{W: 0, H: 0}
	l.resized <- term.Size{W: 1 << 20, H: 5}
	l.expect(size(term.MaxWidth, 5))
	l.press("a\x1b[A")
	l.expect("a")
	l.expect("up")
	l.press("\x1b")
	l.expect("esc")
	l.press("q")
	l.expect("q")
	if err := l.ends(); err != nil {
		t.Error(err)
	}
	if !strings.HasSuffix(l.bytes(), "Farewell.\r\n") {
		t.Errorf("the last of the screen: %q", l.bytes())
	}
}

// A terminal without a size is taken for 80 by 24.
func TestNoSize(t *testing.T) {
	l := drive(t, "xterm", term.Size{})
	l.expect(size(80, 24))
	l.press("q")
	l.expect("q")
	if err := l.ends(); err != nil {
		t.Error(err)
	}
}

// When the channel is gone the session ends, though the connection stays.
func TestTerminalGone(t *testing.T) {
	l := drive(t, "xterm", term.Size{W: 80, H: 24})
	l.expect(size(80, 24))
	close(l.resized)
	if err := <-l.done; err != nil {
		t.Error(err)
	}
}

func TestInputEnds(t *testing.T) {
	l := drive(t, "xterm", term.Size{W: 80, H: 24})
	l.expect(size(80, 24))
	_ = l.keys.Close()
	if err := l.ends(); err != nil {
		t.Error(err)
	}
}

func TestServerStops(t *testing.T) {
	l := drive(t, "xterm", term.Size{W: 80, H: 24})
	l.expect(size(80, 24))
	close(l.stop)
	l.expect("stopping")
	if err := l.ends(); err != nil {
		t.Error(err)
	}
}

// A panic ends its session with a sentence, wherever it happens.
func TestPanics(t *testing.T) {
	for _, key := range []string{"p", "c", "b"} {
		t.Run(key, func(t *testing.T) {
			l := drive(t, "xterm", term.Size{W: 80, H: 24})
			l.expect(size(80, 24))
			l.press(key)
			l.expect(key)
			if err := l.ends(); !errors.Is(err, term.ErrFault) {
				t.Error(err)
			}
			if !strings.Contains(l.bytes(), "Signpost met a fault and has ended this session.") {
				t.Errorf("nothing is said: %q", l.bytes())
			}
		})
	}
}

// broken is a line whose one side panics, as the programs between it and the
// terminal might.
type broken struct {
	io.Reader
	io.Writer
}

func (b broken) Read(p []byte) (int, error) {
	if b.Reader == nil {
		panic("in a read")
	}
	return b.Reader.Read(p)
}

func (b broken) Write(p []byte) (int, error) {
	if b.Writer == nil {
		panic("in a write")
	}
	return b.Writer.Write(p)
}

// So does one in what goes on beside the model: the reading of keys, the drawing.
func TestPanicsBesideTheModel(t *testing.T) {
	caps, err := term.CapsOf("xterm", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]broken{"keys": {Writer: io.Discard}, "drawing": {Reader: strings.NewReader("")}} {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t)
			in, keys := io.Pipe() // nothing is typed
			if b.Reader != nil {
				b.Reader = in
			}
			defer keys.Close()
			out := b.Writer
			first := true
			if out == nil { // the farewell is written by the session itself
				out = writer(func(p []byte) (int, error) {
					if first {
						first = false
						return b.Write(p)
					}
					return len(p), nil
				})
			}
			l := &line{told: make(chan string, 100)}
			err := term.Drive(context.Background(), model{l}, term.Line{
				In: b, Out: out, Caps: caps, Size: term.Size{W: 80, H: 24}, Log: slog.New(slog.DiscardHandler),
			})
			if !errors.Is(err, term.ErrFault) {
				t.Errorf("ends with %v", err)
			}
		})
	}
}

// writer is a function that takes what is written.
type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// An old terminal is sent nothing it does not know, and no terminal is asked a
// question.
func TestOnlyWhatIsKnown(t *testing.T) {
	sequences := regexp.MustCompile(`\x1b(\[[0-?]*[ -/]*[@-~]|.)`)
	for name, known := range map[string]string{
		"vt100": `^\x1b\[(\?7[lh]|[0-9;]*[CHJKmr])$|^\x1bM$`,
		"xterm": `^\x1b\[(\?25[lh]|\?7[lh]|\?1049[lh]|\?2004[lh]|[0-9;]*[CHJKmr])$|^\x1bM$`,
	} {
		t.Run(name, func(t *testing.T) {
			l := drive(t, name, term.Size{W: 80, H: 24})
			l.expect(size(80, 24))
			l.sees("line two")
			l.press("q")
			l.expect("q")
			if err := l.ends(); err != nil {
				t.Fatal(err)
			}
			ok := regexp.MustCompile(known)
			for _, seq := range sequences.FindAllString(l.bytes(), -1) {
				if !ok.MatchString(seq) {
					t.Errorf("is sent %q", seq)
				}
			}
		})
	}
}
