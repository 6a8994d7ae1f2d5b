package household

import (
	"cmp"
	"context"
	"errors"
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

// ChangeDesk is what changes of a household ask of the desk.
type ChangeDesk interface {
	Today() store.Day
	AddPerson(context.Context, store.HouseholdID, uint64, store.NewPerson) (store.HouseholdView, error)
	LeaveHousehold(context.Context, store.HouseholdID, uint64, store.PersonID, store.Day) (store.HouseholdView, error)
	SetPersonFacts(context.Context, store.HouseholdID, uint64, store.PersonID, store.Changes, store.FactSource) (store.HouseholdView, error)
	SetSharedFacts(context.Context, store.HouseholdID, uint64, store.Changes, store.FactSource) (store.HouseholdView, error)
	SetFacts(context.Context, store.ClientRef, uint64, store.Changes, store.FactSource) (store.Client, error)
	MakeClient(context.Context, store.HouseholdID, uint64, store.PersonID) (store.HouseholdView, error)
	AddStep(context.Context, store.HouseholdID, uint64, store.PlanStep) (store.HouseholdView, error)
	DoStep(context.Context, store.HouseholdID, uint64, store.PlanID, store.Day) (store.HouseholdView, error)
	SetAdvocate(context.Context, store.HouseholdID, uint64, keys.MemberID) (store.HouseholdView, error)
	CloseHousehold(context.Context, store.HouseholdID, uint64, string) (store.HouseholdView, error)
	ReopenHousehold(context.Context, store.HouseholdID, uint64) (store.HouseholdView, error)
}

// what is asked to make a change.
type what uint8

const (
	askNothing what = iota
	askPerson       // a client's reference, or a given name
	askLeft         // the day somebody left
	askFact
	askSource // how it is known
	askStep
	askDue
	askWhose
	askAdvocate
	askClose
)

// change is a change that is being entered. What was typed stays until it is
// saved or given up.
type change struct {
	what      what
	words     *entry.Text
	choice    *look.Choice
	fact      *entry.Entry
	person    store.PersonID // whose; none: what is shared
	ch        store.Changes
	step      store.PlanStep
	members   []keys.MemberID // of the choice of an advocate
	client    page.Ask[store.Client]
	reloading bool
}

func (c *change) open() bool { return c.what != askNothing }

func (c *change) paste(msg tea.PasteMsg) {
	switch {
	case c.what == askFact:
		c.fact.Paste(msg)
	case c.choice == nil && c.words != nil:
		c.words.Paste(msg)
	}
}

func (c *change) takes(k tea.KeyPressMsg) bool {
	switch {
	case c.what == askFact:
		return c.fact.Takes(k)
	case c.choice != nil:
		return false
	}
	return c.words != nil && c.words.Takes(k)
}

func (c *change) keys() []key.Binding {
	esc := page.Bind("Esc", "leave as it was", "esc")
	switch {
	case c.what == askFact:
		keys := []key.Binding{page.Bind("Enter", "go on", "enter"), page.Bind("Tab", "not known", "tab")}
		return append(append(keys, c.fact.Keys()...), esc)
	case c.choice != nil:
		return []key.Binding{page.Bind("Enter", "choose", "enter"), page.Bind(c.choice.Digits(), "answer", "1"), esc}
	case c.what == askStep || c.what == askDue:
		return c.words.Keys("go on")
	}
	return c.words.Keys("save")
}

// begin opens what a key asks for.
func (o *One) begin(name string) tea.Cmd {
	v := &o.got.view
	if name == "x" && !v.Closed.IsZero() {
		return o.save(func(ctx context.Context) (store.HouseholdView, error) {
			return o.desk.ReopenHousehold(ctx, v.ID, v.Rev)
		})
	}
	if !o.isOpen() {
		return nil
	}
	switch {
	case name == "a" && o.part == partPlan:
		o.change = change{what: askStep, words: entry.NewText("What is to be done?", "One step of the plan. No surname, no National Insurance number.", "", 200)}
	case name == "a" && o.part == partPeople:
		o.change = change{what: askPerson, words: entry.NewText("Who joins this household?",
			"A client's reference, such as K7M-2QX. For somebody who is not a client yet, the given name alone.", "", 60)}
	case name == "g":
		o.askAdvocate()
	case name == "x":
		o.change = change{what: askClose, words: entry.NewText("Why is this household closed?", "Its people's own records stay as they are.", "", 500)}
	case o.part != partPeople || len(v.People) == 0:
	case name == "l":
		o.leave(v.People[o.rows[partPeople].At()])
	case name == "m":
		return o.makeClient(v.People[o.rows[partPeople].At()])
	}
	return nil
}

func (o *One) leave(p store.PersonView) {
	if p.Part == store.HasLeft {
		o.Say("They left on " + p.Left.Words() + ".")
		return
	}
	o.change = change{what: askLeft, person: p.ID, words: entry.NewOffer("On which day did "+cmp.Or(p.Name, "they")+" leave?",
		"Enter alone takes the day in the field.", o.desk.Today().Words(), 30)}
}

func (o *One) makeClient(p store.PersonView) tea.Cmd {
	switch {
	case p.Client != "":
		o.Say("They are client " + string(p.Client) + " already.")
		return nil
	case p.Part != store.TakesPart || !o.isOpen():
		return nil
	}
	id, rev, desk := o.id, o.got.view.Rev, o.desk
	return o.save(func(ctx context.Context) (store.HouseholdView, error) { return desk.MakeClient(ctx, id, rev, p.ID) })
}

func (o *One) askAdvocate() {
	c := change{what: askAdvocate}
	for id := range o.got.names {
		c.members = append(c.members, id)
	}
	slices.SortFunc(c.members, func(a, b keys.MemberID) int { return strings.Compare(o.name(a), o.name(b)) })
	labels := make([]string, len(c.members))
	for i, id := range c.members {
		labels[i] = o.name(id)
	}
	c.choice = look.NewChoice("Who leads this household?", labels, slices.Index(c.members, o.got.view.Advocate))
	o.change = c
}

func (o *One) askFact(person store.PersonID, f store.Fact, have store.Facts) {
	o.change = change{what: askFact, person: person, fact: entry.New(f, have, nil)}
}

// doStep marks a step as done today, or as not done after all.
func (o *One) doStep(s store.PlanStep) tea.Cmd {
	if !o.isOpen() {
		return nil
	}
	day := o.desk.Today()
	if s.Done != 0 {
		day = 0
	}
	id, rev, desk := o.id, o.got.view.Rev, o.desk
	return o.save(func(ctx context.Context) (store.HouseholdView, error) { return desk.DoStep(ctx, id, rev, s.ID, day) })
}

func (o *One) save(fn func(context.Context) (store.HouseholdView, error)) tea.Cmd {
	return o.keep.Start(o.ctx, fn)
}

func (o *One) keyChange(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case o.change.what == askFact:
		return o.keyFact(k)
	case o.change.choice != nil:
		return o.keyChoice(k)
	}
	switch o.change.words.Key(k) {
	case look.Left:
		o.change = change{}
	case look.Chosen:
		return o.worded(o.change.words.Value())
	}
	return nil
}

