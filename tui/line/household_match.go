package line

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
)

// householdMatch is what household triage --json answers.
type householdMatch struct {
	ID      store.HouseholdID       `json:"id"`
	AsOf    store.Day               `json:"as_of"`
	Results []store.HouseholdResult `json:"results"`
	People  []personMatch           `json:"people"`
	Masked  bool                    `json:"masked,omitempty"` // reasons of health are left out, and shown with --health
}

type personMatch struct {
	Person store.PersonID  `json:"person"`
	Client store.ClientRef `json:"client,omitempty"`
	Name   string          `json:"given_name"`
	answerJSON
}

func (j *job) householdTriage() *cobra.Command {
	day, health := j.today, false
	var only store.PersonID
	c := &cobra.Command{
		Use: "triage ID", Short: "Match a household, and each person of it, against every programme",
		Long: "The household is matched with the programmes that ask for one, and each person with every programme as one of the household. " +
			"Nothing is kept: to keep an assessment of a client, triage REF. With --person every standing of that person is shown, with reasons.",
		Example: "household triage H-K7M-2QX\nhousehold triage H-K7M-2QX --person 2\nhousehold triage H-K7M-2QX --as-of 2026-04-06 --json",
		Args:    need(1, 1, "Enter the id of one household"),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := j.in.Desk.TriageHousehold(j.ctx, store.HouseholdID(args[0]), day, health)
			if err != nil {
				return err
			}
			return j.householdMatched(a, only)
		},
	}
	option(c, &day, "as-of", "DAY", "match as it is on this day; today when left out", j.day("as-of"))
	c.Flags().BoolVar(&health, "health", false, "with reasons that tell of health, which is written down")
	option(c, &only, "person", "N", "this person only, with reasons", func(s string) (store.PersonID, error) { return store.PersonID(s), nil })
	return c
}

func (j *job) householdMatched(a store.HouseholdAnswer, only store.PersonID) error {
	v := householdMatch{a.ID, a.AsOf, a.Results, []personMatch{}, a.Masked}
	for _, p := range a.People {
		if only == "" || p.Person == only {
			v.People = append(v.People, personMatch{p.Person, p.Client, p.Name, answerOf(p.Answer)})
		}
	}
	if len(v.People) == 0 {
		return refuse("Nobody who takes part in household %s has the number %q. To see who does: household show %s", a.ID, only, a.ID)
	}
	rooms, err := j.rooms()
	if err != nil {
		return err
	}
	return j.answer(v, func(p *page) {
		if only == "" {
			householdMatchText(p, a)
		}
		for _, one := range a.People {
			if one.Person == only {
				p.line("%s", matchTitle(one))
				answerText(p, one.Answer, rooms, false)
			}
		}
		if a.Masked {
			p.blank()
			p.line("To see the reasons that tell of health: household triage %s --health", a.ID)
		}
	})
}

// matchTitle is a person on one line: "2 Bilal, client K7M-2QX".
func matchTitle(p store.PersonAnswer) string {
	out := string(p.Person) + " " + p.Name
	if p.Client != "" {
		out += ", client " + string(p.Client)
	}
	return out
}

func householdMatchText(p *page, a store.HouseholdAnswer) {
	p.line("Household %s as of %s.", a.ID, a.AsOf.Words())
	p.line("Marks: + met, ? not known, - failed.")
	p.head("Programmes that ask for a household: %d", len(a.Results))
	for _, r := range a.Results {
		title := standingWords(r.Standing) + ": " + r.Name + " (" + string(r.ID) + ")"
		if r.When != 0 {
			title += ": from " + r.When.Words()
		}
		p.blank()
		p.para("", title)
		for _, t := range r.Tests {
			peopleText(p, t, a)
		}
	}
	for _, one := range a.People {
		count := map[store.Standing]int{}
		for _, r := range one.Answer.Results {
			count[r.Standing]++
		}
		p.head("%s", matchTitle(one))
		p.line("%d eligible, %d unclear, %d near miss, %d not eligible.",
			count[store.Eligible], count[store.Unclear], count[store.NearMiss], count[store.Ineligible])
		p.line("In full: household triage %s --person %s", a.ID, one.Person)
		for _, r := range one.Answer.Results {
			if r.Standing == store.Eligible && !r.NotPerson {
				p.para("  + ", r.Name+" ("+string(r.ID)+")")
			}
		}
	}
}

// peopleText is one thing asked of the people together, and who meets it.
func peopleText(p *page, t store.PeopleResult, a store.HouseholdAnswer) {
	words := t.Says
	if more := strings.Join(without(t.Short, t.Note), "; "); more != "" {
		words += ": " + more
	}
	p.para("  "+mark(t.Standing)+" ", words)
	for _, one := range t.People {
		p.para("      "+mark(one.Result.Standing)+" ", nameOf(a, one.Person)+why(one.Result))
	}
}

func without(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func mark(s store.Standing) string {
	switch s {
	case store.Eligible:
		return "+"
	case store.Unclear:
		return "?"
	case store.NearMiss, store.Ineligible:
	}
	return "-"
}

func nameOf(a store.HouseholdAnswer, id store.PersonID) string {
	for _, p := range a.People {
		if p.Person == id {
			return cmp.Or(p.Name, string(id))
		}
	}
	return string(id)
}

// why is what stands in a person's way, or is not known of them.
func why(r store.Result) string {
	list := r.Failed
	if len(list) == 0 {
		list = r.Missing
	}
	if len(list) == 0 {
		return ""
	}
	before := ", not known: "
	if len(r.Failed) > 0 {
		before = ", not met: "
	}
	return before + joined(list, func(r store.Reason) string {
		if r.When != 0 {
			return r.Says + " (from " + r.When.Words() + ")"
		}
		return r.Says
	})
}
