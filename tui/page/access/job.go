package access

import (
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// job is one thing that is being entered: at most one of its kinds is open. What
// was typed stays until it is saved or given up.
type job struct {
	invite  *invite
	roles   *look.Choice
	name    *entry.Text
	confirm *confirm
	deliver *deliver
	over    *over
	partner keys.Partner // whose name it is, where it is no member's
	member  keys.Member  // whose roles or name it is, as they were last read
	now     string       // what of them somebody else saved meanwhile
}

// confirm is a question before something is ended.
type confirm struct {
	look.Confirm
	do func(context.Context) (done, error)
}

// done is what a job came to.
type done struct {
	says       string // a sentence
	over       *over  // what is asked next
	code       string // of an invitation, shown once
	invitation keys.Invitation
}

func (j *job) open() bool {
	return j.invite != nil || j.roles != nil || j.name != nil || j.confirm != nil || j.deliver != nil || j.over != nil
}

func (j *job) paste(msg tea.PasteMsg) {
	switch {
	case j.name != nil:
		j.name.Paste(msg)
	case j.invite != nil && j.invite.words() != nil:
		j.invite.words().Paste(msg)
	}
}

func (j *job) takes(k tea.KeyPressMsg) bool {
	switch {
	case j.name != nil:
		return j.name.Takes(k)
	case j.invite != nil && j.invite.words() != nil:
		return j.invite.words().Takes(k)
	}
	return false
}

// refresh says what somebody else made of the member or the programme meanwhile,
// and from now on changes that.
func (j *job) refresh(o *office) {
	if j.deliver != nil {
		j.now = j.deliver.refresh(o, j.now)
		return
	}
	if now := o.partnerOf(j.partner.ID); j.partner.ID != "" && now.Rev != j.partner.Rev {
		j.partner = now
		j.name.Note("The name that is saved now: " + now.Name + ". Enter saves yours over it, Esc leaves it.")
		return
	}
	members := o.members
	i := slices.IndexFunc(members, func(m keys.Member) bool { return m.ID == j.member.ID })
	if i < 0 || members[i].Rev == j.member.Rev {
		return
	}
	j.member = members[i]
	switch {
	case j.roles != nil:
		j.now = "The roles that are saved now: " + roleWords(j.member.Roles) + ". Enter saves yours over them, Esc leaves them."
	case j.name != nil:
		j.name.Note("The name that is saved now: " + j.member.Name + ". Enter saves yours over it, Esc leaves it.")
	}
}

func (p *Page) keyJob(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.job.invite != nil:
		return p.keyInvite(k)
	case p.job.confirm != nil:
		return p.keyConfirm(k)
	case p.job.roles != nil:
		return p.keyRoles(k)
	case p.job.deliver != nil:
		return p.keyDeliver(k)
	case p.job.over != nil:
		return p.keyOver(k)
	}
	return p.keyName(k)
}

func (p *Page) keyName(k tea.KeyPressMsg) tea.Cmd {
	switch p.job.name.Key(k) {
	case look.Left:
		p.job = job{}
	case look.Chosen:
		m, of, name := p.job.member, p.job.partner, p.job.name.Value()
		if name == m.Name || name == of.Name {
			p.job = job{}
			return nil
		}
		return p.start(func(ctx context.Context) (d done, err error) {
			if d.says = "Saved: " + name + "."; of.ID != "" {
				_, err = p.desk.RenamePartner(ctx, of.ID, of.Rev, name)
			} else {
				_, err = p.desk.RenameMember(ctx, m.ID, m.Rev, name)
			}
			return d, err
		})
	}
	return nil
}

func (p *Page) start(do func(context.Context) (done, error)) tea.Cmd {
	return p.work.Start(p.ctx, do)
}

// inFocus is the member in focus.
func (p *Page) inFocus() (keys.Member, bool) {
	r, ok := p.chosen()
	if !ok || p.list.part != partMembers {
		return keys.Member{}, false
	}
	return p.got.member(keys.MemberID(r.id)), true
}

