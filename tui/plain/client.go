package plain

import (
	"errors"
	"fmt"
	"slices"

	"signpost/store"
	"signpost/tui/page/caseload"
	"signpost/tui/page/entry"
)

// client is one client: what is kept of them, and what can be done.
func (s *session) client(ref store.ClientRef) error {
	for {
		r, err := caseload.Read(s.ctx, s.desk, ref)
		if again, err := s.excused(err); err != nil {
			return err
		} else if again {
			continue
		}
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title(fmt.Sprintf("Client %s %s", r.Client.Ref, r.Client.GivenName))
		s.para(r.State())
		closing := "Close this client"
		if !r.Client.Closed.IsZero() {
			closing = "Open this client again"
		}
		l := &list{label: "Number", rows: []string{
			fmt.Sprintf("Facts, %d known", known(r.Client.Facts)), fmt.Sprintf("Assessments, %d", len(r.Assessments)),
			fmt.Sprintf("Referrals, %d", len(r.Referrals)), fmt.Sprintf("Notes, %d", len(r.Notes)),
			"Triage, refer", "Add a note", "Change the given name", closing,
			fmt.Sprintf("Promised and not done, %d", r.Promised()), "Promise to do something",
			"More: what was corrected, who has seen this record, everything that is held, erase, when it goes",
			"Told what is kept about them and why: " + r.Client.Told.Words(),
		}}
		if len(store.Undertakes(r.Referrals, "")) > 0 {
			l.rows = append(l.rows, "Consent is withdrawn")
		}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		do := []func(*caseload.Record) error{
			s.clientFacts, s.clientAssessments, s.clientReferrals, s.clientNotes,
			func(r *caseload.Record) error { return s.triage(r.Client.Ref, "") },
			s.addNote, s.rename, s.closing, s.clientPromises, s.promise, s.clientMore, s.tell, s.clientConsent,
		}[got.row]
		if err := do(&r); errors.Is(err, errGone) {
			return nil
		} else if !back(err) {
			return err
		}
	}
}

func known(facts store.Facts) int {
	n := len(facts)
	if _, ok := facts[store.Judgements]; ok {
		n--
	}
	return n
}

// clientFacts reads the facts out, with how each is known, and changes one.
func (s *session) clientFacts(r *caseload.Record) error {
	health := false
	for at := 0; ; {
		s.title("Facts, those that are known first")
		facts := entry.Order(r.Client.Facts)
		l := &list{label: "Number to change", at: at}
		masked := func(f store.Fact) bool { _, known := r.Client.Facts[f]; return known && f.Health() && !health }
		if slices.ContainsFunc(facts, masked) {
			l.words = []command{{"health", "to hear what is known of health, which is written down."}}
		}
		for _, f := range facts {
			words := f.Info().Label + ": " + entry.Says(f, r.Client.Facts)
			if masked(f) {
				words = f.Info().Label + ": " + entry.HealthKept
			}
			if k, ok := r.Client.Known[f]; ok {
				words += fmt.Sprintf("\n%s; entered by %s on %s", entry.SourceWords(k.Source), nameOf(r.Names, k.By), k.On.Words())
			}
			l.rows = append(l.rows, words)
		}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.row < 0 {
			if _, err := s.desk.Health(s.ctx, r.Client.Ref); err != nil {
				s.wrong(err)
				return nil
			}
			health = true
			continue
		}
		if at = got.row; masked(facts[at]) {
			s.para("Enter health first, to hear what is known of the client's health.")
			continue
		}
		if !r.Client.Closed.IsZero() {
			s.para("This client is closed. Open the client again first: back, and then 8.")
			continue
		}
		c, err := s.changeFact(r, facts[got.row])
		if !back(err) {
			return err
		}
		if err == nil {
			r.Client = c
		}
	}
}

// changeFact asks for another value of a fact and how it is known, and saves it.
// It gives the client as they are then.
func (s *session) changeFact(r *caseload.Record, f store.Fact) (store.Client, error) {
	c, now := r.Client, ""
	if v, ok := c.Facts[f]; ok {
		now = f.Words(v)
	}
	for {
		got, err := s.put(entry.New(f, c.Facts, r.Programmes), now, nil)
		if err != nil || got.same || got.skip && now == "" {
			return c, err
		}
		source := store.ClientSaid
		if !got.skip {
			s.para(entry.WhyKept(&r.Grounds, store.PurposeCaseload))
			if source, err = s.source("How do you know?"); err != nil {
				if back(err) {
					continue // to the question, with nothing saved
				}
				return c, err
			}
		}
		next, again, err := s.setFact(c, f, got.ch, source)
		if err != nil || !again {
			return next, err
		}
	}
}

