package tui

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
)

// fake is a page that writes down what it is told and does what a test sets.
type fake struct {
	page.Out
	ctx     context.Context
	route   page.Route
	told    []string
	onKey   func(*fake, string)
	onStill func()
	looks   look.Look
	takes   string // the session's keys it wants
	unsaved bool
	ending  bool
	view    string
	asks    page.Ask[string]
	got     string
}

func (f *fake) Init() tea.Cmd       { f.told = append(f.told, "init"); return nil }
func (f *fake) Title() string       { return fmt.Sprintf("%T", f.route) }
func (f *fake) Keys() []key.Binding { return nil }
func (f *fake) View() string        { return f.view }
func (f *fake) Unsaved() bool       { return f.unsaved }

func (f *fake) Takes(k tea.KeyPressMsg) bool { return strings.Contains(f.takes, k.String()) }

func (f *fake) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		f.told = append(f.told, fmt.Sprintf("room %dx%d", msg.W, msg.H))
	case page.Shown:
		f.told = append(f.told, "shown")
	case page.Still:
		f.onStill()
	case page.Ending:
		f.ending = true
	case look.Look:
		f.looks = msg
	case tea.KeyPressMsg:
		f.told = append(f.told, msg.String())
		if f.onKey != nil {
			f.onKey(f, msg.String())
		}
		if msg.String() == "a" {
			return f.asks.Start(f.ctx, func(context.Context) (string, error) { return "answer", nil })
		}
	case page.Answer[string]:
		if f.asks.Take(msg) {
			f.got = msg.Value
		}
	}
	return nil
}

// house builds fakes, and keeps them in the order they were built.
type house struct {
	pages []*fake
	built []look.Look // how each is to look
}

func (h *house) build(ctx context.Context, lk look.Look, to page.Route) page.Model {
	if to == (page.Trail{}) {
		return nil
	}
	f := &fake{ctx: ctx, route: to}
	h.pages, h.built = append(h.pages, f), append(h.built, lk)
	return f
}

func (h *house) last() *fake { return h.pages[len(h.pages)-1] }

var discard = slog.New(slog.DiscardHandler)

func begin(t *testing.T) (*Session, *house) {
	t.Helper()
	h := &house{}
	who := keys.Caller{Member: keys.Member{Name: "Amina Khan"}, Partner: keys.Partner{Name: "Burnley Jobcentre"}}
	s := newSession(t.Context(), who, look.Plain(), h.build, discard)
	s.Init()
	s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return s, h
}

func press(s *Session, names ...string) tea.Cmd {
	var cmd tea.Cmd
	for _, n := range names {
		_, cmd = s.Update(pagetest.Key(n))
	}
	return cmd
}

func TestAPageIsToldItsRoomBeforeItStarts(t *testing.T) {
	s, h := begin(t)
	if got := strings.Join(h.pages[0].told, " "); got != "room 80x20 init room 80x20" {
		t.Errorf("told %q", got)
	}
	press(s, "/")
	if got := strings.Join(h.last().told, " "); got != "room 80x20 init" || h.last().route != (page.Find{}) {
		t.Errorf("%v is told %q", h.last().route, got)
	}
}

func TestBackAndForth(t *testing.T) {
	s, h := begin(t)
	h.pages[0].onKey = func(f *fake, k string) { f.Go(page.Client{Ref: store.ClientRef(k)}) }
	press(s, "x")
	client := h.last()
	if client.route != (page.Client{Ref: "x"}) {
		t.Fatalf("opened %v", client.route)
	}
	client.onKey = func(f *fake, _ string) { f.Instead(page.Caseload{}) }
	press(s, "y")
	if len(s.stack) != 2 || client.ctx.Err() == nil || h.last().ctx.Err() != nil {
		t.Errorf("Instead: %d pages, contexts %v and %v", len(s.stack), client.ctx.Err(), h.last().ctx.Err())
	}
	h.last().onKey = func(f *fake, _ string) { f.Back() }
	press(s, "z")
	if len(s.stack) != 1 || !slices.Contains(h.pages[0].told, "shown") || h.last().ctx.Err() == nil {
		t.Errorf("Back: %d pages, home told %v", len(s.stack), h.pages[0].told)
	}
	press(s, "esc")
	if len(s.stack) != 1 || !strings.Contains(s.say.Text, "first page") {
		t.Errorf("Esc on Home: %d pages, says %q", len(s.stack), s.say.Text)
	}
}

func TestAskBeforeWhatWasTypedIsLost(t *testing.T) {
	s, h := begin(t)
	press(s, "/")
	h.last().unsaved = true
	press(s, "esc")
	if len(s.stack) != 2 || !strings.Contains(s.View().Content, "not saved. Press esc again") {
		t.Fatalf("it does not ask:\n%s", s.View().Content)
	}
	press(s, "q")
	if slices.Contains(h.last().told, "q") || strings.Contains(s.View().Content, "not saved") {
		t.Error("another key stays, and does nothing else")
	}
	press(s, "esc", "esc")
	if len(s.stack) != 1 {
		t.Error("Esc twice leaves")
	}
}

