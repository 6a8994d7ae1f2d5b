package caseload

import (
	"context"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// ClientDesk is what the page of one client asks of the desk.
type ClientDesk interface {
	Today() store.Day
	Who() keys.Caller
	Client(context.Context, store.ClientRef) (store.Client, error)
	Health(context.Context, store.ClientRef) (store.Facts, error)
	Notes(context.Context, store.ClientRef) ([]store.Note, error)
	HouseholdsOf(context.Context, store.ClientRef) ([]store.HouseholdLine, error)
	Assessments(context.Context, store.ClientRef) ([]store.Assessment, error)
	Referrals(context.Context, store.ClientRef) ([]store.Referral, error)
	Names(context.Context) (map[keys.MemberID]string, error)
	Find(context.Context, search.Query) (search.Page, error)
	SetFacts(context.Context, store.ClientRef, uint64, store.Changes, store.FactSource) (store.Client, error)
	TellClient(context.Context, store.ClientRef, uint64, store.Told) (store.Client, error)
	Grounds(context.Context, keys.PartnerID) (store.Grounds, error)
	RenameClient(context.Context, store.ClientRef, uint64, string) (store.Client, error)
	FollowUps(context.Context, store.ClientRef) ([]store.FollowUp, error)
	AddFollowUp(context.Context, store.ClientRef, store.Day, string) (store.FollowUp, error)
	EndFollowUp(context.Context, store.FollowUpID) (store.FollowUp, error)
	AddNote(context.Context, store.ClientRef, string) (store.Note, error)
	CorrectNote(ctx context.Context, id store.NoteID, rev uint64, words, why string) (store.Note, error)
	StrikeNote(ctx context.Context, id store.NoteID, rev uint64, why string) (store.Note, error)
	CloseClient(context.Context, store.ClientRef, uint64, string, bool) (store.Client, error)
	ReopenClient(context.Context, store.ClientRef, uint64) (store.Client, error)
	WithdrawConsent(context.Context, store.ClientRef, store.ReferralID, store.Day) ([]store.Referral, error)
}

// part is one part of what is kept of a client.
type part uint8

const (
	partFacts part = iota
	partAssessments
	partReferrals
	partNotes
	partPromises
	partCount
)

// Client is one client: facts with where they came from, assessments, referrals
// and notes.
type Client struct {
	page.Out
	ctx  context.Context
	desk ClientDesk
	look look.Look
	room page.Room
	ref  store.ClientRef

	got    record
	loaded bool
	part   part
	rows   [partCount]look.List
	told   store.Fact // the fact that is said whole below the others
	health bool       // what is known of health is shown
	change change
	ahead  page.Ahead
	load   page.Ask[record]
	keep   page.Ask[store.Client]
	gone   page.Ask[[]store.Referral] // that rest on consent
	see    page.Ask[store.Facts]
}

// record is everything of a client that the page shows.
type record struct {
	client      store.Client
	notes       []store.Note
	assessments []store.Assessment
	referrals   []store.Referral
	names       map[keys.MemberID]string
	programmes  []entry.Named // that a client can be on
	households  []store.HouseholdLine
	followUps   []store.FollowUp
	grounds     store.Grounds
}

// NewClient is the client of that reference.
func NewClient(ctx context.Context, desk ClientDesk, lk look.Look, ref store.ClientRef) *Client {
	return &Client{ctx: ctx, desk: desk, look: lk, ref: ref}
}

// Title names the place.
func (c *Client) Title() string {
	if !c.loaded {
		return "Client " + string(c.ref)
	}
	return "Client " + string(c.got.client.Ref) + " " + c.got.client.GivenName
}

// Init reads everything.
func (c *Client) Init() tea.Cmd {
	desk, ref := c.desk, c.ref
	return c.load.Start(c.ctx, func(ctx context.Context) (record, error) { return read(ctx, desk, ref) })
}

func read(ctx context.Context, desk ClientDesk, ref store.ClientRef) (record, error) {
	var r record
	var errs [8]error
	if r.client, errs[0] = desk.Client(ctx, ref); errs[0] != nil {
		return r, errs[0]
	}
	r.notes, errs[0] = desk.Notes(ctx, ref)
	r.assessments, errs[1] = desk.Assessments(ctx, ref)
	r.referrals, errs[2] = desk.Referrals(ctx, ref)
	r.names, errs[3] = desk.Names(ctx)
	r.households, errs[5] = desk.HouseholdsOf(ctx, ref)
	r.followUps, errs[6] = desk.FollowUps(ctx, ref)
	r.grounds, errs[7] = desk.Grounds(ctx, "")
	var found search.Page
	found, errs[4] = desk.Find(ctx, search.Query{Audience: store.ForPerson, Limit: 10_000})
	for _, hit := range found.Hits {
		r.programmes = append(r.programmes, entry.Named{ID: string(hit.Programme.ID), Name: hit.Programme.Name})
	}
	return r, errors.Join(errs[:]...)
}

// Update takes one message.
func (c *Client) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		c.room = msg
		c.layClash()
	case page.Shown:
		if !c.change.open() {
			return c.Init()
		}
	case page.Changed:
		return c.others(&msg)
	case tea.PasteMsg:
		c.change.paste(msg)
	case page.Still:
		c.told = c.inFocus()
	case tea.KeyPressMsg:
		cmd := c.key(msg)
		if c.told != c.inFocus() {
			c.Rest()
		}
		return cmd
	case page.Answer[record]:
		if c.load.Take(msg) {
			c.took(msg)
			return c.ahead.Replay(c.key)
		}
	case page.Answer[store.Client]:
		return c.kept(msg)
	case page.Answer[[]store.Referral]:
		return c.withdrawn(msg)
	case page.Answer[store.Facts]:
		c.seen(msg)
	}
	return nil
}

