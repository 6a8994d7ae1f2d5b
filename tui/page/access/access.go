// Package access is where a steward sees and changes who may come in: partners,
// members, keys and invitations. It knows the records of the room keys and the
// look. It must not know clients, how a code is made, nor any other page.
package access

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Who() keys.Caller
	Now() time.Time
	Partners(context.Context) ([]keys.Partner, error)
	Members(context.Context) ([]keys.Member, error)
	Keys(context.Context) ([]keys.Key, error)
	Invitations(context.Context) ([]keys.Invitation, error)
	Invite(ctx context.Context, name, partner string, roles []keys.Role) (string, keys.Invitation, error)
	InviteKey(context.Context, keys.MemberID) (string, keys.Invitation, error)
	RevokeInvitation(context.Context, keys.InvitationID) (keys.Invitation, error)
	RevokeKey(context.Context, keys.Fingerprint) (keys.Key, error)
	SetRoles(context.Context, keys.MemberID, uint64, []keys.Role) (keys.Member, error)
	RenameMember(context.Context, keys.MemberID, uint64, string) (keys.Member, error)
	RenamePartner(context.Context, keys.PartnerID, uint64, string) (keys.Partner, error)
	Holding(context.Context, keys.MemberID) (store.Holding, error)
	HandOverOf(ctx context.Context, from, to keys.MemberID) (store.Holding, error)
	LockMember(context.Context, keys.MemberID, uint64, bool) (keys.Member, error)
	Find(context.Context, search.Query) (search.Page, error)
	Deliveries(context.Context) ([]store.Delivery, error)
	SetDeliverer(context.Context, store.ProgrammeID, uint64, keys.PartnerID) (store.Delivery, error)
}

// part is one of the five lists.
type part uint8

const (
	partPartners part = iota
	partMembers
	partKeys
	partInvitations
	partProgrammes
	partCount
)

// Page is Access.
type Page struct {
	page.Out
	ctx   context.Context
	desk  Desk
	look  look.Look
	enrol string // what an invited person types; empty where it is not known
	room  page.Room

	got  office
	list list
	job  job // what is being entered, over the list

	ahead page.Ahead
	load  page.Ask[office]
	work  page.Ask[done]
}

// office is everything there is to show.
type office struct {
	loaded      bool
	behind      bool // somebody else has changed something since
	partners    []keys.Partner
	members     []keys.Member
	keys        []keys.Key
	invitations []keys.Invitation
	programmes  []programme
}

// list is what of it is in view.
type list struct {
	part   part
	rows   [partCount]look.List
	filter *look.Field
	whole  bool // the record in focus, whole
	text   look.Text
}

// typing says whether keys go to the filter.
func (l *list) typing() bool { return l.filter != nil && !l.whole }

// New is Access. enrol is the command that an invited person types, such as
// "ssh enrol@example.org"; empty where that is not known here.
func New(ctx context.Context, desk Desk, lk look.Look, enrol string) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk, enrol: enrol}
}

// Title names the place.
func (p *Page) Title() string {
	switch {
	case p.job.invite != nil:
		return "Access: invite"
	case p.list.whole:
		return "Access: one " + [...]string{"partner", "member", "key", "invitation", "programme"}[p.list.part]
	}
	return "Access"
}

// Init reads everything.
func (p *Page) Init() tea.Cmd {
	desk := p.desk
	return p.load.Start(p.ctx, func(ctx context.Context) (office, error) {
		o := office{loaded: true}
		var errs [5]error
		o.partners, errs[0] = desk.Partners(ctx)
		if errs[0] != nil {
			return o, errs[0]
		}
		o.members, errs[1] = desk.Members(ctx)
		o.keys, errs[2] = desk.Keys(ctx)
		o.invitations, errs[3] = desk.Invitations(ctx)
		o.programmes, errs[4] = programmes(ctx, desk)
		return o, errors.Join(errs[:]...)
	})
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case page.Shown:
		return p.Init()
	case page.Changed:
		return p.others(&msg)
	case tea.PasteMsg:
		p.paste(msg)
	case tea.KeyPressMsg:
		return p.catchUp(p.key(msg))
	case page.Answer[office]:
		if p.load.Take(msg) {
			p.took(msg)
			return p.ahead.Replay(p.key)
		}
	case page.Answer[done]:
		return p.did(msg)
	}
	return nil
}

