package plain

import (
	"signpost/tui/page"
	"signpost/tui/page/caseload"
)

// keepClient asks whether the record of a client that is announced to be removed is
// to be kept for longer.
func (s *session) keepClient(to page.Keep) error {
	s.title("Client " + string(to.Client))
	c := caseload.AskKeep(to)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil {
		return err
	}
	why, ok := caseload.KeepWhy(c.At())
	switch {
	case ok:
		k, err := s.desk.KeepClient(s.ctx, to.Client, why)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.para(caseload.Kept(k))
	case c.At() == caseload.KeepOpen:
		return s.client(to.Client)
	}
	return nil
}
