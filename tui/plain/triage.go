package plain

import (
	"fmt"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/page/entry"
	"signpost/tui/page/triage"
)

// asked names a question: a fact, or a judgement of one programme.
type asked struct {
	fact store.Fact
	ask  string
}

// interview is the triage of one client.
type interview struct {
	*session
	client   store.Client // zero for somebody who is not saved
	facts    store.Facts
	changes  store.Changes // of client.Facts into facts, not saved
	answers  int           // how many answers that is
	match    store.Answer  // of facts
	assessed bool          // match is saved
	done     []asked       // asked so far, the last one last
	skipped  map[asked]bool
	results  list              // where in the results the member is
	reopen   store.ProgrammeID // whose reasons to read next; empty for none
	after    store.ReferralID  // what a referral made from here takes further
}

// The places of a triage.
type place uint8

const (
	atQuestions place = iota
	atResults
	atFacts
	atWhatIf
	atSave
)

// triageWords are what can be entered at each question of a triage.
var triageWords = []command{
	{"results", "how the client stands with every programme."},
	{"facts", "everything that is known, to change it."},
	{"what if", "change one fact and hear what would move, without keeping it."},
	{"save", "save the client with these answers."},
}

// placeOf is the place of a triage that a word leads to.
func placeOf(word string) (place, bool) {
	i := slices.Index([]string{"questions", "results", "facts", "what if", "save"}, word)
	return place(max(i, 0)), i >= 0
}

// triage asks about a client, and shows how they stand with every programme. The
// zero reference is somebody new. after is the referral that one made from here
// takes further, if any.
func (s *session) triage(ref store.ClientRef, after store.ReferralID) error {
	t := &interview{session: s, after: after, facts: store.Facts{}, skipped: map[asked]bool{}}
	if ref != "" {
		c, err := s.desk.Client(s.ctx, ref)
		if again, err := s.excused(err); err != nil {
			return err
		} else if again {
			return s.triage(ref, after)
		}
		if err != nil {
			s.wrong(err)
			return nil
		}
		t.take(c)
	}
	if err := t.rematch(); err != nil {
		s.wrong(err)
		return nil
	}
	defer s.keep(t.unsavedWords)()
	t.heading()
	at := atQuestions
	if len(t.facts) > 0 {
		at = atResults
	} else {
		s.para("Answer what the client can tell you. Enter alone, or ?, when something is not known: what is not known never counts as no. At any question: results, facts, what if, save. Nothing is saved until you enter save.")
	}
	for {
		next, err := t.at(at)
		switch {
		case err == nil:
			at = next
		case !back(err):
			return err
		default:
			if stay, err := s.stays(t.unsavedWords()); err != nil || !stay {
				return err
			}
		}
	}
}

func (t *interview) heading() {
	if t.client.Ref == "" {
		t.title("Triage: a new client")
		return
	}
	t.title(fmt.Sprintf("Triage: %s %s", t.client.Ref, t.client.GivenName))
}

// at does what there is to do at a place, and says which comes next.
func (t *interview) at(p place) (place, error) {
	switch p {
	case atResults:
		return t.show()
	case atFacts:
		return t.listFacts()
	case atWhatIf:
		return t.whatIf()
	case atSave:
		return atResults, t.save()
	}
	return t.question()
}

// take takes a client as they are saved.
func (t *interview) take(c store.Client) {
	t.client, t.facts, t.changes, t.answers = c, store.Changes{}.Apply(c.Facts), store.Changes{}, 0
}

func (t *interview) unsavedWords() string {
	if len(t.changes.Set)+len(t.changes.Forget) == 0 {
		return ""
	}
	who := "a new client"
	if t.client.Ref != "" {
		who = fmt.Sprintf("%s %s", t.client.Ref, t.client.GivenName)
	}
	if t.answers == 1 {
		return fmt.Sprintf("1 answer about %s is not saved.", who)
	}
	return fmt.Sprintf("%d answers about %s are not saved.", t.answers, who)
}

func (t *interview) rematch() error {
	m, err := t.desk.Match(t.ctx, t.facts, t.desk.Today())
	if err == nil {
		t.match = m
	}
	return err
}

