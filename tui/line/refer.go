package line

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/text"
)

func (j *job) refer() *cobra.Command {
	var form store.ReferralForm
	draft := false
	c := &cobra.Command{
		Use: "refer REF PROGRAMME --told DAY", GroupID: "caseload", Short: "Refer a client to a programme",
		Long: "The receiver sees the client's reference and given name, how to reach them, your reason, and the facts that the programme's own rule turns on: the answer shows exactly what. " +
			"The client has to have been told what is shared and with whom. With --draft nothing is sent: check it, then referral send ID.",
		Example: "refer K7M-2QX connect-to-work --told 2026-02-02 --reason \"wants outdoor work\"\nrefer K7M-2QX restart --draft\n" +
			"refer K7M-2QX restart --told today --contact phone --detail 07700900123",
		Args: need(2, 2, "Enter the client's reference and the id of one programme"),
		RunE: func(c *cobra.Command, args []string) error {
			form.Client, form.Programme = store.ClientRef(args[0]), store.ProgrammeID(args[1])
			if form.Told == 0 && !draft {
				return misuse(name(c), "Enter the day the client was told what is shared and with whom, such as --told %s. To keep it without sending: --draft", j.today)
			}
			send := j.in.Desk.Refer
			if draft {
				send = j.in.Desk.SaveDraft
			}
			return j.referred(func() (store.Referral, error) { return send(j.ctx, form) })
		},
	}
	option(c, &form.Told, "told", "DAY", "the day the client was told what is shared and with whom", j.day("told"))
	option(c, &form.Reason, "reason", "TEXT", "why this programme, for the receiver", asTyped)
	option(c, &form.Contact.By, "contact", "WAY", "how the client wants to be reached: "+joined(store.ContactWays(), plain)+"; coach when left out", oneOf("contact", store.ContactWays()))
	option(c, &form.Contact.Detail, "detail", "TEXT", "the number or address to reach them by", asTyped)
	option(c, &form.After, "after", "ID", "the referral that this one takes further: one that has ended, or whose answer is overdue", referralID)
	form.Overrides = map[string]string{}
	overrideOption(c, form.Overrides)
	option(c, &form.Basis, "basis", "BASIS", "on what basis it is shared: "+joined(store.Bases(), plain)+"; your partner's own for referring when left out", oneOf("basis", store.Bases()))
	j.agreed(c, &form.Agreement)
	c.Flags().BoolVar(&draft, "draft", false, "keep it as a draft; nothing is sent")
	return c
}

// referred answers with the referral that do gives, whole. What else the answer
// needs is asked for first: once a referral is sent, nothing may say it is not.
func (j *job) referred(do func() (store.Referral, error)) error {
	names, err := j.in.Desk.Names(j.ctx)
	if err != nil {
		return err
	}
	r, err := do()
	if err != nil {
		return err
	}
	if r.Packet.Lines == nil {
		r.Packet.Lines = []store.PacketLine{}
	}
	v := struct {
		store.Referral
		ByName   string         `json:"by_name"`
		SentWith []referralLine `json:"sent_with,omitempty"`
	}{r, who(names, r.By), nil}
	if r.Household != "" { // a household that cannot be read takes nothing from what is done
		all, _ := j.in.Desk.HouseholdReferrals(j.ctx, r.Household)
		v.SentWith = each(r.SentWith(all), j.referralLineOf(names))
	}
	return j.answer(v, func(p *page) { referralText(p, r, v.ByName, v.SentWith) })
}

func referralText(p *page, r store.Referral, by string, with []referralLine) {
	p.line("Referral %s: %s", r.ID, stateSays(r.State, r.Until))
	switch {
	case r.State == store.Draft:
		p.line("Made: %s by %s. To send it: referral send %s", moment(r.Made), by, r.ID)
	case r.Sent.IsZero():
		p.line("Made: %s by %s", moment(r.Made), by)
	default:
		p.line("Sent: %s by %s", moment(r.Sent), by)
	}
	switch {
	case r.State.Unanswered() && r.To == "":
		p.line("%s.", store.NobodyHere(r.State))
		p.line("Chase it after %s. Without an answer it ends on %s.", r.ReplyBy.Words(), r.ExpiresOn.Words())
	case r.State.Unanswered():
		p.line("Reply expected by %s. Without one it ends on %s.", r.ReplyBy.Words(), r.ExpiresOn.Words())
	}
	if r.After != "" {
		p.line("After: %s", r.After)
	}
	if r.Household != "" {
		p.line("Household: %s", r.Household)
	}
	for _, o := range with {
		p.line("Sent with it: %s, %s: %s", o.ID, o.GivenName, stateOf(o))
	}
	if r.Told != 0 {
		p.line("Client told: %s", r.Told.Words())
	} else {
		p.line("Client told: not yet")
	}
	p.line("Basis: %s", strings.ReplaceAll(string(r.Basis), "-", " "))
	if r.Basis == store.Consent {
		p.para("", "Consent: "+r.Agreement.Words())
	}
	p.line("Revision: %d", r.Rev)
	head := "What the receiver sees"
	if r.Withdrew() {
		head = "What the receiver was sent, and is not shown any more"
	}
	packetText(p, &r.Packet, head)
	historyText(p, r.Steps, r.Outcomes)
}

