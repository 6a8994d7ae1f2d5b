package page

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
)

// Room is the size a page may fill: W columns, H lines, both at least 1.
type Room struct{ W, H int }

// Go asks the session to open a page on top of this one; with Instead, in
// place of it.
type Go struct {
	To      Route
	Instead bool
}

// Back asks the session to leave this page for the one below it.
type Back struct{}

// Shown tells a page that it is on top again because the page above it was left.
type Shown struct{}

// Rest asks the session for a Still once no key has been pressed for a short
// while: for what would be redrawn at every key of one that is held down.
type Rest struct{}

// Still tells a page that asked for it that the keys have come to rest.
type Still struct{}

// Ending tells the page on top that the session is over in a minute, whatever is
// pressed: a page that can keep what was typed without finishing it does so now.
type Ending struct{}

// Kept tells the session that the member's settings are now these.
type Kept struct{ Settings store.Settings }

// Changed tells the page on top that somebody else has changed something. A page
// that shows it reads again, and moves neither the focus nor what was typed; a
// page with something unsaved in hand calls Mark instead, and changes nothing.
type Changed struct{ All []store.Changed }

// Caseload says whether clients or referrals have changed.
func (c *Changed) Caseload() bool {
	return slices.ContainsFunc(c.All, func(x store.Changed) bool { return x.Caseload() || x.Whole() })
}

// Provision says whether what is known of programmes has changed, and by whom and
// when, as a sentence.
func (c *Changed) Provision() (says string, ok bool) {
	return c.last(func(x store.Changed) bool { return x.Provision() })
}

// Programme says whether what is known of the programme has changed, and by whom
// and when.
func (c *Changed) Programme(id store.ProgrammeID) (says string, ok bool) {
	return c.last(func(x store.Changed) bool { return x.Programme == id })
}

// Access says whether partners, members, keys or invitations have changed, or who
// delivers what, and by whom and when.
func (c *Changed) Access() (says string, ok bool) {
	return c.last(func(x store.Changed) bool { return x.Access() || x.Provision() })
}

// Client says whether the client has changed, and by whom and when, as a sentence.
func (c *Changed) Client(ref store.ClientRef) (says string, ok bool) {
	return c.last(func(x store.Changed) bool { return x.Client == ref })
}

// Referral says whether the referral has changed, and by whom and when.
func (c *Changed) Referral(id store.ReferralID) (says string, ok bool) {
	return c.last(func(x store.Changed) bool { return x.Referral == id })
}

func (c *Changed) last(is func(store.Changed) bool) (says string, ok bool) {
	for _, x := range c.All {
		switch {
		case x.Whole():
			says, ok = "Something was changed by somebody else.", true
		case is(x):
			says, ok = "Changed by "+x.Who+" at "+x.At.Format("15:04")+".", true
		}
	}
	return says, ok
}

// Marked has a text stand on the status line, where nothing else is said, for as
// long as the page is on top; the empty text takes it away.
type Marked struct{ Text string }

// Tone is how a status line is meant.
type Tone uint8

// The tones there are.
const (
	Plain Tone = iota
	Good       // something was done
	Bad        // something was not done; the text says what to do
)

// Say asks the session to show a text on the status line until the next key.
type Say struct {
	Text string
	Tone Tone
}

// Out collects what a page asks of the session during one Update. Embed it.
type Out struct {
	msgs []tea.Msg
	mark string
}

// Go opens a page on top of this one.
func (o *Out) Go(to Route) { o.msgs = append(o.msgs, Go{To: to}) }

// Instead opens a page in place of this one.
func (o *Out) Instead(to Route) { o.msgs = append(o.msgs, Go{To: to, Instead: true}) }

// Back leaves this page.
func (o *Out) Back() { o.msgs = append(o.msgs, Back{}) }

// Rest has a Still sent to this page once the keys have come to rest.
func (o *Out) Rest() { o.msgs = append(o.msgs, Rest{}) }

// Kept has the member's settings obeyed from now on.
func (o *Out) Kept(s store.Settings) { o.msgs = append(o.msgs, Kept{s}) }

// Mark has a text stand on the status line until it is taken away by an empty one.
func (o *Out) Mark(text string) {
	if text != o.mark {
		o.mark, o.msgs = text, append(o.msgs, Marked{text})
	}
}

// Say shows a text on the status line.
func (o *Out) Say(text string) { o.msgs = append(o.msgs, Say{Text: text}) }

// Done says that something was done.
func (o *Out) Done(text string) { o.msgs = append(o.msgs, Say{Text: text, Tone: Good}) }

// Wrong says what went wrong. The desk's errors are sentences ready to show.
func (o *Out) Wrong(err error) { o.msgs = append(o.msgs, Say{Text: err.Error(), Tone: Bad}) }

// Drain gives up what was collected, oldest first. The session calls it.
func (o *Out) Drain() []tea.Msg {
	msgs := o.msgs
	o.msgs = nil
	return msgs
}
