package line

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store/desk"
)

func (j *job) partner() *cobra.Command {
	return parent("partner", "access", "List and rename partners, and end or give back what their members may do",
		j.partnerList(), j.partnerRename(),
		j.partnerLock("lock", "End all that a partner's members may do, at once", true),
		j.partnerLock("unlock", "Give a locked partner's members back what they may do", false),
	)
}

// partnerLine is one partner of a list.
type partnerLine struct {
	ID     keys.PartnerID `json:"id"`
	Name   string         `json:"name"`
	Added  time.Time      `json:"added"`
	Locked bool           `json:"locked"`
}

func partnerLineOf(p keys.Partner) partnerLine { return partnerLine{p.ID, p.Name, p.Added, p.Locked} }

func partnerTable(p *page, list []partnerLine) {
	p.table([]string{"Name", "Id", "Added", "Access"}, []int{0}, each(list, func(x partnerLine) []string {
		return []string{x.Name, string(x.ID), x.Added.Format(time.DateOnly), access(x.Locked)}
	}))
}

func (j *job) partnerRename() *cobra.Command {
	return &cobra.Command{
		Use: "rename PARTNER NAME", Short: "Change a partner's name; its id stays", Example: "partner rename burnley-jobcentre Burnley and Padiham Jobcentre",
		Args: need(2, -1, "Enter the name or the id of one partner, and the new name"),
		RunE: func(_ *cobra.Command, args []string) error {
			id, err := j.partnerCalled(args[0])
			if err != nil {
				return err
			}
			got, err := j.in.Desk.RenamePartner(j.ctx, id, desk.Latest, strings.Join(args[1:], " "))
			if err != nil {
				return err
			}
			v := partnerLineOf(got)
			return j.answer(v, func(p *page) { partnerTable(p, []partnerLine{v}) })
		},
	}
}

func (j *job) partnerLock(use, short string, locked bool) *cobra.Command {
	return &cobra.Command{
		Use: use + " PARTNER", Short: short, Example: "partner " + use + " burnley-jobcentre",
		Args: need(1, 1, "Enter the name or the id of one partner, as partner list shows it"),
		RunE: func(_ *cobra.Command, args []string) error {
			id, err := j.partnerCalled(args[0])
			if err != nil {
				return err
			}
			got, err := j.in.Desk.LockPartner(j.ctx, id, desk.Latest, locked)
			if err != nil {
				return err
			}
			v := partnerLineOf(got)
			return j.answer(v, func(p *page) { partnerTable(p, []partnerLine{v}) })
		},
	}
}

func (j *job) partnerList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the partners", Example: "partner list", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Partners(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, partnerLineOf)
			return j.answer(list, func(p *page) { partnerTable(p, list) })
		},
	}
}

func (j *job) key() *cobra.Command {
	return parent("key", "access", "List and revoke keys", j.keyList(), j.keyRevoke())
}

// keyLine is one key of a list.
type keyLine struct {
	Fingerprint keys.Fingerprint `json:"fingerprint"`
	Member      string           `json:"member"` // by name where it is known
	MemberID    keys.MemberID    `json:"member_id"`
	Type        string           `json:"type"`
	Added       time.Time        `json:"added"`
	LastUsed    time.Time        `json:"last_used,omitzero"`
	Revoked     time.Time        `json:"revoked,omitzero"`
}

func keyLineOf(names map[keys.MemberID]string) func(keys.Key) keyLine {
	return func(k keys.Key) keyLine {
		return keyLine{k.Fingerprint, who(names, k.Member), k.Member, k.Type, k.Added, k.LastUsed, k.Revoked}
	}
}

// memberNames gives the names of the members of all partners.
func (j *job) memberNames() (map[keys.MemberID]string, error) {
	all, err := j.in.Desk.Members(j.ctx)
	names := map[keys.MemberID]string{}
	for _, m := range all {
		names[m.ID] = m.Name
	}
	return names, err
}

func (j *job) keyList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the keys of all members, the newest first", Example: "key list\nkey list --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Keys(j.ctx)
			if err != nil {
				return err
			}
			names, err := j.memberNames()
			if err != nil {
				return err
			}
			list := each(all, keyLineOf(names))
			return j.answer(list, func(p *page) {
				p.table([]string{"Member", "State", "Fingerprint"}, []int{0}, each(list, func(k keyLine) []string {
					state := "good"
					if !k.Revoked.IsZero() {
						state = "revoked"
					}
					return []string{k.Member, state, string(k.Fingerprint)}
				}))
			})
		},
	}
}

func (j *job) keyRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke FINGERPRINT", Short: "End what one key may do, at once; its sessions end too",
		Example: "key revoke SHA256:HtbCYHYEtq57fTGoXO9YkAJEKK0wqk3ZzGfxBv1PTVk",
		Args:    need(1, 1, "Enter the fingerprint of one key, as key list shows it"),
		RunE: func(_ *cobra.Command, args []string) error {
			fp, ok := keys.TidyFingerprint(args[0])
			if !ok {
				fp = keys.Fingerprint(args[0]) // the desk says that there is none
			}
			names, err := j.memberNames() // first: who revokes the key they came in with may not ask afterwards
			if err != nil {
				return err
			}
			k, err := j.in.Desk.RevokeKey(j.ctx, fp)
			if err != nil {
				return err
			}
			v := keyLineOf(names)(k)
			return j.answer(v, func(p *page) {
				p.line("The key of %s is revoked:", v.Member)
				p.line("%s", v.Fingerprint)
			})
		},
	}
}
