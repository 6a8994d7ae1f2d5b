package line

import (
	"cmp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store/desk"
)

func (j *job) invite() *cobra.Command {
	var person, partner string
	var as []keys.Role
	member := ""
	c := &cobra.Command{
		Use: "invite --name NAME --partner PARTNER --roles R", GroupID: "access", Short: "Invite one person, and get the code that they enrol with",
		Long: "The code is shown once and kept nowhere. It is good for 72 hours, for one person and one key. Give it to them yourself, by telephone or face to face. " +
			"A partner that is not there yet is made. With --member alone the code is for another key of somebody who is a member: they keep their clients. Revoke a key that is lost as well: key revoke.",
		Example: `invite --name "Sam Jones" --partner "Burnley Jobcentre" --roles coach` + "\ninvite --name Sam --partner burnley-jobcentre --roles coach,curator\ninvite --member M-K7M-2QX",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case member != "" && (person != "" || partner != "" || len(as) > 0):
				return misuse(name(c), "Enter --member alone: a member has a name, a partner and roles already.")
			case member != "":
				id, err := j.memberCalled(member)
				if err != nil {
					return err
				}
				return j.invited(j.in.Desk.InviteKey(j.ctx, id))
			case person == "":
				return misuse(name(c), "Enter the person's name, such as --name \"Sam Jones\"")
			case partner == "":
				return misuse(name(c), "Enter their partner, such as --partner \"Burnley Jobcentre\"")
			case len(as) == 0:
				return misuse(name(c), "Enter their roles with commas between: --roles, then one or more of %s.", joined(keys.Roles(), plain))
			}
			return j.invited(j.in.Desk.Invite(j.ctx, person, partner, as))
		},
	}
	option(c, &person, "name", "NAME", "the person's name", asTyped)
	option(c, &partner, "partner", "PARTNER", "their partner, by name or id", asTyped)
	option(c, &member, "member", "MEMBER", "the member whose other key it is for, by name or id", asTyped)
	option(c, &as, "roles", "R[,R]", "one or more of "+joined(keys.Roles(), plain)+", with commas between", roles)
	return c
}

// invited answers with a code, once.
func (j *job) invited(code string, inv keys.Invitation, err error) error {
	if err != nil {
		return err
	}
	names, err := j.partnerNames()
	if err != nil {
		return err
	}
	v := struct {
		ID      keys.InvitationID `json:"id"`
		Code    string            `json:"code"`
		Member  keys.MemberID     `json:"member,omitempty"`
		Name    string            `json:"name"`
		Partner keys.PartnerID    `json:"partner"`
		Roles   []keys.Role       `json:"roles"`
		Ends    time.Time         `json:"ends"`
		Command string            `json:"command"`
		Warning string            `json:"warning,omitempty"`
	}{inv.ID, code, inv.Member, inv.Name, inv.Partner, inv.Roles, inv.Ends, j.ssh("enrol"), mixed(inv.Roles)}
	return j.answer(v, func(p *page) {
		p.line("Code: %s", v.Code)
		if v.Member != "" {
			p.line("For: another key of %s, %s", v.Name, names[v.Partner])
		} else {
			p.line("For: %s, %s, as %s", v.Name, names[v.Partner], joined(v.Roles, plain))
		}
		p.line("Good until: %s", moment(v.Ends))
		p.blank()
		p.line("They type this, and then the code:")
		p.line("  %s", v.Command)
		p.blank()
		p.line("The code is not shown again. To take it back: invitation revoke %s", v.ID)
		if v.Warning != "" {
			p.para("", v.Warning)
		}
	})
}

// mixed warns of roles that are meant to be two people's; empty where they are not.
func mixed(roles []keys.Role) string {
	if keys.Mixed(roles) {
		return keys.MixedSays
	}
	return ""
}

func (j *job) invitation() *cobra.Command {
	return parent("invitation", "access", "List and revoke invitations", j.invitationList(), j.invitationRevoke())
}

// invitationLine is one invitation of a list. Its code is kept nowhere.
type invitationLine struct {
	ID      keys.InvitationID `json:"id"`
	State   string            `json:"state"` // open, used, revoked, ended, burned
	Name    string            `json:"name"`
	Partner keys.PartnerID    `json:"partner"`
	Roles   []keys.Role       `json:"roles"`
	Made    time.Time         `json:"made"`
	Ends    time.Time         `json:"ends"`
	Wrong   int               `json:"wrong"` // wrong codes tried
}

func (j *job) invitationLine(v keys.Invitation) invitationLine {
	state := "open"
	switch {
	case !v.Used.IsZero():
		state = "used"
	case !v.Revoked.IsZero():
		state = "revoked"
	case v.Wrong >= keys.InvitationTries:
		state = "burned"
	case !j.in.Desk.Now().Before(v.Ends):
		state = "ended"
	}
	return invitationLine{v.ID, state, v.Name, v.Partner, some(v.Roles), v.Made, v.Ends, v.Wrong}
}

