package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui/line"
)

// side is on whose records a command works.
type side int

const (
	everybody side = iota // on nobody's, or on those of all
	referrer              // on those of the partner who keeps the client
	receiver              // on those of the partner to whom the client was referred
	either                // on those of both
)

// deed is one command as every role of every partner tries it. A role that may do
// none of asks is denied; one that may do does, and is of the right side, has it
// done; any other is refused, and told no more than that there is no such record.
type deed struct {
	command string
	side    side
	does    []keys.Act
	asks    []keys.Act // besides does
	own     bool       // it is for who keeps the client alone, and not for a colleague, or not before they say why
	once    bool       // it cannot be done twice to the same things
	typed   func(p *props) string
	stdin   func(p *props) string
}

func also(acts ...keys.Act) []keys.Act { return acts }

// tryer is somebody who tries a deed.
type tryer struct {
	role    keys.Role
	partner string
	own     bool // keeps the client
	seat    *seat
}

const (
	homeName = "Burnley Jobcentre" // keeps the clients
	recvName = "Reed"              // receives their referrals
	awayName = "Pendle Borough Council"
)

// A command, whoever types it, over SSH: done exactly where their role and
// partner allow it. A colleague of the partner who keeps the client may do what
// the client's own coach may.
func TestEveryCommandByEveryRoleOfEveryPartner(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	cast := newProps(r)
	tryers := []tryer{{keys.Coach, homeName, true, cast.seat}}
	for i, partner := range []string{homeName, awayName, recvName} {
		for _, role := range keys.Roles() {
			if partner == recvName && role != keys.Provider && role != keys.Coach {
				continue // whose work is the same for every partner
			}
			tryers = append(tryers, tryer{role, partner, false, r.seat(fmt.Sprintf("Tryer %s %d", role, i), partner, role)})
		}
	}
	for _, d := range deeds() {
		p := cast.anew()
		for _, c := range tryers {
			typed, stdin := d.typed(p), ""
			if d.stdin != nil {
				stdin = d.stdin(p)
			}
			out, err := c.seat.enter(stdin, typed)
			got, want := statusOf(err), d.wants(c)
			if got != want {
				t.Errorf("%s of %s types %q: exit status %d, want %d\n%s", c.role, c.partner, typed, got, want, out)
			}
			if want != line.Done && (strings.Contains(out, secretName) || strings.Contains(out, "07700")) {
				t.Errorf("%s of %s types %q and is told of the client:\n%s", c.role, c.partner, typed, out)
			}
			if want == line.Refused && slices.ContainsFunc(d.does, c.role.May) && (!d.own || c.partner != homeName) && !strings.Contains(strings.ToLower(out), "no ") {
				t.Errorf("%s of %s types %q and is told that there is one:\n%s", c.role, c.partner, typed, out)
			}
			if got == line.Done && d.once {
				p = cast.anew()
			}
		}
	}
}

// wants is the exit status that a tryer gets.
func (d *deed) wants(c tryer) int {
	may := func(acts []keys.Act) bool { return slices.ContainsFunc(acts, c.role.May) }
	here := d.side == everybody || d.side != receiver && c.partner == homeName || d.side != referrer && c.partner == recvName
	if d.side == either && here {
		here = c.role == keys.Coach == (c.partner == homeName)
	}
	switch {
	case !may(d.does) && !may(d.asks):
		return line.Denied
	case may(d.does) && here && (!d.own || c.own || c.partner != homeName):
		return line.Done
	}
	return line.Refused
}

// A new command has its deeds, or its reason to have none.
func TestEveryCommandIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, d := range deeds() {
		tried[d.command] = true
	}
	have := map[string]bool{}
	for _, c := range line.Commands() {
		have[c] = true
		if !tried[c] && !untried[c] {
			t.Errorf("nobody tries %q: give it a row in deeds", c)
		}
	}
	for c := range tried {
		if !have[c] {
			t.Errorf("there is no command %q", c)
		}
	}
}