// stateSays is a state in words, with what a wait is for.
func stateSays(s store.ReferralState, until store.Day) string {
	switch {
	case s == store.OnWaitingList && until != 0:
		return "waiting until " + until.Words()
	case s == store.OnWaitingList:
		return "waiting for a place"
	}
	return strings.ReplaceAll(string(s), "-", " ")
}

func packetText(p *page, k *store.Packet, head string) {
	p.head("%s", head)
	p.field("Programme", k.Name+" ("+string(k.Programme)+")")
	p.field("To", k.Receiver())
	p.field("Client", strings.TrimSuffix(k.GivenName+", "+string(k.Client), ", "))
	contact := string(k.Contact.By)
	if k.Contact.By == store.ThroughCoach {
		contact = "through the coach"
	}
	p.field("Contact", strings.TrimSpace(contact+" "+k.Contact.Detail))
	p.field("From", k.From)
	p.field("Reason", cmp.Or(k.Reason, "none given"))
	p.field("Standing", strings.ToLower(standingWords(k.Standing))+" on "+k.Day.Words())
	for _, l := range k.Lines {
		p.field(l.Label, l.Says)
	}
}

func (j *job) referral() *cobra.Command {
	children := []*cobra.Command{j.referralList(), j.referralShow(), j.referralChecks(), j.referralSend()}
	return parent("referral", "caseload", "List, show, check, send and move referrals (provider: those in the inbox)", append(children, j.moves()...)...)
}

// referralLine is one referral of a list.
type referralLine struct {
	ID        store.ReferralID    `json:"id"`
	State     store.ReferralState `json:"state"`
	Client    store.ClientRef     `json:"client"`
	GivenName string              `json:"given_name"`
	Programme store.ProgrammeID   `json:"programme"`
	Name      string              `json:"programme_name"`
	By        string              `json:"by"`
	Made      time.Time           `json:"made"`
	Sent      time.Time           `json:"sent,omitzero"`
	Since     time.Time           `json:"since"` // in the state it is in
	ReplyBy   store.Day           `json:"reply_by,omitzero"`
	Overdue   bool                `json:"overdue"`
}

func (j *job) referralLineOf(names map[keys.MemberID]string) func(store.Referral) referralLine {
	return func(r store.Referral) referralLine {
		k := r.Packet
		return referralLine{r.ID, r.State, r.Client, k.GivenName, k.Programme, k.Name, who(names, r.By), r.Made, r.Sent, r.Since(), r.ReplyBy, r.Overdue(j.today)}
	}
}

func referralTable(p *page, list []referralLine) {
	if len(list) == 0 {
		return
	}
	p.table([]string{"Id", "State", "Since", "Client", "Given name", "Programme"}, []int{5, 4}, each(list, func(r referralLine) []string {
		return []string{string(r.ID), stateOf(r), r.Since.Format(time.DateOnly), string(r.Client), r.GivenName, r.Name}
	}))
}

func stateOf(r referralLine) string {
	if r.Overdue {
		return "OVERDUE"
	}
	return string(r.State)
}

func (j *job) referralList() *cobra.Command {
	var ref store.ClientRef
	c := &cobra.Command{
		Use: "list", Short: "List your partner's referrals, the newest first", Example: "referral list\nreferral list --client K7M-2QX --json", Args: none,
		RunE: func(*cobra.Command, []string) error {
			all, err := j.in.Desk.Referrals(j.ctx, ref)
			if err != nil {
				return err
			}
			names, err := j.in.Desk.Names(j.ctx)
			if err != nil {
				return err
			}
			list := each(all, j.referralLineOf(names))
			return j.answer(list, func(p *page) {
				if len(list) == 0 {
					p.line("No referrals. To make one: refer REF PROGRAMME --told DAY")
				}
				referralTable(p, list)
			})
		},
	}
	option(c, &ref, "client", "REF", "of this client only", func(s string) (store.ClientRef, error) { return store.ClientRef(s), nil })
	return c
}

