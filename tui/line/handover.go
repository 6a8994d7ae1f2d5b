package line

import (
	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
)

func (j *job) handOver() *cobra.Command {
	all := false
	c := &cobra.Command{
		Use: "handover MEMBER [REF...]", GroupID: "caseload", Short: "Hand clients of yours over to a colleague",
		Long:    "Drafts, referrals and what you promised go with each client. With --all it is all your clients, closed ones too, and all that you promised. To see your colleagues: colleagues.",
		Example: "handover \"Sam Jones\" A2C-DEF R3S-TUV\nhandover M-K7M-2QX --all", Args: need(1, -1, "Enter a colleague's name or id and your clients' references"),
		RunE: func(c *cobra.Command, args []string) error {
			var refs []store.ClientRef
			for _, a := range args[1:] {
				refs = append(refs, store.ClientRef(a))
			}
			if all == (len(refs) > 0) {
				return misuse(name(c), "Enter the references of the clients to hand over, or --all for all of yours.")
			}
			to, err := j.memberCalled(args[0])
			if err != nil {
				return err
			}
			h, err := j.in.Desk.HandOver(j.ctx, to, refs...)
			if err != nil {
				return err
			}
			return j.answer(h, func(p *page) { p.line("Handed over: %s.", h.Words()) })
		},
	}
	c.Flags().BoolVar(&all, "all", false, "all your clients, and all that you promised")
	return c
}

// memberHolding is for whoever manages access, before a hand-over and to make one.
func (j *job) memberHolding() *cobra.Command {
	return &cobra.Command{
		Use: "holding MEMBER", Short: "Show how much a member has in hand, in numbers", Example: "member holding M-K7M-2QX",
		Args: need(1, 1, "Enter the name or the id of one member"),
		RunE: func(_ *cobra.Command, args []string) error {
			id, err := j.memberCalled(args[0])
			if err != nil {
				return err
			}
			h, err := j.in.Desk.Holding(j.ctx, id)
			if err != nil {
				return err
			}
			return j.answer(h, func(p *page) { p.line("%s: %s.", args[0], h.Words()) })
		},
	}
}

func (j *job) memberHandOver() *cobra.Command {
	return &cobra.Command{
		Use: "handover FROM TO", Short: "Hand all that a member has in hand over to a colleague of theirs",
		Long:    "For a member who has left. Both are members of one partner, and TO is a coach. You see numbers, and no client.",
		Example: "member handover M-K7M-2QX M-R3S-TUV", Args: need(2, 2, "Enter the names or the ids of two members"),
		RunE: func(_ *cobra.Command, args []string) error {
			from, err := j.memberCalled(args[0])
			if err != nil {
				return err
			}
			to, err := j.memberCalled(args[1])
			if err != nil {
				return err
			}
			h, err := j.in.Desk.HandOverOf(j.ctx, from, to)
			if err != nil {
				return err
			}
			return j.answer(h, func(p *page) { p.line("Handed over: %s.", h.Words()) })
		},
	}
}

// colleague is one line of colleagues.
type colleague struct {
	ID   keys.MemberID `json:"id"`
	Name string        `json:"name"`
}

func (j *job) colleagues() *cobra.Command {
	return &cobra.Command{
		Use: "colleagues", GroupID: "self", Short: "List the members of your partner who may keep clients", Example: "colleagues --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Colleagues(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, func(m keys.Member) colleague { return colleague{m.ID, m.Name} })
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No other member of your partner may keep clients.")
					return
				}
				p.table([]string{"Id", "Name"}, []int{1}, each(list, func(c colleague) []string { return []string{string(c.ID), c.Name} }))
			})
		},
	}
}

// awayJSON is what away --json answers.
type awayJSON struct {
	Until store.Day     `json:"until"`
	Cover keys.MemberID `json:"cover"`
	Name  string        `json:"cover_name"`
}

func (j *job) away() *cobra.Command {
	return parent("away", "caseload", "Say that you are away, and who covers for you", j.awayShow(), j.awaySet(), j.awayEnd())
}

func (j *job) awayShow() *cobra.Command {
	return &cobra.Command{
		Use: "show", Short: "Show whether you are away, until when, and who covers", Example: "away show", Args: none,
		RunE: func(*cobra.Command, []string) error {
			a, err := j.in.Desk.Away(j.ctx)
			if err != nil {
				return err
			}
			return j.answerAway(a)
		},
	}
}

func (j *job) answerAway(a store.Away) error {
	names, err := j.in.Desk.Names(j.ctx)
	if err != nil {
		return err
	}
	v := awayJSON{a.Until, a.Cover, names[a.Cover]}
	return j.answer(v, func(p *page) {
		if !a.On(j.today) {
			p.line("You are here: nobody covers for you.")
			return
		}
		p.line("You are away until %s, that day included. Your diary is in that of %s.", a.Until.Words(), who(names, a.Cover))
	})
}

func (j *job) awaySet() *cobra.Command {
	var until store.Day
	cover := ""
	c := &cobra.Command{
		Use: "set --until DAY --cover MEMBER", Short: "Say until which day you are away, and who covers",
		Long:    "Until the end of that day, what waits for you is in the diary of the colleague who covers, too. To see your colleagues: colleagues.",
		Example: "away set --until 2026-02-20 --cover \"Sam Jones\"", Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case until == 0:
				return misuse(name(c), "Enter the last day on which you are away, such as --until %s.", j.today+7)
			case cover == "":
				return misuse(name(c), "Enter who covers for you, such as --cover M-K7M-2QX. To see your colleagues: colleagues.")
			}
			by, err := j.memberCalled(cover)
			if err != nil {
				return err
			}
			a, err := j.in.Desk.SetAway(j.ctx, until, by)
			if err != nil {
				return err
			}
			return j.answerAway(a)
		},
	}
	option(c, &until, "until", "DAY", "the last day on which you are away", j.day("until"))
	option(c, &cover, "cover", "MEMBER", "the colleague who covers, by name or id", asTyped)
	return c
}

func (j *job) awayEnd() *cobra.Command {
	return &cobra.Command{
		Use: "end", Short: "Say that you are here again", Example: "away end", Args: none,
		RunE: func(*cobra.Command, []string) error {
			a, err := j.in.Desk.SetAway(j.ctx, 0, "")
			if err != nil {
				return err
			}
			return j.answerAway(a)
		},
	}
}
