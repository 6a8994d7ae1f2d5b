package plain

import (
	"errors"

	"signpost/store"
	"signpost/tui/page/caseload"
)

// excused asks why the record of a colleague's client is opened, where that is what
// the error is about, and says whether to open it again.
func (s *session) excused(err error) (again bool, _ error) {
	var e *store.WhyError
	if !errors.As(err, &e) {
		return false, nil
	}
	c := caseload.AskWhy(e.Client, e.Coach)
	if _, err := s.pickFrom(c, "Number", c.Options[c.At()]); err != nil {
		return false, err
	}
	code := store.VisitWhys()[c.At()].Code
	if code != store.VisitOther {
		if err := s.desk.Because(s.ctx, e.Client, code, ""); err != nil {
			s.wrong(err)
			return false, errBack
		}
		return true, nil
	}
	w := words{label: "Reason"}
	w.ask, w.note = caseload.AskOther().Asks()
	err = s.enter(w, func(typed string) error { return s.desk.Because(s.ctx, e.Client, code, typed) }, func() {})
	return err == nil, err
}
