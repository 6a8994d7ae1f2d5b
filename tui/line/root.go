package line

import (
	"strings"

	"github.com/spf13/cobra"
)

// root makes the commands anew: what cobra keeps in them is of one run.
func (j *job) root() *cobra.Command {
	root := &cobra.Command{
		Use: "signpost", SilenceErrors: true, SilenceUsage: true, Args: cobra.ArbitraryArgs,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("", "Enter a command, such as: find forklift")
			}
			return unknownCommand(c, args[0])
		},
	}
	root.PersistentFlags().BoolVar(&j.json, "json", false, "answer as JSON")
	root.PersistentFlags().BoolP("help", "h", false, "show how to use the command")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return badFlag(c, err) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { j.teach(c) })
	root.SetHelpCommand(j.help())
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
	}
	root.AddCommand(
		j.find(), j.programme(), j.match(),
		j.client(), j.note(), j.triage(), j.diary(), j.followUp(), j.refer(), j.referral(), j.household(), j.handOver(), j.away(),
		j.inbox(), j.capacity(), j.delivery(),
		j.provision(),
		j.invite(), j.invitation(), j.member(), j.partner(), j.key(),
		j.purposes(), j.retention(), j.trail(), j.backup(),
		j.datapack(), j.gaps(), j.gap(),
		j.whoami(), j.colleagues(), j.settings(), j.version(),
	)
	return root
}

// groups are the headings of help, each with who may do what is under it.
var groups = []struct{ id, title string }{
	{"provision", "Find provision (every role; match: coach, provider and curator)"},
	{"caseload", "Clients and referrals (coach)"},
	{"inbox", "What was sent to your partner (provider)"},
	{"curate", "Keep provision true (curator)"},
	{"access", "Who has access (steward)"},
	{"trail", "Who did what (auditor)"},
	{"evidence", "What could not be met (coach, curator, steward and auditor)"},
	{"self", "Yourself and this program (every role)"},
}

// name is the words that a command is called by, without the program's own.
func name(c *cobra.Command) string {
	_, words, _ := strings.Cut(c.CommandPath(), " ")
	return words
}

// parent is a command that only holds others.
func parent(use, group, short string, children ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{
		Use: use, GroupID: group, Short: short, Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return misuse(name(c), "Enter one of: %s.", strings.Join(childNames(c, name(c)+" "), ", "))
		},
	}
	c.AddCommand(children...)
	return c
}

func childNames(c *cobra.Command, before string) []string {
	var names []string
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() {
			names = append(names, before+child.Name())
		}
	}
	return names
}

func unknownCommand(c *cobra.Command, typed string) error {
	near := nearest(typed, childNames(c, ""))
	before := ""
	if c.HasParent() {
		before = name(c) + " "
	}
	return misuse(name(c), "There is no command %q.%s", before+typed, meant(near))
}

// need asks for a number of words after a command; most below 0 is any number.
func need(least, most int, says string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if most > 0 && len(args) > most {
			return misuse(name(c), "%s: %s.\nText of more than one word goes in two pairs of quotes: \"'two words'\".", says, strings.TrimSpace(name(c)+" "+usageArgs(c)))
		}
		if len(args) < least {
			return misuse(name(c), "%s: %s", says, strings.TrimSpace(name(c)+" "+usageArgs(c)))
		}
		for _, a := range args {
			if strings.TrimSpace(a) == "" {
				return misuse(name(c), "%s: %s", says, strings.TrimSpace(name(c)+" "+usageArgs(c)))
			}
		}
		return nil
	}
}

// usageArgs is what follows the command's own name in its usage.
func usageArgs(c *cobra.Command) string {
	_, args, _ := strings.Cut(c.Use, " ")
	return args
}

func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misuse(name(c), "Leave out %q: nothing follows %s but options.", args[0], name(c))
	}
	return nil
}

// Commands lists every command by the words it is called by, a parent before its
// children: for whoever has to know that none is left out.
func Commands() []string {
	var all []string
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.HasParent() {
			all = append(all, name(c))
		}
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	root := (&job{}).root()
	root.InitDefaultHelpCmd()
	walk(root)
	return all
}
