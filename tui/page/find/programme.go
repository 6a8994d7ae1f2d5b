package find

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/look"
	"signpost/tui/page"
)

// staleAfter is how many days after it was last checked a record is said to be
// old: half a year.
const staleAfter = 183

// readWidth is the widest line that is easy to read.
const readWidth = 96

// told is a programme, what room it has, how far its record can be relied on, and
// those it points to.
type told struct {
	programme store.Programme
	delivery  store.Delivery
	upkeep    store.Upkeep
	see       []store.Programme
}

// Programme is the page of one programme.
type Programme struct {
	page.Out
	ctx   context.Context
	desk  Desk
	look  look.Look
	id    store.ProgrammeID
	room  page.Room
	ask   page.Ask[told]
	entry *told
	wrong string
	text  look.Text
	doubt *doubt // what is being said to be wrong; nil for nothing
}

// NewProgramme is the page of the programme of that id.
func NewProgramme(ctx context.Context, desk Desk, lk look.Look, id store.ProgrammeID) *Programme {
	return &Programme{ctx: ctx, desk: desk, look: lk, id: id}
}

// Title names the place.
func (p *Programme) Title() string { return "Programme" }

// Init asks for the programme and those it points to.
func (p *Programme) Init() tea.Cmd { return p.ask.Start(p.ctx, p.load) }

func (p *Programme) load(ctx context.Context) (told, error) {
	pr, err := p.desk.Programme(ctx, p.id)
	if err != nil {
		return told{}, err
	}
	e := told{programme: pr}
	if e.delivery, err = p.desk.Delivery(ctx, p.id); err != nil {
		return told{}, err
	}
	if e.upkeep, err = p.desk.Upkeep(ctx, p.id); err != nil {
		return told{}, err
	}
	for _, id := range pr.See {
		other, err := p.desk.Programme(ctx, id)
		if err != nil { // one that is not here cannot be opened
			continue
		}
		if e.see = append(e.see, other); len(e.see) == 9 {
			break
		}
	}
	return e, nil
}

// Update takes one message.
func (p *Programme) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
		p.lay()
	case page.Shown:
		return p.Init()
	case page.Changed:
		return p.others(&msg)
	case tea.PasteMsg:
		if p.doubt != nil && p.doubt.words != nil {
			p.doubt.words.Paste(msg)
		}
	case tea.KeyPressMsg:
		return p.key(msg)
	case page.Answer[store.FieldQuestion]:
		if p.doubt != nil && p.doubt.ask.Take(msg) {
			return p.questioned(msg)
		}
	case page.Answer[told]:
		if p.ask.Take(msg) {
			p.arrived(msg)
		}
	}
	return nil
}

// others reads again what somebody else changed. While it is being said what is
// wrong, that is only told.
func (p *Programme) others(msg *page.Changed) tea.Cmd {
	says, ok := msg.Programme(p.id)
	switch {
	case !ok:
		return nil
	case p.doubt != nil:
		p.doubt.behind = true
		p.Mark(says)
		return nil
	}
	return p.Init()
}

func (p *Programme) arrived(a page.Answer[told]) {
	if a.Err != nil {
		p.wrong = a.Err.Error()
	} else {
		p.entry = &a.Value
		p.Mark("")
	}
	p.lay()
}

func (p *Programme) key(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	switch {
	case p.doubt != nil:
		return p.doubting(k)
	case p.entry != nil && name == "w":
		p.doubt = newDoubt()
		return nil
	}
	if p.entry != nil && len(name) == 1 && name >= "1" && int(name[0]-'1') < len(p.entry.see) {
		p.Go(page.Programme{ID: p.entry.see[name[0]-'1'].ID})
		return nil
	}
	p.text.Key(k)
	return nil
}

// doubting gives a key to what is being said to be wrong.
func (p *Programme) doubting(k tea.KeyPressMsg) tea.Cmd {
	if p.doubt.ask.Busy() {
		return nil
	}
	switch p.doubt.key(k, &p.entry.programme, p.desk.Today()) {
	case look.Left:
		behind := p.doubt.behind
		if p.doubt = nil; behind {
			return p.Init()
		}
	case look.Chosen:
		return p.doubt.send(p.ctx, p.desk, p.entry.programme.ID)
	}
	return nil
}

