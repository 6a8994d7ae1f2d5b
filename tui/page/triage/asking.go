package triage

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/store"
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
	once    bool // asked from the list of facts: back there afterwards
}

// entryKey names a question: a fact, or a judgement of one programme.
type entryKey struct {
	fact store.Fact
	ask  string
}

func keyOf(q store.Question) entryKey {
	if q.Ask != "" {
		return entryKey{fact: store.Judgements, ask: q.Ask}
	}
	f, _ := store.FactNamed(q.Fact)
	return entryKey{fact: f}
}

// nextQuestion asks what settles most of what is still open and was not skipped;
// where nothing is left to ask it shows the results.
func (p *Page) nextQuestion() {
	p.asker.now = nil
	for _, q := range p.shown.answer.Next {
		k := keyOf(q)
		if p.asker.skipped[k] {
			continue
		}
		p.ask(k, q.Question)
		p.asker.settles = q.Settles
		return
	}
	p.mode = results
}

func (p *Page) ask(k entryKey, question string) {
	p.mode, p.asker.settles = asking, 0
	if k.ask != "" {
		p.asker.now = entry.Judge(k.ask, question, p.who.facts)
		return
	}
	p.asker.now = entry.New(k.fact, p.who.facts)
}

func (p *Page) current() entryKey {
	return entryKey{fact: p.asker.now.Fact, ask: p.asker.now.Ask}
}

func (p *Page) keyAsking(k tea.KeyPressMsg) tea.Cmd {
	if p.asker.now == nil {
		return nil
	}
	typing := p.asker.now.Typing()
	switch name := k.String(); {
	case name == "tab", name == "n" && !typing:
		return p.skip()
	case name == "shift+tab", name == "b" && !typing:
		p.previous()
		return nil
	case name == "ctrl+r", name == "r" && !typing:
		p.leaveQuestion(results)
		return nil
	case name == "ctrl+l", name == "l" && !typing:
		p.leaveQuestion(listing)
		return nil
	}
	switch p.asker.now.Key(k) {
	case look.Chosen:
		return p.answered()
	case look.Left:
		p.leaveQuestion(listing)
	}
	return nil
}

func (p *Page) leaveQuestion(to mode) {
	p.asker.now, p.asker.once, p.mode = nil, false, to
}

func (p *Page) answered() tea.Cmd {
	ch, err := p.asker.now.Changes()
	if err != nil {
		p.Wrong(err)
		return nil
	}
	at := p.current()
	if !known(ch, at) {
		return p.skip()
	}
	delete(p.asker.skipped, at)
	p.note(at)
	if p.asker.once {
		p.leaveQuestion(listing)
	} else {
		p.asker.now = nil // the next one comes with the answer
	}
	return p.answer(ch)
}

// known says whether the change answers the question, rather than leaving it
// not known.
func known(ch store.Changes, at entryKey) bool {
	v, ok := ch.Set[at.fact]
	if !ok {
		return false
	}
	return at.ask == "" || v.Set.Holds(at.ask) != store.Unknown
}

// skip leaves the question not known, forgetting what was known of it, and does
// not ask again unless the member goes back to it.
func (p *Page) skip() tea.Cmd {
	at := p.current()
	if p.asker.skipped == nil {
		p.asker.skipped = map[entryKey]bool{}
	}
	p.asker.skipped[at] = true
	p.note(at)
	_, had := p.who.facts[at.fact]
	once := p.asker.once
	p.asker.now, p.asker.once = nil, false
	if had && at.ask == "" {
		if once {
			p.mode = listing
		}
		return p.answer(store.Changes{Forget: []store.Fact{at.fact}})
	}
	if once {
		p.mode = listing
		return nil
	}
	p.nextQuestion()
	return nil
}

func (p *Page) note(at entryKey) {
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
	p.ask(last, p.question(last))
}

// question is the words of a judgement asked before.
func (p *Page) question(k entryKey) string {
	for _, r := range p.shown.answer.Results {
		for _, list := range [][]store.Reason{r.Missing, r.Met, r.Failed} {
			for _, reason := range list {
				if reason.Ask == k.ask && reason.Question != "" {
					return reason.Question
				}
			}
		}
	}
	return "Is it so that the client " + k.ask + "?"
}

func (p *Page) keysAsking() []key.Binding {
	ctrl := "Ctrl+"
	if p.asker.now != nil && !p.asker.now.Typing() {
		ctrl = ""
	}
	r, l := "R", "L"
	if ctrl == "" {
		r, l = "r", "l"
	}
	keys := []key.Binding{
		page.Bind("Enter", "answer", "enter"), page.Bind("Tab", "not known", "tab"), page.Bind(ctrl+r, "results", "ctrl+r"),
		page.Bind(ctrl+l, "list facts", "ctrl+l"), page.Bind("Shift+Tab", "previous", "shift+tab"),
	}
	if p.asker.now != nil && p.asker.now.Fact.Info().Kind == store.KindSet && p.asker.now.Ask == "" {
		keys = append([]key.Binding{page.Bind("Space", "mark", "space")}, keys...)
	}
	return keys
}

// progress says how far the questions have got.
func (p *Page) progress() string {
	if p.asker.settles > 0 {
		return fmt.Sprintf("%d known. This helps settle %d.", len(p.who.facts), p.asker.settles)
	}
	return fmt.Sprintf("%d known.", len(p.who.facts))
}
