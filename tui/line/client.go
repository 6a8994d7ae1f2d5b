package line

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

func (j *job) client() *cobra.Command {
	return parent("client", "caseload", "Add, list, open, change and close your partner's clients",
		j.clientAdd(), j.clientList(), j.clientShow(), j.clientFacts(), j.clientNote(), j.clientClose(), j.clientReopen(),
		j.clientTold(), j.clientHistory(), j.clientExport(), j.clientSeen(), j.clientErase(), j.clientWhy(), j.clientKeep(), j.clientWithdrawConsent())
}

func (j *job) clientAdd() *cobra.Command {
	var told store.Told
	c := &cobra.Command{
		Use: "add --told HOW < client.json", Short: "Add a client, and get their reference",
		Long: "The client is one JSON object on standard input: " + clientForm + ". Facts may be left out. A source may be given for them: " +
			joined(store.FactSources(), plain) + ". No surname, address or National Insurance number is kept: nothing here needs one, and what is not kept cannot be lost. " +
			"With --told you say how the client was told what is kept and why; after not-yet your diary asks for it.",
		Example: "client add --told in-person < client.json\nclient add --told letter --told-on 2026-01-30 --json < client.json",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			if told.How == "" {
				return misuse(name(c), "Enter how the client was told what is kept and why, such as --told in-person. One of: %s.", joined(store.ToldHows(), plain))
			}
			data, err := j.read("a client as one JSON object, such as " + clientForm)
			if err != nil {
				return err
			}
			given, changes, source, err := readClient(data)
			if err != nil {
				return err
			}
			added, err := j.in.Desk.AddClient(j.ctx, given, changes, source, told)
			if err != nil {
				return err
			}
			return j.answer(struct {
				Ref store.ClientRef `json:"ref"`
			}{added.Ref}, func(p *page) {
				p.line("Client %s added. To match them: triage %s", added.Ref, added.Ref)
				j.whyKept(p)
			})
		},
	}
	option(c, &told.How, "told", "HOW", "how the client was told what is kept and why: "+joined(store.ToldHows(), plain), oneOf("told", store.ToldHows()))
	option(c, &told.Day, "told-on", "DAY", "the day they were told; today when left out", j.day("told-on"))
	return c
}

// whyKept says on what ground the partner keeps what it knows of a client. What was
// done is done, whether or not that can be read.
func (j *job) whyKept(p *page) {
	if g, err := j.in.Desk.Grounds(j.ctx, ""); err == nil {
		p.para("", "Why we keep it: "+g.For(store.PurposeCaseload).Words()+".")
	}
}

func (j *job) clientTold() *cobra.Command {
	var told store.Told
	c := &cobra.Command{
		Use: "told REF --how HOW", Short: "Record when and how a client was told what is kept and why",
		Example: "client told K7M-2QX --how phone\nclient told K7M-2QX --how letter --on 2026-01-30", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(c *cobra.Command, args []string) error {
			if told.How == "" {
				return misuse(name(c), "Enter how, such as --how in-person. One of: %s.", joined(store.ToldHows(), plain))
			}
			got, err := j.in.Desk.TellClient(j.ctx, store.ClientRef(args[0]), desk.Latest, told)
			if err != nil {
				return err
			}
			return j.answer(struct {
				Ref  store.ClientRef `json:"ref"`
				Rev  uint64          `json:"rev"`
				Told store.Told      `json:"told"`
			}{got.Ref, got.Rev, got.Told}, func(p *page) { p.line("Client %s, told what is kept and why: %s.", got.Ref, got.Told.Words()) })
		},
	}
	option(c, &told.How, "how", "HOW", "how they were told: "+joined(store.ToldHows(), plain), oneOf("how", store.ToldHows()))
	option(c, &told.Day, "on", "DAY", "the day they were told; today when left out", j.day("on"))
	return c
}

// clientLine is one client of a list.
type clientLine struct {
	Ref       store.ClientRef `json:"ref"`
	GivenName string          `json:"given_name"`
	Coach     string          `json:"coach"` // by name where it is known
	CoachID   keys.MemberID   `json:"coach_id"`
	Added     time.Time       `json:"added"`
	Changed   time.Time       `json:"changed"`
	Closed    time.Time       `json:"closed,omitzero"`
	ClosedWhy string          `json:"closed_why,omitempty"`
}

func clientLineOf(names map[keys.MemberID]string) func(store.Card) clientLine {
	return func(c store.Card) clientLine {
		return clientLine{c.Ref, c.GivenName, who(names, c.Coach), c.Coach, c.Added, c.Changed, c.Closed, c.ClosedWhy}
	}
}

// who is the member's name, or the id where the name is not known.
func who(names map[keys.MemberID]string, id keys.MemberID) string {
	if n := names[id]; n != "" {
		return n
	}
	return string(id)
}

