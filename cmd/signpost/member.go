package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store/desk"
	"signpost/store/text"
)

func newMember() *cobra.Command {
	return group("member", "Add and list members, while the server is stopped",
		`Members are the people who may come in, each with one or more SSH keys and one or
more roles. These commands work on the data directory itself, while the server is
stopped. While it runs, a steward does the same over ssh.`,
		newMemberAdd(), newMemberList())
}

func newMemberAdd() *cobra.Command {
	var (
		at      place
		keyFile string
		roles   []string
		m       desk.NewMember
	)
	cmd := &cobra.Command{
		Use:   "add --name NAME --partner PARTNER --roles ROLES --key FILE.pub",
		Short: "Enrol a member with a public key",
		Long: `Add enrols a member directly, without an invitation, making the partner if it is
new. The roles are coach (finds, triages, keeps clients, refers), provider (answers
referrals), curator (keeps provision true), steward (manages access) and auditor
(reads the trail).`,
		Example: `  signpost member add --name "Ada Byron" --partner "Burnley Jobcentre" --roles coach --key ada.pub
  signpost member add --name "Tom Lee" --partner LCC --roles coach,curator --key - < tom.pub`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, "name", "partner", "roles", "key"); err != nil {
				return err
			}
			for _, r := range roles {
				m.Roles = append(m.Roles, keys.Role(strings.ToLower(strings.TrimSpace(r))))
			}
			var err error
			if m.Key, err = readKey(keyFile, cmd.InOrStdin()); err != nil {
				return err
			}
			return offline(cmd.Context(), at, `"invite --name NAME --partner PARTNER --roles ROLES"`, func(d *desk.Desk) error {
				added, err := d.AddMember(cmd.Context(), m)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "Enrolled %s (%s) at %s as %s, with key %s\n", text.Safe(added.Name), added.ID,
					added.Partner, roleWords(added.Roles), m.Key.Fingerprint)
				return nil
			})
		},
	}
	f := cmd.Flags()
	placeFlags(cmd, &at)
	f.StringVar(&m.Name, "name", "", "the member's `name`")
	f.StringVar(&m.Partner, "partner", "", "`name` or id of the organisation; made if it is new")
	f.StringSliceVar(&roles, "roles", nil, "one or more `roles`, with commas between: "+roleWords(keys.Roles()))
	f.StringVar(&keyFile, "key", "", "`file` of the member's public key, or - for standard input")
	_ = cmd.RegisterFlagCompletionFunc("roles", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var words []string
		for _, r := range keys.Roles() {
			words = append(words, string(r))
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func newMemberList() *cobra.Command {
	var (
		at     place
		inJSON bool
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the members", Args: cobra.NoArgs,
		Example: "  signpost member list --data /srv/signpost",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return offline(cmd.Context(), at, `"member list"`, func(d *desk.Desk) error {
				members, err := d.Members(cmd.Context())
				if err != nil {
					return err
				}
				if inJSON {
					return asJSON(cmd.OutOrStdout(), members)
				}
				partners, err := d.Partners(cmd.Context())
				if err != nil {
					return err
				}
				var rows [][]string
				for _, m := range members {
					rows = append(rows, []string{string(m.ID), m.Name, partnerName(partners, m.Partner), roleWords(m.Roles), state(m.Locked), day(m.Added)})
				}
				return table(cmd.OutOrStdout(), []string{"ID", "NAME", "PARTNER", "ROLES", "STATE", "ADDED"}, rows)
			})
		},
	}
	placeFlags(cmd, &at)
	cmd.Flags().BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

func partnerName(all []keys.Partner, id keys.PartnerID) string {
	if i := slices.IndexFunc(all, func(p keys.Partner) bool { return p.ID == id }); i >= 0 {
		return all[i].Name
	}
	return string(id)
}

func roleWords(roles []keys.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ",")
}

func state(locked bool) string {
	if locked {
		return "locked"
	}
	return "open"
}
