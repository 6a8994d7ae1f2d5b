package line

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/desk"
	"signpost/store/match"
)

func (j *job) provision() *cobra.Command {
	return parent("provision", "curate", "Say that a programme's record is wrong; keep records true",
		j.provisionQuestion(), j.provisionQueue(), j.provisionConfirm(), j.provisionAnswer(), j.provisionSource(), j.provisionPut())
}

// aboutField is the field, and the line of the rule, that options name.
type aboutField struct {
	field store.Field
	rule  int
}

func (a *aboutField) options(c *cobra.Command, usage string) {
	option(c, &a.field, "field", "F", usage+": "+joined(store.Fields(), plain), oneOf("field", store.Fields()))
	option(c, &a.rule, "rule", "N", "which line of the rule, from 1, as programme reads them out; without --field that is enough", within("rule", 1, 1000))
}

// chosen is the field that the options name: a line of the rule is of the rule.
func (a *aboutField) chosen() store.Field {
	if a.field == store.WholeRecord && a.rule > 0 {
		return store.FieldRule
	}
	return a.field
}

func (j *job) provisionQuestion() *cobra.Command {
	var about aboutField
	note := ""
	c := &cobra.Command{
		Use: "question ID --field F --note TEXT", Short: "Say that one part of a programme's record looks wrong",
		Long: "Every role may. The record stays as it is, and everybody who reads it sees that this part is questioned, until a curator has looked at it. " +
			"Say what is wrong and how you know; name no client.",
		Example: "provision question restart --field routes --note \"the number is out of use, 20 November\"\nprovision question restart --rule 3 --note \"they take people after 3 months\"",
		Args:    need(1, 1, "Enter the id of one programme"),
		RunE: func(c *cobra.Command, args []string) error {
			if about.chosen() == store.WholeRecord {
				return misuse(name(c), "Enter which part looks wrong, such as --field routes. The parts are: %s.", joined(store.Fields(), plain))
			}
			q, err := j.in.Desk.Question(j.ctx, store.ProgrammeID(args[0]), about.chosen(), about.rule, note)
			if err != nil {
				return err
			}
			return j.answer(q, func(p *page) {
				p.para("", fmt.Sprintf("Question %s on %s: %s.", q.ID, q.Programme, store.About(q.Field, q.Line)))
				p.line("A curator will look at it.")
			})
		},
	}
	about.options(c, "what looks wrong")
	option(c, &note, "note", "TEXT", "what is wrong, and how you know", asTyped)
	return c
}

func (j *job) provisionQueue() *cobra.Command {
	return &cobra.Command{
		Use: "queue", Short: "List what a curator has to look at, the oldest first",
		Long: "Parts of records that members have questioned, or by which referrals were declined, and records that are past the programme's own review interval. " +
			"Where a part is still right: provision confirm. Where the record has to change: provision source, an editor, provision put.",
		Example: "provision queue\nprovision queue --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Queue(j.ctx)
			if err != nil {
				return err
			}
			return j.answer(all, func(p *page) { queueText(p, all) })
		},
	}
}

func queueText(p *page, all []store.QueueItem) {
	if len(all) == 0 {
		p.line("Nothing waits for a curator.")
		return
	}
	p.line("%d to look at.", len(all))
	for i := range all {
		it := &all[i]
		p.blank()
		p.para("", it.Name+" ("+string(it.Programme)+", revision "+fmt.Sprint(it.Rev)+"): "+store.About(it.Field, it.Line))
		if it.Since != 0 {
			p.line("  Since %s", it.Since.Words())
		}
		for _, says := range it.Says() {
			p.para("  ", says)
		}
		for _, q := range it.Questions {
			p.para("  "+string(q.ID)+" ", q.Says())
		}
	}
}

func (j *job) provisionConfirm() *cobra.Command {
	var about aboutField
	rev := uint64(desk.Latest)
	c := &cobra.Command{
		Use: "confirm ID", Short: "Say that a record, or one part of it, was looked at and is still right",
		Long: "It is dated today, and the questions about it are answered by that. The record itself does not change, so that a newer built-in one still replaces it. " +
			"Without --field it is the whole record; questions about its parts stay.",
		Example: "provision confirm restart\nprovision confirm restart --field routes --rev 3",
		Args:    need(1, 1, "Enter the id of one programme"),
		RunE: func(c *cobra.Command, args []string) error {
			id := store.ProgrammeID(args[0])
			line, field, err := j.lineOf(c, id, &about)
			if err != nil {
				return err
			}
			now, err := j.in.Desk.Upkeep(j.ctx, id)
			if err != nil {
				return err
			}
			a := store.Assurance{Programme: id, Rev: rev, Field: field, Line: line}
			for _, q := range now.Open {
				if q.Field == field {
					a.Seen = append(a.Seen, q.ID)
				}
			}
			got, err := j.in.Desk.Assure(j.ctx, a)
			if err != nil {
				return err
			}
			return j.answer(got, func(p *page) {
				p.para("", fmt.Sprintf("%s, %s: checked on %s, and still right.", id, store.About(field, line), j.today.Words()))
				if left := len(now.Open) - len(a.Seen); left > 0 {
					p.para("", "Still to be answered: "+store.Count(left, "question")+" about other parts of it. To see what they ask: provision queue")
				}
			})
		},
	}
	about.options(c, "the part that is still right")
	option(c, &rev, "rev", "N", "the revision that you looked at; as it is now when left out", revision)
	return c
}