func (j *job) clientList() *cobra.Command {
	closed := false
	c := &cobra.Command{
		Use: "list", Short: "List your partner's clients", Example: "client list\nclient list --closed --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Clients(j.ctx, closed)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, clientLineOf(names))
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No clients. To add one: client add --told HOW < client.json")
					return
				}
				p.table([]string{"Ref", "Given name", "Coach", "Changed", "Closed"}, []int{2, 1}, each(list, func(c clientLine) []string {
					return []string{string(c.Ref), c.GivenName, c.Coach, clock(c.Changed), clock(c.Closed)}
				}))
			})
		},
	}
	c.Flags().BoolVar(&closed, "closed", false, "closed clients too")
	return c
}

// clientWhole is what client show --json answers.
type clientWhole struct {
	clientLine
	Rev         uint64                     `json:"rev"`
	ChangedBy   string                     `json:"changed_by"`
	Told        store.Told                 `json:"told"`
	Facts       store.Facts                `json:"facts"`
	Known       map[store.Fact]store.Known `json:"known"`
	Masked      []store.Fact               `json:"masked,omitempty"` // known, and shown with --health
	Assessments []assessmentLine           `json:"assessments"`
	Referrals   []referralLine             `json:"referrals"`
	Notes       []noteLine                 `json:"notes"`
}

type assessmentLine struct {
	ID   store.AssessmentID `json:"id"`
	AsOf store.Day          `json:"as_of"`
	At   time.Time          `json:"at"`
	By   string             `json:"by"`
}

type noteLine struct {
	ID        store.NoteID `json:"id"`
	Rev       uint64       `json:"rev"`
	At        time.Time    `json:"at"`
	By        string       `json:"by"`
	Text      string       `json:"text"`
	Corrected string       `json:"corrected,omitempty"` // when it was last, by whom and why
	Struck    string       `json:"struck,omitempty"`    // the same; there is no text then
}

func noteLineOf(names map[keys.MemberID]string) func(store.Note) noteLine {
	return func(n store.Note) noteLine {
		by := func(id keys.MemberID) string { return who(names, id) }
		return noteLine{n.ID, n.Rev, n.At, by(n.By), n.Text, n.Corrected(by), n.IsStruck(by)}
	}
}

func (j *job) clientShow() *cobra.Command {
	health := false
	c := &cobra.Command{
		Use: "show REF", Short: "Open one client: facts with their sources, assessments, referrals, notes",
		Example: "client show K7M-2QX\nclient show k7m2qx --json", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			v, names, err := j.openClient(store.ClientRef(args[0]))
			if err != nil {
				return err
			}
			if health {
				if _, err := j.in.Desk.Health(j.ctx, v.Ref); err != nil {
					return err
				}
			} else {
				v.mask()
			}
			return j.answer(v, func(p *page) { clientText(p, v, names) })
		},
	}
	c.Flags().BoolVar(&health, "health", false, "with what is known of health, which is written down")
	return c
}

// mask leaves out what is known of health.
func (v *clientWhole) mask() { v.Facts, v.Masked = withoutHealth(v.Facts) }

// withoutHealth is the facts without what is known of health, and what that is of.
func withoutHealth(all store.Facts) (facts store.Facts, masked []store.Fact) {
	facts = store.Facts{}
	for f, known := range all {
		if f.Health() {
			masked = append(masked, f)
		} else {
			facts[f] = known
		}
	}
	slices.Sort(masked)
	return facts, masked
}

func (j *job) openClient(ref store.ClientRef) (clientWhole, map[keys.MemberID]string, error) {
	var v clientWhole
	d := j.in.Desk
	c, err := d.Client(j.ctx, ref)
	if err != nil {
		return v, nil, err
	}
	names, err := d.Names(j.ctx)
	if err != nil {
		return v, nil, err
	}
	assessments, err := d.Assessments(j.ctx, c.Ref)
	if err != nil {
		return v, nil, err
	}
	referrals, err := d.Referrals(j.ctx, c.Ref)
	if err != nil {
		return v, nil, err
	}
	notes, err := d.Notes(j.ctx, c.Ref)
	if err != nil {
		return v, nil, err
	}
	v = clientWhole{
		clientLine: clientLineOf(names)(c.Card()), Rev: c.Rev, ChangedBy: who(names, c.ChangedBy), Told: c.Told, Facts: c.Facts, Known: c.Known,
		Assessments: each(assessments, func(a store.Assessment) assessmentLine {
			return assessmentLine{a.ID, a.Answer.AsOf, a.At, who(names, a.By)}
		}),
		Referrals: each(referrals, j.referralLineOf(names)),
		Notes:     each(notes, noteLineOf(names)),
	}
	if v.Known == nil {
		v.Known = map[store.Fact]store.Known{}
	}
	return v, names, nil
}

