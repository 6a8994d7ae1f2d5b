package caseload

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// WhyDesk is what the question why asks of the desk.
type WhyDesk interface {
	Because(ctx context.Context, ref store.ClientRef, why, words string) error
}

// Why asks why the record of a colleague's client is opened, and then opens what
// was to be opened.
type Why struct {
	page.Out
	ctx    context.Context
	desk   WhyDesk
	look   look.Look
	room   page.Room
	to     page.Why
	choice *look.Choice
	words  *entry.Text // for another reason; nil while the list is open
	keep   page.Ask[store.ClientRef]
}

// NewWhy asks before the client of the route is opened.
func NewWhy(ctx context.Context, desk WhyDesk, lk look.Look, to page.Why) *Why {
	return &Why{ctx: ctx, desk: desk, look: lk, to: to, choice: AskWhy(to.Client, to.Coach)}
}

// AskWhy is the question why the record of a client whom a colleague keeps is
// opened.
func AskWhy(ref store.ClientRef, coach string) *look.Choice {
	var options []string
	for _, w := range store.VisitWhys() {
		options = append(options, w.Says)
	}
	return look.NewChoice("Client "+string(ref)+" is in the caseload of "+coach+". Why do you open their record? It is kept, and the client can see it. It is asked once a day.", options, 0)
}

// AskOther asks for another reason in words.
func AskOther() *entry.Text {
	return entry.NewText("Why do you open their record?", "A few words. The client can see them.", "", 200)
}

// Title names the place.
func (w *Why) Title() string { return "Why open " + string(w.to.Client) }

// Init has nothing to read.
func (w *Why) Init() tea.Cmd { return nil }

// Update takes one message.
func (w *Why) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		w.room = msg
	case tea.PasteMsg:
		if w.words != nil {
			w.words.Paste(msg)
		}
	case tea.KeyPressMsg:
		return w.key(msg)
	case page.Answer[store.ClientRef]:
		w.kept(msg)
	}
	return nil
}

func (w *Why) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case w.keep.Busy():
		return nil
	case w.words != nil:
		switch w.words.Key(k) {
		case look.Left:
			w.words = nil
		case look.Chosen:
			return w.say()
		}
		return nil
	}
	switch w.choice.Key(k) {
	case look.Left:
		w.Back()
	case look.Chosen:
		if w.why() != store.VisitOther {
			return w.say()
		}
		w.words = AskOther()
	}
	return nil
}

func (w *Why) why() string { return store.VisitWhys()[w.choice.At()].Code }

func (w *Why) say() tea.Cmd {
	desk, ref, why, words := w.desk, w.to.Client, w.why(), ""
	if w.words != nil {
		words = w.words.Value()
	}
	return w.keep.Start(w.ctx, func(ctx context.Context) (store.ClientRef, error) { return ref, desk.Because(ctx, ref, why, words) })
}

func (w *Why) kept(msg page.Answer[store.ClientRef]) {
	switch {
	case !w.keep.Take(msg):
	case msg.Err == nil:
		w.Instead(w.to.Then)
	case w.words != nil:
		w.words.Refuse(msg.Err)
	default:
		w.Wrong(entry.Plain(msg.Err))
	}
}

// Takes keeps what writes in a field, and Esc there.
func (w *Why) Takes(k tea.KeyPressMsg) bool {
	return w.words != nil && (k.String() == "esc" || w.words.Takes(k))
}

// View draws the question.
func (w *Why) View() string {
	if w.words != nil {
		return w.words.View(w.look, w.room.W, w.room.H)
	}
	return w.choice.View(w.look, w.room.W, w.room.H)
}

// Cursor is on the focus.
func (w *Why) Cursor() (x, y int, ok bool) {
	if w.words != nil {
		x, y = w.words.Cursor(w.look, w.room.W)
	} else {
		x, y = w.choice.Cursor(w.look, w.room.W, w.room.H)
	}
	return x, y, y >= 0 && y < w.room.H && x < w.room.W
}

// Keys lists the keys that work now.
func (w *Why) Keys() []key.Binding {
	if w.words != nil {
		return w.words.Keys("open")
	}
	return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Up Down", "move", "up", "down")}
}

// Help says what the question is for.
func (w *Why) Help() string {
	return strings.Join([]string{
		"A colleague keeps this client, so it is written down why you open the record: who did, when and why.",
		"The client can ask to see that list. You are asked once for each client and day. Esc goes back, and nothing is opened.",
	}, " ")
}