func (o *One) keyFact(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "tab" {
		o.change.ch = o.change.fact.Forget()
		return o.setFacts(store.ClientSaid)
	}
	switch o.change.fact.Key(k) {
	case look.Left:
		o.change = change{}
		if o.match != nil {
			o.match.passed = nil
		}
	case look.Chosen:
		ch, err := o.change.fact.Changes()
		if err != nil {
			o.change.fact.Refuse(err)
			return nil
		}
		o.change.ch = ch
		if !o.change.fact.Known(ch) {
			return o.setFacts(store.ClientSaid)
		}
		o.change.what, o.change.choice = askSource, entry.Sources("How do you know?")
	}
	return nil
}

func (o *One) keyChoice(k tea.KeyPressMsg) tea.Cmd {
	outcome := o.change.choice.Key(k)
	switch {
	case outcome == look.Open:
		return nil
	case outcome == look.Left && o.change.what == askSource:
		o.change.what, o.change.choice = askFact, nil
		return nil
	case outcome == look.Left:
		o.change = change{}
		return nil
	}
	id, rev, desk, at := o.id, o.got.view.Rev, o.desk, o.change.choice.At()
	switch o.change.what {
	case askSource:
		return o.setFacts(entry.Source(o.change.choice))
	case askWhose:
		step := o.change.step
		if people := o.got.view.Taking(); at > 0 && at <= len(people) {
			step.Person = people[at-1].ID
		}
		return o.save(func(ctx context.Context) (store.HouseholdView, error) { return desk.AddStep(ctx, id, rev, step) })
	}
	to := o.change.members[at]
	return o.save(func(ctx context.Context) (store.HouseholdView, error) { return desk.SetAdvocate(ctx, id, rev, to) })
}

// setFacts keeps what was answered: in a client's own record, in a person's, or
// as what is shared.
func (o *One) setFacts(source store.FactSource) tea.Cmd {
	id, rev, desk, ch, person := o.id, o.got.view.Rev, o.desk, o.change.ch, o.change.person
	p, _ := o.got.view.Person(person)
	switch {
	case p.Client != "":
		return o.change.client.Start(o.ctx, func(ctx context.Context) (store.Client, error) {
			return desk.SetFacts(ctx, p.Client, p.Rev, ch, source)
		})
	case person == "":
		return o.save(func(ctx context.Context) (store.HouseholdView, error) {
			return desk.SetSharedFacts(ctx, id, rev, ch, source)
		})
	}
	return o.save(func(ctx context.Context) (store.HouseholdView, error) {
		return desk.SetPersonFacts(ctx, id, rev, person, ch, source)
	})
}