// setFact saves a change of one fact. Where somebody else changed the client
// meanwhile, it asks which version is to stay; again is that the answer itself
// does not fit.
func (s *session) setFact(c store.Client, f store.Fact, ch store.Changes, source store.FactSource) (next store.Client, again bool, err error) {
	for {
		next, err := s.desk.SetFacts(s.ctx, c.Ref, c.Rev, ch, source)
		switch {
		case err == nil:
			s.parf("Saved. %s: %s.", f.Info().Label, entry.Says(f, next.Facts))
			return next, false, nil
		case !isConflict(err):
			s.wrong(err)
			return c, isFact(err), nil
		}
		s.wrong(err)
		theirs, err := s.desk.Client(s.ctx, c.Ref)
		if err != nil {
			s.wrong(err)
			return c, false, nil
		}
		keep, err := s.versions(theirs.Facts, ch.Apply(theirs.Facts))
		if c = theirs; err != nil || keep != keepMine {
			s.para("Nothing of yours was saved.")
			return c, false, err
		}
	}
}

// clientAssessments lists the saved assessments and reads one.
func (s *session) clientAssessments(r *caseload.Record) error {
	l := &list{none: "Not matched yet. To triage, enter back, and then 5.", label: "Number"}
	for _, a := range r.Assessments {
		l.rows = append(l.rows, fmt.Sprintf("%s, by %s, %s, %s", a.Answer.AsOf.Words(), nameOf(r.Names, a.By), store.Count(len(a.Facts), "fact"), a.ID))
	}
	return s.each("Assessments", l, func(i int) error { return s.assessment(r.Assessments[i].ID) })
}

// clientReferrals lists the client's referrals and opens one.
func (s *session) clientReferrals(r *caseload.Record) error {
	l := &list{none: "Not referred yet. To triage and refer, enter back, and then 5.", label: "Number"}
	for i := range r.Referrals {
		l.rows = append(l.rows, s.referralWords(&r.Referrals[i]))
	}
	return s.each("Referrals", l, func(i int) error { return s.referral(r.Referrals[i].ID) })
}

// each shows a list and opens what is chosen, until the member goes back. A list
// of nothing is said, and left.
func (s *session) each(title string, l *list, open func(int) error) error {
	for {
		s.title(title)
		s.show(l)
		if len(l.rows) == 0 {
			return nil
		}
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if err := open(got.row); !back(err) {
			return err
		}
	}
}

// addNote keeps one more note.
func (s *session) addNote(r *caseload.Record) error {
	s.title("Add a note")
	w := words{label: "Note"}
	w.ask, w.note = caseload.AskNote().Asks()
	return s.enter(w, func(typed string) error {
		_, err := s.desk.AddNote(s.ctx, r.Client.Ref, typed)
		return err
	}, func() {})
}

// rename changes the given name.
func (s *session) rename(r *caseload.Record) error {
	s.title("Change the given name")
	w := words{label: "Given name", was: r.Client.GivenName}
	w.ask, w.note = caseload.AskName(r.Client).Asks()
	return s.enter(w, func(typed string) error {
		if typed == r.Client.GivenName {
			return nil
		}
		_, err := s.desk.RenameClient(s.ctx, r.Client.Ref, r.Client.Rev, typed)
		return err
	}, func() { s.latest(r) })
}

// closing closes the client, or opens them again.
func (s *session) closing(r *caseload.Record) error {
	c := r.Client
	if !c.Closed.IsZero() {
		if _, err := s.desk.ReopenClient(s.ctx, c.Ref, c.Rev); err != nil {
			s.wrong(err)
			return nil
		}
		s.parf("Client %s is open again.", c.Ref)
		return nil
	}
	s.title("Close this client")
	w := words{label: "Reason"}
	w.ask, w.note = caseload.AskClose(r).Asks()
	return s.enter(w, func(typed string) error {
		_, err := s.desk.CloseClient(s.ctx, r.Client.Ref, r.Client.Rev, typed, r.LeavesOpen())
		return err
	}, func() { s.latest(r) })
}

// latest reads the client as somebody else left them, and says so.
func (s *session) latest(r *caseload.Record) {
	now, err := s.desk.Client(s.ctx, r.Client.Ref)
	if err != nil {
		s.wrong(err)
		return
	}
	r.Client = now
	s.parf("The version that is saved now: %s %s. %s", now.Ref, now.GivenName, r.State())
}
