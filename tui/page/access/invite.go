package access

import (
	"cmp"
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// step is one question of an invitation.
type step uint8

const (
	stepName step = iota
	stepPartner
	stepNewPartner
	stepRoles
	stepCheck
	stepCode // the code, shown once
)

// invite is an invitation being made. Esc goes back one question, and nothing
// that was entered is lost by it.
type invite struct {
	step     step
	name     *entry.Text
	partners *look.Choice // the partners there are, and last another one
	partner  *entry.Text
	roles    *look.Choice
	wrong    string
	code     code
	member   keys.Member // whose further key it is for, who is asked nothing else
}

// code is what is shown once.
type code struct {
	done
	enrol   string
	partner string
	zone    *time.Location
	leaving bool // asked whether it was written down
}

const anotherPartner = "a partner that is not here yet"

// startInvite begins an invitation, with the partner in focus chosen already.
func (p *Page) startInvite() {
	at, id := 0, keys.PartnerID("")
	if r, ok := p.chosen(); ok {
		switch p.list.part {
		case partPartners:
			id = keys.PartnerID(r.id)
		case partMembers:
			id = p.got.member(keys.MemberID(r.id)).Partner
		}
	}
	var options []string
	for i, x := range p.got.partners {
		options = append(options, x.Name)
		if x.ID == id {
			at = i
		}
	}
	p.job = job{invite: &invite{
		name:     entry.NewText("Who is invited?", "Enter the person's name, such as Sam Jones.", "", 60),
		partners: look.NewChoice("For which partner?", append(options, anotherPartner), at),
		partner:  entry.NewText("What is the partner called?", "Enter the organisation's name, such as Burnley Jobcentre.", "", 60),
		roles:    roleChoice("Which roles? Mark one or more.", []keys.Role{keys.Coach}),
		code:     code{enrol: p.enrol, zone: p.desk.Now().Location()},
	}}
}

// startKey asks whether to make a code for another key of the member in focus.
func (p *Page) startKey() {
	m, ok := p.inFocus()
	if !ok {
		return
	}
	p.job = job{invite: &invite{step: stepCheck, member: m, code: code{enrol: p.enrol, zone: p.desk.Now().Location()}}}
}

// words is the field that is typed in now, nil for none.
func (v *invite) words() *entry.Text {
	switch v.step {
	case stepName:
		return v.name
	case stepNewPartner:
		return v.partner
	}
	return nil
}

// partnerName is the partner that was chosen or typed.
func (v *invite) partnerName() string {
	if v.partners.At() < len(v.partners.Options)-1 {
		return v.partners.Options[v.partners.At()]
	}
	return v.partner.Value()
}

func (p *Page) keyInvite(k tea.KeyPressMsg) tea.Cmd {
	v := p.job.invite
	v.wrong = ""
	switch v.step {
	case stepName:
		p.stepOn(v.name.Key(k), stepPartner, v.name, "Enter the person's name.")
	case stepPartner:
		next := stepRoles
		if outcome := v.partners.Key(k); outcome != look.Open {
			if v.partners.At() == len(v.partners.Options)-1 {
				next = stepNewPartner
			}
			p.stepOn(outcome, next, nil, "")
		}
	case stepNewPartner:
		if k.String() == "esc" { // what was typed stays for the next time
			v.step = stepPartner
			return nil
		}
		p.stepOn(v.partner.Key(k), stepRoles, v.partner, "Enter the organisation's name.")
	case stepRoles:
		outcome := v.roles.Key(k)
		if outcome == look.Chosen && len(marked(v.roles)) == 0 {
			v.wrong = "Mark one or more roles with the space bar."
			return nil
		}
		p.stepOn(outcome, stepCheck, nil, "")
	case stepCheck:
		return p.keyCheck(k)
	case stepCode:
		p.keyCode(k)
	}
	return nil
}

// stepOn goes on to the next question, or back to the one before.
func (p *Page) stepOn(outcome look.Outcome, next step, words *entry.Text, empty string) {
	v := p.job.invite
	switch {
	case outcome == look.Chosen && words != nil && words.Value() == "":
		words.Refuse(entry.Sentence(empty))
	case outcome == look.Chosen:
		v.step = next
	case outcome == look.Left && v.step == stepName:
		p.job = job{}
	case outcome == look.Left && v.step == stepPartner:
		v.step = stepName
	case outcome == look.Left:
		v.step = stepPartner
	}
}

func (p *Page) keyCheck(k tea.KeyPressMsg) tea.Cmd {
	v := p.job.invite
	switch k.String() {
	case "y", "Y", "enter":
		if v.member.ID != "" {
			return p.start(func(ctx context.Context) (done, error) {
				code, inv, err := p.desk.InviteKey(ctx, v.member.ID)
				return done{code: code, invitation: inv}, err
			})
		}
		name, partner, roles := v.name.Value(), v.partnerName(), marked(v.roles)
		return p.start(func(ctx context.Context) (done, error) {
			code, inv, err := p.desk.Invite(ctx, name, partner, roles)
			return done{code: code, invitation: inv}, err
		})
	case "n", "N", "esc":
		if v.step = stepRoles; v.member.ID != "" {
			p.job = job{}
			p.Say("Nothing was changed.")
		}
	}
	return nil
}

// made shows the code.
func (v *invite) made(d done) {
	v.step, v.code.done = stepCode, d
	if v.member.ID == "" {
		v.code.partner = v.partnerName()
	}
}

// refused goes back to the question that a refusal is about.
func (v *invite) refused(err *store.FieldError) {
	switch err.Field {
	case "name":
		v.step = stepName
		v.name.Refuse(err)
	case "partner":
		v.step = stepNewPartner
		v.partners = look.NewChoice(v.partners.Question, v.partners.Options, len(v.partners.Options)-1)
		v.partner.Refuse(err)
	default:
		v.step, v.wrong = stepRoles, err.Says
	}
}

// keyCode leaves the code only when the steward says that it was written down.
func (p *Page) keyCode(k tea.KeyPressMsg) {
	c := &p.job.invite.code
	switch name := k.String(); {
	case c.leaving && (name == "y" || name == "Y"):
		says := "Invited: " + c.invitation.Name + "."
		p.job = job{}
		p.list.part, p.list.whole, p.list.filter = partInvitations, false, nil
		p.recount()
		p.focus(partInvitations, string(c.invitation.ID))
		p.Done(says)
	case c.leaving:
		c.leaving = false
	case name == "enter", name == "esc":
		c.leaving = true
	}
}

func (v *invite) keys() []key.Binding {
	back := page.Bind("Esc", "question before", "esc")
	switch v.step {
	case stepName:
		return v.name.Keys("go on")
	case stepRoles:
		return []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Space", "mark", "space"), back}
	case stepCheck:
		if v.member.ID != "" {
			return []key.Binding{page.Bind("y", "make the code", "y", "enter"), page.Bind("n", "leave it", "n", "esc")}
		}
		return []key.Binding{page.Bind("y", "invite", "y", "enter"), page.Bind("n", "change", "n", "esc")}
	case stepCode:
		if v.code.leaving {
			return []key.Binding{page.Bind("y", "yes, leave it", "y"), page.Bind("n", "show it still", "n")}
		}
		return []key.Binding{page.Bind("Enter", "done", "enter")}
	}
	return []key.Binding{page.Bind("Enter", "go on", "enter"), back}
}

func (v *invite) draw(lk look.Look, w, h int) (lines []string, x, y int) {
	switch v.step {
	case stepName, stepNewPartner:
		x, y = v.words().Cursor(lk, w)
		return strings.Split(v.words().View(lk, w, h), "\n"), x, y
	case stepPartner:
		x, y = v.partners.Cursor(lk, w, h)
		return strings.Split(v.partners.View(lk, w, h), "\n"), x, y
	case stepRoles:
		below := lk.Wrap(v.wrong, w)
		below = below[:min(len(below), h/2)]
		x, y = v.roles.Cursor(lk, w, h-len(below))
		return append(strings.Split(v.roles.View(lk, w, h-len(below)), "\n"), below...), x, y
	case stepCheck:
		if v.member.ID != "" {
			return v.drawKey(lk, w)
		}
		lines = head(lk, "Invite this person?", w)
		lines = append(lines, lk.Pair("Name", v.name.Value(), 10, w)...)
		lines = append(lines, lk.Pair("Partner", v.partnerName(), 10, w)...)
		lines = append(lines, lk.Pair("Roles", roleWords(marked(v.roles)), 10, w)...)
		if keys.Mixed(marked(v.roles)) {
			lines = append(lines, lk.Wrap(keys.MixedSays, w)...)
		}
		return append(append(lines, ""), lk.Wrap("Press y for yes, n to change it.", w)...), 0, len(lines) + 1
	}
	return v.code.draw(lk, w), 0, 0
}

// drawKey asks about a further key.
func (v *invite) drawKey(lk look.Look, w int) (lines []string, x, y int) {
	lines = append(head(lk, "Make a code for another key of "+v.member.Name+"?", w), lk.Wrap(keyNote, w)...)
	return append(append(lines, ""), lk.Wrap("Press y for yes, n to leave it.", w)...), 0, len(lines) + 1
}

// keyNote says what a further key is.
const keyNote = "They stay the member they are, with their clients, and their other keys go on. A key that is lost is to be revoked as well: it opens the door to whoever finds it."

func (c *code) draw(lk look.Look, w int) []string {
	title := "The invitation of " + c.invitation.Name + ", " + c.partner
	if c.invitation.Member != "" {
		title = "The code for another key of " + c.invitation.Name
	}
	lines := head(lk, title, w)
	if c.leaving {
		lines = append(lines, head(lk, "Have you written the code down? It cannot be shown again. Press y for yes, n for no.", w)...)
	} else {
		lines = append(lines, lk.Wrap("Write this down or read it out now. It is shown only once and kept nowhere.", w)...)
	}
	lines = append(lines, "")
	lines = append(lines, lk.Hang("  They type  ", cmp.Or(c.enrol, "ssh enrol@ and this server's name, with no space between"), w)...)
	lines = append(lines, lk.Hang("  The code   ", c.code, w)...)
	lines = append(lines, "")
	lines = append(lines, lk.Wrap("The code is good once, for one person and one key, for 72 hours: until "+clock(c.invitation.Ends.In(c.zone))+".", w)...)
	return append(lines, lk.Wrap("Give it to them yourself, by telephone or face to face. Five wrong tries close it.", w)...)
}

// clock is a moment as people write it.
func clock(t time.Time) string { return t.Format("2 January 2006 at 15:04") }
