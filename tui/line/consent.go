package line

import (
	"cmp"

	"github.com/spf13/cobra"

	"signpost/store"
)

// agreed are the options of when and how a client agreed, where consent is the
// basis.
func (j *job) agreed(c *cobra.Command, a *store.Agreement) {
	option(c, &a.Day, "consent-day", "DAY", "with basis consent: the day the client agreed to this sharing", j.day("consent-day"))
	option(c, &a.How, "consent-how", "HOW", "with basis consent: how they agreed, "+joined(store.AgreedHows(), plain), oneOf("consent-how", store.AgreedHows()))
}

func (j *job) clientWithdrawConsent() *cobra.Command {
	var id store.ReferralID
	day, show := store.Day(0), false
	c := &cobra.Command{
		Use: "withdraw-consent REF", Short: "Write down that a client has withdrawn consent, and end what rests on it",
		Long: "Every referral of theirs that was sent on consent, or the one of --referral, ends at once where it is open. Whoever received it is shown nothing of the client from then on, " +
			"also of one that has ended: only the programme, the state, days and codes. A draft cannot be sent until the client agrees again. What your partner keeps stays. It cannot be taken back: if the client agrees again, refer again. " +
			"With --show it says what it would do, and does nothing.",
		Example: "client withdraw-consent K7M-2QX --show\nclient withdraw-consent K7M-2QX --day today\nclient withdraw-consent K7M-2QX --referral R-9PT-4XN",
		Args:    need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			ref := store.ClientRef(args[0])
			if show {
				return j.undertaken(ref, id)
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			done, err := j.in.Desk.WithdrawConsent(j.ctx, ref, id, cmp.Or(day, j.today))
			if err != nil {
				return err
			}
			list := each(done, j.referralLineOf(names))
			return j.answer(list, func(p *page) {
				p.line("Written down: consent for %s is withdrawn.", store.Count(len(list), "referral"))
				referralTable(p, list)
				for _, says := range store.Undertaken(done) {
					p.para("", says)
				}
			})
		},
	}
	option(c, &id, "referral", "ID", "for this referral only", referralID)
	option(c, &day, "day", "DAY", "the day they withdrew it; today when left out", j.day("day"))
	c.Flags().BoolVar(&show, "show", false, "say what it would do, and do nothing")
	return c
}

// undertaken answers what the withdrawal of consent would do.
func (j *job) undertaken(ref store.ClientRef, id store.ReferralID) error {
	all, err := j.in.Desk.Referrals(j.ctx, ref)
	if err != nil {
		return err
	}
	lines := some(store.Undertakes(all, id))
	return j.answer(lines, func(p *page) {
		if len(lines) == 0 {
			p.line("Nothing rests on consent.")
		}
		for _, l := range lines {
			p.para("", l)
		}
	})
}
