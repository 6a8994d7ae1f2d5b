package settings

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// box is drawn to find out what a terminal shows. Its characters are of every
// font that has lines at all. A terminal that takes them for others shows letters
// and signs: none of their bytes is one on which such a terminal waits for more,
// which rules out the corners of the plainer boxes.
var box = [...]string{"╓────╖", "║    ║", "╙────╜"}

// Question asks once whether the terminal shows a box or letters, where that is
// not known, and keeps the answer with the member. Home comes after it.
type Question struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room
	save page.Ask[store.Settings]
}

// NewQuestion is the question for the desk's member.
func NewQuestion(ctx context.Context, desk Desk, lk look.Look) *Question {
	return &Question{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (q *Question) Title() string { return "Your screen" }

// Init asks nothing of the desk.
func (q *Question) Init() tea.Cmd { return nil }

// Update takes one message.
func (q *Question) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		q.room = msg
	case tea.KeyPressMsg:
		return q.key(msg)
	case page.Answer[store.Settings]:
		if q.save.Take(msg) {
			q.saved(msg)
		}
	}
	return nil
}

func (q *Question) key(k tea.KeyPressMsg) tea.Cmd {
	if q.save.Busy() {
		return nil
	}
	switch k.String() {
	case "1":
		return q.keep(store.GlyphsUnicode)
	case "2":
		return q.keep(store.GlyphsASCII)
	case "esc":
		q.Instead(page.Home{})
	default:
		q.Say("Press 1 or 2, or Esc to be asked again next time.")
	}
	return nil
}

func (q *Question) keep(glyphs store.GlyphSet) tea.Cmd {
	return q.save.Start(q.ctx, func(ctx context.Context) (store.Settings, error) {
		s, err := q.desk.Settings(ctx)
		if err != nil {
			return s, err
		}
		s.Glyphs = glyphs
		return q.desk.SetSettings(ctx, s)
	})
}

// saved goes on to Home: as was answered, or, where that could not be kept, in
// ASCII.
func (q *Question) saved(a page.Answer[store.Settings]) {
	if a.Err == nil {
		q.Kept(a.Value)
	}
	q.Instead(page.Home{})
	if a.Err != nil {
		q.Wrong(a.Err)
	}
}

// Takes says which of the session's keys this page wants: Esc, which is an answer
// here, and "/", since nothing else is opened before it is answered.
func (q *Question) Takes(k tea.KeyPressMsg) bool {
	name := k.String()
	return name == "esc" || name == "/"
}

const (
	asks    = "Do you see a box or letters?"
	answers = "1  a box\n2  letters or signs"
	after   = "Your answer is kept, and you are not asked again; to change it, open Settings. If you cannot tell, or cannot see the screen, press 2: it is right on every terminal."
)

// View draws the box and the question.
func (q *Question) View() string {
	w, h := q.room.W, q.room.H
	var lines []string
	for _, s := range box {
		lines = append(lines, q.look.Cut("    "+s, w))
	}
	lines = append(append(lines, ""), q.ask()...)
	lines = append(append(lines, q.look.Wrap(answers, w)...), "")
	lines = append(lines, q.look.Wrap(after, w)...)
	return strings.Join(lines[:min(len(lines), h)], "\n")
}

func (q *Question) ask() []string {
	lines := q.look.Wrap(asks, q.room.W)
	for i := range lines {
		lines[i] = q.look.Title(lines[i])
	}
	return lines
}

// Cursor is on the question.
func (q *Question) Cursor() (x, y int, ok bool) { return 0, len(box) + 1, len(box)+1 < q.room.H }

// Keys lists the keys that work now.
func (q *Question) Keys() []key.Binding {
	return []key.Binding{page.Bind("1", "a box", "1"), page.Bind("2", "letters", "2"), page.Bind("Esc", "ask me next time", "esc")}
}

// Help says what the question is for.
func (q *Question) Help() string {
	return "Some terminals show accents, lines and ticks, and some show letters and signs in their place. Nothing tells Signpost which of them yours is, so it asks once. A box means that it shows them."
}