// others reads again what somebody else changed. While something is being entered
// it only says so.
func (p *Page) others(msg *page.Changed) tea.Cmd {
	says, ok := msg.Access()
	if !ok {
		return nil
	}
	p.got.behind = true
	cmd := p.catchUp(nil)
	if cmd == nil {
		p.Mark(says)
	}
	return cmd
}

// catchUp reads again what somebody else changed, once nothing is being entered.
func (p *Page) catchUp(cmd tea.Cmd) tea.Cmd {
	if !p.got.loaded || !p.got.behind || p.job.open() || p.work.Busy() {
		return cmd
	}
	p.got.behind = false
	return tea.Batch(cmd, p.Init())
}

// took shows what was read; the focus stays on its record.
func (p *Page) took(msg page.Answer[office]) {
	if msg.Err != nil {
		p.Wrong(msg.Err)
		if !p.got.loaded {
			p.Back()
		}
		return
	}
	var at [partCount]string
	for i := range partCount {
		if rows := p.rows(i); p.list.rows[i].At() < len(rows) {
			at[i] = rows[p.list.rows[i].At()].id
		}
	}
	p.got = msg.Value
	p.Mark("")
	for i := range partCount {
		p.list.rows[i].SetLen(len(p.rows(i)))
		if to := slices.IndexFunc(p.rows(i), func(r row) bool { return r.id == at[i] }); to >= 0 {
			p.list.rows[i].Follow(to)
		}
	}
	p.job.refresh(&p.got)
	p.lay()
}

// focus moves to the record of that id, where it is in view.
func (p *Page) focus(in part, id string) {
	if i := slices.IndexFunc(p.rows(in), func(r row) bool { return r.id == id }); i >= 0 {
		p.list.rows[in].SetAt(i)
	}
}

// chosen is the record in focus, if there is one.
func (p *Page) chosen() (row, bool) {
	rows, at := p.rows(p.list.part), p.list.rows[p.list.part].At()
	if at >= len(rows) {
		return row{}, false
	}
	return rows[at], true
}

func (p *Page) paste(msg tea.PasteMsg) {
	switch {
	case p.job.open():
		p.job.paste(msg)
	case p.list.typing() && p.list.filter.Update(msg):
		p.recount()
	}
}

func (p *Page) recount() { p.list.rows[p.list.part].SetLen(len(p.rows(p.list.part))) }

// Takes keeps what writes in a field, and Esc while something is open.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	switch {
	case p.job.open():
		return k.String() == "esc" || p.job.takes(k)
	case k.String() == "esc":
		return p.list.whole || p.list.filter != nil
	}
	return p.list.typing() && p.list.filter.Takes(k)
}

// Unsaved says whether something is being entered, or a code is still in view.
func (p *Page) Unsaved() bool { return p.job.open() }

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !p.got.loaded:
		p.ahead.Keep(k)
		return nil
	case p.work.Busy():
		return nil
	case p.job.open():
		return p.keyJob(k)
	case p.list.typing():
		p.keyFilter(k)
		return nil
	}
	switch k.String() {
	case "esc":
		p.list.whole = false
	case "enter":
		p.open()
	case "n":
		p.startInvite()
	case "f":
		field := look.NewField(40)
		p.list.filter, p.list.whole = &field, false
	case "a":
		p.startKey()
	case "r":
		p.startRoles()
	case "e":
		p.startRename()
	case "x":
		p.startEnd()
	case "d":
		p.startDeliver()
	case "h":
		return p.startOver()
	default:
		p.move(k)
	}
	return nil
}

