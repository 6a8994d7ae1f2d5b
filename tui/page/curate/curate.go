// Package curate is the curator's queue: the parts of provision that people or
// declines question, and the records that are past their review. It knows
// programmes, their fields and what is asked of them; it must not know any client,
// nor how a record is written.
package curate

import (
	"context"
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Today() store.Day
	Queue(context.Context) ([]store.QueueItem, error)
	Assure(context.Context, store.Assurance) (store.Upkeep, error)
	AnswerQuestion(ctx context.Context, id store.FieldQuestionID, rev uint64, says string) (store.FieldQuestion, error)
}

// maxAnswer is how many characters of an answer are taken.
const maxAnswer = 200

// Page is the queue.
type Page struct {
	page.Out
	ctx   context.Context
	desk  Desk
	look  look.Look
	room  page.Room
	read  page.Ask[[]store.QueueItem]
	save  page.Ask[string] // what was done, in words
	all   []store.QueueItem
	wrong string // why it could not be read
	ready bool
	list  look.List
	over  *over
}

// over is what stands over the list: how to change a record, a question to
// confirm, which question is answered, or the answer.
type over struct {
	help    *look.Text
	confirm *look.Confirm
	choice  *look.Choice
	words   *entry.Text
	asked   store.FieldQuestion // that words answers
}

// New is the queue for the desk's member.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk}
}

// Title names the place.
func (p *Page) Title() string { return "Queue" }

// Init reads the queue.
func (p *Page) Init() tea.Cmd { return p.read.Start(p.ctx, p.desk.Queue) }

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case look.Look:
		p.look = msg
	case page.Shown:
		return p.Init()
	case tea.PasteMsg:
		if p.over != nil && p.over.words != nil {
			p.over.words.Paste(msg)
		}
	case tea.KeyPressMsg:
		return p.key(msg)
	case page.Answer[[]store.QueueItem]:
		if p.read.Take(msg) {
			p.arrived(msg)
		}
	case page.Answer[string]:
		if p.save.Take(msg) {
			return p.saved(msg)
		}
	}
	return nil
}

// arrived shows the queue; the focus stays on its item, or on its place where the
// item is done.
func (p *Page) arrived(a page.Answer[[]store.QueueItem]) {
	p.ready, p.wrong = true, ""
	if a.Err != nil {
		p.wrong = a.Err.Error()
		return
	}
	was, had := p.at()
	p.all = a.Value
	p.list.SetLen(len(p.all))
	for i := range p.all {
		if it := &p.all[i]; had && it.Programme == was.Programme && it.Field == was.Field && it.Line == was.Line {
			p.list.SetAt(i)
		}
	}
}

// at is the item in focus, if there is one.
func (p *Page) at() (store.QueueItem, bool) {
	if i := p.list.At(); i < len(p.all) {
		return p.all[i], true
	}
	return store.QueueItem{}, false
}

func (p *Page) saved(a page.Answer[string]) tea.Cmd {
	switch {
	case a.Err != nil && p.over != nil && p.over.words != nil:
		p.over.words.Refuse(a.Err)
		return nil
	case a.Err != nil:
		p.Wrong(a.Err)
	default:
		p.Done(a.Value)
	}
	p.over = nil
	return p.Init()
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	it, ok := p.at()
	switch {
	case p.save.Busy():
		return nil
	case p.over != nil:
		return p.keyOver(k, it)
	case !ok:
		return nil
	}
	switch k.String() {
	case "enter":
		p.Go(page.Programme{ID: it.Programme})
	case "s":
		p.over = &over{confirm: &look.Confirm{Question: confirms(&it)}}
	case "a":
		p.answer(&it)
	case "c":
		p.over = &over{help: &look.Text{}}
		p.lay()
	default:
		p.list.Key(k)
	}
	return nil
}

// confirms asks whether it was looked at.
func confirms(it *store.QueueItem) string {
	return fmt.Sprintf("%s, %s: did you look at it today, and is it still right?", it.Name, store.About(it.Field, it.Line))
}

