package plain

import (
	"errors"
	"fmt"
	"slices"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/page/entry"
	"signpost/tui/page/triage"
)

// note says what of this is not saved.
func (t *interview) note() string {
	switch {
	case t.client.Ref == "":
		return "This client is not saved. To save them, enter save."
	case t.unsavedWords() != "":
		return "New answers are not saved. To save them, enter save."
	case t.after != "":
		return "To take " + string(t.after) + " further, enter the number of a programme, and then refer."
	case !t.assessed:
		return "Matched on " + t.match.AsOf.Words() + ". To save this assessment, enter save."
	}
	return "Saved on " + t.match.AsOf.Words() + ". To refer, enter the number of a programme, and then refer."
}

// standingRows lists the results for a person in the order of the standings, and
// each as a row, with what came of referrals there and what room there is.
func standingRows(results []store.Result, past entry.Past, room func(store.ProgrammeID) string) (sorted []store.Result, rows []string) {
	for _, st := range store.Standings() {
		for _, r := range results {
			if r.Standing != st || r.NotPerson {
				continue
			}
			row := r.Name + ": " + triage.Standing(st)
			for _, more := range []string{past[r.ID], room(r.ID), triage.Gist(r)} {
				if more != "" {
					row += ", " + more
				}
			}
			sorted, rows = append(sorted, r), append(rows, row)
		}
	}
	return sorted, rows
}

// standingWords are the standings as words that lead to the first of each.
func standingWords() []command {
	var out []command
	for _, st := range store.Standings() {
		out = append(out, command{triage.Standing(st), "the first that is " + triage.Standing(st) + "."})
	}
	return out
}

// first is the row of the first result of the standing that a word names.
func first(sorted []store.Result, word string) (int, bool) {
	for i, r := range sorted {
		if triage.Standing(r.Standing) == word {
			return i, true
		}
	}
	return 0, false
}

// show reads out how the client stands with every programme, and why.
func (t *interview) show() (place, error) {
	l := &t.results
	words := []command{
		{"questions", "the next question, those passed over too."},
		triageWords[1], triageWords[2], triageWords[3],
		{"mark", "count that there is no provision for a barrier."},
	}
	*l = list{at: l.at, label: "Number, or help", words: append(words, standingWords()...)}
	rooms, today := t.rooms(), t.desk.Today()
	var sorted []store.Result
	sorted, l.rows = standingRows(t.match.Results, t.past(t.client.Ref), func(id store.ProgrammeID) string { return rooms.Room(id, today) })
	if i := slices.IndexFunc(sorted, func(r store.Result) bool { return r.ID == t.reopen }); i >= 0 {
		t.reopen = ""
		if next, err := t.why(sorted, i); !errors.Is(err, errBack) {
			return next, err
		}
	}
	t.title("Results")
	t.counts()
	t.para(t.note())
	for rows := t.session.show(l); ; {
		got, err := t.pick(l)
		if err != nil {
			return atResults, err
		}
		if got.row >= 0 {
			next, err := t.why(sorted, got.row)
			if errors.Is(err, errBack) {
				t.resume(rows, "Results")
				continue
			}
			return next, err
		}
		if got.word == "mark" {
			if err := t.mark(); !back(err) {
				return atResults, err
			}
			t.resume(rows, "Results")
			continue
		}
		if p, ok := placeOf(got.word); ok {
			if p == atQuestions {
				clear(t.skipped)
			}
			return p, nil
		}
		if at, ok := first(sorted, got.word); ok {
			l.at, l.first = at, at
			rows = t.session.show(l)
			continue
		}
		t.parf("No programme is %s for this client.", got.word)
	}
}

// why reads out the reasons of one result.
func (t *interview) why(sorted []store.Result, at int) (place, error) {
	words := []command{
		{"programme", "all that is known of it."},
		{"refer", "refer the client to it."},
		{"answer", "answer what is not known for it."},
		{"next", "the next result."},
		{"previous", "the result before."},
	}
	read := func() *reading {
		t.title(fmt.Sprintf("Why, %d of %d", at+1, len(sorted)))
		return t.text(triage.Reasons(t.lk, sorted[at], t.rooms().Words(sorted[at].ID, t.desk.Today()), t.w))
	}
	for text := read(); ; {
		r := sorted[at]
		got, err := t.pick(&list{label: "next, programme, refer, answer or back", words: words})
		switch {
		case err != nil:
			return atResults, err
		case got.word == "answer":
			return t.missing(r)
		case got.word == "next" && at+1 < len(sorted):
			at++
			text = read()
			continue
		case got.word == "previous" && at > 0:
			at--
			text = read()
			continue
		case got.word == "programme":
			err = t.programme(r.ID)
		case got.word == "refer":
			err = t.refers(r.ID)
		default:
			t.parf("This is the %s of the results.", map[string]string{"next": "last", "previous": "first"}[got.word])
			continue
		}
		if !back(err) {
			return atResults, err
		}
		t.resume(text, "Why: "+r.Name)
	}
}