// open shows the record in focus whole.
func (p *Page) open() {
	if _, ok := p.chosen(); ok && !p.list.whole {
		p.list.whole = true
		p.list.text.Top()
		p.lay()
	}
}

func (p *Page) move(k tea.KeyPressMsg) {
	if p.list.whole {
		p.list.text.Key(k)
		return
	}
	if at, ok := look.TabKey(k, int(p.list.part), int(partCount)); ok {
		p.list.part = part(at)
		p.recount()
		return
	}
	p.list.rows[p.list.part].Key(k)
}

func (p *Page) keyFilter(k tea.KeyPressMsg) {
	rows := &p.list.rows[p.list.part]
	switch {
	case k.String() == "esc":
		p.list.filter = nil
		p.keepFocus(p.recount)
	case k.String() == "enter":
		p.open()
	case rows.Arrows(k):
	case p.list.filter.Update(k):
		p.keepFocus(p.recount)
	}
}

// keepFocus does something to the rows; the focus stays on its record where it
// is still there.
func (p *Page) keepFocus(do func()) {
	at, ok := p.chosen()
	do()
	if ok {
		p.focus(p.list.part, at.id)
	}
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch {
	case p.job.open():
		return p.job.keys()
	case p.list.typing():
		return []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("Up Down", "move", "up", "down"), page.Bind("Esc", "no filter", "esc")}
	}
	out := []key.Binding{page.Bind("Enter", "open", "enter"), page.Bind("n", "invite", "n")}
	if p.list.whole {
		out = []key.Binding{page.Bind("n", "invite", "n")}
	}
	r, _ := p.chosen()
	switch p.list.part {
	case partPartners:
		out = append(out, page.Bind("e", "name", "e"))
	case partMembers:
		out = append(out, page.Bind("a", "key", "a"), page.Bind("r", "roles", "r"), page.Bind("e", "name", "e"), page.Bind("x", r.ends, "x"), page.Bind("h", "hand over", "h"))
	case partKeys, partInvitations:
		out = append(out, page.Bind("x", r.ends, "x"))
	case partProgrammes:
		out = append(out, page.Bind("d", "who delivers it", "d"))
	}
	if p.list.whole {
		out = append(out, page.Bind("Esc", "list", "esc"), page.Bind("Up Down", "scroll", "up", "down"))
	} else {
		out = append(out, page.Bind("f", "filter", "f"), page.Bind("Left Right", "part", "left", "right"))
	}
	return slices.DeleteFunc(out, func(k key.Binding) bool { return strings.TrimSpace(k.Help().Desc) == "" })
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "Who may come in. Left and right, or 1 to 5, go from the partners to the members, the keys, the invitations and the programmes; Enter shows one whole. n invites one person: the code is shown once. On a member, a makes a code for another key of theirs, such as for one that is lost; r changes their roles, e their name, x locks or unlocks them, h hands all that they have in hand over to a colleague; e changes a partner's name, too; x on a key or an invitation revokes it, which cannot be undone. Under the programmes, d says which partner delivers one: its providers are then sent the referrals to it, with what the packet holds of the client. What you end here ends at once, with the sessions that are open by it. Stewards see no client."
}

// memberOf is the member of that id, the zero member where there is none.
func (o *office) member(id keys.MemberID) keys.Member {
	for _, m := range o.members {
		if m.ID == id {
			return m
		}
	}
	return keys.Member{ID: id, Name: string(id)}
}

// partnerOf is the partner of that id, the zero partner where there is none.
func (o *office) partnerOf(id keys.PartnerID) keys.Partner {
	for _, p := range o.partners {
		if p.ID == id {
			return p
		}
	}
	return keys.Partner{}
}

// partner is the name of a partner, or its id.
func (o *office) partner(id keys.PartnerID) string {
	for _, p := range o.partners {
		if p.ID == id {
			return p.Name
		}
	}
	return string(id)
}

// day is the civil day of a time, on the server's clock.
func (p *Page) day(t time.Time) string { return store.DayOf(t.In(p.desk.Now().Location())).Words() }
