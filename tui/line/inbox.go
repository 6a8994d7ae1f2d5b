package line

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// inboxLine is one referral of the inbox.
type inboxLine struct {
	ID        store.ReferralID    `json:"id"`
	State     store.ReferralState `json:"state"`
	Overdue   bool                `json:"overdue"`
	Client    store.ClientRef     `json:"client"`
	GivenName string              `json:"given_name"`
	Programme store.ProgrammeID   `json:"programme"`
	Name      string              `json:"programme_name"`
	From      string              `json:"from"`
	Sent      time.Time           `json:"sent"`
	ReplyBy   store.Day           `json:"reply_by,omitzero"`
	Until     store.Day           `json:"until,omitzero"`
}

func (j *job) inboxLine(r store.Received) inboxLine {
	k := r.Packet
	return inboxLine{r.ID, r.State, r.Overdue(j.today), k.Client, k.GivenName, k.Programme, k.Name, k.From, r.Sent, r.ReplyBy, r.Until}
}

func (j *job) inbox() *cobra.Command {
	all := false
	c := &cobra.Command{
		Use: "inbox", GroupID: "inbox", Short: "List what was sent to your partner, what is overdue first",
		Long:    "To open one: referral show ID. To answer it: referral accept ID, and so on: help referral.",
		Example: "inbox\ninbox --all --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			got, err := j.in.Desk.Inbox(j.ctx, all)
			if err != nil {
				return err
			}
			list := each(got, j.inboxLine)
			return j.answer(list, func(p *page) { inboxText(p, list) })
		},
	}
	c.Flags().BoolVar(&all, "all", false, "with those that have ended")
	return c
}

func inboxText(p *page, list []inboxLine) {
	if len(list) == 0 {
		p.line("Nothing waits for your partner.")
		return
	}
	p.table([]string{"Id", "State", "Reply by", "Sent", "Given name", "Programme"}, []int{5, 4}, each(list, func(r inboxLine) []string {
		state, by := string(r.State), ""
		if r.State.Unanswered() {
			by = r.ReplyBy.String()
		}
		if r.Overdue {
			state = "OVERDUE"
		}
		return []string{string(r.ID), state, by, r.Sent.Format(time.DateOnly), r.GivenName, r.Name}
	}))
}

// receivedJSON is a received referral whose lists are never null.
func receivedJSON(r store.Received) store.Received {
	r.Packet.Lines = some(r.Packet.Lines)
	return r
}

// receivedText writes a referral as its receiver sees it.
func receivedText(p *page, r *store.Received, today store.Day) {
	p.line("Referral %s: %s", r.ID, stateSays(r.State, r.Until))
	p.line("Sent: %s", moment(r.Sent))
	if r.State.Unanswered() {
		says := "Reply by: " + r.ReplyBy.Words()
		if r.Overdue(today) {
			says += ", overdue"
		}
		p.line("%s. Without a reply it ends on %s.", says, r.ExpiresOn.Words())
	}
	if r.Hidden.Why != "" {
		p.para("", r.Hidden.Words())
		p.field("Programme", r.Packet.Name+" ("+string(r.Packet.Programme)+")")
		p.line("Revision: %d", r.Rev)
		historyText(p, r.Steps, r.Outcomes)
		return
	}
	p.line("Client told: %s", r.Told.Words())
	if r.Basis == store.Consent {
		p.para("", "Consent: "+r.Agreement.Words())
	}
	p.line("Revision: %d", r.Rev)
	packetText(p, &r.Packet, "What was sent to you")
	historyText(p, r.Steps, r.Outcomes)
}

func (j *job) capacity() *cobra.Command {
	var said store.Capacity
	places, rev := -1, desk.Latest
	c := &cobra.Command{
		Use: "capacity PROGRAMME [CODE]", GroupID: "inbox", Short: "Show what room a programme has, or say what room there is",
		Long: "With CODE, one of " + joined(store.CapacityCodes(), plain) + ", it is said for today, by the partner that delivers the programme. Without it, anybody may see it.",
		Example: "capacity connect-to-work\ncapacity connect-to-work space --places 4\n" +
			`capacity connect-to-work waiting-list --note "about three weeks"`,
		Args: need(1, 2, "Enter the id of one programme and, to change it, a code"),
		RunE: func(c *cobra.Command, args []string) error {
			id := store.ProgrammeID(args[0])
			if len(args) == 1 {
				if c.Flags().Changed("places") || c.Flags().Changed("note") || c.Flags().Changed("rev") {
					return misuse(name(c), "Enter a code after the programme: one of %s.", joined(store.CapacityCodes(), plain))
				}
				return j.delivered(func() (store.Delivery, error) { return j.in.Desk.Delivery(j.ctx, id) })
			}
			code, err := oneOf("capacity", store.CapacityCodes())(args[1])
			if err != nil {
				return misuse(name(c), "%q is no capacity: enter one of %s.", args[1], joined(store.CapacityCodes(), plain))
			}
			said.Code = code
			if places >= 0 {
				said.Places = &places
			}
			return j.delivered(func() (store.Delivery, error) { return j.in.Desk.SetCapacity(j.ctx, id, rev, said) })
		},
	}
	option(c, &places, "places", "N", "with space: how many places, where it is known", within("places", 1, 9999))
	option(c, &said.Note, "note", "TEXT", "more on it, for coaches", asTyped)
	option(c, &rev, "rev", "N", "only if it is at this revision still", revision)
	return c
}

