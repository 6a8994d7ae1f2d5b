package line

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

func (j *job) household() *cobra.Command {
	return parent("household", "caseload", "Work with people of one household together",
		j.householdList(), j.householdAdd(), j.householdShow(),
		j.householdPerson(), j.householdFact(), j.householdPlan(),
		j.householdTriage(), j.householdChecks(), j.householdRefer(),
		j.householdAdvocate(), j.householdClose(), j.householdReopen())
}

// householdLine is one household of a list.
type householdLine struct {
	store.HouseholdLine
	AdvocateName string `json:"advocate_name"`
}

func (j *job) householdList() *cobra.Command {
	closed := false
	c := &cobra.Command{
		Use: "list", Short: "List your partner's households, those that you lead first", Example: "household list\nhousehold list --closed --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Households(j.ctx, closed)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, func(h store.HouseholdLine) householdLine { return householdLine{h, who(names, h.Advocate)} })
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No households. To open one: household add")
					return
				}
				p.table([]string{"Id", "People", "Advocate", "Next step", "Due", "Closed"}, []int{3, 1, 2}, each(list, householdRow))
			})
		},
	}
	c.Flags().BoolVar(&closed, "closed", false, "closed households too")
	return c
}

func householdRow(h householdLine) []string {
	next, due := "", ""
	if h.Next != nil {
		next, due = h.Next.What, h.Next.Due.String()
	}
	return []string{string(h.ID), cmp.Or(strings.Join(h.Names, ", "), "nobody"), h.AdvocateName, next, due, clock(h.Closed)}
}

// householdWhole is what household show --json answers.
type householdWhole struct {
	store.HouseholdView
	AdvocateName string         `json:"advocate_name"`
	Referrals    []referralLine `json:"referrals"`
}

// householdAnswer answers with a household whole.
func (j *job) householdAnswer(v store.HouseholdView, referrals []store.Referral, names map[keys.MemberID]string) error {
	whole := householdWhole{v, who(names, v.Advocate), each(referrals, j.referralLineOf(names))}
	return j.answer(whole, func(p *page) { householdText(p, whole, names) })
}

func (j *job) householdShow() *cobra.Command {
	health := false
	c := &cobra.Command{
		Use: "show ID", Short: "Open one household: its people, what they share, its plan and referrals",
		Example: "household show H-K7M-2QX\nhousehold show H-K7M-2QX --json", Args: need(1, 1, "Enter the id of one household"),
		RunE: func(_ *cobra.Command, args []string) error {
			v, err := j.in.Desk.Household(j.ctx, store.HouseholdID(args[0]))
			if err != nil {
				return err
			}
			if health {
				known, err := j.in.Desk.HouseholdHealth(j.ctx, v.ID)
				if err != nil {
					return err
				}
				v.Unmask(known)
			}
			referrals, err := j.in.Desk.HouseholdReferrals(j.ctx, v.ID)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			return j.householdAnswer(v, referrals, names)
		},
	}
	c.Flags().BoolVar(&health, "health", false, "with what is known of health, which is written down")
	return c
}

func householdText(p *page, v householdWhole, names map[keys.MemberID]string) {
	p.line("Household %s", v.ID)
	if !v.Closed.IsZero() {
		p.field("Closed", moment(v.Closed)+": "+v.ClosedWhy)
	}
	p.field("Advocate", v.AdvocateName)
	p.field("Opened", moment(v.Opened))
	p.field("Changed", moment(v.Changed)+" by "+who(names, v.ChangedBy))
	p.line("Revision: %d", v.Rev)
	p.head("People: %d", len(v.People))
	for _, person := range v.People {
		p.para("  ", personTitle(person))
		if person.Part == store.TakesPart {
			factLinesOf(p, "    ", person.Own, person.Known, names)
			if len(person.Masked) > 0 {
				p.para("    ", "Known and not shown: "+joined(person.Masked, store.Fact.Small)+". To see it: household show "+string(v.ID)+" --health")
			}
		}
	}
	p.head("Shared: %d", len(v.Shared))
	factLinesOf(p, "  ", v.Shared, v.Known, names)
	p.head("Plan until %s: %d", v.PlanEnds.Words(), len(v.Plan))
	for _, s := range v.Plan {
		p.para("  ", planLine(s, &v.HouseholdView, names))
	}
	p.head("Referrals: %d", len(v.Referrals))
	referralTable(p, v.Referrals)
}

