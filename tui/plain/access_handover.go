package plain

import (
	"signpost/keys"
	"signpost/tui/page/access"
)

// handOverOf hands all that a member has in hand over to a colleague of theirs.
func (s *session) handOverOf(a *access.Aloud, m keys.Member) error {
	question, heirs, err := a.Over(s.ctx, m)
	switch {
	case err != nil:
		s.wrong(err)
		return nil
	case question == "":
		s.parf("%s has nothing in hand.", m.Name)
		return nil
	case len(heirs) == 0:
		s.para("No other member of this partner may keep clients. Invite a coach first.")
		return nil
	}
	l := &list{head: question, label: "Number"}
	for _, heir := range heirs {
		l.rows = append(l.rows, heir.Name)
	}
	s.rows(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	to := heirs[got.row]
	h, err := s.desk.HandOverOf(s.ctx, m.ID, to.ID)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.parf("Handed over to %s: %s.", to.Name, h.Words())
	return nil
}