// refers refers the saved client.
func (t *interview) refers(id store.ProgrammeID) error {
	if t.client.Ref == "" || t.unsavedWords() != "" {
		t.para("Save the client first: enter back, and then save. Then refer.")
		return nil
	}
	return t.refer(t.client.Ref, id, t.after)
}

// missing asks what is not known for one programme, and nothing else.
func (t *interview) missing(r store.Result) (place, error) {
	before := t.done
	t.done = nil // going back ends with the first of these
	defer func() { t.done = append(before, t.done...) }()
	t.reopen = r.ID // afterwards
	passed := map[asked]bool{}
	for {
		k, words, ok := t.lacking(r.ID, passed)
		if !ok {
			t.para("Nothing is left to ask for " + r.Name + ".")
			return atResults, nil
		}
		passed[k] = true
		p, err := t.put(k, words, 0)
		if err != nil && back(err) {
			return atResults, nil
		}
		if err != nil || p != atQuestions {
			t.reopen = ""
			return p, err
		}
	}
}

// lacking is the next thing that is not known for the programme as it stands now.
func (t *interview) lacking(id store.ProgrammeID, passed map[asked]bool) (asked, string, bool) {
	for _, r := range t.match.Results {
		if r.ID != id {
			continue
		}
		for _, m := range r.Missing {
			k := asked{ask: m.Ask}
			if k.fact, _ = store.FactNamed(m.Fact); m.Ask != "" {
				k.fact = store.Judgements
			}
			if !passed[k] {
				return k, m.Question, true
			}
		}
	}
	return asked{}, "", false
}

// factRows lists the facts a coach may change, each with what is known.
func factRows(have store.Facts) ([]store.Fact, []string) {
	facts := entry.Order(have)
	rows := make([]string, len(facts))
	for i, f := range facts {
		rows[i] = f.Info().Label + ": " + entry.Says(f, have)
	}
	return facts, rows
}

// listFacts reads out the facts, and changes one.
func (t *interview) listFacts() (place, error) {
	t.title("Facts, those that are known first")
	facts, rows := factRows(t.facts)
	l := &list{rows: rows, label: "Number to change, or help", words: []command{
		{"questions", "the next question."}, triageWords[0], triageWords[2], triageWords[3],
	}}
	t.session.show(l)
	got, err := t.pick(l)
	switch {
	case back(err) && err != nil:
		return atResults, nil
	case err != nil:
		return atFacts, err
	case got.row < 0:
		p, _ := placeOf(got.word)
		return p, nil
	}
	k := asked{fact: facts[got.row]}
	for {
		got, err := t.session.put(t.entry(k, "", 0), t.now(k), nil)
		if err != nil {
			return atFacts, unlessBack(err)
		}
		if err := t.took(k, got); err != nil {
			t.wrong(err)
			continue
		}
		return atFacts, nil
	}
}

// whatIf changes one fact, reads out what would move, and keeps it only where the
// member says so.
func (t *interview) whatIf() (place, error) {
	t.title("What if it were different? Nothing is kept.")
	facts, rows := factRows(t.facts)
	l := &list{rows: rows, label: "Number"}
	t.session.show(l)
	got, err := t.pick(l)
	if err != nil {
		return atResults, unlessBack(err)
	}
	k := asked{fact: facts[got.row]}
	for {
		got, err := t.session.put(t.entry(k, "", 0), t.now(k), nil)
		if err != nil || got.same {
			return atResults, unlessBack(err)
		}
		after, err := t.desk.Match(t.ctx, got.ch.Apply(t.facts), t.desk.Today())
		if err != nil {
			t.wrong(err)
			continue
		}
		return t.moved(k, got, after)
	}
}

