package plain

import (
	"signpost/store"
	"signpost/tui/page/caseload"
)

// handOver hands one client of the member, or all of them, over to a colleague.
func (s *session) handOver(clients []store.Card) error {
	colleagues, err := s.desk.Colleagues(s.ctx)
	if err != nil {
		s.wrong(err)
		return nil
	}
	if len(colleagues) == 0 {
		s.para("No colleague of yours may keep clients. Your steward can invite one.")
		return nil
	}
	s.title("Hand over: what?")
	what := &list{label: "Number", rows: []string{"All your clients, closed ones too, and all that you promised"}}
	mine := []store.Card{{}}
	for _, c := range clients {
		if c.Coach == s.desk.Who().Member.ID {
			mine = append(mine, c)
			what.rows = append(what.rows, c.GivenName+", "+string(c.Ref))
		}
	}
	s.show(what)
	got, err := s.pick(what)
	if err != nil {
		return unlessBack(err)
	}
	one := mine[got.row]
	s.title("To which colleague?")
	whom := &list{label: "Number"}
	for _, m := range colleagues {
		whom.rows = append(whom.rows, m.Name)
	}
	s.show(whom)
	if got, err = s.pick(whom); err != nil {
		return unlessBack(err)
	}
	to := colleagues[got.row]
	s.para(caseload.HandOverSays(&one, to))
	yes, err := s.confirm("Hand over, y or n", "y hands over. n changes nothing.")
	if err != nil || !yes {
		s.para("Nothing was handed over.")
		return unlessBack(err)
	}
	var refs []store.ClientRef
	if one.Ref != "" {
		refs = append(refs, one.Ref)
	}
	h, err := s.desk.HandOver(s.ctx, to.ID, refs...)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.parf("Handed over to %s: %s.", to.Name, h.Words())
	return nil
}