func (p *Programme) questioned(a page.Answer[store.FieldQuestion]) tea.Cmd {
	if a.Err != nil {
		p.doubt.words.Refuse(a.Err)
		return nil
	}
	p.doubt = nil
	p.Done("Saved. A curator will look at it.")
	return p.Init()
}

// Takes keeps Esc and what writes while it is said what is wrong.
func (p *Programme) Takes(k tea.KeyPressMsg) bool { return p.doubt != nil && p.doubt.takes(k) }

// Unsaved says whether something was typed and is not saved.
func (p *Programme) Unsaved() bool {
	return p.doubt != nil && p.doubt.words != nil && p.doubt.words.Changed()
}

// lay sets the lines for the room there is.
func (p *Programme) lay() {
	w := min(p.room.W, readWidth)
	switch {
	case p.wrong != "":
		p.text.SetLines(p.look.Wrap(p.wrong, w))
	case p.entry == nil:
		p.text.SetLines([]string{p.look.Cut("Fetching the programme...", w)})
	default:
		p.text.SetLines(p.lines(w))
	}
}

// View draws the part in view, and where it is in the whole.
func (p *Programme) View() string {
	if p.doubt != nil {
		return p.doubt.view(p.look, p.room.W, p.room.H)
	}
	if p.text.Len() <= p.room.H || p.room.H < 3 {
		return p.text.View(p.room.H)
	}
	v := p.text.View(p.room.H - 1)
	where := sentence(p.text.Where()) + "."
	if p.text.More() {
		where += " Down or Space reads on."
	}
	return v + "\n" + p.look.Cut(where, p.room.W)
}

// Cursor is where the text in view begins, or in what is being asked.
func (p *Programme) Cursor() (x, y int, ok bool) {
	if p.doubt != nil {
		x, y = p.doubt.cursor(p.look, p.room.W, p.room.H)
		return x, y, x < p.room.W && y < p.room.H
	}
	return 0, 0, true
}

// Keys lists the keys that work now.
func (p *Programme) Keys() []key.Binding {
	if p.doubt != nil {
		return p.doubt.keys()
	}
	keys := []key.Binding{page.Bind("Up Down", "read", "up", "down"), page.Bind("Space", "next page", "space")}
	if p.entry != nil {
		keys = append([]key.Binding{page.Bind("w", "this is wrong", "w")}, keys...)
	}
	if p.entry != nil && len(p.entry.see) > 0 {
		digits := "1"
		if n := len(p.entry.see); n > 1 {
			digits = fmt.Sprintf("1 to %d", n)
		}
		keys = append([]key.Binding{page.Bind(digits, "see also", "1")}, keys...)
	}
	return keys
}

// Help says what the page holds.
func (p *Programme) Help() string {
	return "All that is known of one programme: whether it takes referrals today, what room there is and when that was said, what it gives, who it is for with every requirement, how to refer, what it costs, where each thing was read and when the record was last checked. A digit opens what stands under See also. If a part of it looks wrong or out of date, press w and say so: everybody who reads it sees that it is questioned, and a curator looks at it."
}

func (p *Programme) lines(w int) []string {
	pr := &p.entry.programme
	var out []string
	add := func(lines ...string) { out = append(out, lines...) }
	section := func(head string, lines []string) {
		if strings.Join(lines, "") != "" {
			add("", p.look.Title(p.look.Cut(head, w)))
			add(lines...)
		}
	}
	for _, s := range p.look.Wrap(pr.Name, w) {
		add(p.look.Title(s))
	}
	add(p.look.Wrap(pr.Provider, w)...)
	add(openLines(p.look, pr, pr.Dates.Open(p.desk.Today()), w)...)
	add(roomLines(p.look, &p.entry.delivery, p.desk.Today(), w)...)
	add(doubted(p.look, &p.entry.upkeep, w)...)
	section("What it gives", p.look.Wrap(pr.Gives, w))
	section("Who it is for", p.whoFor(w))
	section("Helps with", p.helps(w))
	section("How to refer", p.routes(w))
	section("Cost", p.look.Wrap(sentence(pr.Cost), w))
	section("Documents to bring, for", p.look.Wrap(sentence(pr.Bring()), w))
	section("See also", p.seeAlso(w))
	section("What came of referrals from here", p.here(w))
	section("Notes", p.look.Wrap(pr.Notes, w))
	section("Also called", p.look.Wrap(strings.Join(pr.OtherNames, "; "), w))
	section("Last checked", append(p.checked(w), p.marked(w)...))
	section("Questions", p.questions(w))
	section("Sources", p.sources(w))
	return out
}

