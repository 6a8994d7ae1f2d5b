package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store/desk"
)

func newKey() *cobra.Command {
	return group("key", "List and revoke keys, while the server is stopped",
		`Keys are the SSH keys by which members are known. These commands work on the data
directory itself, while the server is stopped. While it runs, a steward does the
same over ssh, and the key's live sessions end at once.`,
		newKeyList(), newKeyRevoke())
}

func newKeyList() *cobra.Command {
	var (
		at     place
		inJSON bool
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the keys of all members", Args: cobra.NoArgs,
		Example: "  signpost key list --data /srv/signpost",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return offline(cmd.Context(), at, `"key list"`, func(d *desk.Desk) error {
				all, err := d.Keys(cmd.Context())
				if err != nil {
					return err
				}
				if inJSON {
					return asJSON(cmd.OutOrStdout(), all)
				}
				members, err := d.Members(cmd.Context())
				if err != nil {
					return err
				}
				var rows [][]string
				for _, k := range all {
					rows = append(rows, []string{string(k.Fingerprint), k.Type, memberName(members, k.Member), day(k.Added), day(k.LastUsed), day(k.Revoked)})
				}
				return table(cmd.OutOrStdout(), []string{"FINGERPRINT", "TYPE", "MEMBER", "ADDED", "LAST USED", "REVOKED"}, rows)
			})
		},
	}
	placeFlags(cmd, &at)
	cmd.Flags().BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

func newKeyRevoke() *cobra.Command {
	var at place
	cmd := &cobra.Command{
		Use:     "revoke FINGERPRINT",
		Short:   "End what a key may do",
		Long:    "Revoke ends what a key may do, for good. Whoever held it comes back by a new invitation, as a new member.",
		Example: "  signpost key revoke SHA256:J9bX0vVY3h8yq2m1pU7TtWcQ5Yk4nZr6sD2fGhLkXaE",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("enter one fingerprint; to see them: signpost key list")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			fp, ok := keys.TidyFingerprint(args[0])
			if !ok {
				return usage("%q is not a fingerprint: enter SHA256: and 43 characters; to see them: signpost key list", args[0])
			}
			return offline(cmd.Context(), at, `"key revoke `+string(fp)+`"`, func(d *desk.Desk) error {
				key, err := d.RevokeKey(cmd.Context(), fp)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "Revoked key %s of member %s\n", key.Fingerprint, key.Member)
				return nil
			})
		},
	}
	placeFlags(cmd, &at)
	return cmd
}

func memberName(all []keys.Member, id keys.MemberID) string {
	if i := slices.IndexFunc(all, func(m keys.Member) bool { return m.ID == id }); i >= 0 {
		return all[i].Name
	}
	return string(id)
}