// deliveryLine is who delivers a programme, with its clocks as they count.
type deliveryLine struct {
	store.Delivery
	Counts store.Clocks `json:"clocks_that_count"`
	Stale  bool         `json:"stale"`
}

// delivered answers with the delivery of a programme that do gives.
func (j *job) delivered(do func() (store.Delivery, error)) error {
	dl, err := do()
	if err != nil {
		return err
	}
	v := deliveryLine{dl, dl.Clocks.Filled(), dl.Stale(j.today)}
	return j.answer(v, func(p *page) { deliveryText(p, &v) })
}

func deliveryText(p *page, v *deliveryLine) {
	p.line("Programme: %s", v.Programme)
	if v.Partner != "" {
		p.line("Delivered by: %s", v.Partner)
	} else {
		p.line("Delivered by: nobody here")
	}
	p.field("Capacity", capacityWords(&v.Capacity, v.Stale))
	p.line("Reply expected in: %d days", v.Counts.Reply)
	p.line("Ended by silence after: %d days", v.Counts.Expire)
	p.line("To be checked every: %d days", v.Counts.Review)
	if v.Rev > 0 {
		p.line("Revision: %d", v.Rev)
	}
}

func placesWords(n *int) string {
	switch {
	case n == nil:
		return ""
	case *n == 1:
		return "1 place"
	}
	return strconv.Itoa(*n) + " places"
}

func capacityWords(c *store.Capacity, stale bool) string {
	says := map[store.CapacityCode]string{
		store.HasSpace: "space", store.WaitingList: "waiting list", store.NoSpace: "no space", store.AskFirst: "ask first",
	}[c.Code]
	if says == "" {
		return "nobody has said"
	}
	if c.Places != nil {
		says += ", " + placesWords(c.Places)
	}
	says += ", said on " + c.Said.Words()
	if stale {
		says += ", which may be out of date"
	}
	if c.Note != "" {
		says += ". " + c.Note
	}
	return says
}

func (j *job) delivery() *cobra.Command {
	return parent("delivery", "provision", "Show and set who delivers a programme here, and its clocks",
		j.deliveryList(), j.deliverySet(), j.deliveryClocks())
}

func (j *job) deliveryList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List what partners here deliver, and what room they have (every role)", Example: "delivery list --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Deliveries(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, func(dl store.Delivery) deliveryLine { return deliveryLine{dl, dl.Clocks.Filled(), dl.Stale(j.today)} })
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No partner here delivers a programme yet. A steward sets it: delivery set PROGRAMME PARTNER")
					return
				}
				p.table([]string{"Programme", "Partner", "Capacity", "Said", "Places"}, []int{0, 1}, each(list, func(v deliveryLine) []string {
					return []string{string(v.Programme), string(v.Partner), string(v.Capacity.Code), v.Capacity.Said.String(), placesWords(v.Capacity.Places)}
				}))
			})
		},
	}
}

func (j *job) deliverySet() *cobra.Command {
	rev, nobody := desk.Latest, false
	c := &cobra.Command{
		Use: "set PROGRAMME PARTNER", Short: "Say which partner is sent a programme's referrals (steward)",
		Long: "From then on its referrals, with what they show of a client, go to that partner's providers. Those that were sent before stay with whom they were sent to. " +
			"With --nobody instead of a partner, the coach who refers enters what the provider answers.",
		Example: "delivery set connect-to-work lancashire-county-council\ndelivery set connect-to-work --nobody",
		Args:    need(1, 2, "Enter the id of one programme and of one partner"),
		RunE: func(c *cobra.Command, args []string) error {
			if nobody == (len(args) == 2) {
				return misuse(name(c), "Enter a partner, or --nobody.")
			}
			var partner keys.PartnerID
			if len(args) == 2 {
				id, err := j.partnerCalled(args[1])
				if err != nil {
					return err
				}
				partner = id
			}
			return j.delivered(func() (store.Delivery, error) {
				return j.in.Desk.SetDeliverer(j.ctx, store.ProgrammeID(args[0]), rev, partner)
			})
		},
	}
	c.Flags().BoolVar(&nobody, "nobody", false, "no partner here delivers it")
	option(c, &rev, "rev", "N", "only if it is at this revision still", revision)
	return c
}

func (j *job) deliveryClocks() *cobra.Command {
	var clocks store.Clocks
	rev := desk.Latest
	c := &cobra.Command{
		Use: "clocks PROGRAMME", Short: "Set the days that a programme goes by (curator)",
		Long:    "What is left out goes by the default. Referrals that were sent before keep their days.",
		Example: "delivery clocks connect-to-work --reply 5 --expire 20 --review 60",
		Args:    need(1, 1, "Enter the id of one programme"),
		RunE: func(_ *cobra.Command, args []string) error {
			return j.delivered(func() (store.Delivery, error) {
				return j.in.Desk.SetClocks(j.ctx, store.ProgrammeID(args[0]), rev, clocks)
			})
		},
	}
	option(c, &clocks.Reply, "reply", "N", "days in which an answer is expected; 10 when left out", within("reply", 1, 366))
	option(c, &clocks.Expire, "expire", "N", "days after which silence ends a referral; 30 when left out", within("expire", 1, 366))
	option(c, &clocks.Review, "review", "N", "days after which what is said of it is stale; 90 when left out", within("review", 1, 366))
	option(c, &rev, "rev", "N", "only if it is at this revision still", revision)
	return c
}
