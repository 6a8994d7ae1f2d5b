package plain

import (
	"errors"

	"signpost/store"
	"signpost/tui/page/caseload"
)

// excused asks why the record of a colleague's client is opened, where that is what
// cause is about, and says whether to open it again. Enter alone is no reason.
func (s *session) excused(cause error) (again bool, _ error) {
	var e *store.WhyError
	if !errors.As(cause, &e) {
		return false, nil
	}
	c := caseload.AskWhy(e.Client, e.Coach)
	s.para(c.Question)
	l := &list{label: "Number", rows: c.Options}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return false, err
	}
	code := store.VisitWhys()[got.row].Code
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
