package household

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// OneDesk is what the page of one household asks of the desk.
type OneDesk interface {
	ChangeDesk
	ReferDesk
	Household(context.Context, store.HouseholdID) (store.HouseholdView, error)
	HouseholdReferrals(context.Context, store.HouseholdID) ([]store.Referral, error)
	HouseholdHealth(context.Context, store.HouseholdID) (map[store.PersonID]store.Facts, error)
	TriageHousehold(context.Context, store.HouseholdID, store.Day, bool) (store.HouseholdAnswer, error)
	Names(context.Context) (map[keys.MemberID]string, error)
	Grounds(context.Context, keys.PartnerID) (store.Grounds, error)
}

// part is one of the tabs.
type part int

const (
	partPeople part = iota
	partShared
	partPlan
	partReferrals
	partCount
)

// One is one household.
type One struct {
	page.Out
	ctx    context.Context
	desk   OneDesk
	look   look.Look
	room   page.Room
	id     store.HouseholdID
	got    record
	loaded bool
	part   part
	rows   [partCount]look.List
	health bool        // what is known of health is asked for
	told   focus       // the row that is said whole below the others
	person *personPart // the facts of one who is not a client
	match  *board      // how they stand
	forms  *forms      // referring them
	change change
	ahead  page.Ahead
	load   page.Ask[record]
	keep   page.Ask[store.HouseholdView]
}

// focus is a row of one of the parts.
type focus struct {
	part part
	at   int
}

func (o *One) focus() focus { return focus{o.part, o.rows[o.part].At()} }

// record is everything that the page shows.
type record struct {
	view      store.HouseholdView
	referrals []store.Referral
	names     map[keys.MemberID]string
	grounds   store.Grounds
}

// NewOne is the household of that id.
func NewOne(ctx context.Context, desk OneDesk, lk look.Look, id store.HouseholdID) *One {
	return &One{ctx: ctx, desk: desk, look: lk, id: id}
}

// Title names the place.
func (o *One) Title() string {
	switch {
	case o.forms != nil:
		return "Refer household " + string(o.id) + ": check the answers"
	case o.match != nil:
		return "Triage of household " + string(o.id)
	}
	return "Household " + string(o.id)
}

// Init reads everything.
func (o *One) Init() tea.Cmd {
	desk, id, health := o.desk, o.id, o.health
	return o.load.Start(o.ctx, func(ctx context.Context) (record, error) { return readOne(ctx, desk, id, health) })
}

func readOne(ctx context.Context, desk OneDesk, id store.HouseholdID, health bool) (record, error) {
	var r record
	var err error
	if r.view, err = desk.Household(ctx, id); err != nil {
		return r, err
	}
	if health && r.view.AnyMasked() {
		known, err := desk.HouseholdHealth(ctx, id)
		if err != nil {
			return r, err
		}
		r.view.Unmask(known)
	}
	var errs [3]error
	r.referrals, errs[0] = desk.HouseholdReferrals(ctx, id)
	r.names, errs[1] = desk.Names(ctx)
	r.grounds, errs[2] = desk.Grounds(ctx, "")
	return r, errors.Join(errs[:]...)
}

// Update takes one message.
func (o *One) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		o.room = msg
		o.lay()
	case page.Shown:
		return o.Init()
	case tea.PasteMsg:
		o.paste(msg)
	case page.Still:
		o.told = o.focus()
	case tea.KeyPressMsg:
		cmd := o.key(msg)
		if o.told != o.focus() {
			o.Rest()
		}
		return cmd
	case page.Answer[record]:
		if o.load.Take(msg) {
			o.took(msg)
			o.goOn()
			return o.ahead.Replay(o.key)
		}
	case page.Answer[store.HouseholdView]:
		return o.kept(msg)
	case page.Answer[store.Client]:
		return o.learned(msg)
	case page.Answer[store.HouseholdAnswer]:
		o.matched(msg)
	case page.Answer[[]store.HouseholdForm]:
		o.checked(msg)
	case page.Answer[[]store.Referral]:
		return o.sent(msg)
	}
	return nil
}