// answer asks for the answer to a question, and first to which where there are
// several.
func (p *Page) answer(it *store.QueueItem) {
	switch len(it.Questions) {
	case 0:
		p.Say("No question is asked here: press s where it is still right, or c to read how to change it.")
	case 1:
		p.over = answering(it.Questions[0])
	default:
		options := make([]string, len(it.Questions))
		for i := range it.Questions {
			options[i] = it.Questions[i].Says()
		}
		p.over = &over{choice: look.NewChoice("Which question do you answer?", options, 0)}
	}
}

func answering(q store.FieldQuestion) *over {
	return &over{asked: q, words: entry.NewText("What is the answer? "+q.Says(), AnswerNote, "", maxAnswer)}
}

// AnswerNote says what an answer is for.
const AnswerNote = "It is shown with the programme for 90 days. It does not say that the part is right: for that, press s in the queue."

func (p *Page) keyOver(k tea.KeyPressMsg, it store.QueueItem) tea.Cmd {
	o := p.over
	switch {
	case o.help != nil:
		if k.String() == "esc" {
			p.over = nil
			return nil
		}
		o.help.Key(k)
	case o.confirm != nil:
		switch o.confirm.Key(k) {
		case look.Left:
			p.over = nil
		case look.Chosen:
			p.over = nil
			return p.assure(it)
		}
	case o.choice != nil:
		switch o.choice.Key(k) {
		case look.Left:
			p.over = nil
		case look.Chosen:
			if i := o.choice.At(); i < len(it.Questions) {
				p.over = answering(it.Questions[i])
			}
		}
	default:
		switch o.words.Key(k) {
		case look.Left:
			p.over = nil
		case look.Chosen:
			return p.send(o.asked, o.words.Value())
		}
	}
	return nil
}

// Assured is what a curator who found an item right says of it.
func Assured(it *store.QueueItem) store.Assurance {
	a := store.Assurance{Programme: it.Programme, Rev: it.Rev, Field: it.Field, Line: it.Line}
	for _, q := range it.Questions {
		a.Seen = append(a.Seen, q.ID)
	}
	return a
}

func (p *Page) assure(it store.QueueItem) tea.Cmd {
	return p.save.Start(p.ctx, func(ctx context.Context) (string, error) {
		_, err := p.desk.Assure(ctx, Assured(&it))
		return "Saved. " + it.Name + ", " + store.About(it.Field, it.Line) + ": checked today.", err
	})
}

func (p *Page) send(q store.FieldQuestion, says string) tea.Cmd {
	return p.save.Start(p.ctx, func(ctx context.Context) (string, error) {
		_, err := p.desk.AnswerQuestion(ctx, q.ID, q.Rev, says)
		return "Saved. The answer is shown with the programme.", err
	})
}

// Takes keeps Esc while something is open, and what writes in the answer.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	switch name := k.String(); {
	case p.over == nil, name == "f1":
		return false
	case p.over.words != nil:
		return name == "esc" || p.over.words.Takes(k)
	default:
		return name == "esc" || name == "/"
	}
}

// Unsaved says whether an answer was typed and is not saved.
func (p *Page) Unsaved() bool {
	return p.over != nil && p.over.words != nil && p.over.words.Changed()
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch o := p.over; {
	case o == nil && len(p.all) == 0:
		return nil
	case o == nil:
		return []key.Binding{
			page.Bind("Enter", "programme", "enter"), page.Bind("s", "still right", "s"), page.Bind("a", "answer", "a"),
			page.Bind("c", "change it", "c"), page.Bind("Up Down", "move", "up", "down"),
		}
	case o.help != nil:
		return []key.Binding{page.Bind("Up Down", "read", "up", "down"), page.Bind("Esc", "queue", "esc")}
	case o.confirm != nil:
		return []key.Binding{page.Bind("y", "yes", "y"), page.Bind("n", "no", "n"), page.Bind("Esc", "leave as it was", "esc")}
	case o.choice != nil:
		return []key.Binding{page.Bind("Enter", "answer", "enter"), page.Bind("Esc", "leave as it was", "esc")}
	}
	return p.over.words.Keys("save")
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "What there is to check in provision, the longest waiting first: parts of a record that members have questioned, parts by which referrals are declined here, and whole records that are past the programme's own review. Enter opens the programme. Where a part is still right, press s: it is dated today, and the questions about it are answered by that; the record itself does not change. a answers a question, and c says how to change the record."
}
