package line

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
)

func (j *job) match() *cobra.Command {
	day := j.today
	var only []store.ProgrammeID
	c := &cobra.Command{
		Use: "match < facts.json", GroupID: "provision", Short: "Match facts against every programme, with reasons; nothing is kept",
		Long: `Facts are one JSON object on standard input, such as {"age": 24, "district": "burnley", "health": {"mental": true}}. ` +
			"A fact that is left out is not known, and is never read as no. A wrong fact is refused with what it takes. " +
			"Programmes come with the most useful first. With --programme every reason is shown with its source.",
		Example: "match < facts.json\nmatch --json --as-of 2026-02-02 < facts.json\nmatch --programme connect-to-work --programme restart < facts.json",
		Args:    none,
		RunE: func(*cobra.Command, []string) error {
			data, err := j.read(`facts as one JSON object, such as {"age": 24, "district": "burnley"}`)
			if err != nil {
				return err
			}
			facts, err := store.ParseFacts(data)
			if err != nil {
				return parsed(err)
			}
			got, err := j.in.Desk.Match(j.ctx, facts, day, only...)
			if err != nil {
				return err
			}
			if err := j.asAsked(got.Results, only); err != nil {
				return err
			}
			rooms, err := j.rooms()
			if err != nil {
				return err
			}
			return j.answer(answerOf(got), func(p *page) { answerText(p, got, rooms, len(only) > 0) })
		},
	}
	option(c, &day, "as-of", "DAY", "match as it is on this day; today when left out", j.day("as-of"))
	options(c, &only, "programme", "ID", "only this programme; may be repeated", func(s string) (store.ProgrammeID, error) { return store.ProgrammeID(s), nil })
	return c
}

// asAsked gives each programme the id it was asked for by, so that whoever asks
// for ncs finds ncs in the answer, and not national-careers-service.
func (j *job) asAsked(results []store.Result, only []store.ProgrammeID) error {
	for _, id := range only {
		p, err := j.in.Desk.Programme(j.ctx, id)
		if err != nil {
			return err
		}
		if slices.Contains(only, p.ID) {
			continue
		}
		for i := range results {
			if results[i].ID == p.ID {
				results[i].ID = id
			}
		}
	}
	return nil
}

// triaged is what triage --json answers: the match, and what it is kept as.
type triaged struct {
	Ref        store.ClientRef    `json:"ref"`
	Assessment store.AssessmentID `json:"assessment"`
	answerJSON
}

func (j *job) triage() *cobra.Command {
	day := j.today
	c := &cobra.Command{
		Use: "triage REF", GroupID: "caseload", Short: "Match a client against every programme and keep the assessment",
		Long:    "The assessment is kept with the facts, the day and the rules as they are, so that it can be looked at again.",
		Example: "triage K7M-2QX\ntriage K7M-2QX --as-of 2026-04-06 --json",
		Args:    need(1, 1, "Enter the client's reference"),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := j.in.Desk.Triage(j.ctx, store.ClientRef(args[0]), day)
			if err != nil {
				return err
			}
			rooms, err := j.rooms()
			if err != nil {
				return err
			}
			return j.answer(triaged{a.Client, a.ID, answerOf(a.Answer)}, func(p *page) {
				p.line("Client %s. Kept as assessment %s.", a.Client, a.ID)
				answerText(p, a.Answer, rooms, false)
			})
		},
	}
	option(c, &day, "as-of", "DAY", "match as it is on this day; today when left out", j.day("as-of"))
	return c
}

// answerJSON is what match --json answers.
type answerJSON struct {
	AsOf    store.Day        `json:"as_of"`
	Results []resultJSON     `json:"results"`
	Next    []store.Question `json:"next_questions"`
}

// resultJSON is one result as it is documented; what a kept assessment holds
// beyond that is left out.
type resultJSON struct {
	ID       store.ProgrammeID `json:"id"`
	Name     string            `json:"name"`
	Standing store.Standing    `json:"standing"`
	Helps    []store.Barrier   `json:"helps"`
	Met      []store.Reason    `json:"met"`
	Missing  []store.Reason    `json:"missing"`
	Failed   []store.Reason    `json:"failed"`
}

func answerOf(a store.Answer) answerJSON {
	return answerJSON{a.AsOf, each(a.Results, func(r store.Result) resultJSON {
		return resultJSON{r.ID, r.Name, r.Standing, some(r.Helps), some(r.Met), some(r.Missing), some(r.Failed)}
	}), some(a.Next)}
}

// standingWords is a standing as a heading.
func standingWords(s store.Standing) string {
	switch s {
	case store.Eligible:
		return "Eligible"
	case store.Unclear:
		return "Unclear"
	case store.NearMiss:
		return "Near miss"
	}
	return "Not eligible"
}

// answerText writes a match by standing, with what room there is where a partner
// here has said. fully shows every reason and its source; otherwise what is met is
// left out where something failed.
func answerText(p *page, a store.Answer, rooms map[store.ProgrammeID]string, fully bool) {
	count := map[store.Standing]int{}
	for _, r := range a.Results {
		count[r.Standing]++
	}
	p.line("As of %s: %d eligible, %d unclear, %d near miss, %d not eligible.", a.AsOf.Words(),
		count[store.Eligible], count[store.Unclear], count[store.NearMiss], count[store.Ineligible])
	p.line("Marks: + met, ? not known, - failed.")
	if len(a.Next) > 0 {
		p.head("Ask next")
		for _, q := range a.Next[:min(5, len(a.Next))] {
			p.para("  ", q.Question+" ("+factOrAsk(q.Fact, q.Ask)+", settles "+store.Count(q.Settles, "programme")+")")
		}
	}
	for _, s := range store.Standings() {
		if count[s] == 0 {
			continue
		}
		p.head("%s: %d", standingWords(s), count[s])
		for _, r := range a.Results {
			if r.Standing == s {
				p.blank()
				resultText(p, r, rooms[r.ID], fully)
			}
		}
	}
}

func factOrAsk(fact, ask string) string {
	if ask != "" {
		return "judgement " + ask
	}
	return fact
}

func resultText(p *page, r store.Result, room string, fully bool) {
	title := r.Name + " (" + string(r.ID) + ")"
	if r.When != 0 {
		title += ": from " + r.When.Words()
	}
	p.para("", title)
	if len(r.Helps) > 0 {
		p.para("  ", "Helps with: "+joined(r.Helps, store.Barrier.Label)+".")
	}
	if room != "" && r.Standing != store.Ineligible {
		p.para("  ", "Capacity: "+room+".")
	}
	reasons(p, "  - ", r.Failed, fully)
	if fully || r.Standing != store.Ineligible {
		reasons(p, "  ? ", r.Missing, fully)
	}
	if fully || len(r.Failed) == 0 {
		reasons(p, "  + ", r.Met, fully)
	}
}

func reasons(p *page, mark string, list []store.Reason, fully bool) {
	for _, r := range list {
		words := r.Says
		var more []string
		if r.Short != "" {
			more = append(more, r.Short)
		}
		if r.When != 0 && !strings.Contains(r.Short, r.When.Words()) {
			more = append(more, "from "+r.When.Words())
		}
		if r.Note != "" {
			more = append(more, r.Note)
		}
		if len(more) > 0 {
			words += ": " + strings.Join(more, "; ")
		}
		if r.Question != "" {
			words += ". Ask: " + r.Question + " (" + factOrAsk(r.Fact, r.Ask) + ")"
		}
		if fully && r.Source != "" {
			words += " [source: " + r.Source + "]"
		}
		p.para(mark, words)
	}
}
