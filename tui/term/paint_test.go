package term

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"signpost/tui/term/vt100"
)

// glassPainter is a painter, drawn by hand, and what is seen of it.
type glassPainter struct {
	*painter
	glass *glass
}

func onGlass(w, h int) glassPainter {
	g := newGlass(w, h)
	return glassPainter{newPainter(g, Caps{Modern: true, Hides: true}), g}
}

// draws draws the lines, and gives how many bytes that took.
func (p glassPainter) draws(x, y int, lines ...string) int {
	f := &frame{size: Size{W: p.glass.w, H: p.glass.h}, lines: make([]string, p.glass.h), x: x, y: y, cursor: x >= 0}
	copy(f.lines, lines)
	p.draw(f)
	n, _ := p.w.Write(p.pen.out)
	p.pen.out = p.pen.out[:0]
	return n
}

func list(top, at int) []string {
	out := []string{"\x1b[1mA heading\x1b[m", ""}
	for i := top; i < top+10; i++ {
		head := "  "
		if i == at {
			head = "\x1b[7m>\x1b[m "
		}
		out = append(out, head+fmt.Sprintf("Programme number %d of a long list, with a name of its own  open", i*i))
	}
	return append(out, "", "A footer")
}

// What a key costs is what changed: a marker that moves, a list that scrolls, a
// letter, nothing at all.
func TestWhatAKeyCosts(t *testing.T) {
	p := onGlass(80, 16)
	p.draws(0, 2, list(0, 0)...)
	if n := p.draws(0, 2, list(0, 0)...); n != 0 {
		t.Errorf("nothing changed: %d bytes", n)
	}
	if n := p.draws(0, 3, list(0, 1)...); n > 16 {
		t.Errorf("the marker moves down: %d bytes", n)
	}
	if n := p.draws(0, 2, list(0, 0)...); n > 30 {
		t.Errorf("the marker moves up: %d bytes", n)
	}
	p.draws(0, 11, list(0, 9)...)
	if n := p.draws(0, 11, list(1, 10)...); n > 130 {
		t.Errorf("the list scrolls: %d bytes", n)
	}
	p.draws(0, 2, list(1, 1)...)
	if n := p.draws(0, 2, list(0, 0)...); n > 130 {
		t.Errorf("the list scrolls back: %d bytes", n)
	}
	p.draws(7, 0, "Words [fork          ]")
	if n := p.draws(11, 0, "Words [forkl         ]"); n > 2+len("\x1b[1;12H") {
		t.Errorf("a letter: %d bytes", n)
	}
	if n := p.draws(11, 0, "Words [forklift              ] and more that stays"); n > 60 {
		t.Errorf("a word and the rest of the line: %d bytes", n)
	}
}

// Whatever the screens, each is seen as it is to be seen, with the cursor in its
// place, and nothing is sent that a terminal might not know.
func TestEveryFrameIsRight(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"", " ", "     ", "a", "word", "Zoë’s café", "│ ✓ •", "\x1b[1mbold\x1b[m", "\x1b[7m>\x1b[m", "\x1b[31mred\x1b[0;1;32m green\x1b[m",
		"\x1b[38;5;9modd\x1b[m", "世界", "e\u0301a\u0308", "🙂 face", "\u0301", "a long run of words of several kinds",
	})
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 80).Draw(t, "w"), rapid.IntRange(1, 20).Draw(t, "h")
		p := onGlass(w, h)
		p.glass.wide = func(r rune) int {
			if r >= 0x1100 && (r < 0x2000 || r > 0x27ff) {
				return 2
			}
			return 1
		}
		lines := make([]string, h)
		for i := range lines {
			lines[i] = fit(fmt.Sprintf("%d is the number of this line, which is long enough to be worth moving", i*i), w)
		}
		for range rapid.IntRange(1, 12).Draw(t, "frames") {
			if by := rapid.IntRange(-3, 3).Draw(t, "scroll"); by > 0 && by < h {
				copy(lines, lines[by:])
			} else if by < 0 && -by < h {
				copy(lines[-by:], lines)
			}
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				line := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ")
				lines[rapid.IntRange(0, h-1).Draw(t, "line")] = fit(line, w)
			}
			x, y := rapid.IntRange(-1, w-1).Draw(t, "x"), rapid.IntRange(0, h-1).Draw(t, "y")
			if rapid.IntRange(0, 9).Draw(t, "again") == 0 {
				p.redraw()
			}
			p.draws(x, y, lines...)
			rightOn(t, p.glass, lines, x, y)
		}
	})
}