// personTitle is a person on one line: "2 Bilal, since 2 February 2026".
func personTitle(p store.PersonView) string {
	out := string(p.ID) + " " + cmp.Or(p.Name, "no longer kept")
	if p.Client != "" {
		out += ", client " + string(p.Client)
	}
	out += ", since " + p.Joined.Words()
	switch p.Part {
	case store.HasLeft:
		out += ", left on " + p.Left.Words()
	case store.PartClosed:
		out += ", takes no part: the client is closed"
	case store.PartGone:
		out += ", takes no part: the client's record is gone"
	case store.TakesPart:
	}
	return out
}

func factLinesOf(p *page, indent string, facts store.Facts, known map[store.Fact]store.Known, names map[keys.MemberID]string) {
	for _, f := range slices.Sorted(maps.Keys(facts)) {
		k := known[f]
		p.para(indent, f.Info().Label+": "+f.Words(facts[f])+" ("+strings.ReplaceAll(string(k.Source), "-", " ")+", "+k.On.Words()+", "+who(names, k.By)+")")
	}
}

func planLine(s store.PlanStep, v *store.HouseholdView, names map[keys.MemberID]string) string {
	out := string(s.ID) + " " + s.Due.Words() + ": " + s.What
	if p, ok := v.Person(s.Person); ok {
		out += " (" + p.Name + ")"
	}
	if s.Done != 0 {
		return out + ". Done on " + s.Done.Words() + " by " + who(names, s.DoneBy)
	}
	return out + ". Not done"
}

// householdChange is a command that changes a household and answers with it.
func (j *job) householdChange(c *cobra.Command, says string, do func(args []string, rev uint64) (store.HouseholdView, error)) *cobra.Command {
	rev := desk.Latest
	c.RunE = func(_ *cobra.Command, args []string) error {
		v, err := do(args, rev)
		if err != nil {
			return err
		}
		return j.answer(v, func(p *page) { p.line(says+" It is now at revision %d.", v.ID, v.Rev) })
	}
	option(c, &rev, "rev", "N", "the revision the change was written for; the one there is when left out", revision)
	return c
}

func (j *job) householdAdd() *cobra.Command {
	return &cobra.Command{
		Use: "add", Short: "Open a household, which you lead, and get its id", Example: "household add\nhousehold add --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			v, err := j.in.Desk.OpenHousehold(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(v, func(p *page) {
				p.para("", "Household "+string(v.ID)+" opened. To add a client to it: household person add "+string(v.ID)+" REF")
			})
		},
	}
}

func (j *job) householdPerson() *cobra.Command {
	return parent("person", "", "Say who joins a household, who leaves, and make a person a client",
		j.personAdd(), j.personLeave(), j.personClient())
}

func (j *job) personAdd() *cobra.Command {
	return j.householdChange(&cobra.Command{
		Use: "add ID [REF] [< person.json]", Short: "Add a client to a household, or somebody who is not a client yet",
		Long: "With a reference, that client joins; what is known of them stays in their own record. Without one, the person is one JSON object on standard input: " + clientForm +
			". They need not live at one address. A client takes part in one household at a time.",
		Example: "household person add H-K7M-2QX K7M-2QX\nhousehold person add H-K7M-2QX < person.json", Args: need(1, 2, "Enter the id of the household, and a client's reference"),
	}, "Household %s has one person more.", func(args []string, rev uint64) (store.HouseholdView, error) {
		var who store.NewPerson
		if len(args) == 2 {
			who.Client = store.ClientRef(args[1])
		} else {
			data, err := j.read("a person as one JSON object, such as " + clientForm + ", or enter a client's reference")
			if err != nil {
				return store.HouseholdView{}, err
			}
			if who.GivenName, who.Facts, who.Source, err = readClient(data); err != nil {
				return store.HouseholdView{}, err
			}
		}
		return j.in.Desk.AddPerson(j.ctx, store.HouseholdID(args[0]), rev, who)
	})
}