// untried are the commands that only hold others.
var untried = map[string]bool{
	"away": true, "client": true, "delivery": true, "followup": true, "gap": true, "household": true, "household person": true,
	"household plan": true, "invitation": true, "key": true, "member": true, "note": true, "partner": true, "provision": true, "referral": true,
}

func statusOf(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := err.(interface{ ExitStatus() int }); ok {
		return exit.ExitStatus()
	}
	return -1
}

// secretName is what the client is called.
const secretName = "Wilhelmina"

// props are the things that a deed is done to, each made when it is first asked
// for, by the partner who keeps the client and the one that receives.
type props struct {
	r               *realServer
	coach, provider *desk.Desk
	steward         *desk.Desk
	seat            *seat // the coach's
	kept            map[string]string
}

func newProps(r *realServer) *props {
	p := &props{r: r}
	desks := map[keys.Role]*desk.Desk{}
	for role, partner := range map[keys.Role]string{keys.Coach: homeName, keys.Provider: recvName, keys.Steward: "Authority"} {
		var signer gossh.Signer
		signer, desks[role] = p.member("Own "+string(role), partner, role)
		if role == keys.Coach {
			cfg, _ := config("own", gossh.PublicKeys(signer))
			c, err := gossh.Dial("tcp", r.addr, cfg)
			check(r.t, err)
			r.t.Cleanup(func() { _ = c.Close() })
			p.seat = &seat{r.t, c}
		}
	}
	p.coach, p.provider, p.steward = desks[keys.Coach], desks[keys.Provider], desks[keys.Steward]
	for _, id := range []store.ProgrammeID{"connect-to-work", "restart"} {
		_, err := p.steward.SetDeliverer(r.t.Context(), id, desk.Latest, p.provider.Who().Partner.ID)
		check(r.t, err)
	}
	return p.anew()
}

// member enrols somebody and gives what they sign with, and their desk.
func (p *props) member(name, partner string, roles ...keys.Role) (gossh.Signer, *desk.Desk) {
	t := p.r.t
	t.Helper()
	signer := newSigner(t)
	key, err := keys.FromSSH(signer.PublicKey())
	check(t, err)
	_, err = p.r.office.Installer().AddMember(t.Context(), desk.NewMember{Name: name, Partner: partner, Roles: roles, Key: key})
	check(t, err)
	who, err := p.r.office.WhoIs(t.Context(), key.Fingerprint)
	check(t, err)
	return signer, p.r.office.For(who)
}

// anew is the same cast with new things.
func (p *props) anew() *props {
	next := *p
	next.kept = map[string]string{}
	return &next
}

func (p *props) once(what string, make func() (string, error)) string {
	p.r.t.Helper()
	if p.kept[what] == "" {
		id, err := make()
		check(p.r.t, err)
		p.kept[what] = id
	}
	return p.kept[what]
}

func (p *props) client() string {
	return p.once("client", func() (string, error) {
		ch, err := store.ParseChanges([]byte(`{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"], "right_to_work": true}`))
		check(p.r.t, err)
		c, err := p.coach.AddClient(p.r.t.Context(), secretName, ch, "", store.Told{How: store.ToldInPerson})
		return string(c.Ref), err
	})
}

func (p *props) form(id store.ProgrammeID) store.ReferralForm {
	f := store.ReferralForm{
		Client: store.ClientRef(p.client()), Programme: id, Told: p.coach.Today(), Overrides: map[string]string{},
		Contact: store.Contact{By: store.ByPhone, Detail: "07700 900123"},
	}
	for _, check := range store.CheckIDs() {
		f.Overrides[check] = "agreed by telephone"
	}
	return f
}

func (p *props) draft() string {
	return p.once("draft", func() (string, error) {
		r, err := p.coach.SaveDraft(p.r.t.Context(), p.form("ips-smi"))
		return string(r.ID), err
	})
}