// others reads again what somebody else changed. While something is being entered
// it only says so: saving then shows both versions.
func (c *Client) others(msg *page.Changed) tea.Cmd {
	says, ok := msg.Client(c.ref)
	switch {
	case !ok:
		return nil
	case c.change.open() || c.saving():
		c.Mark(says)
		return nil
	}
	return c.Init()
}

func (c *Client) took(msg page.Answer[record]) {
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) {
		c.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: page.Client{Ref: c.ref}})
		return
	}
	if msg.Err != nil {
		c.change.reloading = false
		c.Wrong(msg.Err)
		if !c.loaded || errors.Is(msg.Err, store.ErrNotFound) { // erased meanwhile
			c.Back()
		}
		return
	}
	at := c.inFocus()
	c.Mark("")
	c.got, c.loaded = msg.Value, true
	for i, n := range []int{len(c.facts()), len(c.got.assessments), len(c.got.referrals), len(c.got.notes), len(c.got.followUps)} {
		c.rows[i].SetLen(n)
	}
	c.focusFact(at)
	c.told = c.inFocus()
	if c.change.reloading {
		c.change.reloading = false
		c.clash()
	}
}

// facts are the facts in the order shown.
func (c *Client) facts() []store.Fact { return entry.Order(c.got.client.Facts) }

// inFocus is the fact in focus.
func (c *Client) inFocus() store.Fact {
	if !c.loaded {
		return store.NoFact
	}
	return c.facts()[c.rows[partFacts].At()]
}

// focusFact puts the focus on a fact, wherever it stands now.
func (c *Client) focusFact(f store.Fact) {
	if i := slices.Index(c.facts(), f); i >= 0 {
		c.rows[partFacts].SetAt(i)
	}
}

// Takes keeps Esc while something is being changed, and what writes in a field.
func (c *Client) Takes(k tea.KeyPressMsg) bool { return c.change.takes(k) }

// Unsaved says whether something is being changed.
func (c *Client) Unsaved() bool { return c.change.open() && c.change.what != askMore }

func (c *Client) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !c.loaded:
		c.ahead.Keep(k)
		return nil
	case c.saving() || c.change.reloading:
		return nil
	case c.change.open():
		return c.keyChange(k)
	}
	switch k.String() {
	case "enter":
		c.enter()
	case "t":
		c.Go(page.Triage{Client: c.got.client.Ref})
	case "a":
		c.ask(askNote)
	case "p":
		c.ask(askPromise)
	case "d":
		return c.endPromise()
	case "e":
		c.ask(askName)
	case "o":
		c.change = change{what: askTold, source: AskTold(c.got.client.Told)}
	case "h":
		for _, h := range c.got.households {
			c.Go(page.Household{ID: h.ID})
			return nil
		}
		c.Say("This client is in no household. Households are opened from Home: h.")
	case "v":
		return c.showHealth()
	case "w":
		c.askConsent()
	case "x":
		return c.closing()
	case "c":
		c.correctNote()
	case "s":
		c.strikeNote()
	case "b":
		c.was()
	case "m":
		c.change = change{what: askMore, choice: AskMore()}
	default:
		c.move(k)
	}
	return nil
}

// masked says whether what is known of a fact is kept from the screen: what is of
// health, until it is asked for.
func (c *Client) masked(f store.Fact) bool {
	_, known := c.got.client.Facts[f]
	return known && f.Health() && !c.health
}

// anyHealth says whether anything is known of the client's health.
func (c *Client) anyHealth() bool {
	return slices.ContainsFunc(c.facts(), func(f store.Fact) bool { _, known := c.got.client.Facts[f]; return known && f.Health() })
}

