package line

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

const purposesLong = "What data about clients is used for, and why in law it may be: a basis of Article 6(1) UK GDPR and, because health facts are among the data, a condition of Article 9(2) and of " +
	"Schedule 1 to the Data Protection Act 2018. A steward sets them for each partner. Consent is for optional sharing alone: a client who cannot refuse has not consented."

func (j *job) purposes() *cobra.Command {
	partner := ""
	c := &cobra.Command{
		Use: "purposes", GroupID: "access", Short: "Show what data is used for, and on what ground in law",
		Long: purposesLong, Example: "purposes\npurposes --json\npurposes --partner burnley-jobcentre", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			of, err := j.partnerOr(partner)
			if err != nil {
				return err
			}
			g, err := j.in.Desk.Grounds(j.ctx, of)
			if err != nil {
				return err
			}
			return j.answerGrounds(&g, func(p *page) {
				p.line("What %s uses data about clients for:", j.partnerName(g.Partner))
				for _, of := range store.Purposes() {
					groundText(p, of, g.For(of.Code))
				}
			})
		},
	}
	option(c, &partner, "partner", "PARTNER", "the partner whose purposes are meant, by name or id; your own when left out", asTyped)
	c.AddCommand(j.purposesSet())
	return c
}

// groundText is one purpose with its ground, and where in law that stands.
func groundText(p *page, of store.PurposeInfo, g store.Ground) {
	basis, _ := g.Basis.Info()
	p.head("%s: %s", of.Code, of.Says)
	p.field("Basis", strings.TrimSuffix(basis.Says+", "+basis.Source, ", "))
	if condition, ok := g.Condition.Info(); ok {
		p.field("Condition for health facts", condition.Says+", "+condition.Source)
		if condition.Policy && g.Note == "" {
			p.field("Policy document", "not named yet, and this condition asks for one")
		}
	}
	if g.Note != "" {
		p.field("Note", g.Note)
	}
}

// groundLine is one purpose in JSON.
type groundLine struct {
	Purpose  store.Purpose `json:"purpose"`
	Says     string        `json:"says"`
	Optional bool          `json:"optional"`
	store.Ground
	BasisSource     string `json:"basis_source,omitempty"`
	ConditionSource string `json:"condition_source,omitempty"`
}

// answerGrounds answers with the grounds of a partner as JSON, or with what say writes.
func (j *job) answerGrounds(g *store.Grounds, say func(*page)) error {
	return j.answer(struct {
		Partner  keys.PartnerID `json:"partner"`
		Rev      uint64         `json:"rev"`
		Purposes []groundLine   `json:"purposes"`
	}{g.Partner, g.Rev, each(store.Purposes(), func(of store.PurposeInfo) groundLine {
		ground := g.For(of.Code)
		basis, _ := ground.Basis.Info()
		condition, _ := ground.Condition.Info()
		return groundLine{of.Code, of.Says, of.Optional, ground, basis.Source, condition.Source}
	})}, say)
}

// purposesSetLong says what each code is.
func purposesSetLong() string {
	all := []string{"The new ground counts from then on, for what is entered and sent after it."}
	for _, b := range store.LawfulBases() {
		all = append(all, strings.TrimSuffix(fmt.Sprintf("--basis %s: %s, %s", b.Code, b.Says, b.Source), ", ")+".")
	}
	for _, c := range store.Conditions() {
		says := fmt.Sprintf("--condition %s: %s, %s.", c.Code, c.Says, c.Source)
		if c.Policy {
			says += " It asks for a policy document: name it with --note."
		}
		all = append(all, says)
	}
	return strings.Join(all, "\n\n")
}

func (j *job) purposesSet() *cobra.Command {
	var g store.Ground
	rev, partner := desk.Latest, ""
	c := &cobra.Command{
		Use: "set PURPOSE --basis BASIS --condition CONDITION", Short: "Set on what ground in law a partner does something", Long: purposesSetLong(),
		Example: "purposes set refer --basis legal-obligation --condition health-or-social-care\n" +
			"purposes set triage --basis public-task --condition employment-law --note \"Appropriate policy document, May 2026\"\npurposes set share-more --basis not-done --partner burnley-jobcentre",
		Args: need(1, 1, "Enter one purpose: "+joined(store.Purposes(), func(p store.PurposeInfo) string { return string(p.Code) })),
		RunE: func(c *cobra.Command, args []string) error {
			if g.Basis == "" {
				return misuse(name(c), "Enter the basis, such as --basis public-task. One of: %s.", joined(store.LawfulBases(), func(b store.BasisInfo) string { return string(b.Code) }))
			}
			of, err := j.partnerOr(partner)
			if err != nil {
				return err
			}
			purpose := store.Purpose(strings.ToLower(args[0]))
			got, err := j.in.Desk.SetGround(j.ctx, of, purpose, rev, g)
			if err != nil {
				return err
			}
			return j.answerGrounds(&got, func(p *page) {
				p.line("Saved for %s, at revision %d.", j.partnerName(got.Partner), got.Rev)
				info, _ := purpose.Info()
				groundText(p, info, got.For(purpose))
			})
		},
	}
	option(c, &g.Basis, "basis", "BASIS", "why it is lawful", oneOf("basis", append(store.Bases(), store.NotDone)))
	option(c, &g.Condition, "condition", "CONDITION", "what allows the use of health facts", oneOf("condition", each(store.Conditions(), func(c store.ConditionInfo) store.Condition { return c.Code })))
	option(c, &g.Note, "note", "TEXT", "the law or the policy document, by name", asTyped)
	option(c, &partner, "partner", "PARTNER", "the partner whose ground it is, by name or id; your own when left out", asTyped)
	option(c, &rev, "rev", "N", "the revision the change was written for; the one there is when left out", revision)
	return c
}