func (j *job) personLeave() *cobra.Command {
	day := j.today
	c := j.householdChange(&cobra.Command{
		Use: "leave ID PERSON", Short: "Record that a person left a household",
		Example: "household person leave H-K7M-2QX 2\nhousehold person leave H-K7M-2QX 2 --on 2026-02-01",
		Args:    need(2, 2, "Enter the id of the household and the number of the person"),
	}, "Household %s has one person fewer.", func(args []string, rev uint64) (store.HouseholdView, error) {
		return j.in.Desk.LeaveHousehold(j.ctx, store.HouseholdID(args[0]), rev, store.PersonID(args[1]), day)
	})
	option(c, &day, "on", "DAY", "the day they left; today when left out", j.day("on"))
	return c
}

func (j *job) personClient() *cobra.Command {
	return j.householdChange(&cobra.Command{
		Use: "client ID PERSON", Short: "Make a person of a household a client, so that they can be referred",
		Long:    "What is known of them alone goes into the new client's record, and from then on stands there.",
		Example: "household person client H-K7M-2QX 2", Args: need(2, 2, "Enter the id of the household and the number of the person"),
	}, "Household %s has one client more.", func(args []string, rev uint64) (store.HouseholdView, error) {
		return j.in.Desk.MakeClient(j.ctx, store.HouseholdID(args[0]), rev, store.PersonID(args[1]))
	})
}

func (j *job) householdFact() *cobra.Command {
	var source store.FactSource
	c := j.householdChange(&cobra.Command{
		Use: "fact ID [PERSON] < facts.json", Short: "Change what a household shares, or what is known of one person in it",
		Long: "Facts are one JSON object on standard input; null forgets one. Without a person they are said once for everybody: " +
			joined(store.SharedFacts(), store.Fact.String) + ", and of barriers " + joined(store.SharedBarriers(), plain) + ". What is known of one person goes before what is shared. " +
			"What is known of a client is changed with client facts.",
		Example: "household fact H-K7M-2QX < facts.json\nhousehold fact H-K7M-2QX 2 < facts.json", Args: need(1, 2, "Enter the id of the household, and the number of a person"),
	}, "Household %s changed.", func(args []string, rev uint64) (store.HouseholdView, error) {
		data, err := j.read(`facts as one JSON object, such as {"district": "burnley", "barriers": {"debt": true}}`)
		if err != nil {
			return store.HouseholdView{}, err
		}
		changes, err := store.ParseChanges(data)
		if err != nil {
			return store.HouseholdView{}, parsed(err)
		}
		if id := store.HouseholdID(args[0]); len(args) == 1 {
			return j.in.Desk.SetSharedFacts(j.ctx, id, rev, changes, source)
		}
		return j.in.Desk.SetPersonFacts(j.ctx, store.HouseholdID(args[0]), rev, store.PersonID(args[1]), changes, source)
	})
	option(c, &source, "source", "S", "where the facts come from: "+joined(store.FactSources(), plain)+"; client-said when left out", oneOf("source", store.FactSources()))
	return c
}

func (j *job) householdPlan() *cobra.Command {
	return parent("plan", "", "Add steps to a household's plan, and mark them as done", j.planAdd(), j.planDone())
}

