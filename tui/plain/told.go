package plain

import (
	"signpost/tui/page/caseload"
	"signpost/tui/page/entry"
)

// tell asks how and when the client was told what is kept about them and why, and
// records it.
func (s *session) tell(r *caseload.Record) error {
	s.title("Told what is kept about them and why")
	c := caseload.AskTold(r.Client.Told)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil {
		return err
	}
	told, today := entry.Told(c), s.desk.Today()
	if told.Yet() {
		q := caseload.AskToldDay(r.Client.Told, today)
		w := words{label: "Day", was: q.Value()}
		w.ask, w.note = q.Asks()
		for told.Day == 0 {
			typed, err := s.words(w)
			if err != nil {
				return err
			}
			if told.Day, err = caseload.ToldDay(typed, today); err != nil {
				s.refuse(err)
			}
		}
	}
	now, err := s.desk.TellClient(s.ctx, r.Client.Ref, r.Client.Rev, told)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.parf("Saved. Told: %s.", now.Told.Words())
	return nil
}
