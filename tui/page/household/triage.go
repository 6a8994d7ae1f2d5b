package household

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// board is how a household stands: first the programmes that ask for one, then
// everybody. Behind each row stand its reasons, or one person's standings.
type board struct {
	answer store.HouseholdAnswer
	loaded bool
	rows   look.List
	person int       // whose standings are listed, from 1; 0 for the household
	theirs look.List // those standings
	why    bool      // the reasons of what is in focus are read
	asking bool      // what is not known is listed
	asks   []ask
	askAt  look.List
	passed []ask // were asked in this round; none: no round goes on
	text   look.Text
	ask    page.Ask[store.HouseholdAnswer]
}

// ask is one thing that is not known of one person.
type ask struct {
	person   store.PersonID
	name     string
	fact     store.Fact
	judge    string // the judgement, "programme/ask"
	question string
}

func (o *One) matched(msg page.Answer[store.HouseholdAnswer]) {
	if o.match == nil || !o.match.ask.Take(msg) {
		return
	}
	if msg.Err != nil {
		o.Wrong(entry.Plain(msg.Err))
		if !o.match.loaded {
			o.match = nil
		}
		return
	}
	b := o.match
	b.answer, b.loaded = msg.Value, true
	b.rows.SetLen(len(b.answer.Results) + len(b.answer.People))
	if b.person > len(b.answer.People) {
		b.person = 0
	}
	b.theirs.SetLen(len(b.results()))
	b.lay(o.look, o.room.W)
	o.goOn()
}

// goOn asks the next question of a round, once what was answered is in view.
func (o *One) goOn() {
	b := o.match
	if b == nil || len(b.passed) == 0 || b.ask.Busy() || o.load.Busy() || o.change.open() {
		return
	}
	r, ok := b.whole()
	if ok {
		b.collect(&r)
		for _, a := range b.asks {
			if !slices.ContainsFunc(b.passed, a.same) {
				o.question(a)
				return
			}
		}
	}
	b.passed = nil
}

// same says whether the other asks the same of the same person.
func (a ask) same(b ask) bool { return a.person == b.person && a.fact == b.fact && a.judge == b.judge }

// whole is the programme in focus of those that ask for a household.
func (b *board) whole() (store.HouseholdResult, bool) {
	if at := b.rows.At(); b.person == 0 && at < len(b.answer.Results) {
		return b.answer.Results[at], true
	}
	return store.HouseholdResult{}, false
}

// results is how the person in focus stands with what is for a person.
func (b *board) results() []store.Result {
	if b.person == 0 {
		return nil
	}
	all := slices.Clone(b.answer.People[b.person-1].Answer.Results)
	return slices.DeleteFunc(all, func(r store.Result) bool { return r.NotPerson })
}

func (o *One) keyMatch(k tea.KeyPressMsg) tea.Cmd {
	b := o.match
	name := k.String()
	switch {
	case !b.loaded && name != "esc":
	case b.asking:
		o.keyAsks(k)
	case name == "esc":
		o.backFromMatch()
	case name == "r":
		return o.refer()
	case name == "v":
		return o.showHealth()
	case name == "a":
		o.listAsks()
	case b.why:
		b.text.Key(k)
	case name == "enter":
		b.open(o.look, o.room.W)
	case b.person > 0:
		b.theirs.Key(k)
	default:
		b.rows.Key(k)
	}
	return nil
}

func (o *One) backFromMatch() {
	switch b := o.match; {
	case b.why:
		b.why = false
	case b.person > 0:
		b.person = 0
	default:
		b.ask.Stop()
		o.match = nil
	}
}

// open opens the row in focus.
func (b *board) open(lk look.Look, w int) {
	_, whole := b.whole()
	switch {
	case b.person > 0 || whole:
		b.why = b.person == 0 || b.theirs.Len() > 0
	case b.rows.Len() > 0:
		b.person = b.rows.At() - len(b.answer.Results) + 1
		b.theirs = look.List{}
		b.theirs.SetLen(len(b.results()))
	}
	b.text.Top()
	b.lay(lk, w)
}

// listAsks lists what is not known that the programme in focus turns on.
func (o *One) listAsks() {
	b := o.match
	r, ok := b.whole()
	if !ok {
		o.Say("Go to a programme that asks for a household first.")
		return
	}
	b.collect(&r)
	b.askAt = look.List{}
	b.askAt.SetLen(len(b.asks))
	if b.asking = len(b.asks) > 0; !b.asking {
		o.Say("Nothing is left to ask about this programme.")
	}
}

