package line

import (
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/keys"
	"signpost/store"
)

// ssh is how people reach this server from their own shell, up to the command.
func (j *job) ssh(user string) string {
	host := j.in.Host
	if host == "" {
		host = "HOST"
	}
	if user != "" {
		host = user + "@" + host
	}
	if j.in.Port != 0 && j.in.Port != 22 {
		return "ssh -p " + strconv.Itoa(j.in.Port) + " " + host
	}
	return "ssh " + host
}

func (j *job) help() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", GroupID: "self", Short: "Show the commands, or how to use one",
		Example: "help\nhelp find\nhelp client add",
		RunE: func(c *cobra.Command, args []string) error {
			about := c.Root()
			for _, word := range args {
				next := childNamed(about, word)
				if next == nil {
					return unknownCommand(about, word)
				}
				about = next
			}
			j.teach(about)
			return nil
		},
	}
}

func childNamed(c *cobra.Command, name string) *cobra.Command {
	for _, child := range c.Commands() {
		if child.Name() == name {
			return child
		}
	}
	return nil
}

// teach writes the help of one command, or of all.
func (j *job) teach(c *cobra.Command) {
	var p page
	switch {
	case !c.HasParent():
		j.teachAll(&p, c)
	case c.HasSubCommands():
		if c.Example == "" {
			p.line("%s: %s", name(c), c.Short)
			p.blank()
		} else { // it does something by itself
			j.teachOne(&p, c)
			p.head("Commands")
		}
		commands(&p, c.Commands())
		p.blank()
		p.para("", "To see how to use one, with examples: help "+name(c)+" COMMAND.")
	default:
		j.teachOne(&p, c)
	}
	j.out.WriteString(p.String())
}

func (j *job) teachAll(p *page, root *cobra.Command) {
	p.line("Signpost: find provision, match clients to it, keep them and refer them.")
	p.blank()
	p.para("", "Without a command you get the screens: "+j.ssh("")+". With one you get its answer, such as: "+j.ssh("")+" find forklift.")
	p.para("", "A line at a time, for a screen reader or a line printer: "+j.ssh("")+" plain.")
	for _, g := range groups {
		p.head("%s", g.title)
		var list []*cobra.Command
		for _, c := range root.Commands() {
			if c.GroupID == g.id {
				list = append(list, c)
			}
		}
		commands(p, list)
	}
	p.blank()
	p.para("", "To see how to use one, with examples: help COMMAND. Every command takes --json and then answers as JSON.")
	p.blank()
	p.para("", "What goes wrong is said on standard error. Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 not allowed.")
	p.blank()
	p.para("", "Facts and records go in on standard input, "+sizeWords(j.most())+" at the most, such as: "+j.ssh("")+" match < facts.json.")
	p.blank()
	p.para("", "Your own shell takes quotes away before ssh sends a command. Where a word needs them, put the whole command in quotes: "+j.ssh("")+` 'find "bad back"'.`)
}

// commands lists commands with what each is for.
func commands(p *page, list []*cobra.Command) {
	wide := 0
	for _, c := range list {
		wide = max(wide, len(c.Name()))
	}
	for _, c := range list {
		p.para("  "+c.Name()+strings.Repeat(" ", wide+2-len(c.Name())), c.Short)
	}
}

func (j *job) teachOne(p *page, c *cobra.Command) {
	p.line("%s", strings.TrimSpace(name(c)+" "+usageArgs(c)))
	p.line("%s.", c.Short)
	if c.Long != "" {
		p.blank()
		p.para("", c.Long)
	}
	p.head("Options")
	flags := func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		first := "  --" + f.Name
		if t := f.Value.Type(); t != "bool" {
			first += " " + t
		}
		p.para(first+strings.Repeat(" ", max(2, 26-len(first))), f.Usage)
	}
	c.LocalFlags().VisitAll(flags)
	c.InheritedFlags().VisitAll(flags)
	if c.Example == "" {
		return
	}
	p.head("Examples")
	for ex := range strings.SplitSeq(c.Example, "\n") {
		if strings.Contains(ex, `"`) {
			ex = "'" + ex + "'" // the person's own shell takes one layer away
		}
		p.line("  %s %s", j.ssh(""), ex)
	}
}

func (j *job) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", GroupID: "self", Short: "Show the version of the program", Args: none, Example: "version",
		RunE: func(*cobra.Command, []string) error {
			v := struct {
				Version string `json:"version"`
				Go      string `json:"go"`
			}{Version: "unknown"}
			if info, ok := debug.ReadBuildInfo(); ok {
				v.Version, v.Go = info.Main.Version, info.GoVersion
			}
			return j.answer(v, func(p *page) { p.line("signpost %s, built with %s", v.Version, v.Go) })
		},
	}
}

func (j *job) whoami() *cobra.Command {
	var known bool
	cmd := &cobra.Command{
		Use: "whoami", GroupID: "self", Short: "Show who you are here", Args: none, Example: "whoami\nwhoami --json\nwhoami --known",
		Long: "Shows who you are here, and keys that were added for you since you last said that you know of them.\nWith --known you say so. The key that you came in with is not among them.",
		RunE: func(*cobra.Command, []string) error {
			who, err := j.in.Desk.Whoami(j.ctx)
			if err != nil {
				return err
			}
			news, err := j.in.Desk.KeyNews(j.ctx)
			if err != nil {
				return err
			}
			if known {
				if err := j.in.Desk.KnowKeys(j.ctx, each(news, func(n store.KeyNews) keys.Fingerprint { return n.Fingerprint })); err != nil {
					return err
				}
			}
			v := struct {
				Name    string          `json:"name"`
				Partner string          `json:"partner"`
				Roles   []string        `json:"roles"`
				Key     string          `json:"key"`
				News    []store.KeyNews `json:"added"` // keys that the member has not said to know of
			}{who.Member.Name, who.Partner.Name, each(who.Member.Roles, plain), string(who.Fingerprint), append([]store.KeyNews{}, news...)}
			return j.answer(v, func(p *page) {
				p.field("Name", v.Name)
				p.field("Partner", v.Partner)
				p.field("Roles", strings.Join(v.Roles, ", "))
				p.field("Key", v.Key)
				for i := range v.News {
					p.line("%s", v.News[i].Says())
				}
				switch {
				case known:
					p.line("Noted that you know of it.")
				case len(v.News) > 0:
					p.line("To say that you know of it: whoami --known")
				}
			})
		},
	}
	cmd.Flags().BoolVar(&known, "known", false, "say that you know of the keys that were added for you")
	return cmd
}