func (j *job) referralShow() *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "Show one referral, with exactly what the receiver sees", Example: "referral show R-K7M-2QX",
		Args: need(1, 1, "Enter the id of one referral"),
		RunE: func(_ *cobra.Command, args []string) error {
			id := store.ReferralID(args[0])
			if j.receives() {
				r, err := j.in.Desk.Received(j.ctx, id)
				if err == nil {
					return j.answer(receivedJSON(r), func(p *page) { receivedText(p, &r, j.today) })
				}
				if !j.refers() || !errors.Is(err, store.ErrNotFound) {
					return err
				}
			}
			return j.referred(func() (store.Referral, error) { return j.in.Desk.Referral(j.ctx, id) })
		},
	}
}

func (j *job) referralSend() *cobra.Command {
	var more store.ReferralForm
	why := map[string]string{}
	c := &cobra.Command{
		Use: "send ID", Short: "Send a draft", Example: "referral send R-K7M-2QX\nreferral send R-K7M-2QX --told today",
		Args: need(1, 1, "Enter the id of one referral"),
		RunE: func(_ *cobra.Command, args []string) error {
			return j.referred(func() (store.Referral, error) {
				id := store.ReferralID(args[0])
				if more.Told != 0 || more.Basis != "" || more.Agreement != (store.Agreement{}) {
					if err := j.tell(id, more); err != nil {
						return store.Referral{}, err
					}
				}
				return j.in.Desk.Send(j.ctx, id, desk.Latest, why)
			})
		},
	}
	option(c, &more.Told, "told", "DAY", "the day the client was told what is shared and with whom, where the draft has none", j.day("told"))
	option(c, &more.Basis, "basis", "BASIS", "on what basis it is shared, where not on the draft's: "+joined(store.Bases(), plain), oneOf("basis", store.Bases()))
	j.agreed(c, &more.Agreement)
	overrideOption(c, why)
	return c
}

// tell puts into a draft the day the client was told, the basis and their consent,
// as far as they are given.
func (j *job) tell(id store.ReferralID, more store.ReferralForm) error {
	r, err := j.in.Desk.Referral(j.ctx, id)
	if err != nil {
		return err
	}
	form := store.ReferralForm{
		Client: r.Client, Programme: r.Packet.Programme, Reason: r.Packet.Reason, Contact: r.Packet.Contact,
		Basis: cmp.Or(more.Basis, r.Basis), Told: cmp.Or(more.Told, r.Told), Agreement: more.Agreement,
	}
	if form.Basis == store.Consent {
		form.Agreement = store.Agreement{Day: cmp.Or(more.Agreement.Day, r.Agreement.Day), How: cmp.Or(more.Agreement.How, r.Agreement.How)}
	}
	_, err = j.in.Desk.ChangeDraft(j.ctx, id, r.Rev, form)
	return err
}

// overrides reads why a referral is sent against a check.
func overrides(to map[string]string) func(string) (string, error) {
	return func(s string) (string, error) {
		id, why, ok := strings.Cut(s, "=")
		if !ok || strings.TrimSpace(why) == "" {
			return "", misuse("", "%q does not fit --override: enter the check and why, such as standing=\"agreed with the provider\".", s)
		}
		to[strings.ToLower(strings.TrimSpace(id))] = strings.TrimSpace(why)
		return s, nil
	}
}

func overrideOption(c *cobra.Command, to map[string]string) {
	var given []string
	options(c, &given, "override", "CHECK=WHY", "why it is sent against a check that warns or stops; once for each", overrides(to))
}

func (j *job) referralChecks() *cobra.Command {
	var form store.ReferralForm
	c := &cobra.Command{
		Use: "checks --client REF --programme ID", Short: "Show what could go wrong with a referral, before it is sent",
		Long:    "A note is for you to know. A warning or a stop needs a word on why it is sent all the same: refer or referral send with --override CHECK=WHY.",
		Example: "referral checks --client K7M-2QX --programme connect-to-work", Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			if form.Client == "" || form.Programme == "" {
				return misuse(name(c), "Enter the client and the programme, such as --client K7M-2QX --programme restart")
			}
			checks, err := j.in.Desk.Checks(j.ctx, form)
			if err != nil {
				return err
			}
			return j.answer(some(checks), func(p *page) {
				if len(checks) == 0 {
					p.line("Nothing stands against it.")
				}
				for _, k := range checks {
					p.para(text.Pad(string(k.Level), 9), k.Says+" ("+k.ID+")")
				}
			})
		},
	}
	option(c, &form.Client, "client", "REF", "the client's reference", func(s string) (store.ClientRef, error) { return store.ClientRef(s), nil })
	option(c, &form.Programme, "programme", "ID", "the programme", func(s string) (store.ProgrammeID, error) { return store.ProgrammeID(s), nil })
	option(c, &form.After, "after", "ID", "the referral that it takes further", referralID)
	return c
}

func referralID(s string) (store.ReferralID, error) { return store.ReferralID(s), nil }
