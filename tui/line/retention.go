package line

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

const retentionLong = "What time removes, and after how long: each time is a partner's own to set. Nothing goes unannounced: a removal is announced at least four weeks before, " +
	"is found again in at least seven nights since, and is looked at once more when it is made. The coach sees it in their diary, and calls it off by working with the client, or puts it off once: client keep REF --why CODE. " +
	"Never removed are the audit trail and the ledger of erasures (pseudonyms alone), counts (of nobody), and what is left of the referrals of an erased client."

func (j *job) retention() *cobra.Command {
	partner := ""
	c := &cobra.Command{
		Use: "retention", GroupID: "access", Short: "Show how long a partner keeps what it keeps, and change it",
		Long: retentionLong, Example: "retention\nretention --partner burnley-jobcentre --json\nretention set closed-client 12\nretention preview", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			of, err := j.partnerOr(partner)
			if err != nil {
				return err
			}
			r, err := j.in.Desk.Retention(j.ctx, of)
			if err != nil {
				return err
			}
			p, err := j.in.Desk.Purge(j.ctx)
			if err != nil {
				return err
			}
			return j.answerRetention(&r, func(out *page) { j.retentionText(out, &r, &p) })
		},
	}
	option(c, &partner, "partner", "PARTNER", "the partner whose times are meant, by name or id; your own when left out", asTyped)
	c.AddCommand(j.retentionSet(), j.retentionPreview(), j.retentionHold(), j.retentionResume())
	return c
}

// retentionText is how long a partner keeps things, each time with what it is of,
// whole.
func (j *job) retentionText(out *page, r *store.Retention, p *store.Purge) {
	out.line("Kept by %s:", j.partnerName(r.Partner))
	for _, s := range store.RetentionSettings() {
		out.para(fmt.Sprintf("%-13s  %-10s  ", s.Name, r.Words(s)), s.Says)
	}
	out.blank()
	out.para("", p.Says(j.today))
	more, whose := "", ""
	if r.Partner != j.in.Desk.Who().Partner.ID {
		whose = " --partner " + string(r.Partner)
	}
	if more = whose; r.Rev > 0 {
		more += fmt.Sprintf(" --rev %d", r.Rev)
	}
	out.para("", "To change a time: retention set NAME N"+more+". Where each comes from: help retention set. To see what goes: retention preview"+whose+".")
}

// partnerName is what a partner is called: its id to whoever may not list partners.
func (j *job) partnerName(id keys.PartnerID) string {
	if own := j.in.Desk.Who().Partner; own.ID == id {
		return own.Name
	}
	names, err := j.partnerNames()
	if err != nil {
		return string(id)
	}
	return cmp.Or(names[id], string(id))
}

// partnerOr is the partner of a name or an id; none for none.
func (j *job) partnerOr(typed string) (keys.PartnerID, error) {
	if typed == "" {
		return "", nil
	}
	return j.partnerCalled(typed)
}

// retentionTime is one time of a partner.
type retentionTime struct {
	Name   string `json:"name"`
	Time   int    `json:"time"`
	Unit   string `json:"unit"`
	Usual  int    `json:"usual"`
	Of     string `json:"of"`
	Source string `json:"usual_from"`
}

// answerRetention answers with all times of a partner as JSON, or with what say writes.
func (j *job) answerRetention(r *store.Retention, say func(*page)) error {
	return j.answer(struct {
		Partner keys.PartnerID  `json:"partner"`
		Rev     uint64          `json:"rev"`
		Times   []retentionTime `json:"times"`
	}{r.Partner, r.Rev, each(store.RetentionSettings(), func(s store.RetentionSetting) retentionTime {
		return retentionTime{s.Name, r.Time(s), s.Unit, s.Usual, s.Says, s.Source}
	})}, say)
}

// retentionSetLong says what each time is, and where its usual value comes from.
func retentionSetLong() string {
	all := []string{"Records that are out of their time by a new one are announced first, and go at least four weeks later. N is a number, or usual."}
	for _, s := range store.RetentionSettings() {
		all = append(all, fmt.Sprintf("%s (%ss, %d to %d): %s. Usual: %d, %s.", s.Name, s.Unit, s.Least, s.Most, s.Says, s.Usual, s.Source))
	}
	return strings.Join(all, "\n\n")
}

