package main

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"signpost/store/text"
	"signpost/tui/term"
	"signpost/tui/term/vt100"
)

// sight is one window seen from both ends: what its page means to show, told by
// the session's own model, and what the client's terminal shows of it.
type sight struct {
	mu   sync.Mutex
	news *sync.Cond // of anything below

	kind vt100.Kind
	cols func(rune) int

	// What is meant.
	size  term.Size
	view  tea.View
	want  *vt100.Terminal // the view on a terminal of its own; nil before it is drawn
	marks int             // markKey has come so often
	shown int             // ... before the view was made
	keys  int             // other keys and pastes that have come
	busy  int             // questions of pages that are not answered
	over  bool            // the session has ended

	// In step, answers come one at a time, each when what was before it is on the
	// screen, so that each run draws the same frames; held, they do not come.
	step, held   bool
	told, viewed int // messages taken, and those taken before the view was made
	next, turn   int

	// What is seen.
	term  *vt100.Terminal
	bytes int
	sends strings.Builder // all of them
}

func newSight(kind vt100.Kind, cols func(rune) int) *sight {
	s := &sight{kind: kind, cols: cols}
	s.news = sync.NewCond(&s.mu)
	return s
}

// markKey is a key that no page has: F12, which is not passed on. Once it has
// been taken, every key before it has been.
const markKey = "\x1b[24~"

// watched is a session's model that tells a sight what it means to show.
type watched struct {
	tea.Model
	s *sight
}

// answered is what came of a question that a sight counts.
type answered struct {
	msg tea.Msg
}

func (w watched) Init() tea.Cmd {
	cmd := w.Model.Init()
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	return w.s.count(cmd)
}

// Farewell is the line to leave on the terminal.
func (w watched) Farewell() string { return w.Model.(interface{ Farewell() string }).Farewell() }

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	s := w.s
	if k, ok := msg.(tea.KeyPressMsg); ok && k.Code == tea.KeyF12 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.marks++
		return w, nil
	}
	a, counted := msg.(answered)
	if counted {
		msg = a.msg
	}
	var cmd tea.Cmd
	w.Model, cmd = w.Model.Update(msg)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told++
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.size = term.Size{W: msg.Width, H: msg.Height}
	case tea.KeyPressMsg, tea.PasteMsg:
		s.keys++
	}
	cmd = s.count(cmd)
	if counted {
		s.done()
	}
	return w, cmd
}

func (w watched) View() tea.View {
	v := w.Model.View()
	s := w.s
	s.mu.Lock()
	defer s.mu.Unlock()
	s.viewed, s.shown = s.told, s.marks
	if s.want != nil && v.Content == s.view.Content && same(v.Cursor, s.view.Cursor) {
		if w, h := s.want.Size(); w == s.size.W && h == s.size.H {
			s.news.Broadcast()
			return v
		}
	}
	s.view, s.want = v, s.draw(v)
	s.news.Broadcast()
	return v
}

func same(a, b *tea.Cursor) bool {
	return a == b || a != nil && b != nil && a.X == b.X && a.Y == b.Y
}

// draw is the view on a new terminal: each character put in the column that it
// has by the count of store/text, whatever the terminal takes for its width. A
// cursor that is not to be seen stands at the lower left where it cannot be
// hidden.
func (s *sight) draw(v tea.View) *vt100.Terminal {
	t := vt100.New(max(s.size.W, 2), max(s.size.H, 2), s.kind, s.cols)
	fmt.Fprint(t, "\x1b[?7l")
	for y, line := range strings.Split(v.Content, "\n") {
		if y < s.size.H {
			drawLine(t, y, s.size.W, line)
		}
	}
	switch {
	case v.Cursor != nil:
		fmt.Fprintf(t, "\x1b[%d;%dH", v.Cursor.Y+1, v.Cursor.X+1)
	case s.kind != vt100.VT100:
		fmt.Fprint(t, "\x1b[?25l")
	default:
		fmt.Fprintf(t, "\x1b[%dH", s.size.H)
	}
	return t
}

func drawLine(t *vt100.Terminal, y, w int, line string) {
	for x := 0; line != ""; {
		if line[0] == 0x1b {
			end := strings.IndexByte(line, 'm') + 1
			fmt.Fprint(t, line[:end])
			line = line[end:]
			continue
		}
		c, cols := text.First(line)
		if x+cols <= w {
			fmt.Fprintf(t, "\x1b[%d;%dH%s", y+1, x+1, c)
		}
		x, line = x+cols, line[len(c):]
	}
	fmt.Fprint(t, "\x1b[m")
}