func (j *job) invitationList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the invitations, the newest first", Example: "invitation list", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Invitations(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, j.invitationLine)
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No invitations. To make one: invite --name NAME --partner PARTNER --roles R")
					return
				}
				p.table([]string{"Id", "State", "Name", "Partner", "Roles", "Ends"}, []int{2, 3, 4}, each(list, func(v invitationLine) []string {
					return []string{string(v.ID), v.State, v.Name, string(v.Partner), joined(v.Roles, plain), clock(v.Ends)}
				}))
			})
		},
	}
}

func (j *job) invitationRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke ID", Short: "Make an unused invitation worth nothing", Example: "invitation revoke 7K2MQ9",
		Args: need(1, 1, "Enter the id of one invitation"),
		RunE: func(_ *cobra.Command, args []string) error {
			inv, err := j.in.Desk.RevokeInvitation(j.ctx, keys.InvitationID(args[0]))
			if err != nil {
				return err
			}
			return j.answer(j.invitationLine(inv), func(p *page) { p.line("Invitation %s for %s is revoked.", inv.ID, inv.Name) })
		},
	}
}

// memberLine is one member of a list.
type memberLine struct {
	ID        keys.MemberID  `json:"id"`
	Rev       uint64         `json:"rev"`
	Name      string         `json:"name"`
	Partner   string         `json:"partner"` // by name where it is known
	PartnerID keys.PartnerID `json:"partner_id"`
	Roles     []keys.Role    `json:"roles"`
	Added     time.Time      `json:"added"`
	Locked    bool           `json:"locked"`
	Warning   string         `json:"warning,omitempty"`
}

// partnerNames gives the names of all partners.
func (j *job) partnerNames() (map[keys.PartnerID]string, error) {
	all, err := j.in.Desk.Partners(j.ctx)
	names := map[keys.PartnerID]string{}
	for _, p := range all {
		names[p.ID] = p.Name
	}
	return names, err
}

func memberLineOf(names map[keys.PartnerID]string) func(keys.Member) memberLine {
	return func(m keys.Member) memberLine {
		return memberLine{m.ID, m.Rev, m.Name, cmp.Or(names[m.Partner], string(m.Partner)), m.Partner, some(m.Roles), m.Added, m.Locked, mixed(m.Roles)}
	}
}

func (j *job) member() *cobra.Command {
	lock := func(use, short string, locked bool) *cobra.Command {
		return j.memberChange(use+" MEMBER", short, use+" M-K7M-2QX", need(1, 1, "Enter the name or the id of one member, a name of several words in double quotes"), func(id keys.MemberID, _ []string) (keys.Member, error) {
			return j.in.Desk.LockMember(j.ctx, id, desk.Latest, locked)
		})
	}
	return parent("member", "access", "List members, and change what they may do",
		j.memberList(),
		j.memberChange("rename MEMBER NAME", "Change a member's name", "rename M-K7M-2QX Sam Jones", need(2, -1, "Enter the name or the id of one member, and the new name"), func(id keys.MemberID, args []string) (keys.Member, error) {
			return j.in.Desk.RenameMember(j.ctx, id, desk.Latest, strings.Join(args, " "))
		}),
		j.memberRoles(), j.memberHolding(), j.memberHandOver(),
		lock("lock", "End all that a member may do, at once", true),
		lock("unlock", "Give a locked member back what they may do", false),
	)
}

func (j *job) memberRoles() *cobra.Command {
	return j.memberChange("roles MEMBER R[,R]", "Change a member's roles", "roles M-K7M-2QX coach,curator", need(2, 2, "Enter the name or the id of one member and their roles with commas between"), func(id keys.MemberID, args []string) (keys.Member, error) {
		as, err := roles(args[0])
		if err != nil {
			return keys.Member{}, misuse("member roles", "%v", err)
		}
		return j.in.Desk.SetRoles(j.ctx, id, desk.Latest, as)
	})
}

// memberChange is a command that changes one member and answers with them.
func (j *job) memberChange(use, short, example string, args cobra.PositionalArgs, change func(keys.MemberID, []string) (keys.Member, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: "member " + example, Args: args,
		RunE: func(_ *cobra.Command, args []string) error {
			names, err := j.partnerNames() // first: who locks themself may not ask afterwards
			if err != nil {
				return err
			}
			id, err := j.memberCalled(args[0])
			if err != nil {
				return err
			}
			m, err := change(id, args[1:])
			if err != nil {
				return err
			}
			list := each([]keys.Member{m}, memberLineOf(names))
			return j.answer(list[0], func(p *page) {
				memberTable(p, list)
				if list[0].Warning != "" {
					p.para("", list[0].Warning)
				}
			})
		},
	}
}

func memberTable(p *page, list []memberLine) {
	p.table([]string{"Id", "Name", "Partner", "Roles", "Access"}, []int{2, 1, 3}, each(list, func(m memberLine) []string {
		return []string{string(m.ID), m.Name, m.Partner, joined(m.Roles, plain), access(m.Locked)}
	}))
}

func access(locked bool) string {
	if locked {
		return "locked"
	}
	return "open"
}

func (j *job) memberList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the members of all partners", Example: "member list\nmember list --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Members(j.ctx)
			if err != nil {
				return err
			}
			names, err := j.partnerNames()
			if err != nil {
				return err
			}
			list := each(all, memberLineOf(names))
			return j.answer(list, func(p *page) { memberTable(p, list) })
		},
	}
}
