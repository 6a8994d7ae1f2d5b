package plain

import (
	"signpost/store"
	"signpost/tui/page/purposes"
)

// purposes reads out what a partner uses data for and on what ground, and changes it.
func (s *session) purposes() error {
	of := s.desk.Who().Partner.ID
	for {
		r, err := purposes.Read(s.ctx, s.desk, of)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Purposes, " + r.Partner.Name)
		l := &list{label: "Number to change, or partner", words: []command{{"partner", "to see another partner's."}}}
		for _, p := range store.Purposes() {
			words := ""
			for _, says := range purposes.Whole(&r.Grounds, p) {
				words += says + " "
			}
			l.rows = append(l.rows, words)
		}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.word == "partner" {
			c := r.AskWhose("Which partner's purposes?")
			if _, err = s.pickFrom(c, "Number", c.Options[c.At()]); err == nil {
				of = r.Partners[c.At()].ID
			}
		} else {
			err = s.ground(&r, store.Purposes()[got.row])
		}
		if !back(err) {
			return err
		}
	}
}

// ground asks on what ground something is done, and saves it.
func (s *session) ground(r *purposes.Record, of store.PurposeInfo) error {
	basis := purposes.AskBasis(r, of)
	if _, err := s.pickFrom(basis, "Basis, number", basis.Options[basis.At()]); err != nil {
		return err
	}
	g := store.Ground{Basis: purposes.Bases(of)[basis.At()]}
	save := func(note string) error {
		g.Note = note
		_, err := s.desk.SetGround(s.ctx, r.Partner.ID, of.Code, r.Grounds.Rev, g)
		return err
	}
	if g.Basis == store.NotDone {
		if err := save(""); err != nil {
			s.wrong(err)
			return nil
		}
		s.para("Saved.")
		return nil
	}
	condition := purposes.AskCondition(r, of)
	if _, err := s.pickFrom(condition, "Condition, number", condition.Options[condition.At()]); err != nil {
		return err
	}
	g.Condition = purposes.Conditions(of)[condition.At()]
	w := words{label: "Note", was: r.Grounds.For(of.Code).Note}
	w.ask, w.note = purposes.AskNote(r, of).Asks()
	return s.enter(w, save, func() {
		if now, err := s.desk.Grounds(s.ctx, r.Partner.ID); err == nil {
			r.Grounds = now
			s.para("Saved meanwhile: " + now.For(of.Code).Words() + ".")
		}
	})
}
