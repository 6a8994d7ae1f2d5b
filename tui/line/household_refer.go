package line

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
)

// eachPerson is what household refer and household checks read with --each.
const eachPerson = `{"1": {"told": "2026-02-02", "reason": "wants outdoor work"}, "2": {"told": "2026-02-02", "basis": "consent", "consent": {"day": "2026-02-02", "how": "said"}}}`

func (j *job) householdChecks() *cobra.Command {
	var in householdForms
	c := &cobra.Command{
		Use: "checks ID PROGRAMME", Short: "Show what each receiver would see of a household, and what could go wrong",
		Long:    "Of each person who takes part: the packet that a referral would show, and the notes, warnings and stops. Nothing is sent.",
		Example: "household checks H-K7M-2QX households-into-work\nhousehold checks H-K7M-2QX households-into-work --person 1 --person 2 --json",
		Args:    need(2, 2, "Enter the id of the household and of one programme"),
		RunE: func(_ *cobra.Command, args []string) error {
			forms, err := j.householdForms(args, &in)
			if err != nil {
				return err
			}
			got, err := j.in.Desk.HouseholdForms(j.ctx, store.HouseholdID(args[0]), store.ProgrammeID(args[1]), forms)
			if err != nil {
				return err
			}
			return j.answer(got, func(p *page) {
				for _, f := range got {
					p.head("%s %s", f.Person, f.Packet.GivenName)
					for _, c := range f.Checks {
						p.para("  "+string(c.Level)+" ("+c.ID+"): ", c.Says)
					}
					packetText(p, &f.Packet, "What the receiver sees of "+f.Packet.GivenName)
				}
			})
		},
	}
	in.options(j, c)
	return c
}

func (j *job) householdRefer() *cobra.Command {
	var in householdForms
	c := &cobra.Command{
		Use: "refer ID PROGRAMME --told DAY", Short: "Refer the people of a household in one step: all of them, or nobody",
		Long: "One referral is sent for each person who takes part, or for those of --person, linked with one another. Each has its own packet and its own basis. " +
			"What is entered here counts for each of them; with --each, one JSON object on standard input says more of each person, by their number: " + eachPerson +
			". A warning or a stop of one of them is overridden there: \"overrides\": {\"capacity\": \"they agreed to wait\"}. Somebody who is not a client has to be made one first: household person client ID PERSON.",
		Example: "household refer H-K7M-2QX households-into-work --told today\nhousehold refer H-K7M-2QX households-into-work --each < people.json",
		Args:    need(2, 2, "Enter the id of the household and of one programme"),
		RunE: func(_ *cobra.Command, args []string) error {
			forms, err := j.householdForms(args, &in)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			sent, err := j.in.Desk.ReferHousehold(j.ctx, store.HouseholdID(args[0]), store.ProgrammeID(args[1]), forms)
			if err != nil {
				return err
			}
			return j.answer(each(sent, j.referralLineOf(names)), func(p *page) {
				p.line("%s sent for household %s.", store.Count(len(sent), "referral"), args[0])
				for _, r := range sent {
					p.blank()
					p.line("Referral %s", r.ID)
					packetText(p, &r.Packet, "What the receiver sees of "+r.Packet.GivenName)
				}
			})
		},
	}
	in.options(j, c)
	return c
}

// householdForms is what is entered for all, and for each.
type householdForms struct {
	all    store.ReferralForm
	people []store.PersonID
	each   bool
}

func (in *householdForms) options(j *job, c *cobra.Command) {
	option(c, &in.all.Told, "told", "DAY", "the day they were told what is shared and with whom", j.day("told"))
	option(c, &in.all.Reason, "reason", "TEXT", "why this programme, for the receiver", asTyped)
	option(c, &in.all.Basis, "basis", "BASIS", "on what basis it is shared: "+joined(store.Bases(), plain)+"; your partner's own for referring when left out", oneOf("basis", store.Bases()))
	j.agreed(c, &in.all.Agreement)
	options(c, &in.people, "person", "N", "this person only; may be repeated", func(s string) (store.PersonID, error) { return store.PersonID(s), nil })
	in.all.Overrides = map[string]string{}
	overrideOption(c, in.all.Overrides)
	c.Flags().BoolVar(&in.each, "each", false, "more of each person on standard input")
}

// householdForms makes one form for each person who is to be referred.
func (j *job) householdForms(args []string, in *householdForms) ([]store.ReferralForm, error) {
	said := map[store.PersonID]json.RawMessage{}
	if in.each {
		data, err := j.read("what is to be said of each person as one JSON object, such as " + eachPerson)
		if err != nil {
			return nil, err
		}
		if json.Unmarshal(data, &said) != nil {
			return nil, refuse("What is said of each person is not whole JSON: send one object, such as %s", eachPerson)
		}
	}
	v, err := j.in.Desk.Household(j.ctx, store.HouseholdID(args[0]))
	if err != nil {
		return nil, err
	}
	var forms []store.ReferralForm
	for _, p := range v.Taking() {
		if len(in.people) > 0 && !slices.Contains(in.people, p.ID) {
			continue
		}
		if p.Client == "" {
			return nil, refuse("Person %s is not a client yet. To make them one: household person client %s %s. To leave them out, name the others with --person.", p.ID, v.ID, p.ID)
		}
		form := in.all
		if err := readForm(p.ID, said[p.ID], &form); err != nil {
			return nil, err
		}
		delete(said, p.ID)
		form.Client, form.Programme = p.Client, store.ProgrammeID(args[1])
		forms = append(forms, form)
	}
	for _, id := range slices.Sorted(maps.Keys(said)) {
		return nil, refuse("There is nobody to refer with the number %q. To see who takes part: household show %s", id, v.ID)
	}
	return forms, nil
}

// readForm reads what is said of one person over what is said of all.
func readForm(id store.PersonID, raw json.RawMessage, form *store.ReferralForm) error {
	if raw == nil {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.DisallowUnknownFields()
	var one struct {
		Reason    *string           `json:"reason"`
		Contact   *store.Contact    `json:"contact"`
		Basis     *store.Basis      `json:"basis"`
		Agreement *store.Agreement  `json:"consent"`
		Told      *store.Day        `json:"told"`
		Overrides map[string]string `json:"overrides"`
	}
	if dec.Decode(&one) != nil {
		return refuse(`Person %s: send reason, contact, basis, consent, told and overrides only, such as {"told": "2026-02-02", "contact": {"by": "phone", "detail": "01632 960001"}}`, id)
	}
	if one.Reason != nil {
		form.Reason = *one.Reason
	}
	if one.Contact != nil {
		form.Contact = *one.Contact
	}
	if one.Basis != nil {
		form.Basis = *one.Basis
	}
	if one.Agreement != nil {
		form.Agreement = store.Agreement{Day: one.Agreement.Day, How: one.Agreement.How}
	}
	if one.Told != nil {
		form.Told = *one.Told
	}
	if one.Overrides != nil {
		form.Overrides = one.Overrides
	}
	return nil
}
