package line

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
)

func (j *job) clientExport() *cobra.Command {
	return &cobra.Command{
		Use: "export REF", Short: "Give out everything that is held of a client, for the client to have",
		Long: "The record with where each fact came from, what was corrected, notes, assessments, what was promised, referrals with what each receiver sees, households, and who has seen it. " +
			"What is of other people of a household is left out. With --json it is whole, with the reasons of every assessment; as text it is for reading.",
		Example: "client export K7M-2QX > sam.txt\nclient export K7M-2QX --json > sam.json", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			h, err := j.in.Desk.Export(j.ctx, store.ClientRef(args[0]))
			if err != nil {
				return err
			}
			return j.answer(h, func(p *page) { heldText(p, &h) })
		},
	}
}

func (j *job) clientSeen() *cobra.Command {
	return &cobra.Command{
		Use: "seen REF", Short: "List who has seen a client's record, for the client to have",
		Long:    "Each member by name and partner, with what they opened, changed or sent, by day. Looking at it is itself written down, and stands in it the next time.",
		Example: "client seen K7M-2QX\nclient seen K7M-2QX --json", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			seen, err := j.in.Desk.Seen(j.ctx, store.ClientRef(args[0]))
			if err != nil {
				return err
			}
			return j.answer(seen, func(p *page) {
				p.line("Who has seen or changed the record of client %s", strings.ToUpper(args[0]))
				p.blank()
				sightsText(p, seen)
			})
		},
	}
}

func sightsText(p *page, seen []store.Sight) {
	for _, l := range store.SightLines(seen) {
		p.para("", l)
	}
	p.blank()
	p.para("", store.SightNote)
}

// heldText is an export for reading: the client's own words and facts whole, and
// of each assessment where it came out.
func heldText(p *page, h *store.Held) {
	c := &h.Client
	p.line("What is held of %s, client %s", c.GivenName, c.Ref)
	p.field("Held by", h.Partner)
	p.field("Made", moment(h.Made))
	p.field("Coach", h.Names[c.Coach])
	p.field("Added", moment(c.Added))
	p.field("Changed", moment(c.Changed)+" by "+h.Names[c.ChangedBy])
	p.field("Told what is kept and why", c.Told.Words())
	if !c.Closed.IsZero() {
		p.field("Closed", moment(c.Closed)+": "+c.ClosedWhy)
	}
	if k := h.Kept; k != nil {
		p.field("Kept for longer", "until "+k.Until.Words()+" by "+h.Names[k.By]+": "+store.KeepSays(k.Why))
	}
	p.head("Facts: %d", len(c.Facts))
	knownLines(p, c.Facts, c.Known, h.Names)
	p.head("Notes: %d", len(h.Notes))
	for _, n := range each(h.Notes, noteLineOf(h.Names)) {
		noteText(p, n)
	}
	p.head("What was corrected")
	correctionsText(p, &store.History{Corrections: h.Corrections, Notes: h.Notes}, h.Names)
	p.head("Promised: %d", len(h.FollowUps))
	for i := range h.FollowUps {
		f := &h.FollowUps[i]
		says := "by " + f.Due.Words() + ", " + h.Names[f.Member] + ": " + f.Text
		if !f.Done.IsZero() {
			says += " (done " + store.DayOf(f.Done).Words() + ")"
		}
		p.para("  ", says)
	}
	p.head("Referrals: %d", len(h.Referrals))
	for i := range h.Referrals {
		p.blank()
		referralText(p, h.Referrals[i], h.Names[h.Referrals[i].By], nil)
	}
	p.head("Households: %d", len(h.Households))
	for i := range h.Households {
		homeText(p, &h.Households[i], h.Names)
	}
	p.head("Assessments: %d", len(h.Assessments))
	for i := range h.Assessments {
		heldAssessment(p, &h.Assessments[i], h.Names)
	}
	p.head("Who has seen or changed it")
	sightsText(p, h.Seen)
}

