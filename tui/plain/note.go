package plain

import (
	"errors"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/caseload"
)

// clientNotes reads the notes, the newest first, and changes one.
func (s *session) clientNotes(r *caseload.Record) error {
	name := func(id keys.MemberID) string { return nameOf(r.Names, id) }
	l := &list{label: "Number to correct or strike; Enter, to go back", none: "No notes.", enter: "goes back to the client."}
	for i := range r.Notes {
		n := &r.Notes[i]
		l.rows = append(l.rows, n.At.Format("2 January 2006 15:04")+", "+name(n.By)+":\n"+strings.Join(caseload.NoteLines(n, name), "\n"))
	}
	for {
		s.title("Notes")
		s.show(l)
		if len(l.rows) == 0 {
			return nil
		}
		got, err := s.pick(l)
		if err != nil || got.row < 0 {
			return err
		}
		n := &r.Notes[got.row]
		if says := caseload.NoteClosed(n, r.Client.Coach, s.desk.Who().Member.ID, name); says != "" {
			s.para(says)
			continue
		}
		if again, err := s.changeNote(n); !again {
			return err
		}
	}
}

// changeNote corrects or strikes a note; again is that nothing was changed.
func (s *session) changeNote(n *store.Note) (again bool, _ error) {
	l := &list{label: "Number", rows: []string{"Correct this note", "Strike this note"}}
	s.show(l)
	got, err := s.pick(l)
	switch {
	case err != nil:
		return back(err), err
	case got.row == 0:
		again, err = s.correctNote(n)
	default:
		again, err = s.strikeNote(n)
	}
	return again || errors.Is(err, errBack), err
}

// correctNote asks what the note is to say and why, and keeps it.
func (s *session) correctNote(n *store.Note) (again bool, _ error) {
	q := caseload.NoteText(n)
	w := words{label: "Note", was: q.Value(), need: "Enter what the note is to say."}
	w.ask, w.note = q.Asks()
	for {
		typed, err := s.words(w)
		if err != nil {
			return false, err
		}
		if typed == w.was {
			s.para("Nothing was changed.")
			return true, nil
		}
		why := caseload.WhyCorrected()
		if _, err := s.pickFrom(why, "Number", why.Options[why.At()]); err != nil {
			return false, err
		}
		code := store.CorrectWhys()[why.At()].Code
		if yes, err := s.forGood(code); !yes {
			return true, err
		}
		_, err = s.desk.CorrectNote(s.ctx, n.ID, n.Rev, typed, code)
		if err == nil {
			s.para(caseload.NoteKept(false, code))
			return false, nil
		}
		s.wrong(err)
		if isConflict(err) {
			return false, nil
		}
	}
}

// strikeNote asks why the note is struck, and strikes it.
func (s *session) strikeNote(n *store.Note) (again bool, _ error) {
	l := &list{label: "Number", rows: caseload.WhyStruck().Options}
	s.para(caseload.WhyStruck().Question)
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return false, err
	}
	code := store.StrikeWhys()[got.row].Code
	if yes, err := s.forGood(code); !yes {
		return true, err
	}
	if _, err := s.desk.StrikeNote(s.ctx, n.ID, n.Rev, code); err != nil {
		s.wrong(err)
		return false, nil
	}
	s.para(caseload.NoteKept(true, code))
	return false, nil
}

// forGood asks whether it is meant where a reason removes what a note said.
func (s *session) forGood(why string) (yes bool, _ error) {
	if !store.RemovesText(why) {
		return true, nil
	}
	yes, err := s.confirm(caseload.ForGood+" y or n", "y removes it. n leaves the note as it is.")
	if err == nil && !yes {
		s.para("Nothing was changed.")
	}
	return yes, err
}