// worded takes words that were entered.
func (o *One) worded(typed string) tea.Cmd {
	id, rev, desk, person := o.id, o.got.view.Rev, o.desk, o.change.person
	switch o.change.what {
	case askPerson:
		who := store.NewPerson{GivenName: typed}
		switch ref, ok := store.TidyRef(typed); {
		case ok:
			who = store.NewPerson{Client: store.ClientRef(ref)}
		case strings.ContainsAny(typed, "0123456789"):
			o.change.words.Refuse(entry.Sentence("Check the reference: three characters, a hyphen, three characters. Or enter a given name."))
			return nil
		}
		return o.save(func(ctx context.Context) (store.HouseholdView, error) { return desk.AddPerson(ctx, id, rev, who) })
	case askLeft:
		day, ok := o.day(typed)
		if !ok {
			return nil
		}
		return o.save(func(ctx context.Context) (store.HouseholdView, error) {
			return desk.LeaveHousehold(ctx, id, rev, person, day)
		})
	case askStep:
		if typed == "" {
			o.change.words.Refuse(entry.Sentence("Enter what is to be done."))
			return nil
		}
		o.change.step.What, o.change.what = typed, askDue
		o.change.words = entry.NewOffer("By which day?", "The plan runs until "+o.got.view.PlanEnds.Words()+".", o.desk.Today().AddMonths(1).Words(), 30)
	case askDue:
		day, ok := o.day(typed)
		if !ok {
			return nil
		}
		o.change.step.Due = day
		o.askWhose()
	case askClose:
		return o.save(func(ctx context.Context) (store.HouseholdView, error) {
			return desk.CloseHousehold(ctx, id, rev, typed)
		})
	}
	return nil
}

// day reads a day that was typed, and says beside it where it is none.
func (o *One) day(typed string) (store.Day, bool) {
	d := entry.ReadDay(typed)
	if strings.EqualFold(typed, "today") {
		d = o.desk.Today()
	}
	if d == 0 {
		o.change.words.Refuse(entry.Sentence("Enter a day, such as " + o.desk.Today().Words() + "."))
	}
	return d, d != 0
}

func (o *One) askWhose() {
	labels := []string{"the whole household's"}
	for _, p := range o.got.view.Taking() {
		labels = append(labels, p.Name+"'s")
	}
	o.change.what, o.change.choice = askWhose, look.NewChoice("Whose step is it?", labels, 0)
}

// kept shows what a change came to. One that met somebody else's is not made:
// their version is read, and what was entered stays to be saved again.
func (o *One) kept(msg page.Answer[store.HouseholdView]) tea.Cmd {
	if !o.keep.Take(msg) {
		return nil
	}
	if msg.Err != nil {
		return o.refused(msg.Err)
	}
	o.change, o.got.view = change{}, msg.Value
	o.Done("Saved.")
	o.recount()
	if p := o.person; p != nil && p.view.Client != "" {
		o.person = nil
		o.Done("Saved as client " + string(p.view.Client) + ".")
	}
	var again tea.Cmd
	if o.health {
		again = o.Init() // a change answers without what is known of health
	}
	switch {
	case o.forms != nil:
		return tea.Batch(again, o.recheck())
	case o.match != nil:
		return tea.Batch(again, o.rematch())
	}
	return again
}

// learned shows what a change of a client's own record came to.
func (o *One) learned(msg page.Answer[store.Client]) tea.Cmd {
	if !o.change.client.Take(msg) {
		return nil
	}
	if msg.Err != nil {
		return o.refused(msg.Err)
	}
	o.change = change{}
	o.Done("Saved in the record of client " + string(msg.Value.Ref) + ".")
	if o.match != nil {
		return tea.Batch(o.Init(), o.rematch())
	}
	return o.Init()
}

// refused shows why nothing was saved, beside what it is about.
func (o *One) refused(err error) tea.Cmd {
	var field *store.FieldError
	var fact *store.FactError
	switch {
	case errors.Is(err, store.ErrConflict):
		o.Wrong(err)
		o.change.reloading = true
		return o.Init()
	case o.change.fact != nil && errors.As(err, &fact):
		o.change.what, o.change.choice = askFact, nil
		o.change.fact.Refuse(err)
	case errors.As(err, &field) && o.change.what == askWhose:
		o.change.what, o.change.choice = askDue, nil
		o.change.words.Refuse(field)
	case errors.As(err, &field) && o.change.words != nil:
		o.change.words.Refuse(field)
	default:
		o.Wrong(entry.Plain(err))
	}
	return nil
}