func (o *One) took(msg page.Answer[record]) {
	o.change.reloading = false
	if why := (*store.WhyError)(nil); errors.As(msg.Err, &why) && !o.loaded {
		o.Instead(page.Why{Client: why.Client, Coach: why.Coach, Then: page.Household{ID: o.id}})
		return
	}
	if msg.Err != nil {
		o.Wrong(msg.Err)
		if !o.loaded {
			o.Back()
		}
		return
	}
	o.got, o.loaded = msg.Value, true
	o.recount()
	o.told = o.focus()
}

func (o *One) recount() {
	v := &o.got.view
	for i, n := range []int{len(v.People), len(store.SharedFacts()), len(v.Plan), len(o.got.referrals)} {
		o.rows[i].SetLen(n)
	}
	if o.person != nil {
		o.person.set(v)
	}
	o.lay()
}

func (o *One) lay() {
	if o.match != nil {
		o.match.lay(o.look, o.room.W)
	}
	if o.forms != nil {
		o.forms.lay(o.look, o.room.W)
	}
}

func (o *One) paste(msg tea.PasteMsg) {
	switch {
	case o.change.open():
		o.change.paste(msg)
	case o.forms != nil:
		o.forms.paste(msg)
	}
}

// Takes keeps Esc while something stands over the household, and what writes.
func (o *One) Takes(k tea.KeyPressMsg) bool {
	switch {
	case o.change.open():
		return k.String() == "esc" || o.change.takes(k)
	case o.forms != nil:
		return k.String() == "esc" || o.forms.takes(k)
	}
	return k.String() == "esc" && (o.match != nil || o.person != nil)
}

// Unsaved says whether something that was entered would be lost by leaving.
func (o *One) Unsaved() bool { return o.change.open() || o.forms != nil && o.forms.changed }

func (o *One) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !o.loaded:
		o.ahead.Keep(k)
		return nil
	case o.keep.Busy() || o.change.client.Busy() || o.change.reloading:
		return nil
	case o.change.open():
		return o.keyChange(k)
	case o.forms != nil:
		return o.keyForms(k)
	case o.match != nil:
		return o.keyMatch(k)
	case o.person != nil:
		return o.keyPerson(k)
	}
	if at, ok := look.TabKey(k, int(o.part), int(partCount)); ok {
		o.part = part(at)
		return nil
	}
	switch name := k.String(); name {
	case "t":
		return o.triage()
	case "enter":
		return o.enter()
	case "v":
		return o.showHealth()
	case "a", "g", "l", "m", "x":
		return o.begin(name)
	default:
		o.rows[o.part].Key(k)
	}
	return nil
}

// showHealth shows what is known of the health of those who are in view, of which
// the desk keeps an event, or hides it again.
func (o *One) showHealth() tea.Cmd {
	if !o.anyHealth() {
		return nil
	}
	if o.health = !o.health; o.match != nil {
		if o.health { // it may be that no reason on the screen turns on it
			o.Say("Reasons that tell of health are shown now.")
		} else {
			o.Say("Reasons that tell of health are not shown any more.")
		}
		return tea.Batch(o.Init(), o.rematch())
	}
	return o.Init()
}

// anyHealth says whether anything is known of anybody's health, shown or not.
func (o *One) anyHealth() bool { return o.health || o.got.view.AnyMasked() }

// hidden says that what is known of the fact has to be shown before it is changed.
func (o *One) hidden(p *store.PersonView, f store.Fact) bool {
	if !p.Masks(f) {
		return false
	}
	o.Say("Press v first, to see what is known of their health.")
	return true
}

// triage matches everybody, as of today.
func (o *One) triage() tea.Cmd {
	if !o.isOpen() {
		return nil
	}
	if len(o.got.view.Taking()) == 0 {
		o.Wrong(entry.Sentence("Nobody takes part yet. Press a to add a person."))
		return nil
	}
	if o.match == nil {
		o.match = &board{}
	}
	return o.rematch()
}

func (o *One) rematch() tea.Cmd {
	desk, id, health := o.desk, o.id, o.health
	return o.match.ask.Start(o.ctx, func(ctx context.Context) (store.HouseholdAnswer, error) {
		return desk.TriageHousehold(ctx, id, desk.Today(), health)
	})
}

// isOpen says that a closed household has to be opened first.
func (o *One) isOpen() bool {
	if o.got.view.Closed.IsZero() {
		return true
	}
	o.Wrong(entry.Sentence("This household is closed. Press x to open it again first."))
	return false
}