// announced is a client whose record is announced to go.
func (p *props) announced() string {
	return p.once("announced", func() (string, error) {
		ref := store.ClientRef(p.client())
		return string(ref), p.r.store.Update(p.r.t.Context(), func(tx store.Tx) error {
			_, err := store.Removals.Put(tx, store.Removal{Class: store.QuietClient, Record: string(ref), Partner: p.coach.Who().Partner.ID, Client: ref})
			return err
		})
	})
}

// purgeHeld has the purge on hold, or not, and gives what is typed of it.
func (p *props) purgeHeld(held bool, word string) string {
	steer, state := p.steward.ResumePurge, p.steward.Purge
	if held {
		steer = p.steward.HoldPurge
	}
	now, err := state(p.r.t.Context())
	check(p.r.t, err)
	if (now.Hold != nil) != held {
		_, err := steer(p.r.t.Context())
		check(p.r.t, err)
	}
	return "retention " + word
}

// agreed is a referral that was sent on consent.
func (p *props) agreed() string {
	return p.once("agreed", func() (string, error) {
		form := p.form("access-to-work")
		form.Basis, form.Agreement = store.Consent, store.Agreement{Day: p.coach.Today(), How: store.AgreedSaid}
		r, err := p.coach.Refer(p.r.t.Context(), form)
		return string(r.ID), err
	})
}

// sent is a referral that was sent, and then moved by the receiver.
func (p *props) sent(turns ...store.Turn) string {
	return p.once(fmt.Sprint("sent", turns), func() (string, error) {
		ctx := p.r.t.Context()
		r, err := p.coach.Refer(ctx, p.form("connect-to-work"))
		for _, turn := range turns {
			if err == nil {
				_, err = p.provider.Reply(ctx, r.ID, desk.Latest, turn)
			}
		}
		return string(r.ID), err
	})
}

func (p *props) accepted() string { return p.sent(store.Turn{Move: store.MoveAccept}) }

func (p *props) started() string {
	return p.sent(store.Turn{Move: store.MoveAccept}, store.Turn{Move: store.MoveStart, Day: p.coach.Today()})
}

func (p *props) declined() string {
	return p.sent(store.Turn{Move: store.MoveDecline, Reason: "unreachable"})
}

// household has the client and somebody who is none, and one step in its plan.
func (p *props) household() string {
	return p.once("household", func() (string, error) {
		ctx := p.r.t.Context()
		h, err := p.coach.OpenHousehold(ctx)
		for _, who := range []store.NewPerson{{Client: store.ClientRef(p.client())}, {GivenName: secretName, Facts: store.Changes{Set: store.Facts{store.Age: {Num: 30}}}}} {
			check(p.r.t, err)
			h, err = p.coach.AddPerson(ctx, h.ID, desk.Latest, who)
		}
		check(p.r.t, err)
		_, err = p.coach.AddStep(ctx, h.ID, desk.Latest, store.PlanStep{What: "Meet the adviser", Due: p.coach.Today() + 7})
		return string(h.ID), err
	})
}

func (p *props) followUp() string {
	return p.once("follow-up", func() (string, error) {
		f, err := p.coach.AddFollowUp(p.r.t.Context(), store.ClientRef(p.client()), p.coach.Today()+7, "ring them")
		return string(f.ID), err
	})
}

func (p *props) note() string {
	return p.once("note", func() (string, error) {
		n, err := p.coach.AddNote(p.r.t.Context(), store.ClientRef(p.client()), "mornings")
		return string(n.ID), err
	})
}

// spare is a coach of the partner who keeps the client, with something in hand.
func (p *props) spare() string {
	return p.once("spare", func() (string, error) {
		_, d := p.member("Spare", homeName, keys.Coach)
		p.kept["key"] = string(d.Who().Fingerprint)
		_, err := d.AddClient(p.r.t.Context(), "Al", store.Changes{}, "", store.Told{How: store.ToldInPerson})
		return string(d.Who().Member.ID), err
	})
}

