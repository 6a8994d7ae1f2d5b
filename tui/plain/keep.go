package plain

import (
	"signpost/store"
	"signpost/tui/page/caseload"
)

// keepClient asks whether the record of a client that is announced to be removed is
// to be kept for longer.
func (s *session) keepClient(ref store.ClientRef) error {
	r, err := s.desk.Announced(s.ctx, ref)
	if again, err := s.excused(err); err != nil {
		return err
	} else if again {
		return s.keepClient(ref)
	}
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.title("Keep " + string(ref))
	if r.Class == "" {
		s.para(caseload.NotAnnounced(ref))
		return nil
	}
	c := caseload.AskKeep(&r)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil {
		return err
	}
	why, ok := caseload.KeepWhy(c.At())
	switch {
	case ok:
		k, err := s.desk.KeepClient(s.ctx, ref, why)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.para(caseload.Kept(k))
	case c.At() == caseload.KeepOpen:
		return s.client(ref)
	}
	return nil
}