// collect gathers what is not known that a programme turns on.
func (b *board) collect(r *store.HouseholdResult) {
	b.asks = nil
	for _, t := range r.Tests {
		for _, p := range t.People {
			b.addAsks(p)
		}
	}
	for _, p := range r.People {
		b.addAsks(p)
	}
}

// addAsks adds what is missing of one person, each thing once. Whether a
// programme is running is asked of nobody twice.
func (b *board) addAsks(p store.PersonResult) {
	for _, r := range p.Result.Missing {
		one := ask{person: p.Person, name: b.name(p.Person), judge: r.Ask, question: r.Question}
		if r.Ask == "" {
			one.fact, _ = store.FactNamed(r.Fact)
		}
		if one.judge == "" && one.fact == store.NoFact {
			continue
		}
		again := func(a ask) bool {
			return a.fact == one.fact && a.judge == one.judge && (a.person == one.person || strings.HasSuffix(one.judge, "/running"))
		}
		if !slices.ContainsFunc(b.asks, again) {
			b.asks = append(b.asks, one)
		}
	}
}

func (o *One) keyAsks(k tea.KeyPressMsg) {
	b := o.match
	switch k.String() {
	case "esc":
		b.asking = false
	case "enter":
		b.asking, b.passed = false, nil
		o.question(b.asks[b.askAt.At()])
	default:
		b.askAt.Key(k)
	}
}

// question asks one thing of one person. The answer brings the next of the round;
// Esc ends it.
func (o *One) question(a ask) {
	p, ok := o.got.view.Person(a.person)
	if !ok {
		o.match.passed = nil
		return
	}
	if o.hidden(&p, a.fact) {
		o.match.passed = nil
		return
	}
	o.match.passed = append(o.match.passed, a)
	o.change = change{what: askFact, person: a.person}
	if a.judge != "" {
		o.change.fact = entry.Judge(a.judge, a.name+": "+a.question, p.Own)
	} else {
		o.change.fact = entry.New(a.fact, p.Own, nil)
	}
}

func (b *board) name(id store.PersonID) string {
	for _, p := range b.answer.People {
		if p.Person == id {
			return p.Name
		}
	}
	return "person " + string(id)
}

// lay lays out the reasons of what is in focus, as wide as the room is.
func (b *board) lay(lk look.Look, w int) {
	if !b.loaded {
		return
	}
	if r, ok := b.whole(); ok {
		b.text.SetLines(b.wholeLines(lk, r, w))
		return
	}
	if results := b.results(); len(results) > 0 {
		b.text.SetLines(resultLines(lk, results[b.theirs.At()], w))
	}
}

func standingWords(s store.Standing, when store.Day) string {
	out := string(s)
	switch s {
	case store.Eligible, store.Unclear:
	case store.NearMiss:
		out = "near miss"
	case store.Ineligible:
		out = "not eligible"
	}
	if when != 0 {
		out += ", met on " + when.Words()
	}
	return out
}

func sign(lk look.Look, s store.Standing) string {
	switch s {
	case store.Eligible:
		return lk.Glyphs.Yes
	case store.Unclear:
		return lk.Glyphs.Ask
	case store.NearMiss:
		return lk.Glyphs.Near
	case store.Ineligible:
	}
	return lk.Glyphs.No
}

// wholeLines is how the household stands with a programme: each thing asked of
// its people together, and who meets it.
func (b *board) wholeLines(lk look.Look, r store.HouseholdResult, w int) []string {
	lines := []string{lk.Title(lk.Cut(r.Name+": "+standingWords(r.Standing, r.When), w))}
	for _, t := range r.Tests {
		says := t.Says
		if t.Short != "" {
			says += " (" + t.Short + ")"
		}
		if t.Note != "" {
			says += ": " + t.Note
		}
		lines = append(lines, lk.Hang(sign(lk, t.Standing)+" ", says, w)...)
		for _, p := range t.People {
			lines = append(lines, lk.Hang("    "+sign(lk, p.Result.Standing)+" ", b.name(p.Person)+inWords(p.Result), w)...)
		}
	}
	lines = append(lines, "", lk.Title(lk.Cut("Each person, as one of this household", w)))
	for _, p := range r.People {
		lines = append(lines, lk.Hang(sign(lk, p.Result.Standing)+" ", b.name(p.Person)+": "+standingWords(p.Result.Standing, p.Result.When)+inWords(p.Result), w)...)
	}
	for _, t := range r.Tests {
		if t.Source != "" {
			lines = append(lines, "")
			return append(lines, lk.Hang("Read in: ", t.Source, w)...)
		}
	}
	return lines
}