func (o *One) enter() tea.Cmd {
	at := o.rows[o.part].At()
	if o.rows[o.part].Len() == 0 {
		return nil
	}
	switch o.part {
	case partPeople:
		switch p := o.got.view.People[at]; {
		case p.Part == store.PartGone:
			o.Say("This client's record is no longer kept.")
		case p.Client != "":
			o.Go(page.Client{Ref: p.Client})
		case p.Part == store.TakesPart:
			o.person = &personPart{id: p.ID}
			o.person.set(&o.got.view)
		}
	case partShared:
		if o.isOpen() {
			o.askFact("", store.SharedFacts()[at], o.got.view.Shared)
		}
	case partPlan:
		return o.doStep(o.got.view.Plan[at])
	case partReferrals:
		o.Go(page.Referral{ID: o.got.referrals[at].ID})
	}
	return nil
}

// personPart is the facts of one person who is not a client.
type personPart struct {
	id    store.PersonID
	view  store.PersonView
	facts []store.Fact
	rows  look.List
}

func (p *personPart) set(v *store.HouseholdView) {
	p.view, _ = v.Person(p.id)
	p.facts = ordered(p.view.Own, p.view.Masked)
	p.rows.SetLen(len(p.facts))
}

// ordered lists the facts, those that are known first, be they shown or not.
func ordered(facts store.Facts, masked []store.Fact) []store.Fact {
	known := make(store.Facts, len(facts)+len(masked))
	maps.Copy(known, facts)
	for _, f := range masked {
		known[f] = store.Value{}
	}
	return entry.Order(known)
}

func (o *One) keyPerson(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		o.person = nil
	case "enter":
		if f := o.person.facts[o.person.rows.At()]; o.isOpen() && !o.hidden(&o.person.view, f) {
			o.askFact(o.person.id, f, o.person.view.Own)
		}
	case "v":
		return o.showHealth()
	case "m":
		return o.makeClient(o.person.view)
	default:
		o.person.rows.Key(k)
	}
	return nil
}

// Keys lists the keys that work now.
func (o *One) Keys() []key.Binding {
	switch {
	case o.change.open():
		return o.change.keys()
	case o.forms != nil:
		return o.forms.keys()
	case o.match != nil:
		return some(o.match.keys(o.healthKey())...)
	case o.person != nil:
		return some(page.Bind("Enter", "change", "enter"), o.healthKey(), page.Bind("m", "make a client", "m"), page.Bind("Esc", "back", "esc"))
	}
	closing := "close"
	if !o.got.view.Closed.IsZero() {
		closing = "open again"
	}
	opens := []string{"open", "change", "done or not", "open"}[o.part]
	adds := []string{"add a person", "", "add a step", ""}[o.part]
	keys := []key.Binding{page.Bind("Enter", opens, "enter"), page.Bind("t", "triage, refer", "t"), page.Bind("a", adds, "a")}
	if o.part == partPeople {
		keys = append(keys, o.healthKey(), page.Bind("l", "left", "l"), page.Bind("m", "make a client", "m"))
	}
	keys = append(keys, page.Bind("g", "give to lead", "g"), page.Bind("x", closing, "x"), page.Bind("Left Right", "part", "left", "right"))
	return some(keys...)
}

// some leaves out the keys that say nothing: they do nothing now.
func some(keys ...key.Binding) []key.Binding {
	return slices.DeleteFunc(keys, func(k key.Binding) bool { return strings.TrimSpace(k.Help().Desc) == "" })
}

func (o *One) healthKey() key.Binding {
	if !o.anyHealth() {
		return page.Bind("v", "", "v")
	}
	return page.Bind("v", "health", "v")
}

// Help says what the page is for.
func (o *One) Help() string {
	return "One household: its people, what they share, its plan of twelve months, and the referrals sent for it. Left and right, or 1 to 4, go from one to the next. What is known of a client stands in the client's own record: Enter opens it. What is known of health is shown with v, and that is written down. g gives the household to somebody else to lead. What is shared is said once and counts for everybody of whom nothing else is known. t matches everybody together; from a programme that asks for a household, r sends a referral for each person in one step, each with its own packet. Somebody has to be a client before they can be referred: m makes them one."
}

// name is a member's name, or their id.
func (o *One) name(id keys.MemberID) string { return cmp.Or(o.got.names[id], string(id)) }
