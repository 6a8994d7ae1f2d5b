package term_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"signpost/tui/term"
)

// asker asks at its start for what it is given, and tells the test what comes.
type asker struct {
	start tea.Cmd
	told  chan string
}

func (m asker) Init() tea.Cmd  { return m.start }
func (m asker) View() tea.View { return tea.View{} }

func (m asker) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s, ok := msg.(fmt.Stringer); ok {
		m.told <- s.String()
	}
	return m, nil
}

type says string

func (s says) String() string { return string(s) }

func TestCommandsOfEveryForm(t *testing.T) {
	say := func(s string) tea.Cmd { return func() tea.Msg { return says(s) } }
	first := make(chan struct{})
	for name, c := range map[string]struct {
		start tea.Cmd
		want  []string
	}{
		"one": {say("a"), []string{"a"}},
		"none in a batch": {
			tea.Batch(nil, func() tea.Msg { return tea.Batch(say("b"), nil, nil)() }, func() tea.Msg { return nil }), []string{"b"},
		},
		// The second command of a batch does not wait for the first.
		"batch": {tea.Batch(
			func() tea.Msg { <-first; return says("after") },
			func() tea.Msg { defer close(first); return says("before") },
		), nil},
		"sequence": {tea.Sequence(say("a"), nil, say("b"), say("c"), func() tea.Msg { return tea.QuitMsg{} }), []string{"a", "b", "c"}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			in, keys := io.Pipe()
			defer keys.Close()
			caps, err := term.CapsOf("vt100", nil)
			if err != nil {
				t.Fatal(err)
			}
			m, done := asker{c.start, make(chan string, 10)}, make(chan error, 1)
			go func() {
				done <- term.Drive(ctx, m, term.Line{In: in, Out: io.Discard, Caps: caps, Log: slog.New(slog.DiscardHandler)})
			}()
			for _, want := range c.want {
				if got := <-m.told; got != want {
					t.Errorf("told %q, want %q", got, want)
				}
			}
			if name == "batch" {
				if one, two := <-m.told, <-m.told; one == two {
					t.Errorf("told %q and %q", one, two)
				}
			}
			if name != "sequence" { // which quits by itself
				cancel()
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

// writes keeps what each write to a terminal held.
type writes chan string

func (w writes) Write(b []byte) (int, error) {
	w <- string(b)
	return len(b), nil
}

// On a slow line each write is a packet with its own cost: what sets a terminal
// up comes with the first frame.
func TestTheFirstFrameIsOneWrite(t *testing.T) {
	in, keys := io.Pipe()
	caps, err := term.CapsOf("xterm", nil)
	if err != nil {
		t.Fatal(err)
	}
	out, done := make(writes, 10), make(chan error, 1)
	m := model{&line{t: t, told: make(chan string, 10)}}
	go func() {
		done <- term.Drive(t.Context(), m, term.Line{In: in, Out: out, Caps: caps, Log: slog.New(slog.DiscardHandler)})
	}()
	first := <-out
	if !strings.Contains(first, "\x1b[?1049h") || !strings.Contains(first, "line one") || !strings.Contains(first, "line two") {
		t.Errorf("the first write is %q", first)
	}
	_ = keys.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