func (p *Page) startRoles() {
	m, ok := p.inFocus()
	if !ok {
		return
	}
	p.job = job{member: m, roles: roleChoice("Which roles has "+m.Name+"?", m.Roles)}
}

func roleChoice(question string, have []keys.Role) *look.Choice {
	all := keys.Roles()
	options, marked := make([]string, len(all)), make([]bool, len(all))
	for i, r := range all {
		options[i], marked[i] = string(r)+": "+says(r), slices.Contains(have, r)
	}
	return look.NewChoices(question, options, marked)
}

// mixed warns of roles that are meant to be two people's, after what is said.
func mixed(roles []keys.Role) string {
	if keys.Mixed(roles) {
		return " " + keys.MixedSays
	}
	return ""
}

// marked are the roles that are chosen.
func marked(c *look.Choice) []keys.Role {
	var out []keys.Role
	for i, r := range keys.Roles() {
		if c.Marked[i] {
			out = append(out, r)
		}
	}
	return out
}

func (p *Page) keyRoles(k tea.KeyPressMsg) tea.Cmd {
	switch p.job.roles.Key(k) {
	case look.Left:
		p.job = job{}
	case look.Chosen:
		m, roles := p.job.member, marked(p.job.roles)
		if len(roles) == 0 {
			p.Say("Mark one or more roles. To end all that a member may do, lock them: Esc, then x.")
			return nil
		}
		return p.start(func(ctx context.Context) (done, error) {
			_, err := p.desk.SetRoles(ctx, m.ID, m.Rev, roles)
			return done{says: "Saved: " + m.Name + " is " + roleWords(roles) + "." + mixed(roles)}, err
		})
	}
	return nil
}

func (p *Page) startRename() {
	if r, ok := p.chosen(); ok && p.list.part == partPartners {
		of := p.got.partnerOf(keys.PartnerID(r.id))
		p.job = job{partner: of, name: entry.NewText("What is this partner called?", "The organisation's name. Its id stays "+r.id+".", of.Name, 60)}
		return
	}
	if m, ok := p.inFocus(); ok {
		p.job = job{member: m, name: entry.NewText("What is this member's name?", "As their colleagues know them.", m.Name, 60)}
	}
}

// startEnd asks before it ends, or gives back, what the record in focus allows.
func (p *Page) startEnd() {
	r, ok := p.chosen()
	if !ok || r.ends == "" {
		return
	}
	var c confirm
	switch p.list.part {
	case partMembers:
		c = p.lock(p.got.member(keys.MemberID(r.id)))
	case partKeys:
		c = p.revokeKey(keys.Fingerprint(r.id), r.cells[0])
	case partInvitations:
		id, name := keys.InvitationID(r.id), r.cells[0]
		c.Question = "Revoke the invitation of " + name + "? Its code is then worth nothing. This cannot be undone."
		c.do = func(ctx context.Context) (done, error) {
			_, err := p.desk.RevokeInvitation(ctx, id)
			return done{says: "Revoked: the invitation of " + name + "."}, err
		}
	}
	p.job = job{confirm: &c}
}

func (p *Page) lock(m keys.Member) confirm {
	var c confirm
	verb, after := "Locked: ", "They may do nothing from then on, and their sessions end at once. You can unlock them again."
	question := "Lock " + m.Name + "? "
	if m.Locked {
		verb, question, after = "Unlocked: ", "Unlock "+m.Name+"? ", "They may then do again what their roles allow: "+roleWords(m.Roles)+"."
	}
	if m.ID == p.desk.Who().Member.ID {
		after = "That is you: your own session ends at once."
	}
	c.Question = question + after
	c.do = func(ctx context.Context) (done, error) {
		_, err := p.desk.LockMember(ctx, m.ID, m.Rev, !m.Locked)
		return done{says: verb + m.Name + "."}, err
	}
	return c
}

