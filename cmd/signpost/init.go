package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
	"signpost/store/text"
)

func newInit() *cobra.Command {
	var at place
	var keyFile, name, partner string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Make the data directory without serving",
		Long: `Init makes the data directory that serve would make, for set-up by script: the
store, the host key and the provision that ships with the program.

The key that opens the store is made outside of it, at --key-file or under the
user's configuration: keep a copy of it in another place.

With --steward-key it enrols that key as the first steward, so that no invitation
is needed. On a directory that is there and complete it makes nothing.`,
		Example: `  signpost init --data /srv/signpost
  signpost init --steward-key ~/.ssh/id_ed25519.pub --name "Ada Byron" --partner "Burnley Jobcentre"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			steward := desk.NewMember{Name: name, Partner: partner, Roles: []keys.Role{keys.Steward}}
			if keyFile != "" {
				if err := required(cmd, "name"); err != nil {
					return err
				}
				var err error
				if steward.Key, err = readKey(keyFile, cmd.InOrStdin()); err != nil {
					return err
				}
			} else if name != "" {
				return usage("enter --steward-key with --name: the file of the steward's public key")
			}
			return initData(cmd, at, steward)
		},
	}
	f := cmd.Flags()
	placeFlags(cmd, &at)
	f.StringVar(&keyFile, "steward-key", "", "`file` of the first steward's public key, or - for standard input")
	f.StringVar(&name, "name", "", "`name` of the first steward")
	f.StringVar(&partner, "partner", "Signpost", "`name` of the first steward's organisation")
	return cmd
}

func initData(cmd *cobra.Command, at place, steward desk.NewMember) error {
	data, err := openData(at, true)
	if err != nil {
		return err
	}
	err = atDesk(cmd.Context(), data, func(d *desk.Desk) error {
		out := cmd.OutOrStdout()
		made := "The data directory is there and complete"
		if data.Made {
			made = "Made a new data directory"
		}
		fmt.Fprintf(out, "%s: %s\n%sHost key: %s\n", made, data.Path, data.keySays(), gossh.FingerprintSHA256(data.Host.PublicKey()))
		if steward.Key.Fingerprint == "" {
			fmt.Fprintf(out, "To serve it, and to invite the first steward: signpost serve --data %s\n", data.Path)
			return nil
		}
		members, err := d.Members(cmd.Context())
		if err != nil {
			return err
		}
		if len(members) > 0 {
			return errors.New("somebody is enrolled already, so no first steward is added: use signpost member add")
		}
		m, err := d.AddMember(cmd.Context(), steward)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Enrolled %s as steward, with key %s\nTo serve it: signpost serve --data %s\n", text.Safe(m.Name), steward.Key.Fingerprint, data.Path)
		return nil
	})
	return errors.Join(err, data.Close())
}