// fit makes a line no wider than w, as the session does.
func fit(line string, w int) string {
	var r row
	if r.read(line, 1<<16); !r.known {
		if len(line) > w {
			return ""
		}
		return line
	}
	r.read(line, w)
	out := ""
	for x := range r.cells {
		if s := r.cells[x].style; s != 0 {
			out += "\x1b[" + string(s.sgr(nil)[1:]) + "m" + r.bytes(x) + "\x1b[m"
		} else {
			out += r.bytes(x)
		}
	}
	return out
}

// rightOn fails unless the lines are seen on the glass. A line drawn on a glass
// of its own from its beginning is what it should look like.
func rightOn(t *rapid.T, g *glass, lines []string, x, y int) {
	t.Helper()
	for i, line := range lines {
		want := newGlass(g.w, 1)
		want.wide = g.wide
		_, _ = io.WriteString(want, line)
		if g.line(i) != want.line(0) {
			t.Fatalf("line %d: %q, want %q", i, g.line(i), want.line(0))
		}
	}
	if len(g.strange) > 0 {
		t.Fatalf("is sent %v", g.strange)
	}
	if g.shows != (x >= 0) || g.shows && (g.x != x || g.y != y) || g.sgr != "" {
		t.Fatalf("cursor shown %v at %d, %d, style %q", g.shows, g.x, g.y, g.sgr)
	}
}

// A terminal that makes a character wider or narrower than it is taken for has
// all that is plain in its right columns, all the same.
func TestColumnsAreKept(t *testing.T) {
	for name, wide := range map[string]func(rune) int{
		"narrow": func(rune) int { return 1 },
		"wide":   func(r rune) int { return 2 },
	} {
		p := onGlass(40, 3)
		p.glass.wide = wide
		p.draws(0, 0, "世界 is the world|", "e\u0301 a flag 🏳️‍🌈 and more|", "plain")
		p.draws(0, 0, "> 世 is the world|", "e\u0301 a flag 🏳️‍🌈 and less|", "plainer")
		for y, want := range []string{"is the world|", "and less|", "plainer"} {
			at := []int{5, 12, 0}[y]
			if got := strings.Join(p.glass.cells[y][at:at+len(want)], ""); got != want {
				t.Errorf("%s: line %d: %q, want %q", name, y, got, want)
			}
		}
	}
}

// A pace keeps frames apart: of those that come too soon only the newest is
// drawn; and the end does not wait for it.
func TestPace(t *testing.T) {
	r, w := io.Pipe()
	p := newPainter(w, Caps{Hides: true})
	p.pace(time.Hour)
	done := make(chan error, 1)
	go func() { done <- p.run() }()
	show := func(s string) { p.show(&frame{size: Size{W: 9, H: 1}, lines: []string{s}}) }
	show("one")
	b := make([]byte, 100)
	n, _ := r.Read(b)
	if got := string(b[:n]); !strings.HasSuffix(got, "one") {
		t.Fatalf("drew %q", got)
	}
	show("two")
	p.end()
	if err := <-done; err != nil {
		t.Error(err)
	}
	_ = w.Close()
	if rest, _ := io.ReadAll(r); len(rest) > 0 {
		t.Errorf("drew %q within the hour", rest)
	}
}

// A VT100 cannot hide its cursor: where a frame has none it is always in the same
// place, and nothing is sent that a VT100 does not know.
func TestCursorThatCannotHide(t *testing.T) {
	strict := vt100.New(20, 4, vt100.VT100, nil)
	p := newPainter(strict, Caps{})
	_, _ = io.WriteString(strict, p.enter())
	for _, f := range []frame{
		{lines: []string{"one", "two", "three", "four"}},
		{lines: []string{"one", "two", "three", "four"}, x: 2, y: 1, cursor: true},
		{lines: []string{"one", "\x1b[7mtwo\x1b[m", "three", "four"}},
	} {
		f.size = Size{W: 20, H: 4}
		p.draw(&f)
		_, _ = strict.Write(p.pen.out)
		p.pen.out = p.pen.out[:0]
		x, y, _ := strict.Cursor()
		if f.cursor && (x != 2 || y != 1) || !f.cursor && (x != 0 || y != 3) {
			t.Errorf("the cursor is at %d, %d", x, y)
		}
	}
	_, _ = io.WriteString(strict, p.leave("Gone."))
	if unknown := strict.Unknown(); len(unknown) > 0 || !strict.Wraps() || strict.String() != "Gone.\n\n\n" {
		t.Errorf("not known: %v; wraps %v; left %q", unknown, strict.Wraps(), strict)
	}
}