func (p *props) spareKey() string {
	p.spare()
	return p.kept["key"]
}

func (p *props) partner() string {
	return p.once("partner", func() (string, error) {
		_, d := p.member("Other", "Elsewhere "+p.client(), keys.Coach)
		return string(d.Who().Partner.ID), nil
	})
}

func (p *props) invitation() string {
	return p.once("invitation", func() (string, error) {
		_, inv, err := p.r.office.Installer().Invite(p.r.t.Context(), "Guest", homeName, []keys.Role{keys.Coach})
		return string(inv.ID), err
	})
}

func (p *props) question() string {
	return p.once("question", func() (string, error) {
		_, asker := p.member("Asker", homeName, keys.Coach)
		q, err := asker.Question(p.r.t.Context(), "restart", store.FieldRoutes, 0, "the number is out of use")
		return string(q.ID), err
	})
}

// words is a deed's line that names at most one thing.
func words(format string, of ...func(*props) string) func(*props) string {
	return func(p *props) string {
		args := make([]any, len(of))
		for i, f := range of {
			args[i] = f(p)
		}
		return fmt.Sprintf(format, args...)
	}
}

func reads(s string) func(*props) string { return func(*props) string { return s } }

// deeds are the rows, one or more for each command.
func deeds() []deed {
	return slices.Concat(freeDeeds(), clientDeeds(), referralDeeds(), moveDeeds(), householdDeeds(), curatorDeeds(), accessDeeds())
}

// freeDeeds are on no partner's records.
func freeDeeds() []deed {
	return []deed{
		{command: "find", does: also(keys.ActFind), typed: words("find forklift")},
		{command: "programme", does: also(keys.ActFind), typed: words("programme restart")},
		{command: "provision source", does: also(keys.ActFind), typed: words("provision source restart")},
		{command: "provision question", does: also(keys.ActQuestion), typed: words("provision question access-to-work --field routes --note wrong")},
		{command: "match", does: also(keys.ActMatch), typed: words("match"), stdin: reads(`{"age": 30}`)},
		{command: "capacity", does: also(keys.ActDeliveryRead), typed: words("capacity connect-to-work")},
		{command: "delivery list", does: also(keys.ActDeliveryRead), typed: words("delivery list")},
		{command: "datapack", does: also(keys.ActDataPack), typed: words("datapack")},
		{command: "gaps", does: also(keys.ActDataPack), typed: words("gaps")},
		{command: "whoami", does: also(keys.ActWhoami), typed: words("whoami")},
		{command: "version", does: also(keys.ActWhoami), typed: words("version")},
		{command: "help", does: also(keys.ActWhoami), typed: words("help")},
		{command: "settings", does: also(keys.ActSettings), typed: words("settings")},
		{command: "settings set", does: also(keys.ActSettings), typed: words("settings set idle 20")},
		{command: "colleagues", does: also(keys.ActWhoami), typed: words("colleagues")},
		{command: "away show", does: also(keys.ActWhoami), typed: words("away show")},
		{command: "away end", does: also(keys.ActClientWrite), typed: words("away end")},
		{command: "purposes", does: also(keys.ActPurposeRead), typed: words("purposes")},
		{command: "purposes set", does: also(keys.ActPurposeWrite), typed: words("purposes set triage --basis public-task --condition health-or-social-care")},
		{command: "retention", does: also(keys.ActRetentionRead), typed: words("retention")},
		{command: "retention set", does: also(keys.ActRetentionWrite), typed: words("retention set draft 60")},
		{command: "retention preview", does: also(keys.ActRetentionRead), typed: words("retention preview --days 90")},
		{command: "retention hold", does: also(keys.ActRetentionWrite), once: true, typed: func(p *props) string { return p.purgeHeld(false, "hold") }},
		{command: "retention resume", does: also(keys.ActRetentionWrite), once: true, typed: func(p *props) string { return p.purgeHeld(true, "resume") }},
		{command: "trail", does: also(keys.ActTrailRead), typed: words("trail --limit 3")},
	}
}

