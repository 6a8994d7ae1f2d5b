package refer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/turn"
)

func (o *One) lay() {
	if o.got.r.ID != "" {
		o.text.SetLines(o.got.lines(o.look, o.desk, o.room.W))
	}
}

// lines is the referral read out, in w columns.
func (g *opened) lines(lk look.Look, desk OneDesk, w int) []string {
	r, today := &g.r, desk.Today()
	life := turn.Of(r)
	lines := []string{lk.Title(lk.Cut(r.Packet.GivenName+" to "+r.Packet.Name, w))}
	pair := func(label, value string) { lines = append(lines, lk.Pair(label, value, 24, w)...) }
	state := lk.Pair("State", life.Words(today), 24, w)
	if r.Overdue(today) {
		for i := range state {
			state[i] = lk.Bad(state[i])
		}
	}
	lines = append(lines, state...)
	pair("Decided by", cmp.Or(g.names[r.By], string(r.By)))
	pair("Basis for sharing", turn.BasisWords(r.Basis))
	if r.Basis == store.Consent {
		pair("Consent", r.Agreement.Words())
	}
	if r.Told != 0 || r.State == store.Draft {
		pair("Client told on", cmp.Or(r.Told.Words(), "not entered: needed before sending"))
	}
	if r.Household != "" {
		pair("Household", string(r.Household))
	}
	for i, id := range g.links() {
		pair(map[bool]string{true: "Linked"}[i == 0], fmt.Sprintf("%d %s%s", i+1, id, g.sentWith(id, today)))
	}
	part := func(head string, more []string) {
		if len(more) > 0 {
			lines = append(lines, "", lk.Title(lk.Cut(head, w)))
			lines = append(lines, more...)
		}
	}
	part("What came of it", life.Came(lk, w))
	part("History", life.History(lk, g.about.Names(), desk.Now().Location(), w))
	lines = append(lines, "")
	if r.Withdrew() {
		return append(lines, turn.PacketGone(lk, &r.Packet, w)...)
	}
	return append(lines, turn.Packet(lk, &r.Packet, w)...)
}

// sentWith says of a linked referral of the household whose it is and where it
// has got to; of any other, nothing.
func (g *opened) sentWith(id store.ReferralID, today store.Day) string {
	for i := range g.with {
		if o := &g.with[i]; o.ID == id {
			life := turn.Of(o)
			return ", sent with it for " + o.Packet.GivenName + ": " + life.Words(today)
		}
	}
	return ""
}

// View draws the referral.
func (o *One) View() string {
	lines, _, _ := o.draw()
	return strings.Join(lines[:min(len(lines), o.room.H)], "\n")
}

// Cursor is on the question, where there is one.
func (o *One) Cursor() (x, y int, ok bool) {
	if o.form != nil {
		return o.form.Cursor()
	}
	_, x, y = o.draw()
	return x, y, y >= 0 && y < o.room.H && x < o.room.W
}

func (o *One) draw() (lines []string, x, y int) {
	w, h := o.room.W, o.room.H
	switch {
	case o.form != nil:
		return o.form.draw()
	case o.got.r.ID == "":
		return []string{o.look.Cut("Opening the referral...", w)}, 0, -1
	case o.job.Busy() || o.gone.keep.Busy():
		return []string{o.look.Cut("Saving...", w)}, 0, -1
	case o.gone.asks != nil:
		return o.gone.asks.Draw(o.look, w, h)
	case o.job.Open():
		return o.job.Draw(o.look, w, h)
	}
	return turn.Under(o.look, &o.text, o.moves(), w, h), 0, 0
}

// Keys lists the keys that work now.
func (o *One) Keys() []key.Binding {
	switch {
	case o.form != nil:
		keys := o.form.Keys()
		if o.form.Takes(tea.KeyPressMsg{Code: tea.KeyEscape}) {
			return keys
		}
		return slices.Insert(keys, len(keys)-1, page.Bind("Esc", "leave", "esc"))
	case o.gone.asks != nil:
		return o.gone.asks.Keys()
	case o.job.Open():
		return o.job.Keys()
	case o.got.r.ID == "":
		return nil
	}
	var keys []key.Binding
	if o.got.r.State == store.Draft {
		keys = append(keys, page.Bind("Enter", "check, change and send", "enter", "e"))
	}
	keys = append(keys, o.moves()...)
	switch n := len(o.got.links()); {
	case n == 1:
		keys = append(keys, page.Bind("1", "linked referral", "1"))
	case n > 1:
		keys = append(keys, page.Bind(fmt.Sprintf("1 to %d", n), "linked referrals", "1"))
	}
	if o.got.r.Household != "" {
		keys = append(keys, page.Bind("h", "household", "h"))
	}
	return append(keys, page.Bind("c", "client", "c"), page.Bind("p", "programme", "p"), page.Bind("Up Down", "scroll", "up", "down"))
}

// moves are the keys of what can be done to bring it on.
func (o *One) moves() []key.Binding {
	var keys []key.Binding
	if o.got.elsewhere(o.desk.Today()) {
		keys = append(keys, page.Bind("r", "refer elsewhere", "r"))
	}
	if o.got.r.OnConsent() {
		keys = append(keys, page.Bind("v", "consent withdrawn", "v"))
	}
	return append(keys, turn.Keys(o.desk.Moves(o.got.r))...)
}

// Help says what the page is for.
func (o *One) Help() string {
	return "One referral: where it has got to, what was done by whom, what came of it, and exactly what the receiver sees. Enter opens a draft to check, change and send it. Each other key makes one move and asks only for what the move needs. Where nobody here delivers the programme, you enter what its provider tells you. Where it rests on the client's consent, v writes down that they have withdrawn it. A referral that is overdue or that ended without a start can be taken elsewhere with r: the client is matched again today, and the client is told anew."
}