func (j *job) retentionSet() *cobra.Command {
	rev, partner := desk.Latest, ""
	c := &cobra.Command{
		Use: "set NAME N", Short: "Set how long a partner keeps one kind of record", Long: retentionSetLong(),
		Example: "retention set closed-client 12 --rev 3\nretention set draft usual --partner burnley-jobcentre",
		Args:    need(2, 2, "Enter the name of a time and a number, or usual"),
		RunE: func(c *cobra.Command, args []string) error {
			n := 0 // the usual one
			if !strings.EqualFold(args[1], "usual") {
				var err error
				if n, err = strconv.Atoi(args[1]); err != nil || n == 0 {
					return misuse(name(c), "%q is no time: enter a number from 1, or usual.", args[1])
				}
			}
			of, err := j.partnerOr(partner)
			if err != nil {
				return err
			}
			r, err := j.in.Desk.SetRetention(j.ctx, of, rev, args[0], n)
			if err != nil {
				return err
			}
			return j.answerRetention(&r, func(p *page) {
				s, _ := store.RetentionSettingNamed(strings.ToLower(args[0]))
				p.para("", fmt.Sprintf("Saved for %s. %s: %s, of %s. To see what goes: retention preview.", j.partnerName(r.Partner), s.Name, r.Words(s), s.Says))
			})
		},
	}
	option(c, &partner, "partner", "PARTNER", "the partner whose time it is, by name or id; your own when left out", asTyped)
	option(c, &rev, "rev", "N", "the revision the change was written for; the one there is when left out", revision)
	return c
}

func (j *job) retentionPreview() *cobra.Command {
	days, partner := 28, ""
	c := &cobra.Command{
		Use: "preview", Short: "Show what goes within so many days, and on which",
		Long:    "By pseudonym, class and day: it names nobody. What is not announced yet goes at the earliest four weeks after it is. It is written in the trail that you looked.\n\n" + retentionLong,
		Example: "retention preview\nretention preview --days 90 --partner burnley-jobcentre\nretention preview --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			of, err := j.partnerOr(partner)
			if err != nil {
				return err
			}
			f, err := j.in.Desk.Forecast(j.ctx, of, days)
			if err != nil {
				return err
			}
			return j.answer(f, func(p *page) { forecastText(p, &f, j.today) })
		},
	}
	option(c, &partner, "partner", "PARTNER", "of this partner alone, by name or id", asTyped)
	option(c, &days, "days", "N", "so many days from today; 28 when left out", func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, misuse("retention preview", "--days is %q: enter a number of days.", s)
		}
		return n, nil
	})
	return c
}

func forecastText(p *page, f *store.Forecast, today store.Day) {
	p.para("", f.Purge.Says(today))
	if len(f.Rows) == 0 {
		p.line("Nothing goes by %s.", f.Until.Words())
		return
	}
	p.line("By %s go: %s.", f.Until.Words(), f.Counted())
	p.blank()
	p.table([]string{"Day", "Class", "Record", "Announced", "Why"}, []int{4}, each(f.Rows, func(r store.Removal) []string {
		announced := r.Announced.String()
		if announced == "" {
			announced = "not yet"
		}
		return []string{r.Goes.String(), string(r.Class), r.Record, announced, r.Why()}
	}))
}

func (j *job) retentionHold() *cobra.Command {
	return &cobra.Command{
		Use: "hold", Short: "Put all removing by time on hold", Example: "retention hold", Args: none,
		Long: "For every partner of this server: nothing is announced and nothing removed until somebody goes on with: retention resume. Then all is announced anew, at least four weeks before.",
		RunE: func(*cobra.Command, []string) error {
			p, err := j.in.Desk.HoldPurge(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(p, func(out *page) { out.para("", p.Held()) })
		},
	}
}

func (j *job) retentionResume() *cobra.Command {
	return &cobra.Command{
		Use: "resume", Short: "Go on with removing by time, after a hold", Example: "retention resume", Args: none,
		Long: "Where the server's clock was the reason, this says that the clock is right now: look at it first. All is announced anew: nothing goes within four weeks.",
		RunE: func(*cobra.Command, []string) error {
			p, err := j.in.Desk.ResumePurge(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(p, func(out *page) {
				out.para("", "Removing by time goes on. What is out of its time is announced anew tonight, and goes at the earliest four weeks later.")
			})
		},
	}
}

func (j *job) clientKeep() *cobra.Command {
	why := ""
	c := &cobra.Command{
		Use: "keep REF --why CODE", Short: "Put off the removal of a client's record that is announced, once",
		Long: fmt.Sprintf("For %d months from today. A second time it is not put off: work with the client again instead, or let it go.\n\nWhy is one of: %s.", store.KeepMonths,
			joined(store.KeepWhys(), func(w store.WhyWords) string { return w.Code + " (" + w.Says + ")" })),
		Example: "client keep K7M-2QX --why complaint", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(c *cobra.Command, args []string) error {
			if why == "" {
				return misuse(name(c), "Enter why, such as --why returning. One of: %s.", strings.Join(store.WhyCodes(store.KeepWhys()), ", "))
			}
			k, err := j.in.Desk.KeepClient(j.ctx, store.ClientRef(args[0]), why)
			if err != nil {
				return err
			}
			return j.answer(k, func(p *page) { p.line("Client %s is kept until %s.", k.Client, k.Until.Words()) })
		},
	}
	option(c, &why, "why", "CODE", "why the record is kept for longer", oneOf("why", store.WhyCodes(store.KeepWhys())))
	return c
}