// change takes a change of facts if it can be matched; otherwise nothing changes.
func (t *interview) change(ch store.Changes) error {
	was := *t
	t.facts = ch.Apply(t.facts)
	t.changes = triage.Then(t.changes, ch, t.facts)
	t.answers, t.assessed = t.answers+1, false
	if err := t.rematch(); err != nil {
		*t = was
		return err
	}
	t.counts()
	return nil
}

// counts says how the client stands in one line.
func (t *interview) counts() {
	var parts []string
	for _, st := range store.Standings() {
		n := 0
		for _, r := range t.match.Results {
			if r.Standing == st && !r.NotPerson {
				n++
			}
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, triage.Standing(st)))
	}
	t.para("Now " + strings.Join(parts, ", ") + ".")
}

// question asks what settles most of what is open and was not skipped.
func (t *interview) question() (place, error) {
	waits := 0
	for _, q := range t.match.Next {
		if match.ForProvider(q.Ask) {
			waits++
			continue
		}
		k := asked{ask: q.Ask}
		if k.fact, _ = store.FactNamed(q.Fact); q.Ask != "" {
			k.fact = store.Judgements
		}
		if !t.skipped[k] && !(q.Ask == "" && t.facts.Moot(k.fact)) {
			return t.put(k, q.Question, q.Settles)
		}
	}
	if waits > 0 {
		t.para("Nothing more to ask the client. Left for providers: " + store.Count(waits, "question") + ", each in its programme's reasons.")
	} else {
		t.para("There is nothing left to ask.")
	}
	return atResults, nil
}

// put asks one question, and goes to the one before it when the member goes back.
func (t *interview) put(k asked, words string, settles int) (place, error) {
	for {
		got, err := t.session.put(t.entry(k, words, settles), t.now(k), triageWords)
		if back(err) && err != nil && len(t.done) > 0 {
			k, settles = t.done[len(t.done)-1], 0
			t.done = t.done[:len(t.done)-1]
			words = triage.Judged(t.match, k.ask)
			continue
		}
		if err != nil {
			return atQuestions, err
		}
		if p, ok := placeOf(got.word); ok {
			return p, nil
		}
		if err := t.took(k, got); err != nil {
			t.wrong(err)
			continue
		}
		return atQuestions, nil
	}
}

// took takes the reply to a question.
func (t *interview) took(k asked, got reply) error {
	had := t.now(k) != ""
	if !got.same && (!got.skip || had) {
		if err := t.change(got.ch); err != nil {
			return err
		}
	}
	t.skipped[k] = got.skip
	t.done = append(slices.DeleteFunc(t.done, func(d asked) bool { return d == k }), k)
	return nil
}

// entry is the question as the pages have it, with its heading read out.
func (t *interview) entry(k asked, words string, settles int) *entry.Entry {
	t.lines([]string{""})
	says := fmt.Sprintf("%s. %s known.", k.fact.Info().Group, store.Count(len(t.facts), "fact"))
	if k.ask != "" {
		id, _, _ := strings.Cut(k.ask, "/")
		says = fmt.Sprintf("To judge, for %s.", t.programmeName(store.ProgrammeID(id)))
	}
	if settles > 1 {
		says += fmt.Sprintf(" The answer helps settle %d programmes.", settles)
	}
	t.para(says)
	if k.ask != "" {
		return entry.Judge(k.ask, words, t.facts)
	}
	return entry.New(k.fact, t.facts, t.programmes())
}

// now is what is known of what a question asks, or nothing.
func (t *interview) now(k asked) string {
	v, ok := t.facts[k.fact]
	switch {
	case !ok:
		return ""
	case k.ask == "":
		return k.fact.Words(v)
	}
	return map[store.Tri]string{store.Yes: "yes", store.No: "no"}[v.Set.Holds(k.ask)]
}

// programmes are those that a client can be on.
func (t *interview) programmes() []entry.Named { return named(t.match.Results) }

func named(results []store.Result) []entry.Named {
	var out []entry.Named
	for _, r := range results {
		if !r.NotPerson {
			out = append(out, entry.Named{ID: string(r.ID), Name: r.Name})
		}
	}
	slices.SortFunc(out, func(a, b entry.Named) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out
}

func (t *interview) programmeName(id store.ProgrammeID) string {
	for _, r := range t.match.Results {
		if r.ID == id {
			return r.Name
		}
	}
	return string(id)
}
