package triage

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// AssessmentDesk is what the page of a saved assessment asks of the desk.
type AssessmentDesk interface {
	Assessment(context.Context, store.AssessmentID) (store.Assessment, error)
	AssessmentHealth(context.Context, store.AssessmentID) (store.Facts, error)
	Names(context.Context) (map[keys.MemberID]string, error)
}

// Assessment is a saved assessment as it was shown: the standings with their
// reasons, and the facts it was made with. Nothing here changes it.
type Assessment struct {
	page.Out
	ctx    context.Context
	desk   AssessmentDesk
	look   look.Look
	room   page.Room
	client store.ClientRef
	id     store.AssessmentID
	mode   mode // loading, results, reasons or listing
	got    assessed
	board  board
	facts  look.Text
	health bool // what they say of health is shown
	load   page.Ask[assessed]
	see    page.Ask[store.Facts]
}

// assessed is an assessment and who made it.
type assessed struct {
	store.Assessment
	by string
}

// NewAssessment is the assessment of that id, of that client.
func NewAssessment(ctx context.Context, desk AssessmentDesk, lk look.Look, client store.ClientRef, id store.AssessmentID) *Assessment {
	return &Assessment{ctx: ctx, desk: desk, look: lk, client: client, id: id, board: board{look: lk}}
}

// Title names the place.
func (a *Assessment) Title() string { return "Assessment " + string(a.id) + ": " + string(a.client) }

// Init reads the assessment. It never changes, so it is read once.
func (a *Assessment) Init() tea.Cmd {
	desk, id := a.desk, a.id
	return a.load.Start(a.ctx, func(ctx context.Context) (assessed, error) {
		got, err := desk.Assessment(ctx, id)
		if err != nil {
			return assessed{}, err
		}
		names, err := desk.Names(ctx)
		return assessed{got, cmp.Or(names[got.By], string(got.By))}, err
	})
}

// Update takes one message.
func (a *Assessment) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		a.room = msg
		a.lay()
	case page.Still:
		a.board.tell()
	case tea.KeyPressMsg:
		if a.mode == listing && msg.String() == "v" {
			return a.showHealth()
		}
		a.key(msg)
		if a.mode == results && a.room.W >= paneFrom && a.board.stale() {
			a.Rest()
		}
	case page.Answer[assessed]:
		a.took(msg)
	case page.Answer[store.Facts]:
		a.seen(msg)
	}
	return nil
}

// showHealth shows what the facts say of health, of which the desk keeps an event,
// or hides it again.
func (a *Assessment) showHealth() tea.Cmd {
	if a.health || !a.anyHealth() {
		a.health = false
		a.lay()
		return nil
	}
	desk, id := a.desk, a.id
	return a.see.Start(a.ctx, func(ctx context.Context) (store.Facts, error) { return desk.AssessmentHealth(ctx, id) })
}

func (a *Assessment) seen(msg page.Answer[store.Facts]) {
	switch {
	case !a.see.Take(msg):
	case msg.Err != nil:
		a.Wrong(msg.Err)
	default:
		a.health = true
		a.lay()
	}
}

func (a *Assessment) anyHealth() bool {
	for f := range a.got.Facts {
		if f.Health() {
			return true
		}
	}
	return false
}

func (a *Assessment) took(msg page.Answer[assessed]) {
	if !a.load.Take(msg) {
		return
	}
	if msg.Err != nil {
		a.Wrong(msg.Err)
		a.Back()
		return
	}
	a.got, a.mode = msg.Value, results
	a.board.set(a.got.Answer, true)
	a.lay()
}

// lay lays out what scrolls, as wide as the room is.
func (a *Assessment) lay() {
	if a.mode == loading {
		return
	}
	a.board.lay(a.room.W)
	lines := []string{a.look.Title(a.look.Cut("The facts it was made with", a.room.W))}
	for _, f := range store.AllFacts() {
		if v, ok := a.got.Facts[f]; ok && f != store.Judgements {
			says := f.Words(v)
			if f.Health() && !a.health {
				says = entry.HealthKept
			}
			lines = append(lines, a.look.Pair(f.Info().Label, says, 22, a.room.W)...)
		}
	}
	if len(lines) == 1 {
		lines = append(lines, a.look.Cut("Nothing was known.", a.room.W))
	}
	lines = append(lines, a.judgements()...)
	a.facts.SetLines(lines)
}