func clientText(p *page, v clientWhole, names map[keys.MemberID]string) {
	p.line("%s, client %s", v.GivenName, v.Ref)
	if !v.Closed.IsZero() {
		p.field("Closed", moment(v.Closed)+": "+v.ClosedWhy)
	}
	p.field("Coach", v.Coach)
	p.field("Added", moment(v.Added))
	p.field("Changed", moment(v.Changed)+" by "+v.ChangedBy)
	p.field("Told what is kept and why", v.Told.Words())
	p.line("Revision: %d", v.Rev)
	p.head("Facts: %d", len(v.Facts))
	knownLines(p, v.Facts, v.Known, names)
	if len(v.Masked) > 0 {
		p.line("  Known and not shown: %s. To see it: client show %s --health", joined(v.Masked, store.Fact.Small), v.Ref)
	}
	p.head("Referrals: %d", len(v.Referrals))
	referralTable(p, v.Referrals)
	p.head("Assessments: %d", len(v.Assessments))
	for _, a := range v.Assessments {
		p.line("  %s as of %s, by %s on %s", a.ID, a.AsOf.Words(), a.By, moment(a.At))
	}
	p.head("Notes: %d", len(v.Notes))
	for _, n := range v.Notes {
		noteText(p, n)
	}
}

// changed is what a change of a client answers.
type changed struct {
	Ref    store.ClientRef `json:"ref"`
	Rev    uint64          `json:"rev"`
	Facts  store.Facts     `json:"facts,omitempty"`
	Masked []store.Fact    `json:"masked,omitempty"` // known, and shown by client show --health
	Closed time.Time       `json:"closed,omitzero"`
}

func (j *job) clientFacts() *cobra.Command {
	rev := desk.Latest
	var source store.FactSource
	c := &cobra.Command{
		Use: "facts REF < facts.json", Short: "Change what is known of a client",
		Long: "Facts are one JSON object on standard input. Facts that are left out stay as they are; null forgets one: " + `{"age": 25, "job_offer": null}. ` +
			"An object changes only the words of a set that it names. With --rev the change is refused where somebody has changed the client since that revision, which client show gives; without it, it is made to the client as they are now.",
		Example: "client facts K7M-2QX < facts.json\nclient facts K7M-2QX --rev 3 --source document-seen --json < facts.json",
		Args:    need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := j.read(`facts as one JSON object, such as {"age": 25, "job_offer": null}`)
			if err != nil {
				return err
			}
			changes, err := store.ParseChanges(data)
			if err != nil {
				return parsed(err)
			}
			got, err := j.in.Desk.SetFacts(j.ctx, store.ClientRef(args[0]), rev, changes, source)
			if err != nil {
				return err
			}
			facts, masked := withoutHealth(got.Facts)
			return j.answer(changed{Ref: got.Ref, Rev: got.Rev, Facts: facts, Masked: masked}, func(p *page) {
				p.line("Client %s changed: %s known, now at revision %d.", got.Ref, store.Count(len(got.Facts), "fact"), got.Rev)
				j.whyKept(p)
			})
		},
	}
	option(c, &rev, "rev", "N", "the revision the change was written for; the one there is when left out", revision)
	option(c, &source, "source", "S", "where the facts come from: "+joined(store.FactSources(), plain)+"; client-said when left out", oneOf("source", store.FactSources()))
	return c
}

func (j *job) clientNote() *cobra.Command {
	return &cobra.Command{
		Use: "note REF TEXT", Short: "Add a note to a client",
		Example: "client note K7M-2QX Has an interview on Friday\nclient note K7M-2QX \"Has 2 children (3 and 5); mornings are hard\"",
		Args:    need(2, -1, "Enter the client's reference and the note"),
		RunE: func(_ *cobra.Command, args []string) error {
			n, err := j.in.Desk.AddNote(j.ctx, store.ClientRef(args[0]), strings.Join(args[1:], " "))
			if err != nil {
				return err
			}
			return j.answer(struct {
				Ref  store.ClientRef `json:"ref"`
				Note store.NoteID    `json:"note"`
			}{n.Client, n.ID}, func(p *page) { p.line("Note added to client %s. Its id: %s", n.Client, n.ID) })
		},
	}
}

func (j *job) clientClose() *cobra.Command {
	why, leave := "", false
	c := &cobra.Command{
		Use: "close REF", Short: "Close a client",
		Long:    "While a referral or a promise of theirs is open, the refusal names it. With --leave-open the client is closed all the same: what comes of a referral then still reaches their coach's diary.",
		Example: "client close K7M-2QX --why \"started work\"", Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			got, err := j.in.Desk.CloseClient(j.ctx, store.ClientRef(args[0]), desk.Latest, why, leave)
			if err != nil {
				return err
			}
			return j.answer(changed{Ref: got.Ref, Rev: got.Rev, Closed: got.Closed}, func(p *page) {
				p.line("Client %s closed. To open them again: client reopen %s", got.Ref, got.Ref)
			})
		},
	}
	c.Flags().BoolVar(&leave, "leave-open", false, "leave referrals and promises open")
	option(c, &why, "why", "TEXT", "why; \"no reason given\" when left out", asTyped)
	why = "no reason given"
	return c
}

func (j *job) clientReopen() *cobra.Command {
	return &cobra.Command{
		Use: "reopen REF", Short: "Open a closed client again", Example: "client reopen K7M-2QX",
		Args: need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			got, err := j.in.Desk.ReopenClient(j.ctx, store.ClientRef(args[0]), desk.Latest)
			if err != nil {
				return err
			}
			return j.answer(changed{Ref: got.Ref, Rev: got.Rev}, func(p *page) { p.line("Client %s is open again.", got.Ref) })
		},
	}
}