// A mark stays with the letter before it, also where that is of ASCII.
func TestMarksAreKept(t *testing.T) {
	g := vt100.New(20, 1, vt100.XTerm, func(r rune) int {
		if r == '\u0301' {
			return 0
		}
		return 1
	})
	p := newPainter(g, Caps{})
	for _, line := range []string{"caf", "cafe\u0301", "cafe\u0301 x", "cafe x", "\x1b[1mcafe\u0301\x1b[m x"} {
		p.draw(&frame{size: Size{W: 20, H: 1}, lines: []string{line}})
		_, _ = g.Write(p.pen.out)
		p.pen.out = p.pen.out[:0]
		if want := strip(line); g.Line(0) != want {
			t.Errorf("%q shows as %q", want, g.Line(0))
		}
	}
}

// On a terminal that gives a mark a column of its own, it leaves nothing behind in
// a column that is to be blank.
func TestMarksLeaveNothing(t *testing.T) {
	g := vt100.New(20, 1, vt100.XTerm, func(rune) int { return 1 })
	p := newPainter(g, Caps{})
	for _, c := range []struct{ line, seen string }{
		{"cafe\u0301  x", "cafe  x"}, {"cafe\u0301", "cafe"}, {"cafe\u0301 ]", "cafe ]"}, {"cafe\u0301s", "cafes"},
	} {
		p.draw(&frame{size: Size{W: 20, H: 1}, lines: []string{c.line}})
		_, _ = g.Write(p.pen.out)
		p.pen.out = p.pen.out[:0]
		if g.Line(0) != c.seen {
			t.Errorf("%q shows as %q", c.line, g.Line(0))
		}
	}
}

// strip takes the styles out of a line.
func strip(line string) string { return strings.NewReplacer("\x1b[1m", "", "\x1b[m", "").Replace(line) }

// A window that is given another size and its old one again before a frame is
// drawn is drawn whole.
func TestResizedAndBack(t *testing.T) {
	p := onGlass(20, 2)
	s := &screen{model: still{"still"}, paint: p.painter}
	for _, w := range []int{20, 30, 20} {
		s.update(tea.WindowSizeMsg{Width: w, Height: 2})
		if w == 20 {
			s.draw()
			p.painter.draw(p.painter.next)
		}
	}
	if out := string(p.pen.out); strings.Count(out, "\x1b[2J") != 2 {
		t.Errorf("drew %q", out)
	}
}

// A style that a line leaves on ends with it; a line that ends its own is drawn as
// it is, or a row would not be known again when its list scrolls.
func TestStylesEnd(t *testing.T) {
	p := onGlass(20, 3)
	s := &screen{model: still{"\x1b[7m>\x1b[m one\n\x1b[1mtwo\nthree"}, paint: p.painter}
	s.update(tea.WindowSizeMsg{Width: 20, Height: 3})
	s.draw()
	if got := strings.Join(p.next.lines, "|"); got != "\x1b[7m>\x1b[m one|\x1b[1mtwo\x1b[m|three" {
		t.Errorf("drew %q", got)
	}
}

// still is a model that always shows the same.
type still struct{ shows string }

func (still) Init() tea.Cmd                         { return nil }
func (s still) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (s still) View() tea.View                      { return tea.View{Content: s.shows} }

func BenchmarkDraw(b *testing.B) {
	p := onGlass(80, 24)
	p.w = io.Discard
	frames := []*frame{}
	for at := range 2 {
		f := &frame{size: Size{W: 80, H: 24}, lines: make([]string, 24), y: at + 2, cursor: true}
		copy(f.lines, list(0, at))
		frames = append(frames, f)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.draw(frames[i%2])
		p.pen.out = p.pen.out[:0]
	}
}
