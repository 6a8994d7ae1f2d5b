package triage

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// asker is the question being asked, and which have been.
type asker struct {
	now     *entry.Entry
	settles int        // how many programmes the question settles
	done    []entryKey // asked so far, the last one last
	skipped map[entryKey]bool
	only    store.ProgrammeID // asks what is missing for this one alone
	back    mode              // where to after the answer; asking for the next question
	undo    *undo
	ahead   []tea.KeyPressMsg // pressed before there was a question to answer
}

// undo is how it was before the answer that is being matched.
type undo struct {
	who who
	now *entry.Entry
}

// entryKey names a question: a fact, or a judgement of one programme.
type entryKey struct {
	fact store.Fact
	ask  string
}

func keyOf(fact, ask string) entryKey {
	if ask != "" {
		return entryKey{fact: store.Judgements, ask: ask}
	}
	f, _ := store.FactNamed(fact)
	return entryKey{fact: f}
}

// nextQuestion asks what settles most of what is still open and was not skipped;
// where nothing is left to ask it shows the results. What only a provider can
// answer is not asked of a client in between: it stands with the programme's
// reasons.
func (p *Page) nextQuestion() {
	p.asker.now = nil
	waits := 0
	for _, q := range p.questions() {
		k := keyOf(q.Fact, q.Ask)
		if p.asker.only == "" && match.ForProvider(q.Ask) {
			waits++
			continue
		}
		if p.asker.skipped[k] || p.asker.only == "" && k.ask == "" && p.who.facts.Moot(k.fact) {
			continue
		}
		p.ask(k, q.Question, asking)
		p.asker.settles = q.Settles
		return
	}
	if p.asker.only == "" {
		p.Say(rest(waits))
	}
	p.backFrom(results)
}

// rest says what is left when the client has been asked everything.
func rest(waits int) string {
	if waits == 0 {
		return "There is nothing left to ask."
	}
	return "Nothing more to ask the client. Left for providers: " + store.Count(waits, "question") + ", each in its programme's reasons."
}

// backFrom leaves the questions: to the reasons of the one programme where only
// its own were asked, and otherwise as said.
func (p *Page) backFrom(to mode) {
	if p.asker.only != "" {
		to = reasons
		p.board.show(p.asker.only)
	}
	p.asker.now, p.asker.only, p.mode = nil, "", to
	p.lay()
}

// questions are what there is to ask, the most useful first: of every programme,
// or of the one alone.
func (p *Page) questions() []store.Question {
	if p.asker.only == "" {
		return p.board.answer.Next
	}
	var out []store.Question
	for _, r := range p.board.answer.Results {
		if r.ID != p.asker.only {
			continue
		}
		for _, m := range r.Missing {
			out = append(out, store.Question{Fact: m.Fact, Ask: m.Ask, Question: m.Question})
		}
	}
	return out
}

// ask asks a question; back is where to after its answer.
func (p *Page) ask(k entryKey, question string, back mode) {
	p.mode, p.asker.settles, p.asker.back = asking, 0, back
	if k.ask != "" {
		p.asker.now = entry.Judge(k.ask, question, p.who.facts)
		return
	}
	p.asker.now = entry.New(k.fact, p.who.facts, p.programmes())
}

