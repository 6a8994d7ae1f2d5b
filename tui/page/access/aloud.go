package access

import (
	"context"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Aloud is the page for whoever reads it out and answers a line at a time: its
// lists, its words and its questions without its screen.
type Aloud struct{ p *Page }

// The lists, in the order of the page.
const (
	Partners    = int(partPartners)
	Members     = int(partMembers)
	Keys        = int(partKeys)
	Invitations = int(partInvitations)
	Programmes  = int(partProgrammes)
)

// Read reads everything there is.
func Read(ctx context.Context, desk Desk, lk look.Look, w int) (*Aloud, error) {
	p := New(ctx, desk, lk, "")
	p.room = page.Room{W: w, H: 1}
	got := p.Init()().(page.Answer[office])
	if got.Err != nil {
		return nil, got.Err
	}
	p.took(got)
	return &Aloud{p}, nil
}

// Lists names the five lists, with how many each has.
func (a *Aloud) Lists() []string { return a.p.tabs() }

// Rows are the records of a list, each in words.
func (a *Aloud) Rows(list int) []string {
	var out []string
	for _, r := range a.p.rows(part(list)) {
		words := strings.Join(r.cells, ", ")
		if r.state != "" {
			words += ": " + r.state
		}
		out = append(out, words)
	}
	return out
}

// Whole is one record of a list whole.
func (a *Aloud) Whole(list, i int) []string {
	r := a.p.rows(part(list))[i]
	lines := a.p.look.Wrap(r.cells[0], a.p.room.W)
	pair := func(label, value string) {
		head := label + ": "
		if label == "" { // more of the one before
			head = "  "
		}
		lines = append(lines, a.p.look.Hang(head, value, a.p.room.W)...)
	}
	[...]func(string, func(label, value string)){a.p.partnerWhole, a.p.memberWhole, a.p.keyWhole, a.p.invitationWhole, a.p.programmeWhole}[list](r.id, pair)
	return lines
}

// Ending is what can be ended, or given back, of a record.
type Ending struct {
	Verb     string // "lock", "revoke"; empty for nothing
	Question string // asked before it
	Do       func(context.Context) (says string, err error)
}

// Ends is what can be ended of a record of a list.
func (a *Aloud) Ends(list, i int) Ending {
	r := a.p.rows(part(list))[i]
	if r.ends == "" {
		return Ending{}
	}
	p := *a.p
	p.list.part, p.list.rows = part(list), [partCount]look.List{}
	p.list.rows[list].SetLen(len(p.rows(part(list))))
	p.list.rows[list].SetAt(i)
	p.startEnd()
	c := p.job.confirm
	return Ending{r.ends, c.Question, func(ctx context.Context) (string, error) {
		d, err := c.do(ctx)
		return d.says, err
	}}
}

// Member is a member of the list of members.
func (a *Aloud) Member(i int) keys.Member {
	return a.p.got.member(keys.MemberID(a.p.rows(partMembers)[i].id))
}

// Partner is a partner of the list of partners.
func (a *Aloud) Partner(i int) keys.Partner {
	return a.p.got.partnerOf(keys.PartnerID(a.p.rows(partPartners)[i].id))
}

// KeyNote says what another key of a member is.
func KeyNote() string { return keyNote }

// Mixed warns of roles that are meant to be two people's; empty where they are not.
func Mixed(roles []keys.Role) string { return strings.TrimSpace(mixed(roles)) }

// Deliver is the question which partner delivers a programme, of a list of
// programmes.
type Deliver struct{ d *deliver }

// Deliver asks it.
func (a *Aloud) Deliver(i int) Deliver {
	return Deliver{a.p.got.deliver(a.p.got.programme(store.ProgrammeID(a.p.rows(partProgrammes)[i].id)))}
}

// Choice is what to choose from.
func (d Deliver) Choice() *look.Choice { return d.d.choice }

// Take saves what was chosen, and says so.
func (d Deliver) Take(ctx context.Context, desk Desk) (says string, err error) {
	at := d.d.choice.At()
	_, err = desk.SetDeliverer(ctx, d.d.of.Programme, d.d.of.Rev, d.d.partners[at])
	return "Saved: " + d.d.of.name + " is delivered by " + d.d.choice.Options[at] + ".", err
}

// Refresh reads the programme again after somebody else's change, and says what
// they saved.
func (d Deliver) Refresh(ctx context.Context, desk Desk, lk look.Look, w int) string {
	a, err := Read(ctx, desk, lk, w)
	if err != nil {
		return ""
	}
	return d.d.refresh(&a.p.got, "")
}

// Roles asks for roles; Marked is the answer.
func Roles(question string, have []keys.Role) *look.Choice { return roleChoice(question, have) }

// Marked are the roles that were chosen.
func Marked(c *look.Choice) []keys.Role { return marked(c) }

// Words are roles in words.
func Words(roles []keys.Role) string { return roleWords(roles) }

// Invitation is an invitation being made, question by question.
type Invitation struct{ v *invite }

// Invite begins an invitation.
func (a *Aloud) Invite() Invitation {
	p := *a.p
	p.list.part = partKeys // nobody's partner is chosen already
	p.startInvite()
	return Invitation{p.job.invite}
}

// Name asks who is invited.
func (v Invitation) Name() (question, note string) { return v.v.name.Asks() }

// Partners asks for which partner; the last of the options is one that is not
// here yet, and NewPartner then asks what it is called.
func (v Invitation) Partners() *look.Choice { return v.v.partners }

// NewPartner asks what a partner is called who is not here yet.
func (v Invitation) NewPartner() (question, note string) { return v.v.partner.Asks() }

// Code is what is shown once of an invitation that was made: enrol is what the
// invited person types.
func (v Invitation) Code(lk look.Look, w int, enrol, secret string, inv keys.Invitation, partner string) []string {
	c := v.v.code
	c.enrol, c.partner = enrol, partner
	c.done = done{code: secret, invitation: inv}
	return c.draw(lk, w)
}
