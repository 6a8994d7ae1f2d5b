package plain

import (
	"signpost/store"
	"signpost/tui/page/datapack"
	"signpost/tui/page/triage"
)

// datapack reads out what could not be met and what came of referrals.
func (s *session) datapack() error {
	period := 0
	for {
		of := datapack.Periods(s.desk.Today())[period]
		pack, err := s.desk.DataPack(s.ctx, of.Since, of.Until)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Data pack")
		s.para("From " + pack.Since.Words() + " to " + pack.Until.Words() + ".")
		for _, note := range pack.Notes {
			s.para(note)
		}
		l := &list{rows: datapack.Parts(), label: "Number, or period", words: []command{{"period", "other months."}}}
		for s.show(l); ; {
			got, err := s.pick(l)
			if err != nil {
				return err
			}
			if got.word == "period" {
				if period, err = s.packPeriod(period); !back(err) {
					return err
				}
				break
			}
			rows, none := datapack.Aloud(&pack, got.row)
			part := &list{rows: rows, none: none, label: "Enter, to go back", enter: "goes back to the parts."}
			s.title(l.rows[got.row])
			s.show(part)
			if _, err := s.pick(&list{label: part.label, enter: part.enter}); !back(err) {
				return err
			}
			s.show(l)
		}
	}
}

// mark counts that there is no provision for a barrier of the saved client.
func (t *interview) mark() error {
	barriers := store.BarriersOf(t.facts)
	switch {
	case t.client.Ref == "" || t.unsavedWords() != "":
		t.para("Save the client first: enter save. Then mark what there is no provision for.")
		return nil
	case len(barriers) == 0:
		t.para("No barrier of this client is known. To go on with the questions, enter questions.")
		return nil
	}
	l := &list{head: triage.GapQuestion, rows: triage.BarrierNames(barriers), label: "Number"}
	t.session.show(l)
	got, err := t.pick(l)
	if err != nil {
		return err
	}
	if err := t.desk.MarkGap(t.ctx, barriers[got.row], t.client.Ref); err != nil {
		t.wrong(err)
		return nil
	}
	t.para("Counted: no provision for " + barriers[got.row].Label() + ".")
	return nil
}

// packPeriod asks which months; going back leaves it as it was.
func (s *session) packPeriod(now int) (int, error) {
	l := &list{head: "Which months? A pack is always of whole months.", label: "Number"}
	for _, of := range datapack.Periods(s.desk.Today()) {
		l.rows = append(l.rows, of.Name)
	}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return now, err
	}
	return got.row, nil
}
