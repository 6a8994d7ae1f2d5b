package line

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// correctionLine is one correction as client history --json answers it.
type correctionLine struct {
	At     time.Time   `json:"at"`
	By     string      `json:"by"`
	Of     string      `json:"of"`     // the name of a fact, or given_name
	Was    versionLine `json:"was"`    // what was known
	Became versionLine `json:"became"` // what it became; no value: not known any more
	Folded int         `json:"folded,omitempty"`
	Masked bool        `json:"masked,omitempty"` // of health, and shown with --health
}

// versionLine is what was known, and how.
type versionLine struct {
	Value  any              `json:"value,omitempty"`
	Source store.FactSource `json:"source,omitempty"`
	By     string           `json:"by,omitempty"`
	On     string           `json:"on,omitempty"`
}

// noteChangeLine is one correction of a note, or that it was struck.
type noteChangeLine struct {
	At     time.Time    `json:"at"`
	By     string       `json:"by"`
	Note   store.NoteID `json:"note"`
	Struck bool         `json:"struck"`
	Why    string       `json:"why"`
	Was    string       `json:"was"`              // empty where it was removed
	Folded int          `json:"folded,omitempty"` // how many corrections after it are not kept any more
}

type historyWhole struct {
	Ref         store.ClientRef  `json:"ref"`
	Corrections []correctionLine `json:"corrections"`
	Notes       []noteChangeLine `json:"notes"`
}

func (j *job) clientHistory() *cobra.Command {
	var fact store.Fact
	health := false
	c := &cobra.Command{
		Use: "history REF", Short: "Show what was known of a client before it was changed, and what notes said",
		Long: "Each change of a fact with what it was, how that was known, who changed it and when, and what it became; each correction of a note with why. The latest comes first. What was known of health is shown with --health, which is written down. " +
			"A hundred changes are kept of a client; of what was changed more often, the earliest are folded into one. Of a note the first correction is kept, and the last five.",
		Example: "client history K7M-2QX\nclient history K7M-2QX --fact district\nclient history K7M-2QX --health --json", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			h, err := j.in.Desk.History(j.ctx, store.ClientRef(args[0]), fact, health)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(correctionsOf(&h, names), func(p *page) {
				p.line("What was corrected of client %s", h.Client)
				p.blank()
				correctionsText(p, &h, names)
				if len(h.Masked) > 0 {
					p.blank()
					p.line("Known and not shown: %s. To see it: client history %s --health", joined(h.Masked, store.Fact.Small), h.Client)
				}
			})
		},
	}
	option(c, &fact, "fact", "F", "one fact alone, such as district", aFact)
	c.Flags().BoolVar(&health, "health", false, "with what was known of health, which is written down")
	return c
}

// aFact reads the name of a fact.
func aFact(s string) (store.Fact, error) {
	f, ok := store.FactNamed(strings.ToLower(s))
	if !ok {
		return store.NoFact, misuse("", "%q is not a fact.%s", s, meant(nearFacts(s)))
	}
	return f, nil
}

func correctionsText(p *page, h *store.History, names map[keys.MemberID]string) {
	all := h.Lines(func(id keys.MemberID) string { return who(names, id) })
	if len(all) == 0 {
		p.line("Nothing was corrected.")
	}
	for _, l := range all {
		p.para("", moment(l.At)+", "+l.Says)
	}
}

func correctionsOf(h *store.History, names map[keys.MemberID]string) historyWhole {
	out := historyWhole{h.Client, []correctionLine{}, []noteChangeLine{}}
	masked := map[store.Fact]bool{}
	for _, f := range h.Masked {
		masked[f] = true
	}
	for i := range h.Corrections {
		c := &h.Corrections[i]
		l := correctionLine{
			At: c.At, By: who(names, c.By), Of: c.Fact.String(), Folded: c.Folded, Masked: masked[c.Fact],
			Was: version(c.Fact, &c.Was, names), Became: version(c.Fact, &c.Became, names),
		}
		switch {
		case c.OfTold():
			l.Of = "told"
		case c.Fact == store.NoFact:
			l.Of = "given_name"
		}
		out.Corrections = append(out.Corrections, l)
	}
	for i := range h.Notes {
		n := &h.Notes[i]
		for _, c := range n.Was {
			out.Notes = append(out.Notes, noteChangeLine{c.At, who(names, c.By), n.ID, false, c.Why, c.Text, c.Folded})
		}
		if c := n.Struck; c != nil {
			out.Notes = append(out.Notes, noteChangeLine{c.At, who(names, c.By), n.ID, true, c.Why, c.Text, c.Folded})
		}
	}
	return out
}

