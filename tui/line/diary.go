package line

import (
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/text"
)

func (j *job) diary() *cobra.Command {
	team := false
	c := &cobra.Command{
		Use: "today", GroupID: "caseload", Short: "Show your diary: what waits for you today, the most urgent first",
		Long: "Last days that time alone sets, what you promised, referrals that ended and those with an overdue reply, waits that are over, near misses that have come true, " +
			"clients who were not told yet what is kept, drafts, facts that no assessment has seen, and what comes soon. While a colleague is away whom you cover for, theirs is here too.",
		Example: "today\ntoday --team\ntoday --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			read := j.in.Desk.Diary
			if team {
				read = j.in.Desk.TeamDiary
			}
			d, err := read(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(d, func(p *page) { diaryText(p, &d, team) })
		},
	}
	c.Flags().BoolVar(&team, "team", false, "of everybody at your partner")
	return c
}

func diaryText(p *page, d *store.Diary, team bool) {
	if len(d.Rows) == 0 {
		p.line("Nothing waits for %s today.", map[bool]string{false: "you", true: "anybody at your partner"}[team])
		return
	}
	p.line("%s: %d", d.Day.Words(), len(d.Rows))
	for i := range d.Rows {
		r := &d.Rows[i]
		says := r.Says(d.Day)
		if r.Whose != "" {
			says = "for " + r.Whose + ": " + says
		}
		p.para(text.Pad(r.Head(d.Day), 10), says+". "+toOpen(r)+".")
	}
}

// toOpen is what to type to go on with a row.
func toOpen(r *store.DiaryRow) string {
	switch {
	case r.Referral != "":
		return "To open it: referral show " + string(r.Referral)
	case r.FollowUp != "":
		return "When it is done: followup done " + string(r.FollowUp)
	case r.Kind == store.DiaryTell:
		return "When it is done: client told " + string(r.Client) + " --how HOW"
	}
	if r.Kind == store.DiaryGoes {
		return "To keep it for longer: client keep " + string(r.Client) + " --why CODE"
	}
	return "To match: triage " + string(r.Client)
}

// followUpLine is one follow-up of a list.
type followUpLine struct {
	ID     store.FollowUpID `json:"id"`
	Client store.ClientRef  `json:"client"`
	Due    store.Day        `json:"due"`
	Text   string           `json:"text"`
	Member string           `json:"member"` // by name where it is known
	Done   store.Day        `json:"done,omitzero"`
}

func followUpLineOf(names map[keys.MemberID]string) func(store.FollowUp) followUpLine {
	return func(f store.FollowUp) followUpLine {
		l := followUpLine{f.ID, f.Client, f.Due, f.Text, who(names, f.Member), 0}
		if !f.Done.IsZero() {
			l.Done = store.DayOf(f.Done)
		}
		return l
	}
}

func (j *job) followUp() *cobra.Command {
	return parent("followup", "caseload", "Write down what you promise a client, and when it is done", j.followUpAdd(), j.followUpDone(), j.followUpList())
}

func (j *job) followUpAdd() *cobra.Command {
	var on store.Day
	c := &cobra.Command{
		Use: "add REF --on DAY TEXT...", Short: "Write down what you promise to do for a client, and by which day",
		Example: "followup add K7M-2QX --on 2026-02-09 ring about the course",
		Args:    need(2, -1, "Enter the client's reference, the day and what you promise"),
		RunE: func(c *cobra.Command, args []string) error {
			if on == 0 {
				return misuse(name(c), "Enter the day by which to do it, such as --on %s", j.today+7)
			}
			f, err := j.in.Desk.AddFollowUp(j.ctx, store.ClientRef(args[0]), on, strings.Join(args[1:], " "))
			if err != nil {
				return err
			}
			return j.answer(f, func(p *page) {
				p.line("Kept as %s, for %s. When it is done: followup done %s", f.ID, f.Due.Words(), f.ID)
			})
		},
	}
	option(c, &on, "on", "DAY", "the day by which to do it", j.day("on"))
	return c
}

func (j *job) followUpDone() *cobra.Command {
	return &cobra.Command{
		Use: "done ID", Short: "Mark a follow-up as done", Example: "followup done F-K7M-2QX", Args: need(1, 1, "Enter the id of one follow-up"),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := j.in.Desk.EndFollowUp(j.ctx, store.FollowUpID(args[0]))
			if err != nil {
				return err
			}
			return j.answer(f, func(p *page) { p.line("Done: %s of client %s.", f.ID, f.Client) })
		},
	}
}

func (j *job) followUpList() *cobra.Command {
	return &cobra.Command{
		Use: "list [REF]", Short: "List what you promised, or all that was promised to one client",
		Example: "followup list\nfollowup list K7M-2QX --json", Args: need(0, 1, "Enter nothing, or one client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := j.in.Desk.FollowUps(j.ctx, store.ClientRef(strings.Join(args, "")))
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, followUpLineOf(names))
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("Nothing was promised. To write something down: followup add REF --on DAY TEXT")
					return
				}
				p.table([]string{"Id", "Client", "Day", "Member", "Done", "What"}, []int{5, 3}, each(list, func(l followUpLine) []string {
					return []string{string(l.ID), string(l.Client), l.Due.String(), l.Member, l.Done.String(), l.Text}
				}))
			})
		},
	}
}
