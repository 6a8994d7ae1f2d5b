package line

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
)

// eventLine is one event of the trail.
type eventLine struct {
	ID      store.EventID    `json:"id"`
	At      time.Time        `json:"at"`
	Member  keys.MemberID    `json:"member,omitempty"`
	Name    string           `json:"name,omitempty"` // of the member, where it is known
	Partner keys.PartnerID   `json:"partner,omitempty"`
	Key     keys.Fingerprint `json:"key,omitempty"`
	Act     keys.Act         `json:"act"`
	Verb    string           `json:"verb"`
	Subject string           `json:"subject,omitempty"`
	Fields  []string         `json:"fields"`
}

func (j *job) trail() *cobra.Command {
	var q store.TrailQuery
	c := &cobra.Command{
		Use: "trail", GroupID: "trail", Short: "Read who did what to which record, the newest first",
		Long:    "Days are in UTC. The trail names fields and references, never what a person said. Reading it is itself an event.",
		Example: "trail\ntrail --since 2026-02-01 --until 2026-02-28\ntrail --client K7M-2QX --json\ntrail --member M-K7M-2QX --limit 20",
		Args:    none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Trail(j.ctx, q)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, func(e store.Event) eventLine {
				return eventLine{e.ID, e.At, e.Member, names[e.Member], e.Partner, e.Key, e.Act, e.Verb, e.Subject, some(e.Fields)}
			})
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No events.")
					return
				}
				p.table([]string{"At (UTC)", "Who", "Did", "To", "Fields"}, []int{4, 1}, each(list, func(e eventLine) []string {
					by := e.Name
					switch {
					case by == "" && e.Member == "":
						by = "installer"
					case by == "":
						by = string(e.Member)
					}
					return []string{clock(e.At.UTC()), by, e.Verb, e.Subject, strings.Join(e.Fields, ", ")}
				}))
			})
		},
	}
	option(c, &q.Since, "since", "DAY", "on this day or after it", j.day("since"))
	option(c, &q.Until, "until", "DAY", "on this day or before it", j.day("until"))
	option(c, &q.Member, "member", "ID", "by this member only", func(s string) (keys.MemberID, error) { return keys.MemberID(s), nil })
	option(c, &q.Client, "client", "REF", "about this client only", func(s string) (store.ClientRef, error) { return store.ClientRef(s), nil })
	option(c, &q.Limit, "limit", "N", "the newest so many, 1 to 10000; 500 when left out", within("limit", 1, 10000))
	return c
}

func (j *job) provision() *cobra.Command {
	return parent("provision", "curate", "Read and write programmes in the catalogue's form", j.provisionSource(), j.provisionPut())
}

func (j *job) provisionSource() *cobra.Command {
	return &cobra.Command{
		Use: "source ID", Short: "Write one programme out in the form a curator edits (YAML)",
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
	return &cobra.Command{
		Use: "put < programme.yaml", Short: "Keep a programme, new or in place of the one there is",
		Long:    "The programme is one YAML record on standard input, as provision source writes it. It is read beside all the others first: what is wrong is listed with its place, and then nothing is kept.",
		Example: "provision put < restart.yaml", Args: none,
		RunE: func(*cobra.Command, []string) error {
			data, err := j.read("a programme in YAML, as provision source writes it")
			if err != nil {
				return err
			}
			got, err := j.in.Desk.PutProgramme(j.ctx, data)
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
}
