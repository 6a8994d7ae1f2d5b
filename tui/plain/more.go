package plain

import (
	"errors"

	"signpost/store"
	"signpost/tui/page/caseload"
)

// errGone is that the client is not there any more, whose page would be gone back to.
var errGone = errors.New("the client was erased")

// clientMore is what else there is to do with a client's record.
func (s *session) clientMore(r *caseload.Record) error {
	more := caseload.AskMore()
	return s.each("More about this client", &list{label: "Number", rows: more.Options}, func(i int) error {
		switch i {
		case caseload.MoreHistory:
			return s.history(r, false)
		case caseload.MoreSeen:
			return s.sights(r)
		case caseload.MoreExport:
			s.para(caseload.ExportSays(r.Client.Ref))
		case caseload.MoreErase:
			return s.erase(r)
		case caseload.MoreKeep:
			return s.keepClient(r.Client.Ref)
		}
		return nil
	})
}

// history reads what was corrected, the latest first; what was of health when it is
// asked for.
func (s *session) history(r *caseload.Record, health bool) error {
	s.title("What was corrected")
	h, err := s.desk.History(s.ctx, r.Client.Ref, store.NoFact, health)
	if err != nil {
		s.wrong(err)
		return nil
	}
	items := caseload.HistoryItems(&h, r.Names)
	if len(items) == 0 {
		s.para("Nothing was corrected.")
		return nil
	}
	s.items(items, nil)
	end := &list{label: "Enter, to go back", enter: "goes back."}
	if len(h.Masked) > 0 {
		end.words = []command{{"health", "to hear what was known of health, which is written down."}}
		end.label = "Enter, to go back, or health"
	}
	got, err := s.pick(end)
	if err == nil && got.word == "health" {
		return s.history(r, true)
	}
	return err
}

// sights reads who has seen the record.
func (s *session) sights(r *caseload.Record) error {
	s.title("Who has seen this record")
	seen, err := s.desk.Seen(s.ctx, r.Client.Ref)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.items(caseload.SeenItems(seen), caseload.SeenFoot(r.Client.Ref))
	_, err = s.pick(&list{label: "Enter, to go back", enter: "goes back."})
	return err
}

// items reads a list of heads with what is under each, and what comes after.
func (s *session) items(items []caseload.Item, foot []string) {
	var lines []string
	for _, item := range items {
		lines = append(lines, s.lk.Wrap(item.Head+":", s.w)...)
		lines = append(lines, s.lk.Hang("  ", item.Says, s.w)...)
	}
	for _, says := range foot {
		lines = append(lines, s.lk.Wrap(says, s.w)...)
	}
	s.text(lines)
}

// erase says what goes and what stays, asks why, and has the reference entered.
func (s *session) erase(r *caseload.Record) error {
	s.title("Erase this client")
	for _, says := range r.EraseSays() {
		s.para(says)
	}
	why := caseload.AskErase()
	s.para(why.Question)
	l := &list{label: "Number", rows: why.Options}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	w := words{label: "Reference", need: "Enter the reference, or back to erase nothing."}
	w.ask, w.note = caseload.AskEraseRef(&r.Client).Asks()
	for {
		typed, err := s.words(w)
		if err != nil {
			return err
		}
		if err := caseload.SameRef(&r.Client, typed); err != nil {
			s.refuse(err)
			continue
		}
		e, err := s.desk.Erase(s.ctx, r.Client.Ref, store.EraseWhys()[got.row].Code)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.para(caseload.Erased(e.Client))
		return errGone
	}
}
