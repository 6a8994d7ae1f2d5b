package plain

import (
	"errors"

	"signpost/store"
	"signpost/tui/page/entry"
)

// save saves the client and then this assessment: a new client needs a name and how
// they were told what is kept and why, new facts a source. The member may go back out of either; nothing is saved then.
func (t *interview) save() error {
	name, source, told, err := "", store.ClientSaid, store.Told{}, error(nil)
	if t.client.Ref == "" {
		t.title("Save the client")
		if name, err = t.givenName(); err != nil {
			return t.notSaved(err)
		}
	}
	if t.unsavedWords() != "" {
		if source, err = t.source("How do you know what is new here?"); err != nil {
			return t.notSaved(err)
		}
	}
	if t.client.Ref == "" {
		if told, err = t.told(); err != nil {
			return t.notSaved(err)
		}
	}
	for {
		err := t.write(name, source, told)
		var field *store.FieldError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &field) && t.client.Ref == "":
			t.wrong(err)
			if name, err = t.givenName(); err != nil {
				return t.notSaved(err)
			}
			continue
		case isConflict(err) && t.client.Ref != "":
			t.wrong(err)
			switch keep, err := t.clash(); {
			case err != nil || keep == keepNeither:
				return t.notSaved(err)
			case keep == keepTheirs:
				t.para("Took the version that is saved.")
				return nil
			}
			continue
		}
		t.wrong(err)
		return t.notSaved(nil)
	}
}

// notSaved says so, unless the member is leaving altogether.
func (t *interview) notSaved(err error) error {
	if back(err) {
		t.para("Not saved. Your answers are still here.")
		return nil
	}
	return err
}

// givenName asks for a given name until there is one.
func (s *session) givenName() (string, error) {
	return s.words(words{
		label: "Given name", ask: "What is the client's given name?", need: "Enter the client's given name.",
		note: "The given name alone: no surname, no address, no National Insurance number. Signpost does not need them, and what is not held cannot be lost.",
	})
}

// source asks how something is known. Enter alone is the first of the answers.
func (s *session) source(ask string) (store.FactSource, error) {
	c := entry.Sources(ask)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil {
		return "", err
	}
	return entry.Source(c), nil
}

// told asks how a new client was told what is kept and why, having said on what
// ground it is kept.
func (t *interview) told() (store.Told, error) {
	if g, err := t.desk.Grounds(t.ctx, ""); err == nil {
		t.para(entry.WhyKept(&g, store.PurposeTriage))
	}
	c := entry.HowTold("How was the client told, today, what is kept about them and why?")
	_, err := t.pickFrom(c, "Number", c.Options[c.At()])
	return entry.Told(c), err
}

// write writes the client and then the assessment, one after the other: an
// assessment that is not saved leaves the client saved, and says so.
func (t *interview) write(name string, source store.FactSource, told store.Told) error {
	c, err := t.client, error(nil)
	switch {
	case c.Ref == "":
		c, err = t.desk.AddClient(t.ctx, name, t.changes, source, told)
	case t.unsavedWords() != "":
		c, err = t.desk.SetFacts(t.ctx, c.Ref, c.Rev, t.changes, source)
	}
	if err != nil {
		return err
	}
	t.take(c)
	a, err := t.desk.Triage(t.ctx, c.Ref, t.desk.Today())
	if err != nil {
		t.parf("Client %s is saved, but this assessment is not: %s", c.Ref, t.says(err))
		return nil
	}
	t.match, t.assessed = a.Answer, true
	t.parf("Saved: client %s %s, with this assessment.", c.Ref, c.GivenName)
	return nil
}

// clash shows both versions where somebody else changed the client meanwhile, and
// goes on from the one that is to stay.
func (t *interview) clash() (keeping, error) {
	theirs, err := t.desk.Client(t.ctx, t.client.Ref)
	if err != nil {
		t.wrong(err)
		return keepNeither, nil
	}
	mine, answers := t.changes, t.answers
	keep, err := t.versions(theirs.Facts, mine.Apply(theirs.Facts))
	if err != nil || keep == keepNeither {
		return keepNeither, err
	}
	t.take(theirs)
	if keep == keepMine {
		t.facts, t.changes, t.answers = mine.Apply(theirs.Facts), mine, answers
	}
	if err := t.rematch(); err != nil {
		t.wrong(err)
	}
	return keep, nil
}

// keeping is which of two versions is to stay.
type keeping uint8

const (
	keepNeither keeping = iota
	keepMine
	keepTheirs
)

// versions reads out two versions of a client's facts where they differ, and asks
// which is to stay.
func (s *session) versions(theirs, mine store.Facts) (keeping, error) {
	s.title("Both versions, where they differ")
	same := true
	for _, f := range store.AllFacts() {
		a, b := entry.Says(f, theirs), entry.Says(f, mine)
		if a != b {
			same = false
			s.lines(entry.Versions(s.lk, f.Info().Label, a, b, s.w))
		}
	}
	if same {
		s.para("What you entered is saved already.")
	}
	return s.either()
}

// either asks which of two versions is to stay.
func (s *session) either() (keeping, error) {
	got, err := s.pick(&list{label: "mine, theirs or back", words: []command{
		{"mine", "save yours over theirs where they differ."},
		{"theirs", "take theirs and drop yours."},
	}})
	switch {
	case err != nil:
		return keepNeither, unlessBack(err)
	case got.word == "mine":
		return keepMine, nil
	}
	return keepTheirs, nil
}