// showHealth shows what is known of health, of which the desk keeps an event, or
// hides it again.
func (c *Client) showHealth() tea.Cmd {
	if c.health || !c.anyHealth() {
		c.health = false
		return nil
	}
	desk, ref := c.desk, c.got.client.Ref
	return c.see.Start(c.ctx, func(ctx context.Context) (store.Facts, error) { return desk.Health(ctx, ref) })
}

func (c *Client) seen(msg page.Answer[store.Facts]) {
	switch {
	case !c.see.Take(msg):
	case msg.Err != nil:
		c.Wrong(msg.Err)
	default:
		c.health = true
	}
}

func (c *Client) move(k tea.KeyPressMsg) {
	if at, ok := look.TabKey(k, int(c.part), int(partCount)); ok {
		c.part = part(at)
		return
	}
	c.rows[c.part].Key(k)
}

// closing asks why the client is closed, or opens a closed one again.
func (c *Client) closing() tea.Cmd {
	if c.got.client.Closed.IsZero() {
		c.ask(askClose)
		return nil
	}
	cl, desk := c.got.client, c.desk
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) { return desk.ReopenClient(ctx, cl.Ref, cl.Rev) })
}

func (c *Client) enter() {
	at := c.rows[c.part].At()
	if c.rows[c.part].Len() == 0 {
		return
	}
	switch c.part {
	case partFacts:
		if !c.got.client.Closed.IsZero() {
			c.Say("This client is closed. Press x to open the client again first.")
			return
		}
		if c.masked(c.inFocus()) {
			c.Say("Press v first, to see what is known of the client's health.")
			return
		}
		c.change = change{what: askFact, fact: entry.New(c.inFocus(), c.got.client.Facts, c.got.programmes)}
	case partAssessments:
		c.Go(page.Assessment{Client: c.got.client.Ref, ID: c.got.assessments[at].ID})
	case partReferrals:
		c.Go(page.Referral{ID: c.got.referrals[at].ID})
	}
}

// Keys lists the keys that work now.
func (c *Client) Keys() []key.Binding {
	if c.change.open() {
		return c.change.keys()
	}
	closing := "close"
	if !c.got.client.Closed.IsZero() {
		closing = "open again"
	}
	household := "household"
	if len(c.got.households) == 0 {
		household = ""
	}
	opens := []string{"change", "open", "open", "", ""}[c.part]
	done := ""
	if c.part == partPromises && len(c.got.followUps) > 0 {
		done = "done"
	}
	consent := ""
	if c.part == partReferrals && len(store.Undertakes(c.got.referrals, "")) > 0 {
		consent = "consent withdrawn"
	}
	health := ""
	if c.part == partFacts && c.anyHealth() {
		health = "health"
	}
	told, tell := "told", ""
	if !c.got.client.Told.Yet() { // it comes early while it has to be done
		told, tell = "", "told"
	}
	correct, strike, was := "", "", ""
	switch {
	case c.part == partFacts:
		was = "before"
	case c.part == partNotes && len(c.got.notes) > 0:
		n := &c.got.notes[c.rows[partNotes].At()]
		if c.noteClosed(n) == "" {
			correct, strike = "correct", "strike"
		}
		if len(n.Was) > 0 || n.Struck != nil {
			was = "before"
		}
	}
	return slices.DeleteFunc([]key.Binding{
		page.Bind("Enter", opens, "enter"), page.Bind("w", consent, "w"), page.Bind("o", tell, "o"), page.Bind("d", done, "d"), page.Bind("v", health, "v"), page.Bind("t", "triage, refer", "t"), page.Bind("a", "note", "a"),
		page.Bind("c", correct, "c"), page.Bind("s", strike, "s"), page.Bind("p", "promise", "p"),
		page.Bind("m", "more", "m"), page.Bind("b", was, "b"),
		page.Bind("e", "name", "e"), page.Bind("o", told, "o"), page.Bind("x", closing, "x"), page.Bind("h", household, "h"), page.Bind("Left Right", "part", "left", "right"),
	}, func(k key.Binding) bool { return strings.TrimSpace(k.Help().Desc) == "" })
}

// Help says what the page is for.
func (c *Client) Help() string {
	return "One client. Left and right, or 1 to 5, go from the facts to the assessments, the referrals, the notes and what was promised. Under the facts it says how the one at the marker is known, by whom and since when. What is known of health is shown with v, and that is written down. b shows what a fact was before it was changed. Of a note, c corrects it, s strikes it and b shows what it said before. m leads to all that was corrected, to who has seen the record, and to giving out or erasing what is held. To refer, triage first: t. o records how the client was told what is kept about them and why. Where a referral rests on the client's consent, w writes down that they have withdrawn it: it says first what that will do. p writes down what you promise to do, and by when: it is in your diary from a week before, and d says that it is done. Nobody's change is overwritten: if somebody else changed the client meanwhile, both versions are shown. No National Insurance number is taken anywhere: nothing here needs one, and what is not held cannot be lost."
}
