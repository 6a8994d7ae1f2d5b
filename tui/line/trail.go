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
	by := ""
	c := &cobra.Command{
		Use: "trail", GroupID: "trail", Short: "Read who did what to which record, the newest first",
		Long:    "Days are in UTC. The trail names fields and references, never what a person said. Reading it is itself an event.",
		Example: "trail\ntrail --since 2026-02-01 --until 2026-02-28\ntrail --client K7M-2QX --json\ntrail --member M-K7M-2QX --limit 20",
		Args:    none,
		RunE: func(*cobra.Command, []string) error {
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			if q.Member, err = memberLike(names, by); err != nil {
				return err
			}
			all, err := j.in.Desk.Trail(j.ctx, q)
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
					case e.Act == keys.ActClock:
						by = "clock"
					case e.Member == "" && e.Verb == "tried":
						by = "somebody unknown"
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
	option(c, &by, "member", "ID", "by this member only; one of your own partner by name, too", asTyped)
	option(c, &q.Client, "client", "REF", "about this client only", func(s string) (store.ClientRef, error) { return store.ClientRef(s), nil })
	option(c, &q.Limit, "limit", "N", "the newest so many, 1 to 10000; 500 when left out", within("limit", 1, 10000))
	return c
}