func clientDeeds() []deed {
	c := (*props).client
	return []deed{
		{command: "client add", does: also(keys.ActClientWrite), typed: words("client add --told in-person"), stdin: reads(`{"given_name": "Al", "facts": {"age": 30}}`)},
		{command: "client list", does: also(keys.ActClientList), typed: words("client list")},
		{command: "today", does: also(keys.ActClientList), typed: words("today --team")},
		{command: "client show", side: referrer, does: also(keys.ActClientRead), own: true, typed: words("client show %s", c)},
		{command: "client facts", side: referrer, does: also(keys.ActClientWrite), own: true, typed: words("client facts %s", c), stdin: reads(`{"age": 31, "birth_date": null}`)},
		{command: "client told", side: referrer, own: true, does: also(keys.ActClientWrite), typed: words("client told %s --how letter", c)},
		{command: "client export", side: referrer, does: also(keys.ActClientRead), own: true, typed: words("client export %s", c)},
		{command: "client seen", side: referrer, does: also(keys.ActClientRead), own: true, typed: words("client seen %s", c)},
		{command: "client history", side: referrer, does: also(keys.ActClientRead), own: true, typed: words("client history %s --health", c)},
		{command: "note correct", side: referrer, does: also(keys.ActClientWrite), own: true, once: true, typed: words("note correct %s --why wrong evenings", (*props).note)},
		{command: "note strike", side: referrer, does: also(keys.ActClientWrite), own: true, once: true, typed: words("note strike %s --why unlawful", (*props).note)},
		{command: "client why", side: referrer, does: also(keys.ActClientRead), typed: words("client why %s cover", c)},
		{command: "client erase", side: referrer, own: true, does: also(keys.ActClientErase), once: true, typed: words("client erase %s --why asked", c)},
		{command: "client keep", side: referrer, own: true, does: also(keys.ActClientWrite), once: true, typed: func(p *props) string { return "client keep " + p.announced() + " --why claim" }},
		{command: "client withdraw-consent", side: referrer, own: true, does: also(keys.ActConsent), once: true, typed: words("client withdraw-consent %s --referral %s", c, (*props).agreed)},
		{command: "client note", side: referrer, own: true, does: also(keys.ActClientWrite), typed: words("client note %s mornings", c)},
		{command: "client close", side: referrer, own: true, does: also(keys.ActClientWrite), once: true, typed: words("client close %s --why work --leave-open", c)},
		{command: "client reopen", side: referrer, own: true, does: also(keys.ActClientWrite), once: true, typed: func(p *props) string {
			return "client reopen " + p.once("closed", func() (string, error) {
				done, err := p.coach.CloseClient(p.r.t.Context(), store.ClientRef(p.client()), desk.Latest, "in work", true)
				return string(done.Ref), err
			})
		}},
		{command: "triage", side: referrer, does: also(keys.ActTriage), own: true, typed: words("triage %s", c)},
		{command: "gap add", side: referrer, does: also(keys.ActTriage), once: true, typed: words("gap add --barrier debt --client %s", c)},
		{command: "gap add", does: also(keys.ActTriage), typed: words("gap add --barrier debt")},
		{command: "followup add", side: referrer, own: true, does: also(keys.ActClientWrite), typed: words("followup add %s --on 2026-12-01 ring them", c)},
		{command: "followup list", side: referrer, does: also(keys.ActClientRead), own: true, typed: words("followup list %s", c)},
		{command: "followup list", does: also(keys.ActClientRead), typed: words("followup list")},
		{command: "followup done", side: referrer, own: true, does: also(keys.ActClientWrite), once: true, typed: words("followup done %s", (*props).followUp)},
		{command: "handover", side: referrer, does: also(keys.ActClientWrite), own: true, once: true, typed: words("handover %s %s", (*props).spare, c)},
		{command: "away set", side: referrer, does: also(keys.ActClientWrite), typed: words("away set --until 2026-12-01 --cover %s", (*props).spare)},
	}
}