// judgements are the coach's answers for single programmes.
func (a *Assessment) judgements() []string {
	set := a.got.Facts[store.Judgements].Set
	var lines []string
	for _, part := range []struct {
		says string
		asks []string
	}{{"yes", set.Has}, {"no", set.Not}} {
		for _, ask := range part.asks {
			id, what, _ := strings.Cut(ask, "/")
			lines = append(lines, a.look.Hang("  "+part.says+"  ", a.board.name(store.ProgrammeID(id))+": "+a.asked(ask, what), a.room.W)...)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{"", a.look.Title(a.look.Cut("Judged by the coach", a.room.W))}, lines...)
}

// asked is a judgement in the words of the reason it gave.
func (a *Assessment) asked(ask, otherwise string) string {
	for _, r := range a.got.Answer.Results {
		for _, list := range [][]store.Reason{r.Met, r.Failed, r.Missing} {
			for _, reason := range list {
				if reason.Ask == ask {
					return reason.Says
				}
			}
		}
	}
	return strings.ReplaceAll(otherwise, "-", " ")
}

// Takes keeps Esc where it means going back to the results.
func (a *Assessment) Takes(k tea.KeyPressMsg) bool {
	return k.String() == "esc" && (a.mode == reasons || a.mode == listing)
}

func (a *Assessment) key(k tea.KeyPressMsg) {
	name := k.String()
	switch {
	case a.mode == loading:
	case name == "esc":
		a.mode = results
	case a.mode == listing:
		a.facts.Key(k)
	case a.mode == reasons:
		a.keyReasons(k)
	case name == "enter":
		if _, ok := a.board.chosen(); ok {
			a.mode = reasons
			a.board.step(0, a.room.W)
		}
	case name == "l":
		a.mode = listing
		a.facts.Top()
	case name == "c":
		a.Go(page.Client{Ref: a.client})
	default:
		a.board.move(k)
	}
}

func (a *Assessment) keyReasons(k tea.KeyPressMsg) {
	r, _ := a.board.chosen()
	switch k.String() {
	case "enter":
		a.Go(page.Programme{ID: r.ID})
	case "n":
		a.board.step(1, a.room.W)
	case "p":
		a.board.step(-1, a.room.W)
	default:
		a.board.text.Key(k)
	}
}

// View draws what the page shows now.
func (a *Assessment) View() string {
	lines, _, _ := a.draw()
	return strings.Join(lines[:min(len(lines), a.room.H)], "\n")
}

// Cursor is on the focus.
func (a *Assessment) Cursor() (x, y int, ok bool) {
	_, x, y = a.draw()
	return x, y, y >= 0 && y < a.room.H && x < a.room.W
}

func (a *Assessment) draw() (lines []string, x, y int) {
	w, h := a.room.W, a.room.H
	switch a.mode {
	case loading:
		return []string{a.look.Cut("Opening the assessment...", w)}, 0, -1
	case reasons:
		return strings.Split(a.board.text.View(h), "\n"), 0, 0
	case listing:
		return strings.Split(a.facts.View(h), "\n"), 0, 0
	}
	facts := len(a.got.Facts)
	return a.board.draw(fmt.Sprintf("As it was shown on %s to %s, with %s.", a.got.Answer.AsOf.Words(), a.got.by, store.Count(facts, "fact")), w, h)
}

// Keys lists the keys that work now.
func (a *Assessment) Keys() []key.Binding {
	switch a.mode {
	case reasons:
		return []key.Binding{
			page.Bind("Enter", "programme today", "enter"), page.Bind("Esc", "results", "esc"),
			page.Bind("n p", "next, previous", "n", "p"), page.Bind("Up Down", "scroll", "up", "down"),
		}
	case listing:
		keys := []key.Binding{page.Bind("Up Down", "scroll", "up", "down"), page.Bind("Esc", "results", "esc")}
		if a.anyHealth() {
			keys = append([]key.Binding{page.Bind("v", "health", "v")}, keys...)
		}
		return keys
	}
	return []key.Binding{
		page.Bind("Enter", "why", "enter"), page.Bind("l", "facts", "l"), page.Bind("c", "client", "c"),
		page.Bind("Left Right", "standing", "left", "right"),
	}
}

// Help says what the page is for.
func (a *Assessment) Help() string {
	return "A saved assessment, exactly as it was shown on the day: how the client stood with every programme, and why. l shows the facts it was made with, and v those of health among them, which is written down. Nothing here changes when the client or a programme does; to match the client as they are now, open the client and press t."
}
