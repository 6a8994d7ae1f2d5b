package caseload

import (
	"context"
	"errors"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// EraseDesk is what the page that erases a client asks of the desk.
type EraseDesk interface {
	ClientDesk
	Erase(ctx context.Context, ref store.ClientRef, why string) (store.Erasure, error)
}

// Erase says what goes and what stays, asks why, and has the reference typed. It
// stands in the place of the client's own page: nothing goes back to a client who is
// erased.
type Erase struct {
	page.Out
	ctx  context.Context
	desk EraseDesk
	look look.Look
	room page.Room
	ref  store.ClientRef

	got   record
	open  bool      // the record is read
	says  look.Text // what goes and what stays
	why   *look.Choice
	typed *entry.Text // nil until it was said why
	ahead page.Ahead
	load  page.Ask[record]
	work  page.Ask[store.Erasure]
}

// NewErase is the page that erases the client of the route.
func NewErase(ctx context.Context, desk EraseDesk, lk look.Look, to page.Erase) *Erase {
	return &Erase{ctx: ctx, desk: desk, look: lk, ref: to.Client, why: AskErase()}
}

// AskErase asks why a client is erased.
func AskErase() *look.Choice {
	var options []string
	for _, w := range store.EraseWhys() {
		options = append(options, w.Says)
	}
	return look.NewChoice("Why is this client erased?", options, 0)
}

// AskEraseRef has the reference of the client typed who is to be erased.
func AskEraseRef(c *store.Client) *entry.Text {
	return entry.NewText("To erase "+c.GivenName+" for good, enter their reference: "+string(c.Ref), "It cannot be taken back. Esc erases nothing.", "", 20)
}

// SameRef refuses what is not the reference of the client.
func SameRef(c *store.Client, typed string) error {
	if tidy, _ := store.TidyRef(typed); tidy == string(c.Ref) {
		return nil
	}
	return entry.Sentence("Enter " + string(c.Ref) + " to erase this client, or Esc to erase nothing.")
}

// EraseSays is what goes when a client is erased, and what stays.
func (r *Record) EraseSays() []string {
	return (&record{
		client: r.Client, notes: r.Notes, assessments: r.Assessments, referrals: r.Referrals, followUps: r.FollowUps, households: r.Households,
	}).eraseSays()
}

func (r *record) eraseSays() []string {
	sent, drafts := 0, 0
	for i := range r.referrals {
		if r.referrals[i].Sent.IsZero() {
			drafts++
		} else {
			sent++
		}
	}
	goes := []string{"the name", store.Count(len(r.client.Facts), "fact"), "what was corrected"}
	for _, n := range []struct {
		many int
		unit string
	}{{len(r.notes), "note"}, {len(r.assessments), "assessment"}, {len(r.followUps), "promise"}, {drafts, "draft"}} {
		if n.many > 0 {
			goes = append(goes, store.Count(n.many, n.unit))
		}
	}
	if len(r.households) > 0 {
		goes = append(goes, "their place in the household")
	}
	says := []string{"Goes, for good: " + strings.Join(goes, ", ") + "."}
	if sent > 0 {
		says = append(says, "Of "+store.Count(sent, "referral")+" that you sent, the programme, the state and the outcome stay, for counting, and of nobody. Who received it sees that the client was erased. One that has not ended ends.")
	}
	return append(says, "Stays: that "+string(r.client.Ref)+" was erased, when, by whom and why; and the trail, which names references and fields.", "A backup from before is restored without them.")
}

// Erased says that a client was erased.
func Erased(ref store.ClientRef) string {
	return "Client " + string(ref) + " is erased. Nothing of theirs is left here."
}

// Title names the place.
func (e *Erase) Title() string { return "Erase " + string(e.ref) }

// Init reads what is kept.
func (e *Erase) Init() tea.Cmd {
	desk, ref := e.desk, e.ref
	return e.load.Start(e.ctx, func(ctx context.Context) (record, error) { return read(ctx, desk, ref) })
}

// Update takes one message.
func (e *Erase) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		e.room = msg
	case page.Changed:
		if _, ok := msg.Client(e.ref); ok && !e.work.Busy() {
			return e.Init()
		}
	case tea.PasteMsg:
		if e.typed != nil {
			e.typed.Paste(msg)
		}
	case tea.KeyPressMsg:
		return e.key(msg)
	case page.Answer[record]:
		if e.load.Take(msg) {
			e.took(msg)
			return e.ahead.Replay(e.key)
		}
	case page.Answer[store.Erasure]:
		e.erased(msg)
	}
	return nil
}