// count has a question counted until its answer has been taken. s.mu is held.
func (s *sight) count(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	s.busy++
	turn := s.next
	s.next++
	return func() tea.Msg {
		s.mu.Lock()
		for s.step && !s.over && (s.held || s.turn != turn || !s.level()) {
			s.news.Wait()
		}
		s.mu.Unlock()
		msg, long := s.run(cmd)
		if long {
			return msg
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		switch m := msg.(type) {
		case nil, tea.QuitMsg, term.Redraw, term.Pace:
		case tea.BatchMsg:
			for i := range m {
				m[i] = s.count(m[i])
			}
		default:
			return answered{msg}
		}
		s.done()
		return msg
	}
}

// A session waits for the keys to come to rest, for a member who is idle, and for
// what others change. To tell the first from the rest, a timer that takes longer than a quarter of a second is long.
const longTimer = 250 * time.Millisecond

// run gives what the command gives. A long timer watches for something that is
// not to happen, and is counted off before its time.
func (s *sight) run(cmd tea.Cmd) (msg tea.Msg, long bool) {
	name := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
	if !strings.HasPrefix(name, "signpost/tui.") || !strings.Contains(name, "after.") && !strings.Contains(name, "hearChanges.") {
		return cmd(), false
	}
	came := make(chan tea.Msg, 1)
	go func() { came <- cmd() }()
	select {
	case msg := <-came:
		return msg, false
	case <-time.After(longTimer):
	}
	s.mu.Lock()
	s.done()
	s.mu.Unlock()
	return <-came, true
}

// done counts a question off. s.mu is held.
func (s *sight) done() {
	s.busy--
	s.turn++
	s.news.Broadcast()
}

// level says whether the last view takes in all that the model was told, and is
// what the terminal shows. s.mu is held.
func (s *sight) level() bool { return s.viewed == s.told && s.differs() == "" }

// differs says how the terminal's screen differs from what is meant. s.mu is
// held.
func (s *sight) differs() string {
	if s.want == nil || s.term == nil {
		return "nothing is drawn yet"
	}
	return vt100.Diff(s.term, s.want)
}

// Write shows bytes on the client's terminal.
func (s *sight) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(b)
	s.sends.Write(b)
	_, _ = s.term.Write(b)
	s.news.Broadcast()
	return len(b), nil
}

// raw is all that the terminal was sent.
func (s *sight) raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sends.String()
}

// wait waits for what has to come about, and says whether it did.
func (s *sight) wait(ctx context.Context, ok func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.news.Broadcast()
	})
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !ok() {
		if ctx.Err() != nil {
			return false
		}
		s.news.Wait()
	}
	return true
}

// viewer is a client's window on a stage, with a terminal that is looked at.
type viewer struct {
	*sight
	t       *testing.T
	session *gossh.Session
	in      io.Writer
	sent    int // marks
}

// write sends bytes as they are.
func (v *viewer) write(keys string) {
	v.t.Helper()
	if _, err := io.WriteString(v.in, keys); err != nil && !v.ended() {
		v.t.Fatalf("send %q: %v", keys, err)
	}
}

func (v *viewer) ended() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.over
}

// taken waits until every key that was sent has been taken and the screen is
// right; with all, until nothing is asked any more besides. It answers what is
// wrong, or nothing; a session that has ended has nothing wrong.
func (v *viewer) taken(all bool) string {
	v.t.Helper()
	v.sent++
	v.write(markKey)
	ok := v.wait(v.t.Context(), func() bool {
		return v.over || v.shown >= v.sent && (!all || v.busy == 0) && v.level()
	})
	if ok {
		return ""
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.shown < v.sent {
		return fmt.Sprintf("%d of %d marks were taken: the session does not answer", v.shown, v.sent)
	}
	return fmt.Sprintf("%d questions are not answered; %s", v.busy, v.differs())
}

// press sends keys and waits until the screen shows what comes of them.
func (v *viewer) press(keys string) {
	v.t.Helper()
	v.write(keys)
	if wrong := v.taken(true); wrong != "" {
		v.t.Fatalf("after %q: %s\n%s", keys, wrong, v.screen())
	}
}

// screen is what the client's terminal shows.
func (v *viewer) screen() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.term.String()
}

// title is the first line of the screen that is meant.
func (v *viewer) title() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.want.Line(0)
}

// resize gives the window another size, if it has not that already.
func (v *viewer) resize(w, h int) {
	v.t.Helper()
	v.mu.Lock()
	same := v.size == term.Size{W: w, H: h}
	if !same {
		v.term.Resize(w, h)
	}
	v.mu.Unlock()
	if same {
		return
	}
	if err := v.session.WindowChange(h, w); err != nil && !v.ended() {
		v.t.Fatal(err)
	}
	if !v.wait(v.t.Context(), func() bool { return v.over || v.size == term.Size{W: w, H: h} }) {
		v.t.Fatalf("the session is never told %dx%d", w, h)
	}
}