// inWords is what stands in a person's way, or is not known of them.
func inWords(r store.Result) string {
	list, before := r.Missing, ". Not known: "
	if len(r.Failed) > 0 {
		list, before = r.Failed, ". Not met: "
	}
	var says []string
	for _, reason := range list {
		says = append(says, reason.Says)
	}
	if len(says) == 0 {
		return ""
	}
	return before + strings.Join(says, "; ")
}

func resultLines(lk look.Look, r store.Result, w int) []string {
	lines := []string{lk.Title(lk.Cut(r.Name+": "+standingWords(r.Standing, r.When), w))}
	for _, part := range []struct {
		sign string
		list []store.Reason
	}{{lk.Glyphs.No, r.Failed}, {lk.Glyphs.Ask, r.Missing}, {lk.Glyphs.Yes, r.Met}} {
		for _, reason := range part.list {
			says := reason.Says
			for _, more := range []string{reason.Short, reason.Note} {
				if more != "" {
					says += "; " + more
				}
			}
			lines = append(lines, lk.Hang(part.sign+" ", says, w)...)
		}
	}
	return lines
}

func (b *board) draw(lk look.Look, w, h int) (lines []string, x, y int) {
	switch {
	case !b.loaded:
		return []string{lk.Cut("Matching everybody...", w)}, 0, -1
	case b.asking:
		lines = []string{lk.Title(lk.Cut("What is not known", w))}
		return under(lines, &b.askAt, lk, w, h, func(i, w int) string {
			return lk.Cut(b.asks[i].name+": "+questionOf(b.asks[i]), w)
		})
	case b.why:
		return strings.Split(b.text.View(h), "\n"), 0, 0
	case b.person > 0:
		p, results := b.answer.People[b.person-1], b.results()
		lines = []string{lk.Title(lk.Cut(p.Name+" on "+b.answer.AsOf.Words()+", as one of this household", w))}
		return under(lines, &b.theirs, lk, w, h, func(i, w int) string {
			r := &results[i]
			return lk.Cut(sign(lk, r.Standing)+" "+lk.Fit(standingWords(r.Standing, 0), 12)+"  "+r.Name, w)
		})
	}
	lines = []string{lk.Title(lk.Cut("How this household stands on "+b.answer.AsOf.Words(), w))}
	return under(lines, &b.rows, lk, w, h, func(i, w int) string { return lk.Cut(b.row(lk, i), w) })
}

func questionOf(a ask) string {
	if a.judge != "" {
		return a.question
	}
	return a.fact.Info().Label
}

// under draws rows below the lines.
func under(lines []string, rows *look.List, lk look.Look, w, h int, row func(i, w int) string) ([]string, int, int) {
	body := rows.View(lk, w, h-len(lines), row)
	if body == "" {
		return lines, 0, -1
	}
	x, y := rows.Cursor()
	return append(lines, strings.Split(body, "\n")...), x, y + len(lines)
}

func (b *board) row(lk look.Look, i int) string {
	if i < len(b.answer.Results) {
		r := &b.answer.Results[i]
		return sign(lk, r.Standing) + " " + lk.Fit(standingWords(r.Standing, 0), 12) + "  " + r.Name
	}
	return summary(&b.answer.People[i-len(b.answer.Results)])
}

func summary(p *store.PersonAnswer) string {
	count := map[store.Standing]int{}
	for _, r := range p.Answer.Results {
		if !r.NotPerson {
			count[r.Standing]++
		}
	}
	return fmt.Sprintf("%s: %d eligible, %d unclear, %d near miss", p.Name, count[store.Eligible], count[store.Unclear], count[store.NearMiss])
}

func (b *board) keys(health key.Binding) []key.Binding {
	esc := page.Bind("Esc", "back", "esc")
	_, whole := b.whole()
	refer := []key.Binding{page.Bind("r", "refer everybody", "r"), page.Bind("a", "answer", "a"), health}
	switch {
	case b.asking:
		return []key.Binding{page.Bind("Enter", "answer", "enter"), esc}
	case b.why && whole:
		return append(refer, page.Bind("Up Down", "scroll", "up", "down"), esc)
	case b.why:
		return []key.Binding{health, page.Bind("Up Down", "scroll", "up", "down"), esc}
	case b.person > 0:
		return []key.Binding{page.Bind("Enter", "why", "enter"), health, esc}
	}
	return append(append([]key.Binding{page.Bind("Enter", "why", "enter")}, refer...), esc)
}