// programmes are those that a client can be on.
func (p *Page) programmes() []entry.Named {
	var out []entry.Named
	for _, r := range p.board.answer.Results {
		if !r.NotPerson {
			out = append(out, entry.Named{ID: string(r.ID), Name: r.Name})
		}
	}
	slices.SortFunc(out, func(a, b entry.Named) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out
}

func (p *Page) current() entryKey {
	return entryKey{fact: p.asker.now.Fact, ask: p.asker.now.Ask}
}

func (p *Page) keyAsking(k tea.KeyPressMsg) tea.Cmd {
	switch name := k.String(); {
	case name == "esc":
		p.leaveQuestion()
		return nil
	case p.asker.now == nil: // the answer before is being matched
		return nil
	case name == "tab":
		return p.skip()
	case name == "ctrl+p", name == "shift+tab":
		p.previous()
		return nil
	}
	if p.asker.now.Key(k) == look.Chosen {
		return p.answered()
	}
	return nil
}

// leaveQuestion gives up the question: back to the facts where it came from
// there, and otherwise to the results.
func (p *Page) leaveQuestion() {
	if p.asker.back == listing {
		p.backFrom(listing)
		return
	}
	p.backFrom(results)
}

func (p *Page) answered() tea.Cmd {
	ch, err := p.asker.now.Changes()
	if err != nil {
		p.asker.now.Refuse(err)
		return nil
	}
	at := p.current()
	if !p.asker.now.Known(ch) {
		return p.skip()
	}
	delete(p.asker.skipped, at)
	return p.change(ch, at)
}

// change takes the answer to the question in view; the next one is asked when
// it is matched.
func (p *Page) change(ch store.Changes, at entryKey) tea.Cmd {
	p.asker.undo = &undo{who: p.who, now: p.asker.now}
	p.asked(at)
	cmd := p.answer(ch)
	p.asker.now, p.mode = nil, p.asker.back
	if p.mode == listing {
		p.focusFact(at.fact)
	}
	return cmd
}

// takeBack goes back to the question whose answer could not be matched.
func (p *Page) takeBack(err error) {
	p.asker.ahead = nil
	if p.asker.undo == nil {
		if p.mode == loading || p.mode == asking && p.asker.now == nil {
			p.mode = results
		}
		return
	}
	p.who, p.asker.now = p.asker.undo.who, p.asker.undo.now
	p.asker.undo, p.mode = nil, asking
	p.asker.now.Refuse(err)
}

// skip leaves the question not known, forgetting what was known of it, and does
// not ask again unless the member goes back to it.
func (p *Page) skip() tea.Cmd {
	at := p.current()
	if p.asker.skipped == nil {
		p.asker.skipped = map[entryKey]bool{}
	}
	p.asker.skipped[at] = true
	v, had := p.who.facts[at.fact]
	if had && (at.ask == "" || v.Set.Holds(at.ask) != store.Unknown) {
		return p.change(p.asker.now.Forget(), at)
	}
	p.asked(at)
	p.asker.now, p.mode = nil, p.asker.back
	if p.mode == asking {
		p.nextQuestion()
	}
	return nil
}

func (p *Page) asked(at entryKey) {
	p.asker.done = append(slices.DeleteFunc(p.asker.done, func(k entryKey) bool { return k == at }), at)
}

// previous goes back to the question asked before.
func (p *Page) previous() {
	if len(p.asker.done) == 0 {
		p.Say("This is the first question.")
		return
	}
	last := p.asker.done[len(p.asker.done)-1]
	p.asker.done = p.asker.done[:len(p.asker.done)-1]
	p.ask(last, p.question(last), asking)
}

// question is the words of a judgement asked before.
func (p *Page) question(k entryKey) string {
	for _, r := range p.board.answer.Results {
		for _, list := range [][]store.Reason{r.Missing, r.Met, r.Failed} {
			for _, reason := range list {
				if reason.Ask == k.ask && reason.Question != "" {
					return reason.Question
				}
			}
		}
	}
	for _, r := range p.board.answer.Results {
		for _, reason := range slices.Concat(r.Met, r.Failed) {
			if reason.Ask == k.ask {
				return "Is it so that the client " + reason.Says + "?"
			}
		}
	}
	return "Is this so: " + k.ask + "?"
}

func (p *Page) keysAsking() []key.Binding {
	if p.asker.now == nil {
		return []key.Binding{page.Bind("Esc", "results", "esc")}
	}
	back := "results"
	switch {
	case p.asker.back == listing:
		back = "facts"
	case p.asker.only != "":
		back = "reasons"
	}
	keys := []key.Binding{page.Bind("Enter", "answer", "enter"), page.Bind("Tab", "not known", "tab")}
	keys = append(keys, p.asker.now.Keys()...)
	return append(keys, page.Bind("Esc", back, "esc"), page.Bind("Ctrl+P", "previous", "ctrl+p"))
}

// progress says how far the questions have got.
func (p *Page) progress() string {
	known := store.Count(len(p.who.facts), "fact") + " known"
	if p.asker.settles > 1 {
		return fmt.Sprintf("%s. The answer helps settle %d programmes.", known, p.asker.settles)
	}
	return known + "."
}