func referralDeeds() []deed {
	c, w, rd := (*props).client, also(keys.ActReferralWrite), also(keys.ActReferralRead)
	over := ""
	for _, id := range store.CheckIDs() {
		over += " --override " + id + "=agreed"
	}
	return []deed{
		{command: "refer", side: referrer, own: true, does: w, typed: words("refer %s access-to-work --told today"+over, c)},
		{command: "refer", side: referrer, own: true, does: w, once: true, typed: words("refer %s access-to-work --draft", c)},
		{command: "referral checks", side: referrer, own: true, does: w, typed: words("referral checks --client %s --programme restart", c)},
		{command: "referral list", does: rd, typed: words("referral list")},
		{command: "referral list", side: referrer, own: true, does: rd, typed: words("referral list --client %s", c)},
		{command: "referral send", side: referrer, own: true, does: w, once: true, typed: words("referral send %s"+over, (*props).draft)},
		{command: "referral show", side: either, own: true, does: also(keys.ActReferralRead, keys.ActInboxRead), typed: words("referral show %s", func(p *props) string { return p.sent() })},
		{command: "inbox", does: also(keys.ActInboxRead), typed: words("inbox --all")},
		{command: "capacity", side: receiver, does: also(keys.ActCapacityWrite), typed: words("capacity connect-to-work space")},
	}
}

// moveDeeds are the moves of a referral: a coach who is not of its side is
// refused by the table of moves, and not by the role.
func moveDeeds() []deed {
	answers, writes := also(keys.ActReferralAnswer), also(keys.ActReferralWrite)
	received := func(command, rest string, of func(*props) string) deed {
		return deed{command: command, side: receiver, does: answers, asks: writes, once: true, typed: words(command+" %s"+rest, of)}
	}
	sent := func(p *props) string { return p.sent() }
	both := also(keys.ActReferralAnswer, keys.ActReferralWrite)
	return []deed{
		received("referral acknowledge", "", sent),
		received("referral accept", "", sent),
		received("referral wait", "", sent),
		received("referral decline", " --reason unreachable", sent),
		received("referral redirect", " --to access-to-work", sent),
		received("referral start", " --day today", (*props).accepted),
		received("referral complete", " --outcome job-start --day today", (*props).started),
		received("referral end-early", " --reason unreachable --outcome no-outcome --day today", (*props).started),
		received("referral reopen", " --note again", (*props).declined),
		{command: "referral outcome", side: either, does: both, typed: words("referral outcome %s --outcome job-start --day today", (*props).started)},
		{command: "referral note", side: either, does: both, typed: words("referral note %s --note hello", sent)},
		{command: "referral withdraw", side: referrer, does: writes, once: true, typed: words("referral withdraw %s --reason in-work", sent)},
	}
}

