package plain

import (
	"fmt"

	"signpost/store"
	"signpost/tui/page/caseload"
)

// clientPromises reads what was promised, and marks one thing as done.
func (s *session) clientPromises(r *caseload.Record) error {
	l := &list{label: "Number of what is done", none: "Nothing was promised."}
	for i := range r.FollowUps {
		f := &r.FollowUps[i]
		words := fmt.Sprintf("%s, by %s, %s", f.Text, f.Due.Words(), nameOf(r.Names, f.Member))
		if !f.Done.IsZero() {
			words = fmt.Sprintf("%s, done %s, %s", f.Text, store.DayOf(f.Done).Words(), nameOf(r.Names, f.DoneBy))
		}
		l.rows = append(l.rows, words)
	}
	return s.each("What was promised", l, func(i int) error {
		f, err := s.desk.EndFollowUp(s.ctx, r.FollowUps[i].ID)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.para("Done: " + f.Text + ".")
		return errBack
	})
}

// promise asks what was promised and by when, and keeps it.
func (s *session) promise(r *caseload.Record) error {
	s.title("Promise to do something")
	w := words{label: "Promise", need: "Enter what you promise to do."}
	w.ask, w.note = caseload.AskPromise().Asks()
	says, err := s.words(w)
	if err != nil {
		return err
	}
	today := s.desk.Today()
	q := caseload.AskPromiseDay(today)
	w = words{label: "Day", was: q.Value()}
	w.ask, w.note = q.Asks()
	for {
		typed, err := s.words(w)
		if err != nil {
			return err
		}
		day, err := caseload.PromiseDay(typed, today)
		if err != nil {
			s.refuse(err)
			continue
		}
		if _, err = s.desk.AddFollowUp(s.ctx, r.Client.Ref, day, says); err == nil {
			s.para("Saved.")
			return nil
		}
		s.wrong(err)
	}
}
