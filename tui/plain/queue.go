package plain

import (
	"fmt"

	"signpost/store"
	"signpost/tui/page/curate"
	"signpost/tui/page/find"
)

// queue is the curator's queue, an item at a time.
func (s *session) queue() error {
	for {
		all, err := s.desk.Queue(s.ctx)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Queue")
		l := &list{head: fmt.Sprintf("%d to check, the longest waiting first.", len(all)), label: "Number, or back", none: "Nothing waits."}
		if len(all) == 0 {
			l.head, l.label = "", "Back, or menu"
		}
		for i := range all {
			days, why, about := curate.Row(&all[i], s.desk.Today())
			l.rows = append(l.rows, about+"\n"+why+", "+days)
		}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if err := s.item(&all[got.row]); !back(err) {
			return err
		}
	}
}

// item is one thing of the queue, until it is done or the member goes back.
func (s *session) item(it *store.QueueItem) error {
	s.title(it.Name + ", " + store.About(it.Field, it.Line))
	l := &list{label: "Word", words: []command{
		{"right", "you looked at it today, and it is still right."},
		{"change", "how to change the record."},
		{"programme", "read the programme."},
	}}
	for _, says := range it.Says() {
		s.para(says)
	}
	for i := range it.Questions {
		l.rows = append(l.rows, it.Questions[i].Says())
	}
	if len(l.rows) > 0 {
		l.head, l.label = "Questions:", "Number of a question to answer, or word"
	}
	s.show(l)
	for {
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		switch {
		case got.row >= 0:
			return s.answerTo(it.Questions[got.row])
		case got.word == "change":
			for _, says := range curate.Change(it) {
				s.para(says)
			}
		case got.word == "programme":
			if err := s.programme(it.Programme); !back(err) {
				return err
			}
		default:
			if _, err := s.desk.Assure(s.ctx, curate.Assured(it)); err != nil {
				s.wrong(err)
				return nil
			}
			s.para("Saved. Checked today.")
			return nil
		}
	}
}

// answerTo asks for the answer to a question.
func (s *session) answerTo(q store.FieldQuestion) error {
	return s.enter(words{label: "Answer", ask: "What is the answer? " + q.Says(), note: curate.AnswerNote}, func(says string) error {
		_, err := s.desk.AnswerQuestion(s.ctx, q.ID, q.Rev, says)
		return err
	}, func() {})
}

// doubt asks which part of a programme's record looks wrong, and what is wrong.
func (s *session) doubt(id store.ProgrammeID) error {
	p, err := s.desk.Programme(s.ctx, id)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.title("What is wrong: " + p.Name)
	fields := store.Fields()
	l := &list{head: find.AskPart, label: "Number"}
	for _, f := range fields {
		l.rows = append(l.rows, find.PartLabel(f))
	}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	field, line := fields[got.row], 0
	if lines := find.RuleParts(&p, s.desk.Today()); field == store.FieldRule && len(lines) > 1 {
		l = &list{head: find.AskLine, label: "Number", rows: lines}
		s.show(l)
		if got, err = s.pick(l); err != nil {
			return err
		}
		line = got.row
	}
	return s.enter(words{label: "What is wrong", ask: find.AskNote(field), note: find.NoteNote}, func(note string) error {
		_, err := s.desk.Question(s.ctx, p.ID, field, line, note)
		return err
	}, func() {})
}