func (p *Page) revokeKey(fp keys.Fingerprint, name string) confirm {
	var c confirm
	c.Question = "Revoke the key of " + name + ", " + string(fp) + "? It opens nothing from then on, and its sessions end at once. This cannot be undone."
	if fp == p.desk.Who().Fingerprint {
		c.Question = "Revoke the key that you are using now, " + string(fp) + "? Your own session ends at once. This cannot be undone."
	}
	c.do = func(ctx context.Context) (done, error) {
		_, err := p.desk.RevokeKey(ctx, fp)
		return done{says: "Revoked: the key of " + name + "."}, err
	}
	return c
}

func (p *Page) keyConfirm(k tea.KeyPressMsg) tea.Cmd {
	switch p.job.confirm.Key(k) {
	case look.Chosen:
		return p.start(p.job.confirm.do)
	case look.Left:
		p.job = job{}
		p.Say("Nothing was changed.")
	}
	return nil
}

// did shows what came of a job. One that was refused stays open with what was
// entered; one that met somebody else's change shows theirs too.
func (p *Page) did(msg page.Answer[done]) tea.Cmd {
	if !p.work.Take(msg) {
		return nil
	}
	if msg.Value.over != nil {
		p.job = job{over: msg.Value.over}
		return nil
	}
	if msg.Err == nil {
		if msg.Value.code != "" {
			p.job.invite.made(msg.Value)
			return p.Init()
		}
		p.job = job{}
		p.Done(msg.Value.says)
		return p.Init()
	}
	var field *store.FieldError
	isField := errors.As(msg.Err, &field)
	switch {
	case p.job.invite != nil && isField:
		p.job.invite.refused(field)
	case p.job.name != nil && isField:
		p.job.name.Refuse(field)
	default:
		if p.job.confirm != nil {
			p.job = job{}
		}
		p.Wrong(entry.Plain(msg.Err))
	}
	if errors.Is(msg.Err, store.ErrConflict) {
		return p.Init()
	}
	return nil
}

func (j *job) keys() []key.Binding {
	leave := page.Bind("Esc", "leave as it was", "esc")
	switch {
	case j.invite != nil:
		return j.invite.keys()
	case j.confirm != nil:
		return []key.Binding{page.Bind("y", "yes", "y"), page.Bind("n", "no", "n")}
	case j.roles != nil:
		return []key.Binding{page.Bind("Enter", "save", "enter"), page.Bind("Space", "mark", "space"), leave}
	case j.over != nil:
		return []key.Binding{page.Bind("Enter", "hand over", "enter"), page.Bind("Up Down", "move", "up", "down"), leave}
	case j.deliver != nil:
		return []key.Binding{page.Bind("Enter", "save", "enter"), page.Bind("Up Down", "move", "up", "down"), leave}
	}
	return j.name.Keys("save")
}

func (j *job) draw(lk look.Look, w, h int) (lines []string, x, y int) {
	switch {
	case j.invite != nil:
		return j.invite.draw(lk, w, h)
	case j.confirm != nil:
		return strings.Split(j.confirm.View(lk, w, h), "\n"), 0, 0
	case j.roles != nil:
		return j.drawChoice(j.roles, lk, w, h)
	case j.over != nil:
		return j.drawChoice(j.over.choice, lk, w, h)
	case j.deliver != nil:
		return j.drawChoice(j.deliver.choice, lk, w, h)
	}
	x, y = j.name.Cursor(lk, w)
	return strings.Split(j.name.View(lk, w, h), "\n"), x, y
}

// drawChoice is a choice, and below it what somebody else saved meanwhile.
func (j *job) drawChoice(c *look.Choice, lk look.Look, w, h int) (lines []string, x, y int) {
	below := lk.Wrap(j.now, w)
	below = below[:min(len(below), h/2)]
	x, y = c.Cursor(lk, w, h-len(below))
	return append(strings.Split(c.View(lk, w, h-len(below)), "\n"), below...), x, y
}