func householdDeeds() []deed {
	h, w := (*props).household, also(keys.ActClientWrite)
	over := ""
	for _, id := range store.CheckIDs() {
		over += " --override " + id + "=agreed"
	}
	return []deed{
		{command: "household add", does: w, typed: words("household add")},
		{command: "household list", does: also(keys.ActClientList), typed: words("household list")},
		{command: "household show", side: referrer, own: true, does: also(keys.ActClientRead), typed: words("household show %s --health", h)},
		{command: "household triage", side: referrer, own: true, does: also(keys.ActTriage), typed: words("household triage %s --health", h)},
		{command: "household checks", side: referrer, own: true, does: also(keys.ActReferralWrite), typed: words("household checks %s access-to-work --person 1", h)},
		{command: "household refer", side: referrer, own: true, does: also(keys.ActReferralWrite), once: true, typed: words("household refer %s access-to-work --told today --person 1"+over, h)},
		{command: "household person add", side: referrer, own: true, does: w, typed: words("household person add %s", h), stdin: reads(`{"given_name": "Al", "facts": {"age": 30}}`)},
		{command: "household person client", side: referrer, own: true, does: w, once: true, typed: words("household person client %s 2", h)},
		{command: "household person leave", side: referrer, own: true, does: w, once: true, typed: words("household person leave %s 2", h)},
		{command: "household fact", side: referrer, own: true, does: w, typed: words("household fact %s", h), stdin: reads(`{"district": "burnley"}`)},
		{command: "household plan add", side: referrer, own: true, does: w, typed: words("household plan add %s Write a CV --on 2026-12-01", h)},
		{command: "household plan done", side: referrer, own: true, does: w, typed: words("household plan done %s 1", h)},
		{command: "household advocate", side: referrer, own: true, does: w, typed: words("household advocate %s %s", h, (*props).spare)},
		{command: "household close", side: referrer, own: true, does: w, once: true, typed: words("household close %s --why work", h)},
		{command: "household reopen", side: referrer, own: true, does: w, once: true, typed: func(p *props) string {
			return "household reopen " + p.once("closed household", func() (string, error) {
				v, err := p.coach.CloseHousehold(p.r.t.Context(), store.HouseholdID(p.household()), desk.Latest, "in work")
				return string(v.ID), err
			})
		}},
	}
}

func curatorDeeds() []deed {
	w := also(keys.ActProvisionWrite)
	return []deed{
		{command: "provision queue", does: w, typed: words("provision queue")},
		{command: "provision confirm", does: w, typed: words("provision confirm restart --field cost")},
		{command: "provision answer", does: w, once: true, typed: words("provision answer %s --note done", (*props).question)},
		{command: "provision put", does: w, once: true, typed: words("provision put"), stdin: func(p *props) string {
			return p.once("programme", func() (string, error) {
				data, err := p.coach.ProgrammeSource(p.r.t.Context(), "restart")
				return strings.Replace(string(data), "id: restart", "id: restart-again-"+strings.ToLower(p.client()), 1), err
			})
		}},
		{command: "delivery clocks", does: w, typed: words("delivery clocks restart --reply 5")},
	}
}

func accessDeeds() []deed {
	rd, w := also(keys.ActAccessRead), also(keys.ActAccessWrite)
	m := (*props).spare
	return []deed{
		{command: "backup", asks: also(keys.ActBackup), typed: words("backup")}, // to nowhere: the server has no key for it
		{command: "partner list", does: rd, typed: words("partner list")},
		{command: "member list", does: rd, typed: words("member list")},
		{command: "member holding", does: rd, typed: words("member holding %s", m)},
		{command: "key list", does: rd, typed: words("key list")},
		{command: "invitation list", does: rd, typed: words("invitation list")},
		{command: "delivery set", does: w, typed: words("delivery set ips-smi reed")},
		{command: "invite", does: w, typed: words("invite --name New --partner 'Burnley Jobcentre' --roles coach")},
		{command: "invitation revoke", does: w, once: true, typed: words("invitation revoke %s", (*props).invitation)},
		{command: "key revoke", does: w, once: true, typed: words("key revoke %s", (*props).spareKey)},
		{command: "member rename", does: w, typed: words("member rename %s Sam Jones", m)},
		{command: "member roles", does: w, typed: words("member roles %s coach", m)},
		{command: "member lock", does: w, typed: words("member lock %s", m)},
		{command: "member unlock", does: w, typed: words("member unlock %s", m)},
		{command: "member handover", does: w, once: true, typed: func(p *props) string {
			return "member handover " + p.spare() + " " + string(p.coach.Who().Member.ID)
		}},
		{command: "invite", does: w, typed: words("invite --member %s", m)},
		{command: "partner rename", does: w, typed: words("partner rename %s Called so", (*props).partner)},
		{command: "partner lock", does: w, typed: words("partner lock %s", (*props).partner)},
		{command: "partner unlock", does: w, typed: words("partner unlock %s", (*props).partner)},
	}
}