func (t *interview) moved(k asked, got reply, after store.Answer) (place, error) {
	t.parf("%s: %s -> %s", k.fact.Info().Label, entry.Says(k.fact, t.facts), entry.Says(k.fact, got.ch.Apply(t.facts)))
	t.text(t.moveLines(match.Moves(t.match.Results, after.Results)))
	take, err := t.pick(&list{
		label: "take, or Enter to leave it as it was", enter: "leaves it as it was.",
		words: []command{{"take", "make it so. It is not saved until you enter save."}},
	})
	if err != nil || take.word != "take" {
		return atResults, unlessBack(err)
	}
	if err := t.took(k, got); err != nil {
		t.wrong(err)
	}
	return atResults, nil
}

func (t *interview) moveLines(moves []match.Move) []string {
	person := map[store.ProgrammeID]bool{}
	for _, r := range t.match.Results {
		person[r.ID] = !r.NotPerson
	}
	var lines []string
	for _, m := range moves {
		if person[m.ID] {
			lines = append(lines, t.lk.Hang("  ", fmt.Sprintf("%s: %s -> %s", m.Name, triage.Standing(m.From), triage.Standing(m.To)), t.w)...)
		}
	}
	if len(lines) == 0 {
		return []string{"Nothing would move."}
	}
	return lines
}

// assessment reads a saved assessment as it was shown.
func (s *session) assessment(id store.AssessmentID) error {
	a, err := s.desk.Assessment(s.ctx, id)
	names, err2 := s.desk.Names(s.ctx)
	if err := errors.Join(err, err2); err != nil {
		s.wrong(err)
		return nil
	}
	s.title(fmt.Sprintf("Assessment %s: %s", a.ID, a.Client))
	s.parf("As it was shown on %s to %s, with %s.", a.Answer.AsOf.Words(), nameOf(names, a.By), store.Count(len(a.Facts), "fact"))
	sorted, rows := standingRows(a.Answer.Results, nil, func(store.ProgrammeID) string { return "" })
	l := &list{rows: rows, label: "Number, or help", words: append([]command{{"facts", "the facts it was made with."}}, standingWords()...)}
	for read := s.show(l); ; {
		got, err := s.pick(l)
		switch at, ok := first(sorted, got.word); {
		case err != nil:
			return err
		case got.row >= 0:
			if err := s.reasons(sorted[got.row]); !back(err) {
				return err
			}
			s.resume(read, "Results")
		case got.word == "facts":
			if err := s.knownThen(a); !back(err) {
				return err
			}
			s.resume(read, "Results")
		case ok:
			l.at, l.first = at, at
			read = s.show(l)
		default:
			s.parf("No programme is %s there.", got.word)
		}
	}
}

// reasons reads out why, and then the programme where it is asked for.
func (s *session) reasons(r store.Result) error {
	s.title("Why")
	for text := s.text(triage.Reasons(s.lk, r, "", s.w)); ; {
		_, err := s.pick(&list{label: "Programme or back", words: []command{{"programme", "all that is known of it today."}}})
		if err != nil {
			return err
		}
		if err := s.programme(r.ID); !back(err) {
			return err
		}
		s.resume(text, "Why: "+r.Name)
	}
}

// knownThen reads what was known when an assessment was made, and what of it is of
// health where that is asked for.
func (s *session) knownThen(a store.Assessment) error {
	for health := false; ; {
		lines, masked := s.knownLines(a, health)
		s.text(lines)
		l := &list{label: "Enter, to go back", enter: "goes back to the results."}
		if masked {
			l.label, l.words = "Enter, to go back, or health", []command{{"health", "to hear what was known of health, which is written down."}}
		}
		got, err := s.pick(l)
		if err != nil || got.word != "health" {
			return err
		}
		if _, err := s.desk.AssessmentHealth(s.ctx, a.ID); err != nil {
			s.wrong(err)
			return nil
		}
		health = true
	}
}

// knownLines is what was known when an assessment was made, and whether something
// of health is left out.
func (s *session) knownLines(a store.Assessment, health bool) (lines []string, masked bool) {
	for _, f := range store.AllFacts() {
		if v, ok := a.Facts[f]; ok && f != store.Judgements {
			says := f.Words(v)
			if f.Health() && !health {
				says, masked = entry.HealthKept, true
			}
			lines = append(lines, s.lk.Hang(f.Info().Label+": ", says, s.w)...)
		}
	}
	if len(lines) == 0 {
		lines = []string{"Nothing was known."}
	}
	return append(lines, triage.Judgements(s.lk, a, s.w)...), masked
}