func (e *Erase) took(msg page.Answer[record]) {
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) {
		e.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: page.Erase{Client: e.ref}})
		return
	}
	if msg.Err != nil {
		e.Wrong(entry.Plain(msg.Err))
		e.Back()
		return
	}
	e.got, e.open = msg.Value, true
}

func (e *Erase) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !e.open:
		e.ahead.Keep(k)
		return nil
	case e.work.Busy():
		return nil
	case k.String() == "space" && e.says.ReadOn():
		return nil
	case e.typed != nil:
		switch e.typed.Key(k) {
		case look.Left:
			e.typed = nil
		case look.Chosen:
			return e.erase()
		}
		return nil
	}
	switch e.why.Key(k) {
	case look.Left:
		e.Instead(page.Client{Ref: e.ref})
	case look.Chosen:
		e.typed = AskEraseRef(&e.got.client)
	}
	return nil
}

func (e *Erase) erase() tea.Cmd {
	if err := SameRef(&e.got.client, e.typed.Value()); err != nil {
		e.typed.Refuse(err)
		return nil
	}
	desk, ref, why := e.desk, e.ref, store.EraseWhys()[e.why.At()].Code
	return e.work.Start(e.ctx, func(ctx context.Context) (store.Erasure, error) { return desk.Erase(ctx, ref, why) })
}

func (e *Erase) erased(msg page.Answer[store.Erasure]) {
	switch {
	case !e.work.Take(msg):
	case msg.Err != nil:
		e.typed.Refuse(msg.Err)
	default:
		e.Done(Erased(msg.Value.Client))
		e.Back()
	}
}

// Takes keeps what writes in the field, and Esc.
func (e *Erase) Takes(k tea.KeyPressMsg) bool {
	return k.String() == "esc" && e.open || e.typed != nil && e.typed.Takes(k)
}

// View draws what goes and what stays, and the question under it.
func (e *Erase) View() string {
	lines, _, _ := e.draw()
	return strings.Join(lines[:min(len(lines), e.room.H)], "\n")
}

// Cursor is on the focus.
func (e *Erase) Cursor() (x, y int, ok bool) {
	_, x, y = e.draw()
	return x, y, y >= 0 && y < e.room.H && x < e.room.W
}

func (e *Erase) draw() (lines []string, x, y int) {
	w, h := e.room.W, e.room.H
	switch {
	case !e.open:
		return []string{e.look.Cut("Opening the client...", w)}, 0, -1
	case e.work.Busy():
		return []string{e.look.Cut("Erasing...", w)}, 0, -1
	}
	asks := e.why.View(e.look, w, h)
	if e.typed != nil {
		asks = e.typed.View(e.look, w, h)
	}
	for _, says := range e.got.eraseSays() {
		lines = append(lines, e.look.Wrap(says, w)...)
	}
	e.says.SetLines(lines)
	lines = append(e.says.Part(e.look, w, max(h-strings.Count(asks, "\n")-2, h/3)), "")
	above := len(lines)
	var body string
	if e.typed != nil {
		x, y = e.typed.Cursor(e.look, w)
		body = e.typed.View(e.look, w, h-above)
	} else {
		x, y = e.why.Cursor(e.look, w, h-above)
		body = e.why.View(e.look, w, h-above)
	}
	return append(lines, strings.Split(body, "\n")...), x, y + above
}

// Keys lists the keys that work now.
func (e *Erase) Keys() []key.Binding {
	if e.typed != nil {
		return e.typed.Keys("erase")
	}
	return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Up Down", "move", "up", "down"), page.Bind("Esc", "erase nothing", "esc")}
}

// Help says what the page is for.
func (e *Erase) Help() string {
	return "Removes everything that is held of a client. It says what goes and what stays, asks why, and has you enter the reference. It cannot be taken back, and it stands in the trail. Esc erases nothing."
}