// whoFor is who it is for in plain words, and then its rule read out, each
// requirement with the number of its source.
func (p *Programme) whoFor(w int) []string {
	pr := &p.entry.programme
	lines := p.look.Wrap(pr.For, w)
	rule := match.RuleWords(pr, p.desk.Today())
	if len(rule) > 0 {
		lines = append(lines, p.look.Cut("Every line of this has to be met:", w))
	}
	for _, r := range rule {
		s := r.Text
		if n := p.sourceNumber(r.Source); n > 0 {
			s += fmt.Sprintf(" [%d]", n)
		}
		if r.Judged {
			s += " (you judge this)"
		}
		if r.Unverified {
			s += " (not confirmed by a published source)"
		}
		lines = append(lines, p.look.Hang(strings.Repeat("  ", r.Indent+1)+p.look.Glyphs.Bullet+" ", s, w)...)
	}
	return lines
}

// sourceNumber is where the source of that id stands in the list of sources,
// from 1; 0 for none.
func (p *Programme) sourceNumber(id string) int {
	return 1 + slices.IndexFunc(p.entry.programme.Sources, func(s store.Source) bool { return s.ID == id })
}

func (p *Programme) bullet(s string, w int) []string {
	return p.look.Hang("  "+p.look.Glyphs.Bullet+" ", s, w)
}

func (p *Programme) helps(w int) []string {
	labels := make([]string, len(p.entry.programme.Helps))
	for i, b := range p.entry.programme.Helps {
		labels[i] = b.Label()
	}
	return p.look.Wrap(sentence(strings.Join(labels, ", ")), w)
}

func (p *Programme) routes(w int) []string {
	var lines []string
	for _, r := range p.entry.programme.Routes {
		s := sentence(r.Who) + ": " + r.How
		if r.Contact != "" {
			s += " (" + r.Contact + ")"
		}
		lines = append(lines, p.bullet(s, w)...)
	}
	if len(lines) == 0 {
		return p.look.Wrap("The sources do not say. Ask the provider.", w)
	}
	return lines
}

func (p *Programme) seeAlso(w int) []string {
	var lines []string
	for i := range p.entry.see {
		other := &p.entry.see[i]
		s := other.Name + ", " + openWord(other.Dates.Open(p.desk.Today()))
		lines = append(lines, p.look.Hang(fmt.Sprintf("  %d ", i+1), s, w)...)
	}
	return lines
}

// checked says how fresh the record is, and warns when it is old.
func (p *Programme) checked(w int) []string {
	pr, u := &p.entry.programme, &p.entry.upkeep
	assured, by := max(u.Assured, pr.Assured), pr.AssuredBy
	if assured == 0 {
		return p.look.Wrap("Nobody has checked this record yet: check with the provider before you rely on it.", w)
	}
	s := assured.Words()
	if assured > pr.Assured {
		by = "a curator found it still right"
	}
	if by != "" {
		s += ": " + by
	}
	lines := p.look.Wrap(s+".", w)
	if days := int(p.desk.Today() - assured); days > staleAfter {
		for _, s := range p.look.Wrap(fmt.Sprintf("! That is %s ago: check with the provider before you rely on it.", ago(days)), w) {
			lines = append(lines, p.look.Warn(s))
		}
	}
	return lines
}

func ago(days int) string {
	if days >= 730 {
		return fmt.Sprintf("%d years", days/365)
	}
	return fmt.Sprintf("%d months", days*12/365)
}

func (p *Programme) sources(w int) []string {
	var lines []string
	for i, s := range p.entry.programme.Sources {
		words := s.Title
		if s.Date != "" {
			words += ", " + s.Date
		}
		where := s.URL
		if where == "" {
			where = s.Seed
		}
		if where != "" {
			words += ": " + where
		}
		lines = append(lines, p.look.Hang(fmt.Sprintf("  [%d] ", i+1), words, w)...)
	}
	return lines
}