func version(f store.Fact, v *store.Version, names map[keys.MemberID]string) versionLine {
	switch {
	case v.GivenName != "":
		return versionLine{Value: v.GivenName}
	case v.Told != (store.Told{}):
		return versionLine{Value: v.Told}
	}
	var l versionLine
	if v.Known != (store.Known{}) {
		l = versionLine{Source: v.Known.Source, By: who(names, v.Known.By), On: v.Known.On.String()}
	}
	if value, ok := v.Facts[f]; ok {
		l.Value = f.Plain(value)
	}
	return l
}

func (j *job) note() *cobra.Command {
	return parent("note", "caseload", "Correct or strike a note on a client", j.noteCorrect(), j.noteStrike())
}

// whoChanges says who may change a note.
const whoChanges = "It is for who wrote the note, and for the coach of the client. With --rev it is refused where somebody has changed the note since that revision, which client show --json gives."

func (j *job) noteCorrect() *cobra.Command {
	rev, why := desk.Latest, ""
	c := &cobra.Command{
		Use: "correct ID TEXT --why CODE", Short: "Give a note on a client another text",
		Long: "What it said before stays in client history, with who corrected it, when and why; where it was about somebody else it is removed. " + whoChanges +
			"\n\nWhy is one of: " + whys(store.CorrectWhys()) + ".",
		Example: "note correct N-K7M-2QX --why misheard Wants to work in the evenings", Args: need(2, -1, "Enter the note's id and what it is to say"),
		RunE: func(c *cobra.Command, args []string) error {
			if why == "" {
				return misuse(name(c), "Enter why, such as --why wrong. One of: %s.", strings.Join(store.WhyCodes(store.CorrectWhys()), ", "))
			}
			n, err := j.in.Desk.CorrectNote(j.ctx, store.NoteID(args[0]), rev, strings.Join(args[1:], " "), why)
			if err != nil {
				return err
			}
			return j.noteChanged(&n, "corrected")
		},
	}
	option(c, &why, "why", "CODE", "why it is corrected", oneOf("why", store.WhyCodes(store.CorrectWhys())))
	option(c, &rev, "rev", "N", "the revision the text was written for; the one there is when left out", revision)
	return c
}

func (j *job) noteStrike() *cobra.Command {
	rev, why := desk.Latest, ""
	c := &cobra.Command{
		Use: "strike ID --why CODE", Short: "Take a note on a client out of every list",
		Long: "In its place stands who struck it, when and why. What it said stays in client history, unless it was about somebody else or should not have been kept: then it is removed for good. " + whoChanges +
			"\n\nWhy is one of: " + whys(store.StrikeWhys()) + ".",
		Example: "note strike N-K7M-2QX --why somebody-else", Args: need(1, 1, "Enter the id of one note"),
		RunE: func(c *cobra.Command, args []string) error {
			if why == "" {
				return misuse(name(c), "Enter why, such as --why wrong. One of: %s.", strings.Join(store.WhyCodes(store.StrikeWhys()), ", "))
			}
			n, err := j.in.Desk.StrikeNote(j.ctx, store.NoteID(args[0]), rev, why)
			if err != nil {
				return err
			}
			return j.noteChanged(&n, "struck")
		},
	}
	option(c, &why, "why", "CODE", "why it is struck", oneOf("why", store.WhyCodes(store.StrikeWhys())))
	option(c, &rev, "rev", "N", "the revision that you read; the one there is when left out", revision)
	return c
}

func (j *job) noteChanged(n *store.Note, did string) error {
	return j.answer(struct {
		Ref  store.ClientRef `json:"ref"`
		Note store.NoteID    `json:"note"`
		Rev  uint64          `json:"rev"`
	}{n.Client, n.ID, n.Rev}, func(p *page) {
		p.line("Note %s is %s. To see what it said before: client history %s", n.ID, did, n.Client)
	})
}

func whys(list []store.WhyWords) string {
	return joined(list, func(w store.WhyWords) string { return w.Code + " (" + w.Says + ")" })
}

// noteText is a note under its day and who wrote it.
func noteText(p *page, n noteLine) {
	p.line("  %s, %s, %s", moment(n.At), n.By, n.ID)
	switch {
	case n.Struck != "":
		p.para("    ", n.Struck)
	case n.Corrected != "":
		p.para("    ", n.Text)
		p.para("    ", "("+n.Corrected+")")
	default:
		p.para("    ", n.Text)
	}
}