func (j *job) planAdd() *cobra.Command {
	var due store.Day
	var person store.PersonID
	c := j.householdChange(&cobra.Command{
		Use: "add ID TEXT --on DAY", Short: "Add a step to a household's plan of " + strconv.Itoa(store.PlanMonths) + " months",
		Example: "household plan add H-K7M-2QX Meet the debt adviser --on 2026-03-02\nhousehold plan add H-K7M-2QX Write a CV --on 2026-03-09 --person 2",
		Args:    need(2, -1, "Enter the id of the household and what is to be done"),
	}, "The plan of household %s has one step more.", func(args []string, rev uint64) (store.HouseholdView, error) {
		if due == 0 {
			return store.HouseholdView{}, misuse("household plan add", "Enter the day it is to be done by, such as --on %s", j.today)
		}
		return j.in.Desk.AddStep(j.ctx, store.HouseholdID(args[0]), rev, store.PlanStep{What: strings.Join(args[1:], " "), Person: person, Due: due})
	})
	option(c, &due, "on", "DAY", "the day it is to be done by", j.day("on"))
	option(c, &person, "person", "N", "whose step it is; the household's when left out", func(s string) (store.PersonID, error) { return store.PersonID(s), nil })
	return c
}

func (j *job) planDone() *cobra.Command {
	day, undo := j.today, false
	c := j.householdChange(&cobra.Command{
		Use: "done ID STEP", Short: "Mark a step of a household's plan as done",
		Example: "household plan done H-K7M-2QX 1\nhousehold plan done H-K7M-2QX 1 --on 2026-03-02\nhousehold plan done H-K7M-2QX 1 --undo",
		Args:    need(2, 2, "Enter the id of the household and the number of the step"),
	}, "The plan of household %s changed.", func(args []string, rev uint64) (store.HouseholdView, error) {
		if undo {
			day = 0
		}
		return j.in.Desk.DoStep(j.ctx, store.HouseholdID(args[0]), rev, store.PlanID(args[1]), day)
	})
	option(c, &day, "on", "DAY", "the day it was done; today when left out", j.day("on"))
	c.Flags().BoolVar(&undo, "undo", false, "mark it as not done after all")
	return c
}

func (j *job) householdAdvocate() *cobra.Command {
	return j.householdChange(&cobra.Command{
		Use: "advocate ID MEMBER", Short: "Give a household to another coach of your partner to lead",
		Example: "household advocate H-K7M-2QX Sam Jones\nhousehold advocate H-K7M-2QX M-K7M-2QX", Args: need(2, -1, "Enter the id of the household, and the name or the id of the member"),
	}, "Household %s has another advocate.", func(args []string, rev uint64) (store.HouseholdView, error) {
		to, err := j.memberCalled(strings.Join(args[1:], " "))
		if err != nil {
			return store.HouseholdView{}, err
		}
		return j.in.Desk.SetAdvocate(j.ctx, store.HouseholdID(args[0]), rev, to)
	})
}

func (j *job) householdClose() *cobra.Command {
	why := ""
	c := j.householdChange(&cobra.Command{
		Use: "close ID", Short: "Close a household; its people's own records stay as they are",
		Example: "household close H-K7M-2QX --why \"both in work\"", Args: need(1, 1, "Enter the id of one household"),
	}, "Household %s closed.", func(args []string, rev uint64) (store.HouseholdView, error) {
		return j.in.Desk.CloseHousehold(j.ctx, store.HouseholdID(args[0]), rev, why)
	})
	option(c, &why, "why", "TEXT", "why; \"no reason given\" when left out", asTyped)
	why = "no reason given"
	return c
}

func (j *job) householdReopen() *cobra.Command {
	return j.householdChange(&cobra.Command{
		Use: "reopen ID", Short: "Open a closed household again", Example: "household reopen H-K7M-2QX", Args: need(1, 1, "Enter the id of one household"),
	}, "Household %s is open again.", func(args []string, rev uint64) (store.HouseholdView, error) {
		return j.in.Desk.ReopenHousehold(j.ctx, store.HouseholdID(args[0]), rev)
	})
}