func knownLines(p *page, facts store.Facts, known map[store.Fact]store.Known, names map[keys.MemberID]string) {
	for _, f := range slices.Sorted(maps.Keys(facts)) {
		says := f.Info().Label + ": " + f.Words(facts[f])
		if k, ok := known[f]; ok {
			says += " (" + strings.ReplaceAll(string(k.Source), "-", " ") + ", " + k.On.Words() + ", " + who(names, k.By) + ")"
		}
		p.para("  ", says)
	}
}

func homeText(p *page, h *store.HeldHousehold, names map[keys.MemberID]string) {
	says := "  " + string(h.ID) + ", joined " + h.Person.Joined.Words()
	if h.Person.Left != 0 {
		says += ", left " + h.Person.Left.Words()
	}
	p.line("%s", says)
	knownLines(p, h.Shared, h.Known, names)
	for _, s := range h.Plan {
		p.para("  ", "Plan, by "+s.Due.Words()+": "+s.What)
	}
}

func heldAssessment(p *page, a *store.Assessment, names map[keys.MemberID]string) {
	p.line("  %s as of %s, by %s on %s", a.ID, a.Answer.AsOf.Words(), names[a.By], moment(a.At))
	p.para("    ", "From: "+joined(slices.Sorted(maps.Keys(a.Facts)), func(f store.Fact) string {
		return f.Info().Label + " " + f.Words(a.Facts[f])
	}))
	for _, s := range store.Standings() {
		var of []string
		for i := range a.Answer.Results {
			if r := &a.Answer.Results[i]; r.Standing == s {
				of = append(of, r.Name)
			}
		}
		if len(of) > 0 {
			p.para("    ", strings.ReplaceAll(string(s), "-", " ")+": "+strings.Join(of, "; "))
		}
	}
}

func (j *job) clientErase() *cobra.Command {
	why := ""
	c := &cobra.Command{
		Use: "erase REF --why CODE", Short: "Remove everything that is held of a client, for good",
		Long: "It cannot be taken back. The record, notes, assessments, what was promised, drafts and the place in a household go; of referrals that were sent the state, the programme and the outcomes stay, for counting, and of nobody. " +
			"Whoever received one sees that the client was erased. That the client was erased, when, by whom and why is kept by reference, and a backup from before is restored without them.\n\nWhy is one of: " +
			whys(store.EraseWhys()) + ".",
		Example: "client erase K7M-2QX --why asked", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(c *cobra.Command, args []string) error {
			if why == "" {
				return misuse(name(c), "Enter why, such as --why asked. One of: %s.", strings.Join(store.WhyCodes(store.EraseWhys()), ", "))
			}
			e, err := j.in.Desk.Erase(j.ctx, store.ClientRef(args[0]), why)
			if err != nil {
				return err
			}
			return j.answer(e, func(p *page) { p.line("Client %s is erased. Nothing of theirs is left here.", e.Client) })
		},
	}
	option(c, &why, "why", "CODE", "why they are erased", oneOf("why", store.WhyCodes(store.EraseWhys())))
	return c
}

func (j *job) clientWhy() *cobra.Command {
	return &cobra.Command{
		Use: "why REF CODE [WORDS]", Short: "Say why you open the record of a client whom a colleague keeps",
		Long: "It is asked once for each client and day, is kept, and stands in what client seen gives to the client. Why is one of: " +
			whys(store.VisitWhys()) + ". Words are asked for with " + store.VisitOther + " alone.",
		Example: "client why K7M-2QX cover\nclient why K7M-2QX other \"asked for by their doctor\"", Args: need(2, -1, "Enter the client's reference and why"),
		RunE: func(c *cobra.Command, args []string) error {
			ref := store.ClientRef(args[0])
			if err := j.in.Desk.Because(j.ctx, ref, strings.ToLower(args[1]), strings.Join(args[2:], " ")); err != nil {
				return err
			}
			return j.answer(struct {
				Ref string `json:"ref"`
				Why string `json:"why"`
			}{strings.ToUpper(args[0]), strings.ToLower(args[1])}, func(p *page) {
				p.line("Kept until the day ends. To open them: client show %s", strings.ToUpper(args[0]))
			})
		},
	}
}
