package plain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"signpost/store/text"
	"signpost/tui/look"
)

// maxLine is how many characters of one line are taken.
const maxLine = 2000

// tty is the two streams of a session as lines. Reading is on demand, one chunk
// at a time beside the session, so that a wait ends with the context. What is
// written goes out before the next read, in one piece.
type tty struct {
	ctx  context.Context
	in   In
	lk   look.Look
	page bytes.Buffer // not yet written
	gone bool         // nobody takes what is written

	typed   []byte // came in, and is not yet taken
	failed  error  // came in behind typed
	want    chan struct{}
	got     chan chunk
	idle    idle
	afterCR bool
	escape  escape
}

// chunk is what one read gave.
type chunk struct {
	data []byte
	err  error
}

// escape is how far into a key's escape sequence the input is.
type escape uint8

const (
	noEscape escape = iota
	afterESC        // ESC came
	inCSI           // ESC [ came: the sequence goes on to a letter or ~
	inSS3           // ESC O came: one more character belongs to it
)

func newTTY(ctx context.Context, in In) *tty {
	t := &tty{ctx: ctx, in: in, lk: look.Aloud(in.Unicode), want: make(chan struct{}), got: make(chan chunk, 1)}
	go t.read()
	return t
}

// read reads whenever it is asked to, until close.
func (t *tty) read() {
	for range t.want {
		buf := make([]byte, 1024)
		n, err := 0, error(nil)
		for tries := 0; n == 0 && err == nil; tries++ {
			if n, err = t.in.In.Read(buf); tries == 100 && err == nil {
				err = io.ErrNoProgress
			}
		}
		t.got <- chunk{buf[:n], err}
	}
}

func (t *tty) close() { close(t.want) }

// put writes a text whose lines end in "\n".
func (t *tty) put(s string) {
	for i := range len(s) {
		if s[i] == '\n' && t.in.PTY {
			t.page.WriteByte('\r')
		}
		t.page.WriteByte(s[i])
	}
}

func (t *tty) flush() {
	if t.page.Len() == 0 || t.gone {
		return
	}
	_, err := t.in.Out.Write(t.page.Bytes())
	t.gone = err != nil
	t.page.Reset()
}

// fill waits for more input.
func (t *tty) fill() error {
	t.flush()
	switch {
	case t.failed != nil:
		return t.failed
	case t.gone:
		return io.ErrClosedPipe
	case t.ctx.Err() != nil:
		return t.ctx.Err()
	}
	t.want <- struct{}{}
	c, err := t.wait()
	if err != nil {
		t.failed = err // the read still waits: nothing more is asked of it
		return err
	}
	t.typed, t.failed = c.data, c.err
	if len(t.typed) == 0 {
		return t.failed
	}
	return nil
}

// next is the next character typed, without those that belong to the escape
// sequence of a key. A byte that is not UTF-8 is utf8.RuneError.
func (t *tty) next() (rune, error) {
	for {
		for len(t.typed) == 0 || !utf8.FullRune(t.typed) {
			part := t.typed
			if err := t.fill(); err != nil {
				return 0, err
			}
			t.typed = append(part, t.typed...)
		}
		r, n := utf8.DecodeRune(t.typed)
		t.typed = t.typed[n:]
		if !t.escaped(r) {
			return r, nil
		}
	}
}

// escaped says whether the character belongs to an escape sequence.
func (t *tty) escaped(r rune) bool {
	if !t.in.PTY {
		return r == 0x1b
	}
	was := t.escape
	t.escape = noEscape
	switch {
	case r == 0x1b:
		t.escape = afterESC
	case was == afterESC && r == '[':
		t.escape = inCSI
	case was == afterESC && r == 'O':
		t.escape = inSS3
	case was == inCSI && r >= 0x20 && r < 0x40:
		t.escape = inCSI
	case was == inCSI && r >= 0x40 && r < 0x7f, was == inSS3 && r >= 0x20 && r < 0x7f:
	default:
		return false // also what cannot go on the sequence: a line end is a line end
	}
	return true
}

// ending is how a line ended.
type ending uint8

const (
	entered     ending = iota
	interrupted        // ctrl+c
	leaving            // ctrl+d
	tooLong            // more than maxLine characters: none were taken
	broken             // something in it was not UTF-8: none was taken
)

// line shows a prompt and waits for a line. A line that the input breaks off in
// is not taken: nobody entered it.
func (t *tty) line(prompt string) (string, ending, error) {
	if t.in.PTY {
		t.put(prompt)
	} else { // whoever types shows the line, on a line of its own
		t.put(strings.TrimRight(prompt, " ") + "\n")
	}
	e := editor{tty: t, prompt: prompt}
	t.idle.again = e.again
	for {
		r, err := t.next()
		if err != nil {
			return "", entered, fmt.Errorf("%w: %w", errEnd, err)
		}
		lf := r == '\n' && t.afterCR
		t.afterCR = r == '\r'
		if lf {
			continue
		}
		if how, done := e.key(r); done {
			return string(e.line), how, nil
		}
	}
}

// editor is the line being typed.
type editor struct {
	tty     *tty
	prompt  string
	line    []rune
	over    bool // more than maxLine came
	rubbing bool // between the backslash and the slash
}

// key takes one character, and says whether the line has ended.
func (e *editor) key(r rune) (ending, bool) {
	pty := e.tty.in.PTY
	switch {
	case r == '\r', r == '\n':
		e.show("\n")
		switch {
		case e.over:
			return tooLong, true
		case slices.Contains(e.line, utf8.RuneError):
			return broken, true
		}
		return entered, true
	case r == 0x03 && pty:
		e.show("^C\n")
		return interrupted, true
	case r == 0x04 && pty:
		e.show("\n")
		return leaving, true
	case (r == 0x08 || r == 0x7f) && pty:
		e.rub()
	case r == 0x15 && pty:
		e.show("\n" + e.prompt)
		e.line, e.over = nil, false
	case r == '\t':
		e.add(' ')
	case r < 0x20, r == 0x7f:
	default:
		e.add(r)
	}
	return entered, false
}

func (e *editor) add(r rune) {
	if len(e.line) == maxLine {
		e.over = true
		return
	}
	e.line = append(e.line, r)
	e.show(e.tty.lk.Text(string(r)))
}

// show shows what was typed, where that is for this end to do.
func (e *editor) show(s string) {
	if !e.tty.in.PTY {
		return
	}
	if e.rubbing {
		e.tty.put("/")
		e.rubbing = false
	}
	e.tty.put(s)
}

// again shows the prompt once more, and what of the line is typed.
func (e *editor) again() {
	e.rubbing = false
	if e.tty.in.PTY {
		e.tty.put(e.prompt + e.tty.lk.Text(string(e.line)))
		return
	}
	e.tty.put(strings.TrimRight(e.prompt, " ") + "\n")
}

// rub takes the last character away, on the screen too or, on paper, in so many
// words.
func (e *editor) rub() {
	if len(e.line) == 0 {
		return
	}
	last := len(e.line) - 1
	before, after := e.tty.lk.Text(string(e.line)), e.tty.lk.Text(string(e.line[:last]))
	was := e.tty.lk.Text(string(e.line[last]))
	e.line = e.line[:last]
	if !e.tty.in.Rubout {
		if !e.rubbing {
			was = `\` + was
		}
		e.tty.put(was)
		e.rubbing = true
		return
	}
	for range text.Width(before) - text.Width(after) {
		e.tty.put("\b \b")
	}
}

// errEnd is that nobody is there any more: the input ended, nobody takes what is
// written, or the context ended.
var errEnd = errors.New("the session ended")

// ended says whether the error is of a context that ended.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