func TestAPageTakesTheKeysItWants(t *testing.T) {
	s, h := begin(t)
	h.pages[0].takes = "/ esc ?"
	press(s, "/", "esc", "?")
	if got := h.pages[0].told; !slices.Equal(got[len(got)-3:], []string{"/", "esc", "?"}) || len(s.stack) != 1 || s.help != nil {
		t.Errorf("told %v", got)
	}
	press(s, "f1")
	if s.help == nil {
		t.Error("F1 is always help")
	}
}

// An answer goes to every page, and only the one that asked takes it; a page
// that was left gets nothing, and its question ends.
func TestAnswers(t *testing.T) {
	s, h := begin(t)
	cmd := press(s, "a")
	press(s, "/", "a")
	s.Update(cmd())
	if h.pages[0].got != "answer" || h.pages[1].got != "" {
		t.Errorf("got %q and %q", h.pages[0].got, h.pages[1].got)
	}
	cmd = press(s, "a")
	press(s, "esc")
	s.Update(cmd())
	if h.pages[1].got != "" {
		t.Error("a page that was left is answered")
	}
}

// A page below may say that something was done; only the top one may move.
func TestOnlyTheTopMoves(t *testing.T) {
	s, h := begin(t)
	press(s, "/")
	h.pages[0].Go(page.Access{})
	h.pages[0].Done("Saved.")
	s.Update(page.Answer[string]{})
	if len(s.stack) != 2 || s.say.Text != "Saved." {
		t.Errorf("%d pages, says %q", len(s.stack), s.say.Text)
	}
	press(s, "x")
	if s.say.Text != "" {
		t.Error("what was said stays until the next key")
	}
}

func TestNoSuchPage(t *testing.T) {
	s, h := begin(t)
	h.pages[0].onKey = func(f *fake, _ string) { f.Go(page.Trail{}) }
	press(s, "x")
	if len(s.stack) != 1 || s.say.Tone != page.Bad {
		t.Errorf("%d pages, says %+v", len(s.stack), s.say)
	}
}

// However deep a member goes, the stack is bounded and Home is at its foot.
func TestDepth(t *testing.T) {
	s, h := begin(t)
	for range 100 {
		press(s, "/")
	}
	if len(s.stack) != maxDepth || s.stack[0].page != page.Model(h.pages[0]) {
		t.Errorf("%d pages", len(s.stack))
	}
	if h.pages[1].ctx.Err() == nil || h.last().ctx.Err() != nil {
		t.Error("a page that is let go has its questions ended, and no other")
	}
}

// Leaving Signpost says what would be lost, on whichever page it is.
func TestLeavingWithSomethingUnsaved(t *testing.T) {
	s, h := begin(t)
	h.pages[0].unsaved = true
	press(s, "/")
	press(s, "ctrl+c")
	if want := "What you typed on " + h.pages[0].Title() + " is not saved."; !strings.HasPrefix(s.asks(), want) {
		t.Errorf("asks %q, want %q first", s.asks(), want)
	}
	press(s, "x")
	h.pages[0].unsaved = false
	press(s, "ctrl+c")
	if !strings.HasPrefix(s.asks(), "Leave Signpost?") {
		t.Errorf("asks %q", s.asks())
	}
}

// Whatever a page draws, a frame is as large as its window, and nothing in it
// acts on the terminal but a style.
func TestFrames(t *testing.T) {
	s, h := begin(t)
	h.pages[0].view = strings.Repeat(strings.Repeat("wide ", 100)+"\x1b[2J\x1b[31mred\x1b[m\x07\n", 200)
	s.say = page.Say{Text: strings.Repeat("A long sentence. ", 40), Tone: page.Bad}
	for _, ask := range []question{nothing, leaveSignpost, leavePage} {
		s.pending = ask
		for w := 1; w <= 140; w += 3 {
			for hgt := 1; hgt <= 50; hgt += 2 {
				s.Update(tea.WindowSizeMsg{Width: w, Height: hgt})
				lines := strings.Split(s.View().Content, "\n")
				if len(lines) > hgt {
					t.Fatalf("%dx%d: %d lines", w, hgt, len(lines))
				}
				for _, line := range lines {
					if look.Width(line) > w || !onlyStyles(line) {
						t.Fatalf("%dx%d: %q", w, hgt, line)
					}
				}
			}
		}
	}
}

func TestGuard(t *testing.T) {
	lk := look.New(look.Options{Colour: true})
	for in, want := range map[string]string{
		"plain":                 "plain",
		"\x1b[1mbold\x1b[m":     "\x1b[1mbold\x1b[m",
		"\x1b[1mtoo long\x1b[m": "too..",
		"too long":              "too..",
		"\x1b[2J":               "?[2J",
		"a\tb":                  "a b",
		"café":                  "cafe",
		"\x1b[1mcafé\x1b[m":     "cafe",
		"\x1b]0;t\x07":          "?]0..",
	} {
		if got := guard(lk, in, 5); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