// lineOf gives the words of the line of the rule that the options name, and the
// field that it comes from.
func (j *job) lineOf(c *cobra.Command, id store.ProgrammeID, about *aboutField) (string, store.Field, error) {
	field := about.chosen()
	if about.rule == 0 {
		return "", field, nil
	}
	p, err := j.in.Desk.Programme(j.ctx, id)
	if err != nil {
		return "", field, err
	}
	lines := match.RuleLines(&p, j.today)
	if field != store.FieldRule || about.rule > len(lines) {
		return "", field, misuse(name(c), "There is no line %d here: the rule of %s has %d.", about.rule, id, len(lines))
	}
	words := lines[about.rule-1].Text
	if of := match.FieldOf(&p, j.today, words); of != store.FieldRule {
		return "", of, nil
	}
	return words, field, nil
}

func (j *job) provisionAnswer() *cobra.Command {
	note := ""
	rev := uint64(desk.Latest)
	c := &cobra.Command{
		Use: "answer ID --note TEXT", Short: "Answer a question about a programme's record",
		Long:    "The answer is shown with the programme for 90 days. It does not say that the part is right: for that, provision confirm.",
		Example: "provision answer Q-K7M-2QX --note \"the new number is in the record now\"",
		Args:    need(1, 1, "Enter the id of one question"),
		RunE: func(_ *cobra.Command, args []string) error {
			q, err := j.in.Desk.AnswerQuestion(j.ctx, store.FieldQuestionID(args[0]), rev, note)
			if err != nil {
				return err
			}
			return j.answer(q, func(p *page) { p.line("Question %s is answered.", q.ID) })
		},
	}
	option(c, &note, "note", "TEXT", "the answer", asTyped)
	option(c, &rev, "rev", "N", "the revision of the question that you read; as it is now when left out", revision)
	return c
}

func (j *job) provisionSource() *cobra.Command {
	return &cobra.Command{
		Use: "source ID", Short: "Write one programme out in the form a curator edits (YAML)",
		Long:    "Its first line says at which revision it is: give that to provision put.",
		Example: "provision source restart > restart.yaml", Args: need(1, 1, "Enter the id of one programme"),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := j.in.Desk.ProgrammeSource(j.ctx, store.ProgrammeID(args[0]))
			if err != nil {
				return err
			}
			v := struct {
				ID   string `json:"id"`
				YAML string `json:"yaml"`
			}{args[0], string(data)}
			return j.answer(v, func(p *page) { p.WriteString(strings.TrimRight(v.YAML, "\n") + "\n") })
		},
	}
}

func (j *job) provisionPut() *cobra.Command {
	rev := uint64(0)
	c := &cobra.Command{
		Use: "put [--rev N] < programme.yaml", Short: "Keep a programme, new or in place of the one there is",
		Long: "The programme is one YAML record on standard input, as provision source writes it. It is read beside all the others first: what is wrong is listed with its place, and then nothing is kept. " +
			"In place of one that is there, give the revision that you read, which stands in its first line: where somebody else has changed it since, nothing is kept.",
		Example: "provision put --rev 3 < restart.yaml\nprovision put < new-course.yaml", Args: none,
		RunE: func(*cobra.Command, []string) error {
			data, err := j.read("a programme in YAML, as provision source writes it")
			if err != nil {
				return err
			}
			got, err := j.in.Desk.PutProgramme(j.ctx, data, rev)
			if err != nil {
				return err
			}
			v := struct {
				ID   store.ProgrammeID `json:"id"`
				Name string            `json:"name"`
				Rev  uint64            `json:"rev"`
			}{got.ID, got.Name, got.Rev}
			return j.answer(v, func(p *page) { p.line("Programme %s kept at revision %d. To read it: programme %s", v.ID, v.Rev, v.ID) })
		},
	}
	option(c, &rev, "rev", "N", "the revision that you read; left out for a new programme", revision)
	return c
}

// upkeepText says how far a record can be relied on.
func upkeepText(p *page, u *store.Upkeep) {
	for _, m := range u.Marks {
		p.field("Checked", store.About(m.Field, m.Line)+", "+m.Assured.Words()+": "+m.How)
	}
	if here := u.Here.Says(); len(here) > 0 {
		p.head("What came of referrals from here")
		for _, says := range here {
			p.para("  ", says)
		}
	}
	asked := slices.Concat(u.Open, u.Answered)
	if len(asked) > 0 {
		p.head("Questions about this record")
	}
	for _, q := range asked {
		p.para("  ", store.About(q.Field, q.Line)+". "+q.Says())
	}
}
